//! Where a session stands, which site a request is about, and what keeps other pages out.
//!
//! Embedded (`/api/cms`) the site is that of the host and the session is in the cookie
//! `caret_session`; a bearer does as well. In cloud mode (`/content`) the site is the `projectId`
//! of the query, and only a bearer counts: a browser sends cookies whoever made the page.
//! `default`, or none, is the site of the host.
//!
//! What changes something must bear `x-caret-request: 1`, which no page of another origin can make
//! a browser send along with a cookie.

use crate::error::{CaretError, Refusal};
use http::header::{ACCEPT, AUTHORIZATION, COOKIE, HOST};
use http::{HeaderName, Method, StatusCode};
use weft_domain::SiteRef;
use weft_http::credential::{CARET_TOKEN, cookie};
use weft_http::headers::CLIENT_ADDRESS;
use weft_http::query_string::PAIRS_MAX;
use weft_http::{Credential, CredentialKind, Credentials, Request};

const COOKIE_NAME: &str = "caret_session";
/// How long a browser keeps the cookie, in seconds: as long as the session lasts.
const LASTS: u32 = 43_200;
const X_CARET_REQUEST: HeaderName = HeaderName::from_static("x-caret-request");

/// The headers that this API reads.
pub(crate) static HEADERS: [HeaderName; 9] = [
    HOST,
    COOKIE,
    AUTHORIZATION,
    ACCEPT,
    HeaderName::from_static("x-caret-request"),
    CARET_TOKEN,
    HeaderName::from_static("x-cms-turnstile-token"),
    HeaderName::from_static("x-forwarded-proto"),
    CLIENT_ADDRESS,
];

/// Whether a path is of cloud mode.
pub(crate) fn is_cloud(path: &str) -> bool {
    !path.starts_with("/api/")
}

/// The session, and the site.
pub(crate) fn credentials(request: &Request) -> Credentials {
    let at = Some(site(request));
    let bearer = Credential::bearer(request);
    let person = if is_cloud(&request.path) { bearer } else { bearer.or_else(|| in_cookie(request)) };
    Credentials { person, site: None, at }
}

/// The site alone: of somebody who signs in.
pub(crate) fn of_site(request: &Request) -> Credentials {
    Credentials { at: Some(site(request)), ..Credentials::default() }
}

/// The session, else the public token of a page: a key of the site.
pub(crate) fn or_token(request: &Request) -> Credentials {
    let credentials = credentials(request);
    let person = credentials.person.or_else(|| Credential::key(request, CARET_TOKEN));
    Credentials { person, ..credentials }
}

fn site(request: &Request) -> SiteRef {
    match project(request) {
        Some(id) if is_cloud(&request.path) && id != "default" => SiteRef::Id(id),
        _ => request.site_of_host(),
    }
}

/// The `projectId` of the query, if it has one.
pub(crate) fn project(request: &Request) -> Option<String> {
    parameter(request, "projectId").map(|id| id.trim().to_owned()).filter(|id| !id.is_empty())
}

/// A parameter of the query.
pub(crate) fn parameter(request: &Request, name: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(request.query.as_bytes()).take(PAIRS_MAX);
    pairs.find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
}

fn in_cookie(request: &Request) -> Option<Credential> {
    Credential::new(CredentialKind::Session, cookie(request, COOKIE_NAME)?)
}

/// That a change was meant by a script of the site, or by no browser at all.
pub(crate) fn check_csrf(request: &Request) -> Result<(), Refusal> {
    if request.method != Method::POST || request.header(X_CARET_REQUEST).map(str::trim_ascii) == Some("1") {
        return Ok(());
    }
    Err(Refusal::Own(CaretError::Advice {
        status: StatusCode::FORBIDDEN,
        error: "Missing required request header",
        detail: "Send 'x-caret-request: 1' on mutating CMS requests.",
    }))
}

/// The value of `Set-Cookie` for a session.
pub(crate) fn set_cookie(request: &Request, token: &str) -> String {
    format!("{COOKIE_NAME}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={LASTS}{}", secure(request))
}

/// The value of `Set-Cookie` that takes the session away.
pub(crate) fn no_cookie(request: &Request) -> String {
    format!("{COOKIE_NAME}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{}", secure(request))
}

/// A browser that came over TLS sends the cookie over TLS alone. Whoever forges this header harms
/// nobody but themselves.
fn secure(request: &Request) -> &'static str {
    let is_secure = request.header("x-forwarded-proto").is_some_and(|scheme| scheme.starts_with("https"));
    if is_secure { "; Secure" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderMap, HeaderValue};

    fn request(target: &str, headers: &[(&'static str, &str)]) -> Request {
        let pair = |(name, value): &(&'static str, &str)| {
            (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap())
        };
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let headers: HeaderMap = headers.iter().map(pair).collect();
        Request { method: Method::POST, path: path.into(), query: query.into(), headers, body: "".into() }
    }

    fn told(target: &str, headers: &[(&'static str, &str)]) -> (Option<String>, Option<SiteRef>) {
        let credentials = credentials(&request(target, headers));
        (credentials.person.map(|person| person.secret), credentials.at)
    }

    #[test]
    fn a_cookie_counts_on_the_site_and_a_bearer_everywhere() {
        let cookie = ("cookie", "a=b; caret_session=c");
        let (bearer, host) = (("authorization", "Bearer b"), ("host", "Site.example:3000"));
        let at_host = || Some(SiteRef::Host("site.example".into()));
        let secret = |text: &str| Some(text.to_owned());
        assert_eq!(told("/api/cms/entries", &[cookie, host]), (secret("c"), at_host()));
        assert_eq!(told("/api/cms/entries?projectId=x", &[bearer, cookie, host]), (secret("b"), at_host()));
        assert_eq!(told("/content/entries?projectId=default", &[cookie, host]), (None, at_host()));
        let named = Some(SiteRef::Id("x".into()));
        assert_eq!(told("/content/entries?projectId=x", &[bearer, cookie, host]), (secret("b"), named));
        assert_eq!(told("/content", &[bearer]), (secret("b"), Some(SiteRef::Host(String::new()))));
        assert_eq!(told("/api/cms/entries", &[("cookie", "caret_session=")]).0, None);
    }

    #[test]
    fn a_change_says_that_it_was_meant() {
        assert!(check_csrf(&request("/api/cms/mutate", &[("x-caret-request", "1")])).is_ok());
        for headers in [&[][..], &[("x-caret-request", "true")], &[("x-caret-request", "")]] {
            assert!(check_csrf(&request("/api/cms/mutate", headers)).is_err());
        }
    }

    #[test]
    fn the_cookie_is_for_tls_where_the_browser_came_over_tls() {
        let plain = set_cookie(&request("/", &[]), "t");
        assert_eq!(plain, "caret_session=t; Path=/; HttpOnly; SameSite=Lax; Max-Age=43200");
        assert!(set_cookie(&request("/", &[("x-forwarded-proto", "https")]), "t").ends_with("; Secure"));
    }
}
