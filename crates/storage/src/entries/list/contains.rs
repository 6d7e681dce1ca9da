//! Case-insensitive substring search: `domain::query::fold` as SQL.
//!
//! SQLite folds only ASCII letters, and hosts add no functions to it. `LIKE` is the fastest for
//! words of ASCII letters. Other words become GLOB patterns with all forms of each letter,
//! `*[łŁ][óÓ][dD][źŹ]*`, which are several times slower. The capital of `i` may be `İ`, so an ASCII
//! word with an `i` is searched in both ways, the second only in texts that contain an `İ`.

use crate::sql::Sql;
use weft_domain::query::spellings;

/// Appends the condition that a text contains `part`. `text` appends the searched expression, which
/// is a text and not null.
pub(crate) fn push_contains(sql: &mut Sql, text: impl Fn(&mut Sql), part: &str) {
    if !part.is_ascii() {
        text(sql);
        sql.push(" GLOB ").bind(glob(part));
        return;
    }
    let has_i = part.contains(['i', 'I']);
    sql.push(if has_i { "(" } else { "" });
    text(sql);
    sql.push(" LIKE ").bind(like(part)).push(" ESCAPE '!'");
    if has_i {
        sql.push(" OR (instr(");
        text(sql);
        sql.push(", 'İ') > 0 AND ");
        text(sql);
        sql.push(" GLOB ").bind(glob(part)).push("))");
    }
}

fn like(part: &str) -> String {
    let mut pattern = String::from("%");
    for letter in part.chars() {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

fn glob(part: &str) -> String {
    let mut pattern = String::from("*");
    for letter in part.chars() {
        match spellings(letter).as_slice() {
            [_] if !matches!(letter, '*' | '?' | '[') => pattern.push(letter),
            set => {
                pattern.push('[');
                pattern.extend(set);
                pattern.push(']');
            }
        }
    }
    pattern.push('*');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_executor::block_on;
    use proptest::prelude::*;
    use sqlx_libsql::Db;
    use weft_domain::query::{CONTAINS_MAX, fold};

    fn finds(db: &Db, text: &str, part: &str) -> bool {
        let mut sql = Sql::new("SELECT ");
        let at = sql.arg(text);
        let text = |sql: &mut Sql| {
            sql.again(at);
        };
        push_contains(&mut sql, text, part);
        block_on(db.run(sql.into_read())).unwrap().rows.remove(0).take_integer(0).unwrap() == 1
    }

    #[test]
    fn case_is_ignored() {
        let db = Db::open_memory().unwrap();
        for (text, part, wanted) in [
            ("ŁÓDŹ", "łódź", true),
            ("łódź", "ŁÓDŹ", true),
            ("Köln am Rhein", "KÖLN AM", true),
            ("МОСКВА", "моск", true),
            ("İSTANBUL", "istanbul", true),
            ("istanbul", "İstanbul", true),
            ("ΟΔΟΣ", "οδος", true),
            ("STRAẞE", "straße", true),
            ("strasse", "straße", false),
            ("100%_!", "%_!", true),
            ("100", "%", false),
            ("a*b?c[d]^", "é*", false),
            ("É*b?c[d]^-", "é*b?c[d]^-", true),
            ("Éxx", "é*", false),
            ("Éx", "é?", false),
            ("Éa", "é[a]", false),
            ("", "", true),
            ("é", "", true),
        ] {
            assert_eq!(finds(&db, text, part), wanted, "{part} in {text}");
        }
    }

    #[test]
    fn the_longest_search_text_is_a_valid_pattern() {
        let db = Db::open_memory().unwrap();
        for letter in ["θ", "i", "İ", "!", "%", "ẛ"] {
            let word = letter.repeat(CONTAINS_MAX / letter.len());
            assert!(finds(&db, &format!("x{word}x"), &word), "{letter}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn sqlite_matches_the_reference_evaluator(
            text in "[iIİıkKſsSßẞσςΣǅǆ\\*\\?\\[\\]^!%_a-]{0,6}",
            part in "[iIİıkKſsSßẞσςΣǅǆ\\*\\?\\[\\]^!%_a-]{0,2}",
        ) {
            let db = Db::open_memory().unwrap();
            prop_assert_eq!(finds(&db, &text, &part), fold(&text).contains(&fold(&part)));
        }
    }
}
