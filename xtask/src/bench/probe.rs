//! What can be seen in single requests: the round trips of each, whether ceiling and Weft answer
//! the same, whether answers on one connection wait for an acknowledgement, how soon a new process
//! answers.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

use super::client::{Answer, Client, Head};
use super::dataset::{EMAIL, PASSWORD};
use super::load::{Snow, Subject};
use super::memory::Memory;
use super::operation::{COLLECTION, Operation, PER_CATEGORY};
use super::server::Setup;
use super::statistics::{median, percentile};

/// How many answers on one connection are looked at.
const SEQUENTIAL: usize = 10_000;
/// How often a start is timed.
const STARTS: usize = 5;
/// What an answer takes that waits for a client's delayed acknowledgement, in milliseconds.
const STALL: std::ops::RangeInclusive<u64> = 38..=48;

/// Answers on one kept-alive connection, one after another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sequence {
    /// How many.
    pub(super) answers: usize,
    /// Milliseconds that half of them came within.
    pub(super) p50: f64,
    /// The same, of 99 %.
    pub(super) p99: f64,
    /// How many took as long as a delayed acknowledgement.
    pub(super) stalled: usize,
}

/// A document of the sample.
#[derive(Debug, Clone)]
pub(super) struct Example {
    id: String,
    slug: String,
    etag: String,
}

/// The sample's first document.
pub(super) fn example(sample: &Path) -> Result<Example> {
    let sample = std::fs::read_to_string(sample)?;
    let mut columns = sample.lines().next().unwrap_or_default().split('\t').map(str::to_owned);
    let mut next = || columns.next().context("the sample is empty");
    Ok(Example { id: next()?, slug: next()?, etag: next()? })
}

impl Example {
    /// Where it is.
    pub(super) fn path(&self) -> String {
        format!("/api/content/{}", self.id)
    }
}

/// A cursor in the middle of all documents.
///
/// # Errors
/// Weft gives none.
pub(super) fn middle(client: &mut Client, subject: &Subject) -> Result<String> {
    let page = format!("/api/content?type={COLLECTION}&limit=1&count=none&page={}", subject.documents / 2);
    let documents: Value = serde_json::from_slice(&success(client.get(&page, &subject.key)?)?.body)?;
    let at = documents
        .pointer("/docs/0/createdAt")
        .and_then(Value::as_str)
        .context("no document in the middle")?;
    let from_there =
        format!("/api/content?type={COLLECTION}&limit=1&count=none&filters[createdAt][$lte]={at}&cursor=");
    let page: Value = serde_json::from_slice(&success(client.get(&from_there, &subject.key)?)?.body)?;
    Ok(page.get("nextCursor").and_then(Value::as_str).context("no cursor in the middle")?.to_owned())
}

/// How the same documents are asked for through SnowCMS's API.
///
/// # Errors
/// Weft does not know the key, its website or the collection.
pub(super) fn snow(client: &mut Client, key: &str) -> Result<Snow> {
    let keys: Value = serde_json::from_slice(&success(client.get("/api/keys", key)?)?.body)?;
    let keys = keys.get("docs").and_then(Value::as_array).context("no list of keys")?;
    // The only one that was made by a person; the other came with the site.
    let own = keys.iter().find(|known| known.get("name").and_then(Value::as_str) == Some("bench"));
    let id = own.and_then(|own| own.get("id")?.as_str()).context("the list of keys lacks ours")?;
    let token = format!("a:{id}.{key}");
    let collections = format!("/api/websites/{}/collections", website(client)?);
    let bearer = format!("Bearer {token}");
    let head = Head { method: "GET", target: &collections, headers: &[("authorization", &bearer)] };
    let list: Value = serde_json::from_slice(&success(client.send(head, "")?)?.body)?;
    let collection =
        list.pointer("/0/id").and_then(Value::as_str).context("the website has no collection")?;
    Ok(Snow { entries: format!("{collections}/{collection}/entries"), token })
}

/// The site's id: a key of one site cannot list SnowCMS's websites, but a session knows its site.
fn website(client: &mut Client) -> Result<String> {
    let login = client.post("/v1/auth/login", None, &json!({ "email": EMAIL, "password": PASSWORD }))?;
    let id = login.pointer("/data/user/projectId").and_then(Value::as_str);
    Ok(id.context("the login does not name the site")?.to_owned())
}

/// The round trips that `operation` makes in an instance that knows the caller, as `Server-Timing`
/// says.
///
/// # Errors
/// The request fails or the answer does not say.
pub(super) fn round_trips(
    client: &mut Client,
    operation: Operation,
    subject: &Subject,
    example: &Example,
) -> Result<u32> {
    let mut last = None;
    for attempt in 0..3 {
        let answer = success(send(client, operation, subject, example, attempt)?)?;
        let timing = answer
            .header("server-timing")
            .and_then(|timing| timing.split_once("db;desc=\"")?.1.split_once('"'));
        last = timing.and_then(|(count, _)| count.parse().ok());
    }
    last.with_context(|| format!("Server-Timing of `{}` does not tell the round trips", operation.title()))
}

