//! Who may write which page, by every way to write an entry; and what a page shows to whom.

use crate::{Who, World, outcome};
use futures_executor::block_on;
use weft_domain::entry::{Guard, Status, Visibility};
use weft_domain::json::members;
use weft_domain::shape::{Shape, Source};
use weft_domain::{
    AllowedPaths, CollectionChange, CollectionId, Ctx, EntryId, Place, Role, SiteId, VersionId,
};
use weft_service::{App, EntryChange, ManyChange, NewEntry};
use weft_storage::Store;

const SHAPE: Shape = &[("page", Source::Page), ("data", Source::Data)];

/// A site with a content type, and people whose writes are limited to some pages or not.
struct Site {
    world: World,
    root: Who,
    id: SiteId,
    collection: CollectionId,
}

impl Site {
    fn new() -> Self {
        let (world, root) = World::new();
        let id = world.site(&root, "A");
        let ctx = world.ctx_in(&root, id);
        let fields = r#"[{"name":"n","type":"number"},{"name":"sku","type":"text","unique":true}]"#;
        let schema = Some(serde_json::from_str(fields).unwrap());
        let change = CollectionChange { schema, ..CollectionChange::default() };
        let made = block_on(world.app().developer(&ctx).unwrap().create_collection("inline", change));
        Self { collection: made.unwrap().id, world, root, id }
    }

    /// A new account of that role.
    fn person(&self, role: Role) -> Who {
        self.world.user(&self.root, &format!("{}@a.example", role.as_str()), role, &[self.id]).1
    }

    /// The circumstances of an account whose membership has these paths.
    fn ctx(&self, who: &Who, paths: &str) -> Ctx {
        let mut ctx = self.world.ctx_in(who, self.id);
        let principal = ctx.principal.as_mut().unwrap();
        principal.allowed_paths = AllowedPaths::parse(paths).unwrap();
        ctx
    }

    /// A new entry by the administrator.
    fn entry(&self, page: Option<&str>, status: Status, data: &str) -> EntryId {
        let ctx = self.world.ctx_in(&self.root, self.id);
        create(&self.world.app(), &ctx, page, status, data).unwrap()
    }

    fn list(&self, visibility: Visibility, page: &str) -> Vec<serde_json::Value> {
        let (app, ctx) = (self.world.app(), self.world.ctx_in(&self.root, self.id));
        let found = block_on(app.reader(&ctx, visibility).unwrap().list_page(SHAPE, page)).unwrap();
        serde_json::from_str(&format!("[{}]", found.documents)).unwrap()
    }
}

fn create(
    app: &App<'_>,
    ctx: &Ctx,
    page: Option<&str>,
    status: Status,
    data: &str,
) -> weft_domain::Result<EntryId> {
    let place = page.map(|page| Place::new(page, ctx.new_uuid().to_string()).unwrap());
    let new = NewEntry {
        collection: "inline",
        slug: None,
        status: Some(status),
        data: members(data).unwrap(),
        created_at: None,
        published_at: None,
        place: place.as_ref(),
    };
    block_on(app.writer(ctx)?.create(SHAPE, new)).map(|saved| saved.id)
}

fn edit(data: &str) -> EntryChange<'_> {
    EntryChange { data: Some(members(data).unwrap()), ..EntryChange::default() }
}

/// What comes of every write of an entry on that page, which is made anew for each.
fn writes(site: &Site, ctx: &Ctx, page: Option<&str>) -> Vec<(&'static str, String)> {
    let app = site.world.app();
    let entry = || site.entry(page, Status::Draft, "{}");
    let any = Guard::Any;
    let version: VersionId = "018f3f70-1c2d-7abc-8def-000000000009".parse().unwrap();
    let (writer, publisher, deleter) =
        (app.writer(ctx).unwrap(), app.publisher(ctx).unwrap(), app.deleter(ctx).unwrap());
    let many = |change| {
        let change = ManyChange { id: entry(), guard: any, change };
        outcome(block_on(writer.change_entries(SHAPE, &[change])).map_err(|refused| refused.error))
    };
    let reader = app.reader(ctx, Visibility::All).unwrap();
    let decide = async |_: &weft_service::Known, _: &weft_domain::json::Object<'_>| {
        Ok::<_, weft_domain::Error>("{\"n\":2}".to_owned())
    };
    let decided = writer.change_entry(SHAPE, &reader, (site.collection, entry()), any, decide);
    let entries = [(entry(), any)];
    let bulk = publisher.publish_entries(SHAPE, &entries);
    let mut writes = vec![
        ("create", outcome(create(&app, ctx, page, Status::Draft, "{}"))),
        ("update", outcome(block_on(writer.update(SHAPE, entry(), edit("{\"n\":1}"), any)))),
        ("change", outcome(block_on(decided))),
        ("restore", outcome(block_on(writer.restore(SHAPE, entry(), version, any)))),
        ("publish", outcome(block_on(publisher.publish(SHAPE, entry(), any)))),
        ("unpublish", outcome(block_on(publisher.unpublish(SHAPE, entry(), any)))),
        ("delete", outcome(block_on(deleter.delete(entry(), any)))),
        ("delete within", outcome(block_on(deleter.delete_within(site.collection, entry())))),
        ("change many", many(Some(edit("{\"n\":3}")))),
        ("delete many", many(None)),
        ("publish many", outcome(block_on(bulk).map_err(|refused| refused.error))),
    ];
    if let Some(page) = page {
        writes.push(("publish page", outcome(block_on(publisher.publish_page(SHAPE, page)))));
    }
    writes
}

