//! Reads the parts of spin.toml that the tasks need: the build commands and the paths of
//! components.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::workspace;

/// The parts of spin.toml that the tasks need.
#[derive(Debug, Deserialize)]
pub(crate) struct Manifest {
    component: BTreeMap<String, Component>,
}

#[derive(Debug, Deserialize)]
struct Component {
    source: String,
    build: Option<Build>,
    #[serde(default)]
    dependencies: BTreeMap<String, Dependency>,
}

#[derive(Debug, Deserialize)]
struct Dependency {
    path: String,
}

#[derive(Debug, Deserialize)]
struct Build {
    command: Commands,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Commands {
    One(String),
    Many(Vec<String>),
}

impl Manifest {
    /// Reads the workspace's spin.toml.
    ///
    /// # Errors
    /// It cannot be read or understood.
    pub(crate) fn load() -> Result<Self> {
        Self::read(&workspace::root().join("spin.toml"))
    }

    /// Reads another manifest.
    ///
    /// # Errors
    /// As for [`Manifest::load`].
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text =
            std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        Self::parse(&text)
    }

    fn parse(text: &str) -> Result<Self> {
        toml::from_str(text).context("cannot understand spin.toml")
    }

    /// The build commands, each once.
    pub(crate) fn commands(&self) -> Vec<&str> {
        let mut distinct = Vec::new();
        for build in self.component.values().filter_map(|component| component.build.as_ref()) {
            let of_one = match &build.command {
                Commands::One(command) => std::slice::from_ref(command),
                Commands::Many(commands) => commands,
            };
            for command in of_one.iter().map(String::as_str) {
                if !distinct.contains(&command) {
                    distinct.push(command);
                }
            }
        }
        distinct
    }

    /// The components' names and files; the files are relative to the workspace.
    pub(crate) fn sources(&self) -> impl Iterator<Item = (&str, &str)> {
        self.component.iter().map(|(name, component)| (name.as_str(), component.source.as_str()))
    }

    /// The files of a component's dependencies, relative to the workspace.
    pub(crate) fn dependencies(&self, component: &str) -> impl Iterator<Item = &str> {
        let dependencies = self.component.get(component).into_iter().flat_map(|it| it.dependencies.values());
        dependencies.map(|dependency| dependency.path.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_there_once() {
        let manifest = r#"
            [component.a]
            source = "a.wasm"
            [component.a.build]
            command = "x"
            [component.b]
            source = "b.wasm"
            build = { command = ["y", "x"] }
            [component.b.dependencies]
            "x:y/z@0.1.0" = { path = "a.wasm", inherit_configuration = true }
            [component.c]
            source = "c.wasm"
        "#;
        let manifest = Manifest::parse(manifest).unwrap();
        assert_eq!(manifest.commands(), ["x", "y"]);
        assert_eq!(manifest.sources().last(), Some(("c", "c.wasm")));
        assert_eq!(manifest.dependencies("b").collect::<Vec<_>>(), ["a.wasm"]);
        assert_eq!(manifest.dependencies("a").count(), 0);
    }

    #[test]
    fn the_manifest_of_this_workspace_builds_what_it_runs() {
        let manifest = Manifest::load().unwrap();
        assert_eq!(manifest.commands().len(), manifest.sources().count());
        assert!(manifest.commands().iter().all(|command| command.contains(crate::toolchain::TARGET)));
    }
}
