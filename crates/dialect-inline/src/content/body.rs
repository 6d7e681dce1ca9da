//! Bodies and queries of content, wire → domain. Pure.
//!
//! Unknown members are passed over; every member that is missing or of the wrong type is told at
//! once. What a page, a key or a field must be like is the use case's to say; here its words only
//! get the names that they have on the wire.

use serde::Deserialize;
use std::borrow::Cow;
use weft_domain::entry::Status;
use weft_domain::json::Object;
use weft_domain::{Error, Violation};
use weft_http::Fault;
use weft_http::members::Members;
use weft_http::query_string::pairs;
use weft_service::Component;

/// The most records of a history in one answer.
pub(crate) const HISTORY_MAX: u32 = 1000;

/// `{fields, status}`, either or both.
pub(crate) struct Edit<'b> {
    /// Fields to put in the place of those of the same names.
    pub(crate) fields: Option<Object<'b>>,
    /// The status.
    pub(crate) status: Option<Status>,
}

/// Reads the body of "edit an entry".
///
/// # Errors
/// `Malformed` when it is no JSON object, `Invalid` for its members, also where it has none.
pub(crate) fn edit(text: &str) -> Result<Edit<'_>, Fault> {
    let mut members = Members::read(text)?;
    let fields = members.object("fields");
    let status = members.text("status").and_then(|name| {
        let status = Status::parse(&name);
        if status.is_none() {
            members.blame("status", "option", "must be draft, published or archived");
        }
        status
    });
    if ["fields", "status"].iter().all(|name| members.raw(name).is_none()) {
        members.missing("fields");
    }
    members.finish()?;
    Ok(Edit { fields, status })
}

/// Reads the body of "publish a page": `{pageId}`.
///
/// # Errors
/// As for [`edit`].
pub(crate) fn page(text: &str) -> Result<Cow<'_, str>, Fault> {
    let mut members = Members::read(text)?;
    let page = members.required_text("pageId");
    members.finish()?;
    Ok(page)
}

/// `{pageId, components}`.
pub(crate) struct Sync<'b> {
    /// The page.
    pub(crate) page: Cow<'b, str>,
    /// Its components.
    pub(crate) components: Vec<Component>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SentComponent {
    component_id: String,
    instance_key: String,
    #[serde(default)]
    fields: Vec<SentField>,
}

#[derive(Deserialize)]
struct SentField {
    key: String,
    r#type: String,
}

