//! The rule of a field type: its empty value and its checks.
//!
//! A definition is compiled once, when it is read; every write then checks values against their
//! JSON text.

use super::FieldType;
use super::failure::Failure;
use super::settings::Settings;
use super::value::EmptyForm;
use super::{Field, Reference, ReferencePath, relation, rich_text, select, slug, tags, text, textarea, url};
use super::{array, boolean, color, date, date_time, email, file, group, image, json, multi_select, number};
use std::fmt::Debug;
use std::sync::Arc;

/// The rule of a field's value.
pub(super) trait Rule: Debug + Send + Sync {
    /// The form of its empty value.
    fn empty_form(&self) -> EmptyForm;

    /// Checks a value that is neither `null` nor empty. Returns the first failure.
    fn check(&self, raw: &str) -> Result<(), Failure>;

    /// The canonical form of a value that [`Rule::check`] accepts, given as canonical JSON; `None`
    /// when it is unchanged.
    fn normalise(&self, _raw: &str) -> Option<String> {
        None
    }

    /// The canonical form of a filter's value; `None` when it is unchanged. The error is a message
    /// for a value that no value of this type can be compared with.
    fn literal(&self, _text: &str) -> Result<Option<String>, &'static str> {
        Ok(None)
    }

    /// The member fields of its value.
    fn fields(&self) -> &[Field] {
        &[]
    }

    /// Adds the ways to the references that its value may hold; `at` leads to the value.
    fn reference_paths(&self, _at: &ReferencePath, _found: &mut Vec<ReferencePath>) {}

    /// Adds the entries that a value refers to; `path` is the value's.
    fn references(&self, _raw: &str, _path: &str, _found: &mut Vec<Reference>) {}

    /// The content types that it may refer to; empty for any.
    fn targets(&self) -> &[String] {
        &[]
    }
}

/// Compiles the rule of a field of that type with those settings.
pub(super) fn compile(kind: FieldType, settings: &mut Settings<'_>) -> Arc<dyn Rule> {
    match kind {
        FieldType::Text => Arc::new(text::Text::read(settings)),
        FieldType::Textarea => Arc::new(textarea::Textarea::read(settings)),
        FieldType::RichText => Arc::new(rich_text::RichText),
        FieldType::Number => Arc::new(number::Number::read(settings)),
        FieldType::Boolean => Arc::new(boolean::Boolean),
        FieldType::Date => Arc::new(date::Date::read(settings)),
        FieldType::DateTime => Arc::new(date_time::DateTime::read(settings)),
        FieldType::Select => Arc::new(select::Select::read(settings)),
        FieldType::MultiSelect => Arc::new(multi_select::MultiSelect::read(settings)),
        FieldType::Tags => Arc::new(tags::Tags::read(settings)),
        FieldType::Image => Arc::new(image::Image::read(settings)),
        FieldType::File => Arc::new(file::File::read(settings)),
        FieldType::Url => Arc::new(url::Url::read(settings)),
        FieldType::Email => Arc::new(email::Email::read(settings)),
        FieldType::Slug => Arc::new(slug::Slug::read(settings)),
        FieldType::Color => Arc::new(color::Color),
        FieldType::Json => Arc::new(json::Json),
        FieldType::Relation => Arc::new(relation::Relation::read(settings)),
        FieldType::Group => Arc::new(group::Group::read(settings)),
        FieldType::Array => Arc::new(array::Array::read(settings)),
    }
}
