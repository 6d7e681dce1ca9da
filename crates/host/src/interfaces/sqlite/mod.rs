//! `spin:sqlite@3.1.0` on the embedded SQLite.
//!
//! A database is a file in the data folder, named after its label. Every `open` is a connection of
//! its own (`pool`), with foreign keys on and a busy timeout of five seconds; WAL comes when a
//! guest asks for it. An execute runs one statement.
//!
//! Single changes of all guests are made by one connection per file, together (`writer`). Of the
//! rest, `execute` runs on the calling thread: a point read takes SQLite a few microseconds, far
//! less than handing it to another thread. `execute-async` runs on a blocking thread and streams
//! rows that do not fit one batch; it holds the connection until the guest has drained them. A
//! statement that meets a connection held so is refused with an error: on Spin it would wait for
//! ever, and every request of the instance with it.
//!
//! Two things are stricter than on Spin, to find mistakes: a second statement in one execute is an
//! error where Spin ignores it, and `ATTACH` of a file is refused, because no manifest grants
//! files.

mod check;
mod checkpoint;
mod connection;
mod pool;
mod statement;
mod stream;
mod types;
mod writer;

use anyhow::Result;
use wasmtime::component::{Linker, Resource, ResourceType};

use crate::state::Guest;
pub(crate) use check::check;
use connection::Connection;
pub(crate) use pool::Pool;
use types::Value;

/// Adds the interface.
pub(super) fn link(linker: &mut Linker<Guest>) -> Result<()> {
    let mut instance = linker.instance("spin:sqlite/sqlite@3.1.0")?;
    instance.resource("connection", ResourceType::host::<Connection>(), |mut store, rep| {
        store.data_mut().table.delete(Resource::<Connection>::new_own(rep))?;
        Ok(())
    })?;
    instance.func_wrap("[static]connection.open", |mut store, (database,): (String,)| {
        Ok((connection::open(store.data_mut(), &database)?,))
    })?;
    instance.func_wrap_concurrent("[static]connection.open-async", |accessor, (database,): (String,)| {
        let opened = accessor.with(|mut access| connection::open(access.get(), &database));
        Box::pin(std::future::ready(opened.map(|connection| (connection,))))
    })?;
    instance.func_wrap_async(
        "[method]connection.execute",
        |store, (connection, sql, parameters): (Resource<Connection>, String, Vec<Value>)| {
            Box::new(async move {
                let guest: &Guest = store.data();
                guest.grants.counters.count_statement();
                let connection = guest.table.get(&connection)?.clone();
                Ok((connection.execute(&sql, parameters).await,))
            })
        },
    )?;
    instance.func_wrap_concurrent(
        "[method]connection.execute-async",
        |accessor, (connection, sql, parameters): (Resource<Connection>, String, Vec<Value>)| {
            Box::pin(async move { Ok((stream::execute(accessor, &connection, sql, parameters).await?,)) })
        },
    )?;
    instance.func_wrap(
        "[method]connection.last-insert-rowid",
        |store, (connection,): (Resource<Connection>,)| Ok((store.data().last_insert_rowid(&connection)?,)),
    )?;
    instance.func_wrap_concurrent(
        "[method]connection.last-insert-rowid-async",
        |accessor, (connection,): (Resource<Connection>,)| {
            let rowid = accessor.with(|mut access| access.get().last_insert_rowid(&connection));
            Box::pin(std::future::ready(rowid.map(|rowid| (rowid,))))
        },
    )?;
    instance.func_wrap("[method]connection.changes", |store, (connection,): (Resource<Connection>,)| {
        Ok((store.data().changes(&connection)?,))
    })?;
    instance.func_wrap_concurrent(
        "[method]connection.changes-async",
        |accessor, (connection,): (Resource<Connection>,)| {
            let changes = accessor.with(|mut access| access.get().changes(&connection));
            Box::pin(std::future::ready(changes.map(|changes| (changes,))))
        },
    )?;
    Ok(())
}

impl Guest {
    fn last_insert_rowid(&self, connection: &Resource<Connection>) -> wasmtime::Result<i64> {
        self.table.get(connection)?.ask(rusqlite::Connection::last_insert_rowid)
    }

    fn changes(&self, connection: &Resource<Connection>) -> wasmtime::Result<u64> {
        self.table.get(connection)?.changes()
    }
}
