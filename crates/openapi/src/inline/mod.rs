//! The description of InlineCMS's API beyond its tables. docs/dialects/inline.md gives the sources.

mod schemas;

use crate::dialect::{Dialect, OperationDetails};
use crate::operation::{Operation, operations};
use crate::parts::{self, schema};
use serde_json::{Value, json};

const DESCRIPTION: &str = "Projects and sessions. Every answer is `{\"data\": …, \"error\": …}`, one of them null. Unknown members of bodies are \
    ignored. `HEAD` answers as `GET` without the body. The reference is `docs/dialects/inline.md`.";

const MEANINGS: &[(u16, &str)] = &[
    (400, "The body is no JSON object, or a member is wrong; `details` says which."),
    (401, "There is no session, or none that is good; a wrong address or password."),
    (403, "This installation takes no new projects."),
    (404, "There is no such path."),
    (405, "The path has other methods."),
    (409, "The e-mail address is taken."),
    (413, "The body is too large."),
    (429, "Too many failed logins."),
    (500, "A defect of the server."),
    (503, "The database does not answer now."),
    (507, "The database has no room left; trying again does not help."),
];

/// The description.
pub(crate) fn dialect() -> Dialect {
    Dialect {
        name: "inlinecms",
        title: "InlineCMS, as Weft speaks it",
        description: DESCRIPTION,
        security: json!({
            "session": { "type": "http", "scheme": "bearer", "description": "The token of a session. A project's key is none." },
        }),
        schemas: schemas::schemas(),
        parameters: json!({}),
        operations: operations("auth", weft_dialect_inline::accounts::Endpoint::TABLE),
        details,
        name_in_path,
        render: |fault| weft_dialect_inline::error::render(&fault),
        meanings: MEANINGS,
        refusals,
    }
}

fn name_in_path(_: &Operation, _: &str) -> (Value, &'static str) {
    (parts::id(), "An id.")
}

fn details(operation: &Operation) -> OperationDetails {
    let details = match operation.id {
        "CreateProject" => OperationDetails::answering(201, schema("ProjectAnswer"))
            .sent(schema("NewProject"))
            .described("Makes a site with its administrator and a key that reads what is published. The variable `onboarding` says who may."),
        "LogIn" => OperationDetails::answering(200, schema("SessionAnswer"))
            .sent(schema("Login"))
            .described("A wrong password and an unknown address are told alike."),
        "LogOut" => OperationDetails::answering(200, schema("DoneAnswer")),
        "Refresh" => OperationDetails::answering(200, schema("SessionAnswer")).described("The token that was sent stops working at once."),
        "Me" => OperationDetails::answering(200, schema("UserAnswer")),
        _ => OperationDetails::default(),
    };
    OperationDetails { security: if operation.is_open() { Vec::new() } else { vec!["session"] }, ..details }
}

fn refusals(operation: &Operation, details: &OperationDetails) -> Vec<u16> {
    let is_write = operation.method == "POST";
    let mut refusals = vec![405, 500, 503];
    refusals.extend((!operation.is_open()).then_some(401));
    refusals.extend(details.body.is_some().then_some(400));
    refusals.extend(is_write.then_some([413, 507]).into_iter().flatten());
    match operation.id {
        "CreateProject" => refusals.extend([403, 409]),
        "LogIn" => refusals.extend([401, 429]),
        _ => {}
    }
    refusals
}
