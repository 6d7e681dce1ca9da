//! What became of the files, counted and told.
//!
//! *Skipped* is a file that is not to be imported as it is, whoever tries; *failed* one that could not be imported this time, or that
//! holds what no document may. Only failures make the command fail.

use std::collections::BTreeMap;
use std::fmt;

/// What became of a file.
pub(super) type Outcome = Result<Done, Problem>;

/// What was done with a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Done {
    Created,
    Updated,
    Unchanged,
}

/// Why a file was not imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    is_failure: bool,
    reason: String,
}

impl Problem {
    /// The file is not fit for import.
    pub(super) fn skipped(reason: impl Into<String>) -> Self {
        Self { is_failure: false, reason: reason.into() }
    }

    /// The import of the file failed.
    pub(super) fn failed(reason: impl Into<String>) -> Self {
        Self { is_failure: true, reason: reason.into() }
    }
}

/// What became of all files.
#[derive(Debug, Default)]
pub(super) struct Summary {
    created: usize,
    updated: usize,
    unchanged: usize,
    notes: Vec<String>,
    problems: BTreeMap<String, Problem>,
}

impl Summary {
    /// Adds what became of the file of that name.
    pub(super) fn add(&mut self, name: String, outcome: Outcome) {
        match outcome {
            Ok(Done::Created) => self.created += 1,
            Ok(Done::Updated) => self.updated += 1,
            Ok(Done::Unchanged) => self.unchanged += 1,
            Err(problem) => {
                self.problems.insert(name, problem);
            }
        }
    }

    /// Adds something to know that is about no single file.
    pub(super) fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// How many files failed.
    pub(super) fn failed(&self) -> usize {
        self.problems.values().filter(|problem| problem.is_failure).count()
    }
}

/// The problems, file by file, then the notes, then the counts.
impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, problem) in &self.problems {
            let what = if problem.is_failure { "failed" } else { "skipped" };
            writeln!(f, "{what} {name}: {}", problem.reason)?;
        }
        for note in &self.notes {
            writeln!(f, "note: {note}")?;
        }
        let failed = self.failed();
        let skipped = self.problems.len() - failed;
        let Self { created, updated, unchanged, .. } = self;
        write!(
            f,
            "created {created}, updated {updated}, unchanged {unchanged}, skipped {skipped}, failed {failed}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_counted_and_every_problem_told() {
        let mut summary = Summary::default();
        for (name, outcome) in [
            ("a.md", Ok(Done::Created)),
            ("b.md", Ok(Done::Unchanged)),
            ("c.md", Err(Problem::failed("the server is gone"))),
            ("b/a.md", Err(Problem::skipped("is not UTF-8"))),
            ("d.md", Ok(Done::Updated)),
            ("e.md", Ok(Done::Created)),
        ] {
            summary.add(name.to_owned(), outcome);
        }
        summary.note("mind this");
        assert_eq!(summary.failed(), 1);
        assert_eq!(
            summary.to_string(),
            "skipped b/a.md: is not UTF-8\nfailed c.md: the server is gone\nnote: mind this\n\
             created 2, updated 1, unchanged 1, skipped 1, failed 1"
        );
    }
}
