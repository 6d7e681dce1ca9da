//! The driver's shared suite, run in a guest: the pitfalls of the host's SQLite interface occur
//! only there.

use std::path::Path;

use weft_host::{GuestOutput, Options};
use weft_tests::Connection;

#[test]
fn every_case_passes_over_the_hosts_sqlite() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let mut options = Options::new(root.join("guests/driver/spin.toml"));
    options.data_dir = folder.path().to_path_buf();
    options.cache_dir = root.join("../target/weft-tests");
    options.guest_output = GuestOutput::Capture;
    let host = weft_host::start_blocking(&options).expect("`cargo xtask test` builds the guest");
    let mut connection = Connection::open(host.addr()).unwrap();
    // The second time it meets the tables of the first.
    for _ in 0..2 {
        connection.send("GET / HTTP/1.1\r\nhost: weft\r\n\r\n").unwrap();
        let answer = connection.receive().unwrap();
        let text = String::from_utf8_lossy(&answer.body);
        assert_eq!(answer.status, 200, "{text}");
        let cases: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
        let failures: Vec<_> = cases.iter().filter(|case| !case["failure"].is_null()).collect();
        assert!(failures.is_empty(), "{failures:#?}");
        assert!(cases.len() >= 33, "only {} cases were run", cases.len());
    }
    assert_eq!(host.guest_output(), "");
    host.stop_blocking();
}
