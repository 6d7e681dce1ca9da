//! The pipeline: handles one request, from its bytes to its reply, for every dialect.
//!
//! Request id → body limit → CORS preflight → row → checks before authentication → credentials →
//! principal or caller → quota → the dialect's `handle` → validators → headers. The dialect renders
//! every error; a server error is logged here, once, and its cause is hidden from the client.
//!
//! A cached principal may be outdated; then `handle` fails with `Outdated` and without effect, and
//! the pipeline verifies the principal and repeats the request. It also repeats a request that was
//! refused before any statement ran, because no statement has compared the epoch: the principal may
//! have gained a right meanwhile, and a revoked credential gets no details, not even about errors
//! in a body.

use crate::api::{Api, ApiError, Call};
use crate::cors;
use crate::fault::Fault;
use crate::identify::{forget, identify};
use crate::identity::{Identity, Principals};
use crate::kept::{self, KeptReplies};
use crate::message::{Reply, Request};
use crate::quota::{Quota, QuotaError, QuotaState};
use crate::respond::{self, Exchange, X_REQUEST_ID};
use crate::routes::{Row, Who, route};
use crate::validators;
use http::header::CONTENT_LENGTH;
use http::{HeaderValue, Method};
use weft_domain::{Caller, Ctx, Error};

/// The most bytes of a body, unless a pipeline sets another limit: the largest `data` of an entry,
/// and space for the other members.
pub const BODY_LIMIT: usize = weft_domain::entry::DATA_MAX + 64 * 1024;

/// How often a principal may be outdated before the request fails. Each time, a credential, an
/// account or a membership was changed between two statements, and all concurrent requests may do
/// that.
const OUTDATED_MAX: usize = 1_000;

/// The dependencies and limits of the pipeline.
pub struct Pipeline<'a, I, Q> {
    /// Verifies credentials.
    pub identity: &'a I,
    /// Counts requests.
    pub quota: &'a Q,
    /// The cache of principals.
    pub principals: &'a Principals,
    /// The cache of kept replies.
    pub replies: &'a KeptReplies,
    /// The most bytes of a body; usually [`BODY_LIMIT`]. A declared length above the limit is
    /// rejected even if the body was not read.
    pub body_limit: usize,
    /// The number of database round trips of this request so far.
    pub round_trips: &'a dyn Fn() -> u32,
    /// Writes a line to the log.
    pub log: fn(&str),
}

/// Answers a request; every request gets a reply.
pub async fn serve<A: Api, I: Identity, Q: Quota>(
    api: &A,
    pipeline: &Pipeline<'_, I, Q>,
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
        cors::preflight::<A>(&request)
    } else {
        match answer(api, pipeline, &mut request, &mut ctx, &mut quota).await {
            Ok(reply) => validators::revalidate(&request, reply),
            Err(error) => refuse::<A>(pipeline.log, &request, &ctx, error),
        }
    };
    let exchange = Exchange {
        request_id: &ctx.request_id,
        is_own_read: request.method == Method::GET && ctx.principal.is_some(),
        is_head,
        is_cross_origin: cors::is_cross_origin(&request),
        quota,
        round_trips: (pipeline.round_trips)(),
        reads: A::headers(),
    };
    let mut reply = respond::finish(reply, &exchange);
    reply.nudges = is_announced(&request, &ctx, &reply);
    reply
}

/// Whether the request may have changed what the site's receivers are told of.
fn is_announced(request: &Request, ctx: &Ctx, reply: &Reply) -> bool {
    let is_done = reply.status.is_success() || reply.status.is_redirection();
    let is_read = matches!(request.method, Method::GET | Method::OPTIONS);
    is_done && !is_read && ctx.principal.as_ref().is_some_and(|principal| principal.has_receivers)
}

/// Replies to a request whose shared setup failed, such as the database: in the dialect's format,
/// with the common headers. Logs the cause.
pub fn reply_to_failure<A: Api>(request: &Request, mut ctx: Ctx, error: Error, log: fn(&str)) -> Reply {
    ctx.request_id = request_id(request, &ctx);
    log(&log_line(request, &ctx, &error));
    let exchange = Exchange {
        request_id: &ctx.request_id,
        is_own_read: false,
        is_head: request.method == Method::HEAD,
        is_cross_origin: cors::is_cross_origin(request),
        quota: None,
        round_trips: 0,
        reads: A::headers(),
    };
    respond::finish(render::<A>(&Fault::Domain(error).into()), &exchange)
}

/// The client's request id, if it is safe to log, else a new one.
pub(crate) fn request_id(request: &Request, ctx: &Ctx) -> String {
    let sent = request.headers.get(&X_REQUEST_ID).map(HeaderValue::as_bytes).unwrap_or_default();
    let is_fit = (1..=128).contains(&sent.len()) && sent.iter().all(u8::is_ascii_graphic);
    match std::str::from_utf8(sent) {
        Ok(sent) if is_fit => sent.to_owned(),
        _ => ctx.new_uuid().to_string(),
    }
}

