//! `GET /api/tokens`

use std::time::Duration;

use serde_json::json;
use weft_tests::Weft;

use crate::fixtures::Cms;

#[test]
fn an_account_sees_its_own_oldest_first() {
    let weft = Weft::start();
    let (cms, other) = (Cms::of(&weft, &weft.site()), Cms::of(&weft, &weft.other_site()));
    let made: Vec<String> =
        (0..3).map(|_| cms.create_token(&["*"], &["repos:read"]).is(201).text_at("/tokenId")).collect();
    other.create_token(&["*"], &["content:read"]).is(201);
    let listed = cms.browser().get("/api/tokens").send().is(200).json();
    let ids: Vec<&str> =
        listed.as_array().unwrap().iter().map(|token| token["tokenId"].as_str().unwrap()).collect();
    assert_eq!(ids, made);
    assert_eq!(listed[0]["token"], json!(null));
    assert_eq!(listed[0]["permissions"], json!(["repos:read"]));
}

#[test]
fn last_use_is_told() {
    let weft = Weft::start();
    let cms = Cms::with_blog(&weft);
    let listing = cms.token(&["repos:read"]);
    let reading = cms.token(&["content:read"]);
    let used = || {
        let answer = cms.browser().get("/api/tokens").send();
        [answer.at("/0/lastUsedAt"), answer.at("/1/lastUsedAt")]
    };
    assert_eq!(used(), [json!(null), json!(null)]);
    weft.clock().advance(Duration::from_secs(60));
    listing.get("/api/repos").send().is(200);
    reading.get(cms.path("/content/blog")).send().is(200);
    assert_eq!(used(), [json!("2026-03-25T10:02:00.000Z"), json!("2026-03-25T10:02:00.000Z")]);
    weft.clock().advance(Duration::from_secs(60));
    let answer = reading.get(cms.path("/content/blog")).send();
    assert_eq!(answer.is(200).header("ratelimit"), "", "uses are counted and not limited");
    assert_eq!(used()[1], json!("2026-03-25T10:03:00.000Z"));
}

#[test]
fn the_tokens_are_no_keys_of_snowcms() {
    let weft = Weft::start();
    let cms = Cms::of(&weft, &weft.site());
    cms.create_token(&["*"], &["repos:read"]).is(201);
    let browser = weft_tests::Browser::open(&weft, weft.site().email(), weft.site().password()).cookies();
    let me = browser.get("/api/accounts/me").send().is(200).text_at("/id");
    let keys = browser.get(format!("/api/accounts/{me}/keys")).send();
    assert!(!keys.is(200).text().contains("build"), "{keys}");
}
