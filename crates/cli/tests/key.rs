//! `weft key create`: the printed key works with its kind of client.
//!
//! It runs the application of the root `spin.toml`, whose components are built before (`cargo xtask
//! build --components`).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "this is test code"
)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A running `weft up` after its first start.
struct Weft {
    child: Child,
    address: String,
    password: String,
    _data: tempfile::TempDir,
}

impl Weft {
    fn first_start() -> Self {
        let data = tempfile::tempdir().unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_weft"))
            .args(["up", "--listen", "127.0.0.1:0", "--from"])
            .arg(root().join("spin.toml"))
            .arg("--data")
            .arg(data.path())
            .arg("--cache")
            .arg(root().join("target/weft-tests"))
            .env_remove("SPIN_VARIABLE_ONBOARDING")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let said = |line: String, what: &str| line.trim_start().strip_prefix(what).map(str::to_owned);
        let address = lines.find_map(|line| said(line, "Serving http://")).unwrap();
        let password = lines.find_map(|line| said(line, "password  ")).unwrap();
        // Its further output must be read, or the pipe fills up and blocks it.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address, password, _data: data }
    }

    fn key(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_weft"));
        command.args(["key", "create", "--url", &format!("http://{}/", self.address)]).args(arguments);
        command.env("WEFT_PASSWORD", &self.password).output().unwrap()
    }

    /// The key that the command prints; asserts that it prints nothing else.
    #[track_caller]
    fn new_key(&self, arguments: &[&str]) -> String {
        let output = self.key(arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let printed = String::from_utf8(output.stdout).unwrap();
        let key = printed.strip_suffix('\n').unwrap().to_owned();
        assert!(!key.contains(char::is_whitespace), "{printed}");
        key
    }

    /// Sends a GET with one header; returns the status and the body.
    fn get(&self, target: &str, credential: &str) -> (u16, Value) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let head =
            format!("GET {target} HTTP/1.1\r\nhost: weft\r\nconnection: close\r\n{credential}\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        (answer[9..12].parse().unwrap(), serde_json::from_str(body).unwrap())
    }
}

impl Drop for Weft {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn every_kind_of_client_gets_a_working_key() {
    let weft = Weft::first_start();

    let r3 = weft.new_key(&[]);
    assert_eq!(weft.get("/api/keys", &format!("x-api-key: {r3}")).0, 200);

    let inline = weft.new_key(&["--for", "inline"]);
    assert_eq!(weft.get("/api/content-types", &format!("x-api-key: {inline}")).0, 200);
    assert_eq!(weft.get("/api/keys", &format!("x-api-key: {inline}")).0, 403);

    let snow = weft.new_key(&["--for", "snow", "--name", "site"]);
    let bearer = format!("authorization: Bearer {snow}");
    let (status, me) = weft.get("/api/accounts/me", &bearer);
    assert_eq!((status, &me["role"], &me["email"]), (200, &"SUPERUSER".into(), &"apikey@snowcms".into()));
    let (id, secret) = snow.strip_prefix("a:").unwrap().split_once('.').unwrap();
    assert_eq!((me["id"].as_str(), secret.len()), (Some(id), 43));
    let (_, websites) = weft.get("/api/websites", &bearer);
    let website = websites[0]["id"].as_str().unwrap();
    assert_eq!(me["websites"], serde_json::json!([website]));
    let collections = format!("/api/websites/{website}/collections");
    assert_eq!(weft.get(&collections, &bearer), (200, serde_json::json!([])));

    let reader = weft.new_key(&["--for", "snow", "--role", "viewer", "--websites", website]);
    let bearer = format!("authorization: Bearer {reader}");
    assert_eq!(weft.get("/api/accounts/me", &bearer).1["role"], "VIEWER");
    assert_eq!(weft.get(&collections, &bearer).0, 200);
}

#[test]
fn options_of_other_clients_are_refused() {
    let weft = Weft::first_start();
    for (arguments, why) in [
        (&["--for", "snow", "--scopes", "read"][..], "--scopes"),
        (&["--for", "snow", "--per-day", "3"], "--per-day"),
        (&["--role", "viewer"], "--role"),
        (&["--for", "inline", "--websites", "x"], "--websites"),
        (&["--for", "snow", "--role", "owner"], "owner"),
        (&["--for", "drupal"], "drupal"),
        (&["--for", "snow", "--password", "wrong"], "Email or password incorrect"),
        (&["--for", "snow", "--websites", "x"], "User does not have access to one or more websites"),
    ] {
        let output = weft.key(arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && output.stdout.is_empty(), "{arguments:?}");
        assert!(said.contains(why), "{arguments:?}: {said}");
    }
}
