//! Request bodies, wire → domain. Pure.
//!
//! A member of the wrong type is rejected with the parser's message, a missing one with the
//! original's.

use crate::error::{Refusal, refused};
use crate::roles;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use weft_domain::json::{self, Object};
use weft_domain::{Error, Role, SiteId};
use weft_http::{Fault, Request};

/// Reads a body: a [`Collection`], a [`Website`], an [`Account`], a [`Key`] or an [`Input`].
///
/// # Errors
/// `Malformed`.
pub fn read<'b, T: Deserialize<'b>>(request: &'b Request) -> Result<T, Fault> {
    let text = weft_http::body::json(request)?;
    // serde would read a list as the members in order.
    if !text.trim_start().starts_with('{') {
        return Err(Fault::Malformed("the body must be a JSON object".to_owned()));
    }
    let malformed = |error| Fault::Malformed(format!("the body is not what it should be: {error}"));
    serde_json::from_str(text).map_err(malformed)
}

/// Distinguishes `null` from an absent member.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// A required text.
///
/// # Errors
/// `Invalid`, with `message`, when it is missing or empty.
pub fn required(text: Option<String>, message: &str) -> Result<String, Refusal> {
    text.filter(|text| !text.trim().is_empty()).ok_or_else(|| refused(message))
}

/// A collection, new or changed.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Collection {
    /// The name for people.
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
    /// Whether entries may be created with an earlier date.
    #[serde(default)]
    pub backdating_enabled: Option<bool>,
}

/// A website, new or changed.
#[derive(Debug, Deserialize)]
pub struct Website {
    /// The name for people.
    #[serde(default)]
    pub name: Option<String>,
    /// The address that is called when the website's content changes.
    #[serde(default)]
    pub hook: Option<String>,
}

/// An account, new or changed. No `Debug`: it holds a password.
#[derive(Deserialize)]
pub struct Account {
    /// Its e-mail address.
    #[serde(default)]
    pub email: Option<String>,
    /// Its password.
    #[serde(default)]
    pub password: Option<String>,
    /// Its role.
    #[serde(default)]
    pub role: Option<String>,
    /// Whether the account is enabled.
    #[serde(default)]
    pub active: Option<bool>,
    /// The ids of its websites.
    #[serde(default)]
    pub websites: Option<serde_json::Value>,
}

/// A key, new or changed.
#[derive(Debug, Deserialize)]
pub struct Key {
    /// The name for people.
    #[serde(default)]
    pub name: Option<String>,
    /// The highest role that the key gives.
    #[serde(default)]
    pub role: Option<String>,
    /// Whether the key is enabled.
    #[serde(default)]
    pub active: Option<bool>,
    /// The ids of its websites.
    #[serde(default)]
    pub websites: Option<serde_json::Value>,
}

/// A required role.
///
/// # Errors
/// `Invalid`, with `missing`, or for an unknown role.
pub fn role(name: Option<String>, missing: &str) -> Result<Role, Refusal> {
    roles::parse(&required(name, missing)?).ok_or_else(|| refused("Invalid role"))
}

/// The ids of websites. A malformed id never matches.
///
/// # Errors
/// `Invalid` when it is not a list of strings.
pub fn websites(sent: Option<serde_json::Value>) -> Result<Option<Vec<SiteId>>, Refusal> {
    let Some(sent) = sent else { return Ok(None) };
    let not_a_list = || refused("Websites must be an array");
    let ids = sent.as_array().ok_or_else(not_a_list)?.iter();
    let id = |id: &serde_json::Value| {
        let text = id.as_str().ok_or_else(not_a_list)?;
        Ok(text.parse().unwrap_or(SiteId::new(uuid::Uuid::nil())))
    };
    ids.map(id).collect::<Result<_, _>>().map(Some)
}

/// The websites of a change. The original's interface sends no websites for an administrator: the
/// stored list stays, because an administrator may use all of them.
#[must_use]
pub fn all_but_none(role: Role, sites: &[SiteId]) -> Option<&[SiteId]> {
    (role != Role::Admin || !sites.is_empty()).then_some(sites)
}

