//! Weft's tables and the statements on them: the only crate that knows SQL.
//!
//! A use case is one statement or one atomic batch, bound to a site and the epoch of its principal
//! (`Scope`), or above the sites to the epoch of the caller (`Standing`). SQLite generates the JSON
//! of responses, because returning rows to a guest is expensive. Writes change one row of
//! `entries`; triggers write the rest (migrations/0002_content.sql).
//!
//! There is one module per group of tables. `entries/list` compiles the query language; all other
//! statements are constant text with bound values.

pub mod account_keys;
pub mod account_sessions;
pub mod accounts;
pub mod attempts;
pub mod autosaves;
pub mod collections;
pub mod credentials;
mod demands;
pub mod domains;
pub mod editors;
pub mod entries;
mod error;
mod events;
pub mod failures;
mod listing;
pub mod members;
pub mod migrate;
pub mod quotas;
pub mod removals;
pub mod repos;
pub mod site_settings;
pub mod sites;
mod sql;
mod store;
pub mod tokens;
pub mod webhooks;

pub use demands::Standing;
/// For the code that opens the database.
pub use error::from_driver;
pub use listing::Page;
/// For the code that opens the database.
pub use sqlx_libsql::Db;
pub use store::{Cells, Scope, Store, first};
