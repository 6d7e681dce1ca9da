//! Creates what a new application needs before its first use: a site, a login, a key.
//!
//! All three are created with the application's own API. Their secrets are printed once and not
//! stored.

use anyhow::Result;
use rand::RngExt as _;
use rand::distr::Alphanumeric;

use super::api::{Api, NewKey, PER_DAY, PER_MINUTE};
use super::say;

const EMAIL: &str = "admin@localhost.localdomain";

/// The created site, login and key.
pub(super) struct Created {
    password: String,
    key: String,
}

/// Creates a site, a login and a key at `url`; returns `None` if a site exists already.
pub(super) fn create(url: &str) -> Result<Option<Created>> {
    let api = Api::new(url);
    let password: String = rand::rng().sample_iter(Alphanumeric).take(20).map(char::from).collect();
    if api.create_site("Weft", EMAIL, &password)?.is_none() {
        return Ok(None);
    }
    let token = api.login(EMAIL, &password)?;
    let scopes = ["read", "write", "admin"].map(str::to_owned);
    let key = NewKey { name: "first key", scopes: &scopes, per_minute: PER_MINUTE, per_day: PER_DAY };
    Ok(Some(Created { key: api.create_key(&token, &key)?, password }))
}

impl Created {
    /// Prints the secrets; they cannot be shown again.
    pub(super) fn print(&self) {
        say("");
        say("A site was created. Keep these, they are not shown again:");
        say(&format!("  e-mail    {EMAIL}"));
        say(&format!("  password  {}", self.password));
        say(&format!("  API key   {}", self.key));
        say("");
    }
}
