//! Conditional requests: `If-None-Match` avoids sending an unchanged document, `If-Match` prevents
//! a write to a changed one.
//!
//! A single document's validator is `<last 8 hex digits of its id>-<revision>`
//! ([`weft_domain::entry::tag`]), so that `If-Match` becomes a guard on the revision without a
//! read. Other validators are opaque. Comparison follows RFC 9110: weak for `If-None-Match`, strong
//! for `If-Match`.
//!
//! The crate `headers` compares such a list with one tag, but hides the items of the list, which a
//! guard on the revision needs.

use crate::message::{Reply, Request};
use http::header::{CACHE_CONTROL, ETAG, IF_MATCH, IF_NONE_MATCH, VARY};
use http::{HeaderMap, HeaderName, Method, StatusCode};
use weft_domain::entry::{Guard, parse_tag};

/// A revision that no entry has.
const NEVER: Guard = Guard::Revision(-1);

/// One item of `If-Match` or `If-None-Match`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum EntityTag<'a> {
    /// `*`
    Any,
    /// `"text"`, or `W/"text"` when weak.
    Tag { weak: bool, text: &'a str },
}

/// The single strong tag of `If-None-Match` on a GET or HEAD, without quotes: the client's
/// validator, for use cases that take `known`.
#[must_use]
pub fn client_tag(request: &Request) -> Option<&str> {
    if request.method != Method::GET && request.method != Method::HEAD {
        return None;
    }
    let mut items = items(&request.headers, IF_NONE_MATCH);
    match (items.next(), items.next()) {
        (Some(EntityTag::Tag { weak: false, text }), None) => Some(text),
        _ => None,
    }
}

/// The guard that `If-Match` puts on a write: none without the header or with `*`; the revision of
/// the tag; the newest revision of several tags; and a revision that matches nothing for weak or
/// foreign tags.
#[must_use]
pub fn guard(request: &Request) -> Guard {
    guard_of(request, |_| true)
}

/// The guard for the row with that id: a tag of another row matches nothing.
#[must_use]
pub fn guard_for(request: &Request, id: impl std::fmt::Display) -> Guard {
    if !request.headers.contains_key(IF_MATCH) {
        return Guard::Any;
    }
    let id = id.to_string();
    guard_of(request, |end| id.ends_with(end))
}

fn guard_of(request: &Request, is_its: impl Fn(&str) -> bool) -> Guard {
    if !request.headers.contains_key(IF_MATCH) {
        return Guard::Any;
    }
    let mut newest = None;
    for item in items(&request.headers, IF_MATCH) {
        match item {
            EntityTag::Any => return Guard::Any,
            EntityTag::Tag { weak: true, .. } => {}
            EntityTag::Tag { weak: false, text } => {
                newest =
                    newest.max(parse_tag(text).filter(|(id, _)| is_its(id)).map(|(_, revision)| revision));
            }
        }
    }
    newest.map_or(NEVER, Guard::Revision)
}

/// The reply to a GET, or 304 without a body if the client's copy is current.
pub(crate) fn revalidate(request: &Request, reply: Reply) -> Reply {
    if request.method != Method::GET || reply.status != StatusCode::OK {
        return reply;
    }
    let Some(EntityTag::Tag { text: tag, .. }) = items(&reply.headers, ETAG).next() else { return reply };
    let is_current = items(&request.headers, IF_NONE_MATCH).any(|item| match item {
        EntityTag::Any => true,
        EntityTag::Tag { text, .. } => text == tag,
    });
    if !is_current {
        return reply;
    }
    let mut short = Reply::new(StatusCode::NOT_MODIFIED);
    for name in [ETAG, CACHE_CONTROL, VARY] {
        if let Some(value) = reply.headers.get(&name) {
            short.headers.insert(name, value.clone());
        }
    }
    short
}

/// The items of a header, over all its lines; a malformed item ends its line.
fn items(headers: &HeaderMap, name: HeaderName) -> impl Iterator<Item = EntityTag<'_>> {
    headers.get_all(name).into_iter().filter_map(|line| line.to_str().ok()).flat_map(|line| {
        let mut rest = line;
        std::iter::from_fn(move || {
            let (item, after) = first_item(rest)?;
            rest = after;
            Some(item)
        })
    })
}

/// The first item of a list, and the rest. A tag may contain commas.
fn first_item(list: &str) -> Option<(EntityTag<'_>, &str)> {
    let list = list.trim_start_matches([' ', '\t', ',']);
    if let Some(rest) = list.strip_prefix('*') {
        return Some((EntityTag::Any, rest));
    }
    let (weak, list) = match list.strip_prefix("W/") {
        Some(rest) => (true, rest),
        None => (false, list),
    };
    let (text, rest) = list.strip_prefix('"')?.split_once('"')?;
    Some((EntityTag::Tag { weak, text }, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;
    use weft_domain::entry::tag;

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
            assert_eq!(client_tag(&request(Method::GET, IF_NONE_MATCH, lines)), known_tag, "{lines:?}");
        }
        assert_eq!(client_tag(&request(Method::HEAD, IF_NONE_MATCH, &["\"abc\""])), Some("abc"));
        assert_eq!(client_tag(&request(Method::PATCH, IF_NONE_MATCH, &["\"abc\""])), None);
    }

    #[test]
    fn if_match_is_a_guard_on_the_revision() {
        for (lines, expected) in [
            (&[] as &[&str], Guard::Any),
            (&["*"], Guard::Any),
            (&["\"456789ab-7\""], Guard::Revision(7)),
            (&["\"456789ab-0\""], Guard::Revision(0)),
            (&["\"ffffffff-7\""], Guard::Revision(7)),
            (&["\"456789ab-7\", \"456789ab-9\""], Guard::Revision(9)),
            (&["\"456789ab-9\"", "\"456789ab-7\""], Guard::Revision(9)),
            (&["\"other\", \"456789ab-7\""], Guard::Revision(7)),
            (&["W/\"456789ab-7\""], NEVER),
            (&["456789ab-7"], NEVER),
            (&[""], NEVER),
            (&["\"\""], NEVER),
            (&["\"7\""], NEVER),
            (&["\"56789ab-7\""], NEVER),
            (&["\"456789AB-7\""], NEVER),
            (&["\"456789ab-\""], NEVER),
            (&["\"456789ab--1\""], NEVER),
            (&["\"456789ab-+7\""], NEVER),
            (&["\"456789ab-07\""], NEVER),
            (&["\"456789ab-7x\""], NEVER),
            (&["\"456789ab-99999999999999999999\""], NEVER),
        ] {
            assert_eq!(guard(&request(Method::PATCH, IF_MATCH, lines)), expected, "{lines:?}");
        }
    }

    #[test]
    fn the_tag_of_another_document_matches_nothing() {
        let guard_for = |lines: &[&str]| guard_for(&request(Method::PATCH, IF_MATCH, lines), ID);
        assert_eq!(guard_for(&[]), Guard::Any);
        assert_eq!(guard_for(&["*"]), Guard::Any);
        assert_eq!(guard_for(&["\"456789ab-7\""]), Guard::Revision(7));
        assert_eq!(guard_for(&[&format!("\"{}\"", tag(ID, 7))]), Guard::Revision(7));
        assert_eq!(
            guard_for(&["\"018f3f70-7\""]),
            NEVER,
            "the start of an id is its time, which others share"
        );
        assert_eq!(guard_for(&["\"ffffffff-7\""]), NEVER);
        assert_eq!(guard_for(&["\"ffffffff-9\", \"456789ab-7\""]), Guard::Revision(7));
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
}
