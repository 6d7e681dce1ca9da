//! The types of inputs, as SnowCMS names them, and the field types that they are stored as.

use super::raw;
use weft_domain::field::{Field, FieldType};

/// What kind of input it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InputType {
    /// A line of text.
    Text,
    /// Lines of text.
    Textarea,
    /// Yes or no.
    Checkbox,
    /// One of the options.
    Select,
    /// A name for an address.
    Slug,
    /// A TipTap document.
    RichText,
    /// A file.
    Media,
    /// An entry of another collection.
    Relational,
    /// A list of inputs of one type.
    Array,
    /// Texts with names.
    KeyValue,
    /// The response of a web address.
    RemoteData,
    /// A note for editors, without a value.
    Alert,
}

impl InputType {
    /// Every input type.
    pub const ALL: [Self; 12] = [
        Self::Text,
        Self::Textarea,
        Self::Checkbox,
        Self::Select,
        Self::Slug,
        Self::RichText,
        Self::Media,
        Self::Relational,
        Self::Array,
        Self::KeyValue,
        Self::RemoteData,
        Self::Alert,
    ];

    /// As on the wire.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Textarea => "textarea",
            Self::Checkbox => "checkbox",
            Self::Select => "select",
            Self::Slug => "slug",
            Self::RichText => "rich-text",
            Self::Media => "media",
            Self::Relational => "relational",
            Self::Array => "array",
            Self::KeyValue => "key-value",
            Self::RemoteData => "remote-data",
            Self::Alert => "alert",
        }
    }

    /// The input type of that id.
    #[must_use]
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.id() == id)
    }

    /// The field type that stores inputs of this type.
    #[must_use]
    pub const fn field_type(self) -> FieldType {
        match self {
            Self::Text => FieldType::Text,
            Self::Textarea => FieldType::Textarea,
            Self::Checkbox => FieldType::Boolean,
            Self::Select => FieldType::Select,
            Self::Slug => FieldType::Slug,
            Self::RichText => FieldType::RichText,
            Self::Media => FieldType::File,
            Self::Relational => FieldType::Relation,
            Self::Array => FieldType::Array,
            Self::KeyValue | Self::Alert => FieldType::Json,
            Self::RemoteData => FieldType::Url,
        }
    }

    /// The input type of a field. Its `input` member decides, unless the field's type has changed
    /// since.
    #[must_use]
    pub fn of(field: &Field) -> Self {
        let kind = field.field_type();
        let stored = field.member("input").and_then(|raw| Self::parse(&raw::text(raw)?));
        stored
            .filter(|input| input.field_type() == kind)
            .unwrap_or_else(|| Self::showing(kind, is_several(field)))
    }

    /// The default input type of a field type.
    const fn showing(kind: FieldType, several: bool) -> Self {
        match kind {
            FieldType::Text
            | FieldType::Number
            | FieldType::Date
            | FieldType::DateTime
            | FieldType::Url
            | FieldType::Email
            | FieldType::Color => Self::Text,
            FieldType::Textarea | FieldType::Json | FieldType::Group => Self::Textarea,
            FieldType::RichText => Self::RichText,
            FieldType::Boolean => Self::Checkbox,
            FieldType::Select => Self::Select,
            FieldType::Slug => Self::Slug,
            FieldType::Image | FieldType::File | FieldType::Relation if several => Self::Array,
            FieldType::MultiSelect | FieldType::Tags | FieldType::Array => Self::Array,
            FieldType::Image | FieldType::File => Self::Media,
            FieldType::Relation => Self::Relational,
        }
    }

    /// Whether the field's type alone does not determine this input type.
    pub(super) fn is_unlisted(self) -> bool {
        Self::showing(self.field_type(), false) != self
    }

    /// Whether the input has no value.
    #[must_use]
    pub const fn is_visual_only(self) -> bool {
        matches!(self, Self::Alert)
    }
}

/// Whether the values of an image, a file or a relation are lists.
fn is_several(field: &Field) -> bool {
    matches!(field.field_type(), FieldType::Image | FieldType::File | FieldType::Relation)
        && raw::setting(field, "multiple") == Some("true")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_has_a_name_of_its_own() {
        for kind in InputType::ALL {
            assert_eq!(InputType::parse(kind.id()), Some(kind));
        }
        assert_eq!(InputType::parse("richText"), None);
    }

    #[test]
    fn fields_of_other_dialects_show_as_what_fits_best() {
        let table = [
            ("text", "text"),
            ("textarea", "textarea"),
            ("richText", "rich-text"),
            ("number", "text"),
            ("boolean", "checkbox"),
            ("date", "text"),
            ("datetime", "text"),
            ("select", "select"),
            ("multiSelect", "array"),
            ("tags", "array"),
            ("image", "media"),
            ("file", "media"),
            ("url", "text"),
            ("email", "text"),
            ("slug", "slug"),
            ("color", "text"),
            ("json", "textarea"),
            ("relation", "relational"),
            ("group", "textarea"),
            ("array", "array"),
        ];
        assert_eq!(table.len(), FieldType::ALL.len());
        for (kind, input) in table {
            let field = Field::new("x", FieldType::parse(kind).unwrap());
            assert_eq!(InputType::of(&field).id(), input, "{kind}");
            let several = field.with("config", r#"{"multiple":true}"#).unwrap();
            let is_list = ["image", "file", "relation"].contains(&kind);
            assert_eq!(InputType::of(&several).id(), if is_list { "array" } else { input }, "{kind}");
        }
        let unknown: Field = serde_json::from_str(r#"{"name":"x","type":"hologram"}"#).unwrap();
        assert_eq!(InputType::of(&unknown), InputType::Textarea);
    }

    #[test]
    fn a_stored_name_counts_as_long_as_the_type_fits() {
        for kind in InputType::ALL {
            let field = Field::new("x", kind.field_type());
            assert_eq!(InputType::of(&field) == kind, !kind.is_unlisted(), "{kind:?}");
            let field = field.with("input", &format!("\"{}\"", kind.id())).unwrap();
            assert_eq!(InputType::of(&field), kind);
            let changed = field.with("type", "\"number\"").unwrap();
            assert_eq!(InputType::of(&changed), InputType::Text);
        }
        for odd in ["7", "null", "{}", "\"hologram\"", "\"alert\""] {
            let field = Field::new("x", FieldType::Text).with("input", odd).unwrap();
            assert_eq!(InputType::of(&field), InputType::Text, "{odd}");
        }
    }
}
