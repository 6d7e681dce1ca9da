//! Fetches remote data through the host's HTTP client.

use std::sync::OnceLock;
use std::time::Duration;

use weft_dialect_snow::rendering::{Answer, TIME_MAX, Web, is_body_shown};
use weft_guest::{Target, fetch, log, variable, wait};

/// The most bytes of a response.
const LIMIT: usize = 1024 * 1024;
/// As in the original: the user agent, and a mark that stops request loops.
const HEADERS: [(&str, &str); 2] =
    [("user-agent", "SnowCMS/0.0.0"), ("x-snowcms-unsafe-source", "remote-data")];

/// The time limit for all remote data of a rendering, as configured at start-up.
static TIME: OnceLock<Duration> = OnceLock::new();

/// Fetches through the host.
pub(crate) struct Host;

impl Web for Host {
    async fn get(&self, address: &url::Url) -> Option<Answer> {
        let target = Target::of(address)?;
        let fetched = fetch(&target, &HEADERS, LIMIT, is_body_shown).await?;
        Some(Answer {
            status: fetched.status,
            content_type: fetched.content_type,
            location: fetched.location,
            body: fetched.body,
        })
    }

    async fn time(&self) -> Duration {
        if let Some(time) = TIME.get() {
            return *time;
        }
        let time = configured_time().await;
        *TIME.get_or_init(|| time)
    }

    async fn wait(&self, time: Duration) {
        wait(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)).await;
    }
}

/// The configured time limit, or the default. An invalid value is logged and ignored.
async fn configured_time() -> Duration {
    let Ok(configured) = variable("remote_data_timeout_ms").await else { return TIME_MAX };
    match configured.trim().parse().map(Duration::from_millis) {
        Ok(time) if time <= TIME_MAX => time,
        _ => {
            log(&format!(
                "variable remote_data_timeout_ms: {configured:?} is not a number up to {}",
                TIME_MAX.as_millis()
            ));
            TIME_MAX
        }
    }
}