/// Reads the body of "sync the components of a page".
///
/// # Errors
/// As for [`edit`].
pub(crate) fn sync(text: &str) -> Result<Sync<'_>, Fault> {
    let mut members = Members::read(text)?;
    let page = members.required_text("pageId");
    let sent = members.raw("components").map(serde_json::from_str::<Vec<SentComponent>>);
    let components = match sent {
        Some(Ok(sent)) => sent,
        Some(Err(error)) => {
            // The first thing that is wrong; what stood there would be repeated.
            let what = error.to_string();
            let what = what.split(": ").next().filter(|_| what.starts_with("invalid")).unwrap_or(&what);
            members.blame(
                "components",
                "type",
                format!("must be a list of {{componentId, instanceKey, fields: [{{key, type}}]}}: {what}"),
            );
            Vec::new()
        }
        None => {
            members.missing("components");
            Vec::new()
        }
    };
    members.finish()?;
    let component = |sent: SentComponent| Component {
        id: sent.component_id,
        instance: sent.instance_key,
        fields: sent.fields.into_iter().map(|field| (field.key, field.r#type)).collect(),
    };
    Ok(Sync { page, components: components.into_iter().map(component).collect() })
}

/// The page that a query names: `?pageId=`.
///
/// # Errors
/// `Invalid` without it.
pub(crate) fn asked_page(query: &str) -> Result<String, Fault> {
    let pairs = pairs(query)?;
    let page = pairs.into_iter().find(|(name, _)| name == "pageId");
    page.map(|(_, value)| value.into_owned())
        .ok_or_else(|| Error::invalid("pageId", "required", "is required").into())
}

/// The page in a path, where it could be read.
///
/// # Errors
/// `Invalid` for a broken escape, or bytes that are not UTF-8.
pub(crate) fn page_in_path(page: &str) -> Result<&str, Fault> {
    if page.contains('\u{fffd}') {
        return Err(Error::invalid("pageId", "format", "must be percent-encoded UTF-8 without U+0000").into());
    }
    Ok(page)
}

/// Which part of a history is asked for: `?limit=&offset=`.
///
/// # Errors
/// `Invalid` for what is no number in range.
pub(crate) fn part(query: &str) -> Result<(u32, u32), Fault> {
    let (mut limit, mut offset) = (HISTORY_MAX, 0);
    for (name, value) in pairs(query)? {
        let number = || {
            let number = value.parse::<u32>().ok();
            number.ok_or_else(|| Error::invalid(name.as_ref(), "type", "must be a number"))
        };
        match name.as_ref() {
            "limit" => limit = number()?,
            "offset" => offset = number()?,
            _ => {}
        }
    }
    if (1..=HISTORY_MAX).contains(&limit) {
        Ok((limit, offset))
    } else {
        Err(Error::invalid("limit", "range", format!("must be 1 to {HISTORY_MAX}")).into())
    }
}

/// What a use case says, with the names that things have on InlineCMS's wire.
pub(crate) fn worded(error: Error) -> Error {
    let Error::Invalid(violations) = error else { return error };
    let named = |violation: Violation| {
        let path = violation.path.as_str();
        let path = match path {
            "page" => "pageId".to_owned(),
            _ if path.starts_with("data.") => path.replacen("data.", "fields.", 1),
            _ if path.starts_with("components[") => {
                let path = path.replace(".instance", ".instanceKey").replace(".name", ".key");
                match path.strip_suffix("].id") {
                    Some(start) => format!("{start}].componentId"),
                    None => path,
                }
            }
            _ => path.to_owned(),
        };
        Violation { path, ..violation }
    };
    Error::Invalid(violations.into_iter().map(named).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong<T>(read: Result<T, Fault>) -> String {
        match read {
            Ok(_) => String::new(),
            Err(Fault::Domain(Error::Invalid(found))) => {
                let found: Vec<_> = found.iter().map(|v| format!("{} {}", v.path, v.code)).collect();
                found.join(", ")
            }
            Err(Fault::Malformed(_)) => "malformed".to_owned(),
            Err(other) => format!("{other:?}"),
        }
    }

    #[test]
    fn an_edit_has_fields_or_a_status() {
        let read = edit(r#"{"fields":{"content":"a"},"status":"published","x":1}"#).ok().unwrap();
        assert_eq!((read.fields.unwrap().len(), read.status), (1, Some(Status::Published)));
        for (text, told) in [
            ("", "malformed"),
            ("[]", "malformed"),
            ("{}", "fields required"),
            (r#"{"fields":null,"status":null}"#, "fields required"),
            (r#"{"fields":[],"status":7}"#, "fields type, status type"),
            (r#"{"status":"live"}"#, "status option"),
        ] {
            assert_eq!(wrong(edit(text)), told, "{text}");
        }
        assert!(edit(r#"{"fields":{}}"#).is_ok());
    }

    #[test]
    fn a_sync_names_a_page_and_its_components() {
        let text = r#"{"pageId":"/","components":[{"componentId":"__inline_a","instanceKey":"a","fields":[{"key":"content","type":"text","x":1}]},{"componentId":"b","instanceKey":"__proto__"}]}"#;
        let read = sync(text).ok().unwrap();
        assert_eq!((read.page.as_ref(), read.components.len()), ("/", 2));
        assert_eq!(read.components[0].fields, [("content".to_owned(), "text".to_owned())]);
        for (text, told) in [
            ("{}", "pageId required, components required"),
            (r#"{"pageId":1,"components":{}}"#, "pageId type, components type"),
            (r#"{"pageId":"/","components":[{}]}"#, "components type"),
            (r#"{"pageId":"/","components":[{"componentId":1,"instanceKey":"a"}]}"#, "components type"),
        ] {
            assert_eq!(wrong(sync(text)), told, "{text}");
        }
    }

    #[test]
    fn pages_and_parts_are_read() {
        assert_eq!(page(r#"{"pageId":"/"}"#).ok().unwrap(), "/");
        assert_eq!(wrong(page("{}")), "pageId required");
        assert_eq!(asked_page("a=b&pageId=%2Fx").ok().unwrap(), "/x");
        assert_eq!(wrong(asked_page("")), "pageId required");
        assert_eq!(wrong(page_in_path("\u{fffd}")), "pageId format");
        assert_eq!(part("").ok().unwrap(), (HISTORY_MAX, 0));
        assert_eq!(part("limit=5&offset=10").ok().unwrap(), (5, 10));
        for (query, told) in
            [("limit=0", "limit range"), ("limit=1001", "limit range"), ("offset=-1", "offset type")]
        {
            assert_eq!(wrong(part(query)), told);
        }
    }

    #[test]
    fn what_is_wrong_has_the_names_of_the_wire() {
        let paths = [
            "page",
            "data.content",
            "components[3].id",
            "components[0].instance",
            "components[1].fields[2].name",
            "status",
        ];
        let Error::Invalid(found) =
            worded(Error::Invalid(paths.map(|path| Violation::new(path, "x", "")).into()))
        else {
            panic!()
        };
        let paths: Vec<_> = found.iter().map(|violation| violation.path.as_str()).collect();
        assert_eq!(
            paths,
            [
                "pageId",
                "fields.content",
                "components[3].componentId",
                "components[0].instanceKey",
                "components[1].fields[2].key",
                "status"
            ]
        );
    }
}
