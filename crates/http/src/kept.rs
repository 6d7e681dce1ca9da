//! Kept replies: a cache of list replies, so that an unchanged list is not built again.
//!
//! A private cache (RFC 9111) in front of the dialect that always revalidates: the dialect handles
//! the request as if the client had sent the kept reply's validator. So the caller's rights and the
//! store are checked as always, in one statement, and the kept reply is sent only if its validator
//! is current.
//!
//! A validator holds for one address and one reader. Hence the key: the address, the credential,
//! the site and the epoch of its rights.

use crate::api::{Api, Call};
use crate::message::{Reply, Request};
use crate::routes::Row;
use http::header::{ETAG, IF_NONE_MATCH};
use http::{Method, StatusCode};
use std::hash::{DefaultHasher, Hasher as _};
use std::sync::Arc;
use weft_bounded::Shared;
use weft_domain::{Ctx, Principal};

/// The most bytes in the cache, keys included.
pub const KEPT_MAX: usize = 16 * 1024 * 1024;
/// The approximate size of a reply beside its body and key.
const OVERHEAD: usize = 1024;
/// How many once-requested addresses are remembered.
const ASKED: usize = 1024;

/// A cache of replies, for a `static`: locked only within its methods, never across an `await`.
#[derive(Debug)]
pub struct KeptReplies {
    kept: Shared<Key, Arc<Reply>>,
    /// Hashes of requested keys. A reply is kept from the second request on.
    asked: Shared<u64, ()>,
}

impl Default for KeptReplies {
    fn default() -> Self {
        Self::new()
    }
}

/// The hash comes first because keys share long prefixes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    hash: u64,
    bytes: Vec<u8>,
}

impl Key {
    fn of(principal: &Principal, request: &Request) -> Self {
        let mut bytes = Vec::with_capacity(33 + request.path.len() + request.query.len());
        bytes.extend_from_slice(principal.credential.as_bytes());
        bytes.extend_from_slice(&principal.site_key.to_le_bytes());
        bytes.extend_from_slice(&principal.epoch.to_le_bytes());
        bytes.extend_from_slice(request.path.as_bytes());
        bytes.push(b'?');
        bytes.extend_from_slice(request.query.as_bytes());
        let mut hasher = DefaultHasher::new();
        hasher.write(&bytes);
        Self { hash: hasher.finish(), bytes }
    }
}

impl KeptReplies {
    /// An empty cache.
    #[must_use]
    pub const fn new() -> Self {
        Self { kept: Shared::new(KEPT_MAX), asked: Shared::new(ASKED) }
    }

    /// Keeps a reply that has a validator, from its second request on.
    fn keep(&self, key: Key, reply: &Reply) {
        let is_good = reply.status == StatusCode::OK && reply.headers.contains_key(ETAG);
        let size = size(&key, reply);
        if is_good && size <= KEPT_MAX / 16 && self.asked.insert(key.hash, ()).is_some() {
            self.kept.lock().insert_weighing(key, Arc::new(reply.clone()), size);
        }
    }
}

fn size(key: &Key, reply: &Reply) -> usize {
    key.bytes.len() + reply.body.len() + OVERHEAD
}

/// Lets the dialect handle a request, with the kept reply's validator if there is one, and keeps a
/// new reply.
pub(crate) async fn handle<A: Api>(
    api: &A,
    replies: &KeptReplies,
    row: &Row<A::Endpoint>,
    ctx: &Ctx,
    request: &mut Request,
) -> Result<Reply, A::Error> {
    let endpoint = row.endpoint(&request.path)?;
    let principal = ctx.principal.as_ref().filter(|_| may_be_kept(request));
    let key = principal.map(|principal| Key::of(principal, request));
    let kept = key.as_ref().and_then(|key| replies.kept.find(key));
    if let Some(tag) = kept.as_ref().and_then(|kept| kept.headers.get(ETAG)) {
        request.headers.insert(IF_NONE_MATCH, tag.clone());
    }
    let outcome = api.handle(endpoint, Call::new(ctx, request, None)).await;
    let Some(key) = key else { return outcome };
    request.headers.remove(IF_NONE_MATCH);
    let reply = outcome?;
    match kept {
        Some(kept) if reply.status == StatusCode::NOT_MODIFIED => Ok(Reply::clone(&kept)),
        _ => {
            replies.keep(key, &reply);
            Ok(reply)
        }
    }
}

/// Whether a kept reply may be used: the dialect itself evaluates the client's own validators.
fn may_be_kept(request: &Request) -> bool {
    request.method == Method::GET && !request.headers.contains_key(IF_NONE_MATCH)
}
