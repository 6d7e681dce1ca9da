//! Cursors: a position in a list, as opaque text for clients.
//!
//! Base64url of a JSON array `[key, value, …]` followed by four bytes of its hash. The hash is not
//! secret: it detects a truncated or mistyped cursor, which would otherwise give a wrong page. The
//! values of a cursor are bound as parameters, so a forged cursor can read nothing that the query
//! could not. Doubles are stored as bits, so that a sort key is exact; integers are stored as an
//! array of one.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::Value as Json;
use weft_domain::query::{Cursor, SORT_MAX, Value};
use xxhash_rust::xxh3::xxh3_64;

/// The longest cursor that is read, in bytes.
pub const CURSOR_MAX: usize = 16 * 1024;

/// The most values in a cursor: the sort keys, and the creation time as tie-breaker.
const VALUES_MAX: usize = SORT_MAX + 1;

/// Encodes a cursor.
#[must_use]
pub fn encode(cursor: &Cursor) -> String {
    let values = cursor.values.iter().map(|value| match value {
        Value::Null => Json::Null,
        Value::Number(n) => Json::from(n.to_bits()),
        Value::Integer(n) => Json::from(vec![*n]),
        Value::Text(text) => Json::from(text.as_str()),
    });
    let array: Vec<Json> = std::iter::once(Json::from(cursor.key)).chain(values).collect();
    let mut bytes = Json::from(array).to_string().into_bytes();
    let hash = hash(&bytes);
    bytes.extend_from_slice(&hash);
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// Decodes a cursor; `None` for a text that [`encode`] did not make.
#[must_use]
pub fn decode(text: &str) -> Option<Cursor> {
    if text.len() > CURSOR_MAX {
        return None;
    }
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
    let (json, sent) = bytes.split_last_chunk::<4>()?;
    if hash(json) != *sent {
        return None;
    }
    let array: Vec<Json> = serde_json::from_slice(json).ok()?;
    let (key, values) = array.split_first()?;
    if values.len() > VALUES_MAX {
        return None;
    }
    let values = values.iter().map(value).collect::<Option<_>>()?;
    Some(Cursor { values, key: key.as_i64()? })
}

fn value(json: &Json) -> Option<Value> {
    match json {
        Json::Null => Some(Value::Null),
        Json::Number(bits) => {
            Some(f64::from_bits(bits.as_u64()?)).filter(|n| n.is_finite()).map(Value::Number)
        }
        Json::String(text) => Some(Value::Text(text.clone())),
        Json::Array(integer) => match integer.as_slice() {
            [integer] => integer.as_i64().map(Value::Integer),
            _ => None,
        },
        _ => None,
    }
}

fn hash(bytes: &[u8]) -> [u8; 4] {
    let [a, b, c, d, ..] = xxh3_64(bytes).to_be_bytes();
    [a, b, c, d]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Cursor {
        let values = vec![
            Value::Text("a \"quoted\" ünïcode\u{1F600}".into()),
            Value::Null,
            Value::Number(0.1 + 0.2),
            Value::Number(-0.0),
            Value::Integer(i64::MAX),
            Value::Text(String::new()),
            Value::Text("2026-03-25T10:00:00.000Z".into()),
        ];
        assert_eq!(values.len(), VALUES_MAX);
        Cursor { values, key: i64::MIN }
    }

    #[test]
    fn a_cursor_comes_back_exactly() {
        for cursor in [sample(), Cursor { values: vec![], key: 7 }] {
            let text = encode(&cursor);
            assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'), "{text}");
            assert_eq!(decode(&text), Some(cursor));
        }
    }

    #[test]
    fn every_changed_or_missing_letter_spoils_it() {
        let text = encode(&Cursor { values: vec![Value::Text("title".into()), Value::Number(3.5)], key: 42 });
        for at in 0..text.len() {
            let other = if text.as_bytes()[at] == b'A' { "B" } else { "A" };
            let mut changed = text.clone();
            changed.replace_range(at..=at, other);
            assert_eq!(decode(&changed), None, "{changed}");
            assert_eq!(decode(&text[..at]), None, "{at}");
        }
        assert_eq!(decode(&format!("{text}A")), None);
    }

    #[test]
    fn what_was_made_elsewhere_is_no_cursor() {
        let forged = |json: &str| {
            let mut bytes = json.as_bytes().to_vec();
            let hash = hash(&bytes);
            bytes.extend_from_slice(&hash);
            decode(&BASE64_URL_SAFE_NO_PAD.encode(bytes))
        };
        assert_eq!(forged("[7]"), Some(Cursor { values: vec![], key: 7 }));
        let infinite = format!("[7,{}]", f64::INFINITY.to_bits());
        let deep = "[".repeat(5000);
        for json in [
            "",
            "7",
            "{}",
            "[]",
            "[null]",
            "[1.5]",
            "[7,true]",
            "[7,[]]",
            "[7,[1.5]]",
            "[7,[1,2]]",
            "[7,[[1]]]",
            "[7,{}]",
            "[7,-1]",
            "[7,0.5]",
            "[7,0,0,0,0,0,0,0,0]",
            "[7]x",
            &infinite,
            &deep,
        ] {
            assert_eq!(forged(json), None, "{json}");
        }
        for text in ["", "A", "=", "äöü", "not a cursor", &"A".repeat(CURSOR_MAX + 1)] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
