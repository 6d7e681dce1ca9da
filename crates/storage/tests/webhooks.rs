//! Events on their way to receivers: dispatch, claims, records, calls; over the pipe of native
//! programs, and with many rows.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "this is test code")]

use futures_executor::block_on;
use sqlx_libsql::{Db, Statement};
use std::cell::Cell;
use weft_domain::webhook::ReceiverKind;
use weft_domain::{Error, WebhookId};
use weft_storage::webhooks::claim::{Claimed, Message, claim};
use weft_storage::webhooks::deliveries::{self, Place};
use weft_storage::webhooks::dispatch::dispatch;
use weft_storage::webhooks::record::{Attempt, Health, Outcome, record};
use weft_storage::webhooks::subscriptions::{self, NewWebhook, WebhookChange};
use weft_storage::webhooks::{outbox, subscriptions::Webhook};
use weft_storage::{Scope, Store, migrate::migrate};

const SITE: &str = "018f3f70-1c2d-7abc-8def-000000000001";
const NOW: &str = "2026-05-01T12:00:00.000Z";
const LATER: &str = "2026-05-01T12:00:40.000Z";
const ALL: &str = r#"["entry.create","entry.update","entry.publish","entry.unpublish","entry.delete"]"#;
const WORLD: &str = r#"
    INSERT INTO sites (id, name, created_at) VALUES ('018f3f70-1c2d-7abc-8def-000000000001', '', ''), ('018f3f70-1c2d-7abc-8def-000000000002', '', '');
    INSERT INTO collections (id, site, name, label, revision, created_at, updated_at, fields)
    VALUES ('018f3f70-1c2d-7abc-8def-000000000002', 1, 'post', '', 1, '', '', '[]'),
           ('018f3f70-1c2d-7abc-8def-000000000003', 1, 'page', '', 1, '', '', '[]'),
           ('018f3f70-1c2d-7abc-8def-000000000004', 2, 'post', '', 1, '', '', '[]');"#;

struct World(Db, Cell<u16>);

impl World {
    fn new() -> Self {
        let db = Db::open_memory().unwrap();
        block_on(migrate(&Store::new(&db))).unwrap();
        block_on(db.batch(Statement::script(WORLD))).unwrap();
        Self(db, Cell::default())
    }

