//! How a request says which site it is about: by the site's id, or by the host name that the
//! request was sent to.

/// A site, as a request names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SiteRef {
    /// By its id, as it was sent. A malformed id never matches.
    Id(String),
    /// By a host name, as [`host_name`] gives it: the site that has this domain, else the
    /// installation's first site.
    Host(String),
}

impl SiteRef {
    /// The site of the host that a request was sent to, given its `Host`.
    #[must_use]
    pub fn of_host(authority: &str) -> Self {
        Self::Host(host_name(authority))
    }
}

/// The host name of an authority (`Example.org:3000`), as domains are stored: in lower case,
/// without port and without the dot of the root.
#[must_use]
pub fn host_name(authority: &str) -> String {
    let authority = authority.trim_ascii();
    let host = match authority.find(']') {
        Some(end) if authority.starts_with('[') => authority.get(..=end),
        _ => authority.split(':').next(),
    };
    let host = host.unwrap_or_default();
    host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_name_has_neither_port_nor_capitals() {
        for (authority, name) in [
            ("example.org", "example.org"),
            ("Example.ORG:3000", "example.org"),
            ("example.org.:80", "example.org"),
            (" example.org ", "example.org"),
            ("127.0.0.1:8080", "127.0.0.1"),
            ("[::1]:3000", "[::1]"),
            ("[::1]", "[::1]"),
            ("[::1", "["),
            ("", ""),
            (":80", ""),
        ] {
            assert_eq!(host_name(authority), name, "{authority}");
        }
    }
}
