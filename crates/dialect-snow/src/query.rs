//! Query strings, wire → domain. Pure.
//!
//! Two generations of clients: the older one sends no parameters and gets everything as a bare
//! array; the newer one asks for pages and gets an envelope. So a request with `page`, `limit`,
//! `sort`, `search` or `mime` gets the envelope.

use crate::error::{Refusal, refused};
use weft_domain::Timestamp;
use weft_domain::entry::{Status, Visibility};
use weft_domain::query::{CONTAINS_MAX, Column, FieldPath, Filter, Op, Page, Projection, Query, SortKey};
use weft_http::query_string::pairs;

/// The default number of entries per page.
pub const LIMIT_DEFAULT: u32 = 10;
/// The most that a page may have.
pub const LIMIT_MAX: u32 = 100;

/// The parameters of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct List {
    /// The page; `None` asks for everything, as a bare array.
    pub page: Option<Paging>,
    /// Newest first.
    pub descending: bool,
    /// A search text for the id or the title.
    pub search: Option<String>,
}

/// A page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    /// Its number, from 1.
    pub page: u32,
    /// The most items of the page.
    pub limit: u32,
}

/// Reads the parameters of a list; others are ignored. An empty `page`, `limit` or `sort` means its
/// default, as in the original.
///
/// # Errors
/// `Invalid`, with the original's message.
pub fn list(query: &str) -> Result<List, Refusal> {
    let mut list = List::default();
    let (mut page, mut limit, mut is_paged) = (1, LIMIT_DEFAULT, false);
    for (name, value) in pairs(query)? {
        match name.as_ref() {
            "page" => {
                page = number_or(&value, 1)?;
                if page == 0 {
                    return Err(refused("Page must be at least 1"));
                }
            }
            "limit" => {
                limit = number_or(&value, LIMIT_DEFAULT)?;
                if !(1..=LIMIT_MAX).contains(&limit) {
                    return Err(refused("Limit must be in range 1-100"));
                }
            }
            "sort" => {
                list.descending = match value.as_ref() {
                    "" | "asc" => false,
                    "desc" => true,
                    _ => return Err(refused("Sort must be either asc or desc")),
                }
            }
            "search" if value.len() > CONTAINS_MAX => return Err(refused("Search is longer than allowed")),
            "search" => list.search = Some(value.into_owned()).filter(|part| !part.is_empty()),
            "mime" => {}
            _ => continue,
        }
        is_paged = true;
    }
    list.page = is_paged.then_some(Paging { page, limit });
    Ok(list)
}

fn number_or(value: &str, default: u32) -> Result<u32, Refusal> {
    if value.is_empty() {
        return Ok(default);
    }
    let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
    value.parse().ok().filter(|_| is_number).ok_or_else(|| refused("Value is not a number"))
}

impl List {
    /// The same list, with the first page as default: for lists that older clients do not use.
    #[must_use]
    pub fn in_pages(mut self) -> Self {
        self.page.get_or_insert(Paging { page: 1, limit: LIMIT_DEFAULT });
        self
    }

    /// The requested part of a short list, given oldest first.
    #[must_use]
    pub fn part(&self, mut items: Vec<String>) -> Vec<String> {
        if self.descending {
            items.reverse();
        }
        let Some(Paging { page, limit }) = self.page else { return items };
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let skip = usize::try_from(page.saturating_sub(1)).unwrap_or(usize::MAX).saturating_mul(limit);
        items.into_iter().skip(skip).take(limit).collect()
    }

    /// A query for the published entries of a content type with this title field.
    #[must_use]
    pub fn of_entries(&self, title: Option<&str>, projection: Projection) -> Query {
        let paging = self.page.unwrap_or(Paging { page: 1, limit: u32::MAX });
        Query {
            collection: None,
            statuses: vec![Status::Published],
            visibility: Visibility::Published,
            filter: self.search.as_deref().map(|part| searched(part, title)),
            sort: vec![SortKey { column: Column::CreatedAt, descending: self.descending }],
            page: Page::Number(paging.page),
            limit: paging.limit,
            count: self.page.is_some(),
            projection,
        }
    }
}

fn searched(part: &str, title: Option<&str>) -> Filter {
    let contains = || Op::Contains(part.to_owned());
    let mut anywhere = vec![Filter::Is(Column::Id, contains())];
    if let Some(path) = title.and_then(FieldPath::parse) {
        anywhere.push(Filter::Is(Column::Data(path), contains()));
    }
    Filter::Or(anywhere)
}

