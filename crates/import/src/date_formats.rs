//! Parses the common formats of publication dates: `Jul 08 2022`, `2024/02/29`, `8 July 2022 10:00
//! +0200`.
//!
//! This parser accepts more formats than [`Moment`], because an unreadable date makes the document
//! a draft. Ambiguous dates (`07/08/2022`) are not accepted.

use serde_json::Value;
use weft_domain::Timestamp;

use super::moment::Moment;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Parses a value as a time: without an offset it is UTC, and a date means its midnight. Integers
/// of ten digits are seconds since 1970, integers of thirteen digits milliseconds.
pub(super) fn read(value: &Value) -> Option<Timestamp> {
    match value {
        Value::String(text) => read_text(text.trim()),
        Value::Number(number) => {
            let number = number.as_i64()?;
            match number.to_string().len() {
                4 => read_text(&number.to_string()),
                10 => Some(Timestamp::from_millis(number.checked_mul(1000)?)),
                13 => Some(Timestamp::from_millis(number)),
                _ => None,
            }
        }
        _ => None,
    }
}

fn read_text(text: &str) -> Option<Timestamp> {
    let moment = |text: &str| Timestamp::parse(&Moment::read(text)?.into_time());
    moment(text).or_else(|| moment(&of_numbers(text)?)).or_else(|| moment(&of_words(text)?))
}

/// Rewrites `2024`, `2024-02`, `2024/2/9 10:00` with leading zeros and dashes.
fn of_numbers(text: &str) -> Option<String> {
    let end = text.find([' ', 'T', 't']).unwrap_or(text.len());
    let (day, rest) = text.split_at_checked(end)?;
    let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
    let year = parts.first().filter(|year| year.len() == 4)?;
    let month = parts.get(1).copied().unwrap_or("1");
    let day = parts.get(2).copied().unwrap_or("1");
    let is_whole = parts.len() == 3 || (parts.len() < 3 && rest.is_empty());
    is_whole.then(|| format!("{year}-{month:0>2}-{day:0>2}{rest}"))
}

/// Rewrites `Fri, 08 Jul 2022 10:00:00 GMT` and similar formats in the format of RFC 3339.
fn of_words(text: &str) -> Option<String> {
    let (mut year, mut month, mut day, mut clock, mut offset) = (None, None, None, None, None);
    for word in text.split([' ', ',', '\t']).filter(|word| !word.is_empty()) {
        let lower = word.trim_end_matches('.').to_lowercase();
        let ordinal = ["st", "nd", "rd", "th"].iter().find_map(|end| lower.strip_suffix(end));
        let digits = ordinal.unwrap_or(&lower);
        let is_number = digits.bytes().all(|b| b.is_ascii_digit()) && !digits.is_empty();
        let is_name = |name: &&str| lower.len() >= 3 && name.starts_with(&lower);
        let before = if is_number && digits.len() == 4 {
            year.replace(digits.to_owned())
        } else if is_number && digits.len() <= 2 {
            day.replace(format!("{digits:0>2}"))
        } else if let Some(at) = MONTHS.iter().position(&is_name) {
            month.replace(format!("{:02}", at + 1))
        } else if word.contains(':') && clock.is_none() {
            clock.replace(format!(" {word}"))
        } else if matches!(lower.as_str(), "gmt" | "utc" | "z") {
            offset.replace(String::new())
        } else if word.starts_with(['+', '-']) {
            offset.replace(format!(" {word}"))
        } else if DAYS.iter().any(is_name) {
            None
        } else {
            return None;
        };
        if before.is_some() {
            return None;
        }
    }
    Some(format!("{}-{}-{}{}{}", year?, month?, day?, clock.unwrap_or_default(), offset.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn people_write_dates_in_many_ways() {
        for (value, moment) in [
            (json!("2024-02-29"), Some("2024-02-29T00:00:00.000Z")),
            (json!("2024-02-29 10:00 +0200"), Some("2024-02-29T08:00:00.000Z")),
            (json!("2024/2/9"), Some("2024-02-09T00:00:00.000Z")),
            (json!("2024/02/29 10:00:00"), Some("2024-02-29T10:00:00.000Z")),
            (json!("2024-02"), Some("2024-02-01T00:00:00.000Z")),
            (json!(2024), Some("2024-01-01T00:00:00.000Z")),
            (json!("Jul 08 2022"), Some("2022-07-08T00:00:00.000Z")),
            (json!("July 8th, 2022"), Some("2022-07-08T00:00:00.000Z")),
            (json!("8 July 2022 10:00 -0500"), Some("2022-07-08T15:00:00.000Z")),
            (json!("Fri, 08 Jul 2022 10:00:00 GMT"), Some("2022-07-08T10:00:00.000Z")),
            (json!(1_706_745_600), Some("2024-02-01T00:00:00.000Z")),
            (json!(1_706_745_600_000_i64), Some("2024-02-01T00:00:00.000Z")),
            (json!("07/08/2022"), None),
            (json!("30 Feb 2024"), None),
            (json!("8 8 July 2022"), None),
            (json!("July 2022"), None),
            (json!("8 July 2022 3:00 PM"), None),
            (json!("soon"), None),
            (json!(7), None),
            (json!(true), None),
            (json!(""), None),
        ] {
            assert_eq!(read(&value).map(|at| at.to_string()).as_deref(), moment, "{value}");
        }
    }
}
