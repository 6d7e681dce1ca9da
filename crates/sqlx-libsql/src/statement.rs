//! One SQL statement with its arguments: the input of a pipe.
//!
//! The text is `'static`, or the caller has asserted that it is safe ([`Statement::assert_safe`]);
//! values are bound and never part of the text.

use std::fmt;
use std::sync::Arc;

use crate::error::Error;
use crate::text;
use crate::value::Value;

/// The text of a statement that was put together at run time: owned, or shared with whoever keeps
/// it.
#[derive(Debug, Clone)]
pub struct SqlText(Repr);

#[derive(Debug, Clone)]
enum Repr {
    Static(&'static str),
    Owned(String),
    Shared(Arc<str>),
    /// What came through sqlx stays as it is.
    #[cfg(feature = "sqlx")]
    Sqlx(sqlx_core::sql_str::SqlStr),
}

impl SqlText {
    pub(crate) fn as_str(&self) -> &str {
        match &self.0 {
            Repr::Static(text) => text,
            Repr::Owned(text) => text,
            Repr::Shared(text) => text,
            #[cfg(feature = "sqlx")]
            Repr::Sqlx(text) => text.as_str(),
        }
    }
}

impl From<&'static str> for SqlText {
    fn from(text: &'static str) -> Self {
        Self(Repr::Static(text))
    }
}

impl From<String> for SqlText {
    fn from(text: String) -> Self {
        Self(Repr::Owned(text))
    }
}

impl From<Arc<str>> for SqlText {
    fn from(text: Arc<str>) -> Self {
        Self(Repr::Shared(text))
    }
}

/// One SQL statement and the values for its `?` placeholders, in order.
#[derive(Clone)]
pub struct Statement {
    sql: SqlText,
    args: Vec<Value>,
    vouched: Option<text::Kind>,
    is_single: bool,
}

impl Statement {
    /// A statement whose text is part of the program.
    pub fn new(sql: &'static str) -> Self {
        Self::of(sql.into())
    }

    /// A statement of sqlx, which has its own way to ask for a safe text.
    #[cfg(feature = "sqlx")]
    pub(crate) fn of_sqlx(sql: sqlx_core::sql_str::SqlStr) -> Self {
        Self::of(SqlText(Repr::Sqlx(sql)))
    }

    fn of(sql: SqlText) -> Self {
        Self { sql, args: Vec::new(), vouched: None, is_single: false }
    }

    /// A statement whose text was built at run time. The caller asserts that no part of it is user
    /// input.
    pub fn assert_safe(sql: impl Into<SqlText>) -> Self {
        Self::of(sql.into())
    }

    /// As [`Statement::assert_safe`], for a text that is one statement and only reads: the text is
    /// not scanned. A scan takes as long as all other work of the driver.
    pub fn assert_read(sql: impl Into<SqlText>) -> Self {
        Self { vouched: Some(text::Kind::Read), ..Self::of(sql.into()) }
    }

    /// As [`Statement::assert_read`], for a text that is one `INSERT`, `UPDATE` or `DELETE`.
    pub fn assert_change(sql: impl Into<SqlText>) -> Self {
        Self { vouched: Some(text::Kind::Change), ..Self::of(sql.into()) }
    }

    /// The statements of a script such as a migration file, in order; comments and empty statements
    /// are left out. Triggers stay whole.
    pub fn script(sql: &'static str) -> Vec<Self> {
        text::split(sql).map(Self::new).collect()
    }

    /// Adds the value of the next placeholder.
    #[must_use]
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.args.push(value.into());
        self
    }

    /// Adds the values of the next placeholders.
    #[must_use]
    pub fn bind_all(mut self, values: impl IntoIterator<Item = Value>) -> Self {
        self.args.extend(values);
        self
    }

    /// Declares that the result has at most one row, so that the pipe does not wait for the end of
    /// the rows.
    #[must_use]
    pub fn single(mut self) -> Self {
        self.is_single = true;
        self
    }

    /// The text.
    pub fn sql(&self) -> &str {
        self.sql.as_str()
    }

    /// The values bound so far.
    pub fn args(&self) -> &[Value] {
        &self.args
    }

    /// Refuses several statements in one text, an empty text, and transaction control.
    pub(crate) fn check(self) -> Result<Checked, Error> {
        let kind = match self.vouched {
            Some(kind) => kind,
            None => text::inspect(self.sql())?,
        };
        Ok(Checked { kind, sql: self.sql, args: self.args, is_single: self.is_single })
    }
}

/// Shows the text and the number of arguments, not their values: these may be secrets.
impl fmt::Debug for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Statement").field("sql", &self.sql()).field("args", &self.args.len()).finish()
    }
}

/// A statement that passed [`Statement::check`].
pub(crate) struct Checked {
    pub(crate) kind: text::Kind,
    pub(crate) sql: SqlText,
    pub(crate) args: Vec<Value>,
    /// Whether the result has at most one row.
    #[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "only guests wait for rows"))]
    pub(crate) is_single: bool,
}
