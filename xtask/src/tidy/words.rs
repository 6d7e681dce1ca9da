//! What a repository that is read by strangers must not say: where and how it was written, numbers of issues that they cannot
//! open, and the name for a thing whose purpose nobody knew.

use super::Finding;
use super::tree::File;

/// Texts that must not stand anywhere.
const TEXTS: [&str; 3] = ["/work/", "/tmp/contract", "session limit"];
/// Words that must not.
const WORDS: [&str; 2] = ["helper", "helpers"];
/// Files that may: this one, and those that others wrote.
const EXEMPT: [&str; 3] = ["xtask/src/tidy/words.rs", "Cargo.lock", "LICENSE"];

/// Finds what must not be said.
pub(super) fn check(files: &[File]) -> Vec<Finding> {
    files.iter().filter(|file| !EXEMPT.contains(&file.path.as_str())).flat_map(of_file).collect()
}

fn of_file(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut is_fenced = false;
    for (number, line) in (1..).zip(file.text.lines()) {
        let mut find = |what: &str| {
            findings
                .push(Finding::error(format!("{}:{number}", file.path), format!("must not say `{what}`")));
        };
        let lower = line.to_lowercase();
        TEXTS.iter().filter(|text| lower.contains(**text)).for_each(|text| find(text));
        let mut words = lower.split(|character: char| !character.is_alphanumeric());
        if let Some(word) = words.find(|word| WORDS.contains(word)) {
            find(word);
        }
        is_fenced ^= line.trim_start().starts_with("```");
        if file.path.ends_with(".md") && !is_fenced && names_an_issue(line) {
            find("#123");
        }
    }
    findings
}

/// Whether a line of Markdown names an issue by its number, outside of code.
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
    fn forbidden_texts_are_found_wherever_they_stand() {
        assert_eq!(found("a.rs", "// See /work/main.\nfn a_helper() {}"), 2);
        assert_eq!(found(".ci/run", "# Helpers"), 1);
        assert_eq!(found("LICENSE", "helper"), 0);
        assert_eq!(found("a.rs", "// network/working, unhelpered"), 0);
    }

    #[test]
    fn numbers_of_issues_are_found_in_prose() {
        assert_eq!(found("a.md", "Fixes #12, and (#3)."), 1);
        for text in ["# 12 reasons", "`#12`", "```\n#12\n```", "a#12", "#red"] {
            assert_eq!(found("a.md", text), 0, "{text}");
        }
        assert_eq!(found("a.rs", "let color = \"#123456\";"), 0);
    }
}
