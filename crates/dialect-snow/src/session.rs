//! Reads the credentials of a request: `Authorization: Bearer`, or the cookie of a signed-in
//! browser.
//!
//! A browser sends cookies with requests from any page, so a write with a cookie alone must repeat
//! a second cookie in a header (CSRF protection): pages of other origins can neither read the
//! cookie nor set the header. The second cookie is a hash over the first and a random value, so
//! that an attacker cannot plant a matching one.

use crate::error::{Refusal, refused};
use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderName, Method};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use subtle::ConstantTimeEq as _;
use weft_domain::{Ctx, Error};
use weft_http::credential::{bearer, cookie};
use weft_http::headers::CLIENT_ADDRESS;
use weft_http::{Credential, CredentialKind, Request};

/// The lifetime of the cookies, in seconds: a day.
const DAY: u32 = 86_400;
const SESSION: &str = "snowcms_session";
const CSRF: &str = "snowcms_csrf";
static X_CSRF_TOKEN: HeaderName = HeaderName::from_static("x-csrf-token");
static UNSAFE_SOURCE: HeaderName = HeaderName::from_static("x-snowcms-unsafe-source");
/// The headers that this API reads.
pub static HEADERS: [HeaderName; 5] = [
    AUTHORIZATION,
    COOKIE,
    HeaderName::from_static("x-csrf-token"),
    HeaderName::from_static("x-snowcms-unsafe-source"),
    CLIENT_ADDRESS,
];

/// The credential of the request. An `Authorization` header takes precedence over cookies.
#[must_use]
pub fn credential(request: &Request) -> Option<Credential> {
    if request.headers.contains_key(AUTHORIZATION) {
        return of_token(bearer(request)?);
    }
    session(cookie(request, SESSION)?)
}

/// `<account id>:<secret>`
fn session(token: &str) -> Option<Credential> {
    let (account, secret) = token.split_once(':')?;
    Credential::new(CredentialKind::Session, secret).map(|credential| credential.with_id(account))
}

/// `Bearer a:<key id>.<secret>`, or `Bearer <account id>:<secret>` of a session. Text after a
/// second dot is ignored.
fn of_token(token: &str) -> Option<Credential> {
    let Some(key) = token.strip_prefix("a:") else { return session(token) };
    let mut parts = key.split('.');
    let (id, secret) = (parts.next()?, parts.next()?);
    Credential::new(CredentialKind::ApiKey, secret).map(|credential| credential.with_id(id))
}

/// Rejects request loops of webhooks and fetches: the original marks every request that it sends.
///
/// # Errors
/// `Forbidden`.
pub fn refuse_circles(request: &Request) -> Result<(), Refusal> {
    if request.headers.contains_key(&UNSAFE_SOURCE) {
        return Err(Error::Forbidden { needs: "a request that no webhook sent" }.into());
    }
    Ok(())
}

/// Rejects a cross-site write.
///
/// # Errors
/// The original's message.
pub fn check_origin(request: &Request) -> Result<(), Refusal> {
    let is_safe = matches!(request.method, Method::GET | Method::HEAD | Method::OPTIONS);
    if is_safe || request.headers.contains_key(AUTHORIZATION) {
        return Ok(());
    }
    let Some(session) = cookie(request, SESSION) else { return Ok(()) };
    let refuse = |why: &str| Err(refused(format!("CSRF token error: {why}")));
    let Some(token) = request.header(&X_CSRF_TOKEN).filter(|token| !token.is_empty()) else {
        return refuse("No token provided");
    };
    let Some(known) = cookie(request, CSRF) else { return refuse("No CSRF cookie") };
    let (hash, random) = known.split_once('.').unwrap_or_default();
    let is_ours = hash.as_bytes().ct_eq(fingerprint(session, random).as_bytes());
    let is_repeated = token.as_bytes().ct_eq(known.as_bytes());
    if bool::from(is_ours & is_repeated) { Ok(()) } else { refuse("Token mismatch") }
}

/// The values of `Set-Cookie` for a new session.
#[must_use]
pub fn cookies(token: &str, ctx: &Ctx) -> [String; 2] {
    let random = ctx.new_uuid().simple().to_string();
    let csrf = format!("{}.{random}", fingerprint(token, &random));
    let rest = format!("Path=/; Max-Age={DAY}; SameSite=Lax");
    [format!("{SESSION}={token}; HttpOnly; {rest}"), format!("{CSRF}={csrf}; {rest}")]
}

