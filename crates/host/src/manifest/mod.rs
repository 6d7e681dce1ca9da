//! Reads and validates `spin.toml`.
//!
//! The manifest is read in two steps. [`schema`] mirrors the file key by key and refuses every key
//! that Spin refuses, so that a spelling mistake is also an error here. [`Manifest::parse`] then
//! validates what a schema cannot express: triggers name existing components, labels are well
//! formed, and dependencies use only supported keys.
//!
//! Not here: reading wasm (`compose`), resolving variables (`variables`), matching paths
//! (`server::routes`).
//!
//! To support another key, add it to [`schema`], then to the type that carries it here.

mod dependency;
pub(crate) mod identifier;
mod schema;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};

pub use dependency::{Dependency, Inherit, Resource};

/// A validated application.
#[derive(Debug, Clone)]
pub struct Manifest {
    /// `application.name`.
    pub name: String,
    /// The folder against which relative paths are resolved.
    pub root: PathBuf,
    /// Application variables by name.
    pub variables: BTreeMap<String, Variable>,
    /// Routes, in the order of the file.
    pub triggers: Vec<HttpTrigger>,
    /// Components by id.
    pub components: BTreeMap<String, Component>,
}

/// The declaration of an application variable.
#[derive(Debug, Clone)]
pub struct Variable {
    /// The default value; without a default the variable is required.
    pub default: Option<String>,
    /// Whether the value is a secret, which must not be printed.
    pub secret: bool,
}

/// One `[[trigger.http]]`.
#[derive(Debug, Clone)]
pub struct HttpTrigger {
    /// The path pattern; `None` for a private endpoint, which only other components can call.
    pub route: Option<String>,
    /// The id of the component that handles the requests.
    pub component: String,
}

/// One `[component.<id>]`.
#[derive(Debug, Clone)]
pub struct Component {
    /// The component's wasm.
    pub source: PathBuf,
    /// The labels of the databases that the component may open.
    pub sqlite_databases: Vec<String>,
    /// The allowed outbound hosts; may contain templates.
    pub allowed_outbound_hosts: Vec<String>,
    /// The component's variables: templates that use the application's variables.
    pub variables: BTreeMap<String, String>,
    /// The component's environment variables.
    pub environment: BTreeMap<String, String>,
    /// The dependencies that provide imports.
    pub dependencies: Vec<Dependency>,
    /// The build commands.
    pub build: Option<Build>,
}

/// `[component.<id>.build]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Build {
    /// Shell commands, run in turn.
    pub commands: Vec<String>,
    /// The folder they run in.
    pub workdir: PathBuf,
}

impl Manifest {
    /// Reads and checks the file at `path`.
    pub fn load(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read the manifest {}", path.display()))?;
        let root = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
            _ => PathBuf::from("."),
        };
        Self::parse(&text, &root).with_context(|| format!("the manifest {} is not valid", path.display()))
    }

    /// The components that a trigger names, with their ids. The other components never run.
    pub fn triggered(&self) -> impl Iterator<Item = (&str, &Component)> {
        let named = |id: &str| self.triggers.iter().any(|trigger| trigger.component == id);
        self.components
            .iter()
            .filter(move |(id, _)| named(id))
            .map(|(id, component)| (id.as_str(), component))
    }

    /// Parses the text of a manifest; relative paths are resolved against `root`.
    pub fn parse(text: &str, root: &Path) -> Result<Self> {
        let file: schema::File = toml::from_str(text).map_err(|error| anyhow::anyhow!("{error}"))?;
        ensure!(
            file.spin_manifest_version == 2,
            "`spin_manifest_version` is {}, only version 2 is supported",
            file.spin_manifest_version
        );
        let mut components = BTreeMap::new();
        for (id, component) in file.component {
            identifier::kebab("component", &id)?;
            let checked =
                component_of(&id, component, root).with_context(|| format!("in `[component.{id}]`"))?;
            components.insert(id, checked);
        }
        Ok(Self {
            name: file.application.name,
            root: root.to_path_buf(),
            variables: variables_of(file.variables)?,
            triggers: triggers_of(file.trigger, &components)?,
            components,
        })
    }
}

fn variables_of(declared: BTreeMap<String, schema::Variable>) -> Result<BTreeMap<String, Variable>> {
    let mut variables = BTreeMap::new();
    for (name, variable) in declared {
        identifier::lower_snake("variable", &name)?;
        ensure!(
            variable.required != variable.default.is_some(),
            "the variable `{name}` must have either `required = true` or a `default`, and not both"
        );
        variables.insert(name, Variable { default: variable.default, secret: variable.secret });
    }
    Ok(variables)
}

fn triggers_of(
    triggers: BTreeMap<String, Vec<schema::Trigger>>,
    components: &BTreeMap<String, Component>,
) -> Result<Vec<HttpTrigger>> {
    let mut found = Vec::new();
    for (kind, list) in triggers {
        ensure!(kind == "http", "`[[trigger.{kind}]]` is not supported: this host has the http trigger only");
        for trigger in list {
            let component = match trigger.component {
                schema::Reference::Id(id) => id,
                schema::Reference::Inline(_) => {
                    bail!(
                        "`trigger.http.component` must be the id of a component, inline components are not supported"
                    )
                }
            };
            ensure!(
                components.contains_key(&component),
                "`trigger.http.component` names `{component}`, which is not declared"
            );
            let route = match trigger.route {
                schema::Route::Path(path) => Some(path),
                schema::Route::Private { private: true } => None,
                schema::Route::Private { private: false } => {
                    bail!("`trigger.http.route` of `{component}` must be a path or `{{ private = true }}`")
                }
            };
            found.push(HttpTrigger { route, component });
        }
    }
    ensure!(!found.is_empty(), "there is no `[[trigger.http]]`");
    Ok(found)
}

fn component_of(id: &str, component: schema::Component, root: &Path) -> Result<Component> {
    for label in &component.sqlite_databases {
        identifier::label(label)?;
    }
    for name in component.variables.keys() {
        identifier::lower_snake("variable", name)?;
    }
    ensure!(component.key_value_stores.is_empty(), "`key_value_stores` is not supported: use a database");
    ensure!(component.files.is_empty(), "`files` is not supported: embed what the component serves");
    ensure!(
        component.ai_models.is_empty() && component.allowed_http_hosts.is_empty(),
        "`ai_models` and `allowed_http_hosts` are not supported"
    );
    let schema::Source::Path(source) = component.source else {
        bail!("`source` must be a path, fetching components is not supported");
    };
    let dependencies =
        dependency::check_all(component.dependencies, component.dependencies_inherit_configuration, root)?;
    let checked = Component {
        source: root.join(source),
        sqlite_databases: component.sqlite_databases,
        allowed_outbound_hosts: component.allowed_outbound_hosts,
        variables: component.variables,
        environment: component.environment,
        dependencies,
        build: component.build.map(|build| Build {
            commands: build.command.into_list(),
            workdir: build.workdir.map_or_else(|| root.to_path_buf(), |dir| root.join(dir)),
        }),
    };
    for dependency in &checked.dependencies {
        dependency.check_grants(id, &checked)?;
    }
    Ok(checked)
}

#[cfg(test)]
mod tests;
