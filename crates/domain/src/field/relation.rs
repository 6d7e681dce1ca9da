//! `relation`: the id of an entry, a JSON string; with `multiple`, an array of ids; `minItems`,
//! `maxItems`.
//!
//! An id is stored in lower case. `to` (or `of`, or `relationTo`) names the content type of the
//! entry, or a list of them. This rule does not check that the entry exists: `service` does, with
//! `Field::targets`.

use super::failure::Failure;
use super::items::Items;
use super::rule::Rule;
use super::settings::Settings;
use super::value::{self, EmptyForm};
use super::{Reference, ReferencePath};
use crate::EntryId;

/// The accepted names of the setting, in order of priority.
const TARGET: [&str; 3] = ["to", "of", "relationTo"];

/// The rule of a field of this type.
#[derive(Debug)]
pub(super) struct Relation {
    several: Option<Items>,
    targets: Vec<String>,
}

impl Relation {
    /// From `to`, `multiple`, and then `minItems` and `maxItems`.
    pub(super) fn read(settings: &mut Settings<'_>) -> Self {
        let name = TARGET.into_iter().find(|name| settings.raw(name).is_some()).unwrap_or("to");
        let targets =
            settings.parsed(name, "must be the name of a content type, or a list of names", |raw| {
                if raw.starts_with('[') {
                    return value::items(raw)?
                        .into_iter()
                        .map(|item| Some(value::text(item.get())?.into_owned()))
                        .collect();
                }
                Some(vec![value::text(raw)?.into_owned()])
            });
        let several = if settings.flag("multiple") { Some(Items::read(settings)) } else { None };
        Self { several, targets: targets.unwrap_or_default() }
    }
}

impl Rule for Relation {
    fn empty_form(&self) -> EmptyForm {
        if self.several.is_some() { EmptyForm::List } else { EmptyForm::Text }
    }

    fn check(&self, raw: &str) -> Result<(), Failure> {
        match &self.several {
            Some(items) => items.check_each(raw, check_one),
            None => check_one(raw),
        }
    }

    fn normalise(&self, raw: &str) -> Option<String> {
        match &self.several {
            Some(_) => value::normalise_items(raw, |item| value::normalise_text(item, normalise)),
            None => value::normalise_text(raw, normalise),
        }
    }

    fn literal(&self, text: &str) -> Result<Option<String>, &'static str> {
        if self.several.is_some() {
            // Compared with the text of the list.
            return Ok(None);
        }
        normalise(text).map(Some).ok_or("must be the id of a document")
    }

    fn reference_paths(&self, at: &ReferencePath, found: &mut Vec<ReferencePath>) {
        found.push(if self.several.is_some() { at.clone() } else { at.clone().ids() });
    }

    fn references(&self, raw: &str, path: &str, found: &mut Vec<Reference>) {
        let mut add = |raw: &str, path: String| {
            let id = value::text(raw).and_then(|text| text.parse().ok());
            found.extend(id.map(|id| Reference { path, id, targets: self.targets.clone() }));
        };
        match &self.several {
            None => add(raw, path.to_owned()),
            Some(_) => {
                for (at, item) in value::items(raw).unwrap_or_default().iter().enumerate() {
                    add(item.get(), format!("{path}[{at}]"));
                }
            }
        }
    }

    fn targets(&self) -> &[String] {
        &self.targets
    }
}

/// The id in lower case (RFC 9562).
fn normalise(text: &str) -> Option<String> {
    text.parse::<EntryId>().ok().map(|id| id.to_string())
}

fn check_one(raw: &str) -> Result<(), Failure> {
    let text = value::text(raw).ok_or_else(|| Failure::kind("must be the id of a document"))?;
    match text.parse::<EntryId>() {
        Ok(_) => Ok(()),
        Err(_) => Err(Failure::format("must be the id of a document")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::guard::{accepts, definition, field, refuses};

    const ID: &str = r#""018f3f70-1c2d-7abc-8def-0123456789ab""#;

    #[test]
    fn is_an_id_or_several() {
        let one = field("relation", r#"{"to":"author"}"#);
        accepts(&one, &[ID, r#""""#, &ID.to_uppercase()]);
        assert_eq!(one.normalise(&ID.to_uppercase()).as_deref(), Some(ID));
        refuses(&one, &[(r#""ada""#, "format"), ("7", "type"), ("[]", "type"), (&format!("[{ID}]"), "type")]);
        refuses(
            &one,
            &[
                (&format!("{{\"id\":{ID}}}"), "type"),
                (r#""{018f3f70-1c2d-7abc-8def-0123456789ab}""#, "format"),
            ],
        );
        let several = field("relation", r#"{"multiple":true,"maxItems":2}"#);
        accepts(&several, &["[]", &format!("[{ID},{ID}]")]);
        refuses(
            &several,
            &[(ID, "type"), (r#"["x"]"#, "format"), (&format!("[{ID},{ID},{ID}]"), "maxItems")],
        );
        let [sent, stored] = [ID.to_uppercase(), ID.to_owned()].map(|id| format!("[{ID},{id}]"));
        assert_eq!((several.normalise(&sent), several.normalise(&stored)), (Some(stored.clone()), None));
        assert_eq!(several.check(Some(r#"[1]"#)).unwrap().path, "data.x[0]");
    }

    #[test]
    fn knows_its_targets() {
        assert_eq!(field("relation", r#"{"to":"author"}"#).targets(), ["author"]);
        assert_eq!(field("relation", r#"{"relationTo":["a","b"]}"#).targets(), ["a", "b"]);
        assert!(field("relation", "{}").targets().is_empty());
        assert_eq!(definition("relation", r#"{"to":7,"multiple":"yes"}"#), ["config.to", "config.multiple"]);
        assert_eq!(definition("relation", r#"{"of":["a",1]}"#), ["config.of"]);
    }
}
