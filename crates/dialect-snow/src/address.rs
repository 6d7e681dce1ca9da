//! Whether an address may be fetched: it must not lead to this machine or its link.
//!
//! Addresses are parsed as browsers parse them, so that other notations of a number (`2130706433`,
//! `0x7f.1`, `[::ffff:127.0.0.1]`, `[2002:7f00:1::]`) are recognised. A guest cannot resolve names.
//! The host resolves them when it fetches, and blocks private networks, because only its operator
//! knows the exceptions.

use url::{Host, Url};
use weft_domain::{address, ip};

/// The host name, and whether it may be fetched; `None` for an invalid web address.
#[must_use]
pub fn check(text: &str) -> Option<(String, bool)> {
    let url = parse(text)?;
    let host = url.host()?;
    Some((host.to_string(), is_safe(&host)))
}

/// The address, if it may be fetched.
#[must_use]
pub fn safe(address: &str) -> Option<Url> {
    parse(address).filter(|url| url.host().is_some_and(|host| is_safe(&host)))
}

fn parse(address: &str) -> Option<Url> {
    Url::parse(address.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

fn is_safe(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => !address::is_local_name(name),
        Host::Ipv4(address) => !ip::is_local((*address).into()),
        Host::Ipv6(address) => !ip::is_local((*address).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_is_known_in_every_spelling() {
        for address in [
            "http://127.0.0.1/",
            "http://127.8.9.10:8080/x",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://0177.0.0.1/",
            "http://0/",
            "http://0.0.0.0/",
            "http://[::1]/",
            "http://[::]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:7f00:1]/",
            "https://localhost",
            "https://LOCALHOST./",
            "https://a.localhost/",
            "https://127.0.0.1.nip.io/",
            "https://lvh.me/",
            "http://user:pass@127.0.0.1/",
            "http://017700000001/",
            "http://[2002:7f00:1::]/",
            "http://[64:ff9b::7f00:1]/",
            "http://[::127.0.0.1]/",
            "http://169.254.169.254/latest/meta-data",
            "http://[fe80::1]/",
            "http://metadata.google.internal/",
            "http://content.spin.internal/",
            "http://printer.local/",
        ] {
            assert!(check(address).is_some_and(|(_, is_safe)| !is_safe), "{address}");
        }
    }

    #[test]
    fn other_places_are_safe() {
        for (address, host) in [
            ("https://example.com/a?b", "example.com"),
            ("http://10.0.0.1/", "10.0.0.1"),
            ("https://notlocalhost/", "notlocalhost"),
            ("https://[2001:db8::1]/", "[2001:db8::1]"),
        ] {
            assert_eq!(check(address), Some((host.to_owned(), true)), "{address}");
        }
    }

    #[test]
    fn what_is_no_address_is_none() {
        for address in ["", "example.com", "file:///etc/passwd", "ftp://a.example", "http://", "javascript:1"]
        {
            assert_eq!(check(address), None, "{address}");
        }
    }
}
