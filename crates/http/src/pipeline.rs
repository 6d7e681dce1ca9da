//! One request, from its bytes to its reply; the same for every dialect.
//!
//! Request id → body limit → CORS preflight → row → what comes before identity → credentials →
//! principal or caller → quota → the dialect's `handle` → validators → headers. A refusal on the
//! way is put into words by the dialect; what is our fault is logged here, once, and the client
//! sees nothing of it.
//!
//! A remembered principal may be outdated; then `handle` says so, having done nothing, and the
//! request is tried again with a principal that was verified anew. So is a request that was refused
//! without any statement, which could have noticed: a right may have been given meanwhile, and a
//! revoked credential gets no details, not even what is wrong with a body.

use crate::api::{Api, ApiError, Call, Credentials};
use crate::cors;
use crate::fault::{Credential, Fault};
use crate::identity::{Identity, Principals};
use crate::kept::{self, KeptReplies};
use crate::message::{Reply, Request};
use crate::quota::{Quota, QuotaError, QuotaState};
use crate::respond::{self, Exchange, X_REQUEST_ID};
use crate::routes::{Row, Who, route};
use crate::validators;
use http::header::{ALLOW, CONTENT_LENGTH, RETRY_AFTER};
use http::{HeaderValue, Method};
use weft_domain::{Caller, Ctx, Error, Principal};

/// The most bytes of a body, unless a pipeline says otherwise: the largest `data` of an entry, and room
/// for what stands around it.
pub const BODY_LIMIT: usize = weft_domain::entry::DATA_MAX + 64 * 1024;

/// How often a principal may be outdated before a request is given up: each time somebody has
/// changed a credential, an account or a membership between two statements, and as many may do so
/// as there are requests at a time.
const OUTDATED_MAX: usize = 1_000;

/// What a front door has at hand: who verifies, who counts, what it remembers, what it allows.
pub struct Pipeline<'a, I, Q> {
    /// Verifies credentials.
    pub identity: &'a I,
    /// Counts requests.
    pub quota: &'a Q,
    /// The principals that the instance remembers.
    pub principals: &'a Principals,
    /// The replies that the instance keeps.
    pub replies: &'a KeptReplies,
    /// The most bytes of a body; usually [`BODY_LIMIT`]. A longer one need not have been read: its
    /// declared length is refused as well.
    pub body_limit: usize,
    /// Round trips to the database so far, for this request.
    pub round_trips: &'a dyn Fn() -> u32,
    /// Takes a line for the log.
    pub log: fn(&str),
}

/// Answers a request. Whatever happens, there is a reply.
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
    };
    respond::finish(reply, &exchange)
}

/// Answers a request that cannot be served, because what every request needs is not there: in the
/// dialect's words, with the headers that every answer bears. Logs why.
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
    };
    respond::finish(A::render(&Fault::Domain(error).into()), &exchange)
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

    let mut known = identify(pipeline, &credentials, row.who, ctx).await.map_err(Fault::from)?;
    for _ in 0..OUTDATED_MAX {
        match attempt(api, pipeline, row, request, ctx, known.caller.as_ref(), quota).await {
            Err(error) if is_outdated(&error) => {}
            Err(error)
                if !known.is_fresh && (pipeline.round_trips)() == 0 && is_about_the_request(&error) => {}
            outcome => return outcome,
        }
        for credential in [&credentials.person, &credentials.site].into_iter().flatten() {
            pipeline.principals.forget(credential);
        }
        ctx.principal = None;
        known = identify(pipeline, &credentials, row.who, ctx).await.map_err(Fault::from)?;
        known.is_fresh = true;
    }
    Err(Fault::Domain(Error::Outdated).into())
}

fn is_outdated<E: ApiError>(error: &E) -> bool {
    matches!(error.fault(), Some(Fault::Domain(Error::Outdated)))
}

/// Whether the request itself was refused, rather than one request too many, or for want of a
/// database.
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

/// What [`identify`] found, beside the principal in the `Ctx`.
#[derive(Default)]
struct Identified {
    caller: Option<Caller>,
    /// False for a principal that was only remembered.
    is_fresh: bool,
}

