//! The request headers that Spin adds for a component.
//!
//! They are the host's word: whatever a client sends under these names is dropped first.

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

/// Replaces the headers of Spin's in `headers`.
pub(super) fn set(headers: &mut HeaderMap, full_url: &str, found: &Match<'_>, client: &HeaderValue) {
    remove_path_matches(headers);
    let route = found.route;
    put(headers, PATH_INFO, &found.rest);
    put(headers, FULL_URL, full_url);
    put(headers, MATCHED_ROUTE, &route.based);
    headers.insert(BASE_PATH, HeaderValue::from_static("/"));
    put(headers, RAW_ROUTE, &route.raw);
    put(headers, ROUTE, &route.prefix);
    headers.insert(CLIENT_ADDRESS, client.clone());
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

fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    match HeaderValue::try_from(value) {
        Ok(value) => drop(headers.insert(name, value)),
        Err(_) => drop(headers.remove(name)),
    }
}

fn remove_path_matches(headers: &mut HeaderMap) {
    if headers.keys().any(|name| name.as_str().starts_with(PATH_MATCH)) {
        let forged: Vec<HeaderName> =
            headers.keys().filter(|name| name.as_str().starts_with(PATH_MATCH)).cloned().collect();
        for name in forged {
            headers.remove(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::routes::Routes;
    use super::*;
    use crate::manifest::HttpTrigger;

    #[test]
    fn a_client_cannot_forge_them() {
        let routes =
            Routes::new(&[HttpTrigger { route: Some("/u/:user_id/...".into()), component: "c".into() }])
                .unwrap();
        let mut headers = HeaderMap::new();
        headers.insert("spin-client-addr", HeaderValue::from_static("forged"));
        headers.insert("spin-path-match-other", HeaderValue::from_static("forged"));
        headers.insert("accept", HeaderValue::from_static("*/*"));
        let found = routes.find("/u/7/x").unwrap();
        let address = client(SocketAddr::from(([127, 0, 0, 1], 80)));
        set(&mut headers, "http://h/u/7/x?q", &found, &address);
        let get = |name: &str| headers.get(name).map(|value| value.to_str().unwrap());
        assert_eq!(get("spin-client-addr"), Some("127.0.0.1:80"));
        assert_eq!(get("spin-path-match-other"), None);
        assert_eq!(get("spin-path-match-user-id"), Some("7"));
        assert_eq!(get("spin-path-info"), Some("/x"));
        assert_eq!(get("spin-full-url"), Some("http://h/u/7/x?q"));
        assert_eq!(get("spin-matched-route"), Some("/u/:user_id/..."));
        assert_eq!(get("spin-component-route"), Some("/u/:user_id"));
        assert_eq!(get("accept"), Some("*/*"));
    }
}
