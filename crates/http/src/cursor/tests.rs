//! Cursors come back as they went; anything else is no cursor.

use super::*;

fn sample() -> Cursor {
    let values = vec![
        Value::Text("a \"quoted\" ünïcode\u{1F600}".into()),
        Value::Null,
        Value::Number(0.1 + 0.2),
        Value::Number(-0.0),
        Value::Number(f64::MAX),
        Value::Text(String::new()),
    ];
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
        "[7,{}]",
        "[7,-1]",
        "[7,0.5]",
        "[7,0,0,0,0,0,0,0]",
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
