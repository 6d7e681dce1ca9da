//! The dependencies between crates point in one direction: from the edge (HTTP, host) to the
//! domain.
//!
//! [`rule`] is the table of ARCHITECTURE.md: which workspace crates a package may use, and which
//! external crates it must not use. The first part also applies to its tests. A package that is
//! missing in the table is an error.
//!
//! The driver's feature `sqlx` is for other programs: it costs compile time, and in a component
//! bytes, for traits that no package here uses.

use cargo_metadata::{DependencyKind, Metadata};

use super::Finding;

/// A package of the workspace.
#[derive(Debug)]
pub(super) struct Package {
    name: String,
    /// Its folder in the repository, with `/` on every system.
    folder: String,
    uses: Vec<Use>,
}

/// A dependency as a package states it.
#[derive(Debug)]
struct Use {
    name: String,
    is_ours: bool,
    is_for_tests: bool,
    features: Vec<String>,
}

/// What a package may use.
struct Rule {
    /// Of ours. A `*` at the end stands for the rest of a name.
    ours: &'static [&'static str],
    /// Not of others.
    never: &'static [&'static str],
    /// Of ours, in its tests only.
    in_tests: &'static [&'static str],
}

const DOMAIN: &str = "weft-domain";
const BOUNDED: &str = "weft-bounded";
const DRIVER: &str = "sqlx-libsql";
/// The driver's feature that makes it one of sqlx.
const SQLX: &str = "sqlx";
const STORAGE: &str = "weft-storage";
const SECRETS: &str = "weft-secrets";
const SERVICE: &str = "weft-service";
const HTTP: &str = "weft-http";
const DIALECTS: &str = "weft-dialect-*";
const GUEST: &str = "weft-guest";
const HOST: &str = "weft-host";
const IMPORT: &str = "weft-import";
const MARKDOWN: &str = "weft-markdown";

const PURE: &[&str] = &[
    "spin-sdk",
    "wit-bindgen",
    "wasmtime*",
    "tokio",
    "hyper*",
    "sqlx-*",
    "rusqlite",
    "http",
    "http-*",
    "async-*",
    "futures-*",
    "ureq",
];
const TRANSLATING: &[&str] =
    &["spin-sdk", "wit-bindgen", "wasmtime*", "tokio", "hyper*", "sqlx-*", "rusqlite"];
const STORING: &[&str] = &["spin-sdk", "wit-bindgen", "wasmtime*", "tokio", "hyper*", "http", "rusqlite"];
const DECIDING: &[&str] =
    &["spin-sdk", "wit-bindgen", "wasmtime*", "tokio", "hyper*", "sqlx-*", "rusqlite", "http"];

// The host runs components; it contains no command line and no HTTP client.
const HOSTING: &[&str] = &["clap", "ureq", "indicatif", "spin-sdk", "wit-bindgen", "sqlx-*"];
const SENDING: &[&str] =
    &["clap", "indicatif", "wasmtime*", "tokio", "hyper*", "rusqlite", "spin-sdk", "sqlx-*"];
const COMMANDING: &[&str] = &["wasmtime*", "hyper*", "rusqlite", "spin-sdk", "sqlx-*"];

const NATIVE: &[&str] = &["wasmtime*", "tokio", "hyper*", "rusqlite"];

/// The table. `None` for a package that it does not know.
fn rule(package: &Package) -> Option<Rule> {
    let rule = |ours, never| Some(Rule { ours, never, in_tests: &[] });
    match package.name.as_str() {
        DOMAIN | BOUNDED => rule(&[], PURE),
        DRIVER => rule(&[], &[]),
        MARKDOWN => rule(&[DOMAIN], PURE),
        STORAGE => rule(&[DOMAIN, BOUNDED, DRIVER], STORING),
        SECRETS => rule(&[DOMAIN, DRIVER, STORAGE], STORING),
        SERVICE => {
            let ours = &[DOMAIN, BOUNDED, MARKDOWN, STORAGE];
            Some(Rule { ours, never: DECIDING, in_tests: &[SECRETS] })
        }
        HTTP => rule(&[DOMAIN, BOUNDED], TRANSLATING),
        GUEST => rule(&[DOMAIN, BOUNDED, DRIVER, STORAGE, SERVICE, HTTP], NATIVE),
        HOST => rule(&[DOMAIN], HOSTING),
        IMPORT => rule(&[DOMAIN, MARKDOWN], SENDING),
        "weft-cli" => rule(&[HOST, IMPORT], COMMANDING),
        "weft-openapi" => rule(&[DOMAIN, HTTP, DIALECTS], TRANSLATING),
        "xtask" => rule(&[], &[]),
        "weft-tests" => rule(&[DOMAIN, HOST], &[]),
        name if fits(name, DIALECTS) => rule(&[DOMAIN, MARKDOWN, SERVICE, HTTP], TRANSLATING),
        // The only crate that creates or checks hashes of secrets.
        "weft-identity" => rule(&[DOMAIN, DRIVER, STORAGE, SECRETS, GUEST], NATIVE),
        _ if package.folder.starts_with("components/") => {
            rule(&[DOMAIN, DRIVER, STORAGE, SERVICE, HTTP, GUEST, DIALECTS], NATIVE)
        }
        _ if is_guest_of_the_driver(package) => rule(&[DRIVER], NATIVE),
        _ if package.folder.starts_with("bench/") => rule(&[], &[]),
        _ => None,
    }
}

/// Components that show the driver alone: its suite, its example.
fn is_guest_of_the_driver(package: &Package) -> bool {
    ["tests/guests/", "crates/sqlx-libsql/examples/"].iter().any(|folder| package.folder.starts_with(folder))
}

