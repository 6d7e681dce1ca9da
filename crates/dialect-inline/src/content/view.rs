//! Content, domain → wire. Pure. Documents come as JSON text that SQLite wrote in these shapes.

use weft_domain::json::{object, quote};
use weft_domain::shape::{Shape, Source, VersionShape, VersionSource};
use weft_service::{PageDefinition, Saved};

/// An entry as visitors see it.
pub(crate) const VISITORS: Shape = &[
    ("id", Source::Id),
    ("instanceKey", Source::Instance),
    ("componentId", Source::Component),
    ("status", Source::Status),
    ("fields", Source::Data),
];

/// An entry as the signed in see it: the draft's fields, if it has one.
pub(crate) const EDITORS: Shape = &[
    ("id", Source::Id),
    ("instanceKey", Source::Instance),
    ("componentId", Source::Component),
    ("status", Source::Status),
    ("fields", Source::Data),
    ("hasDraft", Source::HasDraft),
];

/// An entry in a snapshot.
pub(crate) const SNAPSHOT: Shape =
    &[("instanceKey", Source::Instance), ("componentId", Source::Component), ("fields", Source::Data)];

/// A record of a history.
pub(crate) const RECORD: VersionShape = &[
    ("id", VersionSource::Id),
    ("entryId", VersionSource::EntryId),
    ("fields", VersionSource::Data),
    ("publishedBy", VersionSource::CreatedBy),
    ("publishedAt", VersionSource::CreatedAt),
];

/// Documents with commas between.
pub(crate) fn list(documents: &str) -> String {
    ["{\"data\":[", documents, "],\"error\":null}"].concat()
}

/// One document.
pub(crate) fn one(document: &str) -> String {
    ["{\"data\":", document, ",\"error\":null}"].concat()
}

/// What a publication of a page published.
pub(crate) fn published(entries: &[Saved]) -> String {
    let documents: Vec<&str> = entries.iter().map(|saved| saved.document.as_str()).collect();
    let documents = format!("[{}]", documents.join(","));
    one(&object([("published", entries.len().to_string().as_str()), ("entries", &documents)]))
}

/// A page whose components are registered.
pub(crate) fn synced(page: &str, components: usize, created: u64, documents: &str) -> String {
    one(&object([
        ("pageId", quote(page).as_str()),
        ("components", &components.to_string()),
        ("created", &created.to_string()),
        ("entries", &["[", documents, "]"].concat()),
    ]))
}

/// What stands on a page.
pub(crate) fn definitions(definitions: &[PageDefinition]) -> String {
    let field =
        |(key, kind): &(String, String)| object([("key", quote(key).as_str()), ("type", &quote(kind))]);
    let definition = |definition: &PageDefinition| {
        let fields: Vec<String> = definition.fields.iter().map(field).collect();
        let component = definition.component.as_deref().map_or_else(|| "null".to_owned(), quote);
        object([
            ("componentId", component.as_str()),
            ("instanceKey", &quote(&definition.instance)),
            ("fields", &format!("[{}]", fields.join(","))),
        ])
    };
    list(&definitions.iter().map(definition).collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_the_envelope() {
        assert_eq!(list("{},{}"), r#"{"data":[{},{}],"error":null}"#);
        let synced = synced("/\"", 2, 1, "{}");
        assert_eq!(
            synced,
            r#"{"data":{"pageId":"/\"","components":2,"created":1,"entries":[{}]},"error":null}"#
        );
        let definition = PageDefinition {
            component: Some("a\"".into()),
            instance: "b".into(),
            fields: vec![("content".into(), "text".into())],
        };
        assert_eq!(
            definitions(&[definition]),
            r#"{"data":[{"componentId":"a\"","instanceKey":"b","fields":[{"key":"content","type":"text"}]}],"error":null}"#
        );
        assert_eq!(published(&[]), r#"{"data":{"published":0,"entries":[]},"error":null}"#);
    }
}
