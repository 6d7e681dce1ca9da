//! CaretCMS's API, beyond its tables. Where each statement comes from: docs/dialects/caret.md.

mod schemas;

use crate::dialect::{Dialect, OperationDetails};
use crate::operation::{Operation, operations};
use crate::parts::{self, schema};
use serde_json::{Value, json};

const DESCRIPTION: &str = "Sessions, entries, schemas, mutations and history, embedded (`/api/cms`) and in cloud mode (`/content`). The site is that of the \
    host, in cloud mode that of `projectId`. What changes content needs the header `x-caret-request: 1`. Every refusal is `{\"error\": \"…\"}`, with more beside it. \
    `HEAD` answers as `GET` without the body. The reference is `docs/dialects/caret.md`.";

const MEANINGS: &[(u16, &str)] = &[
    (400, "What was sent is wrong; `issues` lists what."),
    (401, "There is no session, or none of this site; a wrong password."),
    (403, "`x-caret-request` is missing, the role does not suffice, or the collection does not allow it."),
    (404, "There is no such thing; of an order `conflictId` says which."),
    (405, "The path has other methods."),
    (409, "The entry has another revision, or is there already; so is the collection."),
    (413, "The body is too large, or what would be stored is."),
    (429, "Too many failed logins, or a key's plan is used up."),
    (500, "A defect of the server; or nobody has set a password for editors."),
    (503, "The database does not answer now."),
    (507, "The database has no room left; trying again does not help."),
];

/// The description.
pub(crate) fn dialect() -> Dialect {
    let mut all = operations("content", weft_dialect_caret::content::Endpoint::TABLE);
    all.extend(operations("auth", weft_dialect_caret::accounts::Endpoint::TABLE));
    Dialect {
        name: "caretcms",
        title: "CaretCMS, as Weft speaks it",
        description: DESCRIPTION,
        security: json!({
            "cookie": { "type": "apiKey", "in": "cookie", "name": "caret_session", "description": "A session, embedded." },
            "bearer": { "type": "http", "scheme": "bearer", "description": "A session." },
            "token": { "type": "apiKey", "in": "header", "name": "x-caret-token", "description": "A key of the site that reads what is published." },
        }),
        schemas: schemas::schemas(),
        parameters: parameters(),
        operations: all,
        details,
        name_in_path: |_, _| (parts::id(), "An id."),
        render: |fault| weft_dialect_caret::error::render(&fault.into()),
        meanings: MEANINGS,
        refusals,
    }
}

fn parameters() -> Value {
    let name = json!({ "type": "string", "minLength": 1 });
    let mut parameters = parts::validators();
    parameters.remove("If-Match");
    let mut add = |name: &str, parameter: Value| drop(parameters.insert(name.to_owned(), parameter));
    add("Collection", parts::query("collection", &name, "The collection."));
    add("EntryId", parts::query("id", &name, "The entry's id."));
    let page = json!({ "type": "integer", "minimum": 1, "default": 1 });
    add("Page", parts::query("page", &page, "The page; the last one where there are fewer."));
    let size = json!({ "type": "integer", "minimum": 1, "maximum": 100, "default": 24 });
    add("PageSize", parts::query("pageSize", &size, "How many entries a page has."));
    add("Text", parts::query("q", &name, "What ids or titles contain, whatever the case."));
    add("Keys", parts::query("keys", &name, "`pages::home,site::global`: at most 100."));
    add(
        "Project",
        parts::query("projectId", &name, "The site's id; `default`, or none, is the site of the host."),
    );
    add(
        "Redirect",
        parts::query("redirect", &name, "Where to come back to, on one of the project's own domains."),
    );
    let header = json!({ "name": "x-caret-request", "in": "header", "required": true, "description": "That the change is meant.", "schema": { "type": "string", "const": "1" } });
    add("Meant", header);
    Value::Object(parameters)
}

fn details(operation: &Operation) -> OperationDetails {
    let parameter = parts::parameter;
    let entry = || [parameter("Collection"), parameter("EntryId")];
    let details = match operation.id.strip_suffix("InCloud").unwrap_or(operation.id) {
        "ListEntries" => OperationDetails::answering(200, schema("Entries"))
            .asked(entry())
            .asked([parameter("Page"), parameter("PageSize"), parameter("Text")])
            .validated(),
        "FindSchema" => OperationDetails::answering(200, schema("SchemaAnswer")).asked([parameter("Collection")]),
        "ListCollections" => OperationDetails::answering(200, schema("Collections"))
            .described("Those that were made with `create_collection`."),
        "DescribeMutations" => OperationDetails::answering(200, schema("Mutations")),
        "Mutate" => OperationDetails::answering(200, schema("Done"))
            .asked([parameter("Meant")])
            .sent(schema("Command"))
            .described("One of seven commands. All issues of a command come in one answer."),
        "ListHistory" => OperationDetails::answering(200, schema("History")).asked(entry()),
        "RestoreHistory" => OperationDetails::answering(200, schema("Restored")).asked([parameter("Meant")]).sent(schema("Restore")),
        "ReadContent" => OperationDetails::answering(200, schema("Content"))
            .asked([parameter("Keys")])
            .described("To visitors what is published, to editors what they edit."),
        "LogIn" => OperationDetails::answering(200, schema("SignedIn"))
            .sent(schema("Login"))
            .bearing(&["Set-Cookie"])
            .described("Forms are read, too; a browser that sends one goes on (302). In cloud mode the answer has the `token`."),
        "FindSession" => OperationDetails::answering(200, schema("Session")),
        "LogOut" => OperationDetails::answering(200, schema("Done")).bearing(&["Set-Cookie"]),
        "ShowSignIn" => OperationDetails { status: Some(200), ..OperationDetails::default() }
            .asked([parameter("Redirect")])
            .described("A page with a form, which comes back to `redirect` with `#cms-session=<token>`."),
        _ => OperationDetails::default(),
    };
    let is_cloud = !operation.path.starts_with("/api/");
    let details = if is_cloud { details.asked([parameter("Project")]) } else { details };
    let security = match operation.who {
        "principal" if is_cloud => vec!["bearer"],
        "principal" => vec!["cookie", "bearer"],
        "visitor" if operation.id == "ReadContent" => vec!["bearer", "token"],
        "anybody" => vec!["cookie", "bearer"],
        _ => Vec::new(),
    };
    OperationDetails { is_optional: operation.is_open() && !security.is_empty(), security, ..details }
}

fn refusals(operation: &Operation, details: &OperationDetails) -> Vec<u16> {
    let is_write = operation.method == "POST";
    let mut refusals = vec![404, 405, 500, 503];
    refusals.extend((operation.who == "principal").then_some([401, 403, 429, 507]).into_iter().flatten());
    refusals.extend((details.body.is_some() || !is_write).then_some(400));
    refusals.extend(is_write.then_some([413, 507]).into_iter().flatten());
    match operation.id.strip_suffix("InCloud").unwrap_or(operation.id) {
        "Mutate" | "RestoreHistory" => refusals.push(409),
        "LogIn" => refusals.extend([401, 429]),
        _ => {}
    }
    refusals
}
