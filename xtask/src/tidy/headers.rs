//! Every Rust file begins with a `//!` header that says why it is there.

use super::Finding;
use super::tree::File;

/// Finds Rust files without a header.
pub(super) fn check(files: &[File]) -> Vec<Finding> {
    let is_bare = |file: &&File| file.is_rust() && !has_header(&file.text);
    let finding = |file: &File| Finding::error(&file.path, "must begin with a `//!` header");
    files.iter().filter(is_bare).map(finding).collect()
}

fn has_header(text: &str) -> bool {
    text.strip_prefix("//! ").is_some_and(|rest| rest.starts_with(|first: char| !first.is_whitespace()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rust_files_without_a_header_are_found() {
        let files = [
            File::of("good.rs", "//! Why.\n"),
            File::of("bare.rs", "use a;\n//! Too late.\n"),
            File::of("empty.rs", "//!\n"),
            File::of("a.md", "# A"),
        ];
        let found: Vec<String> = check(&files).into_iter().map(|finding| finding.place).collect();
        assert_eq!(found, ["bare.rs", "empty.rs"]);
    }
}
