//! Replies that several endpoints give.

use http::header::{CONTENT_TYPE, LOCATION, SET_COOKIE};
use http::{HeaderValue, StatusCode};
use weft_domain::json::object;
use weft_http::Reply;

/// The media type of every JSON answer.
pub(crate) const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");

/// JSON text.
pub(crate) fn json(text: String) -> Reply {
    let mut reply = Reply::json(StatusCode::OK, text);
    reply.headers.insert(CONTENT_TYPE, JSON);
    reply
}

/// `{"ok":true,…}`
pub(crate) fn done(members: &[(&str, &str)]) -> Reply {
    json(object([("ok", "true")].into_iter().chain(members.iter().copied())))
}

/// A write's answer.
pub(crate) fn saved(revision: i64) -> Reply {
    done(&[("revision", &revision.to_string())])
}

/// Elsewhere.
pub(crate) fn redirect(to: &str) -> Reply {
    Reply::new(StatusCode::FOUND).with(LOCATION, to)
}

/// A page.
pub(crate) fn page(html: String) -> Reply {
    let mut reply = Reply::new(StatusCode::OK);
    reply.headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    reply.body = html.into();
    reply
}

/// The same, with a cookie.
pub(crate) fn with_cookie(reply: Reply, cookie: &str) -> Reply {
    reply.with(SET_COOKIE, cookie)
}
