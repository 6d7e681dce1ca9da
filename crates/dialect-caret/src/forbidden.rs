//! Looks for keys in a document that would reach into a JavaScript object's prototype: clients of
//! this API merge documents into objects.

use crate::grammar::is_forbidden;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// The first forbidden key in JSON text, however deep it stands and however it is escaped. Text
/// that is not JSON has none; the parser refuses it.
#[must_use]
pub fn key_in(json: &str) -> Option<String> {
    let mut found = None;
    let mut reader = serde_json::Deserializer::from_str(json);
    let _ = Keys(&mut found).deserialize(&mut reader);
    found
}

struct Keys<'f>(&'f mut Option<String>);

impl<'de> DeserializeSeed<'de> for Keys<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_any(self)
    }
}

#[derive(serde::Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> Visitor<'de> for Keys<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(Name(key)) = map.next_key()? {
            if is_forbidden(&key) {
                *self.0 = Some(key.into_owned());
                return Err(A::Error::custom("a forbidden key"));
            }
            map.next_value_seed(Keys(&mut *self.0))?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(Keys(&mut *self.0))?.is_some() {}
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        self.deserialize(reader)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        Deserialize::deserialize(reader)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forbidden_keys_are_found_wherever_they_stand() {
        for (json, key) in [
            (r#"{"__proto__":1}"#, Some("__proto__")),
            (r#"{"a":[1,{"b":{"constructor":{}}}]}"#, Some("constructor")),
            (r#"{"a":{"\u005f_proto__":1}}"#, Some("__proto__")),
            (r#"[[{"prototype":null}]]"#, Some("prototype")),
            (r#"{"a":"__proto__","b":["constructor"],"proto":1.5,"c":true,"d":null,"e":-1}"#, None),
            (r#"{"__proto":1,"Constructor":2}"#, None),
            ("{", None),
            ("7", None),
        ] {
            assert_eq!(key_in(json).as_deref(), key, "{json}");
        }
    }
}
