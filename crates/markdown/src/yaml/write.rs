//! JSON written as YAML: the same bytes as js-yaml's `dump` with double quotes and without a line
//! width.
//!
//! Block style throughout, two spaces a level; only empty lists and maps are `[]` and `{}`. The
//! style of a text is chosen in `text`. A key of more than 1024 characters takes the form
//! `? key`, for YAML does not read longer ones otherwise.

mod text;

use serde_json::value::RawValue;

/// A key whose spelling is longer is written with `?`.
const KEY_MAX: usize = 1024;

/// Appends the members of an object, each a name and a JSON text, `{}` when there are none.
///
/// # Errors
/// When a value is no JSON, or has too many members to be looked into
/// ([`weft_domain::json::MEMBERS_MAX`]).
pub fn write(members: &[(&str, &str)], out: &mut String) -> Result<(), serde_json::Error> {
    if members.is_empty() {
        out.push_str("{}");
    } else {
        map(members, 0, true, out)?;
    }
    out.push('\n');
    Ok(())
}

/// A map that is not empty. A compact one begins on the line that it stands in.
fn map(
    members: &[(&str, &str)],
    level: usize,
    compact: bool,
    out: &mut String,
) -> Result<(), serde_json::Error> {
    for (index, (name, json)) in members.iter().enumerate() {
        if !compact || index > 0 {
            next_line(level, out);
        }
        let key = text::key(name);
        let is_long = key.encode_utf16().count() > KEY_MAX;
        if is_long {
            out.push_str("? ");
        }
        out.push_str(&key);
        if is_long {
            next_line(level, out);
        }
        out.push(':');
        value(json, level + 1, is_long, out)?;
    }
    Ok(())
}

fn list(items: &[&RawValue], level: usize, compact: bool, out: &mut String) -> Result<(), serde_json::Error> {
    for (index, item) in items.iter().enumerate() {
        if !compact || index > 0 {
            next_line(level, out);
        }
        out.push('-');
        value(item.get(), level + 1, true, out)?;
    }
    Ok(())
}

/// A value, with the space before it. Nothing stands between a key and a block on its own lines.
fn value(json: &str, level: usize, compact: bool, out: &mut String) -> Result<(), serde_json::Error> {
    let json = json.trim();
    match json.as_bytes().first() {
        Some(b'{') => {
            let members = weft_domain::json::members(json)?;
            let members: Vec<_> = members.iter().map(|(name, value)| (name.as_ref(), value.get())).collect();
            if members.is_empty() {
                out.push_str(" {}");
                return Ok(());
            }
            space(compact, out);
            map(&members, level, compact, out)
        }
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(json)?;
            if items.is_empty() {
                out.push_str(" []");
                return Ok(());
            }
            space(compact, out);
            list(&items, level, compact, out)
        }
        Some(b'"') => {
            out.push(' ');
            let text: String = serde_json::from_str(json)?;
            out.push_str(&text::value(&text, level));
            Ok(())
        }
        Some(b'-' | b'0'..=b'9') => {
            out.push(' ');
            out.push_str(&number(json)?);
            Ok(())
        }
        _ => {
            serde_json::from_str::<serde::de::IgnoredAny>(json)?;
            out.push(' ');
            out.push_str(json);
            Ok(())
        }
    }
}

fn space(compact: bool, out: &mut String) {
    if compact {
        out.push(' ');
    }
}

fn next_line(level: usize, out: &mut String) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", level));
}

/// A number as JavaScript prints it. YAML 1.1 wants a dot before an exponent: `1.e-7`. Whole
/// numbers that a double does not hold keep their digits.
fn number(json: &str) -> Result<String, serde_json::Error> {
    if json != "-0" && (json.parse::<i64>().is_ok() || json.parse::<u64>().is_ok()) {
        return Ok(json.to_owned());
    }
    // Not serde_json's: its doubles are off by the last bit now and then.
    let double = json.parse::<f64>().map_err(<serde_json::Error as serde::de::Error>::custom)?;
    if double == 0.0 && double.is_sign_negative() {
        return Ok("-0.0".to_owned());
    }
    let text = crate::number::js(double);
    Ok(match text.split_once('e') {
        Some((mantissa, exponent)) if exponent.starts_with('-') && !mantissa.contains('.') => {
            format!("{mantissa}.e{exponent}")
        }
        _ => text,
    })
}

#[cfg(test)]
mod tests;
