//! Compares lists over HTTP with the reference evaluator `domain::query`, for random documents,
//! filters, sorts and pages.
//!
//! The storage crate makes the same comparison natively and far more often. This test adds the
//! dialect's parser, its pages and its cursors.

use std::cmp::Ordering;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value as Json, json};
use weft_domain::query::{
    Column, Columns, Comparison, FieldPath, Filter, Literal, Op, SortKey, Value, matches, order,
};
use weft_tests::{Actor, Weft, a_document, a_type};

/// A document as the evaluator sees it, in the order of creation.
struct Entry(Json);

impl Entry {
    fn text(&self, member: &str) -> Value {
        Value::Text(self.0[member].as_str().unwrap().to_owned())
    }
}

/// A document in a list of one content type (`true`), or of the whole site (`false`), where no
/// field has a type.
struct EntryView<'a>(&'a Entry, bool);

impl Columns for EntryView<'_> {
    fn value(&self, column: &Column) -> Value {
        let Self(entry, _) = self;
        match column {
            Column::PublishedAt if entry.0["publishedAt"].is_null() => Value::Null,
            Column::Data(path) => {
                let data = path.segments().try_fold(&entry.0["data"], |json, name| json.get(name));
                Value::of_json(data)
            }
            column => entry.text(name(column)),
        }
    }

    fn comparison(&self, column: &Column) -> Comparison {
        match column {
            Column::Data(path) if self.1 => match path.as_str() {
                "price" => Comparison::Number,
                "sku" | "title" => Comparison::Text,
                _ => Comparison::Any,
            },
            Column::Data(_) => Comparison::Any,
            _ => Comparison::Text,
        }
    }
}

fn name(column: &Column) -> &str {
    match column {
        Column::Id => "id",
        Column::Type => "type",
        Column::Slug => "slug",
        Column::Status => "status",
        Column::AuthorId => "authorId",
        Column::PublishedAt => "publishedAt",
        Column::CreatedAt => "createdAt",
        Column::UpdatedAt => "updatedAt",
        Column::Data(_) => "data",
    }
}

fn wire_name(column: &Column) -> String {
    match column {
        Column::Data(path) => format!("data.{path}"),
        column => name(column).to_owned(),
    }
}

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Whether every value in the filter has its column's type. Otherwise the list is refused, as the
/// reference says.
fn is_typed(filter: &Filter, is_typed_list: bool) -> bool {
    let (column, op) = match filter {
        Filter::And(parts) | Filter::Or(parts) => {
            return parts.iter().all(|part| is_typed(part, is_typed_list));
        }
        Filter::Is(column, op) => (column, op),
    };
    let fits = |literal: &Literal| match column {
        Column::PublishedAt | Column::CreatedAt | Column::UpdatedAt => {
            literal.text().starts_with("2026-03-25")
        }
        Column::Id | Column::AuthorId => literal.text() == SOMEBODY,
        Column::Status => ["draft", "published", "archived"].contains(&literal.text()),
        Column::Data(path) if is_typed_list && path.as_str() == "price" => literal.number().is_some(),
        _ => true,
    };
    match op {
        Op::Eq(one) | Op::Ne(one) | Op::Gt(one) | Op::Gte(one) | Op::Lt(one) | Op::Lte(one) => fits(one),
        Op::In(list) | Op::NotIn(list) => list.iter().all(fits),
        Op::Contains(_) | Op::StartsWith(_) => {
            !matches!(column, Column::Data(path) if is_typed_list && path.as_str() == "price")
        }
        Op::Null | Op::NotNull => true,
    }
}

/// An id that does not exist.
const SOMEBODY: &str = "018f3f70-1c2d-7abc-8def-0123456789ab";

