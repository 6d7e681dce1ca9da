//! `slug`: a name for an address, which the editor derives from another input.
//!
//! With `before`, the text may contain placeholders (`{year}/{month}/hello`), which are replaced
//! with the present date when the entry is saved. Stored slugs obey the rule of all dialects; a
//! slug that is invalid in an address is rejected.

use super::settings::{StoreCheck, check_count};
use super::value::ParseResult;
use super::{raw, zone};
use weft_domain::Timestamp;
use weft_domain::field::Field;
use weft_domain::json::{self, Object};

/// The default settings.
pub(super) const DEFAULTS: &str = r#"{"fieldName":"","maxLength":0,"before":"","timezone":"Etc/UTC"}"#;

/// Checks the settings.
pub(super) fn check_settings(settings: &Object<'_>) -> Result<Vec<StoreCheck>, String> {
    let field = match raw::member(settings, "fieldName") {
        None | Some("\"\"" | "0" | "false") => return Err("Field Name is required".to_owned()),
        Some(name) => raw::text(name).ok_or("Field Name must be a string")?.into_owned(),
    };
    check_count(settings, "maxLength", ["Max Length", "Max Length"])?;
    if raw::member(settings, "before").is_some_and(|before| raw::text(before).is_none()) {
        return Err("Before must be a string".to_owned());
    }
    let exists = |name: &str| raw::text(name).is_some_and(|name| zone::find(&name).is_some());
    if raw::member(settings, "timezone").is_some_and(|name| name != "\"\"" && !exists(name)) {
        return Err("Timezone does not exist".to_owned());
    }
    Ok(vec![StoreCheck::Field(field)])
}

/// Parses a slug.
pub(super) fn parse(field: &Field, text: &str, now: Timestamp) -> ParseResult {
    let slug = dated(field, text, now);
    if raw::bound(raw::setting(field, "maxLength")).is_some_and(|max| raw::is_longer(&slug, max)) {
        return Err("Slug Input value is longer than allowed".to_owned());
    }
    Ok(json::quote(&slug))
}

/// The text with its placeholders filled in.
fn dated(field: &Field, text: &str, now: Timestamp) -> String {
    let has_before =
        raw::own_setting(field, "before").and_then(raw::text).is_some_and(|text| !text.is_empty());
    if !has_before || !text.contains('{') {
        return text.to_owned();
    }
    let zone = raw::own_setting(field, "timezone").and_then(raw::text).unwrap_or_default();
    let time = zone::local(now, &zone);
    let placeholders = [
        ("{year}", time.year().to_string()),
        ("{month}", format!("{:02}", time.month())),
        ("{day}", format!("{:02}", time.day())),
        ("{hour}", format!("{:02}", time.hour())),
        ("{minute}", format!("{:02}", time.minute())),
        ("{second}", format!("{:02}", time.second())),
    ];
    placeholders.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_domain::field::FieldType;

    #[test]
    fn placeholders_are_the_present_where_the_field_is() {
        let now = Timestamp::parse("2026-12-31T23:05:09Z").unwrap();
        let all = "{year}/{month}/{day}/{hour}{minute}{second}/{year}-{other}";
        let slug = |settings: &str| {
            let field = Field::new("x", FieldType::Slug).with("inputConfig", settings).unwrap();
            dated(&field, all, now)
        };
        assert_eq!(slug(r#"{"before":"{year}/"}"#), "2026/12/31/230509/2026-{other}");
        assert_eq!(slug(r#"{"before":"x","timezone":"Europe/Berlin"}"#), "2027/01/01/000509/2027-{other}");
        for none in ["{}", r#"{"before":""}"#, r#"{"before":7}"#, "7", r#"{"timezone":"Europe/Berlin"}"#] {
            assert_eq!(slug(none), all, "{none}");
        }
    }
}
