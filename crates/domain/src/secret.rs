//! Secrets of credentials: 256 random bits, shown once, and a few characters for recognition.
//!
//! What is stored of a secret is not made here: `weft-secrets` alone makes hashes.

use crate::Ctx;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Characters of a secret that may be shown again, beside its mark.
const SHOWN: usize = 4;

/// A secret, at the one moment when it is known; hence no `Debug`.
pub struct Secret {
    /// The whole of it.
    pub text: String,
    /// How long its mark and what may be shown again are, in bytes.
    prefix: usize,
}

impl Secret {
    /// A new one that starts with the mark of its kind (`weft_`, `sess_`), so that scanners of
    /// leaked secrets can know it. A secret without a mark has the 43 characters that clients of
    /// SnowCMS expect.
    #[must_use]
    pub fn new(ctx: &Ctx, mark: &str) -> Self {
        let text = format!("{mark}{}", URL_SAFE_NO_PAD.encode(ctx.random::<32>()));
        Self { text, prefix: mark.len() + SHOWN }
    }

    /// What may be shown again.
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
