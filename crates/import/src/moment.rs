//! Parses dates and times of front matter, and formats them for fields.
//!
//! Authors write `2024-02-29 10:00`, Jekyll adds `+0200`, TOML has times without an offset; a
//! `datetime` field requires RFC 3339. A time without an offset is UTC.

use weft_domain::Timestamp;

/// A date or a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Moment {
    /// `2024-02-29`
    Day(String),
    /// `2024-02-29T10:00:00+02:00`
    Time(String),
}

impl Moment {
    /// Parses a date or a time; returns `None` for other text.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (day, rest) = text.split_at_checked(10)?;
        if !is_day(day) {
            return None;
        }
        if rest.is_empty() {
            return Some(Self::Day(day.to_owned()));
        }
        let rest = rest.strip_prefix(['T', 't', ' '])?;
        let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.')).unwrap_or(rest.len());
        let (clock, offset) = rest.split_at_checked(end)?;
        let text = format!("{day}T{}{}", self::clock(clock)?, self::offset(offset.trim_start())?);
        Timestamp::parse(&text).map(|_| Self::Time(text))
    }

    /// The time in RFC 3339; a date becomes its midnight in UTC.
    pub(super) fn into_time(self) -> String {
        match self {
            Self::Day(day) => format!("{day}T00:00:00Z"),
            Self::Time(time) => time,
        }
    }
}

fn is_day(text: &str) -> bool {
    let is_shaped = text
        .bytes()
        .enumerate()
        .all(|(i, b)| if matches!(i, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    is_shaped && Timestamp::parse(&format!("{text}T00:00:00Z")).is_some()
}

/// `10:00`, `10:00:00` or `10:00:00.5`, with seconds.
fn clock(text: &str) -> Option<String> {
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, part)| (whole, Some(part)));
    let parts: Vec<&str> = whole.split(':').collect();
    let is_two_digits = |part: &&str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
    let has_fraction = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !parts.iter().all(is_two_digits) {
        return None;
    }
    match (parts.len(), fraction) {
        (2, None) => Some(format!("{whole}:00")),
        (3, None) => Some(whole.to_owned()),
        (3, Some(part)) if has_fraction(part) => Some(format!("{whole}.{part}")),
        _ => None,
    }
}

/// Completes an empty offset, `Z`, `+02:00`, `+0200` or `+02`.
fn offset(text: &str) -> Option<String> {
    if matches!(text, "" | "Z" | "z") {
        return Some("Z".to_owned());
    }
    let (sign, digits) = text.split_at_checked(1).filter(|(sign, _)| matches!(*sign, "+" | "-"))?;
    let digits = digits.replacen(':', "", 1);
    let digits = if digits.len() == 2 { digits + "00" } else { digits };
    let (hours, minutes) = digits.split_at_checked(2).filter(|(_, minutes)| minutes.len() == 2)?;
    Some(format!("{sign}{hours}:{minutes}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_read() {
        for (text, time) in [
            ("2024-02-29T10:00:00Z", "2024-02-29T10:00:00Z"),
            ("2024-02-29t10:00:00.123z", "2024-02-29T10:00:00.123Z"),
            ("2024-02-29 10:00", "2024-02-29T10:00:00Z"),
            ("2024-02-29T10:00:00", "2024-02-29T10:00:00Z"),
            ("2024-02-29 10:00:00 +0200", "2024-02-29T10:00:00+02:00"),
            ("2024-02-29 10:00:00 -05:30", "2024-02-29T10:00:00-05:30"),
            ("2024-02-29T10:00:00+02", "2024-02-29T10:00:00+02:00"),
        ] {
            assert_eq!(Moment::read(text), Some(Moment::Time(time.to_owned())), "{text}");
        }
        let day = Moment::read("2024-02-29").unwrap();
        assert_eq!(day, Moment::Day("2024-02-29".to_owned()));
        assert_eq!(day.into_time(), "2024-02-29T00:00:00Z");
    }

    #[test]
    fn other_texts_are_no_moments() {
        for text in [
            "",
            "2024",
            "2023-02-29",
            "2024-2-9",
            "2024-02-29x",
            "2024-02-29 ",
            "2024-02-29 25:00",
            "2024-02-29 10",
            "2024-02-29 10:00 CET",
            "2024-02-29 10:00:00.",
            "2024-02-29 10:00:00 +2",
            "2024-02-29 10:00:00 +é1",
            "２０２４-02-29",
            "ten to ten",
        ] {
            assert_eq!(Moment::read(text), None, "{text}");
        }
    }
}
