//! Files stay short enough to be read at once. The tests at the end of a file do not count; files
//! of tests may be longer, but not endless.

use super::Finding;
use super::tree::File;

/// The number of lines above which a file gets a warning.
const SOFT: usize = 300;
/// The number of lines above which a file is an error.
const HARD: usize = 500;

/// Finds Rust files that are too long.
pub(super) fn check(files: &[File]) -> Vec<Finding> {
    files.iter().filter(|file| file.is_rust()).filter_map(of_file).collect()
}

fn of_file(file: &File) -> Option<Finding> {
    let lines = file.code().count();
    let text = format!("{lines} lines; {SOFT} are long, {HARD} the most: divide it");
    if lines > HARD && !file.is_test() {
        Some(Finding::error(&file.path, text))
    } else if lines > if file.is_test() { HARD } else { SOFT } {
        Some(Finding::warning(&file.path, text))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, lines: usize) -> Option<bool> {
        check(&[File::of(path, &"x\n".repeat(lines))]).first().map(|finding| finding.is_fatal)
    }

    #[test]
    fn long_is_a_warning_and_too_long_an_error() {
        assert_eq!(found("a.rs", 300), None);
        assert_eq!(found("a.rs", 301), Some(false));
        assert_eq!(found("a.rs", 501), Some(true));
        assert_eq!(found("a.md", 501), None);
    }

    #[test]
    fn tests_may_be_longer() {
        assert_eq!(found("a/tests.rs", 500), None);
        assert_eq!(found("a/tests.rs", 501), Some(false));
        let tail = format!("x\n#[cfg(test)]\nmod tests {{\n{}}}\n", "x\n".repeat(600));
        assert!(check(&[File::of("a.rs", &tail)]).is_empty());
    }
}
