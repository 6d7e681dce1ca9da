//! Tests of `query`.

use super::*;
use proptest::prelude::*;
use weft_domain::query::{
    CONDITIONS_MAX, Cursor, DEPTH_MAX, LIST_MAX, Literal, MemberSelection, Page, SORT_MAX, Value,
    is_field_name,
};

/// The filter, written short: `And[slug Eq "a", …]`.
fn short(filter: &Filter) -> String {
    match filter {
        Filter::And(parts) => format!("And[{}]", parts.iter().map(short).collect::<Vec<_>>().join(", ")),
        Filter::Or(parts) => format!("Or[{}]", parts.iter().map(short).collect::<Vec<_>>().join(", ")),
        Filter::Is(column, op) => {
            let column = match column {
                Column::Data(path) => format!("data.{path}"),
                other => format!("{other:?}"),
            };
            let texts = |list: &[Literal]| list.iter().map(Literal::text).collect::<Vec<_>>().join("|");
            let op = match op {
                Op::Eq(l) => format!("= {}", l.text()),
                Op::Ne(l) => format!("!= {}", l.text()),
                Op::Gt(l) => format!("> {}", l.text()),
                Op::Gte(l) => format!(">= {}", l.text()),
                Op::Lt(l) => format!("< {}", l.text()),
                Op::Lte(l) => format!("<= {}", l.text()),
                Op::In(list) => format!("in {}", texts(list)),
                Op::NotIn(list) => format!("not in {}", texts(list)),
                Op::Contains(text) => format!("contains {text}"),
                Op::StartsWith(text) => format!("starts {text}"),
                Op::Null => "null".to_owned(),
                Op::NotNull => "not null".to_owned(),
            };
            format!("{column} {op}")
        }
    }
}

fn filter(query: &str) -> String {
    list(query).map(|q| q.filter.as_ref().map(short).unwrap_or_default()).unwrap_or_else(told)
}

/// An error, written short: `path code`.
fn told(error: Error) -> String {
    match error {
        Error::Invalid(found) => found.iter().map(|v| format!("{} {}", v.path, v.code)).collect(),
        other => format!("{other:?}"),
    }
}

fn wrong(query: &str) -> String {
    list(query).map(|q| format!("{q:?}")).map_or_else(told, |q| format!("accepted: {q}"))
}

#[test]
fn nothing_asked_is_the_first_page_of_what_visitors_see() {
    for query in ["", "websiteId=7&filter[x]=1&where=x", "limit=&page=&sort=&fields=&type=&draft=&count="] {
        let q = list(query).unwrap();
        assert_eq!(
            (q.collection, q.statuses, q.visibility),
            (None, vec![], Visibility::Published),
            "{query}"
        );
        assert_eq!((q.page, q.limit, q.count), (Page::Number(1), 20, true));
        assert_eq!((q.filter, q.sort, q.projection), (None, vec![], Projection::default()));
    }
}

#[test]
fn every_operator() {
    let value = |operator: &str| if operator.ends_with("ull") { "true" } else { "a,b" };
    let expected = [
        "= a,b",
        "!= a,b",
        "> a,b",
        ">= a,b",
        "< a,b",
        "<= a,b",
        "in a|b",
        "not in a|b",
        "contains a,b",
        "starts a,b",
        "null",
        "not null",
    ];
    for (operator, expected) in operator::OPERATORS.into_iter().zip(expected) {
        let query = format!("filters[data.x][{operator}]={}", value(operator));
        assert_eq!(filter(&query), format!("data.x {expected}"), "{operator}");
    }
}

