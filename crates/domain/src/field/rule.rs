//! What every field type can do: say what its empty value looks like, and check a value.
//!
//! A definition is compiled once, when it is read; a value is then checked on the path of every
//! write, against its JSON text.

use super::FieldType;
use super::fault::Fault;
use super::settings::Settings;
use super::value::Shape;
use super::{Field, Reference, ReferencePath, relation, rich_text, select, slug, tags, text, textarea, url};
use super::{array, boolean, color, date, date_time, email, file, group, image, json, multi_select, number};
use std::fmt::Debug;
use std::sync::Arc;

/// What a field asks of its value.
pub(super) trait Rule: Debug + Send + Sync {
    /// What its empty value looks like.
    fn shape(&self) -> Shape;

    /// Checks a value that is neither `null` nor empty. Says the first thing that is wrong.
    fn check(&self, raw: &str) -> Result<(), Fault>;

    /// The one spelling of a value that [`Rule::check`] accepts, given in the stored spelling of
    /// JSON; `None` when it has that already.
    fn normal(&self, _raw: &str) -> Option<String> {
        None
    }

    /// What a filter's value is compared as: in the spelling of the values that are stored; `None`
    /// when it has that already. A value that no value of this type could be equal to, less or
    /// greater than, is an error that says what it must be.
    fn literal(&self, _text: &str) -> Result<Option<String>, &'static str> {
        Ok(None)
    }

    /// The fields that its value has as members.
    fn fields(&self) -> &[Field] {
        &[]
    }

    /// Adds the ways to the references that its value may hold; `at` leads to the value.
    fn reference_paths(&self, _at: &ReferencePath, _found: &mut Vec<ReferencePath>) {}

    /// Adds the entries that a value refers to; `path` is the value's.
    fn references(&self, _raw: &str, _path: &str, _found: &mut Vec<Reference>) {}

    /// The content types whose entries it refers to; empty when it does not say.
    fn targets(&self) -> &[String] {
        &[]
    }
}

/// The rule of a field of that type with those settings.
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
