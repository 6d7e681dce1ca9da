//! The hosts that a component may send requests to.
//!
//! The syntax is Spin's: `scheme://host[:port]`, with `*` for any scheme, host or port, `*.domain`
//! for any subdomain, `self` for the application itself, an address block (`10.0.0.0/8`) for
//! addresses, and `from..to` for a range of ports, its end not included. A scheme without a port
//! means the default port of the scheme.

use std::net::IpAddr;

use anyhow::{Context as _, Result, bail, ensure};
use http::Uri;

/// A component's `allowed_outbound_hosts`, parsed.
#[derive(Debug, Clone, Default)]
pub(crate) struct AllowedHosts(Vec<AllowedHost>);

#[derive(Debug, Clone)]
struct AllowedHost {
    scheme: Option<String>,
    host: Host,
    ports: Option<std::ops::Range<u32>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Host {
    Any,
    Itself,
    Name(String),
    SubdomainOf(String),
    Block(IpAddr, u8),
}

impl AllowedHosts {
    /// Parses entries in which templates are already expanded.
    pub(crate) fn parse<S: AsRef<str>>(entries: &[S]) -> Result<Self> {
        entries.iter().map(|entry| AllowedHost::parse(entry.as_ref())).collect::<Result<_>>().map(Self)
    }

    /// Whether a request to `uri`, which has a scheme and a host, is allowed.
    pub(crate) fn allow(&self, uri: &Uri) -> bool {
        let (Some(scheme), Some(host)) = (uri.scheme_str(), uri.host()) else { return false };
        let Some(port) = uri.port_u16().or_else(|| default_port(scheme)) else { return false };
        self.0.iter().any(|allowed| allowed.allows(scheme, host, port))
    }

    /// Whether the application may call itself by a request without a host.
    pub(crate) fn allow_self(&self) -> bool {
        let http = |scheme: &Option<String>| {
            scheme.as_deref().is_none_or(|scheme| matches!(scheme, "http" | "https"))
        };
        self.0.iter().any(|allowed| http(&allowed.scheme) && matches!(allowed.host, Host::Any | Host::Itself))
    }
}

impl AllowedHost {
    fn parse(entry: &str) -> Result<Self> {
        let entry = entry.trim();
        let (scheme, rest) = entry.split_once("://").with_context(|| {
            format!("`{entry}` in `allowed_outbound_hosts` has no scheme: write <scheme>://<host>[:<port>]")
        })?;
        Self::from_parts(scheme, rest)
            .with_context(|| format!("`{entry}` in `allowed_outbound_hosts` is not valid"))
    }

    fn from_parts(scheme: &str, rest: &str) -> Result<Self> {
        ensure!(
            scheme == "*" || scheme.bytes().all(|byte| byte.is_ascii_alphabetic()),
            "the scheme `{scheme}` is not a word"
        );
        let (host, port) = split_port(rest);
        let ports = match port.trim_end_matches('/') {
            "" => {
                let port = default_port(scheme)
                    .with_context(|| format!("the scheme `{scheme}` has no port of its own, name one"))?;
                Some(u32::from(port)..u32::from(port) + 1)
            }
            "*" => None,
            port => Some(parse_ports(port)?),
        };
        Ok(Self { scheme: (scheme != "*").then(|| scheme.to_owned()), host: Host::parse(host)?, ports })
    }

    fn allows(&self, scheme: &str, host: &str, port: u16) -> bool {
        self.scheme.as_deref().is_none_or(|allowed| allowed == scheme)
            && self.ports.as_ref().is_none_or(|ports| ports.contains(&u32::from(port)))
            && self.host.allows(host)
    }
}

impl Host {
    fn parse(host: &str) -> Result<Self> {
        let host = host.trim();
        match host {
            "*" => return Ok(Self::Any),
            "self" | "self.alt" => return Ok(Self::Itself),
            _ => {}
        }
        if let Some((address, bits)) = host.split_once('/').filter(|(_, bits)| !bits.is_empty()) {
            let address: IpAddr = address.parse().context("a host must not have a path")?;
            let bits: u8 = bits.parse().context("an address block ends in a number of bits")?;
            ensure!(
                bits <= if address.is_ipv4() { 32 } else { 128 },
                "an address has fewer than {bits} bits"
            );
            return Ok(Self::Block(address, bits));
        }
        let host = host.trim_end_matches('/');
        match host.strip_prefix("*.") {
            Some(domain) if !domain.contains('*') => Ok(Self::SubdomainOf(format!(".{domain}"))),
            _ if host.contains('*') => {
                bail!("`*` stands for a whole host or for subdomains (`*.example.com`)")
            }
            _ if host.is_empty() => bail!("the host is empty"),
            _ => Ok(Self::Name(host.to_owned())),
        }
    }

