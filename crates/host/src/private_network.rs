//! The addresses outside the public internet that guests may connect to.
//!
//! None by default, to prevent server-side request forgery: users of a guest can supply the URL of
//! a request, and a host name can resolve to any address. Spin's counterpart is
//! `[outbound_networking] block_networks = ["private"]` in its runtime configuration; there the
//! default allows all addresses.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use weft_domain::ip;

use crate::network::in_block;

/// The addresses that the operator allows.
#[derive(Debug, Clone, Default)]
pub enum PrivateNetworks {
    /// Only the public internet.
    #[default]
    Refused,
    /// The public internet and these hosts.
    Listed(Vec<PrivateHost>),
    /// Every address.
    Allowed,
}

/// One host outside the public internet: `host[:port]`, where the host is a name, an address, or a
/// block of addresses (`10.0.0.0/8`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivateHost {
    place: Place,
    port: Option<u16>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    Name(String),
    Block(IpAddr, u8),
}

impl PrivateNetworks {
    /// These addresses, and the hosts of a list with commas between.
    ///
    /// # Errors
    /// The entry that is not a host.
    pub(crate) fn and(&self, list: &str) -> Result<Self, String> {
        let entries = list.split(',').map(str::trim).filter(|entry| !entry.is_empty());
        let more = entries.map(str::parse).collect::<Result<Vec<PrivateHost>, _>>()?;
        Ok(match self {
            Self::Allowed => Self::Allowed,
            _ if more.is_empty() => self.clone(),
            Self::Refused => Self::Listed(more),
            Self::Listed(hosts) => Self::Listed([hosts.as_slice(), &more].concat()),
        })
    }

    /// Whether guests may connect to `address`, to which `host` resolved.
    pub(crate) fn allow(&self, host: &str, address: SocketAddr) -> bool {
        match self {
            _ if ip::is_public(address.ip()) => true,
            Self::Refused => false,
            Self::Listed(hosts) => hosts.iter().any(|allowed| allowed.allows(host, address)),
            Self::Allowed => true,
        }
    }
}

impl PrivateHost {
    fn allows(&self, host: &str, address: SocketAddr) -> bool {
        self.port.is_none_or(|port| port == address.port())
            && match &self.place {
                Place::Name(name) => name.eq_ignore_ascii_case(host.trim_end_matches('.')),
                Place::Block(network, bits) => in_block(address.ip().to_canonical(), *network, *bits),
            }
    }
}

impl FromStr for PrivateHost {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "`{text}` is not a host: write a name, an address or a block of addresses, and perhaps a port (127.0.0.1:8080)"
            )
        };
        let whole = |address: IpAddr| if address.is_ipv4() { 32 } else { 128 };
        if let Ok(address) = text.parse::<IpAddr>() {
            return Ok(Self { place: Place::Block(address, whole(address)), port: None });
        }
        let (host, port) = match text.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, Some(port.parse().map_err(|_| wrong())?)),
            _ => (text, None),
        };
        let host = host.trim_matches(['[', ']']);
        let place = match host.split_once('/') {
            Some((network, bits)) => {
                let network: IpAddr = network.parse().map_err(|_| wrong())?;
                let bits = bits.parse().ok().filter(|bits| *bits <= whole(network)).ok_or_else(wrong)?;
                Place::Block(network, bits)
            }
            None => match host.parse::<IpAddr>() {
                Ok(address) => Place::Block(address, whole(address)),
                Err(_) => Place::Name(name(host).ok_or_else(wrong)?),
            },
        };
        Ok(Self { place, port })
    }
}

fn name(host: &str) -> Option<String> {
    let is_name =
        !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
    is_name.then(|| host.trim_end_matches('.').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(entries: &[&str], host: &str, address: &str) -> bool {
        let entries = entries.iter().map(|entry| entry.parse().unwrap()).collect();
        PrivateNetworks::Listed(entries).allow(host, address.parse().unwrap())
    }

    #[test]
    fn the_public_internet_is_always_allowed() {
        let public = "1.1.1.1:80".parse().unwrap();
        assert!(PrivateNetworks::Refused.allow("one.example", public));
        assert!(allows(&[], "one.example", "1.1.1.1:80"));
    }

    #[test]
    fn private_networks_are_refused_unless_allowed() {
        for address in [
            "127.0.0.1:80",
            "10.0.0.1:80",
            "[::1]:80",
            "[::ffff:10.0.0.1]:80",
            "[64:ff9b::a00:1]:80",
            "169.254.169.254:80",
        ] {
            let parsed = address.parse().unwrap();
            assert!(!PrivateNetworks::Refused.allow("a.example", parsed), "{address}");
            assert!(PrivateNetworks::Allowed.allow("a.example", parsed), "{address}");
        }
    }

    #[test]
    fn a_list_of_a_component_adds_to_the_operators() {
        let address = "127.0.0.1:81".parse().unwrap();
        let refused = PrivateNetworks::Refused;
        assert!(refused.and("127.0.0.1:81, x.example:80").unwrap().allow("a", address));
        assert!(!refused.and("127.0.0.1:82").unwrap().allow("a", address));
        assert!(!refused.and(" , ").unwrap().allow("a", address));
        let listed = refused.and("127.0.0.1:81").unwrap();
        assert!(listed.and("127.0.0.1:82").unwrap().allow("a", address));
        assert!(PrivateNetworks::Allowed.and("127.0.0.1:82").unwrap().allow("a", address));
        assert!(refused.and("http://a").is_err());
    }

    #[test]
    fn a_list_names_names_addresses_blocks_and_ports() {
        assert!(allows(&["127.0.0.1:8080"], "a.example", "127.0.0.1:8080"));
        assert!(allows(&["127.0.0.1:8080"], "a.example", "[::ffff:127.0.0.1]:8080"));
        assert!(!allows(&["127.0.0.1:8080"], "a.example", "127.0.0.1:8081"));
        assert!(allows(&["intranet.example"], "Intranet.Example.", "10.0.0.1:80"));
        assert!(!allows(&["intranet.example"], "other.example", "10.0.0.1:80"));
        assert!(!allows(&["intranet.example:443"], "intranet.example", "10.0.0.1:80"));
        assert!(allows(&["x", "10.0.0.0/8:80"], "other.example", "10.9.9.9:80"));
        assert!(
            !allows(&["10.0.0.0/8"], "other.example", "11.0.0.1:80")
                || ip::is_public("11.0.0.1".parse().unwrap())
        );
        assert!(allows(&["[::1]:80"], "a", "[::1]:80") && allows(&["::1"], "a", "[::1]:9"));
        assert!(allows(&["[fd00::/8]:80"], "a", "[fd00::1]:80"));
    }

    #[test]
    fn nonsense_is_refused() {
        for entry in
            ["", ":80", "http://a.example", "a b", "10.0.0.0/33", "10.0.0.0/x", "a/8", "a:b", "a:99999"]
        {
            assert!(entry.parse::<PrivateHost>().is_err(), "{entry}");
        }
    }
}
