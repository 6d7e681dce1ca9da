//! Creates secrets of credentials: 256 random bits, shown once, and a short prefix for recognition.
//!
//! `weft-secrets` alone computes the stored hashes.

use crate::Ctx;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Characters of a secret that may be shown later, after its type prefix.
const SHOWN: usize = 4;

/// A secret in clear text; hence no `Debug`.
pub struct Secret {
    /// The full text.
    pub text: String,
    /// The length in bytes of the part that may be shown later.
    prefix: usize,
}

impl Secret {
    /// A new secret that starts with the prefix of its kind (`weft_`, `sess_`), so that scanners of
    /// leaked secrets can recognise it. A secret without a prefix has the 43 characters that
    /// SnowCMS's clients expect.
    #[must_use]
    pub fn new(ctx: &Ctx, mark: &str) -> Self {
        let text = format!("{mark}{}", URL_SAFE_NO_PAD.encode(ctx.random::<32>()));
        Self { text, prefix: mark.len() + SHOWN }
    }

    /// The part that may be shown later.
    #[must_use]
    pub fn prefix(&self) -> &str {
        self.text.get(..self.prefix).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;

    #[test]
    fn a_secret_has_43_characters_and_shows_four() {
        let ctx = Ctx::new(Timestamp::default(), |bytes| bytes.fill(7));
        let secret = Secret::new(&ctx, "");
        assert_eq!((secret.text.len(), secret.prefix()), (43, "BwcH"));
        let secret = Secret::new(&ctx, "weft_");
        assert_eq!((secret.text.len(), secret.prefix()), (48, "weft_BwcH"));
    }
}
