//! Who may do what: every endpoint of R3's tables against every scope and every role. A new
//! endpoint needs a row here.

use serde_json::{Value, json};
use weft_tests::tables;
use weft_tests::{Weft, a_document, a_type};

/// What an endpoint takes, beside a credential: one of these sets of scopes with this role, or a
/// higher one.
type Needs = &'static [(&'static [&'static str], &'static str)];

const ROLES: [&str; 4] = ["viewer", "editor", "developer", "admin"];
const SCOPES: [&[&str]; 12] = [
    &["read"],
    &["write"],
    &["admin"],
    &["read", "write"],
    &["read", "admin"],
    &["write", "admin"],
    &["read", "write", "admin"],
    &["write:entries"],
    &["publish"],
    &["delete"],
    &["read", "drafts"],
    &["write:entries", "admin:accounts"],
];

fn needs(name: &str) -> Needs {
    match name {
        "list content types"
        | "get a content type"
        | "list documents"
        | "get a document"
        | "get a document by slug" => &[(&["read"], "viewer")],
        "list versions of a document" => &[
            (&["read", "write"], "editor"),
            (&["read", "write:entries"], "editor"),
            (&["read", "admin"], "viewer"),
            (&["read", "drafts"], "viewer"),
        ],
        "create a document" | "update a document" | "restore a version" => {
            &[(&["write"], "editor"), (&["write:entries"], "editor")]
        }
        "delete a document" => &[(&["write"], "editor"), (&["delete"], "editor")],
        "publish a document" | "unpublish a document" => &[(&["write"], "editor"), (&["publish"], "editor")],
        "create a content type" | "update a content type" | "delete a content type" => {
            &[(&["write"], "developer")]
        }
        "list keys" | "create a key" | "delete a key" | "rotate a key" => {
            &[(&["admin"], "admin"), (&["admin:accounts"], "admin")]
        }
        other => panic!("who may \"{other}\"?"),
    }
}

#[test]
fn every_endpoint_is_for_those_who_may_and_for_nobody_else() {
    let weft = Weft::start();
    a_type("page").create(&weft.admin());
    let page = a_document("page").slug("s").published().create(&weft.admin());
    let keys: Vec<(&[&str], String, String)> = SCOPES
        .iter()
        .map(|scopes| {
            let body = json!({ "name": "k", "scopes": scopes, "plan": { "perMinute": 0, "perDay": 0 } });
            let made = weft.admin().post("/api/keys", body).send();
            (*scopes, made.is(201).text_at("/key"), made.text_at("/id"))
        })
        .collect();
    let unknown = "018f3f70-1c2d-7abc-8def-0123456789ab";
    for role in ROLES {
        weft.set_role(role);
        for row in [tables::r3(), tables::r3_keys()].concat() {
            let needs = needs(&row.name);
            // Things that are not there: nothing changes, and whoever may is told that they are
            // not.
            let mut target =
                row.path.replace(":name", "nothing").replace(":type", "page").replace(":slug*", "s");
            target = target.replace(":version", unknown);
            target = target.replace(":id", if row.method == "GET" { &page.id } else { unknown });
            for (scopes, secret, _) in &keys {
                let may = needs.iter().any(|(set, least)| {
                    rank(role) >= rank(least) && set.iter().all(|scope| scopes.contains(scope))
                });
                let ask = weft.key(secret).ask(&row.method, &target);
                let ask = if matches!(row.method.as_str(), "POST" | "PATCH") {
                    ask.json(Value::Object(Default::default()))
                } else {
                    ask
                };
                let answer = ask.send();
                let is_forbidden = answer.status() == 403;
                assert_eq!(is_forbidden, !may, "{role} with {scopes:?}:{answer}");
                if is_forbidden {
                    answer.is_error(403, "FORBIDDEN");
                }
            }
        }
    }
}

fn rank(role: &str) -> usize {
    ROLES.iter().position(|known| *known == role).unwrap()
}

#[test]
fn a_role_that_is_taken_away_counts_at_the_next_request() {
    let weft = Weft::start();
    a_type("page").create(&weft.admin());
    a_document("page").create(&weft.editor());
    weft.set_role("viewer");
    weft.editor().post("/api/content", a_document("page").body()).send().is_error(403, "FORBIDDEN");
    weft.admin().get("/api/content?draft=true").send().is(200);
    weft.set_role("admin");
    weft.editor().post("/api/content", a_document("page").body()).send().is(201);
}

#[test]
fn the_key_that_a_site_is_made_with_only_reads() {
    let weft = Weft::start();
    a_type("page").create(&weft.admin());
    let public = weft.site().public();
    public.get("/api/content").send().is(200);
    public.get("/api/content?draft=true").send().is_error(403, "FORBIDDEN");
    public.post("/api/content", a_document("page").body()).send().is_error(403, "FORBIDDEN");
    public.get("/api/keys").send().is_error(403, "FORBIDDEN");
}

#[test]
fn what_a_key_may_not_publish_it_does_not_publish_by_writing() {
    let weft = Weft::start();
    a_type("page").create(&weft.admin());
    let body =
        json!({ "name": "k", "scopes": ["read", "write:entries"], "plan": { "perMinute": 0, "perDay": 0 } });
    let secret = weft.admin().post("/api/keys", body).send().is(201).text_at("/key");
    let key = weft.key(&secret);
    let draft = a_document("page").slug("s").create(&key);
    key.post("/api/content", a_document("page").published().body()).send().is_error(403, "FORBIDDEN");
    let path = format!("/api/content/{}", draft.id);
    key.patch(&path, json!({ "status": "published" })).send().is_error(403, "FORBIDDEN");
    key.patch(&path, json!({ "data": {} })).send().is(200);
    key.delete(&path).send().is_error(403, "FORBIDDEN");
}

#[test]
fn a_session_is_for_keys_and_no_key_for_content() {
    let weft = Weft::start();
    weft.session().get("/api/keys").send().is(200);
    weft.session().get("/api/content").send().is_error(401, "UNAUTHORIZED");
}
