//! How the values of a field are written as texts.

use super::InputType;
use weft_domain::field::{Field, FieldType};

/// How a value is written. `value`, `render` and `reference` each have an arm for each.
#[derive(Debug)]
pub(super) enum Form {
    /// A JSON string, as its text.
    Text,
    /// A JSON string that may have placeholders when it comes.
    Slug,
    /// A JSON string, the address of something to fetch.
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
    /// Any JSON; a string as its text where that does not read as JSON.
    Anything,
    /// A list, as the list of its items' texts.
    List(Box<Item>),
    /// None.
    Nothing,
}

/// The items of a list.
#[derive(Debug)]
pub(super) struct Item {
    /// What each asks of its value; without a name.
    pub(super) field: Field,
    /// How each is written.
    pub(super) form: Form,
    /// Whether an item may be the empty text.
    pub(super) may_be_empty: bool,
}

impl Form {
    /// Of a field's values.
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
