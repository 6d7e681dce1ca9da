//! One SQL statement with its arguments: the input of a pipe.
//!
//! The text is `'static`, or the caller has asserted that it is safe ([`Statement::assert_safe`]);
//! values are bound and never part of the text.

use std::fmt;

use sqlx_core::sql_str::{AssertSqlSafe, SqlSafeStr, SqlStr};

use crate::error::Error;
use crate::text;
use crate::value::Value;

/// One SQL statement and the values for its `?` placeholders, in order.
#[derive(Clone)]
pub struct Statement {
    pub(crate) sql: SqlStr,
    pub(crate) args: Vec<Value>,
    vouched: Option<text::Kind>,
    is_single: bool,
}

impl Statement {
    /// A statement whose text is part of the program (`&'static str`), or is wrapped in sqlx's
    /// `AssertSqlSafe`.
    pub fn new(sql: impl SqlSafeStr) -> Self {
        Self { sql: sql.into_sql_str(), args: Vec::new(), vouched: None, is_single: false }
    }

    /// A statement whose text was built at run time. The caller asserts that no part of it is user
    /// input.
    pub fn assert_safe(sql: impl Into<String>) -> Self {
        Self::new(AssertSqlSafe(sql.into()))
    }

    /// As [`Statement::assert_safe`], for a text that is one statement and only reads: the text is
    /// not scanned. A scan takes as long as all other work of the driver.
    pub fn assert_read<T>(sql: T) -> Self
    where
        AssertSqlSafe<T>: SqlSafeStr,
    {
        Self { vouched: Some(text::Kind::Read), ..Self::new(AssertSqlSafe(sql)) }
    }

    /// As [`Statement::assert_read`], for a text that is one `INSERT`, `UPDATE` or `DELETE`.
    pub fn assert_change<T>(sql: T) -> Self
    where
        AssertSqlSafe<T>: SqlSafeStr,
    {
        Self { vouched: Some(text::Kind::Change), ..Self::new(AssertSqlSafe(sql)) }
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
    pub(crate) sql: SqlStr,
    pub(crate) args: Vec<Value>,
    /// Whether the result has at most one row.
    #[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "only guests wait for rows"))]
    pub(crate) is_single: bool,
}
