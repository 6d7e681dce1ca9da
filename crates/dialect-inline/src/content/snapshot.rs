//! The snapshot: everything that is published, and a version that says whether that is the same as
//! somewhere else.
//!
//! SQLite writes the whole answer as one text, in which the version is left blank. It is computed
//! from that text, which is borrowed page by page, and then put in its place: an instance holds the
//! answer once.
//!
//! The version is the SHA-256 of the published pages in canonical form: pages in order of their
//! ids, entries of their instance keys, and of each the instance key, the component's id and the
//! fields, members in order of their names, at every depth. No id, no moment and no order of
//! insertion is in it: a copy of the content elsewhere has the same version.

use serde::de::{Deserializer as _, MapAccess, Visitor};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use weft_domain::json::{members, quote};
use weft_domain::{Error, Result, Timestamp};

/// What stands before the version in the answer.
const BEFORE: &str = "{\"data\":{\"schema\":1,\"version\":\"sha256:";
/// The digits of a version.
const DIGITS: usize = 64;

/// What stands before the pages and after them; the version is blank.
pub(crate) fn frame(now: Timestamp, is_bake_enabled: bool) -> (String, String) {
    let beginning = format!("{BEFORE}{}\",\"generatedAt\":\"{now}\",\"content\":{{", "0".repeat(DIGITS));
    let end = format!(
        "}},\"objectFields\":[],\"objectCollections\":[],\"objectTypes\":[],\"bakeEnabled\":{is_bake_enabled}}},\"error\":null}}"
    );
    (beginning, end)
}

/// Puts the version into the answer that has this frame, and gives both.
///
/// # Errors
/// `Internal` when the answer is not what was asked for.
pub(crate) fn with_version(
    mut answer: String,
    (beginning, end): &(String, String),
) -> Result<(String, String)> {
    // The frame has the braces of the object.
    let (from, to) = (beginning.len().checked_sub(1), answer.len().checked_sub(end.len()));
    let pages = from.zip(to).and_then(|(from, to)| answer.get(from..=to));
    let version = version(pages.ok_or_else(|| unreadable("its frame"))?)?;
    answer.replace_range(BEFORE.len()..BEFORE.len() + DIGITS, &version);
    Ok((answer, format!("sha256:{version}")))
}

/// The digits of the version of pages, a JSON object with its members in order.
fn version(pages: &str) -> Result<String> {
    let mut hash = Sha256::new();
    let mut reader = serde_json::Deserializer::from_str(pages);
    let read = reader.deserialize_map(Pages(&mut hash)).and_then(|()| reader.end());
    read.map_err(|error| unreadable(&error.to_string()))?;
    let mut digits = String::with_capacity(DIGITS);
    for byte in hash.finalize() {
        // Writing to a String cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    Ok(digits)
}

/// Feeds pages to a hash one by one; nothing is built of the whole.
struct Pages<'h>(&'h mut Sha256);

impl<'de> Visitor<'de> for Pages<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("pages")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<(), A::Error> {
        while let Some(page) = map.next_key::<String>()? {
            let entries: &RawValue = map.next_value()?;
            feed_text(self.0, &page);
            feed(self.0, entries.get());
        }
        Ok(())
    }
}

/// Feeds a value in canonical form. Texts and numbers are stored in theirs.
fn feed(hash: &mut Sha256, value: &str) {
    if value.starts_with('{')
        && let Ok(mut object) = members(value)
    {
        object.sort_by(|(one, _), (other, _)| one.cmp(other));
        hash.update("{");
        for (name, value) in &object {
            feed_text(hash, name);
            feed(hash, value.get());
        }
        hash.update("}");
    } else if value.starts_with('[')
        && let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(value)
    {
        hash.update("[");
        for item in items {
            feed(hash, item.get());
            hash.update(",");
        }
        hash.update("]");
    } else {
        hash.update(value);
    }
}

fn feed_text(hash: &mut Sha256, text: &str) {
    hash.update(quote(text));
    hash.update(":");
}

fn unreadable(what: &str) -> Error {
    Error::Internal(format!("a snapshot cannot be read: {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pages: &str) -> String {
        version(&format!("{{{pages}}}")).unwrap()
    }

    #[test]
    fn the_version_is_put_into_the_answer() {
        let frame = frame(Timestamp::from_millis(1_774_432_800_000), true);
        let answer =
            [frame.0.as_str(), r#""/":[{"instanceKey":"a","componentId":null,"fields":{}}]"#, &frame.1]
                .concat();
        let (answer, version) = with_version(answer, &frame).unwrap();
        let read: serde_json::Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(read["data"]["version"], version.as_str());
        assert_eq!(read["data"]["generatedAt"], "2026-03-25T10:00:00.000Z");
        assert_eq!(read["data"]["content"]["/"][0]["instanceKey"], "a");
        assert_eq!((&read["data"]["bakeEnabled"], &read["error"]), (&true.into(), &serde_json::Value::Null));
        assert!(
            version
                .strip_prefix("sha256:")
                .is_some_and(|digits| digits.len() == 64 && !digits.starts_with("000000"))
        );
        assert!(with_version("{}".into(), &frame).is_err());
    }

    #[test]
    fn it_does_not_depend_on_the_order_of_members() {
        let one = r#""/":[{"instanceKey":"a","fields":{"x":{"b":1,"a":[1,{"d":2,"c":3}]},"w":"\u0001"}}]"#;
        let other = r#""/":[{"fields":{"w":"\u0001","x":{"a":[1,{"c":3,"d":2}],"b":1}},"instanceKey":"a"}]"#;
        assert_eq!(of(one), of(other));
    }

    #[test]
    fn it_depends_on_everything_else() {
        let entry = |page: &str, key: &str, fields: &str| {
            format!(r#""{page}":[{{"instanceKey":"{key}","componentId":"c","fields":{fields}}}]"#)
        };
        let all = [
            String::new(),
            entry("/", "a", "{}"),
            entry("/b", "a", "{}"),
            entry("/", "b", "{}"),
            entry("/", "a", r#"{"n":1}"#),
            entry("/", "a", r#"{"n":1.0}"#),
            entry("/", "a", r#"{"n":"1"}"#),
            entry("/", "a", r#"{"n":[1,2]}"#),
            entry("/", "a", r#"{"n":[2,1]}"#),
            entry("/", "a", r#"{"n":[12]}"#),
            entry("/", "a", r#"{"n":18446744073709551616}"#),
            entry("/", "a", r#"{"n":18446744073709551617}"#),
            entry("/", "a", "{}").replace("\"c\"", "\"d\""),
            format!("{},{}", entry("/", "a", "{}"), entry("/b", "a", "{}")),
        ];
        let versions: std::collections::BTreeSet<String> = all.iter().map(|pages| of(pages)).collect();
        assert_eq!(versions.len(), all.len());
    }
}
