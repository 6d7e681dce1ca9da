//! One request, from its bytes to its reply; the same for every dialect.
//!
//! Request id → body limit → CORS preflight → route → credential → principal → quota → the dialect's `handle` → validators →
//! headers. A fault on the way is put into words by the dialect; what is our fault is logged here, once, and the client
//! sees nothing of it.
//!
//! A remembered principal may be outdated; then `handle` says so, having done nothing, and the request is tried again
//! with a principal that was verified anew. So is a request that was refused without any statement, which could have noticed: a right
//! may have been given meanwhile, and to a credential that is gone nothing is told, not even what is wrong with a body.

use crate::cors;
use crate::dialect::{Credential, Dialect, Fault};
use crate::identity::{Identity, Principals};
use crate::kept::{self, Replies};
use crate::message::{Reply, Request};
use crate::quota::{Quota, QuotaError, QuotaState};
use crate::respond::{self, Exchange, X_REQUEST_ID};
use crate::validators;
use http::header::{ALLOW, CONTENT_LENGTH, RETRY_AFTER};
use http::{HeaderValue, Method};
use weft_domain::{Ctx, Error};

/// The most bytes of a body, unless a door says otherwise: the largest `data` of an entry, and room for what stands around it.
pub const BODY_LIMIT: usize = weft_domain::entry::DATA_MAX + 64 * 1024;

/// How often a principal may be outdated before a request is given up: each time somebody has changed a credential, an account or a
/// membership between two statements, and as many may do so as there are requests at a time.
const OUTDATED_MAX: usize = 1_000;

/// What a front door has at hand: who verifies, who counts, what it remembers, what it allows.
pub struct Door<'a, I, Q> {
    /// Verifies credentials.
    pub identity: &'a I,
    /// Counts requests.
    pub quota: &'a Q,
    /// The principals that the instance remembers.
    pub principals: &'a Principals,
    /// The replies that the instance keeps.
    pub replies: &'a Replies,
    /// The most bytes of a body; usually [`BODY_LIMIT`]. A longer one need not have been read: its declared length is refused as well.
    pub body_limit: usize,
    /// Round trips to the database so far, for this request.
    pub round_trips: &'a dyn Fn() -> u32,
    /// Takes a line for the log.
    pub log: fn(&str),
}

/// Answers a request. Whatever happens, there is a reply.
pub async fn serve<D: Dialect, I: Identity, Q: Quota>(
    dialect: &D,
    door: &Door<'_, I, Q>,
    mut request: Request,
    mut ctx: Ctx,
) -> Reply {
    ctx.request_id = request_id(&request, &ctx);
    let is_head = request.method == Method::HEAD;
    if is_head {
        request.method = Method::GET;
    }
    let mut quota = None;
    let reply = if cors::is_preflight(&request) {
        cors::preflight(dialect, &request)
    } else {
        match answer(dialect, door, &mut request, &mut ctx, &mut quota).await {
            Ok(reply) => validators::revalidate(&request, reply),
            Err(fault) => refuse(dialect, door, &request, &ctx, fault),
        }
    };
    let exchange = Exchange {
        request_id: &ctx.request_id,
        is_own_read: request.method == Method::GET && ctx.principal.is_some(),
        is_head,
        is_cross_origin: cors::is_cross_origin(&request),
        quota,
        round_trips: (door.round_trips)(),
    };
    respond::finish(reply, &exchange)
}

/// Answers a request that cannot be served, because what every request needs is not there: in the dialect's words, with the headers
/// that every answer bears. Logs why.
pub fn unserved(
    render: fn(&Fault) -> Reply,
    request: &Request,
    mut ctx: Ctx,
    error: Error,
    log: fn(&str),
) -> Reply {
    ctx.request_id = request_id(request, &ctx);
    log(&log_line(request, &ctx, &error));
    let exchange = Exchange {
        request_id: &ctx.request_id,
        is_own_read: false,
        is_head: request.method == Method::HEAD,
        is_cross_origin: cors::is_cross_origin(request),
        quota: None,
        round_trips: 0,
    };
    respond::finish(render(&Fault::Domain(error)), &exchange)
}

/// The client's request id, if it is fit to be logged, else a new one.
pub(crate) fn request_id(request: &Request, ctx: &Ctx) -> String {
    let sent = request.headers.get(&X_REQUEST_ID).map(HeaderValue::as_bytes).unwrap_or_default();
    let is_fit = (1..=128).contains(&sent.len()) && sent.iter().all(u8::is_ascii_graphic);
    match std::str::from_utf8(sent) {
        Ok(sent) if is_fit => sent.to_owned(),
        _ => ctx.new_uuid().to_string(),
    }
}

