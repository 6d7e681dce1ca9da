//! Cloud mode: what differs from the embedded API.

use serde_json::json;
use weft_tests::Actor;

use crate::{Caret, PASSWORD, says};

fn editor<'w>(caret: &'w Caret, project: &str) -> Actor<'w> {
    let login = caret
        .anon()
        .post(format!("/content/auth/login?projectId={project}"), json!({ "password": PASSWORD }));
    let answer = login.send();
    answer.is(200).shows("/ok", true).has("set-cookie", "");
    caret.bearer(&answer.text_at("/token")).header("x-caret-request", "1")
}

#[test]
fn a_project_is_edited_with_a_bearer_token() {
    let caret = Caret::start();
    let project = caret.other_site().id();
    let editor = editor(&caret, project);
    let at = |path: &str| format!("/content/{path}projectId={project}&environment=live");
    let save =
        json!({ "type": "save_field", "collection": "pages", "id": "home", "field": "a", "value": "x" });
    editor.post(at("mutate?"), save).send().is(200).shows("/revision", 1);
    editor.get(at("mutate?")).send().is(200).shows("/route", "/content/mutate");
    editor.get(at("entries?collection=pages&")).send().is(200).shows("/entries/0/id", "home");
    editor.get(at("schema?collection=pages&")).send().is(200).shows("/source", "inferred");
    editor.get(at("collections-metadata?")).send().is(200).shows("/collections", json!([]));
    let history = editor.get(at("history?collection=pages&id=home&")).send();
    let restore = json!({ "collection": "pages", "id": "home", "ts": history.is(200).at("/history/0/ts") });
    editor.post(at("history?"), restore).send().is(200).shows("/data", json!({}));
    let read = caret
        .anon()
        .get(at("../content?keys=pages::home&").replace("/content/../content", "/content"))
        .send();
    read.is(200).shows("/entries/pages::home", json!({}));
    caret.anon().get("/content?projectId=default&keys=pages::home").send().shows("/entries", json!({}));
}

#[test]
fn a_session_is_limited_to_its_project_and_cookies_are_not_accepted() {
    let caret = Caret::start();
    let (project, other) = (caret.site().id(), caret.other_site().id());
    let editor = editor(&caret, project);
    for elsewhere in [other, "nothing"] {
        let answer = editor.get(format!("/content/entries?collection=pages&projectId={elsewhere}")).send();
        answer.is(403).shows("/error", "Permission denied");
    }
    let cookie = caret.anon().header("cookie", &format!("caret_session={}", caret.token()));
    says(&cookie.get("/content/entries?collection=pages").send(), 401, "Unauthorized");
}

#[test]
fn a_logout_ends_the_token() {
    let caret = Caret::start();
    let editor = editor(&caret, "default");
    editor.get("/content/entries?collection=pages").send().is(200);
    editor.post("/content/auth/logout", json!({})).send().is(200).shows("/ok", true);
    says(&editor.get("/content/entries?collection=pages").send(), 401, "Unauthorized");
}

#[test]
fn an_unknown_project_is_not_found() {
    let caret = Caret::start();
    let unknown = "018f3f70-1c2d-7abc-8def-0123456789ab";
    for project in [unknown, "nothing"] {
        says(
            &caret.anon().get(format!("/content?projectId={project}&keys=a::b")).send(),
            404,
            "Site not found",
        );
        let login = caret
            .anon()
            .post(format!("/content/auth/login?projectId={project}"), json!({ "password": PASSWORD }));
        says(&login.send(), 404, "Site not found");
    }
}

#[test]
fn the_cors_preflight_admits_scripts_of_other_origins() {
    let caret = Caret::start();
    for path in ["/content", "/content/entries", "/content/mutate", "/content/history", "/content/auth/login"]
    {
        let preflight = caret.anon().options(path).header("origin", "https://www.site.example");
        let preflight = preflight.header("access-control-request-method", "POST").send();
        let allowed = preflight.is(204).header("access-control-allow-headers");
        for name in
            ["x-caret-request", "x-caret-token", "authorization", "content-type", "x-cms-turnstile-token"]
        {
            assert!(allowed.contains(name), "{name}: {preflight}");
        }
    }
    caret.anon().get("/content").header("origin", "https://www.site.example").send().is(200);
}
