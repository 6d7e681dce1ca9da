//! Webhooks: who may manage them, what they get, and that everything arrives.

mod clock;
mod drain;
mod manage;

use crate::{Who, World};
use clock::Clock;
use futures_executor::block_on;
use std::cell::RefCell;
use std::collections::HashSet;
use std::time::Duration;
use weft_domain::entry::Status;
use weft_domain::json::members;
use weft_domain::shape::{Shape, Source};
use weft_domain::{CollectionChange, Ctx, EntryId, Result, SiteId, Timestamp, WebhookId};
use weft_service::webhooks::{Courier, Created, NewWebhook, Post, Sent, Settings};
use weft_service::{EntryChange, NewEntry};

const SHAPE: Shape = &[("data", Source::Data)];
const BEGINNING: i64 = 1_774_432_800_000;
const SECRET: &str = "the operator's";

/// A request that a receiver got.
#[derive(Clone)]
struct Got {
    host: String,
    id: String,
    at: Duration,
    headers: Vec<(&'static str, String)>,
    body: String,
}

impl Got {
    fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// What a receiver does with a request, by its host and its body: how long it takes, and what it
/// answers.
type Behaviour<'a> = Box<dyn Fn(&Got) -> (Duration, Sent) + 'a>;

/// The receivers of all hosts.
struct Receivers<'a> {
    clock: &'a Clock,
    behaviour: Behaviour<'a>,
    got: RefCell<Vec<Got>>,
    /// The ids of the messages that were accepted, in order, once each.
    accepted: RefCell<Vec<String>>,
    known: RefCell<HashSet<String>>,
}

impl Courier for Receivers<'_> {
    async fn send(&self, post: &Post) -> Sent {
        let header =
            |name| post.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone());
        let got = Got {
            host: post.url.host_str().unwrap_or_default().to_owned(),
            id: header("webhook-id").unwrap_or_default(),
            at: self.clock.elapsed(),
            headers: post.headers.clone(),
            body: post.body.clone(),
        };
        let (time, sent) = (self.behaviour)(&got);
        self.got.borrow_mut().push(got.clone());
        if time > Duration::ZERO {
            self.clock.wait(time).await;
        }
        let is_accepted = matches!(sent, Sent::Response { status: 200..=299, .. });
        if is_accepted && self.known.borrow_mut().insert(got.id.clone()) {
            self.accepted.borrow_mut().push(got.id);
        }
        sent
    }

    fn now(&self) -> Timestamp {
        let elapsed = i64::try_from(self.clock.elapsed().as_millis()).unwrap();
        Timestamp::from_millis(BEGINNING + elapsed)
    }

    fn elapsed(&self) -> Duration {
        self.clock.elapsed()
    }

    async fn wait(&self, time: Duration) {
        self.clock.wait(time).await;
    }
}

fn status(status: u16) -> Sent {
    Sent::Response { status, retry_after: None, body: b"told".to_vec() }
}

/// A site with a content type, and its administrator.
struct Site {
    world: World,
    root: Who,
    id: SiteId,
    ctx: Ctx,
}

impl Site {
    fn new() -> Self {
        let (world, root) = World::new();
        let id = world.site(&root, "A");
        let ctx = world.ctx_in(&root, id);
        let fields = r#"[{"name":"n","type":"number"}]"#;
        let change = CollectionChange {
            schema: Some(serde_json::from_str(fields).unwrap()),
            ..CollectionChange::default()
        };
        block_on(world.app().developer(&ctx).unwrap().create_collection("post", change)).unwrap();
        Self { world, root, id, ctx }
    }

    fn try_webhook(&self, host: &str, events: &[&str]) -> Result<Created> {
        let url = format!("https://{host}/hook");
        let new = NewWebhook {
            name: host,
            url: &url,
            events: events.iter().map(|event| (*event).to_owned()).collect(),
            is_enabled: true,
            ..NewWebhook::default()
        };
        let app = self.world.app();
        block_on(app.admin(&self.ctx)?.create_webhook(new, &Settings::default().insecure))
    }

    fn webhook(&mut self, host: &str, events: &[&str]) -> WebhookId {
        let created = self.try_webhook(host, events).unwrap();
        // A new receiver makes what instances know of the site outdated.
        self.ctx = self.world.ctx_in(&self.root, self.id);
        created.webhook.id
    }

    fn create(&self, n: usize) -> EntryId {
        let app = self.world.app();
        let data = format!(r#"{{"n":{n}}}"#);
        let new = NewEntry {
            collection: "post",
            slug: None,
            status: Some(Status::Draft),
            data: members(&data).unwrap(),
            created_at: None,
            published_at: None,
            place: None,
        };
        block_on(app.writer(&self.ctx).unwrap().create(SHAPE, new)).unwrap().id
    }

    fn edit(&self, id: EntryId, n: usize) {
        let app = self.world.app();
        let data = format!(r#"{{"n":{n}}}"#);
        let change = EntryChange { data: Some(members(&data).unwrap()), ..EntryChange::default() };
        block_on(app.writer(&self.ctx).unwrap().update(SHAPE, id, change, weft_domain::entry::Guard::Any))
            .unwrap();
    }

    async fn tick(&self, receivers: &Receivers<'_>) -> bool {
        let settings = Settings { tick_secret: SECRET.to_owned(), ..Settings::default() };
        let app = self.world.app();
        let mut ctx = self.world.ctx();
        ctx.now = receivers.now();
        app.outbox().tick(&ctx, receivers, &settings, SECRET).await.unwrap()
    }

    /// Ticks every second until that many messages were accepted, at most for that long.
    fn drain(&self, receivers: &Receivers<'_>, messages: usize, limit: Duration) {
        let end = receivers.clock.elapsed() + limit;
        while receivers.accepted.borrow().len() < messages {
            assert!(receivers.clock.elapsed() < end, "{} arrived", receivers.accepted.borrow().len());
            if !receivers.clock.run(self.tick(receivers)) {
                receivers.clock.advance(Duration::from_secs(1));
            }
        }
    }
}

fn receivers<'a>(clock: &'a Clock, behaviour: impl Fn(&Got) -> (Duration, Sent) + 'a) -> Receivers<'a> {
    Receivers {
        clock,
        behaviour: Box::new(behaviour),
        got: RefCell::default(),
        accepted: RefCell::default(),
        known: RefCell::default(),
    }
}
