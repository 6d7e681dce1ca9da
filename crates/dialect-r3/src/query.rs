//! The query string → a query of the domain. Pure.
//!
//! Unknown parameters are ignored (a client may send `websiteId`); known ones are parsed strictly,
//! because an ignored filter would show documents that it should hide. An empty value counts as
//! absent, except for `cursor`. Everything has a limit: parameters, lengths, nesting, lists.
//!
//! Names of columns and fields come from closed alphabets (`column`); values stay bound literals.

mod column;
mod fields;
mod filters;
mod operator;
mod paging;
mod sort;
#[cfg(test)]
mod tests;

pub use paging::{LIMIT_DEFAULT, LIMIT_MAX, REACH_MAX};

use weft_domain::entry::{Status, Visibility};
use weft_domain::query::{Column, Filter, Op, Projection, Query};
use weft_domain::{Error, Result, Violation};
use weft_http::query_string;

/// The longest literal, and the longest name of a filter, in bytes.
pub const TEXT_MAX: usize = weft_domain::query::CONTAINS_MAX;

/// Parses all parameters of a list of documents.
///
/// # Errors
/// `Invalid`, with the parameter's name as path.
pub fn list(query: &str) -> Result<Query> {
    let parameters = Parameters::read(query)?;
    let sort = sort::parse(parameters.every("sort"))?;
    let (page, limit) = paging::documents(&parameters, &sort)?;
    let mut conditions = filters::parse(&parameters)?;
    let collection = match parameters.one("type")? {
        Some(name) => Some(name.to_owned()),
        None => take_type(&mut conditions),
    };
    let statuses = take_statuses(&mut conditions);
    Ok(Query {
        collection,
        statuses,
        visibility: visibility(&parameters)?,
        filter: filters::all(conditions),
        sort,
        page,
        limit,
        count: paging::count(&parameters)?,
        projection: fields::parse(parameters.every("fields"))?,
    })
}

/// Maps the path of a use case's violation to the parameter: `data.price` becomes
/// `filters[data.price][$gt]`. If several parameters name the field, their common part is the path.
#[must_use]
pub fn blame(query: &str, error: Error) -> Error {
    let Error::Invalid(violations) = error else { return error };
    let pairs = query_string::pairs(query).unwrap_or_default();
    let named = |mut violation: Violation| {
        let field = format!("[{}]", violation.path);
        let mut about =
            pairs.iter().filter(|(name, _)| name.starts_with("filters[") && name.contains(&field));
        violation.path = match (about.next(), about.next()) {
            (Some((name, _)), None) => name.to_string(),
            _ => format!("filters{field}"),
        };
        violation
    };
    Error::Invalid(violations.into_iter().map(named).collect())
}

/// Parses the parameters of a single document: `draft` and `fields`.
///
/// # Errors
/// As for [`list`].
pub fn single(query: &str) -> Result<(Visibility, Projection)> {
    let parameters = Parameters::read(query)?;
    Ok((visibility(&parameters)?, fields::parse(parameters.every("fields"))?))
}

/// Whether a write changes the draft: `draft`.
///
/// # Errors
/// As for [`list`].
pub fn is_draft(query: &str) -> Result<bool> {
    Ok(visibility(&Parameters::read(query)?)? == Visibility::All)
}

/// A numbered page of a list that takes no filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pages {
    /// The page, from 1.
    pub page: u32,
    /// The most items of a page, from 1.
    pub limit: u32,
}

/// Parses the parameters of any other list: `page` and `limit`.
///
/// # Errors
/// As for [`list`].
pub fn pages(query: &str, default_limit: u32) -> Result<Pages> {
    let parameters = Parameters::read(query)?;
    let limit = paging::limit(&parameters, default_limit)?;
    Ok(Pages { page: paging::number(&parameters, limit)?, limit })
}

/// Parses the parameters of a list of deliveries, `cursor` and `limit`: the key before which the
/// page begins, if it is not the first page, and the most deliveries.
///
/// # Errors
/// As for [`list`].
pub fn deliveries(query: &str) -> Result<(Option<i64>, u32)> {
    let parameters = Parameters::read(query)?;
    Ok((paging::key(&parameters)?, paging::limit(&parameters, LIMIT_DEFAULT)?))
}

/// The decoded parameters of a query string; `query_string` limits their number.
struct Parameters<'q> {
    pairs: Vec<query_string::Pair<'q>>,
}

impl<'q> Parameters<'q> {
    fn read(query: &'q str) -> Result<Self> {
        Ok(Self { pairs: query_string::pairs(query)? })
    }

    /// The value of a single-valued parameter; `None` when it is absent or empty.
    fn one(&self, name: &str) -> Result<Option<&str>> {
        let mut values = self.every(name);
        let value = values.next();
        if values.next().is_some() {
            return Err(Error::invalid(name, "unique", "is given more than once"));
        }
        match value {
            Some(long) if long.len() > TEXT_MAX => {
                Err(Error::invalid(name, "maxLength", format!("has at most {TEXT_MAX} bytes")))
            }
            value => Ok(value.filter(|text| !text.is_empty())),
        }
    }

    /// The values of a repeatable parameter.
    fn every<'s>(&'s self, name: &str) -> impl Iterator<Item = &'s str> {
        self.pairs.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_ref())
    }
}

fn visibility(parameters: &Parameters<'_>) -> Result<Visibility> {
    match parameters.one("draft")? {
        Some("true") => Ok(Visibility::All),
        None | Some("false") => Ok(Visibility::Published),
        Some(_) => Err(Error::invalid("draft", "option", "must be true or false")),
    }
}

/// `filters[type][$eq]` is equivalent to `type`, which is faster.
fn take_type(conditions: &mut Vec<Filter>) -> Option<String> {
    let at = conditions.iter().position(|c| matches!(c, Filter::Is(Column::Type, Op::Eq(_))))?;
    match conditions.swap_remove(at) {
        Filter::Is(_, Op::Eq(literal)) => Some(literal.text().to_owned()),
        _ => None,
    }
}

/// A status, or a list of statuses, that every entry must have: equivalent to the query's statuses,
/// which are faster. An empty list stays a condition, which nothing satisfies; as a list of
/// statuses it would mean all of them.
fn take_statuses(conditions: &mut Vec<Filter>) -> Vec<Status> {
    let known = |condition: &Filter| -> Vec<Status> {
        let names: &[_] = match condition {
            Filter::Is(Column::Status, Op::Eq(literal)) => std::slice::from_ref(literal),
            Filter::Is(Column::Status, Op::In(literals)) => literals,
            _ => &[],
        };
        Status::ALL
            .into_iter()
            .filter(|status| names.iter().any(|name| name.text() == status.as_str()))
            .collect()
    };
    for (at, condition) in conditions.iter().enumerate() {
        let statuses = known(condition);
        if !statuses.is_empty() {
            conditions.swap_remove(at);
            return statuses;
        }
    }
    Vec::new()
}
