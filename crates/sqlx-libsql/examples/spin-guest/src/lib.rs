//! Notes over HTTP, kept in the database of the host: sqlx in a Spin component.
//!
//! `GET /` lists the notes, `POST /` adds its body. An instance answers many requests at a time, so
//! the handle is opened once and shared by all of them.

#![cfg(target_arch = "wasm32")]

use std::sync::OnceLock;

use spin_sdk::http::body::IncomingBodyExt as _;
use spin_sdk::http::{IntoResponse, Method, Request, StatusCode};
use spin_sdk::http_service;
use sqlx_libsql::{Db, Error, query, query_scalar};

static DB: OnceLock<Db> = OnceLock::new();

#[http_service]
async fn handle(request: Request) -> impl IntoResponse {
    let answer = match *request.method() {
        Method::GET => list().await,
        Method::POST => match request.into_body().bytes().await {
            Ok(text) => add(&String::from_utf8_lossy(&text)).await,
            Err(error) => return (StatusCode::BAD_REQUEST, format!("{error:?}\n")),
        },
        _ => return (StatusCode::METHOD_NOT_ALLOWED, "GET or POST\n".to_owned()),
    };
    answer.unwrap_or_else(|error| match error {
        Error::Unique { .. } => (StatusCode::CONFLICT, "this note is there already\n".to_owned()),
        Error::Check { .. } => (StatusCode::BAD_REQUEST, "a note has a text\n".to_owned()),
        Error::Busy | Error::Unavailable(_) => (StatusCode::SERVICE_UNAVAILABLE, format!("{error}\n")),
        other => (StatusCode::INTERNAL_SERVER_ERROR, format!("{other}\n")),
    })
}

async fn list() -> Result<(StatusCode, String), Error> {
    let notes: Vec<String> =
        query_scalar("SELECT text FROM note ORDER BY id").fetch_all(database().await?).await?;
    Ok((StatusCode::OK, notes.iter().map(|note| format!("{note}\n")).collect()))
}

async fn add(text: &str) -> Result<(StatusCode, String), Error> {
    let id: i64 = query_scalar("INSERT INTO note (text) VALUES (?) RETURNING id")
        .bind(text)
        .fetch_one(database().await?)
        .await?;
    Ok((StatusCode::CREATED, format!("note {id}\n")))
}

/// The handle, opened by the first request. Two that come at once open two, one of which stays:
/// requests must not wait for each other's futures.
async fn database() -> Result<&'static Db, Error> {
    if let Some(db) = DB.get() {
        return Ok(db);
    }
    let db = Db::open_spin("default", 1).await?;
    let table = "CREATE TABLE IF NOT EXISTS note (
        id INTEGER PRIMARY KEY,
        text TEXT NOT NULL UNIQUE CONSTRAINT note_text CHECK (text <> '')
    )";
    query(table).execute(&db).await?;
    Ok(DB.get_or_init(|| db))
}
