//! The arguments that `bind` collects for a statement.

use sqlx_core::arguments::Arguments;
use sqlx_core::encode::{Encode, IsNull};
use sqlx_core::error::BoxDynError;
use sqlx_core::types::Type;

use super::Libsql;
use crate::value::Value;

/// The buffer to which `Encode` writes a value.
#[derive(Debug, Default)]
pub struct LibsqlArgumentBuffer(Vec<Value>);

impl LibsqlArgumentBuffer {
    /// Adds a value. Every `Encode` for [`Libsql`] calls this.
    pub fn push(&mut self, value: impl Into<Value>) -> IsNull {
        self.0.push(value.into());
        IsNull::No
    }
}

/// The arguments of one statement, in order.
#[derive(Debug, Default)]
pub struct LibsqlArguments {
    buffer: LibsqlArgumentBuffer,
}

impl LibsqlArguments {
    pub(crate) fn into_values(self) -> Vec<Value> {
        self.buffer.0
    }
}

impl Arguments for LibsqlArguments {
    type Database = Libsql;

    fn reserve(&mut self, additional: usize, _size: usize) {
        self.buffer.0.reserve(additional);
    }

    fn add<'t, T>(&mut self, value: T) -> Result<(), BoxDynError>
    where
        T: Encode<'t, Libsql> + Type<Libsql>,
    {
        let before = self.buffer.0.len();
        match value.encode(&mut self.buffer) {
            Ok(IsNull::No) => Ok(()),
            Ok(IsNull::Yes) => {
                self.buffer.0.truncate(before);
                self.buffer.0.push(Value::Null);
                Ok(())
            }
            Err(error) => {
                self.buffer.0.truncate(before);
                Err(error)
            }
        }
    }

    fn len(&self) -> usize {
        self.buffer.0.len()
    }
}

sqlx_core::impl_into_arguments_for_arguments!(LibsqlArguments);
