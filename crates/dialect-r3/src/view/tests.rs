//! Tests of `view`.

use super::*;
use serde_json::{Value, json};
use weft_domain::{CollectionId, CredentialId, RatePlan, Scopes};

const ID: &str = "018f3f70-1c2d-7abc-8def-0123456789ab";

fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn collection() -> Collection {
    Collection {
        id: ID.parse::<CollectionId>().unwrap(),
        name: "blog_post".into(),
        label: "Blog \"Post\"".into(),
        description: None,
        slug_field: Some("title".into()),
        title_field: Some("title".into()),
        icon: Some("file-text".into()),
        call_hook: false,
        backdating: false,
        unique_slug: false,
        origin: Default::default(),
        details: None,
        schema: serde_json::from_str(
            r#"[{"name":"title","label":"Title","type":"text","required":true,"x":1.50}]"#,
        )
        .unwrap(),
        revision: 3,
        created_at: "2026-03-25T09:00:00.000Z".into(),
        updated_at: "2026-03-25T10:00:00.000Z".into(),
    }
}

#[test]
fn the_envelope_is_payloads_member_by_member() {
    assert_eq!(
        envelope(r#"{"id":"a"}"#, &PageInfo::counted(1, 10, 42)),
        r#"{"docs":[{"id":"a"}],"totalDocs":42,"limit":10,"totalPages":5,"page":1,"hasNextPage":true,"hasPrevPage":false,"nextPage":2,"prevPage":null}"#
    );
}

#[test]
fn pages_know_their_neighbours() {
    for (page, limit, total, expected) in [
        (1, 20, 0, (1, false, false, None, None)),
        (1, 20, 20, (1, false, false, None, None)),
        (1, 20, 21, (2, true, false, Some(2), None)),
        (2, 20, 21, (2, false, true, None, Some(1))),
        (9, 20, 21, (2, false, true, None, Some(8))),
    ] {
        let envelope = read(&envelope("", &PageInfo::counted(page, limit, total)));
        let told = (
            envelope["totalPages"].as_u64().unwrap(),
            envelope["hasNextPage"].as_bool().unwrap(),
            envelope["hasPrevPage"].as_bool().unwrap(),
            envelope["nextPage"].as_u64(),
            envelope["prevPage"].as_u64(),
        );
        assert_eq!(told, expected, "page {page} of {total}");
    }
}

#[test]
fn what_was_not_counted_is_null() {
    let info = |more| PageInfo { total: None, limit: 5, by: PagedBy::Number { page: 2, more } };
    let text = envelope("", &info(true));
    assert_eq!(
        read(&text),
        json!({"docs": [], "totalDocs": null, "limit": 5, "totalPages": null, "page": 2, "hasNextPage": true,
            "hasPrevPage": true, "nextPage": 3, "prevPage": 1})
    );
    assert_eq!(read(&envelope("", &info(false)))["hasNextPage"], json!(false));
}

#[test]
fn cursor_pages_have_no_number() {
    let info = |first, next: Option<&str>| PageInfo {
        total: Some(9),
        limit: 5,
        by: PagedBy::Cursor { first, next: next.map(str::to_owned) },
    };
    assert_eq!(
        read(&envelope("", &info(true, Some("abc")))),
        json!({"docs": [], "totalDocs": 9, "limit": 5, "totalPages": 2, "page": null, "hasNextPage": true,
            "hasPrevPage": false, "nextPage": null, "prevPage": null, "nextCursor": "abc"})
    );
    let last = read(&envelope("", &info(false, None)));
    assert_eq!(
        (&last["nextCursor"], &last["hasNextPage"], &last["hasPrevPage"]),
        (&Value::Null, &json!(false), &json!(true))
    );
}

#[test]
fn content_types_stand_in_docs_and_in_data() {
    let text = types(&[collection()], &PageInfo::counted(1, 100, 1)).unwrap();
    let list = read(&text);
    assert_eq!(list["docs"], list["data"]);
    assert_eq!(
        list["docs"][0],
        json!({"id": ID, "name": "blog_post", "label": "Blog \"Post\"", "description": null, "slugField": "title",
            "titleField": "title", "icon": "file-text",
            "fields": [{"name": "title", "label": "Title", "type": "text", "required": true, "x": 1.5}],
            "createdAt": "2026-03-25T09:00:00.000Z", "updatedAt": "2026-03-25T10:00:00.000Z"})
    );
    assert_eq!(list["totalDocs"], json!(1));
    assert!(text.contains("1.50"), "fields pass through as they were sent");
    let mut single = read(&single_type(&collection()).unwrap());
    let data = single.as_object_mut().unwrap().remove("data").unwrap();
    assert_eq!(single, data);
    assert_eq!(data, list["docs"][0]);
}

#[test]
fn a_content_types_validator_can_guard() {
    use http::{HeaderMap, HeaderValue, Method, header::IF_MATCH};
    let tag = type_tag(&collection());
    assert_eq!(tag, "456789ab-3");
    let mut headers = HeaderMap::new();
    headers.insert(IF_MATCH, HeaderValue::from_str(&format!("\"{tag}\"")).unwrap());
    let request = weft_http::Request {
        method: Method::PATCH,
        path: "/".into(),
        query: String::new(),
        headers,
        body: "".into(),
    };
    assert_eq!(weft_http::validators::guard(&request), weft_domain::entry::Guard::Revision(3));
}

#[test]
fn a_secret_is_shown_only_where_it_is_given() {
    let one = Key {
        id: ID.parse::<CredentialId>().unwrap(),
        name: "ci".into(),
        prefix: "weft_ab".into(),
        scopes: Scopes { read: true, admin: true, ..Scopes::default() },
        plan: RatePlan::default(),
        created_at: "2026-03-25T09:00:00.000Z".into(),
        expires_at: None,
        last_used_at: Some("2026-03-25T10:00:00.000Z".into()),
    };
    let shown = json!({"id": ID, "name": "ci", "prefix": "weft_ab", "scopes": ["read", "admin"],
        "plan": {"perMinute": 60, "perDay": 10000}, "createdAt": "2026-03-25T09:00:00.000Z", "expiresAt": null,
        "lastUsedAt": "2026-03-25T10:00:00.000Z"});
    assert_eq!(read(&key(&one, None)), shown);
    let mut given = read(&key(&one, Some("s\"3cret")));
    assert_eq!(given.as_object_mut().unwrap().remove("key"), Some(json!("s\"3cret")));
    assert_eq!(given, shown);
    let list = read(&keys(&[one], &PageInfo::counted(1, 20, 1)));
    assert_eq!(list["docs"], json!([shown]));
}
