//! Signatures of deliveries: Standard Webhooks, and R3's own header beside it.
//!
//! Standard Webhooks signs `<id>.<timestamp>.<body>` with HMAC-SHA256 and sends `v1,<base64>`, one
//! for each valid secret, with a space between. The key is what follows `whsec_`, decoded, or the
//! bytes of a secret of another form. R3 sends the lower-case hex HMAC of the body alone; its key
//! is the secret as it is written.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::borrow::Cow;
use std::fmt::Write as _;
use weft_domain::Ctx;

/// The beginning of a secret of Standard Webhooks.
const MARK: &str = "whsec_";

/// Writes padding, and reads with it or without.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A new secret: 256 random bits.
pub(super) fn new_secret(ctx: &Ctx) -> String {
    format!("{MARK}{}", BASE64.encode(ctx.random::<32>()))
}

/// The value of `webhook-signature`.
pub(super) fn standard(secrets: &[String], id: &str, timestamp: i64, body: &str) -> String {
    let signatures = secrets.iter().map(|secret| {
        let mac = mac(&key(secret), &[id, ".", &timestamp.to_string(), ".", body]);
        format!("v1,{}", BASE64.encode(mac))
    });
    signatures.collect::<Vec<_>>().join(" ")
}

/// The value of `x-webhook-signature`.
pub(super) fn r3(secret: &str, body: &str) -> String {
    let mut hex = String::with_capacity(64);
    for byte in mac(secret.as_bytes(), &[body]) {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

fn key(secret: &str) -> Cow<'_, [u8]> {
    match secret.strip_prefix(MARK).and_then(|rest| BASE64.decode(rest).ok()) {
        Some(key) => Cow::Owned(key),
        None => Cow::Borrowed(secret.as_bytes()),
    }
}

fn mac(key: &[u8], parts: &[&str]) -> [u8; 32] {
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    for part in parts {
        mac.update(part.as_bytes());
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_domain::Timestamp;

    /// The example of the specification of Standard Webhooks.
    #[test]
    fn the_example_of_the_specification_is_signed_alike() {
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned();
        let signature =
            standard(&[secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#);
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    /// RFC 4231, test case 2.
    #[test]
    fn r3s_header_is_the_hex_hmac_of_the_body() {
        let signature = r3("Jefe", "what do ya want for nothing?");
        assert_eq!(signature, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    #[test]
    fn a_secret_of_another_form_is_its_own_key() {
        for secret in ["plain", "whsec_not base64", ""] {
            assert_eq!(key(secret).as_ref(), secret.as_bytes(), "{secret}");
        }
        assert_eq!(key("whsec_AQI=").as_ref(), [1, 2]);
        assert_eq!(key("whsec_AQI").as_ref(), [1, 2]);
    }

    #[test]
    fn each_secret_signs_while_it_rotates() {
        let secrets = ["new".to_owned(), "old".to_owned()];
        let both = standard(&secrets, "id", 7, "{}");
        let each: Vec<String> =
            secrets.iter().map(|one| standard(std::slice::from_ref(one), "id", 7, "{}")).collect();
        assert_eq!(both, each.join(" "));
        assert_ne!(each[0], each[1]);
        assert_eq!(standard(&[], "id", 7, "{}"), "");
    }

    #[test]
    fn a_new_secret_has_32_random_bytes() {
        let secret = new_secret(&Ctx::new(Timestamp::default(), |bytes| bytes.fill(7)));
        assert!(secret.starts_with(MARK) && key(&secret).as_ref() == [7; 32], "{secret}");
    }
}
