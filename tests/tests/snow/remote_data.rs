//! Remote data: which hosts the server requests data from, which it refuses, and how it handles bad
//! responses.
//!
//! The remote servers run in the test process; host names have fixed addresses instead of DNS
//! (`Setup::name`).

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};

use serde_json::{Value, json};
use weft_host::PrivateNetworks;
use weft_tests::{Setup, SnowCollection, Weft};

/// A server that calls `answer` with the path and the stream of each connection.
struct Server {
    port: u16,
    connections: Arc<AtomicUsize>,
}

impl Server {
    fn start(answer: impl Fn(&str, TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let connections = Arc::new(AtomicUsize::new(0));
        let (count, answer) = (connections.clone(), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { return };
                count.fetch_add(1, Ordering::SeqCst);
                let answer = answer.clone();
                std::thread::spawn(move || {
                    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
                    let first = lines.next().unwrap_or_default();
                    lines.take_while(|line| !line.is_empty()).for_each(drop);
                    answer(first.split(' ').nth(1).unwrap_or_default(), stream);
                });
            }
        });
        Self { port, connections }
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    fn url(&self, host: &str, path: &str) -> String {
        format!("http://{host}:{}{path}", self.port)
    }
}

/// Responds with a text.
fn text(mut stream: TcpStream, text: &str) {
    let head =
        format!("HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: {}\r\n\r\n", text.len());
    drop(stream.write_all(format!("{head}{text}").as_bytes()));
}

/// Responds with a redirection.
fn elsewhere(mut stream: TcpStream, location: &str) {
    let head = format!("HTTP/1.1 302 Found\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n");
    drop(stream.write_all(head.as_bytes()));
}

/// A host for which `data.example` and `other.example` resolve to this machine, with this policy
/// for private networks.
fn weft(private: PrivateNetworks, change: impl FnOnce(&mut Setup)) -> Weft {
    Weft::with(|setup| {
        setup.private_networks = private;
        setup.name("data.example").name("other.example");
        change(setup);
    })
}

fn listed(hosts: &[&str]) -> PrivateNetworks {
    PrivateNetworks::Listed(hosts.iter().map(|host| host.parse().unwrap()).collect())
}

/// Creates a collection with the remote-data inputs `x0`, `x1`, ….
fn remote<'w>(weft: &'w Weft, inputs: usize) -> SnowCollection<'w> {
    let collection = weft.snow().collection("Things");
    collection.input("title", "text");
    for number in 0..inputs {
        collection.input_with(&format!("x{number}"), "remote-data", json!({}));
    }
    collection
}

/// Creates an entry with these URLs; returns their rendered values.
#[track_caller]
fn shown(collection: &SnowCollection<'_>, addresses: &[String]) -> Vec<Value> {
    let fields = addresses.iter().enumerate().map(|(number, address)| (format!("x{number}"), json!(address)));
    let entry = collection.entry(Value::Object(fields.collect()));
    let rendered = collection.rendered(&entry);
    (0..addresses.len()).map(|number| rendered[format!("x{number}")].clone()).collect()
}

#[track_caller]
fn shows(collection: &SnowCollection<'_>, address: &str, expected: Value) {
    assert_eq!(shown(collection, &[address.to_owned()]), [expected], "{address}");
}

#[test]
fn names_that_resolve_to_this_machine_are_refused() {
    let server = Server::start(|_, stream| text(stream, "secret"));
    let names = [
        ("mapped.example", "::ffff:127.0.0.1"),
        ("six.example", "::1"),
        ("sixtofour.example", "2002:7f00:1::"),
        ("nat.example", "64:ff9b::7f00:1"),
        ("zero.example", "0.0.0.0"),
    ];
    let weft = weft(PrivateNetworks::Refused, |setup| {
        for (name, address) in names {
            setup.names.insert(name.to_owned(), vec![address.parse().unwrap()]);
        }
    });
    let things = remote(&weft, 1);
    for name in ["data.example", "DATA.Example"].into_iter().chain(names.map(|(name, _)| name)) {
        shows(&things, &server.url(name, "/"), Value::Null);
    }
    assert_eq!(server.connections(), 0);
}

#[test]
fn loopback_addresses_are_refused_under_every_policy() {
    let server = Server::start(|_, stream| text(stream, "secret"));
    let weft = weft(PrivateNetworks::Allowed, |_| {});
    let things = remote(&weft, 1);
    for host in [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[2002:7f00:1::]",
    ] {
        shows(&things, &server.url(host, "/"), Value::Null);
    }
    assert_eq!(server.connections(), 0);
}

