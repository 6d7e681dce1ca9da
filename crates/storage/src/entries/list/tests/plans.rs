//! Query plans of each kind of list that the documentation calls indexed: no table scan and no
//! sorting.

use super::*;
use crate::entries::list::statement::compile;

/// The steps of a statement's query plan, as SQLite prints them.
fn plan(world: &World, query: &Query, known: Option<i64>) -> Vec<String> {
    let collection = query.collection.as_ref().map(|_| &world.post);
    let statement = compile(&world.scope, SHAPE, query, collection, known).sql.into_read();
    let explain = Statement::assert_safe(format!("EXPLAIN QUERY PLAN {}", statement.sql()))
        .bind_all(statement.args().to_vec());
    let outcome = block_on(world.db.run(explain)).unwrap();
    outcome.rows.into_iter().map(|mut row| row.take_text(3).unwrap()).collect()
}

/// Steps whose cost increases with the stored data.
fn costly(steps: &[String]) -> Vec<&String> {
    let is_costly = |step: &str| {
        step.contains("TEMP B-TREE")
            || step.contains("AUTOMATIC")
            || ["SCAN e", "SCAN v", "SCAN s", "SCAN t", "SCAN c", "SCAN n"]
                .contains(&step.get(..6).unwrap_or(step).trim())
    };
    steps.iter().filter(|step| is_costly(step)).collect()
}

fn data(name: &str) -> Column {
    Column::Data(FieldPath::parse(name).unwrap())
}

fn is(column: Column, op: Op) -> Option<Filter> {
    Some(Filter::Is(column, op))
}

fn by(column: Column, descending: bool) -> Vec<SortKey> {
    vec![SortKey { column, descending }]
}

/// The queries that docs/dialects/r3.md calls indexed, by description.
fn indexed() -> Vec<(String, Query)> {
    let literal = Literal::new;
    let between = Some(Filter::And(vec![
        Filter::Is(data("price"), Op::Gte(literal("1"))),
        Filter::Is(data("price"), Op::Lt(literal("9"))),
    ]));
    let mut queries = Vec::new();
    for (scope, collection) in [("a type", Some("post".to_owned())), ("all types", None)] {
        let base = Query { collection: collection.clone(), visibility: Visibility::Published, ..plain() };
        queries.push((format!("{scope}, newest first"), base.clone()));
        for column in [Column::CreatedAt, Column::UpdatedAt, Column::PublishedAt, Column::Slug] {
            for descending in [false, true] {
                queries.push((
                    format!("{scope} by {column:?} {descending}"),
                    Query { sort: by(column.clone(), descending), ..base.clone() },
                ));
            }
            if column != Column::Slug || collection.is_some() {
                let range = is(column.clone(), Op::Lt(literal("2026-06-30")));
                queries.push((
                    format!("{scope} of a range of {column:?}"),
                    Query { filter: range.clone(), ..base.clone() },
                ));
                queries.push((
                    format!("{scope} of a range by {column:?}"),
                    Query { filter: range, sort: by(column, true), ..base.clone() },
                ));
            }
        }
        let one = is(Column::Id, Op::Eq(literal("018f3f70-1c2d-7abc-8def-000000000000")));
        queries.push((format!("{scope} by id"), Query { filter: one, ..base }));
    }
    let base = Query { visibility: Visibility::Published, ..plain() };
    queries
        .push(("one slug".into(), Query { filter: is(Column::Slug, Op::Eq(literal("a"))), ..base.clone() }));
    queries.push((
        "slugs of a prefix".into(),
        Query {
            filter: is(Column::Slug, Op::StartsWith("blog-".into())),
            sort: by(Column::Slug, false),
            ..base.clone()
        },
    ));
    for descending in [false, true] {
        queries.push((
            format!("by a field {descending}"),
            Query { sort: by(data("price"), descending), ..base.clone() },
        ));
        queries.push((
            format!("a range of a field by it {descending}"),
            Query { filter: between.clone(), sort: by(data("price"), descending), ..base.clone() },
        ));
        queries.push((
            format!("a value of a field by creation {descending}"),
            Query {
                filter: is(data("sku"), Op::Eq(literal("a"))),
                sort: by(Column::CreatedAt, descending),
                ..base.clone()
            },
        ));
    }
    queries.push((
        "a value of a field, newest first".into(),
        Query { filter: is(data("price"), Op::Eq(literal("3"))), ..base.clone() },
    ));
    queries.push(("documents without a value".into(), Query { filter: is(data("price"), Op::Null), ..base }));
    queries
}

#[test]
fn indexed_lists_neither_scan_nor_sort() {
    let world = world(vec![]);
    for (name, query) in indexed() {
        let all = Query { visibility: Visibility::All, ..query.clone() };
        let after = Query {
            page: Page::After(Some(Cursor {
                values: vec![Value::Text("a".into()); order::total(&query.sort).len()],
                key: 7,
            })),
            ..query.clone()
        };
        for (how, query) in [("published", &query), ("with drafts", &all), ("after a cursor", &after)] {
            for known in [None, Some(1)] {
                let steps = plan(&world, query, known);
                assert_eq!(costly(&steps), Vec::<&String>::new(), "{name}, {how}, {known:?}: {steps:#?}");
            }
        }
    }
}

#[test]
fn costly_plans_are_detected() {
    let world = world(vec![]);
    let sorted = Query { sort: by(data("title"), false), ..plain() };
    assert!(!costly(&plan(&world, &sorted, None)).is_empty());
}
