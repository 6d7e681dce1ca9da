//! Timestamps: milliseconds since 1970 UTC in memory, `2026-03-25T10:00:00.000Z` on the wire and in
//! the store.
//!
//! The fixed width makes the order of texts the order of times, in SQL and in clients alike, and a
//! stored timestamp is sent to the client unchanged.

use std::fmt;

/// A point in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From milliseconds since 1970 UTC.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970 UTC.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// This time plus that many seconds.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1000)))
    }

    /// Parses an RFC 3339 timestamp with an offset.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.parse::<jiff::Timestamp>().ok().map(|t| Self(t.as_millisecond()))
    }

    /// Parses an RFC 3339 timestamp, or a date (`2026-03-25`), which means its midnight UTC. `None`
    /// for anything else, and for years before 0: their text has another width and would sort
    /// wrongly.
    #[must_use]
    pub fn parse_moment_or_day(text: &str) -> Option<Self> {
        let moment =
            if text.len() == 10 { Self::parse(&format!("{text}T00:00:00Z")) } else { Self::parse(text) }?;
        (moment >= Self::YEAR_ZERO).then_some(moment)
    }

    /// `0000-01-01T00:00:00.000Z`
    const YEAR_ZERO: Self = Self(-62_167_219_200_000);
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let moment = jiff::Timestamp::from_millisecond(self.0).unwrap_or(jiff::Timestamp::MAX);
        write!(f, "{moment:.3}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_written_with_milliseconds_and_z() {
        assert_eq!(Timestamp::from_millis(1_774_432_800_000).to_string(), "2026-03-25T10:00:00.000Z");
        assert_eq!(Timestamp::from_millis(7).to_string(), "1970-01-01T00:00:00.007Z");
        assert_eq!(Timestamp::from_millis(i64::MAX).to_string().len(), 24);
    }

    #[test]
    fn reads_what_it_writes() {
        let t = Timestamp::from_millis(1_774_432_800_123);
        assert_eq!(Timestamp::parse(&t.to_string()), Some(t));
        assert_eq!(Timestamp::parse("2026-03-25"), None);
    }

    #[test]
    fn a_day_is_its_midnight() {
        for (text, moment) in [
            ("2026-03-25", Some("2026-03-25T00:00:00.000Z")),
            ("2026-03-25T10:00:00+02:00", Some("2026-03-25T08:00:00.000Z")),
            ("0000-01-01", Some("0000-01-01T00:00:00.000Z")),
            ("-000001-12-31T23:59:59Z", None),
            ("2026-02-29", None),
            ("20260325Z0", None),
            ("2026-03", None),
            ("soon", None),
            ("", None),
        ] {
            let read = Timestamp::parse_moment_or_day(text).map(|moment| moment.to_string());
            assert_eq!(read.as_deref(), moment, "{text}");
        }
    }
}
