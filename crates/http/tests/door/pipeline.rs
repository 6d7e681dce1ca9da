//! The pipeline through its public interface: bodies, headers, CORS, quota, errors.

use crate::world::{Fake, GOOD, LOG, ORIGIN, get, header, request, world};
use bytes::Bytes;
use http::{Method, StatusCode};
use weft_domain::{Ctx, Error, Timestamp};

#[test]
fn a_read_has_all_common_headers() {
    let reply = world().send(get(&[GOOD, ("x-request-id", "mine-1")]));
    assert_eq!(reply.status, StatusCode::OK);
    for (name, value) in [
        ("content-length", "7"),
        ("content-type", "application/json"),
        ("etag", "\"v1\""),
        ("cache-control", "private, no-cache"),
        ("vary", "x-api-key, origin"),
        ("server-timing", "db;desc=\"1\""),
        ("x-request-id", "mine-1"),
        ("x-content-type-options", "nosniff"),
        ("ratelimit", "\"minute\";r=2;t=9"),
        ("x-ratelimit-remaining", "2"),
    ] {
        assert_eq!(header(&reply, name), Some(value), "{name}");
    }
}

#[test]
fn an_invalid_request_id_is_replaced() {
    for sent in ["", "a b", "ä", &"x".repeat(129)] {
        let reply = world().send(get(&[GOOD, ("x-request-id", sent)]));
        assert_eq!(header(&reply, "x-request-id").map(str::len), Some(36), "{sent:?}");
    }
}

#[test]
fn only_authenticated_reads_are_cacheable() {
    let world = world();
    let caching = |request| header(&world.send(request), "cache-control").unwrap().to_owned();
    assert_eq!(caching(request(Method::PATCH, "/item", &[GOOD])), "no-store");
    assert_eq!(caching(request(Method::POST, "/login", &[])), "no-store");
    assert_eq!(caching(get(&[])), "no-store");
    assert_eq!(caching(get(&[GOOD])), "private, no-cache");
    let world = world.faults([Error::Internal("down".into()).into()]);
    assert_eq!(header(&world.send(get(&[GOOD])), "cache-control"), Some("no-store"));
}

#[test]
fn a_preflight_lists_the_methods_without_a_call_of_identity_or_dialect() {
    let world = world();
    let ask = |path: &str| {
        world.send(request(
            Method::OPTIONS,
            path,
            &[("origin", "https://a.example"), ("access-control-request-method", "PATCH")],
        ))
    };
    let reply = ask("/item");
    assert_eq!(reply.status, StatusCode::NO_CONTENT);
    assert_eq!(header(&reply, "access-control-allow-methods"), Some("GET, HEAD, PATCH"));
    assert_eq!(header(&reply, "access-control-max-age"), Some("86400"));
    let allowed = header(&reply, "access-control-allow-headers").unwrap();
    for name in ["x-api-key", "authorization", "content-type", "if-match", "if-none-match", "x-site"] {
        assert!(allowed.contains(name), "{name}");
    }
    assert_eq!(
        header(&ask("/nowhere"), "access-control-allow-methods"),
        Some("GET, HEAD, POST, PUT, PATCH, DELETE")
    );
    assert_eq!((world.auth.asked.get(), world.dialect.seen.borrow().len()), (0, 0));
}

#[test]
fn options_without_an_origin_is_an_unsupported_method() {
    let reply = world().send(request(Method::OPTIONS, "/item", &[]));
    assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(header(&reply, "allow"), Some("GET, HEAD, PATCH"));
}

#[test]
fn errors_are_readable_across_origins() {
    let world = world();
    for (request, status) in [
        (request(Method::GET, "/nowhere", &[GOOD, ORIGIN]), StatusCode::NOT_FOUND),
        (get(&[("x-api-key", "bad"), ORIGIN]), StatusCode::UNAUTHORIZED),
        (get(&[ORIGIN]), StatusCode::UNAUTHORIZED),
    ] {
        let reply = world.send(request);
        assert_eq!(reply.status, status);
        assert_eq!(header(&reply, "access-control-allow-origin"), Some("*"));
        assert!(header(&reply, "access-control-expose-headers").unwrap().contains("X-Request-Id"));
        assert_eq!(header(&reply, "cache-control"), Some("no-store"));
    }
    assert!(LOG.with_borrow(Vec::is_empty), "client errors are not logged");
}

#[test]
fn a_matching_etag_gets_304() {
    for method in [Method::GET, Method::HEAD] {
        let reply = world().send(request(method, "/item", &[GOOD, ("if-none-match", "W/\"v1\"")]));
        assert_eq!(reply.status, StatusCode::NOT_MODIFIED);
        assert!(reply.body.is_empty());
        assert_eq!(header(&reply, "etag"), Some("\"v1\""));
        assert_eq!(header(&reply, "cache-control"), Some("private, no-cache"));
        assert_eq!(header(&reply, "content-type"), None);
    }
}

#[test]
fn head_returns_the_headers_of_get_without_a_body() {
    let reply = world().send(request(Method::HEAD, "/item", &[GOOD]));
    assert_eq!((reply.status, reply.body.len()), (StatusCode::OK, 0));
    assert_eq!(header(&reply, "content-length"), Some("7"));
    let missing = world().send(request(Method::HEAD, "/nowhere", &[]));
    assert_eq!((missing.status, missing.body.len()), (StatusCode::NOT_FOUND, 0));
    assert_eq!(header(&missing, "content-length"), Some("14"));
}

