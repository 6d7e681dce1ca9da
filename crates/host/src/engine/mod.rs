//! The wasm engine, configured for many short requests.
//!
//! Instances come from a pool: address space is reserved once; memory is mapped copy-on-write from
//! the component's image and is released when the instance ends, so an idle host uses little
//! memory. The size of the pool limits how many instances exist at once; a request that finds the
//! pool empty waits (`server::worker`). The epoch makes a busy guest yield, so that it cannot block
//! the other requests of its thread.

mod artefact;
mod epoch;

pub(crate) use artefact::Artefacts;
pub(crate) use epoch::EpochClock;

use anyhow::Result;
use wasmtime::{Config, Engine, InstanceAllocationStrategy, PoolingAllocationConfig};

/// The most component instances that may exist at once.
const INSTANCES: u32 = 256;
/// The most core instances. A component consists of several core instances (its module and its
/// adapters), and of twice as many when it is composed.
const CORE_INSTANCES: u32 = INSTANCES * 16;
/// Linear memories: two for a composed component, with room for more parts.
const MAX_MEMORIES: u32 = INSTANCES * 4;
/// The largest size of one linear memory.
const MEMORY_BYTES: usize = 512 << 20;
/// The bytes of a released memory that stay mapped for the next instance in its slot.
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
