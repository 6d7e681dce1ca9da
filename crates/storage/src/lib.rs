//! Weft's tables and the statements on them: the only crate that knows SQL.
//!
//! A use case is one statement or one atomic batch, bound to a site (`Scope`) and to the epoch that
//! its principal was verified at; above the sites to the caller's (`Standing`). Reads let SQLite
//! write the answer's JSON, because rows are dear at a guest's boundary. Writes change one row of
//! `entries`; triggers carry the rest (migrations/0002_content.sql).
//!
//! One module per table family. `entries/list` compiles the query language; everything else is
//! plain text with bound values.

pub mod account_keys;
pub mod account_sessions;
pub mod accounts;
pub mod attempts;
pub mod collections;
pub mod credentials;
mod demands;
pub mod domains;
pub mod drafts;
pub mod editors;
pub mod entries;
mod error;
pub mod events;
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
/// For whoever opens the database.
pub use error::from_driver;
pub use listing::Page;
/// For whoever opens it.
pub use sqlx_libsql::Db;
pub use store::{Cells, Scope, Store, first};
