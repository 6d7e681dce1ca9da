//! The query string → a question to the service. Pure.
//!
//! Parameters that Weft does not know are ignored (a client may send `websiteId`); those it knows
//! are read strictly, because a filter that is silently dropped shows what it should have hidden.
//! An empty value is as if the parameter were absent, `cursor` excepted. Everything is bounded:
//! parameters, lengths, nesting, lists.
//!
//! Names of columns and fields come from closed alphabets (`column`); what is compared with stays a
//! literal.

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

/// What a list of documents asks: all parameters.
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

/// An error of the list, with the parameter as path where the use case blames a field: `data.price`
/// is `filters[data.price][$gt]`. Where several parameters are about the field, what they have in
/// common is named.
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

/// What a single document's address asks: `draft` and `fields`.
///
/// # Errors
/// As for [`list`].
pub fn single(query: &str) -> Result<(Visibility, Projection)> {
    let parameters = Parameters::read(query)?;
    Ok((visibility(&parameters)?, fields::parse(parameters.every("fields"))?))
}

/// Whether a change is to the draft: `draft`.
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
    /// How many at most, from 1.
    pub limit: u32,
}

/// What a list of anything else asks: `page` and `limit`.
///
/// # Errors
/// As for [`list`].
pub fn pages(query: &str, default_limit: u32) -> Result<Pages> {
    let parameters = Parameters::read(query)?;
    let limit = paging::limit(&parameters, default_limit)?;
    Ok(Pages { page: paging::number(&parameters, limit)?, limit })
}

/// The parameters of a query string, decoded; so many at most as `query_string` says.
struct Parameters<'q> {
    pairs: Vec<query_string::Pair<'q>>,
}

impl<'q> Parameters<'q> {
    fn read(query: &'q str) -> Result<Self> {
        Ok(Self { pairs: query_string::pairs(query)? })
    }

    /// The value of a parameter that can be given once; `None` when it is absent or empty.
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

    /// The values of a parameter that can be given more than once.
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

/// `filters[type][$eq]` is `type` in another spelling: the same question, and the faster path.
fn take_type(conditions: &mut Vec<Filter>) -> Option<String> {
    let at = conditions.iter().position(|c| matches!(c, Filter::Is(Column::Type, Op::Eq(_))))?;
    match conditions.swap_remove(at) {
        Filter::Is(_, Op::Eq(literal)) => Some(literal.text().to_owned()),
        _ => None,
    }
}

/// A status, or a list of them, that every entry must have: the same question, and the faster path.
/// An empty list stays a condition, which nothing satisfies; as a list of statuses it would mean
/// all of them.
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
