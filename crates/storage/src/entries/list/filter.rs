//! Filters as SQL, with the same results as `domain::query::matches`.
//!
//! SQLite sorts null before numbers before texts, so `x < ''` separates numbers from texts, and a
//! range of either type is one range of an index.

use super::contains::push_contains;
use super::operand::{Operand, comparison};
use super::source::Source;
use crate::collections::Stored;
use crate::sql::Sql;
use sqlx_libsql::Value;
use weft_domain::query::{Comparison, Filter, Literal, Op};

/// Appends a condition, in parentheses where they are needed.
pub(super) fn push_filter(sql: &mut Sql, filter: &Filter, source: &Source, collection: Option<&Stored>) {
    match filter {
        Filter::And(parts) => push_all(sql, parts, " AND ", "1", source, collection),
        Filter::Or(parts) => push_all(sql, parts, " OR ", "0", source, collection),
        Filter::Is(column, op) => {
            let operand = Operand::of(sql, column, source);
            push_condition(sql, operand, op, comparison(column, collection));
        }
    }
}

fn push_all(
    sql: &mut Sql,
    parts: &[Filter],
    between: &str,
    none: &str,
    source: &Source,
    collection: Option<&Stored>,
) {
    sql.push("(");
    if parts.is_empty() {
        sql.push(none);
    }
    for (i, part) in parts.iter().enumerate() {
        sql.push(if i == 0 { "" } else { between });
        push_filter(sql, part, source, collection);
    }
    sql.push(")");
}

fn push_condition(sql: &mut Sql, operand: Operand, op: &Op, as_what: Comparison) {
    if operand.is_null_when_empty() && !matches!(op, Op::Null | Op::NotNull) {
        sql.push("(");
        push_not_null(sql, operand);
        sql.push(" AND ");
        push_comparison(sql, operand, op, as_what);
        sql.push(")");
    } else {
        push_comparison(sql, operand, op, as_what);
    }
}

fn push_comparison(sql: &mut Sql, operand: Operand, op: &Op, as_what: Comparison) {
    match op {
        Op::Eq(literal) => push_in(sql, operand, std::slice::from_ref(literal), as_what),
        Op::In(literals) => push_in(sql, operand, literals, as_what),
        Op::Ne(literal) => push_not_in(sql, operand, std::slice::from_ref(literal), as_what),
        Op::NotIn(literals) => push_not_in(sql, operand, literals, as_what),
        Op::Gt(literal) => push_range(sql, operand, " > ", literal, as_what),
        Op::Gte(literal) => push_range(sql, operand, " >= ", literal, as_what),
        Op::Lt(literal) => push_range(sql, operand, " < ", literal, as_what),
        Op::Lte(literal) => push_range(sql, operand, " <= ", literal, as_what),
        Op::Contains(part) => {
            sql.push("(");
            push_not_null(sql, operand);
            sql.push(" AND typeof(");
            operand.push(sql);
            sql.push(") = 'text' AND ");
            push_contains(sql, |sql| operand.push(sql), part);
            sql.push(")");
        }
        Op::StartsWith(start) => push_starts_with(sql, operand, start),
        Op::Null => operand.push_is_null(sql),
        Op::NotNull => push_not_null(sql, operand),
    }
}

fn push_not_null(sql: &mut Sql, operand: Operand) {
    sql.push("NOT (");
    operand.push_is_null(sql);
    sql.push(")");
}

/// The value to bind for a number: whole numbers are integers, so that large ones stay exact.
pub(super) fn number(literal: &Literal) -> Option<Value> {
    let number = literal.number()?;
    Some(literal.text().parse::<i64>().map_or(Value::Real(number), Value::Integer))
}

fn push_in(sql: &mut Sql, operand: Operand, literals: &[Literal], as_what: Comparison) {
    let numbers = literals.iter().filter(|_| as_what != Comparison::Text).filter_map(number);
    let texts =
        literals.iter().filter(|_| as_what != Comparison::Number).map(|literal| Value::from(literal.text()));
    let values: Vec<Value> = numbers.chain(texts).collect();
    sql.push("(");
    operand.push(sql);
    match <[Value; 1]>::try_from(values) {
        Ok([value]) => sql.push(" = ").bind(value),
        Err(values) => {
            sql.push(" IN (");
            for (i, value) in values.into_iter().enumerate() {
                sql.push(if i == 0 { "" } else { ", " }).bind(value);
            }
            sql.push(")")
        }
    };
    sql.push(")");
}

fn push_not_in(sql: &mut Sql, operand: Operand, literals: &[Literal], as_what: Comparison) {
    sql.push("(");
    push_not_null(sql, operand);
    sql.push(" AND NOT ");
    push_in(sql, operand, literals, as_what);
    sql.push(")");
}

fn push_range(sql: &mut Sql, operand: Operand, compare: &str, literal: &Literal, as_what: Comparison) {
    let number = number(literal).filter(|_| as_what != Comparison::Text);
    let is_text = as_what != Comparison::Number;
    let both = number.is_some() && is_text;
    let is_upper = compare.contains('<');
    if number.is_none() && !is_text {
        sql.push("0");
        return;
    }
    sql.push(if both { "((" } else { "(" });
    if let Some(number) = number {
        operand.push(sql);
        sql.push(compare).bind(number);
        push_fence(sql, operand, as_what, if is_upper { " > -1e999" } else { " < ''" });
    }
    sql.push(if both { ") OR (" } else { "" });
    if is_text {
        operand.push(sql);
        sql.push(compare).bind(literal.text());
        if is_upper && !matches!(operand, Operand::Base(_)) {
            push_fence(sql, operand, as_what, " >= ''");
        }
    }
    sql.push(if both { "))" } else { ")" });
}

/// Excludes values of the other type. If conditions bound the index scan on both sides, the other
/// bound already excludes them. Beside other bounds, a `+` hides this condition from the index, so
/// that SQLite does not use it as a bound.
fn push_fence(sql: &mut Sql, operand: Operand, as_what: Comparison, fence: &str) {
    let is_bounded = matches!(operand, Operand::Indexed { is_bounded: true });
    if is_bounded && as_what != Comparison::Any {
        return;
    }
    sql.push(if is_bounded { " AND +" } else { " AND " });
    operand.push(sql);
    sql.push(fence);
}

/// Appends the range of all texts that start with `start`: from `start` to its successor.
fn push_starts_with(sql: &mut Sql, operand: Operand, start: &str) {
    sql.push("(");
    operand.push(sql);
    sql.push(" >= ").bind(start);
    if let Some(end) = successor(start) {
        sql.push(" AND ");
        operand.push(sql);
        sql.push(" < ").bind(end);
    }
    sql.push(")");
}

/// The least text that is greater than every text with this prefix.
fn successor(prefix: &str) -> Option<String> {
    let mut chars: Vec<char> = prefix.chars().collect();
    while let Some(last) = chars.pop() {
        let next = match last {
            '\u{D7FF}' => Some('\u{E000}'),
            other => char::from_u32(u32::from(other) + 1),
        };
        if let Some(next) = next {
            chars.push(next);
            return Some(chars.into_iter().collect());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::successor;

    #[test]
    fn a_prefix_has_a_successor_unless_no_text_is_greater() {
        assert_eq!(successor("blog-").as_deref(), Some("blog."));
        assert_eq!(successor("a\u{10FFFF}").as_deref(), Some("b"));
        assert_eq!(successor("\u{D7FF}").as_deref(), Some("\u{E000}"));
        assert_eq!(successor("\u{10FFFF}"), None);
        assert_eq!(successor(""), None);
    }
}