/// Appends a filter as query parameters; `place` is the text before the column.
fn parameters(filter: &Filter, place: &str, out: &mut String) {
    let (parts, operator) = match filter {
        Filter::And(parts) => (parts, "$and"),
        Filter::Or(parts) => (parts, "$or"),
        Filter::Is(column, op) => {
            let (operator, value) = condition(op);
            out.push_str(&format!("&filters{place}[{}][{operator}]={value}", wire_name(column)));
            return;
        }
    };
    for (at, part) in parts.iter().enumerate() {
        parameters(part, &format!("{place}[{operator}][{at}]"), out);
    }
}

fn condition(op: &Op) -> (&'static str, String) {
    let list = |literals: &[Literal]| {
        literals.iter().map(|literal| escaped(literal.text())).collect::<Vec<_>>().join(",")
    };
    match op {
        Op::Eq(literal) => ("$eq", escaped(literal.text())),
        Op::Ne(literal) => ("$ne", escaped(literal.text())),
        Op::Gt(literal) => ("$gt", escaped(literal.text())),
        Op::Gte(literal) => ("$gte", escaped(literal.text())),
        Op::Lt(literal) => ("$lt", escaped(literal.text())),
        Op::Lte(literal) => ("$lte", escaped(literal.text())),
        Op::In(literals) => ("$in", list(literals)),
        Op::NotIn(literals) => ("$notIn", list(literals)),
        Op::Contains(part) => ("$contains", escaped(part)),
        Op::StartsWith(start) => ("$startsWith", escaped(start)),
        Op::Null => ("$null", "true".to_owned()),
        Op::NotNull => ("$null", "false".to_owned()),
    }
}

/// A request for a list.
#[derive(Debug, Clone)]
struct ListQuery {
    filter: Option<Filter>,
    sort: Vec<SortKey>,
    is_typed: bool,
    sees_all: bool,
}

impl ListQuery {
    fn target(&self) -> String {
        let sort = self
            .sort
            .iter()
            .map(|key| format!("{}{}", if key.descending { "-" } else { "" }, wire_name(&key.column)));
        let mut target = format!("/api/content?sort={}", sort.collect::<Vec<_>>().join(","));
        target.push_str(if self.is_typed { "&type=post" } else { "" });
        target.push_str(if self.sees_all { "&draft=true" } else { "" });
        if let Some(filter) = &self.filter {
            parameters(filter, "", &mut target);
        }
        target
    }

    /// The expected ids, in order.
    fn expected(&self, entries: &[Entry]) -> Vec<Json> {
        let keys = match self.sort.last() {
            None => vec![SortKey { column: Column::CreatedAt, descending: true }],
            Some(SortKey { column: Column::Data(_), descending }) => {
                let last = SortKey { column: Column::CreatedAt, descending: *descending };
                self.sort.iter().cloned().chain([last]).collect()
            }
            Some(_) => self.sort.clone(),
        };
        let is_visible = |entry: &Entry| self.sees_all || entry.0["status"] == "published";
        let fits = |entry: &Entry| {
            self.filter.as_ref().is_none_or(|filter| matches(filter, &EntryView(entry, self.is_typed)))
        };
        let mut found: Vec<_> =
            entries.iter().enumerate().filter(|(_, entry)| is_visible(entry) && fits(entry)).collect();
        found.sort_by(|(i, a), (j, b)| {
            let by_key = |key: &SortKey| {
                let order = order(
                    &EntryView(a, self.is_typed).value(&key.column),
                    &EntryView(b, self.is_typed).value(&key.column),
                );
                if key.descending { order.reverse() } else { order }
            };
            let by_keys = keys.iter().fold(Ordering::Equal, |order, key| order.then_with(|| by_key(key)));
            by_keys.then(if keys.last().unwrap().descending { j.cmp(i) } else { i.cmp(j) })
        });
        found.into_iter().map(|(_, entry)| entry.0["id"].clone()).collect()
    }

