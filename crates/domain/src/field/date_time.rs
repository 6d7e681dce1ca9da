//! `datetime`: a JSON string, an RFC 3339 timestamp with an offset, such as
//! `2026-03-25T10:00:00.000Z`.
//!
//! It is stored in UTC, truncated to milliseconds, as `toISOString` writes it: then the order of
//! texts is the order of times, for filters, sorts and unique fields. A time that its offset moves
//! out of the years 0000 to 9999 becomes the nearest bound. `min` and `max` are dates or timestamps
//! and are inclusive.

use super::date::{Period, day};
use super::failure::Failure;
use super::rule::Rule;
use super::settings::Settings;
use super::value::{self, EmptyForm};
use crate::Timestamp;
use jiff::{SignedDuration, civil};

/// The rule of a field of this type.
#[derive(Debug)]
pub(super) struct DateTime(Period);

impl DateTime {
    /// From `min` and `max`.
    pub(super) fn read(settings: &mut Settings<'_>) -> Self {
        Self(Period::read(settings))
    }
}

impl Rule for DateTime {
    fn empty_form(&self) -> EmptyForm {
        EmptyForm::Text
    }

    fn check(&self, raw: &str) -> Result<(), Failure> {
        let text = value::text(raw)
            .ok_or_else(|| Failure::kind("must be a text: a timestamp such as 2026-03-25T10:00:00Z"))?;
        let when = moment(&text)
            .ok_or_else(|| Failure::format("must be a timestamp such as 2026-03-25T10:00:00Z"))?;
        self.0.check(when)
    }

    fn normalise(&self, raw: &str) -> Option<String> {
        value::normalise_text(raw, |text| moment(text).map(utc))
    }

    fn literal(&self, text: &str) -> Result<Option<String>, &'static str> {
        literal(text).map(Some).ok_or(WANTED)
    }
}

/// What a filter's value must be where moments are compared.
pub(crate) const WANTED: &str = "must be a moment such as 2026-03-25T10:00:00.000Z, or a day";

/// The stored form of a filter's value: a date means its midnight UTC, and a space counts as the
/// `+` of an offset, which URL decoding may have replaced.
pub(crate) fn literal(text: &str) -> Option<String> {
    let signed = plus(text);
    let text = signed.as_deref().unwrap_or(text);
    if let Some(when) = day(text).map(|day| day.at(0, 0, 0, 0)).or_else(|| moment(text)) {
        return Some(utc(when));
    }
    Timestamp::parse(text).map(|moment| moment.to_string())
}

/// Replaces a space before the offset's digits with `+`.
fn plus(text: &str) -> Option<String> {
    let (before, offset) = text.split_at_checked(text.len().checked_sub(6)?)?;
    let (hours, minutes) = offset.strip_prefix(' ')?.split_once(':')?;
    two_digits(hours, 23).and(two_digits(minutes, 59)).map(|_| format!("{before}+{hours}:{minutes}"))
}

/// Writes a time, given in UTC, in the stored form.
pub(super) fn utc(when: civil::DateTime) -> String {
    match when.year() {
        ..0 => String::from("0000-01-01T00:00:00.000Z"),
        year => format!(
            "{year:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
            when.month(),
            when.day(),
            when.hour(),
            when.minute(),
            when.second(),
            when.millisecond()
        ),
    }
}

/// Parses an RFC 3339 timestamp as a time in UTC.
///
/// Not with jiff's timestamps, which end some hours before the last day of the year 9999, a common
/// value for "never".
pub(super) fn moment(text: &str) -> Option<civil::DateTime> {
    let date = day(text.get(..10)?)?;
    let rest = text.get(10..)?.strip_prefix(['T', 't'])?;
    let (clock, rest) = rest.split_at_checked(8)?;
    let (hour, minute) = (two_digits(clock.get(..2)?, 23)?, two_digits(clock.get(3..5)?, 59)?);
    let second = two_digits(clock.get(6..)?, 60)?.min(59);
    if clock.get(2..3)? != ":" || clock.get(5..6)? != ":" {
        return None;
    }
    let (nanosecond, offset) = match rest.strip_prefix('.') {
        Some(rest) => fraction(rest)?,
        None => (0, rest),
    };
    let local = date.at(hour, minute, second, nanosecond);
    // At the bounds of the year range UTC would overflow; the local time is close enough to
    // compare.
    Some(local.checked_sub(self::offset(offset)?).unwrap_or(local))
}

fn offset(text: &str) -> Option<SignedDuration> {
    if matches!(text, "Z" | "z") {
        return Some(SignedDuration::ZERO);
    }
    let (sign, rest) = text.split_at_checked(1)?;
    let (hours, minutes) = rest.split_once(':')?;
    let minutes = i64::from(two_digits(hours, 23)?) * 60 + i64::from(two_digits(minutes, 59)?);
    match sign {
        "+" => Some(SignedDuration::from_mins(minutes)),
        "-" => Some(SignedDuration::from_mins(-minutes)),
        _ => None,
    }
}

