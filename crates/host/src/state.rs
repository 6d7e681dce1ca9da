//! The host's state of one instance, and the data that all instances of a component share.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use wasmtime::ResourceLimiter;
use wasmtime::component::ResourceTable;
use wasmtime_wasi::{WasiCtx, WasiCtxBuilder, WasiCtxView, WasiView};
use wasmtime_wasi_http::{WasiHttpCtx, WasiHttpCtxView, WasiHttpView};

use crate::frozen::Frozen;
use crate::interfaces::outbound::Outbound;
use crate::interfaces::sqlite;
use crate::output::Output;

/// Counters of a running host. Tests read round trips and cold starts from them.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    statements: AtomicU64,
    opens: AtomicU64,
    instances: AtomicU64,
    variables: AtomicU64,
    leftovers: AtomicU64,
    largest_memory: AtomicUsize,
}

impl Counters {
    pub(crate) fn count_statement(&self) {
        self.statements.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn count_open(&self) {
        self.opens.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn count_instance(&self) {
        self.instances.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn count_variable(&self) {
        self.variables.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn count_leftover(&self) {
        self.leftovers.fetch_add(1, Ordering::Relaxed);
    }

    fn record_memory(&self, bytes: usize) {
        self.largest_memory.fetch_max(bytes, Ordering::Relaxed);
    }

    pub(crate) fn largest_memory(&self) -> usize {
        self.largest_memory.load(Ordering::Relaxed)
    }

    pub(crate) fn variables(&self) -> u64 {
        self.variables.load(Ordering::Relaxed)
    }

    pub(crate) fn leftovers(&self) -> u64 {
        self.leftovers.load(Ordering::Relaxed)
    }

    pub(crate) fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    pub(crate) fn opens(&self) -> u64 {
        self.opens.load(Ordering::Relaxed)
    }

    pub(crate) fn instances(&self) -> u64 {
        self.instances.load(Ordering::Relaxed)
    }
}

/// The resolved grants of a component, which all its instances share.
pub(crate) struct Grants {
    /// The component's id.
    pub(crate) component: String,
    /// The component's variables, expanded.
    pub(crate) variables: HashMap<String, String>,
    /// The component's environment variables.
    pub(crate) environment: Vec<(String, String)>,
    /// The files of the databases that the component may open, by label.
    pub(crate) databases: HashMap<String, PathBuf>,
    /// The host's pool of unused connections.
    pub(crate) connections: sqlite::Pool,
    /// The frozen clock and random number generator; `None` for those of the system.
    pub(crate) frozen: Option<Frozen>,
    /// The destination of the component's output.
    pub(crate) output: Output,
    /// The host's counters.
    pub(crate) counters: Arc<Counters>,
}

/// The host's state of one instance.
pub(crate) struct Guest {
    pub(crate) table: ResourceTable,
    pub(crate) grants: Arc<Grants>,
    wasi: WasiCtx,
    http: WasiHttpCtx,
    outbound: Outbound,
    pub(crate) memory: Memory,
}

/// Records how large the memories of an instance are together. It refuses nothing: the pool limits
/// each memory (`engine`).
pub(crate) struct Memory {
    bytes: usize,
    counters: Arc<Counters>,
}

impl ResourceLimiter for Memory {
    fn memory_growing(&mut self, current: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        self.bytes += desired.saturating_sub(current);
        self.counters.record_memory(self.bytes);
        Ok(true)
    }

    fn table_growing(&mut self, _: usize, _: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        Ok(true)
    }
}

impl Guest {
    /// The state of a fresh instance.
    pub(crate) fn new(grants: Arc<Grants>, outbound: Outbound) -> Self {
        let mut wasi = WasiCtxBuilder::new();
        wasi.envs(&grants.environment);
        grants.output.connect(&mut wasi);
        if let Some(frozen) = &grants.frozen {
            frozen.connect(&mut wasi);
        }
        let memory = Memory { bytes: 0, counters: grants.counters.clone() };
        let (table, wasi, http) = (ResourceTable::new(), wasi.build(), WasiHttpCtx::new());
        Self { table, grants, wasi, http, outbound, memory }
    }
}

impl WasiView for Guest {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView { ctx: &mut self.wasi, table: &mut self.table }
    }
}

impl WasiHttpView for Guest {
    fn http(&mut self) -> WasiHttpCtxView<'_> {
        WasiHttpCtxView { ctx: &mut self.http, table: &mut self.table, hooks: &mut self.outbound }
    }
}
