//! The operators of filters, by wire name.

use super::TEXT_MAX;
use super::column::literal;
use weft_domain::query::{Column, LIST_MAX, Literal, Op};
use weft_domain::{Error, Result};

/// Every operator.
pub(super) const OPERATORS: [&str; 12] = [
    "$eq",
    "$ne",
    "$gt",
    "$gte",
    "$lt",
    "$lte",
    "$in",
    "$notIn",
    "$contains",
    "$startsWith",
    "$null",
    "$notNull",
];

/// Parses an operator and its value; `path` is the path of a violation.
pub(super) fn parse(operator: &str, column: &Column, value: &str, path: &str) -> Result<Op> {
    let one = || short(value, path).and_then(|text| literal(column, text, path));
    Ok(match operator {
        "$eq" => Op::Eq(one()?),
        "$ne" => Op::Ne(one()?),
        "$gt" => Op::Gt(one()?),
        "$gte" => Op::Gte(one()?),
        "$lt" => Op::Lt(one()?),
        "$lte" => Op::Lte(one()?),
        "$in" => Op::In(several(column, value, path)?),
        "$notIn" => Op::NotIn(several(column, value, path)?),
        "$contains" => Op::Contains(short(value, path)?.to_owned()),
        "$startsWith" => Op::StartsWith(start(column, short(value, path)?)),
        "$null" => null(value, path)?,
        "$notNull" => match null(value, path)? {
            Op::Null => Op::NotNull,
            _ => Op::Null,
        },
        _ => {
            return Err(Error::invalid(
                path,
                "operator",
                format!("the operators are {}", OPERATORS.join(" ")),
            ));
        }
    })
}

/// The prefix to compare with; ids are stored in lower case.
fn start(column: &Column, text: &str) -> String {
    if matches!(column, Column::Id | Column::AuthorId) { text.to_ascii_lowercase() } else { text.to_owned() }
}

/// `true`: is null; `false`: is not null.
fn null(value: &str, path: &str) -> Result<Op> {
    match value {
        "true" => Ok(Op::Null),
        "false" => Ok(Op::NotNull),
        _ => Err(Error::invalid(path, "option", "must be true or false")),
    }
}

/// A comma-separated list; an empty text is an empty list.
fn several(column: &Column, value: &str, path: &str) -> Result<Vec<Literal>> {
    if value.is_empty() {
        return Ok(Vec::new());
    }
    if value.split(',').nth(LIST_MAX).is_some() {
        return Err(Error::invalid(path, "max", format!("at most {LIST_MAX} values")));
    }
    value.split(',').map(|text| literal(column, short(text, path)?, path)).collect()
}

fn short<'v>(text: &'v str, path: &str) -> Result<&'v str> {
    if text.len() > TEXT_MAX {
        return Err(Error::invalid(path, "maxLength", format!("values have at most {TEXT_MAX} bytes")));
    }
    Ok(text)
}
