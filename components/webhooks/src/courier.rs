//! Sends deliveries through the host's HTTP client.

use futures_util::future::{Either, select};
use spin_sdk::wasip3::clocks::monotonic_clock;
use std::pin::pin;
use std::time::Duration;
use weft_domain::Timestamp;
use weft_guest::{ErrorCode, Target, now, post, wait};
use weft_service::webhooks::{Courier, Post, Sent};

/// The most bytes of a response that are read.
const RESPONSE_MAX: usize = 4096;
/// The time limit for a request in all, in nanoseconds: 15 seconds. The host's limits apply to its
/// steps, and a response that drips passes them for ever.
const PATIENCE: u64 = 15_000_000_000;

/// Sends through the host.
pub(crate) struct Host;

impl Courier for Host {
    async fn send(&self, sent: &Post) -> Sent {
        let Some(target) = Target::of(&sent.url) else { return Sent::Nothing("the address is not allowed") };
        let headers: Vec<_> = sent.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let sending = pin!(post(&target, &headers, sent.body.clone().into_bytes(), RESPONSE_MAX));
        match select(sending, pin!(wait(PATIENCE))).await {
            Either::Left((Ok(posted), _)) => {
                Sent::Response { status: posted.status, retry_after: posted.retry_after, body: posted.body }
            }
            Either::Left((Err(error), _)) => Sent::Nothing(reason(&error)),
            Either::Right(_) => Sent::Nothing("the receiver took longer than 15 seconds"),
        }
    }

    fn now(&self) -> Timestamp {
        now()
    }

    fn elapsed(&self) -> Duration {
        Duration::from_nanos(monotonic_clock::now())
    }

    async fn wait(&self, time: Duration) {
        wait(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)).await;
    }
}

/// The host's error in words for the receiver's owner. It says nothing about the host's network.
const fn reason(error: &ErrorCode) -> &'static str {
    match error {
        ErrorCode::DnsError(_) | ErrorCode::DnsTimeout => "the host name is not known",
        ErrorCode::DestinationIpProhibited | ErrorCode::HttpRequestDenied => "the address is not allowed",
        ErrorCode::ConnectionRefused => "the connection was refused",
        ErrorCode::ConnectionTimeout
        | ErrorCode::ConnectionReadTimeout
        | ErrorCode::ConnectionWriteTimeout => "the receiver took longer than 10 seconds",
        ErrorCode::TlsProtocolError | ErrorCode::TlsCertificateError | ErrorCode::TlsAlertReceived(_) => {
            "no secure connection could be made"
        }
        _ => "the connection broke off before the response",
    }
}
