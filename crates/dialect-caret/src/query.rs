//! Parameters of reads. Pure.
//!
//! A number that is none counts as not sent, as in the original; names are checked for their form
//! alone, so that an editor can ask for a revision before the first save.

use crate::error::{Refusal, refused};
use crate::grammar;
use crate::session::parameter;
use weft_domain::entry::{SLUG_MAX, Visibility};
use weft_domain::query::{CONTAINS_MAX, Column, FieldPath, Filter, Op, Page, Projection, Query, SortKey};
use weft_http::Request;

/// How many entries a page has, unless a request says otherwise.
const PAGE_SIZE: u32 = 24;
/// How many it may have.
const PAGE_SIZE_MAX: u32 = 100;
/// The most entries that are read at a time by their keys.
pub(crate) const KEYS_MAX: usize = 100;

/// What entries are asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    /// The collection.
    pub(crate) collection: String,
    /// The one entry, if it is one.
    pub(crate) id: Option<String>,
    /// The page, from 1.
    pub(crate) page: u32,
    /// How many entries it has.
    pub(crate) page_size: u32,
    /// What their ids or titles contain, in lower case.
    pub(crate) text: Option<String>,
}

fn invalid() -> Refusal {
    refused("Invalid query. Provide a valid collection name matching a known collection.")
}

/// Reads what entries are asked for.
///
/// # Errors
/// A refusal of names that can be none.
pub(crate) fn entries(request: &Request) -> Result<Asked, Refusal> {
    let collection = parameter(request, "collection").and_then(|name| grammar::collection(&name));
    let id = parameter(request, "id").filter(|id| !id.trim().is_empty());
    let id = id.map(|id| grammar::id(&id).ok_or_else(invalid)).transpose()?;
    let number =
        |name: &str| parameter(request, name)?.trim().parse::<u32>().ok().filter(|number| *number > 0);
    let text = parameter(request, "q").map(|text| text.trim().to_lowercase()).filter(|text| !text.is_empty());
    if text.as_ref().is_some_and(|text| text.len() > CONTAINS_MAX || text.contains('\0')) {
        return Err(invalid());
    }
    Ok(Asked {
        collection: collection.ok_or_else(invalid)?,
        id,
        page: number("page").unwrap_or(1),
        page_size: number("pageSize").unwrap_or(PAGE_SIZE).min(PAGE_SIZE_MAX),
        text,
    })
}

impl Asked {
    /// The question for a page.
    pub(crate) fn query(&self, page: u32) -> Query {
        let contains = |column: Column| {
            let text = self.text.clone()?;
            Some(Filter::Is(column, Op::Contains(text)))
        };
        let title = FieldPath::parse("title").map(Column::Data).and_then(contains);
        let either = contains(Column::Slug).into_iter().chain(title).collect::<Vec<_>>();
        Query {
            collection: Some(self.collection.clone()),
            statuses: Vec::new(),
            visibility: Visibility::All,
            filter: (!either.is_empty()).then_some(Filter::Or(either)),
            sort: vec![SortKey { column: Column::Slug, descending: false }],
            page: Page::Number(page),
            limit: self.page_size,
            count: true,
            projection: Projection::default(),
        }
    }
}

/// The entries of `keys=pages::home,site::global`; each name is a collection and an id.
///
/// # Errors
/// A refusal of what can be no key, and of too many.
pub(crate) fn keys(request: &Request) -> Result<Vec<(String, String)>, Refusal> {
    let keys = parameter(request, "keys").unwrap_or_default();
    let keys = keys.split(',').map(str::trim).filter(|key| !key.is_empty());
    let key = |key: &str| {
        let (collection, id) = key.split_once("::")?;
        Some((grammar::collection(collection)?, grammar::id(id)?))
    };
    let keys: Option<Vec<_>> = keys.take(KEYS_MAX + 1).map(key).collect();
    let mut keys = keys.ok_or_else(|| refused("Invalid keys. Each is <collection>::<id>."))?;
    if keys.len() > KEYS_MAX {
        return Err(refused(format!("Invalid keys. At most {KEYS_MAX} may be read at a time.")));
    }
    keys.sort_unstable();
    keys.dedup();
    debug_assert!(keys.iter().all(|(_, id)| id.len() <= SLUG_MAX));
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderMap, Method};

    fn request(query: &str) -> Request {
        Request {
            method: Method::GET,
            path: "/".into(),
            query: query.into(),
            headers: HeaderMap::new(),
            body: "".into(),
        }
    }

    fn asked(query: &str) -> Option<Asked> {
        entries(&request(query)).ok()
    }

    #[test]
    fn numbers_that_are_none_are_not_there() {
        let all = |page, page_size| {
            Some(Asked { collection: "pages".to_owned(), id: None, page, page_size, text: None })
        };
        for (query, wanted) in [
            ("collection=Pages", all(1, 24)),
            ("collection=pages&id=%20&q=", all(1, 24)),
            ("collection=pages&page=3&pageSize=10", all(3, 10)),
            ("collection=pages&page=0&pageSize=-1", all(1, 24)),
            ("collection=pages&page=x&pageSize=1000", all(1, 100)),
            ("collection=pages&page=99999999999&pageSize=1.5", all(1, 24)),
        ] {
            assert_eq!(asked(query), wanted, "{query}");
        }
        let one = asked("collection=pages&id=HOME&q=%20AbC").unwrap();
        assert_eq!((one.id.as_deref(), one.text.as_deref()), (Some("home"), Some("abc")));
        for bad in ["", "collection=", "collection=1", "collection=a&id=-", "collection=a%00"] {
            assert_eq!(asked(bad), None, "{bad}");
        }
    }

    #[test]
    fn keys_name_a_collection_and_an_id() {
        let read = |query: &str| keys(&request(query)).ok();
        let pair = |collection: &str, id: &str| (collection.to_owned(), id.to_owned());
        let two = vec![pair("pages", "home"), pair("site", "global")];
        assert_eq!(read("keys=site::global,%20Pages::HOME,site::global"), Some(two));
        assert_eq!((read("keys="), read("")), (Some(Vec::new()), Some(Vec::new())));
        for bad in ["keys=home", "keys=a::b::c", "keys=::b", "keys=a::", "keys=a:b"] {
            assert_eq!(read(bad), None, "{bad}");
        }
        assert!(read(&format!("keys={}", vec!["a::b"; 101].join(","))).is_none());
    }
}
