//! The driver in guests: its shared suite, because the pitfalls of the host's SQLite interface
//! occur only there, and its example.

use std::path::Path;

use weft_host::{GuestOutput, Options, Running};
use weft_tests::Connection;

/// Runs the application of a manifest, named from this folder, over an empty database.
fn start(manifest: &str, data: &Path) -> Running {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut options = Options::new(root.join(manifest));
    options.data_dir = data.to_path_buf();
    options.cache_dir = root.join("../target/weft-tests");
    options.guest_output = GuestOutput::Capture;
    weft_host::start_blocking(&options).expect("`cargo xtask build --test-guests` builds the guest")
}

#[test]
fn every_case_passes_over_the_hosts_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let host = start("guests/driver/spin.toml", folder.path());
    let mut connection = Connection::open(host.addr()).unwrap();
    // The second run finds the tables of the first run.
    for _ in 0..2 {
        connection.send("GET / HTTP/1.1\r\nhost: weft\r\n\r\n").unwrap();
        let answer = connection.receive().unwrap();
        let text = String::from_utf8_lossy(&answer.body);
        assert_eq!(answer.status, 200, "{text}");
        let cases: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
        let failures: Vec<_> = cases.iter().filter(|case| !case["failure"].is_null()).collect();
        assert!(failures.is_empty(), "{failures:#?}");
        assert!(cases.len() >= 33, "only {} cases ran", cases.len());
    }
    assert_eq!(host.guest_output(), "");
    host.stop_blocking();
}

#[test]
fn the_drivers_example_keeps_notes() {
    let folder = tempfile::tempdir().unwrap();
    let host = start("../crates/sqlx-libsql/examples/spin-guest/spin.toml", folder.path());
    let mut connection = Connection::open(host.addr()).unwrap();
    let mut ask = |method: &str, body: &str| {
        let length = body.len();
        connection
            .send(format!("{method} / HTTP/1.1\r\nhost: weft\r\ncontent-length: {length}\r\n\r\n{body}"))
            .unwrap();
        let answer = connection.receive().unwrap();
        (answer.status, String::from_utf8(answer.body.to_vec()).unwrap())
    };
    assert_eq!(ask("GET", ""), (200, String::new()));
    assert_eq!(ask("POST", "buy milk"), (201, "note 1\n".to_owned()));
    assert_eq!(ask("POST", "sing"), (201, "note 2\n".to_owned()));
    assert_eq!(ask("POST", "sing"), (409, "this note is there already\n".to_owned()));
    assert_eq!(ask("POST", ""), (400, "a note has a text\n".to_owned()));
    assert_eq!(ask("GET", ""), (200, "buy milk\nsing\n".to_owned()));
    assert_eq!(host.guest_output(), "");
    host.stop_blocking();
}
