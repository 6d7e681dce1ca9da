//! `weft key create`: makes an API key and prints it once, as the client that it is for wants it.
//!
//! A key for R3's clients is good for one site and has scopes. A key for SnowCMS's is good for
//! websites, has a role, and is written `a:<id>.<secret>`. InlineCMS's clients carry theirs into
//! web pages, so it only reads.

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

/// Whose client a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum For {
    /// R3 CMS: `x-api-key`.
    R3,
    /// SnowCMS: `Authorization: Bearer a:<id>.<secret>`.
    Snow,
    /// InlineCMS: a project's key, which may stand in a web page and only reads.
    Inline,
}

/// Arguments of `weft key create`.
#[derive(Debug, Args)]
pub(super) struct Create {
    /// Where Weft runs.
    #[arg(long)]
    url: String,
    /// Whose client the key is for.
    #[arg(long = "for", value_enum, default_value = "r3", value_name = "CLIENT")]
    client: For,
    /// Who the key will belong to.
    #[arg(long, default_value = "admin@localhost.localdomain")]
    email: String,
    /// That account's password.
    #[arg(long, env = "WEFT_PASSWORD", hide_env_values = true)]
    password: String,
    /// What the key is called.
    #[arg(long, default_value = "key")]
    name: String,
    /// What the key may be used for [default: read,write,admin; for inline: read].
    #[arg(long, value_delimiter = ',')]
    scopes: Option<Vec<String>>,
    /// Requests per minute [default: 600000].
    #[arg(long)]
    per_minute: Option<u32>,
    /// Requests per day [default: 100000000].
    #[arg(long)]
    per_day: Option<u32>,
    /// For snow: the key's role [default: the account's, at most superuser].
    #[arg(long, value_enum)]
    role: Option<Role>,
    /// For snow: the ids of the websites that the key is good for [default: all of the account's].
    #[arg(long, value_delimiter = ',', value_name = "ID")]
    websites: Option<Vec<String>>,
}

impl Key {
    /// Does what was asked.
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
