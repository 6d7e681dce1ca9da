//! `GET /api/health`

use serde_json::json;
use weft_tests::Weft;

#[test]
fn it_answers_anybody() {
    let weft = Weft::start();
    for actor in [weft.anon(), weft.bearer("cms_nothing"), weft.bearer("ghp_x")] {
        let answer = actor.get("/api/health").send();
        assert_eq!(answer.is(200).json(), json!({ "status": "ok" }));
    }
}
