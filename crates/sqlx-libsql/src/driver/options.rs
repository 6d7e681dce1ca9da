//! How sqlx opens a connection by URL: `libsql::memory:` and `libsql:path/to/file.db` natively,
//! `libsql:label` in a guest.

use std::str::FromStr;
use std::time::Duration;

use log::LevelFilter;
use sqlx_core::Url;
use sqlx_core::connection::ConnectOptions;

use super::LibsqlConnection;
use crate::db::Db;
use crate::error::Error;

/// Which database to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibsqlConnectOptions {
    target: String,
}

impl LibsqlConnectOptions {
    /// Opens the database; clones of the handle share it.
    pub async fn open(&self) -> Result<Db, Error> {
        #[cfg(target_arch = "wasm32")]
        return Db::open_spin(&self.target, 1).await;
        #[cfg(not(target_arch = "wasm32"))]
        match self.target.as_str() {
            ":memory:" => Db::open_memory(),
            path => Db::open_native(path.as_ref()),
        }
    }
}

impl FromStr for LibsqlConnectOptions {
    type Err = sqlx_core::Error;

    fn from_str(url: &str) -> Result<Self, sqlx_core::Error> {
        let target = url.strip_prefix("libsql:").map(|rest| rest.strip_prefix("//").unwrap_or(rest));
        match target.filter(|target| !target.is_empty()) {
            Some(target) => Ok(Self { target: target.into() }),
            None => Err(sqlx_core::Error::Configuration(format!("not a libsql: URL: {url}").into())),
        }
    }
}

impl ConnectOptions for LibsqlConnectOptions {
    type Connection = LibsqlConnection;

    fn from_url(url: &Url) -> Result<Self, sqlx_core::Error> {
        url.as_str().parse()
    }

    async fn connect(&self) -> Result<LibsqlConnection, sqlx_core::Error> {
        Ok(LibsqlConnection::new(self.open().await?))
    }

    fn log_statements(self, _level: LevelFilter) -> Self {
        self
    }

    fn log_slow_statements(self, _level: LevelFilter, _duration: Duration) -> Self {
        self
    }
}
