//! Which addresses a receiver may have: https on the public internet, and what the operator lists.
//!
//! An address is read as browsers read it, so that a number in another spelling (`2130706433`,
//! `0x7f.1`, `[::ffff:127.0.0.1]`) is seen for what it is. A name is not resolved here; the host
//! that connects checks what it resolves to. The check is made when a receiver is written and again
//! before each attempt, because the operator's list may have changed.

use crate::{address, ip};
use url::{Host, Url};

/// The longest address, in bytes.
const LENGTH_MAX: usize = 2048;

/// Ports of services that are no web servers and that a request could do harm to: those that
/// browsers refuse (Fetch, "bad port"), and databases.
const OTHER_SERVICES: [u16; 92] = [
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103,
    104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514,
    515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1433, 1521, 1719,
    1720, 1723, 2049, 2379, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432, 6000, 6379, 6566, 6665, 6666,
    6667, 6668, 6669, 6679, 6697, 10080, 11211, 27017,
];

/// The exact hosts and ports that the operator allows whatever they are: for tests and for
/// receivers in the operator's own network.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InsecureHosts(Vec<(String, u16)>);

impl InsecureHosts {
    /// Parses `host:port` pairs with commas between: `127.0.0.1:18181,[::1]:8080`.
    ///
    /// # Errors
    /// The entry that is no such pair.
    pub fn parse(list: &str) -> Result<Self, String> {
        let entries = list.split(',').map(str::trim).filter(|entry| !entry.is_empty());
        entries.map(|entry| pair(entry).ok_or_else(|| entry.to_owned())).collect::<Result<_, _>>().map(Self)
    }

    fn contain(&self, url: &Url) -> bool {
        let (Some(host), Some(port)) = (url.host_str(), url.port_or_known_default()) else { return false };
        self.0.iter().any(|(listed, at)| listed == host && *at == port)
    }
}

/// A pair, with the host in the form that parsed addresses have.
fn pair(entry: &str) -> Option<(String, u16)> {
    let (_, port) =
        entry.rsplit_once(':').filter(|(host, port)| !host.contains('*') && !port.contains(']'))?;
    let port: u16 = port.parse().ok().filter(|port| *port != 0)?;
    let url = Url::parse(&format!("http://{entry}/")).ok()?;
    let is_pair = url.username().is_empty() && url.password().is_none() && url.path() == "/";
    url.host_str().filter(|_| is_pair).map(|host| (host.to_owned(), port))
}

/// The schemes that an address may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// `https` alone: what is sent is nobody else's business.
    Secure,
    /// `http` too: nothing is sent.
    Any,
}

