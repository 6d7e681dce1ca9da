//! `GET /api/content`: pages by number and by cursor.

use serde_json::{Value, json};
use weft_tests::{Actor, Weft, a_document, a_type};

/// Creates five published pages `a` to `e`, one per second.
fn five(weft: &Weft) {
    a_type("page").field("title", "text").field("group", "number").create(&weft.admin());
    for (title, group) in [("a", 1), ("b", 2), ("c", 1), ("d", 2), ("e", 1)] {
        a_document("page")
            .slug(title)
            .set("title", title)
            .set("group", group)
            .published()
            .create(&weft.editor());
        weft.tick();
    }
}

/// Follows `nextCursor` to the end; returns all titles and the number of requests.
#[track_caller]
fn walk(actor: &Actor<'_>, query: &str) -> (Vec<Value>, usize) {
    let (mut titles, mut cursor, mut pages) = (Vec::new(), String::new(), 0);
    loop {
        let answer = actor.get(format!("/api/content?{query}&cursor={cursor}")).send();
        answer
            .is(200)
            .shows("/page", Value::Null)
            .shows("/nextPage", Value::Null)
            .shows("/prevPage", Value::Null);
        titles.extend(answer.each("/data/title"));
        pages += 1;
        let next = answer.at("/nextCursor");
        answer.shows("/hasNextPage", next.is_string());
        assert_eq!(answer.header("link").contains("rel=\"next\""), next.is_string(), "{answer}");
        match next.as_str() {
            Some(next) => cursor = next.to_owned(),
            None => return (titles, pages),
        }
        assert!(pages < 20, "the cursors do not end");
    }
}

#[test]
fn numbered_pages_state_their_position() {
    let weft = Weft::start();
    five(&weft);
    let page = |number: i64| weft.reader().get(format!("/api/content?limit=2&page={number}")).send();
    let envelope = |number: i64| {
        let mut envelope = page(number).is(200).json();
        envelope.as_object_mut().unwrap().remove("docs");
        envelope
    };
    assert_eq!(page(1).each("/slug"), ["e", "d"]);
    assert_eq!(page(3).each("/slug"), ["a"]);
    let of = |page: i64, next: Value, prev: Value| {
        json!({
            "totalDocs": 5, "limit": 2, "totalPages": 3, "page": page, "hasNextPage": next.is_number(),
            "hasPrevPage": prev.is_number(), "nextPage": next, "prevPage": prev
        })
    };
    assert_eq!(envelope(1), of(1, json!(2), Value::Null));
    assert_eq!(envelope(2), of(2, json!(3), json!(1)));
    assert_eq!(envelope(3), of(3, Value::Null, json!(2)));
}

#[test]
fn a_page_beyond_the_last_is_empty() {
    let weft = Weft::start();
    five(&weft);
    let answer = weft.reader().get("/api/content?limit=2&page=9").send();
    answer.is(200).shows("/docs", json!([])).shows("/totalDocs", 5).shows("/totalPages", 3).shows("/page", 9);
    answer.shows("/hasNextPage", false).shows("/hasPrevPage", true);
}

#[test]
fn limits_are_clamped_and_far_pages_are_refused() {
    let weft = Weft::start();
    five(&weft);
    let limit = |text: &str| weft.reader().get(format!("/api/content?limit={text}")).send().at("/limit");
    assert_eq!([limit("1"), limit("100"), limit("101"), limit("1000000"), limit("")], [1, 100, 100, 100, 20]);
    weft.reader().get("/api/content?limit=100&page=10000").send().is(200);
    weft.reader().get("/api/content?limit=100&page=10002").send().is_error(422, "VALIDATION_ERROR");
}

#[test]
fn the_link_header_names_the_neighbouring_pages() {
    let weft = Weft::start();
    five(&weft);
    let link =
        |query: &str| weft.reader().get(format!("/api/content?{query}")).send().header("link").to_owned();
    let middle = link("type=page&limit=2&page=2&filters[data.group][$gt]=0");
    for (relation, page) in [("next", 3), ("prev", 1), ("first", 1)] {
        let found = middle.split(", <").find(|part| part.contains(&format!("rel=\"{relation}\"")));
        let found = found.unwrap_or_else(|| panic!("no {relation} in {middle}"));
        let target = found.trim_start_matches('<').split('>').next().unwrap();
        let (_, path) = target.split_once("/api/").expect("a URL of the API");
        let answer = weft.reader().get(format!("/api/{path}")).send();
        answer.is(200).shows("/page", page).shows("/limit", 2).shows("/totalDocs", 5);
    }
    assert!(!link("limit=2").contains("rel=\"prev\"") && !link("limit=2&page=3").contains("rel=\"next\""));
}

