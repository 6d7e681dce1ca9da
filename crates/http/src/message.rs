//! Requests and replies as a dialect sees them: whole, in memory, free of any host.

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
    /// The path as it was sent, percent-encoding and all.
    pub path: String,
    /// What follows the `?`, as it was sent; empty without one.
    pub query: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Request {
    /// A header's value, if it is there and is text.
    #[must_use]
    pub fn header(&self, name: impl http::header::AsHeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The site of the host that the request was sent to. A dialect that asks names `Host` among
    /// its headers.
    #[must_use]
    pub fn site_of_host(&self) -> SiteRef {
        SiteRef::of_host(self.header(HOST).unwrap_or_default())
    }

    /// The last value of a header, if it is there and is text. That of a `spin-*` header is the
    /// host's: it appends its own value to whatever the client sent.
    #[must_use]
    pub fn last_header(&self, name: impl http::header::AsHeaderName) -> Option<&str> {
        self.headers.get_all(name).iter().next_back().and_then(|value| value.to_str().ok())
    }
}

/// The bytes of a reply.
pub type Body = Bytes;

/// A reply, whole: its length is known, so it always bears Content-Length.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers, without those that the pipeline adds.
    pub headers: HeaderMap,
    /// The body.
    pub body: Body,
}

impl Reply {
    /// A reply without a body.
    #[must_use]
    pub fn new(status: StatusCode) -> Self {
        // Room for those that the pipeline adds, too.
        Self { status, headers: HeaderMap::with_capacity(16), body: Body::new() }
    }

    /// "You have it": the reply to a read whose `known` validator, given without quotes, is still
    /// current.
    #[must_use]
    pub fn not_modified(tag: &str) -> Self {
        Self::new(StatusCode::NOT_MODIFIED).with_etag(tag)
    }

    /// A reply of JSON text.
    #[must_use]
    pub fn json(status: StatusCode, text: impl Into<Body>) -> Self {
        let mut reply = Self::new(status);
        reply.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        reply.body = text.into();
        reply
    }

    /// The same with a header; a value that cannot stand in a header is left out.
    #[must_use]
    pub fn with(mut self, name: HeaderName, value: impl AsRef<str>) -> Self {
        if let Ok(value) = HeaderValue::from_str(value.as_ref()) {
            self.headers.append(name, value);
        }
        self
    }

    /// The same with a strong validator, given without quotes.
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
