//! Claims: a drain takes receivers for the length of a lease, with what is due for them.
//!
//! The one place that reads receivers' secrets.

use crate::store::{Cells, Store};
use sqlx_libsql::Statement;
use weft_domain::Result;
use weft_domain::webhook::ReceiverKind;

/// The most receivers of one claim.
pub const RECEIVERS_MAX: i64 = 4;
/// The most deliveries per receiver and claim; they are sent at the same time.
pub const DELIVERIES_MAX: i64 = 8;

/// A receiver that was claimed, with what is to be sent to it.
pub struct Claimed {
    /// Its key.
    pub receiver: i64,
    /// What it gets.
    pub kind: ReceiverKind,
    /// Its address.
    pub url: String,
    /// The secrets to sign with, the present one first.
    pub secrets: Vec<String>,
    /// Since when every attempt has failed.
    pub failing_since: Option<String>,
    /// What is due, of different entries each. Empty when the lease alone is left to give back.
    pub deliveries: Vec<Due>,
}

/// A delivery that is due.
pub struct Due {
    /// Its key.
    pub delivery: i64,
    /// Its id, which is the message's.
    pub id: String,
    /// The event's name for receivers.
    pub name: String,
    /// How often it was attempted.
    pub attempts: i64,
    /// How often in the present round of the schedule.
    pub tries: i64,
    /// What is to be told.
    pub message: Message,
}

/// What a receiver is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// A body as it is sent.
    Body(String),
    /// An event.
    Event(Told),
    /// The event is not kept, which is a defect; nothing can be told.
    Lost,
}

/// An event, as it was when it happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// When.
    pub at: String,
    /// The site's id.
    pub site: String,
    /// The content type's name.
    pub collection: String,
    /// The entry's id.
    pub entry: String,
    /// Its slug.
    pub slug: String,
    /// Its status; `draft` where a draft beside published data was written.
    pub status: String,
    /// Its data.
    pub data: String,
}

pub(super) const LEASE: &str = "
UPDATE webhooks SET lease = ?1, ready_at = ?2
 WHERE pk IN (SELECT pk FROM webhooks WHERE ready_at <= ?3 ORDER BY ready_at LIMIT ?4)";

/// The columns of a [`Message`], of the delivery `d`, its event `v` and its site `t`.
macro_rules! message {
    () => {
        concat!(
            "d.body, v.at, t.id, v.type, v.entry, v.slug, iif(v.kind = 'draft', 'draft', v.status), ",
            $crate::events::data!("v")
        )
    };
}
pub(super) use message;

pub(super) const DUE: &str = concat!(
    "SELECT w.pk, w.kind, w.url, w.failing_since,
            COALESCE(s.secret, (SELECT h.secret FROM deploy_hooks AS h WHERE w.kind IN ('deploy', 'github') AND h.site = w.site AND h.id = w.name)),
            iif(s.previous_until > ?1, s.previous, NULL),
            d.pk, d.id, d.name, d.attempts, d.tries, ",
    message!(),
    " FROM webhooks AS w
      LEFT JOIN sites AS t ON t.pk = w.site
      LEFT JOIN webhook_secrets AS s ON s.webhook = w.pk
      LEFT JOIN deliveries AS d ON d.pk IN (SELECT x.pk FROM deliveries AS x
                                             WHERE x.webhook = w.pk AND w.is_enabled = 1 AND x.due_at <= ?1 ORDER BY x.due_at, x.pk LIMIT ?3)
      LEFT JOIN events AS v ON v.seq = d.event
     WHERE w.lease = ?2
     ORDER BY w.pk, d.due_at, d.pk"
);

/// Leases the receivers that have waited longest, until `until`, under a name that no other lease
/// has, and reads what is due for them.
///
/// # Errors
/// When the store does not answer.
pub async fn claim(store: &Store<'_>, lease: &str, now: &str, until: &str) -> Result<Vec<Claimed>> {
    let outcomes = store
        .batch(vec![
            Statement::new(LEASE).bind(lease).bind(until).bind(now).bind(RECEIVERS_MAX),
            Statement::new(DUE).bind(now).bind(lease).bind(DELIVERIES_MAX),
        ])
        .await?;
    let mut claimed: Vec<Claimed> = Vec::new();
    let rows = outcomes.into_iter().next_back().map(|last| last.rows).unwrap_or_default();
    for row in rows {
        let mut row = Cells::from(row);
        let (receiver, kind) = (row.integer()?, row.parsed(ReceiverKind::parse)?);
        let (url, failing_since) = (row.text()?, row.optional_text()?);
        let secrets = [row.optional_text()?, row.optional_text()?];
        let due = due(&mut row)?;
        match claimed.last_mut().filter(|last| last.receiver == receiver) {
            Some(last) => last.deliveries.extend(due),
            None => claimed.push(Claimed {
                receiver,
                kind,
                url,
                secrets: secrets.into_iter().flatten().collect(),
                failing_since,
                deliveries: due.into_iter().collect(),
            }),
        }
    }
    Ok(claimed)
}

fn due(row: &mut Cells) -> Result<Option<Due>> {
    let Some(delivery) = row.optional_integer()? else { return Ok(None) };
    Ok(Some(Due {
        delivery,
        id: row.text()?,
        name: row.text()?,
        attempts: row.integer()?,
        tries: row.integer()?,
        message: message_of(row)?,
    }))
}

/// Reads what `message!` selects.
pub(super) fn message_of(row: &mut Cells) -> Result<Message> {
    if let Some(body) = row.optional_text()? {
        return Ok(Message::Body(body));
    }
    // A defect in one delivery must not stop the others.
    let Some(at) = row.optional_text()? else { return Ok(Message::Lost) };
    let (site, collection, entry) = (row.text()?, row.text()?, row.text()?);
    let (slug, status) = (row.text()?, row.text()?);
    let Some(data) = row.optional_text()? else { return Ok(Message::Lost) };
    Ok(Message::Event(Told { at, site, collection, entry, slug, status, data }))
}