    /// The ids of all numbered pages; asserts the totals.
    fn by_number(&self, actor: &Actor<'_>, limit: usize, total: usize) -> Vec<Json> {
        let mut ids = Vec::new();
        for page in 1.. {
            let answer = actor.get(format!("{}&limit={limit}&page={page}", self.target())).send();
            let pages = total.div_ceil(limit).max(1);
            answer
                .is(200)
                .shows("/totalDocs", total)
                .shows("/totalPages", pages)
                .shows("/hasNextPage", page < pages);
            ids.extend(answer.each("/id"));
            if page >= pages {
                break;
            }
        }
        ids
    }

    fn by_cursor(&self, actor: &Actor<'_>, limit: usize, total: usize) -> Vec<Json> {
        let (mut ids, mut cursor) = (Vec::new(), Some(String::new()));
        while let Some(from) = cursor {
            let answer =
                actor.get(format!("{}&limit={limit}&count=none&cursor={from}", self.target())).send();
            ids.extend(answer.is(200).each("/id"));
            assert!(ids.len() <= total, "the cursors do not end: {answer}");
            cursor = answer.at("/nextCursor").as_str().map(str::to_owned);
        }
        ids
    }
}

fn column() -> impl Strategy<Value = Column> {
    let data = prop::sample::select(vec!["price", "sku", "title", "tags", "ok", "seo.rank"]);
    let base = vec![
        Column::Id,
        Column::Type,
        Column::Slug,
        Column::Status,
        Column::AuthorId,
        Column::PublishedAt,
        Column::CreatedAt,
        Column::UpdatedAt,
    ];
    prop_oneof![
        4 => data.prop_map(|name| Column::Data(FieldPath::parse(name).unwrap())),
        3 => prop::sample::select(base),
    ]
}

/// A text without commas, because commas separate list items in the query.
fn text() -> impl Strategy<Value = String> {
    let texts = vec![
        "a",
        "ab",
        "A",
        "b",
        "1",
        "2",
        "10",
        "-1",
        "1.5",
        "1e0",
        "-0",
        "9007199254740993",
        "true",
        "false",
        "a-1",
        "draft",
        "published",
        "post",
        "null",
        "2026-03-25T10:01:01.000Z",
        "'",
        "%",
        "_",
        "é",
        "É",
        "2026-03-25",
        "&",
        "]",
    ];
    prop::sample::select(texts).prop_map(str::to_owned)
}

fn op() -> impl Strategy<Value = Op> {
    let literal = || text().prop_map(Literal::new);
    let list = || prop::collection::vec(literal(), 0..4);
    prop_oneof![
        literal().prop_map(Op::Eq),
        literal().prop_map(Op::Ne),
        literal().prop_map(Op::Gt),
        literal().prop_map(Op::Gte),
        literal().prop_map(Op::Lt),
        literal().prop_map(Op::Lte),
        list().prop_map(Op::In),
        list().prop_map(Op::NotIn),
        text().prop_map(Op::Contains),
        text().prop_map(Op::StartsWith),
        Just(Op::Null),
        Just(Op::NotNull),
    ]
}

/// A condition, mostly with a value of the column's type.
fn condition_of_any_type() -> impl Strategy<Value = Filter> {
    (column(), op(), 0..8).prop_map(|(column, op, chance)| {
        let fitting = |literal: Literal| match &column {
            _ if chance == 0 => literal,
            Column::PublishedAt | Column::CreatedAt | Column::UpdatedAt => {
                Literal::new("2026-03-25T10:01:01.000Z")
            }
            Column::Id | Column::AuthorId => Literal::new(SOMEBODY),
            Column::Status if literal.text() != "draft" => Literal::new("published"),
            Column::Data(path) if path.as_str() == "price" && literal.number().is_none() => {
                Literal::new("10")
            }
            _ => literal,
        };
        let all = |list: Vec<Literal>| list.into_iter().map(fitting).collect();
        let op = match op {
            Op::Eq(one) => Op::Eq(fitting(one)),
            Op::Ne(one) => Op::Ne(fitting(one)),
            Op::Gt(one) => Op::Gt(fitting(one)),
            Op::Gte(one) => Op::Gte(fitting(one)),
            Op::Lt(one) => Op::Lt(fitting(one)),
            Op::Lte(one) => Op::Lte(fitting(one)),
            Op::In(list) => Op::In(all(list)),
            Op::NotIn(list) => Op::NotIn(all(list)),
            other => other,
        };
        Filter::Is(column, op)
    })
}

