//! Decodes the pairs of a query string, with a limit on their number.

use std::borrow::Cow;
use weft_domain::{Error, Result};

/// The most parameters of a request.
pub const PAIRS_MAX: usize = 500;

/// A name and its value.
pub type Pair<'a> = (Cow<'a, str>, Cow<'a, str>);

/// The pairs in the order they were sent; invalid UTF-8 becomes U+FFFD. Only escaped text is
/// copied.
///
/// # Errors
/// `Invalid` for more than [`PAIRS_MAX`] pairs, and for U+0000 in one.
pub fn pairs(query: &str) -> Result<Vec<Pair<'_>>> {
    let mut pairs = Vec::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        if pairs.len() == PAIRS_MAX {
            return Err(Error::invalid("query", "max", format!("at most {PAIRS_MAX} parameters")));
        }
        if name.contains('\0') || value.contains('\0') {
            return Err(Error::invalid("query", "format", "a parameter holds the character U+0000"));
        }
        pairs.push((name, value));
    }
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_decoded_in_order() {
        let read = pairs("filters%5Ba%5D[$eq]=x+y%26z&b&&c=").unwrap();
        let read: Vec<_> = read.iter().map(|(n, v)| (n.as_ref(), v.as_ref())).collect();
        assert_eq!(read, [("filters[a][$eq]", "x y&z"), ("b", ""), ("c", "")]);
        assert_eq!(pairs("").unwrap(), []);
    }

    #[test]
    fn there_is_an_end() {
        assert!(pairs(&"a=1&".repeat(PAIRS_MAX)).is_ok());
        assert!(matches!(pairs(&"a=1&".repeat(PAIRS_MAX + 1)), Err(Error::Invalid(_))));
        assert!(matches!(pairs("a=%00"), Err(Error::Invalid(_))));
    }
}
