//! A response and the assertions about it. A failed assertion panics with the request and the
//! response.

use serde_json::Value;

use crate::connection::Received;

/// A response to a request.
#[derive(Debug, Clone)]
pub struct Answer {
    request: String,
    received: Received,
}

impl Answer {
    pub(crate) fn new(request: String, received: Received) -> Self {
        Self { request, received }
    }

    /// The status.
    pub fn status(&self) -> u16 {
        self.received.status
    }

    /// Asserts the status.
    #[track_caller]
    pub fn is(&self, status: u16) -> &Self {
        assert!(self.status() == status, "expected the status {status}, got{self}");
        self
    }

    /// Asserts an error in R3's format with this status and code.
    #[track_caller]
    pub fn is_error(&self, status: u16, code: &str) -> &Self {
        self.is(status);
        let error = &self.json()["error"];
        assert!(error["code"] == code, "expected the code {code}, got{self}");
        assert!(error["message"].as_str().is_some_and(|text| !text.is_empty()), "no message in{self}");
        self
    }

    /// Asserts an error in SnowCMS's format with exactly this message.
    #[track_caller]
    pub fn says(&self, status: u16, message: &str) -> &Self {
        self.is(status);
        let expected = serde_json::json!({ "error": message });
        assert!(self.json() == expected, "expected the message \"{message}\", got{self}");
        self
    }

    /// Asserts a success in SnowCMS's format with exactly this message; returns the id of the
    /// created resource, or an empty text.
    #[track_caller]
    pub fn tells(&self, message: &str) -> String {
        self.shows("/message", message);
        assert!(self.status() == 200, "SnowCMS clients accept only 200 as a success, got{self}");
        self.json()["id"].as_str().unwrap_or_default().to_owned()
    }

    /// Asserts a validation error with exactly these violations: `["data.title required", …]`, in
    /// any order.
    #[track_caller]
    pub fn is_invalid(&self, violations: &[&str]) -> &Self {
        self.is_error(422, "VALIDATION_ERROR");
        let mut found = self.violations();
        let mut expected = violations.to_vec();
        found.sort();
        expected.sort_unstable();
        assert!(found == expected, "expected {expected:?}, found {found:?} in{self}");
        self
    }

    /// The violations: path and code, in the order of the response.
    #[track_caller]
    pub fn violations(&self) -> Vec<String> {
        let details = self.at("/error/details");
        let words = |detail: &Value| {
            let text = |name: &str| {
                detail[name].as_str().map(str::to_owned).unwrap_or_else(|| panic!("no {name} in{self}"))
            };
            assert!(!text("message").is_empty(), "no message in{self}");
            format!("{} {}", text("path"), text("code"))
        };
        details.as_array().unwrap_or_else(|| panic!("no details in{self}")).iter().map(words).collect()
    }

    /// A header's value, or an empty text.
    pub fn header(&self, name: &str) -> &str {
        self.received.header(name)
    }

    /// Asserts a header.
    #[track_caller]
    pub fn has(&self, name: &str, value: &str) -> &Self {
        assert!(self.header(name) == value, "expected the header {name}: {value}, got{self}");
        self
    }

    /// All headers in order, names in lower case.
    pub fn headers(&self) -> &[(String, String)] {
        &self.received.headers
    }

    /// The `ETag`; asserts that there is a strong one.
    #[track_caller]
    pub fn etag(&self) -> String {
        let tag = self.header("etag");
        assert!(tag.len() > 2 && tag.starts_with('"') && tag.ends_with('"'), "no strong ETag in{self}");
        tag.to_owned()
    }

    /// The whole response as text: status, headers and body.
    #[track_caller]
    pub fn whole(&self) -> String {
        let headers: Vec<String> =
            self.headers().iter().map(|(name, value)| format!("{name}: {value}")).collect();
        format!("{}\n{}\n{}", self.status(), headers.join("\n"), self.text())
    }

