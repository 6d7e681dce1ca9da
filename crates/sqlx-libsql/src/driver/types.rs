//! The Rust types that sqlx can bind and read.
//!
//! Integers are range-checked, booleans are stored as integers, a REAL may be read from an INTEGER,
//! JSON is TEXT. To add a type, give it `Type`, `Encode` (push something that a [`Value`] is made
//! from) and `Decode`.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sqlx_core::decode::Decode;
use sqlx_core::encode::{Encode, IsNull};
use sqlx_core::error::BoxDynError;
use sqlx_core::types::{Json, Type};

use super::{Libsql, LibsqlArgumentBuffer, LibsqlTypeInfo, LibsqlValueRef};
use crate::value::Value;

type Encoded = Result<IsNull, BoxDynError>;

fn unexpected<T>(expected: &str, found: LibsqlValueRef<'_>) -> Result<T, BoxDynError> {
    Err(format!("expected {expected}, found {}", found.get().kind()).into())
}

/// `Type` for a Rust type: its storage class, and the other classes that it may be read from.
macro_rules! stored_as {
    ($main:ident, $also:ident, $($rust:ty),+) => {$(
        impl Type<Libsql> for $rust {
            fn type_info() -> LibsqlTypeInfo {
                LibsqlTypeInfo::$main
            }

            fn compatible(found: &LibsqlTypeInfo) -> bool {
                *found == LibsqlTypeInfo::$main || *found == LibsqlTypeInfo::$also
            }
        }
    )+};
}

stored_as!(INTEGER, INTEGER, bool, i8, i16, i32, i64, u8, u16, u32);
stored_as!(REAL, INTEGER, f32, f64);
stored_as!(TEXT, TEXT, str, String);
stored_as!(BLOB, TEXT, [u8], Vec<u8>);

impl<T> Type<Libsql> for Json<T> {
    fn type_info() -> LibsqlTypeInfo {
        LibsqlTypeInfo::TEXT
    }

    fn compatible(found: &LibsqlTypeInfo) -> bool {
        *found == LibsqlTypeInfo::TEXT || *found == LibsqlTypeInfo::BLOB
    }
}

/// `Encode` by copy or clone, as a [`Value`] is made from it.
macro_rules! encoded {
    ($($rust:ty),+) => {$(
        impl Encode<'_, Libsql> for $rust {
            fn encode(self, buffer: &mut LibsqlArgumentBuffer) -> Encoded {
                Ok(buffer.push(self))
            }

            fn encode_by_ref(&self, buffer: &mut LibsqlArgumentBuffer) -> Encoded {
                Ok(buffer.push(self.clone()))
            }
        }
    )+};
}

encoded!(
    bool,
    i8,
    i16,
    i32,
    i64,
    u8,
    u16,
    u32,
    f32,
    f64,
    &str,
    String,
    Box<str>,
    Cow<'_, str>,
    &[u8],
    Vec<u8>,
    Box<[u8]>,
    Cow<'_, [u8]>
);

impl Encode<'_, Libsql> for Arc<str> {
    fn encode_by_ref(&self, buffer: &mut LibsqlArgumentBuffer) -> Encoded {
        Ok(buffer.push(&**self))
    }
}

impl Encode<'_, Libsql> for Rc<str> {
    fn encode_by_ref(&self, buffer: &mut LibsqlArgumentBuffer) -> Encoded {
        Ok(buffer.push(&**self))
    }
}

impl<T: Serialize> Encode<'_, Libsql> for Json<T> {
    fn encode_by_ref(&self, buffer: &mut LibsqlArgumentBuffer) -> Encoded {
        Ok(buffer.push(self.encode_to_string()?))
    }
}

sqlx_core::impl_encode_for_option!(Libsql);

macro_rules! decoded_integers {
    ($($rust:ty),+) => {$(
        impl Decode<'_, Libsql> for $rust {
            fn decode(value: LibsqlValueRef<'_>) -> Result<Self, BoxDynError> {
                match value.get() {
                    Value::Integer(integer) => Ok((*integer).try_into()?),
                    _ => unexpected("INTEGER", value),
                }
            }
        }
    )+};
}

decoded_integers!(i8, i16, i32, i64, u8, u16, u32);

impl Decode<'_, Libsql> for bool {
    fn decode(value: LibsqlValueRef<'_>) -> Result<Self, BoxDynError> {
        <i64 as Decode<Libsql>>::decode(value).map(|integer| integer != 0)
    }
}

impl Decode<'_, Libsql> for f64 {
    fn decode(value: LibsqlValueRef<'_>) -> Result<Self, BoxDynError> {
        match value.get() {
            Value::Real(real) => Ok(*real),
            Value::Integer(integer) => Ok(*integer as f64),
            _ => unexpected("REAL", value),
        }
    }
}

impl Decode<'_, Libsql> for f32 {
    fn decode(value: LibsqlValueRef<'_>) -> Result<Self, BoxDynError> {
        <f64 as Decode<Libsql>>::decode(value).map(|real| real as f32)
    }
}

impl<'r> Decode<'r, Libsql> for &'r str {
    fn decode(value: LibsqlValueRef<'r>) -> Result<Self, BoxDynError> {
        match value.get() {
            Value::Text(text) => Ok(text),
            _ => unexpected("TEXT", value),
        }
    }
}

impl Decode<'_, Libsql> for String {
    fn decode(value: LibsqlValueRef<'_>) -> Result<Self, BoxDynError> {
        <&str as Decode<Libsql>>::decode(value).map(Into::into)
    }
}

impl<'r> Decode<'r, Libsql> for &'r [u8] {
    fn decode(value: LibsqlValueRef<'r>) -> Result<Self, BoxDynError> {
        match value.get() {
            Value::Blob(blob) => Ok(blob),
            Value::Text(text) => Ok(text.as_bytes()),
            _ => unexpected("BLOB", value),
        }
    }
}

impl Decode<'_, Libsql> for Vec<u8> {
    fn decode(value: LibsqlValueRef<'_>) -> Result<Self, BoxDynError> {
        <&[u8] as Decode<Libsql>>::decode(value).map(Into::into)
    }
}

impl<'r, T: Deserialize<'r> + 'r> Decode<'r, Libsql> for Json<T> {
    fn decode(value: LibsqlValueRef<'r>) -> Result<Self, BoxDynError> {
        Json::decode_from_bytes(<&[u8] as Decode<Libsql>>::decode(value)?)
    }
}
