//! `GET /api/content?filters[…]`: every operator of R3's reference on base columns and on fields,
//! with and without an index.

use serde_json::{Value, json};
use weft_tests::{Weft, a_document, a_type};

/// Published products `a` to `e`, a day apart, and a draft `x`. `e` has no price and no title.
fn products(indexed: bool) -> Weft {
    let weft = Weft::start();
    let types = a_type("product")
        .field("price", "number")
        .with("indexed", indexed)
        .field("title", "text")
        .with("indexed", indexed);
    let types = types.field("tags", "tags").field("featured", "boolean").with("indexed", indexed);
    types.field("meta", "json").create(&weft.admin());
    a_type("page").create(&weft.admin());
    let day = std::time::Duration::from_secs(86_400);
    for (slug, price, title, tags, featured) in [
        ("a", 50.0, "Hello World", json!(["nextjs", "cms"]), true),
        ("b", 100.0, "hello again", json!(["rust"]), false),
        ("c", 100.5, "Goodbye", json!([]), true),
        ("d", 9.0, "100%_\\ off", json!(["NextJS-Pro"]), false),
    ] {
        let product = a_document("product").slug(slug).set("price", price).set("title", title);
        product.set("tags", tags).set("featured", featured).published().create(&weft.editor());
        weft.clock().advance(day);
    }
    let meta = json!({ "size": { "w": 10, "name": "big" }, "list": [1, 2] });
    a_document("product")
        .slug("e")
        .set("price", Value::Null)
        .set("meta", meta)
        .published()
        .create(&weft.editor());
    a_document("product").slug("x").set("price", 77).set("title", "Hello draft").create(&weft.editor());
    weft
}

/// Asserts which published documents filters find, with and without an index, with and without
/// `type`.
#[track_caller]
fn finds(cases: &[(&str, &str)]) {
    for indexed in [false, true] {
        let weft = products(indexed);
        weft.reader().get("/api/content?filters[data.price]=0").send().is(200);
        for (filters, expected) in cases {
            for scope in ["", "type=product&"] {
                let answer = weft.reader().get(format!("/api/content?{scope}sort=slug&{filters}")).send();
                let found: String = answer.is(200).each("/slug").iter().filter_map(Value::as_str).collect();
                assert_eq!(found, *expected, "{scope}{filters}, indexed: {indexed}");
                answer.shows("/totalDocs", expected.len()).costs(1);
            }
        }
    }
}

#[test]
fn eq_and_ne_compare_values() {
    finds(&[
        ("filters[data.price][$eq]=100", "b"),
        ("filters[data.price][$eq]=100.0", "b"),
        ("filters[data.title][$eq]=Goodbye", "c"),
        ("filters[data.title][$eq]=goodbye", ""),
        ("filters[data.featured][$eq]=true", "ac"),
        ("filters[data.featured][$eq]=false", "bd"),
        ("filters[data.price][$ne]=100", "acd"),
        ("filters[data.title][$ne]=Goodbye", "abd"),
        ("filters[slug][$eq]=a", "a"),
        ("filters[slug]=a", "a"),
        ("filters[slug][$ne]=a", "bcde"),
        ("filters[status][$eq]=published", "abcde"),
        ("filters[status][$ne]=published", ""),
        ("filters[type][$ne]=page", "abcde"),
        ("filters[type][$eq]=nothing", ""),
        ("filters[data.nothing][$eq]=1", ""),
        ("filters[data.nothing][$ne]=1", ""),
    ]);
}

#[test]
fn gt_gte_lt_and_lte_compare_values() {
    finds(&[
        ("filters[data.price][$gt]=100", "c"),
        ("filters[data.price][$gte]=100", "bc"),
        ("filters[data.price][$lt]=100", "ad"),
        ("filters[data.price][$lte]=100", "abd"),
        ("filters[data.price][$gt]=9&filters[data.price][$lt]=100.5", "ab"),
        ("filters[data.title][$gt]=Hello%20World", "b"),
        ("filters[data.title][$lt]=Hello", "cd"),
        ("filters[slug][$gte]=d", "de"),
        ("filters[data.price][$gt]=-1e3", "abcd"),
    ]);
}

#[test]
fn datetimes_match_in_every_notation() {
    finds(&[
        ("filters[publishedAt][$lt]=2026-03-26", "a"),
        ("filters[publishedAt][$lte]=2026-03-26T10:01:00.000Z", "ab"),
        ("filters[publishedAt][$lte]=2026-03-26T12:01:00%2B02:00", "ab"),
        ("filters[createdAt][$gte]=2026-03-27T10:01:00Z", "cde"),
        ("filters[updatedAt][$gt]=2026-03-27T10:01:00Z", "de"),
        ("filters[createdAt][$eq]=2026-03-25T10:01:00Z", "a"),
        ("filters[createdAt][$in]=2026-03-25T10:01:00Z,2026-03-26T10:01:00Z", "ab"),
        ("filters[createdAt][$startsWith]=2026-03-26", "b"),
    ]);
}

#[test]
fn in_and_not_in_compare_with_lists() {
    finds(&[
        ("filters[slug][$in]=a,c,nothing", "ac"),
        ("filters[slug][$notIn]=a,c", "bde"),
        ("filters[data.price][$in]=9,100.5", "cd"),
        ("filters[data.price][$notIn]=9,100.5", "ab"),
        ("filters[data.title][$in]=Goodbye,hello%20again", "bc"),
        ("filters[slug][$in]=", ""),
        ("filters[slug][$notIn]=", "abcde"),
        ("filters[status][$in]=draft,published", "abcde"),
        ("filters[type][$notIn]=internal", "abcde"),
    ]);
}

