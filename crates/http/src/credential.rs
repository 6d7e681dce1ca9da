//! Secrets as clients send them: the headers that may bear one, and how they are read.
//!
//! | where | what | API |
//! |---|---|---|
//! | `x-api-key: <secret>` | key | R3 |
//! | `x-inlinecms-key: <secret>` | key | InlineCMS |
//! | `x-caret-token: <secret>` | key | CaretCMS |
//! | `Authorization: Bearer <secret>` | session | InlineCMS, R3, CaretCMS |
//! | `Authorization: Bearer a:<id>.<secret>` | key | SnowCMS |
//! | `Authorization: Bearer <account>:<secret>` | session | SnowCMS |
//! | `Cookie: snowcms_session=<account>:<secret>` | session | SnowCMS |
//! | `Authorization: Bearer cms_<id>.<secret>` | key | samduke-cms |
//! | `Cookie: caret_session=<secret>` | session | CaretCMS |
//! | `Cookie: cms_session=<secret>` | session | samduke-cms |
//!
//! How a token is divided is its dialect's to say; which header it stands in is said here, once:
//! [`HEADERS`] is also what caches must tell answers apart by (`Vary`).

use crate::message::Request;
use http::HeaderName;
use http::header::{AUTHORIZATION, COOKIE};
use weft_domain::{AccountId, CredentialId, CredentialKind, SiteRef};

/// R3's header for keys.
pub const API_KEY: HeaderName = HeaderName::from_static("x-api-key");
/// InlineCMS's header for keys.
pub const INLINE_KEY: HeaderName = HeaderName::from_static("x-inlinecms-key");
/// CaretCMS's header for the public tokens of pages, which are keys.
pub const CARET_TOKEN: HeaderName = HeaderName::from_static("x-caret-token");

/// The headers that may bear a credential.
pub static HEADERS: [HeaderName; 5] = [API_KEY, INLINE_KEY, CARET_TOKEN, AUTHORIZATION, COOKIE];

/// A credential, as it was sent.
#[derive(Clone)]
pub struct Credential {
    /// The kind of credential, from its position in the request.
    pub kind: CredentialKind,
    /// The secret; never logged, hence no `Debug`.
    pub secret: String,
    /// The requested site; the credential's own site, if `None`.
    pub site: Option<SiteRef>,
    /// The id that the client sends with the secret: a key's id, or a session's id or account id.
    pub id: Option<String>,
}

impl Credential {
    /// The session token in `Authorization: Bearer <token>`, if any.
    #[must_use]
    pub fn bearer(request: &Request) -> Option<Self> {
        Self::new(CredentialKind::Session, bearer(request)?)
    }

    /// The API key in the header of that name, if any.
    #[must_use]
    pub fn key(request: &Request, header: HeaderName) -> Option<Self> {
        Self::new(CredentialKind::ApiKey, request.header(header)?)
    }

    /// A secret from another position; `None` if it is empty.
    #[must_use]
    pub fn new(kind: CredentialKind, secret: &str) -> Option<Self> {
        let secret = secret.trim_ascii();
        (!secret.is_empty()).then(|| Self { kind, secret: secret.to_owned(), site: None, id: None })
    }

    /// Whether the id that was sent matches the verified credential: the key's id, or the session's
    /// id or account id. True if no id was sent.
    #[must_use]
    pub fn is_of(&self, credential: CredentialId, account: AccountId) -> bool {
        let Some(id) = &self.id else { return true };
        let is_account = || self.kind == CredentialKind::Session && id.parse() == Ok(account);
        id.parse() == Ok(credential) || is_account()
    }

    /// Adds the expected id.
    #[must_use]
    pub fn with_id(self, id: &str) -> Self {
        Self { id: Some(id.to_owned()), ..self }
    }

    /// Sets the requested site, by its id.
    #[must_use]
    pub fn for_site(self, site: &str) -> Self {
        self.at(SiteRef::Id(site.to_owned()))
    }

    /// Sets the requested site.
    #[must_use]
    pub fn at(self, site: SiteRef) -> Self {
        Self { site: Some(site), ..self }
    }
}

/// What follows `Bearer` in `Authorization`, without spaces around it.
#[must_use]
pub fn bearer(request: &Request) -> Option<&str> {
    let (scheme, token) = request.header(AUTHORIZATION)?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim_ascii())
}

/// The value of the cookie of that name; the first one counts.
#[must_use]
pub fn cookie<'r>(request: &'r Request, name: &str) -> Option<&'r str> {
    let lines = request.headers.get_all(COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    let mut pairs =
        lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim_ascii().split_once('='));
    pairs.find(|(known, _)| *known == name).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderMap, HeaderValue, Method};

    #[test]
    fn a_cookie_is_found_among_others() {
        for (line, value) in [
            ("session=a", Some("a")),
            ("x=1; session=a; session=b", Some("a")),
            ("x=1;session=a=b", Some("a=b")),
            ("session=", Some("")),
            ("Session=a", None),
            ("asession=a", None),
            ("session", None),
        ] {
            assert_eq!(cookie(&request("cookie", line), "session"), value, "{line}");
        }
    }

    fn request(name: &'static str, value: &str) -> Request {
        let mut headers = HeaderMap::new();
        headers.insert(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
        Request {
            method: Method::GET,
            path: "/".into(),
            query: String::new(),
            headers,
            body: crate::Body::new(),
        }
    }

    #[test]
    fn a_key_is_named_by_its_own_id() {
        let [own, account] = ["018f3f70-1c2d-7abc-8def-0123456789ab", "018f3f70-1c2d-7abc-8def-0123456789ac"];
        let is_of = |kind, id: Option<&str>| {
            let credential = Credential::new(kind, "s").unwrap();
            let credential = id.map_or(credential.clone(), |id| credential.with_id(id));
            credential.is_of(own.parse().unwrap(), account.parse().unwrap())
        };
        for (id, key, session) in [
            (None, true, true),
            (Some(own), true, true),
            (Some("018F3F70-1C2D-7ABC-8DEF-0123456789AB"), true, true),
            (Some(account), false, true),
            (Some("018f3f70-1c2d-7abc-8def-0123456789ad"), false, false),
            (Some("018f3f701c2d7abc8def0123456789ab"), false, false),
            (Some(""), false, false),
        ] {
            assert_eq!(is_of(CredentialKind::ApiKey, id), key, "{id:?}");
            assert_eq!(is_of(CredentialKind::Session, id), session, "{id:?}");
        }
    }

    #[test]
    fn secrets_are_found_where_they_stand() {
        for (value, secret) in [
            ("Bearer abc", Some("abc")),
            ("bearer  abc ", Some("abc")),
            ("Bearer", None),
            ("Bearer ", None),
            ("Basic abc", None),
            ("Bearerabc", None),
        ] {
            let found = Credential::bearer(&request("authorization", value));
            assert_eq!(found.as_ref().map(|c| c.secret.as_str()), secret, "{value}");
            assert!(found.is_none_or(|c| c.kind == CredentialKind::Session));
        }
        let found = Credential::key(&request("x-api-key", "abc"), HeaderName::from_static("x-api-key"));
        assert!(found.is_some_and(|c| c.kind == CredentialKind::ApiKey && c.secret == "abc"));
        assert!(Credential::key(&request("x-api-key", ""), HeaderName::from_static("x-api-key")).is_none());
    }
}
