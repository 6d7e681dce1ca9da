//! Replies that an instance keeps, so that a list that nobody has changed is not put together
//! again.
//!
//! A private cache (RFC 9111) in front of the dialect that never answers unasked: the dialect
//! handles the request as if the client had sent the kept reply's validator. So it looks at the
//! caller's rights and asks the store as always, in one statement; only when it says that the
//! validator is current does the kept reply go out.
//!
//! A validator holds for one address and one reader. Hence the key: the address, and the credential
//! with the site and the epoch in which its rights were looked up.

use crate::api::{Api, Call};
use crate::message::{Reply, Request};
use crate::routes::Row;
use http::header::{ETAG, IF_NONE_MATCH};
use http::{Method, StatusCode};
use std::hash::{DefaultHasher, Hasher as _};
use std::sync::Arc;
use weft_bounded::Shared;
use weft_domain::{Ctx, Principal};

/// The most bytes that an instance keeps, keys included.
pub const KEPT_MAX: usize = 16 * 1024 * 1024;
/// What a reply takes beside its body and its key, about.
const OVERHEAD: usize = 1024;
/// How many addresses are remembered for having been asked for once.
const ASKED: usize = 1024;

/// The replies that an instance keeps. Fit for a `static`: locked only within its methods, never
/// across an `await`.
#[derive(Debug)]
pub struct KeptReplies {
    kept: Shared<Key, Arc<Reply>>,
    /// Hashes of keys that were asked for. What nobody asks for twice is not kept.
    asked: Shared<u64, ()>,
}

impl Default for KeptReplies {
    fn default() -> Self {
        Self::new()
    }
}

/// The hash stands first: keys begin alike.
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
    /// None yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { kept: Shared::new(KEPT_MAX), asked: Shared::new(ASKED) }
    }

    /// Keeps a reply that has a validator, from the second time on that it is asked for.
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

/// Has the dialect handle a request, with a kept reply's validator if there is one, and keeps what
/// it makes.
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

/// Whether the answer may be one that was kept: the client's own validators are the dialect's to
/// judge.
fn may_be_kept(request: &Request) -> bool {
    request.method == Method::GET && !request.headers.contains_key(IF_NONE_MATCH)
}
