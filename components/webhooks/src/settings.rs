//! What the operator says of webhooks, in the variables of spin.toml. Read once per instance.

use std::ops::RangeInclusive;
use std::sync::OnceLock;
use weft_domain::webhook::{Scheme, check_url};
use weft_domain::{Error, Result};
use weft_guest::{insecure_hosts, variable};
use weft_service::webhooks::Settings;

/// The most days that deliveries may be kept: ten years.
const DAYS_MAX: u32 = 3_650;
/// The most seconds that a deploy hook may wait for further changes: an hour.
const WINDOW_MAX: u32 = 3_600;

static SETTINGS: OnceLock<Settings> = OnceLock::new();

/// The settings.
///
/// # Errors
/// `Internal` when a variable has an impossible value.
pub(crate) async fn settings() -> Result<&'static Settings> {
    if let Some(settings) = SETTINGS.get() {
        return Ok(settings);
    }
    let insecure = insecure_hosts().await?;
    let purge_url = Some(variable("cdn_invalidation_url").await?).filter(|url| !url.trim().is_empty());
    if let Some(Err(why)) = purge_url.as_deref().map(|url| check_url(url, Scheme::Secure, insecure)) {
        return Err(wrong("cdn_invalidation_url", why));
    }
    let settings = Settings {
        tick_secret: variable("tick_secret").await?,
        insecure: insecure.clone(),
        retention_days: number("webhook_retention_days", 1..=DAYS_MAX).await?,
        deploy_window: number("deploy_hook_window_seconds", 0..=WINDOW_MAX).await?,
        purge_url,
        purge_secret: variable("cdn_invalidation_secret").await?,
    };
    Ok(SETTINGS.get_or_init(|| settings))
}

async fn number(name: &str, range: RangeInclusive<u32>) -> Result<u32> {
    let number = variable(name).await?.trim().parse().ok().filter(|number| range.contains(number));
    number.ok_or_else(|| wrong(name, &format!("must be a number from {} to {}", range.start(), range.end())))
}

fn wrong(name: &str, what: &str) -> Error {
    Error::Internal(format!("variable {name}: {what}"))
}
