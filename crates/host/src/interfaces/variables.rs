//! `spin:variables@3.0.0`: a component's own variables, expanded at the start.

use anyhow::Result;
use wasmtime::component::{ComponentType, Lift, Linker, Lower};

use crate::manifest::identifier;
use crate::state::Guest;

/// The error of a lookup.
#[derive(Debug, Clone, ComponentType, Lift, Lower)]
#[component(variant)]
enum Error {
    /// The name is not a valid variable name.
    #[component(name = "invalid-name")]
    InvalidName(String),
    /// The component has no such variable.
    #[component(name = "undefined")]
    Undefined(String),
    /// The variable provider failed. This host never returns this error.
    #[component(name = "provider")]
    Provider(String),
    /// Any other error.
    #[component(name = "other")]
    Other(String),
}

/// Adds the interface.
pub(super) fn link(linker: &mut Linker<Guest>) -> Result<()> {
    let mut instance = linker.instance("spin:variables/variables@3.0.0")?;
    instance.func_wrap_concurrent("get", |accessor, (name,): (String,)| {
        let value = accessor.with(|mut access| (get(access.get(), &name),));
        Box::pin(std::future::ready(Ok(value)))
    })?;
    Ok(())
}

fn get(guest: &Guest, name: &str) -> Result<String, Error> {
    guest.grants.counters.count_variable();
    if !identifier::is_lower_snake(name) {
        return Err(Error::InvalidName(format!("`{name}` is not lower_snake_case")));
    }
    let undefined = || Error::Undefined(format!("no variable for {:?}.{name:?}", guest.grants.component));
    guest.grants.variables.get(name).cloned().ok_or_else(undefined)
}