#[test]
fn permitted_private_hosts_are_requested() {
    let server = Server::start(|path, stream| text(stream, path));
    let port = server.port;
    for private in
        [PrivateNetworks::Allowed, listed(&["data.example"]), listed(&[&format!("127.0.0.1:{port}")])]
    {
        let weft = weft(private, |_| {});
        shows(&remote(&weft, 1), &server.url("data.example", "/a?b"), json!("/a?b"));
    }
    assert_eq!(server.connections(), 3);
    for private in [listed(&["other.example"]), listed(&["127.0.0.1:1"]), listed(&["10.0.0.0/8"])] {
        let weft = weft(private, |_| {});
        shows(&remote(&weft, 1), &server.url("data.example", "/"), Value::Null);
    }
    assert_eq!(server.connections(), 3);
}

#[test]
fn three_redirections_are_followed_and_each_is_checked() {
    let server = Server::start(|path, stream| match path {
        "/4" => elsewhere(stream, "/3"),
        "/3" => elsewhere(stream, "/2"),
        "/2" => elsewhere(stream, "1"),
        "/1" => elsewhere(stream, "/there"),
        "/home" => {
            let port = stream.local_addr().unwrap().port();
            elsewhere(stream, &format!("http://127.0.0.1:{port}/there"));
        }
        "/name" => {
            let port = stream.local_addr().unwrap().port();
            elsewhere(stream, &format!("http://other.example:{port}/there"));
        }
        path => text(stream, path),
    });
    let weft = weft(listed(&["data.example"]), |_| {});
    let things = remote(&weft, 1);
    shows(&things, &server.url("data.example", "/3"), json!("/there"));
    assert_eq!(server.connections(), 4);
    for path in ["/4", "/home", "/name"] {
        shows(&things, &server.url("data.example", path), Value::Null);
    }
    assert_eq!(server.connections(), 4 + 4 + 1 + 1);
}

#[test]
fn all_urls_of_an_entry_are_requested_concurrently() {
    const INPUTS: usize = 5;
    let together = Barrier::new(INPUTS);
    let server = Server::start(move |path, stream| {
        // No request gets a response before all requests have arrived.
        together.wait();
        text(stream, path);
    });
    let weft = weft(PrivateNetworks::Allowed, |_| {});
    let addresses: Vec<String> =
        (0..INPUTS).map(|number| server.url("data.example", &format!("/{number}"))).collect();
    let expected: Vec<Value> = (0..INPUTS).map(|number| json!(format!("/{number}"))).collect();
    assert_eq!(shown(&remote(&weft, INPUTS), &addresses), expected);
}

#[test]
fn a_silent_or_slow_server_renders_to_null() {
    let server = Server::start(|path, mut stream| {
        let head: &[u8] = match path {
            "/head" => b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 9\r\n\r\nhalf",
            _ => b"",
        };
        drop(stream.write_all(head));
        // Wait until the client closes the connection.
        drop(std::io::copy(&mut stream, &mut std::io::sink()));
    });
    let weft = weft(PrivateNetworks::Allowed, |setup| {
        setup.variable("remote_data_timeout_ms", "100");
    });
    let addresses: Vec<String> =
        ["/silent", "/head", "/silent?2"].map(|path| server.url("data.example", path)).into();
    assert_eq!(shown(&remote(&weft, 3), &addresses), [Value::Null, Value::Null, Value::Null]);
    assert_eq!(server.connections(), 3);
    assert_eq!(weft.running().guest_output(), "");
}

#[test]
fn an_endless_body_renders_to_null_and_is_not_read_further() {
    let (ended, end) = std::sync::mpsc::channel();
    let server = Server::start(move |_, mut stream| {
        drop(stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n"));
        while stream.write_all(&[b'x'; 64 * 1024]).is_ok() {}
        let _ = ended.send(());
    });
    let weft = weft(PrivateNetworks::Allowed, |_| {});
    shows(&remote(&weft, 1), &server.url("data.example", "/"), Value::Null);
    end.recv().expect("the client closes the connection");
}

#[test]
fn a_large_file_renders_to_its_url() {
    let server = Server::start(|_, mut stream| {
        drop(stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: image/png\r\n\r\n"));
        while stream.write_all(&[b'x'; 64 * 1024]).is_ok() {}
    });
    let weft = weft(PrivateNetworks::Allowed, |_| {});
    let address = server.url("data.example", "/a.png");
    shows(&remote(&weft, 1), &address, json!(address));
}
