//! The host name determines the site.

use serde_json::json;

use crate::{Caret, Editor, says, token, with_cookie};

/// Assigns a host name to a site.
fn lead(caret: &Caret, domain: &str, site: &str) {
    let upsert = "INSERT INTO site_domains (domain, site) SELECT ?1, pk FROM sites WHERE id = ?2
                  ON CONFLICT (domain) DO UPDATE SET site = excluded.site";
    assert_eq!(caret.database().execute(upsert, [domain, site]).unwrap(), 1);
}

#[test]
fn a_host_name_determines_the_site_and_a_session_is_limited_to_it() {
    let caret = Caret::start();
    let (first, other) = (caret.site().id(), caret.other_site().id());
    lead(&caret, "other.example", other);
    let host = |name: &str| caret.anon().header("host", name);
    let session = token(&host("Other.Example:3000"));
    let editor = Editor { actor: with_cookie(host("other.example"), &session) };
    editor.put("home", json!({ "site": "other" }));
    let read = |name: &str| host(name).get("/content?keys=pages::home").send().is(200).at("/entries");
    assert_eq!(read("other.example"), json!({ "pages::home": { "site": "other" } }));
    assert_eq!(read("anything.example"), json!({}));
    let elsewhere = with_cookie(host("first.example"), &session);
    says(&elsewhere.get("/api/cms/entries?collection=pages").send(), 401, "Unauthorized");
    elsewhere.get("/api/cms/auth/session").send().shows("/authenticated", false);
    // When the host name moves to another site, cached principals are invalid at once.
    lead(&caret, "other.example", first);
    assert_eq!(read("other.example"), json!({}));
    says(&editor.get("/api/cms/entries?collection=pages").send(), 401, "Unauthorized");
    lead(&caret, "anything.example", other);
    assert_eq!(read("anything.example"), json!({ "pages::home": { "site": "other" } }));
    let removed = caret.database().execute("DELETE FROM site_domains", []).unwrap();
    assert_eq!((removed, read("anything.example")), (2, json!({})));
}
