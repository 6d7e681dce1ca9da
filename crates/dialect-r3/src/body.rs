//! Request bodies, wire → domain. Pure.
//!
//! Members stay raw JSON text: no tree of `data` is built. Unknown members are ignored, a known
//! member of the wrong type is a violation, and all violations of a body are reported together.
//! `null` counts as absent, except for a content type's optional texts, which it removes.

mod reading;

use reading::Members;
use std::borrow::Cow;
use weft_domain::entry::Status;
use weft_domain::json::Object;
use weft_domain::schema::Schema;
use weft_domain::{CollectionChange, Error, RatePlan, Scopes, Timestamp, Violation};
use weft_http::Fault;

/// `{type, data, slug?, status?, publishedAt?}`.
#[derive(Debug)]
pub struct NewDocument<'b> {
    /// The content type's name.
    pub collection: Cow<'b, str>,
    /// The slug; `None`: made from the slug field.
    pub slug: Option<Cow<'b, str>>,
    /// The status; `None`: draft.
    pub status: Option<Status>,
    /// The time of publication; `None`: now, if the document is published.
    pub published_at: Option<Timestamp>,
    /// The fields.
    pub data: Object<'b>,
}

/// `{data?, slug?, status?, publishedAt?}`.
#[derive(Debug)]
pub struct DocumentChange<'b> {
    /// `None` keeps the slug.
    pub slug: Option<Cow<'b, str>>,
    /// `None` keeps the status.
    pub status: Option<Status>,
    /// `None` keeps the time, or sets it to now on publication.
    pub published_at: Option<Timestamp>,
    /// Merged into the stored data, member by member.
    pub data: Option<Object<'b>>,
}

/// `{name, label, …}`.
#[derive(Debug)]
pub struct NewType {
    /// The name that queries use.
    pub name: String,
    /// All other members.
    pub change: CollectionChange,
}

/// `{name, scopes, plan?, expiresAt?}`.
#[derive(Debug)]
pub struct NewKeyBody<'b> {
    /// The name for people.
    pub name: Cow<'b, str>,
    /// The scopes.
    pub scopes: Scopes,
    /// The rate limits; R3's plan by default.
    pub plan: RatePlan,
    /// The expiry; `None`: never.
    pub expires_at: Option<Timestamp>,
}

/// Reads the body of "create a document".
///
/// # Errors
/// `Malformed` when it is no JSON object, `Invalid` for its members.
pub fn new_document(text: &str) -> Result<NewDocument<'_>, Fault> {
    let mut members = Members::read(text)?;
    let collection = members.required_text("type");
    let DocumentChange { slug, status, published_at, data } = document(&mut members);
    if data.is_none() {
        members.missing("data");
    }
    members.finish()?;
    Ok(NewDocument { collection, slug, status, published_at, data: data.unwrap_or_default() })
}

/// Reads the body of "update a document".
///
/// # Errors
/// As for [`new_document`].
pub fn document_change(text: &str) -> Result<DocumentChange<'_>, Fault> {
    let mut members = Members::read(text)?;
    let change = document(&mut members);
    members.finish()?;
    Ok(change)
}

fn document<'b>(members: &mut Members<'b>) -> DocumentChange<'b> {
    let slug = members.text("slug");
    let status = members.text("status").and_then(|name| {
        let status = Status::parse(&name);
        if status.is_none() {
            members.blame("status", "option", "must be draft, published or archived");
        }
        status
    });
    let published_at = members.text("publishedAt").and_then(|text| {
        let moment = Timestamp::parse_moment_or_day(&text);
        if moment.is_none() {
            members.blame(
                "publishedAt",
                "format",
                "must be a moment or a day: 2026-03-25T10:00:00.000Z, 2026-03-25",
            );
        }
        moment
    });
    DocumentChange { slug, status, published_at, data: members.object("data") }
}

/// Reads the body of "create a content type".
///
/// # Errors
/// As for [`new_document`].
pub fn new_type(text: &str) -> Result<NewType, Fault> {
    let mut members = Members::read(text)?;
    let name = members.required_text("name").into_owned();
    let change = type_members(&mut members);
    if change.label.is_none() {
        members.missing("label");
    }
    members.finish()?;
    Ok(NewType { name, change })
}

