//! Repositories, configurations and files on the wire. Pure.

use weft_domain::field::{Field, FieldType};
use weft_domain::json::{object, quote};
use weft_service::{File, Repo, SiteConfig};

/// `[{"fullName", "addedAt"}]`
pub(crate) fn repos(repos: &[Repo]) -> String {
    let repo = |repo: &Repo| {
        object([("fullName", quote(&repo.name).as_str()), ("addedAt", quote(&repo.added_at).as_str())])
    };
    array(repos.iter().map(repo))
}

/// What `cms.config.json` would say.
pub(crate) fn config(config: &SiteConfig) -> String {
    let collections: Vec<(&str, String)> = config
        .collections
        .iter()
        .map(|(collection, directory)| {
            let fields = collection.schema.fields.iter().filter_map(field);
            let shown = object([
                ("label", quote(&collection.label).as_str()),
                ("directory", quote(directory).as_str()),
                ("fields", array(fields).as_str()),
            ]);
            (collection.name.as_str(), shown)
        })
        .collect();
    let collections = object(collections.iter().map(|(name, shown)| (*name, shown.as_str())));
    object([("name", quote(&config.name).as_str()), ("collections", collections.as_str())])
}

/// A field of the front matter; `None` for one that this API has no type for, and for the text.
fn field(field: &Field) -> Option<String> {
    if field.name == "body" {
        return None;
    }
    let kind = quote(kind(field.field_type())?);
    let (name, label) = (quote(&field.name), quote(&field.label));
    let mut members = vec![("name", name.as_str()), ("type", &kind), ("label", &label)];
    members.extend(field.required.then_some(("required", "true")));
    members.extend(field.default_json().map(|default| ("default", default)));
    Some(object(members))
}

const fn kind(kind: FieldType) -> Option<&'static str> {
    match kind {
        FieldType::Text
        | FieldType::Textarea
        | FieldType::RichText
        | FieldType::DateTime
        | FieldType::Select
        | FieldType::Url
        | FieldType::Email
        | FieldType::Slug
        | FieldType::Color => Some("string"),
        FieldType::MultiSelect | FieldType::Tags => Some("string[]"),
        FieldType::Number => Some("number"),
        FieldType::Boolean => Some("boolean"),
        FieldType::Date => Some("date"),
        FieldType::Image
        | FieldType::File
        | FieldType::Json
        | FieldType::Relation
        | FieldType::Group
        | FieldType::Array => None,
    }
}

/// `[{"slug", "path", "sha", "frontmatter"}]`
pub(crate) fn files(files: &[File]) -> String {
    array(files.iter().map(|file| item(file, false)))
}

/// A file with its text.
pub(crate) fn file(file: &File) -> String {
    item(file, true)
}

fn item(file: &File, with_body: bool) -> String {
    let (slug, path, sha) = (quote(&file.slug), quote(&file.path), quote(&file.sha));
    let body = with_body.then(|| quote(&file.body));
    let members = [
        ("slug", slug.as_str()),
        ("path", path.as_str()),
        ("sha", sha.as_str()),
        ("frontmatter", file.frontmatter.as_str()),
    ];
    object(members.into_iter().chain(body.as_deref().map(|body| ("body", body))))
}

/// `{"sha", "path"}`
pub(crate) fn saved(file: &File) -> String {
    object([("sha", quote(&file.sha).as_str()), ("path", quote(&file.path).as_str())])
}

fn array(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    format!("[{}]", items.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_type_has_a_type_or_is_left_out() {
        let mut shown: Vec<Option<&str>> = FieldType::ALL.into_iter().map(kind).collect();
        shown.sort_unstable();
        shown.dedup();
        assert_eq!(
            shown,
            [None, Some("boolean"), Some("date"), Some("number"), Some("string"), Some("string[]")]
        );
        let title = Field::new("title", FieldType::Text).with("required", "true").unwrap();
        assert_eq!(
            field(&title).unwrap(),
            r#"{"name":"title","type":"string","label":"title","required":true}"#
        );
        let draft = Field::new("draft", FieldType::Boolean).with("defaultValue", "false").unwrap();
        assert_eq!(
            field(&draft).unwrap(),
            r#"{"name":"draft","type":"boolean","label":"draft","default":false}"#
        );
        assert_eq!(field(&Field::new("body", FieldType::Textarea)), None);
        assert_eq!(field(&Field::new("cover", FieldType::Image)), None);
    }
}
