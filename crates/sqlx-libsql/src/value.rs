//! The five storage classes of SQLite, and conversions from Rust types.
//!
//! Every pipe supports exactly these. SQLite stores NaN as NULL; the conversion happens here, so
//! that all pipes agree.

use std::borrow::Cow;

/// One value: an argument of a statement, or a cell of a row.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// SQL NULL.
    #[default]
    Null,
    /// A signed 64-bit integer; booleans are 0 and 1.
    Integer(i64),
    /// A finite or infinite double; never NaN.
    Real(f64),
    /// UTF-8 text; may contain NUL characters.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

impl Value {
    /// Whether this is SQL NULL.
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// SQLite's name of the storage class, for error messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Null => "NULL",
            Value::Integer(_) => "INTEGER",
            Value::Real(_) => "REAL",
            Value::Text(_) => "TEXT",
            Value::Blob(_) => "BLOB",
        }
    }

    /// The text, if this is text.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The integer, if this is one.
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Value::Integer(integer) => Some(*integer),
            _ => None,
        }
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        if value.is_nan() { Value::Null } else { Value::Real(value) }
    }
}

impl From<f32> for Value {
    fn from(value: f32) -> Self {
        f64::from(value).into()
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Value::Integer(value.into())
    }
}

macro_rules! integers {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Value {
            fn from(value: $integer) -> Self {
                Value::Integer(value.into())
            }
        }
    )*};
}

// u64 and usize have no conversion, because not every value fits.
integers!(i8, i16, i32, i64, u8, u16, u32);

macro_rules! texts {
    ($($text:ty),*) => {$(
        impl From<$text> for Value {
            fn from(value: $text) -> Self {
                Value::Text(value.into())
            }
        }
    )*};
}

texts!(&str, String, &String, Box<str>, Cow<'_, str>);

macro_rules! blobs {
    ($($blob:ty),*) => {$(
        impl From<$blob> for Value {
            fn from(value: $blob) -> Self {
                Value::Blob(value.into())
            }
        }
    )*};
}

blobs!(&[u8], Vec<u8>, Box<[u8]>, Cow<'_, [u8]>);

impl<const N: usize> From<[u8; N]> for Value {
    fn from(value: [u8; N]) -> Self {
        Value::Blob(value.into())
    }
}

impl<const N: usize> From<&[u8; N]> for Value {
    fn from(value: &[u8; N]) -> Self {
        Value::Blob(value.as_slice().into())
    }
}

impl From<&serde_json::Value> for Value {
    fn from(value: &serde_json::Value) -> Self {
        Value::Text(value.to_string())
    }
}

impl From<serde_json::Value> for Value {
    fn from(value: serde_json::Value) -> Self {
        (&value).into()
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}
