//! The text forms of field values.

use super::InputType;
use weft_domain::field::{Field, FieldType};

/// The text form of a value. `value`, `render` and `reference` each match on it.
#[derive(Debug)]
pub(super) enum Form {
    /// A JSON string, as its text.
    Text,
    /// A JSON string that may contain placeholders when sent.
    Slug,
    /// A JSON string, the address of remote data.
    Address,
    /// A JSON number.
    Number,
    /// `true` or `false`.
    Checkbox,
    /// One of the options.
    Select,
    /// A TipTap document.
    RichText,
    /// A reference to a file.
    Media,
    /// A reference to an entry.
    Relation,
    /// An object, as a list of pairs.
    Pairs,
    /// Any JSON, as it is.
    Json,
    /// Any JSON; a string appears as its text, unless that is JSON too.
    Anything,
    /// A list, as the list of its items' texts.
    List(Box<Item>),
    /// No value.
    Nothing,
}

/// The items of a list.
#[derive(Debug)]
pub(super) struct Item {
    /// The field of each item, without a name.
    pub(super) field: Field,
    /// The form of each item.
    pub(super) form: Form,
    /// Whether an item may be an empty text.
    pub(super) may_be_empty: bool,
}

impl Form {
    /// The form of a field's values.
    pub(super) fn of(field: &Field) -> Self {
        match InputType::of(field) {
            InputType::Text if field.field_type() == FieldType::Number => Self::Number,
            InputType::Textarea if field.field_type() != FieldType::Textarea => Self::Json,
            InputType::Text | InputType::Textarea => Self::Text,
            InputType::Checkbox => Self::Checkbox,
            InputType::Select => Self::Select,
            InputType::Slug => Self::Slug,
            InputType::RichText => Self::RichText,
            InputType::Media => Self::Media,
            InputType::Relational => Self::Relation,
            InputType::Array => Self::List(Box::new(Item::of(field))),
            InputType::KeyValue => Self::Pairs,
            InputType::RemoteData => Self::Address,
            InputType::Alert => Self::Nothing,
        }
    }
}
