//! `GET /v1/users`, `GET /v1/projects/:project/users`

use weft_tests::Weft;

use crate::assert_error;
use crate::fixtures::user;

#[test]
fn they_are_the_members_of_the_project() {
    let weft = Weft::start();
    user(&weft, "ann@people.example", "editor", &["/blog/**"]);
    let of = format!("/v1/projects/{}/users", weft.site().id());
    for path in ["/v1/users", &of] {
        let users = weft.session().get(path).send();
        assert_eq!(users.is(200).each_in("/data", "/email"), [weft.site().email(), "ann@people.example"]);
        assert_eq!(users.each_in("/data", "/role"), ["admin", "editor"]);
        users
            .shows("/data/1/allowedPaths", serde_json::json!(["/blog/**"]))
            .shows("/data/1/name", serde_json::Value::Null);
    }
    let other = weft.other_site().session().get("/v1/users").send();
    assert_eq!(other.is(200).each_in("/data", "/email"), [weft.other_site().email()]);
    assert_error(&weft.other_site().session().get(&of).send(), (403, "FORBIDDEN"));
}
