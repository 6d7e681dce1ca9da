//! Executes sqlx's queries through a handle.
//!
//! Every method executes the statement with [`Db::run`] and returns the complete result: rows are
//! never streamed from a connection that other requests need.

use std::future::ready;

use futures_core::future::BoxFuture;
use futures_core::stream::BoxStream;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use sqlx_core::Either;
use sqlx_core::executor::{Execute, Executor};
use sqlx_core::sql_str::SqlStr;

use super::{Libsql, LibsqlArguments, LibsqlConnection, LibsqlQueryResult, LibsqlStatement, LibsqlTypeInfo};
use crate::db::Db;
use crate::outcome::Outcome;
use crate::row::LibsqlRow;
use crate::statement::Statement;

type Step = Either<LibsqlQueryResult, LibsqlRow>;

/// Runs a query. The handle is borrowed and the query is destructured before the first `await`, so
/// that the future is `Send`.
async fn run(db: &Db, statement: Result<Statement, sqlx_core::Error>) -> Result<Outcome, sqlx_core::Error> {
    Ok(db.run(statement?).await?)
}

fn take_apart<'q>(mut query: impl Execute<'q, Libsql>) -> Result<Statement, sqlx_core::Error> {
    let arguments = query.take_arguments().map_err(sqlx_core::Error::Encode)?;
    let args = arguments.map(LibsqlArguments::into_values).unwrap_or_default();
    Ok(Statement::of_sqlx(query.sql()).bind_all(args))
}

fn steps(outcome: Outcome) -> impl Iterator<Item = Result<Step, sqlx_core::Error>> {
    let result = LibsqlQueryResult::from(&outcome);
    let rows = outcome.rows.into_iter().map(Either::Right);
    rows.chain(std::iter::once(Either::Left(result))).map(Ok)
}

impl<'c> Executor<'c> for &'c Db {
    type Database = Libsql;

    fn execute<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<LibsqlQueryResult, sqlx_core::Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Libsql>,
    {
        let statement = take_apart(query);
        Box::pin(async move { Ok(LibsqlQueryResult::from(&run(self, statement).await?)) })
    }

    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> BoxStream<'e, Result<Step, sqlx_core::Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Libsql>,
    {
        let statement = take_apart(query);
        let outcome = stream::once(async move { run(self, statement).await });
        outcome.map_ok(|outcome| stream::iter(steps(outcome))).try_flatten().boxed()
    }

    fn fetch_all<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<Vec<LibsqlRow>, sqlx_core::Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Libsql>,
    {
        let statement = take_apart(query);
        Box::pin(async move { Ok(run(self, statement).await?.rows) })
    }

    fn fetch_optional<'e, 'q: 'e, E>(
        self,
        query: E,
    ) -> BoxFuture<'e, Result<Option<LibsqlRow>, sqlx_core::Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Libsql>,
    {
        let statement = take_apart(query);
        Box::pin(async move { Ok(run(self, statement).await?.into_first()) })
    }

    fn prepare_with<'e>(
        self,
        sql: SqlStr,
        _parameters: &'e [LibsqlTypeInfo],
    ) -> BoxFuture<'e, Result<LibsqlStatement, sqlx_core::Error>>
    where
        'c: 'e,
    {
        Box::pin(ready(Ok(LibsqlStatement::new(sql))))
    }
}

impl<'c> Executor<'c> for &'c mut LibsqlConnection {
    type Database = Libsql;

    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> BoxStream<'e, Result<Step, sqlx_core::Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Libsql>,
    {
        self.db().fetch_many(query)
    }

    fn fetch_optional<'e, 'q: 'e, E>(
        self,
        query: E,
    ) -> BoxFuture<'e, Result<Option<LibsqlRow>, sqlx_core::Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Libsql>,
    {
        self.db().fetch_optional(query)
    }

    fn prepare_with<'e>(
        self,
        sql: SqlStr,
        parameters: &'e [LibsqlTypeInfo],
    ) -> BoxFuture<'e, Result<LibsqlStatement, sqlx_core::Error>>
    where
        'c: 'e,
    {
        self.db().prepare_with(sql, parameters)
    }
}
