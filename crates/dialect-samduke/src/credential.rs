//! Where the secret stands: a token in `Authorization: Bearer cms_…`, which goes first, or the
//! session of a browser in the cookie `cms_session`.
//!
//! A browser sends the cookie with requests of its own site only (`SameSite=Lax`), but for plain
//! links, which change nothing.

use crate::error::{Refusal, unauthorized};
use http::HeaderName;
use http::header::{AUTHORIZATION, COOKIE, HOST};
use weft_domain::{Ctx, Error, SignedIn};
use weft_http::credential::bearer;
use weft_http::headers::CLIENT_ADDRESS;
use weft_http::{Credential, CredentialKind, Request};

const SESSION: &str = "cms_session";
const TOKEN: &str = "cms_";

/// How the tokens of GitHub begin, which the original took once.
const OF_GITHUB: [&str; 6] = ["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"];

/// The headers that this API reads.
pub(crate) static HEADERS: [HeaderName; 4] = [AUTHORIZATION, COOKIE, HOST, CLIENT_ADDRESS];

/// The secret that the request bears.
pub(crate) fn find(request: &Request) -> Option<Credential> {
    match bearer(request) {
        Some(token) if token.starts_with(TOKEN) => Credential::new(CredentialKind::ApiKey, token),
        _ => session(request),
    }
}

/// The session in the cookie.
pub(crate) fn session(request: &Request) -> Option<Credential> {
    Credential::new(CredentialKind::Session, weft_http::credential::cookie(request, SESSION)?)
}

/// Refuses a token of GitHub's: whoever sends one is told what to do.
pub(crate) fn refuse_github(request: &Request) -> Result<(), Refusal> {
    let is_githubs = |token: &str| OF_GITHUB.iter().any(|mark| token.starts_with(mark));
    if bearer(request).is_some_and(is_githubs) {
        return Err(unauthorized(
            "Raw GitHub tokens are no longer accepted. Create a CMS API token at /settings/tokens.",
        ));
    }
    Ok(())
}

/// What identity refused, in the original's words.
pub(crate) fn unidentified(request: &Request, error: Error) -> Refusal {
    let is_token = bearer(request).is_some_and(|token| token.starts_with(TOKEN));
    match error {
        Error::Unauthenticated if is_token => unauthorized("Invalid or expired API token"),
        error => error.into(),
    }
}

/// The value of `Set-Cookie` for a new session.
pub(crate) fn cookie(request: &Request, session: &SignedIn, ctx: &Ctx) -> String {
    let seconds = (session.expires_at.millis() - ctx.now.millis()) / 1000;
    format!(
        "{SESSION}={}; HttpOnly; {}Path=/; Max-Age={seconds}; SameSite=Lax",
        session.token,
        secure(request)
    )
}

/// The value of `Set-Cookie` that ends a session.
pub(crate) fn no_cookie(request: &Request) -> String {
    format!("{SESSION}=; HttpOnly; {}Path=/; Max-Age=0; SameSite=Lax", secure(request))
}

/// A browser sends a secure cookie over TLS only, but for its own machine, where there is none.
fn secure(request: &Request) -> &'static str {
    let host = request.header(HOST).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    if matches!(name, "localhost" | "127.0.0.1" | "[::1]" | "") { "" } else { "Secure; " }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderMap, HeaderValue, Method};

    fn request(headers: &[(HeaderName, &str)]) -> Request {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(name, HeaderValue::from_str(value).unwrap());
        }
        Request {
            method: Method::GET,
            path: "/".into(),
            query: String::new(),
            headers: map,
            body: weft_http::Body::new(),
        }
    }

    #[test]
    fn a_token_goes_before_the_cookie_and_other_schemes_do_not() {
        let cookie = (COOKIE, "a=b; cms_session=s1; c=d");
        for (authorization, secret) in [
            ("Bearer cms_a.b", "cms_a.b"),
            ("bearer  cms_a.b ", "cms_a.b"),
            ("Bearer other", "s1"),
            ("Basic cms_a.b", "s1"),
            ("cms_a.b", "s1"),
        ] {
            let found = find(&request(&[(AUTHORIZATION, authorization), cookie.clone()])).unwrap();
            assert_eq!(found.secret, secret, "{authorization}");
            assert_eq!(found.kind == CredentialKind::Session, secret == "s1");
        }
        assert!(find(&request(&[(COOKIE, "cms_session=; x=y")])).is_none());
        assert!(find(&request(&[])).is_none());
        assert_eq!(session(&request(&[(AUTHORIZATION, "Bearer cms_a.b"), cookie])).unwrap().secret, "s1");
    }

    #[test]
    fn tokens_of_github_are_refused_by_name() {
        for token in ["ghp_x", "github_pat_x", "gho_"] {
            assert!(
                refuse_github(&request(&[(AUTHORIZATION, &format!("Bearer {token}"))])).is_err(),
                "{token}"
            );
        }
        assert!(refuse_github(&request(&[(AUTHORIZATION, "Bearer cms_ghp_")])).is_ok());
        assert!(refuse_github(&request(&[])).is_ok());
    }

    #[test]
    fn a_cookie_is_secure_off_ones_own_machine() {
        for (host, is_secure) in [
            ("localhost:3000", false),
            ("127.0.0.1", false),
            ("[::1]:3000", false),
            ("cms.example.org", true),
            ("localhost.example.org:80", true),
        ] {
            assert_eq!(no_cookie(&request(&[(HOST, host)])).contains("Secure"), is_secure, "{host}");
        }
    }
}
