//! Sets a member of many entries, such as their order.

use super::unreadable;
use crate::entries::update::EntryChange;
use crate::entries::writing::Saved;
use crate::entries::{ManyChange, Refused};
use crate::rights::Writer;
use weft_domain::entry::Guard;
use weft_domain::{Conflict, EntryId, Error, Kind, Result, json};
use weft_storage::entries::slots;

impl Writer<'_> {
    /// Sets a member of many entries of a content type atomically: each entry by its slug, with a
    /// value (JSON text) and the required revision. Two round trips.
    ///
    /// # Errors
    /// As for [`Writer::change_entries`]; `NotFound` with the position of the first slug without an
    /// entry.
    pub async fn set_member_at(
        &self,
        collection: &str,
        member: &str,
        items: &[(&str, String, Option<i64>)],
    ) -> Result<Vec<Saved>, Refused> {
        let right = &self.right;
        let slugs: Vec<&str> = items.iter().map(|(slug, ..)| *slug).collect();
        let found = slots::ids(right.store, &right.scope, collection, &slugs).await?;
        let stale = |found: &Option<(EntryId, i64)>, expected: Option<i64>| match found {
            None => Some(Error::NotFound(Kind::Entry)),
            Some((_, current)) if expected.is_some_and(|expected| expected != *current) => {
                Some(Error::Conflict(Conflict::Stale { current: *current }))
            }
            Some(_) => None,
        };
        for (at, (found, (.., expected))) in found.iter().zip(items).enumerate() {
            if let Some(error) = stale(found, *expected) {
                return Err(Refused { at: Some(at), error });
            }
        }
        let texts: Vec<String> =
            items.iter().map(|(_, value, _)| json::object([(member, value.as_str())])).collect();
        let mut changes = Vec::with_capacity(items.len());
        for (text, (found, (.., expected))) in texts.iter().zip(found.iter().zip(items)) {
            let data = Some(json::members(text).map_err(unreadable)?);
            let change = EntryChange { data, within: Some(collection), ..EntryChange::default() };
            let id = found.map(|(id, _)| id).ok_or(Error::NotFound(Kind::Entry))?;
            let guard = expected.map_or(Guard::Any, Guard::Revision);
            changes.push(ManyChange { id, guard, change: Some(change) });
        }
        self.change_entries(&[], &changes).await
    }
}
