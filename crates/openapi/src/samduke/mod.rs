//! samduke-cms's API, beyond its tables. Where each statement comes from: docs/dialects/samduke.md.

mod schemas;

use crate::dialect::{Dialect, OperationDetails};
use crate::operation::{Operation, operations};
use crate::parts::{self, query, schema, text};
use serde_json::{Value, json};
use weft_dialect_samduke::{accounts, content, error};

const DESCRIPTION: &str = "Sites as repositories of Markdown files with front matter. The slash in a repository's name is escaped: \
    `local%2Fmy-blog`. A failure is `{\"error\": …}`. `HEAD` answers as `GET` without the body. The reference is `docs/dialects/samduke.md`.";

const MEANINGS: &[(u16, &str)] = &[
    (400, "What was sent is wrong: a name, a member of the body, the query."),
    (401, "There is no credential, or none that is good."),
    (403, "The credential does not allow this, or not on this repository; or only a browser's session does."),
    (404, "There is no such repository, collection, item or token."),
    (405, "The path has other methods."),
    (409, "The file is not the one that the hash names, or the repository is connected already."),
    (413, "The body, or the file that it would make, is too large."),
    (429, "Too many failed sign-ins."),
    (500, "A defect of the server."),
    (503, "The database does not answer now."),
    (507, "The database has no room left; trying again does not help."),
];

/// The description.
pub(crate) fn dialect() -> Dialect {
    let mut all = operations("content", content::Endpoint::TABLE);
    all.extend(operations("auth", accounts::Endpoint::TABLE));
    Dialect {
        name: "samduke",
        title: "samduke-cms, as Weft speaks it",
        description: DESCRIPTION,
        security: json!({
            "token": { "type": "http", "scheme": "bearer", "description": "A token: `cms_…`." },
            "session": { "type": "apiKey", "in": "cookie", "name": "cms_session", "description": "The session of a browser." },
        }),
        schemas: schemas::schemas(),
        parameters: validators(),
        operations: all,
        details,
        name_in_path,
        render: |fault| error::render(&fault.into()),
        meanings: MEANINGS,
        refusals,
    }
}

/// Nothing takes `If-Match`: the hash in the body or the query guards a write.
fn validators() -> Value {
    Value::Object(parts::validators().into_iter().filter(|(name, _)| name == "If-None-Match").collect())
}

fn name_in_path(_: &Operation, name: &str) -> (Value, &'static str) {
    let name_of = |example: &str| json!({ "type": "string", "example": example });
    match name {
        "repo" => (name_of("local/my-blog"), "A repository."),
        "collection" => (name_of("blog"), "A collection."),
        "slug" => (name_of("hello-world"), "A file's name without its ending."),
        _ => (name_of("0a1b2c3d4e5f60718293a4b5c6d7e8f901234567"), "The public part of a token."),
    }
}

/// Endpoints that only a browser's session may ask.
const OF_SESSIONS: [&str; 6] =
    ["CreateRepo", "DeleteRepo", "ListTokens", "CreateToken", "DeleteToken", "LogOut"];

fn details(operation: &Operation) -> OperationDetails {
    let list = |name| json!({ "type": "array", "items": schema(name) });
    let details = match operation.id {
        "Health" => OperationDetails::answering(200, schema("Health")),
        "ListRepos" => OperationDetails::answering(200, list("Repo"))
            .described("Sites of the account. A token sees those that it names."),
        "CreateRepo" => OperationDetails::answering(201, schema("Done"))
            .sent(schema("NewRepo"))
            .described("Every site is connected already, and nothing else can be."),
        "DeleteRepo" => {
            OperationDetails::answering(200, schema("Done")).described("A site cannot be disconnected.")
        }
        "FindConfig" => {
            OperationDetails::answering(200, schema("Config")).described("Made of the site's content types.")
        }
        "ListContent" => OperationDetails::answering(200, list("Item")),
        "FindContent" => OperationDetails::answering(200, schema("WholeItem")).validated(),
        "PutContent" => OperationDetails::answering(200, schema("Saved"))
            .sent(schema("NewItem"))
            .described("Publishes at once. What would change nothing is not written."),
        "DeleteContent" => OperationDetails::answering(200, schema("Done")).asked([query(
            "sha",
            &text("A hash."),
            "The hash of the file as the client knows it; must be there.",
        )]),
        "ListGithubRepos" => OperationDetails::answering(200, list("GithubRepo")),
        "Me" => OperationDetails::answering(200, schema("Me")).described("Looks at the cookie alone."),
        "ListTokens" => OperationDetails::answering(200, list("Token")),
        "CreateToken" => OperationDetails::answering(201, schema("CreatedToken")).sent(schema("NewToken")),
        "DeleteToken" => OperationDetails::answering(200, schema("Done")),
        "LogIn" => {
            OperationDetails::answering(200, schema("Done")).sent(schema("Login")).bearing(&["Set-Cookie"])
        }
        "LogOut" => OperationDetails::answering(200, schema("Done")).bearing(&["Set-Cookie"]),
        _ => OperationDetails::default(),
    };
    let security = match operation.id {
        "Health" | "LogIn" => Vec::new(),
        "Me" => vec!["session"],
        id if OF_SESSIONS.contains(&id) => vec!["session"],
        _ => vec!["token", "session"],
    };
    OperationDetails { security, is_optional: operation.who == "any caller", ..details }
}

fn refusals(operation: &Operation, details: &OperationDetails) -> Vec<u16> {
    let is_write = operation.method != "GET";
    let mut refusals = vec![405, 500, 503];
    refusals.extend((!operation.is_open()).then_some(401));
    refusals.extend(details.body.is_some().then_some(400));
    refusals.extend(is_write.then_some([413, 507]).into_iter().flatten());
    let is_any = !operation.is_open() && operation.id != "ListGithubRepos";
    refusals.extend(is_any.then_some(403));
    if operation.who == "principal or caller" {
        refusals.extend([400, 404]);
    }
    match operation.id {
        "CreateRepo" | "PutContent" | "DeleteContent" => refusals.push(409),
        "DeleteRepo" | "DeleteToken" => refusals.push(404),
        "LogIn" => refusals.extend([401, 429]),
        _ => {}
    }
    refusals
}
