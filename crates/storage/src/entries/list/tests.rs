//! Tests of the list compiler with SQLite: the results equal those of the reference evaluator.

mod plans;

use super::*;
use crate::collections::{Note, Stored};
use crate::entries::create::{NewEntry, create};
use crate::entries::{Writing, update};
use futures_executor::block_on;
use proptest::prelude::*;
use sqlx_libsql::{Db, Statement};
use std::cmp::Ordering;
use weft_domain::entry::{Guard, Status, Visibility};
use weft_domain::query::{
    Column, Columns, Comparison, FieldPath, Filter, Literal, Op, Projection, SortKey, Value, matches,
    order as value_order,
};
use weft_domain::shape::Source as Member;
use weft_domain::{Collection, EntryId};

const SHAPE: Shape = &[("id", Member::Id), ("slug", Member::Slug), ("data", Member::Data)];

struct World {
    db: Db,
    scope: Scope,
    post: Stored,
    entries: Vec<Entry>,
}

/// An entry for the evaluator; its index in `World::entries` is its order of creation.
struct Entry {
    id: String,
    slug: String,
    status: Status,
    at: String,
    data: serde_json::Value,
}

impl Columns for Entry {
    fn value(&self, column: &Column) -> Value {
        match column {
            Column::Id => Value::Text(self.id.clone()),
            Column::Type => Value::Text("post".into()),
            Column::Slug => Value::Text(self.slug.clone()),
            Column::Status => Value::Text(self.status.as_str().into()),
            Column::AuthorId => Value::Text("me".into()),
            Column::PublishedAt if self.status != Status::Published => Value::Null,
            Column::PublishedAt | Column::CreatedAt | Column::UpdatedAt => Value::Text(self.at.clone()),
            Column::Data(path) => {
                Value::of_json(path.segments().try_fold(&self.data, |json, name| json.get(name)))
            }
        }
    }

    fn comparison(&self, column: &Column) -> Comparison {
        match column {
            Column::Data(path) => match path.as_str() {
                "price" => Comparison::Number,
                "sku" | "title" => Comparison::Text,
                _ => Comparison::Any,
            },
            _ => Comparison::Text,
        }
    }
}

fn entry_id(n: usize) -> String {
    format!("018f3f70-1c2d-7abc-8def-{n:012x}")
}

fn world(entries: Vec<(Status, serde_json::Value)>) -> World {
    block_on(async {
        let db = Db::open_memory().unwrap();
        let store = Store::new(&db);
        crate::migrate::migrate(&store).await.unwrap();
        db.run(Statement::new("INSERT INTO sites (id, name, created_at) VALUES ('s', 'S', '')"))
            .await
            .unwrap();
        let scope = Scope { site: 1, epoch: 1 };
        let fields = r#"[{"name":"price","type":"number","indexed":true},{"name":"sku","type":"text","indexed":true},{"name":"title","type":"text"}]"#;
        let collection = Collection {
            id: entry_id(0).parse().unwrap(),
            name: "post".into(),
            label: "Post".into(),
            description: None,
            slug_field: None,
            title_field: None,
            icon: None,
            call_hook: false,
            backdating: false,
            unique_slug: false,
            origin: Default::default(),
            details: None,
            schema: serde_json::from_str(fields).unwrap(),
            revision: 1,
            created_at: String::new(),
            updated_at: String::new(),
        };
        crate::collections::create(
            &store,
            &scope,
            &collection,
            &Note { actor: "", at: "", request: "", version: "" },
        )
        .await
        .unwrap();
        let post = crate::collections::list(&store, &scope).await.unwrap().remove(0);
        let mut made = Vec::new();
        for (n, (status, data)) in entries.into_iter().enumerate() {
            let at = format!("2026-01-01T00:00:{:02}.000Z", n / 2);
            let entry = Entry { id: entry_id(n), slug: format!("slug-{}", n * 7 % 10), status, at, data };
            let entry = Entry { slug: format!("{}-{n}", entry.slug), ..entry };
            let writing = Writing {
                scope: &scope,
                actor: "me",
                now: &entry.at,
                request: "r",
                version: "v",
                note: None,
            };
            let new = NewEntry {
                id: entry.id.parse().unwrap(),
                collection: post.pk,
                type_name: "post",
                collection_revision: 1,
                slug: &entry.slug,
                status,
                author: "me",
                data: &entry.data.to_string(),
                created_at: None,
                published_at: None,
                targets: &[],
                place: None,
            };
            create(&store, &writing, SHAPE, &new).await.unwrap().unwrap();
            made.push(entry);
        }
        World { db, scope, post, entries: made }
    })
}