#[test]
fn without_a_count_a_page_states_only_whether_another_follows() {
    let weft = Weft::start();
    five(&weft);
    let page =
        |number: i64| weft.reader().get(format!("/api/content?limit=3&count=none&page={number}")).send();
    page(1)
        .is(200)
        .shows("/totalDocs", Value::Null)
        .shows("/totalPages", Value::Null)
        .shows("/hasNextPage", true);
    page(2).shows("/hasNextPage", false).shows("/hasPrevPage", true);
    assert_eq!(page(2).each("/slug"), ["b", "a"]);
    weft.reader().get("/api/content?count=exact").send().shows("/totalDocs", 5);
}

#[test]
fn cursors_return_every_document_once_in_every_order() {
    let weft = Weft::start();
    five(&weft);
    for sort in [
        "",
        "sort=slug",
        "sort=-data.title",
        "sort=data.group",
        "sort=-data.group,data.title",
        "sort=data.group,-createdAt",
        "sort=data.nothing",
        "sort=-publishedAt,data.nothing,slug,status,id",
        "type=page&sort=data.group",
        "type=page&filters[data.group][$gte]=1&sort=-data.group",
    ] {
        let all = weft.reader().get(format!("/api/content?{sort}&limit=100")).send().each("/data/title");
        assert_eq!(all.len(), 5);
        for limit in 1..=5 {
            let (walked, _) = walk(&weft.reader(), &format!("{sort}&limit={limit}"));
            assert_eq!(walked, all, "{sort} by {limit}");
        }
    }
}

#[test]
fn a_cursor_list_has_totals_unless_count_is_none() {
    let weft = Weft::start();
    five(&weft);
    weft.reader().get("/api/content?limit=2&cursor=").send().shows("/totalDocs", 5).shows("/totalPages", 3);
    let answer = weft.reader().get("/api/content?limit=2&cursor=&count=none").send();
    answer.shows("/totalDocs", Value::Null).shows("/hasNextPage", true);
}

#[test]
fn a_cursor_neither_repeats_nor_skips_documents_after_an_insertion() {
    let weft = Weft::start();
    five(&weft);
    let first = weft.reader().get("/api/content?limit=2&cursor=").send();
    a_document("page").set("title", "new").published().create(&weft.editor());
    let (rest, _) = {
        let next = first.text_at("/nextCursor");
        let answer = weft.reader().get(format!("/api/content?limit=10&cursor={next}")).send();
        (answer.each("/data/title"), ())
    };
    assert_eq!([first.each("/data/title"), rest].concat(), ["e", "d", "c", "b", "a"]);
}

#[test]
fn a_cursor_is_refused_for_another_order() {
    let weft = Weft::start();
    five(&weft);
    let cursor = weft.reader().get("/api/content?limit=2&sort=slug&cursor=").send().text_at("/nextCursor");
    for sort in ["sort=-data.title", "sort=slug,data.title", "sort=data.group"] {
        weft.reader()
            .get(format!("/api/content?{sort}&cursor={cursor}"))
            .send()
            .is_error(422, "VALIDATION_ERROR");
    }
    let changed = format!("{}x", &cursor[..cursor.len() - 1]);
    for wrong in ["a", "%00", "W10", "eyJhIjoxfQ", &changed] {
        let status = weft.reader().get(format!("/api/content?sort=slug&cursor={wrong}")).send().status();
        assert!(status == 422 || (wrong == changed && status == 200), "{wrong}: {status}");
    }
}

#[test]
fn a_cursor_discloses_no_hidden_documents() {
    let weft = Weft::start();
    five(&weft);
    a_document("page").set("title", "secret").create(&weft.editor());
    let cursor = weft.admin().get("/api/content?draft=true&limit=1&cursor=").send().text_at("/nextCursor");
    let answer = weft.reader().get(format!("/api/content?cursor={cursor}")).send();
    assert_eq!(answer.is(200).each("/data/title"), ["e", "d", "c", "b", "a"]);
    let other = weft.other_site().admin().get(format!("/api/content?draft=true&cursor={cursor}")).send();
    assert!(other.status() == 422 || other.each("/id").is_empty(), "{other}");
}
