//! Durability of the `weft` command: when it is killed during writes, no acknowledged write is
//! lost.
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

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use serde_json::{Value, json};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A running `weft up`.
struct Weft {
    child: Child,
    address: String,
}

impl Weft {
    fn up(data: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_weft"))
            .args(["up", "--no-first-start", "--listen", "127.0.0.1:0", "--from"])
            .arg(root().join("spin.toml"))
            .arg("--data")
            .arg(data)
            .arg("--cache")
            .arg(root().join("target/weft-tests"))
            .args(arguments)
            .env_remove("SPIN_VARIABLE_ONBOARDING")
            .envs(environment.iter().copied())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next().expect("the first line states the address").unwrap();
        let address = first.strip_prefix("Serving http://").unwrap_or_else(|| panic!("{first}")).to_owned();
        // Its further output must be read, or the pipe fills up and blocks it.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address }
    }

    /// SIGKILL: no handler runs, no file is closed.
    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    fn ask(&self, method: &str, target: &str, credential: &str, body: &Value) -> io::Result<(u16, Value)> {
        ask(&self.address, method, target, credential, body)
    }
}

impl Drop for Weft {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Sends one request on a new connection; the credential is a whole header line.
fn ask(
    address: &str,
    method: &str,
    target: &str,
    credential: &str,
    body: &Value,
) -> io::Result<(u16, Value)> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(120)))?;
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let head = format!("{method} {target} HTTP/1.1\r\nhost: weft\r\nconnection: close\r\n{credential}\r\n");
    let content = format!("content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    stream.write_all(format!("{head}{content}").as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let cut = || io::Error::from(io::ErrorKind::UnexpectedEof);
    let status = answer.get(9..12).and_then(|status| status.parse().ok()).ok_or_else(cut)?;
    let (_, body) = answer.split_once("\r\n\r\n").ok_or_else(cut)?;
    Ok((status, serde_json::from_str(body).map_err(|_| cut())?))
}

fn onboard(weft: &Weft) -> u16 {
    let admin = json!({ "email": "a@b.example", "password": "correct horse" });
    weft.ask("POST", "/v1/projects", "x: y", &json!({ "name": "first", "admin": admin })).unwrap().0
}

/// Creates a site with a content type; returns the header of a key with all scopes.
fn site(weft: &Weft) -> String {
    assert_eq!(onboard(weft), 201);
    let login = json!({ "email": "a@b.example", "password": "correct horse" });
    let (_, session) = weft.ask("POST", "/v1/auth/login", "x: y", &login).unwrap();
    let bearer = format!("authorization: Bearer {}", session["data"]["token"].as_str().unwrap());
    let plan = json!({ "perMinute": 0, "perDay": 0 });
    let body = json!({ "name": "k", "scopes": ["read", "write", "admin"], "plan": plan });
    let (_, key) = weft.ask("POST", "/api/keys", &bearer, &body).unwrap();
    let key = format!("x-api-key: {}", key["key"].as_str().unwrap());
    let fields = json!([{ "name": "n", "label": "N", "type": "number", "indexed": true }]);
    let body = json!({ "name": "note", "label": "Note", "fields": fields });
    assert_eq!(weft.ask("POST", "/api/content-types", &key, &body).unwrap().0, 201);
    key
}

/// Writes until the host is killed, and reports each acknowledged write.
fn write(address: &str, key: &str, who: u64, acknowledged: &Sender<(String, u64)>) {
    for n in 0.. {
        let number = who * 1_000_000 + n;
        let body = json!({ "type": "note", "data": { "n": number, "text": "x".repeat(2_000) } });
        let Ok((status, document)) = ask(address, "POST", "/api/content", key, &body) else { return };
        assert_eq!(status, 201, "{document}");
        if acknowledged.send((document["id"].as_str().unwrap().to_owned(), number)).is_err() {
            return;
        }
    }
}

