//! `date`: a JSON string, `YYYY-MM-DD`, a calendar date.
//!
//! An RFC 3339 timestamp is accepted too, because some clients use one type for both. It is stored
//! in UTC like a `datetime`; a timestamp at midnight UTC is stored as its date. `min` and `max` are
//! dates or timestamps and are inclusive.

use super::date_time::{self, moment};
use super::failure::Failure;
use super::rule::Rule;
use super::settings::Settings;
use super::value::{self, EmptyForm};
use jiff::civil;

/// The rule of a field of this type.
#[derive(Debug)]
pub(super) struct Date(Period);

impl Date {
    /// From `min` and `max`.
    pub(super) fn read(settings: &mut Settings<'_>) -> Self {
        Self(Period::read(settings))
    }
}

impl Rule for Date {
    fn empty_form(&self) -> EmptyForm {
        EmptyForm::Text
    }

    fn check(&self, raw: &str) -> Result<(), Failure> {
        let text =
            value::text(raw).ok_or_else(|| Failure::kind("must be a text: a date such as 2026-03-25"))?;
        let when =
            day_or_moment(&text).ok_or_else(|| Failure::format("must be a date such as 2026-03-25"))?;
        self.0.check(when)
    }

    fn normalise(&self, raw: &str) -> Option<String> {
        value::normalise_text(raw, |text| day_or_moment(text).map(written))
    }

    fn literal(&self, text: &str) -> Result<Option<String>, &'static str> {
        let moment = date_time::literal(text).ok_or(date_time::WANTED)?;
        Ok(day_or_moment(&moment).map(written))
    }
}

/// The date, if the time is midnight; else the timestamp.
fn written(when: civil::DateTime) -> String {
    let moment = date_time::utc(when);
    moment.strip_suffix("T00:00:00.000Z").map(str::to_owned).unwrap_or(moment)
}

/// The range between `min` and `max`.
#[derive(Debug)]
pub(super) struct Period {
    min: Option<Bound>,
    max: Option<Bound>,
}

#[derive(Debug)]
struct Bound {
    when: civil::DateTime,
    written: String,
}

impl Period {
    /// From `min` and `max`.
    pub(super) fn read(settings: &mut Settings<'_>) -> Self {
        let mut bound = |name| {
            settings.parsed(name, "must be a date such as 2026-03-25", |raw| {
                let written = value::text(raw)?.into_owned();
                day_or_moment(&written).map(|when| Bound { when, written })
            })
        };
        let period = Self { min: bound("min"), max: bound("max") };
        let when = |bound: &Option<Bound>| bound.as_ref().map(|bound| bound.when);
        settings.ordered(("min", when(&period.min).as_ref()), ("max", when(&period.max).as_ref()));
        period
    }

    /// Checks that a time, in UTC, is in the range.
    pub(super) fn check(&self, when: civil::DateTime) -> Result<(), Failure> {
        match (&self.min, &self.max) {
            (Some(min), _) if when < min.when => {
                Err(Failure::new("min", format!("must not be before {}", min.written)))
            }
            (_, Some(max)) if when > max.when => {
                Err(Failure::new("max", format!("must not be after {}", max.written)))
            }
            _ => Ok(()),
        }
    }
}

fn day_or_moment(text: &str) -> Option<civil::DateTime> {
    day(text).map(|day| day.at(0, 0, 0, 0)).or_else(|| moment(text))
}

/// Parses `YYYY-MM-DD`.
pub(super) fn day(text: &str) -> Option<civil::Date> {
    let shaped = text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(i, b)| if matches!(i, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    if shaped { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::super::guard::{accepts, definition, field, refuses};

    #[test]
    fn is_a_day_of_the_calendar() {
        let date = field("date", "{}");
        accepts(&date, &[r#""2024-02-29""#, r#""9999-12-31""#, r#""2024-02-29T10:00:00+02:00""#, r#""""#]);
        for bad in [
            "2023-02-29",
            "2024-13-01",
            "24-01-01",
            "20240229",
            "2024-2-9",
            "today",
            "2024-02-29 ",
            "٢٠٢٤-٠١",
        ] {
            refuses(&date, &[(&format!("\"{bad}\""), "format")]);
        }
        refuses(&date, &[("20240229", "type"), ("{}", "type")]);
    }

    #[test]
    fn a_midnight_is_its_day() {
        let date = field("date", "{}");
        for (sent, stored) in [
            ("2024-02-29T00:00:00Z", "2024-02-29"),
            ("2024-02-29T02:00:00+02:00", "2024-02-29"),
            ("2024-02-29T10:00:00+02:00", "2024-02-29T08:00:00.000Z"),
        ] {
            assert_eq!(date.normalise(&format!("\"{sent}\"")), Some(format!("\"{stored}\"")), "{sent}");
            assert_eq!(date.literal(sent).unwrap().as_deref(), Some(stored));
        }
        assert_eq!(date.normalise("\"2024-02-29\""), None);
        assert_eq!(date.literal("2024-02-29").unwrap().as_deref(), Some("2024-02-29"));
        assert!(date.literal("leap day").is_err());
    }

    #[test]
    fn bounds_include_their_ends() {
        let date = field("date", r#"{"min":"2024-01-01","max":"2024-12-31"}"#);
        accepts(&date, &[r#""2024-01-01""#, r#""2024-12-31""#, r#""2024-01-01T00:00:00Z""#]);
        refuses(&date, &[(r#""2023-12-31""#, "min"), (r#""2025-01-01""#, "max")]);
        refuses(&date, &[(r#""2024-01-01T00:00:00+01:00""#, "min")]);
        assert_eq!(definition("date", r#"{"min":"soon","max":3}"#), ["config.min", "config.max"]);
        assert_eq!(definition("date", r#"{"min":"2025-01-01","max":"2024-01-01"}"#), ["config.min"]);
    }
}
