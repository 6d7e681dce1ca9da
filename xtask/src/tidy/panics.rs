//! Nothing panics in a guest: a panic ends the instance and every other request that it is
//! answering.
//!
//! Clippy checks this too, but its lints can be allowed. In code of guests there is no exception.

use super::Finding;
use super::tree::File;

/// Folders of code that runs in guests.
const GUESTS: [&str; 10] = [
    "components/",
    "crates/bounded/",
    "crates/dialect-",
    "crates/domain/",
    "crates/guest/",
    "crates/http/",
    "crates/secrets/",
    "crates/service/",
    "crates/sqlx-libsql/",
    "crates/storage/",
];

/// The expressions that may panic.
const PANICS: [&str; 8] = [
    ".unwrap()",
    ".expect(",
    ".unwrap_err()",
    ".expect_err(",
    "panic!(",
    "todo!(",
    "unimplemented!(",
    "unreachable!(",
];

/// Finds code of guests that may panic, tests apart.
pub(super) fn check(files: &[File]) -> Vec<Finding> {
    let runs_in_guests = |file: &&File| {
        file.is_rust() && !file.is_test() && GUESTS.iter().any(|folder| file.path.starts_with(folder))
    };
    files.iter().filter(runs_in_guests).flat_map(of_file).collect()
}

fn of_file(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in (1..).zip(file.code()) {
        let code = line.split("//").next().unwrap_or_default();
        for panic in PANICS.iter().filter(|panic| code.contains(**panic)) {
            findings.push(Finding::error(format!("{}:{number}", file.path), format!("`{panic}` in a guest")));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_code_of_guests_is_looked_at() {
        let text = "/// a.unwrap() would panic\nfn a() {\n    b.unwrap();\n}\n#[cfg(test)]\nmod tests {\n    c.unwrap();\n}\n";
        let found = |path| check(&[File::of(path, text)]);
        assert_eq!(
            found("crates/domain/src/a.rs"),
            [Finding::error("crates/domain/src/a.rs:3", "`.unwrap()` in a guest")]
        );
        assert_eq!(found("crates/dialect-r3/src/a.rs").len(), 1);
        for path in
            ["crates/domain/src/a/tests.rs", "crates/domain/tests/a.rs", "crates/host/src/a.rs", "a.rs"]
        {
            assert_eq!(found(path), [], "{path}");
        }
    }
}