/// The nanoseconds of a fraction, truncated, and the rest of the text.
fn fraction(text: &str) -> Option<(i32, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (fraction, rest) = text.split_at_checked(digits)?;
    if fraction.is_empty() {
        return None;
    }
    format!("{:0<9.9}", fraction).parse().ok().map(|nanosecond| (nanosecond, rest))
}

fn two_digits(text: &str, max: i8) -> Option<i8> {
    let digits = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    if digits { text.parse().ok().filter(|number| *number <= max) } else { None }
}

#[cfg(test)]
mod tests {
    use super::super::guard::{accepts, definition, field, refuses};
    use super::*;

    #[test]
    fn is_an_rfc_3339_timestamp() {
        let datetime = field("datetime", "{}");
        for good in [
            "2026-03-25T10:00:00Z",
            "2026-03-25T10:00:00.123456789123Z",
            "2026-03-25t10:00:00z",
            "2026-03-25T10:00:00-08:00",
            "2016-12-31T23:59:60Z",
            "9999-12-31T23:59:59.999Z",
            "9999-12-31T23:59:59-23:59",
            "0000-01-01T00:00:00+23:59",
        ] {
            accepts(&datetime, &[&format!("\"{good}\"")]);
        }
        for bad in [
            "2026-03-25",
            "2026-03-25T10:00:00",
            "2026-03-25T10:00Z",
            "2026-03-25 10:00:00Z",
            "2026-03-25T24:00:00Z",
            "2026-02-30T10:00:00Z",
            "2026-03-25T10:00:00.Z",
            "2026-03-25T10:00:00+0100",
            "2026-03-25T10:00:00+24:00",
            "2026-03-25T10:00:00Z[UTC]",
            "2026-03-25T1é:00:00Z",
            "now",
        ] {
            refuses(&datetime, &[(&format!("\"{bad}\""), "format")]);
        }
        refuses(&datetime, &[("1774432800", "type"), ("[]", "type")]);
    }

    #[test]
    fn offsets_lead_to_the_same_moment() {
        let utc = moment("2026-03-25T10:00:00.5Z");
        assert!(utc.is_some());
        assert_eq!(utc, moment("2026-03-25T12:30:00.50+02:30"));
        assert_eq!(utc, moment("2026-03-24T23:00:00.500-11:00"));
    }

    #[test]
    fn one_moment_has_one_spelling() {
        let datetime = field("datetime", "{}");
        for (sent, stored) in [
            ("2026-08-22T01:00:00+09:00", "2026-08-21T16:00:00.000Z"),
            ("2026-08-21T16:00:00Z", "2026-08-21T16:00:00.000Z"),
            ("2026-08-21t16:00:00.5z", "2026-08-21T16:00:00.500Z"),
            ("2026-08-21T16:00:00.1239Z", "2026-08-21T16:00:00.123Z"),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.000Z"),
            ("9999-12-31T23:59:59-23:59", "9999-12-31T23:59:59.000Z"),
            ("0000-01-01T00:00:00+23:59", "0000-01-01T00:00:00.000Z"),
        ] {
            assert_eq!(datetime.normalise(&format!("\"{sent}\"")), Some(format!("\"{stored}\"")), "{sent}");
            assert_eq!(datetime.normalise(&format!("\"{stored}\"")), None);
        }
        for nothing in ["null", "\"\""] {
            assert_eq!(datetime.normalise(nothing), None);
        }
    }

    #[test]
    fn filters_read_moments_in_every_spelling() {
        for (sent, meant) in [
            ("2026-01-01", "2026-01-01T00:00:00.000Z"),
            ("2026-01-01T00:00:00 02:00", "2025-12-31T22:00:00.000Z"),
            ("2026-01-01T00:00:00+02:00", "2025-12-31T22:00:00.000Z"),
            ("2026-01-01 00:00:00Z", "2026-01-01T00:00:00.000Z"),
            ("2026-01-01T00:00Z", "2026-01-01T00:00:00.000Z"),
            ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59.000Z"),
        ] {
            assert_eq!(literal(sent).as_deref(), Some(meant), "{sent}");
        }
        for none in [
            "",
            "yesterday",
            "2020-13-45",
            "2026-01-01T00:00:00",
            "1774432800",
            "2026-01-01 10:00",
            "é 10:00",
        ] {
            assert_eq!(literal(none), None, "{none}");
        }
    }

    #[test]
    fn bounds_include_their_ends() {
        let datetime = field("datetime", r#"{"min":"2026-03-25T10:00:00Z","max":"2026-03-26"}"#);
        accepts(&datetime, &[r#""2026-03-25T11:00:00+01:00""#, r#""2026-03-26T00:00:00Z""#]);
        refuses(
            &datetime,
            &[(r#""2026-03-25T10:00:00+01:00""#, "min"), (r#""2026-03-26T00:00:01Z""#, "max")],
        );
        assert_eq!(definition("datetime", r#"{"min":7}"#), ["config.min"]);
    }
}
