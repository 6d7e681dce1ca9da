//! Classifies IP addresses: routed by the public internet, or leading to this machine.
//!
//! A server that fetches addresses given by its users must not give them access to its own network.
//! The ranges are those of IANA's registries of special-purpose addresses (RFC 6890 and later
//! registrations). An IPv6 address that carries an IPv4 address (mapped, compatible, 6to4, NAT64)
//! is classified by the carried address, because packets go there.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether the public internet routes the address. False for loopback, private, link-local, shared,
/// documentation, benchmark, multicast and reserved addresses; in IPv6, for everything outside
/// `2000::/3`.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match unwrapped(address) {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// Whether the address leads to this machine or its link: loopback, unspecified, link-local. Cloud
/// providers serve a machine's credentials at a link-local address (169.254.169.254).
#[must_use]
pub fn is_local(address: IpAddr) -> bool {
    match unwrapped(address) {
        IpAddr::V4(address) => {
            address.is_loopback() || address.is_link_local() || address.octets().starts_with(&[0])
        }
        IpAddr::V6(address) => {
            address.is_loopback() || address.is_unspecified() || address.is_unicast_link_local()
        }
    }
}

/// The IPv4 address that an IPv6 address carries, else the address itself.
fn unwrapped(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(v6) => carried(v6).map_or(address, IpAddr::V4),
        IpAddr::V4(_) => address,
    }
}

fn carried(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let last = |high: u16, low: u16| Some(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)));
    match address.segments() {
        // `::` and `::1` are addresses of IPv6 itself.
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => None,
        // Compatible (RFC 4291, 2.5.5.1), mapped (2.5.5.2), translated (RFC 2765), NAT64 (RFC
        // 6052).
        [0, 0, 0, 0, 0, 0, high, low]
        | [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => last(high, low),
        // 6to4 (RFC 3056).
        [0x2002, high, low, ..] => last(high, low),
        _ => None,
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_special = match (a, b, c) {
        // This network, private, loopback; multicast, reserved and broadcast.
        (0 | 10 | 127 | 224..=255, ..) => true,
        // Shared with a carrier (RFC 6598), link-local, private.
        (100, 64..=127, _) | (169, 254, _) | (172, 16..=31, _) | (192, 168, _) => true,
        // Protocol assignments, documentation, the relays of 6to4.
        (192, 0, 0 | 2) | (192, 88, 99) | (198, 51, 100) | (203, 0, 113) => true,
        // Benchmarks.
        (198, 18..=19, _) => true,
        _ => false,
    };
    !is_special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    match address.segments() {
        // Protocol assignments (RFC 2928), Teredo among them; documentation (RFC 3849, RFC 9637).
        [0x2001, 0..=0x1ff, ..] | [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        [first, ..] => (0x2000..=0x3fff).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn special_addresses_are_not_public() {
        for address in [
            "0.0.0.0",
            "0.1.2.3",
            "10.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "fec0::1",
            "ff02::1",
            "2001::1",
            "2001:db8::1",
            "3fff::1",
            "100::1",
            "64:ff9b:1::1",
            "5f00::1",
        ] {
            assert!(!is_public(ip(address)), "{address}");
        }
    }

    #[test]
    fn other_addresses_are_public() {
        for address in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.1",
            "100.63.0.1",
            "100.128.0.1",
            "126.0.0.1",
            "128.0.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "192.167.0.1",
            "198.17.0.1",
            "198.20.0.1",
            "223.255.255.255",
            "2600::1",
            "2a00:1450::1",
            "2001:4860:4860::8888",
        ] {
            assert!(is_public(ip(address)) && !is_local(ip(address)), "{address}");
        }
    }

    #[test]
    fn an_address_that_carries_another_is_judged_by_it() {
        for form in ["::ffff:{}", "::{}", "::ffff:0:{}", "64:ff9b::{}"] {
            assert!(!is_public(ip(&form.replace("{}", "10.0.0.1"))), "{form}");
            assert!(is_local(ip(&form.replace("{}", "127.0.0.1"))), "{form}");
            assert!(is_public(ip(&form.replace("{}", "8.8.8.8"))), "{form}");
        }
        assert!(!is_public(ip("2002:a00:1::1")) && is_local(ip("2002:7f00:1::")));
        assert!(is_public(ip("2002:808:808::1")));
    }

    #[test]
    fn private_networks_are_not_this_machine() {
        for address in ["127.0.0.1", "0.0.0.0", "169.254.169.254", "::1", "::", "fe80::1"] {
            assert!(is_local(ip(address)), "{address}");
        }
        for address in ["10.0.0.1", "192.168.0.1", "fc00::1"] {
            assert!(!is_local(ip(address)), "{address}");
        }
    }
}
