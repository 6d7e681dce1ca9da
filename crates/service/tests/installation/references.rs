//! References: recorded by the write, checked by it, and where something is used.

use crate::{World, outcome};
use futures_executor::block_on;
use weft_domain::entry::{Guard, Status, Visibility};
use weft_domain::json::members;
use weft_domain::shape::{Shape, Source};
use weft_domain::{CollectionChange, Ctx, EntryId, Error, Permission, Permissions, Result};
use weft_service::{
    At, EntryChange, Expected, FieldsChange, ManyChange, NewEntry, NewFile, Referrer, Refused, Saved, Wish,
};
use weft_storage::Db;

const SHAPE: Shape = &[("data", Source::Data)];
const POST: &str = r#"[
    {"name":"title","type":"text"},
    {"name":"author","type":"relation","config":{"to":"person"}},
    {"name":"more","type":"relation","config":{"multiple":true}},
    {"name":"seo","type":"group","config":{"fields":[{"name":"by","type":"relation"}]}},
    {"name":"blocks","type":"array","config":{"fields":[{"name":"post","type":"relation"}]}}]"#;

/// A site with the content types `post`, which refers, and `person`.
struct Site {
    world: World,
    ctx: Ctx,
}

impl Site {
    fn new() -> Self {
        let (world, root) = World::new();
        let site = world.site(&root, "A");
        let ctx = world.ctx_in(&root, site);
        let site = Self { world, ctx };
        for (name, fields) in [("post", POST), ("person", r#"[{"name":"name","type":"text"}]"#)] {
            let change =
                CollectionChange { schema: serde_json::from_str(fields).ok(), ..CollectionChange::default() };
            let app = site.world.app();
            block_on(app.developer(&site.ctx).unwrap().create_collection(name, change)).unwrap();
        }
        site
    }

    fn try_create(&self, collection: &str, status: Status, data: &str) -> Result<EntryId> {
        let (slug, data) = (None, members(data).unwrap());
        let new = NewEntry {
            collection,
            slug,
            status: Some(status),
            data,
            created_at: None,
            published_at: None,
            place: None,
        };
        block_on(self.world.app().writer(&self.ctx)?.create(SHAPE, new)).map(|saved| saved.id)
    }

    fn create(&self, collection: &str, data: &str) -> EntryId {
        self.try_create(collection, Status::Published, data).unwrap()
    }

    fn update(&self, id: EntryId, data: &str, to_draft: bool) -> Result<Saved> {
        let change = EntryChange { data: Some(members(data).unwrap()), to_draft, ..EntryChange::default() };
        block_on(self.world.app().writer(&self.ctx)?.update(SHAPE, id, change, Guard::Any))
    }

    fn delete(&self, id: EntryId) {
        block_on(self.world.app().deleter(&self.ctx).unwrap().delete(id, Guard::Any)).unwrap();
    }

    fn page(&self, of: EntryId, visibility: Visibility, page: u32) -> (Vec<Referrer>, u64) {
        let app = self.world.app();
        block_on(app.reader(&self.ctx, visibility).unwrap().where_used(of, page, 100)).unwrap()
    }

    /// Who refers to it, as its number in `entries`, and in which fields.
    fn used(&self, of: EntryId, visibility: Visibility, entries: &[EntryId]) -> Vec<String> {
        let (found, total) = self.page(of, visibility, 1);
        assert_eq!(found.len() as u64, total);
        let told = |one: &Referrer| {
            let at = entries.iter().position(|entry| *entry == one.id).unwrap();
            format!("{at} {} {}", one.collection, one.fields.join(","))
        };
        found.iter().map(told).collect()
    }
}

#[test]
fn a_write_records_what_it_refers_to_wherever_that_stands() {
    let site = Site::new();
    let ada = site.create("person", "{}");
    let first = site.create("post", &format!(r#"{{"author":"{ada}","seo":{{"by":"{ada}"}}}}"#));
    let blocks =
        format!(r#"{{"more":["{first}","{ada}"],"blocks":[{{"post":"{first}"}},{{"post":"{ada}"}}]}}"#);
    let second = site.create("post", &blocks);
    let posts = [first, second];
    let of_ada = ["0 post author,seo.by", "1 post blocks[].post,more"];
    assert_eq!(site.used(ada, Visibility::Published, &posts), of_ada);
    assert_eq!(site.used(first, Visibility::Published, &posts), ["1 post blocks[].post,more"]);
    site.update(first, r#"{"author":null,"title":"x"}"#, false).unwrap();
    site.update(second, r#"{"blocks":[],"more":[]}"#, false).unwrap();
    assert_eq!(site.used(ada, Visibility::Published, &posts), ["0 post seo.by"]);
    site.delete(first);
    assert!(site.used(ada, Visibility::All, &posts).is_empty());
}

#[test]
fn a_drafts_references_are_seen_by_who_reads_drafts() {
    let site = Site::new();
    let [ada, bob] = [(); 2].map(|()| site.create("person", "{}"));
    let post = site.create("post", &format!(r#"{{"author":"{ada}"}}"#));
    site.update(post, &format!(r#"{{"author":"{bob}"}}"#), true).unwrap();
    for (person, visibility, used) in [
        (ada, Visibility::Published, 1),
        (ada, Visibility::All, 1),
        (bob, Visibility::Published, 0),
        (bob, Visibility::All, 1),
    ] {
        assert_eq!(site.page(person, visibility, 1).1, used, "{visibility:?}");
    }
    block_on(site.world.app().publisher(&site.ctx).unwrap().publish(SHAPE, post, Guard::Any)).unwrap();
    assert_eq!(site.page(ada, Visibility::All, 1).1, 0);
    assert_eq!(site.page(bob, Visibility::Published, 1).1, 1);
    block_on(site.world.app().publisher(&site.ctx).unwrap().unpublish(SHAPE, post, Guard::Any)).unwrap();
    assert_eq!(site.page(bob, Visibility::Published, 1).1, 0);
    assert_eq!(site.page(bob, Visibility::All, 1).1, 1);
}

#[test]
fn what_is_not_there_is_not_referred_to() {
    let site = Site::new();
    let ada = site.create("person", "{}");
    let nobody = "018f3f70-1c2d-7abc-8def-000000000001";
    let wrong = |data: &str| outcome(site.try_create("post", Status::Draft, data));
    assert_eq!(wrong(&format!(r#"{{"author":"{nobody}"}}"#)), "data.author reference");
    assert_eq!(wrong(&format!(r#"{{"more":["{ada}","{nobody}"]}}"#)), "data.more[1] reference");
    assert_eq!(wrong(&format!(r#"{{"blocks":[{{"post":"{nobody}"}}]}}"#)), "data.blocks[0].post reference");
    let post = site.create("post", &format!(r#"{{"author":"{ada}"}}"#));
    assert_eq!(wrong(&format!(r#"{{"author":"{post}"}}"#)), "data.author reference", "it is no person");
    assert_eq!(wrong(&format!(r#"{{"author":"{}"}}"#, ada.to_string().to_uppercase())), "done");
    for to_draft in [false, true] {
        let changed = site.update(post, &format!(r#"{{"author":"{nobody}"}}"#), to_draft);
        assert_eq!(outcome(changed), "data.author reference", "{to_draft}");
    }
    let data = format!(r#"{{"author":"{nobody}"}}"#);
    let change = EntryChange { data: Some(members(&data).unwrap()), ..EntryChange::default() };
    let all = [ManyChange { id: post, guard: Guard::Any, change: Some(change) }];
    let refused =
        block_on(site.world.app().writer(&site.ctx).unwrap().change_entries(SHAPE, &all)).unwrap_err();
    assert_eq!(
        (refused.at, outcome::<()>(Err(refused.error))),
        (Some(0), "data.author reference".to_owned())
    );
    // An entry of another site is nobody.
    let root = site.world.sign_in("root@example.com", crate::PASSWORD).unwrap();
    let other = Site { ctx: site.world.ctx_in(&root, site.world.site(&root, "B")), ..site };
    let change = CollectionChange { schema: serde_json::from_str(POST).ok(), ..CollectionChange::default() };
    block_on(other.world.app().developer(&other.ctx).unwrap().create_collection("post", change)).unwrap();
    let foreign = other.try_create("post", Status::Draft, &format!(r#"{{"more":["{ada}"]}}"#));
    assert_eq!(outcome(foreign), "data.more[0] reference");
    assert_eq!(other.page(ada, Visibility::All, 1).1, 0);
}

/// What comes of each API's way to write entries that refer to that person by `author`: of new ones
/// and of those that are there. Every entry is another one.
fn writes(site: &Site, person: &str, run: &str) -> Vec<(&'static str, String)> {
    let app = site.world.app();
    let writer = app.writer(&site.ctx).unwrap();
    let data = format!(r#"{{"author":"{person}"}}"#);
    let at = |slug: &str, wish: fn(String) -> Wish| {
        let (slug, data) = (format!("{slug}-{run}"), &data);
        let at = At { collection: "post", slug: &slug };
        outcome(block_on(writer.write_at::<Error>(at, Expected::default(), |_| Ok(wish(data.clone())))))
    };
    let old = |slug: &str, draft: Option<&str>| {
        let slug = format!("{slug}-{run}");
        let new = NewEntry {
            collection: "post",
            slug: Some(&slug),
            status: Some(Status::Published),
            data: members(r#"{"title":"a"}"#).unwrap(),
            created_at: None,
            published_at: None,
            place: None,
        };
        let id = block_on(writer.create(SHAPE, new)).unwrap().id;
        draft.map(|draft| site.update(id, draft, true).unwrap());
        id
    };
    let file = |slug: &str, sha: Option<&str>, frontmatter: &str| {
        let new = NewFile { frontmatter: members(frontmatter).unwrap(), body: "text", sha };
        block_on(writer.put_file("post", &format!("{slug}-{run}"), new))
    };
    let sha = file("old-file", None, r#"{"title":"a"}"#).unwrap().sha;
    for slug in ["whole", "members"] {
        old(slug, None);
    }
    old("drafted", Some(r#"{"title":"b"}"#));
    let promoted = old("promoted", Some(r#"{"title":"b"}"#));
    let change = EntryChange {
        data: Some(members(&data).unwrap()),
        status: Some(Status::Published),
        promote: true,
        ..EntryChange::default()
    };
    let many = old("many", None);
    let edit = EntryChange { data: Some(members(&data).unwrap()), ..EntryChange::default() };
    let many = [ManyChange { id: many, guard: Guard::Any, change: Some(edit) }];
    let ordered = format!("ordered-{run}");
    old("ordered", None);
    let order = [(ordered.as_str(), format!("\"{person}\""), None)];
    let one = |refused: Refused| refused.error;
    vec![
        ("whole, new", at("new-whole", Wish::Whole)),
        ("members, new", at("new-members", Wish::Members)),
        ("whole", at("whole", Wish::Whole)),
        ("members", at("members", Wish::Members)),
        ("members of a draft", at("drafted", Wish::Members)),
        ("draft made public", outcome(block_on(writer.update(SHAPE, promoted, change, Guard::Any)))),
        ("file, new", outcome(file("new-file", None, &data))),
        ("file", outcome(file("old-file", Some(&sha), &data))),
        ("many", outcome(block_on(writer.change_entries(SHAPE, &many)).map_err(one))),
        (
            "one member of many",
            outcome(block_on(writer.set_member_at("post", "author", &order)).map_err(one)),
        ),
    ]
}

#[test]
fn every_way_to_write_checks_and_records() {
    let site = Site::new();
    for (way, came) in writes(&site, "018f3f70-1c2d-7abc-8def-000000000001", "a") {
        assert_eq!(came, "data.author reference", "{way}");
    }
    let ada = site.create("person", "{}");
    let ways = writes(&site, &ada.to_string(), "b");
    for (way, came) in &ways {
        assert_eq!(came, "done", "{way}");
    }
    assert_eq!(site.page(ada, Visibility::Published, 1).1, ways.len() as u64);
}

#[test]
fn a_writer_refers_to_what_is_not_published_yet() {
    let mut site = Site::new();
    let hidden = site.try_create("person", Status::Draft, "{}").unwrap();
    let data = format!(r#"{{"author":"{hidden}"}}"#);
    site.ctx.principal.as_mut().unwrap().permissions =
        Permissions::of(&[Permission::Read, Permission::Write, Permission::Publish]);
    assert_eq!(outcome(site.try_create("post", Status::Published, &data)), "done");
}

#[test]
fn a_target_may_go_and_its_referrers_stay_writable() {
    let site = Site::new();
    let ada = site.create("person", "{}");
    let post = site.create("post", &format!(r#"{{"author":"{ada}"}}"#));
    site.delete(ada);
    assert_eq!(site.page(ada, Visibility::Published, 1).1, 1, "it still refers to what is gone");
    let changed = site.update(post, r#"{"title":"x"}"#, false).unwrap();
    assert_eq!(changed.document, format!(r#"{{"data":{{"author":"{ada}","title":"x"}}}}"#));
    // Clients send whole entries back.
    let again = format!(r#"{{"author":"{ada}"}}"#);
    assert_eq!(outcome(site.update(post, &again, false)), "done");
    assert_eq!(outcome(site.update(post, &again, true)), "done");
    assert_eq!(outcome(site.try_create("post", Status::Published, &again)), "data.author reference");
    let other = site.create("post", "{}");
    assert_eq!(outcome(site.update(other, &again, false)), "data.author reference");
    let bob = site.create("person", "{}");
    site.update(post, &format!(r#"{{"author":"{bob}"}}"#), false).unwrap();
    assert_eq!(outcome(site.update(post, &again, false)), "data.author reference", "it does not any more");
    let publisher = site.world.app();
    block_on(publisher.publisher(&site.ctx).unwrap().unpublish(SHAPE, post, Guard::Any)).unwrap();
    block_on(publisher.publisher(&site.ctx).unwrap().publish(SHAPE, post, Guard::Any)).unwrap();
}

#[test]
fn references_follow_the_content_type() {
    let site = Site::new();
    let ada = site.create("person", "{}");
    let note = site.create("post", &format!(r#"{{"author":"{ada}","note":"{ada}"}}"#));
    let becomes = |fields: &str, renamed: Option<(String, String)>, removed: Option<String>| {
        let app = site.world.app();
        let developer = app.developer(&site.ctx).unwrap();
        let id = block_on(app.reader(&site.ctx, Visibility::All).unwrap().collection("post")).unwrap().id;
        let decide = |_: &_, _: &_| {
            let change =
                CollectionChange { schema: serde_json::from_str(fields).ok(), ..CollectionChange::default() };
            Ok::<_, weft_domain::Error>(FieldsChange {
                change,
                renamed: renamed.clone(),
                removed: removed.clone(),
            })
        };
        block_on(developer.change_collection(id, decide)).unwrap();
    };
    let used = || site.used(ada, Visibility::Published, &[note]);
    becomes(r#"[{"name":"author","type":"relation"},{"name":"note","type":"relation"}]"#, None, None);
    assert_eq!(used(), ["0 post author,note"]);
    let renamed = Some(("author".to_owned(), "by".to_owned()));
    becomes(r#"[{"name":"by","type":"relation"},{"name":"note","type":"relation"}]"#, renamed, None);
    assert_eq!(used(), ["0 post by,note"]);
    becomes(
        r#"[{"name":"by","type":"text"},{"name":"note","type":"relation"}]"#,
        None,
        Some("note".to_owned()),
    );
    assert!(used().is_empty());
}

#[test]
fn ten_thousand_referrers_are_counted_and_paged() {
    let site = Site::new();
    let [ada, bob] = [(); 2].map(|()| site.create("person", "{}"));
    let data = format!(r#"{{"author":"{ada}","more":["{ada}","{bob}"]}}"#);
    let posts: Vec<EntryId> = (0..10_000).map(|_| site.create("post", &data)).collect();
    let before = Db::round_trips(&site.world.db);
    let (page, total) = site.page(ada, Visibility::Published, 100);
    assert_eq!(Db::round_trips(&site.world.db) - before, 1);
    assert_eq!((page.len(), total), (100, 10_000));
    let last: Vec<EntryId> = page.iter().map(|one| one.id).collect();
    assert_eq!(last, posts[9_900..]);
    assert!(page.iter().all(|one| one.fields == ["author", "more"]));
    let before = Db::round_trips(&site.world.db);
    site.delete(ada);
    assert_eq!(Db::round_trips(&site.world.db) - before, 1, "who is referred to goes as anybody");
    assert_eq!(site.page(ada, Visibility::All, 101), (Vec::new(), 10_000));
}
