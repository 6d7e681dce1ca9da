//! A table, and the paths that match its rows.

use super::*;
use crate::endpoints;
use weft_domain::EntryId;

endpoints! {
    /// What the tests ask.
    #[derive(Debug, Clone, PartialEq, Eq)]
    enum Endpoint;
    /// All.
    List => GET "/a", "list", Principal, Right::May(Permission::Read), 1 kept;
    /// A new one.
    Create => POST "/a", "create", Principal, Right::May(Permission::Write), 1;
    /// By name.
    FindByName { kind: String, name: String } => GET "/a/by-name/:kind/:name*", "find by name", Nobody, Right::Any, 1;
    /// By text.
    Find { id: String } => GET "/a/:id", "find", Principal, Right::May(Permission::Read), 1;
    /// By id.
    Restore { id: String, version: EntryId } => POST "/a/:id/restore/:version", "restore", Principal, Right::May(Permission::Write), 2;
}

const ID: &str = "018f3f70-1c2d-7abc-8def-0123456789ab";

fn ask(method: &Method, path: &str) -> Result<Endpoint, String> {
    let found = route(Endpoint::TABLE, method, path).and_then(|row| row.endpoint(path));
    found.map_err(|fault| match fault {
        Fault::MethodNotAllowed { allow } => allow,
        Fault::Domain(error) => error.to_string(),
        _ => "unknown".to_owned(),
    })
}

fn text(text: &str) -> String {
    text.to_owned()
}

#[test]
fn paths_find_their_endpoints() {
    let version = ID.parse().unwrap();
    for (method, path, found) in [
        (Method::GET, "/a", Endpoint::List),
        (Method::HEAD, "/a", Endpoint::List),
        (Method::POST, "/a/", Endpoint::Create),
        (Method::GET, "/a/b%2Fc", Endpoint::Find { id: text("b/c") }),
        (Method::GET, "/a/by-name", Endpoint::Find { id: text("by-name") }),
        (Method::GET, "/a/%ff", Endpoint::Find { id: text("\u{fffd}") }),
        (Method::GET, "/a/%00", Endpoint::Find { id: text("\u{fffd}") }),
        (Method::GET, "/a/by-name/x/y/z", Endpoint::FindByName { kind: text("x"), name: text("y/z") }),
        (Method::POST, &format!("/a/1/restore/{ID}"), Endpoint::Restore { id: text("1"), version }),
    ] {
        assert_eq!(ask(&method, path), Ok(found), "{method} {path}");
    }
}

#[test]
fn rows_say_what_the_table_says() {
    let told: Vec<_> =
        Endpoint::TABLE.iter().map(|row| (row.id, row.captures, row.is_kept, row.who)).collect();
    assert_eq!(told[0], ("List", &[][..], true, Who::Principal));
    assert_eq!(told[2], ("FindByName", &["kind", "name"][..], false, Who::Nobody));
}

#[test]
fn a_wrong_method_gets_the_right_ones() {
    assert_eq!(ask(&Method::PUT, "/a"), Err("GET, HEAD, POST".to_owned()));
    assert_eq!(ask(&Method::OPTIONS, "/a/1/restore/2"), Err("POST".to_owned()));
}

#[test]
fn a_path_belongs_to_the_closest_table() {
    endpoints! {
        /// Another table.
        #[allow(dead_code, reason = "only its table is looked at")]
        enum Other;
        /// Below.
        Below { id: String } => GET "/a/:id/below", "below", Nobody, Right::Any, 1;
        /// Elsewhere.
        Elsewhere => GET "/elsewhere/long", "elsewhere", Nobody, Right::Any, 1;
    }
    for (path, place) in [
        ("/a", 0),
        ("/a/x", 0),
        ("/a/x/below", 1),
        ("/a/x/other", 0),
        ("/elsewhere/lo", 1),
        ("/", 0),
        ("", 0),
    ] {
        let matches = [match_path(Endpoint::TABLE, path), match_path(Other::TABLE, path)];
        assert_eq!(best_match(&matches), place, "{path}");
    }
}

#[test]
fn a_malformed_id_is_not_found() {
    assert_eq!(ask(&Method::POST, "/a/1/restore/2"), Err("document not found".to_owned()));
}

#[test]
fn other_paths_are_unknown() {
    for path in [
        "",
        "/",
        "a",
        "//a",
        "/b",
        "/a//",
        "/a/1/2",
        "/a/by-name//x",
        "/a/1/restore",
        "/a//restore/2",
        "/%61",
    ] {
        assert_eq!(ask(&Method::GET, path), Err("unknown".to_owned()), "{path}");
    }
}