/// Everything that can fail.
async fn answer<D: Dialect, I: Identity, Q: Quota>(
    dialect: &D,
    door: &Door<'_, I, Q>,
    request: &mut Request,
    ctx: &mut Ctx,
    quota: &mut Option<QuotaState>,
) -> Result<Reply, Fault> {
    if is_too_large(request, door.body_limit) {
        return Err(Error::TooLarge { limit: door.body_limit, of: "bytes" }.into());
    }
    let endpoint = dialect.route(request)?;
    let is_open = dialect.is_open(endpoint);
    let credential = dialect.credential(request);

    let mut is_fresh = identify(door, credential.as_ref(), is_open, ctx).await?;
    for _ in 0..OUTDATED_MAX {
        match attempt(dialect, door, endpoint, request, ctx, quota).await {
            Err(Fault::Domain(Error::Outdated)) => {}
            Err(fault) if !is_fresh && (door.round_trips)() == 0 && is_about_the_request(&fault) => {}
            outcome => return outcome,
        }
        if let Some(credential) = &credential {
            door.principals.forget(credential);
        }
        ctx.principal = None;
        is_fresh = true;
        identify(door, credential.as_ref(), is_open, ctx).await?;
    }
    Err(Error::Outdated.into())
}

/// Whether the request itself was refused, rather than one request too many, or for want of a database.
fn is_about_the_request(fault: &Fault) -> bool {
    match fault {
        Fault::Domain(Error::Limited { .. }) => false,
        Fault::Domain(error) => !error.is_ours(),
        _ => true,
    }
}

fn is_too_large(request: &Request, limit: usize) -> bool {
    let declared = request.header(CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
    request.body.len() > limit
        || declared.is_some_and(|length| usize::try_from(length).map_or(true, |n| n > limit))
}

/// Puts into `ctx` who asks: nobody without a credential. At an open endpoint a bad credential is no credential. True unless it is
/// somebody who was only remembered.
async fn identify<I: Identity, Q>(
    door: &Door<'_, I, Q>,
    credential: Option<&Credential>,
    is_open: bool,
    ctx: &mut Ctx,
) -> Result<bool, Error> {
    let Some(credential) = credential else { return Ok(true) };
    match door.principals.find_or_verify_now(door.identity, credential, ctx.now).await {
        Ok((principal, _)) if !credential.is_of(principal.credential, principal.account) && is_open => {
            Ok(true)
        }
        Ok((principal, _)) if !credential.is_of(principal.credential, principal.account) => {
            Err(Error::Unauthenticated)
        }
        Ok((principal, is_fresh)) => {
            ctx.principal = Some(principal);
            Ok(is_fresh)
        }
        Err(Error::Unauthenticated) if is_open => Ok(true),
        Err(error) => Err(error),
    }
}

/// Counts the request, if it is to be counted and was not yet, and has it handled.
async fn attempt<D: Dialect, I, Q: Quota>(
    dialect: &D,
    door: &Door<'_, I, Q>,
    endpoint: D::Endpoint,
    request: &mut Request,
    ctx: &Ctx,
    quota: &mut Option<QuotaState>,
) -> Result<Reply, Fault> {
    if quota.is_none() && ctx.principal.is_some() && !dialect.is_open(endpoint) {
        match door.quota.take(ctx).await {
            Ok(state) => *quota = Some(state),
            Err(QuotaError::Failed(error)) => return Err(error.into()),
            Err(QuotaError::Spent { state, retry_after }) => {
                *quota = Some(state);
                return Err(Error::Limited { retry_after }.into());
            }
        }
    }
    kept::handle(dialect, door.replies, endpoint, ctx, request).await
}

/// Logs what is our fault, and has the dialect say the rest.
fn refuse<D: Dialect, I, Q>(
    dialect: &D,
    door: &Door<'_, I, Q>,
    request: &Request,
    ctx: &Ctx,
    fault: Fault,
) -> Reply {
    let fault = match fault {
        Fault::Domain(Error::Outdated) => Fault::Domain(Error::Unavailable(
            "a principal that was just verified is outdated again".to_owned(),
        )),
        fault => fault,
    };
    if let Fault::Domain(error) = &fault
        && error.is_ours()
    {
        (door.log)(&log_line(request, ctx, error));
    }
    let mut reply = dialect.error(&fault, ctx);
    match &fault {
        Fault::Domain(Error::Limited { retry_after }) => {
            reply.headers.entry(RETRY_AFTER).or_insert(HeaderValue::from(*retry_after));
        }
        Fault::MethodNotAllowed { allow } if !reply.headers.contains_key(ALLOW) => {
            respond::put(&mut reply.headers, &ALLOW, allow.clone());
        }
        _ => {}
    }
    reply
}

/// Request id, what was asked (not the query: it may hold what people search for), and the error with its causes.
fn log_line(request: &Request, ctx: &Ctx, error: &Error) -> String {
    let mut line = format!("{} {} {}: {error}", ctx.request_id, request.method, request.path);
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        line.push_str(": ");
        line.push_str(&error.to_string());
        cause = error.source();
    }
    line
}
