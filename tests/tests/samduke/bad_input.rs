//! What is refused: names, bodies, queries. Never a 5xx: every response is checked for that.

use serde_json::json;
use weft_tests::Weft;

use crate::fixtures::Cms;

#[test]
fn a_repository_is_one_segment_and_decoded_once() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    let (token, name) = (cms.token(&["config:read"]), cms.repo.strip_prefix("local/").unwrap());
    for good in [format!("local%2F{name}"), format!("local%2f{name}"), format!("%6cocal%2F{name}")] {
        token.get(format!("/api/repos/{good}/config")).send().is(200);
    }
    for (repo, told) in [
        (format!("local%252F{name}"), format!("local%2F{name}")),
        (format!("local%2F{name}%2F"), format!("local/{name}/")),
        (format!("local%2F%2F{name}"), format!("local//{name}")),
        (format!("local%2F..%2Flocal%2F{name}"), format!("local/../local/{name}")),
        (format!("Local%2F{name}"), format!("Local/{name}")),
        (format!("local%2F{name}%00"), "\u{fffd}".to_owned()),
        ("%zz".to_owned(), "\u{fffd}".to_owned()),
        ("%ff".to_owned(), "\u{fffd}".to_owned()),
        (weft.site().id().to_owned(), weft.site().id().to_owned()),
        ("*".to_owned(), "*".to_owned()),
    ] {
        let answer = token.get(format!("/api/repos/{repo}/config")).send();
        answer.says(403, &format!("Token does not have access to repo: {told}"));
        let answer = cms.browser().get(format!("/api/repos/{repo}/config")).send();
        assert!(matches!(answer.status(), 400 | 404), "{answer}");
    }
    token.get(format!("/api/repos/local/{name}/config")).send().says(404, "Not found");
}

#[test]
fn names_of_collections_and_slugs_keep_to_their_grammar() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    for name in [
        "-a",
        ".a",
        "_a",
        "a%20b",
        "a%2Fb",
        "..",
        "%2e%2e",
        "%00",
        "%zz",
        "%C3%A4",
        "a%5Cb",
        &"x".repeat(201),
    ] {
        cms.browser().get(cms.path(&format!("/content/{name}"))).send().says(400, "Invalid collection name");
        cms.browser().get(cms.post(name)).send().says(400, "Invalid slug");
        let body = json!({ "frontmatter": { "title": "A" }, "body": "" });
        cms.browser().put(cms.post(name), body).send().says(400, "Invalid slug");
        cms.browser().delete(format!("{}?sha=x", cms.post(name))).send().says(400, "Invalid slug");
    }
    let long = "x".repeat(200);
    cms.write(&long, json!({ "title": "A" }), "");
    cms.browser().get(cms.post(&long)).send().is(200);
}

#[test]
fn bodies_of_another_kind_are_refused() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    let put = |body: &str| cms.browser().ask("PUT", cms.post("a")).bytes(body).send();
    for (body, message) in [
        ("[]", "the body must be a JSON object"),
        ("null", "the body must be a JSON object"),
        ("{}", "frontmatter must be an object"),
        (r#"{"frontmatter":"a: 1","body":""}"#, "frontmatter must be an object"),
        (r#"{"frontmatter":[1],"body":""}"#, "frontmatter must be an object"),
        (r#"{"frontmatter":{},"body":{}}"#, "body must be a string"),
        (r#"{"frontmatter":{}}"#, "body must be a string"),
        (r#"{"frontmatter":{},"body":"","sha":{}}"#, "sha must be a string"),
    ] {
        put(body).says(400, message);
    }
    let deep = format!(r#"{{"frontmatter":{{"a":{}{}}},"body":""}}"#, "[".repeat(500), "]".repeat(500));
    for body in ["", "{", "\u{feff}{}", r#"{"frontmatter":{"a":"\u0000"},"body":""}"#, &deep] {
        assert!(!put(body).is(400).text_at("/error").is_empty());
    }
    let many: Vec<String> = (0..2000).map(|n| format!("\"m{n}\":1")).collect();
    put(&format!(r#"{{"frontmatter":{{{}}},"body":""}}"#, many.join(",")))
        .says(400, "frontmatter has too many members");
    cms.browser().get(cms.post("a")).send().is(404);
}

#[test]
fn a_body_of_five_megabytes_is_too_large() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    let body = json!({ "frontmatter": { "title": "A" }, "body": "x".repeat(5 << 20) });
    cms.browser().put(cms.post("a"), body).send().says(413, "Request body too large");
    let body = json!({ "frontmatter": { "title": "A" }, "body": "x".repeat(1024 * 1024) });
    cms.browser().put(cms.post("a"), body).send().says(413, "Request body too large");
    let body = json!({ "frontmatter": { "title": "A" }, "body": "x".repeat(1000 * 1000) });
    cms.browser().put(cms.post("a"), body).send().is(200);
}

#[test]
fn yaml_in_values_stays_a_value() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    let bomb = "&a [*a, *a]\n---\nx: !!binary |\n  \u{85}\u{2028}";
    let frontmatter =
        json!({ "title": bomb, "nested": { "<<": { "a": "*x" }, "? k": [[[["- - -"]]]] }, "n": 1e-7 });
    cms.write("a", frontmatter.clone(), "---\nb: 1\n---\n");
    cms.browser()
        .get(cms.post("a"))
        .send()
        .shows("/frontmatter", frontmatter)
        .shows("/body", "\n---\nb: 1\n---\n\n");
}