/// Reads the body of "update a content type"; the path contains `name`.
///
/// # Errors
/// As for [`new_document`]; another `name` in the body is `Invalid`, because names do not change.
pub fn type_change(text: &str, name: &str) -> Result<CollectionChange, Fault> {
    let mut members = Members::read(text)?;
    if members.text("name").is_some_and(|sent| sent != name) {
        members.blame("name", "immutable", "cannot be changed");
    }
    let change = type_members(&mut members);
    members.finish()?;
    Ok(change)
}

fn type_members(members: &mut Members<'_>) -> CollectionChange {
    CollectionChange {
        label: members.text("label").map(Cow::into_owned),
        description: members.removable_text("description"),
        slug_field: members.removable_text("slugField"),
        title_field: members.removable_text("titleField"),
        icon: members.removable_text("icon"),
        call_hook: None,
        backdating: None,
        unique_slug: None,
        origin: None,
        details: None,
        schema: members.raw("fields").and_then(|raw| {
            let schema = serde_json::from_str::<Schema>(raw);
            if schema.is_err() {
                members.blame("fields", "type", "must be an array of objects");
            }
            schema.ok()
        }),
    }
}

/// Reads the body of "create a key".
///
/// # Errors
/// As for [`new_document`].
pub fn new_key(text: &str) -> Result<NewKeyBody<'_>, Fault> {
    let mut members = Members::read(text)?;
    let name = members.required_text("name");
    let scopes = scopes(&mut members);
    let plan = plan(&mut members);
    let expires_at = members.text("expiresAt").and_then(|text| {
        let moment = Timestamp::parse(&text);
        if moment.is_none() {
            members.blame("expiresAt", "format", "must be a moment: 2026-03-25T10:00:00.000Z");
        }
        moment
    });
    members.finish()?;
    Ok(NewKeyBody { name, scopes, plan, expires_at })
}

fn scopes(members: &mut Members<'_>) -> Scopes {
    let Some(raw) = members.raw("scopes") else {
        members.missing("scopes");
        return Scopes::default();
    };
    let Ok(names) = serde_json::from_str::<Vec<String>>(raw) else {
        members.blame("scopes", "type", "must be an array of texts");
        return Scopes::default();
    };
    let scopes = Scopes::from_names(names.iter().map(String::as_str)).unwrap_or_default();
    if scopes == Scopes::default() {
        let names: Vec<&str> = Scopes::every_name().collect();
        let message = format!("must name one or more of {}", names.join(", "));
        members.blame("scopes", "option", &message);
    }
    scopes
}

fn plan(members: &mut Members<'_>) -> RatePlan {
    let mut plan = RatePlan::default();
    for (name, raw) in members.object("plan").unwrap_or_default() {
        let limit = match name.as_ref() {
            "perMinute" => &mut plan.per_minute,
            "perDay" => &mut plan.per_day,
            _ => continue,
        };
        match serde_json::from_str(raw.get()) {
            Ok(number) => *limit = number,
            Err(_) => members.blame(
                format!("plan.{name}"),
                "number",
                "must be a whole number from 0; 0 means no limit",
            ),
        }
    }
    plan
}

