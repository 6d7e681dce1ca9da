//! Concurrent requests in one instance, and concurrent instances on one database.

use std::sync::Mutex;
use std::thread::available_parallelism;

use serde_json::json;
use weft_host::Reuse;
use weft_tests::{Connection, Received, Weft, a_document, a_type};

use super::parallel::{ask, at_once, request};

/// The number of clients for each of the host's threads: the concurrent requests that one instance
/// accepts.
const AT_A_TIME: usize = 16;
const ROUNDS: usize = 4;

/// A client that writes and reads its own document, and asserts the responses.
struct Client {
    marker: String,
    id: String,
    key: String,
}

impl Client {
    fn new(weft: &Weft, who: usize) -> Self {
        let marker = format!("m{who}m");
        let text = format!("{marker} {}", "x".repeat(20_000));
        let made = a_document("note").set("marker", marker.as_str()).set("text", text);
        Self {
            marker,
            id: made.published().create(&weft.admin()).id,
            key: weft.site().secrets()[1].to_owned(),
        }
    }

    fn request(&self, method: &str, rest: &str, body: Option<serde_json::Value>) -> String {
        request(method, &format!("/api/content/{}{rest}", self.id), &self.key, body.as_ref())
    }

    /// Asserts that the response has this client's data completely, and no data of another client.
    fn check(&self, answer: &Received, status: u16) {
        let text = String::from_utf8_lossy(&answer.body);
        assert_eq!(answer.status, status, "{}: {}", self.marker, &text[..text.len().min(500)]);
        let strangers = text.match_indices('m').filter(|(at, _)| {
            let rest = &text[at + 1..];
            let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
            digits > 0 && rest[digits..].starts_with('m') && !text[*at..].starts_with(&self.marker)
        });
        assert_eq!(strangers.count(), 0, "{} sees data of another client: {text:.500}", self.marker);
        serde_json::from_str::<serde_json::Value>(&text).unwrap();
    }

    fn round(&self, weft: &Weft, kind: usize, connection: &mut Connection) {
        let mut send = |text: String, status: u16| self.check(&ask(connection, &text), status);
        match kind {
            0 => send(self.request("GET", "", None), 200),
            1 => {
                let list = format!("/api/content?type=note&filters[data.marker]={}", self.marker);
                send(request("GET", &list, &self.key, None), 200);
            }
            2 => {
                let body = a_document("note").set("marker", self.marker.as_str()).body();
                send(request("POST", "/api/content", &self.key, Some(&body)), 201);
            }
            3 => send(self.request("PATCH", "", Some(json!({ "data": { "n": 1 } }))), 200),
            4 => {
                send(self.request("POST", "/unpublish", None), 200);
                send(self.request("GET", "", None), 404);
                send(self.request("POST", "/publish", None), 200);
            }
            5 => self.goes_away(weft),
            _ => {
                send(self.request("PATCH", "", Some(json!({ "data": { "n": "no number" } }))), 422);
                send(self.request("GET", "/versions", None), 200);
                send(request("GET", "/api/content/nobody", &self.key, None), 404);
            }
        }
    }

    /// Clients that disconnect: during a request, a write, a response.
    fn goes_away(&self, weft: &Weft) {
        let write = self.request("PATCH", "", Some(json!({ "data": { "n": 2 } })));
        for text in
            [&write[..write.len() - 5], &write, &request("GET", "/api/content?type=big", &self.key, None)]
        {
            let mut connection = weft.connect();
            connection.send(text).unwrap();
            connection.abort();
        }
        let mut connection = weft.connect();
        connection.send(request("GET", "/api/content?type=big", &self.key, None)).unwrap();
        connection.exactly(1000).unwrap();
        connection.abort();
    }
}

/// A host with content types; the list of `big` is larger than socket buffers.
fn host() -> Weft {
    let weft = Weft::with(|setup| setup.reuse.max_concurrent = 4 * AT_A_TIME);
    let note = a_type("note").field("marker", "text").with("indexed", true).field("text", "text");
    note.field("n", "number").create(&weft.admin());
    a_type("big").field("text", "text").create(&weft.admin());
    for _ in 0..10 {
        a_document("big").set("text", "y".repeat(1_000_000)).published().create(&weft.admin());
    }
    weft
}

#[test]
fn sixteen_concurrent_requests_in_one_instance_do_not_mix() {
    let weft = host();
    // The host has one thread per core and one instance per thread; it gives a new connection to
    // the thread with the fewest connections.
    let count = AT_A_TIME * available_parallelism().unwrap().get();
    let clients: Vec<_> = (0..count).map(|who| Client::new(&weft, who)).collect();
    let reader = weft.site().secrets()[3].to_owned();
    let everything = request("GET", "/api/content?type=big", &reader, None);
    let mut slow = weft.connect();
    let connections = clients.iter().map(|client| {
        let mut connection = weft.connect();
        client.check(&ask(&mut connection, &client.request("GET", "", None)), 200);
        Mutex::new(connection)
    });
    let connections: Vec<_> = connections.collect();
    let instances = weft.running().instances();

    slow.send(&everything).unwrap();
    at_once(count, |who| {
        let connection = &mut *connections[who].lock().unwrap();
        for round in 0..ROUNDS {
            clients[who].round(&weft, who + round, connection);
        }
    });
    // A request that arrives while an instance computes gets a new instance; the other requests
    // share.
    let (added, requests) = (weft.running().instances() - instances, count * ROUNDS);
    assert!(
        added * 4 < requests as u64,
        "{added} new instances for {requests} rounds of requests: instances are not shared"
    );
    // The slow client reads its response last, and the response is complete.
    let answer = slow.receive().unwrap();
    let list: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!((list["docs"].as_array().unwrap().len(), list["totalDocs"].as_u64()), (10, Some(10)));
    for (client, connection) in clients.iter().zip(connections) {
        client.check(&ask(&mut connection.into_inner().unwrap(), &client.request("GET", "", None)), 200);
    }
    assert_eq!(weft.running().guest_output(), "");
}

