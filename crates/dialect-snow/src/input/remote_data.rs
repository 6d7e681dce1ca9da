//! `remote-data`: a web address, and its response. An entry without an address uses the one in the
//! settings.
//!
//! The caller fetches, with its checks; a failed request renders as null.

use super::raw;
use weft_domain::field::Field;
use weft_domain::json::Object;

/// The default settings.
pub(super) const DEFAULTS: &str = r#"{"url":""}"#;

/// Checks the settings.
pub(super) fn check_settings(settings: &Object<'_>) -> Result<(), String> {
    match raw::member(settings, "url") {
        Some(url) if raw::text(url).is_none() && !matches!(url, "false" | "0") => {
            Err("URL, if it exists, must be a string".to_owned())
        }
        _ => Ok(()),
    }
}

/// The address: the entry's, else the settings'; with its placeholders.
pub(super) fn address(field: &Field, stored: Option<&str>) -> Option<String> {
    let own = stored.and_then(raw::text).filter(|address| !address.is_empty());
    let address = own.or_else(|| raw::own_setting(field, "url").and_then(raw::text))?;
    (!address.is_empty()).then(|| address.into_owned())
}

/// An address with its placeholders filled in.
#[must_use]
pub fn fill(address: &str, website: &str, collection: &str, entry: &str) -> String {
    let placeholders = [("{website}", website), ("{collection}", collection), ("{entry}", entry)];
    placeholders.into_iter().fold(address.to_owned(), |address, (name, id)| address.replace(name, id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_domain::field::FieldType;

    #[test]
    fn an_entry_without_an_address_has_that_of_the_settings() {
        let bare = Field::new("x", FieldType::Url);
        let field = bare.clone().with("inputConfig", r#"{"url":"https://a.example/{entry}"}"#).unwrap();
        for none in [None, Some("null"), Some("\"\""), Some("7")] {
            assert_eq!(address(&field, none).as_deref(), Some("https://a.example/{entry}"), "{none:?}");
            assert_eq!(address(&bare, none), None);
        }
        assert_eq!(address(&field, Some("\"https://b.example\"")).as_deref(), Some("https://b.example"));
        assert_eq!(fill("/{website}/{collection}/{entry}/{entry}?{x}", "w", "c", "e"), "/w/c/e/e?{x}");
    }
}
