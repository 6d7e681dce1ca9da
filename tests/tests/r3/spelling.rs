//! Equivalent notations of one value: JSON escapes, datetimes, ids, letter case. Whether a value is
//! found does not depend on its notation.

use serde_json::{Value, json};
use weft_tests::{Actor, Answer, Weft, a_document, a_type};

const MEETING: &str = r#"{"type":"meeting","status":"published","data":"#;

/// Creates a published meeting with this JSON text as its data.
#[track_caller]
fn raw(actor: &Actor<'_>, data: &str) -> Answer {
    let answer = actor.post_nothing("/api/content").bytes(format!("{MEETING}{data}}}")).send();
    answer.is(201);
    answer
}

/// The titles of the meetings that a query finds, in the order of the response.
#[track_caller]
fn titles(weft: &Weft, query: &str) -> String {
    let answer = weft.reader().get(format!("/api/content?type=meeting&{query}")).send();
    let titles: Vec<String> =
        answer.is(200).each("/data/title").iter().map(|title| title.as_str().unwrap().to_owned()).collect();
    answer.shows("/totalDocs", titles.len());
    titles.join(" ")
}

/// Creates three meetings, two of which start at the same time, with or without an index on
/// `start`.
fn meetings(weft: &Weft, indexed: bool) {
    let meeting = a_type("meeting").set("slugField", "title").field("title", "text");
    meeting.field("start", "datetime").with("indexed", indexed).create(&weft.admin());
    for (title, start) in [
        ("harbour", "2026-08-21T16:00:00.000Z"),
        ("summit", "2026-08-22T01:00:00+09:00"),
        ("late", "2026-08-22T00:00:00Z"),
    ] {
        a_document("meeting").set("title", title).set("start", start).published().create(&weft.editor());
    }
}