/// The values of `Set-Cookie` that delete the cookies.
#[must_use]
pub fn no_cookies() -> [String; 2] {
    [SESSION, CSRF].map(|name| format!("{name}=; Path=/; Max-Age=0; SameSite=Lax"))
}

fn fingerprint(session: &str, random: &str) -> String {
    let mut hasher = Sha256::new();
    for part in ["snowcms csrf", session, random] {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    let mut hex = String::with_capacity(64);
    for byte in hasher.finalize() {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderMap, HeaderValue};
    use weft_domain::Timestamp;

    fn request(method: Method, headers: &[(&'static str, &str)]) -> Request {
        let pair = |(name, value): &(&'static str, &str)| {
            (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap())
        };
        let headers: HeaderMap = headers.iter().map(pair).collect();
        Request { method, path: "/".into(), query: String::new(), headers, body: "".into() }
    }

    fn told(headers: &[(&'static str, &str)]) -> Option<(CredentialKind, String)> {
        let credential = credential(&request(Method::GET, headers))?;
        let id = credential.id.map(|id| id + " ").unwrap_or_default();
        Some((credential.kind, id + &credential.secret))
    }

    #[test]
    fn keys_and_sessions_stand_in_the_header() {
        for (header, wanted) in [
            ("Bearer a:id.secret", Some((CredentialKind::ApiKey, "id secret"))),
            ("bearer  a:id.secret", Some((CredentialKind::ApiKey, "id secret"))),
            ("BEARER a:id.secret", Some((CredentialKind::ApiKey, "id secret"))),
            ("Bearera:id.secret", None),
            ("Bearer a:id.secret.more", Some((CredentialKind::ApiKey, "id secret"))),
            ("Bearer a:id", None),
            ("Bearer a:id.", None),
            ("Bearer user:secret", Some((CredentialKind::Session, "user secret"))),
            ("Bearer secret", None),
            ("a:id.secret", None),
            ("Basic a:b", None),
            ("Bearer ", None),
        ] {
            let wanted = wanted.map(|(kind, secret)| (kind, secret.to_owned()));
            assert_eq!(told(&[("authorization", header)]), wanted, "{header}");
        }
    }

    #[test]
    fn a_cookie_counts_where_there_is_no_header() {
        let cookie = ("cookie", "a=b; snowcms_session=u:s; snowcms_csrf=x");
        assert_eq!(told(&[cookie]), Some((CredentialKind::Session, "u s".into())));
        assert_eq!(told(&[cookie, ("authorization", "Bearer nothing")]), None);
        assert_eq!(told(&[("cookie", "snowcms_session=")]), None);
        assert_eq!(told(&[]), None);
    }

    #[test]
    fn changes_by_cookie_need_the_token() {
        let ctx = Ctx::new(Timestamp::from_millis(0), |bytes| bytes.fill(7));
        let [session, csrf] = cookies("u:s", &ctx);
        assert!(session.contains("HttpOnly") && !csrf.contains("HttpOnly"));
        let value = |cookie: &str| cookie.split(';').next().unwrap().to_owned();
        let (session, csrf) = (value(&session), value(&csrf));
        let both = format!("{session}; {csrf}");
        let token = csrf.strip_prefix("snowcms_csrf=").unwrap();
        let check = |headers: &[(&'static str, &str)]| match check_origin(&request(Method::POST, headers)) {
            Ok(()) => String::new(),
            Err(Refusal::Own(own)) => own.message,
            Err(other) => panic!("{other:?}"),
        };
        assert_eq!(check(&[("cookie", &both), ("x-csrf-token", token)]), "");
        assert_eq!(check(&[]), "");
        assert_eq!(check(&[("cookie", &both), ("authorization", "Bearer a:b.c")]), "");
        assert_eq!(check(&[("cookie", &both)]), "CSRF token error: No token provided");
        assert_eq!(
            check(&[("cookie", &session), ("x-csrf-token", token)]),
            "CSRF token error: No CSRF cookie"
        );
        for (cookies, token) in [
            (both.clone(), "x"),
            (format!("{session}; snowcms_csrf=x"), "x"),
            (format!("snowcms_session=u:t; {csrf}"), token),
        ] {
            assert_eq!(
                check(&[("cookie", &cookies), ("x-csrf-token", token)]),
                "CSRF token error: Token mismatch"
            );
        }
        assert!(check_origin(&request(Method::GET, &[("cookie", &both)])).is_ok());
    }
}
