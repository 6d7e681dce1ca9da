//! Webhooks as their administrators manage them.

use super::{Clock, Got, Site, receivers, status};
use crate::told;
use futures_executor::block_on;
use std::time::Duration;
use weft_domain::Role;
use weft_domain::webhook::InsecureHosts;
use weft_service::webhooks::{NewWebhook, WebhookChange};

const CREATE: &[&str] = &["entry.create"];

#[test]
fn webhooks_are_for_administrators() {
    let site = Site::new();
    for role in [Role::Viewer, Role::Editor, Role::Developer] {
        let (_, who) = site.world.user(&site.root, &format!("{}@a.example", role.as_str()), role, &[site.id]);
        let ctx = site.world.ctx_in(&who, site.id);
        assert!(site.world.app().admin(&ctx).is_err(), "{role:?}");
    }
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let site = Site::new();
    let app = site.world.app();
    let insecure = InsecureHosts::default();
    let long = "x".repeat(600);
    let new = NewWebhook {
        url: "http://127.0.0.1/",
        secret: Some(&long),
        events: vec!["entry.explode".to_owned()],
        types: vec![String::new()],
        ..NewWebhook::default()
    };
    let refused = block_on(app.admin(&site.ctx).unwrap().create_webhook(new, &insecure)).err().unwrap();
    assert_eq!(told(&refused), "name lengthurl urlsecret lengthevents optioncontentTypes length");
    let refused = site.try_webhook("a.example", &[]).err().unwrap();
    assert_eq!(told(&refused), "events option");
}

#[test]
fn a_change_is_checked_as_a_new_webhook_is() {
    let mut site = Site::new();
    let id = site.webhook("a.example", CREATE);
    let app = site.world.app();
    let insecure = InsecureHosts::default();
    for url in ["http://a.example/", "https://localhost/", "https://10.0.0.1/", "https://a.example:22/"] {
        let change = WebhookChange { url: Some(url), ..WebhookChange::default() };
        let refused = block_on(app.admin(&site.ctx).unwrap().update_webhook(id, change, &insecure));
        assert_eq!(told(&refused.unwrap_err()), "url url", "{url}");
    }
    let change = WebhookChange { url: Some("http://127.0.0.1:18181/"), ..WebhookChange::default() };
    let insecure = InsecureHosts::parse("127.0.0.1:18181").unwrap();
    let changed = block_on(app.admin(&site.ctx).unwrap().update_webhook(id, change, &insecure)).unwrap();
    assert_eq!(changed.url, "http://127.0.0.1:18181/");
    // The operator's list is empty when it is sent: the address is not asked.
    site.create(0);
    let clock = Clock::default();
    let receivers = receivers(&clock, |_| (Duration::ZERO, status(200)));
    clock.run(site.tick(&receivers));
    assert!(receivers.got.borrow().is_empty());
    let admin = app.admin(&site.ctx).unwrap();
    let delivery = block_on(admin.deliveries(id, None, 1)).unwrap().deliveries.remove(0);
    let shown = block_on(admin.delivery(id, delivery.id)).unwrap();
    assert_eq!(shown.attempts[0].error.as_deref(), Some("the address is not allowed"));
    assert_eq!(delivery.status, "pending", "it may be allowed again");
}

