//! Invalid requests: each gets the documented 4xx, and changes nothing. (`every_endpoint` has what
//! holds for the bodies of every row.)

use serde_json::{Value, json};
use weft_tests::tables::{self, Row};
use weft_tests::{Answer, Weft};

use crate::assert_error;
use crate::fixtures::{Things, admin, elements, page, publish, sync, visitor};

/// Texts as they stand in a path, and what a page of that name answers.
fn hostile_texts() -> Vec<(String, u16)> {
    let mut texts: Vec<(String, u16)> = [
        ("__proto__", 200),
        ("constructor", 200),
        ("prototype", 200),
        ("toString", 200),
        ("-1", 200),
        ("NaN", 200),
        ("null", 200),
        ("%F0%9F%98%80", 200),
        ("%E2%80%AE", 200),
        ("%27%20OR%201%3D1%20--", 200),
        ("%3Cscript%3E", 200),
        ("%22%5C", 200),
        ("%20", 200),
        ("*", 200),
        // Encoded twice is a page of that name, not a way up.
        ("%252F", 200),
        ("%252e%252e%252F", 200),
        ("%2500", 200),
        ("..", 400),
        ("%2E%2E", 400),
        ("%2F..%2F..%2Fetc%2Fpasswd", 400),
        ("a%2F.%2Fb", 400),
        ("%00", 400),
        ("a%00b", 400),
        ("%0D%0Ax-injected:1", 400),
        ("%7F", 400),
        ("%FF", 400),
        ("%C0%AE%C0%AE", 400),
        ("%ED%A0%80", 400),
        ("%", 400),
        ("%zz", 400),
    ]
    .map(|(text, status)| (text.to_owned(), status))
    .into();
    texts.push(("a".repeat(2048), 200));
    texts.push(("a".repeat(2049), 400));
    texts.push(("%F0%9F%98%80".repeat(600), 400));
    texts
}

fn rows_with_ids() -> Vec<Row> {
    let rows = [tables::inline(), tables::inline_content()].concat();
    rows.into_iter().filter(|row| row.path.contains(':')).collect()
}

/// Everything that a request could have changed.
fn state(weft: &Weft) -> Vec<i64> {
    let tables = [
        "entries",
        "versions",
        "collections",
        "accounts",
        "credentials",
        "site_domains",
        "deploy_hooks",
        "audit",
    ];
    let count = |table: &str| {
        let count = format!("SELECT count(*) FROM {table}");
        weft.database().query_row(&count, [], |row| row.get(0)).unwrap()
    };
    tables.map(count).into()
}

#[test]
fn odd_ids_are_pages_or_nothing() {
    let weft = Weft::start();
    let things = Things::new(&weft, 0);
    let before = state(&weft);
    for row in rows_with_ids() {
        for (text, status) in hostile_texts() {
            let is_page = matches!(row.test.as_str(), "get_page" | "list_definitions");
            let target = row.path.replace(":project", &text).replace(":id", &text);
            let ask = admin(&weft).ask(&row.method, target);
            let answer = match things.body(&weft, &row, 1) {
                Some(body) => ask.json(body),
                None => ask,
            }
            .send();
            match (is_page, status) {
                (true, 200) => {
                    answer.is(200).shows("/data", json!([]));
                }
                (true, _) => assert_error(&answer, (400, "VALIDATION_ERROR")),
                (false, _) => assert_error(&answer, (404, "NOT_FOUND")),
            }
        }
    }
    assert_eq!(state(&weft), before);
}

#[test]
fn odd_pages_and_keys_hold_content_like_any_other() {
    let weft = Weft::start();
    let odd = [
        "__proto__",
        "constructor",
        "\u{1f600}",
        "%2F",
        "%252e%252e",
        "' OR 1=1 --",
        "<script>",
        "\"\\",
        " ",
    ];
    for text in odd {
        sync(&weft, text, &odd);
        for key in odd {
            publish(&weft, text, key, &format!("{text}{key}"));
        }
    }
    let snapshot = visitor(&weft).get("/v1/snapshot").send();
    let content = snapshot.is(200).at("/data/content");
    assert_eq!(content.as_object().unwrap().len(), odd.len());
    for text in odd {
        let shown = visitor(&weft).get(page(text)).send();
        let shown = shown.is(200).at("/data");
        assert_eq!(shown.as_array().unwrap().len(), odd.len(), "{text}");
        for entry in shown.as_array().unwrap() {
            let key = entry["instanceKey"].as_str().unwrap();
            assert_eq!(entry["fields"]["content"], format!("{text}{key}"));
        }
        assert_eq!(content[text].as_array().unwrap().len(), odd.len(), "{text}");
    }
}

