//! What is sent to sign in and to make a token. Pure.

use crate::content::{find, members, text};
use crate::error::{Refusal, refused};
use crate::permission;
use serde_json::value::RawValue;
use weft_domain::json::Object;
use weft_domain::{Scopes, Timestamp};
use weft_http::Request;
use weft_service::{NewToken, is_repo_name};

/// The most characters of a token's name.
const NAME_MAX: usize = 100;
/// The shortest life of a token, in seconds.
const LIFE_MIN: f64 = 300.0;
/// The longest.
const LIFE_MAX: f64 = 31_536_000.0;

/// Reads e-mail address and password.
///
/// # Errors
/// A refusal when one of them is missing or no text.
pub(crate) fn login(request: &Request) -> Result<(String, String), Refusal> {
    let members = members(request)?;
    let text = |name| text(&members, name).ok().flatten().map(std::borrow::Cow::into_owned);
    text("email").zip(text("password")).ok_or_else(|| refused("email and password are required"))
}

/// Reads a token to be made at the moment `now`. What is wrong is told in the original's order.
///
/// # Errors
/// A refusal in the original's words.
pub(crate) fn token(request: &Request, now: Timestamp) -> Result<NewToken, Refusal> {
    let members = members(request)?;
    let name = name(&members)?;
    let repos = repos(&members)?;
    let scopes = permissions(&members)?;
    let expires_at = life(&members)?.map(|seconds| now.plus_seconds(seconds));
    Ok(NewToken { name, repos, scopes, expires_at })
}

fn name(members: &Object<'_>) -> Result<String, Refusal> {
    let name = text(members, "name").ok().flatten().unwrap_or_default();
    if name.trim().is_empty() || name.chars().count() > NAME_MAX {
        return Err(refused("Name is required (max 100 chars)"));
    }
    let is_legal = |c: char| c.is_ascii_alphanumeric() || c.is_whitespace() || "_-:.()'+,".contains(c);
    if !name.chars().all(is_legal) {
        return Err(refused("Token name contains invalid characters"));
    }
    Ok(name.into_owned())
}

fn repos(members: &Object<'_>) -> Result<Vec<String>, Refusal> {
    let named = list(members, "repos").ok_or_else(|| refused("At least one repo (or '*') is required"))?;
    match named.iter().find(|name| *name != "*" && !is_repo_name(name)) {
        Some(name) => Err(refused(format!("Invalid repo format: {name}"))),
        None => Ok(named),
    }
}

fn permissions(members: &Object<'_>) -> Result<Scopes, Refusal> {
    let named = list(members, "permissions").ok_or_else(|| refused("At least one permission is required"))?;
    permission::scopes(named.iter().map(String::as_str))
        .map_err(|name| refused(format!("Invalid permission: {name}")))
}

/// A list's items; what is no text is itself, as JSON. `None` when there are none.
fn list(members: &Object<'_>, name: &str) -> Option<Vec<String>> {
    let items: Vec<&RawValue> = serde_json::from_str(find(members, name)?).ok()?;
    let text = |raw: &RawValue| serde_json::from_str(raw.get()).unwrap_or_else(|_| raw.get().to_owned());
    (!items.is_empty()).then(|| items.into_iter().map(text).collect())
}

/// How long a token lives, in seconds; for ever, if `None`.
fn life(members: &Object<'_>) -> Result<Option<i64>, Refusal> {
    let Some(raw) = find(members, "expiresIn").filter(|raw| *raw != "null") else { return Ok(None) };
    let seconds: f64 = serde_json::from_str(raw).map_err(|_| refused("expiresIn must be a number"))?;
    if seconds < LIFE_MIN {
        return Err(refused("Expiry must be at least 300 seconds (5 minutes)"));
    }
    if seconds > LIFE_MAX {
        return Err(refused("Expiry must not exceed 31536000 seconds (1 year)"));
    }
    #[expect(clippy::cast_possible_truncation, reason = "within a year")]
    Ok(Some(seconds as i64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderMap, Method};

    fn request(body: &str) -> Request {
        let (headers, body) = (HeaderMap::new(), body.to_owned().into());
        Request { method: Method::POST, path: "/".into(), query: String::new(), headers, body }
    }

    fn read(body: &str) -> Result<NewToken, String> {
        match token(&request(body), Timestamp::from_millis(0)) {
            Ok(new) => Ok(new),
            Err(Refusal::Own(own)) => Err(own.message),
            Err(other) => Err(format!("{other:?}")),
        }
    }

    #[test]
    fn a_token_is_read() {
        let new = read(
            r#"{"name":"build-token","repos":["a/b","*"],"permissions":["content:read"],"expiresIn":7776000}"#,
        );
        let new = new.unwrap();
        assert_eq!((new.name.as_str(), new.repos.len()), ("build-token", 2));
        assert_eq!(new.expires_at, Some(Timestamp::from_millis(7_776_000_000)));
        for never in ["", r#","expiresIn":null"#] {
            let new = read(&format!(r#"{{"name":"n","repos":["*"],"permissions":["repos:read"]{never}}}"#));
            assert_eq!(new.unwrap().expires_at, None);
        }
    }

    #[test]
    fn the_first_mistake_is_told() {
        for (body, message) in [
            ("[]", "the body must be a JSON object"),
            ("{}", "Name is required (max 100 chars)"),
            (r#"{"name":7}"#, "Name is required (max 100 chars)"),
            (r#"{"name":" "}"#, "Name is required (max 100 chars)"),
            (&format!(r#"{{"name":"{}"}}"#, "x".repeat(101)), "Name is required (max 100 chars)"),
            (r#"{"name":"<b>"}"#, "Token name contains invalid characters"),
            (r#"{"name":"n"}"#, "At least one repo (or '*') is required"),
            (r#"{"name":"n","repos":[]}"#, "At least one repo (or '*') is required"),
            (r#"{"name":"n","repos":"*"}"#, "At least one repo (or '*') is required"),
            (r#"{"name":"n","repos":["a"]}"#, "Invalid repo format: a"),
            (r#"{"name":"n","repos":[7]}"#, "Invalid repo format: 7"),
            (r#"{"name":"n","repos":["*"]}"#, "At least one permission is required"),
            (r#"{"name":"n","repos":["*"],"permissions":["all"]}"#, "Invalid permission: all"),
            (
                r#"{"name":"n","repos":["*"],"permissions":["repos:read"],"expiresIn":"1"}"#,
                "expiresIn must be a number",
            ),
            (
                r#"{"name":"n","repos":["*"],"permissions":["repos:read"],"expiresIn":0}"#,
                "Expiry must be at least 300 seconds (5 minutes)",
            ),
            (
                r#"{"name":"n","repos":["*"],"permissions":["repos:read"],"expiresIn":31536001}"#,
                "Expiry must not exceed 31536000 seconds (1 year)",
            ),
        ] {
            assert_eq!(read(body).unwrap_err(), message, "{body}");
        }
    }
}