#[test]
fn a_secret_is_shown_if_it_was_made_here_and_both_sign_while_it_rotates() {
    let mut site = Site::new();
    let created = site.try_webhook("a.example", CREATE).unwrap();
    assert!(created.secret.as_deref().unwrap().starts_with("whsec_"));
    assert!(created.webhook.has_secret);
    site.ctx = site.world.ctx_in(&site.root, site.id);
    let app = site.world.app();
    let change = WebhookChange { secret: Some("mine"), ..WebhookChange::default() };
    let insecure = InsecureHosts::default();
    block_on(app.admin(&site.ctx).unwrap().update_webhook(created.webhook.id, change, &insecure)).unwrap();
    site.create(0);
    let clock = Clock::default();
    let receivers = receivers(&clock, |_| (Duration::ZERO, status(200)));
    clock.run(site.tick(&receivers));
    let signatures = |got: &Got| got.header("webhook-signature").split(' ').count();
    assert_eq!(receivers.got.borrow().iter().map(signatures).collect::<Vec<_>>(), [2]);
    clock.advance(Duration::from_secs(86_401));
    site.create(1);
    clock.run(site.tick(&receivers));
    assert_eq!(receivers.got.borrow().iter().map(signatures).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn a_test_and_a_replay_arrive_as_events_do() {
    let mut site = Site::new();
    let id = site.webhook("a.example", CREATE);
    let app = site.world.app();
    let clock = Clock::default();
    let receivers = receivers(&clock, |_| (Duration::ZERO, status(200)));
    let admin = app.admin(&site.ctx).unwrap();
    let test = block_on(admin.test_webhook(id)).unwrap();
    assert_eq!((test.event.as_str(), test.status.as_str()), ("webhook.test", "pending"));
    clock.advance(Duration::from_secs(60));
    clock.run(site.tick(&receivers));
    assert_eq!(receivers.got.borrow()[0].json()["event"], "webhook.test");
    assert_eq!(receivers.got.borrow()[0].id, test.id.to_string());
    assert!(receivers.got.borrow()[0].json()["timestamp"].is_string());
    block_on(admin.replay(id, test.id)).unwrap();
    clock.advance(Duration::from_secs(60));
    clock.run(site.tick(&receivers));
    let got = receivers.got.borrow();
    assert_eq!((got.len(), &got[0].id, &got[0].body), (2, &got[1].id, &got[1].body));
    let shown = block_on(admin.delivery(id, test.id)).unwrap();
    assert_eq!((shown.delivery.status.as_str(), shown.attempts.len()), ("delivered", 2));
    assert_eq!(shown.body, got[0].body);
}

#[test]
fn deliveries_are_listed_newest_first_page_by_page() {
    let mut site = Site::new();
    let id = site.webhook("a.example", CREATE);
    for n in 0..5 {
        site.create(n);
    }
    let clock = Clock::default();
    let receivers = receivers(&clock, |_| (Duration::ZERO, status(200)));
    clock.run(site.tick(&receivers));
    let app = site.world.app();
    let admin = app.admin(&site.ctx).unwrap();
    let all = block_on(admin.deliveries(id, None, 100)).unwrap();
    assert_eq!((all.deliveries.len(), all.next), (5, None));
    assert!(all.deliveries.is_sorted_by(|one, next| one.key > next.key));
    let (mut pages, mut from) = (Vec::new(), None);
    loop {
        let page = block_on(admin.deliveries(id, from, 2)).unwrap();
        pages.push(page.deliveries.len());
        from = page.next;
        if from.is_none() {
            break;
        }
    }
    assert_eq!(pages, [2, 2, 1]);
}

#[test]
fn a_webhook_of_another_site_is_nobodys() {
    let mut site = Site::new();
    let id = site.webhook("a.example", CREATE);
    let other = site.world.site(&site.root, "B");
    let ctx = site.world.ctx_in(&site.root, other);
    let app = site.world.app();
    let admin = app.admin(&ctx).unwrap();
    let none = InsecureHosts::default();
    assert_eq!(told(&block_on(admin.webhook(id)).unwrap_err()), "no webhook");
    assert_eq!(told(&block_on(admin.delete_webhook(id)).unwrap_err()), "no webhook");
    assert_eq!(told(&block_on(admin.test_webhook(id)).unwrap_err()), "no webhook");
    let change = WebhookChange { name: Some("mine"), ..WebhookChange::default() };
    assert_eq!(told(&block_on(admin.update_webhook(id, change, &none)).unwrap_err()), "no webhook");
    assert_eq!(told(&block_on(admin.deliveries(id, None, 1)).err().unwrap()), "no webhook");
    assert!(block_on(admin.webhooks(1, 10)).unwrap().0.is_empty());
}
