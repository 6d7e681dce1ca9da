//! `file`: a reference to a stored file; a JSON string (its id, its path or its URL) or an object
//! with `id` or `url`, whose other members (alternative text, size, …) are kept. With `multiple`,
//! an array of those; `minItems`, `maxItems`.
//!
//! An id that is a UUID is stored in lower case. A reference ends up in `src` and `href`, so a
//! scheme other than http and https is refused.

use super::ReferencePath;
use super::failure::Failure;
use super::items::Items;
use super::rule::Rule;
use super::settings::Settings;
use super::url::{URL_MAX, is_web_address};
use super::value::{self, EmptyForm};
use crate::{id, json};

/// The rule of a field of this type.
#[derive(Debug)]
pub(super) struct File {
    several: Option<Items>,
}

impl File {
    /// From `multiple`, and then `minItems` and `maxItems`.
    pub(super) fn read(settings: &mut Settings<'_>) -> Self {
        Self { several: if settings.flag("multiple") { Some(Items::read(settings)) } else { None } }
    }
}

impl Rule for File {
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
            Some(_) => value::normalise_items(raw, normalise),
            None => normalise(raw),
        }
    }

    fn reference_paths(&self, at: &ReferencePath, found: &mut Vec<ReferencePath>) {
        let ids = if self.several.is_some() { at.clone() } else { at.clone().ids() };
        // An item that is an object has its id as a member.
        let objects = if self.several.is_some() { at.items() } else { at.clone() };
        let objects = ReferencePath { field: ids.field.clone(), ..objects };
        let is_other = objects != ids;
        found.push(ids);
        found.extend(is_other.then_some(objects));
    }
}

/// The reference with its id in lower case; `None` when it is unchanged.
fn normalise(raw: &str) -> Option<String> {
    let lower = |raw: &str| value::normalise_text(raw, |text| id::parse(text).ok().map(|id| id.to_string()));
    if raw.starts_with('"') {
        return lower(raw);
    }
    let members = json::members(raw).ok()?;
    let id = members.iter().find(|(name, _)| name == "id").and_then(|(_, value)| lower(value.get()))?;
    let value = |name: &str, value: &'_ str| if name == "id" { id.clone() } else { value.to_owned() };
    let members: Vec<(&str, String)> =
        members.iter().map(|(name, raw)| (name.as_ref(), value(name, raw.get()))).collect();
    Some(json::object(members.iter().map(|(name, value)| (*name, value.as_str()))))
}

fn check_one(raw: &str) -> Result<(), Failure> {
    if raw.starts_with('"') {
        return check_reference(raw);
    }
    let wanted = || Failure::kind("must be an id, a web address, or an object with id or url");
    let members = json::members(raw).map_err(|_| wanted())?;
    let mut found = false;
    for (name, value) in members {
        if (name == "id" || name == "url") && value.get() != "null" {
            found = true;
            check_reference(value.get()).map_err(|failure| failure.in_member(&name))?;
        }
    }
    if found { Ok(()) } else { Err(wanted()) }
}

fn check_reference(raw: &str) -> Result<(), Failure> {
    let text = value::text(raw).ok_or_else(|| Failure::kind("must be a text"))?;
    if is_reference(&text) { Ok(()) } else { Err(Failure::format("must be an id or a web address")) }
}

/// Whether a text is a web address, or has no scheme or host and could thus be an id or a relative
/// path.
fn is_reference(text: &str) -> bool {
    let relative = || {
        let first = text.split(['/', '?', '#']).next().unwrap_or_default();
        (1..=URL_MAX).contains(&text.len())
            && !text.starts_with("//")
            && !first.contains(':')
            && !text.contains(|c: char| c.is_control() || matches!(c, '\\' | '"' | '<' | '>'))
    };
    is_web_address(text) || relative()
}

#[cfg(test)]
mod tests {
    use super::super::guard::{accepts, field, refuses};

    const GOOD: [&str; 6] = [
        r#""018f3f70-1c2d-7abc-8def-0123456789ab""#,
        r#""https://cdn.example.com/a.pdf?x=1:2""#,
        r#""/media/a.pdf""#,
        r#""images/My Photo.png""#,
        r#"{"id":"a1","alt":"x"}"#,
        r#"{"url":"/a.pdf","id":null}"#,
    ];
    const BAD: [(&str, &str); 10] = [
        ("7", "type"),
        ("{}", "type"),
        (r#"{"id":7}"#, "type"),
        (r#"{"id":""}"#, "format"),
        (r#"{"id":"a","url":"data:text/html,x"}"#, "format"),
        (r#""javascript:alert(1)""#, "format"),
        (r#""java\nscript:alert(1)""#, "format"),
        (r#""//evil.example""#, "format"),
        (r#""/\\evil.example""#, "format"),
        (r#""a\"onerror=b""#, "format"),
    ];

    #[test]
    fn ids_are_stored_in_lower_case() {
        let id = "018f3f70-1c2d-7abc-8def-0123456789ab";
        let [lower, upper] =
            [id.to_owned(), id.to_uppercase()].map(|id| format!(r#"{{"alt":"A","id":"{id}"}}"#));
        assert_eq!(field("file", "{}").normalise(&upper).as_deref(), Some(lower.as_str()));
        assert_eq!(field("file", "{}").normalise(&lower), None);
        let several = field("file", r#"{"multiple":true}"#);
        assert_eq!(
            several.normalise(&format!(r#"["A.png","{}"]"#, id.to_uppercase())),
            Some(format!(r#"["A.png","{id}"]"#))
        );
    }

    #[test]
    fn is_a_reference_or_an_object_with_one() {
        for kind in ["file", "image"] {
            accepts(&field(kind, "{}"), &GOOD);
            accepts(&field(kind, "{}"), &[r#""""#]);
            refuses(&field(kind, "{}"), &BAD);
            refuses(&field(kind, "{}"), &[("[]", "type"), (r#"["a"]"#, "type")]);
        }
    }

    #[test]
    fn may_be_several() {
        for kind in ["file", "image"] {
            let several = field(kind, r#"{"multiple":true,"maxItems":2}"#);
            accepts(&several, &GOOD.map(|one| format!("[{one}, {one}]")).each_ref().map(String::as_str));
            accepts(&several, &["[]"]);
            for (bad, code) in BAD {
                refuses(&several, &[(&format!("[{bad}]"), code)]);
            }
            refuses(&several, &[(r#""a""#, "type"), (r#"["a","b","c"]"#, "maxItems"), (r#"[""]"#, "format")]);
            assert_eq!(several.check(Some(r#"["a",{"id":7}]"#)).unwrap().path, "data.x[1].id");
        }
    }
}
