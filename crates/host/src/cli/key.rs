//! `weft key create`: makes an API key and prints it once.

use anyhow::Result;
use clap::{Args, Subcommand};

use super::api::{Api, NewKey, PER_DAY, PER_MINUTE};
use super::say;

/// `weft key …`
#[derive(Debug, Subcommand)]
pub(super) enum Key {
    /// Create an API key and print it; it cannot be shown again.
    Create(Create),
}

/// Arguments of `weft key create`.
#[derive(Debug, Args)]
pub(super) struct Create {
    /// Where Weft runs.
    #[arg(long)]
    url: String,
    /// Who the key will belong to.
    #[arg(long, default_value = "admin@localhost.localdomain")]
    email: String,
    /// That account's password.
    #[arg(long, env = "WEFT_PASSWORD", hide_env_values = true)]
    password: String,
    /// What the key is called.
    #[arg(long, default_value = "key")]
    name: String,
    /// What the key may be used for.
    #[arg(long, value_delimiter = ',', default_value = "read,write,admin")]
    scopes: Vec<String>,
    /// Requests per minute.
    #[arg(long, default_value_t = PER_MINUTE)]
    per_minute: u32,
    /// Requests per day.
    #[arg(long, default_value_t = PER_DAY)]
    per_day: u32,
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
        let token = api.login(&self.email, &self.password)?;
        let key = NewKey {
            name: &self.name,
            scopes: &self.scopes,
            per_minute: self.per_minute,
            per_day: self.per_day,
        };
        say(&api.create_key(&token, &key)?);
        Ok(())
    }
}
