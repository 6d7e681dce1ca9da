//! Orders and cursors.
//!
//! The order of creation makes every order total, so that pages by cursor neither skip nor repeat
//! entries. A cursor contains the sort values of the last entry; the next page starts after them.

use super::operand::Operand;
use super::source::Source;
use crate::sql::Sql;
use sqlx_libsql::Value as Bound;
use weft_domain::query::{Column, Cursor, SortKey, Value};

/// The requested sort keys, or newest first; followed by the keys that break ties, except the
/// entry's own key.
pub(super) fn total(sort: &[SortKey]) -> Vec<SortKey> {
    let mut keys = sort.to_vec();
    match keys.last() {
        None => keys.push(SortKey { column: Column::CreatedAt, descending: true }),
        Some(SortKey { column: Column::Data(_), descending }) => {
            let descending = *descending;
            keys.push(SortKey { column: Column::CreatedAt, descending });
        }
        Some(_) => {}
    }
    keys
}

/// Appends `, <key> AS k1, <key> AS k2 …`.
pub(super) fn push_keys(sql: &mut Sql, keys: &[SortKey], source: &Source) {
    for (i, key) in keys.iter().enumerate() {
        sql.push(", ");
        Operand::of(sql, &key.column, source).push_sortable(sql);
        sql.push(" AS k").push(&(i + 1).to_string());
    }
}

/// Appends ` ORDER BY k1 DESC, …, pk DESC`.
pub(super) fn push_order(sql: &mut Sql, keys: &[SortKey]) {
    sql.push(" ORDER BY ");
    for (i, key) in keys.iter().enumerate() {
        sql.push("k").push(&(i + 1).to_string()).push(if key.descending { " DESC, " } else { ", " });
    }
    sql.push(if descends(keys) { "pk DESC" } else { "pk" });
}

fn descends(keys: &[SortKey]) -> bool {
    keys.last().is_some_and(|key| key.descending)
}

/// Appends the condition that an entry comes after the cursor. `pk` is the SQL of the entry's own
/// key.
pub(super) fn push_after(sql: &mut Sql, keys: &[SortKey], cursor: &Cursor, source: &Source, pk: &str) {
    let one_way = keys.iter().all(|key| key.descending == descends(keys));
    if one_way {
        push_row_after(sql, keys, cursor, source, pk)
    } else {
        push_nested_after(sql, keys, cursor, source, pk, 0)
    }
}

/// If all keys have one direction: `(k1, k2, pk) > (?, ?, ?)`, which is one seek in an index.
fn push_row_after(sql: &mut Sql, keys: &[SortKey], cursor: &Cursor, source: &Source, pk: &str) {
    sql.push("(");
    for key in keys {
        Operand::of(sql, &key.column, source).push_sortable(sql);
        sql.push(", ");
    }
    sql.push(pk).push(if descends(keys) { ") < (" } else { ") > (" });
    for value in &cursor.values {
        push_value(sql, value);
        sql.push(", ");
    }
    sql.bind(cursor.key).push(")");
}

/// If keys have both directions: `(k1 > ? OR (k1 = ? AND (…)))`.
fn push_nested_after(sql: &mut Sql, keys: &[SortKey], cursor: &Cursor, source: &Source, pk: &str, at: usize) {
    let (Some(key), Some(value)) = (keys.get(at), cursor.values.get(at)) else {
        sql.push(pk).push(if descends(keys) { " < " } else { " > " }).bind(cursor.key);
        return;
    };
    let operand = Operand::of(sql, &key.column, source);
    sql.push("(");
    operand.push_sortable(sql);
    sql.push(if key.descending { " < " } else { " > " });
    push_value(sql, value);
    sql.push(" OR (");
    operand.push_sortable(sql);
    sql.push(" = ");
    push_value(sql, value);
    sql.push(" AND ");
    push_nested_after(sql, keys, cursor, source, pk, at + 1);
    sql.push("))");
}

fn push_value(sql: &mut Sql, value: &Value) {
    match value {
        Value::Null => sql.push("-1e999"),
        Value::Number(number) => sql.bind(Bound::Real(*number)),
        Value::Integer(number) => sql.bind(*number),
        Value::Text(text) => sql.bind(text.as_str()),
    };
}

/// Appends the keys of a row of `p` as a JSON array, its own key last; [`read_last`] parses it.
pub(super) fn push_cursor_text(sql: &mut Sql, keys: &[SortKey]) {
    sql.push("json_array(");
    for i in 1..=keys.len() {
        let key = i.to_string();
        sql.push("iif(p.k").push(&key).push(" = -1e999, NULL, p.k").push(&key).push("), ");
    }
    sql.push("p.pk)");
}

/// The cursor of the last line of keys.
pub(super) fn read_last(lines: &str) -> Option<Cursor> {
    let mut values: Vec<serde_json::Value> = serde_json::from_str(lines.lines().last()?).ok()?;
    let key = values.pop()?.as_i64()?;
    Some(Cursor { values: values.iter().map(|value| Value::of_json(Some(value))).collect(), key })
}