#[test]
fn filters_say_what_they_mean() {
    for (query, expected) in [
        // R3's reference, line by line.
        ("filters[type][$ne]=page", "Type != page"),
        ("filters[data.price][$gt]=100", "data.price > 100"),
        ("filters[publishedAt][$lt]=2026-01-01", "PublishedAt < 2026-01-01T00:00:00.000Z"),
        ("filters[type][$notIn]=internal", "Type not in internal"),
        ("filters[slug][$startsWith]=blog-", "Slug starts blog-"),
        ("filters[publishedAt][$null]=true", "PublishedAt null"),
        ("filters[data.tags][$contains]=nextjs", "data.tags contains nextjs"),
        // The rest.
        ("filters[slug]=a", "Slug = a"),
        ("filters%5Bslug%5D%5B%24eq%5D=a%20b", "Slug = a b"),
        ("filters[data.seo.title][$eq]=", "data.seo.title = "),
        ("filters[publishedAt][$null]=false", "PublishedAt not null"),
        ("filters[publishedAt][$notNull]=false", "PublishedAt null"),
        ("filters[slug][$in]=", "Slug in "),
        ("filters[createdAt][$gte]=2026-01-01T01:00:00%2B01:00", "CreatedAt >= 2026-01-01T00:00:00.000Z"),
        ("filters[updatedAt][$eq]=2026-01-01T00:00:00Z", "UpdatedAt = 2026-01-01T00:00:00.000Z"),
        ("filters[createdAt][$gte]=2026-01-01T01:00:00+01:00", "CreatedAt >= 2026-01-01T00:00:00.000Z"),
        ("filters[createdAt][$startsWith]=2026", "CreatedAt starts 2026"),
        (
            "filters[authorId]=018F3F70-1C2D-7ABC-8DEF-0123456789AB",
            "AuthorId = 018f3f70-1c2d-7abc-8def-0123456789ab",
        ),
        ("filters[id][$startsWith]=018F", "Id starts 018f"),
        ("filters[data.day][$lt]=2026-01-01", "data.day < 2026-01-01"),
        ("filters[data.n][$gt]=1&filters[data.n][$lt]=9", "And[data.n > 1, data.n < 9]"),
        ("filters[data.n][$gt]=1&filters[data.n][$gt]=2", "And[data.n > 1, data.n > 2]"),
    ] {
        assert_eq!(filter(query), expected, "{query}");
    }
}

#[test]
fn values_are_of_their_columns_types() {
    for parameter in [
        "filters[createdAt][$gte]=yesterday",
        "filters[createdAt][$lt]=2020-13-45",
        "filters[updatedAt]=2026",
        "filters[publishedAt][$in]=2026-01-01,soon",
        "filters[publishedAt][$ne]=",
        "filters[authorId]=me",
        "filters[id][$notIn]={018f3f70-1c2d-7abc-8def-0123456789ab}",
        "filters[status]=deleted",
        "filters[$or][0][createdAt][$lte]=1774432800",
    ] {
        let name = parameter.split('=').next().unwrap();
        assert_eq!(wrong(parameter), format!("{name} type"));
    }
}

#[test]
fn a_field_that_is_blamed_is_its_parameter() {
    let blamed = |query: &str| match blame(query, Error::invalid("data.price", "type", "must be a number")) {
        Error::Invalid(found) => found[0].path.clone(),
        other => format!("{other:?}"),
    };
    assert_eq!(blamed("sort=data.price&filters%5Bdata.price%5D[$gt]=x"), "filters[data.price][$gt]");
    assert_eq!(blamed("filters[$or][0][data.price]=x"), "filters[$or][0][data.price]");
    assert_eq!(blamed("filters[data.price][$gt]=1&filters[data.price][$lt]=x"), "filters[data.price]");
    assert!(matches!(blame("", Error::Outdated), Error::Outdated));
}

#[test]
fn logic_nests() {
    for (query, expected) in [
        ("filters[$or][0][slug]=a&filters[$or][1][slug]=b", "Or[Slug = a, Slug = b]"),
        ("filters[$or][0][slug]=a", "Slug = a"),
        ("filters[$and][0][slug][$ne]=a&filters[$and][1][data.f][$eq]=true", "And[Slug != a, data.f = true]"),
        ("filters[$or][7][slug]=a&filters[$or][2][slug]=b", "Or[Slug = b, Slug = a]"),
        (
            "filters[$or][0][slug]=a&filters[$or][0][data.x]=1&filters[$or][1][slug]=b",
            "Or[And[Slug = a, data.x = 1], Slug = b]",
        ),
        (
            "filters[$or][0][slug]=a&filters[type][$ne]=x&filters[$or][1][$and][0][slug]=b&filters[$or][1][$and][1][$or][0][data.a]=1&filters[$or][1][$and][1][$or][1][data.b]=2",
            "And[Type != x, Or[Slug = a, And[Slug = b, Or[data.a = 1, data.b = 2]]]]",
        ),
    ] {
        assert_eq!(filter(query), expected, "{query}");
    }
    let deep = |levels: usize| format!("filters{}[slug]=a", "[$or][0]".repeat(levels));
    assert_eq!(filter(&deep(DEPTH_MAX)), "Slug = a");
    assert!(wrong(&deep(DEPTH_MAX + 1)).ends_with(" depth"));
    assert!(wrong(&deep(5000)).starts_with("filters maxLength"));
    // As deep in the tree as on the wire, and then one `Or` and one `And` per level.
    let wide = |levels: usize| {
        (1..=levels)
            .flat_map(|n| {
                let place = "[$or][0]".repeat(n);
                [
                    format!("filters{place}[slug]=a&"),
                    format!("filters{}[$or][1][slug]=b&", "[$or][0]".repeat(n - 1)),
                ]
            })
            .collect::<String>()
    };
    assert!(list(&wide(4)).is_ok());
    assert_eq!(wrong(&wide(5)), "filters depth");
}