fn listed(world: &World, query: &Query) -> (Vec<String>, Option<u64>, Option<Cursor>) {
    let db = world.db.counting_anew();
    let store = Store::new(&db);
    let collection = query.collection.as_ref().map(|_| &world.post);
    let listing = block_on(list(&store, &world.scope, SHAPE, query, collection, None)).unwrap().unwrap();
    assert_eq!(db.round_trips(), 1);
    let documents: Vec<serde_json::Value> =
        serde_json::from_str(&format!("[{}]", listing.documents.unwrap())).unwrap();
    assert_eq!(documents.len(), listing.returned as usize);
    let ids = documents.iter().map(|d| d["id"].as_str().unwrap().to_owned()).collect();
    (ids, listing.total, listing.next)
}

/// The expected list without paging.
fn expected(world: &World, query: &Query) -> Vec<String> {
    let keys = order::total(&query.sort);
    let statuses = |entry: &Entry| {
        (query.visibility == Visibility::All || entry.status == Status::Published)
            && (query.statuses.is_empty() || query.statuses.contains(&entry.status))
    };
    let comparison = |entry: &Entry| {
        statuses(entry)
            && query.filter.as_ref().is_none_or(|f| {
                query.collection.is_some() && matches(f, entry)
                    || query.collection.is_none() && matches(f, &Undeclared(entry))
            })
    };
    let mut found: Vec<(usize, &Entry)> =
        world.entries.iter().enumerate().filter(|(_, e)| comparison(e)).collect();
    found.sort_by(|(i, a), (j, b)| {
        let mut ordering = Ordering::Equal;
        for key in &keys {
            let by_key = value_order(&a.value(&key.column), &b.value(&key.column));
            ordering = ordering.then(if key.descending { by_key.reverse() } else { by_key });
        }
        ordering.then(if keys.last().unwrap().descending { j.cmp(i) } else { i.cmp(j) })
    });
    found.into_iter().map(|(_, entry)| entry.id.clone()).collect()
}

/// In a list of a whole site, no field has a type.
struct Undeclared<'a>(&'a Entry);

impl Columns for Undeclared<'_> {
    fn value(&self, column: &Column) -> Value {
        self.0.value(column)
    }
    fn comparison(&self, column: &Column) -> Comparison {
        if matches!(column, Column::Data(_)) { Comparison::Any } else { Comparison::Text }
    }
}

fn plain() -> Query {
    Query {
        collection: Some("post".into()),
        statuses: vec![],
        visibility: Visibility::All,
        filter: None,
        sort: vec![],
        page: Page::Number(1),
        limit: 20,
        count: true,
        projection: Projection::default(),
    }
}

fn column() -> impl Strategy<Value = Column> {
    let data = prop::sample::select(vec!["price", "sku", "title", "tags", "ok", "seo.rank"]);
    prop_oneof![
        4 => data.prop_map(|name| Column::Data(FieldPath::parse(name).unwrap())),
        3 => prop::sample::select(vec![Column::Slug, Column::PublishedAt, Column::CreatedAt, Column::UpdatedAt, Column::Status, Column::Type, Column::Id]),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "", "a", "ab", "A", "b", "1", "2", "10", "-1", "1.5", "true", "false", "slug-3", "draft", "post",
            "null"
        ])
        .prop_map(str::to_owned),
        prop::sample::select(vec![
            "2026-01-01T00:00:01.000Z",
            "2026-01-01T00:00:03",
            "[\"a\",\"b\"]",
            "'",
            "%",
            "é"
        ])
        .prop_map(str::to_owned),
    ]
}

fn op() -> impl Strategy<Value = Op> {
    let literal = || text().prop_map(Literal::new);
    prop_oneof![
        literal().prop_map(Op::Eq),
        literal().prop_map(Op::Ne),
        literal().prop_map(Op::Gt),
        literal().prop_map(Op::Gte),
        literal().prop_map(Op::Lt),
        literal().prop_map(Op::Lte),
        prop::collection::vec(literal(), 0..4).prop_map(Op::In),
        prop::collection::vec(literal(), 0..4).prop_map(Op::NotIn),
        text().prop_map(Op::Contains),
        text().prop_map(Op::StartsWith),
        Just(Op::Null),
        Just(Op::NotNull),
    ]
}

fn filter() -> impl Strategy<Value = Filter> {
    (column(), op()).prop_map(|(c, o)| Filter::Is(c, o)).prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Filter::And),
            prop::collection::vec(inner, 0..4).prop_map(Filter::Or),
        ]
    })
}

