//! Builds an application's components, as `spin build` does: each component's `build.command`, in
//! its `workdir`.
//!
//! Components that share a command share one run of it.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use crate::manifest::{Build, Manifest};

/// Runs the build commands of the manifest at `manifest`.
pub fn build(manifest: &Path) -> Result<()> {
    let manifest = Manifest::load(manifest)?;
    for build in distinct(&manifest) {
        for command in &build.commands {
            run(command, &build.workdir)?;
        }
    }
    Ok(())
}

fn distinct(manifest: &Manifest) -> Vec<&Build> {
    let mut builds: Vec<&Build> = Vec::new();
    for build in manifest.components.values().filter_map(|component| component.build.as_ref()) {
        if !builds.contains(&build) {
            builds.push(build);
        }
    }
    builds
}

fn run(command: &str, folder: &Path) -> Result<()> {
    let status = shell(command)
        .current_dir(folder)
        .status()
        .with_context(|| format!("cannot run `{command}` in {}", folder.display()))?;
    ensure!(status.success(), "`{command}` failed: {status}");
    Ok(())
}

fn shell(command: &str) -> Command {
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut process = Command::new(shell);
    process.arg(flag).arg(command);
    process
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_command_runs_once_and_a_failure_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let component = |id: &str, command: &str| {
            format!("[component.{id}]\nsource = \"x\"\n[component.{id}.build]\ncommand = \"{command}\"\n")
        };
        let manifest = |components: &str| {
            let head = "spin_manifest_version = 2\n[application]\nname = \"a\"\n[[trigger.http]]\nroute = \"/\"\ncomponent = \"a\"\n";
            let path = folder.path().join("spin.toml");
            std::fs::write(&path, format!("{head}{components}")).unwrap();
            path
        };
        let twice = [component("a", "echo x >> ran"), component("b", "echo x >> ran")].concat();
        build(&manifest(&twice)).unwrap();
        assert_eq!(std::fs::read_to_string(folder.path().join("ran")).unwrap().lines().count(), 1);
        let error = build(&manifest(&component("a", "exit 3"))).unwrap_err();
        assert!(error.to_string().contains("`exit 3` failed"), "{error}");
    }
}
