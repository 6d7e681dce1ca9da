//! The style in which js-yaml writes a text: plain where nothing speaks against it, `|` for several
//! lines, in double quotes otherwise.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::super::plain;

/// Words that YAML 1.1 read as yes and no.
const YES_AND_NO: [&str; 16] =
    ["y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "n", "N", "no", "No", "NO", "off", "Off", "OFF"];

/// A text as a member's name.
pub(super) fn key(text: &str) -> Cow<'_, str> {
    match style(text, true) {
        Style::Plain => text.into(),
        Style::Quoted | Style::Literal => quoted(text).into(),
    }
}

/// A text as a value at that level; every level but the outermost is indented by two more spaces.
pub(super) fn value(text: &str, level: usize) -> Cow<'_, str> {
    match style(text, false) {
        Style::Plain => text.into(),
        Style::Quoted => quoted(text).into(),
        Style::Literal => literal(text, level.max(1)).into(),
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Style {
    Plain,
    Quoted,
    Literal,
}

fn style(text: &str, is_key: bool) -> Style {
    let (Some(first), Some(last)) = (text.chars().next(), text.chars().next_back()) else {
        return Style::Quoted;
    };
    if YES_AND_NO.contains(&text) || is_base_60(text) {
        return Style::Quoted;
    }
    let mut is_plain = is_plain_first(first) && !is_space(last) && last != ':';
    let mut has_lines = false;
    let mut before = None;
    for c in text.chars() {
        if c == '\n' && !is_key {
            has_lines = true;
        } else if !is_printable(c) {
            return Style::Quoted;
        }
        is_plain = is_plain && is_plain_safe(c, before);
        before = Some(c);
    }
    if has_lines {
        Style::Literal
    } else if is_plain && !plain::is_other(text) {
        Style::Plain
    } else {
        Style::Quoted
    }
}

/// `12:30:45`, which YAML 1.1 read as a number to base 60.
fn is_base_60(text: &str) -> bool {
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    let Some((front, last)) = text.rsplit_once(':') else { return false };
    let (last, part) = last.split_once('.').unwrap_or((last, ""));
    front.split(':').chain([last]).all(|digits| !digits.is_empty() && is_digits(digits)) && is_digits(part)
}

const fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t')
}

const fn is_printable(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a1}'..='\u{2027}' | '\u{202a}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}')
        || c >= '\u{10000}'
}

const fn is_plain_first(c: char) -> bool {
    const INDICATORS: &[u8] = b"-?:,[]{}#&*!|=>'\"%@`";
    let mut at = 0;
    while at < INDICATORS.len() {
        #[expect(clippy::indexing_slicing, reason = "the loop ends at its length")]
        if c == INDICATORS[at] as char {
            return false;
        }
        at += 1;
    }
    is_printable(c) && !is_space(c)
}

/// Whether a character may follow `before` in a plain text: no `: `, no ` #`.
fn is_plain_safe(c: char, before: Option<char>) -> bool {
    let is_printed = is_printable(c);
    let is_visible = is_printed && !is_space(c);
    let follows_colon = before == Some(':');
    let follows_visible = before.is_some_and(|before| is_printable(before) && !is_space(before));
    let ends_a_key = follows_colon && !is_visible;
    match c {
        '#' => follows_visible || follows_colon,
        _ => is_printed && !ends_a_key,
    }
}

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        let escape = match c {
            '\0' => "\\0",
            '\u{7}' => "\\a",
            '\u{8}' => "\\b",
            '\t' => "\\t",
            '\n' => "\\n",
            '\u{b}' => "\\v",
            '\u{c}' => "\\f",
            '\r' => "\\r",
            '\u{1b}' => "\\e",
            '"' => "\\\"",
            '\\' => "\\\\",
            '\u{85}' => "\\N",
            '\u{a0}' => "\\_",
            '\u{2028}' => "\\L",
            '\u{2029}' => "\\P",
            _ if is_printable(c) => {
                out.push(c);
                continue;
            }
            _ => {
                // Writing to a String cannot fail; what is not printable has four digits at most.
                let code = u32::from(c);
                let _ =
                    if code <= 0xff { write!(out, "\\x{code:02X}") } else { write!(out, "\\u{code:04X}") };
                continue;
            }
        };
        out.push_str(escape);
    }
    out.push('"');
    out
}

/// Several lines after `|`. The digit says the indentation where the first line begins with a
/// space; `-` and `+` say what becomes of the newlines at the end.
fn literal(text: &str, level: usize) -> String {
    let indentation = "  ".repeat(level);
    let mut out = String::with_capacity(text.len() + text.len() / 8 + 16);
    out.push('|');
    if text.trim_start_matches('\n').starts_with(' ') {
        out.push('2');
    }
    let is_kept = text == "\n" || text.ends_with("\n\n");
    out.push_str(if is_kept {
        "+"
    } else if text.ends_with('\n') {
        ""
    } else {
        "-"
    });
    out.push('\n');
    for line in text.split_inclusive('\n') {
        if line != "\n" {
            out.push_str(&indentation);
        }
        out.push_str(line);
    }
    if out.ends_with('\n') {
        out.pop();
    }
    out
}
