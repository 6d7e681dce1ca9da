//! Pages, and people who read and write them.

use serde_json::{Value, json};
use weft_tests::tables::Row;
use weft_tests::{Actor, Weft};

/// The password of everybody here.
pub(crate) const PASSWORD: &str = "correct horse battery staple";

/// Somebody with the key of the first site alone.
pub(crate) fn visitor(weft: &Weft) -> Actor<'_> {
    with_key(weft, weft.anon())
}

/// The same somebody, with the key of the first site.
pub(crate) fn with_key<'w>(weft: &Weft, actor: Actor<'w>) -> Actor<'w> {
    actor.header("x-inlinecms-key", weft.site().secrets()[0])
}

/// The administrator's session, with the key.
pub(crate) fn admin(weft: &Weft) -> Actor<'_> {
    with_key(weft, weft.session())
}

/// Makes a user of that role whose writes are limited to these pages; gives the user's id.
pub(crate) fn user(weft: &Weft, email: &str, role: &str, paths: &[&str]) -> String {
    let body = json!({ "email": email, "password": PASSWORD, "role": role, "allowedPaths": paths });
    weft.session().post("/v1/users", body).send().is(201).text_at("/data/id")
}

/// Signs somebody in, with the key.
pub(crate) fn sign_in<'w>(weft: &'w Weft, email: &str) -> Actor<'w> {
    let body = json!({ "email": email, "password": PASSWORD });
    let token = weft.anon().post("/v1/auth/login", body).send().is(200).text_at("/data/token");
    with_key(weft, weft.bearer(&token))
}

/// A new user of that role, signed in.
pub(crate) fn someone<'w>(weft: &'w Weft, role: &str, paths: &[&str]) -> Actor<'w> {
    let email = format!("{role}{}@people.example", paths.len());
    user(weft, &email, role, paths);
    sign_in(weft, &email)
}

/// The body of a sync of single elements.
pub(crate) fn elements(page: &str, keys: &[&str]) -> Value {
    let component = |key: &&str| {
        let fields = json!([{ "key": "content", "type": "text" }]);
        json!({ "componentId": format!("__inline_{key}"), "instanceKey": key, "fields": fields })
    };
    json!({ "pageId": page, "components": keys.iter().map(component).collect::<Vec<_>>() })
}

/// Syncs single elements of a page.
#[track_caller]
pub(crate) fn sync(weft: &Weft, page: &str, keys: &[&str]) {
    weft.session().post("/v1/definitions/sync", elements(page, keys)).send().is(200);
}

/// The address of a page's content.
pub(crate) fn page(id: &str) -> String {
    format!("/v1/content/{}", escaped(id))
}

/// A text as it stands in a path.
pub(crate) fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |path, byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => format!("{path}{}", char::from(byte)),
        other => format!("{path}%{other:02X}"),
    })
}

/// The id of the entry at a place, as its administrator sees it.
#[track_caller]
pub(crate) fn entry(weft: &Weft, on: &str, key: &str) -> String {
    let shown = weft.session().get(page(on)).send().is(200).at("/data");
    let found = shown.as_array().unwrap().iter().find(|entry| entry["instanceKey"] == key);
    found.unwrap()["id"].as_str().unwrap().to_owned()
}

/// Publishes a text at a place that was synced.
#[track_caller]
pub(crate) fn publish(weft: &Weft, on: &str, key: &str, content: &str) -> String {
    let id = entry(weft, on, key);
    let body = json!({ "fields": { "content": content }, "status": "published" });
    admin(weft).patch(format!("/v1/content/{id}"), body).send().is(200);
    id
}

/// The things that the paths of rows name.
pub(crate) struct Things {
    /// The first site's project.
    pub(crate) project: String,
    /// A user of it.
    pub(crate) user: String,
    /// An entry on its page `/`.
    pub(crate) entry: String,
}

impl Things {
    /// Makes them; `number` tells their users apart.
    pub(crate) fn new(weft: &Weft, number: u32) -> Self {
        sync(weft, "/", &["title"]);
        let user = user(weft, &format!("thing{number}@people.example"), "editor", &[]);
        Self { project: weft.site().id().to_owned(), user, entry: entry(weft, "/", "title") }
    }

    /// The path of a row, with these things.
    pub(crate) fn path(&self, row: &Row) -> String {
        let id = match row.test.as_str() {
            "get_page" => "%2F",
            "edit_entry" | "history" => &self.entry,
            "list_definitions" if row.path.contains(":id") => "%2F",
            "list_definitions" => return format!("{}?pageId=%2F", row.path),
            "update_user" | "delete_user" => &self.user,
            _ => &self.project,
        };
        row.path.replace(":project", &self.project).replace(":id", id)
    }

    /// A body with which the row succeeds, where it takes one; `number` tells addresses apart.
    pub(crate) fn body(&self, weft: &Weft, row: &Row, number: u32) -> Option<Value> {
        let site = weft.site();
        let email = format!("new{number}@example.com");
        Some(match row.test.as_str() {
            "create_project" => {
                json!({ "name": "New", "admin": { "email": email, "password": site.password() } })
            }
            "log_in" => json!({ "email": site.email(), "password": site.password() }),
            "edit_entry" => json!({ "fields": { "content": "x" } }),
            "bulk_publish" => json!({ "pageId": "/" }),
            "sync_definitions" => elements("/", &["title"]),
            "update_project" => json!({ "name": "Other" }),
            "create_user" => json!({ "email": email, "password": PASSWORD }),
            "update_user" => json!({ "name": "Ann" }),
            _ => return None,
        })
    }
}
