//! The request headers that the pipeline itself reads, for every dialect.
//!
//! A guest copies only the headers that some code reads: hosts add a dozen of their own, and each
//! copy is expensive.

use http::HeaderName;
use http::header::{
    ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, EXPECT, IF_MATCH, IF_NONE_MATCH, ORIGIN,
};

/// The headers that affect a GET or HEAD. A body with such a request is discarded.
pub static OF_READS: [HeaderName; 4] =
    [IF_NONE_MATCH, ORIGIN, HeaderName::from_static("x-request-id"), CONTENT_LENGTH];

/// The headers that affect any other method.
pub static OF_WRITES: [HeaderName; 6] =
    [IF_MATCH, ORIGIN, HeaderName::from_static("x-request-id"), CONTENT_LENGTH, CONTENT_TYPE, EXPECT];

/// The headers that scripts of other origins may send to every API, beside the dialect's own.
pub(crate) static FROM_SCRIPTS: [HeaderName; 7] = [
    AUTHORIZATION,
    CONTENT_TYPE,
    IF_MATCH,
    IF_NONE_MATCH,
    ACCEPT,
    HeaderName::from_static("x-request-id"),
    HeaderName::from_static("x-requested-with"),
];

/// The client's address as the host saw it. A dialect that throttles by it lists it among its
/// headers.
pub const CLIENT_ADDRESS: HeaderName = HeaderName::from_static("spin-client-addr");