/// Whether Weft and the ceiling answer the same bytes, and documents under the same validator.
///
/// # Errors
/// A request fails.
pub(super) fn is_same(
    weft: &mut Client,
    ceiling: &mut Client,
    operation: Operation,
    subject: &Subject,
    example: &Example,
) -> Result<bool> {
    let ours = success(send(weft, operation, subject, example, 0)?)?;
    let theirs = success(send(ceiling, operation, subject, example, 0)?)?;
    let is_document = matches!(operation, Operation::Id | Operation::Slug | Operation::Unchanged);
    let same_etag = !is_document || ours.header("etag") == theirs.header("etag");
    Ok(ours.status == theirs.status && ours.body == theirs.body && same_etag)
}

/// Times answers on one connection, one after another.
///
/// # Errors
/// A request fails.
pub(super) fn sequence(client: &mut Client, subject: &Subject, example: &Example) -> Result<Sequence> {
    let path = example.path();
    let mut micros = Vec::with_capacity(SEQUENTIAL);
    for _ in 0..SEQUENTIAL {
        let asked = Instant::now();
        success(client.get(&path, &subject.key)?)?;
        micros.push(u64::try_from(asked.elapsed().as_micros())?);
    }
    micros.sort_unstable();
    #[expect(clippy::cast_precision_loss, reason = "microseconds, shown in milliseconds")]
    let milliseconds = |share| percentile(&micros, share).unwrap_or_default() as f64 / 1000.0;
    let stalled = micros.iter().filter(|micros| STALL.contains(&(**micros / 1000))).count();
    Ok(Sequence { answers: micros.len(), p50: milliseconds(0.5), p99: milliseconds(0.99), stalled })
}

/// How many milliseconds a new process takes until it has answered, with components that were
/// compiled before; and the memory it takes then, idle.
///
/// # Errors
/// The server does not start.
pub(super) fn start(setup: &Setup, target: &str, key: &str) -> Result<(f64, Memory)> {
    let mut times = Vec::with_capacity(STARTS);
    let mut idle = None;
    for attempt in 0..STARTS {
        let mut server = setup.start()?;
        times.push(server.first_answer(target, key)?.as_secs_f64() * 1000.0);
        if attempt + 1 == STARTS {
            // Longer than an idle instance is kept.
            std::thread::sleep(Duration::from_secs(2));
            idle = Some(server.memory()?);
        }
    }
    Ok((median(times).unwrap_or_default(), idle.context("no start was timed")?))
}

/// Makes an operation's request as `load.lua` does.
fn send(
    client: &mut Client,
    operation: Operation,
    subject: &Subject,
    example: &Example,
    attempt: u32,
) -> Result<Answer> {
    let list = format!("/api/content?type={COLLECTION}");
    let target = match operation {
        Operation::Id | Operation::Unchanged => example.path(),
        Operation::Slug => format!("/api/content/by-slug/{COLLECTION}/{}", example.slug),
        Operation::Category | Operation::Anew => {
            format!("{list}&filters[data.category][$eq]=category-00000&sort=-createdAt")
        }
        Operation::Price => {
            let to = 1_000_000 * PER_CATEGORY.min(subject.documents) / subject.documents;
            format!("{list}&filters[data.price][$gte]=0&filters[data.price][$lt]={to}&sort=data.price")
        }
        Operation::Newest => list,
        Operation::Deep => format!("{list}&cursor={}", subject.cursor),
        Operation::SnowId => format!("{}/{}", subject.snow.entries, example.id),
        Operation::SnowList => format!("{}?page=1", subject.snow.entries),
        Operation::Create => return create(client, subject, attempt),
    };
    let known = format!("\"{}\"", example.etag);
    let bearer = format!("Bearer {}", subject.snow.token);
    if matches!(operation, Operation::SnowId | Operation::SnowList) {
        let headers = [("authorization", bearer.as_str())];
        return client.send(Head { method: "GET", target: &target, headers: &headers }, "");
    }
    let headers = [("x-api-key", subject.key.as_str()), ("if-none-match", &known)];
    let headers = if operation == Operation::Unchanged { headers.as_slice() } else { headers.split_at(1).0 };
    client.send(Head { method: "GET", target: &target, headers }, "")
}

fn create(client: &mut Client, subject: &Subject, attempt: u32) -> Result<Answer> {
    let title = format!("Probe {attempt} of {:?}", std::time::SystemTime::now());
    let data = json!({ "title": title, "category": "category-00000", "price": 1.5, "body": "text ".repeat(330), "tags": ["a"] });
    let body = json!({ "type": COLLECTION, "data": data }).to_string();
    let headers = [("x-api-key", subject.key.as_str()), ("content-type", "application/json")];
    client.send(Head { method: "POST", target: "/api/content", headers: &headers }, &body)
}

fn success(answer: Answer) -> Result<Answer> {
    let is_good = (200..300).contains(&answer.status) || answer.status == 304;
    ensure!(is_good, "answered with {}: {}", answer.status, String::from_utf8_lossy(&answer.body));
    Ok(answer)
}
