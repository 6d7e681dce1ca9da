//! What is reachable and worth keeping, and whether it holds.
//!
//! A limit is a multiple of what the ceiling takes for the same, measured in the same round; or,
//! for waiting, milliseconds. Growth is compared with the ceiling's own: an index over more entries
//! is deeper for everybody. What has no ceiling (a cursor, SnowCMS) should not grow at all.

use super::markdown::{count, holds, milliseconds, ratio, verdict};
use super::operation::Operation;
use super::report::Findings;
use super::rounds::{Samples, Who};
use super::types::TYPES;

/// The most that Weft's growth, from the smallest data to the largest, may be as a multiple of the
/// ceiling's.
const GROWTH_MAX: f64 = 1.2;
/// The most that a change may cost with many content types as a multiple of one with one.
const TYPES_RATIO_MAX: f64 = 1.05;

/// One row per limit: the limit, what was measured, the verdict.
pub(super) fn rows(findings: &Findings) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for operation in Operation::ALL {
        if let Some(most) = operation.ceiling_max() {
            let ratio_of = |index| findings.samples.ratio(operation, Who::Weft(index), Who::Ceiling(index));
            let words = format!("{} ≤ {most} × ceiling", operation.title());
            rows.push(verdict(&words, &findings.each(ratio_of), most, ratio));
        }
    }
    if let (Some(from), Some(to), Some(last)) = (
        findings.sizes.first(),
        findings.sizes.last(),
        findings.sizes.len().checked_sub(1).filter(|n| *n > 0),
    ) {
        for operation in Operation::ALL {
            let than = if operation.has_ceiling() { "the ceiling's growth" } else { "" };
            let words = format!(
                "{}: growth {} → {} ≤ {GROWTH_MAX} × {than}",
                operation.title(),
                count(*from),
                count(*to)
            );
            rows.push(verdict(
                words.trim_end(),
                &[growth(&findings.samples, operation, last)],
                GROWTH_MAX,
                ratio,
            ));
        }
    }
    for operation in Operation::ALL {
        let most = operation.p99_max();
        let p99 = |index| findings.samples.median(operation, Who::Weft(index), |measured| measured.p99);
        let words = format!("{}: p99 ≤ {most} ms", operation.title());
        rows.push(verdict(&words, &findings.each(p99), most, milliseconds));
    }
    let words = format!("PATCH by id: 1 → {TYPES} content types ≤ {TYPES_RATIO_MAX} ×");
    rows.push(verdict(&words, &[Some(findings.change.ratio)], TYPES_RATIO_MAX, ratio));
    let stalled = findings.sequence.stalled;
    let words = format!("none of {} answers on one connection takes 38 to 48 ms", findings.sequence.answers);
    rows.push(vec![words, stalled.to_string(), holds(stalled == 0)]);
    let reads = findings.round_trips.iter().filter(|(operation, _)| *operation != Operation::Create);
    let most = reads.map(|(_, trips)| *trips).max().unwrap_or_default();
    rows.push(vec!["one round trip to the database per read".into(), most.to_string(), holds(most == 1)]);
    rows
}

/// How much more the largest data costs than the smallest, as a multiple of what it costs the
/// ceiling more.
fn growth(samples: &Samples, operation: Operation, last: usize) -> Option<f64> {
    let ours = samples.ratio(operation, Who::Weft(last), Who::Weft(0))?;
    if !operation.has_ceiling() {
        return Some(ours);
    }
    samples.ratio(operation, Who::Ceiling(last), Who::Ceiling(0)).map(|theirs| ours / theirs)
}

#[cfg(test)]
mod tests {
    use super::super::probe::Sequence;
    use super::super::rounds::Effort;
    use super::*;

    /// Findings of two sizes: microseconds of Weft and of the ceiling, per operation.
    fn findings(cpu: &[(Operation, [f64; 2], [f64; 2])]) -> Findings {
        let samples: Vec<_> = cpu
            .iter()
            .flat_map(|(operation, weft, ceiling)| {
                [
                    (1, *operation, Who::Weft(0), weft[0]),
                    (1, *operation, Who::Weft(1), weft[1]),
                    (1, *operation, Who::Ceiling(0), ceiling[0]),
                    (1, *operation, Who::Ceiling(1), ceiling[1]),
                ]
            })
            .collect();
        Findings {
            sizes: vec![1000, 1_000_000],
            samples: Samples::of_cpu(&samples),
            round_trips: vec![(Operation::Id, 1), (Operation::Create, 2)],
            ..Findings::of_nothing()
        }
    }

