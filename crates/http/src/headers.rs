//! The request headers that the front door itself reads, whatever the dialect.
//!
//! A guest copies from its host only those headers that somebody reads: hosts add a dozen of their
//! own, and each that comes in costs.

use http::HeaderName;
use http::header::{
    ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, EXPECT, IF_MATCH, IF_NONE_MATCH, ORIGIN,
};

/// What an answer to a GET or HEAD may depend on. Some clients send a body with one; it is
/// discarded.
pub static OF_READS: [HeaderName; 4] =
    [IF_NONE_MATCH, ORIGIN, HeaderName::from_static("x-request-id"), CONTENT_LENGTH];

/// What an answer to any other method may depend on.
pub static OF_WRITES: [HeaderName; 6] =
    [IF_MATCH, ORIGIN, HeaderName::from_static("x-request-id"), CONTENT_LENGTH, CONTENT_TYPE, EXPECT];

/// What scripts of other origins may send to every API, beside what the dialect reads.
pub(crate) static FROM_SCRIPTS: [HeaderName; 7] = [
    AUTHORIZATION,
    CONTENT_TYPE,
    IF_MATCH,
    IF_NONE_MATCH,
    ACCEPT,
    HeaderName::from_static("x-request-id"),
    HeaderName::from_static("x-requested-with"),
];

/// Who connected, as the host saw it. A dialect that throttles by it names it among its headers.
pub const CLIENT_ADDRESS: HeaderName = HeaderName::from_static("spin-client-addr");
