//! The description of InlineCMS's API beyond its tables. docs/dialects/inline.md gives the sources.

mod schemas;

use crate::dialect::{Dialect, OperationDetails};
use crate::operation::{Operation, operations};
use crate::parts::{self, schema};
use serde_json::{Value, json};

const DESCRIPTION: &str = "Pages with their content, snapshots, projects, users and sessions. Every answer is `{\"data\": …, \"error\": …}`, one of them null. Unknown members of bodies are \
    ignored. The health alone is not enveloped. `HEAD` answers as `GET` without the body. The reference is `docs/dialects/inline.md`.";

const MEANINGS: &[(u16, &str)] = &[
    (400, "The body is no JSON object, or a member is wrong; `details` says which."),
    (401, "There is no session or key, or none that is good; a wrong address or password."),
    (
        403,
        "The role, or the pages that the account may write, do not allow it; another project's; this installation takes no new projects.",
    ),
    (404, "There is no such thing, or no such path."),
    (405, "The path has other methods."),
    (409, "The e-mail address or a domain is taken; or `If-Match` names a state that is gone."),
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
            "key": { "type": "apiKey", "in": "header", "name": "x-inlinecms-key", "description": "The project's key: it says which project, and reads what is published." },
        }),
        schemas: schemas::schemas(),
        parameters: json!({ "If-None-Match": parts::validators().get("If-None-Match") }),
        operations: [
            operations("content", weft_dialect_inline::content::Endpoint::TABLE),
            operations("auth", weft_dialect_inline::accounts::Endpoint::TABLE),
        ]
        .concat(),
        details,
        name_in_path,
        render: |fault| weft_dialect_inline::error::render(&fault),
        meanings: MEANINGS,
        refusals,
    }
}

fn name_in_path(operation: &Operation, name: &str) -> (Value, &'static str) {
    match (operation.id, name) {
        ("GetPage" | "ListDefinitionsOf", _) => (
            json!({ "type": "string", "maxLength": 2048 }),
            "The page's id, percent-encoded once: `%2Fabout`.",
        ),
        ("EditEntry" | "History", _) => (parts::id(), "The entry's id."),
        ("GetProject" | "UpdateProject", _) | (_, "project") => (parts::id(), "The project's id."),
        (id, _) if id.starts_with("RotateKey") => (parts::id(), "The project's id."),
        _ => (parts::id(), "The user's id."),
    }
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
        "GetProject" => OperationDetails::answering(200, schema("ProjectSettingsAnswer"))
            .described("`apiKey` is for administrators; null for others, and where the key is not known."),
        "UpdateProject" => OperationDetails::answering(200, schema("ProjectSettingsAnswer"))
            .sent(schema("ProjectChange"))
            .described("Hooks are replaced as a list; one of a known id without `secret` keeps the secret that it has."),
        "RotateKey" | "RotateKeyAlias" | "RotateKeySecondAlias" => OperationDetails::answering(200, schema("KeyAnswer"))
            .described("The old key stops working at once; sessions live on."),
        "ListUsers" | "ListUsersOf" => OperationDetails::answering(200, schema("UsersAnswer")),
        "CreateUser" | "CreateUserOf" => OperationDetails::answering(201, schema("OneUserAnswer")).sent(schema("NewUser")),
        "UpdateUser" | "UpdateUserOf" => OperationDetails::answering(200, schema("OneUserAnswer")).sent(schema("UserChange")),
        "DeleteUser" | "DeleteUserOf" => OperationDetails::answering(200, schema("DoneAnswer")),
        "Health" | "HealthAlias" => OperationDetails::answering(200, schema("HealthAnswer")),
        _ => content(operation),
    };
    let security = match operation.right.as_str() {
        _ if operation.is_open() => Vec::new(),
        "may read" => vec!["session", "key"],
        _ => vec!["session"],
    };
    OperationDetails { security, ..details }
}

fn content(operation: &Operation) -> OperationDetails {
    match operation.id {
        "GetPage" => OperationDetails::answering(200, schema("EntriesAnswer"))
            .described("Visitors, who send the key alone, see what is published; whoever is signed in sees drafts over it."),
        "EditEntry" => OperationDetails::answering(200, schema("EntryAnswer"))
            .sent(schema("EntryChange"))
            .bearing(&["ETag"])
            .described("Fields of a published entry go to its draft until it is published."),
        "BulkPublish" => OperationDetails::answering(200, schema("PublishedAnswer")).sent(schema("PageName")),
        "History" => OperationDetails::answering(200, schema("HistoryAnswer"))
            .asked([
                parts::query("limit", &json!({ "type": "integer", "minimum": 1, "maximum": 1000, "default": 1000 }), "The most records."),
                parts::query("offset", &json!({ "type": "integer", "minimum": 0, "default": 0 }), "How many newer ones are passed over."),
            ])
            .described("What visitors have seen of the entry, newest first."),
        "Snapshot" => OperationDetails::answering(200, schema("SnapshotAnswer"))
            .validated()
            .described("Everything that is published. The same content has the same `version`, wherever it is stored."),
        "SyncDefinitions" => OperationDetails::answering(200, schema("SyncAnswer"))
            .sent(schema("Sync"))
            .described("Makes what is missing; nothing that is there is changed."),
        "ListDefinitions" => OperationDetails::answering(200, schema("DefinitionsAnswer"))
            .asked([parts::query("pageId", &json!({ "type": "string" }), "The page's id; required.")]),
        "ListDefinitionsOf" => OperationDetails::answering(200, schema("DefinitionsAnswer")),
        _ => OperationDetails::default(),
    }
}

fn refusals(operation: &Operation, details: &OperationDetails) -> Vec<u16> {
    let is_write = operation.method != "GET";
    let is_personal = !operation.is_open() && !matches!(operation.id, "LogOut" | "Refresh" | "Me");
    let mut refusals = vec![405, 500, 503];
    refusals.extend((!operation.is_open()).then_some(401));
    refusals.extend(details.body.is_some().then_some(400));
    refusals.extend(is_write.then_some([413, 507]).into_iter().flatten());
    refusals.extend(is_personal.then_some(403));
    refusals.extend((!operation.names.is_empty()).then_some(404));
    let has_page = matches!(operation.id, "GetPage" | "ListDefinitions" | "ListDefinitionsOf" | "History");
    refusals.extend((has_page || operation.id.starts_with("DeleteUser")).then_some(400));
    match operation.id {
        "Health" | "HealthAlias" => return vec![405, 500, 503],
        "CreateProject" => refusals.extend([403, 409]),
        "EditEntry" | "UpdateProject" | "CreateUser" | "CreateUserOf" | "UpdateUser" | "UpdateUserOf" => {
            refusals.push(409);
        }
        "Snapshot" => refusals.push(413),
        "LogIn" => refusals.extend([401, 429]),
        _ => {}
    }
    refusals
}
