//! Tables for `If-None-Match` and `If-Match`.

use super::*;
use http::HeaderValue;

const ID: &str = "018f3f70-1c2d-7abc-8def-0123456789ab";

fn request(method: Method, name: HeaderName, lines: &[&str]) -> Request {
    let mut headers = HeaderMap::new();
    for line in lines {
        headers.append(&name, HeaderValue::from_str(line).unwrap());
    }
    Request { method, path: "/".into(), query: String::new(), headers, body: crate::Body::new() }
}

#[test]
fn known_is_the_single_strong_tag() {
    for (lines, known_tag) in [
        (&[] as &[&str], None),
        (&["\"abc\""], Some("abc")),
        (&["  \"abc\" "], Some("abc")),
        (&["\"a,b\""], Some("a,b")),
        (&["\"\""], Some("")),
        (&["W/\"abc\""], None),
        (&["*"], None),
        (&["\"a\", \"b\""], None),
        (&["\"a\"", "\"b\""], None),
        (&["abc"], None),
        (&["\"abc"], None),
    ] {
        assert_eq!(known(&request(Method::GET, IF_NONE_MATCH, lines)), known_tag, "{lines:?}");
    }
    assert_eq!(known(&request(Method::HEAD, IF_NONE_MATCH, &["\"abc\""])), Some("abc"));
    assert_eq!(known(&request(Method::PATCH, IF_NONE_MATCH, &["\"abc\""])), None);
}

#[test]
fn if_match_is_a_guard_on_the_revision() {
    for (lines, expected) in [
        (&[] as &[&str], Guard::Any),
        (&["*"], Guard::Any),
        (&["\"018f3f70-7\""], Guard::Revision(7)),
        (&["\"018f3f70-0\""], Guard::Revision(0)),
        (&["\"ffffffff-7\""], Guard::Revision(7)),
        (&["\"018f3f70-7\", \"018f3f70-9\""], Guard::Revision(9)),
        (&["\"018f3f70-9\"", "\"018f3f70-7\""], Guard::Revision(9)),
        (&["\"other\", \"018f3f70-7\""], Guard::Revision(7)),
        (&["W/\"018f3f70-7\""], NEVER),
        (&["018f3f70-7"], NEVER),
        (&[""], NEVER),
        (&["\"\""], NEVER),
        (&["\"7\""], NEVER),
        (&["\"018f3f7-7\""], NEVER),
        (&["\"018F3F70-7\""], NEVER),
        (&["\"018f3f70-\""], NEVER),
        (&["\"018f3f70--1\""], NEVER),
        (&["\"018f3f70-+7\""], NEVER),
        (&["\"018f3f70-07\""], NEVER),
        (&["\"018f3f70-7x\""], NEVER),
        (&["\"018f3f70-99999999999999999999\""], NEVER),
    ] {
        assert_eq!(guard(&request(Method::PATCH, IF_MATCH, lines)), expected, "{lines:?}");
    }
}

#[test]
fn the_tag_of_another_document_matches_nothing() {
    let guard_for = |lines: &[&str]| guard_for(&request(Method::PATCH, IF_MATCH, lines), ID);
    assert_eq!(guard_for(&[]), Guard::Any);
    assert_eq!(guard_for(&["*"]), Guard::Any);
    assert_eq!(guard_for(&["\"018f3f70-7\""]), Guard::Revision(7));
    assert_eq!(guard_for(&["\"ffffffff-7\""]), NEVER);
    assert_eq!(guard_for(&["\"ffffffff-9\", \"018f3f70-7\""]), Guard::Revision(7));
}

#[test]
fn a_value_that_is_not_text_is_no_tag() {
    let mut request = request(Method::PATCH, IF_MATCH, &[]);
    request.headers.insert(IF_MATCH, HeaderValue::from_bytes(b"\"\xff\"").unwrap());
    assert_eq!(guard(&request), NEVER);
}

#[test]
fn what_the_client_has_is_not_sent_again() {
    let reply = || {
        Reply::json(StatusCode::OK, "{}")
            .with_etag("abc")
            .with(CACHE_CONTROL, "max-age=60")
            .with(VARY, "accept")
            .with(http::header::LINK, "</next>; rel=\"next\"")
    };
    for (lines, is_current) in [
        (&[] as &[&str], false),
        (&["\"abc\""], true),
        (&["W/\"abc\""], true),
        (&["*"], true),
        (&["\"x\", \"abc\""], true),
        (&["\"x\"", "\"abc\""], true),
        (&["\"x,\", \"abc\""], true),
        (&["\"ABC\""], false),
        (&["abc"], false),
    ] {
        let answer = revalidate(&request(Method::GET, IF_NONE_MATCH, lines), reply());
        assert_eq!(answer.status == StatusCode::NOT_MODIFIED, is_current, "{lines:?}");
        assert_eq!(answer.body.is_empty(), is_current, "{lines:?}");
        for name in [ETAG, CACHE_CONTROL, VARY] {
            assert!(answer.headers.contains_key(&name), "{lines:?} {name}");
        }
        assert_eq!(answer.headers.contains_key(http::header::CONTENT_TYPE), !is_current);
    }
}

#[test]
fn only_a_good_read_can_be_spared() {
    let asks = |method| request(method, IF_NONE_MATCH, &["*"]);
    let created = Reply::json(StatusCode::CREATED, "{}").with_etag("abc");
    assert_eq!(revalidate(&asks(Method::GET), created.clone()).status, StatusCode::CREATED);
    let saved = Reply { status: StatusCode::OK, ..created };
    assert_eq!(revalidate(&asks(Method::PATCH), saved.clone()).status, StatusCode::OK);
    assert_eq!(
        revalidate(&asks(Method::GET), Reply { headers: HeaderMap::new(), ..saved }).status,
        StatusCode::OK
    );
}
