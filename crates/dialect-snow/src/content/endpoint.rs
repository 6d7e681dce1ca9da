//! The endpoint table below a website: collections, inputs, entries, drafts, and files.
//!
//! The table drives routing, the authorisation tests and the reference page
//! (docs/dialects/snowcms.md): a row that the page does not name fails a test. The seed page spells
//! the title's path `wesbites/…/colletions`; clients may have copied it, so both paths are rows.

use weft_domain::{AutosaveId, CollectionId, EntryId, Permission, SiteId};
use weft_http::routes::Right::{Each, May};

const COLLECTIONS: &str = "/api/websites/:website/collections";
const COLLECTION: &str = "/api/websites/:website/collections/:collection";
const TITLE: &str = "/api/websites/:website/collections/:collection/title";
const TITLE_OF_THE_SEED: &str = "/api/wesbites/:website/colletions/:collection/title";
const INPUTS: &str = "/api/websites/:website/collections/:collection/inputs";
const INPUT: &str = "/api/websites/:website/collections/:collection/inputs/:input";
const ORDER: &str = "/api/websites/:website/collections/:collection/inputs/:input/order";
const ENTRIES: &str = "/api/websites/:website/collections/:collection/entries";
const BY_SLUG: &str = "/api/websites/:website/collections/:collection/entries/slug/:slug*";
const ENTRY: &str = "/api/websites/:website/collections/:collection/entries/:entry";
const DRAFTS: &str = "/api/websites/:website/collections/:collection/drafts";
const DRAFT: &str = "/api/websites/:website/collections/:collection/drafts/:draft";
const MEDIA: &str = "/api/websites/:website/media";
const MEDIA_CONFIG: &str = "/api/websites/:website/media/config";
const UPLOAD: &str = "/api/websites/:website/media/upload";
const CONFIRM: &str = "/api/websites/:website/media/upload/confirm";
const FILE: &str = "/api/websites/:website/media/:file";