#[test]
fn escapes_and_white_space_in_json_do_not_change_values() {
    let weft = Weft::start();
    let meeting = a_type("meeting").field("title", "text").field("tags", "tags").field("body", "richText");
    meeting.field("meta", "json").create(&weft.admin());
    let document = |text: &str| {
        format!(
            r#"{{"type":"doc","content":[{{"type":"paragraph","content":[{{"type":"text","text":"{text}"}}]}}]}}"#
        )
    };
    let data = |title: &str, tags: &str, text: &str, meta: &str| {
        format!(r#"{{"title":"{title}","tags":{tags},"body":{},"meta":{meta}}}"#, document(text))
    };
    let escaped = data(
        "escaped",
        r#"[ "caf\u00e9" , "x\/y" ]"#,
        r"gr\u00f6\u00dfer",
        r#"{"\u006b":"\u00e9","n": 1.10}"#,
    );
    let plain = data("plain", r#"["café","x/y"]"#, "größer", r#"{"k":"é","n":1.10}"#);
    let first = raw(&weft.editor(), &escaped);
    raw(&weft.editor(), &plain);
    // A PATCH stores the same canonical form as a POST.
    let patched = a_document("meeting").set("title", "patched").published().create(&weft.editor());
    let patch = format!(r#"{{"data":{}}}"#, escaped.replace("escaped", "patched"));
    weft.editor().ask("PATCH", patched.path()).bytes(patch).send().is(200);
    for filter in [
        "filters[data.tags][$contains]=caf%C3%A9",
        "filters[data.tags][$contains]=x/y",
        "filters[data.tags][$eq]=[%22caf%C3%A9%22,%22x/y%22]",
        "filters[data.body][$contains]=gr%C3%B6%C3%9Fer",
        "filters[data.meta][$contains]=%22%C3%A9%22",
        "filters[data.meta.k]=%C3%A9",
        "filters[data.meta][$contains]=1.10",
    ] {
        assert_eq!(titles(&weft, &format!("sort=createdAt&{filter}")), "escaped plain patched", "{filter}");
    }
    assert_eq!(titles(&weft, "filters[data.tags][$contains]=u00e9"), "");
    let path = format!("/api/content/{}", first.text_at("/id"));
    let shown = weft.reader().get(&path).send();
    assert!(shown.text().contains(&plain.replace("plain", "escaped")), "{shown}");
    // A restored version has the same canonical form.
    weft.editor().patch(&path, json!({ "data": { "tags": [] } })).send().is(200);
    let versions = weft.editor().get(format!("{path}/versions?limit=10")).send().at("/docs");
    let old = versions.as_array().unwrap().iter().find(|version| version["version"] == 1).unwrap();
    weft.editor().post_nothing(format!("{path}/restore/{}", old["id"].as_str().unwrap())).send().is(200);
    assert_eq!(
        titles(&weft, "sort=createdAt&filters[data.tags][$contains]=caf%C3%A9"),
        "escaped plain patched"
    );
}

#[test]
fn the_last_value_of_a_repeated_member_wins() {
    let weft = Weft::start();
    a_type("meeting").field("title", "text").field("meta", "json").create(&weft.admin());
    let answer = raw(&weft.editor(), r#"{"title":"x","meta":{"a":1,"b":2,"\u0061":3},"title":"y"}"#);
    assert!(answer.text().contains(r#""data":{"title":"y","meta":{"a":3,"b":2}}"#), "{answer}");
    assert_eq!(titles(&weft, "filters[data.meta.a]=3"), "y");
    assert_eq!(titles(&weft, "filters[data.meta.a]=1"), "");
}

#[test]
fn an_unpaired_surrogate_is_refused() {
    let weft = Weft::start();
    a_type("meeting").field("title", "text").create(&weft.admin());
    let body = format!(r#"{MEETING}{{"title":"\ud800"}}}}"#);
    let answer = weft.editor().post_nothing("/api/content").bytes(body).send();
    answer.is_error(422, "VALIDATION_ERROR");
    assert!(answer.text().contains("surrogate"), "{answer}");
}

#[test]
fn content_types_are_stored_in_canonical_form() {
    let weft = Weft::start();
    let body = r#"{"name":"meeting","label":"Meeting","fields":[
        {"name":"title","type":"text"},{"name":"place","type":"select","config":{"options":["caf\u00e9"]},"defaultValue":"caf\u00e9"}]}"#;
    let made = weft.admin().post_nothing("/api/content-types").bytes(body).send();
    assert!(made.is(201).text().contains(r#""config":{"options":["café"]}"#), "{made}");
    assert!(raw(&weft.editor(), r#"{"title":"x"}"#).text().contains(r#""place":"café""#));
    raw(&weft.editor(), r#"{"title":"y","place":"caf\u00e9"}"#);
    assert_eq!(titles(&weft, "sort=createdAt&filters[data.place]=caf%C3%A9"), "x y");
}

#[test]
fn datetimes_sort_and_compare_chronologically() {
    for indexed in [false, true] {
        let weft = Weft::start();
        meetings(&weft, indexed);
        for (query, found) in [
            ("sort=data.start", "harbour summit late"),
            ("sort=-data.start", "late summit harbour"),
            ("sort=data.start&filters[data.start][$lt]=2026-08-21T17:00:00.000Z", "harbour summit"),
            ("filters[data.start][$gte]=2026-08-21T20:00:00.000Z", "late"),
            ("filters[data.start][$gte]=2026-08-22", "late"),
            ("sort=data.start&filters[data.start]=2026-08-21T18:00:00%2B02:00", "harbour summit"),
            ("sort=data.start&filters[data.start]=2026-08-21T18:00:00+02:00", "harbour summit"),
            ("filters[data.start][$ne]=2026-08-21T16:00:00Z", "late"),
            ("filters[data.start][$in]=2026-08-22T09:00:00%2B09:00,2020-01-01", "late"),
            ("sort=data.start&filters[data.start][$startsWith]=2026-08-21", "harbour summit"),
        ] {
            assert_eq!(titles(&weft, query), found, "{query}, indexed: {indexed}");
        }
    }
}

#[test]
fn datetimes_in_groups_and_arrays_are_stored_in_canonical_form() {
    let weft = Weft::start();
    let at = json!([{ "name": "at", "type": "datetime" }]);
    let meeting = a_type("meeting").field("title", "text").field("one", "group").with("fields", at.clone());
    meeting
        .field("many", "array")
        .with("fields", at)
        .field("all", "array")
        .with("of", "datetime")
        .create(&weft.admin());
    let (sent, stored) = ("2026-08-22T01:00:00+09:00", "2026-08-21T16:00:00.000Z");
    let data =
        |at: &str| json!({ "title": "x", "one": { "at": at }, "many": [{ "at": at }], "all": [at, null] });
    let body = json!({ "type": "meeting", "status": "published", "data": { "title": "x", "one": { "at": sent }, "many": [{ "at": sent }], "all": [sent] } });
    let made = weft.editor().post("/api/content", body).send();
    made.is(201).shows("/data/one/at", stored).shows("/data/many/0/at", stored).shows("/data/all/0", stored);
    assert_eq!(titles(&weft, "filters[data.one.at]=2026-08-21T18:00:00%2B02:00"), "x");
    assert_eq!(titles(&weft, "filters[data.many][$contains]=2026-08-21T16:00"), "x");
    weft.editor()
        .patch(format!("/api/content/{}", made.text_at("/id")), json!({ "data": data(sent) }))
        .send()
        .is(422);
}

#[test]
fn equal_datetimes_violate_uniqueness_in_every_notation() {
    let weft = Weft::start();
    let meeting = a_type("meeting").field("title", "text");
    meeting.field("start", "datetime").with("unique", true).create(&weft.admin());
    let at = |start: &str| json!({ "type": "meeting", "data": { "start": start } });
    weft.editor().post("/api/content", at("2026-08-21T16:00:00.000Z")).send().is(201);
    for same in ["2026-08-22T01:00:00+09:00", "2026-08-21T16:00:00Z", "2026-08-21T16:00:00.0001Z"] {
        weft.editor().post("/api/content", at(same)).send().is_invalid(&["data.start unique"]);
    }
    let other = weft.editor().post("/api/content", at("2026-08-21T16:00:01Z")).send().text_at("/id");
    let change = json!({ "data": { "start": "2026-08-21T18:00:00+02:00" } });
    weft.editor().patch(format!("/api/content/{other}"), change).send().is_invalid(&["data.start unique"]);
}

#[test]
fn a_change_is_canonicalised_by_its_own_content_type() {
    let weft = Weft::start();
    a_type("meeting").field("title", "text").field("start", "datetime").create(&weft.admin());
    a_type("note").field("start", "text").create(&weft.admin());
    a_type("day").field("start", "date").create(&weft.admin());
    let sent = "2026-08-22T02:00:00+02:00";
    for (kind, stored) in [("meeting", "2026-08-22T00:00:00.000Z"), ("note", sent), ("day", "2026-08-22")] {
        let document = a_document(kind).create(&weft.editor());
        let change = json!({ "data": { "start": sent, "other": sent } });
        let changed = weft.editor().patch(document.path(), change).send();
        changed.is(200).shows("/data/start", stored).shows("/data/other", sent).costs(1);
    }
}

#[test]
fn defaults_are_stored_in_canonical_form() {
    let weft = Weft::start();
    let meeting = a_type("meeting").field("title", "text").field("start", "datetime");
    meeting.with("defaultValue", "2026-08-22T01:00:00+09:00").create(&weft.admin());
    let made = a_document("meeting").set("title", "x").published().create(&weft.editor());
    made.answer.shows("/data/start", "2026-08-21T16:00:00.000Z");
    assert_eq!(titles(&weft, "filters[data.start][$lt]=2026-08-21T17:00:00Z"), "x");
}

#[test]
fn a_field_that_becomes_a_datetime_converts_its_values() {
    let weft = Weft::start();
    let fields = |kind: &str, unique: bool| json!({ "fields": [{ "name": "title", "type": "text" }, { "name": "start", "type": kind, "unique": unique }] });
    a_type("meeting").field("title", "text").field("start", "text").create(&weft.admin());
    let mut made = Vec::new();
    for (title, start) in
        [("b", "2026-08-22T01:00:00.5+09:00"), ("a", "2026-08-21T15:00:00Z"), ("c", "some day")]
    {
        made.push(
            a_document("meeting").set("title", title).set("start", start).published().create(&weft.editor()),
        );
    }
    weft.editor()
        .patch(made[1].path(), json!({ "data": { "start": "2026-08-21T17:30:00+02:00" } }))
        .send()
        .is(200);
    weft.admin().patch("/api/content-types/meeting", fields("datetime", false)).send().is(200);
    let shown = |at: usize| weft.reader().get(made[at].path()).send().at("/data/start");
    assert_eq!(
        [shown(0), shown(1), shown(2)],
        ["2026-08-21T16:00:00.500Z", "2026-08-21T15:30:00.000Z", "some day"]
    );
    assert_eq!(titles(&weft, "sort=data.start&filters[data.start][$lt]=2026-08-22"), "a b");
    // Versions keep their stored text; a restore converts the text to a datetime.
    let versions = weft.editor().get(made[1].at("versions")).send().at("/docs");
    let first = versions.as_array().unwrap().iter().find(|version| version["version"] == 1).unwrap();
    assert_eq!(first["data"]["start"], "2026-08-21T15:00:00Z");
    let restored =
        weft.editor().post_nothing(made[1].at(&format!("restore/{}", first["id"].as_str().unwrap()))).send();
    restored.is(200).shows("/data/start", "2026-08-21T15:00:00.000Z");
    // Two notations of one datetime are duplicates for a unique field.
    weft.admin().patch("/api/content-types/meeting", fields("text", false)).send().is(200);
    weft.editor()
        .patch(made[2].path(), json!({ "data": { "start": "2026-08-21T17:00:00+02:00" } }))
        .send()
        .is(200);
    weft.admin()
        .patch("/api/content-types/meeting", fields("datetime", true))
        .send()
        .is_invalid(&["fields[1].unique unique"]);
}

#[test]
fn dates_emails_urls_and_colours_are_stored_in_canonical_form() {
    let weft = Weft::start();
    let types = a_type("meeting").field("title", "text").field("day", "date").field("mail", "email");
    types.field("site", "url").field("color", "color").with("unique", true).create(&weft.admin());
    let data = json!({
        "title": "x", "day": "2026-08-22T02:00:00+02:00", "mail": "Ada@Example.ORG", "site": "HTTPS://Example.org/A", "color": "#FFF"
    });
    let body = json!({ "type": "meeting", "status": "published", "data": data });
    let made = weft.editor().post("/api/content", body).send();
    made.is(201).shows("/data/day", "2026-08-22").shows("/data/mail", "Ada@example.org");
    made.shows("/data/site", "https://example.org/A").shows("/data/color", "#ffffff");
    for filter in [
        "filters[data.day]=2026-08-22T00:00:00Z",
        "filters[data.mail]=Ada@EXAMPLE.org",
        "filters[data.site]=https://EXAMPLE.org/A",
        "filters[data.color]=%23FFFFFF",
    ] {
        assert_eq!(titles(&weft, filter), "x", "{filter}");
    }
    let same = json!({ "type": "meeting", "data": { "color": "#FfFfFfFf" } });
    weft.editor().post("/api/content", same).send().is_invalid(&["data.color unique"]);
}

#[test]
fn ids_are_case_insensitive() {
    let weft = Weft::start();
    let types =
        a_type("meeting").field("title", "text").field("host", "relation").field("guests", "relation");
    types.with("multiple", true).create(&weft.admin());
    let document = a_document("meeting").set("title", "one").published().create(&weft.editor());
    let upper = document.id.to_uppercase();
    assert_ne!(upper, document.id);
    weft.reader().get(format!("/api/content/{upper}")).send().is(200).shows("/id", document.id.as_str());
    let change = json!({ "data": { "title": "two", "host": &upper, "guests": [&upper] } });
    let changed = weft.editor().patch(format!("/api/content/{upper}"), change).send();
    changed.is(200).shows("/data/host", document.id.as_str()).shows("/data/guests/0", document.id.as_str());
    let author = changed.text_at("/authorId").to_uppercase();
    for filter in [
        format!("filters[id]={upper}"),
        format!("filters[id][$in]={upper},{}", document.id),
        format!("filters[id][$startsWith]={}", &upper[..30]),
        format!("filters[authorId]={author}"),
        format!("filters[data.host]={upper}"),
        format!("filters[data.guests][$contains]={upper}"),
    ] {
        assert_eq!(titles(&weft, &filter), "two", "{filter}");
    }
    let guard = changed.etag();
    let again = weft.editor().patch(format!("/api/content/{upper}"), json!({ "data": { "title": "three" } }));
    again.if_match(&guard).send().is(200);
    let versions = weft.editor().get(format!("/api/content/{upper}/versions")).send().is(200).each("/id");
    let version = versions.last().and_then(Value::as_str).unwrap().to_uppercase();
    weft.editor().post_nothing(format!("/api/content/{upper}/restore/{version}")).send().is(200);
    weft.admin().post_nothing(format!("/api/content/{upper}/unpublish")).send().is(200);
    weft.editor().delete(format!("/api/content/{upper}")).send().is(200);
}

#[test]
fn other_uuid_notations_are_malformed_ids() {
    let weft = Weft::start();
    let document = a_document_of_a_page(&weft);
    let bare = document.replace('-', "");
    for other in
        [bare.clone(), format!("%7B{document}%7D"), format!("urn:uuid:{document}"), format!("%20{document}")]
    {
        weft.reader().get(format!("/api/content/{other}")).send().is_error(404, "NOT_FOUND");
        let filter = format!("filters[id]={other}");
        weft.reader().get(format!("/api/content?{filter}")).send().is_invalid(&["filters[id] type"]);
    }
}

fn a_document_of_a_page(weft: &Weft) -> String {
    a_type("page").create(&weft.admin());
    a_document("page").published().create(&weft.editor()).id
}

#[test]
fn contains_ignores_the_case_of_all_letters() {
    for indexed in [false, true] {
        let weft = Weft::start();
        let meeting = a_type("meeting").field("title", "text");
        meeting.field("city", "text").with("indexed", indexed).field("tags", "tags").create(&weft.admin());
        for (title, city) in [
            ("a", "ŁÓDŹ"),
            ("b", "Łódź"),
            ("c", "łódź"),
            ("d", "Köln"),
            ("e", "МОСКВА"),
            ("f", "İSTANBUL"),
            ("g", "ΟΔΟΣ [*?]"),
            ("h", "STRAẞE"),
            ("i", "100%"),
        ] {
            let document = a_document("meeting").set("title", title).set("city", city);
            document.set("tags", json!([city])).published().create(&weft.editor());
        }
        for (sought, found) in [
            ("%C5%82%C3%B3d%C5%BA", "a b c"),
            ("%C5%81%C3%93D%C5%B9", "a b c"),
            ("K%C3%96L", "d"),
            ("%D0%BC%D0%BE%D1%81%D0%BA", "e"),
            ("istanbul", "f"),
            ("%CE%BF%CE%B4%CE%BF%CF%82", "g"),
            ("%CF%83%20[*?]", "g"),
            ("%CF%83*", ""),
            ("%CF%83%20[%CF%83", ""),
            ("stra%C3%9Fe", "h"),
            ("0%25", "i"),
            ("%C3%B6%25", ""),
        ] {
            for field in ["city", "tags"] {
                let query = format!("sort=createdAt&filters[data.{field}][$contains]={sought}");
                assert_eq!(titles(&weft, &query), found, "{query}, indexed: {indexed}");
            }
        }
        let longest = "%C3%B6".repeat(500);
        assert_eq!(titles(&weft, &format!("filters[data.city][$contains]={longest}")), "");
        let longer = format!("/api/content?type=meeting&filters[data.city][$contains]={longest}a");
        weft.reader().get(longer).send().is_invalid(&["filters[data.city][$contains] maxLength"]);
    }
}

#[test]
fn media_types_percent_encoding_and_auth_schemes_are_case_insensitive() {
    let weft = Weft::start();
    a_type("page").field("title", "text").create(&weft.admin());
    let body = json!({ "type": "page", "status": "published", "data": { "title": "x" } }).to_string();
    for media_type in
        ["Application/JSON; Charset=UTF-8", "APPLICATION/JSON;charset=utf-8", "application/Problem+JSON"]
    {
        let ask = weft.editor().post_nothing("/api/content").header("Content-Type", media_type);
        ask.bytes(body.clone()).send().is(201);
    }
    weft.reader()
        .get("/api/content?type=page&filters%5bdata.title%5D=%78")
        .send()
        .is(200)
        .shows("/totalDocs", 3);
    let token = weft.session();
    for scheme in ["bearer", "BEARER"] {
        let secret = weft.site().secrets()[4];
        let asked = weft.anon().header("AUTHORIZATION", &format!("{scheme} {secret}"));
        asked.get("/api/keys").send().is(200);
    }
    token.get("/api/keys").send().is(200);
}
