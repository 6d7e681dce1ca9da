//! Tests of the host with a guest over HTTP: the behaviour that a component and its clients can
//! observe.
//!
//! The guest is `guests/probe`, built here into `target/guests`; its first build takes a minute.
//! The tests share only the built guest.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "this is test code")]

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use weft_host::{Frozen, FrozenClock, GuestOutput, Options, Running};

static PROBE: LazyLock<PathBuf> = LazyLock::new(|| {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = here.join("../../target/guests");
    let status = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--locked", "--release", "--target", "wasm32-wasip2", "--target-dir"])
        .arg(&target)
        .current_dir(here.join("tests/guests/probe"))
        .status()
        .unwrap();
    assert!(status.success(), "the guest does not build");
    target.join("wasm32-wasip2/release/probe.wasm")
});

struct Host {
    running: Running,
    folder: tempfile::TempDir,
}

impl Host {
    fn start() -> Self {
        Self::with(|_| {})
    }

    fn with(change: impl FnOnce(&mut Options)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let manifest = format!(
            r#"spin_manifest_version = 2
[application]
name = "probe"
[variables]
who = {{ default = "world" }}
[[trigger.http]]
route = "/..."
component = "probe"
[[trigger.http]]
route = "/poor/:name/..."
component = "poor"
[component.probe]
source = '{0}'
sqlite_databases = ["default"]
allowed_outbound_hosts = ["http://poor.spin.internal", "http://self"]
variables = {{ greeting = "hello {{{{ who }}}}" }}
[component.poor]
source = '{0}'
"#,
            PROBE.display()
        );
        std::fs::write(folder.path().join("spin.toml"), manifest).unwrap();
        let mut options = Options::new(folder.path().join("spin.toml"));
        options.cache_dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache");
        options.read_environment = false;
        options.guest_output = GuestOutput::Capture;
        change(&mut options);
        Self { running: weft_host::start_blocking(&options).unwrap(), folder }
    }

    fn get(&self, path: &str) -> (u16, String) {
        let answer =
            self.raw(format!("GET {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n").as_bytes());
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
        (status, answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default())
    }

    fn body(&self, path: &str) -> String {
        let (status, body) = self.get(path);
        assert_eq!(status, 200, "{path}: {}", self.running.guest_output());
        body
    }

    fn raw(&self, request: &[u8]) -> String {
        let mut stream = TcpStream::connect(self.running.addr()).unwrap();
        stream.write_all(request).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }
}

#[test]
fn requests_reach_the_guest_unchanged() {
    let host = Host::start();
    assert_eq!(host.body("/.well-known/spin/health"), "OK");
    assert_eq!(host.body("/uri?a=%zz&b=%ff"), "http://here/uri?a=%zz&b=%ff");
    assert_eq!(host.body("/%zz/%ff/../ä"), "? /%zz/%ff/../ä");
    assert_eq!(host.get("/.well-known/spin/other").0, 404);
    assert!(host.raw(b"GET /hello HTTP/1.1\r\nConnection: close\r\n\r\n").starts_with("HTTP/1.1 400"));
    let pipelined = host.raw(
        b"GET /hello HTTP/1.1\r\nHost: h\r\n\r\nHEAD /hello HTTP/1.1\r\nHost: h\r\n\r\nGET /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
    );
    assert_eq!(pipelined.matches("HTTP/1.1 200 OK").count(), 3, "{pipelined}");
    assert!(pipelined.ends_with("? /x"), "{pipelined}");
}

