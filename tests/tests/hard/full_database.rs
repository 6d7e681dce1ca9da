//! A full database: each API refuses writes in its own words, without advice to try again, and the
//! stored data stays readable and complete.

use serde_json::json;
use weft_tests::{Answer, SnowInstallation, Weft, a_document, a_type};

/// A text that fills several database pages.
fn long() -> String {
    "long ".repeat(20_000)
}

/// Creates documents until the database is full, large ones first; returns their number.
fn fill(weft: &Weft) -> u64 {
    let mut made = 0;
    for length in [20_000, 2_000, 200, 20, 2] {
        loop {
            let document = a_document("page").set("title", "words ".repeat(length));
            let answer = weft.admin().post("/api/content", document.body()).may_fail().send();
            if answer.status() != 201 {
                answer.is_error(507, "INSUFFICIENT_STORAGE");
                break;
            }
            made += 1;
            assert!(made < 10_000, "the database has no size limit");
        }
    }
    made
}

/// Asserts that the response neither advises to try again nor shows the cause.
#[track_caller]
fn is_final(answer: &Answer) {
    answer.is(507).has("retry-after", "");
    for word in ["again", "disk", "SQLITE", "page"] {
        assert!(!answer.text().contains(word), "{answer}");
    }
}

fn a_full_database() -> (Weft, u64) {
    let mut weft = Weft::with(|setup| {
        setup.variable("onboarding", "open");
    });
    a_type("page").field("title", "textarea").create(&weft.admin());
    weft.limit_database(1);
    let made = fill(&weft);
    (weft, made)
}

#[test]
fn a_full_database_refuses_writes_and_keeps_its_data() {
    let (weft, made) = a_full_database();
    let admin = weft.admin();
    let refused = admin.post("/api/content", a_document("page").set("title", long()).body());
    let refused = refused.may_fail().send();
    refused.is_error(507, "INSUFFICIENT_STORAGE");
    is_final(&refused);
    // No refused write was stored in part.
    admin.get("/api/content?draft=true&limit=1").send().is(200).shows("/totalDocs", made);
    assert_eq!(weft.count("SELECT count(*) FROM entries").cast_unsigned(), made);
    let check = weft.database().query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0));
    assert_eq!(check.as_deref(), Ok("ok"));
}

#[test]
fn freed_space_is_used_at_once() {
    let (mut weft, made) = a_full_database();
    weft.limit_database(u32::MAX);
    weft.admin().post("/api/content", a_document("page").set("title", long()).body()).send().is(201);
    weft.admin().get("/api/content?draft=true&limit=1").send().shows("/totalDocs", made + 1);
}

#[test]
fn inlinecms_refuses_writes_to_a_full_database() {
    let (weft, _) = a_full_database();
    let project = |nth: u32| {
        let admin = json!({ "email": format!("a{nth}@new.example"), "password": "correct horse battery" });
        let body = json!({ "name": "n".repeat(100), "admin": admin });
        weft.anon().post("/v1/projects", body).may_fail().send()
    };
    // A few may still fit into partly filled pages.
    let refused = (0..50).map(project).find(|answer| answer.status() != 201);
    let refused = refused.expect("fifty projects do not fit");
    refused.is_error(507, "INSUFFICIENT_STORAGE").shows("/data", json!(null));
    is_final(&refused);
}

#[test]
fn snowcms_refuses_writes_to_a_full_database() {
    let mut installation = SnowInstallation::start();
    let posts = installation.admin().on(installation.home()).collection("Posts");
    posts.input("title", "textarea");
    let collection = posts.id.clone();
    installation.limit_database(1);
    let posts = installation.admin().on(installation.home()).the(&collection);
    let post = |_: u32| posts.post("/entries", json!({ "title": long() })).may_fail().send();
    let refused = (0..50).map(post).find(|answer| answer.status() != 200);
    let refused = refused.expect("fifty long entries do not fit");
    refused.says(507, "There is no room left to store this");
    is_final(&refused);
    posts.get("/entries").send().is(200);
}
