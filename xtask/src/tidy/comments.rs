//! Comments end at column 100, narrower than code, because prose is easier to read in short lines.
//! Tables and code inside comments may be wider.

use super::Finding;
use super::tree::File;

/// The last column of a comment, in characters.
const COLUMN: usize = 100;

/// Finds lines of comments that are too long, in Rust, SQL, WIT and TOML.
pub(super) fn check(files: &[File]) -> Vec<Finding> {
    files.iter().filter_map(|file| marker(&file.path).map(|marker| of_file(file, marker))).flatten().collect()
}

/// The comment marker of a file type; `None` for files that are not checked.
fn marker(path: &str) -> Option<&'static str> {
    match path.rsplit_once('.')?.1 {
        "rs" | "wit" => Some("//"),
        "sql" => Some("--"),
        "toml" => Some("#"),
        _ => None,
    }
}

fn of_file(file: &File, marker: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut is_fenced = false;
    for (number, line) in (1..).zip(file.text.lines()) {
        let Some(comment) = line.trim_start().strip_prefix(marker) else {
            is_fenced = false;
            continue;
        };
        let text = comment.trim_start_matches(['/', '!', ' ']);
        is_fenced ^= text.starts_with("```");
        if !is_fenced && !text.starts_with('|') && line.chars().count() > COLUMN {
            let place = format!("{}:{number}", file.path);
            findings.push(Finding::error(place, format!("the comment goes beyond column {COLUMN}")));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        check(&[File::of(path, text)]).len()
    }

    #[test]
    fn a_comment_ends_at_its_column() {
        let words = "x".repeat(COLUMN - 3);
        assert_eq!(found("a.rs", &format!("// {words}")), 0);
        assert_eq!(found("a.rs", &format!("// {}", "ä".repeat(COLUMN - 3))), 0);
        for (path, comment) in [("a.rs", "// x"), ("a.wit", "/// x"), ("a.sql", "-- x"), ("a.toml", "# x")] {
            assert_eq!(found(path, &format!("{comment}x{words}")), 1, "{path}");
        }
        assert_eq!(found("a.md", &format!("# {words}x")), 0);
    }

    #[test]
    fn code_tables_and_examples_may_be_wider() {
        let wide = "x".repeat(COLUMN);
        for text in [
            wide.clone(),
            format!("//! | {wide} |"),
            format!("/// ```\n/// {wide}\n/// ```"),
            format!("let a = 1; // {wide}"),
        ] {
            assert_eq!(found("a.rs", &text), 0, "{text}");
        }
        assert_eq!(found("a.rs", &format!("/// ```\nfn a() {{}}\n/// {wide}")), 1);
    }
}