/// `?render=true`: any value but `false`.
///
/// # Errors
/// Those of [`pairs`].
pub fn is_rendered(query: &str) -> Result<bool, Refusal> {
    Ok(pairs(query)?.iter().any(|(name, value)| name == "render" && value != "false"))
}

/// `?createdAt=<seconds since 1970>`; an empty value counts as absent.
///
/// # Errors
/// `Invalid`, with the original's message.
pub fn created_at(query: &str) -> Result<Option<Timestamp>, Refusal> {
    let sent = pairs(query)?.into_iter().find(|(name, value)| name == "createdAt" && !value.is_empty());
    let Some((_, value)) = sent else { return Ok(None) };
    let seconds = value.parse::<i64>().ok().filter(|seconds| (0..=253_402_300_799).contains(seconds));
    match seconds {
        Some(seconds) => Ok(Some(Timestamp::from_millis(seconds * 1000))),
        None => Err(not_a_timestamp()),
    }
}

fn not_a_timestamp() -> Refusal {
    refused("Timestamp must be a number")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message<T>(result: Result<T, Refusal>) -> String {
        match result {
            Err(Refusal::Own(own)) => own.message,
            _ => panic!("not refused"),
        }
    }

    #[test]
    fn without_parameters_everything_is_asked_for() {
        for query in ["", "x=1", "render=true"] {
            assert_eq!(list(query).unwrap(), List::default(), "{query}");
        }
    }

    #[test]
    fn a_list_in_pages_always_has_one() {
        let first = Some(Paging { page: 1, limit: LIMIT_DEFAULT });
        for query in ["", "entry=x"] {
            assert_eq!(list(query).unwrap().in_pages().page, first, "{query}");
        }
        assert_eq!(list("page=2").unwrap().in_pages().page, Some(Paging { page: 2, limit: LIMIT_DEFAULT }));
    }

    #[test]
    fn any_paging_parameter_asks_for_a_page() {
        for (query, page, limit, descending) in [
            ("page=2", 2, 10, false),
            ("limit=100", 1, 100, false),
            ("sort=desc", 1, 10, true),
            ("search=", 1, 10, false),
            ("mime=image/*", 1, 10, false),
            ("page=1&limit=10&sort=asc", 1, 10, false),
            ("page=&limit=&sort=", 1, 10, false),
            ("limit=", 1, 10, false),
        ] {
            let read = list(query).unwrap();
            assert_eq!((read.page, read.descending), (Some(Paging { page, limit }), descending), "{query}");
        }
        assert_eq!(list("search=a%20b").unwrap().search.as_deref(), Some("a b"));
    }

    #[test]
    fn bad_parameters_have_the_originals_words() {
        for (query, words) in [
            ("limit=0", "Limit must be in range 1-100"),
            ("limit=101", "Limit must be in range 1-100"),
            ("limit=ten", "Value is not a number"),
            ("page=-1", "Value is not a number"),
            ("page=+1", "Value is not a number"),
            ("page=99999999999", "Value is not a number"),
            ("page=0", "Page must be at least 1"),
            ("sort=up", "Sort must be either asc or desc"),
            (&format!("search={}", "a".repeat(CONTAINS_MAX + 1)), "Search is longer than allowed"),
        ] {
            assert_eq!(message(list(query)), words, "{query}");
        }
    }

    #[test]
    fn rendering_and_dates() {
        assert!(is_rendered("render=true").unwrap() && is_rendered("render").unwrap());
        assert!(!is_rendered("render=false").unwrap() && !is_rendered("").unwrap());
        assert_eq!((created_at("").unwrap(), created_at("createdAt=").unwrap()), (None, None));
        assert_eq!(created_at("createdAt=7").unwrap(), Some(Timestamp::from_millis(7000)));
        for query in ["createdAt=x", "createdAt=1.5", "createdAt=-1", "createdAt=99999999999999"] {
            assert_eq!(message(created_at(query)), "Timestamp must be a number", "{query}");
        }
    }

    #[test]
    fn a_search_looks_at_id_and_title() {
        let query = list("search=x&page=3&limit=5").unwrap().of_entries(Some("title"), Projection::default());
        assert!(matches!(&query.filter, Some(Filter::Or(parts)) if parts.len() == 2));
        assert_eq!((query.page, query.limit, query.count), (Page::Number(3), 5, true));
        let query = List::default().of_entries(None, Projection::default());
        assert_eq!((query.filter, query.count), (None, false));
    }
}
