//! The page that a browser shows at the root: the version, the APIs, and how to get a key.
//!
//! It belongs to no dialect. Only a client that names HTML in `Accept` gets it; all others get the
//! answer of the dialect that answers unknown paths. The page needs no database, no credential and
//! no script, loads nothing, and does not depend on the content.

use crate::cors;
use crate::message::{Reply, Request};
use crate::pipeline::request_id;
use crate::respond::{self, Exchange};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{ACCEPT, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, VARY};
use http::{HeaderMap, Method, StatusCode};
use sha2::{Digest as _, Sha256};
use weft_domain::Ctx;

const PAGE: &str = include_str!("front_page.html");

/// The page, if the request is a read of the root by a client that accepts HTML.
#[must_use]
pub fn answer(request: &Request, ctx: &Ctx) -> Option<Reply> {
    let is_head = request.method == Method::HEAD;
    if !is_root(request) || !(is_head || request.method == Method::GET) || !takes_html(&request.headers) {
        return None;
    }
    let exchange = Exchange {
        request_id: &request_id(request, ctx),
        is_own_read: false,
        is_head,
        is_cross_origin: cors::is_cross_origin(request),
        quota: None,
        round_trips: 0,
        reads: &[],
    };
    Some(respond::finish(page().with(VARY, "accept, origin"), &exchange))
}

/// Adds `Accept` to `Vary` of the dialect's answer at the root.
#[must_use]
pub fn instead(mut reply: Reply) -> Reply {
    let known = reply.headers.get(VARY).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let all = if known.is_empty() { "accept".to_owned() } else { format!("{known}, accept") };
    respond::put(&mut reply.headers, &VARY, all);
    reply
}

/// Whether the path is the root.
#[must_use]
pub fn is_root(request: &Request) -> bool {
    request.path == "/"
}

fn page() -> Reply {
    let html = PAGE
        .replace("{version}", env!("CARGO_PKG_VERSION"))
        .replace("{repository}", env!("CARGO_PKG_REPOSITORY"));
    let mut reply = Reply::new(StatusCode::OK)
        .with(CONTENT_TYPE, "text/html; charset=utf-8")
        .with(CONTENT_SECURITY_POLICY, policy(&html))
        .with(REFERRER_POLICY, "no-referrer");
    reply.body = html.into();
    reply
}

/// Forbids scripts, loading, forms and framing; allows the page's own style sheet by its hash.
fn policy(html: &str) -> String {
    let style = html.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>"));
    let hash = STANDARD.encode(Sha256::digest(style.map_or("", |(style, _)| style)));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

/// Whether the client names HTML and prefers it to JSON or weighs both equally. `*/*` alone does
/// not name HTML: programs send it too.
fn takes_html(headers: &HeaderMap) -> bool {
    let (mut html, mut json) = (Best::default(), Best::default());
    let values = headers.get_all(ACCEPT).into_iter().filter_map(|value| value.to_str().ok());
    for range in values.flat_map(|value| value.split(',')) {
        let mut parts = range.split(';').map(str::trim);
        let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
        let weight = parts.find_map(quality).unwrap_or(1.0);
        match kind.as_str() {
            "text/html" => html.take(2, weight),
            "text/*" => html.take(1, weight),
            "application/json" => json.take(2, weight),
            "application/*" => json.take(1, weight),
            _ => {}
        }
    }
    html.weight > 0.0 && html.weight >= json.weight
}

/// The weight of the most specific matching range (RFC 9110, 12.5.1); 0 if no range matches.
#[derive(Default)]
struct Best {
    exactness: u8,
    weight: f32,
}

impl Best {
    fn take(&mut self, exactness: u8, weight: f32) {
        if exactness > self.exactness {
            *self = Self { exactness, weight };
        }
    }
}

/// The value of a `q` parameter; `None` if the parameter is another or malformed.
fn quality(parameter: &str) -> Option<f32> {
    let (name, value) = parameter.split_once('=')?;
    let is_weight = name.trim().eq_ignore_ascii_case("q");
    is_weight.then(|| value.trim().parse().ok().filter(|weight| (0.0..=1.0).contains(weight)).unwrap_or(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn takes(accept: &[&'static str]) -> bool {
        let values = accept.iter().map(|value| (ACCEPT, HeaderValue::from_static(value)));
        let mut headers = HeaderMap::new();
        for (name, value) in values {
            headers.append(name, value);
        }
        takes_html(&headers)
    }

    #[test]
    fn only_who_names_html_takes_it() {
        for accept in [
            &["text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"][..],
            &["text/html"],
            &["TEXT/HTML; charset=utf-8; Q=0.1, */*"],
            &["*/*", "text/*;q=0.5"],
            &["application/json, text/html"],
            &["application/json;q=0.4,text/html ; q = 0.5"],
            &["application/*;q=0.9, application/json;q=0.1, text/html;q=0.3"],
        ] {
            assert!(takes(accept), "{accept:?}");
        }
        for accept in [
            &[][..],
            &["*/*"],
            &[""],
            &["application/json"],
            &["text/html;q=0"],
            &["text/html;q=0.000, */*"],
            &["text/*, text/html;q=0"],
            &["text/html;q=0, text/*"],
            &["text/html;q=x"],
            &["text/html;q=-1"],
            &["text/html;q=NaN"],
            &["application/json, text/html;q=0.5"],
            &["text/htmlx", "xtext/html", "text/plain"],
        ] {
            assert!(!takes(accept), "{accept:?}");
        }
    }

    #[test]
    fn the_page_is_small_and_loads_nothing() {
        let reply = page();
        let html = std::str::from_utf8(&reply.body).unwrap();
        assert!(html.len() < 4096, "{}", html.len());
        assert!(!html.contains("{version}") && !html.contains("{repository}"));
        for nothing in ["<script", "src=", "url(", "@import", "<link", "<img", "<form", " style="] {
            assert!(!html.contains(nothing), "{nothing}");
        }
        assert_eq!(html.matches("<style>").count(), 1);
    }
}
