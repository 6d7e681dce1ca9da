//! The summary of an import: counts and messages.
//!
//! A *refused* file is invalid, and another attempt would have the same result; a *failed* file
//! could not be imported this time. Both make the command fail. A *skipped* file is not content or
//! not Markdown; it is only reported.

use std::collections::BTreeMap;
use std::fmt;

/// The result of one file.
pub(super) type Outcome = Result<Done, Problem>;

/// The change of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Done {
    Created,
    Updated,
    Unchanged,
}

/// Why a file was not imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    kind: ProblemKind,
    reason: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ProblemKind {
    Refused,
    Failed,
}

impl Problem {
    /// The file is invalid.
    pub(super) fn refused(reason: impl Into<String>) -> Self {
        Self { kind: ProblemKind::Refused, reason: reason.into() }
    }

    /// The import of the file failed.
    pub(super) fn failed(reason: impl Into<String>) -> Self {
        Self { kind: ProblemKind::Failed, reason: reason.into() }
    }
}

/// The results of all files.
#[derive(Debug, Default)]
pub struct Summary {
    created: usize,
    updated: usize,
    unchanged: usize,
    notes: Vec<String>,
    drafts: BTreeMap<String, String>,
    /// By name: the reason and the number of files.
    skipped: BTreeMap<String, (String, usize)>,
    problems: BTreeMap<String, Problem>,
}

impl Summary {
    /// Adds the result of the file `name`.
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

    /// Adds the reason why the file `name` is imported as a draft.
    pub(super) fn add_draft(&mut self, name: String, reason: String) {
        self.drafts.insert(name, reason);
    }

    /// Adds a file, or a folder with a number of files, that is skipped because it is not content.
    pub(super) fn skip(&mut self, name: String, reason: String, files: usize) {
        self.skipped.insert(name, (reason, files));
    }

    /// Adds a message that does not concern a single file.
    pub(super) fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// The number of refused and failed files.
    pub fn not_imported(&self) -> usize {
        self.problems.len()
    }
}

/// Writes the skipped files, drafts and problems by file, then the messages, then the counts.
impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, (reason, files)) in &self.skipped {
            match files {
                0 | 1 => writeln!(f, "passed over {name}: {reason}")?,
                files => writeln!(f, "passed over {name}: {reason} ({files} files)")?,
            }
        }
        for (name, reason) in &self.drafts {
            writeln!(f, "draft {name}: {reason}")?;
        }
        for (name, problem) in &self.problems {
            let what = match problem.kind {
                ProblemKind::Refused => "refused",
                ProblemKind::Failed => "failed",
            };
            writeln!(f, "{what} {name}: {}", problem.reason)?;
        }
        for note in &self.notes {
            writeln!(f, "note: {note}")?;
        }
        let count = |kind| self.problems.values().filter(|problem| problem.kind == kind).count();
        let (refused, failed) = (count(ProblemKind::Refused), count(ProblemKind::Failed));
        let skipped: usize = self.skipped.values().map(|(_, files)| files).sum();
        let Self { created, updated, unchanged, .. } = self;
        write!(
            f,
            "created {created}, updated {updated}, unchanged {unchanged}, passed over {skipped}, \
             refused {refused}, failed {failed}"
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
            ("b/a.md", Err(Problem::refused("is not UTF-8"))),
            ("d.md", Ok(Done::Updated)),
            ("e.md", Ok(Done::Created)),
        ] {
            summary.add(name.to_owned(), outcome);
        }
        summary.note("mind this");
        summary.skip("node_modules".to_owned(), "packages".to_owned(), 2);
        summary.skip("x.rst".to_owned(), "is no Markdown".to_owned(), 1);
        summary.add_draft("d.md".to_owned(), "it says so".to_owned());
        assert_eq!(summary.not_imported(), 2);
        assert_eq!(
            summary.to_string(),
            "passed over node_modules: packages (2 files)\npassed over x.rst: is no Markdown\ndraft d.md: it says so\n\
             refused b/a.md: is not UTF-8\nfailed c.md: the server is gone\nnote: mind this\n\
             created 2, updated 1, unchanged 1, passed over 3, refused 1, failed 1"
        );
    }
}
