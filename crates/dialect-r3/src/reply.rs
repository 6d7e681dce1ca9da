//! Replies that several endpoints share.

use crate::view::{PageInfo, PagedBy};
use http::StatusCode;
use http::header::{LINK, LOCATION};
use weft_http::{Reply, Request, link};
use weft_service::Saved;

/// A document, or 304 if the client's copy is current.
pub(crate) fn document(text: Option<String>, etag: &str) -> Reply {
    match text {
        Some(text) => Reply::json(StatusCode::OK, text),
        None => Reply::new(StatusCode::NOT_MODIFIED),
    }
    .with_etag(etag)
}

/// A document after a write.
pub(crate) fn saved(saved: Saved) -> Reply {
    Reply::json(StatusCode::OK, saved.document).with_etag(&saved.etag)
}

/// 201 with the `Location` of the new resource.
pub(crate) fn created(text: String, location: &str) -> Reply {
    Reply::json(StatusCode::CREATED, text).with(LOCATION, location)
}

/// The answer to a deletion. Not an empty 204: some clients always parse JSON.
pub(crate) fn deleted() -> Reply {
    Reply::json(StatusCode::OK, "{\"success\":true}")
}

/// A page of a list, with links to its neighbours.
pub(crate) fn list(request: &Request, page_info: &PageInfo, text: String) -> Reply {
    let reply = Reply::json(StatusCode::OK, text);
    let links = match &page_info.by {
        PagedBy::Number { page, .. } => link::numbered(request, "page", *page, page_info.has_next()),
        PagedBy::Cursor { next, .. } => link::by_cursor(request, "cursor", next.as_deref()),
    };
    match links {
        Some(links) => reply.with(LINK, links),
        None => reply,
    }
}
