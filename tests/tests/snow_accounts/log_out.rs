//! `GET /api/login/logout`

use serde_json::json;
use weft_tests::{Answer, Browser, House};

#[track_caller]
fn assert_out(answer: &Answer) {
    assert_eq!(answer.is(200).json(), json!({ "redirect": "/login" }));
    let cookies: Vec<&str> = answer
        .headers()
        .iter()
        .filter(|(name, _)| name == "set-cookie")
        .map(|(_, value)| value.as_str())
        .collect();
    let rest = "Path=/; Max-Age=0; SameSite=Lax";
    assert_eq!(cookies, [format!("snowcms_session=; {rest}"), format!("snowcms_csrf=; {rest}")]);
}

#[test]
fn a_session_that_was_left_is_nobodys() {
    let house = House::open();
    let user = house.user();
    let collections = user.on(house.home()).path("");
    let [left, other] = [(); 2].map(|()| Browser::open(&house, user.email(), house.password()));
    for browser in [&left, &other] {
        browser.cookies().get("/api/accounts/me").send().is(200);
        browser.cookies().get(&collections).send().is(200);
    }
    let answer = left.cookies().get("/api/login/logout").send();
    assert_out(&answer);
    answer.costs(1);
    left.cookies().get(&collections).send().says(401, "Unauthorized");
    left.cookies().get("/api/accounts/me").send().says(401, "Unauthorized");
    house.bearer(left.session()).get(&collections).send().says(401, "Unauthorized");
    other.cookies().get(&collections).send().is(200);
    other.cookies().get("/api/accounts/me").send().is(200);
    assert_out(&left.cookies().get("/api/login/logout").send());
}

#[test]
fn who_is_out_is_out() {
    let house = House::open();
    assert_out(&house.anon().get("/api/login/logout").send());
    assert_out(&house.bearer("x:y").get("/api/login/logout").send());
}

#[test]
fn a_key_has_nothing_to_leave() {
    let house = House::open();
    assert_out(&house.user().key().get("/api/login/logout").send());
    house.user().key().get("/api/accounts/me").send().is(200);
    house.user().session().get("/api/accounts/me").send().is(200);
}
