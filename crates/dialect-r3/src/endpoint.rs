//! What can be asked: one table per component, and how a method and a path become a row of it.
//!
//! Content and content types are served by the content component, keys by the auth component; each table has an enum of its own, so
//! that neither component carries the other's code. The tables drive routing, the guard tests and the reference page
//! (docs/dialects/r3.md): a row that the page does not name fails a test.
//!
//! To add an endpoint: a variant, a row, an arm in `content.rs` or `keys.rs`, its paragraph in the page.

use http::Method;

pub use weft_http::routes::Row;

/// What the content component is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint {
    /// All content types.
    ListTypes,
    /// A new content type.
    CreateType,
    /// One content type.
    FindType,
    /// A content type changes.
    UpdateType,
    /// A content type goes, with its documents.
    DeleteType,
    /// Documents, filtered, sorted, paged.
    List,
    /// A new document.
    Create,
    /// One document, by type and slug.
    FindBySlug,
    /// One document, by id.
    FindById,
    /// A document changes.
    Update,
    /// A document goes.
    Delete,
    /// A document becomes visible.
    Publish,
    /// A document becomes invisible.
    Unpublish,
    /// What a document was.
    Versions,
    /// A document becomes what it was.
    Restore,
}

/// What the auth component is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyEndpoint {
    /// All keys of the site.
    List,
    /// A new key.
    Create,
    /// A key goes.
    Delete,
    /// A key gets a new secret.
    Rotate,
}

const fn row<E>(
    endpoint: E,
    name: &'static str,
    method: Method,
    path: &'static str,
    round_trips: u32,
) -> Row<E> {
    Row::closed(endpoint, name, method, path, round_trips)
}

const TYPES: &str = "/api/content-types";
const TYPE: &str = "/api/content-types/:name";
const CONTENT: &str = "/api/content";
const BY_SLUG: &str = "/api/content/by-slug/:type/:slug*";
const BY_ID: &str = "/api/content/:id";
const KEYS: &str = "/api/keys";

/// The content component's endpoints. Of two patterns that fit a path, the first counts; rows of one pattern stand together.
pub static ENDPOINTS: [Row<Endpoint>; 15] = [
    row(Endpoint::ListTypes, "list content types", Method::GET, TYPES, 1),
    row(Endpoint::CreateType, "create a content type", Method::POST, TYPES, 1),
    row(Endpoint::FindType, "get a content type", Method::GET, TYPE, 1),
    row(Endpoint::UpdateType, "update a content type", Method::PATCH, TYPE, 2),
    row(Endpoint::DeleteType, "delete a content type", Method::DELETE, TYPE, 2),
    row(Endpoint::List, "list documents", Method::GET, CONTENT, 1),
    row(Endpoint::Create, "create a document", Method::POST, CONTENT, 1),
    row(Endpoint::FindBySlug, "get a document by slug", Method::GET, BY_SLUG, 1),
    row(Endpoint::FindById, "get a document", Method::GET, BY_ID, 1),
    row(Endpoint::Update, "update a document", Method::PATCH, BY_ID, 1),
    row(Endpoint::Delete, "delete a document", Method::DELETE, BY_ID, 1),
    row(Endpoint::Publish, "publish a document", Method::POST, "/api/content/:id/publish", 1),
    row(Endpoint::Unpublish, "unpublish a document", Method::POST, "/api/content/:id/unpublish", 1),
    row(Endpoint::Versions, "list versions of a document", Method::GET, "/api/content/:id/versions", 1),
    row(Endpoint::Restore, "restore a version", Method::POST, "/api/content/:id/restore/:versionId", 1),
];

/// The auth component's endpoints; the same rules.
pub static KEY_ENDPOINTS: [Row<KeyEndpoint>; 4] = [
    row(KeyEndpoint::List, "list keys", Method::GET, KEYS, 1),
    row(KeyEndpoint::Create, "create a key", Method::POST, KEYS, 1),
    row(KeyEndpoint::Delete, "delete a key", Method::DELETE, "/api/keys/:id", 1),
    row(KeyEndpoint::Rotate, "rotate a key", Method::POST, "/api/keys/:id/rotate", 1),
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use weft_http::Fault;
    use weft_http::routes::{Captures, route};

    const PAGE: &str = include_str!("../../../docs/dialects/r3.md");

    fn ask(method: &Method, path: &str) -> Result<Endpoint, String> {
        route(&ENDPOINTS, method, path).map(|row| row.endpoint).map_err(|fault| match fault {
            Fault::MethodNotAllowed { allow } => allow,
            other => format!("{other:?}"),
        })
    }

    /// Every row: reached by its own pattern, filled in, with and without a slash at the end; named by the page.
    fn guard<E: Copy + PartialEq + std::fmt::Debug>(rows: &'static [Row<E>]) {
        for row in rows {
            let path = row.path.replace(":slug*", "a/b").replace(':', "x-");
            for path in [path.clone(), format!("{path}/")] {
                assert_eq!(route(rows, &row.method, &path).unwrap().endpoint, row.endpoint, "{path}");
            }
            let words = format!("`{} {}`", row.method, row.path);
            assert!(PAGE.contains(&words), "docs/dialects/r3.md does not name {words}");
            assert!(PAGE.contains(row.name), "docs/dialects/r3.md does not say \"{}\"", row.name);
            assert!(!row.open, "no endpoint of R3 is open");
            assert!((1..=2).contains(&row.round_trips), "{words}");
        }
        for (i, row) in rows.iter().enumerate() {
            assert!(rows[..i].iter().all(|r| r.endpoint != row.endpoint), "{:?} twice", row.endpoint);
        }
    }

    #[test]
    fn every_row_is_reached_and_documented() {
        guard(&ENDPOINTS);
        guard(&KEY_ENDPOINTS);
    }

    #[test]
    fn slugs_may_have_slashes() {
        let of = |path| route(&ENDPOINTS, &Method::GET, path).unwrap().captures(path);
        assert_eq!(of("/api/content/by-slug/page/a/b"), Captures { first: "page", second: "a/b", third: "" });
        assert_eq!(
            of("/api/content/by-slug/page/a%2Fb/"),
            Captures { first: "page", second: "a%2Fb", third: "" }
        );
        assert_eq!(of("/api/content/by-slug/restore/x").first, "restore");
    }

    #[test]
    fn head_is_get() {
        assert_eq!(ask(&Method::HEAD, "/api/content"), Ok(Endpoint::List));
    }

    #[test]
    fn a_wrong_method_is_told_the_right_ones() {
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
                let _ = route(&ENDPOINTS, &method, &path);
                let _ = route(&KEY_ENDPOINTS, &method, &path);
            }
        }
    }
}
