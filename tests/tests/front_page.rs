//! `GET /`: an HTML page for browsers; for other clients the 404 of an unknown path.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "this is test code, where clippy knows only the functions that are tests"
)]

use weft_tests::{Answer, Weft};

const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

fn open(weft: &Weft, method: &str, accept: &str) -> Answer {
    weft.anon().ask(method, "/").header("accept", accept).send()
}

#[track_caller]
fn is_not_found(answer: &Answer) {
    answer.is_error(404, "NOT_FOUND").has("content-type", "application/json");
    assert!(varies_by_accept(answer), "{answer}");
    assert!(answer.header("content-security-policy").is_empty(), "{answer}");
}

fn varies_by_accept(answer: &Answer) -> bool {
    answer.header("vary").split(", ").any(|name| name == "accept")
}

#[test]
fn a_browser_gets_a_page() {
    let weft = Weft::empty(|_| {});
    let page = open(&weft, "GET", BROWSER);
    page.is(200)
        .has("content-type", "text/html; charset=utf-8")
        .has("referrer-policy", "no-referrer")
        .costs(0);
    assert!(varies_by_accept(&page), "{page}");
    let html = page.text();
    assert_eq!(page.header("content-length"), html.len().to_string());
    assert!(html.len() < 4096, "{} bytes", html.len());
    for part in [
        "<!doctype html>",
        "<html lang=\"en\">",
        "<title>Weft ",
        "name=\"viewport\"",
        "prefers-color-scheme",
        env!("CARGO_PKG_VERSION"),
        "R3 CMS",
        "SnowCMS",
        "InlineCMS",
        "CaretCMS",
        "samduke-cms",
        "/api/content",
        "/api/websites",
        "/v1",
        "weft key create",
        "https://",
        "</html>",
    ] {
        assert!(html.contains(part), "{part} is missing:\n{html}");
    }
}

#[test]
fn the_page_may_run_and_load_nothing() {
    let weft = Weft::empty(|_| {});
    let page = open(&weft, "GET", BROWSER);
    let policy = page.header("content-security-policy");
    for rule in [
        "default-src 'none'",
        "style-src 'sha256-",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.contains(rule), "{rule} is missing: {policy}");
    }
    assert!(!policy.contains("unsafe") && !policy.contains('*'), "{policy}");
    for part in ["<script", "<link", "<img", "<iframe", "src=", "url(", "@import", "javascript:"] {
        assert!(!page.text().contains(part), "{part}");
    }
}

#[test]
fn it_says_the_same_to_everybody() {
    let weft = Weft::start();
    let page = open(&weft, "GET", BROWSER);
    for actor in [weft.admin(), weft.reader(), weft.bearer("nothing"), weft.key("nothing")] {
        let same = actor.get("/?x=script").header("accept", BROWSER).send();
        assert_eq!(same.is(200).text(), page.text());
    }
    for secret in weft.site().secrets() {
        assert!(!page.text().contains(secret));
    }
}

#[test]
fn head_is_get_without_the_page() {
    let weft = Weft::empty(|_| {});
    let (page, head) = (open(&weft, "GET", BROWSER), open(&weft, "HEAD", BROWSER));
    assert!(head.is(200).bytes().is_empty());
    for name in ["content-type", "content-length", "content-security-policy", "vary", "cache-control"] {
        assert_eq!(head.header(name), page.header(name), "{name}");
    }
    assert!(open(&weft, "HEAD", "*/*").is(404).bytes().is_empty());
}

#[test]
fn a_client_that_does_not_ask_for_html_is_told_that_nothing_is_there() {
    let weft = Weft::empty(|_| {});
    is_not_found(&weft.anon().get("/").send());
    for accept in [
        "*/*",
        "application/json",
        "text/html;q=0",
        "text/html; q=0.000, */*",
        "text/*, text/html;q=0",
        "application/json, text/html;q=0.5",
        "text/plain",
        "",
    ] {
        is_not_found(&open(&weft, "GET", accept));
    }
    for accept in ["text/html", "TEXT/HTML;q=0.1", "text/*", "application/json;q=0.5, text/html"] {
        open(&weft, "GET", accept).is(200).has("content-type", "text/html; charset=utf-8");
    }
}

#[test]
fn other_methods_and_paths_have_no_page() {
    let weft = Weft::empty(|_| {});
    for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"] {
        is_not_found(&open(&weft, method, BROWSER));
    }
    for path in ["/nothing", "//", "/index.html", "/favicon.ico", "/api", "/api/"] {
        let answer = weft.anon().get(path).header("accept", BROWSER).send();
        answer.is(404).has("content-type", "application/json");
        assert!(!varies_by_accept(&answer), "{answer}");
    }
}

#[test]
fn it_is_there_without_a_database() {
    let mut weft = Weft::start();
    weft.restart_with(|data| {
        std::fs::read_dir(data).unwrap().for_each(|entry| drop(std::fs::remove_file(entry.unwrap().path())));
        std::fs::create_dir(data.join("default.db")).unwrap();
    });
    open(&weft, "GET", BROWSER).is(200);
}
