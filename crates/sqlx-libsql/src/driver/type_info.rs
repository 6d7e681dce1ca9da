//! The types of values, as sqlx compares them.

use std::fmt;

use sqlx_core::type_info::TypeInfo;

use crate::value::Value;

/// The storage class of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibsqlTypeInfo(&'static str);

impl LibsqlTypeInfo {
    /// NULL: compatible with every type.
    pub const NULL: Self = Self("NULL");
    /// A 64-bit integer, also used for booleans.
    pub const INTEGER: Self = Self("INTEGER");
    /// A double.
    pub const REAL: Self = Self("REAL");
    /// UTF-8 text, also used for JSON.
    pub const TEXT: Self = Self("TEXT");
    /// Bytes.
    pub const BLOB: Self = Self("BLOB");

    pub(crate) fn of(value: &Value) -> Self {
        Self(value.kind())
    }
}

impl TypeInfo for LibsqlTypeInfo {
    fn is_null(&self) -> bool {
        *self == Self::NULL
    }

    fn name(&self) -> &str {
        self.0
    }
}

impl fmt::Display for LibsqlTypeInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
