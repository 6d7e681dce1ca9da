//! The wasm engine, set up for many short requests.
//!
//! Instances come from a pool: address space is reserved once, memory is mapped copy-on-write from
//! the component's image and is given back when an instance goes, so an idle host holds little. The
//! pool's counts bound how many instances live at once; a request that finds it empty waits
//! (`server::worker`). An epoch clock makes a busy guest yield, so that it cannot keep a thread
//! from the other requests.

mod artefact;
mod epoch;

pub(crate) use artefact::Artefacts;
pub(crate) use epoch::EpochClock;

use anyhow::Result;
use wasmtime::{Config, Engine, InstanceAllocationStrategy, PoolingAllocationConfig};

/// How many component instances may live at once.
const INSTANCES: u32 = 256;
/// A component is several core instances (its module and its adapters), twice as many when
/// composed.
const CORE_INSTANCES: u32 = INSTANCES * 16;
/// Linear memories: two for a composed component, with room for more parts.
const MAX_MEMORIES: u32 = INSTANCES * 4;
/// How far one memory may grow.
const MEMORY_BYTES: usize = 512 << 20;
/// What a freed memory keeps mapped for the next instance that takes its slot.
const KEPT_BYTES: usize = 256 << 10;

/// An engine with every feature that WASI 0.2 and 0.3 components need.
pub(crate) fn new() -> Result<Engine> {
    let mut config = Config::new();
    config.wasm_component_model(true);
    config.wasm_component_model_async(true);
    config.wasm_component_model_more_async_builtins(true);
    config.wasm_component_model_async_stackful(true);
    config.epoch_interruption(true);
    config.memory_init_cow(true);
    config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool()));
    Ok(Engine::new(&config)?)
}

fn pool() -> PoolingAllocationConfig {
    let mut pool = PoolingAllocationConfig::default();
    pool.total_component_instances(INSTANCES);
    pool.total_core_instances(CORE_INSTANCES);
    pool.total_memories(MAX_MEMORIES);
    pool.total_tables(CORE_INSTANCES);
    pool.total_stacks(INSTANCES * 24);
    pool.max_memory_size(MEMORY_BYTES);
    pool.max_unused_warm_slots(16);
    pool.linear_memory_keep_resident(KEPT_BYTES);
    pool.table_keep_resident(KEPT_BYTES);
    pool
}
