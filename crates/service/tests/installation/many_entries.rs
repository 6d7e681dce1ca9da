//! Changes to many entries: all succeed or none.

use crate::World;
use futures_executor::block_on;
use weft_domain::entry::{Guard, Status, Visibility};
use weft_domain::json::members;
use weft_domain::query::{Page, Projection, Query};
use weft_domain::shape::{Shape, Source};
use weft_domain::{CollectionChange, Conflict, Ctx, EntryId, Error, Kind};
use weft_service::{EntryChange, ManyChange, NewEntry, Refused, Saved};

const MANY: usize = 10_000;
const SHAPE: Shape = &[("data", Source::Data)];

/// A site with a content type, and entries `{"n":<at>}` of it.
struct Site {
    world: World,
    ctx: Ctx,
    ids: Vec<EntryId>,
}

impl Site {
    fn with(count: usize) -> Self {
        let (world, root) = World::new();
        let site = world.site(&root, "A");
        let ctx = world.ctx_in(&root, site);
        let fields = r#"[{"name":"n","type":"number"},{"name":"sku","type":"text","unique":true}]"#;
        let change = CollectionChange {
            schema: Some(serde_json::from_str(fields).unwrap()),
            ..CollectionChange::default()
        };
        block_on(world.app().developer(&ctx).unwrap().create_collection("post", change)).unwrap();
        let mut site = Self { world, ctx, ids: Vec::new() };
        site.ids = (0..count).map(|at| site.create(&format!(r#"{{"n":{at}}}"#))).collect();
        site
    }

    fn create(&self, data: &str) -> EntryId {
        let app = self.world.app();
        let (slug, status, created_at) = (None, Some(Status::Published), None);
        let data = members(data).unwrap();
        let new =
            NewEntry { collection: "post", slug, status, data, created_at, published_at: None, place: None };
        block_on(app.writer(&self.ctx).unwrap().create(SHAPE, new)).unwrap().id
    }

    fn change(&self, changes: &[ManyChange<'_>]) -> Result<Vec<Saved>, Refused> {
        block_on(self.world.app().writer(&self.ctx).unwrap().change_entries(SHAPE, changes))
    }

    fn publish(&self, guard: Guard) -> Result<Vec<Saved>, Refused> {
        let entries: Vec<_> = self.ids.iter().map(|id| (*id, guard)).collect();
        block_on(self.world.app().publisher(&self.ctx).unwrap().publish_entries(SHAPE, &entries))
    }

    /// The data of all visible entries, oldest first.
    fn data(&self, visibility: Visibility) -> Vec<String> {
        let app = self.world.app();
        let query = Query {
            collection: Some("post".to_owned()),
            statuses: Vec::new(),
            visibility,
            filter: None,
            sort: Vec::new(),
            page: Page::Number(1),
            limit: 20_000,
            count: false,
            projection: Projection::default(),
        };
        let found = block_on(app.reader(&self.ctx, visibility).unwrap().list(SHAPE, &query, None)).unwrap();
        let array = format!("[{}]", found.documents.unwrap());
        let documents: Vec<serde_json::Value> = serde_json::from_str(&array).unwrap();
        documents.iter().rev().map(|document| document["data"].to_string()).collect()
    }
}

/// An edit of an entry, guarded by this revision.
fn edit(id: EntryId, revision: i64, data: &str) -> ManyChange<'_> {
    let change = EntryChange { data: Some(members(data).unwrap()), ..EntryChange::default() };
    ManyChange { id, guard: Guard::Revision(revision), change: Some(change) }
}

fn refused<T: std::fmt::Debug>(result: Result<T, Refused>) -> (Option<usize>, String) {
    let Refused { at, error } = result.unwrap_err();
    let told = match error {
        Error::Conflict(Conflict::Stale { current }) => format!("at revision {current}"),
        Error::NotFound(Kind::Entry) => "not found".to_owned(),
        other => crate::told(&other),
    };
    (at, told)
}

#[test]
fn ten_thousand_entries_change_together() {
    let site = Site::with(MANY);
    let changes = |revision| -> Vec<ManyChange<'_>> {
        site.ids.iter().map(|id| edit(*id, revision, r#"{"m":1}"#)).collect()
    };
    let mut stale = changes(1);
    stale[4_321].guard = Guard::Revision(7);
    stale[9_000].guard = Guard::Revision(8);
    assert_eq!(refused(site.change(&stale)), (Some(4_321), "at revision 1".to_owned()));
    assert_eq!(site.data(Visibility::Published)[0], r#"{"n":0}"#);
    let saved = site.change(&changes(1)).unwrap();
    assert_eq!((saved.len(), saved[MANY - 1].revision), (MANY, 2));
    assert_eq!(saved[17].document, r#"{"data":{"n":17,"m":1}}"#);
    assert_eq!(site.publish(Guard::Revision(2)).unwrap()[MANY - 1].revision, 3);
    assert_eq!(refused(site.publish(Guard::Revision(2))), (Some(0), "at revision 3".to_owned()));
    let again: Vec<_> = changes(3).into_iter().chain([edit(site.ids[0], 3, "{}")]).collect();
    assert_eq!(refused(site.change(&again)), (None, "TooLarge { limit: 10000, of: \"changes\" }".to_owned()));
}

#[test]
fn edits_and_deletions_are_atomic_and_the_first_invalid_change_is_named() {
    let site = Site::with(4);
    let [a, b, c, d] = site.ids[..] else { panic!("four") };
    let before = site.data(Visibility::Published);
    let delete = |id| ManyChange { id, guard: Guard::Revision(1), change: None };
    let gone = "018f3f70-1c2d-7abc-8def-000000000001".parse().unwrap();
    let slug = |id, slug| ManyChange {
        id,
        guard: Guard::Any,
        change: Some(EntryChange { slug: Some(slug), ..EntryChange::default() }),
    };
    for (changes, expected) in [
        (vec![delete(a), edit(b, 1, r#"{"n":"x"}"#)], (Some(1), "data.n type")),
        (vec![delete(a), edit(b, 2, r#"{"n":5}"#)], (Some(1), "at revision 1")),
        (vec![delete(a), delete(gone), edit(b, 2, "{}")], (Some(1), "not found")),
        (vec![delete(a), edit(b, 1, "{}"), slug(a, "x")], (Some(2), "id unique")),
        (vec![delete(a), slug(b, "not a slug")], (Some(1), "slug format")),
        (vec![delete(a), slug(b, "same"), slug(c, "same")], (None, "slug taken")),
        (vec![edit(a, 1, r#"{"sku":"s"}"#), edit(b, 1, r#"{"sku":"s"}"#)], (None, "data taken")),
    ] {
        let (at, told) = refused(site.change(&changes));
        assert_eq!((at, told.as_str()), expected);
        assert_eq!(site.data(Visibility::Published), before, "no entry has changed");
    }
    let draft =
        EntryChange { data: Some(members(r#"{"n":9}"#).unwrap()), to_draft: true, ..EntryChange::default() };
    let draft = ManyChange { id: d, guard: Guard::Live(1), change: Some(draft) };
    let saved = site.change(&[delete(a), edit(b, 1, r#"{"n":5}"#), slug(c, "c"), draft]).unwrap();
    assert_eq!(saved.iter().map(|saved| saved.revision).collect::<Vec<_>>(), [2, 2, 2, 2]);
    assert_eq!(site.data(Visibility::Published), [r#"{"n":5}"#, r#"{"n":2}"#, r#"{"n":3}"#]);
    assert_eq!(site.data(Visibility::All), [r#"{"n":5}"#, r#"{"n":2}"#, r#"{"n":9}"#]);
    assert!(site.change(&[]).unwrap().is_empty());
}
