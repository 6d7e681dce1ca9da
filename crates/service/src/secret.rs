//! Secrets: 256 random bits, shown once; what is kept is their SHA-256 and a few characters for recognition.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use weft_domain::Ctx;

/// The longest secret that is looked at, in bytes.
pub(crate) const SECRET_MAX: usize = 512;

/// Characters of a secret that may be shown again, beside its mark.
const SHOWN: usize = 4;

/// A secret, at the one moment when it is known.
pub(crate) struct Secret {
    /// The whole of it.
    pub(crate) text: String,
    /// How long its mark and what may be shown again are.
    prefix: usize,
}

impl Secret {
    /// A new one that starts with the sort's mark (`weft_`, `sess_`), so that scanners of leaked secrets can know it. None has one that
    /// clients take for 43 characters.
    pub(crate) fn new(ctx: &Ctx, mark: &str) -> Self {
        let text = format!("{mark}{}", URL_SAFE_NO_PAD.encode(ctx.random::<32>()));
        Self { text, prefix: mark.len() + SHOWN }
    }

    pub(crate) fn hash(&self) -> [u8; 32] {
        hash(&self.text)
    }

    pub(crate) fn prefix(&self) -> &str {
        self.text.get(..self.prefix).unwrap_or_default()
    }
}

/// What is stored of a secret. Finding it is an index look-up by this hash: how long that takes says nothing about the secret.
pub(crate) fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}
