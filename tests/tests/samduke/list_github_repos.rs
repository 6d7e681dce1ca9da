//! `GET /api/github/repos`

use serde_json::json;
use weft_tests::Weft;

use crate::fixtures::Cms;

#[test]
fn no_account_is_connected_to_github() {
    let weft = Weft::start();
    let cms = Cms::of(&weft, &weft.site());
    for actor in [cms.browser(), cms.token(&["content:read"])] {
        assert_eq!(actor.get("/api/github/repos").send().is(200).json(), json!([]));
    }
    weft.anon().get("/api/github/repos").send().says(401, "Unauthorized");
}
