//! Replies that an instance keeps, so that a list that nobody has changed is not put together again.
//!
//! A private cache (RFC 9111) in front of the dialect that never answers unasked: the dialect handles the request as if the client had sent
//! the kept reply's validator. So it looks at the caller's rights and asks the store as always, in one statement; only when it says that
//! the validator is current does the kept reply go out.
//!
//! A validator holds for one address and one reader. Hence the key: the address, and the credential with the site and the epoch in
//! which its rights were looked up.

use crate::dialect::{Dialect, Fault};
use crate::message::{Reply, Request};
use http::header::{ETAG, IF_NONE_MATCH};
use http::{Method, StatusCode};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use weft_domain::{Ctx, Principal};

/// The most bytes that an instance keeps, keys included.
pub const KEPT_MAX: usize = 4 * 1024 * 1024;
/// What a reply takes beside its body and its key, about.
const OVERHEAD: usize = 1024;

/// The replies that an instance keeps. Fit for a `static`: locked only within its methods, never across an `await`.
#[derive(Debug, Default)]
pub struct Replies {
    memory: Mutex<Memory>,
}

/// Two generations. When the younger one has half of what may be kept, the older one goes, and with it what was not asked for since.
#[derive(Debug, Default)]
struct Memory {
    young: BTreeMap<Vec<u8>, Arc<Reply>>,
    old: BTreeMap<Vec<u8>, Arc<Reply>>,
    /// What the younger generation takes.
    bytes: usize,
}

impl Replies {
    /// None yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { memory: Mutex::new(Memory { young: BTreeMap::new(), old: BTreeMap::new(), bytes: 0 }) }
    }

    fn find(&self, key: &[u8]) -> Option<Arc<Reply>> {
        let mut memory = self.memory();
        if let Some(reply) = memory.young.get(key) {
            return Some(reply.clone());
        }
        let reply = memory.old.get(key)?.clone();
        memory.keep(key.to_vec(), reply.clone());
        Some(reply)
    }

    fn keep(&self, key: Vec<u8>, reply: &Reply) {
        let is_good = reply.status == StatusCode::OK && reply.headers.contains_key(ETAG);
        if is_good && size(&key, reply) <= KEPT_MAX / 16 {
            self.memory().keep(key, Arc::new(reply.clone()));
        }
    }

    /// A panic elsewhere cannot leave the memory half-changed in a way that matters: it is a cache.
    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Memory {
    fn keep(&mut self, key: Vec<u8>, reply: Arc<Reply>) {
        self.bytes += size(&key, &reply);
        if self.bytes > KEPT_MAX / 2 {
            self.bytes = size(&key, &reply);
            self.old = std::mem::take(&mut self.young);
        }
        if let Some(replaced) = self.young.insert(key, reply) {
            self.bytes = self.bytes.saturating_sub(replaced.body.len() + OVERHEAD);
        }
    }
}

fn size(key: &[u8], reply: &Reply) -> usize {
    key.len() + reply.body.len() + OVERHEAD
}

/// Has the dialect handle a request, with a kept reply's validator if there is one, and keeps what it makes.
pub(crate) async fn handle<D: Dialect>(
    dialect: &D,
    replies: &Replies,
    endpoint: D::Endpoint,
    ctx: &Ctx,
    request: &mut Request,
) -> Result<Reply, Fault> {
    let principal = ctx.principal.as_ref().filter(|_| is_kept(dialect, endpoint, request));
    let key = principal.map(|principal| key(principal, request));
    let kept = key.as_ref().and_then(|key| replies.find(key));
    if let Some(tag) = kept.as_ref().and_then(|kept| kept.headers.get(ETAG)) {
        request.headers.insert(IF_NONE_MATCH, tag.clone());
    }
    let outcome = dialect.handle(endpoint, ctx, request).await;
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

/// Whether the answer may be one that was kept: the client's own validators are the dialect's to judge.
fn is_kept<D: Dialect>(dialect: &D, endpoint: D::Endpoint, request: &Request) -> bool {
    dialect.is_kept(endpoint) && request.method == Method::GET && !request.headers.contains_key(IF_NONE_MATCH)
}

fn key(principal: &Principal, request: &Request) -> Vec<u8> {
    let mut key = Vec::with_capacity(33 + request.path.len() + request.query.len());
    key.extend_from_slice(principal.credential.as_bytes());
    key.extend_from_slice(&principal.site_key.to_le_bytes());
    key.extend_from_slice(&principal.epoch.to_le_bytes());
    key.extend_from_slice(request.path.as_bytes());
    key.push(b'?');
    key.extend_from_slice(request.query.as_bytes());
    key
}
