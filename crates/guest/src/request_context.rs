//! Samples the time, randomness and the client's address, and passes them on as `Ctx`.

use spin_sdk::wasip3::clocks::system_clock;
use spin_sdk::wasip3::random::random::get_random_bytes;
use std::sync::{Mutex, PoisonError};
use weft_domain::{Ctx, Timestamp};
use weft_http::Request;

/// The client's address as the host saw it. The host appends its value to the client's: the last
/// value is the host's, all others are the client's claims.
const CLIENT: &str = "spin-client-addr";

/// The context of this request.
#[must_use]
pub fn request_context(request: &Request) -> Ctx {
    let mut ctx = Ctx::new(now(), entropy);
    let client = request.last_header(CLIENT).unwrap_or_default();
    // Without the port: a client has a new port for each connection.
    ctx.client = client.rsplit_once(':').map_or(client, |(address, _)| address).to_owned();
    ctx
}

/// The context of a call from another component, on behalf of a client at that address.
#[must_use]
pub fn ctx_of_client(client: String) -> Ctx {
    let mut ctx = Ctx::new(now(), entropy);
    ctx.client = client;
    ctx
}

/// The time.
#[must_use]
pub fn now() -> Timestamp {
    let now = system_clock::now();
    Timestamp::from_millis(
        now.seconds.saturating_mul(1000).saturating_add(i64::from(now.nanoseconds / 1_000_000)),
    )
}

/// A pool of unused random bytes. A host call per id would cost a read one per cent of its time.
static UNUSED: Mutex<Vec<u8>> = Mutex::new(Vec::new());
/// The number of bytes per host call.
const DRAWN: u64 = 256;

fn entropy(bytes: &mut [u8]) {
    let mut unused = UNUSED.lock().unwrap_or_else(PoisonError::into_inner);
    while unused.len() < bytes.len() {
        unused.extend(get_random_bytes(DRAWN));
    }
    let kept = unused.len() - bytes.len();
    for (byte, drawn) in bytes.iter_mut().zip(unused.iter_mut().skip(kept)) {
        // Each byte is used once and erased.
        *byte = std::mem::take(drawn);
    }
    unused.truncate(kept);
}
