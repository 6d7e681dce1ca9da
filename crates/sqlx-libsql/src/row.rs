//! A row whose cells can be moved out.
//!
//! sqlx decodes by reference and copies, but a document of a megabyte should not be copied:
//! `take_*` moves the cell out and leaves NULL. With the feature `sqlx` a row also implements
//! sqlx's `Row`.

use std::sync::Arc;

use crate::column::LibsqlColumn;
use crate::error::Error;
use crate::value::Value;

/// A row of a result.
pub type Row = LibsqlRow;

/// A row of a result.
#[derive(Debug, Clone)]
pub struct LibsqlRow {
    columns: Arc<[LibsqlColumn]>,
    values: Vec<Value>,
}

impl LibsqlRow {
    /// A short row is padded with NULL, so that every column has a cell.
    pub(crate) fn new(columns: Arc<[LibsqlColumn]>, mut values: Vec<Value>) -> Self {
        values.resize(columns.len(), Value::Null);
        Self { columns, values }
    }

    /// The columns, in order.
    pub fn columns(&self) -> &[LibsqlColumn] {
        &self.columns
    }

    /// Moves a cell out; NULL stays in its place.
    pub fn take(&mut self, index: usize) -> Result<Value, Error> {
        let columns = self.values.len();
        self.values
            .get_mut(index)
            .map(std::mem::take)
            .ok_or_else(|| Error::Decode(format!("no column {index}: the row has {columns}")))
    }

    /// Moves a text out.
    pub fn take_text(&mut self, index: usize) -> Result<String, Error> {
        match self.take(index)? {
            Value::Text(text) => Ok(text),
            other => Err(self.mismatch(index, "TEXT", &other)),
        }
    }

    /// Moves an integer out.
    pub fn take_integer(&mut self, index: usize) -> Result<i64, Error> {
        match self.take(index)? {
            Value::Integer(integer) => Ok(integer),
            other => Err(self.mismatch(index, "INTEGER", &other)),
        }
    }

    /// Moves a boolean out: an integer that is not 0.
    pub fn take_bool(&mut self, index: usize) -> Result<bool, Error> {
        Ok(self.take_integer(index)? != 0)
    }

    /// Moves a number out.
    pub fn take_real(&mut self, index: usize) -> Result<f64, Error> {
        match self.take(index)? {
            Value::Real(real) => Ok(real),
            Value::Integer(integer) => Ok(integer as f64),
            other => Err(self.mismatch(index, "REAL", &other)),
        }
    }

    /// Moves bytes out.
    pub fn take_blob(&mut self, index: usize) -> Result<Vec<u8>, Error> {
        match self.take(index)? {
            Value::Blob(blob) => Ok(blob),
            other => Err(self.mismatch(index, "BLOB", &other)),
        }
    }

    /// Moves a text out, if the cell is not NULL.
    pub fn take_optional_text(&mut self, index: usize) -> Result<Option<String>, Error> {
        self.unless_null(index, Self::take_text)
    }

    /// Moves an integer out, if the cell is not NULL.
    pub fn take_optional_integer(&mut self, index: usize) -> Result<Option<i64>, Error> {
        self.unless_null(index, Self::take_integer)
    }

    /// Moves a boolean out, if the cell is not NULL.
    pub fn take_optional_bool(&mut self, index: usize) -> Result<Option<bool>, Error> {
        self.unless_null(index, Self::take_bool)
    }

    /// Moves a number out, if the cell is not NULL.
    pub fn take_optional_real(&mut self, index: usize) -> Result<Option<f64>, Error> {
        self.unless_null(index, Self::take_real)
    }

    /// Moves bytes out, if the cell is not NULL.
    pub fn take_optional_blob(&mut self, index: usize) -> Result<Option<Vec<u8>>, Error> {
        self.unless_null(index, Self::take_blob)
    }

    /// All cells, in order.
    pub fn into_values(self) -> Vec<Value> {
        self.values
    }

    /// A reference to a cell.
    pub fn value(&self, index: usize) -> Option<&Value> {
        self.values.get(index)
    }

    fn unless_null<T>(
        &mut self,
        index: usize,
        take: fn(&mut Self, usize) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        match self.value(index) {
            Some(Value::Null) => Ok(None),
            _ => take(self, index).map(Some),
        }
    }

    fn mismatch(&self, index: usize, expected: &str, found: &Value) -> Error {
        let name = self.columns.get(index).map_or("?", LibsqlColumn::name);
        Error::Decode(format!("column {index} ({name}): expected {expected}, found {}", found.kind()))
    }
}
