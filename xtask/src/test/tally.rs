//! How many tests passed, failed, were skipped: read from the line with which each test program
//! ends.

use std::fmt;
use std::ops::Add;

/// Numbers of tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Tally {
    pub(super) passed: u64,
    pub(super) failed: u64,
    pub(super) skipped: u64,
}

impl Tally {
    /// Reads `test result: ok. 3 passed; 0 failed; 1 ignored; …`; no other line counts anything.
    pub(super) fn of_line(line: &str) -> Self {
        let Some((_, counts)) = line.strip_prefix("test result: ").and_then(|rest| rest.split_once(". "))
        else {
            return Self::default();
        };
        let mut tally = Self::default();
        for count in counts.split("; ") {
            let Some((number, what)) = count.split_once(' ') else { continue };
            let Ok(number) = number.parse() else { continue };
            match what {
                "passed" => tally.passed = number,
                "failed" => tally.failed = number,
                "ignored" => tally.skipped = number,
                _ => {}
            }
        }
        tally
    }
}

impl Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tests: {} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closing_line_is_counted() {
        let line = "test result: FAILED. 12 passed; 1 failed; 3 ignored; 0 measured; 2 filtered out; finished in 0.10s";
        assert_eq!(Tally::of_line(line), Tally { passed: 12, failed: 1, skipped: 3 });
    }

    #[test]
    fn other_lines_are_not() {
        for line in ["", "test result: ", "test a ... ok", "running 3 tests", "test result: ok. x passed"] {
            assert_eq!(Tally::of_line(line), Tally::default(), "{line}");
        }
    }

    #[test]
    fn tallies_add_up() {
        let sum = Tally { passed: 1, failed: 0, skipped: 2 } + Tally { passed: 3, failed: 1, skipped: 0 };
        assert_eq!(sum.to_string(), "tests: 4 passed, 1 failed, 2 skipped");
    }
}
