//! With open registration, tenants are isolated: neither websites nor accounts nor keys of others
//! are visible.

use serde_json::{Value, json};
use weft_tests::{Browser, Site, Weft, an_account};

use crate::fixtures::{UNKNOWN_ID, each};

fn weft() -> Weft {
    Weft::with(|setup| _ = setup.variable("onboarding", "open"))
}

fn browser<'w>(weft: &'w Weft, site: &Site<'_>) -> Browser<'w> {
    Browser::open(weft, site.email(), site.password())
}

fn id(browser: &Browser<'_>) -> String {
    browser.cookies().get("/api/accounts/me").send().is(200).text_at("/id")
}

/// Creates a key of the tenant; returns its id and its token.
fn key(browser: &Browser<'_>, site: &Site<'_>) -> (String, String) {
    let body = json!({ "name": "Key", "role": "SUPERUSER", "active": true, "websites": [site.id()] });
    let made = browser.page().post(format!("/api/accounts/{}/keys", id(browser)), body).send();
    let id = made.tells("Created API key");
    (id.clone(), format!("a:{id}.{}", made.text_at("/key")))
}

#[test]
fn a_tenant_has_a_website_and_an_account() {
    let weft = weft();
    for site in [weft.site(), weft.other_site()] {
        let browser = browser(&weft, &site);
        let me = browser.cookies().get("/api/accounts/me").send();
        me.is(200)
            .shows("/email", site.email())
            .shows("/websites", json!([site.id()]))
            .shows("/role", "SUPERUSER");
        let (key_id, token) = key(&browser, &site);
        for actor in [browser.page(), weft.bearer(&token)] {
            assert_eq!(each(&actor.get("/api/websites").send().is(200).json(), "id"), [site.id()]);
            let page = actor.get("/api/websites?page=1").send();
            assert_eq!(
                (each(&page.is(200).json(), "id"), page.at("/pages")),
                (vec![json!(site.id())], json!(1))
            );
            actor.get(format!("/api/websites/{}", site.id())).send().is(200);
            let path = format!("/api/websites/{}/collections", site.id());
            actor.post(path, json!({ "name": "Posts" })).send().tells("Collection created");
            let keys = actor.get(format!("/api/accounts/{}/keys", id(&browser))).send();
            assert_eq!(each(&keys.is(200).json(), "id"), [key_id.as_str()]);
        }
    }
}

#[test]
fn resources_of_another_tenant_are_forbidden_like_unknown_ones() {
    let weft = weft();
    let (site, other) = (weft.site(), weft.other_site());
    let (browser, theirs) = (browser(&weft, &site), browser(&weft, &other));
    let (their_account, (their_key, _)) = (id(&theirs), key(&theirs, &other));
    let (_, token) = key(&browser, &site);
    let name = json!({ "name": "Taken over" });
    let key = json!({ "name": "Taken over", "role": "VIEWER", "websites": [] });
    let account = json!({ "email": "taken@over.example", "role": "VIEWER", "websites": [], "active": false });
    for actor in [browser.page(), weft.bearer(&token)] {
        for (website, account_id, key_id) in
            [(other.id(), their_account.as_str(), their_key.as_str()), (UNKNOWN_ID, UNKNOWN_ID, UNKNOWN_ID)]
        {
            let website = format!("/api/websites/{website}");
            let their_account = format!("/api/accounts/{account_id}");
            let (keys, their_key) =
                (format!("{their_account}/keys"), format!("{their_account}/keys/{key_id}"));
            for ask in [
                actor.get(&website),
                actor.put(&website, name.clone()),
                actor.delete(&website),
                actor.get(format!("{website}/collections")),
                actor.post(format!("{website}/collections"), name.clone()),
                actor.get(&their_account),
                actor.put(&their_account, account.clone()),
                actor.delete(&their_account),
                actor.get(&keys),
                actor.get(format!("{keys}?page=1")),
                actor.post(&keys, key.clone()),
                actor.get(&their_key),
                actor.put(&their_key, key.clone()),
                actor.post_nothing(format!("{their_key}/reset")),
                actor.delete(&their_key),
            ] {
                ask.send().says(403, "Forbidden");
            }
        }
    }
    assert_eq!(id(&theirs), their_account);
    theirs.cookies().get(format!("/api/accounts/{their_account}/keys/{their_key}")).send().is(200);
}

#[test]
fn a_tenant_administers_nothing() {
    let weft = weft();
    let site = weft.site();
    let browser = browser(&weft, &site);
    let page = browser.page();
    page.get("/api/accounts").send().says(403, "Forbidden");
    page.get("/api/accounts?page=1&search=admin").send().says(403, "Forbidden");
    page.post("/api/accounts", an_account("x@y.example", "VIEWER", &[site.id()]))
        .send()
        .says(403, "Forbidden");
    page.post("/api/websites", json!({ "name": "New" })).send().says(403, "Forbidden");
    page.delete(format!("/api/websites/{}", site.id())).send().says(403, "Forbidden");
    page.delete(format!("/api/accounts/{}", id(&browser))).send().says(403, "Forbidden");
}

#[test]
fn a_key_of_a_tenant_is_limited_to_the_tenants_website() {
    let weft = weft();
    let (site, other) = (weft.site(), weft.other_site());
    let browser = browser(&weft, &site);
    let path = format!("/api/accounts/{}/keys", id(&browser));
    let ask = |role: &str, websites: Value| {
        let body = json!({ "name": "Key", "role": role, "active": true, "websites": websites });
        browser.page().post(&path, body).send()
    };
    for websites in [json!([other.id()]), json!([site.id(), other.id()]), json!([UNKNOWN_ID])] {
        ask("VIEWER", websites).says(400, "User does not have access to one or more websites");
    }
    ask("ADMIN", json!([site.id()])).says(400, "API key cannot have higher role than user");
}

#[test]
fn a_tenant_edits_the_address_but_not_the_rights_of_its_account() {
    let weft = weft();
    let (site, other) = (weft.site(), weft.other_site());
    let browser = browser(&weft, &site);
    let path = format!("/api/accounts/{}", id(&browser));
    let ask = |email: &str, role: &str, websites: Value| {
        let body = json!({ "email": email, "role": role, "websites": websites });
        browser.page().put(&path, body).send()
    };
    let fixed = "Non-admin users cannot modify their own role, websites, or active status";
    ask(site.email(), "ADMIN", json!([site.id()])).says(400, fixed);
    for websites in [json!([other.id()]), json!([site.id(), other.id()]), json!([UNKNOWN_ID]), json!([])] {
        ask(site.email(), "SUPERUSER", websites).says(400, fixed);
    }
    // The response does not disclose whether another account has this address.
    ask(other.email(), "SUPERUSER", json!([site.id()])).says(400, "Email cannot be used");
    ask("new@first.example", "SUPERUSER", json!([site.id()])).tells("Account edited");
    Browser::open(&weft, "new@first.example", site.password());
}
