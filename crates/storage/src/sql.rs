//! SQL text that is put together, and the values bound to it.
//!
//! The text consists of constants of this crate and of `?N` placeholders; whatever came from
//! outside is a bound value. This is the one place that vouches for that (`Statement::assert_read`,
//! `assert_change`).

use sqlx_libsql::{Statement, Value};
use std::sync::{Arc, Mutex, PoisonError};
use weft_domain::shape::Shape;

/// A statement in the making.
#[derive(Debug, Default)]
pub(crate) struct Sql {
    text: String,
    args: Vec<Value>,
    /// Where the arguments stand that may come again.
    repeated: Option<usize>,
}

impl Sql {
    pub(crate) fn new(text: &'static str) -> Self {
        Self::over(Vec::with_capacity(8), text)
    }

    /// With values that are bound already, under the numbers from 1 on.
    pub(crate) fn over(args: Vec<Value>, text: &'static str) -> Self {
        let mut sql = Self { text: String::with_capacity(1024), args, repeated: None };
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

    /// How many values are bound.
    pub(crate) fn bound(&self) -> usize {
        self.args.len()
    }

    /// From here on, the values that were bound from `start` on, as far as they come again in the
    /// same order, are bound once.
    pub(crate) fn repeat_from(&mut self, start: usize) {
        self.repeated = Some(start);
    }

    /// Ends [`Sql::repeat_from`].
    pub(crate) fn repeat_no_more(&mut self) {
        self.repeated = None;
    }

    /// Appends a placeholder of a value that is bound already.
    pub(crate) fn again(&mut self, number: usize) -> &mut Self {
        self.text.push('?');
        self.text.push_str(&number.to_string());
        self
    }

    /// As a statement that changes something.
    pub(crate) fn into_change(self) -> Statement {
        Statement::assert_change(self.text).bind_all(self.args)
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

/// Texts that depend on a shape and a few other things, each written once: to write one takes a
/// guest as long as all else that it does for a short read.
pub(crate) struct Texts<K>(Mutex<Vec<(Shape, K, Arc<str>)>>);

impl<K: PartialEq> Texts<K> {
    pub(crate) const fn new() -> Self {
        Self(Mutex::new(Vec::new()))
    }

    /// The text of that form; `write` writes it. Shapes are constants: the same one stands in one
    /// place, and is not looked into.
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
