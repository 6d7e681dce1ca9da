//! Scans the text of a statement without parsing it, to find its kind and its end.
//!
//! The scan has three purposes. Hosts silently run only the first of several statements in one
//! text, so such a text is refused. `BEGIN` and similar statements would leave a transaction open
//! on a shared connection, so they are refused. Reads and changes use different connections in a
//! guest; an unclear statement counts as a change, which costs time in the writers' queue but is
//! always correct.
//!
//! The scanner recognises strings, quoted names and comments, and that semicolons inside `CREATE
//! TRIGGER … BEGIN … END` do not end the statement.

use crate::error::Error;

/// The kind of a statement, by its keywords.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `SELECT`, `VALUES`, `EXPLAIN`, or `WITH` without a changing word.
    Read,
    /// `INSERT`, `UPDATE`, `DELETE`, `REPLACE`, with or without `WITH`.
    Change,
    /// Schema statements, `PRAGMA` and the rest.
    Other,
    /// Transaction control and `ATTACH`, which change the state of a shared connection.
    Control,
    /// Only comments.
    Empty,
}

/// The kind of the only statement in `sql`.
pub(crate) fn inspect(sql: &str) -> Result<Kind, Error> {
    let first = scan(sql);
    match first.kind {
        Kind::Empty => Err(Error::Refused("the statement is empty")),
        Kind::Control => Err(Error::Refused("no transaction control: connections are shared; use Db::batch")),
        _ if holds_statement(first.rest) => {
            Err(Error::Refused("several statements in one text; use Db::batch"))
        }
        kind => Ok(kind),
    }
}

/// The statements of a script, without their semicolons.
pub(crate) fn split(mut sql: &'static str) -> impl Iterator<Item = &'static str> {
    std::iter::from_fn(move || {
        while !sql.is_empty() {
            let first = scan(sql);
            sql = first.rest;
            if first.kind != Kind::Empty {
                return Some(first.statement.trim());
            }
        }
        None
    })
}

fn holds_statement(mut sql: &str) -> bool {
    while !sql.is_empty() {
        let next = scan(sql);
        if next.kind != Kind::Empty {
            return true;
        }
        sql = next.rest;
    }
    false
}

struct Scanned<'a> {
    kind: Kind,
    statement: &'a str,
    rest: &'a str,
}

/// Reads up to the semicolon that ends the first statement, or to the end.
fn scan(sql: &str) -> Scanned<'_> {
    let mut words = Words::default();
    let mut at = 0;
    while let Some((token, end)) = next_token(sql, at) {
        match token {
            Token::Word(word) => words.see(word),
            Token::Semicolon if words.ends_here() => {
                let statement = sql.get(..at).unwrap_or(sql);
                return Scanned { kind: words.kind(), statement, rest: sql.get(end..).unwrap_or("") };
            }
            Token::Semicolon => words.see_inner_semicolon(),
            Token::Sign => words.see_sign(),
            Token::Blank => {}
        }
        at = end;
    }
    Scanned { kind: words.kind(), statement: sql, rest: "" }
}

/// The state of the scan of one statement.
#[derive(Default)]
struct Words {
    first: Option<Kind>,
    /// The statement began with `WITH`: a read, unless a changing keyword follows.
    with: bool,
    /// The statement began with `CREATE`, followed by nothing but `TEMP`.
    creates: bool,
    trigger: bool,
    /// The last token was a semicolon inside a trigger.
    after_semicolon: bool,
    /// The last tokens were such a semicolon and `END`.
    closing: bool,
}

impl Words {
    fn see(&mut self, word: &str) {
        let is = |keywords: &[&str]| keywords.iter().any(|keyword| word.eq_ignore_ascii_case(keyword));
        if self.first.is_none() {
            self.with = is(&["WITH"]);
            self.creates = is(&["CREATE"]);
            self.first = Some(match () {
                () if is(&["SELECT", "VALUES", "EXPLAIN", "WITH"]) => Kind::Read,
                () if is(CHANGES) => Kind::Change,
                () if is(CONTROL) => Kind::Control,
                () => Kind::Other,
            });
        } else {
            if self.with && is(CHANGES) {
                self.first = Some(Kind::Change);
            }
            self.trigger |= self.creates && is(&["TRIGGER"]);
            self.creates &= is(&["TEMP", "TEMPORARY"]);
        }
        self.closing = self.after_semicolon && is(&["END"]);
        self.after_semicolon = false;
    }

    fn see_sign(&mut self) {
        self.first.get_or_insert(Kind::Other);
        self.after_semicolon = false;
        self.closing = false;
    }

    fn see_inner_semicolon(&mut self) {
        self.after_semicolon = true;
        self.closing = false;
    }

    fn ends_here(&self) -> bool {
        !self.trigger || self.closing
    }

