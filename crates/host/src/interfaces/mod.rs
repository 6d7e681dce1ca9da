//! The interfaces that components may import, one file each.
//!
//! Every component is linked against all of them, and each call is checked against the component's
//! grants. A call that the manifest does not grant fails with `access-denied`, `undefined` or
//! `HTTP-request-denied`, as on Spin. An import that no interface here provides is an error at
//! start, which names the import.
//!
//! The `spin:*` interfaces are linked by hand and not by `bindgen!`, so that a statement costs no
//! more than SQLite and the copies that the component model itself asks for. wasmtime checks their
//! types against each component's when it is linked.

pub(crate) mod dial;
pub(crate) mod outbound;
pub(crate) mod sqlite;
mod variables;

use anyhow::Result;
use wasmtime::Engine;
use wasmtime::component::Linker;

use crate::state::Guest;

/// Returns a linker with every interface that a component may import.
pub(crate) fn link(engine: &Engine) -> Result<Linker<Guest>> {
    let mut linker = Linker::new(engine);
    wasmtime_wasi::p2::add_to_linker_async(&mut linker)?;
    wasmtime_wasi::p3::add_to_linker(&mut linker)?;
    wasmtime_wasi_http::p2::add_only_http_to_linker_async(&mut linker)?;
    wasmtime_wasi_http::p3::add_to_linker(&mut linker)?;
    sqlite::link(&mut linker)?;
    variables::link(&mut linker)?;
    Ok(linker)
}
