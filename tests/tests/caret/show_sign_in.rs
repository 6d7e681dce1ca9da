//! GET /content/admin

use crate::{Caret, PASSWORD, says};

const REFUSED: &str = "Invalid redirect. Use an address on one of the project's own domains.";

fn own(caret: &Caret) {
    let insert =
        "INSERT INTO site_domains (domain, site) SELECT 'www.site.example', pk FROM sites WHERE id = ?";
    assert_eq!(caret.database().execute(insert, [caret.site().id()]).unwrap(), 1);
}

#[test]
fn the_form_redirects_with_a_valid_session() {
    let caret = Caret::start();
    own(&caret);
    let site = caret.site();
    let to = "https%3A%2F%2Fwww.site.example%2Fpage%3Fx%3D1";
    let page = caret.anon().get(format!("/content/admin?projectId={}&redirect={to}", site.id())).send();
    let html = page.is(200).text();
    let action = format!("action=\"/content/auth/login?projectId={}\"", site.id());
    assert!(
        html.contains(&action) && html.contains("www.site.example") && !html.contains("<script"),
        "{html}"
    );
    assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"), "{page}");
    let form = |password: &str| {
        let ask = caret.anon().ask("POST", format!("/content/auth/login?projectId={}", site.id()));
        let ask = ask.header("content-type", "application/x-www-form-urlencoded");
        ask.bytes(format!("redirect={to}&password={}", password.replace(' ', "+"))).send()
    };
    let back = form(PASSWORD).is(302).header("location").to_owned();
    let token = back.strip_prefix("https://www.site.example/page?x=1#cms-session=").unwrap();
    caret
        .bearer(token)
        .get(format!("/content/entries?projectId={}&collection=pages", site.id()))
        .send()
        .is(200);
    let wrong = form("wrong").is(302).header("location").to_owned();
    assert!(wrong.starts_with("/content/admin?projectId=") && wrong.ends_with("&error=invalid"), "{wrong}");
    let again = caret.anon().get(&wrong).send();
    assert!(again.is(200).text().contains("The password is wrong."), "{again}");
}

#[test]
fn redirects_to_other_sites_are_refused() {
    let caret = Caret::start();
    own(&caret);
    for to in [
        "https://evil.example/",
        "https://www.site.example@evil.example/",
        "/page",
        "javascript:alert(1)",
        "",
    ] {
        let query = format!("projectId=default&redirect={to}");
        says(&caret.anon().get(format!("/content/admin?{query}")).send(), 400, REFUSED);
        let ask = caret.anon().ask("POST", "/content/auth/login?projectId=default");
        let ask = ask.header("content-type", "application/x-www-form-urlencoded");
        let body = format!("redirect={to}&password={}", PASSWORD.replace(' ', "+"));
        says(&ask.bytes(body).send(), 400, REFUSED);
    }
    let here = format!("http://{}/docs/page.html", caret.address());
    caret.anon().get(format!("/content/admin?redirect={here}")).send().is(200);
}
