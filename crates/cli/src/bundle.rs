//! Bundles: an executable that contains the application, so that `weft up` needs neither a checkout
//! nor Rust.
//!
//! `weft bundle` writes a copy of this executable and appends a tar of `spin.toml` and the
//! components:
//!
//! ```text
//! executable | tar | length of the tar (8 bytes, little endian) | MARK
//! ```
//!
//! Operating systems ignore data after the end of an executable; `strip` removes it. The files are
//! unpacked into a folder named by their hash, so that files of two versions never mix. An existing
//! file is compared byte by byte and replaced if it differs.

use std::fs::{self, File};
use std::io::{Cursor, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Component, Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use clap::Args;
use sha2::{Digest as _, Sha256};
use weft_host::manifest::Manifest;

use super::say;

const MARK: &[u8; 16] = b"\nweft bundle v1\n";
/// The size of the trailer: the length and the marker.
const TRAILER: u64 = 8 + MARK.len() as u64;
/// The name of the manifest in a bundle.
const MANIFEST: &str = "spin.toml";

/// Arguments of `weft bundle`.
#[derive(Debug, Args)]
pub(super) struct Bundle {
    /// The application.
    #[arg(long, default_value = MANIFEST)]
    from: PathBuf,
    /// The file to write.
    #[arg(long)]
    output: PathBuf,
}

impl Bundle {
    /// Writes the file.
    pub(super) fn run(self) -> Result<()> {
        let weft = std::env::current_exe().context("cannot find this executable")?;
        write(&weft, &pack(&self.from)?, &self.output)?;
        say(&format!("Wrote {}", self.output.display()));
        Ok(())
    }
}

/// The bundle in this executable; `None` if there is none.
///
/// # Errors
/// The executable cannot be read, or its bundle is truncated.
pub(super) fn own() -> Result<Option<Vec<u8>>> {
    let weft = std::env::current_exe().context("cannot find this executable")?;
    read(&weft)
}

/// Unpacks a bundle below `folder` and returns the path of its manifest.
///
/// # Errors
/// The bundle is damaged, or a file cannot be written.
pub(super) fn unpack(bundle: &[u8], folder: &Path) -> Result<PathBuf> {
    let hash = Sha256::digest(bundle);
    let name: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let folder = folder.join(name);
    for entry in tar::Archive::new(bundle).entries()? {
        let mut entry = entry?;
        let path = entry.path()?.into_owned();
        ensure!(is_inside(&path), "the bundle has a file outside of it: {}", path.display());
        let mut content = Vec::new();
        entry.read_to_end(&mut content)?;
        put(&folder.join(&path), &content)?;
    }
    let manifest = folder.join(MANIFEST);
    ensure!(manifest.is_file(), "the bundle has no {MANIFEST}");
    Ok(manifest)
}

/// Writes a file atomically, unless it exists with this content.
fn put(path: &Path, content: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|found| found == content) {
        return Ok(());
    }
    let write = || -> std::io::Result<()> {
        fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
        let new = path.with_extension(format!("new-{}", std::process::id()));
        fs::write(&new, content)?;
        fs::rename(&new, path)
    };
    write().with_context(|| format!("cannot write {}", path.display()))
}

/// Builds the tar of an application: its manifest and every wasm file in it, under the paths in the
/// manifest.
fn pack(manifest: &Path) -> Result<Vec<u8>> {
    let application = Manifest::load(manifest)?;
    let components = application.components.values();
    let files = components.flat_map(|component| {
        std::iter::once(&component.source)
            .chain(component.dependencies.iter().map(|dependency| &dependency.path))
    });
    let mut names = vec![PathBuf::from(MANIFEST)];
    for file in files {
        let name = file.strip_prefix(&application.root).unwrap_or(file);
        ensure!(is_inside(name), "{} is not below the manifest's folder", file.display());
        names.push(name.to_owned());
    }
    names.sort();
    names.dedup();
    let mut tar = tar::Builder::new(Vec::new());
    for name in names {
        let path =
            if name == Path::new(MANIFEST) { manifest.to_owned() } else { application.root.join(&name) };
        let content =
            fs::read(&path).with_context(|| format!("cannot read {}, is it built?", path.display()))?;
        // The metadata (times, owners, modes) is fixed, so the same files give the same bundle.
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, &name, Cursor::new(content))?;
    }
    Ok(tar.into_inner()?)
}

/// Whether a path is relative and stays inside its folder.
fn is_inside(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_)))
}

/// Writes `output`: the executable without the bundle that it may have, followed by this bundle.
fn write(executable: &Path, bundle: &[u8], output: &Path) -> Result<()> {
    let mut content =
        fs::read(executable).with_context(|| format!("cannot read {}", executable.display()))?;
    if let Some(own) = read(executable)? {
        content.truncate(content.len() - own.len() - usize::try_from(TRAILER)?);
    }
    let write = || -> std::io::Result<()> {
        fs::create_dir_all(output.parent().unwrap_or(Path::new(".")))?;
        let new = output.with_extension("new");
        let mut file = File::create(&new)?;
        for part in [&content, bundle, &(bundle.len() as u64).to_le_bytes(), MARK] {
            file.write_all(part)?;
        }
        file.set_permissions(fs::metadata(executable)?.permissions())?;
        drop(file);
        fs::rename(&new, output)
    };
    write().with_context(|| format!("cannot write {}", output.display()))
}

