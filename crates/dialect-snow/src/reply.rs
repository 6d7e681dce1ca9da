//! Replies that several endpoints share. A success is always a 200: clients compare.

use crate::query::Paging;
use crate::view;
use http::{HeaderName, StatusCode};
use weft_http::Reply;

static ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

/// What every reply of this API bears.
pub(crate) fn unlisted(reply: Reply) -> Reply {
    reply.with(ROBOTS.clone(), "noindex")
}

/// What was asked for.
pub(crate) fn found(text: String) -> Reply {
    Reply::json(StatusCode::OK, text)
}

/// It was done.
pub(crate) fn done(message: &str) -> Reply {
    found(view::message(message, None))
}

/// Something was made.
pub(crate) fn made(message: &str, id: &str) -> Reply {
    found(view::message(message, Some(id)))
}

/// A list.
pub(crate) fn list(items: &str, page: Option<Paging>, total: u64) -> Reply {
    found(view::list(items, page, total))
}
