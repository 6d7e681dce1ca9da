//! Tests of whole imports into a stub server with the parts of R3's API that an import needs.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};

use super::retry::RetryPolicy;
use super::stub::{Stub, StubAnswer, StubRequest, told};
use super::*;

/// The state of the stub server, and its simulated failures.
#[derive(Default)]
struct Memory {
    content_type: Option<Value>,
    documents: BTreeMap<String, Value>,
    writes: usize,
    /// From this write on the server sends no response.
    dies_after: Option<usize>,
    /// The number of requests that get 503.
    busy: usize,
    /// The number of writes that are executed but get no response.
    loses: usize,
    has_no_admin_scope: bool,
}

#[derive(Clone, Default)]
struct Server(Arc<Mutex<Memory>>);

impl Server {
    fn start(&self) -> Stub {
        let memory = Arc::clone(&self.0);
        Stub::start(move |asked| memory.lock().unwrap().answer(asked))
    }

    fn set(&self, change: impl FnOnce(&mut Memory)) {
        change(&mut self.0.lock().unwrap());
    }

    fn document(&self, slug: &str) -> Value {
        self.0.lock().unwrap().documents.get(slug).cloned().unwrap_or_default()
    }

    fn count(&self) -> usize {
        self.0.lock().unwrap().documents.len()
    }
}

impl Memory {
    fn answer(&mut self, asked: &StubRequest) -> StubAnswer {
        if self.dies_after.is_some_and(|writes| self.writes >= writes) {
            return StubAnswer::Nothing;
        }
        if self.busy > 0 {
            self.busy -= 1;
            let headers = vec![("retry-after", "0".to_owned())];
            return StubAnswer::Answer { status: 429, headers, body: String::new() };
        }
        if self.has_no_admin_scope && asked.path.contains("draft=true") {
            return told(403, &Value::Null);
        }
        let path = asked.path.split('?').next().unwrap_or_default();
        let answer = self.route(&asked.method, path, &asked.body);
        if asked.method != "GET" && self.loses > 0 {
            self.loses -= 1;
            return StubAnswer::Nothing;
        }
        answer
    }

    fn route(&mut self, method: &str, path: &str, body: &Value) -> StubAnswer {
        let not_found = || told(404, &Value::Null);
        match (method, path) {
            ("GET", "/api/content-types/page") => {
                self.content_type.as_ref().map_or_else(not_found, |t| told(200, t))
            }
            ("POST", "/api/content-types") => {
                self.content_type = Some(body.clone());
                told(201, body)
            }
            ("PATCH", "/api/content-types/page") => {
                self.content_type.as_mut().unwrap()["fields"] = body["fields"].clone();
                told(200, body)
            }
            ("POST", "/api/content") => self.create(body),
            ("PATCH", path) => self.update(path.trim_start_matches("/api/content/"), body),
            ("GET", path) => {
                let found = self.documents.get(path.trim_start_matches("/api/content/by-slug/page/"));
                let is_visible = |found: &&Value| !self.has_no_admin_scope || found["status"] == "published";
                found.filter(is_visible).map_or_else(not_found, |found| told(200, found))
            }
            _ => not_found(),
        }
    }

    fn create(&mut self, body: &Value) -> StubAnswer {
        let slug = body["slug"].as_str().unwrap().to_owned();
        let refuse = |path: &str, message: &str| {
            told(422, &json!({ "error": { "details": [{ "path": path, "message": message }] } }))
        };
        if self.documents.contains_key(&slug) {
            return refuse("slug", "is already taken");
        }
        if body["data"]["title"] == "bad" {
            return refuse("data.title", "must not be bad");
        }
        let id = slug.replace('/', "_");
        let published_at = &body["publishedAt"];
        let document = json!({
            "id": id, "slug": slug, "status": body["status"], "data": body["data"], "publishedAt": published_at,
        });
        self.documents.insert(slug, document.clone());
        self.writes += 1;
        told(201, &document)
    }

    fn update(&mut self, id: &str, body: &Value) -> StubAnswer {
        let Some(document) = self.documents.values_mut().find(|document| document["id"] == id) else {
            return told(404, &Value::Null);
        };
        for (name, value) in body["data"].as_object().into_iter().flatten() {
            document["data"][name] = value.clone();
        }
        for name in ["status", "publishedAt"] {
            if let Some(value) = body.get(name) {
                document[name] = value.clone();
            }
        }
        self.writes += 1;
        told(200, document)
    }
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        write(dir.path(), name, text);
    }
    dir
}