/// The fallible part of `serve`.
async fn answer<A: Api, I: Identity, Q: Quota>(
    api: &A,
    pipeline: &Pipeline<'_, I, Q>,
    request: &mut Request,
    ctx: &mut Ctx,
    quota: &mut Option<QuotaState>,
) -> Result<Reply, A::Error> {
    if is_too_large(request, pipeline.body_limit) {
        return Err(Fault::Domain(Error::TooLarge { limit: pipeline.body_limit, of: "bytes" }).into());
    }
    let row = route(A::TABLE, &request.method, &request.path)?;
    A::before(row, request)?;
    let credentials = A::credentials(row, request);

    let unidentified = |error| A::unidentified(row, request, error);
    let mut known = identify(pipeline, &credentials, row.who, ctx).await.map_err(unidentified)?;
    for _ in 0..OUTDATED_MAX {
        match attempt(api, pipeline, row, request, ctx, known.caller.as_ref(), quota).await {
            Err(error) if is_outdated(&error) => {}
            Err(error)
                if !known.is_fresh && (pipeline.round_trips)() == 0 && is_about_the_request(&error) => {}
            outcome => return outcome,
        }
        forget(pipeline.principals, &credentials, ctx.principal.as_ref());
        ctx.principal = None;
        known = identify(pipeline, &credentials, row.who, ctx)
            .await
            .map_err(|error| A::unidentified(row, request, error))?;
        known.is_fresh = true;
    }
    Err(Fault::Domain(Error::Outdated).into())
}

fn is_outdated<E: ApiError>(error: &E) -> bool {
    matches!(error.fault(), Some(Fault::Domain(Error::Outdated)))
}

/// Whether the error is about the request itself, not about the rate limit or a server error.
fn is_about_the_request<E: ApiError>(error: &E) -> bool {
    match error.fault() {
        Some(Fault::Domain(Error::Limited { .. })) => false,
        Some(Fault::Domain(error)) => !error.is_ours(),
        _ => true,
    }
}

fn is_too_large(request: &Request, limit: usize) -> bool {
    let declared = request.header(CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
    request.body.len() > limit
        || declared.is_some_and(|length| usize::try_from(length).map_or(true, |n| n > limit))
}

/// Counts the request, unless it is exempt or already counted, and calls the handler.
async fn attempt<A: Api, I, Q: Quota>(
    api: &A,
    pipeline: &Pipeline<'_, I, Q>,
    row: &Row<A::Endpoint>,
    request: &mut Request,
    ctx: &Ctx,
    caller: Option<&Caller>,
    quota: &mut Option<QuotaState>,
) -> Result<Reply, A::Error> {
    if quota.is_none() && is_counted(row.who, ctx) {
        match pipeline.quota.take(ctx).await {
            Ok(state) => *quota = Some(state),
            Err(QuotaError::Failed(error)) => return Err(Fault::Domain(error).into()),
            Err(QuotaError::Spent { state, retry_after }) => {
                *quota = Some(state);
                return Err(Fault::Domain(Error::Limited { retry_after }).into());
            }
        }
    }
    if row.is_kept {
        return kept::handle(api, pipeline.replies, row, ctx, request).await;
    }
    let endpoint = row.endpoint(&request.path)?;
    api.handle(endpoint, Call::new(ctx, request, caller)).await
}

/// Whether the request counts against the plan of its credential.
const fn is_counted(who: Who, ctx: &Ctx) -> bool {
    matches!(who, Who::Principal) || (matches!(who, Who::PrincipalOrCaller) && ctx.principal.is_some())
}

/// Logs a server error, and lets the dialect render the error.
fn refuse<A: Api>(log: fn(&str), request: &Request, ctx: &Ctx, error: A::Error) -> Reply {
    let error = if is_outdated(&error) {
        let cause = "a principal that was just verified is outdated again".to_owned();
        Fault::Domain(Error::Unavailable(cause)).into()
    } else {
        error
    };
    if let Some(Fault::Domain(error)) = error.fault()
        && error.is_ours()
    {
        log(&log_line(request, ctx, error));
    }
    render::<A>(&error)
}

/// An error in the dialect's format, with the header that every dialect sends with it.
fn render<A: Api>(error: &A::Error) -> Reply {
    let reply = A::render(error);
    match error.fault().and_then(Fault::header) {
        Some((name, value)) => reply.with(name, value),
        None => reply,
    }
}

/// Request id, method, path and the error with its causes. Without the query, which may contain
/// personal search terms.
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
