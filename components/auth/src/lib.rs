//! The auth component: sites, accounts, sessions and keys; and `weft:cms/identity` for all others.
//!
//! The only component that reads hashes of secrets. Its HTTP routes speak InlineCMS (`/v1/…`), R3 (`/api/keys/…`) and SnowCMS
//! (`/api/websites`, `/api/accounts/…`, `/api/login/…`).

#![cfg(target_arch = "wasm32")]

mod identity;

use identity::Here;
use sqlx_libsql::Db;
use std::sync::OnceLock;
use weft_dialect_inline::Inline;
use weft_dialect_r3::R3Keys;
use weft_dialect_snow::SnowAccounts;
use weft_domain::{Ctx, Result};
use weft_guest::{
    ErrorCode, HostRequest, HostResponse, Leased, circumstances, database, log, read, respond, variable,
};
use weft_http::pipeline::BODY_LIMIT;
use weft_http::{Dialect, Door, Principals, Replies, Reply, Request, serve, unserved};
use weft_service::{App, Leases, Onboarding, Schemas};
use weft_storage::Store;

weft_guest::serve!(handle);

static PRINCIPALS: Principals = Principals::new();
static REPLIES: Replies = Replies::new();
static SCHEMAS: Schemas = Schemas::new();
static LEASES: Leases = Leases::new();
/// Who may onboard: the operator says it once, at the start.
static ONBOARDING: OnceLock<Onboarding> = OnceLock::new();

async fn handle(request: HostRequest) -> Result<HostResponse, ErrorCode> {
    let request = read(request, BODY_LIMIT).await;
    respond(answer(request).await)
}

async fn answer(request: Request) -> Reply {
    let ctx = circumstances(&request);
    let (is_r3, is_snow) = (request.path.starts_with("/api/keys"), request.path.starts_with("/api/"));
    let (db, onboarding) = match open().await {
        Ok(opened) => opened,
        Err(error) => {
            let render = match (is_r3, is_snow) {
                (true, _) => weft_dialect_r3::error::render,
                (_, true) => weft_dialect_snow::error::render,
                _ => weft_dialect_inline::error::render,
            };
            return unserved(render, &request, ctx, error, log);
        }
    };
    let app = App::new(Store::new(&db), &SCHEMAS);
    if is_r3 {
        through(&R3Keys::new(app), &db, request, ctx).await
    } else if is_snow {
        let uncounted = db.counting_anew();
        let callers = Here { db: &uncounted, now: ctx.now };
        through(&SnowAccounts::new(app, &callers), &db, request, ctx).await
    } else {
        through(&Inline::new(app, onboarding), &db, request, ctx).await
    }
}

/// The database, counting this request's round trips, and who may onboard.
async fn open() -> Result<(Db, Onboarding)> {
    let onboarding = match ONBOARDING.get() {
        Some(onboarding) => *onboarding,
        None => {
            let policy = Onboarding::parse(&variable("onboarding").await?);
            *ONBOARDING.get_or_init(|| policy)
        }
    };
    Ok((database().await?.counting_anew(), onboarding))
}

async fn through(dialect: &impl Dialect, db: &Db, request: Request, ctx: Ctx) -> Reply {
    let uncounted = db.counting_anew();
    let door = Door {
        identity: &Here { db: &uncounted, now: ctx.now },
        quota: &Leased { db: &uncounted, leases: &LEASES },
        principals: &PRINCIPALS,
        replies: &REPLIES,
        body_limit: BODY_LIMIT,
        round_trips: &|| u32::try_from(db.round_trips()).unwrap_or(u32::MAX),
        log,
    };
    serve(dialect, &door, request, ctx).await
}