/// Reads an e-mail address and a password.
///
/// # Errors
/// `Malformed`, `Invalid`.
pub fn login(request: &Request) -> Result<(String, String), Refusal> {
    let Account { email, password, .. } = read(request)?;
    let missing = "Email and password are required";
    Ok((required(email, missing)?, required(password, missing)?))
}

/// Reads an address.
///
/// # Errors
/// `Malformed`, `Invalid`.
pub fn address(request: &Request) -> Result<String, Refusal> {
    #[derive(Deserialize)]
    struct Address {
        #[serde(default)]
        url: Option<String>,
    }
    let Address { url } = read(request)?;
    required(url, "URL is required")
}

/// Reads the title input.
///
/// # Errors
/// `Malformed`, `Invalid`.
pub fn title(request: &Request) -> Result<String, Refusal> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Title {
        #[serde(default)]
        input_id: Option<String>,
    }
    let title: Title = read(request)?;
    required(title.input_id, "Title is required")
}

/// An input, new or changed.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Input<'b> {
    /// The name for people.
    #[serde(default)]
    pub name: Option<String>,
    /// The field name of values.
    #[serde(default)]
    pub field_name: Option<String>,
    /// The id of its type.
    #[serde(default)]
    pub input: Option<String>,
    /// The description.
    #[serde(default)]
    pub description: Option<String>,
    /// Whether an entry must have a value.
    #[serde(default)]
    pub required: Option<bool>,
    /// Its settings: an object, or the text of one.
    #[serde(default, borrow)]
    pub input_config: Option<&'b RawValue>,
}

/// Reads the new position of an input.
///
/// # Errors
/// `Malformed`, `Invalid`.
pub fn order(request: &Request) -> Result<u64, Refusal> {
    #[derive(Deserialize)]
    struct Order {
        #[serde(default)]
        order: serde_json::Value,
    }
    let Order { order } = read(request)?;
    // 3.0 is 3 in JSON; a number beyond all positions is the last one.
    let whole = |number: f64| (number >= 0.0 && number.fract() == 0.0).then_some(number as u64);
    let order = order.as_u64().or_else(|| order.as_f64().and_then(whole));
    order.ok_or_else(|| refused("Order is required and must be a number"))
}

/// The members of the body, as they were sent.
///
/// # Errors
/// `Malformed`, `TooLarge` (members).
pub fn object(request: &Request) -> Result<Object<'_>, Fault> {
    let text = weft_http::body::json(request)?;
    json::members(text).map_err(|error| match json::has_too_many(&error) {
        true => Error::TooLarge { limit: json::MEMBERS_MAX, of: "members" }.into(),
        false => Fault::Malformed("the body must be a JSON object".to_owned()),
    })
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
        let read = |body| read::<Collection>(&request(body)).unwrap();
        assert_eq!(read("{}"), Collection::default());
        assert_eq!(read(r#"{"title":null,"slug":"x","other":1}"#).title, Some(None));
        assert_eq!(read(r#"{"title":null,"slug":"x"}"#).slug, Some(Some("x".into())));
        assert_eq!(read(r#"{"name":"a","callHook":true,"backdatingEnabled":false}"#).call_hook, Some(true));
    }

    #[test]
    fn bad_bodies_are_malformed() {
        for body in ["", "[]", "1", "{", r#"{"name":1}"#, r#"{"callHook":"yes"}"#] {
            assert!(matches!(read::<Collection>(&request(body)), Err(Fault::Malformed(_))), "{body}");
        }
        assert!(matches!(object(&request("[]")), Err(Fault::Malformed(_))));
        assert_eq!(object(&request(r#"{"a":"x","b":null}"#)).unwrap().len(), 2);
    }

    #[test]
    fn an_order_is_a_whole_number() {
        for (body, number) in [
            (r#"{"order":3}"#, 3),
            (r#"{"order":3.0}"#, 3),
            (r#"{"order":4294967296}"#, 1 << 32),
            (r#"{"order":1e30}"#, u64::MAX),
        ] {
            assert_eq!(order(&request(body)).unwrap(), number, "{body}");
        }
        for body in ["{}", r#"{"order":"3"}"#, r#"{"order":-1}"#, r#"{"order":1.5}"#, r#"{"order":null}"#] {
            assert!(matches!(order(&request(body)), Err(Refusal::Own(_))), "{body}");
        }
    }
}
