//! A change costs the same on a site with one content type and on one with 500.

use crate::{World, told};
use futures_executor::block_on;
use weft_domain::entry::Guard;
use weft_domain::json::members;
use weft_domain::shape::{Shape, Source};
use weft_domain::{CollectionChange, Ctx, EntryId, Result};
use weft_service::{EntryChange, ManyChange, NewEntry, Saved, Schemas};
use weft_storage::Db;

const SHAPE: Shape = &[("data", Source::Data)];

/// A site with `count` content types, each with a number `n`.
struct Site {
    world: World,
    ctx: Ctx,
    count: usize,
}

impl Site {
    fn with(count: usize) -> Self {
        let (world, root) = World::new();
        let site = world.site(&root, "A");
        let ctx = world.ctx_in(&root, site);
        let fields = r#"[{"name":"n","type":"number"}]"#;
        for number in 0..count {
            let schema = Some(serde_json::from_str(fields).unwrap());
            let change = CollectionChange { schema, ..CollectionChange::default() };
            let app = world.app();
            let developer = app.developer(&ctx).unwrap();
            block_on(developer.create_collection(&format!("type-{number:03}"), change)).unwrap();
        }
        Self { world, ctx, count }
    }

    fn create(&self) -> EntryId {
        let new = NewEntry {
            collection: &format!("type-{:03}", self.count - 1),
            slug: None,
            status: None,
            data: members(r#"{"n":1}"#).unwrap(),
            created_at: None,
            published_at: None,
            place: None,
        };
        block_on(self.world.app().writer(&self.ctx).unwrap().create(SHAPE, new)).unwrap().id
    }

    fn update(&self, id: EntryId, data: &str) -> Result<Saved> {
        let change = EntryChange { data: Some(members(data).unwrap()), ..EntryChange::default() };
        block_on(self.world.app().writer(&self.ctx).unwrap().update(SHAPE, id, change, Guard::Any))
    }

    fn update_all(&self, ids: &[EntryId]) {
        let change = |id: &EntryId| {
            let data = Some(members(r#"{"n":3}"#).unwrap());
            let change = Some(EntryChange { data, ..EntryChange::default() });
            ManyChange { id: *id, guard: Guard::Any, change }
        };
        let changes: Vec<ManyChange<'_>> = ids.iter().map(change).collect();
        let app = self.world.app();
        let saved = block_on(app.writer(&self.ctx).unwrap().change_entries(SHAPE, &changes)).unwrap();
        assert!(saved.iter().all(|saved| saved.document == r#"{"data":{"n":3}}"#));
    }

    /// The number of round trips of an action, with the content types cached.
    fn round_trips(&self, what: impl FnOnce()) -> u64 {
        let before = Db::round_trips(&self.world.db);
        what();
        Db::round_trips(&self.world.db) - before
    }
}

#[test]
fn with_few_content_types_a_change_is_one_round_trip() {
    for count in [1, 16] {
        let site = Site::with(count);
        let id = site.create();
        assert_eq!(site.round_trips(|| drop(site.update(id, r#"{"n":2}"#).unwrap())), 1, "{count}");
    }
}

#[test]
fn with_500_content_types_the_content_type_of_an_entry_is_looked_up_once() {
    let mut site = Site::with(500);
    let ids: Vec<EntryId> = (0..20).map(|_| site.create()).collect();
    let id = ids[0];
    assert_eq!(
        site.round_trips(|| drop(site.update(id, r#"{"n":2}"#).unwrap())),
        2,
        "one round trip for the lookup, one for the change"
    );
    assert_eq!(
        site.round_trips(|| drop(site.update(id, r#"{"n":2}"#).unwrap())),
        1,
        "the content type is cached"
    );
    assert_eq!(told(&site.update(id, r#"{"n":"x"}"#).unwrap_err()), "data.n type");
    assert_eq!(site.round_trips(|| site.update_all(&ids)), 2, "19 content types are looked up together");
    assert_eq!(site.round_trips(|| site.update_all(&ids)), 1, "all content types are cached");
    // Another instance has an empty cache.
    site.world.schemas = Schemas::new();
    site.update(id, r#"{"n":2}"#).unwrap();
    let nobody = "018f3f70-1c2d-7abc-8def-000000000001".parse().unwrap();
    assert_eq!(told(&site.update(nobody, r#"{"n":2}"#).unwrap_err()), "no document");
}
