//! A borrowed cell, from which sqlx decodes.

use std::borrow::Cow;

use sqlx_core::value::ValueRef;

use super::{Libsql, LibsqlTypeInfo};
use crate::value::Value;

/// A cell of a row, borrowed.
#[derive(Debug, Clone, Copy)]
pub struct LibsqlValueRef<'r>(&'r Value);

impl<'r> LibsqlValueRef<'r> {
    pub(crate) fn new(value: &'r Value) -> Self {
        Self(value)
    }

    /// The value itself.
    pub fn get(&self) -> &'r Value {
        self.0
    }
}

impl<'r> ValueRef<'r> for LibsqlValueRef<'r> {
    type Database = Libsql;

    fn to_owned(&self) -> Value {
        self.0.clone()
    }

    fn type_info(&self) -> Cow<'_, LibsqlTypeInfo> {
        Cow::Owned(LibsqlTypeInfo::of(self.0))
    }

    fn is_null(&self) -> bool {
        self.0.is_null()
    }
}

impl sqlx_core::value::Value for Value {
    type Database = Libsql;

    fn as_ref(&self) -> LibsqlValueRef<'_> {
        LibsqlValueRef(self)
    }

    fn type_info(&self) -> Cow<'_, LibsqlTypeInfo> {
        Cow::Owned(LibsqlTypeInfo::of(self))
    }

    fn is_null(&self) -> bool {
        Value::is_null(self)
    }
}
