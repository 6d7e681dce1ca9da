//! Oversized and unexpected bodies from clients that write the whole body before they read: the
//! response arrives.

use weft_tests::{Connection, Weft, a_type};

const MEGABYTE: usize = 1024 * 1024;

/// Requests that are answered before their large body is read, with the status of the response.
fn early(weft: &Weft) -> Vec<(&'static str, String, String, u16)> {
    let key = format!("x-api-key: {}\r\n", weft.site().secrets()[1]);
    let of = |method, target: &str, credential: &str, status| {
        (method, target.to_owned(), credential.to_owned(), status)
    };
    vec![
        of("POST", "/api/content", &key, 413),
        of("POST", "/api/content", "x-api-key: weft_nobody\r\n", 413),
        of("POST", "/api/content", "", 413),
        of("PATCH", "/api/content/018f3f70-1c2d-7abc-8def-0123456789ab", &key, 413),
        of("POST", "/api/content-types", &key, 413),
        of("POST", "/api/keys", &key, 413),
        of("POST", "/v1/auth/login", "", 413),
        of("POST", "/v1/projects", "", 413),
        of("POST", "/api/login", "", 413),
        of("POST", "/api/websites", "", 413),
        of("POST", "/api/websites/1/collections", "", 413),
        of("PUT", "/nowhere", "", 413),
        of("DELETE", "/api/content/nobody", &key, 413),
        of("GET", "/api/content", &key, 200),
        of("GET", "/api/content", "", 401),
        of("GET", "/nowhere", "", 404),
        of("GET", "/api/websites/1/collections", "", 401),
    ]
}

/// Writes a whole request, then reads the response; returns the status.
#[track_caller]
fn write_first(connection: &mut Connection, head: &str, body: &[u8]) -> u16 {
    connection
        .send([head.as_bytes(), body].concat())
        .unwrap_or_else(|error| panic!("{error} while writing {head}"));
    connection.receive().unwrap_or_else(|error| panic!("{error} instead of a response to {head}")).status
}

#[test]
fn clients_that_write_the_whole_body_first_get_the_response() {
    let weft = Weft::start();
    a_type("page").field("title", "text").create(&weft.admin());
    for (method, target, credential, status) in early(&weft) {
        for megabytes in [2, 5, 8] {
            let body = vec![b'x'; megabytes * MEGABYTE];
            let head = format!(
                "{method} {target} HTTP/1.1\r\nhost: x\r\n{credential}content-type: application/json\r\ncontent-length: {}\r\n\r\n",
                body.len()
            );
            // The connection stays open for a second request.
            let mut connection = weft.connect();
            for turn in 0..2 {
                let answered = write_first(&mut connection, &head, &body);
                assert_eq!(answered, status, "{method} {target}, {megabytes} MB, turn {turn}");
            }
        }
    }
    assert_eq!(
        weft.running().leftovers(),
        0,
        "the components read the rest of a body themselves, as Spin requires"
    );
    assert_eq!(weft.running().guest_output(), "");
}

#[test]
fn the_rest_of_a_chunked_body_is_read() {
    let weft = Weft::start();
    let key = weft.site().secrets()[1];
    let chunk = format!("{:x}\r\n{}\r\n", MEGABYTE, "x".repeat(MEGABYTE));
    for path in ["/api/content", "/api/keys", "/v1/auth/login", "/api/websites/1/collections"] {
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: x\r\nx-api-key: {key}\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
        );
        let body = format!("{}0\r\n\r\n", chunk.repeat(5));
        let mut connection = weft.connect();
        for _ in 0..2 {
            assert_eq!(write_first(&mut connection, &head, body.as_bytes()), 413, "{path}");
        }
    }
    assert_eq!(weft.running().leftovers(), 0);
}

#[test]
fn expect_100_continue_gets_the_refusal_at_once() {
    let weft = Weft::start();
    for path in ["/api/content", "/v1/auth/login", "/api/websites/1/collections"] {
        let mut connection = weft.connect();
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 5000000\r\n\r\n"
        );
        connection.send(head).unwrap();
        // The response is not 100, because the body is refused.
        assert_eq!(connection.receive().unwrap().status, 413, "{path}");
    }
}