#[test]
fn acknowledged_writes_survive_a_kill() {
    const WRITERS: u64 = 4;
    let data = tempfile::tempdir().unwrap();
    let mut weft = Weft::up(data.path(), &[], &[]);
    let key = site(&weft);
    let mut written = Vec::new();
    for round in 0..3_u64 {
        let (sender, acknowledged) = channel();
        for writer in 0..WRITERS {
            let (address, key, sender) = (weft.address.clone(), key.clone(), sender.clone());
            std::thread::spawn(move || write(&address, &key, round * WRITERS + writer, &sender));
        }
        drop(sender);
        written.extend(acknowledged.iter().take(40));
        weft.kill();
        // The writes that were acknowledged during the kill.
        written.extend(acknowledged.iter());
        weft = Weft::up(data.path(), &[], &[]);
        for (id, number) in &written {
            let (status, document) =
                weft.ask("GET", &format!("/api/content/{id}?draft=true"), &key, &Value::Null).unwrap();
            assert_eq!(
                (status, &document["data"]["n"]),
                (200, &json!(number)),
                "round {round}: {id} is gone"
            );
        }
    }
    // A write without acknowledgement is stored completely or not at all: entries, counters,
    // indexed values and audit records agree.
    weft.kill();
    let database = rusqlite::Connection::open(data.path().join("default.db")).unwrap();
    let number = |sql: &str| database.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    let entries = number("SELECT count(*) FROM entries");
    assert!(entries >= i64::try_from(written.len()).unwrap() && written.len() >= 120);
    for sql in [
        "SELECT sum(draft) FROM tallies",
        "SELECT count(*) FROM entry_values",
        "SELECT count(*) FROM audit JOIN entries ON subject = id",
    ] {
        assert_eq!(number(sql), entries, "{sql}");
    }
    let check: String = database.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(check, "ok");
}

/// Runs `weft up` with unusable data; returns its error output after its end.
fn refused(data: &Path) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_weft"))
        .args(["up", "--listen", "127.0.0.1:0", "--from"])
        .arg(root().join("spin.toml"))
        .arg("--data")
        .arg(data)
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert_eq!(String::from_utf8_lossy(&output.stdout), "", "the command must not serve");
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said.lines().count(), 1, "{said}");
    said
}

#[test]
fn an_unusable_data_folder_ends_the_command() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("default.db");
    std::fs::write(&file, [b'x'; 8192]).unwrap();
    let said = refused(folder.path());
    assert!(said.contains(&file.display().to_string()) && said.contains("not a database"), "{said}");
    // A file instead of the data folder.
    let said = refused(&file);
    assert!(said.contains(&file.display().to_string()) && said.contains("not a folder"), "{said}");
    // A folder instead of the database file.
    std::fs::remove_file(&file).unwrap();
    std::fs::create_dir(&file).unwrap();
    assert!(refused(folder.path()).contains("not a file"));
    std::fs::remove_dir(&file).unwrap();
    // A database of a newer version.
    drop(Weft::up(folder.path(), &[], &[]));
    let database = rusqlite::Connection::open(&file).unwrap();
    let newer =
        "CREATE TABLE IF NOT EXISTS weft_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
                 INSERT INTO weft_migrations (number, name) VALUES (999, 'future')";
    database.execute_batch(newer).unwrap();
    assert!(refused(folder.path()).contains("newer version of Weft"));
    // A database that another program has locked.
    database
        .execute_batch("DELETE FROM weft_migrations; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE")
        .unwrap();
    assert!(refused(folder.path()).contains("another program has locked it"));
}

#[test]
fn arguments_override_the_environment_which_overrides_the_manifest() {
    let closed = [("SPIN_VARIABLE_ONBOARDING", "closed")];
    for (arguments, environment, expected) in [
        (&[][..], &[][..], 201),
        (&[], &closed, 403),
        (&["--variable", "onboarding=open"], &closed, 201),
        (&["--variable", "onboarding=closed"], &[("SPIN_VARIABLE_ONBOARDING", "open")], 403),
    ] {
        let data = tempfile::tempdir().unwrap();
        let weft = Weft::up(data.path(), arguments, environment);
        assert_eq!(onboard(&weft), expected, "{arguments:?} {environment:?}");
    }
}