    fn allows(&self, host: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Itself => false,
            Self::Name(name) => name.eq_ignore_ascii_case(host),
            Self::SubdomainOf(suffix) => host.to_ascii_lowercase().ends_with(&suffix.to_ascii_lowercase()),
            Self::Block(network, bits) => {
                host.trim_matches(['[', ']']).parse().is_ok_and(|address| in_block(address, *network, *bits))
            }
        }
    }
}

/// Splits the port from the host; also handles `[::1]:80`.
fn split_port(rest: &str) -> (&str, &str) {
    match rest.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, port),
        _ => (rest, ""),
    }
}

fn parse_ports(port: &str) -> Result<std::ops::Range<u32>> {
    let number = |text: &str| {
        text.parse::<u16>().map(u32::from).with_context(|| format!("the port `{text}` is not a number"))
    };
    match port.split_once("..") {
        Some((from, to)) => Ok(number(from)?..number(to)?),
        None => number(port).map(|port| port..port + 1),
    }
}

/// Whether the first `bits` bits of `address` equal those of `network`.
pub(crate) fn in_block(address: IpAddr, network: IpAddr, bits: u8) -> bool {
    let bits = u32::from(bits);
    match (address, network) {
        (IpAddr::V4(address), IpAddr::V4(network)) => {
            let mask = u32::MAX.checked_shl(32 - bits).unwrap_or(0);
            address.to_bits() & mask == network.to_bits() & mask
        }
        (IpAddr::V6(address), IpAddr::V6(network)) => {
            let mask = u128::MAX.checked_shl(128 - bits).unwrap_or(0);
            address.to_bits() & mask == network.to_bits() & mask
        }
        _ => false,
    }
}

fn default_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" => Some(80),
        "https" => Some(443),
        "postgres" => Some(5432),
        "mysql" => Some(3306),
        "redis" => Some(6379),
        "mqtt" => Some(1883),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(entry: &str, uri: &str) -> bool {
        AllowedHosts::parse(&[entry]).unwrap().allow(&uri.parse().unwrap())
    }

    #[test]
    fn a_host_means_its_schemes_port() {
        assert!(allows("https://example.com", "https://example.com/path"));
        assert!(!allows("https://example.com", "http://example.com/"));
        assert!(!allows("https://example.com", "https://example.com:8443/"));
        assert!(!allows("https://example.com", "https://evil.example.com/"));
    }

    #[test]
    fn wildcards_stand_for_schemes_hosts_ports_and_subdomains() {
        assert!(allows("*://*:*", "http://anything:1/"));
        assert!(allows("https://*.example.com", "https://a.b.example.com/"));
        assert!(!allows("https://*.example.com", "https://example.com/"));
        assert!(allows("http://localhost:*", "http://localhost:8080/"));
        assert!(allows("http://localhost:8000..8010", "http://localhost:8009/"));
        assert!(!allows("http://localhost:8000..8010", "http://localhost:8010/"));
    }

    #[test]
    fn blocks_hold_addresses_only() {
        assert!(allows("http://10.0.0.0/8:80", "http://10.1.2.3/"));
        assert!(!allows("http://10.0.0.0/8:80", "http://11.1.2.3/"));
        assert!(!allows("http://10.0.0.0/8:80", "http://ten/"));
    }

    #[test]
    fn self_is_not_a_host_name() {
        let hosts = AllowedHosts::parse(&["http://self"]).unwrap();
        assert!(hosts.allow_self());
        assert!(!hosts.allow(&"http://self/".parse().unwrap()));
        assert!(!AllowedHosts::parse(&["http://example.com"]).unwrap().allow_self());
    }

    #[test]
    fn nonsense_is_refused() {
        for entry in [
            "example.com",
            "*",
            "",
            "foo://example.com",
            "http://ex*mple.com",
            "http://a:b",
            "http://a/b",
            "ht+tp://a",
        ] {
            assert!(AllowedHosts::parse(&[entry]).is_err(), "{entry}");
        }
    }
}
