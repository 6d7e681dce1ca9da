//! `GET /v1/health`, `GET /health`

use serde_json::json;
use weft_tests::Weft;

#[test]
fn anybody_hears_that_the_service_is_there() {
    let weft = Weft::start();
    for path in ["/v1/health", "/health", "/health/"] {
        let shown = weft.anon().get(path).send();
        assert_eq!(shown.is(200).json(), json!({ "status": "ok", "version": "0.1.0" }));
        assert_eq!(shown.round_trips(), 0);
        weft.anon().head(path).send().is(200);
    }
}
