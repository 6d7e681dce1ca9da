//! docs/performance.md: everything that a run found, in Markdown.
//!
//! The same text goes to stdout. A table's first column names the operation; a size is a number of
//! documents.

use super::load::{CONNECTIONS, Measured};
use super::markdown::{count, mebibytes, micros, milliseconds, ratio, section, table, whole, yes};
use super::memory::Memory;
use super::operation::{Operation, PER_CATEGORY};
use super::probe::Sequence;
use super::rounds::{Effort, Samples, Who};
use super::types::{Change, TYPES};
use super::verdicts;

/// Everything that a run found.
pub(super) struct Findings {
    pub(super) machine: Vec<(&'static str, String)>,
    pub(super) effort: Effort,
    /// Numbers of documents, ascending.
    pub(super) sizes: Vec<u64>,
    pub(super) samples: Samples,
    /// Per operation: the most of any size.
    pub(super) round_trips: Vec<(Operation, u32)>,
    /// Per operation: whether the ceiling answered the same.
    pub(super) same: Vec<(Operation, bool)>,
    pub(super) sequence: Sequence,
    /// Who, milliseconds until the first answer, memory when idle.
    pub(super) starts: Vec<(&'static str, f64, Memory)>,
    /// A change by id, by how many content types there are.
    pub(super) change: Change,
    /// Who, at the end of all loads.
    pub(super) memory: Vec<(String, Memory)>,
    /// Component, bytes.
    pub(super) wasm: Vec<(String, u64)>,
}

/// The page.
pub(super) fn page(findings: &Findings) -> String {
    let mut page = String::from(INTRODUCTION);
    findings.method(&mut page);
    findings.verdicts(&mut page);
    findings.cost(&mut page);
    findings.growth(&mut page);
    findings.speed(&mut page);
    findings.single(&mut page);
    findings.types(&mut page);
    findings.sizes(&mut page);
    page
}

const INTRODUCTION: &str = "# Performance

Written by `cargo xtask bench`; do not edit. The benchmark measures the processor time per request of the whole server process, kernel and user
space, on our own host (`weft up`). It compares Weft with two guests on the same host. *hello* responds with 2 kB and does nothing else. The
*ceiling* (`bench/guests/ceiling`) returns the same responses as Weft by one hand-written statement over dedicated tables. It shows the reachable
minimum: it has no schemas, validation, versions, audit, events, counters or quotas.
";

/// The influence of the host on creates.
const GROUP_COMMIT: &str = "The figures of creates depend on our host: `weft up` commits concurrent changes in one transaction with one \
    sync (*group commit*), for Weft and for the ceiling. So with 16 connections up to 16 creates share the cost of a sync. On a host without group \
    commit, each create waits for its own sync.";

/// Total, own, of files.
fn memory(memory: Memory) -> [String; 3] {
    [memory.total, memory.own, memory.files].map(mebibytes)
}

impl Findings {
    fn method(&self, page: &mut String) {
        let Effort { seconds, rounds } = self.effort;
        let mut rows: Vec<Vec<String>> =
            self.machine.iter().map(|(what, which)| vec![(*what).to_owned(), which.clone()]).collect();
        rows.push(vec![
            "Effort".into(),
            format!("{rounds} rounds of {seconds} s per operation and server, {CONNECTIONS} connections"),
        ]);
        section(
            page,
            "Method",
            &format!(
                "All servers run at the same time. One server at a time is under load, in turns, and each round sends the same requests to each of them. Ratios are computed within a round; tables show medians over the rounds. \
             A document has about 2 kB. At every size of the data, a category has {PER_CATEGORY} documents, and the requested price range has {PER_CATEGORY}. Each request chooses its id, slug, category or range at random, from up to 10,000 documents. \
             An instance keeps a reply to a list and sends it again while the list is unchanged (docs/decisions/010). So \"list: all of a type\" is always a kept reply; \"list: filter, sort, total\" mostly is with 10,000 documents and rarely with 1,000,000; ranges and lists \"never asked before\" never are. \
             Writes are synced (WAL, `synchronous = FULL`). {GROUP_COMMIT} The ceiling's create is one row and one unique index."
            ),
        );
        table(page, &["", ""], &rows);
    }

    fn verdicts(&self, page: &mut String) {
        section(page, "Verdicts", "");
        table(page, &["limit", "measured, smallest to largest data", "verdict"], &verdicts::rows(self));
    }

    fn cost(&self, page: &mut String) {
        for (index, documents) in self.sizes.iter().enumerate() {
            section(page, &format!("Processor time per request, {} documents", count(*documents)), "");
            let cpu = |operation, who| {
                micros(self.samples.median(operation, who, |measured: &Measured| measured.cpu))
            };
            let rows: Vec<Vec<String>> = Operation::ALL
                .iter()
                .map(|operation| {
                    vec![
                        operation.title().to_owned(),
                        cpu(*operation, Who::Weft(index)),
                        cpu(*operation, Who::Ceiling(index)),
                        cpu(*operation, Who::Hello),
                        ratio(self.samples.ratio(*operation, Who::Weft(index), Who::Ceiling(index))),
                        ratio(self.samples.ratio(*operation, Who::Weft(index), Who::Hello)),
                    ]
                })
                .collect();
            table(page, &["", "Weft, µs", "ceiling, µs", "hello, µs", "× ceiling", "× hello"], &rows);
        }
    }

    fn growth(&self, page: &mut String) {
        section(page, "Growth", "Weft's processor time per request, in µs, by the number of documents.");
        let Some(last) = self.sizes.len().checked_sub(1) else { return };
        let mut head = vec![String::new()];
        head.extend(self.sizes.iter().map(|documents| count(*documents)));
        head.push("largest ÷ smallest".into());
        head.push("the ceiling's".into());
        let rows: Vec<Vec<String>> = Operation::ALL
            .iter()
            .map(|operation| {
                let mut row = vec![operation.title().to_owned()];
                let cpu = |index| self.samples.median(*operation, Who::Weft(index), |measured| measured.cpu);
                row.extend(self.each(cpu).into_iter().map(micros));
                row.push(ratio(self.samples.ratio(*operation, Who::Weft(last), Who::Weft(0))));
                row.push(ratio(self.samples.ratio(*operation, Who::Ceiling(last), Who::Ceiling(0))));
                row
            })
            .collect();
        table(page, &head.iter().map(String::as_str).collect::<Vec<_>>(), &rows);
    }

    fn speed(&self, page: &mut String) {
        section(
            page,
            "Throughput and latency",
            &format!("{CONNECTIONS} connections; the load generator runs on the same cores."),
        );
        let mut rows = Vec::new();
        for (index, documents) in self.sizes.iter().enumerate() {
            for operation in Operation::ALL {
                let of = |who, part| self.samples.median(operation, who, part);
                rows.push(vec![
                    operation.title().to_owned(),
                    count(*documents),
                    whole(of(Who::Weft(index), |measured| measured.rate)),
                    whole(of(Who::Ceiling(index), |measured| measured.rate)),
                    milliseconds(of(Who::Weft(index), |measured| measured.p50)),
                    milliseconds(of(Who::Weft(index), |measured| measured.p99)),
                    milliseconds(of(Who::Ceiling(index), |measured| measured.p99)),
                ]);
            }
        }
        let hello = |part| self.samples.median(Operation::Id, Who::Hello, part);
        rows.push(vec![
            "hello".into(),
            String::new(),
            whole(hello(|measured| measured.rate)),
            String::new(),
            milliseconds(hello(|measured| measured.p50)),
            milliseconds(hello(|measured| measured.p99)),
            String::new(),
        ]);
        table(
            page,
            &["", "documents", "requests/s", "ceiling's", "p50, ms", "p99, ms", "ceiling's p99, ms"],
            &rows,
        );
    }

    fn single(&self, page: &mut String) {
        let Sequence { answers, p50, p99, stalled } = self.sequence;
        section(
            page,
            "Single requests",
            &format!(
                "{answers} sequential responses on one kept-alive connection: p50 {p50:.2} ms, p99 {p99:.2} ms, {stalled} of them between 38 and 48 ms."
            ),
        );
        let same = |operation| match self.same.iter().find(|(known, _)| *known == operation) {
            Some((_, same)) => yes(*same),
            None => String::new(),
        };
        let rows: Vec<Vec<String>> = self
            .round_trips
            .iter()
            .map(|(operation, trips)| vec![operation.title().to_owned(), trips.to_string(), same(*operation)])
            .collect();
        table(page, &["", "round trips, warm instance", "same bytes as the ceiling"], &rows);
    }

    fn types(&self, page: &mut String) {
        section(
            page,
            "Content types",
            "Processor time of a change of one member by id in µs: sequential changes on one connection, alternating between two servers.",
        );
        let Change { one, many, ratio: times } = self.change;
        let row = vec!["PATCH by id".to_owned(), micros(Some(one)), micros(Some(many)), ratio(Some(times))];
        table(page, &["", "1 content type", &format!("{TYPES} content types"), "ratio"], &[row]);
    }

    fn sizes(&self, page: &mut String) {
        section(
            page,
            "Start, memory, size",
            "Time until the first response of a new process, with components that were compiled before. Memory is the proportional set size (PSS): a page of a \
             database that several connections map counts once. *Of files* means code and mapped pages of the database, which the system \
             can reclaim.",
        );
        let starts: Vec<Vec<String>> = self
            .starts
            .iter()
            .map(|(who, time, idle)| {
                let mut row = vec![(*who).to_owned(), format!("{time:.0}")];
                row.extend(memory(*idle));
                row
            })
            .collect();
        table(page, &["", "first answer, ms", "idle, MiB", "its own", "of files"], &starts);
        let loaded: Vec<Vec<String>> = self
            .memory
            .iter()
            .map(|(who, loaded)| {
                let mut row = vec![who.clone()];
                row.extend(memory(*loaded));
                row
            })
            .collect();
        table(page, &["after all loads", "MiB", "its own", "of files"], &loaded);
        let wasm: Vec<Vec<String>> = self
            .wasm
            .iter()
            .map(|(name, bytes)| vec![name.clone(), bytes.div_ceil(1000).to_string()])
            .collect();
        table(page, &["component", "kB"], &wasm);
    }

    /// What `of` gives for each size.
    pub(super) fn each(&self, of: impl Fn(usize) -> Option<f64>) -> Vec<Option<f64>> {
        (0..self.sizes.len()).map(of).collect()
    }
}

#[cfg(test)]
impl Findings {
    /// A run that measured nothing.
    pub(super) fn of_nothing() -> Self {
        Self {
            machine: Vec::new(),
            effort: Effort { seconds: 1, rounds: 1 },
            sizes: Vec::new(),
            samples: Samples::default(),
            round_trips: Vec::new(),
            same: Vec::new(),
            sequence: Sequence { answers: 1, p50: 0.1, p99: 0.2, stalled: 0 },
            starts: Vec::new(),
            change: Change { one: 100.0, many: 101.0, ratio: 1.01 },
            memory: Vec::new(),
            wasm: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_every_operation() {
        let findings = Findings {
            sizes: vec![1000, 10_000],
            samples: Samples::of_cpu(&[
                (1, Operation::Id, Who::Weft(0), 50.0),
                (1, Operation::Id, Who::Ceiling(0), 40.0),
            ]),
            ..Findings::of_nothing()
        };
        let page = page(&findings);
        assert!(page.contains("| GET by id | 50.0 | 40.0 |  | 1.25 |  |"), "{page}");
        assert!(page.contains("| GET by id ≤ 1.25 × ceiling | 1.25,  | **falls short** |"), "{page}");
        assert!(page.contains("| PATCH by id | 100.0 | 101.0 | 1.01 |"), "{page}");
        assert!(Operation::ALL.iter().all(|operation| page.contains(operation.title())));
    }

    #[test]
    fn memory_is_told_in_its_parts_and_group_commit_beside_the_creates() {
        let mebibyte = 1 << 20;
        let memory = Memory { total: 30 * mebibyte, own: 10 * mebibyte, files: 20 * mebibyte };
        let findings = Findings {
            starts: vec![("Weft", 61.4, memory)],
            memory: vec![("Weft, 1000 documents".to_owned(), memory)],
            ..Findings::of_nothing()
        };
        let page = page(&findings);
        assert!(page.contains("| Weft | 61 | 30 | 10 | 20 |"), "{page}");
        assert!(page.contains("| Weft, 1000 documents | 30 | 10 | 20 |"), "{page}");
        assert!(page.contains("(*group commit*)"), "{page}");
    }
}
