//! The manifest's keys, one type per table.
//!
//! Tables in which Spin refuses unknown keys (`deny_unknown_fields`) refuse them here too; `tool`
//! tables and `[[trigger.http]]` accept unknown keys, as on Spin. Keys that this host does not
//! support are still declared, so that the validation can refuse them by name.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) spin_manifest_version: u32,
    pub(super) application: Application,
    #[serde(default)]
    pub(super) variables: BTreeMap<String, Variable>,
    pub(super) trigger: BTreeMap<String, Vec<Trigger>>,
    #[serde(default)]
    pub(super) component: BTreeMap<String, Component>,
}

/// `[application]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "keys without an effect are declared so that unknown keys can be refused")]
pub(super) struct Application {
    pub(super) name: String,
    #[serde(default)]
    pub(super) version: String,
    #[serde(default)]
    pub(super) description: String,
    #[serde(default)]
    pub(super) authors: Vec<String>,
    #[serde(default)]
    pub(super) targets: Vec<toml::Value>,
    #[serde(default)]
    pub(super) trigger: BTreeMap<String, toml::Table>,
    #[serde(default)]
    pub(super) tool: BTreeMap<String, toml::Table>,
}

/// One entry of `[variables]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "keys without an effect are declared so that unknown keys can be refused")]
pub(super) struct Variable {
    #[serde(default)]
    pub(super) description: Option<String>,
    #[serde(default)]
    pub(super) required: bool,
    #[serde(default)]
    pub(super) default: Option<String>,
    #[serde(default)]
    pub(super) secret: bool,
}

/// One `[[trigger.http]]`.
#[derive(Debug, Deserialize)]
pub(super) struct Trigger {
    pub(super) component: Reference,
    pub(super) route: Route,
}

/// A component, by id or inline.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Reference {
    /// The id of a `[component.<id>]`.
    Id(String),
    /// An inline component.
    Inline(#[expect(dead_code, reason = "always refused")] toml::Table),
}

/// A trigger's route.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Route {
    /// A path pattern.
    Path(String),
    /// No path: only other components can call it.
    Private {
        /// Must be true.
        private: bool,
    },
}

/// One `[component.<id>]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "keys without an effect are declared so that unknown keys can be refused")]
pub(super) struct Component {
    pub(super) source: Source,
    #[serde(default)]
    pub(super) description: String,
    #[serde(default)]
    pub(super) variables: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) environment: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) files: Vec<toml::Value>,
    #[serde(default)]
    pub(super) exclude_files: Vec<String>,
    #[serde(default)]
    pub(super) allowed_http_hosts: Vec<String>,
    #[serde(default)]
    pub(super) allowed_outbound_hosts: Vec<String>,
    #[serde(default)]
    pub(super) key_value_stores: Vec<String>,
    #[serde(default)]
    pub(super) sqlite_databases: Vec<String>,
    #[serde(default)]
    pub(super) ai_models: Vec<String>,
    #[serde(default)]
    pub(super) build: Option<Build>,
    #[serde(default)]
    pub(super) tool: BTreeMap<String, toml::Table>,
    #[serde(default)]
    pub(super) dependencies_inherit_configuration: bool,
    #[serde(default)]
    pub(super) dependencies: BTreeMap<String, Dependency>,
    #[serde(default)]
    pub(super) profile: BTreeMap<String, toml::Table>,
}

/// `source`.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Source {
    /// A file.
    Path(String),
    /// A download or a package.
    Remote(#[expect(dead_code, reason = "always refused")] toml::Table),
}

/// `[component.<id>.build]`. Spin leaves this table open.
#[derive(Debug, Deserialize)]
pub(super) struct Build {
    pub(super) command: Commands,
    #[serde(default)]
    pub(super) workdir: Option<String>,
}

/// One command or a list of commands.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Commands {
    /// One.
    One(String),
    /// A list, run in order.
    Many(Vec<String>),
}

impl Commands {
    /// The commands, in order.
    pub(super) fn into_list(self) -> Vec<String> {
        match self {
            Self::One(command) => vec![command],
            Self::Many(commands) => commands,
        }
    }
}

/// One entry of `dependencies`.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Dependency {
    /// A version in a registry.
    Version(#[expect(dead_code, reason = "always refused")] String),
    /// A table; only tables with a path are supported.
    Table(DependencyTable),
}

/// A dependency written as a table.
#[derive(Debug, Deserialize)]
pub(super) struct DependencyTable {
    pub(super) path: Option<String>,
    pub(super) export: Option<String>,
    pub(super) inherit_configuration: Option<InheritConfiguration>,
    #[serde(flatten)]
    pub(super) others: BTreeMap<String, toml::Value>,
}

/// `inherit_configuration`.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum InheritConfiguration {
    /// Everything or nothing.
    Switch(bool),
    /// Some kinds of resources.
    Kinds(Vec<String>),
}
