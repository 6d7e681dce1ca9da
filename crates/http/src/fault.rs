//! Credentials as clients send them, and the faults of the pipeline.

use crate::message::Request;
use http::HeaderName;
use http::header::AUTHORIZATION;
pub use weft_domain::CredentialKind;
use weft_domain::{AccountId, CredentialId, Error, SiteRef};

/// A credential, as it was sent.
#[derive(Clone, PartialEq, Eq)]
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
        let (scheme, token) = request.header(AUTHORIZATION)?.split_once(' ')?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return None;
        }
        Self::new(CredentialKind::Session, token)
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

/// All faults of a request, from the pipeline or a use case.
#[derive(Debug)]
pub enum Fault {
    /// An error of a use case.
    Domain(Error),
    /// No endpoint has this path.
    UnknownRoute,
    /// The path exists, but not with this method.
    MethodNotAllowed {
        /// The allowed methods, for `Allow`: `GET, POST`.
        allow: String,
    },
    /// The body is not valid JSON text (not UTF-8, too deep, …); the message is for people.
    Malformed(String),
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Domain(error)
    }
}

impl Fault {
    /// The use case's error, if it is one.
    #[must_use]
    pub const fn domain(&self) -> Option<&Error> {
        match self {
            Self::Domain(error) => Some(error),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderMap, HeaderValue, Method};

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
