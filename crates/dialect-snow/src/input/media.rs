//! `media`: a file, by its id. Other dialects may name a file by a path or an address, or store
//! more about it (`{id, url, alt}`); such a file is shown as its id, else as its address, and an
//! address renders as itself.

use super::raw;
use super::value::ParseResult;
use std::borrow::Cow;
use weft_domain::field::Field;
use weft_domain::field::FieldType;
use weft_domain::id;
use weft_domain::json::{self, Object};

/// The default settings.
pub(super) const DEFAULTS: &str = r#"{"mimeTypes":[]}"#;

/// The answer to a missing file.
pub(super) const MISSING: &str = "Selected media file does not exist";

/// Checks the settings.
pub(super) fn check_settings(settings: &Object<'_>) -> Result<(), String> {
    let Some(types) = raw::member(settings, "mimeTypes") else { return Ok(()) };
    let types = raw::items(types).ok_or("Mime Types must be an array")?;
    let types: Option<Vec<_>> = types.iter().map(|kind| raw::text(kind.get())).collect();
    let types = types.ok_or("All mime type values must be strings")?;
    if types.iter().all(|kind| is_mime_type(kind)) {
        Ok(())
    } else {
        Err("One or more mime types are invalid".to_owned())
    }
}

fn is_mime_type(text: &str) -> bool {
    text.split_once('/').is_some_and(|(major, minor)| {
        !major.is_empty()
            && major.bytes().all(|b| b.is_ascii_lowercase())
            && (minor == "*" || (!minor.is_empty() && !minor.contains('*')))
    })
}

/// The name of a stored file: its id, else its address. `None` when it has neither.
pub(super) fn name(stored: &str) -> Option<Cow<'_, str>> {
    if let Some(text) = raw::text(stored) {
        return Some(text);
    }
    let members = json::members(stored).ok()?;
    ["id", "url"].into_iter().find_map(|name| raw::member(&members, name).and_then(raw::text))
}

/// The address of a stored file, if it has one.
pub(super) fn address(stored: &str) -> Option<Cow<'_, str>> {
    let address = match raw::text(stored) {
        Some(text) => Some(text),
        None => raw::member(&json::members(stored).ok()?, "url").and_then(raw::text),
    };
    address.filter(|address| !address.is_empty() && !is_id(address))
}

/// Whether a name is an id of the media library.
pub(super) fn is_id(name: &str) -> bool {
    id::parse(name).is_ok()
}

/// Parses the name of a file.
pub(super) fn parse(text: &str) -> ParseResult {
    let file = json::quote(text);
    let is_elsewhere = || text.contains('/') && Field::new("", FieldType::File).check(Some(&file)).is_none();
    if is_id(text) || is_elsewhere() { Ok(file) } else { Err(MISSING.to_owned()) }
}

/// The accepted types of files; empty for all.
pub(super) fn types(field: &Field) -> Vec<String> {
    let types = raw::own_setting(field, "mimeTypes").and_then(raw::items).unwrap_or_default();
    types.into_iter().filter_map(|kind| raw::text(kind.get()).map(Cow::into_owned)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "018f3f70-1c2d-7abc-8def-0123456789ab";

    #[test]
    fn files_have_names_and_addresses() {
        let id = format!("\"{ID}\"");
        assert_eq!(name(&id).as_deref(), Some(ID));
        assert_eq!(address(&id), None);
        let both = format!(r#"{{"url":"/a.png","alt":"x","id":"{ID}"}}"#);
        assert_eq!((name(&both).as_deref(), address(&both).as_deref()), (Some(ID), Some("/a.png")));
        assert_eq!(name(r#"{"id":null,"url":"/a.png"}"#).as_deref(), Some("/a.png"));
        assert_eq!(address("\"/a.png\"").as_deref(), Some("/a.png"));
        for odd in ["7", "{}", "[]", r#"{"id":7,"url":[]}"#] {
            assert_eq!((name(odd), address(odd)), (None, None), "{odd}");
        }
    }

    #[test]
    fn names_are_ids_or_addresses() {
        for good in [ID, "https://a.example/a.png", "/a.png", "images/a b.png"] {
            assert_eq!(parse(good).unwrap(), json::quote(good));
        }
        for bad in ["x", "a.png", "javascript:alert(1)//", "//evil.example/a", "data:image/png;base64,AA/="] {
            assert_eq!(parse(bad), Err(MISSING.to_owned()), "{bad}");
        }
    }
}
