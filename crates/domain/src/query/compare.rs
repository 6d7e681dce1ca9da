//! The definition of filters and sorts in plain Rust; the SQL must agree with it.

use super::{Filter, Literal, Op, fold};
use crate::query::Column;
use std::cmp::Ordering;

/// A value as filters and sorts see it.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Null or missing.
    Null,
    /// A JSON number.
    Number(f64),
    /// A JSON integer too large for a double to represent exactly.
    Integer(i64),
    /// Anything else, as text.
    Text(String),
}

impl Value {
    /// Converts a member of `data`.
    #[must_use]
    pub fn of_json(json: Option<&serde_json::Value>) -> Self {
        match json {
            None | Some(serde_json::Value::Null) => Self::Null,
            Some(serde_json::Value::Bool(b)) => Self::Text(b.to_string()),
            Some(serde_json::Value::Number(n)) => match n.as_i64() {
                Some(integer) if integer.unsigned_abs() > EXACT_MAX => Self::Integer(integer),
                _ => n.as_f64().map_or(Self::Null, Self::Number),
            },
            Some(serde_json::Value::String(s)) => Self::Text(s.clone()),
            Some(other) => Self::Text(other.to_string()),
        }
    }

    /// Compares with a literal; `None` when the two are not comparable.
    fn against(&self, literal: &Literal, comparison: Comparison) -> Option<Ordering> {
        match (self, comparison) {
            (Self::Number(_) | Self::Integer(_), Comparison::Number | Comparison::Any) => {
                let number = literal.number()?;
                let other = literal.text().parse().map_or(Self::Number(number), Self::Integer);
                Some(order(self, &other))
            }
            (Self::Text(text), Comparison::Text | Comparison::Any) => Some(text.as_str().cmp(literal.text())),
            _ => None,
        }
    }
}

/// A double represents all integers up to this exactly.
const EXACT_MAX: u64 = 1 << 53;

/// How a column's values are compared: a declared field by its type, others by each value's type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// As numbers; a text never matches.
    Number,
    /// As texts; a number never matches.
    Text,
    /// Each value by its own type.
    Any,
}

/// An entry as filters see it.
pub trait Columns {
    /// The value of a column.
    fn value(&self, column: &Column) -> Value;
    /// How the column is compared.
    fn comparison(&self, column: &Column) -> Comparison;
}

/// Whether an entry satisfies the filter.
pub fn matches(filter: &Filter, entry: &dyn Columns) -> bool {
    match filter {
        Filter::And(parts) => parts.iter().all(|part| matches(part, entry)),
        Filter::Or(parts) => parts.iter().any(|part| matches(part, entry)),
        Filter::Is(column, op) => holds(&entry.value(column), op, entry.comparison(column)),
    }
}

fn holds(value: &Value, op: &Op, comparison: Comparison) -> bool {
    let is = |literal: &Literal, wanted: &[Ordering]| {
        value.against(literal, comparison).is_some_and(|o| wanted.contains(&o))
    };
    let equal = |literal: &Literal| is(literal, &[Ordering::Equal]);
    match op {
        Op::Eq(l) => equal(l),
        Op::Ne(l) => *value != Value::Null && !equal(l),
        Op::Gt(l) => is(l, &[Ordering::Greater]),
        Op::Gte(l) => is(l, &[Ordering::Greater, Ordering::Equal]),
        Op::Lt(l) => is(l, &[Ordering::Less]),
        Op::Lte(l) => is(l, &[Ordering::Less, Ordering::Equal]),
        Op::In(list) => list.iter().any(equal),
        Op::NotIn(list) => *value != Value::Null && !list.iter().any(equal),
        Op::Contains(part) => {
            matches!(value, Value::Text(t) if fold(t).contains(&fold(part)))
        }
        Op::StartsWith(start) => matches!(value, Value::Text(t) if t.starts_with(start.as_str())),
        Op::Null => *value == Value::Null,
        Op::NotNull => *value != Value::Null,
    }
}

/// The order of two values: null, then numbers, then text.
#[must_use]
pub fn order(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.partial_cmp(b).unwrap_or(Ordering::Equal),
        (Value::Integer(a), Value::Integer(b)) => a.cmp(b),
        (Value::Integer(a), Value::Number(b)) => integer_and_double(*a, *b),
        (Value::Number(a), Value::Integer(b)) => integer_and_double(*b, *a).reverse(),
        (Value::Text(a), Value::Text(b)) => a.cmp(b),
        _ => rank(a).cmp(&rank(b)),
    }
}

/// Compares exactly, as SQLite does: first the double's whole part, then its fraction.
fn integer_and_double(integer: i64, double: f64) -> Ordering {
    const BEYOND: f64 = 9_223_372_036_854_775_808.0;
    if double >= BEYOND {
        return Ordering::Less;
    }
    if double < -BEYOND {
        return Ordering::Greater;
    }
    let whole = double.trunc();
    integer.cmp(&(whole as i64)).then(if double > whole {
        Ordering::Less
    } else if double < whole {
        Ordering::Greater
    } else {
        Ordering::Equal
    })
}

const fn rank(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Number(_) | Value::Integer(_) => 1,
        Value::Text(_) => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct One(Value);
    impl Columns for One {
        fn value(&self, _: &Column) -> Value {
            self.0.clone()
        }
        fn comparison(&self, _: &Column) -> Comparison {
            Comparison::Any
        }
    }

    fn is(value: Value, op: Op) -> bool {
        matches(&Filter::Is(Column::Id, op), &One(value))
    }

    #[test]
    fn numbers_compare_as_numbers_and_text_as_text() {
        let l = Literal::new;
        assert!(is(Value::Number(100.0), Op::Gt(l("9"))));
        assert!(!is(Value::Text("100".into()), Op::Gt(l("9"))));
        assert!(!is(Value::Number(1.0), Op::Lt(l("abc"))));
        assert!(is(Value::Number(1.0), Op::Eq(l("1.0"))));
        assert!(is(Value::Number(1.0), Op::Ne(l("abc"))));
    }

    #[test]
    fn large_whole_numbers_are_told_from_their_neighbours() {
        let json = |text: &str| Value::of_json(Some(&serde_json::from_str(text).unwrap()));
        let large = json("9223372036854775807");
        assert_eq!(large, Value::Integer(i64::MAX));
        assert_eq!(json("9007199254740992"), Value::Number(9_007_199_254_740_992.0));
        assert!(is(large.clone(), Op::Eq(Literal::new("9223372036854775807"))));
        assert!(!is(large.clone(), Op::Eq(Literal::new("9223372036854775806"))));
        assert!(is(large.clone(), Op::Lt(Literal::new("9223372036854775808"))));
        let ascending = [
            "-1e300",
            "-9223372036854775808",
            "-9007199254740993",
            "-1.5",
            "0",
            "9007199254740992",
            "9007199254740993",
        ];
        let ascending: Vec<Value> =
            ascending.into_iter().chain(["9223372036854775807", "9223372036854775808"]).map(json).collect();
        for (at, a) in ascending.iter().enumerate() {
            for (other, b) in ascending.iter().enumerate() {
                assert_eq!(order(a, b), at.cmp(&other), "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn null_matches_null_only() {
        for op in [Op::Ne(Literal::new("x")), Op::NotIn(vec![]), Op::Lt(Literal::new("x")), Op::NotNull] {
            assert!(!is(Value::Null, op));
        }
        assert!(is(Value::Null, Op::Null));
    }
}