fn json() -> impl Strategy<Value = serde_json::Value> {
    let price = prop_oneof![
        Just(serde_json::Value::Null),
        (-2_i64..12).prop_map(serde_json::Value::from),
        Just(serde_json::json!(1.5)),
        Just(serde_json::json!("2")),
    ];
    let word = prop::sample::select(vec!["a", "ab", "B", "10", "2", "é", ""]);
    let tags = prop::sample::select(vec![
        serde_json::json!(["a", "b"]),
        serde_json::json!([]),
        serde_json::json!({"x": 1}),
        serde_json::json!(3),
    ]);
    (price, prop::option::of(word.clone()), word, tags, prop::option::of(any::<bool>()), -1_i64..3).prop_map(|(price, sku, title, tags, ok, rank)| {
        serde_json::json!({"price": price, "sku": sku, "title": title, "tags": tags, "ok": ok, "seo": {"rank": rank}})
    })
}

fn entries() -> impl Strategy<Value = Vec<(Status, serde_json::Value)>> {
    prop::collection::vec((prop::sample::select(Status::ALL.to_vec()), json()), 0..24)
}

fn query() -> impl Strategy<Value = Query> {
    let sort = prop::collection::vec(
        (column(), any::<bool>()).prop_map(|(column, descending)| SortKey { column, descending }),
        0..3,
    );
    let statuses = prop::sample::subsequence(Status::ALL.to_vec(), 0..3);
    (prop::option::of(filter()), sort, statuses, any::<bool>(), any::<bool>()).prop_map(
        |(filter, sort, statuses, all, typed)| Query {
            collection: typed.then(|| "post".into()),
            filter,
            sort,
            statuses,
            visibility: if all { Visibility::All } else { Visibility::Published },
            ..plain()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn sql_matches_the_reference_evaluator(entries in entries(), queries in prop::collection::vec(query(), 1..6), limit in 1_u32..7) {
        let world = world(entries);
        for query in queries {
            let whole = expected(&world, &query);
            let (mut paged, mut page) = (Vec::new(), 1);
            loop {
                let (ids, total, _) = listed(&world, &Query { page: Page::Number(page), limit, ..query.clone() });
                prop_assert_eq!(total, Some(whole.len() as u64), "{:?}", query);
                page += 1;
                if ids.is_empty() { break }
                paged.extend(ids);
            }
            prop_assert_eq!(&paged, &whole, "by number: {:?}", query);
            let (mut walked, mut cursor) = (Vec::new(), None);
            loop {
                let (ids, total, next) = listed(&world, &Query { page: Page::After(cursor), limit, count: false, ..query.clone() });
                prop_assert_eq!(total, None);
                walked.extend(ids);
                match next { Some(next) => cursor = Some(next), None => break }
            }
            prop_assert_eq!(&walked, &whole, "by cursor: {:?}", query);
        }
    }
}

#[test]
fn an_update_changes_indexed_values_and_a_deletion_removes_them() {
    let world = world(vec![
        (Status::Draft, serde_json::json!({"price": 1})),
        (Status::Published, serde_json::json!({"price": 2})),
    ]);
    let store = Store::new(&world.db);
    let writing = Writing {
        scope: &world.scope,
        actor: "me",
        now: "2026-02-01T00:00:00.000Z",
        request: "r",
        version: "v2",
        note: None,
    };
    let id: EntryId = entry_id(0).parse().unwrap();
    let edit = update::Change::Edit {
        slug: None,
        status: None,
        published_at: None,
        data: &[update::Member { name: "price", value: "9", within: Vec::new() }],
        collections: &[(world.post.pk, 1)],
        targets: &[],
        to_draft: false,
        promote: false,
    };
    let saved =
        block_on(update::update(&store, &writing, SHAPE, id, &edit, Guard::Revision(1))).unwrap().unwrap();
    assert_eq!(
        (saved.revision, saved.document.as_str()),
        (2, r#"{"id":"018f3f70-1c2d-7abc-8def-000000000000","slug":"slug-0-0","data":{"price":9}}"#)
    );
    let dear = |price: &str| Query {
        filter: Some(Filter::Is(
            Column::Data(FieldPath::parse("price").unwrap()),
            Op::Eq(Literal::new(price)),
        )),
        ..plain()
    };
    assert_eq!(listed(&world, &dear("1")).1, Some(0));
    assert_eq!(listed(&world, &dear("9")).0, [entry_id(0)]);
    block_on(update::update(
        &store,
        &writing,
        SHAPE,
        id,
        &update::Change::Delete { within: None },
        Guard::Any,
    ))
    .unwrap()
    .unwrap();
    assert_eq!(listed(&world, &dear("9")).1, Some(0));
    assert_eq!(listed(&world, &plain()).1, Some(1));
}
