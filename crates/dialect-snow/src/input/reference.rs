//! The references of a value, to be checked before a write and looked up before rendering.
//!
//! All references of an entry can be looked up together; this module does not do it.

use super::form::Form;
use super::{media, raw, relational, remote_data};
use weft_domain::EntryId;
use weft_domain::field::Field;

/// A reference to something outside the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reference {
    /// A file of the media library.
    Media {
        /// Its id.
        id: String,
        /// The accepted types (`image/*`, `application/pdf`); empty for all.
        types: Vec<String>,
    },
    /// An entry.
    Entry {
        /// Its id.
        id: EntryId,
        /// The names of the allowed collections; empty for all.
        collections: Vec<String>,
    },
    /// Remote data; only rendering needs it.
    Remote {
        /// The address, with its placeholders.
        address: String,
    },
}

impl Reference {
    /// The answer to a file of a wrong type.
    pub const WRONG_TYPE: &str = "Media Input image is an invalid type";

    /// Whether an input with these types accepts a file of that type.
    #[must_use]
    pub fn takes(types: &[String], file: &str) -> bool {
        types.is_empty()
            || types.iter().any(|kind| match kind.strip_suffix('*') {
                Some(major) => file.starts_with(major),
                None => kind == file,
            })
    }
}

/// The references of a stored value, in order.
#[must_use]
pub fn references(field: &Field, stored: Option<&str>) -> Vec<Reference> {
    let mut found = Vec::new();
    collect(field, &Form::of(field), stored.map(str::trim), &mut found);
    found
}

fn collect(field: &Field, form: &Form, stored: Option<&str>, found: &mut Vec<Reference>) {
    match (form, stored) {
        (Form::Address, stored) => {
            found.extend(remote_data::address(field, stored).map(|address| Reference::Remote { address }));
        }
        (Form::Media, Some(stored)) => {
            if let Some(id) = media::name(stored).filter(|name| media::is_id(name)) {
                found.push(Reference::Media { id: id.into_owned(), types: media::types(field) });
            }
        }
        (Form::Relation, Some(stored)) => {
            let collections = field.targets().to_vec();
            found.extend(relational::entry(stored).map(|id| Reference::Entry { id, collections }));
        }
        (Form::List(item), Some(stored)) => {
            for value in raw::items(stored).unwrap_or_default() {
                collect(&item.field, &item.form, Some(value.get()), found);
            }
        }
        (
            Form::Text
            | Form::Slug
            | Form::Number
            | Form::Checkbox
            | Form::Select
            | Form::RichText
            | Form::Pairs
            | Form::Json
            | Form::Anything
            | Form::Nothing,
            _,
        )
        | (_, None) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::InputType;
    use super::super::guard::{ENTRY, FILE, field, input};
    use super::*;

    #[test]
    fn what_a_value_refers_to_is_found() {
        let media = |id: &str, types: &[&str]| Reference::Media {
            id: id.to_owned(),
            types: types.iter().map(|kind| (*kind).to_owned()).collect(),
        };
        let id = format!("\"{FILE}\"");
        let images = input(InputType::Media, r#"{"mimeTypes":["image/*"]}"#);
        assert_eq!(references(&images, Some(&id)), [media(FILE, &["image/*"])]);
        let several = field("file", r#"{"multiple":true}"#);
        let stored = format!(r#"[{id},{{"id":{id}}},"/a.png",7,null]"#);
        assert_eq!(references(&several, Some(&stored)), [media(FILE, &[]), media(FILE, &[])]);
        let entry = Reference::Entry { id: ENTRY.parse().unwrap(), collections: vec!["author".to_owned()] };
        let authors = field("relation", r#"{"multiple":true,"to":"author"}"#);
        assert_eq!(references(&authors, Some(&format!("[\"{ENTRY}\",\"x\"]"))), [entry]);
        let remote = input(InputType::RemoteData, r#"{"url":"/a"}"#);
        assert_eq!(references(&remote, None), [Reference::Remote { address: "/a".to_owned() }]);
        for kind in InputType::ALL {
            for none in [None, Some("null"), Some("\"\""), Some("[]"), Some("{}"), Some("7")] {
                assert_eq!(references(&input(kind, "{}"), none), [], "{kind:?} {none:?}");
            }
        }
    }

    #[test]
    fn types_of_files_may_be_whole_families() {
        let types = ["image/*".to_owned(), "application/pdf".to_owned()];
        for (file, takes) in
            [("image/png", true), ("application/pdf", true), ("imagex/png", false), ("text/plain", false)]
        {
            assert_eq!(Reference::takes(&types, file), takes, "{file}");
        }
        assert!(Reference::takes(&[], "text/plain"));
    }
}