    /// The body's bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.received.body
    }

    /// The body as text.
    #[track_caller]
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.received.body).expect("the body is UTF-8")
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(self.bytes())
            .unwrap_or_else(|error| panic!("the body is not JSON ({error}) in{self}"))
    }

    /// Returns the value at a JSON pointer in the body (`/docs/0/id`); asserts that it exists.
    #[track_caller]
    pub fn at(&self, pointer: &str) -> Value {
        self.json().pointer(pointer).cloned().unwrap_or_else(|| panic!("no value at {pointer} in{self}"))
    }

    /// The text at a JSON pointer.
    #[track_caller]
    pub fn text_at(&self, pointer: &str) -> String {
        self.at(pointer)
            .as_str()
            .map(str::to_owned)
            .unwrap_or_else(|| panic!("no text at {pointer} in{self}"))
    }

    /// Asserts the value at a JSON pointer.
    #[track_caller]
    pub fn shows(&self, pointer: &str, value: impl Into<Value>) -> &Self {
        let value = value.into();
        assert!(self.at(pointer) == value, "expected {value} at {pointer}, got{self}");
        self
    }

    /// Returns one member of each item of `docs`: `answer.each("/slug")`.
    #[track_caller]
    pub fn each(&self, pointer: &str) -> Vec<Value> {
        let docs = self.at("/docs");
        let docs = docs.as_array().unwrap_or_else(|| panic!("docs is not a list in{self}"));
        docs.iter().map(|document| document.pointer(pointer).cloned().unwrap_or(Value::Null)).collect()
    }

    /// The value at a pointer within each item of a list.
    #[track_caller]
    pub fn each_in(&self, list: &str, pointer: &str) -> Vec<Value> {
        let items = self.at(list);
        let items = items.as_array().unwrap_or_else(|| panic!("{list} is no list in{self}"));
        items.iter().map(|item| item.pointer(pointer).cloned().unwrap_or(Value::Null)).collect()
    }

    /// The number of database round trips in `Server-Timing`.
    #[track_caller]
    pub fn round_trips(&self) -> u64 {
        let told =
            self.header("server-timing").strip_prefix("db;desc=\"").and_then(|rest| rest.strip_suffix('"'));
        told.and_then(|count| count.parse().ok()).unwrap_or_else(|| panic!("no round trips in{self}"))
    }

    /// Asserts the number of database round trips.
    #[track_caller]
    pub fn costs(&self, round_trips: u64) -> &Self {
        assert!(self.round_trips() == round_trips, "expected {round_trips} round trips, got{self}");
        self
    }

    /// The target of the request.
    fn target(&self) -> &str {
        self.request.split(' ').nth(1).unwrap_or_default()
    }

    /// Whether the path is SnowCMS's. A preflight (204) belongs to no dialect.
    fn is_snow(&self) -> bool {
        let target = self.target();
        let prefixes = ["/api/websites", "/api/wesbites", "/api/accounts", "/api/users/me", "/api/login"];
        prefixes.iter().any(|prefix| target.starts_with(prefix))
    }

    /// Whether the path is CaretCMS's.
    fn is_caret(&self) -> bool {
        let path = self.target().split('?').next().unwrap_or_default();
        path == "/content" || ["/api/cms/", "/content/"].iter().any(|prefix| path.starts_with(prefix))
    }

    /// Asserts the headers of every response.
    #[track_caller]
    pub(crate) fn check(&self, may_fail: bool) {
        // 501 means an unsupported feature, not a failure.
        assert!(may_fail || self.status() < 500 || self.status() == 501, "the server failed:{self}");
        for name in ["x-request-id", "server-timing", "cache-control", "vary"] {
            assert!(!self.header(name).is_empty(), "no {name} in{self}");
        }
        let for_scripts = if self.request.contains("\norigin: ") { "*" } else { "" };
        self.has("access-control-allow-origin", for_scripts).has("x-content-type-options", "nosniff");
        if matches!(self.status(), 204 | 304) {
            assert!(
                self.header("content-length").is_empty() && self.bytes().is_empty(),
                "an unexpected body in{self}"
            );
        } else {
            assert!(self.header("content-length").parse::<usize>().is_ok(), "no Content-Length in{self}");
        }
        if self.is_snow() && self.status() != 204 {
            self.has("x-robots-tag", "noindex");
        }
        if self.header("content-type").starts_with("text/html") {
            let path = self.target().split('?').next();
            assert!(matches!(path, Some("/" | "/content/admin")), "an API answered with HTML:{self}");
        } else if !self.bytes().is_empty() {
            let charset = if self.is_caret() { "; charset=utf-8" } else { "" };
            self.has("content-type", &format!("application/json{charset}"));
            self.json();
        }
    }
}

/// Formats the request and the response for failure messages.
impl std::fmt::Display for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "\n\n{}\n\n--> {}\n", self.request, self.status())?;
        for (name, value) in &self.received.headers {
            writeln!(f, "{name}: {value}")?;
        }
        match serde_json::from_slice::<Value>(self.bytes()) {
            Ok(json) => writeln!(f, "\n{json:#}"),
            Err(_) => writeln!(f, "\n{}", String::from_utf8_lossy(self.bytes())),
        }
    }
}
