//! The endpoint table of content types and documents.
//!
//! The table drives routing, the authorisation tests and the reference page (docs/dialects/r3.md):
//! a row that the page does not name fails a test. To add an endpoint: a row, an arm in
//! `content/mod.rs`, a line in the page.

use weft_domain::{EntryId, Permission, VersionId};
use weft_http::routes::Right::{Each, May};

const TYPES: &str = "/api/content-types";
const TYPE: &str = "/api/content-types/:name";
const CONTENT: &str = "/api/content";
const BY_SLUG: &str = "/api/content/by-slug/:type/:slug*";
const BY_ID: &str = "/api/content/:id";
const PUBLISH: &str = "/api/content/:id/publish";
const UNPUBLISH: &str = "/api/content/:id/unpublish";
const VERSIONS: &str = "/api/content/:id/versions";
const RESTORE: &str = "/api/content/:id/restore/:version";

weft_http::endpoints! {
    /// The endpoints.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum Endpoint;

    /// All content types.
    ListTypes => GET TYPES, "list content types", Principal, May(Permission::Read), 1;
    /// A new content type.
    CreateType => POST TYPES, "create a content type", Principal, May(Permission::Config), 1;
    /// One content type.
    FindType { name: String } => GET TYPE, "get a content type", Principal, May(Permission::Read), 1;
    /// Changes a content type.
    UpdateType { name: String } => PATCH TYPE, "update a content type", Principal, May(Permission::Config), 2;
    /// Deletes a content type with its documents.
    DeleteType { name: String } => DELETE TYPE, "delete a content type", Principal, May(Permission::Config), 2;
    /// Documents, filtered, sorted, paged.
    List => GET CONTENT, "list documents", Principal, May(Permission::Read), 1 kept;
    /// A new document.
    Create => POST CONTENT, "create a document", Principal, May(Permission::Write), 1;
    /// One document, by type and slug. A slug may contain slashes, escaped or not: the rest of the
    /// path is one text.
    FindBySlug { r#type: String, slug: String } => GET BY_SLUG, "get a document by slug", Principal, May(Permission::Read), 1;
    /// One document, by id.
    FindById { id: EntryId } => GET BY_ID, "get a document", Principal, May(Permission::Read), 1;
    /// Changes a document.
    Update { id: EntryId } => PATCH BY_ID, "update a document", Principal, May(Permission::Write), 1;
    /// Deletes a document.
    Delete { id: EntryId } => DELETE BY_ID, "delete a document", Principal, May(Permission::Delete), 1;
    /// Publishes a document.
    Publish { id: EntryId } => POST PUBLISH, "publish a document", Principal, May(Permission::Publish), 1;
    /// Unpublishes a document.
    Unpublish { id: EntryId } => POST UNPUBLISH, "unpublish a document", Principal, May(Permission::Publish), 1;
    /// The versions of a document.
    Versions { id: EntryId } => GET VERSIONS, "list versions of a document", Principal, Each(&[&[Permission::Read], &[Permission::Drafts, Permission::Write]]), 1;
    /// Restores a version of a document.
    Restore { id: EntryId, version: VersionId } => POST RESTORE, "restore a version", Principal, May(Permission::Write), 1;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{accounts, webhooks};
    use proptest::prelude::*;
    use weft_http::Fault;
    use weft_http::routes::{Method, Row, Who, route};

    const ID: &str = "018f3f70-1c2d-7abc-8def-0123456789ab";
    const PAGE: &str = include_str!("../../../../docs/dialects/r3.md");

    fn ask(method: &Method, path: &str) -> Result<Endpoint, String> {
        let found = route(Endpoint::TABLE, method, path).and_then(|row| row.endpoint(path));
        found.map_err(|fault| match fault {
            Fault::MethodNotAllowed { allow } => allow,
            other => format!("{other:?}"),
        })
    }

    /// Checks every row: its filled-in pattern is routed to it, with and without a trailing slash,
    /// and the page names it.
    fn guard<E: PartialEq + std::fmt::Debug>(rows: &'static [Row<E>]) {
        for row in rows {
            let path = row
                .path
                .replace(":slug*", "a/b")
                .replace(":id", ID)
                .replace(":version", ID)
                .replace(":delivery", ID);
            for path in [path.replace(':', "x-"), path.replace(':', "x-") + "/"] {
                let found = route(rows, &row.method, &path).unwrap();
                assert_eq!(found.id, row.id, "{path}");
                assert!(found.endpoint(&path).is_ok(), "{path}");
            }
            assert!(
                row.names().eq(row.captures.iter().map(|name| name.trim_start_matches("r#"))),
                "{}",
                row.path
            );
            let words = format!("`{} {}`", row.method, row.path);
            assert!(PAGE.contains(&words), "docs/dialects/r3.md does not name {words}");
            assert!(PAGE.contains(row.name), "docs/dialects/r3.md does not say \"{}\"", row.name);
            assert_eq!(row.who, Who::Principal, "no endpoint of R3 is open");
            assert!((1..=2).contains(&row.round_trips), "{words}");
        }
    }

    #[test]
    fn every_row_is_reached_and_documented() {
        guard(Endpoint::TABLE);
        guard(accounts::Endpoint::TABLE);
        guard(webhooks::Endpoint::TABLE);
    }

    #[test]
    fn slugs_may_have_slashes() {
        let by_slug = |r#type: &str, slug: &str| {
            Ok(Endpoint::FindBySlug { r#type: r#type.to_owned(), slug: slug.to_owned() })
        };
        let of = |path| ask(&Method::GET, path);
        assert_eq!(of("/api/content/by-slug/page/a/b"), by_slug("page", "a/b"));
        assert_eq!(of("/api/content/by-slug/page/a%2Fb/"), by_slug("page", "a/b"));
        assert_eq!(of("/api/content/by-slug/restore/x"), by_slug("restore", "x"));
    }

    #[test]
    fn head_is_get() {
        assert_eq!(ask(&Method::HEAD, "/api/content"), Ok(Endpoint::List));
    }

    #[test]
    fn a_wrong_method_gets_the_right_ones() {
        assert_eq!(ask(&Method::PUT, "/api/content").unwrap_err(), "GET, HEAD, POST");
        assert_eq!(ask(&Method::POST, "/api/content/x").unwrap_err(), "GET, HEAD, PATCH, DELETE");
        assert_eq!(ask(&Method::GET, "/api/content/x/publish").unwrap_err(), "POST");
        assert_eq!(ask(&Method::POST, "/api/content/by-slug/restore/x").unwrap_err(), "GET, HEAD");
    }

    #[test]
    fn other_paths_are_unknown() {
        for path in [
            "",
            "/",
            "api/content",
            "/api",
            "//api/content",
            "/api/contents",
            "/api/content//",
            "/api/content//publish",
            "/api/content/x/archive",
            "/api/content/by-slug/page//",
            "/api/c%6Fntent",
            "/api/content-types/a/b",
            "/api/keys",
        ] {
            assert_eq!(ask(&Method::GET, path), Err("UnknownRoute".to_owned()), "{path}");
        }
    }

    proptest! {
        #[test]
        fn no_path_panics(path in "(/api/(content|keys|content-types))?[/a-z%:*.\\PC]{0,40}") {
            for method in [Method::GET, Method::POST, Method::TRACE] {
                let _ = route(Endpoint::TABLE, &method, &path).map(|row| row.endpoint(&path));
                let _ = route(accounts::Endpoint::TABLE, &method, &path).map(|row| row.endpoint(&path));
            }
        }
    }
}
