//! Replies that several endpoints share. A success is always a 200: clients compare.

use crate::query::Paging;
use crate::view;
use http::{HeaderName, StatusCode};
use weft_http::Reply;

static ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

/// The headers of every reply of this API.
pub(crate) fn unlisted(reply: Reply) -> Reply {
    reply.with(ROBOTS.clone(), "noindex")
}

/// A document.
pub(crate) fn found(text: String) -> Reply {
    Reply::json(StatusCode::OK, text)
}

/// A message.
pub(crate) fn done(message: &str) -> Reply {
    found(view::message(message, None))
}

/// A message with the id of the new resource.
pub(crate) fn made(message: &str, id: &str) -> Reply {
    found(view::message(message, Some(id)))
}

/// A list.
pub(crate) fn list(items: &str, page: Option<Paging>, total: u64) -> Reply {
    found(view::list(items, page, total))
}