/// Method, target, a good body, and the wrong values of each of its members.
type Members = (&'static str, String, Value, Vec<(&'static str, Vec<Value>)>);

/// The endpoints whose bodies have members.
fn members(weft: &Weft, things: &Things) -> Vec<Members> {
    let numbers = || vec![json!(7), json!(true), json!([1]), json!({ "a": 1 })];
    let no_list = || vec![json!(7), json!("x"), json!({ "a": 1 }), json!([7]), json!([[]])];
    let controls = || vec![json!("a\u{1}b"), json!("\n")];
    let page = || {
        [numbers(), controls(), vec![json!(""), json!("/.."), json!("p".repeat(2049)), json!(null)]].concat()
    };
    let project = format!("/v1/projects/{}", weft.site().id());
    let hook = |member: &str, value: Value| {
        let mut hook = json!({ "id": "a", "type": "generic", "url": "https://a.example" });
        hook[member] = value;
        json!([hook])
    };
    let hooks = [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://a.example",
        "https://",
        "https://u:p@a.example",
        "//a.example",
        "",
    ];
    let mut bad_hooks: Vec<Value> = hooks.iter().map(|url| hook("url", json!(url))).collect();
    bad_hooks.extend([
        hook("type", json!("webhook")),
        hook("id", json!("")),
        hook("id", json!(7)),
        hook("secret", json!(["x"])),
    ]);
    bad_hooks.push(json!([{ "id": "a", "type": "generic", "url": "https://a.example" }, { "id": "a", "type": "generic", "url": "https://b.example" }]));
    let urls = hooks.map(|url| json!(url)).into_iter().filter(|url| url != "").chain([json!(7), json!([])]);
    let user = json!({ "email": "new@example.com", "password": "correct horse battery staple" });
    let of_user = || {
        vec![
            ("email", [numbers(), vec![json!("nobody"), json!("a@b@c"), json!("a\n@b.example")]].concat()),
            ("password", [numbers(), vec![json!("short"), json!("x".repeat(2000))]].concat()),
            ("name", vec![json!(7), json!([]), json!({ "a": 1 }), json!("n".repeat(201))]),
            (
                "role",
                [numbers(), vec![json!("root"), json!("developer"), json!("ADMIN"), json!("")]].concat(),
            ),
            (
                "allowedPaths",
                [no_list(), vec![json!(["a\u{1}"]), json!([""]), json!(vec!["/a"; 101])]].concat(),
            ),
        ]
    };
    let components = [
        json!([{ "componentId": 7, "instanceKey": "a" }]),
        json!([{ "componentId": "a" }]),
        json!([{ "componentId": "", "instanceKey": "a" }]),
        json!([{ "componentId": "a", "instanceKey": "" }]),
        json!([{ "componentId": "a", "instanceKey": "k".repeat(256) }]),
        json!([{ "componentId": "a\u{1}", "instanceKey": "a" }]),
        json!([{ "componentId": "c".repeat(201), "instanceKey": "a" }]),
        json!([{ "componentId": "a", "instanceKey": "a", "fields": {} }]),
        json!([{ "componentId": "a", "instanceKey": "a", "fields": [{ "key": "a b", "type": "text" }] }]),
        json!([{ "componentId": "a", "instanceKey": "a", "fields": [{ "key": "a" }] }]),
        json!([{ "componentId": "a", "instanceKey": "a", "fields": [{ "key": "a", "type": "" }] }]),
        json!([{ "componentId": "a", "instanceKey": "a", "fields": [{ "key": "a", "type": "t".repeat(65) }] }]),
    ];
    vec![
        (
            "PATCH",
            format!("/v1/content/{}", things.entry),
            json!({}),
            vec![
                (
                    "fields",
                    vec![
                        json!(7),
                        json!("x"),
                        json!([]),
                        json!({ "content": 7 }),
                        json!({ "": 1 }),
                        json!({ "a\"b": 1 }),
                        json!({ "n".repeat(65): 1 }),
                    ],
                ),
                ("status", [numbers(), vec![json!("live"), json!("Published"), json!("")]].concat()),
            ],
        ),
        ("POST", "/v1/content/bulk-publish".to_owned(), json!({}), vec![("pageId", page())]),
        (
            "POST",
            "/v1/definitions/sync".to_owned(),
            elements("/", &["title"]),
            vec![
                ("pageId", page()),
                ("components", [no_list(), components.to_vec(), vec![json!(null)]].concat()),
            ],
        ),
        (
            "PATCH",
            project,
            json!({}),
            vec![
                ("name", [numbers(), vec![json!(""), json!("n".repeat(201))]].concat()),
                (
                    "domains",
                    [
                        no_list(),
                        vec![
                            json!(["a b"]),
                            json!(["a.example/path"]),
                            json!(["-a"]),
                            json!(["*.example"]),
                            json!(["a".repeat(254)]),
                            json!(vec!["a.example"; 51]),
                        ],
                    ]
                    .concat(),
                ),
                ("cdnUrl", urls.collect()),
                ("deployHooks", [no_list(), bad_hooks].concat()),
            ],
        ),
        ("POST", "/v1/users".to_owned(), user, of_user()),
        ("PATCH", format!("/v1/users/{}", things.user), json!({}), of_user()),
    ]
}

