//! What the operator says of webhooks, in the variables of spin.toml. Read once per instance.

use std::sync::OnceLock;
use weft_domain::webhook::InsecureHosts;
use weft_domain::{Error, Result};
use weft_guest::variable;
use weft_service::webhooks::Settings;

/// The most days that deliveries may be kept: ten years.
const DAYS_MAX: u32 = 3_650;

static SETTINGS: OnceLock<Settings> = OnceLock::new();

/// The settings.
///
/// # Errors
/// `Internal` when a variable has an impossible value.
pub(crate) async fn settings() -> Result<&'static Settings> {
    if let Some(settings) = SETTINGS.get() {
        return Ok(settings);
    }
    let wrong = |name: &str, what: &str| Error::Internal(format!("variable {name}: {what}"));
    let insecure = InsecureHosts::parse(&variable("webhook_allow_insecure").await?).map_err(|entry| {
        wrong("webhook_allow_insecure", &format!("{entry:?} is not an exact host:port pair"))
    })?;
    let days = variable("webhook_retention_days").await?;
    let retention_days = days.trim().parse().ok().filter(|days| (1..=DAYS_MAX).contains(days));
    let retention_days = retention_days
        .ok_or_else(|| wrong("webhook_retention_days", &format!("must be a number from 1 to {DAYS_MAX}")))?;
    let settings = Settings { tick_secret: variable("tick_secret").await?, insecure, retention_days };
    Ok(SETTINGS.get_or_init(|| settings))
}
