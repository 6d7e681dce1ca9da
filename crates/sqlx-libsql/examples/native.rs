//! sqlx over a database in memory or in a file: `cargo run --example native [file]`.
//!
//! Everything of sqlx goes through the handle, `&Db`. What sqlx cannot say is said by the handle
//! itself: `Db::batch` for several statements that stand or fall together.

#![allow(clippy::print_stdout, missing_docs, reason = "an example prints")]

use futures_executor::block_on;
use sqlx_libsql::sqlx_core::from_row::FromRow;
use sqlx_libsql::sqlx_core::row::Row as _;
use sqlx_libsql::{Db, Error, LibsqlConnectOptions, LibsqlRow, Statement, query, query_as, query_scalar};

/// A row as a struct. With the sqlx crate beside this one, `#[derive(sqlx::FromRow)]` writes it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Note {
    pub(crate) id: i64,
    pub(crate) text: String,
    pub(crate) done: bool,
}

impl<'r> FromRow<'r, LibsqlRow> for Note {
    fn from_row(row: &'r LibsqlRow) -> Result<Self, sqlx_libsql::sqlx_core::Error> {
        Ok(Self { id: row.try_get("id")?, text: row.try_get("text")?, done: row.try_get("done")? })
    }
}

fn main() -> Result<(), Error> {
    let file = std::env::args().nth(1).unwrap_or_else(|| ":memory:".to_owned());
    for note in block_on(notes(&format!("libsql:{file}")))? {
        println!("{} {} {}", note.id, if note.done { "done" } else { "open" }, note.text);
    }
    Ok(())
}

/// Opens the database, writes two notes and gives all that are there.
pub(crate) async fn notes(url: &str) -> Result<Vec<Note>, Error> {
    let db = url.parse::<LibsqlConnectOptions>()?.open().await?;
    let table = "CREATE TABLE IF NOT EXISTS note (
        id INTEGER PRIMARY KEY,
        text TEXT NOT NULL UNIQUE,
        done INTEGER NOT NULL DEFAULT 0
    )";
    query(table).execute(&db).await?;

    let first: i64 = query_scalar("SELECT coalesce(max(id), 0) + 1 FROM note").fetch_one(&db).await?;
    let insert = query("INSERT INTO note (id, text) VALUES (?, ?)");
    let changed = insert.bind(first).bind(format!("note {first}")).execute(&db).await?;
    assert_eq!(changed.rows_affected(), 1);

    // Both or neither: what a transaction is for elsewhere.
    let next = Statement::new("INSERT INTO note (id, text) VALUES (?, ?)").bind(first + 1);
    let tick = Statement::new("UPDATE note SET done = 1 WHERE id = ?").bind(first);
    db.batch(vec![next.bind(format!("note {}", first + 1)), tick]).await?;

    refuses_a_second_one(&db, first).await?;
    Ok(query_as("SELECT id, text, done FROM note ORDER BY id").fetch_all(&db).await?)
}

/// An error of sqlx becomes one of this crate, with its kind, by `?` or `Error::from`.
async fn refuses_a_second_one(db: &Db, number: i64) -> Result<(), Error> {
    let again = query("INSERT INTO note (text) VALUES (?)").bind(format!("note {number}"));
    match again.execute(db).await.map_err(Error::from) {
        Err(Error::Unique { columns, .. }) if columns == ["text"] => Ok(()),
        Err(other) => Err(other),
        Ok(_) => Err(Error::Sql("a text was stored twice".to_owned())),
    }
}
