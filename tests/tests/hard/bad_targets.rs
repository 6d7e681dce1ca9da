//! Invalid paths and queries.

use serde_json::Value;
use weft_tests::{Weft, a_document, a_type};

fn host() -> Weft {
    let weft = Weft::start();
    a_type("page")
        .set("slugField", "title")
        .field("title", "text")
        .field("n", "number")
        .create(&weft.admin());
    a_document("page").set("title", "one").set("n", 1).published().create(&weft.admin());
    weft
}

#[test]
fn unknown_paths_are_not_found() {
    let weft = host();
    let paths = [
        "/api/content/%00",
        "/api/content/%0d%0aset-cookie:%20a=b",
        "/api/content/%ff",
        "/api/content/%",
        "/api/content/%zz",
        "/api/content/..%2f..%2fetc%2fpasswd",
        "/api/content/../../etc/passwd",
        "/api/content/00000000-0000-0000-0000-000000000000",
        "/api/content/00000000-0000-0000-0000-00000000000g",
        "/api/content/{00000000-0000-0000-0000-000000000000}",
        "/api/content/1%20OR%201=1",
        "/api/content/'",
        "/api/content/by-slug/page/%00",
        "/api/content/by-slug/page/on%00e",
        "/api/content/by-slug/page/%ff%fe",
        "/api/content/by-slug/page/%ED%A0%80",
        "/api/content/by-slug/page/one%2F",
        "/api/content/by-slug/page/one%20",
        "/api/content/by-slug/page/ONE",
        "/api/content/by-slug/page/one';--",
        "/api/content/by-slug/page/%6fn%",
        "/api/content/by-slug/%00/one",
        "/api/content/by-slug/page",
        "/api/content-types/%00",
        "/api/content-types/page%00",
        "/api/content-types/PAGE",
        "/api/content-types/page'--",
        "/api//content",
        "//api/content",
        "/API/content",
        "/api/content/x/y/z",
        "/api%2Fcontent",
        "/",
        "/.",
        "/..",
        "/.env",
        "/%2e%2e/spin.toml",
        "/api/contents",
    ];
    for path in paths {
        weft.admin().get(path).send().is_error(404, "NOT_FOUND");
    }
    weft.admin().get(format!("/{}", "a/".repeat(20_000))).send().is(404);
    weft.admin().get(format!("/api/content/{}", "a".repeat(40_000))).send().is(404);
    weft.admin().get("/api/content/by-slug/page/%6f%6Ee").send().is(200);
    for path in ["/api/keys/%00", "/api/keys/'", "/v1/%00", "/v1/auth/me%00", "/v1/auth/../auth/me"] {
        let answer = weft.session().delete(path).send();
        assert!([404, 405].contains(&answer.status()), "{answer}");
    }
    assert_eq!(weft.running().guest_output(), "");
}

#[test]
fn invalid_parameters_are_refused_by_name() {
    let weft = host();
    let nested = |operator: &str, levels: usize| {
        format!("filters{}[slug]=a", format!("[${operator}][0]").repeat(levels))
    };
    let many = |part: &str, count: usize| vec![part; count].join("&");
    let queries = [
        ("limit=0".into(), "limit number"),
        ("limit=-1".into(), "limit number"),
        ("limit=1.5".into(), "limit number"),
        ("limit=1e3".into(), "limit number"),
        ("limit=0x10".into(), "limit number"),
        ("limit=%D9%A1".into(), "limit number"),
        ("limit=1&limit=2".into(), "limit unique"),
        ("page=0".into(), "page number"),
        ("page=+".into(), "page number"),
        ("page=99999999999999999999999999".into(), "page max"),
        ("page=4294967295".into(), "page max"),
        ("page=1&page=1".into(), "page unique"),
        ("count=maybe".into(), "count option"),
        ("draft=1".into(), "draft option"),
        ("cursor=AAAA".into(), "cursor format"),
        ("cursor=%00".into(), "query format"),
        ("cursor=&page=1".into(), "page mixed"),
        (format!("cursor={}", "A".repeat(20_000)), "cursor format"),
        ("sort=nothing".into(), "sort unknown"),
        ("sort=data.a;DROP".into(), "sort path"),
        ("sort=data.a.b.c.d.e".into(), "sort path"),
        ("sort=--slug".into(), "sort unknown"),
        (format!("sort={}", vec!["slug"; 1000].join(",")), "sort max"),
        (many("sort=slug", 450), "sort max"),
        ("fields=title,-slug".into(), "fields mixed"),
        ("fields=a'b".into(), "fields path"),
        (format!("fields={}", vec!["a"; 1000].join(",")), "fields max"),
        ("filters[n][$eq]=1".into(), "filters[n][$eq] unknown"),
        ("filters[data.n][$regex]=1".into(), "filters[data.n][$regex] operator"),
        ("filters[data.n][$EQ]=1".into(), "filters[data.n][$EQ] operator"),
        ("filters[data.n]$eq=1".into(), "filters[data.n]$eq format"),
        ("filters=1".into(), "filters format"),
        ("filters[]=1".into(), "filters[] unknown"),
        ("filters[[[[".into(), "filters[[[[ format"),
        ("filters[$or][slug]=a".into(), "filters[$or][slug] format"),
        ("filters[$or][99999999]=a".into(), "filters[$or][99999999] format"),
        ("filters[data.n][$null]=1".into(), "filters[data.n][$null] option"),
        (format!("filters[slug]={}", "a".repeat(1001)), "filters[slug] maxLength"),
        (format!("filters[{}]=a", "a".repeat(1001)), "filters maxLength"),
        (format!("filters[slug][$in]={}", vec!["a"; 101].join(",")), "filters[slug][$in] max"),
        (many("filters[slug]=a", 65), "filters max"),
        (many("filters[slug]=a", 1000), "query max"),
        (many("x=y", 1000), "query max"),
        ("x=%00".into(), "query format"),
        ("%00=x".into(), "query format"),
    ];
    for (query, violation) in queries {
        weft.reader().get(format!("/api/content?{query}")).send().is_invalid(&[violation]);
    }
    for operator in ["and", "or"] {
        weft.reader().get(format!("/api/content?{}", nested(operator, 8))).send().is(200);
        let answer = weft.reader().get(format!("/api/content?{}", nested(operator, 9))).send();
        assert!(answer.violations().iter().all(|violation| violation.ends_with(" depth")), "{answer}");
        weft.reader().get(format!("/api/content?{}", nested(operator, 100))).send().is(422);
    }
    assert_eq!(weft.running().guest_output(), "");
}