    fn store(&self) -> Store<'_> {
        Store::new(&self.0)
    }

    fn run(&self, sql: &str) {
        block_on(self.0.batch(vec![Statement::assert_safe(sql.to_owned())])).unwrap();
    }

    fn number(&self, sql: &'static str) -> i64 {
        block_on(self.0.run(Statement::new(sql))).unwrap().into_one().unwrap().take_integer(0).unwrap()
    }

    fn texts(&self, sql: &'static str) -> Vec<String> {
        let rows = block_on(self.0.run(Statement::new(sql))).unwrap().rows;
        rows.into_iter().map(|mut row| row.take_text(0).unwrap()).collect()
    }

    fn scope(&self) -> Scope {
        Scope { site: 1, epoch: self.number("SELECT auth_epoch FROM sites WHERE pk = 1") }
    }

    fn webhook(&self, n: u8, events: &str, types: &str) -> Webhook {
        let new = NewWebhook {
            id: webhook_id(n),
            name: "n",
            url: &format!("https://{n}.example/"),
            secret: "secret",
            events,
            types,
            is_enabled: true,
            now: NOW,
        };
        block_on(subscriptions::create(&self.store(), &self.scope(), &new)).unwrap()
    }

    fn change(&self, n: u8, change: &WebhookChange<'_>) -> Webhook {
        block_on(subscriptions::update(&self.store(), &self.scope(), webhook_id(n), change, NOW)).unwrap()
    }

    fn enable(&self, n: u8, is_enabled: bool) -> Webhook {
        self.change(n, &WebhookChange { is_enabled: Some(is_enabled), ..WebhookChange::default() })
    }

    /// Makes an entry of the site's collection: 1 post, 2 page; 3 is another site's post.
    fn create(&self, n: u32, collection: u8, status: &str, page: Option<&str>) {
        let (site, r#type) = match collection {
            1 => (1, "post"),
            2 => (1, "page"),
            _ => (2, "post"),
        };
        let place = page.map_or("NULL, NULL".to_owned(), |page| format!("'{page}', 'i{n}'"));
        self.run(&format!(
            "INSERT INTO entries (id, site, collection, type, slug, status, revision, author, published_at, created_at, updated_at, version, actor, action, request, data, page, instance)
             VALUES ('e{n}', {site}, {collection}, '{type}', 's{n}', '{status}', 1, '', '{NOW}', '{NOW}', '{NOW}', 'v{n}', '', 'create', '', '{{\"n\":0}}', {place})"
        ));
    }

    /// Changes an entry by that action.
    fn act(&self, n: u32, action: &str, change: &str) {
        self.run(&format!(
            "UPDATE entries SET action = '{action}', version = 'v{n}-' || revision, revision = revision + 1 {change} WHERE id = 'e{n}'"
        ));
    }

    fn edit(&self, n: u32, value: i64) {
        self.act(n, "update", &format!(", data = '{{\"n\":{value}}}'"));
    }

    fn dispatch(&self) {
        let id = format!("018f3f70-1c2d-7abc-8{:03x}-000000000000", self.1.get());
        self.1.set(self.1.get() + 1);
        block_on(dispatch(&self.store(), &id, NOW, 5)).unwrap();
    }

    fn claim(&self, lease: &str, now: &str) -> Vec<Claimed> {
        block_on(claim(&self.store(), lease, now, LATER)).unwrap()
    }

    fn record(&self, claimed: &Claimed, lease: &str, outcome: &Outcome) {
        let attempts: Vec<_> = claimed.deliveries.iter().map(|due| attempt(due, outcome)).collect();
        self.record_all(claimed, lease, &attempts);
    }

    fn record_all(&self, claimed: &Claimed, lease: &str, attempts: &[Attempt]) {
        let health = Health { failing_since: None, disabled_reason: None };
        let (receiver, url) = (claimed.receiver, claimed.url.as_str());
        block_on(record(&self.store(), receiver, url, lease, attempts, &health, NOW)).unwrap();
    }

    /// What is pending, as `<receiver> <name> <entry> <due>`.
    fn pending(&self) -> Vec<String> {
        self.texts(
            "SELECT concat_ws(' ', webhook, name, entry, iif(due_at IS NULL, 'waits', substr(due_at, 12, 8)))
               FROM deliveries WHERE status = 'pending' ORDER BY pk",
        )
    }
}

fn attempt(due: &weft_storage::webhooks::claim::Due, outcome: &Outcome) -> Attempt {
    Attempt {
        delivery: due.delivery,
        attempts: due.attempts,
        started_at: NOW.to_owned(),
        duration_ms: 1,
        headers: "{}".to_owned(),
        status: None,
        response: None,
        error: None,
        outcome: outcome.clone(),
    }
}

fn webhook_id(n: u8) -> WebhookId {
    format!("018f3f70-1c2d-7abc-8def-0000000001{n:02}").parse().unwrap()
}

/// The entries and events of what was claimed.
fn told(claimed: &[Claimed]) -> Vec<String> {
    let due = claimed.iter().flat_map(|one| one.deliveries.iter());
    due.map(|due| match &due.message {
        Message::Event(told) => format!("{} {} {}", due.name, told.entry, told.data),
        Message::Body(body) => format!("{} {body}", due.name),
        Message::Lost => format!("{} lost", due.name),
    })
    .collect()
}

