//! Git's name for the content of a file: the SHA-1 of a short header and the bytes.
//!
//! It identifies a state of a file, it protects nothing: SHA-1 is what git uses.

use std::fmt::Write as _;

use sha1::{Digest as _, Sha1};

/// What `git hash-object` says of these bytes: 40 hexadecimal digits.
#[must_use]
pub fn sha(bytes: &[u8]) -> String {
    let mut hash = Sha1::new();
    hash.update(format!("blob {}\0", bytes.len()).as_bytes());
    hash.update(bytes);
    let mut digits = String::with_capacity(40);
    for byte in hash.finalize() {
        // Writing to a String cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blobs_are_named_as_git_names_them() {
        assert_eq!(sha(b""), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
        assert_eq!(sha(b"hello\n"), "ce013625030ba8dba906f756967f9e9ca394464a");
    }
}
