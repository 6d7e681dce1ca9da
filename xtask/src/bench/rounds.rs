//! The measurement itself: all servers run at the same time, one is under load at a time, again and
//! again in turns.
//!
//! Other work on the machine disturbs measurements for longer than one load. Each round therefore
//! sends the same requests to every server within seconds, ratios are computed within a round, and
//! the result is the median of the rounds' ratios.

use anyhow::Result;

use super::load::{self, Measured, Subject};
use super::operation::Operation;
use super::server::Server;
use super::statistics::median;

/// The servers that take turns.
pub(super) struct Field {
    /// The floor.
    pub(super) hello: Server,
    /// Weft and the ceiling, with data of each size.
    pub(super) sizes: Vec<Size>,
}

/// Weft and the ceiling with data of one size.
pub(super) struct Size {
    pub(super) subject: Subject,
    pub(super) weft: Server,
    pub(super) ceiling: Server,
}

/// Who was asked; sizes by their place in [`Field::sizes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    Hello,
    Ceiling(usize),
    Weft(usize),
}

/// How long and how often.
#[derive(Debug, Clone, Copy)]
pub(super) struct Effort {
    /// The length of a load.
    pub(super) seconds: u32,
    /// How many rounds count; one more warms up.
    pub(super) rounds: u32,
}

/// Everything that was measured.
#[derive(Debug, Default)]
pub(super) struct Samples(Vec<Sample>);

#[derive(Debug, Clone, Copy)]
struct Sample {
    round: u32,
    operation: Operation,
    who: Who,
    measured: Measured,
}

/// Measures.
///
/// # Errors
/// A load fails.
pub(super) fn run(field: &Field, effort: Effort) -> Result<Samples> {
    let mut samples = Samples::default();
    // Creating changes the data, so it comes when everything else is done.
    for operations in [Operation::READS, &[Operation::Create]] {
        for round in 0..=effort.rounds {
            println!("Round {round} of {}: {} operations", effort.rounds, operations.len());
            for operation in operations {
                samples.round(field, effort, round, *operation)?;
            }
        }
    }
    Ok(samples)
}

impl Samples {
    fn round(&mut self, field: &Field, effort: Effort, round: u32, operation: Operation) -> Result<()> {
        let seconds = if round == 0 { 1 } else { effort.seconds };
        let mut load = |who, server: &Server, name: &str, subject: &Subject| -> Result<()> {
            let measured = load::measure(server, name, subject, seconds, round + 1)?;
            if round > 0 {
                self.0.push(Sample { round, operation, who, measured });
            }
            Ok(())
        };
        if let Some(first) = field.sizes.first() {
            load(Who::Hello, &field.hello, "hello", &first.subject)?;
        }
        for (index, size) in field.sizes.iter().enumerate() {
            if operation.has_ceiling() {
                load(Who::Ceiling(index), &size.ceiling, operation.name(), &size.subject)?;
            }
            load(Who::Weft(index), &size.weft, operation.name(), &size.subject)?;
        }
        Ok(())
    }

    /// The median over the rounds of what `part` takes of a measurement.
    pub(super) fn median(&self, operation: Operation, who: Who, part: fn(&Measured) -> f64) -> Option<f64> {
        median(self.of(operation, who).map(|sample| part(&sample.measured)))
    }

    /// The median over the rounds of how much more processor time `who` needs than `than` in the
    /// same round.
    pub(super) fn ratio(&self, operation: Operation, who: Who, than: Who) -> Option<f64> {
        median(self.of(operation, who).filter_map(|sample| {
            let other = self.of(operation, than).find(|other| other.round == sample.round)?;
            Some(sample.measured.cpu / other.measured.cpu)
        }))
    }

    fn of(&self, operation: Operation, who: Who) -> impl Iterator<Item = &Sample> {
        self.0.iter().filter(move |sample| sample.operation == operation && sample.who == who)
    }
}

#[cfg(test)]
impl Samples {
    /// Samples as (round, operation, who, microseconds).
    pub(super) fn of_cpu(samples: &[(u32, Operation, Who, f64)]) -> Self {
        Self::of_each(samples, |cpu| Measured { cpu, rate: 1000.0, p50: 1.0, p99: 2.0 })
    }

    /// Samples as (round, operation, who, milliseconds).
    pub(super) fn of_p99(samples: &[(u32, Operation, Who, f64)]) -> Self {
        Self::of_each(samples, |p99| Measured { cpu: 50.0, rate: 1000.0, p50: 1.0, p99 })
    }

    fn of_each(samples: &[(u32, Operation, Who, f64)], measured: fn(f64) -> Measured) -> Self {
        let sample = |(round, operation, who, value): &(u32, Operation, Who, f64)| Sample {
            round: *round,
            operation: *operation,
            who: *who,
            measured: measured(*value),
        };
        Self(samples.iter().map(sample).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_taken_within_rounds() {
        let samples = Samples::of_cpu(&[
            (1, Operation::Id, Who::Weft(0), 12.0),
            (1, Operation::Id, Who::Ceiling(0), 10.0),
            (2, Operation::Id, Who::Weft(0), 26.0),
            (2, Operation::Id, Who::Ceiling(0), 20.0),
            (3, Operation::Id, Who::Weft(0), 11.0),
            (3, Operation::Id, Who::Ceiling(0), 10.0),
        ]);
        assert_eq!(samples.ratio(Operation::Id, Who::Weft(0), Who::Ceiling(0)), Some(1.2));
        assert_eq!(samples.median(Operation::Id, Who::Weft(0), |m| m.cpu), Some(12.0));
        assert_eq!(samples.ratio(Operation::Slug, Who::Weft(0), Who::Ceiling(0)), None);
    }
}
