//! What must hold of every description, whatever its dialect.

use super::*;
use std::collections::BTreeSet;
use weft_domain::Error;
use weft_http::Fault;

/// Every operation of a document: its method, its path and itself.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            operations.push((method.clone(), path.clone(), operation.clone()));
        }
    }
    operations
}

/// The statuses of an operation's answers.
fn statuses(operation: &Value) -> Vec<u16> {
    operation["responses"].as_object().unwrap().keys().map(|status| status.parse().unwrap()).collect()
}

/// Every `$ref` in a value.
fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
            members.values().for_each(|member| references(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[test]
fn every_operation_is_described_once() {
    for dialect in dialects() {
        for operation in &dialect.operations {
            let same = dialect.operations.iter().filter(|other| other.id == operation.id);
            assert_eq!(same.count(), 1, "{}", operation.id);
        }
        assert_eq!(operations(&document(&dialect)).len(), dialect.operations.len(), "{}", dialect.name);
    }
}

#[test]
fn every_operation_has_a_summary_a_success_and_an_answer() {
    let (mut without_success, mut without_answer) = (BTreeSet::new(), BTreeSet::new());
    for dialect in dialects() {
        for (_, path, operation) in operations(&document(&dialect)) {
            let id = operation["x-weft"]["id"].as_str().unwrap().to_owned();
            assert!(!operation["summary"].as_str().unwrap().is_empty(), "{id}");
            let successes: Vec<u16> =
                statuses(&operation).into_iter().filter(|one| (200..300).contains(one)).collect();
            match successes.as_slice() {
                [] => {
                    assert!(path.contains("/media") && statuses(&operation).contains(&501), "{id}");
                    without_success.insert(id);
                }
                [success] => {
                    let answer =
                        &operation["responses"][success.to_string()]["content"]["application/json"]["schema"];
                    if answer.is_null() {
                        without_answer.insert(id);
                    }
                }
                more => panic!("{id} has the successes {more:?}"),
            }
        }
    }
    let media = ["BeginUpload", "ConfirmUpload", "DeleteFile", "FileLimits", "FindFile", "ListFiles"];
    assert!(without_success.iter().eq(media.iter()), "{without_success:?}");
    // SnowCMS's login answers with cookies only, CaretCMS's sign-in page is HTML.
    assert!(without_answer.iter().eq(["LogIn", "ShowSignIn"].iter()), "{without_answer:?}");
}

#[test]
fn creating_is_201_except_in_snowcms() {
    for dialect in dialects() {
        for (_, _, operation) in operations(&document(&dialect)) {
            let id = operation["x-weft"]["id"].as_str().unwrap();
            let is_made = id.starts_with("Create") && dialect.name != "snowcms";
            assert_eq!(statuses(&operation).contains(&201), is_made, "{} {id}", dialect.name);
        }
    }
}

#[test]
fn every_reference_resolves_and_every_component_is_used() {
    for dialect in dialects() {
        let document = document(&dialect);
        let mut found = BTreeSet::new();
        references(&document, &mut found);
        for reference in &found {
            let target = document.pointer(reference.strip_prefix('#').unwrap());
            assert!(target.is_some_and(|target| !target.is_null()), "{}: {reference}", dialect.name);
        }
        for kind in ["schemas", "parameters", "headers", "responses"] {
            for name in document["components"][kind].as_object().unwrap().keys() {
                let reference = format!("#/components/{kind}/{name}");
                assert!(found.contains(&reference), "{}: nothing uses {reference}", dialect.name);
            }
        }
    }
}

#[test]
fn every_status_of_the_errors_is_described_and_used() {
    for dialect in dialects() {
        let document = document(&dialect);
        let used: BTreeSet<u16> =
            operations(&document).iter().flat_map(|(_, _, one)| statuses(one)).collect();
        let has_things = dialect.operations.iter().any(|operation| !operation.names.is_empty());
        let mut worded = BTreeSet::new();
        for (name, fault) in refusals::faults() {
            let status = (dialect.render)(fault).status.as_u16();
            worded.insert(status);
            assert!(dialect.meanings.iter().any(|(known, _)| *known == status), "{} {status}", dialect.name);
            // An unknown path is no operation's, and where no path names a thing, none can be
            // missing.
            if status != 404 || has_things {
                assert!(used.contains(&status), "{}: no operation answers {status} ({name})", dialect.name);
            }
        }
        for status in used.iter().filter(|status| **status >= 400) {
            assert!(worded.contains(status), "{}: nothing words {status}", dialect.name);
        }
    }
}

#[test]
fn every_domain_error_is_among_the_faults() {
    let known = |fault: &Fault| match fault {
        Fault::UnknownRoute => "route",
        Fault::MethodNotAllowed { .. } => "method",
        Fault::Malformed(_) => "malformed",
        Fault::Domain(error) => match error {
            Error::NotFound(_) => "not found",
            Error::Invalid(_) => "invalid",
            Error::Conflict(_) => "conflict",
            Error::Unauthenticated => "unauthenticated",
            Error::Forbidden { .. } => "forbidden",
            Error::TooLarge { .. } => "too large",
            Error::Limited { .. } => "limited",
            Error::Unsupported(_) => "unsupported",
            Error::Full(_) => "full",
            Error::Unavailable(_) => "unavailable",
            // An outdated principal never reaches a client.
            Error::Internal(_) | Error::Outdated => "internal",
        },
    };
    let names: BTreeSet<&str> = refusals::faults().iter().map(|(_, fault)| known(fault)).collect();
    assert_eq!(names.len(), 14, "{names:?}");
}

#[test]
fn headers_of_refusals_are_those_that_are_sent() {
    for dialect in dialects() {
        let document = document(&dialect);
        let headers = |name: &str| document["components"]["responses"][name]["headers"].clone();
        assert!(headers("MethodNotAllowed")["Allow"].is_object(), "{}", dialect.name);
        assert!(headers("ServiceUnavailable")["Retry-After"].is_object(), "{}", dialect.name);
        assert!(headers("TooManyRequests")["Retry-After"].is_object(), "{}", dialect.name);
        assert!(headers("InsufficientStorage").is_null(), "{}: trying again does not help", dialect.name);
    }
}

#[test]
fn paths_have_their_parameters_and_no_parameter_stands_twice() {
    for dialect in dialects() {
        let document = document(&dialect);
        for (method, path, operation) in operations(&document) {
            let mut seen = BTreeSet::new();
            for parameter in operation["parameters"].as_array().unwrap() {
                let target = parameter["$ref"]
                    .as_str()
                    .map_or(parameter, |reference| document.pointer(&reference[1..]).unwrap());
                let key = format!("{} {}", target["in"].as_str().unwrap(), target["name"].as_str().unwrap());
                assert!(seen.insert(key.clone()), "{method} {path}: {key}");
            }
            let in_path = seen.iter().filter_map(|key| key.strip_prefix("path "));
            let named: BTreeSet<&str> = path
                .split('/')
                .filter_map(|part| part.strip_prefix('{'))
                .map(|part| &part[..part.len() - 1])
                .collect();
            assert!(in_path.eq(named), "{method} {path}");
        }
    }
}

#[test]
fn only_open_operations_need_no_credential() {
    for dialect in dialects() {
        for (method, path, operation) in operations(&document(&dialect)) {
            let security = operation["security"].as_array().unwrap();
            let is_open =
                security.is_empty() || security.iter().any(|one| one.as_object().unwrap().is_empty());
            let who = operation["x-weft"]["who"].as_str().unwrap();
            assert_eq!(
                is_open,
                matches!(who, "nobody" | "anybody" | "any caller" | "visitor"),
                "{method} {path}"
            );
            assert!(who != "nobody" || security.is_empty(), "{method} {path}");
        }
    }
}
