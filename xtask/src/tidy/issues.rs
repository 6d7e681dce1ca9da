//! The repository is read by people who cannot open the project's issues: no document names one by
//! its number.

use super::Finding;
use super::tree::File;

/// Finds numbers of issues in Markdown, outside of code.
pub(super) fn check(files: &[File]) -> Vec<Finding> {
    files.iter().filter(|file| file.path.ends_with(".md")).flat_map(of_file).collect()
}

fn of_file(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut is_fenced = false;
    for (number, line) in (1..).zip(file.text.lines()) {
        is_fenced ^= line.trim_start().starts_with("```");
        if !is_fenced && names_an_issue(line) {
            let place = format!("{}:{number}", file.path);
            findings.push(Finding::error(place, "names an issue by its number: say what it was about"));
        }
    }
    findings
}

fn names_an_issue(line: &str) -> bool {
    let prose = line.split('`').step_by(2);
    prose.flat_map(str::split_whitespace).any(|word| {
        let word = word.trim_start_matches(['(', '[']);
        let number = word.strip_prefix('#').unwrap_or_default();
        number.trim_end_matches(|last: char| !last.is_alphanumeric()).parse::<u32>().is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        check(&[File::of(path, text)]).len()
    }

    #[test]
    fn numbers_of_issues_are_found_in_prose() {
        assert_eq!(found("a.md", "Fixes #12.\nAnd (#3)."), 2);
        for text in ["# 12 reasons", "`#12`", "```\n#12\n```", "a#12", "#red"] {
            assert_eq!(found("a.md", text), 0, "{text}");
        }
        assert_eq!(found("a.rs", "let color = \"#123456\";"), 0);
    }
}
