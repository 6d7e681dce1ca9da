//! A builder of SQL text with bound values.
//!
//! The text consists of constants of this crate and of `?N` placeholders; every value from outside
//! is bound. Only this module asserts that a text is safe (`Statement::assert_read`,
//! `assert_change`).

use sqlx_libsql::{Statement, Value};
use std::sync::{Arc, Mutex, PoisonError};
use weft_domain::shape::Shape;

/// A statement builder.
#[derive(Debug, Default)]
pub(crate) struct Sql {
    text: String,
    args: Vec<Value>,
    /// The range of bound values that may be repeated.
    repeated: Option<usize>,
}

impl Sql {
    pub(crate) fn new(text: &'static str) -> Self {
        Self::over(Vec::with_capacity(8), text)
    }

    /// Starts with bound values, which have the numbers from 1.
    pub(crate) fn over(args: Vec<Value>, text: &'static str) -> Self {
        let mut sql = Self { text: String::with_capacity(1024), args, repeated: None };
        sql.push(text);
        sql
    }

    /// Appends constant text of this crate.
    pub(crate) fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Appends a new placeholder and binds the value to it.
    pub(crate) fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        let number = self.arg(value);
        self.again(number)
    }

    /// Binds a value without a placeholder; returns its number for [`Sql::again`].
    pub(crate) fn arg(&mut self, value: impl Into<Value>) -> usize {
        let value = value.into();
        if let Some(at) = &mut self.repeated
            && self.args.get(*at) == Some(&value)
        {
            *at += 1;
            return *at;
        }
        self.args.push(value);
        self.args.len()
    }

    /// The number of bound values.
    pub(crate) fn bound(&self) -> usize {
        self.args.len()
    }

    /// From here on, values that repeat those bound since `start`, in the same order, reuse their
    /// numbers.
    pub(crate) fn repeat_from(&mut self, start: usize) {
        self.repeated = Some(start);
    }

    /// Ends [`Sql::repeat_from`].
    pub(crate) fn repeat_no_more(&mut self) {
        self.repeated = None;
    }

    /// Appends a placeholder of a bound value.
    pub(crate) fn again(&mut self, number: usize) -> &mut Self {
        self.text.push('?');
        self.text.push_str(&number.to_string());
        self
    }

    /// The statement, as one that writes.
    pub(crate) fn into_change(self) -> Statement {
        Statement::assert_change(self.text).bind_all(self.args)
    }

    /// The statement, as one that only reads.
    pub(crate) fn into_read(self) -> Statement {
        Statement::assert_read(self.text).bind_all(self.args)
    }

    #[cfg(test)]
    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}

/// A cache of SQL texts by shape and a few other inputs: compiling a text takes a guest as long as
/// all other work of a short read.
pub(crate) struct Texts<K>(Mutex<Vec<(Shape, K, Arc<str>)>>);

impl<K: PartialEq> Texts<K> {
    pub(crate) const fn new() -> Self {
        Self(Mutex::new(Vec::new()))
    }

    /// Returns the text; `write` compiles it. Shapes are constants, so they are compared by address
    /// and not by content.
    pub(crate) fn get(&self, shape: Shape, form: K, write: impl FnOnce() -> Sql) -> Arc<str> {
        let mut texts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = texts.iter().find(|(of, known, _)| std::ptr::eq(*of, shape) && *known == form);
        if let Some((_, _, text)) = known {
            return text.clone();
        }
        let text: Arc<str> = write().text.into();
        texts.push((shape, form, text.clone()));
        text
    }
}