#[test]
fn contains_and_starts_with_search_texts() {
    finds(&[
        ("filters[data.title][$contains]=hello", "ab"),
        ("filters[data.title][$contains]=O", "abcd"),
        ("filters[data.title][$contains]=%25_%5C", "d"),
        ("filters[data.title][$contains]=_", "d"),
        ("filters[data.title][$startsWith]=Hello", "a"),
        ("filters[data.title][$startsWith]=100%25", "d"),
        ("filters[data.tags][$contains]=nextjs", "ad"),
        ("filters[data.tags][$contains]=NEXTJS", "ad"),
        ("filters[slug][$startsWith]=a", "a"),
        ("filters[slug][$contains]=B", "b"),
        ("filters[data.meta][$contains]=big", "e"),
    ]);
}

#[test]
fn null_and_not_null_test_for_missing_values() {
    finds(&[
        ("filters[data.price][$null]=true", "e"),
        ("filters[data.price][$null]=false", "abcd"),
        ("filters[data.price][$notNull]=true", "abcd"),
        ("filters[data.price][$notNull]=false", "e"),
        ("filters[data.title][$null]=true", "e"),
        ("filters[data.nothing][$null]=true", "abcde"),
        ("filters[publishedAt][$null]=true", ""),
        ("filters[publishedAt][$notNull]=true", "abcde"),
    ]);
}

#[test]
fn filters_reach_nested_members() {
    finds(&[
        ("filters[data.meta.size.w][$gte]=10", "e"),
        ("filters[data.meta.size.name][$eq]=big", "e"),
        ("filters[data.meta.size.nothing][$null]=true", "abcde"),
    ]);
}

#[test]
fn and_and_or_combine_filters() {
    finds(&[
        ("filters[$and][0][status][$eq]=published&filters[$and][1][data.featured][$eq]=true", "ac"),
        ("filters[$or][0][slug][$eq]=a&filters[$or][1][slug][$eq]=b", "ab"),
        ("filters[$or][0][slug][$eq]=a&filters[$or][0][data.price][$gt]=60&filters[$or][1][slug]=c", "c"),
        (
            "filters[$or][0][data.price][$lt]=10&filters[$or][1][data.price][$gt]=100&filters[data.featured]=true",
            "c",
        ),
        (
            "filters[$and][0][$or][0][slug]=a&filters[$and][0][$or][1][slug]=b&filters[$and][1][$or][0][slug]=b&filters[$and][1][$or][1][slug]=c",
            "b",
        ),
        ("filters[$or][0][status][$eq]=draft&filters[$or][1][status][$eq]=published", "abcde"),
        ("filters[slug][$ne]=a&filters[slug][$ne]=b&filters[data.price][$notNull]=true", "cd"),
    ]);
}

#[test]
fn the_filters_of_the_reference_work() {
    finds(&[
        ("filters[status][$eq]=published", "abcde"),
        ("filters[data.price][$gt]=100", "c"),
        ("filters%5Bdata.price%5D%5B%24gt%5D=100", "c"),
        ("filters[data.tags][$contains]=nextjs", "ad"),
        ("filters[publishedAt][$lt]=2026-01-01", ""),
        ("filters[publishedAt][$lte]=2026-06-30", "abcde"),
    ]);
}

#[test]
fn no_filter_finds_hidden_documents() {
    let weft = products(false);
    for filter in [
        "filters[status][$eq]=draft",
        "filters[slug][$eq]=x",
        "filters[data.price][$eq]=77",
        "filters[data.title][$contains]=draft",
        "filters[publishedAt][$null]=true",
        "filters[$or][0][status]=draft&filters[$or][1][slug]=x",
        "filters[status][$in]=draft,archived",
        "filters[status][$ne]=published",
    ] {
        for actor in [weft.reader(), weft.admin()] {
            actor
                .get(format!("/api/content?{filter}"))
                .send()
                .is(200)
                .shows("/totalDocs", 0)
                .shows("/docs", json!([]));
        }
        weft.admin().get(format!("/api/content?draft=true&{filter}")).send().is(200).shows("/totalDocs", 1);
        weft.other_site()
            .admin()
            .get(format!("/api/content?draft=true&{filter}"))
            .send()
            .shows("/totalDocs", 0);
    }
}

#[test]
fn filters_beyond_their_limits_are_refused() {
    let weft = products(false);
    let many = |count: usize| {
        (0..count).map(|n| format!("filters[$or][{n}][slug]=s{n}")).collect::<Vec<_>>().join("&")
    };
    weft.reader().get(format!("/api/content?{}", many(64))).send().is(200);
    weft.reader().get(format!("/api/content?{}", many(65))).send().is_error(422, "VALIDATION_ERROR");
    let list = |count: usize| (0..count).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
    weft.reader().get(format!("/api/content?filters[slug][$in]={}", list(100))).send().is(200);
    weft.reader()
        .get(format!("/api/content?filters[slug][$in]={}", list(101)))
        .send()
        .is_error(422, "VALIDATION_ERROR");
    let nested = |depth: usize| format!("filters{}[slug]=a", "[$and][0]".repeat(depth));
    weft.reader().get(format!("/api/content?{}", nested(3))).send().is(200);
    weft.reader().get(format!("/api/content?{}", nested(40))).send().is_error(422, "VALIDATION_ERROR");
    weft.reader()
        .get(format!("/api/content?filters[slug]={}", "x".repeat(1001)))
        .send()
        .is_error(422, "VALIDATION_ERROR");
}
