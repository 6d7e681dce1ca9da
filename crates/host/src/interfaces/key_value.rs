//! `spin:key-value@3.0.0`, kept in one SQLite file of the data folder.
//!
//! Calls run where they are made: each is one short statement on one connection that all instances share.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::OptionalExtension as _;
use wasmtime::component::{
    ComponentType, FutureReader, Lift, Linker, Lower, Resource, ResourceType, StreamReader,
};

use crate::state::Guest;

/// Why a call failed.
#[derive(Debug, Clone, ComponentType, Lift, Lower)]
#[component(variant)]
enum Error {
    /// Too many stores are open.
    #[component(name = "store-table-full")]
    StoreTableFull,
    /// No store has that label.
    #[component(name = "no-such-store")]
    NoSuchStore,
    /// The component may not open it.
    #[component(name = "access-denied")]
    AccessDenied,
    /// Anything else.
    #[component(name = "other")]
    Other(String),
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Self::Other(error.to_string())
    }
}

/// The stores that one component may open.
#[derive(Clone)]
pub(crate) struct Stores {
    labels: HashSet<String>,
    file: File,
}

/// The name of that file in the data folder.
pub(crate) const FILE: &str = "key-value.db";

/// The file that holds every store of an application; opened when first used.
#[derive(Clone)]
pub(crate) struct File {
    path: PathBuf,
    sqlite: Arc<Mutex<Option<rusqlite::Connection>>>,
}

impl File {
    /// The file in `folder`.
    pub(crate) fn new(folder: &Path) -> Self {
        Self { path: folder.join(FILE), sqlite: Arc::default() }
    }

    /// What a component may open of it.
    pub(crate) fn grant(&self, labels: &[String]) -> Stores {
        Stores { labels: labels.iter().cloned().collect(), file: self.clone() }
    }

    fn with<T>(&self, work: impl FnOnce(&rusqlite::Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        let mut sqlite = self.sqlite.lock().unwrap_or_else(PoisonError::into_inner);
        let sqlite = match &mut *sqlite {
            Some(sqlite) => sqlite,
            empty => empty.insert(open(&self.path)?),
        };
        Ok(work(sqlite)?)
    }
}

fn open(path: &Path) -> rusqlite::Result<rusqlite::Connection> {
    let sqlite = rusqlite::Connection::open(path)?;
    sqlite.busy_timeout(Duration::from_secs(5))?;
    sqlite.execute_batch(
        "PRAGMA journal_mode = WAL;
         CREATE TABLE IF NOT EXISTS pair (
             store TEXT NOT NULL,
             key   TEXT NOT NULL,
             value BLOB NOT NULL,
             CONSTRAINT pair_pk PRIMARY KEY (store, key)
         ) STRICT, WITHOUT ROWID",
    )?;
    Ok(sqlite)
}

/// An open store, as a guest holds it.
struct Store {
    label: String,
    file: File,
}

impl Store {
    fn open(guest: &mut Guest, label: String) -> wasmtime::Result<Result<Resource<Self>, Error>> {
        let stores = &guest.grants.stores;
        if !stores.labels.contains(&label) {
            return Ok(Err(Error::AccessDenied));
        }
        let store = Self { label, file: stores.file.clone() };
        Ok(Ok(guest.table.push(store)?))
    }

    fn get(&self, key: &str) -> Result<Option<Vec<u8>>, Error> {
        self.file.with(|sqlite| {
            let mut statement =
                sqlite.prepare_cached("SELECT value FROM pair WHERE store = ?1 AND key = ?2")?;
            statement.query_row((&self.label, key), |row| row.get(0)).optional()
        })
    }

    fn set(&self, key: &str, value: &[u8]) -> Result<(), Error> {
        let sql = "INSERT INTO pair (store, key, value) VALUES (?1, ?2, ?3)
                   ON CONFLICT (store, key) DO UPDATE SET value = excluded.value";
        self.file.with(|sqlite| sqlite.prepare_cached(sql)?.execute((&self.label, key, value)).map(drop))
    }

    fn delete(&self, key: &str) -> Result<(), Error> {
        let sql = "DELETE FROM pair WHERE store = ?1 AND key = ?2";
        self.file.with(|sqlite| sqlite.prepare_cached(sql)?.execute((&self.label, key)).map(drop))
    }

    fn exists(&self, key: &str) -> Result<bool, Error> {
        let sql = "SELECT 1 FROM pair WHERE store = ?1 AND key = ?2";
        self.file.with(|sqlite| sqlite.prepare_cached(sql)?.exists((&self.label, key)))
    }

    fn keys(&self) -> Result<Vec<String>, Error> {
        self.file.with(|sqlite| {
            let mut statement =
                sqlite.prepare_cached("SELECT key FROM pair WHERE store = ?1 ORDER BY key")?;
            statement.query_map((&self.label,), |row| row.get(0))?.collect()
        })
    }
}

/// Adds the interface.
pub(super) fn link(linker: &mut Linker<Guest>) -> anyhow::Result<()> {
    let mut instance = linker.instance("spin:key-value/key-value@3.0.0")?;
    instance.resource("store", ResourceType::host::<Store>(), |mut store, rep| {
        store.data_mut().table.delete(Resource::<Store>::new_own(rep))?;
        Ok(())
    })?;
    instance.func_wrap_concurrent("[static]store.open", |accessor, (label,): (String,)| {
        let opened = accessor.with(|mut access| Store::open(access.get(), label));
        Box::pin(std::future::ready(opened.map(|store| (store,))))
    })?;
    instance.func_wrap_concurrent(
        "[method]store.get",
        |accessor, (store, key): (Resource<Store>, String)| {
            let value = accessor.with(|mut access| Ok((access.get().table.get(&store)?.get(&key),)));
            Box::pin(std::future::ready(value))
        },
    )?;
    instance.func_wrap_concurrent(
        "[method]store.set",
        |accessor, (store, key, value): (Resource<Store>, String, Vec<u8>)| {
            let done = accessor.with(|mut access| Ok((access.get().table.get(&store)?.set(&key, &value),)));
            Box::pin(std::future::ready(done))
        },
    )?;
    instance.func_wrap_concurrent(
        "[method]store.delete",
        |accessor, (store, key): (Resource<Store>, String)| {
            let done = accessor.with(|mut access| Ok((access.get().table.get(&store)?.delete(&key),)));
            Box::pin(std::future::ready(done))
        },
    )?;
    instance.func_wrap_concurrent(
        "[method]store.exists",
        |accessor, (store, key): (Resource<Store>, String)| {
            let exists = accessor.with(|mut access| Ok((access.get().table.get(&store)?.exists(&key),)));
            Box::pin(std::future::ready(exists))
        },
    )?;
    instance.func_wrap_concurrent("[method]store.get-keys", |accessor, (store,): (Resource<Store>,)| {
        let answer = accessor.with(|mut access| {
            let (keys, outcome) = match access.get().table.get(&store)?.keys() {
                Ok(keys) => (keys, Ok(())),
                Err(error) => (Vec::new(), Err(error)),
            };
            let outcome = async move { wasmtime::error::Ok(outcome) };
            Ok(((StreamReader::new(&mut access, keys)?, FutureReader::new(&mut access, outcome)?),))
        });
        Box::pin(std::future::ready(answer))
    })?;
    Ok(())
}