/// Turns violations into an error, if there are any.
fn invalid(violations: Vec<Violation>) -> Result<(), Fault> {
    if violations.is_empty() { Ok(()) } else { Err(Error::Invalid(violations).into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong<T>(read: Result<T, Fault>) -> Vec<String> {
        match read {
            Ok(_) => Vec::new(),
            Err(Fault::Domain(Error::Invalid(found))) => {
                found.iter().map(|v| format!("{} {}", v.path, v.code)).collect()
            }
            Err(Fault::Malformed(_)) => vec!["malformed".to_owned()],
            Err(other) => vec![format!("{other:?}")],
        }
    }

    #[test]
    fn a_document_keeps_its_data_as_it_was_sent() {
        let text =
            r#"{"type":"blog_post","data":{"title":"H\u00e9llo", "n": 1.50 },"websiteId":7,"slug":null}"#;
        let document = new_document(text).unwrap();
        assert_eq!(document.collection, "blog_post");
        assert_eq!((document.slug, document.status), (None, None));
        let data: Vec<_> = document.data.iter().map(|(name, raw)| (name.as_ref(), raw.get())).collect();
        assert_eq!(data, [("title", r#""H\u00e9llo""#), ("n", "1.50")]);
    }

    #[test]
    fn wrong_documents_are_told_everything_at_once() {
        for (text, told) in [
            ("", "malformed"),
            ("[]", "malformed"),
            ("{", "malformed"),
            (r#"{"type":"a","data":{}} x"#, "malformed"),
            ("{}", "type required, data required"),
            (
                r#"{"type":1,"data":[],"slug":{},"status":"x"}"#,
                "type type, slug type, status option, data type",
            ),
            (r#"{"type":null,"data":null}"#, "type required, data required"),
        ] {
            assert_eq!(wrong(new_document(text)).join(", "), told, "{text}");
        }
    }

    #[test]
    fn a_change_may_have_anything_or_nothing() {
        let change = document_change("{}").unwrap();
        assert!(change.data.is_none() && change.slug.is_none() && change.status.is_none());
        let change = document_change(r#"{"publishedAt":"2026-03-25"}"#).unwrap();
        assert_eq!(change.published_at.map(|at| at.to_string()).as_deref(), Some("2026-03-25T00:00:00.000Z"));
        for text in [r#"{"publishedAt":"2026-02-29"}"#, r#"{"publishedAt":""}"#] {
            assert_eq!(wrong(document_change(text)), ["publishedAt format"], "{text}");
        }
        assert_eq!(wrong(document_change(r#"{"publishedAt":1774432800}"#)), ["publishedAt type"]);
        let change =
            document_change(r#"{"id":1,"type":2,"status":"archived","slug":"a","data":{}}"#).unwrap();
        assert_eq!(change.status, Some(Status::Archived));
        assert_eq!(change.slug.as_deref(), Some("a"));
        assert_eq!(change.data.map(|data| data.len()), Some(0));
    }

    #[test]
    fn a_content_type_has_name_and_label() {
        let text = r#"{"name":"blog_post","label":"Blog Post","slugField":"title","icon":null,
            "fields":[{"name":"title","label":"Title","type":"text","required":true}]}"#;
        let new = new_type(text).unwrap();
        assert_eq!(new.name, "blog_post");
        assert_eq!(new.change.label.as_deref(), Some("Blog Post"));
        assert_eq!(new.change.slug_field, Some(Some("title".to_owned())));
        assert_eq!((new.change.icon, new.change.description), (Some(None), None));
        assert_eq!(new.change.schema.unwrap().fields.len(), 1);
        assert_eq!(wrong(new_type("{}")).join(", "), "name required, label required");
        assert_eq!(
            wrong(new_type(r#"{"name":"a","label":2,"fields":{}}"#)).join(", "),
            "label type, fields type"
        );
        assert_eq!(wrong(new_type(r#"{"name":"a","label":"A","icon":2}"#)), ["icon type"]);
    }

    #[test]
    fn a_name_does_not_change() {
        assert_eq!(wrong(type_change(r#"{"name":"b"}"#, "a")), ["name immutable"]);
        assert!(type_change(r#"{"name":"a"}"#, "a").is_ok());
        assert_eq!(type_change("{}", "a").unwrap(), CollectionChange::default());
    }

    #[test]
    fn keys_have_scopes_and_a_plan() {
        let key = new_key(r#"{"name":"ci","scopes":["write","read"],"plan":{"perDay":0},"expiresAt":"2027-01-01T00:00:00Z"}"#).unwrap();
        assert_eq!(key.scopes.names(), ["read", "write"]);
        assert_eq!(key.plan, RatePlan { per_minute: 60, per_day: 0 });
        assert_eq!(key.expires_at.unwrap().to_string(), "2027-01-01T00:00:00.000Z");
        for (text, told) in [
            ("{}", "name required, scopes required"),
            (r#"{"name":"a","scopes":[]}"#, "scopes option"),
            (r#"{"name":"a","scopes":["own"]}"#, "scopes option"),
            (r#"{"name":"a","scopes":"read"}"#, "scopes type"),
            (r#"{"name":"a","scopes":["read"],"plan":1}"#, "plan type"),
            (
                r#"{"name":"a","scopes":["read"],"plan":{"perDay":-1,"perMinute":"1"}}"#,
                "plan.perDay number, plan.perMinute number",
            ),
            (r#"{"name":"a","scopes":["read"],"expiresAt":"soon"}"#, "expiresAt format"),
        ] {
            assert_eq!(wrong(new_key(text)).join(", "), told, "{text}");
        }
    }
}
