//! Webhooks of a site: created, listed, changed, deleted, tested; their deliveries, and replays.
//! For administrators.
//!
//! A secret is written and never read here: the answer to a creation shows the one that Weft made,
//! once, and never one that was sent.

use super::{message, signature};
use crate::rights::Admin;
use weft_domain::webhook::{Announcement, InsecureHosts, Scheme, TEST_EVENT, check_url};
use weft_domain::{DeliveryId, Error, Result, Violation, WebhookId};
use weft_storage::webhooks::deliveries::{self, Delivery, Place, Shown};
use weft_storage::webhooks::subscriptions::{self, Webhook};

/// The longest name, in bytes.
const NAME_MAX: usize = 200;
/// The longest secret, in bytes.
const SECRET_MAX: usize = 512;
/// The most content types of a webhook, and the longest name of one, in bytes.
const TYPES_MAX: usize = 100;
/// For how many seconds a replaced secret still signs: a day.
const ROTATION: i64 = 86_400;

/// A webhook to be created.
#[derive(Default)]
pub struct NewWebhook<'a> {
    /// What people call it.
    pub name: &'a str,
    /// Where it is.
    pub url: &'a str,
    /// What it is signed with; `None`: a new secret is made.
    pub secret: Option<&'a str>,
    /// The names of the events it is told of.
    pub events: Vec<String>,
    /// The names of the content types; none means all.
    pub types: Vec<String>,
    /// Whether it is told of anything yet.
    pub is_enabled: bool,
}

/// What is changed of a webhook; `None` keeps what it has.
#[derive(Default)]
pub struct WebhookChange<'a> {
    /// What people call it.
    pub name: Option<&'a str>,
    /// Where it is.
    pub url: Option<&'a str>,
    /// What it is signed with from now on. The secret before signs too, for a day.
    pub secret: Option<&'a str>,
    /// The names of the events it is told of.
    pub events: Option<Vec<String>>,
    /// The names of the content types; none means all.
    pub types: Option<Vec<String>>,
    /// Whether it is told of anything. Who is enabled again starts with a clean record.
    pub is_enabled: Option<bool>,
}

/// A webhook that was created.
pub struct Created {
    /// The webhook.
    pub webhook: Webhook,
    /// The secret, if Weft made it.
    pub secret: Option<String>,
}

/// A page of deliveries.
pub struct DeliveryPage {
    /// The deliveries, newest first.
    pub deliveries: Vec<Delivery>,
    /// Where the next page begins, if there is one.
    pub next: Option<i64>,
}

/// A delivery with what was sent and what came back.
pub struct Requested {
    /// The delivery.
    pub delivery: Delivery,
    /// The body of every attempt.
    pub body: String,
    /// The attempts, oldest first.
    pub attempts: Vec<Shown>,
}

