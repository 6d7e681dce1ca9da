//! Checks a request's body as JSON text, before a dialect parses it.

use crate::fault::Fault;
use crate::message::Request;
use http::header::CONTENT_TYPE;
use weft_domain::json;

/// The body's text: UTF-8, not empty, within the nesting limit, without U+0000, and with a JSON
/// `Content-Type` or none. It is not parsed here.
///
/// # Errors
/// `Malformed`, with a message for people.
pub fn json(request: &Request) -> Result<&str, Fault> {
    let malformed = |what: &str| Fault::Malformed(what.to_owned());
    if request.headers.contains_key(CONTENT_TYPE) && !request.header(CONTENT_TYPE).is_some_and(is_json) {
        return Err(malformed("the body must be JSON (Content-Type: application/json)"));
    }
    let text = std::str::from_utf8(&request.body)
        .map_err(|error| Fault::Malformed(format!("the body is not UTF-8: {error}")))?;
    if text.trim_ascii().is_empty() {
        return Err(malformed("the body is empty; it must be JSON"));
    }
    json::guard(text.as_bytes()).map_err(|refused| Fault::Malformed(format!("the body {refused}")))?;
    Ok(text)
}

/// Whether a media type is JSON or ends in `+json`.
fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim_ascii();
    let json = b"+json";
    essence.eq_ignore_ascii_case("application/json")
        || essence.eq_ignore_ascii_case("text/json")
        || essence
            .len()
            .checked_sub(json.len())
            .and_then(|at| essence.as_bytes().get(at..))
            .is_some_and(|end| end.eq_ignore_ascii_case(json))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderMap, HeaderValue, Method};

    fn request(content_type: Option<&'static str>, body: &'static [u8]) -> Request {
        let mut headers = HeaderMap::new();
        if let Some(value) = content_type {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(value));
        }
        Request { method: Method::POST, path: "/".into(), query: String::new(), headers, body: body.into() }
    }

    #[test]
    fn json_passes_as_it_was_sent() {
        for content_type in [
            None,
            Some("application/json"),
            Some("application/JSON; charset=utf-8"),
            Some("application/problem+json"),
        ] {
            assert_eq!(
                json(&request(content_type, b" {\"a\" : 1}")).unwrap(),
                " {\"a\" : 1}",
                "{content_type:?}"
            );
        }
    }

    #[test]
    fn what_cannot_be_json_is_malformed() {
        let deep: &'static [u8] = &[b'['; 65];
        for (content_type, body) in [
            (Some("text/plain"), b"{}" as &[u8]),
            (Some("json"), b"{}"),
            (Some(""), b"{}"),
            (Some("application/x-www-form-urlencoded"), b"a=1"),
            (None, b""),
            (None, b" \n"),
            (None, b"{\"a\":\"\xff\"}"),
            (None, b"{\"a\":\"\\u0000\"}"),
            (None, deep),
        ] {
            assert!(
                matches!(json(&request(content_type, body)), Err(Fault::Malformed(_))),
                "{content_type:?} {body:?}"
            );
        }
    }
}