#[test]
fn unusual_valid_queries_succeed() {
    let weft = host();
    let queries = [
        ("limit=99999999999999999999999999", 1),
        ("limit=0000000000000000000000001", 1),
        ("page=10000&limit=100", 0),
        ("filters[data.n][$lt]=1e400", 0),
        ("filters[data.n][$gt]=-1e308", 1),
        ("filters[data.n]=1.0e0", 1),
        ("filters[data.n][$gte]=-0", 1),
        ("filters[data.n]=9223372036854775808", 0),
        ("filters[data.n]=0x1", 0),
        ("filters[slug][$contains]=%25", 0),
        ("filters[slug][$contains]=_", 0),
        ("filters[slug]=%FF", 0),
        ("filters[slug]=' OR 1=1 --".split(' ').next().unwrap_or_default(), 0),
        ("filters[type]=page';--", 0),
        ("filters[status]=draft", 0),
        ("filters[data.a.b.c.d][$null]=true", 1),
        ("filters[$or][0][slug]=one&filters[$or][65535][slug]=two", 1),
        ("type=nothing", 0),
        ("type=%27%22--", 0),
        ("websiteId=7&anything[a][b]=c&&&=&=x", 1),
        ("%66ilters[slug]=two", 0),
    ];
    for (query, count) in queries {
        let answer = weft.reader().get(format!("/api/content?{query}")).send();
        assert_eq!(answer.is(200).at("/docs").as_array().map(Vec::len), Some(count), "{answer}");
        assert!(answer.at("/totalDocs").as_u64().is_some_and(|total| total <= 1), "{answer}");
    }
}

/// No part of a request becomes a response header (header injection).
#[test]
fn no_part_of_a_request_becomes_a_response_header() {
    let weft = host();
    let nasty = "%0d%0ax-evil:%201%0d%0a%0d%0a%3Cscript%3E";
    for target in [
        format!("/api/content?limit=1&x={nasty}&cursor="),
        format!("/api/content?limit=1&page=2&{nasty}=1"),
        format!("/api/content/by-slug/page/{nasty}"),
        format!("/api/content/{nasty}"),
        format!("/api/content?sort={nasty}"),
        format!("/{nasty}"),
    ] {
        let answer = weft.reader().get(&target).header("x-request-id", "a b\tc").send();
        assert!(answer.headers().iter().all(|(name, _)| name != "x-evil"), "{answer}");
        assert!(
            !answer.header("link").contains(['\r', '\n', ' ']) || !answer.header("link").contains("x-evil: "),
            "{answer}"
        );
        assert_ne!(answer.header("x-request-id"), "a b\tc");
    }
    let body = serde_json::json!({ "type": "page", "slug": "a\r\nx-evil: 1", "data": {} });
    weft.admin().post("/api/content", body).send().is_invalid(&["slug format"]);
    let body: Value = serde_json::json!({ "name": "a\r\nx-evil: 1", "label": "x", "fields": [] });
    weft.admin().post("/api/content-types", body).send().is_invalid(&["name format"]);
}
