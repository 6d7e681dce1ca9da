//! `weft key create`: creates an API key and prints it once, in the format of its client.
//!
//! A key for R3 clients is valid for one site and has scopes. A key for SnowCMS clients is valid
//! for a list of websites, has a role, and has the format `a:<id>.<secret>`. A key for InlineCMS
//! clients is published in web pages, so it has the scope read only.

use anyhow::{Result, ensure};
use clap::{Args, Subcommand, ValueEnum};

use super::api::{Api, NewKey, PER_DAY, PER_MINUTE};
use super::say;
use super::snow_key::{self, NewSnowKey, Role};

/// `weft key …`
#[derive(Debug, Subcommand)]
pub(super) enum Key {
    /// Create an API key and print it; it cannot be shown again.
    Create(Create),
}

/// The kind of client of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum For {
    /// R3 CMS: `x-api-key`.
    R3,
    /// SnowCMS: `Authorization: Bearer a:<id>.<secret>`.
    Snow,
    /// InlineCMS: the key of a project, read-only, which may be published in a web page.
    Inline,
}

/// Arguments of `weft key create`.
#[derive(Debug, Args)]
pub(super) struct Create {
    /// The URL of the Weft server.
    #[arg(long)]
    url: String,
    /// The kind of client.
    #[arg(long = "for", value_enum, default_value = "r3", value_name = "CLIENT")]
    client: For,
    /// The e-mail address of the key's owner.
    #[arg(long, default_value = "admin@localhost.localdomain")]
    email: String,
    /// The password of the owner's account.
    #[arg(long, env = "WEFT_PASSWORD", hide_env_values = true)]
    password: String,
    /// The name of the key.
    #[arg(long, default_value = "key")]
    name: String,
    /// The scopes of the key [default: read,write,admin; for inline: read].
    #[arg(long, value_delimiter = ',')]
    scopes: Option<Vec<String>>,
    /// Requests per minute [default: 600000].
    #[arg(long)]
    per_minute: Option<u32>,
    /// Requests per day [default: 100000000].
    #[arg(long)]
    per_day: Option<u32>,
    /// For snow: the role of the key [default: the role of the account, at most superuser].
    #[arg(long, value_enum)]
    role: Option<Role>,
    /// For snow: the ids of the key's websites [default: all websites of the account].
    #[arg(long, value_delimiter = ',', value_name = "ID")]
    websites: Option<Vec<String>>,
}

impl Key {
    /// Runs the subcommand.
    pub(super) fn run(self) -> Result<()> {
        match self {
            Self::Create(create) => create.run(),
        }
    }
}

impl Create {
    fn run(self) -> Result<()> {
        let api = Api::new(&self.url);
        match self.client {
            For::R3 => self.site_key(&api, &["read", "write", "admin"]),
            For::Inline => self.site_key(&api, &["read"]),
            For::Snow => self.snow_key(&api),
        }
    }

    fn site_key(&self, api: &Api, scopes: &[&str]) -> Result<()> {
        ensure!(
            self.role.is_none() && self.websites.is_none(),
            "--role and --websites belong to --for snow; this key has --scopes"
        );
        let scopes =
            self.scopes.clone().unwrap_or_else(|| scopes.iter().copied().map(str::to_owned).collect());
        let token = api.login(&self.email, &self.password)?;
        let key = NewKey {
            name: &self.name,
            scopes: &scopes,
            per_minute: self.per_minute.unwrap_or(PER_MINUTE),
            per_day: self.per_day.unwrap_or(PER_DAY),
        };
        say(&api.create_key(&token, &key)?);
        Ok(())
    }

    fn snow_key(&self, api: &Api) -> Result<()> {
        ensure!(
            self.scopes.is_none() && self.per_minute.is_none() && self.per_day.is_none(),
            "--scopes, --per-minute and --per-day do not belong to --for snow; this key has --role and --websites"
        );
        let key = NewSnowKey { name: &self.name, role: self.role, websites: self.websites.as_deref() };
        say(&snow_key::create(api, &self.email, &self.password, &key)?);
        Ok(())
    }
}