    fn told(rows: &[Vec<String>], limit: &str) -> (String, String) {
        let row = rows.iter().find(|row| row[0] == limit).unwrap_or_else(|| panic!("{limit} of {rows:#?}"));
        (row[1].clone(), row[2].clone())
    }

    fn pair(measured: &str, verdict: &str) -> (String, String) {
        (measured.to_owned(), verdict.to_owned())
    }

    #[test]
    fn cost_is_held_against_the_ceiling() {
        let rows = rows(&findings(&[
            (Operation::Id, [50.0, 50.0], [40.0, 40.0]),
            (Operation::Slug, [50.0, 51.0], [40.0, 40.0]),
            (Operation::Category, [56.0, 56.0], [40.0, 40.0]),
            (Operation::Create, [100.0, 101.0], [40.0, 40.0]),
        ]));
        assert_eq!(told(&rows, "GET by id ≤ 1.25 × ceiling"), pair("1.25, 1.25", "holds"));
        assert_eq!(told(&rows, "GET by slug ≤ 1.25 × ceiling"), pair("1.25, 1.27", "**falls short**"));
        assert_eq!(told(&rows, "list: filter, sort, total ≤ 1.4 × ceiling"), pair("1.40, 1.40", "holds"));
        assert_eq!(
            told(&rows, "create (group commit) ≤ 2.5 × ceiling"),
            pair("2.50, 2.52", "**falls short**")
        );
    }

    #[test]
    fn growth_is_held_against_the_ceilings_own() {
        let rows = rows(&findings(&[
            (Operation::Id, [40.0, 96.0], [20.0, 40.0]),
            (Operation::Slug, [40.0, 100.0], [20.0, 40.0]),
            (Operation::Deep, [40.0, 50.0], [20.0, 100.0]),
        ]));
        let of = |title: &str| {
            told(&rows, &format!("{title}: growth 1,000 → 1,000,000 ≤ 1.2 × the ceiling's growth"))
        };
        assert_eq!(of("GET by id"), pair("1.20", "holds"));
        assert_eq!(of("GET by slug"), pair("1.25", "**falls short**"));
        let cursor = told(&rows, "list: cursor at half depth: growth 1,000 → 1,000,000 ≤ 1.2 ×");
        assert_eq!(cursor, pair("1.25", "**falls short**"));
    }

    #[test]
    fn waiting_has_its_own_limits_for_reads_and_creates() {
        let slow = |operation, who, p99| (1, operation, who, p99);
        let mut findings = findings(&[]);
        findings.samples = Samples::of_p99(&[
            slow(Operation::Id, Who::Weft(0), 10.0),
            slow(Operation::Id, Who::Weft(1), 10.1),
            slow(Operation::Create, Who::Weft(0), 14.0),
            slow(Operation::Create, Who::Weft(1), 15.0),
        ]);
        let rows = rows(&findings);
        assert_eq!(told(&rows, "GET by id: p99 ≤ 10 ms"), pair("10.00, 10.10", "**falls short**"));
        assert_eq!(told(&rows, "create (group commit): p99 ≤ 15 ms"), pair("14.00, 15.00", "holds"));
    }

    #[test]
    fn what_was_not_measured_does_not_hold() {
        let rows = rows(&findings(&[]));
        assert_eq!(told(&rows, "GET by id ≤ 1.25 × ceiling"), pair(", ", "**falls short**"));
    }

    #[test]
    fn round_trips_and_stalls_are_told_of_reads() {
        let mut findings = findings(&[]);
        findings.sequence = Sequence { answers: 10, p50: 0.1, p99: 0.2, stalled: 1 };
        findings.effort = Effort { seconds: 1, rounds: 1 };
        let rows = rows(&findings);
        assert_eq!(told(&rows, "one round trip to the database per read"), pair("1", "holds"));
        let stalled = told(&rows, "none of 10 answers on one connection takes 38 to 48 ms");
        assert_eq!(stalled, pair("1", "**falls short**"));
    }
}
