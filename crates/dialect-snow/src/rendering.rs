//! What rendering needs of elsewhere, for one request.

use crate::input::Rendering;
use std::collections::BTreeMap;
use weft_domain::{Ctx, EntryId};
use weft_service::Place;

/// What was looked up before.
pub(crate) struct Rendered<'a> {
    /// Randomness.
    pub(crate) ctx: &'a Ctx,
    /// Where the entries are that are referred to.
    pub(crate) places: BTreeMap<EntryId, Place>,
}

impl Rendering for Rendered<'_> {
    fn rich_text(&mut self, document: &str) -> Option<String> {
        weft_domain::rich_text::html(document, &mut || self.ctx.random())
    }

    /// There is no media library yet: nothing is in it.
    fn media(&mut self, _: &str) -> Option<String> {
        None
    }

    fn collection(&mut self, entry: EntryId) -> Option<String> {
        self.places.get(&entry).map(|place| place.id.to_string())
    }

    fn remote(&mut self, _: &str) -> Option<String> {
        None
    }
}
