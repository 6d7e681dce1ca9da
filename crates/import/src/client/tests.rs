//! Tests the classification of responses with a stub server.

use super::*;
use crate::stub::{Stub, StubAnswer, told};
use serde_json::json;

fn ask(answer: impl Fn() -> StubAnswer + Send + Sync + 'static) -> Result<Option<Answer>, RequestError> {
    let stub = Stub::start(move |_| answer());
    Client::new(&stub.url(), "k", 1).ask(&ApiRequest::get("/x"))
}

fn answer(status: u16, headers: &[(&'static str, &str)], body: &str) -> StubAnswer {
    let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    StubAnswer::Answer { status, headers, body: body.to_owned() }
}

#[test]
fn a_request_bears_key_body_and_tag() {
    let stub = Stub::start(|asked| {
        let seen = json!([
            asked.method,
            asked.path,
            asked.header("x-api-key"),
            asked.header("if-match"),
            asked.header("content-type"),
            asked.body
        ]);
        told(200, &seen)
    });
    let client = Client::new(&format!("{}/", stub.url()), "secret", 1);
    let body = json!({ "ä": 1 });
    let ask =
        ApiRequest { if_match: Some("\"a-1\""), ..ApiRequest::send(Method::PATCH, "/api/x?y=1", &body) };
    let seen = client.ask(&ask).unwrap().unwrap().body;
    assert_eq!(seen, json!(["PATCH", "/api/x?y=1", "secret", "\"a-1\"", "application/json", { "ä": 1 }]));
    let seen = client.ask(&ApiRequest::get("/z")).unwrap().unwrap().body;
    assert_eq!(seen, json!(["GET", "/z", "secret", null, null, null]));
}

#[test]
fn success_has_a_body_and_a_tag() {
    let found = ask(|| answer(200, &[("etag", "\"a-1\"")], "{\"a\":1}")).unwrap().unwrap();
    assert_eq!(found, Answer { body: json!({ "a": 1 }), etag: Some("\"a-1\"".to_owned()) });
    assert_eq!(found.strong_tag(), Some("\"a-1\""));
    let found = ask(|| answer(201, &[("etag", "W/\"a-1\"")], "{}")).unwrap().unwrap();
    assert_eq!(found.strong_tag(), None);
    assert_eq!(ask(|| answer(404, &[], "")), Ok(None));
}

#[test]
fn refusals_say_why() {
    let violations = json!({ "error": { "code": "VALIDATION_ERROR", "message": "Invalid", "details": [
        { "path": "data.title", "code": "required", "message": "is required" },
        { "path": "", "code": "json", "message": "is not JSON" },
    ] } });
    for (status, body, reason) in [
        (422, violations.to_string(), "was refused: data.title is required; is not JSON"),
        (
            422,
            "{\"error\":{\"message\":\"Invalid\",\"details\":[]}}".to_owned(),
            "the server answered 422: Invalid",
        ),
        (401, "{\"error\":{\"message\":\"Bad key\"}}".to_owned(), "the server answered 401: Bad key"),
        (500, "<html>".to_owned(), "the server answered 500"),
    ] {
        let error = ask(move || answer(status, &[], &body)).unwrap_err();
        assert_eq!(error, RequestError::Refused { status, reason: reason.to_owned() });
    }
    let away = ask(|| answer(308, &[("location", "https://elsewhere.test/")], "")).unwrap_err();
    assert_eq!(away.reason(), "the server answered 308, to go to https://elsewhere.test/");
    let page = ask(|| answer(200, &[], "<html>")).unwrap_err();
    assert!(page.reason().ends_with("not JSON: is it Weft?"), "{page:?}");
}

#[test]
fn a_busy_server_may_say_when_to_come_back() {
    for (status, header, expected) in [
        (429, Some("7"), Some(7)),
        (503, Some("1"), Some(1)),
        (503, None, None),
        (503, Some("Wed, 21 Oct 2026 07:28:00 GMT"), None),
        (502, None, None),
        (412, None, None),
    ] {
        let headers: Vec<_> = header.map(|value| ("retry-after", value)).into_iter().collect();
        let error = ask(move || answer(status, &headers, "")).unwrap_err();
        let RequestError::Busy { after, .. } = error else { panic!("{status}: {error:?}") };
        assert_eq!(after, expected.map(Duration::from_secs), "{status}");
    }
}

#[test]
fn a_server_that_does_not_answer_is_unreachable() {
    assert!(matches!(ask(|| StubAnswer::Nothing), Err(RequestError::Unreachable(_))));
    let url = Stub::start(|_| StubAnswer::Nothing).url();
    let error = Client::new(&url, "k", 1).ask(&ApiRequest::get("/x")).unwrap_err();
    let RequestError::Unreachable(reason) = error else { panic!("{error:?}") };
    assert!(reason.starts_with(&format!("cannot reach {url}: ")), "{reason}");
}

#[test]
fn what_is_no_address_or_key_is_refused_at_once() {
    for (url, key) in [("not an address", "k"), ("http://127.0.0.1:1", "a\nb")] {
        let error = Client::new(url, key, 1).ask(&ApiRequest::get("/x")).unwrap_err();
        assert!(matches!(error, RequestError::Refused { status: 0, .. }), "{error:?}");
    }
}
