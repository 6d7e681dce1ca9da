//! The driver's shared suite, run in a guest: `[{"case": "…", "failure": null | "…"}, …]` to every
//! request.
//!
//! Natively the same suite runs in the driver's own tests. Here it runs over the host's
//! `spin:sqlite`, whose pitfalls (row streams that hold a connection, errors that come after the
//! rows) occur only in a guest.

#![cfg(target_arch = "wasm32")]

use spin_sdk::http::{IntoResponse, Request, StatusCode};
use spin_sdk::http_service;
use sqlx_libsql::Db;
use sqlx_libsql::testing::suite;

#[http_service]
async fn handle(_: Request) -> impl IntoResponse {
    let db = match Db::open_spin("default", 4).await {
        Ok(db) => db,
        Err(error) => return (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()),
    };
    let cases = suite(&db).await.into_iter();
    let cases: serde_json::Value =
        cases.map(|(case, result)| serde_json::json!({ "case": case, "failure": result.err() })).collect();
    (StatusCode::OK, cases.to_string())
}
