//! `/api/websites/:website/media…`: refused as by an original without a media library, after the
//! usual checks of credential and right.

use serde_json::json;
use weft_tests::tables;
use weft_tests::{RequestBuilder, Snow, Weft};

use crate::blog::UNKNOWN_ID;

const DISABLED: &str = "Media features are disabled on this instance";

/// A request to each media endpoint of a website.
fn asks<'w>(snow: &Snow<'w>, website: &str) -> Vec<RequestBuilder<'w>> {
    let path = |rest: &str| format!("/api/websites/{website}/media{rest}");
    let actor = snow.actor();
    let upload = json!({ "name": "a.png", "size": 1, "type": "image/png", "thumbnail": false });
    vec![
        actor.get(path("")),
        actor.get(path("?page=1&limit=14&sort=desc&mime=image/*")),
        actor.get(path("/config")),
        actor.get(path(&format!("/{UNKNOWN_ID}"))),
        actor.post(path("/upload"), upload),
        actor.post(path("/upload/confirm"), json!({ "id": UNKNOWN_ID })),
        actor.delete(path(&format!("/{UNKNOWN_ID}"))),
    ]
}

#[test]
fn every_media_endpoint_is_unsupported() {
    let weft = Weft::start();
    let rows = tables::snow().into_iter().filter(|row| row.test == "media").count();
    assert_eq!(rows, 6);
    for ask in asks(&weft.snow(), weft.site().id()) {
        ask.send().says(501, DISABLED);
    }
    for ask in asks(&weft.site().snow_editor(), weft.site().id()) {
        ask.send().says(501, DISABLED);
    }
    let head = weft.snow().actor().head(format!("/api/websites/{}/media", weft.site().id())).send();
    assert!(head.is(501).bytes().is_empty());
}

#[test]
fn missing_credentials_and_rights_are_refused_first() {
    let weft = Weft::start();
    let stranger = Snow::new(weft.anon(), weft.site().id());
    for ask in asks(&stranger, weft.site().id()) {
        ask.send().says(401, "Unauthorized");
    }
    for ask in asks(&weft.snow(), weft.other_site().id()) {
        ask.send().says(403, "Forbidden");
    }
    let statuses = |snow: &Snow<'_>| -> Vec<u16> {
        asks(snow, weft.site().id()).into_iter().map(|ask| ask.send().status()).collect()
    };
    assert_eq!(statuses(&weft.site().snow_reader()), [501, 501, 501, 501, 403, 403, 403]);
}
