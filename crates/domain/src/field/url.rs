//! `url`: a JSON string, an absolute http or https address or a path on the same site (`/about`).
//!
//! Such a text ends up in `href`, so every other scheme is refused, and so is what browsers read as another host: `//host`,
//! backslashes. Length and pattern as in `text`.

use super::fault::Fault;
use super::rule::Rule;
use super::settings::Settings;
use super::text::Text;
use super::value::Shape;

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
    fn shape(&self) -> Shape {
        Shape::Text
    }

    fn check(&self, raw: &str) -> Result<(), Fault> {
        let text = self.0.accept(raw)?;
        if is_web_address(&text) {
            return Ok(());
        }
        Err(Fault::format("must be a web address (https://…) or a path on this site (/…)"))
    }
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