#[test]
fn a_limited_account_writes_its_pages_alone_by_every_way_there_is() {
    let site = Site::new();
    let (editor, developer) = (site.person(Role::Editor), site.person(Role::Developer));
    let (limited, free) = (site.ctx(&editor, r#"["/blog/**"]"#), site.ctx(&editor, "[]"));
    let developer = site.ctx(&developer, r#"["/blog"]"#);
    let no_version = |name| if name == "restore" { "no version" } else { "done" };
    for page in [Some("/blog/post"), Some("/about"), Some("/blog"), None] {
        for (who, may) in [(&limited, page == Some("/blog/post")), (&free, true)] {
            for (name, came) in writes(&site, who, page) {
                let expected = if may { no_version(name) } else { "forbidden" };
                assert_eq!(came, expected, "{name} {page:?}");
            }
        }
    }
    let app = site.world.app();
    let nothing: EntryId = "018f3f70-1c2d-7abc-8def-000000000009".parse().unwrap();
    let told = outcome(block_on(app.publisher(&limited).unwrap().publish(SHAPE, nothing, Guard::Any)));
    assert_eq!(told, "no document");
    assert_eq!(outcome(app.developer(&developer)), "forbidden", "content types are on every page");
}

#[test]
fn one_forbidden_entry_of_many_is_named_and_nothing_is_written() {
    let site = Site::new();
    let limited = site.ctx(&site.person(Role::Editor), r#"["/blog/**"]"#);
    let ids = ["/blog/a", "/about"].map(|page| site.entry(Some(page), Status::Draft, "{}"));
    let changes = ids.map(|id| ManyChange { id, guard: Guard::Any, change: Some(edit("{\"n\":9}")) });
    let app = site.world.app();
    let refused = block_on(app.writer(&limited).unwrap().change_entries(SHAPE, &changes)).unwrap_err();
    assert_eq!((refused.at, crate::told(&refused.error).as_str()), (Some(1), "forbidden"));
    assert_eq!(site.list(Visibility::All, "/blog/a")[0]["data"], serde_json::json!({}));
}

#[test]
fn only_who_is_limited_pays_for_it() {
    let site = Site::new();
    let editor = site.person(Role::Editor);
    let (limited, free) = (site.ctx(&editor, r#"["/blog/**"]"#), site.ctx(&editor, "[]"));
    let id = site.entry(Some("/blog/a"), Status::Draft, "{}");
    for (ctx, expected) in [(&free, 1), (&limited, 2)] {
        let db = site.world.db.counting_anew();
        let app = App::new(Store::new(&db), &site.world.schemas, &site.world);
        block_on(app.writer(ctx).unwrap().update(SHAPE, id, edit("{\"n\":1}"), Guard::Any)).unwrap();
        assert_eq!(db.round_trips(), expected);
    }
}

#[test]
fn a_page_shows_each_what_they_may_see() {
    let site = Site::new();
    for (status, n) in [(Status::Published, 1), (Status::Draft, 2), (Status::Archived, 3)] {
        site.entry(Some("/"), status, &format!("{{\"n\":{n}}}"));
    }
    let shown = |visibility| -> Vec<i64> {
        let mut shown: Vec<i64> =
            site.list(visibility, "/").iter().map(|entry| entry["data"]["n"].as_i64().unwrap()).collect();
        shown.sort_unstable();
        shown
    };
    assert_eq!((shown(Visibility::Published), shown(Visibility::All)), (vec![1], vec![1, 2]));
    let (app, ctx) = (site.world.app(), site.world.ctx_in(&site.root, site.id));
    let reader = app.reader(&ctx, Visibility::All).unwrap();
    for page in ["", "/..", "/a\0"] {
        let told = outcome(block_on(reader.list_page(SHAPE, page)).map(drop));
        assert!(told.starts_with("page "), "{told}");
    }
}

#[test]
fn a_place_is_free_again_when_its_collection_is_deleted() {
    let site = Site::new();
    let (app, ctx) = (site.world.app(), site.world.ctx_in(&site.root, site.id));
    let place = Place::new("/", "title").unwrap();
    let create = || {
        let new = NewEntry {
            collection: "inline",
            slug: None,
            status: None,
            data: Vec::new(),
            created_at: None,
            published_at: None,
            place: Some(&place),
        };
        outcome(block_on(app.writer(&ctx).unwrap().create(SHAPE, new)))
    };
    // More than go at once: the last one stays stored for a while.
    for _ in 0..500 {
        site.entry(None, Status::Draft, "{}");
    }
    assert_eq!((create().as_str(), create().as_str()), ("done", "place taken"));
    let developer = app.developer(&ctx).unwrap();
    block_on(developer.delete_collection("inline", Guard::Any)).unwrap();
    block_on(developer.create_collection("inline", CollectionChange::default())).unwrap();
    assert_eq!((create().as_str(), create().as_str()), ("done", "place taken"));
}

#[test]
fn a_page_with_a_value_that_another_entry_has_is_not_published_and_the_field_is_named() {
    let site = Site::new();
    site.entry(None, Status::Published, "{\"sku\":\"a\"}");
    let id = site.entry(Some("/"), Status::Published, "{\"sku\":\"b\"}");
    site.entry(Some("/"), Status::Draft, "{\"n\":1}");
    let (app, ctx) = (site.world.app(), site.world.ctx_in(&site.root, site.id));
    let draft = EntryChange { to_draft: true, ..edit("{\"sku\":\"a\"}") };
    block_on(app.writer(&ctx).unwrap().update(SHAPE, id, draft, Guard::Any)).unwrap();
    let told = outcome(block_on(app.publisher(&ctx).unwrap().publish_page(SHAPE, "/")));
    assert_eq!(told, "data.sku unique");
    assert_eq!(site.list(Visibility::Published, "/").len(), 1, "all or nothing");
}
