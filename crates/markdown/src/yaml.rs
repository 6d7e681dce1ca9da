//! YAML read into JSON, and JSON written as YAML.
//!
//! ```text
//! compose    events of the parser → values; anchors, merge keys, bounds
//! plain      what an unquoted text means
//! moment     dates, as js-yaml reads them
//! write      values → YAML, the same bytes as js-yaml's `dump`
//! ```

mod compose;
mod moment;
mod plain;
mod write;

pub use compose::{COPIES_MAX, DEPTH_MAX, read};
pub use write::write;

/// By which rules unquoted texts become values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rules {
    /// Those of js-yaml 4: `017` is 17, `2025-01-15` is a moment in UTC, `yes` is a text.
    /// Unknown tags are errors.
    JsYaml,
    /// Those of the import: whatever would not be written back as it stands is a text, dates among
    /// them. Unknown tags mean nothing.
    AsWritten,
}

/// Why a text is not read as YAML.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum YamlError {
    /// It is not YAML.
    #[error("{0}")]
    Syntax(String),
    /// Another document follows the first one.
    #[error("has more than one document")]
    Documents,
    /// The file has more than [`FILE_MAX`](crate::FILE_MAX) bytes.
    #[error("is in a file of more than {} bytes", crate::FILE_MAX)]
    TooLong,
    /// It is nested deeper than [`DEPTH_MAX`].
    #[error("is nested more than {DEPTH_MAX} levels deep")]
    TooDeep,
    /// Its anchors and aliases stand for more than [`COPIES_MAX`].
    #[error("has aliases that stand for more than {COPIES_MAX} bytes")]
    TooManyCopies,
    /// An alias within what it stands for.
    #[error("has an alias within its own anchor")]
    Circle,
    /// A key is there twice.
    #[error("has the key `{0}` twice")]
    RepeatedKey(String),
    /// A key is a list, a map or, by the import's rules, nothing.
    #[error("has a key that is no text")]
    OddKey,
    /// `<<` merges something that is no map.
    #[error("merges what is not a map")]
    Merge,
    /// A tag that means nothing here, or that does not fit what it stands before.
    #[error("has the tag `{0}` before something that is none")]
    Tag(String),
}
