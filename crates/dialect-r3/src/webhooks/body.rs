//! Request bodies of webhooks, wire → domain. Pure; see `crate::body`.

use std::borrow::Cow;
use weft_http::Fault;
use weft_http::members::Members;
use weft_service::webhooks;

/// `{name, url, secret?, events, contentTypes?, enabled?}`, and in a change any of these. No
/// `Debug`: it holds a secret.
#[derive(Default)]
pub(super) struct Webhook<'b> {
    name: Option<Cow<'b, str>>,
    url: Option<Cow<'b, str>>,
    secret: Option<Cow<'b, str>>,
    events: Option<Vec<String>>,
    content_types: Option<Vec<String>>,
    enabled: Option<bool>,
}

/// Reads the body of "create a webhook".
///
/// # Errors
/// `Malformed` when it is no JSON object, `Invalid` for its members.
pub(super) fn new_webhook(text: &str) -> Result<NewWebhook<'_>, Fault> {
    let mut members = Members::read(text)?;
    let webhook = webhook(&mut members);
    let is_there = [webhook.name.is_some(), webhook.url.is_some(), webhook.events.is_some()];
    for (name, is_there) in ["name", "url", "events"].into_iter().zip(is_there) {
        if !is_there {
            members.missing(name);
        }
    }
    members.finish()?;
    Ok(NewWebhook(webhook))
}

/// Reads the body of "update a webhook".
///
/// # Errors
/// As for [`new_webhook`].
pub(super) fn webhook_change(text: &str) -> Result<WebhookChange<'_>, Fault> {
    let mut members = Members::read(text)?;
    let webhook = webhook(&mut members);
    members.finish()?;
    Ok(WebhookChange(webhook))
}

fn webhook<'b>(members: &mut Members<'b>) -> Webhook<'b> {
    Webhook {
        name: members.text("name"),
        url: members.text("url"),
        secret: members.text("secret"),
        events: texts(members, "events"),
        content_types: texts(members, "contentTypes"),
        enabled: members.raw("enabled").and_then(|raw| {
            let enabled = serde_json::from_str(raw);
            if enabled.is_err() {
                members.blame("enabled", "type", "must be true or false");
            }
            enabled.ok()
        }),
    }
}

fn texts(members: &mut Members<'_>, name: &str) -> Option<Vec<String>> {
    let texts = serde_json::from_str(members.raw(name)?);
    if texts.is_err() {
        members.blame(name, "type", "must be an array of texts");
    }
    texts.ok()
}

/// A webhook to be created.
pub(super) struct NewWebhook<'b>(Webhook<'b>);

impl NewWebhook<'_> {
    /// As the use case takes it.
    pub(super) fn service(&self) -> webhooks::NewWebhook<'_> {
        webhooks::NewWebhook {
            name: self.0.name.as_deref().unwrap_or_default(),
            url: self.0.url.as_deref().unwrap_or_default(),
            secret: self.0.secret.as_deref(),
            events: self.0.events.clone().unwrap_or_default(),
            types: self.0.content_types.clone().unwrap_or_default(),
            is_enabled: self.0.enabled.unwrap_or(true),
        }
    }
}

/// What is changed of a webhook.
pub(super) struct WebhookChange<'b>(Webhook<'b>);

impl WebhookChange<'_> {
    /// As the use case takes it.
    pub(super) fn service(&self) -> webhooks::WebhookChange<'_> {
        webhooks::WebhookChange {
            name: self.0.name.as_deref(),
            url: self.0.url.as_deref(),
            secret: self.0.secret.as_deref(),
            events: self.0.events.clone(),
            types: self.0.content_types.clone(),
            is_enabled: self.0.enabled,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_domain::Error;

    fn wrong<T>(read: Result<T, Fault>) -> String {
        match read {
            Ok(_) => String::new(),
            Err(Fault::Domain(Error::Invalid(found))) => {
                let found: Vec<_> = found.iter().map(|v| format!("{} {}", v.path, v.code)).collect();
                found.join(", ")
            }
            Err(other) => format!("{other:?}"),
        }
    }

    #[test]
    fn a_new_webhook_has_a_name_an_address_and_events() {
        let text = r#"{"name":"n","url":"https://a.example","secret":"s","events":["entry.publish"],"contentTypes":["post"]}"#;
        let new = new_webhook(text).ok().unwrap();
        let new = new.service();
        assert_eq!((new.name, new.url, new.secret), ("n", "https://a.example", Some("s")));
        assert_eq!((new.events, new.types), (vec!["entry.publish".to_owned()], vec!["post".to_owned()]));
        assert!(new.is_enabled);
        assert_eq!(wrong(new_webhook("{}")), "name required, url required, events required");
        let text =
            r#"{"name":1,"url":2,"secret":3,"events":"entry.publish","contentTypes":[1],"enabled":"yes"}"#;
        assert_eq!(
            wrong(new_webhook(text)),
            "name type, url type, secret type, events type, contentTypes type, enabled type"
        );
    }

    #[test]
    fn a_change_has_anything_or_nothing() {
        let change = webhook_change(r#"{"enabled":false,"name":null}"#).ok().unwrap();
        let change = change.service();
        assert_eq!((change.is_enabled, change.name, change.events), (Some(false), None, None));
        assert_eq!(wrong(webhook_change("{}")), "");
        assert_eq!(wrong(webhook_change(r#"{"events":{}}"#)), "events type");
    }
}
