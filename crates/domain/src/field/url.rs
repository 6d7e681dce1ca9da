//! `url`: a JSON string, an absolute http or https address or a path on the same site (`/about`).
//!
//! Clients put such a text into `href`, so every other scheme is rejected, and so is a form that
//! browsers read as another host: `//host`, backslashes. Length and pattern as in `text`. Scheme
//! and host are stored in lower case (RFC 3986 6.2.2.1), the rest unchanged.

use super::failure::Failure;
use super::rule::Rule;
use super::settings::Settings;
use super::text::Text;
use super::value::{self, EmptyForm};

/// The longest address, in bytes.
pub const URL_MAX: usize = 2048;

/// The rule of a field of this type.
#[derive(Debug)]
pub(super) struct Url(Text);

impl Url {
    /// From the settings of a text.
    pub(super) fn read(settings: &mut Settings<'_>) -> Self {
        Self(Text::read(settings))
    }
}

impl Rule for Url {
    fn empty_form(&self) -> EmptyForm {
        EmptyForm::Text
    }

    fn check(&self, raw: &str) -> Result<(), Failure> {
        let text = self.0.accept(raw)?;
        if is_web_address(&text) {
            return Ok(());
        }
        Err(Failure::format("must be a web address (https://…) or a path on this site (/…)"))
    }

    fn normalise(&self, raw: &str) -> Option<String> {
        value::normalise_text(raw, normalise)
    }

    fn literal(&self, text: &str) -> Result<Option<String>, &'static str> {
        Ok(normalise(text))
    }
}

/// The canonical form of an address; `None` when it has neither scheme nor host.
fn normalise(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once("://").filter(|_| is_web_address(text) && !text.starts_with('/'))?;
    let (authority, path) = rest.split_at_checked(rest.find(['/', '?', '#']).unwrap_or(rest.len()))?;
    let (user, host) = authority.split_at_checked(authority.rfind('@').map_or(0, |at| at + 1))?;
    Some(format!("{}://{user}{}{path}", scheme.to_ascii_lowercase(), host.to_lowercase()))
}

/// Whether a text is an absolute http or https address, or an absolute path without a host.
pub(super) fn is_web_address(text: &str) -> bool {
    let illegal = |c: char| c.is_control() || c.is_whitespace() || matches!(c, '\\' | '"' | '<' | '>');
    if text.len() > URL_MAX || text.contains(illegal) {
        return false;
    }
    if let Some(rest) = text.strip_prefix('/') {
        return !rest.starts_with('/');
    }
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    (scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https"))
        && !host.is_empty()
        && !host.starts_with(':')
}

#[cfg(test)]
mod tests {
    use super::super::guard::{accepts, field, refuses};

    #[test]
    fn scheme_and_host_have_one_spelling() {
        let url = field("url", "{}");
        for (sent, stored) in [
            ("HTTPS://A.Example/Path?Q#F", "https://a.example/Path?Q#F"),
            ("http://User@HÖST.example:80", "http://User@höst.example:80"),
            ("https://A.example?Q=http://B", "https://a.example?Q=http://B"),
        ] {
            assert_eq!(url.normalise(&format!("\"{sent}\"")), Some(format!("\"{stored}\"")), "{sent}");
            assert_eq!(url.literal(sent).unwrap().as_deref(), Some(stored));
        }
        assert_eq!(url.normalise("\"/About?to=HTTP://B\""), None);
        assert_eq!(url.literal("B").unwrap(), None);
    }

    #[test]
    fn is_a_web_address_or_a_path() {
        let url = field("url", "{}");
        for good in [
            "https://example.com",
            "HTTP://example.com:8080/a?b=c#d",
            "https://münchen.example/ü",
            "https://[::1]/",
            "/",
            "/about#team",
            "/a//b",
        ] {
            accepts(&url, &[&format!("\"{good}\"")]);
        }
        for bad in [
            "example.com",
            "javascript:alert(1)",
            "JavaScript://example.com/%0aalert(1)",
            "data:text/html,x",
            "mailto:a@b.example",
            "ftp://a.example",
            "https://",
            "https:///a",
            "https://user@",
            "https://:80",
            "//evil.example",
            "/\\\\evil.example",
            "https://a b",
            " https://a.example",
            "https://a.example/\\n",
            "https://a.example/\\\"x",
            "#top",
        ] {
            refuses(&url, &[(&format!("\"{bad}\""), "format")]);
        }
        refuses(&url, &[("1", "type"), ("{}", "type"), (&format!("\"/{}\"", "a".repeat(2048)), "format")]);
        refuses(&field("url", r#"{"maxLength":5}"#), &[(r#""/about""#, "maxLength")]);
    }
}
