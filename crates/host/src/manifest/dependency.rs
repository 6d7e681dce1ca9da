//! Dependencies: wasm components that provide a component's imports, in process.
//!
//! On Spin a dependency runs with the grants that `inherit_configuration` names, and adapters deny
//! it all others. Here the composed parts share one set of grants: those of the parent. A manifest
//! must not get *more* grants here than on Spin, so it is refused at start if the parent holds a
//! kind of resource that the dependency does not inherit. To fix this, write `inherit_configuration
//! = true`, or list the kinds in the error message. A dependency that inherits a kind that its
//! parent does not hold gets ordinary errors (`access-denied`, `undefined`), as on Spin.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};

use super::{Component, schema};

/// One checked dependency.
#[derive(Debug, Clone)]
pub struct Dependency {
    /// The imports that it provides: `pkg:ns/interface@version`, `pkg:ns@version`, `pkg:ns`, or a
    /// plain name.
    pub name: String,
    /// Its wasm.
    pub path: PathBuf,
    /// The export to use, if its name differs from the import's.
    pub export: Option<String>,
    /// The grants that it inherits from its parent.
    pub inherit: Inherit,
}

/// The grants that a dependency inherits from its parent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inherit {
    /// All grants.
    All,
    /// Only these kinds.
    Some(Vec<Resource>),
}

/// A kind of resource that a component may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource {
    /// `sqlite_databases`
    SqliteDatabases,
    /// `variables`
    Variables,
    /// `allowed_outbound_hosts`
    AllowedOutboundHosts,
    /// `key_value_stores`
    KeyValueStores,
    /// `environment`
    Environment,
    /// `files`
    Files,
    /// `ai_models`
    AiModels,
}

impl Resource {
    const NAMES: [(&'static str, Self); 7] = [
        ("sqlite_databases", Self::SqliteDatabases),
        ("variables", Self::Variables),
        ("allowed_outbound_hosts", Self::AllowedOutboundHosts),
        ("key_value_stores", Self::KeyValueStores),
        ("environment", Self::Environment),
        ("files", Self::Files),
        ("ai_models", Self::AiModels),
    ];

    fn parse(name: &str) -> Result<Self> {
        let found = Self::NAMES.iter().find(|(known, _)| *known == name);
        found
            .map(|(_, kind)| *kind)
            .with_context(|| format!("`inherit_configuration` names the unknown kind `{name}`"))
    }

    fn is_held_by(self, component: &Component) -> bool {
        match self {
            Self::SqliteDatabases => !component.sqlite_databases.is_empty(),
            Self::Variables => !component.variables.is_empty(),
            Self::AllowedOutboundHosts => !component.allowed_outbound_hosts.is_empty(),
            Self::Environment => !component.environment.is_empty(),
            Self::KeyValueStores | Self::Files | Self::AiModels => false,
        }
    }
}

impl Dependency {
    /// Fails if the parent holds a kind of resource that this dependency does not inherit.
    pub(super) fn check_grants(&self, parent: &str, component: &Component) -> Result<()> {
        let Inherit::Some(kinds) = &self.inherit else { return Ok(()) };
        for (name, kind) in Resource::NAMES {
            ensure!(
                kinds.contains(&kind) || !kind.is_held_by(component),
                "`{parent}` has `{name}` and its dependency `{}` does not inherit it: this host cannot take a grant away from \
                 a dependency, so add `{name}` to `inherit_configuration`",
                self.name
            );
        }
        Ok(())
    }
}

/// Checks the `dependencies` table; relative paths are resolved against `root`.
pub(super) fn check_all(
    declared: BTreeMap<String, schema::Dependency>,
    inherit_all: bool,
    root: &Path,
) -> Result<Vec<Dependency>> {
    declared
        .into_iter()
        .map(|(name, dependency)| {
            check(&name, dependency, inherit_all, root).with_context(|| format!("in the dependency `{name}`"))
        })
        .collect()
}

fn check(name: &str, dependency: schema::Dependency, inherit_all: bool, root: &Path) -> Result<Dependency> {
    let schema::Dependency::Table(table) = dependency else {
        bail!("only `{{ path = … }}` is supported, not a version from a registry");
    };
    if let Some(key) = table.others.keys().next() {
        bail!("the key `{key}` is not supported: name the dependency's wasm by `path`");
    }
    let path = table.path.context("the key `path` is missing")?;
    let is_package = name.contains(':') && !name.contains('/');
    ensure!(
        !(is_package && table.export.is_some()),
        "`export` needs a dependency on one interface, not on a whole package"
    );
    let inherit = match table.inherit_configuration {
        _ if inherit_all => Inherit::All,
        Some(schema::InheritConfiguration::Switch(true)) => Inherit::All,
        None | Some(schema::InheritConfiguration::Switch(false)) => Inherit::Some(Vec::new()),
        Some(schema::InheritConfiguration::Kinds(kinds)) => {
            Inherit::Some(kinds.iter().map(|kind| Resource::parse(kind)).collect::<Result<_>>()?)
        }
    };
    Ok(Dependency { name: name.to_owned(), path: root.join(path), export: table.export, inherit })
}
