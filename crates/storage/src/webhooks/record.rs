//! Writes down what became of claimed deliveries, and gives the receiver back.
//!
//! One atomic batch, whatever their number. An attempt is written only if nobody else has written
//! it: a drain whose lease had ended meanwhile does not undo what another one did.

use crate::store::Store;
use sqlx_libsql::Statement;
use weft_domain::Result;

/// What became of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The delivery's key.
    pub delivery: i64,
    /// How often it had been attempted before.
    pub attempts: i64,
    /// When the attempt began.
    pub started_at: String,
    /// How long it took, in milliseconds.
    pub duration_ms: i64,
    /// The headers that were sent, without secrets, as a JSON object.
    pub headers: String,
    /// The status of the response, if there was one.
    pub status: Option<u16>,
    /// The beginning of the response's body.
    pub response: Option<String>,
    /// Why there was no response, or none that counts.
    pub error: Option<String>,
    /// What follows from it.
    pub outcome: Outcome,
}

/// What follows from an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The delivery is done.
    Delivered,
    /// The next attempt is due then.
    Retry(String),
    /// There is no further attempt.
    GivenUp,
}

/// What the attempts say of the receiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// Since when every attempt has failed; `None` after a success.
    pub failing_since: Option<String>,
    /// Why the receiver is to be disabled, if it is.
    pub disabled_reason: Option<String>,
}

pub(super) const ATTEMPTS: &str = "
INSERT INTO delivery_attempts (delivery, number, started_at, duration_ms, url, headers, status, response, error)
SELECT d.pk, d.attempts + 1, r.value ->> 'started_at', r.value ->> 'duration_ms', ?2, r.value ->> 'headers',
       r.value ->> 'status', r.value ->> 'response', r.value ->> 'error'
  FROM json_each(?1) AS r
  JOIN deliveries AS d ON d.pk = r.value ->> 'delivery' AND d.status = 'pending' AND d.attempts = r.value ->> 'attempts'";

pub(super) const DELIVERIES: &str = "
UPDATE deliveries
   SET status = r.state, due_at = r.due_at, attempts = deliveries.attempts + 1, tries = tries + 1
  FROM (SELECT value ->> 'delivery' AS pk, value ->> 'attempts' AS attempts, value ->> 'state' AS state, value ->> 'due_at' AS due_at
          FROM json_each(?1)) AS r
 WHERE deliveries.pk = r.pk AND deliveries.status = 'pending' AND deliveries.attempts = r.attempts";

/// Behind each delivery that is done, the next of its entry becomes due.
pub(super) const NEXT: &str = "
UPDATE deliveries SET due_at = ?2
 WHERE due_at IS NULL AND status = 'pending'
   AND pk IN (SELECT (SELECT n.pk FROM deliveries AS n
                       WHERE n.webhook = d.webhook AND n.entry = d.entry AND n.status = 'pending' ORDER BY n.pk LIMIT 1)
                FROM json_each(?1) AS r
                JOIN deliveries AS d ON d.pk = r.value ->> 'delivery' AND d.status <> 'pending')";

pub(super) const RECEIVER: &str = "
UPDATE webhooks
   SET failing_since = ?3, is_enabled = iif(?4 IS NULL, is_enabled, 0), disabled_reason = COALESCE(?4, disabled_reason),
       lease = NULL,
       ready_at = iif(?4 IS NULL AND is_enabled = 1, (SELECT min(due_at) FROM deliveries WHERE webhook = ?1 AND due_at IS NOT NULL), NULL)
 WHERE pk = ?1 AND lease = ?2";

/// Writes down the attempts and ends the lease.
///
/// # Errors
/// When the store does not answer; nothing is written then, and the lease ends by itself.
pub async fn record(
    store: &Store<'_>,
    receiver: i64,
    url: &str,
    lease: &str,
    attempts: &[Attempt],
    health: &Health,
    now: &str,
) -> Result<()> {
    let mut statements = Vec::with_capacity(4);
    if !attempts.is_empty() {
        let rows = serde_json::Value::from(attempts.iter().map(row).collect::<Vec<_>>()).to_string();
        statements.push(Statement::new(ATTEMPTS).bind(rows.as_str()).bind(url));
        statements.push(Statement::new(DELIVERIES).bind(rows.as_str()));
        statements.push(Statement::new(NEXT).bind(rows.as_str()).bind(now));
    }
    statements.push(
        Statement::new(RECEIVER)
            .bind(receiver)
            .bind(lease)
            .bind(health.failing_since.clone())
            .bind(health.disabled_reason.clone()),
    );
    store.batch(statements).await.map(drop)
}

fn row(attempt: &Attempt) -> serde_json::Value {
    let (state, due_at) = match &attempt.outcome {
        Outcome::Delivered => ("delivered", None),
        Outcome::Retry(due_at) => ("pending", Some(due_at)),
        Outcome::GivenUp => ("failed", None),
    };
    serde_json::json!({
        "delivery": attempt.delivery,
        "attempts": attempt.attempts,
        "started_at": attempt.started_at,
        "duration_ms": attempt.duration_ms,
        "headers": attempt.headers,
        "status": attempt.status,
        "response": attempt.response,
        "error": attempt.error,
        "state": state,
        "due_at": due_at,
    })
}
