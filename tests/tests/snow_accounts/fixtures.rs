//! Fixtures: a resource for each parameter of a path, and a valid body for each endpoint.

use std::cell::Cell;

use serde_json::{Value, json};
use weft_tests::tables::Row;
use weft_tests::{Actor, SnowInstallation, an_account, an_input};

/// An id that does not exist.
pub(crate) const UNKNOWN_ID: &str = "018f3f70-1c2d-7abc-8def-0123456789ab";

/// One member of each item of a list, bare or in an envelope.
#[track_caller]
pub(crate) fn each(list: &Value, member: &str) -> Vec<Value> {
    let items = list.as_array().or_else(|| list["data"].as_array()).expect("a list");
    items.iter().map(|item| item[member].clone()).collect()
}

/// The resources that paths name.
pub(crate) struct Fixtures {
    pub(crate) website: String,
    pub(crate) account: String,
    pub(crate) key: String,
    collection: String,
    input: String,
    entry: String,
    draft: String,
    /// The account as a read shows it.
    shown: Value,
    login: Value,
    next: Cell<u32>,
}

impl Fixtures {
    /// Creates a key of the account without rights, and a collection of the website with an entry
    /// and a draft.
    pub(crate) fn new(installation: &SnowInstallation, website: &str, account: &str) -> Self {
        let admin = installation.admin();
        let posts = admin.on(website).collection("Posts");
        let input = posts.input("title", "text");
        let slug = posts.input_with("slug", "slug", json!({ "inputConfig": { "fieldName": "title" } }));
        posts
            .put("", json!({ "name": "Posts", "title": input, "slug": slug }))
            .send()
            .tells("Collection edited");
        let entry = posts.entry(json!({ "title": "First", "slug": "first" }));
        let draft = posts.post("/drafts", json!({ "title": "Draft" })).send().tells("Draft created");
        let key = json!({ "name": "Spare", "role": "VIEWER", "websites": [] });
        let key =
            admin.key().post(format!("/api/accounts/{account}/keys"), key).send().tells("Created API key");
        let shown = admin.key().get(format!("/api/accounts/{account}")).send().is(200).json();
        Self {
            website: website.to_owned(),
            account: account.to_owned(),
            key,
            collection: posts.id,
            input,
            entry,
            draft,
            shown,
            login: json!({ "email": installation.viewer().email(), "password": installation.password() }),
            next: Cell::new(0),
        }
    }

    pub(crate) fn target(&self, row: &Row) -> String {
        let segment = |segment| match segment {
            ":website" => &self.website,
            ":account" => &self.account,
            ":key" => &self.key,
            ":collection" => &self.collection,
            ":input" => &self.input,
            ":entry" => &self.entry,
            ":draft" => &self.draft,
            ":slug*" => "first",
            ":file" => &self.entry,
            other => other,
        };
        row.path.split('/').map(segment).collect::<Vec<_>>().join("/")
    }

    /// A unique text.
    pub(crate) fn new_name(&self) -> String {
        self.next.set(self.next.get() + 1);
        format!("n{}-{}", self.next.get(), &self.entry[24..])
    }

    fn body(&self, row: &Row) -> Option<Value> {
        Some(match row.test.as_str() {
            "create_website" | "edit_website" | "create_collection" | "edit_collection" => {
                json!({ "name": "New" })
            }
            "create_account" => an_account(&format!("{}@new.example", self.new_name()), "USER", &[]),
            "edit_account" => self.shown.clone(),
            "create_key" | "edit_key" => json!({ "name": "New", "role": "VIEWER", "websites": [] }),
            "log_in" => self.login.clone(),
            "check_url" => json!({ "url": "https://example.com/" }),
            "edit_title" => json!({ "inputId": self.input }),
            "create_input" => an_input(&self.new_name(), "text", json!({})),
            "edit_input" => an_input("title", "text", json!({})),
            "move_input" => json!({ "order": 0 }),
            "create_entry" => json!({ "title": "New", "slug": self.new_name() }),
            "create_draft" | "edit_draft" => json!({ "title": "New" }),
            "edit_entry" => json!({ "title": "Changed", "slug": "first" }),
            "reset_key" | "media" => return None,
            other => {
                assert!(matches!(row.method.as_str(), "GET" | "DELETE"), "no body for {other}");
                return None;
            }
        })
    }

    /// A valid request to the endpoint of a row.
    pub(crate) fn ask<'w>(&self, actor: &Actor<'w>, row: &Row) -> weft_tests::RequestBuilder<'w> {
        let ask = actor.ask(&row.method, self.target(row));
        match self.body(row) {
            Some(body) => ask.json(body),
            None => ask,
        }
    }
}