/// Reads the bundle at the end of an executable.
fn read(executable: &Path) -> Result<Option<Vec<u8>>> {
    let cannot = || format!("cannot read {}", executable.display());
    let mut file = File::open(executable).with_context(cannot)?;
    let size = file.metadata().with_context(cannot)?.len();
    let Some(end) = size.checked_sub(TRAILER) else { return Ok(None) };
    let (mut length, mut mark) = ([0; 8], [0; MARK.len()]);
    file.seek(SeekFrom::Start(end)).with_context(cannot)?;
    file.read_exact(&mut length).with_context(cannot)?;
    file.read_exact(&mut mark).with_context(cannot)?;
    if &mark != MARK {
        return Ok(None);
    }
    let length = u64::from_le_bytes(length);
    let Some(start) = end.checked_sub(length) else {
        bail!("the application in {} is cut short", executable.display());
    };
    file.seek(SeekFrom::Start(start)).with_context(cannot)?;
    let mut bundle = Vec::new();
    file.take(length).read_to_end(&mut bundle).with_context(cannot)?;
    Ok(Some(bundle))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with an application of one component, which has a dependency.
    fn application() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let manifest = r#"spin_manifest_version = 2
[application]
name = "a"
[[trigger.http]]
route = "/..."
component = "a"
[component.a]
source = "built/a.wasm"
[component.a.dependencies]
"x:y/z@0.1.0" = { path = "built/b.wasm", inherit_configuration = true }
"#;
        fs::create_dir(folder.path().join("built")).unwrap();
        fs::write(folder.path().join(MANIFEST), manifest).unwrap();
        fs::write(folder.path().join("built/a.wasm"), b"first").unwrap();
        fs::write(folder.path().join("built/b.wasm"), b"second").unwrap();
        folder
    }

    #[test]
    fn what_was_packed_is_unpacked_and_mended() {
        let folder = application();
        let executable = folder.path().join("weft");
        fs::write(&executable, b"an executable").unwrap();
        assert_eq!(read(&executable).unwrap(), None);
        let bundled = folder.path().join("dist/weft");
        write(&executable, &pack(&folder.path().join(MANIFEST)).unwrap(), &bundled).unwrap();
        assert!(fs::read(&bundled).unwrap().starts_with(b"an executable"));

        let bundle = read(&bundled).unwrap().unwrap();
        let data = folder.path().join("data");
        let manifest = unpack(&bundle, &data).unwrap();
        let same = |name: &str| {
            let unpacked = manifest.with_file_name("").join(name);
            fs::read(unpacked).unwrap() == fs::read(folder.path().join(name)).unwrap()
        };
        assert!(same(MANIFEST) && same("built/a.wasm") && same("built/b.wasm"));
        // A truncated file is replaced.
        fs::write(manifest.with_file_name("built").join("a.wasm"), b"fir").unwrap();
        assert_eq!(unpack(&bundle, &data).unwrap(), manifest);
        assert!(same("built/a.wasm"));
        // Another application is unpacked into another folder.
        fs::write(folder.path().join("built/a.wasm"), b"third").unwrap();
        let other = pack(&folder.path().join(MANIFEST)).unwrap();
        assert_ne!(unpack(&other, &data).unwrap(), manifest);
        assert!(!same("built/a.wasm"));
    }

    #[test]
    fn a_bundle_takes_the_place_of_the_one_before() {
        let folder = application();
        let [plain, once, twice] = ["plain", "once", "twice"].map(|name| folder.path().join(name));
        fs::write(&plain, b"an executable").unwrap();
        let bundle = pack(&folder.path().join(MANIFEST)).unwrap();
        write(&plain, &bundle, &once).unwrap();
        write(&once, &bundle, &twice).unwrap();
        assert_eq!(fs::read(once).unwrap(), fs::read(twice).unwrap());
    }

    #[test]
    fn a_bundle_that_is_cut_short_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("weft");
        fs::write(&path, [&b"x"[..], &1_000_u64.to_le_bytes(), MARK].concat()).unwrap();
        assert!(read(&path).unwrap_err().to_string().contains("cut short"));
    }

    #[test]
    fn only_files_below_the_folder_are_packed_or_unpacked() {
        let folder = application();
        let manifest = folder.path().join(MANIFEST);
        let text = fs::read_to_string(&manifest).unwrap();
        fs::write(&manifest, text.replace("built/b.wasm", "../b.wasm")).unwrap();
        assert!(pack(&manifest).unwrap_err().to_string().contains("not below"));

        let mut header = tar::Header::new_old();
        header.as_old_mut().name[..4].copy_from_slice(b"../x");
        header.set_size(0);
        header.set_cksum();
        let mut tar = tar::Builder::new(Vec::new());
        tar.append(&header, std::io::empty()).unwrap();
        let error = unpack(&tar.into_inner().unwrap(), folder.path()).unwrap_err();
        assert!(error.to_string().contains("outside"), "{error}");
    }
}
