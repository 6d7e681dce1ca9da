//! What sqlx asks of a driver, on top of [`Db`](crate::Db): one file for each of its traits or
//! family of traits.
//!
//! Most of it is naming. What is particular to libSQL: values carry their type, columns do not;
//! statements are not prepared ahead of their use; transactions that a program holds open are
//! refused (`transaction`).

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
