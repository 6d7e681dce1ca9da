//! Hostile text in every name and value of a request: it is stored as data or refused, and never
//! becomes SQL, a path or a 5xx.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use weft_tests::{Weft, a_document, a_type};

/// A runner that generates the same cases in every run.
fn runner(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

/// Text with a meaning in SQL, JSON, paths, headers or shells, combined with arbitrary text.
fn nasty() -> impl Strategy<Value = String> {
    let known = vec![
        "'",
        "\"",
        "`",
        "''",
        "\\",
        ";",
        "--",
        "/*",
        "*/",
        "#",
        "%",
        "_",
        "?",
        "?1",
        ":a",
        "@a",
        "$a",
        "$",
        "$.a",
        "$[0]",
        "[",
        "]",
        "(",
        ")",
        "{",
        "}",
        "||",
        "OR 1=1",
        "UNION SELECT",
        "DROP TABLE entries",
        "sqlite_schema",
        "x'41'",
        "NULL",
        "1e999",
        "-1e999",
        "data",
        "data.",
        "data.title",
        ".",
        "..",
        "/",
        "//",
        "\0",
        "\r\n",
        "\t",
        "\u{7f}",
        "\u{0301}",
        "\u{202e}",
        "\u{feff}",
        "\u{10ffff}",
        "\u{e9}",
        "<script>",
        "${7*7}",
        "{{7*7}}",
        "%00",
        "%27",
        "&",
        "=",
        "+",
        ",",
        "-",
        "null",
        "true",
        "hash",
        "password",
        "auth_epoch",
        "rowid",
        "ÿ",
    ];
    let piece = prop_oneof![3 => prop::sample::select(known).prop_map(str::to_owned), 1 => any::<String>(), 1 => "[a-z]{1,8}"];
    prop::collection::vec(piece, 1..5).prop_map(|pieces| pieces.concat())
}

/// Percent-encodes every byte, so that the text reaches the component unchanged.
fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn host() -> Weft {
    let weft = Weft::start();
    let page = a_type("page").set("slugField", "title").field("title", "text").field("price", "number");
    page.with("indexed", true).create(&weft.admin());
    a_document("page").set("title", "shown").set("price", 1).published().create(&weft.admin());
    a_document("page").set("title", "hidden").set("price", 2).create(&weft.admin());
    a_type("page").field("title", "text").create(&weft.other_site().admin());
    a_document("page").set("title", "stranger").published().create(&weft.other_site().admin());
    weft
}

/// Asserts that no request has changed or disclosed anything.
fn is_unharmed(weft: &Weft) {
    weft.reader().get("/api/content").send().shows("/totalDocs", 1);
    weft.admin().get("/api/content?draft=true").send().shows("/totalDocs", 2);
    weft.other_site().reader().get("/api/content").send().shows("/totalDocs", 1);
    let failures: Vec<String> = weft.running().guest_output().lines().map(str::to_owned).collect();
    assert_eq!(failures, [""; 0]);
}

#[test]
fn hostile_text_in_a_target_is_data_or_refused() {
    let weft = host();
    let place = 0..22_usize;
    let run = |(text, other, place): (String, String, usize)| {
        let (a, b) = (escaped(&text), escaped(&other));
        let target = match place {
            0 => format!("/api/content?filters[{a}]={b}"),
            1 => format!("/api/content?filters[{a}][$eq]={b}"),
            2 => format!("/api/content?filters[data.{a}][$contains]={b}"),
            3 => format!("/api/content?filters[data.title][{a}]={b}"),
            4 => format!("/api/content?filters[data.title][$eq]={a}"),
            5 => format!("/api/content?type=page&filters[data.price][$gt]={a}"),
            6 => format!("/api/content?type=page&filters[data.title][$in]={a},{b}"),
            7 => format!("/api/content?filters[slug][$contains]={a}"),
            8 => format!("/api/content?filters[slug][$startsWith]={a}&filters[createdAt][$lt]={b}"),
            9 => format!("/api/content?filters[{a}][{b}][{a}]=x"),
            10 => format!("/api/content?filters[$or][{a}][slug]={b}"),
            11 => format!("/api/content?sort={a}"),
            12 => format!("/api/content?sort=-data.{a},{b}"),
            13 => format!("/api/content?cursor={a}"),
            14 => format!("/api/content?fields={a},{b}"),
            15 => format!("/api/content?type={a}&sort=data.{b}"),
            16 => format!("/api/content?limit={a}&page={b}"),
            17 => format!("/api/content?{a}={b}"),
            18 => format!("/api/content/by-slug/page/{a}"),
            19 => format!("/api/content/by-slug/{a}/{b}"),
            20 => format!("/api/content/{a}"),
            _ => format!("/api/content-types/{a}"),
        };
        let answer = weft.reader().get(&target).send();
        prop_assert!([200, 404, 422].contains(&answer.status()), "{answer}");
        prop_assert!(!answer.text().contains("hidden") && !answer.text().contains("stranger"), "{answer}");
        let shown = answer.text().to_lowercase();
        for word in ["sqlite", "syntax error", "select ", "no such column", "argon2"] {
            let is_echo =
                text.to_lowercase().contains(word.trim()) || other.to_lowercase().contains(word.trim());
            prop_assert!(is_echo || !shown.contains(word), "{word} in {answer}");
        }
        Ok(())
    };
    runner(1_500).run(&(nasty(), nasty(), place), run).unwrap();
    is_unharmed(&weft);
}

#[test]
fn hostile_text_in_a_body_is_data_or_refused() {
    let weft = host();
    let place = 0..9_usize;
    let made = std::cell::RefCell::new(Vec::<(String, Value)>::new());
    let run = |(text, other, place): (String, String, usize)| {
        let field = |name: &str| json!([{ "name": name, "label": other, "type": "text", "indexed": true }]);
        let (path, body) = match place {
            0 => ("/api/content-types", json!({ "name": text, "label": other, "fields": [] })),
            1 => ("/api/content-types", json!({ "name": "x", "label": text, "fields": field(&other) })),
            2 => (
                "/api/content-types",
                json!({ "name": "x", "label": "x", "slugField": text, "titleField": other, "fields": field("a") }),
            ),
            3 => ("/api/content", json!({ "type": text, "data": { "title": other } })),
            4 => ("/api/content", json!({ "type": "page", "slug": text, "data": { "title": other } })),
            5 => ("/api/content", json!({ "type": "page", "data": { "title": text, "price": other } })),
            6 => {
                ("/api/content", json!({ "type": "page", "data": { (text.as_str()): other, "title": text } }))
            }
            7 => ("/api/content", json!({ "type": "page", "status": text, "data": {} })),
            _ => ("/api/keys", json!({ "name": text, "scopes": [other] })),
        };
        let answer = weft.admin().post(path, body.clone()).send();
        prop_assert!([201, 422].contains(&answer.status()), "{answer}");
        if answer.status() == 201 {
            let location = answer.header("location").to_owned();
            if path == "/api/content" {
                made.borrow_mut().push((location, body["data"].clone()));
            } else {
                weft.admin().delete(&location).send().is(200);
            }
        }
        Ok(())
    };
    runner(600).run(&(nasty(), nasty(), place), run).unwrap();
    // Accepted documents are returned as they were sent, and lists can sort by their values.
    let made = made.into_inner();
    assert!(!made.is_empty());
    let list = weft.admin().get("/api/content?draft=true&type=page&sort=data.title&limit=100").send();
    list.shows("/totalDocs", made.len() as u64 + 2);
    for (location, data) in made {
        weft.admin().get(format!("{location}?draft=true")).send().shows("/data", data);
        weft.admin().delete(location).send().is(200);
    }
    is_unharmed(&weft);
}