#[test]
fn an_oversized_body_is_refused_by_its_bytes_and_by_its_declared_length() {
    let world = world();
    let mut read = request(Method::PATCH, "/item", &[GOOD]);
    read.body = Bytes::from_static(b"12345678901");
    assert_eq!(world.send(read).status, StatusCode::PAYLOAD_TOO_LARGE);
    let declared = request(Method::PATCH, "/item", &[GOOD, ("content-length", "11")]);
    assert_eq!(world.send(declared).status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(world.auth.asked.get(), 0);
    let mut full = request(Method::PATCH, "/item", &[GOOD, ("content-length", "10")]);
    full.body = Bytes::from_static(b"1234567890");
    assert_eq!(world.send(full).status, StatusCode::OK);
}

#[test]
fn the_quota_also_limits_requests_without_a_round_trip() {
    let world = world();
    world.round_trips.set(0);
    for status in [200, 200, 200, 429, 429] {
        assert_eq!(world.send(get(&[GOOD])).status.as_u16(), status);
    }
}

#[test]
fn a_response_without_a_database_has_all_common_headers() {
    let ctx = Ctx::new(Timestamp::from_millis(0), |bytes| bytes.fill(7));
    let request = request(Method::HEAD, "/things", &[("x-request-id", "mine")]);
    let reply =
        weft_http::reply_to_failure::<Fake>(&request, ctx, Error::Unavailable("cause".to_owned()), |line| {
            LOG.with_borrow_mut(|log| log.push(line.to_owned()));
        });
    assert_eq!(header(&reply, "x-request-id"), Some("mine"));
    assert_eq!(header(&reply, "content-length"), Some("14"));
    assert_eq!(header(&reply, "cache-control"), Some("no-store"));
    assert_eq!(header(&reply, "retry-after"), Some("1"));
    assert!(reply.body.is_empty());
    assert!(LOG.with_borrow(|log| log.iter().any(|line| line.contains("mine") && line.contains("cause"))));
}

#[test]
fn an_open_endpoint_ignores_invalid_credentials_and_the_quota() {
    let world = world();
    for (secret, seen) in [("bad", None), ("good", Some(2))] {
        let reply = world.send(request(Method::POST, "/login", &[("x-api-key", secret)]));
        assert_eq!(reply.status, StatusCode::OK);
        assert_eq!(header(&reply, "ratelimit"), None);
        assert_eq!(world.dialect.seen.borrow().last(), Some(&seen));
    }
    assert_eq!(world.counter.left.get(), 3);
}

#[test]
fn an_exhausted_quota_names_the_retry_time() {
    let world = world();
    for _ in 0..3 {
        assert_eq!(world.send(get(&[GOOD])).status, StatusCode::OK);
    }
    let reply = world.send(get(&[GOOD]));
    assert_eq!(reply.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(header(&reply, "retry-after"), Some("9"));
    assert_eq!(header(&reply, "ratelimit"), Some("\"minute\";r=0;t=9"));
    assert_eq!(header(&reply, "ratelimit-policy"), Some("\"minute\";q=3;w=60"));
    assert_eq!(world.dialect.seen.borrow().len(), 3);
}

#[test]
fn headers_tell_the_client_what_to_do_next() {
    for (fault, retry_after) in [
        (Error::Limited { retry_after: 42 }, Some("42")),
        (Error::Unavailable(String::new()), Some("1")),
        (Error::Full(String::new()), None),
        (Error::Internal(String::new()), None),
        (Error::taken("slug"), None),
    ] {
        let told = format!("{fault:?}");
        let reply = world().faults([fault.into()]).send(get(&[GOOD]));
        assert_eq!(header(&reply, "retry-after"), retry_after, "{told}");
    }
    let reply = world().send(request(Method::DELETE, "/item", &[GOOD]));
    assert_eq!(header(&reply, "allow"), Some("GET, HEAD, PATCH"));
}

#[test]
fn a_server_error_is_logged_once_and_hidden_from_the_client() {
    let world = world().faults([Error::Internal("secret cause".into()).into()]);
    let reply = world.send(get(&[GOOD, ("x-request-id", "r1")]));
    assert_eq!(reply.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(reply.body, "{\"error\":true}");
    assert_eq!(LOG.with_borrow(Clone::clone), ["r1 GET /item: internal: secret cause"]);
    let reply = world.send(get(&[("x-api-key", "down")]));
    assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(LOG.with_borrow(Vec::len), 2);
}

#[test]
fn the_check_before_identity_makes_no_call_of_identity() {
    let world = world();
    let reply = world.send(request(Method::GET, "/item", &[("x-requested-with", "circle")]));
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
    assert_eq!(world.auth.asked.get(), 0);
}

#[test]
fn a_malformed_id_is_reported_only_with_the_right() {
    let world = world();
    assert_eq!(world.send(request(Method::GET, "/item/x", &[])).status, StatusCode::UNAUTHORIZED);
    let reply = world.send(request(Method::GET, "/item/x", &[("x-api-key", "good")]));
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
}
