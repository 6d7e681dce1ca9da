//! The drain: one bounded run over what waits.
//!
//! Several receivers are served at the same time, and several deliveries of each, so a slow
//! receiver holds up itself alone. For [`CLAIMING`] the drain takes on new work; then it waits for
//! what it has sent, which the courier bounds, and ends. Several drains may run at once.

use super::outbox::{Outbox, OutboxState, Settings};
use super::request::{Post, Receiver};
use super::{message, schedule};
use futures_util::future::{Either, join_all, select};
use futures_util::stream::{FuturesUnordered, StreamExt};
use std::pin::pin;
use std::time::Duration;
use weft_domain::{Ctx, Result, Timestamp};
use weft_storage::webhooks::claim::{Claimed, Due, Message};
use weft_storage::webhooks::record::{Attempt, Health, Outcome};

/// For how long a drain takes on new work.
const CLAIMING: Duration = Duration::from_secs(5);
/// How long a drain that waits for receivers lets new work wait.
const PAUSE: Duration = Duration::from_millis(500);
/// The most receivers that a drain serves at the same time.
const RECEIVERS_MAX: usize = 8;
/// The most bytes of a response that are kept.
const RESPONSE_MAX: usize = 4096;

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// A response: its status, its `Retry-After`, and the beginning of its body.
    Response {
        /// The status.
        status: u16,
        /// The header.
        retry_after: Option<String>,
        /// At least the first 4 kB of the body, if it has as many.
        body: Vec<u8>,
    },
    /// No response, and why, for the receiver's owner.
    Nothing(&'static str),
}

/// Sends requests for a drain, and tells it the time.
#[expect(async_fn_in_trait, reason = "guests have one thread; no caller needs Send")]
pub trait Courier {
    /// Sends a request, within 15 seconds in all. Redirects are not followed.
    async fn send(&self, post: &Post) -> Sent;
    /// The time.
    fn now(&self) -> Timestamp;
    /// The time since some beginning, by a clock that never jumps.
    fn elapsed(&self) -> Duration;
    /// Waits.
    async fn wait(&self, time: Duration);
}

/// Dispatches and delivers what waits; `state` is that of just now. Gives whether something is left
/// that could be done at once.
///
/// # Errors
/// `Unavailable`. What was sent and not recorded is sent again when its lease ends.
pub(super) async fn drain<C: Courier>(
    outbox: &Outbox<'_>,
    ctx: &Ctx,
    courier: &C,
    settings: &Settings,
    state: OutboxState,
) -> Result<bool> {
    let began = courier.elapsed();
    let mut state = Some(state);
    let mut flights = FuturesUnordered::new();
    loop {
        let is_claiming = courier.elapsed().saturating_sub(began) < CLAIMING;
        if is_claiming && flights.len() < RECEIVERS_MAX {
            let now = courier.now();
            let state = match state.take() {
                Some(state) => state,
                None => outbox.state(now).await?,
            };
            if state.is_idle() && flights.is_empty() {
                return Ok(false);
            }
            if state.has_events {
                outbox.dispatch(ctx, now, settings.deploy_window).await?;
            }
            if !state.is_idle() {
                let lease = ctx.new_uuid().to_string();
                for claimed in outbox.claim(&lease, now).await? {
                    flights.push(serve(outbox, ctx, courier, settings, claimed, lease.clone()));
                }
            }
            if state.has_events && flights.len() < RECEIVERS_MAX {
                continue;
            }
        }
        if flights.is_empty() {
            if is_claiming {
                continue;
            }
            return outbox.state(courier.now()).await.map(|state| !state.is_idle());
        }
        if is_claiming {
            let landed = pin!(flights.next());
            match select(landed, pin!(courier.wait(PAUSE))).await {
                Either::Left((landed, _)) => landed.transpose()?,
                Either::Right(_) => None,
            };
        } else {
            flights.next().await.transpose()?;
        }
    }
}

