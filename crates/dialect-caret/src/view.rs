//! Answers, domain → wire. Pure.

use crate::schema::{self, Details};
use serde_json::{Map, Value, json};
use weft_domain::json::{object, quote};
use weft_domain::shape::{Shape, Source};
use weft_domain::{Collection, Timestamp};

/// An entry.
pub(crate) const ENTRY: Shape =
    &[("id", Source::Slug), ("data", Source::Data), ("revision", Source::Revision)];

/// The place of a page among all.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pagination<'a> {
    /// The page, from 1.
    pub(crate) page: u32,
    /// How many entries it may have.
    pub(crate) page_size: u32,
    /// How many there are.
    pub(crate) total: u64,
    /// What they were looked for by.
    pub(crate) text: Option<&'a str>,
}

impl Pagination<'_> {
    /// How many pages there are.
    pub(crate) fn pages(&self) -> u64 {
        self.total.div_ceil(u64::from(self.page_size.max(1)))
    }

    fn json(&self) -> String {
        let pages = self.pages();
        let flag = |is: bool| if is { "true" } else { "false" };
        let [page, size] = [self.page, self.page_size].map(|number| number.to_string());
        let (total, total_pages) = (self.total.to_string(), pages.to_string());
        let text = self.text.map(quote);
        let members = [
            ("page", page.as_str()),
            ("pageSize", &size),
            ("total", &total),
            ("totalPages", &total_pages),
            ("hasPrev", flag(self.page > 1)),
            ("hasNext", flag(u64::from(self.page) < pages)),
        ];
        object(members.into_iter().chain(text.as_deref().map(|text| ("q", text))))
    }
}

/// A page of entries, which `documents` has with commas between.
pub(crate) fn entries(documents: &str, pagination: &Pagination<'_>, collection: &str) -> String {
    let (entries, collection) = (format!("[{documents}]"), quote(collection));
    object([
        ("entries", entries.as_str()),
        ("pagination", &pagination.json()),
        ("collection", &collection),
        ("source", "\"adapter\""),
    ])
}

/// A collection's schema, for whoever makes or edits an entry of it.
pub(crate) fn described(collection: &Collection) -> String {
    let schema = schema::of(collection);
    let mut answer = json!({
        "collection": collection.name,
        "source": collection.origin.as_str(),
        "template": schema::template(&schema),
        "schema": schema,
    });
    if let (weft_domain::collection::Origin::Dynamic, Some(answer)) =
        (collection.origin, answer.as_object_mut())
    {
        answer.insert("metadata".to_owned(), Value::Object(metadata(collection)));
    }
    answer.to_string()
}

/// The schema of a collection without fields, as its first entry looks.
pub(crate) fn inferred(collection: &str, first: Option<(&str, &Value)>) -> String {
    let empty = json!({});
    let schema = schema::infer(first.map_or(&empty, |(_, data)| data));
    json!({
        "collection": collection,
        "source": "inferred",
        "template": schema::template(&schema),
        "schema": schema,
        "inferredFrom": first.map(|(id, _)| id),
    })
    .to_string()
}

/// The collections that editors made.
pub(crate) fn collections<'c>(all: impl Iterator<Item = &'c Collection>) -> String {
    let one = |collection: &Collection| {
        let mut members = Map::new();
        members.insert("id".to_owned(), json!(collection.name));
        members.extend(metadata(collection));
        members.insert("schema".to_owned(), schema::of(collection));
        members.insert("created_at".to_owned(), json!(millis(&collection.created_at)));
        members.insert("updated_at".to_owned(), json!(millis(&collection.updated_at)));
        Value::Object(members)
    };
    json!({ "collections": all.map(one).collect::<Vec<_>>() }).to_string()
}

fn metadata(collection: &Collection) -> Map<String, Value> {
    let details = Details::of(collection);
    let mut members = Map::new();
    members.insert("label".to_owned(), json!(collection.label));
    for (name, text) in [("description", &collection.description), ("icon", &collection.icon)] {
        members.extend(text.as_ref().map(|text| (name.to_owned(), json!(text))));
    }
    members.insert("creatable".to_owned(), json!(details.creatable));
    members.insert("orderable".to_owned(), json!(details.orderable));
    members
}

fn millis(moment: &str) -> i64 {
    Timestamp::parse(moment).map(Timestamp::millis).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_where_it_is() {
        let told = |page, total, text| Pagination { page, page_size: 24, total, text }.json();
        assert_eq!(
            told(1, 1, None),
            r#"{"page":1,"pageSize":24,"total":1,"totalPages":1,"hasPrev":false,"hasNext":false}"#
        );
        assert_eq!(
            told(2, 49, Some("a\"")),
            r#"{"page":2,"pageSize":24,"total":49,"totalPages":3,"hasPrev":true,"hasNext":true,"q":"a\""}"#
        );
        assert_eq!(
            told(1, 0, None),
            r#"{"page":1,"pageSize":24,"total":0,"totalPages":0,"hasPrev":false,"hasNext":false}"#
        );
    }

    #[test]
    fn what_is_inferred_says_of_which_entry() {
        let empty = r#"{"collection":"a","source":"inferred","template":{},"schema":{"type":"object","properties":{},"required":[]},"inferredFrom":null}"#;
        assert_eq!(inferred("a", None), empty);
        let entry = json!({ "t": "x" });
        assert!(inferred("a", Some(("one", &entry))).ends_with(r#""inferredFrom":"one"}"#));
    }
}
