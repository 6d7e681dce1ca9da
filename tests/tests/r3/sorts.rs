//! `GET /api/content?sort=`

use serde_json::{Value, json};
use weft_tests::{Weft, a_document, a_type};

/// Creates products with missing, duplicate and mixed values.
fn products(weft: &Weft, indexed: bool) {
    let types = a_type("product")
        .field("price", "number")
        .with("indexed", indexed)
        .field("title", "text")
        .with("indexed", indexed);
    types.field("any", "json").create(&weft.admin());
    for (slug, price, title) in [
        ("a", json!(10), json!("beta")),
        ("b", json!(9), json!("Alpha")),
        ("c", json!(-1.5), json!("alpha")),
        ("d", json!(10), json!("äther")),
        ("e", Value::Null, json!("")),
    ] {
        a_document("product")
            .slug(slug)
            .set("price", price)
            .set("title", title)
            .published()
            .create(&weft.editor());
        weft.tick();
    }
    a_document("product").slug("f").set("any", json!({ "n": 3 })).published().create(&weft.editor());
}

fn slugs(weft: &Weft, query: &str) -> String {
    let answer = weft.reader().get(format!("/api/content?{query}")).send();
    answer.is(200).each("/slug").iter().map(|slug| slug.as_str().unwrap_or("?").to_owned()).collect()
}

#[test]
fn numbers_sort_numerically_and_empty_values_are_adjacent() {
    for indexed in [false, true] {
        let weft = Weft::start();
        products(&weft, indexed);
        let up = slugs(&weft, "type=product&sort=data.price");
        let down = slugs(&weft, "type=product&sort=-data.price");
        assert_eq!(up.replace(['e', 'f'], ""), "cbad", "indexed: {indexed}");
        assert!(
            down.replace(['e', 'f'], "").starts_with('d') || down.replace(['e', 'f'], "").starts_with('a'),
            "{down}"
        );
        assert!(down.replace(['e', 'f'], "").ends_with("bc"), "{down}");
        assert!(up.contains("ef") || up.contains("fe"), "null and missing values are not adjacent: {up}");
    }
}

#[test]
fn an_index_does_not_change_the_order() {
    let sorts = [
        "sort=data.price",
        "sort=-data.price",
        "sort=data.title",
        "sort=-data.title",
        "sort=-data.price,data.title",
        "sort=data.title,-data.price,slug",
        "sort=data.any",
        "sort=-data.any.n",
    ];
    let orders = [false, true].map(|indexed| {
        let weft = Weft::start();
        products(&weft, indexed);
        sorts.map(|sort| (slugs(&weft, &format!("type=product&{sort}")), slugs(&weft, sort)))
    });
    assert_eq!(orders[0], orders[1]);
    assert!(orders[0].iter().all(|(typed, all)| typed == all), "{:?}", orders[0]);
}

#[test]
fn several_sort_keys_apply_in_sequence() {
    let weft = Weft::start();
    products(&weft, false);
    assert_eq!(slugs(&weft, "sort=-data.price,slug&filters[data.price][$notNull]=true"), "adbc");
    assert_eq!(slugs(&weft, "sort=-data.price,-slug&filters[data.price][$notNull]=true"), "dabc");
    assert_eq!(slugs(&weft, "sort=-data.price&sort=slug&filters[data.price][$notNull]=true"), "adbc");
}

#[test]
fn base_columns_sort() {
    let weft = Weft::start();
    products(&weft, false);
    for column in ["createdAt", "publishedAt", "updatedAt", "slug"] {
        assert_eq!(slugs(&weft, &format!("sort={column}")), "abcdef", "{column}");
        assert_eq!(slugs(&weft, &format!("sort=-{column}")), "fedcba", "{column}");
    }
    for column in ["id", "type", "status", "authorId"] {
        assert_eq!(slugs(&weft, &format!("sort={column}")).len(), 6, "{column}");
    }
}

#[test]
fn the_sorts_of_the_reference_work() {
    let weft = Weft::start();
    products(&weft, false);
    for sort in ["sort=-publishedAt", "sort=publishedAt", "sort=-publishedAt,data.title"] {
        assert_eq!(slugs(&weft, sort).len(), 6);
    }
}
