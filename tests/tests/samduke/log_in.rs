//! `POST /auth/login`

use serde_json::json;
use weft_tests::Weft;

use crate::fixtures::session;

#[test]
fn the_right_password_gives_a_cookie_for_a_month() {
    let weft = Weft::start();
    let body = json!({ "email": weft.site().email(), "password": weft.site().password() });
    let answer = weft.anon().post("/auth/login", body.clone()).send();
    assert_eq!(answer.is(200).json(), json!({ "ok": true }));
    let cookie = answer.header("set-cookie");
    assert!(cookie.ends_with("; HttpOnly; Path=/; Max-Age=2592000; SameSite=Lax"), "{answer}");
    weft.clock().advance(std::time::Duration::from_secs(2_591_999));
    let actor = weft.anon().header("cookie", cookie.split(';').next().unwrap());
    actor.get("/api/repos").send().is(200);
    weft.tick();
    actor.get("/api/repos").send().says(401, "Unauthorized");
}

#[test]
fn a_cookie_is_secure_where_the_host_is_not_the_browsers_own_machine() {
    let weft = Weft::start();
    let body = json!({ "email": weft.site().email(), "password": weft.site().password() });
    let mut connection = weft.connect();
    let text = body.to_string();
    let head = format!(
        "POST /auth/login HTTP/1.1\r\nhost: cms.example.org\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        text.len()
    );
    connection.send([head.as_bytes(), text.as_bytes()].concat()).unwrap();
    let received = connection.receive().unwrap();
    assert!(received.header("set-cookie").contains("; Secure;"), "{:?}", received.headers);
}

#[test]
fn a_wrong_password_and_an_unknown_address_are_told_alike() {
    let weft = Weft::start();
    for (email, password) in
        [(weft.site().email(), "wrong password"), ("nobody@example.com", "wrong password")]
    {
        let answer = weft.anon().post("/auth/login", json!({ "email": email, "password": password })).send();
        answer.says(401, "Invalid email or password");
        assert_eq!(answer.header("set-cookie"), "");
    }
}

#[test]
fn what_is_missing_is_refused() {
    let weft = Weft::start();
    for body in [json!({}), json!({ "email": "a@b.example" }), json!({ "email": 1, "password": "x" })] {
        weft.anon().post("/auth/login", body).send().says(400, "email and password are required");
    }
}

#[test]
fn who_fails_too_often_waits() {
    let weft = Weft::start();
    let body = json!({ "email": weft.site().email(), "password": "wrong password" });
    let last = (0..11).map(|_| weft.anon().post("/auth/login", body.clone()).send()).last().unwrap();
    last.says(429, "Too many requests");
    assert!(!last.header("retry-after").is_empty(), "{last}");
}

#[test]
fn two_sessions_stand_beside_each_other() {
    let weft = Weft::start();
    let sessions = [session(&weft, &weft.site()), session(&weft, &weft.site())];
    assert_ne!(sessions[0], sessions[1]);
    for session in sessions {
        weft.anon().header("cookie", &session).get("/api/repos").send().is(200);
    }
}