/// Puts into `ctx` who asks, where the endpoint is for principals, or finds the caller.
async fn identify<I: Identity, Q>(
    pipeline: &Pipeline<'_, I, Q>,
    credentials: &Credentials,
    who: Who,
    ctx: &mut Ctx,
) -> Result<Identified, Error> {
    let nobody = Identified { caller: None, is_fresh: true };
    match who {
        Who::Nobody => Ok(nobody),
        Who::Anybody => match principal(pipeline, credentials, ctx).await {
            Err(Error::Unauthenticated) => Ok(nobody),
            outcome => outcome,
        },
        Who::Principal => {
            let known = principal(pipeline, credentials, ctx).await?;
            ctx.principal().map(|_| known)
        }
        Who::Caller => caller(pipeline, credentials).await,
        Who::AnyCaller => match caller(pipeline, credentials).await {
            Err(Error::Unauthenticated) => Ok(nobody),
            outcome => outcome,
        },
    }
}

/// The caller above the sites, verified anew.
async fn caller<I: Identity, Q>(
    pipeline: &Pipeline<'_, I, Q>,
    credentials: &Credentials,
) -> Result<Identified, Error> {
    let credential = credentials.person.as_ref().ok_or(Error::Unauthenticated)?;
    let caller = pipeline.identity.caller(credential).await?;
    if !credential.is_of(caller.credential, caller.account) {
        return Err(Error::Unauthenticated);
    }
    Ok(Identified { caller: Some(caller), is_fresh: true })
}

/// The principal of the person, or of what chooses the site where nobody is named; of both, where
/// they fit.
async fn principal<I: Identity, Q>(
    pipeline: &Pipeline<'_, I, Q>,
    credentials: &Credentials,
    ctx: &mut Ctx,
) -> Result<Identified, Error> {
    let (mut found, mut is_fresh) = (None, false);
    if let Some(site) = &credentials.site {
        let (principal, fresh) = verify(pipeline, site, ctx).await?;
        (found, is_fresh) = (Some(principal), fresh);
    }
    if let Some(person) = &credentials.person {
        let of_site = found.map(|site| person.clone().for_site(&site.site.to_string()));
        let (principal, fresh) = verify(pipeline, of_site.as_ref().unwrap_or(person), ctx).await?;
        (found, is_fresh) = (Some(principal), fresh);
    }
    is_fresh |= found.is_none();
    ctx.principal = found;
    Ok(Identified { caller: None, is_fresh })
}

/// The principal of a credential, and whether it was verified just now.
async fn verify<I: Identity, Q>(
    pipeline: &Pipeline<'_, I, Q>,
    credential: &Credential,
    ctx: &Ctx,
) -> Result<(Principal, bool), Error> {
    let (principal, is_fresh) =
        pipeline.principals.find_or_verify_now(pipeline.identity, credential, ctx.now).await?;
    if credential.is_of(principal.credential, principal.account) {
        Ok((principal, is_fresh))
    } else {
        Err(Error::Unauthenticated)
    }
}

/// Counts the request, if it is to be counted and was not yet, and has it handled.
async fn attempt<A: Api, I, Q: Quota>(
    api: &A,
    pipeline: &Pipeline<'_, I, Q>,
    row: &Row<A::Endpoint>,
    request: &mut Request,
    ctx: &Ctx,
    caller: Option<&Caller>,
    quota: &mut Option<QuotaState>,
) -> Result<Reply, A::Error> {
    if quota.is_none() && row.who == Who::Principal {
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

/// Logs what is our fault, and has the dialect say the rest.
fn refuse<A: Api>(log: fn(&str), request: &Request, ctx: &Ctx, error: A::Error) -> Reply {
    let error = if is_outdated(&error) {
        let cause = "a principal that was just verified is outdated again".to_owned();
        Fault::Domain(Error::Unavailable(cause)).into()
    } else {
        error
    };
    let mut reply = A::render(&error);
    match error.fault() {
        Some(Fault::Domain(error)) if error.is_ours() => log(&log_line(request, ctx, error)),
        Some(Fault::Domain(Error::Limited { retry_after })) => {
            reply.headers.entry(RETRY_AFTER).or_insert(HeaderValue::from(*retry_after));
        }
        Some(Fault::MethodNotAllowed { allow }) if !reply.headers.contains_key(ALLOW) => {
            respond::put(&mut reply.headers, &ALLOW, allow.clone());
        }
        _ => {}
    }
    reply
}

/// Request id, what was asked (not the query: it may hold what people search for), and the error
/// with its causes.
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
