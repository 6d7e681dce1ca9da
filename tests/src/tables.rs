//! The dialects' endpoint tables, read from `docs/openapi`: tests use only wasm, HTTP and files,
//! and every row must have a test.

use crate::components::root;
use serde_json::Value;

/// A row of a dialect's table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The operation's name in snake case: the name of the file that tests it.
    pub test: String,
    /// The name of the endpoint.
    pub name: String,
    /// The method.
    pub method: String,
    /// The path, with `:names`.
    pub path: String,
    /// The number of round trips that it may make.
    pub round_trips: u64,
    /// Whether callers without a credential may use it.
    pub is_open: bool,
    /// The permitted callers: `nobody`, `anybody`, `principal`, `visitor`, `caller`, `any caller`.
    pub who: String,
    /// The required right: `may write`, `role admin`, …
    pub right: String,
    /// The security schemes: the members of any of these lists are enough.
    pub security: Vec<Vec<String>>,
}

/// R3's content types and documents.
pub fn r3() -> Vec<Row> {
    table("r3", "content")
}

/// R3's keys.
pub fn r3_keys() -> Vec<Row> {
    table("r3", "auth")
}

/// R3's webhooks.
pub fn r3_webhooks() -> Vec<Row> {
    table("r3", "webhooks")
}

/// InlineCMS's projects, users and sessions.
pub fn inline() -> Vec<Row> {
    table("inlinecms", "auth")
}

/// InlineCMS's pages, entries, snapshots and definitions.
pub fn inline_content() -> Vec<Row> {
    table("inlinecms", "content")
}

/// samduke-cms's repositories and files.
pub fn samduke() -> Vec<Row> {
    table("samduke", "content")
}

/// samduke-cms's tokens, and signing in.
pub fn samduke_accounts() -> Vec<Row> {
    table("samduke", "auth")
}

/// SnowCMS's collections, inputs, entries, drafts and files.
pub fn snow() -> Vec<Row> {
    table("snowcms", "content")
}

/// CaretCMS's content.
pub fn caret() -> Vec<Row> {
    table("caretcms", "content")
}

/// CaretCMS's sessions.
pub fn caret_accounts() -> Vec<Row> {
    table("caretcms", "auth")
}

/// SnowCMS's websites, accounts, keys and logins.
pub fn snow_accounts() -> Vec<Row> {
    table("snowcms", "auth")
}

/// A file of the repository.
pub fn source(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Writes a file of the repository that a test generates.
pub fn write_source(path: &str, text: &str) {
    std::fs::write(root().join(path), text).unwrap_or_else(|error| panic!("{path}: {error}"));
}

fn table(dialect: &str, area: &str) -> Vec<Row> {
    let document: Value = serde_json::from_str(&source(&format!("docs/openapi/{dialect}.json"))).unwrap();
    let mut rows = Vec::new();
    for path in document["paths"].as_object().unwrap().values() {
        for (method, operation) in path.as_object().unwrap() {
            if operation["tags"][0] == area {
                rows.push(row(method, operation));
            }
        }
    }
    assert!(!rows.is_empty(), "{dialect} has no endpoints in {area}");
    rows
}

fn row(method: &str, operation: &Value) -> Row {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let own = &operation["x-weft"];
    let who = text(&own["who"]);
    let path = text(&own["path"]);
    let name = text(&operation["summary"]);
    Row {
        // There is no media library yet: one test file covers all its endpoints.
        test: if path.contains("/media") { "media".to_owned() } else { test_of(&text(&own["id"])) },
        name: name[..1].to_lowercase() + &name[1..],
        method: method.to_uppercase(),
        round_trips: own["roundTrips"].as_u64().unwrap(),
        is_open: matches!(who.as_str(), "nobody" | "anybody" | "any caller" | "visitor"),
        right: text(&own["right"]),
        security: operation["security"].as_array().unwrap().iter().map(schemes).collect(),
        who,
        path,
    }
}

/// The names of the schemes that one request must satisfy together.
fn schemes(alternative: &Value) -> Vec<String> {
    alternative.as_object().unwrap().keys().cloned().collect()
}

/// An alias of an endpoint is tested in the file of that endpoint.
fn test_of(id: &str) -> String {
    let name = snake_case(id);
    let second = ["_misspelt", "_of_the_seed", "_in_cloud", "_second_alias", "_alias", "_of"]
        .iter()
        .find_map(|end| name.strip_suffix(end));
    second.unwrap_or(&name).to_owned()
}

fn snake_case(variant: &str) -> String {
    let mut name = String::new();
    for letter in variant.chars() {
        if letter.is_ascii_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(letter.to_ascii_lowercase());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_are_parsed() {
        let all = [r3(), r3_keys(), inline(), snow(), snow_accounts()].concat();
        let told = |name: &str| {
            let row = all.iter().find(|row| row.name == name).unwrap();
            format!("{} {} {} {} {}", row.test, row.method, row.path, row.round_trips, row.right)
        };
        assert_eq!(
            told("get a document by slug"),
            "find_by_slug GET /api/content/by-slug/:type/:slug* 1 may read"
        );
        assert_eq!(told("rotate a key"), "rotate_key POST /api/keys/:id/rotate 1 may admin");
        assert_eq!(told("create a website"), "create_website POST /api/websites 1 role admin");
        assert!(all.iter().any(|row| row.path == "/v1/auth/login" && row.is_open));
    }
}
