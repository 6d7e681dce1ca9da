//! `filters[field][$operator]=value`, nested in `filters[$and][0]…` and `filters[$or][0]…` within
//! limits.
//!
//! Each parameter names its position in the tree; a `Group` collects the conditions of one
//! position. All of them must hold: several conditions on one field, several fields, a `$or` beside
//! them.

use super::{Parameters, TEXT_MAX, column, operator};
use std::collections::BTreeMap;
use weft_domain::query::{CONDITIONS_MAX, DEPTH_MAX, Filter};
use weft_domain::{Error, Result};

/// The conditions that every document must satisfy.
///
/// # Errors
/// `Invalid` with the parameter as path: unknown column or operator, bad value, malformed name, too
/// many or too deep.
pub(super) fn parse(parameters: &Parameters<'_>) -> Result<Vec<Filter>> {
    let mut root = Group::default();
    let mut conditions = 0;
    for (name, value) in &parameters.pairs {
        if name != "filters" && !name.starts_with("filters[") {
            continue;
        }
        conditions += 1;
        if conditions > CONDITIONS_MAX {
            return Err(Error::invalid("filters", "max", format!("at most {CONDITIONS_MAX} conditions")));
        }
        root.insert(name, value)?;
    }
    let parts = root.parts();
    if parts.iter().any(|part| depth(part) >= DEPTH_MAX) {
        return Err(too_deep("filters"));
    }
    Ok(parts)
}

/// One filter for conditions that must all hold; `None` for none.
pub(super) fn all(conditions: Vec<Filter>) -> Option<Filter> {
    (!conditions.is_empty()).then(|| one_or(conditions, Filter::And))
}

/// The conditions at one position of the tree.
#[derive(Default)]
struct Group {
    conditions: Vec<Filter>,
    and: BTreeMap<u16, Group>,
    or: BTreeMap<u16, Group>,
}

impl Group {
    /// Inserts a condition at the position that its name gives.
    fn insert(&mut self, name: &str, value: &str) -> Result<()> {
        let malformed = || {
            Error::invalid(
                name,
                "format",
                "must read filters[field][$operator] or filters[$or][0][field][$operator]",
            )
        };
        if name.len() > TEXT_MAX {
            return Err(Error::invalid(
                "filters",
                "maxLength",
                format!("names have at most {TEXT_MAX} bytes"),
            ));
        }
        let inner =
            name.strip_prefix("filters[").and_then(|rest| rest.strip_suffix(']')).ok_or_else(malformed)?;
        let mut steps = inner.split("][");
        let mut group = self;
        let mut level = 0;
        let field = loop {
            let step = steps.next().ok_or_else(malformed)?;
            let children = match step {
                "$and" => &mut group.and,
                "$or" => &mut group.or,
                field => break field,
            };
            level += 1;
            if level > DEPTH_MAX {
                return Err(too_deep(name));
            }
            let index =
                steps.next().filter(|text| text.bytes().all(|b| b.is_ascii_digit())).ok_or_else(malformed)?;
            group = children.entry(index.parse().map_err(|_| malformed())?).or_default();
        };
        let column = column::parse(field, name)?;
        let op = operator::parse(steps.next().unwrap_or("$eq"), &column, value, name)?;
        if steps.next().is_some() {
            return Err(malformed());
        }
        group.conditions.push(Filter::Is(column, op));
        Ok(())
    }

    /// The conditions of this position. Recurses [`DEPTH_MAX`] times at most.
    fn parts(self) -> Vec<Filter> {
        let mut parts = self.conditions;
        parts.extend(self.and.into_values().flat_map(Self::parts));
        if !self.or.is_empty() {
            let alternatives =
                self.or.into_values().map(|group| one_or(group.parts(), Filter::And)).collect();
            parts.push(one_or(alternatives, Filter::Or));
        }
        parts
    }
}

/// The only filter of a list, or all of them wrapped.
fn one_or(mut filters: Vec<Filter>, wrap: fn(Vec<Filter>) -> Filter) -> Filter {
    match (filters.pop(), filters.is_empty()) {
        (Some(only), true) => only,
        (last, _) => {
            filters.extend(last);
            wrap(filters)
        }
    }
}

fn depth(filter: &Filter) -> usize {
    match filter {
        Filter::And(parts) | Filter::Or(parts) => 1 + parts.iter().map(depth).max().unwrap_or(0),
        Filter::Is(..) => 0,
    }
}

fn too_deep(path: &str) -> Error {
    Error::invalid(path, "depth", format!("at most {DEPTH_MAX} levels of $and and $or"))
}
