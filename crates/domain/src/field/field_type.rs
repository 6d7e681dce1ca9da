//! The names of the field types.
//!
//! A closed list in R3's spelling; dialects map their own names to it. To add one: add it here,
//! then a file with its rule, then an arm in `rule::compile`, then a row in the table of `guard`.

use crate::query::Comparison;

/// The type of a field's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldType {
    /// A line of text.
    Text,
    /// Lines of text.
    Textarea,
    /// A formatted document.
    RichText,
    /// A number.
    Number,
    /// Yes or no.
    Boolean,
    /// A day.
    Date,
    /// A moment.
    DateTime,
    /// One of the options.
    Select,
    /// Some of the options.
    MultiSelect,
    /// Free words.
    Tags,
    /// A picture, or several.
    Image,
    /// A file, or several.
    File,
    /// An address on the web.
    Url,
    /// An e-mail address.
    Email,
    /// A readable name for an address.
    Slug,
    /// A colour.
    Color,
    /// Any JSON.
    Json,
    /// Another entry, or several.
    Relation,
    /// Fields of its own.
    Group,
    /// A list of values, or of groups.
    Array,
}

impl FieldType {
    /// Every field type.
    pub const ALL: [Self; 20] = [
        Self::Text,
        Self::Textarea,
        Self::RichText,
        Self::Number,
        Self::Boolean,
        Self::Date,
        Self::DateTime,
        Self::Select,
        Self::MultiSelect,
        Self::Tags,
        Self::Image,
        Self::File,
        Self::Url,
        Self::Email,
        Self::Slug,
        Self::Color,
        Self::Json,
        Self::Relation,
        Self::Group,
        Self::Array,
    ];

    /// As stored and shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Textarea => "textarea",
            Self::RichText => "richText",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::DateTime => "datetime",
            Self::Select => "select",
            Self::MultiSelect => "multiSelect",
            Self::Tags => "tags",
            Self::Image => "image",
            Self::File => "file",
            Self::Url => "url",
            Self::Email => "email",
            Self::Slug => "slug",
            Self::Color => "color",
            Self::Json => "json",
            Self::Relation => "relation",
            Self::Group => "group",
            Self::Array => "array",
        }
    }

    /// Parses a field type's name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// How filters compare its values. A select's options may be numbers or texts.
    #[must_use]
    pub const fn comparison(self) -> Comparison {
        match self {
            Self::Number => Comparison::Number,
            Self::Text
            | Self::Textarea
            | Self::Boolean
            | Self::Date
            | Self::DateTime
            | Self::Url
            | Self::Email
            | Self::Slug
            | Self::Color => Comparison::Text,
            _ => Comparison::Any,
        }
    }

    /// Whether its values contain searchable text.
    #[must_use]
    pub const fn has_text(self) -> bool {
        !matches!(self, Self::Number | Self::Boolean)
    }

    /// Whether its values are small and plain enough for the value index, thus for `indexed` and
    /// `unique`.
    #[must_use]
    pub const fn can_be_indexed(self) -> bool {
        !matches!(self, Self::RichText | Self::Json | Self::Group | Self::Array | Self::Image | Self::File)
    }
}
