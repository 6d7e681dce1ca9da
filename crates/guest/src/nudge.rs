//! The nudge: after a write that somebody may be told of, a component asks for a tick.
//!
//! It runs after the response and may be cut off at any moment; the events wait in the outbox for
//! the next tick, whoever asks for that. An instance asks for one tick at a time: writes that
//! happen meanwhile are followed by one more. In an application without the component `webhooks`,
//! the host refuses the request, and the instance does not try again.

use crate::database;
use crate::outgoing::{Target, post, wait};
use futures_util::future::{Either, select};
use spin_sdk::wasip3::http::types::ErrorCode;
use spin_sdk::wit_bindgen::spawn;
use std::pin::pin;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use weft_http::tick;
use weft_service::webhooks::tick_secret;
use weft_storage::Store;

/// For how long an instance waits for a tick, in nanoseconds: five seconds. After that the tick
/// takes on no new work, and the next one has to be asked for.
const PATIENCE: u64 = 5_000_000_000;
/// The most bytes of the answer.
const ANSWER_MAX: usize = 64;

/// Whether an instance is asking for ticks, and whether it has to ask for another one.
static IS_ASKING: AtomicBool = AtomicBool::new(false);
static IS_DUE: AtomicBool = AtomicBool::new(false);
/// Whether nobody answers.
static IS_POINTLESS: AtomicBool = AtomicBool::new(false);

/// Asks for a tick, after the response.
pub(crate) fn nudge() {
    IS_DUE.store(true, Ordering::Relaxed);
    if IS_POINTLESS.load(Ordering::Relaxed) || IS_ASKING.swap(true, Ordering::Relaxed) {
        return;
    }
    spawn(async {
        // A future is polled before the response leaves, up to its first real wait.
        wait(1).await;
        while IS_DUE.swap(false, Ordering::Relaxed) {
            if let Either::Left((Err(()), _)) = select(pin!(ask()), pin!(wait(PATIENCE))).await {
                break;
            }
        }
        IS_ASKING.store(false, Ordering::Relaxed);
    });
}

/// Asks for a tick, and waits for its end.
async fn ask() -> Result<(), ()> {
    static SECRET: OnceLock<String> = OnceLock::new();
    if SECRET.get().is_none() {
        let secret = tick_secret(&Store::new(database().await.map_err(drop)?)).await.map_err(drop)?;
        drop(SECRET.set(secret));
    }
    let authorization = format!("Bearer {}", SECRET.get().map(String::as_str).unwrap_or_default());
    let headers = [("authorization", authorization.as_str()), (tick::HOP.as_str(), "1")];
    let answer =
        post(&Target::component(tick::COMPONENT, tick::PATH), &headers, Vec::new(), ANSWER_MAX).await;
    if matches!(answer, Err(ErrorCode::HttpRequestDenied)) {
        IS_POINTLESS.store(true, Ordering::Relaxed);
    }
    answer.map(drop).map_err(drop)
}