    fn kind(&self) -> Kind {
        self.first.unwrap_or(Kind::Empty)
    }
}

const CHANGES: &[&str] = &["INSERT", "UPDATE", "DELETE", "REPLACE"];
const CONTROL: &[&str] = &["BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE", "ATTACH", "DETACH"];

enum Token<'a> {
    Word(&'a str),
    Semicolon,
    /// White space or a comment.
    Blank,
    /// A string, a quoted name, a number's sign, an operator: every other token.
    Sign,
}

/// Returns the token at `at` and its end; `None` at the end of the text.
fn next_token(sql: &str, at: usize) -> Option<(Token<'_>, usize)> {
    let rest = sql.get(at..)?;
    let first = *rest.as_bytes().first()?;
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80;
    let (token, length) = match first {
        b';' => (Token::Semicolon, 1),
        b'-' if rest.starts_with("--") => (Token::Blank, past(rest, 2, "\n")),
        b'/' if rest.starts_with("/*") => (Token::Blank, past(rest, 2, "*/")),
        b'\'' => (Token::Sign, past(rest, 1, "'")),
        b'"' => (Token::Sign, past(rest, 1, "\"")),
        b'`' => (Token::Sign, past(rest, 1, "`")),
        b'[' => (Token::Sign, past(rest, 1, "]")),
        byte if is_word(&byte) => {
            let length = rest.bytes().take_while(is_word).count();
            (Token::Word(rest.get(..length).unwrap_or("")), length)
        }
        byte if byte.is_ascii_whitespace() => (Token::Blank, 1),
        _ => (Token::Sign, 1),
    };
    Some((token, at.saturating_add(length)))
}

/// Returns the end of the first `close` after the opening. A doubled quote inside a string is
/// scanned as two adjacent strings, with the same end.
fn past(rest: &str, opening: usize, close: &str) -> usize {
    let found = rest.get(opening..).and_then(|inner| inner.find(close));
    found.map_or(rest.len(), |at| opening.saturating_add(at).saturating_add(close.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(sql: &str) -> Option<Kind> {
        inspect(sql).ok()
    }

    #[test]
    fn the_first_word_tells_the_kind() {
        assert_eq!(kind("select 1"), Some(Kind::Read));
        assert_eq!(kind(" -- why\n /* ; */ INSERT INTO t VALUES (1)"), Some(Kind::Change));
        assert_eq!(kind("CREATE TABLE t (a)"), Some(Kind::Other));
        assert_eq!(kind("PRAGMA user_version"), Some(Kind::Other));
        assert_eq!(kind("SELECT \"delete\", update FROM t"), Some(Kind::Read));
    }

    #[test]
    fn with_is_a_read_unless_a_word_changes() {
        assert_eq!(kind("WITH a AS (SELECT 1) SELECT * FROM a"), Some(Kind::Read));
        assert_eq!(kind("WITH a AS (SELECT 1) DELETE FROM t"), Some(Kind::Change));
        assert_eq!(kind("WITH a AS (SELECT 'DELETE') SELECT * FROM a"), Some(Kind::Read));
    }

    #[test]
    fn several_statements_are_refused_but_a_trailing_semicolon_is_not() {
        assert_eq!(kind("SELECT 1;"), Some(Kind::Read));
        assert_eq!(kind("SELECT ';'; -- done; really\n ;"), Some(Kind::Read));
        assert_eq!(kind("SELECT 1; SELECT 2"), None);
        assert_eq!(kind("SELECT 'it''s; one' /* ; */; x"), None);
    }

    #[test]
    fn transaction_control_and_nothing_are_refused() {
        assert_eq!(kind("begin immediate"), None);
        assert_eq!(kind("Savepoint a"), None);
        assert_eq!(kind(" -- nothing"), None);
        assert_eq!(kind(";"), None);
    }

    #[test]
    fn a_trigger_is_one_statement() {
        let trigger = "CREATE TEMP TRIGGER a AFTER INSERT ON t BEGIN
            UPDATE t SET b = CASE WHEN a THEN 1 ELSE 2 END; DELETE FROM u; END";
        assert_eq!(kind(trigger), Some(Kind::Other));
        assert_eq!(split("CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT 1; END; SELECT 2;").count(), 2);
    }

    #[test]
    fn a_script_is_split_and_comments_between_are_dropped() {
        let parts: Vec<_> = split("-- head\n;\nCREATE TABLE a (b);\n SELECT 'ö;' ; -- tail\n").collect();
        assert_eq!(parts, ["CREATE TABLE a (b)", "SELECT 'ö;'"]);
    }

    #[test]
    fn unfinished_text_does_not_panic() {
        for sql in ["SELECT '", "/*", "--", "[", "\"é", "CREATE TRIGGER x BEGIN ;", "é"] {
            let _ = inspect(sql);
            assert!(split(sql).count() <= 1);
        }
    }
}
