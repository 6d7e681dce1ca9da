//! The request of an attempt: what each kind of receiver gets.
//!
//! R3's webhooks get signed JSON (`signature`), and so do InlineCMS's deploy hooks that have a
//! secret; GitHub and CDNs get the secret itself, as they ask for it. SnowCMS's hook of a site gets
//! nothing but a mark, by which SnowCMS, and Weft, refuse a hook that leads back to them. Every
//! request has the id and the time of Standard Webhooks, so that a receiver can tell a repetition.

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
    /// The operator's secret, if the address is of the operator's server: sites choose addresses,
    /// and none of them may learn it.
    purge_secret: Option<&'a str>,
}

impl<'a> Receiver<'a> {
    pub(super) fn of(claimed: &'a Claimed, settings: &'a Settings) -> Self {
        let scheme = match claimed.kind {
            ReceiverKind::SiteHook => Scheme::Any,
            _ => Scheme::Secure,
        };
        let url = check_url(&claimed.url, scheme, &settings.insecure);
        let is_operators = |url: &Url| {
            let own = settings.purge_url.as_deref().and_then(|own| Url::parse(own).ok());
            own.is_some_and(|own| own.origin() == url.origin())
        };
        let purge_secret = url.as_ref().is_ok_and(is_operators).then_some(settings.purge_secret.as_str());
        Self { url, kind: claimed.kind, secrets: &claimed.secrets, purge_secret }
    }

    /// The request of one attempt. Its timestamp is that of the attempt (Standard Webhooks).
    pub(super) fn post(&self, url: &Url, id: &str, now: Timestamp, body: String) -> Post {
        let timestamp = now.millis().div_euclid(1000);
        let mut headers = vec![
            ("user-agent", concat!("Weft/", env!("CARGO_PKG_VERSION")).to_owned()),
            ("webhook-id", id.to_owned()),
            ("webhook-timestamp", timestamp.to_string()),
        ];
        if self.kind != ReceiverKind::SiteHook {
            headers.push(("content-type", "application/json".to_owned()));
        }
        let bearer = |secret: &str| ("authorization", format!("Bearer {secret}"));
        match self.kind {
            ReceiverKind::Webhook | ReceiverKind::Deploy => {
                if let Some(secret) = self.secrets.first() {
                    let signature = signature::standard(self.secrets, id, timestamp, &body);
                    headers.push(("webhook-signature", signature));
                    headers.push(("x-webhook-signature", signature::r3(secret, &body)));
                }
            }
            ReceiverKind::Github => {
                headers.push(("accept", "application/vnd.github+json".to_owned()));
                headers.extend(self.secrets.first().map(|secret| bearer(secret)));
            }
            ReceiverKind::Purge => {
                headers.extend(self.purge_secret.filter(|secret| !secret.is_empty()).map(bearer));
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
        posted_to(kind, "https://a.example/hook?x=1", body)
    }

    fn posted_to(kind: ReceiverKind, url: &str, body: &str) -> Post {
        let claimed = claimed(kind, url);
        let settings = Settings {
            purge_url: Some("https://cdn.example/purge".to_owned()),
            purge_secret: "operators".to_owned(),
            ..Settings::default()
        };
        let receiver = Receiver::of(&claimed, &settings);
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
    fn github_gets_its_secret_and_builds_a_signature() {
        let post = posted(ReceiverKind::Github, "{}");
        assert_eq!(header(&post, "authorization"), Some("Bearer secret"));
        assert_eq!(header(&post, "accept"), Some("application/vnd.github+json"));
        assert!(!post.shown_headers().contains("secret"));
        let post = posted(ReceiverKind::Deploy, "{}");
        assert_eq!(header(&post, "authorization"), None);
        assert!(header(&post, "webhook-signature").is_some());
    }

    #[test]
    fn the_operators_secret_goes_to_the_operators_server_alone() {
        for (url, secret) in [
            ("https://cdn.example/purge", Some("Bearer operators")),
            ("https://cdn.example/other", Some("Bearer operators")),
            ("https://cdn.example:8443/purge", None),
            ("https://other.example/purge", None),
            ("https://cdn.example.other/purge", None),
        ] {
            assert_eq!(header(&posted_to(ReceiverKind::Purge, url, "{}"), "authorization"), secret, "{url}");
        }
        let post = posted_to(ReceiverKind::Deploy, "https://cdn.example/purge", "{}");
        assert_eq!(header(&post, "authorization"), None);
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
