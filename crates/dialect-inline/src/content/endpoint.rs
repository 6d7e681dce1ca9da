//! What can be asked of content: one table, and its rows' names in code.
//!
//! To add an endpoint: a row, an arm in `content/mod.rs`. The two rows of `CONTENT` have one
//! pattern: what stands there is a page's id to the one and an entry's to the other.

use weft_domain::{EntryId, Permission};
use weft_http::routes::Right;

const BULK_PUBLISH: &str = "/v1/content/bulk-publish";
const CONTENT: &str = "/v1/content/:id";
const HISTORY: &str = "/v1/content/:id/history";
const SNAPSHOT: &str = "/v1/snapshot";
const SYNC: &str = "/v1/definitions/sync";
const DEFINITIONS: &str = "/v1/definitions";
const DEFINITIONS_OF: &str = "/v1/definitions/:id";

weft_http::endpoints! {
    /// What is asked.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum Endpoint;

    /// All drafts of a page become visible.
    BulkPublish => POST BULK_PUBLISH, "publish a page", Principal, Right::May(Permission::Publish), 1;
    /// The entries of a page.
    GetPage { id: String } => GET CONTENT, "get the content of a page", Principal, Right::May(Permission::Read), 1;
    /// An entry's fields, its status.
    EditEntry { id: EntryId } => PATCH CONTENT, "edit an entry", Principal, Right::May(Permission::Write), 2;
    /// What was published of an entry.
    History { id: EntryId } => GET HISTORY, "get the history of an entry", Principal, Right::May(Permission::Drafts), 1;
    /// Everything that is published.
    Snapshot => GET SNAPSHOT, "get the snapshot", Principal, Right::May(Permission::Read), 1;
    /// A page tells its components.
    SyncDefinitions => POST SYNC, "sync the components of a page", Principal, Right::May(Permission::Read), 7;
    /// The components of the page that the query names.
    ListDefinitions => GET DEFINITIONS, "list the components of a page", Principal, Right::May(Permission::Read), 2;
    /// The components of a page.
    ListDefinitionsOf { id: String } => GET DEFINITIONS_OF, "list the components of the page in the path", Principal, Right::May(Permission::Read), 2;
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_http::Fault;
    use weft_http::routes::{Method, route};

    const ID: &str = "018f3f70-1c2d-7abc-8def-000000000002";

    fn ask(method: &Method, path: &str) -> Result<Endpoint, Fault> {
        route(Endpoint::TABLE, method, path)?.endpoint(path)
    }

    #[test]
    fn every_row_is_reached_with_and_without_a_slash() {
        for row in Endpoint::TABLE {
            let path = row.path.replace(":id", ID);
            for path in [path.clone(), format!("{path}/")] {
                let found = route(Endpoint::TABLE, &row.method, &path).unwrap();
                assert_eq!(found.id, row.id, "{path}");
                assert!(found.endpoint(&path).is_ok());
            }
        }
    }

    #[test]
    fn a_page_is_decoded_once() {
        for (path, page) in [
            ("/v1/content/%2F", "/"),
            ("/v1/content/%2Fblog%2Fpost/", "/blog/post"),
            ("/v1/content/%252F", "%2F"),
            ("/v1/content/home", "home"),
            ("/v1/content/%F0%9F%98%80", "\u{1f600}"),
            ("/v1/content/%00", "\u{fffd}"),
            ("/v1/content/%2", "\u{fffd}"),
        ] {
            assert_eq!(ask(&Method::GET, path).unwrap(), Endpoint::GetPage { id: page.to_owned() }, "{path}");
        }
        let of = |id: &str| Endpoint::ListDefinitionsOf { id: id.to_owned() };
        assert_eq!(ask(&Method::GET, "/v1/definitions/%2F").unwrap(), of("/"));
    }

    #[test]
    fn what_is_no_id_is_no_entry() {
        for id in ["x", "..", "%2F", "__proto__"] {
            let asked = ask(&Method::PATCH, &format!("/v1/content/{id}"));
            assert!(matches!(asked, Err(Fault::Domain(weft_domain::Error::NotFound(_)))), "{id}");
        }
    }

    #[test]
    fn other_paths_and_methods_are_told_apart() {
        for path in ["/v1/content", "/v1/content/a/b", "/v1/content//", "/v1/snapshots", "/v1/snapshot/x"] {
            assert!(matches!(ask(&Method::GET, path), Err(Fault::UnknownRoute)), "{path}");
        }
        for (method, path, allowed) in [
            (Method::DELETE, "/v1/content/x", "GET, HEAD, PATCH"),
            (Method::PUT, "/v1/content/bulk-publish", "POST"),
            (Method::PUT, "/v1/definitions/sync", "POST"),
        ] {
            let asked = ask(&method, path);
            assert!(
                matches!(&asked, Err(Fault::MethodNotAllowed { allow }) if allow == allowed),
                "{path} {asked:?}"
            );
        }
    }
}
