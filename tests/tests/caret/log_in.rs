//! POST /api/cms/auth/login

use serde_json::json;

use crate::{Caret, PASSWORD, says};

const LOGIN: &str = "/api/cms/auth/login";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

#[test]
fn a_script_gets_json_and_a_cookie() {
    let caret = Caret::start();
    let answer = caret.anon().post(LOGIN, json!({ "password": PASSWORD, "redirect": "/about" })).send();
    assert_eq!(answer.is(200).json(), json!({ "ok": true, "redirect": "/about" }));
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("caret_session="), "{answer}");
    assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Max-Age=43200"), "{answer}");
    answer.has("cache-control", "no-store");
    for elsewhere in ["//evil.example", "https://evil.example", "", "x"] {
        let body = json!({ "password": PASSWORD, "redirect": elsewhere });
        caret.anon().post(LOGIN, body).send().is(200).shows("/redirect", "/");
    }
}

#[test]
fn a_form_is_redirected() {
    let caret = Caret::start();
    let form = |body: &str| caret.anon().ask("POST", LOGIN).header(FORM.0, FORM.1).bytes(body).send();
    let answer = form(&format!("password={}&redirect=%2Fabout", PASSWORD.replace(' ', "+")));
    answer.is(302).has("location", "/about");
    assert!(answer.header("set-cookie").starts_with("caret_session="), "{answer}");
    form("password=wrong").is(302).has("location", "/admin?error=invalid").has("set-cookie", "");
}

#[test]
fn a_multipart_form_that_accepts_json_gets_json() {
    let caret = Caret::start();
    let body =
        format!("--B\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n{PASSWORD}\r\n--B--\r\n");
    let form = caret.anon().ask("POST", LOGIN).header("content-type", "multipart/form-data; boundary=B");
    let answer = form.header("accept", "application/json").bytes(body).send();
    answer.is(200).shows("/redirect", "/");
}

#[test]
fn wrong_and_missing_passwords_get_the_same_response() {
    let caret = Caret::start();
    for body in [json!({ "password": "wrong" }), json!({}), json!({ "password": 7 }), json!([])] {
        let answer = caret.anon().post(LOGIN, body).send();
        says(&answer, 401, "Invalid password");
        answer.has("set-cookie", "");
    }
    let answer = caret.anon().ask("POST", LOGIN).json(json!(0)).bytes("{").send();
    answer.is(400).shows("/error", "Invalid JSON");
}

#[test]
fn an_account_of_the_site_signs_in_with_its_own_password() {
    let caret = Caret::start();
    let (site, other) = (caret.site(), caret.other_site());
    let sign_in = |email: &str, password: &str| {
        caret.anon().post(LOGIN, json!({ "email": email, "password": password })).send()
    };
    sign_in(site.email(), site.password()).is(200);
    says(&sign_in(site.email(), PASSWORD), 401, "Invalid password");
    says(&sign_in("nobody@example.com", PASSWORD), 401, "Invalid password");
    says(&sign_in(other.email(), other.password()), 401, "Invalid password");
}

#[test]
fn the_built_in_account_accepts_only_the_shared_password() {
    let caret = Caret::start();
    caret.signed_in();
    let select = "SELECT email FROM accounts WHERE built_in IS NOT NULL";
    let email: String = caret.database().query_row(select, [], |row| row.get(0)).unwrap();
    for password in ["!", PASSWORD] {
        let body = json!({ "email": &email, "password": password });
        says(&caret.anon().post(LOGIN, body.clone()).send(), 401, "Invalid password");
        caret.anon().post("/v1/auth/login", body.clone()).send().is(401);
    }
    caret.signed_in();
    let built_in = "SELECT count(*) FROM accounts WHERE built_in IS NOT NULL";
    assert_eq!(caret.database().query_row(built_in, [], |row| row.get::<_, i64>(0)).unwrap(), 1);
}

#[test]
fn five_failures_lock_out_a_client_for_fifteen_minutes() {
    let caret = Caret::start();
    let editor = caret.signed_in();
    let try_with = |password: &str| caret.anon().post(LOGIN, json!({ "password": password })).send();
    for _ in 0..5 {
        says(&try_with("wrong"), 401, "Invalid password");
    }
    for password in ["wrong", PASSWORD] {
        let answer = try_with(password);
        says(&answer, 429, "Too many login attempts. Please wait and try again.");
        answer.has("retry-after", "900");
    }
    editor.get("/api/cms/auth/session").send().shows("/authenticated", true);
    caret.clock().advance(std::time::Duration::from_secs(899));
    try_with(PASSWORD).is(429).has("retry-after", "1");
    caret.tick();
    try_with(PASSWORD).is(200);
    for _ in 0..4 {
        try_with("wrong").is(401);
    }
    try_with(PASSWORD).is(200);
    try_with("wrong").is(401);
}

#[test]
fn a_missing_editor_password_is_a_500_with_its_reason() {
    let weft = weft_tests::Weft::start();
    let answer = weft.anon().post(LOGIN, json!({ "password": "" })).may_fail().send();
    says(&answer, 500, "Editor password is not configured.");
    let body = json!({ "email": weft.site().email(), "password": weft.site().password() });
    weft.anon().post(LOGIN, body).send().is(200);
}

#[test]
fn get_is_not_allowed() {
    let caret = Caret::start();
    let answer = caret.anon().get(LOGIN).send();
    let wanted = json!({ "error": "Method not allowed", "allowedMethods": ["POST"] });
    assert_eq!(answer.is(405).json(), wanted);
    answer.has("allow", "POST");
}

#[test]
fn without_a_site_a_login_is_not_found() {
    let weft = weft_tests::Weft::empty(|setup| _ = setup.variable("caret_edit_password", PASSWORD));
    let answer = weft.anon().post(LOGIN, json!({ "password": PASSWORD })).send();
    says(&answer, 404, "Site not found");
}
