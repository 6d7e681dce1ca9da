//! Bodies: JSON, and the forms of a login.

use crate::error::Refusal;
use futures_util::stream;
use http::header::{ACCEPT, CONTENT_TYPE};
use multer::Multipart;
use std::convert::Infallible;
use weft_domain::json::{self, members};
use weft_domain::{Error, entry::DATA_MAX};
use weft_http::{Fault, Request};

/// The most fields that are read of a form.
const FIELDS_MAX: usize = 32;

/// The text of a JSON body, whatever its content type says: as the original reads it. At most 1
/// MiB.
///
/// # Errors
/// `TooLarge`, `Malformed`.
pub(crate) fn json(request: &Request) -> Result<&str, Refusal> {
    if request.body.len() > DATA_MAX {
        return Err(Error::TooLarge { limit: DATA_MAX, of: "bytes" }.into());
    }
    let malformed = |what: String| Refusal::from(Fault::Malformed(what));
    let text =
        std::str::from_utf8(&request.body).map_err(|error| malformed(format!("not UTF-8: {error}")))?;
    json::guard(text.as_bytes()).map_err(|refused| malformed(format!("the body {refused}")))?;
    // Well-formed as a whole, so that what is read of it later can only be of another type.
    serde_json::from_str::<serde::de::IgnoredAny>(text).map_err(|error| malformed(error.to_string()))?;
    Ok(text.trim_ascii())
}

/// What somebody sends to sign in. Bears a password, hence no `Debug`.
#[derive(Default)]
pub(crate) struct Login {
    /// The e-mail address, if one was sent.
    pub(crate) email: Option<String>,
    /// The password, if one was sent.
    pub(crate) password: Option<String>,
    /// Where to go then.
    pub(crate) redirect: Option<String>,
}

/// How a login was sent, and is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// By a script, which reads JSON.
    Script,
    /// By a form, whose browser goes on to another page.
    Browser,
}

/// How a request was sent: what is not JSON is a form, and a form's answer is a page unless its
/// sender asks for JSON.
pub(crate) fn manner(request: &Request) -> Manner {
    let asks_for_json = request.header(ACCEPT).is_some_and(|accept| accept.contains("application/json"));
    if is_json(request) || asks_for_json { Manner::Script } else { Manner::Browser }
}

/// Whether a body is JSON.
fn is_json(request: &Request) -> bool {
    request.header(CONTENT_TYPE).is_some_and(|kind| kind.to_ascii_lowercase().contains("application/json"))
}

/// Reads a login. What is missing, or of another type, was not sent.
///
/// # Errors
/// `Malformed` for JSON that is none.
pub(crate) async fn login(request: &Request) -> Result<Login, Refusal> {
    let pairs = if is_json(request) {
        let object = members(json(request)?).unwrap_or_default();
        let text = |raw: &str| serde_json::from_str::<String>(raw).ok();
        object.iter().filter_map(|(name, raw)| Some((name.clone().into_owned(), text(raw.get())?))).collect()
    } else {
        form(request).await
    };
    let mut login = Login::default();
    for (name, value) in pairs {
        match name.as_str() {
            "email" => login.email = Some(value).filter(|email| !email.trim().is_empty()),
            "password" => login.password = Some(value).filter(|password| !password.is_empty()),
            "redirect" => login.redirect = Some(value),
            _ => {}
        }
    }
    Ok(login)
}

/// The fields of a form, of one part or of several. One that breaks off has those before.
async fn form(request: &Request) -> Vec<(String, String)> {
    let kind = request.header(CONTENT_TYPE).unwrap_or_default();
    let Ok(boundary) = multer::parse_boundary(kind) else {
        let pairs = form_urlencoded::parse(&request.body).take(FIELDS_MAX);
        return pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    };
    let body = request.body.clone();
    let mut parts = Multipart::new(stream::iter([Ok::<_, Infallible>(body)]), boundary);
    let mut fields = Vec::new();
    while let Ok(Some(part)) = parts.next_field().await {
        let name = part.name().unwrap_or_default().to_owned();
        let Ok(text) = part.text().await else { break };
        if fields.len() == FIELDS_MAX {
            break;
        }
        fields.push((name, text));
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_executor::block_on;
    use http::{HeaderMap, HeaderValue, Method};

    fn request(content_type: Option<&'static str>, body: &str) -> Request {
        let mut headers = HeaderMap::new();
        headers.extend(content_type.map(|kind| (CONTENT_TYPE, HeaderValue::from_static(kind))));
        Request {
            method: Method::POST,
            path: "/".into(),
            query: String::new(),
            headers,
            body: body.to_owned().into(),
        }
    }

    fn told(content_type: &'static str, body: &str) -> [String; 3] {
        let login = block_on(login(&request(Some(content_type), body))).unwrap();
        [login.email, login.password, login.redirect].map(Option::unwrap_or_default)
    }

    #[test]
    fn a_login_is_json_or_a_form() {
        let wanted = ["", "a b", "/x"];
        assert_eq!(told("application/json", r#"{"password":"a b","redirect":"/x"}"#), wanted);
        assert_eq!(
            told("application/json; charset=utf-8", r#"{"password":"a b","redirect":"/x","email":7}"#),
            wanted
        );
        assert_eq!(told("application/x-www-form-urlencoded", "password=a+b&redirect=%2Fx"), wanted);
        assert_eq!(told("text/plain", "password=a+b&redirect=/x"), wanted);
        let parts = "--B\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\na b\r\n--B\r\nContent-Disposition: form-data; name=\"redirect\"\r\n\r\n/x\r\n--B--\r\n";
        assert_eq!(told("multipart/form-data; boundary=B", parts), wanted);
        let broken =
            "--B\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\na b\r\n--B\r\nContent-Disp";
        assert_eq!(told("multipart/form-data; boundary=B", broken), ["", "a b", ""]);
        for (kind, body) in [("application/json", "[]"), ("text/plain", ""), ("multipart/form-data", "x")] {
            assert_eq!(told(kind, body), ["", "", ""], "{kind}");
        }
        assert!(block_on(login(&request(Some("application/json"), "{"))).is_err());
        assert_eq!(
            told("application/json", r#"{"email":"me@example.com","password":""}"#),
            ["me@example.com", "", ""]
        );
    }

    #[test]
    fn json_is_well_formed_and_not_too_deep() {
        for good in ["{}", " [1] ", "7"] {
            assert!(json(&request(None, good)).is_ok(), "{good}");
        }
        let deep = "[".repeat(3000) + &"]".repeat(3000);
        for bad in ["", "{", "{} x", &deep, "{\"a\":\"\\u0000\"}"] {
            assert!(matches!(json(&request(None, bad)), Err(Refusal::Fault(Fault::Malformed(_)))));
        }
        let large = format!("\"{}\"", "x".repeat(DATA_MAX));
        assert!(matches!(
            json(&request(None, &large)),
            Err(Refusal::Fault(Fault::Domain(Error::TooLarge { .. })))
        ));
    }
}
