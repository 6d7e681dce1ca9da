//! The request headers that Spin adds for a component.
//!
//! As on Spin they are appended: a header of the same name from the client stays and comes first;
//! the host's value is the last. A component that reads the first value trusts the client. A name
//! for which the host has no value, such as an unknown `spin-path-match-*`, passes unchanged.

use std::net::SocketAddr;

use http::header::{HeaderMap, HeaderName, HeaderValue};

use super::routes::Match;

const FULL_URL: HeaderName = HeaderName::from_static("spin-full-url");
const PATH_INFO: HeaderName = HeaderName::from_static("spin-path-info");
const MATCHED_ROUTE: HeaderName = HeaderName::from_static("spin-matched-route");
const BASE_PATH: HeaderName = HeaderName::from_static("spin-base-path");
const RAW_ROUTE: HeaderName = HeaderName::from_static("spin-raw-component-route");
const ROUTE: HeaderName = HeaderName::from_static("spin-component-route");
const CLIENT_ADDRESS: HeaderName = HeaderName::from_static("spin-client-addr");
const PATH_MATCH: &str = "spin-path-match-";

/// Appends Spin's headers to `headers`.
pub(super) fn set(headers: &mut HeaderMap, full_url: &str, found: &Match<'_>, client: &HeaderValue) {
    let route = found.route;
    put(headers, PATH_INFO, &found.rest);
    put(headers, FULL_URL, full_url);
    put(headers, MATCHED_ROUTE, &route.based);
    headers.append(BASE_PATH, HeaderValue::from_static("/"));
    put(headers, RAW_ROUTE, &route.raw);
    put(headers, ROUTE, &route.prefix);
    headers.append(CLIENT_ADDRESS, client.clone());
    for (name, value) in &found.segments {
        if let Ok(name) =
            HeaderName::try_from(format!("{PATH_MATCH}{}", name.replace('_', "-").to_ascii_lowercase()))
        {
            put(headers, name, value);
        }
    }
}

/// A client's address as a header value.
pub(super) fn client(address: SocketAddr) -> HeaderValue {
    HeaderValue::try_from(address.to_string()).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// Appends a value. A value that is not valid in a header becomes empty; if it were left out, the
/// client's value would be the last.
fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    headers.append(name, HeaderValue::try_from(value).unwrap_or_else(|_| HeaderValue::from_static("")));
}

#[cfg(test)]
mod tests {
    use super::super::routes::Routes;
    use super::*;
    use crate::manifest::HttpTrigger;

    #[test]
    fn the_hosts_value_is_the_last() {
        let routes =
            Routes::new(&[HttpTrigger { route: Some("/u/:user_id/...".into()), component: "c".into() }])
                .unwrap();
        let mut headers = HeaderMap::new();
        for name in ["spin-client-addr", "spin-path-match-user-id", "spin-path-match-other", "spin-full-url"]
        {
            headers.insert(name, HeaderValue::from_static("forged"));
        }
        headers.insert("accept", HeaderValue::from_static("*/*"));
        let found = routes.find("/u/7/x").unwrap();
        let address = client(SocketAddr::from(([127, 0, 0, 1], 80)));
        set(&mut headers, "http://h/u/7/x?q", &found, &address);
        let all = |name: &str| -> Vec<_> {
            headers.get_all(name).iter().map(|value| value.to_str().unwrap()).collect()
        };
        assert_eq!(all("spin-client-addr"), ["forged", "127.0.0.1:80"]);
        assert_eq!(all("spin-path-match-other"), ["forged"]);
        assert_eq!(all("spin-path-match-user-id"), ["forged", "7"]);
        assert_eq!(all("spin-path-info"), ["/x"]);
        assert_eq!(all("spin-full-url"), ["forged", "http://h/u/7/x?q"]);
        assert_eq!(all("spin-matched-route"), ["/u/:user_id/..."]);
        assert_eq!(all("spin-component-route"), ["/u/:user_id"]);
        assert_eq!(all("accept"), ["*/*"]);
    }

    #[test]
    fn a_value_that_cannot_be_told_leaves_no_forged_one_last() {
        let mut headers = HeaderMap::new();
        headers.insert("spin-full-url", HeaderValue::from_static("forged"));
        put(&mut headers, FULL_URL, "a\nb");
        assert_eq!(headers.get_all("spin-full-url").iter().next_back().unwrap(), "");
    }
}
