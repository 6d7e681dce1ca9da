//! What a process takes of the machine's memory: its proportional set size (PSS).
//!
//! The resident set counts a page once per mapping, so a database file that every connection maps
//! is counted as often as there are connections; PSS divides a page among its mappings.

use anyhow::{Context as _, Result};

/// Memory, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Memory {
    /// All of it.
    pub(super) total: u64,
    /// What belongs to no file: what the process would take on any data.
    pub(super) own: u64,
    /// Pages of files: code, and the database as far as it is mapped. The system takes them back
    /// when it needs them.
    pub(super) files: u64,
}

impl Memory {
    /// Of `/proc/<pid>/smaps_rollup`.
    ///
    /// # Errors
    /// The text has no such numbers.
    pub(super) fn parse(rollup: &str) -> Result<Self> {
        let kilobytes = |name: &str| {
            let line = rollup.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
            let number = line.and_then(|line| line.split_ascii_whitespace().next()?.parse::<u64>().ok());
            number.map(|number| number * 1024).with_context(|| format!("smaps_rollup has no {name}"))
        };
        let files = kilobytes("Pss_File")? + kilobytes("Pss_Shmem")?;
        Ok(Self { total: kilobytes("Pss")?, own: kilobytes("Pss_Anon")?, files })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernels_words_are_understood() {
        let rollup = "5581-7ffd ---p 00000000 00:00 0    [rollup]\nRss:   9000 kB\nPss:   3000 kB\n\
                      Pss_Dirty: 1500 kB\nPss_Anon:  1000 kB\nPss_File:  1900 kB\nPss_Shmem:  100 kB\n";
        let memory = Memory::parse(rollup).unwrap();
        assert_eq!(memory, Memory { total: 3000 * 1024, own: 1000 * 1024, files: 2000 * 1024 });
    }

    #[test]
    fn an_older_kernel_is_not_taken_for_an_empty_process() {
        let error = Memory::parse("Rss: 1 kB\nPss: 1 kB\n").unwrap_err();
        assert_eq!(error.to_string(), "smaps_rollup has no Pss_File");
    }
}