#[test]
fn an_event_is_delivered_to_whoever_wants_it_and_goes_if_nobody_does() {
    let world = World::new();
    world.create(1, 1, "draft", None);
    world.webhook(1, ALL, "[]");
    world.webhook(2, r#"["entry.publish"]"#, "[]");
    world.webhook(3, ALL, r#"["page"]"#);
    world.webhook(4, ALL, "[]");
    world.enable(4, false);
    world.act(1, "publish", ", status = 'published'");
    world.create(2, 2, "published", None);
    world.create(3, 3, "published", None);
    world.dispatch();
    let expected = [
        "1 entry.publish e1 12:00:00",
        "2 entry.publish e1 12:00:00",
        "1 entry.create e2 12:00:00",
        "1 entry.publish e2 waits",
        "2 entry.publish e2 12:00:00",
        "3 entry.create e2 12:00:00",
        "3 entry.publish e2 waits",
    ];
    assert_eq!(world.pending(), expected, "not what was before the webhook, nor another site's");
    assert_eq!(world.texts("SELECT kind || ' ' || entry FROM events"), ["publish e1", "create e2"]);
    world.dispatch();
    assert_eq!(world.pending().len(), expected.len(), "nothing is dispatched twice");
}

#[test]
fn every_change_has_the_name_that_receivers_know() {
    let world = World::new();
    world.webhook(1, ALL, "[]");
    world.create(1, 1, "draft", None);
    world.edit(1, 1);
    world.act(1, "publish", ", status = 'published'");
    world.act(1, "draft", ", draft = '{\"n\":2}', drafted_at = 'x', ahead = 1");
    world.act(1, "restore", ", draft = NULL, drafted_at = NULL, ahead = 0, data = '{\"n\":3}'");
    world.act(1, "unpublish", ", status = 'draft'");
    // An edit that makes it visible, or invisible, publishes, or unpublishes.
    world.act(1, "update", ", status = 'published', data = '{\"n\":4}'");
    world.act(1, "update", ", status = 'archived'");
    world.act(1, "delete", "");
    world.dispatch();
    let names: Vec<_> = world.pending().iter().map(|row| row.split(' ').nth(1).unwrap().to_owned()).collect();
    let expected = "create update publish update update unpublish publish unpublish delete";
    assert_eq!(names, expected.split(' ').map(|name| format!("entry.{name}")).collect::<Vec<_>>());
    // Each tells the state at the event, whatever came after it.
    let data = [0, 1, 1, 2, 3, 3, 4, 4, 4];
    for (name, n) in names.iter().zip(data) {
        let claimed = world.claim("a", NOW);
        assert_eq!(told(&claimed), [format!("{name} e1 {{\"n\":{n}}}")]);
        world.record(&claimed[0], "a", &Outcome::Delivered);
    }
    assert_eq!(world.pending(), [""; 0]);
}

#[test]
fn a_receiver_is_claimed_once_within_a_lease_and_again_after_it() {
    let world = World::new();
    world.webhook(1, ALL, "[]");
    world.create(1, 1, "draft", None);
    world.create(2, 1, "draft", None);
    world.dispatch();
    let first = world.claim("first", NOW);
    assert_eq!(told(&first).len(), 2);
    assert_eq!(
        (first[0].kind, first[0].secrets.as_slice()),
        (ReceiverKind::Webhook, ["secret".to_owned()].as_slice())
    );
    assert!(world.claim("second", NOW).is_empty());
    // New events wait for the end of the lease too.
    world.create(3, 1, "draft", None);
    world.dispatch();
    assert!(world.claim("second", NOW).is_empty());
    let second = world.claim("second", LATER);
    assert_eq!(told(&second).len(), 3);
    world.record(&second[0], "second", &Outcome::Delivered);
    // The first drain comes late: what it did changes nothing that the second one wrote.
    world.record(&first[0], "first", &Outcome::Retry(NOW.to_owned()));
    assert_eq!(world.number("SELECT count(*) FROM delivery_attempts"), 3);
    assert_eq!(world.number("SELECT count(*) FROM deliveries WHERE status = 'delivered'"), 3);
    assert_eq!(
        world.number("SELECT count(*) FROM webhooks WHERE ready_at IS NOT NULL OR lease IS NOT NULL"),
        0
    );
}

#[test]
fn a_failing_entry_holds_up_its_own_events_and_no_others() {
    let world = World::new();
    world.webhook(1, ALL, "[]");
    world.create(1, 1, "draft", None);
    world.create(2, 1, "draft", None);
    world.edit(1, 1);
    world.edit(2, 1);
    world.dispatch();
    let claimed = world.claim("a", NOW);
    assert_eq!(told(&claimed), [r#"entry.create e1 {"n":0}"#, r#"entry.create e2 {"n":0}"#]);
    let outcomes = [Outcome::Retry("2026-05-01T12:05:00.000Z".to_owned()), Outcome::Delivered];
    let attempts: Vec<_> =
        claimed[0].deliveries.iter().zip(&outcomes).map(|(due, outcome)| attempt(due, outcome)).collect();
    world.record_all(&claimed[0], "a", &attempts);
    let claimed = world.claim("b", NOW);
    assert_eq!(told(&claimed), [r#"entry.update e2 {"n":1}"#]);
    world.record(&claimed[0], "b", &Outcome::Delivered);
    assert!(world.claim("c", NOW).is_empty());
    let claimed = world.claim("c", "2026-05-01T12:05:00.000Z");
    assert_eq!(told(&claimed), [r#"entry.create e1 {"n":0}"#]);
    assert_eq!((claimed[0].deliveries[0].attempts, claimed[0].deliveries[0].tries), (1, 1));
    // What is given up makes way as what is delivered does.
    world.record(&claimed[0], "c", &Outcome::GivenUp);
    assert_eq!(told(&world.claim("d", NOW)), [r#"entry.update e1 {"n":1}"#]);
}

#[test]
fn a_replay_is_due_at_once_and_holds_up_nothing_for_ever() {
    let world = World::new();
    world.webhook(1, ALL, "[]");
    for value in 0..3 {
        if value == 0 { world.create(1, 1, "draft", None) } else { world.edit(1, value) }
    }
    world.dispatch();
    let claimed = world.claim("a", NOW);
    world.record(&claimed[0], "a", &Outcome::GivenUp);
    let scope = world.scope();
    let at = Place { scope: &scope, webhook: webhook_id(1) };
    let failed = block_on(deliveries::list(&world.store(), at, i64::MAX, 10)).unwrap().pop().unwrap();
    let again = block_on(deliveries::replay(&world.store(), at, failed.id, NOW)).unwrap();
    assert_eq!((failed.status.as_str(), failed.event.as_str()), ("failed", "entry.create"));
    assert_eq!((again.status.as_str(), again.id), ("pending", failed.id));
    let claimed = world.claim("b", NOW);
    assert_eq!(told(&claimed), [r#"entry.create e1 {"n":0}"#, r#"entry.update e1 {"n":1}"#]);
    assert_eq!((claimed[0].deliveries[0].attempts, claimed[0].deliveries[0].tries), (1, 0));
    world.record(&claimed[0], "b", &Outcome::Delivered);
    assert_eq!(told(&world.claim("c", NOW)), [r#"entry.update e1 {"n":2}"#]);
}

#[test]
fn a_disabled_receiver_is_left_alone_and_gets_what_waited_when_it_is_enabled_again() {
    let world = World::new();
    world.webhook(1, ALL, "[]");
    world.create(1, 1, "draft", None);
    world.edit(1, 1);
    world.dispatch();
    let claimed = world.claim("a", NOW);
    world.enable(1, false);
    world.record(&claimed[0], "a", &Outcome::Retry(NOW.to_owned()));
    assert!(world.claim("b", LATER).is_empty());
    world.create(2, 1, "draft", None);
    world.dispatch();
    let one = world.enable(1, true);
    assert!(one.is_enabled && one.disabled_reason.is_none());
    assert_eq!(
        told(&world.claim("b", NOW)),
        [r#"entry.create e1 {"n":0}"#],
        "and not what happened meanwhile"
    );
}

#[test]
fn a_drain_that_dies_with_the_receivers_claim_leaves_it_to_the_next_one() {
    let world = World::new();
    world.webhook(1, ALL, "[]");
    world.create(1, 1, "draft", None);
    world.dispatch();
    assert_eq!(world.claim("dead", NOW).len(), 1);
    world.enable(1, false);
    // What is claimed of a disabled receiver is nothing, and it is given back.
    let claimed = world.claim("b", LATER);
    assert_eq!(told(&claimed), [""; 0]);
    world.record(&claimed[0], "b", &Outcome::Delivered);
    world.enable(1, true);
    assert_eq!(told(&world.claim("c", LATER)).len(), 1);
    world.enable(1, false);
    world.enable(1, true);
    assert!(world.claim("d", NOW).is_empty(), "the lease of c goes on");
    assert_eq!(told(&world.claim("d", LATER)).len(), 1);
}

#[test]
fn a_secret_that_is_replaced_signs_until_its_time_is_over() {
    let world = World::new();
    world.webhook(1, ALL, "[]");
    world.create(1, 1, "draft", None);
    world.dispatch();
    world.change(
        1,
        &WebhookChange { secret: Some(("new", "2026-05-01T12:00:30.000Z")), ..WebhookChange::default() },
    );
    let claimed = world.claim("a", NOW);
    assert_eq!(claimed[0].secrets, ["new", "secret"]);
    world.record(&claimed[0], "a", &Outcome::Retry(LATER.to_owned()));
    assert_eq!(world.claim("b", LATER)[0].secrets, ["new"]);
}

#[test]
fn principals_are_verified_anew_when_a_site_gets_a_receiver() {
    let world = World::new();
    let epoch = world.scope().epoch;
    world.webhook(1, ALL, "[]");
    assert_eq!(world.scope().epoch, epoch + 1);
    let stale = Scope { site: 1, epoch };
    let refused = block_on(subscriptions::get(&world.store(), &stale, webhook_id(1)));
    assert!(matches!(refused, Err(Error::Outdated)), "{refused:?}");
    world.enable(1, false);
    assert_eq!(world.scope().epoch, epoch + 1, "a receiver that goes needs no haste");
    let secret = Some(("new", LATER));
    world.change(1, &WebhookChange { is_enabled: Some(true), secret, ..WebhookChange::default() });
    assert_eq!(world.scope().epoch, epoch + 2);
    assert_eq!(world.texts("SELECT secret FROM webhook_secrets"), ["new"], "in one batch");
}

const DEPLOY: &str = "INSERT INTO deploy_hooks (site, id, position, kind, url, secret) VALUES
    (1, 'prod', 0, 'generic', 'https://build.example/x', NULL), (1, 'gh', 1, 'github', 'https://api.github.com/repos/a/b/dispatches', 'ghp')";

#[test]
fn changes_that_visitors_see_call_each_deploy_hook_once_for_all_of_them() {
    let world = World::new();
    world.create(1, 1, "draft", None);
    world.run(DEPLOY);
    world.edit(1, 1);
    world.create(3, 3, "published", None);
    world.dispatch();
    assert_eq!(world.pending(), [""; 0], "nobody sees a draft, and other sites have other hooks");
    world.act(1, "publish", ", status = 'published'");
    world.create(2, 1, "published", None);
    world.dispatch();
    assert_eq!(world.pending(), ["1 deploy  12:00:05", "2 github  12:00:05"]);
    assert!(world.claim("a", NOW).is_empty());
    // A change within the window delays them, up to twelve windows.
    world.run(
        "UPDATE deliveries SET created_at = '2026-05-01T11:59:55.000Z', due_at = '2026-05-01T12:00:00.000Z'",
    );
    world.edit(1, 2);
    world.dispatch();
    assert_eq!(world.pending(), ["1 deploy  12:00:05", "2 github  12:00:05"]);
    world.run("UPDATE deliveries SET created_at = '2026-05-01T11:59:01.000Z'");
    world.edit(1, 3);
    world.dispatch();
    assert_eq!(world.pending(), ["1 deploy  12:00:01", "2 github  12:00:01"]);
    let claimed = world.claim("a", "2026-05-01T12:00:01.000Z");
    let bodies = [
        r#"deploy {"event":"publish","projectId":"018f3f70-1c2d-7abc-8def-000000000001"}"#,
        r#"github {"event_type":"inlinecms-publish"}"#,
    ];
    assert_eq!(told(&claimed), bodies);
    assert_eq!(claimed[1].secrets, ["ghp"]);
    // A change while the call is made is followed by another call; further ones are not.
    world.act(1, "unpublish", ", status = 'draft'");
    world.dispatch();
    world.act(2, "delete", "");
    world.dispatch();
    assert_eq!(world.pending().iter().filter(|row| row.ends_with("waits")).count(), 2);
    for one in &claimed {
        world.record(one, "a", &Outcome::Delivered);
    }
    assert_eq!(world.pending(), ["1 deploy  12:00:00", "2 github  12:00:00"]);
    // A call that failed is tried anew when something changes.
    let claimed = world.claim("b", NOW);
    for one in &claimed {
        world.record(one, "b", &Outcome::Retry("2026-05-02T12:00:00.000Z".to_owned()));
    }
    world.create(4, 1, "published", None);
    world.dispatch();
    assert_eq!(world.pending(), ["1 deploy  12:00:05", "2 github  12:00:05"]);
    assert_eq!(world.number("SELECT max(tries) FROM deliveries WHERE status = 'pending'"), 0);
    assert_eq!(world.number("SELECT count(*) FROM events"), 0);
}

#[test]
fn a_deploy_hook_that_changes_is_called_where_it_is_now() {
    let world = World::new();
    world.run(DEPLOY);
    let urls = "SELECT concat_ws(' ', kind, url) FROM webhooks ORDER BY name DESC";
    world.run("UPDATE deploy_hooks SET url = 'https://other.example/', position = 5 WHERE id = 'prod'");
    world.run("UPDATE deploy_hooks SET secret = 'new' WHERE id = 'gh'");
    assert_eq!(
        world.texts(urls),
        ["deploy https://other.example/", "github https://api.github.com/repos/a/b/dispatches"]
    );
    world.run("UPDATE webhooks SET is_enabled = 0, disabled_reason = 'x'");
    world.run("UPDATE deploy_hooks SET kind = 'github' WHERE id = 'prod'");
    world.run("UPDATE deploy_hooks SET position = 1 WHERE id = 'gh'");
    assert_eq!(
        world.number("SELECT count(*) FROM webhooks WHERE is_enabled = 1 AND kind = 'github'"),
        2,
        "what is set again starts anew"
    );
    world.run("DELETE FROM deploy_hooks WHERE id = 'gh'");
    assert_eq!(world.texts(urls), ["github https://other.example/"]);
    world.run("DELETE FROM sites WHERE pk = 1");
    assert_eq!(world.texts(urls), [""; 0]);
}

#[test]
fn pages_that_visitors_see_otherwise_are_purged() {
    let world = World::new();
    let store = world.store();
    block_on(outbox::set_purge(&store, Some("https://cdn.example/purge"))).unwrap();
    world.create(1, 1, "draft", Some("/draft"));
    world.create(2, 1, "published", Some("/a"));
    world.create(3, 1, "published", Some("/a"));
    world.create(4, 1, "published", None);
    world.act(2, "update", "");
    world.dispatch();
    assert_eq!(world.pending(), ["1 purge /a 12:00:00"]);
    let body = format!(r#"purge {{"projectId":"{SITE}","path":"/a","action":"purge"}}"#);
    let claimed = world.claim("a", NOW);
    assert_eq!(told(&claimed), [body]);
    world.record(&claimed[0], "a", &Outcome::Delivered);
    // What is deleted is purged too, and a site with a CDN of its own purges that.
    world.run("UPDATE sites SET cdn_url = 'https://own.example/' WHERE pk = 1");
    world.act(3, "delete", "");
    world.dispatch();
    assert_eq!(world.pending(), ["2 purge /a 12:00:00"]);
    world.run("UPDATE sites SET cdn_url = NULL WHERE pk = 1");
    world.run("INSERT INTO audit (site, at, actor, request, action, subject, revision) VALUES (1, '', '', '', 'page.publish', '/b', 1)");
    world.run("INSERT INTO events (seq, site, at, kind, type, entry, slug, status, revision, page)
               SELECT seq, site, at, action, '', subject, '', 'published', 1, subject FROM audit ORDER BY seq DESC LIMIT 1");
    world.dispatch();
    assert_eq!(world.pending(), ["1 purge /b 12:00:00"]);
    let state = block_on(outbox::state(&store, NOW)).unwrap();
    assert_eq!(state.purge_url.as_deref(), Some("https://cdn.example/purge"));
    block_on(outbox::set_purge(&store, None)).unwrap();
    assert_eq!(world.number("SELECT count(*) FROM webhooks"), 0);
    assert_eq!(block_on(outbox::state(&store, NOW)).unwrap().purge_url, None);
}

#[test]
fn a_sites_hook_is_called_for_the_content_types_that_say_so() {
    let world = World::new();
    world.run("UPDATE sites SET hook = 'https://hook.example/' WHERE pk = 1");
    world.run("UPDATE collections SET call_hook = 1 WHERE name = 'post' AND site = 1");
    world.create(1, 1, "draft", None);
    world.create(2, 2, "published", None);
    world.edit(1, 1);
    world.run("INSERT INTO audit (site, at, actor, request, action, subject, revision) VALUES (1, '', '', '', 'collection.update', 'c', 1)");
    world.run(
        "INSERT INTO events (seq, site, at, kind, type, entry, slug, status, revision)
               SELECT max(seq), 1, '', 'collection.update', 'post', 'c', '', '', 2 FROM audit",
    );
    world.dispatch();
    let expected = ["1 site-hook e1 12:00:00", "1 site-hook e1 waits", "1 site-hook c 12:00:00"];
    assert_eq!(world.pending(), expected);
    let claimed = world.claim("a", NOW);
    assert_eq!(told(&claimed), ["site-hook ", "site-hook "]);
    assert_eq!((claimed[0].kind, claimed[0].secrets.len()), (ReceiverKind::SiteHook, 0));
    world.record(&claimed[0], "a", &Outcome::Delivered);
    world.run("UPDATE webhooks SET is_enabled = 0");
    world.run("UPDATE sites SET hook = 'https://hook.example/' WHERE pk = 1");
    assert_eq!(
        world.number("SELECT count(*) FROM webhooks WHERE is_enabled = 1"),
        1,
        "set again, it starts anew"
    );
    world.run("UPDATE sites SET hook = NULL WHERE pk = 1");
    assert_eq!(world.number("SELECT count(*) FROM webhooks"), 0);
}

/// Ten thousand entries of which each has an event.
const MANY: &str = "
    INSERT INTO entries (id, site, collection, type, slug, status, revision, author, published_at, created_at, updated_at, version, actor, action, request, data)
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
    SELECT 'e' || i, 1, 1, 'post', 's' || i, 'published', 1, '', 'p', 'c', 'u', 'v' || i, '', 'create', '', json_object('n', i) FROM n";

#[test]
fn ten_thousand_events_are_dispatched_delivered_and_removed_in_bounded_steps() {
    let world = World::new();
    world.webhook(1, r#"["entry.publish"]"#, "[]");
    world.run(MANY);
    let mut dispatches = 0;
    while block_on(outbox::state(&world.store(), NOW)).unwrap().has_events {
        world.dispatch();
        dispatches += 1;
    }
    assert_eq!((dispatches, world.number("SELECT count(*) FROM deliveries")), (50, 10_000));
    assert_eq!(world.number("SELECT count(*) FROM deliveries WHERE due_at IS NULL"), 0);
    let mut delivered = 0;
    for round in 0.. {
        let lease = format!("lease {round}");
        let claimed = world.claim(&lease, NOW);
        let Some(one) = claimed.first() else { break };
        delivered += one.deliveries.len();
        world.record(one, &lease, &Outcome::Delivered);
    }
    assert_eq!(delivered, 10_000);
    let prune = |before: &str| block_on(outbox::prune(&world.store(), before, 500, NOW)).unwrap();
    assert!(!prune(NOW), "none is older than that");
    let mut steps = 0;
    while prune(LATER) {
        steps += 1;
    }
    assert_eq!((steps, world.number("SELECT count(*) FROM deliveries")), (20, 0));
    assert_eq!(world.number("SELECT count(*) FROM events"), 0, "events go with their deliveries");
    assert_eq!(world.number("SELECT count(*) FROM delivery_attempts"), 0);
    assert_eq!(world.number("SELECT count(*) FROM audit"), 10_000);
}

#[test]
fn events_that_nobody_waits_for_are_removed_however_many() {
    let world = World::new();
    world.run(MANY);
    let mut dispatches = 0;
    while block_on(outbox::state(&world.store(), NOW)).unwrap().has_events {
        world.dispatch();
        dispatches += 1;
    }
    assert_eq!((dispatches, world.number("SELECT count(*) FROM events")), (50, 0));
}

#[test]
fn a_webhook_with_ten_thousand_deliveries_can_be_deleted_and_its_events_go_with_it() {
    let world = World::new();
    world.webhook(1, r#"["entry.publish"]"#, "[]");
    world.run(MANY);
    while block_on(outbox::state(&world.store(), NOW)).unwrap().has_events {
        world.dispatch();
    }
    block_on(subscriptions::delete(&world.store(), &world.scope(), webhook_id(1))).unwrap();
    assert_eq!(world.number("SELECT (SELECT count(*) FROM deliveries) + (SELECT count(*) FROM events)"), 0);
    let again = block_on(subscriptions::delete(&world.store(), &world.scope(), webhook_id(1)));
    assert!(matches!(again, Err(Error::NotFound(_))), "{again:?}");
}

#[test]
fn what_is_old_and_whose_receiver_is_disabled_is_removed() {
    let world = World::new();
    world.webhook(1, ALL, "[]");
    world.create(1, 1, "draft", None);
    world.edit(1, 1);
    world.dispatch();
    assert!(!block_on(outbox::prune(&world.store(), LATER, 500, NOW)).unwrap());
    assert_eq!(world.pending().len(), 2, "it waits");
    world.enable(1, false);
    assert!(block_on(outbox::prune(&world.store(), LATER, 1, NOW)).unwrap(), "there may be more");
    assert_eq!(world.pending(), ["1 entry.update e1 waits"]);
    // The one that is left is the first of its entry now.
    world.enable(1, true);
    assert_eq!(told(&world.claim("a", NOW)).len(), 1);
}
