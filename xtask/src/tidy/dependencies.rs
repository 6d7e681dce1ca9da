//! Every dependency is declared once, in the workspace's Cargo.toml, with a comment that says what
//! it is for.

use super::Finding;
use super::tree::File;

/// Finds dependencies of the workspace without a comment. Our own crates need none.
pub(super) fn check(files: &[File]) -> Vec<Finding> {
    files.iter().filter(|file| file.path == "Cargo.toml").flat_map(of_file).collect()
}

fn of_file(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut is_inside = false;
    let mut above = "";
    for (number, line) in (1..).zip(file.text.lines()) {
        if line.starts_with('[') {
            is_inside = line == "[workspace.dependencies]";
        } else if let Some((name, rest)) = line.split_once(" = ")
            && is_inside
            && !line.starts_with('#')
            && !rest.contains("path = ")
            && !rest.contains(" # ")
            && !above.starts_with("# ")
        {
            let text = format!("{name}: say what for, in a comment beside or above it");
            findings.push(Finding::error(format!("{}:{number}", file.path), text));
        }
        above = line;
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dependency_without_a_reason_is_found() {
        let text = r#"[workspace.package]
license = "x"
[workspace.dependencies]
ours = { path = "crates/ours" }
# Needed for a.
a = "1"
b = { version = "1" } # Needed for b.
c = "1"

[profile.dev]
debug = 1
"#;
        let found = check(&[File::of("Cargo.toml", text), File::of("crates/a/Cargo.toml", text)]);
        let places: Vec<&str> = found.iter().map(|finding| finding.place.as_str()).collect();
        assert_eq!(places, ["Cargo.toml:8"]);
    }
}
