//! What is sent to write a file, and names in paths. Pure.

use crate::error::{Refusal, refused};
use std::borrow::Cow;
use weft_domain::json::{self, Object};
use weft_http::{Request, query_string};

/// A file as it was sent.
#[derive(Debug)]
pub(crate) struct SentFile<'b> {
    /// The front matter.
    pub(crate) frontmatter: Object<'b>,
    /// The text.
    pub(crate) body: Cow<'b, str>,
    /// The hash of the file that this one is to replace.
    pub(crate) sha: Option<Cow<'b, str>>,
}

/// Reads the body of "write content".
///
/// # Errors
/// A refusal of what is missing or of another type; the first thing found.
pub(crate) fn file(request: &Request) -> Result<SentFile<'_>, Refusal> {
    let members = members(request)?;
    let frontmatter = find(&members, "frontmatter").filter(|raw| raw.starts_with('{'));
    let frontmatter = frontmatter.ok_or_else(|| refused("frontmatter must be an object"))?;
    let frontmatter = json::members(frontmatter).map_err(|error| {
        // Well-formed it is, as a part of the body.
        let what = if json::has_too_many(&error) { "has too many members" } else { "must be an object" };
        refused(format!("frontmatter {what}"))
    })?;
    let body = text(&members, "body")?.ok_or_else(|| refused("body must be a string"))?;
    // An empty hash is none.
    let sha = text(&members, "sha")?.filter(|sha| !sha.is_empty());
    Ok(SentFile { frontmatter, body, sha })
}

/// Reads the body of "connect a repository": the repository's name.
///
/// # Errors
/// A refusal when the body is no JSON object; a name that is no text is empty.
pub(crate) fn full_name(request: &Request) -> Result<Cow<'_, str>, Refusal> {
    Ok(text(&members(request)?, "fullName").ok().flatten().unwrap_or_default())
}

/// The members of a body.
///
/// # Errors
/// A refusal when it is no JSON object.
pub(crate) fn members(request: &Request) -> Result<Object<'_>, Refusal> {
    let body = weft_http::body::json(request)?;
    json::members(body).map_err(|_| refused("the body must be a JSON object"))
}

pub(crate) fn find<'b>(members: &Object<'b>, name: &str) -> Option<&'b str> {
    members.iter().find(|(known, _)| known == name).map(|(_, raw)| raw.get())
}

/// A text, if it is there and not null.
///
/// # Errors
/// A refusal of anything else.
pub(crate) fn text<'b>(members: &Object<'b>, name: &str) -> Result<Option<Cow<'b, str>>, Refusal> {
    let Some(raw) = find(members, name).filter(|raw| *raw != "null") else { return Ok(None) };
    let text: String = serde_json::from_str(raw).map_err(|_| refused(format!("{name} must be a string")))?;
    Ok(Some(text.into()))
}

/// The `sha` of the query.
///
/// # Errors
/// A refusal without one.
pub(crate) fn sha(query: &str) -> Result<String, Refusal> {
    let pairs = query_string::pairs(query)?;
    let sha = pairs.into_iter().find(|(name, value)| name == "sha" && !value.is_empty());
    sha.map(|(_, value)| value.into_owned()).ok_or_else(|| refused("sha is required"))
}

/// That a path can name a collection and, where it is given, a file.
///
/// # Errors
/// A refusal in the original's words.
pub(crate) fn check_names(collection: &str, slug: Option<&str>) -> Result<(), Refusal> {
    if !is_name(collection, 100) {
        return Err(refused("Invalid collection name"));
    }
    match slug {
        Some(slug) if !is_name(slug, 200) => Err(refused("Invalid slug")),
        _ => Ok(()),
    }
}

fn is_name(text: &str, most: usize) -> bool {
    let is_legal = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    text.len() <= most && text.starts_with(|c: char| c.is_ascii_alphanumeric()) && text.bytes().all(is_legal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderMap, Method};

    fn request(body: &str) -> Request {
        let (headers, body) = (HeaderMap::new(), body.to_owned().into());
        Request { method: Method::PUT, path: "/".into(), query: String::new(), headers, body }
    }

    fn told(body: &str) -> String {
        match file(&request(body)) {
            Err(Refusal::Own(own)) => own.message,
            Err(Refusal::Fault(weft_http::Fault::Malformed(message))) => message,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn files_are_read() {
        for (sha, read) in
            [("", None), (r#","sha":null"#, None), (r#","sha":"""#, None), (r#","sha":"ab""#, Some("ab"))]
        {
            let sent = request(&format!(r#"{{"frontmatter":{{"a":1,"b":null}},"body":"x","more":1{sha}}}"#));
            let sent = file(&sent).unwrap();
            assert_eq!((sent.frontmatter.len(), sent.body.as_ref(), sent.sha.as_deref()), (2, "x", read));
        }
    }

    #[test]
    fn what_is_missing_or_of_another_type_is_refused() {
        for (body, message) in [
            ("[]", "the body must be a JSON object"),
            ("{}", "frontmatter must be an object"),
            (r#"{"frontmatter":[],"body":""}"#, "frontmatter must be an object"),
            (r#"{"frontmatter":null,"body":""}"#, "frontmatter must be an object"),
            (r#"{"frontmatter":{}}"#, "body must be a string"),
            (r#"{"frontmatter":{},"body":1}"#, "body must be a string"),
            (r#"{"frontmatter":{},"body":null}"#, "body must be a string"),
            (r#"{"frontmatter":{},"body":"","sha":1}"#, "sha must be a string"),
            ("", "the body is empty; it must be JSON"),
        ] {
            assert_eq!(told(body), message, "{body}");
        }
    }

    #[test]
    fn names_begin_with_a_letter_or_digit() {
        for good in ["a", "Blog", "2024.01_x-y"] {
            assert!(check_names(good, Some(good)).is_ok(), "{good}");
        }
        for bad in ["", ".a", "-a", "_a", "a/b", "..", "a b", "ä", "a\u{fffd}", &"x".repeat(101)] {
            assert!(check_names(bad, None).is_err(), "{bad}");
        }
        assert!(check_names("a", Some(&"x".repeat(200))).is_ok());
        assert!(check_names("a", Some(&"x".repeat(201))).is_err());
    }
}
