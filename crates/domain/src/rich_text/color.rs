//! Colours that may stand in a style: hexadecimal, by name, or `rgb()` and `hsl()` of plain
//! numbers.
//!
//! Nothing of these forms can end a declaration, fetch anything or run anything.

/// The longest colour, in bytes.
const COLOR_MAX: usize = 40;

/// Whether the text is a colour of these forms.
pub(super) fn is_color(text: &str) -> bool {
    if text.len() > COLOR_MAX {
        return false;
    }
    if let Some(digits) = text.strip_prefix('#') {
        return matches!(digits.len(), 3 | 4 | 6 | 8) && digits.bytes().all(|b| b.is_ascii_hexdigit());
    }
    let Some((name, rest)) = text.split_once('(') else {
        return !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphabetic());
    };
    let plain = |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'%' | b' ' | b'/');
    matches!(name, "rgb" | "rgba" | "hsl" | "hsla")
        && rest.strip_suffix(')').is_some_and(|numbers| numbers.bytes().all(plain))
}

#[cfg(test)]
mod tests {
    use super::is_color;

    #[test]
    fn colours_are_closed_forms() {
        for good in
            ["#fff", "#1a2B3c", "#1a2b3c80", "red", "rgb(1, 2, 3)", "rgba(1,2,3,.5)", "hsl(1 2% 3% / 4%)"]
        {
            assert!(is_color(good), "{good}");
        }
        for bad in [
            "",
            "#ff",
            "#ggg",
            "red;x:y",
            "red}",
            "url(a)",
            "var(--a)",
            "rgb(1;2)",
            "rgb(1)x",
            "rgb(url(a))",
            "expression(1)",
            "red\\",
            "r</style>",
            &"a".repeat(41),
        ] {
            assert!(!is_color(bad), "{bad}");
        }
    }
}
