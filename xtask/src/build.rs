//! `cargo xtask build`: the components, by the commands that spin.toml has for `spin build`, and
//! the `weft` command.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use crate::manifest::Manifest;
use crate::{process, toolchain, workspace};

/// Arguments of `cargo xtask build`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Build the components only.
    #[arg(long)]
    components: bool,
    /// Build the components that only tests use, and nothing else.
    #[arg(long, conflicts_with = "components")]
    test_guests: bool,
}

/// Builds.
pub(crate) fn run(args: &Args) -> Result<()> {
    if args.test_guests {
        return test_guests();
    }
    components()?;
    if !args.components {
        let weft = host()?;
        println!("Built {}", weft.display());
    }
    Ok(())
}

/// Builds the components of spin.toml.
///
/// # Errors
/// spin.toml cannot be read, the target can be neither found nor added, or a component does not
/// compile.
pub(crate) fn components() -> Result<()> {
    components_of(&Manifest::load()?)
}

/// The driver's example of a guest, which a test runs.
const EXAMPLE: &str = "crates/sqlx-libsql/examples/spin-guest";

/// Builds the components that only tests use: those of every `tests/guests/*/spin.toml`, and the
/// driver's example.
///
/// # Errors
/// As for [`components`].
pub(crate) fn test_guests() -> Result<()> {
    let folder = workspace::root().join("tests").join("guests");
    let guests = std::fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for guest in guests {
        components_of(&Manifest::read(&guest?.path().join("spin.toml"))?)?;
    }
    components_of(&Manifest::read(&workspace::root().join(EXAMPLE).join("spin.toml"))?)
}

fn components_of(manifest: &Manifest) -> Result<()> {
    toolchain::ensure_target()?;
    for command in manifest.commands() {
        // spin.toml expects components in `target`, even if CARGO_TARGET_DIR is another folder.
        process::run(
            shell(command)
                .current_dir(workspace::root())
                .env("CARGO_TARGET_DIR", workspace::root().join("target")),
        )?;
    }
    Ok(())
}

/// Builds `weft` in the release profile and returns its path.
///
/// # Errors
/// The crate does not compile.
pub(crate) fn host() -> Result<PathBuf> {
    process::run(process::cargo().args(["build", "--release", "--package", "weft-cli", "--bin", "weft"]))?;
    let target = workspace::metadata()?.target_directory.into_std_path_buf();
    let weft = target.join("release").join("weft").with_extension(std::env::consts::EXE_EXTENSION);
    ensure!(weft.is_file(), "{} was not built", weft.display());
    Ok(weft)
}

fn shell(command: &str) -> Command {
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut process = Command::new(shell);
    process.arg(flag).arg(command);
    process
}
