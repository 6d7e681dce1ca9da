//! The ceiling of the benchmark: the same responses as Weft's, from one hand-written statement over
//! tables made for it.
//!
//! Each statement checks the credential and reads or writes at the same time. Documents are stored
//! as the text of the response. The connection lives as long as the instance and uses only the
//! synchronous `execute`, which is the cheapest. Requests are parsed only as far as the benchmark
//! needs, without the SDK's conversions.
//!
//! Features of Weft that the ceiling lacks: schemas, validation, versions, audit, events, counters,
//! quotas, scopes, drafts, other sites' rules.

mod exchange;
mod statements;

use exchange::{Answer, body, first, respond};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use spin_sdk::sqlite::wit::sqlite::{Connection, QueryResult, Value};
use spin_sdk::wasip3::exports::http::handler::Guest;
use spin_sdk::wasip3::http::types::{ErrorCode, Method, Request, Response};
use spin_sdk::wasip3::random::random::get_random_u64;
use std::fmt::Write as _;
use std::sync::OnceLock;

const LIMIT: i64 = 20;

static CONNECTION: OnceLock<Connection> = OnceLock::new();

struct Ceiling;

spin_sdk::wasip3::http::service::export!(Ceiling);

impl Guest for Ceiling {
    async fn handle(request: Request) -> Result<Response, ErrorCode> {
        let target = request.get_path_with_query().unwrap_or_default();
        let headers = request.get_headers();
        let secret = first(&headers, "x-api-key").unwrap_or_default();
        let credential = Value::Blob(Sha256::digest(&secret).to_vec());
        respond(if matches!(request.get_method(), Method::Post) {
            create(&body(request).await, credential)?
        } else {
            read(&target, credential, first(&headers, "if-none-match"))?
        })
    }
}

/// Runs a statement on the instance's connection.
fn run(statement: &'static str, values: &[Value]) -> Result<QueryResult, ErrorCode> {
    let connection = match CONNECTION.get() {
        Some(connection) => connection,
        None => {
            let opened = Connection::open("default").map_err(failed)?;
            CONNECTION.get_or_init(|| opened)
        }
    };
    connection.execute(statement, values).map_err(failed)
}

fn failed(error: impl std::fmt::Debug) -> ErrorCode {
    ErrorCode::InternalError(Some(format!("{error:?}")))
}

fn read(target: &str, credential: Value, known: Option<Vec<u8>>) -> Result<Answer, ErrorCode> {
    let path = target.strip_prefix("/api/content").unwrap_or_default();
    if let Some(query) = path.strip_prefix('?') {
        return list(query, credential);
    }
    // `"tag"`; the benchmark sends strong validators only.
    let known = known.and_then(|tag| String::from_utf8(tag).ok()).unwrap_or_default();
    let known = Value::Text(known.trim_matches('"').to_owned());
    let (statement, key) = match path.strip_prefix("/by-slug/").and_then(|rest| rest.split_once('/')) {
        Some((_, slug)) => (statements::BY_SLUG, slug),
        None => (statements::BY_ID, path.trim_start_matches('/')),
    };
    let found = run(statement, &[credential, Value::Text(key.to_owned()), known])?;
    Ok(match cells(found) {
        None => Answer::empty(401),
        Some([Value::Text(etag), Value::Text(doc)]) => Answer { status: 200, etag, body: doc.into_bytes() },
        Some([Value::Text(etag), _]) => Answer { status: 304, etag, body: Vec::new() },
        Some(_) => Answer::empty(404),
    })
}

fn list(query: &str, credential: Value) -> Result<Answer, ErrorCode> {
    let parameter = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    let number = |text: &str| text.parse().map(Value::Real).map_err(failed);
    let limit = Value::Integer(LIMIT);
    let found = if let Some(category) = parameter("filters[data.category][$eq]") {
        run(statements::BY_CATEGORY, &[credential, limit, Value::Text(category.to_owned())])
    } else if let Some(from) = parameter("filters[data.price][$gte]") {
        let to = parameter("filters[data.price][$lt]").unwrap_or_default();
        run(statements::BY_PRICE, &[credential, limit, number(from)?, number(to)?])
    } else {
        run(statements::NEWEST, &[credential, limit])
    }?;
    Ok(match cells(found) {
        Some([Value::Integer(changes), Value::Integer(total), Value::Text(docs)]) => {
            Answer { status: 200, etag: changes.to_string(), body: envelope(&docs, total)?.into_bytes() }
        }
        _ => Answer::empty(401),
    })
}

/// The first page of a list, as Weft wraps it.
fn envelope(docs: &str, total: i64) -> Result<String, ErrorCode> {
    let pages = (total + LIMIT - 1).div_euclid(LIMIT).max(1);
    let (more, next) = if pages > 1 { ("true", "2") } else { ("false", "null") };
    let mut text = String::with_capacity(docs.len() + 192);
    text.push_str("{\"docs\":[");
    text.push_str(docs);
    write!(
        text,
        "],\"totalDocs\":{total},\"limit\":{LIMIT},\"totalPages\":{pages},\"page\":1,\"hasNextPage\":{more},\
         \"hasPrevPage\":false,\"nextPage\":{next},\"prevPage\":null}}"
    )
    .map_err(failed)?;
    Ok(text)
}

#[derive(Deserialize)]
struct New<'a> {
    r#type: &'a str,
    #[serde(borrow)]
    data: &'a RawValue,
}

#[derive(Deserialize)]
struct Titled<'a> {
    title: &'a str,
}

fn create(body: &[u8], credential: Value) -> Result<Answer, ErrorCode> {
    let new: New<'_> = serde_json::from_slice(body).map_err(failed)?;
    let Titled { title } = serde_json::from_str(new.data.get()).map_err(failed)?;
    let slug = slug(title);
    #[expect(clippy::disallowed_methods, reason = "there is no Ctx here, and nothing to freeze")]
    let now = Timestamp::now();
    let id = id(now).to_string();
    let etag = format!("{}-1", id.get(28..).unwrap_or_default());
    let doc = format!(
        "{{\"id\":\"{id}\",\"type\":\"{}\",\"slug\":\"{slug}\",\"status\":\"draft\",\"authorId\":\"{}\",\"publishedAt\":null,\
         \"data\":{},\"createdAt\":\"{now:.3}\",\"updatedAt\":\"{now:.3}\"}}",
        new.r#type,
        uuid::Uuid::nil(),
        new.data
    );
    let values =
        [credential, Value::Text(id), Value::Text(slug), Value::Text(etag.clone()), Value::Text(doc.clone())];
    let made = run(statements::CREATE, &values)?;
    Ok(if made.rows.is_empty() {
        Answer::empty(401)
    } else {
        Answer { status: 201, etag, body: doc.into_bytes() }
    })
}

fn id(now: Timestamp) -> uuid::Uuid {
    let [a, b, c, d, e, f, g, h] = get_random_u64().to_ne_bytes();
    let [i, j, ..] = get_random_u64().to_ne_bytes();
    let milliseconds = u64::try_from(now.as_millisecond()).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(milliseconds, &[a, b, c, d, e, f, g, h, i, j]).into_uuid()
}

/// The benchmark's titles are plain ASCII.
fn slug(title: &str) -> String {
    title.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect()
}

/// Returns the cells of the only row.
fn cells<const N: usize>(result: QueryResult) -> Option<[Value; N]> {
    result.rows.into_iter().next()?.values.try_into().ok()
}
