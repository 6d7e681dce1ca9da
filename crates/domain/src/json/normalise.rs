//! The canonical form in which JSON is stored, so that equal values are equal texts for filters,
//! searches and unique fields.
//!
//! Strings escape only what JSON requires, tokens have no white space between them, and an object
//! has each name once: of a repeated name the last value counts, at the position of the first, as
//! in JavaScript's `JSON.parse`. Numbers keep their digits and members their order. A crate that
//! parses numbers as doubles would lose digits, so this code is our own.

use super::{DEPTH_MAX, InvalidJson, guard, unit};
use memchr::memchr2;
use std::collections::BTreeMap;
use std::ops::Range;

/// Rewrites well-formed JSON text into its canonical form, in one pass.
///
/// # Errors
/// [`InvalidJson`], for the first value that cannot be stored. The parser rejects malformed text;
/// this function only stops early.
pub fn normalise(text: &str) -> Result<String, InvalidJson> {
    guard(text.as_bytes())?;
    let mut writer = Writer { text, at: 0, out: String::with_capacity(text.len()) };
    writer.value(0);
    Ok(writer.out)
}

struct Writer<'t> {
    text: &'t str,
    at: usize,
    out: String,
}

/// The position of a member in the output.
struct Member {
    name: Range<usize>,
    value: Range<usize>,
}

impl Writer<'_> {
    /// The next byte that is not white space; `None` at the end.
    fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            if !matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
                return Some(*byte);
            }
            self.at += 1;
        }
        None
    }

    /// Recurses [`DEPTH_MAX`] times at most; `guard` has checked the depth.
    fn value(&mut self, depth: usize) {
        match self.peek() {
            Some(b'{') if depth < DEPTH_MAX => self.object(depth),
            Some(b'[') if depth < DEPTH_MAX => self.array(depth),
            Some(b'"') => self.string(),
            _ => self.scalar(),
        }
    }

    fn array(&mut self, depth: usize) {
        self.at += 1;
        self.out.push('[');
        let start = self.out.len();
        while let Some(byte) = self.peek() {
            match byte {
                b']' => break,
                b',' => self.at += 1,
                _ => {
                    self.separate(start);
                    let before = self.at;
                    self.value(depth + 1);
                    if self.at == before {
                        return;
                    }
                }
            }
        }
        self.at += 1;
        self.out.push(']');
    }

    fn object(&mut self, depth: usize) {
        self.at += 1;
        self.out.push('{');
        let start = self.out.len();
        let mut members: Vec<Member> = Vec::new();
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => {
                    self.separate(start);
                    members.push(self.member(depth));
                }
                b',' => self.at += 1,
                _ => break,
            }
        }
        if has_repeated(&self.out, &members) {
            let merged = merge(&self.out, &members);
            self.out.truncate(start);
            self.out.push_str(&merged);
        }
        self.at += 1;
        self.out.push('}');
    }

    fn member(&mut self, depth: usize) -> Member {
        let start = self.out.len();
        self.string();
        let name = start..self.out.len();
        if self.peek() == Some(b':') {
            self.at += 1;
        }
        self.out.push(':');
        let start = self.out.len();
        self.value(depth + 1);
        Member { name, value: start..self.out.len() }
    }

    fn separate(&mut self, start: usize) {
        if self.out.len() > start {
            self.out.push(',');
        }
    }

    fn string(&mut self) {
        self.at += 1;
        self.out.push('"');
        while let Some(rest) = self.text.get(self.at..) {
            let Some(plain) = memchr2(b'"', b'\\', rest.as_bytes()) else {
                self.out.push_str(rest);
                self.at = self.text.len();
                break;
            };
            self.out.push_str(rest.get(..plain).unwrap_or_default());
            self.at += plain + 1;
            if rest.as_bytes().get(plain) == Some(&b'"') {
                break;
            }
            self.escape();
        }
        self.out.push('"');
    }

    /// Reads the escape after a backslash.
    fn escape(&mut self) {
        let Some(rest) = self.text.get(self.at..) else { return };
        let Some(escaped) = rest.chars().next() else { return };
        self.at += escaped.len_utf8();
        match escaped {
            'u' => {
                let digits = rest.as_bytes().get(1..).unwrap_or_default();
                let (character, length) = unicode(digits);
                self.at = (self.at + length).min(self.text.len());
                self.push(character);
            }
            '/' => self.out.push('/'),
            other => {
                self.out.push('\\');
                self.out.push(other);
            }
        }
    }

    /// Writes a character of a string.
    fn push(&mut self, character: char) {
        match character {
            '"' => self.out.push_str("\\\""),
            '\\' => self.out.push_str("\\\\"),
            '\u{8}' => self.out.push_str("\\b"),
            '\u{c}' => self.out.push_str("\\f"),
            '\n' => self.out.push_str("\\n"),
            '\r' => self.out.push_str("\\r"),
            '\t' => self.out.push_str("\\t"),
            control if control < ' ' => self.out.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => self.out.push(other),
        }
    }

    /// Copies a number, `true`, `false` or `null` unchanged.
    fn scalar(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let end = rest.find([',', ']', '}', ' ', '\t', '\n', '\r']).unwrap_or(rest.len());
        self.out.push_str(rest.get(..end).unwrap_or_default());
        self.at += end;
    }
}