/// The address of a receiver.
///
/// # Errors
/// What is wrong with it, as the end of a sentence: "must be …".
pub fn check_url(text: &str, scheme: Scheme, insecure: &InsecureHosts) -> Result<Url, &'static str> {
    if text.len() > LENGTH_MAX {
        return Err("must have at most 2048 bytes");
    }
    let url = Url::parse(text).map_err(|_| "must be an address like https://example.com/hook")?;
    let Some(host) = url.host().filter(|_| matches!(url.scheme(), "http" | "https")) else {
        return Err("must be an address like https://example.com/hook");
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Err("must not contain a user name or a password");
    }
    if insecure.contain(&url) {
        return Ok(url);
    }
    if scheme == Scheme::Secure && url.scheme() != "https" {
        return Err("must begin with https://");
    }
    if url.port_or_known_default().is_none_or(|port| OTHER_SERVICES.contains(&port)) {
        return Err("must not have the port of another service than a web server");
    }
    let is_public = match host {
        Host::Ipv4(address) => ip::is_public(address.into()),
        Host::Ipv6(address) => ip::is_public(address.into()),
        Host::Domain(name) => name.contains('.') && !name.ends_with('.') && !address::is_local_name(name),
    };
    if is_public { Ok(url) } else { Err("must lead to the public internet") }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEME: &str = "https://";
    const ADDRESS: &str = "an address";
    const PUBLIC: &str = "public internet";
    const PORT: &str = "port";
    const USER: &str = "user name";
    const ALLOWED: &str = "";

    /// Each address with a part of the reason for which it is refused.
    const TABLE: [(&str, &str); 112] = [
        ("https://example.com", ALLOWED),
        ("https://example.com/", ALLOWED),
        ("https://example.com/a/b?c=d&e=%20", ALLOWED),
        ("https://EXAMPLE.com/", ALLOWED),
        ("HTTPS://example.com/", ALLOWED),
        ("https://example.com:443/", ALLOWED),
        ("https://example.com:8443/", ALLOWED),
        ("https://example.com:80/", ALLOWED),
        ("https://hooks.example.co.uk/x#fragment", ALLOWED),
        ("https://b\u{fc}cher.example/", ALLOWED),
        ("https://1.1.1.1/", ALLOWED),
        ("https://8.8.8.8:9443/", ALLOWED),
        ("https://134744072/", ALLOWED),
        ("https://[2606:4700:4700::1111]/", ALLOWED),
        ("https://[::ffff:8.8.8.8]/", ALLOWED),
        ("https://localhost.example/", ALLOWED),
        ("https://notlocalhost.com/", ALLOWED),
        ("https://internal.example.com/", ALLOWED),
        ("http://127.0.0.1:18181/", ALLOWED),
        ("http://127.0.0.1:18181/a?b", ALLOWED),
        ("https://127.0.0.1:18181/", ALLOWED),
        ("http://127.0.0.1:18182/", ALLOWED),
        ("http://2130706433:18181/", ALLOWED),
        ("http://[::1]:18183/", ALLOWED),
        ("http://receiver.local:80/", ALLOWED),
        ("http://receiver.local/", ALLOWED),
        ("", ADDRESS),
        ("example.com", ADDRESS),
        ("//example.com/", ADDRESS),
        ("/hook", ADDRESS),
        ("https://", ADDRESS),
        ("https:///", ADDRESS),
        ("ftp://example.com/", ADDRESS),
        ("file:///etc/passwd", ADDRESS),
        ("javascript:alert(1)", ADDRESS),
        ("data:text/plain,x", ADDRESS),
        ("gopher://example.com/", ADDRESS),
        ("ws://example.com/", ADDRESS),
        ("https://exa mple.com/", ADDRESS),
        ("https://example.com:99999/", ADDRESS),
        ("https://[::1/", ADDRESS),
        ("https://256.256.256.256/", ADDRESS),
        ("https://%00.example/", ADDRESS),
        ("http://example.com/", SCHEME),
        ("http://example.com:443/", SCHEME),
        ("http://1.1.1.1/", SCHEME),
        ("http://127.0.0.1/", SCHEME),
        ("http://127.0.0.1:18184/", SCHEME),
        ("http://localhost:18181/", SCHEME),
        ("https://user@example.com/", USER),
        ("https://user:pass@example.com/", USER),
        ("https://:pass@example.com/", USER),
        ("http://user@127.0.0.1:18181/", USER),
        ("https://example.com@127.0.0.1/", USER),
        ("https://example.com:0/", PORT),
        ("https://example.com:22/", PORT),
        ("https://example.com:25/", PORT),
        ("https://example.com:110/", PORT),
        ("https://example.com:465/", PORT),
        ("https://example.com:587/", PORT),
        ("https://example.com:3306/", PORT),
        ("https://example.com:5432/", PORT),
        ("https://example.com:6379/", PORT),
        ("https://example.com:11211/", PORT),
        ("https://1.1.1.1:22/", PORT),
        ("https://127.0.0.1/", PUBLIC),
        ("https://127.1/", PUBLIC),
        ("https://127.255.255.254/", PUBLIC),
        ("https://2130706433/", PUBLIC),
        ("https://0x7f000001/", PUBLIC),
        ("https://0x7f.0.0.1/", PUBLIC),
        ("https://0177.0.0.1/", PUBLIC),
        ("https://017700000001/", PUBLIC),
        ("https://127.0.0.1./", PUBLIC),
        ("https://0/", PUBLIC),
        ("https://0.0.0.0/", PUBLIC),
        ("https://10.0.0.1/", PUBLIC),
        ("https://10.255.255.255:8443/", PUBLIC),
        ("https://100.64.0.1/", PUBLIC),
        ("https://169.254.169.254/latest/meta-data", PUBLIC),
        ("https://172.16.0.1/", PUBLIC),
        ("https://172.31.255.255/", PUBLIC),
        ("https://192.168.1.1/", PUBLIC),
        ("https://3232235777/", PUBLIC),
        ("https://192.0.2.1/", PUBLIC),
        ("https://198.18.0.1/", PUBLIC),
        ("https://203.0.113.7/", PUBLIC),
        ("https://224.0.0.1/", PUBLIC),
        ("https://255.255.255.255/", PUBLIC),
        ("https://[::]/", PUBLIC),
        ("https://[::1]/", PUBLIC),
        ("https://[::ffff:127.0.0.1]/", PUBLIC),
        ("https://[::ffff:7f00:1]/", PUBLIC),
        ("https://[::127.0.0.1]/", PUBLIC),
        ("https://[::ffff:0:10.0.0.1]/", PUBLIC),
        ("https://[64:ff9b::7f00:1]/", PUBLIC),
        ("https://[64:ff9b::10.0.0.1]/", PUBLIC),
        ("https://[2002:7f00:1::]/", PUBLIC),
        ("https://[2002:a00:1::1]/", PUBLIC),
        ("https://[fe80::1]/", PUBLIC),
        ("https://[fc00::1]/", PUBLIC),
        ("https://[2001:db8::1]/", PUBLIC),
        ("https://localhost/", PUBLIC),
        ("https://LOCALHOST/", PUBLIC),
        ("https://a.b.localhost/", PUBLIC),
        ("https://%6c%6f%63%61%6c%68%6f%73%74/", PUBLIC),
        ("https://metadata.google.internal/", PUBLIC),
        ("https://content.spin.internal/", PUBLIC),
        ("https://printer.local/", PUBLIC),
        ("https://127.0.0.1.nip.io/", PUBLIC),
        ("https://intranet/", PUBLIC),
        ("https://example.com./", PUBLIC),
    ];

    #[test]
    fn every_address_is_allowed_or_refused_as_listed() {
        let insecure = "127.0.0.1:18181, 127.0.0.1:18182,[::1]:18183,Receiver.local:80";
        let insecure = InsecureHosts::parse(insecure).unwrap();
        for (text, reason) in TABLE {
            match check_url(text, Scheme::Secure, &insecure) {
                Ok(_) => assert_eq!(reason, ALLOWED, "{text} is allowed"),
                Err(told) => assert!(reason != ALLOWED && told.contains(reason), "{text}: {told}"),
            }
        }
        let long = format!("https://example.com/{}", "x".repeat(LENGTH_MAX));
        assert!(check_url(&long, Scheme::Secure, &insecure).is_err());
    }

    #[test]
    fn plain_http_is_allowed_where_it_may_be_and_nothing_else_is() {
        for (text, reason) in TABLE {
            let told = check_url(text, Scheme::Any, &InsecureHosts::default());
            let is_plain =
                ["http://example.com/", "http://1.1.1.1/", "http://example.com:443/"].contains(&text);
            let is_secure = text.to_lowercase().starts_with("https://") && reason == ALLOWED;
            let is_listed = text.contains("127.0.0.1:1818");
            assert_eq!(told.is_ok(), is_plain || (is_secure && !is_listed), "{text}");
        }
    }

    #[test]
    fn nothing_is_exempt_unless_it_is_listed() {
        for (text, _) in TABLE.iter().filter(|(text, _)| text.starts_with("http://")) {
            assert!(check_url(text, Scheme::Secure, &InsecureHosts::default()).is_err(), "{text}");
        }
    }

    #[test]
    fn the_operators_list_has_pairs_only() {
        assert_eq!(InsecureHosts::parse(" , ").unwrap(), InsecureHosts::default());
        for wrong in ["127.0.0.1", "a:b", "a:0", ":80", "http://a:80", "a:80/x", "u@a:80", "*:80", "[::1]"] {
            assert_eq!(InsecureHosts::parse(wrong), Err(wrong.to_owned()), "{wrong}");
        }
    }

    #[test]
    fn ports_are_listed_once_and_in_order() {
        assert!(OTHER_SERVICES.is_sorted_by(|one, next| one < next));
    }
}
