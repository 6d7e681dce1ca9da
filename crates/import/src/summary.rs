//! What became of the files, counted and told.
//!
//! *Refused* is a file that cannot be imported as it is, whoever tries; *failed* one that could not
//! be imported this time. Both make the command fail. *Passed over* is what is no content, or no
//! Markdown: nobody expects it to be imported, so it is only told.

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
    kind: ProblemKind,
    reason: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ProblemKind {
    Refused,
    Failed,
}

impl Problem {
    /// The file is not fit for import.
    pub(super) fn refused(reason: impl Into<String>) -> Self {
        Self { kind: ProblemKind::Refused, reason: reason.into() }
    }

    /// The import of the file failed.
    pub(super) fn failed(reason: impl Into<String>) -> Self {
        Self { kind: ProblemKind::Failed, reason: reason.into() }
    }
}

/// What became of all files.
#[derive(Debug, Default)]
pub struct Summary {
    created: usize,
    updated: usize,
    unchanged: usize,
    notes: Vec<String>,
    drafts: BTreeMap<String, String>,
    /// By name: why, and how many files it is.
    skipped: BTreeMap<String, (String, usize)>,
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

    /// Adds why the file of that name is imported as a draft.
    pub(super) fn add_draft(&mut self, name: String, reason: String) {
        self.drafts.insert(name, reason);
    }

    /// Adds what is not imported because it is no content: a file, or a folder with so many files.
    pub(super) fn skip(&mut self, name: String, reason: String, files: usize) {
        self.skipped.insert(name, (reason, files));
    }

    /// Adds something to know that is about no single file.
    pub(super) fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// How many files that should have been imported were not.
    pub fn not_imported(&self) -> usize {
        self.problems.len()
    }
}

/// What was passed over, drafts and problems, file by file, then the notes, then the counts.
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
