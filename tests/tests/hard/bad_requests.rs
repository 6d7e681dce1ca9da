//! Invalid HTTP over raw sockets: unusual methods and targets, wrong lengths, endless bodies.

use weft_tests::{Weft, a_document, a_type};

/// The key for a raw request, as a header line.
fn key(weft: &Weft) -> String {
    format!("x-api-key: {}\r\n", weft.site().secrets()[1])
}

/// Returns all bytes until the host closes the connection, which it does after an error and after
/// `connection: close`.
fn answer(weft: &Weft, request: impl AsRef<[u8]>) -> String {
    let mut connection = weft.connect();
    // The host may close the connection before it has read the whole request.
    let sent = connection.send(request);
    let rest = connection.receive_rest();
    let text = rest.as_ref().map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    text.unwrap_or_else(|error| panic!("{error} ({sent:?})"))
}

/// Returns the status of the only response, or an empty text without a response.
fn status(weft: &Weft, request: impl AsRef<[u8]>) -> String {
    let answer = answer(weft, request);
    let count = answer.matches("HTTP/1.").count();
    assert!(count <= 1, "{count} answers: {answer}");
    answer.get(9..12).unwrap_or_default().to_owned()
}

#[test]
fn unsupported_methods_get_the_allowed_methods() {
    let weft = Weft::start();
    for method in
        ["TRACE", "CONNECT", "FOO", "OPTIONS", "PUT", "DELETE", "PATCH", "get", "PROPFIND", "M-SEARCH", "X"]
    {
        let answer = weft.admin().ask(method, "/api/content").send();
        answer.is_error(405, "METHOD_NOT_ALLOWED").has("allow", "GET, HEAD, POST");
        weft.anon().ask(method, "/v1/auth/login").send().is(405).has("allow", "POST");
        weft.admin().ask(method, "/nowhere").send().is(404);
    }
    let key = key(&weft);
    for (request, expected) in [
        ("G ET / HTTP/1.1\r\nhost: x\r\n", "400"),
        ("G\tET / HTTP/1.1\r\nhost: x\r\n", "400"),
        ("CONNECT example.com:80 HTTP/1.1\r\nhost: example.com:80\r\n", "404"),
        ("OPTIONS * HTTP/1.1\r\nhost: x\r\n", "404"),
        ("GET * HTTP/1.1\r\nhost: x\r\n", "404"),
    ] {
        assert_eq!(status(&weft, format!("{request}{key}connection: close\r\n\r\n")), expected, "{request}");
    }
    assert_eq!(weft.running().guest_output(), "");
}

