//! The spellings that Spin accepts for ids, labels and variables.

use anyhow::{Result, ensure};

/// Fails unless `name` is kebab-case: words of ASCII letters and digits that begin with a letter,
/// each in one case.
pub(super) fn kebab(what: &str, name: &str) -> Result<()> {
    ensure!(words(name, '-'), "the {what} id `{name}` is not kebab-case");
    Ok(())
}

/// Fails unless `name` is lower_snake_case.
pub(super) fn lower_snake(what: &str, name: &str) -> Result<()> {
    ensure!(is_lower_snake(name), "the {what} name `{name}` is not lower_snake_case");
    Ok(())
}

/// Fails unless `name` is a valid label of a database or a store.
pub(super) fn label(name: &str) -> Result<()> {
    ensure!(words(name, '-') || words(name, '_'), "the label `{name}` is neither kebab-case nor snake_case");
    Ok(())
}

/// Whether `name` is lower_snake_case.
pub(crate) fn is_lower_snake(name: &str) -> bool {
    words(name, '_') && !name.bytes().any(|byte| byte.is_ascii_uppercase())
}

fn words(name: &str, separator: char) -> bool {
    name.split(separator).all(|word| {
        word.starts_with(|first: char| first.is_ascii_alphabetic())
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && !(word.bytes().any(|byte| byte.is_ascii_lowercase())
                && word.bytes().any(|byte| byte.is_ascii_uppercase()))
    })
}