#[test]
fn statuses_and_a_type_take_the_fast_path() {
    let fast = |query: &str| {
        let q = list(query).unwrap();
        let statuses: Vec<_> = q.statuses.iter().map(|s| s.as_str()).collect();
        format!(
            "{} {:?} {}",
            q.collection.unwrap_or_default(),
            statuses,
            q.filter.as_ref().map(short).unwrap_or_default()
        )
    };
    for (query, expected) in [
        ("type=blog_post&filters[status][$eq]=published", r#"blog_post ["published"] "#),
        ("filters[status][$in]=published,draft", r#" ["draft", "published"] "#),
        ("filters[$and][0][status]=draft&filters[$and][1][slug]=a", r#" ["draft"] Slug = a"#),
        ("filters[status][$in]=", " [] Status in "),
        ("filters[status][$ne]=draft", " [] Status != draft"),
        ("filters[status]=draft&filters[status]=published", r#" ["draft"] Status = published"#),
        ("filters[$or][0][status]=draft&filters[$or][1][slug]=b", " [] Or[Status = draft, Slug = b]"),
        ("filters[type][$eq]=page", "page [] "),
        ("type=post&filters[type][$eq]=page", "post [] Type = page"),
        ("filters[type][$in]=page", " [] Type in page"),
    ] {
        assert_eq!(fast(query), expected, "{query}");
    }
}

#[test]
fn wrong_filters_are_refused() {
    for (query, expected) in [
        ("filters=x", "filters format"),
        ("filters[", "filters[ format"),
        ("filters[]=x", "filters[] unknown"),
        ("filters[slug]x=1", "filters[slug]x format"),
        ("filters[slug][$eq][0]=x", "filters[slug][$eq][0] format"),
        ("filters[slug][$regex]=x", "filters[slug][$regex] operator"),
        ("filters[slug][eq]=x", "filters[slug][eq] operator"),
        ("filters[slug][]=x", "filters[slug][] operator"),
        ("filters[title]=x", "filters[title] unknown"),
        ("filters[data]=x", "filters[data] unknown"),
        ("filters[SLUG]=x", "filters[SLUG] unknown"),
        ("filters[data.]=x", "filters[data.] path"),
        ("filters[data.a b]=x", "filters[data.a b] path"),
        ("filters[data.a'--]=x", "filters[data.a'--] path"),
        ("filters[data.a.b.c.d.e]=x", "filters[data.a.b.c.d.e] path"),
        ("filters[slug][$null]=1", "filters[slug][$null] option"),
        ("filters[slug][$notNull]=", "filters[slug][$notNull] option"),
        ("filters[$and][slug]=x", "filters[$and][slug] format"),
        ("filters[$and][][slug]=x", "filters[$and][][slug] format"),
        ("filters[$and][-1][slug]=x", "filters[$and][-1][slug] format"),
        ("filters[$and][99999][slug]=x", "filters[$and][99999][slug] format"),
        ("filters[$and][0]=x", "filters[$and][0] format"),
        ("filters[$not][0][slug]=x", "filters[$not][0][slug] unknown"),
    ] {
        assert_eq!(wrong(query), expected, "{query}");
    }
}

#[test]
fn everything_has_a_bound() {
    let conditions = |n: usize| (0..n).map(|n| format!("filters[data.x][$ne]={n}&")).collect::<String>();
    assert!(list(&conditions(CONDITIONS_MAX)).is_ok());
    assert_eq!(wrong(&conditions(CONDITIONS_MAX + 1)), "filters max");
    let members = |n: usize| format!("filters[slug][$in]={}", vec!["x"; n].join(","));
    assert!(list(&members(LIST_MAX)).is_ok());
    assert_eq!(wrong(&members(LIST_MAX + 1)), "filters[slug][$in] max");
    for operator in ["$eq", "$contains", "$startsWith", "$notIn"] {
        let long = |n: usize| format!("filters[slug][{operator}]={}", "x".repeat(n));
        assert!(list(&long(TEXT_MAX)).is_ok());
        assert_eq!(wrong(&long(TEXT_MAX + 1)), format!("filters[slug][{operator}] maxLength"));
    }
    assert_eq!(wrong(&format!("type={}", "x".repeat(TEXT_MAX + 1))), "type maxLength");
    let keys = |n: usize| format!("sort={}", vec!["data.x"; n].join(","));
    assert!(list(&keys(SORT_MAX)).is_ok());
    assert_eq!(wrong(&keys(SORT_MAX + 1)), "sort max");
    assert_eq!(wrong(&format!("fields={}", vec!["x"; LIST_MAX + 1].join(","))), "fields max");
    assert_eq!(wrong(&"a=1&".repeat(501)), "query max");
}

#[test]
fn sorts() {
    let sorted = |query: &str| {
        list(query).map_or_else(told, |q| {
            q.sort
                .iter()
                .map(|key| format!("{}{:?} ", if key.descending { "-" } else { "" }, key.column))
                .collect()
        })
    };
    assert_eq!(sorted("sort=-publishedAt, slug"), "-PublishedAt Slug ");
    assert_eq!(
        sorted("sort=type,status&sort=-id,authorId,createdAt,-updatedAt"),
        "Type Status -Id AuthorId CreatedAt -UpdatedAt "
    );
    assert!(sorted("sort=-data.title").starts_with("-Data("));
    for (query, expected) in [
        ("sort=title", "unknown"),
        ("sort=data", "unknown"),
        ("sort=--slug", "unknown"),
        ("sort=data.a;b", "path"),
    ] {
        assert_eq!(sorted(query), format!("sort {expected}"), "{query}");
    }
}

#[test]
fn selections() {
    let only = |names: &[&str]| MemberSelection::Only(names.iter().map(|n| (*n).to_owned()).collect());
    let except = |names: &[&str]| MemberSelection::Except(names.iter().map(|n| (*n).to_owned()).collect());
    for (query, document, data) in [
        ("fields=title,slug,publishedAt", only(&["slug", "publishedAt", "data", "id"]), only(&["title"])),
        ("fields=slug", only(&["slug", "id"]), MemberSelection::All),
        ("fields=id", only(&["id"]), MemberSelection::All),
        ("fields=data", only(&["data", "id"]), MemberSelection::All),
        ("fields=data,title", only(&["data", "id"]), MemberSelection::All),
        ("fields=data.slug&fields=title,title", only(&["data", "id"]), only(&["slug", "title"])),
        ("fields=-data.body,-data.rawContent", MemberSelection::All, except(&["body", "rawContent"])),
        ("fields=-body,-slug", except(&["slug"]), except(&["body"])),
        ("fields=-data", except(&["data"]), MemberSelection::All),
        ("fields=-id", MemberSelection::All, MemberSelection::All),
    ] {
        assert_eq!(list(query).unwrap().projection, Projection { document, data }, "{query}");
    }
    for (query, expected) in [
        ("fields=title,-slug", "fields mixed"),
        ("fields=-id,slug", "fields mixed"),
        ("fields=data.", "fields path"),
        ("fields=data.seo.title", "fields path"),
        ("fields=a\"b", "fields path"),
        ("fields=-", "fields path"),
    ] {
        assert_eq!(wrong(query), expected, "{query}");
    }
}

#[test]
fn pages_and_limits() {
    for (query, page, limit) in [
        ("page=3&limit=10", 3, 10),
        ("limit=100", 1, 100),
        ("limit=101", 1, 100),
        ("limit=99999999999999999999", 1, 100),
        ("page=10000&limit=100", 10_000, 100),
    ] {
        let q = list(query).unwrap();
        assert_eq!((q.page, q.limit), (Page::Number(page), limit), "{query}");
    }
    for query in ["limit=0", "limit=-1", "limit=ten", "limit=1.5", "limit=+1", "limit=00"] {
        assert_eq!(wrong(query), "limit number", "{query}");
    }
    for (query, expected) in [
        ("page=0", "page number"),
        ("page=x", "page number"),
        ("page=10001&limit=100", "page max"),
        ("page=99999999999999999999", "page max"),
        ("page=1&page=2", "page unique"),
        ("count=all", "count option"),
        ("draft=1", "draft option"),
        ("draft=TRUE", "draft option"),
        ("draft=true&draft=false", "draft unique"),
    ] {
        assert_eq!(wrong(query), expected, "{query}");
    }
    assert!(!list("count=none").unwrap().count);
    assert!(list("count=exact").unwrap().count);
    assert_eq!(list("draft=true").unwrap().visibility, Visibility::All);
    assert_eq!(list("draft=false").unwrap().visibility, Visibility::Published);
}

#[test]
fn cursors() {
    let cursor = |places: usize| Cursor { values: vec![Value::Text("a".into()); places], key: 7 };
    let text = |places| weft_http::cursor::encode(&cursor(places));
    for query in ["cursor=", "cursor", "limit=5&cursor=&page="] {
        assert_eq!(list(query).unwrap().page, Page::After(None), "{query}");
    }
    for (sort, places) in [("", 1), ("slug", 1), ("data.x,-slug", 2), ("data.x", 2), ("slug,data.x", 3)] {
        let ask = |places| format!("sort={sort}&cursor={}", text(places));
        assert_eq!(list(&ask(places)).unwrap().page, Page::After(Some(cursor(places))), "{sort}");
        for other in [places - 1, places + 1] {
            assert_eq!(wrong(&ask(other)), "cursor format", "{sort} with {other}");
        }
    }
    for (query, expected) in [
        ("cursor=x", "cursor format"),
        ("cursor=&page=2", "page mixed"),
        ("cursor=&cursor=", "cursor unique"),
    ] {
        assert_eq!(wrong(query), expected, "{query}");
    }
}

#[test]
fn single_documents_and_other_lists_ask_less() {
    let (visibility, projection) = single("draft=true&fields=-body&limit=x").unwrap();
    assert_eq!(visibility, Visibility::All);
    assert_eq!(projection.data, MemberSelection::Except(vec!["body".to_owned()]));
    assert!(single("draft=yes").is_err());
    let asked = pages("page=2&sort=title", 100).unwrap();
    assert_eq!(asked, Pages { page: 2, limit: 100 });
    assert!(pages("page=0", 20).is_err());
}

fn columns(filter: &Filter, found: &mut Vec<Column>) {
    match filter {
        Filter::And(parts) | Filter::Or(parts) => parts.iter().for_each(|part| columns(part, found)),
        Filter::Is(column, _) => found.push(column.clone()),
    }
}

/// Texts that look like what the parsers know, and texts that do not.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "filters[",
            "][",
            "]",
            "[$or][0]",
            "[$and][1]",
            "$eq",
            "$in",
            "$null",
            "slug",
            "status",
            "type",
            "data.",
            "data",
            "title",
            "id",
            "-",
            ",",
            ".",
            "=",
            "&",
            "sort=",
            "fields=",
            "page=",
            "limit=",
            "cursor=",
            "draft=",
            "count=none",
            "true",
            "99",
            "'--",
            "\"",
            "%00",
            "%5B",
            "%ff",
            ";DROP TABLE entry",
            "$.",
            "/*",
            "type=",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,6}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Whatever is asked, nothing panics, and every name in the question is of a closed alphabet.
    #[test]
    fn no_text_of_a_request_becomes_a_name(words in prop::collection::vec(word(), 0..24)) {
        let query = words.concat();
        let _ = pages(&query, 20);
        let _ = single(&query);
        if let Ok(q) = list(&query) {
            let mut named: Vec<Column> = q.sort.iter().map(|key| key.column.clone()).collect();
            if let Some(filter) = &q.filter {
                columns(filter, &mut named);
            }
            for column in named {
                if let Column::Data(path) = column {
                    prop_assert!(path.segments().all(is_field_name), "{path}");
                }
            }
            if let MemberSelection::Only(names) | MemberSelection::Except(names) = &q.projection.document {
                prop_assert!(names.iter().all(|name| crate::view::DOCUMENT.iter().any(|(known, _)| known == name)));
            }
            if let MemberSelection::Only(names) | MemberSelection::Except(names) = &q.projection.data {
                prop_assert!(names.iter().all(|name| is_field_name(name)), "{names:?}");
            }
            prop_assert!((1..=LIMIT_MAX).contains(&q.limit));
        }
    }

    /// Any pair of a column or not and a value: refused, or a literal.
    #[test]
    fn values_stay_values(name in "[a-zA-Z.'\"$; -]{0,12}", value in "\\PC{0,40}") {
        let query: String = form(&[(&format!("filters[data.{name}][$eq]"), &value), (&format!("filters[{name}][$in]"), &value)]);
        if let Ok(q) = list(&query) {
            prop_assert!(q.filter.is_some() || q.collection.is_some() || !q.statuses.is_empty());
        }
    }
}

fn form(pairs: &[(&str, &str)]) -> String {
    let escape = |text: &str| text.bytes().map(|b| format!("%{b:02X}")).collect::<String>();
    pairs.iter().map(|(name, value)| format!("{}={}&", escape(name), escape(value))).collect()
}