weft_http::endpoints! {
    /// The endpoints.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum Endpoint;

    /// A website's collections.
    ListCollections { website: SiteId } => GET COLLECTIONS, "list collections", Principal, May(Permission::Read), 1;
    /// A new collection.
    CreateCollection { website: SiteId } => POST COLLECTIONS, "create a collection", Principal, May(Permission::Config), 2;
    /// The title input.
    FindTitle { website: SiteId, collection: CollectionId } => GET TITLE, "get the title", Principal, May(Permission::Read), 1;
    /// Changes the title input.
    EditTitle { website: SiteId, collection: CollectionId } => PUT TITLE, "edit the title", Principal, May(Permission::Config), 2;
    /// The title input, under the seed page's path.
    FindTitleMisspelt { website: SiteId, collection: CollectionId } => GET TITLE_OF_THE_SEED, "get the title, as the seed spells it", Principal, May(Permission::Read), 1;
    /// Changes the title input, under the seed page's path.
    EditTitleMisspelt { website: SiteId, collection: CollectionId } => PUT TITLE_OF_THE_SEED, "edit the title, as the seed spells it", Principal, May(Permission::Config), 2;
    /// Moves an input.
    MoveInput { website: SiteId, collection: CollectionId, input: String } => PATCH ORDER, "move an input", Principal, May(Permission::Config), 2;
    /// A collection's inputs, in order.
    ListInputs { website: SiteId, collection: CollectionId } => GET INPUTS, "list inputs", Principal, May(Permission::Read), 1;
    /// A new input, at the end.
    CreateInput { website: SiteId, collection: CollectionId } => POST INPUTS, "create an input", Principal, May(Permission::Config), 2;
    /// Changes an input.
    EditInput { website: SiteId, collection: CollectionId, input: String } => PUT INPUT, "edit an input", Principal, May(Permission::Config), 2;
    /// Deletes an input and its values.
    DeleteInput { website: SiteId, collection: CollectionId, input: String } => DELETE INPUT, "delete an input", Principal, May(Permission::Config), 2;
    /// One entry, by its slug.
    FindEntryBySlug { website: SiteId, collection: CollectionId, slug: String } => GET BY_SLUG, "get an entry by slug", Principal, May(Permission::Read), 2;
    /// A collection's entries.
    ListEntries { website: SiteId, collection: CollectionId } => GET ENTRIES, "list entries", Principal, May(Permission::Read), 1 kept;
    /// A new entry.
    CreateEntry { website: SiteId, collection: CollectionId } => POST ENTRIES, "create an entry", Principal, Each(&[&[Permission::Write], &[Permission::Publish]]), 2;
    /// One entry, by its id.
    FindEntry { website: SiteId, collection: CollectionId, entry: EntryId } => GET ENTRY, "get an entry", Principal, May(Permission::Read), 2;
    /// Replaces an entry.
    EditEntry { website: SiteId, collection: CollectionId, entry: EntryId } => PATCH ENTRY, "edit an entry", Principal, Each(&[&[Permission::Read], &[Permission::Write]]), 2;
    /// Deletes an entry.
    DeleteEntry { website: SiteId, collection: CollectionId, entry: EntryId } => DELETE ENTRY, "delete an entry", Principal, May(Permission::Delete), 1;
    /// A collection's drafts.
    ListDrafts { website: SiteId, collection: CollectionId } => GET DRAFTS, "list drafts", Principal, May(Permission::Write), 1;
    /// A new draft.
    CreateDraft { website: SiteId, collection: CollectionId } => POST DRAFTS, "create a draft", Principal, May(Permission::Write), 2;
    /// One draft.
    FindDraft { website: SiteId, collection: CollectionId, draft: AutosaveId } => GET DRAFT, "get a draft", Principal, May(Permission::Write), 2;
    /// Replaces a draft.
    EditDraft { website: SiteId, collection: CollectionId, draft: AutosaveId } => PUT DRAFT, "edit a draft", Principal, May(Permission::Write), 2;
    /// Deletes a draft.
    DeleteDraft { website: SiteId, collection: CollectionId, draft: AutosaveId } => DELETE DRAFT, "delete a draft", Principal, May(Permission::Write), 1;
    /// One collection.
    FindCollection { website: SiteId, collection: CollectionId } => GET COLLECTION, "get a collection", Principal, May(Permission::Read), 1;
    /// Changes a collection.
    EditCollection { website: SiteId, collection: CollectionId } => PUT COLLECTION, "edit a collection", Principal, May(Permission::Config), 2;
    /// Deletes a collection and its entries.
    DeleteCollection { website: SiteId, collection: CollectionId } => DELETE COLLECTION, "delete a collection", Principal, May(Permission::Config), 2;
    /// A website's files.
    ListFiles { website: SiteId } => GET MEDIA, "list files", Principal, May(Permission::Read), 0;
    /// The size limits of files.
    FileLimits { website: SiteId } => GET MEDIA_CONFIG, "get the limits of files", Principal, May(Permission::Read), 0;
    /// Starts an upload.
    BeginUpload { website: SiteId } => POST UPLOAD, "begin an upload", Principal, May(Permission::Write), 0;
    /// Confirms an upload.
    ConfirmUpload { website: SiteId } => POST CONFIRM, "confirm an upload", Principal, May(Permission::Write), 0;
    /// One file.
    FindFile { website: SiteId, file: String } => GET FILE, "get a file", Principal, May(Permission::Read), 0;
    /// Deletes a file.
    DeleteFile { website: SiteId, file: String } => DELETE FILE, "delete a file", Principal, May(Permission::Delete), 0;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts;
    use weft_http::routes::{Method, Row, route};

    const ID: &str = "018f3f70-1c2d-7abc-8def-0123456789ab";
    const PAGE: &str = include_str!("../../../../docs/dialects/snowcms.md");

    fn guard<E: std::fmt::Debug>(rows: &'static [Row<E>]) {
        for row in rows {
            let path = row
                .names()
                .fold(row.path.replace('*', ""), |path, name| path.replace(&format!(":{name}"), ID));
            for path in [path.clone(), format!("{path}/")] {
                let found = route(rows, &row.method, &path).unwrap();
                assert_eq!((found.id, found.path), (row.id, row.path), "{path}");
                assert!(found.endpoint(&path).is_ok(), "{path}");
            }
            assert!(row.names().eq(row.captures.iter().copied()), "{}", row.path);
            let line = format!("`{} {}`", row.method, row.path.replace('*', ""));
            assert!(PAGE.contains(&line), "docs/dialects/snowcms.md does not name {line}");
        }
    }

    #[test]
    fn every_row_is_reached_and_documented() {
        guard(Endpoint::TABLE);
        guard(accounts::Endpoint::TABLE);
    }

    #[test]
    fn names_are_captured_in_order() {
        let path = format!("/api/websites/{ID}/collections/{ID}/entries/slug/a/b%20c");
        let row = route(Endpoint::TABLE, &Method::GET, &path).unwrap();
        let found = row.endpoint(&path).unwrap();
        let (website, collection) = (ID.parse().unwrap(), ID.parse().unwrap());
        assert_eq!(found, Endpoint::FindEntryBySlug { website, collection, slug: "a/b c".to_owned() });
    }
}