fn write(dir: &Path, name: &str, text: &str) {
    let path = dir.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn import(dir: &Path, url: &str) -> Result<Summary> {
    import_as(dir, url, Status::Published)
}

fn import_as(dir: &Path, url: &str, status: Status) -> Result<Summary> {
    let policy = RetryPolicy {
        tries: 6,
        first: Duration::from_millis(1),
        longest: Duration::from_secs(1),
        unreachable_tries: 5,
    };
    let markdown = Markdown {
        dir: dir.to_owned(),
        type_name: "page".to_owned(),
        url: url.to_owned(),
        key: "k".to_owned(),
        status,
        concurrency: 3,
    };
    let mut watched = Vec::new();
    let now = Timestamp::parse("2026-06-01T12:00:00Z").unwrap();
    let summary = markdown.import(&Retries::new(policy), now, |done, files| watched.push((done, files)));
    // The progress callback is called once per file, in order, and ends with the total.
    let files = watched.len();
    assert_eq!(watched, (1..=files).map(|done| (done, files)).collect::<Vec<_>>());
    summary
}

fn told_at_the_end(summary: &Summary) -> String {
    summary.to_string().lines().last().unwrap_or_default().to_owned()
}

#[test]
fn files_become_documents_and_stay_the_same() {
    let (server, dir) = (
        Server::default(),
        folder(&[
            ("README.md", "# Home\n"),
            ("blog/README.md", "Posts."),
            ("blog/First Post.md", "---\ntitle: First\ntags: [a, b]\ndate: 2024-02-29\n---\nHello.\n"),
            ("blog/second.md", "+++\nslug = 'two'\ntags = 'c'\ndate = 2024-02-29T10:00:00\n+++\n# Second\n"),
        ]),
    );
    let stub = server.start();
    let first = import(dir.path(), &stub.url()).unwrap();
    assert_eq!(first.to_string(), "created 4, updated 0, unchanged 0, passed over 0, refused 0, failed 0");
    assert_eq!(server.document("readme")["data"], json!({ "title": "Home", "body": "# Home\n" }));
    assert_eq!(server.document("blog")["data"], json!({ "title": "blog", "body": "Posts." }));
    let post = json!({ "title": "First", "body": "Hello.\n", "tags": ["a", "b"], "date": "2024-02-29T00:00:00.000Z" });
    assert_eq!(server.document("blog/first-post")["data"], post);
    assert_eq!(server.document("two")["data"]["tags"], json!(["c"]));
    assert_eq!(server.document("two")["status"], "published");
    let types: Vec<_> = server.0.lock().unwrap().content_type.as_ref().unwrap()["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| format!("{} {}", field["name"].as_str().unwrap(), field["type"].as_str().unwrap()))
        .collect();
    assert_eq!(types, ["title text", "body textarea", "tags tags", "date datetime"]);

    let again = import(dir.path(), &stub.url()).unwrap();
    assert_eq!(again.to_string(), "created 0, updated 0, unchanged 4, passed over 0, refused 0, failed 0");

    write(dir.path(), "blog/First Post.md", "---\ntitle: First\nnew: 1\n---\nHello!\n");
    let third = import(dir.path(), &stub.url()).unwrap();
    assert_eq!(third.to_string(), "created 0, updated 1, unchanged 3, passed over 0, refused 0, failed 0");
    let post = json!({ "title": "First", "body": "Hello!\n", "tags": null, "date": null, "new": 1 });
    assert_eq!(server.document("blog/first-post")["data"], post);
    assert_eq!(server.0.lock().unwrap().content_type.as_ref().unwrap()["fields"][4]["name"], "new");

    let drafts = import_as(dir.path(), &stub.url(), Status::Draft).unwrap();
    assert_eq!(drafts.to_string(), "created 0, updated 4, unchanged 0, passed over 0, refused 0, failed 0");
    assert_eq!(server.document("blog")["status"], "draft");
}

#[test]
fn bad_files_are_in_nobodys_way() {
    let (server, dir) = (
        Server::default(),
        folder(&[
            ("good.md", "# Good\n"),
            ("bad.md", "# bad\n"),
            ("open.md", "---\na: 1\n"),
            ("nul.md", "a\0b"),
            ("twin.md", "---\nslug: good\n---\n"),
        ]),
    );
    fs::write(dir.path().join("latin.md"), b"caf\xe9").unwrap();
    let summary = import(dir.path(), &server.start().url()).unwrap();
    assert_eq!(
        summary.to_string(),
        "refused bad.md: was refused: data.title must not be bad\n\
         refused latin.md: is not UTF-8, from byte 3 on\n\
         failed nul.md: holds U+0000\n\
         refused open.md: its front matter is never closed\n\
         refused twin.md: its slug `good` is already that of good.md\n\
         created 1, updated 0, unchanged 0, passed over 0, refused 4, failed 1"
    );
}

fn many() -> tempfile::TempDir {
    let names: Vec<_> = (0..40).map(|i| (format!("{i}.md"), format!("# Number {i}\n"))).collect();
    folder(&names.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>())
}

#[test]
fn what_a_dead_server_missed_the_next_import_completes() {
    let (server, dir) = (Server::default(), many());
    server.set(|memory| memory.dies_after = Some(10));
    let stub = server.start();
    let summary = import(dir.path(), &stub.url()).unwrap();
    assert_eq!(server.count(), 10);
    assert_eq!(
        told_at_the_end(&summary),
        "created 10, updated 0, unchanged 0, passed over 0, refused 0, failed 30"
    );
    assert!(summary.to_string().contains(&format!("cannot reach {}: ", stub.url())), "{summary}");
    server.set(|memory| memory.dies_after = None);
    let summary = import(dir.path(), &stub.url()).unwrap();
    assert_eq!(
        summary.to_string(),
        "created 30, updated 0, unchanged 10, passed over 0, refused 0, failed 0"
    );
}

#[test]
fn a_busy_server_is_waited_for_and_a_lost_answer_found_again() {
    let (server, dir) = (Server::default(), many());
    server.set(|memory| (memory.busy, memory.loses) = (2, 3));
    let summary = import(dir.path(), &server.start().url()).unwrap();
    assert_eq!(summary.to_string(), "created 40, updated 0, unchanged 0, passed over 0, refused 0, failed 0");
    assert_eq!(server.0.lock().unwrap().writes, 40);
}

#[test]
fn without_the_admin_scope_drafts_are_not_seen() {
    let (server, dir) = (Server::default(), folder(&[("a.md", "# A\n"), ("b.md", "# B\n")]));
    server.set(|memory| {
        memory.has_no_admin_scope = true;
        memory.documents.insert("a".to_owned(), json!({ "id": "a", "status": "draft", "data": {} }));
    });
    let summary = import(dir.path(), &server.start().url()).unwrap();
    assert_eq!(
        summary.to_string(),
        "refused a.md: was refused: slug is already taken (perhaps by a draft, which only a key with the admin scope shows)\n\
         note: the key has no admin scope: documents that are not published could not be seen\n\
         created 1, updated 0, unchanged 0, passed over 0, refused 1, failed 0"
    );
}

#[test]
fn nothing_starts_without_a_folder_or_a_server() {
    let url = Stub::start(|_| StubAnswer::Nothing).url();
    let error = import(Path::new("/no/such/folder"), &url).unwrap_err();
    assert_eq!(error.to_string(), "/no/such/folder is not a folder");
    let error = import(folder(&[("a.md", "x")]).path(), &url).unwrap_err();
    assert!(error.to_string().starts_with("the content type page: cannot reach "), "{error}");
    let empty = import(folder(&[("a.txt", "x")]).path(), &url).unwrap();
    assert_eq!(empty.to_string(), "created 0, updated 0, unchanged 0, passed over 0, refused 0, failed 0");
}

#[test]
fn drafts_are_imported_as_drafts_and_told() {
    let (server, dir) = (
        Server::default(),
        folder(&[
            ("finished.md", "---\ntitle: The lighthouse\ndate: 2024-01-05\n---\nOpen to everybody.\n"),
            ("unfinished.md", "---\ntitle: The harbour\ndraft: true\n---\nNot yet.\n"),
            ("planned.md", "---\ndate: 2099-01-01\n---\nLater.\n"),
            ("_drafts/idea.md", "An idea.\n"),
        ]),
    );
    let stub = server.start();
    let summary = import(dir.path(), &stub.url()).unwrap();
    assert_eq!(
        summary.to_string(),
        "draft _drafts/idea.md: it is in a folder `_drafts`\n\
         draft planned.md: its `date` is to come: 2099-01-01T00:00:00.000Z\n\
         draft unfinished.md: its `draft` is `true`\n\
         created 4, updated 0, unchanged 0, passed over 0, refused 0, failed 0"
    );
    for (slug, status) in
        [("finished", "published"), ("unfinished", "draft"), ("planned", "draft"), ("drafts/idea", "draft")]
    {
        assert_eq!(server.document(slug)["status"], status, "{slug}");
    }
    assert_eq!(server.document("finished")["publishedAt"], "2024-01-05T00:00:00.000Z");
    assert_eq!(server.document("planned")["publishedAt"], Value::Null);

    let again = import(dir.path(), &stub.url()).unwrap();
    assert_eq!(
        told_at_the_end(&again),
        "created 0, updated 0, unchanged 4, passed over 0, refused 0, failed 0"
    );

    write(dir.path(), "unfinished.md", "---\ntitle: The harbour\ndate: 2024-02-01\n---\nNow.\n");
    write(dir.path(), "finished.md", "---\ntitle: The lighthouse\npublished: no\n---\nWithdrawn.\n");
    import(dir.path(), &stub.url()).unwrap();
    assert_eq!(server.document("unfinished")["status"], "published");
    assert_eq!(server.document("unfinished")["publishedAt"], "2024-02-01T00:00:00.000Z");
    assert_eq!(server.document("finished")["status"], "draft");
}

#[test]
fn front_matter_after_a_blank_line_is_none_of_the_text() {
    let (server, dir) = (
        Server::default(),
        folder(&[("note.md", "\n---\ntitle: The lighthouse\npassword_hint: the dog\n---\nOpen.\n")]),
    );
    import(dir.path(), &server.start().url()).unwrap();
    let data = json!({ "title": "The lighthouse", "body": "Open.\n", "password_hint": "the dog" });
    assert_eq!(server.document("note")["data"], data);
}

#[test]
fn numbers_among_tags_are_tags_also_in_a_later_import() {
    let (server, dir) = (Server::default(), folder(&[("one.md", "---\ntags: [harbour]\nversion: 2\n---\n")]));
    let stub = server.start();
    import(dir.path(), &stub.url()).unwrap();
    write(dir.path(), "two.md", "---\ntags: [harbour, 2024]\n---\n");
    let summary = import(dir.path(), &stub.url()).unwrap();
    assert_eq!(
        told_at_the_end(&summary),
        "created 1, updated 0, unchanged 1, passed over 0, refused 0, failed 0"
    );
    assert_eq!(server.document("two")["data"]["tags"], json!(["harbour", "2024"]));
}

#[test]
fn a_version_keeps_its_digits() {
    let (server, dir) = (
        Server::default(),
        folder(&[("a.md", "---\nversion: 1.10\n---\n"), ("b.md", "---\nversion: 2\n---\n")]),
    );
    import(dir.path(), &server.start().url()).unwrap();
    assert_eq!(server.document("a")["data"]["version"], "1.10");
    assert_eq!(server.document("b")["data"]["version"], "2");
}

#[test]
fn only_content_is_imported_and_what_is_left_out_is_told() {
    let (server, dir) = (
        Server::default(),
        folder(&[
            ("posts/note.md", "Text.\n"),
            ("posts/page.mdx", "---\ntitle: A page\n---\nText.\n"),
            ("posts/old.rst", "Text.\n"),
            ("my-trip/index.md", "![The boat](boat.jpg)\n"),
            ("my-trip/README.md", "Another of that name.\n"),
            ("привет мир.md", "Text.\n"),
            ("node_modules/some-package/README.md", "# some-package\n"),
        ]),
    );
    let summary = import(dir.path(), &server.start().url()).unwrap();
    assert_eq!(
        summary.to_string(),
        "passed over node_modules: is a folder of packages\n\
         passed over posts/old.rst: is no Markdown\n\
         refused my-trip/index.md: its slug `my-trip` is already that of my-trip/README.md\n\
         created 4, updated 0, unchanged 0, passed over 2, refused 1, failed 0"
    );
    assert_eq!(summary.not_imported(), 1);
    let slugs: Vec<_> = server.0.lock().unwrap().documents.keys().cloned().collect();
    assert_eq!(slugs, ["my-trip", "posts/note", "posts/page", "privet-mir"]);
    assert_eq!(server.document("my-trip")["data"]["title"], "my-trip");
}
