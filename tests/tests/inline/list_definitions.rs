//! `GET /v1/definitions`, `GET /v1/definitions/:id`

use serde_json::json;
use weft_tests::Weft;

use crate::assert_invalid;
use crate::fixtures::{admin, publish, sync, visitor};

#[test]
fn they_are_those_of_the_page_that_the_reader_sees() {
    let weft = Weft::start();
    sync(&weft, "/", &["a", "b"]);
    sync(&weft, "/other", &["c"]);
    publish(&weft, "/", "b", "One");
    let item = |key: &str| {
        let fields = json!([{ "key": "content", "type": "text" }]);
        json!({ "componentId": format!("__inline_{key}"), "instanceKey": key, "fields": fields })
    };
    for path in ["/v1/definitions/%2F", "/v1/definitions?pageId=%2F"] {
        admin(&weft).get(path).send().is(200).shows("/data", json!([item("a"), item("b")]));
        visitor(&weft).get(path).send().is(200).shows("/data", json!([item("b")]));
    }
    assert_invalid(&admin(&weft).get("/v1/definitions").send(), &["pageId required"]);
    assert_invalid(&admin(&weft).get("/v1/definitions/%FF").send(), &["pageId format"]);
}