#[test]
fn the_headers_of_the_host_follow_forged_ones() {
    let host = Host::start();
    let headers = host.raw(
        b"GET /poor/jo/headers HTTP/1.1\r\nHost: h\r\nspin-full-url: forged\r\nspin-path-match-x: forged\r\nConnection: close\r\n\r\n",
    );
    assert!(headers.ends_with("? /poor/jo/headers"), "{headers}");
    let headers = host.raw(
        b"GET /headers HTTP/1.1\r\nHost: h\r\nspin-full-url: forged\r\nspin-path-match-x: forged\r\nConnection: close\r\n\r\n",
    );
    // As on Spin, the client's value stays and the host's value is the last.
    let (before, after) = headers.split_once(r#""spin-full-url": "http://h/headers""#).unwrap();
    assert!(before.contains(r#""spin-full-url": "forged""#), "{headers}");
    assert!(!after.contains(r#""spin-full-url": "forged""#), "{headers}");
    assert!(headers.contains(r#""spin-path-info": "/headers""#), "{headers}");
}

/// Writes a request and its whole body, then reads all bytes until the host closes the connection.
fn write_first(host: &Host, head: &str, megabytes: usize) -> String {
    let length = megabytes << 20;
    let mut request = format!("{head}Content-Length: {length}\r\n\r\n").into_bytes();
    request.resize(request.len() + length, b'x');
    host.raw(&request)
}

#[test]
fn clients_that_write_the_whole_body_first_get_the_response() {
    let host = Host::with(|options| options.request_timeout = Duration::from_secs(60));
    for megabytes in [2, 5, 8] {
        for (path, status) in [
            ("/hello", "200"),
            ("/trap", "500"),
            ("/.well-known/spin/health", "200"),
            ("/.well-known/spin/x", "404"),
        ] {
            let head = format!("POST {path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n");
            let answer = write_first(&host, &head, megabytes);
            assert_eq!(answer.get(9..12), Some(status), "{path}, {megabytes} MB: {answer}");
        }
        // A request that the host refuses, and bytes that are not a valid request.
        let twice = "POST /hello HTTP/1.1\r\nHost: h\r\nHost: i\r\nConnection: close\r\n";
        assert_eq!(write_first(&host, twice, megabytes).get(9..12), Some("400"));
        let malformed = "POST /hello HTTP/1.1\r\nHost : h\r\n";
        assert_eq!(write_first(&host, malformed, megabytes).get(9..12), Some("400"));
    }
    assert!(host.running.leftovers() > 0);
}

#[test]
fn an_oversized_body_ends_the_connection_after_the_response() {
    let host = Host::start();
    let answer = write_first(&host, "POST /hello HTTP/1.1\r\nHost: h\r\n", 24);
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("hello"), "{answer}");
}

#[test]
fn private_addresses_are_refused_after_name_resolution() {
    let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = server.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in server.incoming() {
            let mut stream = stream.unwrap();
            let answer = b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
            drop(stream.read(&mut [0; 4096]).and_then(|_| stream.write_all(answer)));
        }
    });
    let manifest = |options: &mut Options| {
        let text = std::fs::read_to_string(&options.manifest).unwrap();
        let everywhere = r#"allowed_outbound_hosts = ["http://*:*", "https://*:*"]"#;
        let allowed = r#"allowed_outbound_hosts = ["http://poor.spin.internal", "http://self"]"#;
        std::fs::write(&options.manifest, text.replace(allowed, everywhere)).unwrap();
        options.names.insert("data.example".into(), vec!["127.0.0.1".parse().unwrap()]);
        options
            .names
            .insert("both.example".into(), vec!["::1".parse().unwrap(), "127.0.0.1".parse().unwrap()]);
    };
    let host = Host::with(manifest);
    for name in [
        "data.example",
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
    ] {
        let told = host.body(&format!("/get?http://{name}:{port}/"));
        assert!(told.contains("DestinationIpProhibited"), "{name}: {told}");
    }
    // The address of the application is refused too, as on Spin. Requests between components use no
    // network, so they are permitted.
    assert!(host.body("/get?http://self/hello").contains("DestinationIpProhibited"));
    assert_eq!(host.body("/get?http://poor.spin.internal/hello"), "200 OK");
    let host = Host::with(|options| {
        manifest(options);
        let hosts = ["data.example", "both.example"].map(|name| format!("{name}:{port}").parse().unwrap());
        options.private_networks = weft_host::PrivateNetworks::Listed(hosts.into());
    });
    assert_eq!(host.body(&format!("/get?http://data.example:{port}/")), "204 No Content");
    // The host tries all addresses of a name.
    assert_eq!(host.body(&format!("/get?http://both.example:{port}/")), "204 No Content");
    assert!(host.body(&format!("/get?http://127.0.0.1:{port}/")).contains("DestinationIpProhibited"));
    let host = Host::with(|options| {
        manifest(options);
        options.private_networks = weft_host::PrivateNetworks::Allowed;
    });
    assert_eq!(host.body(&format!("/get?http://127.0.0.1:{port}/")), "204 No Content");
    assert_eq!(host.body("/get?http://self/hello"), "200 OK");
    // The server does not support TLS.
    let told = host.body(&format!("/get?https://127.0.0.1:{port}/"));
    assert!(told.contains("Tls"), "{told}");
}

#[test]
fn a_failing_guest_is_a_500_without_details_and_later_requests_succeed() {
    let host = Host::with(|options| options.request_timeout = Duration::from_millis(500));
    assert_eq!(host.get("/trap"), (500, String::new()));
    assert_eq!(host.get("/spin"), (500, String::new()));
    assert_eq!(host.body("/hello"), "hello");
    let output = host.running.guest_output();
    assert!(output.contains("as asked") && output.contains("component `probe` failed"), "{output}");
}

#[test]
fn an_instance_is_reused_as_often_as_configured() {
    let host = Host::with(|options| options.reuse.max_requests = 1);
    let requests = 3;
    for _ in 0..requests {
        host.body("/hello");
    }
    assert_eq!(host.running.instances(), requests);
}

#[test]
fn statements_return_the_results_and_errors_of_sqlite() {
    let host = Host::start();
    let database = rusqlite::Connection::open(host.folder.path().join(".weft/default.db")).unwrap();
    let sql = "CREATE TABLE t (n INTEGER PRIMARY KEY); WITH RECURSIVE i (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i
               WHERE n < 5000) INSERT INTO t SELECT n FROM i";
    database.execute_batch(sql).unwrap();
    assert!(host.body("/sql?SELECT+n+FROM+t+WHERE+n=?").contains("Integer(7)"));
    assert!(host.body("/sql?INSERT+INTO+t+VALUES+(?)").contains("UNIQUE constraint failed: t.n"));
    assert_eq!(host.body("/sql-async?SELECT+n+FROM+t+LIMIT+3"), r#"["n"] 3 Ok(())"#);
    assert_eq!(host.body("/sql-async?SELECT+n+FROM+t"), r#"["n"] 5000 Ok(())"#);
    assert_eq!(host.body("/sql-async?SELECT+a.n+FROM+t+a,t+LIMIT+20000"), r#"["n"] 20000 Ok(())"#);
    let failed = host.body("/sql-async?INSERT+INTO+t+VALUES+(1)");
    assert!(failed.starts_with("[] 0") && failed.contains("UNIQUE constraint failed: t.n"), "{failed}");
    let undrained = host.body("/sql-undrained?SELECT+a.n+FROM+t+a,t");
    assert!(undrained.contains("were not all read"), "{undrained}");
    assert!(host.body("/sql?ATTACH+'/tmp/x.db'+AS+x").contains("not authorized"));
    assert!(host.running.statements() >= 9, "{}", host.running.statements());
    assert!(host.running.opens() >= 8, "{}", host.running.opens());
}

#[test]
fn resources_without_a_grant_in_the_manifest_are_refused() {
    let host = Host::start();
    assert_eq!(host.body("/variable?greeting"), r#"Ok("hello world")"#);
    assert!(host.body("/variable?other").contains("Undefined"));
    assert!(host.body("/variable?Other").contains("InvalidName"));
    assert_eq!(host.body("/get?http://poor.spin.internal/hello"), "200 OK");
    assert!(host.body("/get?http://example.com/").contains("HttpRequestDenied"));
    assert!(host.body("/get?http://probe.spin.internal/hello").contains("HttpRequestDenied"));
}

#[test]
fn work_after_the_response_is_finished_before_the_host_stops() {
    let host = Host::start();
    assert_eq!(host.body("/late"), "now");
    let output = {
        let Host { running, folder } = host;
        let output = running.output_handle();
        running.stop_blocking();
        drop(folder);
        output
    };
    assert!(output().contains("after the answer"), "{}", output());
}

#[test]
fn guests_see_the_frozen_clock() {
    let clock = Arc::new(FrozenClock::new(Duration::from_secs(1_000)));
    let host = Host::with(|options| options.frozen = Some(Frozen::new(clock.clone(), 1)));
    assert_eq!(host.body("/time"), "Ok(1000s)");
    clock.advance(Duration::from_secs(1));
    assert_eq!(host.body("/time"), "Ok(1001s)");
}

#[test]
fn a_damaged_artefact_is_compiled_again() {
    let cache = tempfile::tempdir().unwrap();
    let start = || Host::with(|options| options.cache_dir = cache.path().to_path_buf());
    start().running.stop_blocking();
    for file in std::fs::read_dir(cache.path()).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "cwasm") {
            let mut bytes = std::fs::read(&path).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 0xff;
            std::fs::write(&path, bytes).unwrap();
        }
    }
    assert_eq!(start().body("/hello"), "hello");
}
