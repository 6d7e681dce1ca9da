//! Equivalent notations of one value: JSON escapes, letter case, ids. Whether a value is found does
//! not depend on its notation.

use serde_json::json;
use weft_tests::{Snow, Weft, a_type};

use crate::blog::{UNKNOWN_ID, a_post, blog, document, each};

#[test]
fn escapes_and_white_space_in_json_do_not_change_values() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    posts.input("pairs", "key-value");
    let body = document("größer").to_string();
    let escaped = body.replace('ö', "\\u00f6").replace('ß', "\\u00df").replace(',', " , ");
    for (slug, body) in [("escaped", &escaped), ("plain", &body)] {
        let pairs = r#"[["caf\u00e9","x\/y"]]"#;
        let entry = posts.entry(json!({ "title": "T", "slug": slug, "body": body, "pairs": pairs }));
        assert_eq!(posts.text(&entry, "body"), body_text(&body.replace(" , ", ",")), "{slug}");
        assert_eq!(posts.text(&entry, "pairs"), r#"[["café","x/y"]]"#);
        posts
            .patch(format!("/entries/{entry}"), json!({ "title": "T", "slug": slug, "body": escaped }))
            .send()
            .is(200);
    }
    let found = weft.reader().get("/api/content?filters[data.body][$contains]=gr%C3%B6%C3%9Fer").send();
    found.is(200).shows("/totalDocs", 2);
    // Values of a draft other than strings are stored as their JSON text.
    let draft = br#"{"title":"D","pairs":[ ["caf\u00e9", "x"] ]}"#;
    let ask = posts.actor().post_nothing(posts.path("/drafts")).bytes(&draft[..]);
    let draft = ask.send().tells("Draft created");
    let data = posts.get(format!("/drafts/{draft}")).send().is(200).at("/data");
    assert!(data.to_string().contains(r#"[[\"café\",\"x\"]]"#), "{data}");
}

/// The document in canonical form, without escapes.
fn body_text(body: &str) -> String {
    serde_json::from_str::<serde_json::Value>(body).unwrap().to_string()
}

#[test]
fn settings_are_stored_in_canonical_form() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    let body = br#"{"name":"Place","fieldName":"place","input":"select","inputConfig":{"options":[["caf\u00e9","Caf\u00e9"]]}}"#;
    posts.actor().post_nothing(posts.path("/inputs")).bytes(&body[..]).send().is(200);
    let inputs = posts.get("/inputs").send();
    assert!(inputs.text().contains("café") && !inputs.text().contains("u00e9"), "{inputs}");
}

#[test]
fn searches_ignore_the_case_of_all_letters() {
    let weft = Weft::start();
    let posts = blog(&weft.snow());
    for (title, slug) in [("ŁÓDŹ", "a"), ("łódź", "b"), ("МОСКВА", "c"), ("Lodz", "d"), ("İSTANBUL", "e")]
    {
        posts.entry(a_post(title, slug));
        posts.post("/drafts", json!({ "title": title })).send().tells("Draft created");
    }
    for (sought, found) in [
        ("%C5%82%C3%B3d%C5%BA", vec!["ŁÓDŹ", "łódź"]),
        ("%D0%BC%D0%BE%D1%81", vec!["МОСКВА"]),
        ("LOD", vec!["Lodz"]),
        ("istanbul", vec!["İSTANBUL"]),
        ("%C5%82*", vec![]),
    ] {
        for list in ["entries", "drafts"] {
            let answer = posts.get(format!("/{list}?search={sought}")).send();
            assert_eq!(each(&answer.is(200).json(), "title"), found, "{list} {sought}");
        }
    }
    for list in ["entries", "drafts"] {
        let answer = posts.get(format!("/{list}?search={}", "%C5%82".repeat(501))).send();
        answer.says(400, "Search is longer than allowed");
    }
}

#[test]
fn a_title_that_is_not_a_text_is_not_searched() {
    let weft = Weft::start();
    let made = a_type("page").field("n", "number").set("titleField", "n").create(&weft.admin());
    let pages = weft.snow().the(made["id"].as_str().unwrap());
    pages.entry(json!({ "n": "7" }));
    assert_eq!(
        each(&pages.get("/entries?search=7x").send().is(200).json(), "title"),
        Vec::<serde_json::Value>::new()
    );
}

#[test]
fn ids_are_case_insensitive() {
    let weft = Weft::start();
    let snow = Snow::new(weft.snow().actor().clone(), &weft.snow().website().to_uppercase());
    let made = blog(&snow);
    let posts = snow.the(&made.id.to_uppercase());
    posts.get("").send().is(200).shows("/id", made.id.as_str()).shows("/websiteId", weft.snow().website());
    let entry = posts.entry(a_post("One", "one"));
    let path = format!("/entries/{}", entry.to_uppercase());
    posts.get(&path).send().is(200).shows("/id", entry.as_str()).shows("/collectionId", made.id.as_str());
    let pages = weft.snow().collection("Pages");
    let of = json!({ "inputConfig": { "collectionId": made.id.to_uppercase() } });
    pages.input_with("post", "relational", of);
    let page = pages.entry(json!({ "post": entry.to_uppercase() }));
    assert_eq!(pages.text(&page, "post"), entry.as_str());
    let draft =
        posts.post(&format!("/drafts?entry={}", entry.to_uppercase()), json!({ "title": "D" })).send();
    let draft = draft.tells("Draft created");
    let drafts = posts.get(format!("/drafts?entry={}", entry.to_uppercase())).send();
    drafts.is(200).shows("/data/0/entryId", entry.as_str()).shows("/data/0/collectionId", made.id.as_str());
    posts.get(format!("/drafts/{}", draft.to_uppercase())).send().is(200);
    let input = posts.shown_input("title")["id"].as_str().unwrap().to_owned();
    let moved = json!({ "order": 1 });
    posts.patch(format!("/inputs/{}/order", input.to_uppercase()), moved.clone()).send().is(200);
    posts.patch(format!("/inputs/{}/order", input.replace('-', "")), moved).send().is(404);
    posts
        .put("", json!({ "name": "Posts", "title": input.to_uppercase() }))
        .send()
        .tells("Collection edited");
    posts.get("").send().shows("/title", input);
    posts.delete(path).send().is(200);
}

#[test]
fn a_key_is_accepted_with_its_own_id_only() {
    let weft = Weft::start();
    let website = weft.snow().website().to_owned();
    let secret = weft.site().secrets()[1];
    let account = weft.admin().get("/api/keys").send().is(200).json();
    let keys = account["docs"].as_array().unwrap();
    let id =
        |name: &str| keys.iter().find(|key| key["name"] == name).unwrap()["id"].as_str().unwrap().to_owned();
    let ask = |token: &str| {
        let target = format!("/api/websites/{website}/collections");
        weft.anon().header("authorization", token).get(target).send()
    };
    let (own, other) = (id("admin"), id("reader"));
    ask(&format!("Bearer a:{own}.{secret}")).is(200);
    ask(&format!("bearer a:{}.{secret}", own.to_uppercase())).is(200);
    let owner = author(&weft);
    for id in [other.as_str(), UNKNOWN_ID, &website, &owner, "", &own.replace('-', "")] {
        ask(&format!("Bearer a:{id}.{secret}")).is(401);
    }
}

/// The id of the account that owns the site's keys.
fn author(weft: &Weft) -> String {
    a_type("page").create(&weft.admin());
    weft_tests::a_document("page").create(&weft.editor()).answer.text_at("/authorId")
}
