//! The attributes of a node or a mark, read by type.
//!
//! A value of another type counts as absent. The callers check addresses, colours and words.

use crate::json::{self, Object};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::ops::RangeInclusive;

/// What stands under `attrs`.
#[derive(Debug, Default)]
pub(super) struct Attributes<'a>(Object<'a>);

impl<'a> Attributes<'a> {
    /// From the JSON; none when it is no object.
    pub(super) fn read(raw: Option<&'a RawValue>) -> Self {
        Self(raw.and_then(|raw| json::members(raw.get()).ok()).unwrap_or_default())
    }

    /// Whether the attribute is present, `null` included.
    pub(super) fn has(&self, name: &str) -> bool {
        self.raw(name).is_some()
    }

    /// A text.
    pub(super) fn text(&self, name: &str) -> Option<Cow<'a, str>> {
        #[derive(Deserialize)]
        struct Text<'a>(#[serde(borrow)] Cow<'a, str>);
        serde_json::from_str::<Text<'a>>(self.raw(name)?).ok().map(|text| text.0)
    }

    /// A text that is one of these.
    pub(super) fn word(&self, name: &str, words: &[&'static str]) -> Option<&'static str> {
        let text = self.text(name)?;
        words.iter().find(|word| **word == text).copied()
    }

    /// A whole number within the range, also as a string.
    pub(super) fn whole(&self, name: &str, range: RangeInclusive<u32>) -> Option<u32> {
        whole(self.raw(name)?, range)
    }

    /// A list of whole numbers; an invalid item becomes 0.
    pub(super) fn wholes(&self, name: &str, range: RangeInclusive<u32>) -> Vec<u32> {
        let items: Option<Vec<&RawValue>> = self.raw(name).and_then(|raw| serde_json::from_str(raw).ok());
        let items = items.unwrap_or_default();
        items.iter().map(|item| whole(item.get(), range.clone()).unwrap_or_default()).collect()
    }

    /// The members of an object.
    pub(super) fn object(&self, name: &str) -> Self {
        let members = self.raw(name).and_then(|raw| json::members(raw).ok());
        Self(members.unwrap_or_default())
    }

    /// Whether it is `true`.
    pub(super) fn is_true(&self, name: &str) -> bool {
        self.raw(name) == Some("true")
    }

    fn raw(&self, name: &str) -> Option<&'a str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.get())
    }
}

fn whole(raw: &str, range: RangeInclusive<u32>) -> Option<u32> {
    let number: f64 = raw.trim_matches('"').parse().ok()?;
    let fits =
        number.fract() == 0.0 && (f64::from(*range.start())..=f64::from(*range.end())).contains(&number);
    fits.then_some(number as u32)
}

#[cfg(test)]
mod tests {
    use super::Attributes;
    use serde_json::value::RawValue;

    #[test]
    fn other_types_are_nothing() {
        let json = r#"{"a":1,"b":"2","c":[1,"x",3],"d":true,"e":-1,"f":1e999,"g":1.5,"h":null,"i":"NaN","j":"\u0041","a":3.0}"#;
        let raw: &RawValue = serde_json::from_str(json).unwrap();
        let read = Attributes::read(Some(raw));
        assert_eq!(
            ["a", "b", "e", "f", "g", "h", "i"].map(|name| read.whole(name, 0..=9)),
            [Some(3), Some(2), None, None, None, None, None]
        );
        assert_eq!(read.whole("b", 3..=9), None);
        assert_eq!(read.wholes("c", 0..=9), [1, 0, 3]);
        assert_eq!(read.wholes("a", 0..=9), [0; 0]);
        assert_eq!(["a", "b", "j"].map(|name| read.text(name)), [None, Some("2".into()), Some("A".into())]);
        assert_eq!([read.word("j", &["A"]), read.word("j", &["B"])], [Some("A"), None]);
        assert_eq!(["d", "a", "z"].map(|name| read.is_true(name)), [true, false, false]);
        assert_eq!(["h", "z"].map(|name| read.has(name)), [true, false]);
        for wrong in ["[]", "1", "null", "\"a\""] {
            let raw: &RawValue = serde_json::from_str(wrong).unwrap();
            assert!(!Attributes::read(Some(raw)).has("a"), "{wrong}");
        }
    }
}
