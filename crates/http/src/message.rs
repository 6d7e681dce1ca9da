//! Requests and replies as a dialect sees them: whole, in memory, independent of the host.

use crate::respond::put;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, ETAG, HOST};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use weft_domain::SiteRef;

/// A request, read whole.
#[derive(Debug, Clone)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The path as it was sent, percent-encoded.
    pub path: String,
    /// The query string as it was sent; empty without one.
    pub query: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Request {
    /// The value of a header, if it is present and valid text.
    #[must_use]
    pub fn header(&self, name: impl http::header::AsHeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The site of the host that the request was sent to. A dialect that calls this names `Host`
    /// among its headers.
    #[must_use]
    pub fn site_of_host(&self) -> SiteRef {
        SiteRef::of_host(self.header(HOST).unwrap_or_default())
    }

    /// The last value of a header, if it is present and valid text. The last value of a `spin-*`
    /// header is the host's, which the host appends to the client's.
    #[must_use]
    pub fn last_header(&self, name: impl http::header::AsHeaderName) -> Option<&str> {
        self.headers.get_all(name).iter().next_back().and_then(|value| value.to_str().ok())
    }
}

/// The body of a reply.
pub type Body = Bytes;

/// A whole reply; its length is known, so it always has a Content-Length.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers, without those that the pipeline adds.
    pub headers: HeaderMap,
    /// The body.
    pub body: Body,
    /// Whether somebody may be told of what the request changed: a tick should follow.
    pub nudges: bool,
}

impl Reply {
    /// A reply without a body.
    #[must_use]
    pub fn new(status: StatusCode) -> Self {
        // Reserves space for the headers that the pipeline adds.
        Self { status, headers: HeaderMap::with_capacity(16), body: Body::new(), nudges: false }
    }

    /// 304: the client's validator, given without quotes, is current.
    #[must_use]
    pub fn not_modified(tag: &str) -> Self {
        Self::new(StatusCode::NOT_MODIFIED).with_etag(tag)
    }

    /// A reply with a JSON body.
    #[must_use]
    pub fn json(status: StatusCode, text: impl Into<Body>) -> Self {
        let mut reply = Self::new(status);
        reply.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        reply.body = text.into();
        reply
    }

    /// Adds a header; an invalid value is left out.
    #[must_use]
    pub fn with(mut self, name: HeaderName, value: impl AsRef<str>) -> Self {
        if let Ok(value) = HeaderValue::from_str(value.as_ref()) {
            self.headers.append(name, value);
        }
        self
    }

    /// Adds a strong validator, given without quotes.
    #[must_use]
    pub fn with_etag(mut self, tag: &str) -> Self {
        let mut quoted = String::with_capacity(tag.len() + 2);
        quoted.push('"');
        quoted.push_str(tag);
        quoted.push('"');
        put(&mut self.headers, &ETAG, quoted);
        self
    }
}
