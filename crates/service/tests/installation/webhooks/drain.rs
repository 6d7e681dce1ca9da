//! The drain: everything arrives, in order per entry, however receivers behave.

use super::{Clock, Got, SECRET, Site, receivers, status};
use futures_executor::block_on;
use futures_util::future::join_all;
use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::time::Duration;
use weft_domain::Error;
use weft_service::webhooks::{Sent, Settings};

const CREATE: &[&str] = &["entry.create"];
const BOTH: &[&str] = &["entry.create", "entry.update"];
const NOW: Duration = Duration::ZERO;
const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(86_400);

/// Which entry a message is about, and its number.
fn place(got: &Got) -> (String, u64) {
    let json = got.json();
    (json["document"]["id"].as_str().unwrap().to_owned(), json["document"]["data"]["n"].as_u64().unwrap())
}

#[test]
fn ten_thousand_events_arrive_in_order_at_a_receiver_that_is_down_then_flaps_then_is_slow() {
    const ENTRIES: usize = 2_000;
    const EVENTS: usize = 5;
    let mut site = Site::new();
    site.webhook("a.example", BOTH);
    let entries: Vec<_> = (0..ENTRIES).map(|_| site.create(0)).collect();
    for n in 1..EVENTS {
        for entry in &entries {
            site.edit(*entry, n);
        }
    }
    let clock = Clock::default();
    let count = Cell::new(0_u32);
    let behaviour = |_: &Got| {
        count.set(count.get() + 1);
        match clock.elapsed() {
            down if down < 10 * MINUTE => (NOW, Sent::Nothing("the connection was refused")),
            flaps if flaps < 60 * MINUTE => match count.get() % 4 {
                0 => (NOW, status(500)),
                1 => (NOW, Sent::Nothing("the connection broke off before the response")),
                _ => (NOW, status(204)),
            },
            _ => (Duration::from_secs(9), status(200)),
        }
    };
    let receivers = receivers(&clock, behaviour);
    site.drain(&receivers, ENTRIES * EVENTS, 5 * DAY);
    // A repetition has the id and the body of the first.
    let got = receivers.got.borrow();
    let mut messages: HashMap<&str, &Got> = HashMap::new();
    for one in got.iter() {
        let first = messages.entry(&one.id).or_insert(one);
        assert_eq!(first.body, one.body);
    }
    assert_eq!(messages.len(), ENTRIES * EVENTS);
    let places: HashSet<_> = messages.values().map(|got| place(got)).collect();
    assert_eq!(places.len(), ENTRIES * EVENTS);
    // In order of what was accepted.
    let mut last: HashMap<String, u64> = HashMap::new();
    for id in receivers.accepted.borrow().iter() {
        let (entry, n) = place(messages[id.as_str()]);
        let next = last.get(&entry).map_or(0, |n| n + 1);
        assert_eq!(n, next, "{entry}");
        last.insert(entry, n);
    }
}

