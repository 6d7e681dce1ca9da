//! SQL text that is put together, and the values bound to it.
//!
//! The text consists of constants of this crate and of `?N` placeholders; whatever came from outside is a bound value. This is the one
//! place that vouches for that (`Statement::assert_safe`, `assert_read`).

use sqlx_libsql::{Statement, Value};

/// A statement in the making.
#[derive(Debug, Default)]
pub(crate) struct Sql {
    text: String,
    args: Vec<Value>,
}

impl Sql {
    pub(crate) fn new(text: &'static str) -> Self {
        let mut sql = Self { text: String::with_capacity(1024), args: Vec::with_capacity(8) };
        sql.push(text);
        sql
    }

    /// Appends text of this crate.
    pub(crate) fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Appends a new placeholder and binds the value to it.
    pub(crate) fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        let number = self.arg(value);
        self.again(number)
    }

    /// Binds a value without a placeholder yet; the number is for [`Sql::again`].
    pub(crate) fn arg(&mut self, value: impl Into<Value>) -> usize {
        self.args.push(value.into());
        self.args.len()
    }

    /// Appends a placeholder of a value that is bound already.
    pub(crate) fn again(&mut self, number: usize) -> &mut Self {
        self.text.push('?');
        self.text.push_str(&number.to_string());
        self
    }

    /// As a statement that changes something.
    pub(crate) fn into_change(self) -> Statement {
        Statement::assert_safe(self.text).bind_all(self.args)
    }

    /// As a statement that only reads.
    pub(crate) fn into_read(self) -> Statement {
        Statement::assert_read(self.text).bind_all(self.args)
    }

    #[cfg(test)]
    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}
