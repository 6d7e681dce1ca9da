//! Secrets: 256 random bits, shown once; what is kept is their SHA-256 and a few characters for recognition.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use weft_domain::Ctx;

/// Characters of a secret that may be shown again: the sort's mark and four more.
const PREFIX: usize = 9;

/// A secret, at the one moment when it is known.
pub(crate) struct Secret {
    /// The whole of it.
    pub(crate) text: String,
}

impl Secret {
    /// A new one that starts with the sort's mark (`weft_`, `sess_`), so that scanners of leaked secrets can know it.
    pub(crate) fn new(ctx: &Ctx, mark: &str) -> Self {
        Self { text: format!("{mark}{}", URL_SAFE_NO_PAD.encode(ctx.random::<32>())) }
    }

    pub(crate) fn hash(&self) -> [u8; 32] {
        hash(&self.text)
    }

    pub(crate) fn prefix(&self) -> &str {
        self.text.get(..PREFIX).unwrap_or_default()
    }
}

/// What is stored of a secret. Finding it is an index look-up by this hash: how long that takes says nothing about the secret.
pub(crate) fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}