impl Admin<'_> {
    /// A page of the site's webhooks, newest first, and how many there are.
    ///
    /// # Errors
    /// `Outdated`, `Unavailable`.
    pub async fn webhooks(&self, page: u32, limit: u32) -> Result<(Vec<Webhook>, u64)> {
        let offset = u64::from(page.saturating_sub(1)) * u64::from(limit);
        subscriptions::list(self.right.store, &self.right.scope, limit, offset).await
    }

    /// A webhook.
    ///
    /// # Errors
    /// `NotFound`, `Outdated`, `Unavailable`.
    pub async fn webhook(&self, id: WebhookId) -> Result<Webhook> {
        subscriptions::get(self.right.store, &self.right.scope, id).await
    }

    /// Creates a webhook. It is told of what happens from now on.
    ///
    /// # Errors
    /// `Invalid`, `Outdated`, `Unavailable`.
    pub async fn create_webhook(&self, new: NewWebhook<'_>, insecure: &InsecureHosts) -> Result<Created> {
        let mut checks = Checks::default();
        checks.name(Some(new.name));
        checks.url(Some(new.url), insecure);
        checks.secret(new.secret);
        checks.events(Some(&new.events));
        checks.types(Some(&new.types));
        checks.finish()?;
        let ctx = self.right.ctx;
        let made = new.secret.is_none().then(|| signature::new_secret(ctx));
        let webhook = subscriptions::NewWebhook {
            id: WebhookId::new(ctx.new_uuid()),
            name: new.name,
            url: new.url,
            secret: new.secret.or(made.as_deref()).unwrap_or_default(),
            events: &names(&new.events),
            types: &names(&new.types),
            is_enabled: new.is_enabled,
            now: &ctx.now.to_string(),
        };
        let webhook = subscriptions::create(self.right.store, &self.right.scope, &webhook).await?;
        Ok(Created { webhook, secret: made })
    }

    /// Changes a webhook.
    ///
    /// # Errors
    /// `Invalid`, `NotFound`, `Outdated`, `Unavailable`.
    pub async fn update_webhook(
        &self,
        id: WebhookId,
        change: WebhookChange<'_>,
        insecure: &InsecureHosts,
    ) -> Result<Webhook> {
        let mut checks = Checks::default();
        checks.name(change.name);
        checks.url(change.url, insecure);
        checks.secret(change.secret);
        checks.events(change.events.as_deref());
        checks.types(change.types.as_deref());
        checks.finish()?;
        let now = self.right.ctx.now;
        let until = now.plus_seconds(ROTATION).to_string();
        let (events, types) = (change.events.as_deref().map(names), change.types.as_deref().map(names));
        let change = subscriptions::WebhookChange {
            name: change.name,
            url: change.url,
            secret: change.secret.map(|secret| (secret, until.as_str())),
            events: events.as_deref(),
            types: types.as_deref(),
            is_enabled: change.is_enabled,
        };
        subscriptions::update(self.right.store, &self.right.scope, id, &change, &now.to_string()).await
    }

    /// Deletes a webhook, with its deliveries.
    ///
    /// # Errors
    /// `NotFound`, `Outdated`, `Unavailable`.
    pub async fn delete_webhook(&self, id: WebhookId) -> Result<()> {
        subscriptions::delete(self.right.store, &self.right.scope, id).await
    }

    /// Sends a webhook a test. It is delivered, retried and listed as any event is.
    ///
    /// # Errors
    /// `NotFound`, `Outdated`, `Unavailable`.
    pub async fn test_webhook(&self, id: WebhookId) -> Result<Delivery> {
        let ctx = self.right.ctx;
        let body = message::test(self.right.principal.site, ctx.now);
        let delivery = DeliveryId::new(ctx.new_uuid());
        let now = ctx.now.to_string();
        deliveries::test(self.right.store, self.place(id), delivery, TEST_EVENT, &body, &now).await
    }

    /// The newest deliveries of a webhook, of those before `from`, if that is given.
    ///
    /// # Errors
    /// `NotFound`, `Outdated`, `Unavailable`.
    pub async fn deliveries(&self, id: WebhookId, from: Option<i64>, limit: u32) -> Result<DeliveryPage> {
        let before = from.unwrap_or(i64::MAX);
        let found =
            deliveries::list(self.right.store, self.place(id), before, limit.saturating_add(1)).await?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let is_more = found.len() > limit;
        let deliveries: Vec<Delivery> = found.into_iter().take(limit).collect();
        let next = deliveries.last().filter(|_| is_more).map(|last| last.key);
        Ok(DeliveryPage { deliveries, next })
    }

    /// A delivery, with its attempts.
    ///
    /// # Errors
    /// `NotFound`, `Outdated`, `Unavailable`.
    pub async fn delivery(&self, webhook: WebhookId, id: DeliveryId) -> Result<Requested> {
        let (delivery, message, attempts) =
            deliveries::get(self.right.store, self.place(webhook), id).await?;
        let body = message::body(&delivery.event, message).unwrap_or_default();
        Ok(Requested { delivery, body, attempts })
    }

    /// Sends a delivery once more, under the same id, whatever became of it.
    ///
    /// # Errors
    /// `NotFound`, `Outdated`, `Unavailable`.
    pub async fn replay(&self, webhook: WebhookId, id: DeliveryId) -> Result<Delivery> {
        let now = self.right.ctx.now.to_string();
        deliveries::replay(self.right.store, self.place(webhook), id, &now).await
    }

    fn place(&self, webhook: WebhookId) -> Place<'_> {
        Place { scope: &self.right.scope, webhook }
    }
}

/// A JSON array of names.
fn names(names: &[String]) -> String {
    serde_json::Value::from(names).to_string()
}

/// What is wrong with the members of a webhook; absent members are not looked at.
#[derive(Default)]
struct Checks(Vec<Violation>);

impl Checks {
    fn name(&mut self, name: Option<&str>) {
        if name.is_some_and(|name| !(1..=NAME_MAX).contains(&name.len())) {
            self.blame("name", "length", format!("must have 1 to {NAME_MAX} bytes"));
        }
    }

    fn url(&mut self, url: Option<&str>, insecure: &InsecureHosts) {
        if let Some(Err(why)) = url.map(|url| check_url(url, Scheme::Secure, insecure)) {
            self.blame("url", "url", why);
        }
    }

    fn secret(&mut self, secret: Option<&str>) {
        if secret.is_some_and(|secret| !(1..=SECRET_MAX).contains(&secret.len())) {
            self.blame("secret", "length", format!("must have 1 to {SECRET_MAX} bytes"));
        }
    }

    fn events(&mut self, events: Option<&[String]>) {
        let Some(events) = events else { return };
        if events.is_empty() || events.iter().any(|event| Announcement::parse(event).is_none()) {
            let known = Announcement::ALL.map(Announcement::as_str).join(", ");
            self.blame("events", "option", format!("must name one or more of {known}"));
        }
    }

    fn types(&mut self, types: Option<&[String]>) {
        let Some(types) = types else { return };
        if types.len() > TYPES_MAX || types.iter().any(|name| !(1..=NAME_MAX).contains(&name.len())) {
            self.blame("contentTypes", "length", format!("must be up to {TYPES_MAX} names of content types"));
        }
    }

    fn blame(&mut self, path: &str, code: &'static str, message: impl Into<String>) {
        self.0.push(Violation::new(path, code, message));
    }

    fn finish(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid(self.0)) }
    }
}