#[test]
fn the_times_of_attempts_are_those_of_the_schedule() {
    let mut site = Site::new();
    let webhook = site.webhook("a.example", CREATE);
    site.create(0);
    let clock = Clock::default();
    let receivers = receivers(&clock, |_| (NOW, status(500)));
    while clock.elapsed() < 4 * DAY {
        clock.run(site.tick(&receivers));
        clock.advance(Duration::from_secs(if clock.elapsed() < 10 * MINUTE { 1 } else { 60 }));
    }
    let times: Vec<_> = receivers.got.borrow().iter().map(|got| got.at.as_secs()).collect();
    let scheduled = [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
    assert_eq!(times.len(), scheduled.len());
    let gaps = times.windows(2).map(|pair| pair[1] - pair[0]);
    for (gap, least) in gaps.zip(&scheduled[1..]) {
        assert!(
            (*least..=least + least / 10 + if *least > 300 { 60 } else { 1 }).contains(&gap),
            "{gap} after {least}"
        );
    }
    let app = site.world.app();
    let page = block_on(app.admin(&site.ctx).unwrap().deliveries(webhook, None, 10)).unwrap();
    assert_eq!(page.deliveries[0].status, "failed");
    let shown = block_on(app.admin(&site.ctx).unwrap().delivery(webhook, page.deliveries[0].id)).unwrap();
    assert_eq!(shown.attempts.len(), 10);
    assert_eq!((shown.attempts[0].status, shown.attempts[0].response.as_deref()), (Some(500), Some("told")));
    assert!(shown.attempts.iter().all(|attempt| attempt.error.is_some()));
}

#[test]
fn a_receiver_that_asks_for_time_gets_it() {
    let mut site = Site::new();
    site.webhook("a.example", CREATE);
    site.create(0);
    let clock = Clock::default();
    let wait = |_: &Got| {
        let retry_after = Some("90".to_owned());
        (NOW, Sent::Response { status: 503, retry_after, body: Vec::new() })
    };
    let receivers = receivers(&clock, wait);
    while clock.elapsed() < 2 * MINUTE {
        clock.run(site.tick(&receivers));
        clock.advance(Duration::from_secs(1));
    }
    let times: Vec<_> = receivers.got.borrow().iter().map(|got| got.at.as_secs()).collect();
    assert_eq!(times, [0, 90]);
}

#[test]
fn a_receiver_that_is_gone_or_has_failed_for_five_days_is_disabled_and_says_why() {
    for (answer, days, reason) in [(410, 0, "410"), (500, 5, "five days")] {
        let mut site = Site::new();
        let webhook = site.webhook("a.example", CREATE);
        let clock = Clock::default();
        let receivers = receivers(&clock, |_| (NOW, status(answer)));
        let shown = || block_on(site.world.app().admin(&site.ctx).unwrap().webhook(webhook)).unwrap();
        for n in 0..=days * 24 {
            assert!(shown().is_enabled, "after {n} hours");
            site.create(n);
            clock.run(site.tick(&receivers));
            clock.advance(60 * MINUTE);
        }
        let shown = shown();
        assert!(!shown.is_enabled);
        assert!(shown.disabled_reason.as_deref().unwrap_or_default().contains(reason), "{shown:?}");
        let count = receivers.got.borrow().len();
        site.create(0);
        clock.run(site.tick(&receivers));
        assert_eq!(receivers.got.borrow().len(), count, "it is left alone");
    }
}

#[test]
fn redirects_and_errors_are_failures_and_the_answer_is_kept_to_four_kilobytes() {
    for answer in [301, 302, 307, 308, 400, 404, 429, 500, 503] {
        let mut site = Site::new();
        let webhook = site.webhook("a.example", CREATE);
        site.create(0);
        let clock = Clock::default();
        let body = format!("\0{}", "ä".repeat(4_000)).into_bytes();
        let receivers = receivers(&clock, |_| {
            (NOW, Sent::Response { status: answer, retry_after: None, body: body.clone() })
        });
        clock.run(site.tick(&receivers));
        let app = site.world.app();
        let admin = app.admin(&site.ctx).unwrap();
        let delivery = block_on(admin.deliveries(webhook, None, 1)).unwrap().deliveries.remove(0);
        assert_eq!(delivery.status, "pending", "{answer}");
        let shown = block_on(admin.delivery(webhook, delivery.id)).unwrap();
        let response = shown.attempts[0].response.clone().unwrap();
        assert!(response.starts_with("\u{fffd}ää") && response.len() <= 4_100, "{}", response.len());
        assert!(shown.attempts[0].error.is_some());
    }
}

#[test]
fn slow_receivers_delay_others_by_less_than_ten_seconds() {
    let mut site = Site::new();
    for n in 0..12 {
        site.webhook(&format!("slow{n}.example"), CREATE);
    }
    site.webhook("fast.example", CREATE);
    for n in 0..20 {
        site.create(n);
    }
    let clock = Clock::default();
    let behaviour = |got: &Got| {
        let is_slow = got.host.starts_with("slow");
        (if is_slow { Duration::from_secs(15) } else { NOW }, status(200))
    };
    let receivers = receivers(&clock, behaviour);
    // A tick every second, whether or not others have ended, as `weft up` asks for them.
    clock.run(join_all((0..10).map(|second| {
        let (site, receivers, clock) = (&site, &receivers, &clock);
        async move {
            clock.wait(Duration::from_secs(second)).await;
            site.tick(receivers).await
        }
    })));
    let got = receivers.got.borrow();
    let fast: Vec<_> = got.iter().filter(|got| got.host == "fast.example").map(|got| got.at).collect();
    assert_eq!(fast.len(), 20);
    assert!(fast.iter().all(|at| *at < Duration::from_secs(10)), "{fast:?}");
}

#[test]
fn drains_at_the_same_time_send_nothing_twice() {
    let mut site = Site::new();
    for n in 0..5 {
        site.webhook(&format!("r{n}.example"), BOTH);
    }
    for n in 0..100 {
        let entry = site.create(n);
        site.edit(entry, n);
    }
    let clock = Clock::default();
    let receivers = receivers(&clock, |_| (Duration::from_millis(50), status(200)));
    while receivers.accepted.borrow().len() < 1_000 {
        clock.run(join_all((0..6).map(|_| site.tick(&receivers))));
        assert!(clock.elapsed() < 10 * MINUTE);
    }
    let got = receivers.got.borrow();
    let ids: HashSet<_> = got.iter().map(|got| got.id.as_str()).collect();
    assert_eq!((ids.len(), got.len()), (1_000, 1_000));
}

#[test]
fn a_drain_that_dies_is_repeated_when_its_lease_has_ended_under_the_same_id() {
    let mut site = Site::new();
    site.webhook("a.example", CREATE);
    site.create(0);
    let clock = Clock::default();
    let receivers = receivers(&clock, |_| (Duration::from_secs(5), status(200)));
    {
        // It is dropped while the request is on its way.
        let mut tick = std::pin::pin!(site.tick(&receivers));
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(tick.as_mut().poll(&mut context).is_pending());
    }
    clock.run(site.tick(&receivers));
    assert_eq!(receivers.got.borrow().len(), 1, "not within the lease");
    clock.advance(Duration::from_secs(40));
    clock.run(site.tick(&receivers));
    let got = receivers.got.borrow();
    assert_eq!(got.len(), 2);
    assert_eq!((&got[0].id, &got[0].body), (&got[1].id, &got[1].body));
}

#[test]
fn a_tick_takes_one_of_two_secrets_and_says_whether_work_is_left() {
    let mut site = Site::new();
    site.webhook("a.example", CREATE);
    let clock = Clock::default();
    let receivers = receivers(&clock, |_| (NOW, status(200)));
    let app = site.world.app();
    let tick = |configured: &str, secret: &str| {
        let settings = Settings { tick_secret: configured.to_owned(), ..Settings::default() };
        let ctx = site.world.ctx();
        clock.run(app.outbox().tick(&ctx, &receivers, &settings, secret))
    };
    let own =
        block_on(weft_service::webhooks::tick_secret(&weft_storage::Store::new(&site.world.db))).unwrap();
    assert_eq!(own.len(), 64);
    for (configured, secret) in [(SECRET, SECRET), (SECRET, own.as_str()), ("", own.as_str())] {
        assert!(!tick(configured, secret).unwrap());
    }
    for (configured, secret) in [(SECRET, "x"), ("", ""), ("", SECRET), (SECRET, "")] {
        assert!(matches!(tick(configured, secret), Err(Error::Unauthenticated)), "{configured} {secret}");
    }
}

#[test]
fn a_tick_with_nothing_to_do_is_one_round_trip() {
    let mut site = Site::new();
    site.webhook("a.example", CREATE);
    site.create(0);
    let clock = Clock::default();
    let receivers = receivers(&clock, |_| (NOW, status(200)));
    clock.run(site.tick(&receivers));
    let db = site.world.db.counting_anew();
    let app = weft_service::App::new(weft_storage::Store::new(&db), &site.world.schemas, &site.world);
    let settings = Settings { tick_secret: SECRET.to_owned(), ..Settings::default() };
    let mut ctx = site.world.ctx();
    ctx.now = weft_service::webhooks::Courier::now(&receivers);
    assert!(!clock.run(app.outbox().tick(&ctx, &receivers, &settings, SECRET)).unwrap());
    assert_eq!(db.round_trips(), 1);
}
