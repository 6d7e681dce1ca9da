//! Dates and moments, as js-yaml reads them: `2025-01-15`, `2025-1-5 10:00:00.5 +2`.
//!
//! They come out in UTC with milliseconds. A day or an hour beyond its range counts on into the
//! next month or day, as JavaScript's dates do: 30 February is 1 or 2 March.

use jiff::SignedDuration;
use jiff::civil::Date;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// Whether the text is spelt as a date or a moment.
pub(super) fn is_one(text: &str) -> bool {
    parts(text).is_some()
}

/// The moment in UTC; `None` for what is none, and for years that no timestamp has.
pub(super) fn read(text: &str) -> Option<String> {
    let Parts { year, month, day, time, offset } = parts(text)?;
    let months = year * 12 + month - 1;
    let year = i16::try_from(months.div_euclid(12)).ok()?;
    let month = i8::try_from(months.rem_euclid(12) + 1).ok()?;
    let first = Date::new(year, month, 1).ok()?.at(0, 0, 0, 0);
    let moment = first.checked_add(SignedDuration::from_millis((day - 1) * DAY + time - offset)).ok()?;
    Some(format!("{moment:.3}Z"))
}

struct Parts {
    year: i64,
    month: i64,
    day: i64,
    /// Milliseconds since midnight.
    time: i64,
    /// What the clock is ahead of UTC, in milliseconds.
    offset: i64,
}

fn parts(text: &str) -> Option<Parts> {
    let mut rest = Rest(text);
    let year = rest.number(4, 4)?;
    rest.skip('-')?;
    let (month, month_digits) = rest.number_of(1, 2)?;
    rest.skip('-')?;
    let (day, day_digits) = rest.number_of(1, 2)?;
    if rest.0.is_empty() {
        let is_date = month_digits == 2 && day_digits == 2;
        return is_date.then_some(Parts { year, month, day, time: 0, offset: 0 });
    }
    if rest.skip('T').or_else(|| rest.skip('t')).is_none() && rest.space() == 0 {
        return None;
    }
    let hour = rest.number(1, 2)?;
    rest.skip(':')?;
    let minute = rest.number(2, 2)?;
    rest.skip(':')?;
    let second = rest.number(2, 2)?;
    let mut time = (hour * 60 + minute) * MINUTE + second * 1000;
    if rest.skip('.').is_some() {
        let digits = rest.digits();
        time += format!("{:0<3}", digits.get(..3).unwrap_or(digits)).parse::<i64>().ok()?;
    }
    if rest.0.is_empty() {
        return Some(Parts { year, month, day, time, offset: 0 });
    }
    rest.space();
    let offset = rest.offset()?;
    rest.0.is_empty().then_some(Parts { year, month, day, time, offset })
}

/// What of a text is not yet read.
struct Rest<'t>(&'t str);

impl<'t> Rest<'t> {
    fn skip(&mut self, c: char) -> Option<()> {
        self.0 = self.0.strip_prefix(c)?;
        Some(())
    }

    /// Goes past spaces and tabs; how many there were.
    fn space(&mut self) -> usize {
        let before = self.0.len();
        self.0 = self.0.trim_start_matches([' ', '\t']);
        before - self.0.len()
    }

    fn digits(&mut self) -> &'t str {
        let end = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.0.split_at_checked(end).unwrap_or_default();
        self.0 = rest;
        digits
    }

    /// A number of so many digits, and how many there were.
    fn number_of(&mut self, least: usize, most: usize) -> Option<(i64, usize)> {
        let digits = self.digits();
        let is_fine = (least..=most).contains(&digits.len());
        is_fine.then(|| digits.parse().ok()).flatten().map(|number| (number, digits.len()))
    }

    fn number(&mut self, least: usize, most: usize) -> Option<i64> {
        self.number_of(least, most).map(|(number, _)| number)
    }

    /// `Z`, `+2`, `-05:30`.
    fn offset(&mut self) -> Option<i64> {
        if self.skip('Z').is_some() {
            return Some(0);
        }
        let sign = if self.skip('-').is_some() { -1 } else { self.skip('+').map(|()| 1)? };
        let hours = self.number(1, 2)?;
        let minutes = if self.skip(':').is_some() { self.number(2, 2)? } else { 0 };
        Some(sign * (hours * 60 + minutes) * MINUTE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_in_utc_with_milliseconds() {
        for (text, moment) in [
            ("2025-01-15", "2025-01-15T00:00:00.000Z"),
            ("2025-01-15T10:30:00Z", "2025-01-15T10:30:00.000Z"),
            ("2025-01-15t10:30:00.5", "2025-01-15T10:30:00.500Z"),
            ("2025-1-5 1:02:03.123456 +2", "2025-01-04T23:02:03.123Z"),
            ("2025-01-15 10:30:00 -05:30", "2025-01-15T16:00:00.000Z"),
            ("2025-01-15\t10:30:00.", "2025-01-15T10:30:00.000Z"),
            ("2025-02-30", "2025-03-02T00:00:00.000Z"),
            ("2025-13-01", "2026-01-01T00:00:00.000Z"),
            ("2025-00-00", "2024-11-30T00:00:00.000Z"),
            ("9999-12-31", "9999-12-31T00:00:00.000Z"),
        ] {
            assert_eq!(read(text).as_deref(), Some(moment), "{text}");
            assert!(is_one(text));
        }
        for text in [
            "2025-1-15",
            "2025-01",
            "2025-01-15T10:30",
            "2025-01-15 10:30:00 UTC",
            "2025-01-15T10:30:00z",
            "2025-01-15T10:30:00+1:5",
            "2025-01-15x",
            "25-01-15",
            "2025-01-1é",
        ] {
            assert!(!is_one(text), "{text}");
        }
    }
}
