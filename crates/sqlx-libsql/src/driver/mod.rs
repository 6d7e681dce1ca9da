//! The traits of a sqlx driver, implemented with [`Db`](crate::Db): one file for each trait or
//! group of traits.
//!
//! Most of the code defines types. Specific to libSQL: values have types, columns do not;
//! statements are not prepared in advance; interactive transactions are refused (`transaction`).

mod arguments;
mod connection;
mod database;
mod error;
mod executor;
mod options;
mod prepared;
mod query_result;
mod row;
mod transaction;
mod type_info;
mod types;
mod value_ref;

pub use arguments::{LibsqlArgumentBuffer, LibsqlArguments};
pub use connection::LibsqlConnection;
pub use database::Libsql;
pub use options::LibsqlConnectOptions;
pub use prepared::LibsqlStatement;
pub use query_result::LibsqlQueryResult;
pub use transaction::LibsqlTransactionManager;
pub use type_info::LibsqlTypeInfo;
pub use value_ref::LibsqlValueRef;