#[test]
fn unusual_targets_and_http_versions_get_a_response() {
    let weft = Weft::start();
    let key = key(&weft);
    for (line, hosts, expected) in [
        ("GET http://x/api/content HTTP/1.1", "host: x\r\n", "200"),
        ("GET http://other/api/content HTTP/1.1", "host: x\r\n", "400"),
        ("GET http://u:p@x/api/content HTTP/1.1", "host: x\r\n", "400"),
        ("GET ftp://x/api/content HTTP/1.1", "host: x\r\n", "200"),
        ("GET /api/content HTTP/1.1", "", "400"),
        ("GET /api/content HTTP/1.1", "host: x\r\nhost: x\r\n", "400"),
        ("GET /api/content HTTP/1.1", "host: x y\r\n", "400"),
        ("GET /api/content HTTP/1.0", "host: x\r\n", "200"),
        ("GET /api/content HTTP/1.0", "", "400"),
        ("GET /api/content HTTP/2.0", "host: x\r\n", "400"),
        ("GET /api/content HTTP/1.2", "host: x\r\n", "400"),
        ("GET  /api/content HTTP/1.1", "host: x\r\n", "400"),
        ("GET /api content HTTP/1.1", "host: x\r\n", "400"),
        ("GET /api/content", "", "400"),
        ("/api/content", "", "400"),
        ("PRI * HTTP/2.0", "", "400"),
    ] {
        let found = status(&weft, format!("{line}\r\n{hosts}{key}connection: close\r\n\r\n"));
        assert_eq!(found, expected, "{line} {hosts}");
    }
    for bytes in
        ["GET /api/content/\u{0} HTTP/1.1", "GET /api/content?x=\u{1} HTTP/1.1", "GET /\u{7f} HTTP/1.1"]
    {
        assert_eq!(status(&weft, format!("{bytes}\r\nhost: x\r\n{key}\r\n")), "400", "{bytes:?}");
    }
    assert_eq!(status(&weft, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"), "400");
    // Bytes outside UTF-8 in path and query: any of these statuses is correct, a 5xx is not.
    for target in
        [&b"/api/content/\xff"[..], b"/api/content?filters[slug]=\xc3\x28", b"/api/content?\xed\xa0\x80=1"]
    {
        let request =
            [b"GET ", target, b" HTTP/1.1\r\nhost: x\r\n", key.as_bytes(), b"connection: close\r\n\r\n"]
                .concat();
        let found = status(&weft, request);
        assert!(
            ["200", "400", "404", "422"].contains(&found.as_str()),
            "{found} for {}",
            String::from_utf8_lossy(target)
        );
    }
    assert_eq!(weft.running().guest_output(), "");
}

#[test]
fn oversized_headers_are_refused_or_ignored() {
    let weft = Weft::start();
    let long = "a".repeat(30_000);
    weft.reader().get("/api/content").header("x-whatever", &long).send().is(200);
    weft.reader().get("/api/content").if_none_match(&format!("\"{long}\"")).send().is(200);
    weft.reader().get("/api/content").if_none_match(&"\"a\",".repeat(5_000)).send().is(200);
    weft.reader().get("/api/content").header("x-request-id", &long).send().is(200);
    weft.reader().get("/api/content").header("accept", &long).header("cookie", &long).send().is(200);
    weft.key(&long).get("/api/content").send().is(401);
    weft.bearer(&long).get("/v1/auth/me").send().is(401);
    weft.anon().get("/v1/auth/me").header("authorization", &"Bearer ".repeat(4_000)).send().is(401);
    weft.admin()
        .delete("/api/content-types/page")
        .if_match(&"\"x\", W/\"y\", ,".repeat(2_000))
        .send()
        .is(404);
    weft.anon().get("/api/content").header("x-api-key", "\u{e4}\u{f6}").send().is(401);
    for name in ["x-api-key", "authorization", "if-none-match", "x-request-id", "content-type"] {
        let head =
            format!("GET /api/content HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{name}: ").into_bytes();
        assert_eq!(status(&weft, [&head[..], b"\xff\xfe\x80\r\n\r\n"].concat()), "401", "{name}");
        assert_eq!(status(&weft, [&head[..], b"a\0b\r\n\r\n"].concat()), "400", "{name}");
    }
    let request = |count: usize, length: usize| {
        let headers: String = (0..count).map(|n| format!("x-{n}: {}\r\n", "a".repeat(length))).collect();
        format!("GET /api/content HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{headers}\r\n")
    };
    assert_eq!(status(&weft, request(1_000, 1)), "431");
    assert_eq!(status(&weft, request(1, 1_000_000)), "431");
    let target = format!("GET /{} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", "a".repeat(70_000));
    assert_eq!(status(&weft, target), "414");
    assert_eq!(weft.running().guest_output(), "");
}

/// A host, the head of a request that creates a document, and a body for the request.
fn creating() -> (Weft, String, String) {
    let weft = Weft::start();
    a_type("page").field("title", "text").create(&weft.admin());
    let head =
        format!("POST /api/content HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n{}", key(&weft));
    let body = a_document("page").set("title", "t").body().to_string();
    (weft, head, body)
}

fn documents(weft: &Weft) -> u64 {
    weft.admin().get("/api/content?draft=true").send().is(200).at("/totalDocs").as_u64().unwrap()
}

#[test]
fn oversized_bodies_are_refused_before_they_are_complete() {
    let (weft, head, _) = creating();
    // No byte of the body is sent.
    for length in ["2000000", "1114113", "99999999999", "9223372036854775807"] {
        let mut connection = weft.connect();
        connection.send(format!("{head}content-length: {length}\r\n\r\n")).unwrap();
        assert_eq!(connection.receive().unwrap().status, 413, "{length}");
    }
    // Without a Content-Length: the limit holds for every chunk size.
    for size in [16, 1_000, 100_000, 1_200_000] {
        let chunk = format!("{size:x}\r\n{}\r\n", "x".repeat(size));
        let mut connection = weft.connect();
        connection
            .send(format!("{head}transfer-encoding: chunked\r\n\r\n{}", chunk.repeat(1_200_000 / size)))
            .unwrap();
        assert_eq!(connection.receive().unwrap().status, 413, "{size}");
    }
    for path in ["/v1/auth/login", "/v1/projects", "/api/keys", "/api/content-types"] {
        let mut connection = weft.connect();
        let head =
            format!("POST {path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n{}", key(&weft));
        connection.send(format!("{head}content-length: 2000000\r\n\r\n")).unwrap();
        assert_eq!(connection.receive().unwrap().status, 413, "{path}");
    }
    // The largest permitted document, and a document that is one byte larger.
    let body = |length: usize| format!(r#"{{"type":"page","data":{{"title":"{}"}}}}"#, "x".repeat(length));
    let overhead = r#"{"title":""}"#.len();
    weft.admin().ask("POST", "/api/content").bytes(body(1024 * 1024 - overhead)).send().is(201);
    weft.admin().ask("POST", "/api/content").bytes(body(1024 * 1024 - overhead + 1)).send().is(413);
    assert_eq!(documents(&weft), 1);
    assert_eq!(weft.running().guest_output(), "");
}

#[test]
fn wrong_lengths_store_nothing() {
    let (weft, head, body) = creating();
    let length = body.len();
    let head = format!("{head}connection: close\r\n");
    // The body is one byte too short, and the client closes its sending side.
    for request in [
        format!("{head}content-length: {length}\r\n\r\n{}", &body[..length - 1]),
        format!("{head}transfer-encoding: chunked\r\n\r\n{length:x}\r\n{}", &body[..length - 1]),
    ] {
        let mut connection = weft.connect();
        connection.send(&request).unwrap();
        connection.finish().unwrap();
        let answer = String::from_utf8(connection.receive_rest().unwrap()).unwrap();
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer} to {request}");
    }
    for request in [
        // The length is shorter than the body.
        format!("{head}content-length: {}\r\n\r\n{body}", length - 1),
        format!("{head}content-length: 0\r\n\r\n{body}"),
        format!("{head}\r\n{body}"),
        // Malformed lengths.
        format!("{head}content-length: -1\r\n\r\n{body}"),
        format!("{head}content-length: +{length}\r\n\r\n{body}"),
        format!("{head}content-length: 0x{length:x}\r\n\r\n{body}"),
        format!("{head}content-length: 99999999999999999999999\r\n\r\n{body}"),
        // Two different lengths, of which a proxy in front of Weft may choose the other one.
        format!("{head}content-length: {length}\r\ncontent-length: {}\r\n\r\n{body}", length - 1),
        format!("{head}content-length: {length}, {}\r\n\r\n{body}", length - 1),
        // Malformed and unfinished chunks.
        format!("{head}transfer-encoding: chunked\r\n\r\nzz\r\n{body}\r\n0\r\n\r\n"),
        format!("{head}transfer-encoding: chunked\r\n\r\n-1\r\n{body}\r\n0\r\n\r\n"),
        format!("{head}transfer-encoding: chunked\r\n\r\nffffffffffffffffff\r\n{body}\r\n0\r\n\r\n"),
        format!("{head}transfer-encoding: identity\r\n\r\n{body}"),
        format!("{head}transfer-encoding: chunked, gzip\r\n\r\n{body}"),
    ] {
        let answer = answer(&weft, &request);
        let statuses: Vec<&str> =
            answer.match_indices("HTTP/1.1 ").filter_map(|(at, _)| answer.get(at + 9..at + 12)).collect();
        assert!(statuses.iter().all(|status| status.starts_with('4')), "{statuses:?} to {request}");
    }
    assert_eq!(documents(&weft), 0);
    // Two equal lengths may be accepted.
    let answer =
        answer(&weft, format!("{head}content-length: {length}\r\ncontent-length: {length}\r\n\r\n{body}"));
    assert!(answer.starts_with("HTTP/1.1 201") || answer.starts_with("HTTP/1.1 400"), "{answer}");
    assert_eq!(weft.running().guest_output(), "");
}

/// A request inside the body of another request is never executed (request smuggling).
#[test]
fn requests_are_not_smuggled() {
    let (weft, head, body) = creating();
    let smuggled = format!("DELETE /api/content-types/page HTTP/1.1\r\nhost: x\r\n{}\r\n", key(&weft));
    let chunked = format!("{:x}\r\n{smuggled}\r\n0\r\n\r\n", smuggled.len());
    for request in [
        format!("{head}connection: close\r\ncontent-length: {}\r\n\r\n{smuggled}", smuggled.len()),
        format!("{head}connection: close\r\ntransfer-encoding: chunked\r\n\r\n{chunked}"),
        format!(
            "{head}connection: close\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n{chunked}"
        ),
        format!(
            "{head}connection: close\r\ntransfer-encoding: chunked\r\ncontent-length: 4\r\n\r\n{chunked}"
        ),
        format!(
            "{head}connection: close\r\ntransfer-encoding: xchunked\r\ncontent-length: 0\r\n\r\n{smuggled}"
        ),
        format!(
            "{head}connection: close\r\ntransfer-encoding : chunked\r\ncontent-length: 0\r\n\r\n{smuggled}"
        ),
        format!("{head}connection: close\r\n transfer-encoding: chunked\r\n\r\n{smuggled}"),
    ] {
        let found = status(&weft, &request);
        assert!(found.is_empty() || found.starts_with('4'), "{found} to {request}");
        weft.admin().get("/api/content-types/page").send().is(200);
    }
    assert_eq!(documents(&weft), 0);
    drop(body);
}

/// The host sends a response before the following request is complete.
#[test]
fn a_following_request_does_not_delay_a_response() {
    let (weft, head, body) = creating();
    let create = format!("{head}content-length: {}\r\n\r\n{body}", body.len());
    let read = format!("GET /api/content?draft=true HTTP/1.1\r\nhost: x\r\n{}\r\n", key(&weft));
    let mut connection = weft.connect();
    connection.send(format!("{create}\r\n")).unwrap();
    assert_eq!(connection.receive().unwrap().status, 201);
    connection.send(format!("{read}{}", &read[..20])).unwrap();
    assert_eq!(connection.receive().unwrap().status, 200);
    connection.send(format!("{}{create}{read}", &read[20..])).unwrap();
    let answers: Vec<_> = (0..3).map(|_| connection.receive().unwrap()).collect();
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses, [200, 201, 200]);
    let list: serde_json::Value = serde_json::from_slice(&answers[2].body).unwrap();
    assert_eq!(list["totalDocs"], 2, "pipelined requests are answered one after the other");
    connection.send("nonsense\r\n\r\n").unwrap();
    assert_eq!(connection.receive().unwrap().status, 400);
}
