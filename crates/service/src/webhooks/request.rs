//! The request of an attempt: what each kind of receiver gets.
//!
//! R3's webhooks get signed JSON (`signature`). SnowCMS's hook of a site gets nothing but a mark, by
//! which SnowCMS, and Weft, refuse a hook that leads back to them. Every request has the id and the
//! time of Standard Webhooks, so that a receiver can tell a repetition.

use super::outbox::Settings;
use super::signature;
use url::Url;
use weft_domain::Timestamp;
use weft_domain::json::{object, quote};
use weft_domain::webhook::{ReceiverKind, Scheme, check_url};
use weft_storage::webhooks::claim::Claimed;

/// A request to a receiver. No `Debug`: a header may hold a secret.
pub struct Post {
    /// The address, which was checked.
    pub url: Url,
    /// The headers, but for the length of the body.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: String,
}

impl Post {
    /// The headers as a JSON object, without secrets.
    pub(super) fn shown_headers(&self) -> String {
        let shown = self.headers.iter().filter(|(name, _)| *name != "authorization");
        let quoted: Vec<_> = shown.map(|(name, value)| (*name, quote(value))).collect();
        object(quoted.iter().map(|(name, value)| (*name, value.as_str())))
    }
}

/// A receiver, for the length of a lease.
pub(super) struct Receiver<'a> {
    /// Its address, or what is wrong with it.
    pub(super) url: Result<Url, &'static str>,
    kind: ReceiverKind,
    secrets: &'a [String],
}

impl<'a> Receiver<'a> {
    pub(super) fn of(claimed: &'a Claimed, settings: &Settings) -> Self {
        let scheme = match claimed.kind {
            ReceiverKind::Webhook => Scheme::Secure,
            ReceiverKind::SiteHook => Scheme::Any,
        };
        Self {
            url: check_url(&claimed.url, scheme, &settings.insecure),
            kind: claimed.kind,
            secrets: &claimed.secrets,
        }
    }

    /// The request of one attempt. Its timestamp is that of the attempt (Standard Webhooks).
    pub(super) fn post(&self, url: &Url, id: &str, now: Timestamp, body: String) -> Post {
        let timestamp = now.millis().div_euclid(1000);
        let mut headers = vec![
            ("user-agent", concat!("Weft/", env!("CARGO_PKG_VERSION")).to_owned()),
            ("webhook-id", id.to_owned()),
            ("webhook-timestamp", timestamp.to_string()),
        ];
        match self.kind {
            ReceiverKind::Webhook => {
                headers.push(("content-type", "application/json".to_owned()));
                if let Some(secret) = self.secrets.first() {
                    let signature = signature::standard(self.secrets, id, timestamp, &body);
                    headers.push(("webhook-signature", signature));
                    headers.push(("x-webhook-signature", signature::r3(secret, &body)));
                }
            }
            ReceiverKind::SiteHook => headers.push(("x-snowcms-unsafe-source", "webhook".to_owned())),
        }
        Post { url: url.clone(), headers, body }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_domain::webhook::InsecureHosts;

    const NOW: Timestamp = Timestamp::from_millis(1_774_432_800_999);

    fn claimed(kind: ReceiverKind, url: &str) -> Claimed {
        Claimed {
            receiver: 1,
            kind,
            url: url.to_owned(),
            secrets: vec!["secret".to_owned()],
            failing_since: None,
            deliveries: Vec::new(),
        }
    }

    fn posted(kind: ReceiverKind, body: &str) -> Post {
        let claimed = claimed(kind, "https://a.example/hook?x=1");
        let receiver = Receiver::of(&claimed, &Settings::default());
        receiver.post(receiver.url.as_ref().unwrap(), "msg", NOW, body.to_owned())
    }

    fn header<'p>(post: &'p Post, name: &str) -> Option<&'p str> {
        post.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    #[test]
    fn a_webhook_gets_signed_json() {
        let post = posted(ReceiverKind::Webhook, "{}");
        assert_eq!(post.url.as_str(), "https://a.example/hook?x=1");
        assert_eq!(header(&post, "content-type"), Some("application/json"));
        assert_eq!(header(&post, "webhook-id"), Some("msg"));
        assert_eq!(header(&post, "webhook-timestamp"), Some("1774432800"));
        assert_eq!(header(&post, "x-webhook-signature"), Some(signature::r3("secret", "{}").as_str()));
        assert!(header(&post, "webhook-signature").unwrap().starts_with("v1,"));
        assert!(!post.shown_headers().contains("secret"));
    }

    #[test]
    fn a_sites_hook_gets_a_mark() {
        let post = posted(ReceiverKind::SiteHook, "");
        assert_eq!(header(&post, "x-snowcms-unsafe-source"), Some("webhook"));
        assert_eq!((header(&post, "content-type"), header(&post, "webhook-signature")), (None, None));
    }

    #[test]
    fn only_a_sites_hook_may_be_plain_http_and_none_may_be_local() {
        let is_good = |kind, url: &str| Receiver::of(&claimed(kind, url), &Settings::default()).url.is_ok();
        assert!(!is_good(ReceiverKind::Webhook, "http://a.example/"));
        assert!(is_good(ReceiverKind::SiteHook, "http://a.example/"));
        for kind in ReceiverKind::ALL {
            assert!(!is_good(kind, "https://127.0.0.1/") && !is_good(kind, "http://a.internal/"));
        }
        let insecure = InsecureHosts::parse("127.0.0.1:8080").unwrap();
        let settings = Settings { insecure, ..Settings::default() };
        let claimed = claimed(ReceiverKind::Webhook, "http://127.0.0.1:8080/");
        assert!(Receiver::of(&claimed, &settings).url.is_ok());
    }
}
