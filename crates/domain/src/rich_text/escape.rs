//! Escapes text for contents and quoted attributes.
//!
//! Escapes the seven characters that the original's DOM escapes, and removes U+0000, which HTML
//! does not allow.

/// Writes a text.
pub(super) fn push(html: &mut String, text: &str) {
    html.reserve(text.len());
    for c in text.chars() {
        match entity(c) {
            Some(entity) => html.push_str(entity),
            None => html.push(c),
        }
    }
}

const fn entity(c: char) -> Option<&'static str> {
    Some(match c {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&apos;",
        '\u{a0}' => "&nbsp;",
        '\u{ad}' => "&shy;",
        '\0' => "\u{fffd}",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn markup_becomes_text() {
        let mut html = String::new();
        super::push(&mut html, "<b a=\"'\">&lt; ü\u{a0}\u{ad}\0");
        assert_eq!(html, "&lt;b a=&quot;&apos;&quot;&gt;&amp;lt; ü&nbsp;&shy;\u{fffd}");
    }
}
