//! `PATCH /v1/projects/:id`

use serde_json::{Value, json};
use weft_tests::{Answer, Weft};

use crate::{assert_error, assert_invalid};

fn update(weft: &Weft, body: Value) -> Answer {
    weft.session().patch(format!("/v1/projects/{}", weft.site().id()), body).send()
}

#[test]
fn what_is_sent_is_changed_and_nothing_else() {
    let weft = Weft::start();
    let body = json!({ "name": "Mine", "domains": ["B.example:8080", "https://a.example"], "cdnUrl": "https://cdn.example" });
    let done = update(&weft, body);
    done.is(200).shows("/data/name", "Mine").shows("/data/domains", json!(["a.example", "b.example"]));
    update(&weft, json!({ "name": "Yours" })).is(200).shows("/data/cdnUrl", "https://cdn.example");
    let done = update(&weft, json!({ "cdnUrl": null, "domains": ["c.example"] }));
    done.is(200)
        .shows("/data/cdnUrl", Value::Null)
        .shows("/data/domains", json!(["c.example"]))
        .shows("/data/name", "Yours");
    weft.session()
        .get(format!("/v1/projects/{}", weft.site().id()))
        .send()
        .is(200)
        .shows("/data/name", "Yours");
}

#[test]
fn hooks_are_replaced_as_a_list_and_their_secrets_are_kept_and_never_shown() {
    let weft = Weft::start();
    let secret = "ghp_very-secret";
    let hook = |id: &str, secret: Value| {
        let mut hook = json!({ "id": id, "type": "github", "url": format!("https://{id}.example/x") });
        if !secret.is_null() {
            hook["secret"] = secret;
        }
        hook
    };
    let set = |hooks: Value| update(&weft, json!({ "deployHooks": hooks }));
    let done = set(json!([hook("b", json!(secret)), hook("a", Value::Null)]));
    assert_eq!(done.is(200).each_in("/data/deployHooks", "/id"), ["b", "a"]);
    assert_eq!(done.each_in("/data/deployHooks", "/hasSecret"), [true, false]);
    assert!(!done.text().contains(secret));
    let kept = || -> Option<String> {
        let sql = "SELECT secret FROM deploy_hooks WHERE id = 'b'";
        weft.database().query_row(sql, [], |row| row.get(0)).unwrap()
    };
    let done = set(json!([hook("a", json!("new")), hook("b", Value::Null)]));
    assert_eq!(done.is(200).each_in("/data/deployHooks", "/hasSecret"), [true, true]);
    assert_eq!(kept().as_deref(), Some(secret));
    set(json!([hook("b", json!(""))])).is(200).shows("/data/deployHooks/0/hasSecret", false);
    assert_eq!(kept(), None);
    set(json!([])).is(200).shows("/data/deployHooks", json!([]));
}

#[test]
fn what_is_wrong_is_told() {
    let weft = Weft::start();
    let hook = |kind: &str, url: &str| json!({ "deployHooks": [{ "id": "a", "type": kind, "url": url }] });
    for url in ["javascript:alert(1)", "file:///etc/passwd", "", "data:text/plain,x", "//a.example"] {
        assert_invalid(&update(&weft, hook("generic", url)), &["deployHooks[0].url format"]);
        assert_invalid(&update(&weft, json!({ "cdnUrl": url })), &["cdnUrl format"]);
    }
    assert_invalid(&update(&weft, hook("ftp", "https://a.example")), &["deployHooks[0].type option"]);
    assert_invalid(
        &update(&weft, json!({ "name": " ", "domains": ["a b"] })),
        &["name length", "domains[0] format"],
    );
    update(&weft, json!({ "domains": ["a.example"] })).is(200);
    let other = format!("/v1/projects/{}", weft.other_site().id());
    let taken = weft.other_site().session().patch(&other, json!({ "domains": ["A.example"] })).send();
    assert_error(&taken, (409, "CONFLICT"));
    assert_error(&weft.session().patch(other, json!({ "name": "x" })).send(), (403, "FORBIDDEN"));
}