/// The workspace's packages.
pub(super) fn packages(metadata: &Metadata) -> Vec<Package> {
    let root = &metadata.workspace_root;
    let package = |package: &cargo_metadata::Package| {
        let folder = package.manifest_path.parent().and_then(|folder| folder.strip_prefix(root).ok());
        let uses = package.dependencies.iter().map(|dependency| Use {
            name: dependency.name.clone(),
            is_ours: dependency.path.is_some(),
            is_for_tests: dependency.kind == DependencyKind::Development,
            features: dependency.features.clone(),
        });
        Package {
            name: package.name.to_string(),
            folder: folder.map(|folder| folder.as_str().replace('\\', "/")).unwrap_or_default(),
            uses: uses.collect(),
        }
    };
    metadata.packages.iter().map(package).collect()
}

/// Finds dependencies in the wrong direction.
pub(super) fn check(packages: &[Package]) -> Vec<Finding> {
    packages.iter().flat_map(of_package).collect()
}

fn of_package(package: &Package) -> Vec<Finding> {
    let Some(rule) = rule(package) else {
        return vec![Finding::error(
            &package.name,
            "has no place in the layers: see xtask/src/tidy/layers.rs",
        )];
    };
    let is_wrong = |used: &&Use| {
        if used.is_ours {
            let in_tests = if used.is_for_tests { rule.in_tests } else { &[] };
            let mut allowed = rule.ours.iter().chain(in_tests);
            used.name != package.name && !allowed.any(|allowed| fits(&used.name, allowed))
        } else {
            !used.is_for_tests && rule.never.iter().any(|banned| fits(&used.name, banned))
        }
    };
    let finding = |used: &Use| Finding::error(&package.name, format!("must not use {}", used.name));
    let speaks_sqlx = |used: &&Use| used.name == DRIVER && used.features.iter().any(|one| one == SQLX);
    let may_speak_sqlx = package.name == DRIVER || is_guest_of_the_driver(package);
    let of_sqlx = |_: &Use| Finding::error(&package.name, "must not turn on sqlx-libsql's feature sqlx");
    let wrong = package.uses.iter().filter(is_wrong).map(finding);
    let speaking = package.uses.iter().filter(speaks_sqlx).filter(|_| !may_speak_sqlx).map(of_sqlx);
    wrong.chain(speaking).collect()
}

fn fits(name: &str, pattern: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == pattern,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, folder: &str, ours: &[&str], others: &[&str]) -> Package {
        let used = |is_ours| {
            move |name: &&str| Use {
                name: (*name).to_owned(),
                is_ours,
                is_for_tests: false,
                features: Vec::new(),
            }
        };
        let uses = ours.iter().map(used(true)).chain(others.iter().map(used(false))).collect();
        Package { name: name.to_owned(), folder: folder.to_owned(), uses }
    }

    fn found(package: Package) -> Vec<String> {
        check(&[package]).into_iter().map(|finding| finding.text).collect()
    }

    #[test]
    fn arrows_that_point_down_are_fine() {
        for package in [
            package(DOMAIN, "crates/domain", &[], &["serde"]),
            package(SERVICE, "crates/service", &[STORAGE, DOMAIN], &["argon2"]),
            package("weft-dialect-new", "crates/dialect-new", &[SERVICE, HTTP], &["http"]),
            package("weft-content", "components/content", &["weft-dialect-r3", STORAGE], &["spin-sdk"]),
            package(DRIVER, "crates/sqlx-libsql", &[DRIVER], &["rusqlite"]),
        ] {
            assert_eq!(found(package), [""; 0]);
        }
    }

    #[test]
    fn arrows_that_point_up_or_sideways_are_found() {
        for (package, used) in [
            (package(DOMAIN, "crates/domain", &[HTTP], &[]), HTTP),
            (package(DOMAIN, "crates/domain", &[], &["futures-util"]), "futures-util"),
            (package(STORAGE, "crates/storage", &[SERVICE], &[]), SERVICE),
            (package("weft-dialect-a", "crates/dialect-a", &["weft-dialect-b"], &[]), "weft-dialect-b"),
            (package("weft-dialect-a", "crates/dialect-a", &[STORAGE], &[]), STORAGE),
            (package("weft-auth", "components/auth", &["weft-content"], &[]), "weft-content"),
            (package("bench-hello", "bench/guests/hello", &[DOMAIN], &[]), DOMAIN),
            (package("weft-tests", "tests", &[SERVICE], &[]), SERVICE),
            (package(HOST, "crates/host", &[], &["clap"]), "clap"),
            (package(IMPORT, "crates/import", &[HOST], &[]), HOST),
            (package("weft-cli", "crates/cli", &[DOMAIN], &[]), DOMAIN),
        ] {
            assert_eq!(found(package), [format!("must not use {used}")]);
        }
    }

    #[test]
    fn tests_may_see_others_but_not_ours() {
        let mut package = package(DOMAIN, "crates/domain", &[HTTP], &["futures-executor"]);
        for used in &mut package.uses {
            used.is_for_tests = true;
        }
        assert_eq!(found(package), ["must not use weft-http"]);
    }

    #[test]
    fn only_what_shows_the_driver_speaks_sqlx() {
        for (folder, findings) in
            [("crates/sqlx-libsql/examples/a", 0), ("tests/guests/a", 0), ("components/a", 1)]
        {
            let mut package = package("a", folder, &[DRIVER], &[]);
            package.uses[0].features.push(SQLX.to_owned());
            assert_eq!(found(package).len(), findings, "{folder}");
        }
    }

    #[test]
    fn a_package_without_a_place_is_found() {
        assert_eq!(found(package("weft-new", "crates/new", &[], &[])).len(), 1);
    }
}
