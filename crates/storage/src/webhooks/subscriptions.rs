//! R3's webhooks: receivers as their site's administrators see and change them. A secret is written
//! here and never read.

use crate::store::{Cells, Scope, Store, first};
use sqlx_libsql::Statement;
use weft_domain::{Error, Kind, Result, WebhookId};

/// The most webhooks of a site.
pub const WEBHOOKS_MAX: i64 = 100;

/// A webhook, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Its id.
    pub id: WebhookId,
    /// What people call it.
    pub name: String,
    /// Where it is.
    pub url: String,
    /// The events it is told of, a JSON array of names.
    pub events: String,
    /// The content types whose events it is told of, a JSON array of names; empty for all.
    pub types: String,
    /// Whether it is told of anything.
    pub is_enabled: bool,
    /// Why it was disabled, if nobody asked for that.
    pub disabled_reason: Option<String>,
    /// Whether it has a secret.
    pub has_secret: bool,
    /// When it was created.
    pub created_at: String,
    /// When it was changed last.
    pub updated_at: String,
}

/// A webhook to be created.
pub struct NewWebhook<'a> {
    /// Its id.
    pub id: WebhookId,
    /// What people call it.
    pub name: &'a str,
    /// Where it is.
    pub url: &'a str,
    /// What it is signed with.
    pub secret: &'a str,
    /// The names of events, a JSON array.
    pub events: &'a str,
    /// The names of content types, a JSON array.
    pub types: &'a str,
    /// Whether it is told of anything yet.
    pub is_enabled: bool,
    /// When it is created.
    pub now: &'a str,
}

/// What is changed of a webhook; `None` keeps what it has.
#[derive(Default)]
pub struct WebhookChange<'a> {
    /// What people call it.
    pub name: Option<&'a str>,
    /// Where it is.
    pub url: Option<&'a str>,
    /// What it is signed with, and until when the secret before signs too.
    pub secret: Option<(&'a str, &'a str)>,
    /// The names of events, a JSON array.
    pub events: Option<&'a str>,
    /// The names of content types, a JSON array.
    pub types: Option<&'a str>,
    /// Whether it is told of anything.
    pub is_enabled: Option<bool>,
}

macro_rules! columns {
    () => {
        "id, name, url, events, types, is_enabled, disabled_reason,
         EXISTS (SELECT 1 FROM webhook_secrets WHERE webhook = pk) AS has_secret, created_at, updated_at"
    };
}

fn webhook(row: &mut Cells) -> Result<Webhook> {
    Ok(Webhook {
        id: row.parsed(|text| text.parse().ok())?,
        name: row.text()?,
        url: row.text()?,
        events: row.text()?,
        types: row.text()?,
        is_enabled: row.integer()? != 0,
        disabled_reason: row.optional_text()?,
        has_secret: row.integer()? != 0,
        created_at: row.text()?,
        updated_at: row.text()?,
    })
}

pub(super) const LIST: &str = concat!(
    "SELECT t.auth_epoch, (SELECT count(*) FROM webhooks AS n WHERE n.site = t.pk AND n.kind = 'webhook'), p.*
       FROM sites AS t
       LEFT JOIN (SELECT ",
    columns!(),
    ", site, pk FROM webhooks
                   WHERE site = ?1 AND kind = 'webhook' ORDER BY pk DESC LIMIT ?2 OFFSET ?3) AS p ON p.site = t.pk
      WHERE t.pk = ?1
      ORDER BY p.pk DESC"
);

/// A page of a site's webhooks, newest first, and how many there are.
///
/// # Errors
/// `Outdated` when the principal is.
pub async fn list(store: &Store<'_>, scope: &Scope, limit: u32, offset: u64) -> Result<(Vec<Webhook>, u64)> {
    let offset = i64::try_from(offset).unwrap_or(i64::MAX);
    let statement = Statement::new(LIST).bind(scope.site).bind(i64::from(limit)).bind(offset);
    let (mut webhooks, mut total) = (Vec::new(), 0);
    for row in store.quick(statement).await? {
        let mut row = Cells::from(row);
        if row.integer()? != scope.epoch {
            return Err(Error::Outdated);
        }
        total = u64::try_from(row.integer()?).unwrap_or_default();
        if total > offset.unsigned_abs() {
            webhooks.push(webhook(&mut row)?);
        }
    }
    Ok((webhooks, total))
}

pub(super) const FIND: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM webhooks
      WHERE id = ?1 AND kind = 'webhook' AND site = (SELECT pk FROM sites WHERE pk = ?2 AND auth_epoch = ?3)"
);

/// A webhook by its id.
///
/// # Errors
/// `NotFound`, `Outdated`.
pub async fn get(store: &Store<'_>, scope: &Scope, id: WebhookId) -> Result<Webhook> {
    let find = Statement::new(FIND).bind(id.to_string()).bind(scope.site).bind(scope.epoch);
    match first(store.quick(find).await?) {
        Some(mut row) => webhook(&mut row),
        None => Err(store.missing(scope, Kind::Webhook).await?),
    }
}

/// It is not told of what happened before it.
pub(super) const CREATE: &str = concat!(
    "INSERT INTO webhooks (id, site, kind, name, url, events, types, is_enabled, since, created_at, updated_at)
     SELECT ?1, t.pk, 'webhook', ?4, ?5, ?6, ?7, ?8, COALESCE((SELECT max(seq) FROM audit), 0), ?9, ?9
       FROM sites AS t
      WHERE t.pk = ?2 AND t.auth_epoch = ?3
        AND (SELECT count(*) FROM webhooks AS n WHERE n.site = t.pk AND n.kind = 'webhook') < ?10
     RETURNING ",
    columns!()
);

