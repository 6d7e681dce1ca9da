//! Bodies, wire → domain. Pure.
//!
//! A member of the wrong type is refused with the parser's own words; one that is missing, in the original's.

use crate::error::refused;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use weft_domain::Error;
use weft_domain::json::{self, Object};
use weft_http::{Fault, Request};

/// Reads a body.
fn read<'b, T: Deserialize<'b>>(request: &'b Request) -> Result<T, Fault> {
    let text = weft_http::body::json(request)?;
    serde_json::from_str(text).map_err(|error| Fault::Malformed(format!("the body is not what it should be: {error}")))
}

/// Tells `null` from nothing at all.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// A text that must be there.
///
/// # Errors
/// `Invalid`, with `message`, when it is missing or empty.
pub fn required(text: Option<String>, message: &str) -> Result<String, Error> {
    text.filter(|text| !text.trim().is_empty()).ok_or_else(|| refused(message))
}

/// A collection, new or changed.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Collection {
    /// What people call it.
    #[serde(default)]
    pub name: Option<String>,
    /// Whether the website's hook is called when its entries change.
    #[serde(default)]
    pub call_hook: Option<bool>,
    /// The id of the input that is the title.
    #[serde(default, deserialize_with = "present")]
    pub title: Option<Option<String>>,
    /// The id of the input that is the slug.
    #[serde(default, deserialize_with = "present")]
    pub slug: Option<Option<String>>,
    /// Whether entries may be made with an earlier date.
    #[serde(default)]
    pub backdating_enabled: Option<bool>,
}

/// Reads a collection.
///
/// # Errors
/// `Malformed`.
pub fn collection(request: &Request) -> Result<Collection, Fault> {
    read(request)
}

/// Reads which input is the title.
///
/// # Errors
/// `Malformed`, `Invalid`.
pub fn title(request: &Request) -> Result<String, Fault> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Title {
        #[serde(default)]
        input_id: Option<String>,
    }
    let title: Title = read(request)?;
    Ok(required(title.input_id, "Title is required")?)
}

/// Reads where an input goes.
///
/// # Errors
/// `Malformed`, `Invalid`.
pub fn order(request: &Request) -> Result<usize, Fault> {
    #[derive(Deserialize)]
    struct Order {
        #[serde(default)]
        order: serde_json::Value,
    }
    let Order { order } = read(request)?;
    let order = order.as_u64().and_then(|order| usize::try_from(order).ok());
    Ok(order.ok_or_else(|| refused("Order is required and must be a number"))?)
}

/// The texts of an entry, by field name.
pub type Texts = BTreeMap<String, Option<String>>;

/// Reads an entry: `{"fieldName":"text"}`; null is as if the text were left out.
///
/// # Errors
/// `Malformed`.
pub fn entry(request: &Request) -> Result<Texts, Fault> {
    read(request)
}

/// The object that a body is, member by member, as it was sent.
///
/// # Errors
/// `Malformed`.
pub fn object(request: &Request) -> Result<Object<'_>, Fault> {
    let text = weft_http::body::json(request)?;
    json::members(text).map_err(|_| Fault::Malformed("the body must be a JSON object".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderMap, Method};

    fn request(body: &'static str) -> Request {
        let headers = HeaderMap::new();
        Request { method: Method::POST, path: "/".into(), query: String::new(), headers, body: body.into() }
    }

    #[test]
    fn null_is_not_nothing() {
        let read = |body| collection(&request(body)).unwrap();
        assert_eq!(read("{}"), Collection::default());
        assert_eq!(read(r#"{"title":null,"slug":"x","other":1}"#).title, Some(None));
        assert_eq!(read(r#"{"title":null,"slug":"x"}"#).slug, Some(Some("x".into())));
        assert_eq!(read(r#"{"name":"a","callHook":true,"backdatingEnabled":false}"#).call_hook, Some(true));
    }

    #[test]
    fn bad_bodies_are_malformed() {
        for body in ["", "[]", "1", "{", r#"{"name":1}"#, r#"{"callHook":"yes"}"#] {
            assert!(matches!(collection(&request(body)), Err(Fault::Malformed(_))), "{body}");
        }
        for body in ["[]", r#"{"a":1}"#, r#"{"a":["b"]}"#] {
            assert!(matches!(entry(&request(body)), Err(Fault::Malformed(_))), "{body}");
        }
        assert_eq!(entry(&request(r#"{"a":"x","b":null}"#)).unwrap().len(), 2);
    }

    #[test]
    fn an_order_is_a_whole_number() {
        assert_eq!(order(&request(r#"{"order":3}"#)).unwrap(), 3);
        for body in ["{}", r#"{"order":"3"}"#, r#"{"order":-1}"#, r#"{"order":1.5}"#, r#"{"order":null}"#] {
            assert!(matches!(order(&request(body)), Err(Fault::Domain(Error::Invalid(_)))), "{body}");
        }
    }
}
