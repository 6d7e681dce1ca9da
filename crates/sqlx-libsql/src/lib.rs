//! A driver for libSQL, for programs that are WebAssembly components as well as for native ones.
//!
//! [`Db`] is the handle: cheap to clone, shared by all requests of an instance. It has three
//! methods: [`Db::quick`] for one short read, [`Db::run`] for anything that may take longer or
//! writes, [`Db::batch`] for several statements in one transaction. With the feature `sqlx`, `&Db`
//! is also a sqlx executor, so `query_as::<_, T>("…").bind(…).fetch_one(&db)` works.
//!
//! Behind the handle is a *pipe* (`pipe`): rusqlite natively, the host interface `spin:sqlite` in a
//! guest. A pipe executes one statement or one batch and does nothing else. Hrana over HTTP could
//! be another pipe.
//!
//! Invariants: no statement text is ever built from values. A connection is used by one request at
//! a time. A request that is cancelled closes its connection, so no open transaction and no unread
//! row remains. Error texts are classified in one file (`classify`).
//!
//! ```
//! # use sqlx_libsql::{Db, Error, Statement};
//! # fn main() -> Result<(), Error> { futures_executor::block_on(async {
//! let db = Db::open_memory()?;
//! db.batch(Statement::script("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);")).await?;
//! let id = db.run(Statement::new("INSERT INTO note (text) VALUES (?) RETURNING id").bind("first")).await?.into_one()?.take_integer(0)?;
//! let text = db.quick(Statement::new("SELECT text FROM note WHERE id = ?").bind(id)).await?.into_one()?.take_text(0)?;
//! let again = db.run(Statement::new("INSERT INTO note (text) VALUES (?)").bind(text)).await;
//! assert!(matches!(again, Err(Error::Unique { columns, .. }) if columns == ["text"]));
//! # Ok(()) }) }
//! ```
//!
//! Not here: interactive transactions (`BEGIN` is refused because requests share an instance), last
//! insert ids (use `RETURNING`), a pool size to configure.

mod classify;
mod column;
mod db;
#[cfg(feature = "sqlx")]
mod driver;
mod error;
mod outcome;
mod pipe;
mod row;
mod statement;
#[cfg(feature = "testing")]
pub mod testing;
mod text;
mod value;

pub use column::LibsqlColumn;
pub use db::Db;
#[cfg(feature = "sqlx")]
pub use driver::{
    Libsql, LibsqlArgumentBuffer, LibsqlArguments, LibsqlConnectOptions, LibsqlConnection, LibsqlQueryResult,
    LibsqlStatement, LibsqlTransactionManager, LibsqlTypeInfo, LibsqlValueRef,
};
pub use error::Error;
pub use outcome::Outcome;
pub use row::{LibsqlRow, Row};
pub use statement::{SqlText, Statement};
pub use value::Value;

// The interface of sqlx, re-exported so that callers depend on this crate only.
#[cfg(feature = "sqlx")]
pub use sqlx_core;
#[cfg(feature = "sqlx")]
pub use sqlx_core::{query::query, query_as::query_as, query_scalar::query_scalar, sql_str::AssertSqlSafe};

/// The example of the README, compiled and run as a test.
#[cfg(all(doctest, feature = "sqlx", not(target_arch = "wasm32")))]
#[doc = include_str!("../README.md")]
pub struct Readme;