pub(super) const SECRET: &str = "
INSERT INTO webhook_secrets (webhook, secret)
SELECT pk, ?2 FROM webhooks WHERE id = ?1";

/// Creates a webhook.
///
/// # Errors
/// `Invalid` when the site has as many as it may have; `Outdated`.
pub async fn create(store: &Store<'_>, scope: &Scope, new: &NewWebhook<'_>) -> Result<Webhook> {
    let insert = Statement::new(CREATE)
        .bind(new.id.to_string())
        .bind(scope.site)
        .bind(scope.epoch)
        .bind(new.name)
        .bind(new.url)
        .bind(new.events)
        .bind(new.types)
        .bind(i64::from(new.is_enabled))
        .bind(new.now)
        .bind(WEBHOOKS_MAX);
    let secret = Statement::new(SECRET).bind(new.id.to_string()).bind(new.secret);
    let outcomes = store.batch(vec![insert, secret]).await?;
    match outcomes.into_iter().next().and_then(|outcome| first(outcome.rows)) {
        // Its secret was written by the statement behind.
        Some(mut row) => webhook(&mut row).map(|webhook| Webhook { has_secret: true, ..webhook }),
        None => Err(match store.missing(scope, Kind::Webhook).await? {
            Error::Outdated => Error::Outdated,
            _ => Error::invalid("", "max", format!("a site has at most {WEBHOOKS_MAX} webhooks")),
        }),
    }
}

/// Who is enabled again starts with a clean record, and with what still waits for it.
pub(super) const UPDATE: &str = concat!(
    "UPDATE webhooks
        SET name = COALESCE(?4, name), url = COALESCE(?5, url), events = COALESCE(?6, events), types = COALESCE(?7, types),
            is_enabled = COALESCE(?8, is_enabled), disabled_reason = iif(?8 IS NULL, disabled_reason, NULL),
            failing_since = iif(?8 IS NULL, failing_since, NULL),
            ready_at = CASE WHEN lease IS NOT NULL OR ?8 IS NULL THEN ready_at
                            WHEN ?8 = 1 THEN (SELECT min(due_at) FROM deliveries WHERE webhook = webhooks.pk AND due_at IS NOT NULL) END,
            updated_at = ?9
      WHERE id = ?1 AND kind = 'webhook' AND site = (SELECT pk FROM sites WHERE pk = ?2 AND auth_epoch = ?3)
     RETURNING ",
    columns!()
);

pub(super) const ROTATE: &str = "
UPDATE webhook_secrets SET previous = secret, previous_until = ?5, secret = ?4
 WHERE webhook = (SELECT w.pk FROM webhooks AS w JOIN sites AS t ON t.pk = w.site
                   WHERE w.id = ?1 AND w.kind = 'webhook' AND t.pk = ?2 AND t.auth_epoch = ?3)";

/// The first of each entry's deliveries is due when the webhook is enabled again, also if the one
/// that was first has been removed meanwhile.
pub(super) const RESUME: &str = "
UPDATE deliveries SET due_at = ?4
 WHERE status = 'pending' AND due_at IS NULL
   AND webhook = (SELECT w.pk FROM webhooks AS w JOIN sites AS t ON t.pk = w.site
                   WHERE w.id = ?1 AND w.kind = 'webhook' AND w.is_enabled = 0 AND t.pk = ?2 AND t.auth_epoch = ?3)
   AND NOT EXISTS (SELECT 1 FROM deliveries AS p
                    WHERE p.webhook = deliveries.webhook AND p.entry = deliveries.entry AND p.status = 'pending' AND p.pk < deliveries.pk)";

/// Changes a webhook.
///
/// # Errors
/// `NotFound`, `Outdated`.
pub async fn update(
    store: &Store<'_>,
    scope: &Scope,
    id: WebhookId,
    change: &WebhookChange<'_>,
    now: &str,
) -> Result<Webhook> {
    let at = |sql| Statement::new(sql).bind(id.to_string()).bind(scope.site).bind(scope.epoch);
    let text = |text: Option<&str>| text.map(str::to_owned);
    // The update comes last: it may raise the epoch.
    let mut statements = Vec::with_capacity(3);
    statements.extend(change.secret.map(|(secret, until)| at(ROTATE).bind(secret).bind(until)));
    statements.extend((change.is_enabled == Some(true)).then(|| at(RESUME).bind(now)));
    statements.push(
        at(UPDATE)
            .bind(text(change.name))
            .bind(text(change.url))
            .bind(text(change.events))
            .bind(text(change.types))
            .bind(change.is_enabled.map(i64::from))
            .bind(now),
    );
    let outcomes = store.batch(statements).await?;
    match outcomes.into_iter().next_back().and_then(|outcome| first(outcome.rows)) {
        Some(mut row) => webhook(&mut row),
        None => Err(store.missing(scope, Kind::Webhook).await?),
    }
}

pub(super) const DELETE: &str = "
DELETE FROM webhooks
 WHERE id = ?1 AND kind = 'webhook' AND site = (SELECT pk FROM sites WHERE pk = ?2 AND auth_epoch = ?3)";

/// Deletes a webhook with its secret and its deliveries.
///
/// # Errors
/// `NotFound`, `Outdated`.
pub async fn delete(store: &Store<'_>, scope: &Scope, id: WebhookId) -> Result<()> {
    let delete = Statement::new(DELETE).bind(id.to_string()).bind(scope.site).bind(scope.epoch);
    // A batch: its one change is that of the webhook, whatever goes with it.
    let outcomes = store.batch(vec![delete]).await?;
    if outcomes.first().is_some_and(|outcome| outcome.changes > 0) {
        Ok(())
    } else {
        Err(store.missing(scope, Kind::Webhook).await?)
    }
}
