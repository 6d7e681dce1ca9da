//! Two values of each type of field.

use serde_json::{Value, json};
use weft_tests::{Weft, a_document, a_type};

/// The entries that relations lead to.
#[derive(Debug, Clone)]
pub(crate) struct People {
    /// The id of their content type, `author`.
    pub(crate) kind: String,
    /// Their ids.
    pub(crate) ids: [String; 2],
}

impl People {
    /// Makes them.
    pub(crate) fn create(weft: &Weft) -> Self {
        let kind = a_type("author").field("name", "text").create(&weft.admin());
        let author =
            |name: &str| a_document("author").set("name", name).published().create(&weft.editor()).id;
        Self { kind: kind["id"].as_str().unwrap().to_owned(), ids: ["Ada", "Ben"].map(author) }
    }

    /// Names in their place, for the documentation.
    pub(crate) fn placeholders() -> Self {
        Self { kind: "<authors>".to_owned(), ids: ["<Ada>", "<Ben>"].map(str::to_owned) }
    }
}

/// A type of field with its settings, and two values of it.
#[derive(Debug, Clone)]
pub(crate) struct Sample {
    /// The type, as R3 names it.
    pub(crate) kind: &'static str,
    /// What tells samples of one type apart.
    pub(crate) note: &'static str,
    /// The settings of the field, as R3 has them.
    pub(crate) config: Value,
    /// The values, as they are stored.
    pub(crate) values: [Value; 2],
    /// The entries that relations lead to.
    pub(crate) people: People,
}

/// At least one sample of each type of field.
pub(crate) fn samples(people: &People) -> Vec<Sample> {
    let doc = |text: &str| json!({ "type": "doc", "content": [{ "type": "paragraph", "content": [{ "type": "text", "text": text }] }] });
    let [ada, ben] = &people.ids;
    let table: Vec<(&'static str, &'static str, Value, [Value; 2])> = vec![
        ("text", "", json!({}), [json!("a \"b\" \u{fc}\\"), json!("true")]),
        ("textarea", "", json!({}), [json!("a\nb"), json!("- a: 1\n#")]),
        ("richText", "", json!({}), [doc("Hello"), doc("Ho")]),
        ("number", "", json!({}), [json!(-2.5), json!(3)]),
        ("boolean", "", json!({}), [json!(true), json!(false)]),
        ("date", "", json!({}), [json!("2026-03-25"), json!("1999-12-31")]),
        ("datetime", "", json!({}), [json!("2026-03-25T10:00:00.000Z"), json!("1999-12-31T23:59:59.999Z")]),
        ("select", "", json!({ "options": ["a", "b"] }), [json!("b"), json!("a")]),
        ("multiSelect", "", json!({ "options": ["a", "b"] }), [json!(["b"]), json!(["a", "b"])]),
        ("tags", "", json!({}), [json!(["a", "b"]), json!(["\u{1f600}"])]),
        ("image", "", json!({}), [json!("/a.png"), json!("/b.png")]),
        ("file", "", json!({}), [json!("/a.pdf"), json!("/b.pdf")]),
        ("url", "", json!({}), [json!("https://a.example/"), json!("/about")]),
        ("email", "", json!({}), [json!("a@b.example"), json!("c@d.example")]),
        ("slug", "", json!({}), [json!("a-b"), json!("c")]),
        ("color", "", json!({}), [json!("#1a2b3c"), json!("#ffffff")]),
        ("json", "", json!({}), [json!({ "a": [1, { "b": null }] }), json!({ "z": "\u{fc}" })]),
        ("relation", "to one", json!({ "to": "author" }), [json!(ada), json!(ben)]),
        (
            "relation",
            "to many",
            json!({ "to": "author", "multiple": true }),
            [json!([ada]), json!([ben, ada])],
        ),
        (
            "group",
            "",
            json!({ "fields": [{ "name": "a", "type": "number" }] }),
            [json!({ "a": 1 }), json!({ "a": 2.5, "more": ["b"] })],
        ),
        ("array", "of numbers", json!({ "of": "number" }), [json!([1, 2.5]), json!([3])]),
        ("array", "of anything", json!({}), [json!(["a", 1]), json!([{ "b": true }])]),
        ("hologram", "an unknown type", json!({}), [json!({ "z": 1 }), json!([true])]),
    ];
    let sample = |(kind, note, config, values)| Sample { kind, note, config, values, people: people.clone() };
    table.into_iter().map(sample).collect()
}