/// Asserts that everything that is wrong is about this member.
#[track_caller]
fn is_about(answer: &Answer, member: &str) {
    assert_error(answer, (400, "VALIDATION_ERROR"));
    let violations = answer.violations();
    assert!(!violations.is_empty() && violations.iter().all(|told| told.starts_with(member)), "{answer}");
}

#[test]
fn members_of_the_wrong_type_are_named() {
    let weft = Weft::start();
    let things = Things::new(&weft, 0);
    let before = state(&weft);
    for (method, target, good, wrong) in members(&weft, &things) {
        for (member, values) in wrong {
            for value in values {
                let mut body = good.clone();
                body[member] = value;
                is_about(&admin(&weft).ask(method, &target).json(body).send(), member);
            }
        }
    }
    assert_eq!(state(&weft), before);
}

#[test]
fn bodies_that_no_parser_should_see_are_refused() {
    let weft = Weft::start();
    let things = Things::new(&weft, 0);
    let before = state(&weft);
    let deep = |open: &str, close: &str| {
        format!("{{\"fields\":{{\"a\":{}1{}}}}}", open.repeat(10_000), close.repeat(10_000))
    };
    let bodies: Vec<Vec<u8>> = vec![
        deep("[", "]").into(),
        deep("{\"a\":", "}").into(),
        "[".repeat(100_000).into(),
        b"{\"fields\":{\"a\":\"\xff\"}}".to_vec(),
        b"{\"fields\":{\"a\":\"\\ud800\"}}".to_vec(),
        b"{\"fields\":{\"a\":1e999}}".to_vec(),
        b"{\"fields\":{\"a\":NaN}}".to_vec(),
        b"{\"fields\":{\"a\":1},}".to_vec(),
        b"\xef\xbb\xbf{}".to_vec(),
        b"{\"fields\":{\"a\":\"\\u0000\"}}".to_vec(),
        b"{\"fields\":{\"a\\u0000\":1}}".to_vec(),
        vec![b' '; 3_000_000],
        vec![0; 3_000_000],
    ];
    for body in bodies {
        let answer = admin(&weft).ask("PATCH", format!("/v1/content/{}", things.entry)).bytes(body).send();
        assert!(matches!(answer.status(), 400 | 413), "{answer}");
        answer.shows("/data", Value::Null);
    }
    let many: serde_json::Map<String, Value> = (0..1001).map(|n| (format!("m{n}"), json!(n))).collect();
    let many = admin(&weft).patch(format!("/v1/content/{}", things.entry), json!({ "fields": many })).send();
    assert!(matches!(many.status(), 400 | 413), "{many}");
    assert_eq!(state(&weft), before);
}
