//! Time, randomness and the caller's address: sampled here, handed down as `Ctx`.

use spin_sdk::wasip3::clocks::system_clock;
use spin_sdk::wasip3::random::random::get_random_bytes;
use weft_domain::{Ctx, Timestamp};
use weft_http::Request;

/// Who connected, as the host saw it. Hosts replace what a client sends under this name.
const CLIENT: &str = "spin-client-addr";

/// The circumstances of this request.
#[must_use]
pub fn circumstances(request: &Request) -> Ctx {
    let mut ctx = Ctx::new(now(), entropy);
    let client = request.header(CLIENT).unwrap_or_default();
    // Without the port: the same client has another one for each connection.
    ctx.client = client.rsplit_once(':').map_or(client, |(address, _)| address).to_owned();
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

fn entropy(bytes: &mut [u8]) {
    let mut filled = 0;
    while filled < bytes.len() {
        let random = get_random_bytes(u64::try_from(bytes.len() - filled).unwrap_or_default());
        for (byte, random) in bytes.iter_mut().skip(filled).zip(&random) {
            *byte = *random;
        }
        filled += random.len();
    }
}
