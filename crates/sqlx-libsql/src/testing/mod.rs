//! The suite that every pipe must pass, as a library function.
//!
//! A native test calls it, and a test component calls it in a guest and returns the results,
//! because the pitfalls of the host's interface occur only there. It creates tables named `suite_*`
//! and drops existing ones.
//!
//! To add a case, write an `async fn(&Db) -> Check` in the file it belongs to and name it in that
//! file's `run`.

mod batches;
mod errors;
#[cfg(feature = "sqlx")]
mod queries;
mod values;

use std::fmt::Debug;

use crate::{Db, Error, Statement};

/// The result of a case.
pub type Check = Result<(), Failure>;

/// Why a case failed.
#[derive(Debug)]
pub struct Failure(String);

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(format!("{error:?}"))
    }
}

#[cfg(feature = "sqlx")]
impl From<sqlx_core::Error> for Failure {
    fn from(error: sqlx_core::Error) -> Self {
        Self(format!("{error:?}"))
    }
}

/// Runs all cases in order and returns the result of each.
pub async fn suite(db: &Db) -> Vec<(&'static str, Result<(), String>)> {
    let mut report = Report { db, cases: Vec::new() };
    if let Err(Failure(reason)) = prepare(db).await {
        return vec![("the tables of the suite can be made", Err(reason))];
    }
    values::run(&mut report).await;
    errors::run(&mut report).await;
    batches::run(&mut report).await;
    #[cfg(feature = "sqlx")]
    queries::run(&mut report).await;
    report.cases
}

async fn prepare(db: &Db) -> Check {
    db.batch(Statement::script(include_str!("schema.sql"))).await?;
    Ok(())
}

struct Report<'a> {
    db: &'a Db,
    cases: Vec<(&'static str, Result<(), String>)>,
}

impl<'a> Report<'a> {
    /// Runs a case, then checks that the handle still works.
    async fn case<F: Future<Output = Check>>(&mut self, name: &'static str, case: impl FnOnce(&'a Db) -> F) {
        let mut result = case(self.db).await;
        if result.is_ok() {
            result = still_works(self.db).await;
        }
        self.cases.push((name, result.map_err(|Failure(reason)| reason)));
    }
}

async fn still_works(db: &Db) -> Check {
    same(
        "a quick read afterwards",
        db.quick(Statement::new("SELECT 1")).await?.into_one()?.take_integer(0)?,
        1,
    )?;
    same("a read afterwards", db.run(Statement::new("SELECT 2")).await?.into_one()?.take_integer(0)?, 2)?;
    let write = Statement::new("INSERT INTO suite_log (what) VALUES ('still works')");
    same("a write afterwards", db.run(write).await?.changes, 1)
}

fn same<T: PartialEq + Debug>(what: &str, found: T, expected: T) -> Check {
    if found == expected { Ok(()) } else { fail(format!("{what}: expected {expected:?}, found {found:?}")) }
}

fn fail<T>(reason: impl Into<String>) -> Result<T, Failure> {
    Err(Failure(reason.into()))
}

/// How many rows a query counts.
async fn count(db: &Db, sql: &'static str) -> Result<i64, Failure> {
    Ok(db.run(Statement::new(sql)).await?.into_one()?.take_integer(0)?)
}
