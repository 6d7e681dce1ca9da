//! `email`: a JSON string that is a plausible e-mail address: one `@`, a host name with a dot, at
//! most 254 bytes.
//!
//! Delivery is not checked. Length and pattern as in `text`. The host is stored in lower case and
//! in Unicode (RFC 5321 2.4, UTS 46), the local part unchanged, because only its host knows whether
//! case matters.

use super::failure::Failure;
use super::rule::Rule;
use super::settings::Settings;
use super::text::Text;
use super::value::{self, EmptyForm};

/// The longest address, in bytes (RFC 5321).
pub const EMAIL_MAX: usize = 254;
/// The longest local part, in bytes (RFC 5321).
const LOCAL_MAX: usize = 64;

/// The rule of a field of this type.
#[derive(Debug)]
pub(super) struct Email(Text);

impl Email {
    /// From the settings of a text.
    pub(super) fn read(settings: &mut Settings<'_>) -> Self {
        Self(Text::read(settings))
    }
}

impl Rule for Email {
    fn empty_form(&self) -> EmptyForm {
        EmptyForm::Text
    }

    fn check(&self, raw: &str) -> Result<(), Failure> {
        let text = self.0.accept(raw)?;
        if is_email(&text) { Ok(()) } else { Err(Failure::format("must be an e-mail address")) }
    }

    fn normalise(&self, raw: &str) -> Option<String> {
        value::normalise_text(raw, normalise)
    }

    fn literal(&self, text: &str) -> Result<Option<String>, &'static str> {
        Ok(normalise(text))
    }
}

/// The canonical form of an address; `None` for an invalid one.
fn normalise(text: &str) -> Option<String> {
    let (local, host) = text.split_once('@').filter(|_| is_email(text))?;
    let (unicode, outcome) = idna::domain_to_unicode(host);
    Some(format!("{local}@{}", if outcome.is_ok() { unicode } else { host.to_lowercase() }))
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let illegal = |c: char| c.is_control() || c.is_whitespace() || "()<>[]:;,\\\"".contains(c);
    text.len() <= EMAIL_MAX
        && (1..=LOCAL_MAX).contains(&local.len())
        && !local.contains(illegal)
        && local.split('.').all(|part| !part.is_empty())
        && is_host(domain)
}

fn is_host(domain: &str) -> bool {
    if !domain.is_ascii() {
        return idna::domain_to_ascii(domain).is_ok_and(|ascii| ascii.is_ascii() && is_host(&ascii));
    }
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    domain.contains('.') && domain.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::super::guard::{accepts, field, refuses};

    #[test]
    fn hosts_have_one_spelling() {
        let email = field("email", "{}");
        for (sent, stored) in [
            ("Ada@B.Example", "Ada@b.example"),
            ("a@MÜNCHEN.example", "a@münchen.example"),
            ("a@xn--mnchen-3ya.example", "a@münchen.example"),
        ] {
            assert_eq!(email.normalise(&format!("\"{sent}\"")), Some(format!("\"{stored}\"")), "{sent}");
            assert_eq!(email.literal(sent).unwrap().as_deref(), Some(stored));
        }
        assert_eq!(email.normalise("\"Ada@b.example\""), None);
        assert_eq!(email.literal("@B").unwrap(), None);
    }

    #[test]
    fn is_a_plausible_address() {
        let email = field("email", "{}");
        for good in
            ["a@b.example", "first.last+tag@mail.example.co.uk", "ü@münchen.example", "o'neill@x-y.example"]
        {
            accepts(&email, &[&format!("\"{good}\"")]);
        }
        for bad in [
            "a",
            "@b.example",
            "a@",
            "a@b",
            "a@@b.example",
            "a@b@c.example",
            "a b@c.example",
            ".a@b.example",
            "a..b@c.example",
            "a@-b.example",
            "a@b..example",
            "a@b.example.",
            "a@[127.0.0.1]",
            "<a@b.example>",
            "a@b.example, c@d.example",
            "a@b_c.example",
            "a@b.example\\r\\nBcc: x",
        ] {
            refuses(&email, &[(&format!("\"{bad}\""), "format")]);
        }
        let long = format!("\"a@{}example\"", "b.".repeat(124));
        refuses(&email, &[(&long, "format"), ("1", "type"), (r#"["a@b.example"]"#, "type")]);
    }
}
