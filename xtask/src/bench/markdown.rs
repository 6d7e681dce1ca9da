//! Sections, tables and numbers in Markdown. What was not measured is an empty cell.

use std::fmt::Write as _;

/// A heading, and words below it.
pub(super) fn section(page: &mut String, title: &str, words: &str) {
    let gap = if words.is_empty() { "" } else { "\n\n" };
    // Writing to a String cannot fail.
    let _ = write!(page, "\n## {title}{gap}{words}\n");
}

/// A table.
pub(super) fn table(page: &mut String, head: &[&str], rows: &[Vec<String>]) {
    let _ = writeln!(page, "\n| {} |\n|{}", head.join(" | "), "---|".repeat(head.len()));
    for row in rows {
        let _ = writeln!(page, "| {} |", row.join(" | "));
    }
}

/// A verdict.
pub(super) fn holds(does_it: bool) -> String {
    if does_it { "holds" } else { "**falls short**" }.to_owned()
}

/// Whether something is so.
pub(super) fn yes(is_so: bool) -> String {
    if is_so { "yes" } else { "**no**" }.to_owned()
}

/// To a tenth.
pub(super) fn micros(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| format!("{value:.1}"))
}

/// To a hundredth.
pub(super) fn milliseconds(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| format!("{value:.2}"))
}

/// To a hundredth.
pub(super) fn ratio(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| format!("{value:.2}"))
}

/// Without decimals.
pub(super) fn whole(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| format!("{value:.0}"))
}

/// MiB, rounded up.
pub(super) fn mebibytes(bytes: u64) -> String {
    bytes.div_ceil(1 << 20).to_string()
}

/// With commas between thousands.
pub(super) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A limit's row: what was measured, and whether all of it is there and at most `most`.
pub(super) fn verdict(
    words: &str,
    measured: &[Option<f64>],
    most: f64,
    show: fn(Option<f64>) -> String,
) -> Vec<String> {
    let shown: Vec<String> = measured.iter().map(|value| show(*value)).collect();
    // As it is shown: nobody can see a third decimal.
    let is_within = |value: &f64| (value * 100.0).round() <= (most * 100.0).round();
    let does_hold = measured.iter().all(|value| value.as_ref().is_some_and(is_within));
    vec![words.to_owned(), shown.join(", "), holds(does_hold)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_commas() {
        assert_eq!([999, 1000, 1_000_000].map(count), ["999", "1,000", "1,000,000"]);
    }

    #[test]
    fn a_verdict_needs_every_measurement() {
        assert_eq!(verdict("x", &[Some(1.2), Some(1.25)], 1.25, ratio), ["x", "1.20, 1.25", "holds"]);
        assert_eq!(
            verdict("x", &[Some(1.2), Some(1.26)], 1.25, ratio),
            ["x", "1.20, 1.26", "**falls short**"]
        );
        assert_eq!(verdict("x", &[None], 1.25, ratio), ["x", "", "**falls short**"]);
    }

    #[test]
    fn a_verdict_goes_by_what_is_shown() {
        assert_eq!(verdict("x", &[Some(1.2549)], 1.25, ratio), ["x", "1.25", "holds"]);
        assert_eq!(verdict("x", &[Some(1.2551)], 1.25, ratio), ["x", "1.26", "**falls short**"]);
    }
}