#[test]
fn reads_succeed_while_a_write_waits_for_the_database() {
    let weft = host();
    let client = Client::new(&weft, 0);
    let mut reading: Vec<_> = (0..8).map(|_| weft.connect()).collect();
    let mut writing: Vec<_> = (0..64).map(|_| weft.connect()).collect();
    let instances = weft.running().instances();
    let database = weft.database();
    database.execute_batch("BEGIN IMMEDIATE").unwrap();
    for (who, writer) in writing.iter_mut().enumerate() {
        writer.send(client.request("PATCH", "", Some(json!({ "data": { "n": who } })))).unwrap();
        let answer = ask(&mut reading[who % 8], &client.request("GET", "", None));
        client.check(&answer, 200);
        assert_eq!(answer.header("etag").rsplit('-').next(), Some("1\""), "no write is committed yet");
    }
    let added = weft.running().instances() - instances;
    assert!(added < 32, "64 requests wait in {added} new instances: instances are not shared");
    database.execute_batch("COMMIT").unwrap();
    for connection in &mut writing {
        client.check(&connection.receive().unwrap(), 200);
    }
    let answer = ask(&mut reading[0], &client.request("GET", "", None));
    assert_eq!(answer.header("etag").rsplit('-').next(), Some("65\""), "each write adds one revision");
}

#[test]
fn of_a_hundred_writers_with_the_same_etag_one_succeeds() {
    let weft = Weft::start();
    a_type("tally").field("n", "number").create(&weft.admin());
    let document = a_document("tally").set("n", 0).create(&weft.editor());
    let statuses = at_once(100, |who| {
        let ask =
            weft.editor().patch(document.path(), json!({ "data": { "n": who } })).if_match(&document.etag);
        (ask.send().status(), who)
    });
    let winners: Vec<_> = statuses.iter().filter(|(status, _)| *status == 200).collect();
    assert_eq!(winners.len(), 1);
    assert_eq!(statuses.iter().filter(|(status, _)| *status == 412).count(), 99);
    let kept = weft.admin().get(format!("{}?draft=true", document.path())).send();
    kept.shows("/data/n", winners[0].1);
    assert!(kept.etag().ends_with("-2\""), "{kept}");
    weft.admin().get(document.at("versions")).send().is(200).shows("/totalDocs", 2);
}

#[test]
fn writers_that_retry_lose_no_update() {
    let weft = Weft::start();
    a_type("tally").field("n", "number").create(&weft.admin());
    let document = a_document("tally").set("n", 0).create(&weft.editor());
    let seen = format!("{}?draft=true", document.path());
    let tries: usize = at_once(10, |_| {
        let mut tries = 0;
        for _ in 0..10 {
            loop {
                let now = weft.admin().get(&seen).send();
                let next = now.at("/data/n").as_u64().unwrap() + 1;
                let ask = weft.editor().patch(document.path(), json!({ "data": { "n": next } }));
                let answer = ask.if_match(&now.etag()).send();
                tries += 1;
                match answer.status() {
                    200 => break,
                    _ => answer.is_error(412, "PRECONDITION_FAILED"),
                };
            }
        }
        tries
    })
    .into_iter()
    .sum();
    assert!(tries >= 100);
    let kept = weft.admin().get(&seen).send();
    kept.shows("/data/n", 100);
    assert!(kept.etag().ends_with("-101\""), "{kept}");
}

#[test]
fn a_hundred_instances_that_start_at_once_migrate_once() {
    let reuse = Reuse { max_requests: 1, max_concurrent: 1, ..Reuse::default() };
    let weft = Weft::empty(|setup| setup.reuse = reuse);
    // An unknown key makes the composed identity component open the database too.
    let statuses = at_once(100, |_| weft.key("weft_nobody").get("/api/content").send().status());
    assert_eq!(statuses, [401; 100]);
    assert_eq!(weft.running().instances(), 100);
    assert_eq!(weft.running().guest_output(), "");
    let database = weft.database();
    let mut rows = database.prepare("SELECT number, count(*) FROM weft_migrations GROUP BY number").unwrap();
    let rows: Vec<(i64, i64)> =
        rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
    assert!(rows.len() >= 2, "{rows:?}");
    assert!(rows.iter().enumerate().all(|(at, row)| *row == (at as i64 + 1, 1)), "{rows:?}");
    let admin = json!({ "email": "a@b.example", "password": "correct horse" });
    weft.anon().post("/v1/projects", json!({ "name": "first", "admin": admin })).send().is(201);
}

#[test]
fn of_four_concurrent_first_sites_one_is_created() {
    let weft = Weft::empty(|_| {});
    let statuses = at_once(4, |who| {
        let admin = json!({ "email": format!("a{who}@b.example"), "password": "correct horse" });
        weft.anon().post("/v1/projects", json!({ "name": "first", "admin": admin })).send().status()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 403).count(), 3, "{statuses:?}");
    let sites: i64 = weft.database().query_row("SELECT count(*) FROM sites", [], |row| row.get(0)).unwrap();
    assert_eq!(sites, 1);
}
