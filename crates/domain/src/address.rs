//! Host names that lead to this machine or to its network, whoever resolves them.
//!
//! Components cannot resolve names; these names are refused without it. Every check of an address
//! that a user of the API supplied starts from this list; the host that connects checks the
//! resolved address as well.

/// Host names that lead to this machine or its network. `internal` and `local` are reserved for
/// private networks (ICANN 2024, RFC 6762); a Spin host calls the components `<name>.spin.internal`
/// and the application itself `self` and `self.alt`.
const LOCAL_NAMES: [&str; 8] =
    ["localhost", "localdomain", "localtest.me", "lvh.me", "self", "self.alt", "internal", "local"];
/// Domains whose names contain their IP address.
const WRITTEN_NAMES: [&str; 3] = ["nip.io", "sslip.io", "xip.io"];

/// Whether a host name, or a domain above it, leads to this machine or its network.
#[must_use]
pub fn is_local_name(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let is_below =
        |parent: &&str| name.strip_suffix(*parent).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    LOCAL_NAMES.iter().chain(&WRITTEN_NAMES).any(is_below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_all_names_below_them_are_local() {
        for name in ["localhost", "LOCALHOST.", "a.localhost", "x.spin.internal", "printer.local", "1.nip.io"]
        {
            assert!(is_local_name(name), "{name}");
        }
        for name in ["notlocalhost", "example.com", "localhost.example", "", "internal.example"] {
            assert!(!is_local_name(name), "{name}");
        }
    }
}