/// The character of an escape's hexadecimal digits, and the number of bytes after the `u`.
fn unicode(digits: &[u8]) -> (char, usize) {
    let first = unit(digits).unwrap_or(0xfffd);
    if let Some(character) = char::from_u32(first.into()) {
        return (character, 4);
    }
    let second = digits.get(4..).and_then(|rest| unit(rest.strip_prefix(b"\\u")?));
    let pair = char::decode_utf16([first, second.unwrap_or_default()]).next();
    (pair.and_then(Result::ok).unwrap_or(char::REPLACEMENT_CHARACTER), 10)
}

/// Below this number of members, comparing each pair is cheapest.
const FEW: usize = 9;

fn has_repeated(text: &str, members: &[Member]) -> bool {
    let name = |member: &Member| text.get(member.name.clone());
    if members.len() < FEW {
        return members.iter().enumerate().any(|(i, a)| members.iter().take(i).any(|b| name(a) == name(b)));
    }
    let names: std::collections::BTreeSet<_> = members.iter().map(name).collect();
    names.len() < members.len()
}

/// The members with each name once: the last value at the position of the first.
fn merge(text: &str, members: &[Member]) -> String {
    let of = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut kept: Vec<(&str, &str)> = Vec::new();
    for member in members {
        let (name, value) = (of(&member.name), of(&member.value));
        let place = *places.entry(name).or_insert(kept.len());
        match kept.get_mut(place) {
            Some(slot) => slot.1 = value,
            None => kept.push((name, value)),
        }
    }
    let members: Vec<String> = kept.into_iter().map(|(name, value)| format!("{name}:{value}")).collect();
    members.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn is(sent: &str, stored: &str) {
        assert_eq!(normalise(sent).unwrap(), stored, "{sent}");
        assert_eq!(normalise(stored).unwrap(), stored, "{stored}");
    }

    #[test]
    fn strings_have_one_spelling() {
        is(r#""caf\u00e9 x\/y""#, r#""café x/y""#);
        is(
            r#""\ud83d\uDE00 \u005c \u0022 \u000a \u001F \u007f \b\f\n\r\t""#,
            "\"😀 \\\\ \\\" \\n \\u001f \u{7f} \\b\\f\\n\\r\\t\"",
        );
        is(r#""\\u00e9 \\\/""#, r#""\\u00e9 \\/""#);
        is(r#"{"\u0061":{"\u00e9":1}}"#, r#"{"a":{"é":1}}"#);
        is(r#""""#, r#""""#);
    }

    #[test]
    fn numbers_keep_their_digits_and_members_their_order() {
        is(
            " { \"b\" : [ 1.10 , -0, 12345678901234567890123 , 1E+2 ] ,\n\"a\":true, \"c\" :null}\t",
            r#"{"b":[1.10,-0,12345678901234567890123,1E+2],"a":true,"c":null}"#,
        );
        is("[ ]", "[]");
        is("{ }", "{}");
        is(" 1.0 ", "1.0");
    }

    #[test]
    fn of_a_repeated_name_the_last_value_counts_at_the_place_of_the_first() {
        is(r#"{"a":1,"b":{"x":1,"y":2,"\u0078":[3]},"a":2}"#, r#"{"a":2,"b":{"x":[3],"y":2}}"#);
        let many: Vec<String> = (0..30).map(|n| format!("\"n{}\":{n}", n % 20)).collect();
        let once: Vec<String> =
            (0..20).map(|n| format!("\"n{n}\":{}", if n < 10 { n + 20 } else { n })).collect();
        is(&format!("{{{}}}", many.join(",")), &format!("{{{}}}", once.join(",")));
    }

    #[test]
    fn what_cannot_be_stored_is_refused() {
        assert_eq!(normalise(r#""\ud800""#), Err(InvalidJson::Surrogate));
        assert_eq!(normalise(r#"["\u0000"]"#), Err(InvalidJson::Nul));
        assert_eq!(normalise(&"[".repeat(65)), Err(InvalidJson::TooDeep));
        assert_eq!(normalise("1e999"), Err(InvalidJson::Infinite));
    }

    fn any_json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(serde_json::Value::from),
            any::<i64>().prop_map(serde_json::Value::from),
            "[^\\x00]*".prop_map(serde_json::Value::from),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::from),
                prop::collection::vec(("[^\\x00]{0,4}", inner), 0..4)
                    .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
            ]
        })
    }

    /// Every character as an escape, with white space wherever it may stand.
    fn loud(json: &serde_json::Value) -> String {
        let text = |text: &str| {
            let units: String = text.encode_utf16().map(|unit| format!("\\u{unit:04X}")).collect();
            format!("\"{units}\"")
        };
        match json {
            serde_json::Value::String(string) => text(string),
            serde_json::Value::Array(items) => {
                format!("[ {} ]", items.iter().map(loud).collect::<Vec<_>>().join(" ,\n"))
            }
            serde_json::Value::Object(members) => {
                let members = members.iter().map(|(name, value)| format!("{} : {}", text(name), loud(value)));
                format!("{{\t{} }}", members.collect::<Vec<_>>().join(" , "))
            }
            other => format!(" {other} "),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn two_spellings_become_one(json in any_json()) {
            prop_assert_eq!(normalise(&loud(&json)).unwrap(), json.to_string());
            prop_assert_eq!(normalise(&json.to_string()).unwrap(), json.to_string());
        }

        #[test]
        fn no_text_panics(text in "[\\[\\]{}\",:\\\\u0-9a-f é]{0,40}") {
            let _ = normalise(&text);
        }
    }
}