fn filter() -> impl Strategy<Value = Filter> {
    condition_of_any_type().prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Filter::And),
            prop::collection::vec(inner, 1..4).prop_map(Filter::Or),
        ]
    })
}

fn query() -> impl Strategy<Value = ListQuery> {
    let key = (column(), any::<bool>()).prop_map(|(column, descending)| SortKey { column, descending });
    let sort = prop::collection::vec(key, 0..3);
    (prop::option::of(filter()), sort, any::<bool>(), any::<bool>())
        .prop_map(|(filter, sort, is_typed, sees_all)| ListQuery { filter, sort, is_typed, sees_all })
}

fn document() -> impl Strategy<Value = (&'static str, Json)> {
    let whole = [0_i64, 1, 2, 10, -1, 9_007_199_254_740_993, 9_007_199_254_740_995, i64::MAX];
    let price = prop_oneof![
        Just(Json::Null),
        prop::sample::select(whole.to_vec()).prop_map(Json::from),
        Just(json!(1.5)),
        Just(json!(9_007_199_254_740_994.0)),
    ];
    let word = || prop::sample::select(vec!["a", "ab", "B", "10", "2", "é", "' % _"]);
    let tags = prop::sample::select(vec![
        json!(["a", "b"]),
        json!([]),
        json!({ "x": 1 }),
        json!(3),
        json!(i64::MIN),
        json!("a"),
    ]);
    let status = prop::sample::select(vec!["draft", "published", "archived"]);
    let data = (price, prop::option::of(word()), word(), tags, prop::option::of(any::<bool>()), -1_i64..3);
    (status, data).prop_map(|(status, (price, sku, title, tags, ok, rank))| {
        (status, json!({ "price": price, "sku": sku, "title": title, "tags": tags, "ok": ok, "seo": { "rank": rank } }))
    })
}

fn create(weft: &Weft, documents: &[(&str, Json)]) -> Vec<Entry> {
    let post = a_type("post")
        .field("price", "number")
        .with("indexed", true)
        .field("sku", "text")
        .with("indexed", true);
    post.field("title", "text").create(&weft.admin());
    let create = |(at, (status, data)): (usize, &(&str, Json))| {
        if at % 2 == 1 {
            weft.tick();
        }
        let mut document =
            a_document("post").slug(&format!("{}-{at}", ["a", "b", "B", "é"][at % 3])).status(status);
        for (name, value) in data.as_object().unwrap() {
            document = document.set(name, value.clone());
        }
        Entry(document.create(&weft.admin()).json())
    };
    documents.iter().enumerate().map(create).collect()
}

#[test]
fn lists_match_the_reference_evaluator() {
    let config = Config { cases: 40, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let documents = prop::collection::vec(document(), 0..20);
    let questions = prop::collection::vec(query(), 1..6);
    let run = |(documents, questions, limit): (Vec<(&str, Json)>, Vec<ListQuery>, usize)| {
        let weft = Weft::start();
        let entries = create(&weft, &documents);
        for query in questions {
            let actor = if query.sees_all { weft.admin() } else { weft.reader() };
            let is_refused = query.filter.as_ref().is_some_and(|filter| !is_typed(filter, query.is_typed));
            if is_refused {
                actor.get(query.target()).send().is_error(422, "VALIDATION_ERROR");
                continue;
            }
            let expected = query.expected(&entries);
            prop_assert_eq!(&query.by_number(&actor, limit, expected.len()), &expected, "{}", query.target());
            prop_assert_eq!(&query.by_cursor(&actor, limit, expected.len()), &expected, "{}", query.target());
        }
        Ok(())
    };
    runner.run(&(documents, questions, 1..7_usize), run).unwrap();
}
