//! Where a browser goes after it has signed in: never to somebody else's site, which would get the
//! session.

use crate::error::{Refusal, refused};
use http::header::HOST;
use url::Url;
use weft_domain::site_ref::host_name;
use weft_http::Request;

/// The longest address.
const LENGTH_MAX: usize = 2_000;

/// A path of the site itself: what was asked for, if it is one, else the root.
pub(super) fn own(asked: Option<&str>) -> &str {
    let is_path = |to: &&str| {
        let rest = to.strip_prefix('/');
        let is_local = rest.is_some_and(|rest| !rest.starts_with(['/', '\\']));
        is_local && to.len() <= LENGTH_MAX && to.bytes().all(|byte| (b'!'..=b'~').contains(&byte))
    };
    asked.map(str::trim).filter(is_path).unwrap_or("/")
}

/// The address to come back to: on one of the site's own domains, or where the request was sent to.
///
/// # Errors
/// A refusal of any other.
pub(super) fn asked(request: &Request, asked: Option<&str>, domains: &[String]) -> Result<Url, Refusal> {
    let refused = || refused("Invalid redirect. Use an address on one of the project's own domains.");
    let to =
        asked.filter(|to| to.len() <= LENGTH_MAX).and_then(|to| Url::parse(to).ok()).ok_or_else(refused)?;
    let host = to.host_str().map(host_name).unwrap_or_default();
    let here = request.header(HOST).unwrap_or_default();
    let authority = to.port().map_or_else(|| host.clone(), |port| format!("{host}:{port}"));
    let is_known = domains.contains(&host) || (!here.is_empty() && authority == here.to_ascii_lowercase());
    let is_plain =
        matches!(to.scheme(), "http" | "https") && to.username().is_empty() && to.password().is_none();
    if is_known && is_plain { Ok(to) } else { Err(refused()) }
}

/// The address with the session in its fragment.
pub(super) fn with_token(mut to: Url, token: &str) -> String {
    to.set_fragment(Some(&format!("cms-session={token}")));
    to.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderMap, HeaderValue, Method};

    #[test]
    fn a_path_starts_with_a_single_slash() {
        for (asked, to) in [
            (Some("/x?y=1#z"), "/x?y=1#z"),
            (Some(" /x "), "/x"),
            (Some("//evil.example"), "/"),
            (Some("/\\evil.example"), "/"),
            (Some("https://evil.example"), "/"),
            (Some("x"), "/"),
            (Some(""), "/"),
            (Some("/a\r\nset-cookie: x"), "/"),
            (Some("/ä"), "/"),
            (None, "/"),
        ] {
            assert_eq!(own(asked), to, "{asked:?}");
        }
    }

    #[test]
    fn a_session_goes_to_the_sites_own_domains_alone() {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, HeaderValue::from_static("weft.example:3000"));
        let request =
            Request { method: Method::GET, path: "/".into(), query: String::new(), headers, body: "".into() };
        let domains = ["www.site.example".to_owned(), "site.example".to_owned()];
        for good in [
            "https://www.site.example/page?x=1#old",
            "http://SITE.example:8080/",
            "http://weft.example:3000/docs/page.html",
        ] {
            let to = asked(&request, Some(good), &domains);
            assert!(to.is_ok_and(|to| with_token(to, "t").ends_with("#cms-session=t")), "{good}");
        }
        for bad in [
            "https://evil.example/",
            "https://site.example.evil.example/",
            "https://site.example@evil.example/",
            "https://user@site.example/",
            "https://evil.example#site.example",
            "javascript://site.example/%0aalert(1)",
            "http://weft.example/",
            "//site.example/",
            "/page",
            "",
        ] {
            assert!(asked(&request, Some(bad), &domains).is_err(), "{bad}");
        }
        assert!(asked(&request, None, &domains).is_err());
    }
}
