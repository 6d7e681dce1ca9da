//! `POST /api/security/ssrf/check-url`

use serde_json::json;
use weft_tests::SnowInstallation;

const PATH: &str = "/api/security/ssrf/check-url";

#[test]
fn loopback_urls_are_unsafe_in_every_notation() {
    let installation = SnowInstallation::start();
    let viewer = installation.viewer().key();
    for (url, hostname, is_safe) in [
        ("https://example.com/a?b#c", "example.com", true),
        ("http://10.0.0.1:8080/", "10.0.0.1", true),
        ("http://127.0.0.1/", "127.0.0.1", false),
        ("http://2130706433/", "127.0.0.1", false),
        ("http://0x7f.1/", "127.0.0.1", false),
        ("http://0177.0.0.1/", "127.0.0.1", false),
        ("http://[::ffff:127.0.0.1]/", "[::ffff:7f00:1]", false),
        ("http://[::1]/", "[::1]", false),
        ("http://0/", "0.0.0.0", false),
        ("https://LOCALHOST/", "localhost", false),
        ("https://127.0.0.1.nip.io/", "127.0.0.1.nip.io", false),
    ] {
        let answer = viewer.post(PATH, json!({ "url": url })).send();
        assert_eq!(answer.is(200).costs(0).json(), json!({ "safe": is_safe, "hostname": hostname }), "{url}");
    }
}

#[test]
fn malformed_urls_are_refused() {
    let installation = SnowInstallation::start();
    let viewer = installation.viewer().session();
    for url in ["example.com", "file:///etc/passwd", "javascript:1", "http://", "ftp://example.com/"] {
        viewer.post(PATH, json!({ "url": url })).send().says(400, "Invalid URL");
    }
    for body in [json!({}), json!({ "url": "" }), json!({ "url": null })] {
        viewer.post(PATH, body).send().says(400, "URL is required");
    }
    installation.anon().post(PATH, json!({ "url": "https://example.com/" })).send().says(401, "Unauthorized");
}