/// Sends what is due for a receiver, all at the same time, and records it.
async fn serve<C: Courier>(
    outbox: &Outbox<'_>,
    ctx: &Ctx,
    courier: &C,
    settings: &Settings,
    mut claimed: Claimed,
    lease: String,
) -> Result<()> {
    let due = std::mem::take(&mut claimed.deliveries);
    let to = Receiver::of(&claimed, settings);
    let attempts = join_all(due.into_iter().map(|due| attempt(ctx, courier, &to, due))).await;
    let now = courier.now();
    let health = health(&claimed, &attempts, now);
    outbox.record(&claimed, &lease, &attempts, &health, now).await
}

async fn attempt<C: Courier>(ctx: &Ctx, courier: &C, to: &Receiver<'_>, due: Due) -> Attempt {
    let started_at = courier.now();
    let began = courier.elapsed();
    let is_lost = due.message == Message::Lost;
    let mut headers = String::from("{}");
    let sent = match (&to.url, message::body(&due.name, due.message)) {
        (Ok(url), Some(body)) => {
            let post = to.post(url, &due.id, started_at, body);
            headers = post.shown_headers();
            courier.send(&post).await
        }
        (Err(_), _) => Sent::Nothing("the address is not allowed"),
        (_, None) => Sent::Nothing("the event is not kept"),
    };
    let duration = courier.elapsed().saturating_sub(began);
    let now = courier.now();
    let (status, response, error, retry_after) = match sent {
        Sent::Response { status, retry_after, body } => {
            let error = reason(status);
            let retry_after = retry_after.and_then(|header| schedule::retry_after(&header, now));
            (Some(status), Some(beginning(&body)), error, retry_after)
        }
        Sent::Nothing(why) => (None, None, Some(why), None),
    };
    let outcome = match (error, status) {
        (None, _) => Outcome::Delivered,
        (Some(_), Some(GONE)) => Outcome::GivenUp,
        _ if is_lost => Outcome::GivenUp,
        _ => {
            let jitter = u16::from_be_bytes(ctx.random::<2>());
            match schedule::next(due.tries + 1, now, jitter, retry_after) {
                Some(at) => Outcome::Retry(at.to_string()),
                None => Outcome::GivenUp,
            }
        }
    };
    Attempt {
        delivery: due.delivery,
        attempts: due.attempts,
        started_at: started_at.to_string(),
        duration_ms: i64::try_from(duration.as_millis()).unwrap_or(i64::MAX),
        headers,
        status,
        response,
        error: error.map(str::to_owned),
        outcome,
    }
}

/// The status of a receiver that wants nothing any more.
const GONE: u16 = 410;

/// Why a response with that status is a failure, if it is.
fn reason(status: u16) -> Option<&'static str> {
    match status {
        200..=299 => None,
        300..=399 => Some("the receiver redirects, which is not followed"),
        GONE => Some("the receiver is gone"),
        _ => Some("the receiver answered with an error"),
    }
}

/// The first bytes of a response as text. U+0000, which texts of the store cannot have, is
/// replaced.
fn beginning(body: &[u8]) -> String {
    let body = body.get(..RESPONSE_MAX).unwrap_or(body);
    String::from_utf8_lossy(body).replace('\0', "\u{fffd}")
}

/// What the attempts say of the receiver.
fn health(claimed: &Claimed, attempts: &[Attempt], now: Timestamp) -> Health {
    let since = claimed.failing_since.clone();
    if attempts.is_empty() {
        return Health { failing_since: since, disabled_reason: None };
    }
    if attempts.iter().any(|attempt| attempt.status == Some(GONE)) {
        let reason = "the receiver answered 410 Gone".to_owned();
        return Health { failing_since: since, disabled_reason: Some(reason) };
    }
    if attempts.iter().any(|attempt| attempt.outcome == Outcome::Delivered) {
        return Health { failing_since: None, disabled_reason: None };
    }
    let since = since.unwrap_or_else(|| now.to_string());
    let is_hopeless = Timestamp::parse(&since).is_some_and(|since| schedule::is_hopeless(since, now));
    let reason = is_hopeless.then(|| "every delivery has failed for five days".to_owned());
    Health { failing_since: Some(since), disabled_reason: reason }
}
