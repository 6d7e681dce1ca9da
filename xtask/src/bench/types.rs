//! What a change by id costs on a site with one content type and on one with 500.
//!
//! Two servers, each with a site of its own, take turns; the ratio is that of one turn. A change
//! costs the same whatever a site has besides, so the target is a ratio of one.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

use super::client::{Client, Head};
use super::dataset::{furnish, remove};
use super::operation::COLLECTION;
use super::server::{Server, Setup};
use super::statistics::median;

/// How many content types the larger site has: as many as a site may have.
pub(super) const TYPES: usize = 500;
/// How many documents are changed in turns.
const DOCUMENTS: usize = 100;
/// How many changes a server makes per turn.
const CHANGES: usize = 2_000;
/// How many turns there are, after one to warm up.
const TURNS: usize = 5;

/// Microseconds of processor time per change: with one content type, with 500, and the ratio.
#[derive(Debug, Clone, Copy)]
pub(super) struct Change {
    pub(super) one: f64,
    pub(super) many: f64,
    pub(super) ratio: f64,
}

/// A server with a site that has that many content types, and documents of one of them.
struct Site {
    server: Server,
    client: Client,
    key: String,
    ids: Vec<String>,
}

/// Measures.
///
/// # Errors
/// A server does not start, or a request fails.
pub(super) fn measure(setup: impl Fn(&Path) -> Setup, folder: &Path) -> Result<Change> {
    let folders = [folder.join("one-type"), folder.join("many-types")];
    for folder in &folders {
        std::fs::create_dir_all(folder)?;
    }
    let [one, many] = &folders;
    let (mut one, mut many) = (site(&setup(one), 1)?, site(&setup(many), TYPES)?);
    let mut turns = Vec::with_capacity(TURNS);
    for turn in 0..=TURNS {
        let (first, second) = (one.turn()?, many.turn()?);
        if turn > 0 {
            turns.push((first, second));
        }
    }
    drop((one, many));
    for folder in &folders {
        remove(folder)?;
    }
    let of = |part: fn(&(f64, f64)) -> f64| median(turns.iter().map(part)).unwrap_or_default();
    Ok(Change { one: of(|turn| turn.0), many: of(|turn| turn.1), ratio: of(|turn| turn.1 / turn.0) })
}

fn site(setup: &Setup, types: usize) -> Result<Site> {
    let server = setup.start()?;
    let mut client = Client::connect(server.address)?;
    let key = furnish(&mut client)?;
    let credential = Some(("x-api-key", key.as_str()));
    for number in 1..types {
        let field = json!({ "name": "title", "label": "Title", "type": "text" });
        let name = format!("type_{number:03}");
        let new = json!({ "name": name, "label": name, "fields": [field] });
        client.post("/api/content-types", credential, &new)?;
    }
    let mut ids = Vec::with_capacity(DOCUMENTS);
    for number in 0..DOCUMENTS {
        let data = json!({ "title": format!("Title {number}"), "category": "a", "price": 1, "body": "text ".repeat(330) });
        let made = client.post("/api/content", credential, &json!({ "type": COLLECTION, "data": data }))?;
        ids.push(made.get("id").and_then(Value::as_str).context("a new document has no id")?.to_owned());
    }
    Ok(Site { server, client, key, ids })
}

impl Site {
    /// Microseconds of processor time per change.
    fn turn(&mut self) -> Result<f64> {
        let before = self.server.cpu()?;
        for (number, id) in self.ids.iter().cycle().take(CHANGES).enumerate() {
            let body = json!({ "data": { "title": format!("Title {number}") } }).to_string();
            let target = format!("/api/content/{id}");
            let headers = [("x-api-key", self.key.as_str()), ("content-type", "application/json")];
            let head = Head { method: "PATCH", target: &target, headers: &headers };
            let answer = self.client.send(head, &body)?;
            let text = String::from_utf8_lossy(&answer.body);
            ensure!(answer.status == 200, "PATCH was answered with {}: {text}", answer.status);
        }
        let used = self.server.cpu()?.saturating_sub(before);
        Ok(used.as_secs_f64() * 1e6 / CHANGES as f64)
    }
}
