//! The content component: content types and documents, in the dialects that have them.
//!
//! Thin on purpose. It opens the instance's database, takes principals from the auth component over WIT, and hands the request
//! to the dialect that its path belongs to.

#![cfg(target_arch = "wasm32")]

mod identity;
mod web;

use identity::AuthComponent;
use weft_dialect_r3::R3;
use weft_dialect_snow::Snow;
use weft_guest::{ErrorCode, HostRequest, HostResponse, Leased, circumstances, database, log, read, respond};
use weft_http::pipeline::BODY_LIMIT;
use weft_http::{Door, Principals, Reply, Request, serve, unserved};
use weft_service::{App, Leases, Schemas};
use weft_storage::Store;

weft_guest::serve!(handle);

static PRINCIPALS: Principals = Principals::new();
static SCHEMAS: Schemas = Schemas::new();
static LEASES: Leases = Leases::new();

async fn handle(request: HostRequest) -> Result<HostResponse, ErrorCode> {
    let request = read(request, BODY_LIMIT).await;
    respond(answer(request).await)
}

async fn answer(request: Request) -> Reply {
    let ctx = circumstances(&request);
    let db = match database().await {
        Ok(db) => db.counting_anew(),
        Err(error) => {
            let render = if is_snow(&request) {
                weft_dialect_snow::error::render
            } else {
                weft_dialect_r3::error::render
            };
            return unserved(render, &request, ctx, error, log);
        }
    };
    let app = App::new(Store::new(&db), &SCHEMAS);
    let door = Door {
        identity: &AuthComponent,
        quota: &Leased { db: &db.counting_anew(), leases: &LEASES },
        principals: &PRINCIPALS,
        body_limit: BODY_LIMIT,
        round_trips: &|| u32::try_from(db.round_trips()).unwrap_or(u32::MAX),
        log,
    };
    if is_snow(&request) {
        serve(&Snow::new(app, &web::Host), &door, request, ctx).await
    } else {
        serve(&R3::new(app), &door, request, ctx).await
    }
}

/// Whether the path is SnowCMS's; its seed page spells one of them `wesbites`.
fn is_snow(request: &Request) -> bool {
    ["/api/websites", "/api/wesbites"].iter().any(|prefix| request.path.starts_with(prefix))
}
