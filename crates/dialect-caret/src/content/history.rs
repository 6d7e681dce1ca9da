//! What was done to an entry, and back.

use crate::error::{Refusal, message, refused};
use crate::session::parameter;
use crate::{body, grammar, reply};
use http::StatusCode;
use weft_domain::entry::Visibility;
use weft_domain::{Error, Kind, json};
use weft_http::{Call, Reply};
use weft_service::{App, At, Expected, Wish};

/// How many changes are shown.
const SHOWN_MAX: u32 = 50;
/// The name of a change that brings an earlier state back.
const RESTORE: &str = "restore";

pub(super) async fn list(app: &App<'_>, call: Call<'_>) -> Result<Reply, Refusal> {
    let reader = app.reader(call.ctx, Visibility::All)?;
    let invalid = || refused("Invalid collection or id");
    let collection = parameter(call.request, "collection").and_then(|name| grammar::collection(&name));
    let id = parameter(call.request, "id").and_then(|id| grammar::id(&id));
    let (collection, id) = collection.zip(id).ok_or_else(invalid)?;
    let at = At { collection: &collection, slug: &id };
    // Saving a field of an entry that is not there is a change of an empty one; putting it is not.
    match reader.history_at(at, "save_field", SHOWN_MAX).await {
        Ok(items) => Ok(reply::json(format!("{{\"history\":[{items}]}}"))),
        Err(Error::NotFound(Kind::Collection)) => Err(invalid()),
        Err(error) => Err(error.into()),
    }
}

/// A state to bring back.
struct Restore {
    collection: String,
    id: String,
    ts: i64,
}

fn read(text: &str) -> Result<Restore, Refusal> {
    let object = json::members(text).map_err(|_| refused("Invalid payload"))?;
    let find = |name: &str| object.iter().find(|(known, _)| known == name).map(|(_, raw)| raw.get());
    let word = |name: &str| find(name).and_then(|raw| serde_json::from_str::<String>(raw).ok());
    let restore = || {
        let ts = find("ts")?.parse::<f64>().ok().filter(|ts| ts.fract() == 0.0 && ts.abs() < 9e15)?;
        #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and in range")]
        let ts = ts as i64;
        Some(Restore {
            collection: grammar::collection(&word("collection")?)?,
            id: grammar::id(&word("id")?)?,
            ts,
        })
    };
    restore().ok_or_else(|| refused("Invalid restore payload"))
}

pub(super) async fn restore(app: &App<'_>, call: Call<'_>) -> Result<Reply, Refusal> {
    let writer = app.writer(call.ctx)?.noted(RESTORE);
    let Restore { collection, id, ts } = read(body::json(call.request)?)?;
    let at = At { collection: &collection, slug: &id };
    let expected = Expected { snapshot: Some(ts), ..Expected::default() };
    let mut restored = String::new();
    let saved = writer.write_at::<Refusal>(at, expected, |standing| {
        let snapshot =
            standing.snapshot.ok_or_else(|| message(StatusCode::NOT_FOUND, "Snapshot not found"))?;
        snapshot.clone_into(&mut restored);
        Ok(Wish::Snapshot)
    });
    let revision = saved.await?.revision.to_string();
    Ok(reply::done(&[("revision", &revision), ("data", &restored)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_restore_names_an_entry_and_a_time() {
        let read = |text: &str| match read(text) {
            Ok(Restore { collection, id, ts }) => format!("{collection} {id} {ts}"),
            Err(Refusal::Own(crate::error::CaretError::Message(own))) => own.message,
            Err(other) => panic!("{other:?}"),
        };
        assert_eq!(
            read(r#"{"collection":"Pages","id":"HOME","ts":1714225200000}"#),
            "pages home 1714225200000"
        );
        assert_eq!(read("[]"), "Invalid payload");
        for bad in [
            "{}",
            r#"{"collection":"1","id":"a","ts":1}"#,
            r#"{"collection":"a","id":"a","ts":"1"}"#,
            r#"{"collection":"a","id":"a","ts":1.5}"#,
            r#"{"collection":"a","id":7,"ts":1}"#,
        ] {
            assert_eq!(read(bad), "Invalid restore payload", "{bad}");
        }
    }
}
