//! What can be asked about content.
//!
//! The table drives routing, the tests of authorisation and the reference page
//! (docs/dialects/caret.md): a row that the page does not name fails a test. Each row of cloud mode
//! is answered as its twin of the embedded API, on the site of the `projectId`.

use weft_domain::Permission::{Drafts, Read, Write};
use weft_http::routes::Right::May;

const ENTRIES: &str = "/api/cms/entries";
const SCHEMA: &str = "/api/cms/schema";
const METADATA: &str = "/api/cms/collections-metadata";
const MUTATE: &str = "/api/cms/mutate";
const HISTORY: &str = "/api/cms/history";
const CLOUD: &str = "/content";
const CLOUD_ENTRIES: &str = "/content/entries";
const CLOUD_SCHEMA: &str = "/content/schema";
const CLOUD_METADATA: &str = "/content/collections-metadata";
const CLOUD_MUTATE: &str = "/content/mutate";
const CLOUD_HISTORY: &str = "/content/history";

weft_http::endpoints! {
    /// What is asked.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Endpoint;

    /// Entries of a collection, or one of them.
    ListEntries => GET ENTRIES, "list entries", Principal, May(Drafts), 2 kept;
    /// What entries of a collection look like.
    FindSchema => GET SCHEMA, "get a schema", Principal, May(Drafts), 2;
    /// The collections that editors made.
    ListCollections => GET METADATA, "list collections", Principal, May(Drafts), 1;
    /// How commands are sent.
    DescribeMutations => GET MUTATE, "describe mutations", Principal, May(Drafts), 0;
    /// A command.
    Mutate => POST MUTATE, "mutate", Principal, May(Write), 2;
    /// What was done to an entry.
    ListHistory => GET HISTORY, "list history", Principal, May(Drafts), 1;
    /// An entry becomes what it was.
    RestoreHistory => POST HISTORY, "restore history", Principal, May(Write), 2;

    /// What visitors see of some entries.
    ReadContent => GET CLOUD, "read content", Visitor, May(Read), 1;
    /// See `ListEntries`.
    ListEntriesInCloud => GET CLOUD_ENTRIES, "list entries of a project", Principal, May(Drafts), 2 kept;
    /// See `FindSchema`.
    FindSchemaInCloud => GET CLOUD_SCHEMA, "get a schema of a project", Principal, May(Drafts), 2;
    /// See `ListCollections`.
    ListCollectionsInCloud => GET CLOUD_METADATA, "list collections of a project", Principal, May(Drafts), 1;
    /// See `DescribeMutations`.
    DescribeMutationsInCloud => GET CLOUD_MUTATE, "describe mutations of a project", Principal, May(Drafts), 0;
    /// See `Mutate`.
    MutateInCloud => POST CLOUD_MUTATE, "mutate a project", Principal, May(Write), 2;
    /// See `ListHistory`.
    ListHistoryInCloud => GET CLOUD_HISTORY, "list history of a project", Principal, May(Drafts), 1;
    /// See `RestoreHistory`.
    RestoreHistoryInCloud => POST CLOUD_HISTORY, "restore history of a project", Principal, May(Write), 2;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts;
    use weft_http::routes::{Row, Who, route};

    const PAGE: &str = include_str!("../../../../docs/dialects/caret.md");

    fn guard<E: PartialEq + std::fmt::Debug>(rows: &'static [Row<E>]) {
        for row in rows {
            for path in [row.path.to_owned(), format!("{}/", row.path)] {
                let found = route(rows, &row.method, &path).unwrap();
                assert!(found.id == row.id && found.endpoint(&path).is_ok(), "{path}");
            }
            let words = format!("`{} {}`", row.method, row.path);
            assert!(PAGE.contains(&words), "docs/dialects/caret.md does not name {words}");
            assert!(PAGE.contains(row.name), "docs/dialects/caret.md does not say \"{}\"", row.name);
        }
    }

    #[test]
    fn every_row_is_reached_and_documented() {
        guard(Endpoint::TABLE);
        guard(accounts::Endpoint::TABLE);
    }

    #[test]
    fn every_row_of_the_cloud_has_a_twin_with_the_same_right() {
        for row in Endpoint::TABLE.iter().filter(|row| row.id.ends_with("InCloud")) {
            let twin =
                Endpoint::TABLE.iter().find(|twin| Some(twin.id) == row.id.strip_suffix("InCloud")).unwrap();
            assert_eq!((twin.who, twin.right, &twin.method), (row.who, row.right, &row.method), "{}", row.id);
        }
    }

    #[test]
    fn only_what_visitors_see_is_open() {
        let open = Endpoint::TABLE.iter().filter(|row| row.who != Who::Principal);
        assert_eq!(open.map(|row| row.id).collect::<Vec<_>>(), ["ReadContent"]);
    }
}
