//! A client of the API with a key, with a session, or without a credential.

use serde_json::Value;

use crate::answer::Answer;
use crate::weft::Weft;

/// A client of the API with fixed headers.
#[derive(Clone)]
pub struct Actor<'w> {
    weft: &'w Weft,
    headers: Vec<(String, String)>,
}

impl<'w> Actor<'w> {
    pub(crate) fn new(weft: &'w Weft) -> Self {
        Self { weft, headers: Vec::new() }
    }

    /// The host that the actor sends requests to.
    pub fn weft(&self) -> &'w Weft {
        self.weft
    }

    /// Returns the actor with one more header on all its requests.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// GET.
    pub fn get(&self, target: impl AsRef<str>) -> RequestBuilder<'w> {
        self.ask("GET", target)
    }

    /// HEAD.
    pub fn head(&self, target: impl AsRef<str>) -> RequestBuilder<'w> {
        self.ask("HEAD", target)
    }

    /// POST with a JSON body.
    pub fn post(&self, target: impl AsRef<str>, body: impl Into<Value>) -> RequestBuilder<'w> {
        self.ask("POST", target).json(body)
    }

    /// POST without a body.
    pub fn post_nothing(&self, target: impl AsRef<str>) -> RequestBuilder<'w> {
        self.ask("POST", target)
    }

    /// PATCH with a JSON body.
    pub fn patch(&self, target: impl AsRef<str>, body: impl Into<Value>) -> RequestBuilder<'w> {
        self.ask("PATCH", target).json(body)
    }

    /// PUT with a JSON body.
    pub fn put(&self, target: impl AsRef<str>, body: impl Into<Value>) -> RequestBuilder<'w> {
        self.ask("PUT", target).json(body)
    }

    /// DELETE.
    pub fn delete(&self, target: impl AsRef<str>) -> RequestBuilder<'w> {
        self.ask("DELETE", target)
    }

    /// OPTIONS.
    pub fn options(&self, target: impl AsRef<str>) -> RequestBuilder<'w> {
        self.ask("OPTIONS", target)
    }

    /// A request with any method. The target is sent unchanged, so it must already be
    /// percent-encoded.
    pub fn ask(&self, method: &str, target: impl AsRef<str>) -> RequestBuilder<'w> {
        RequestBuilder {
            weft: self.weft,
            method: method.to_owned(),
            target: target.as_ref().to_owned(),
            headers: self.headers.clone(),
            body: None,
            may_fail: false,
        }
    }
}

/// A request that has not been sent.
#[must_use = "a request does nothing before it is sent"]
pub struct RequestBuilder<'w> {
    weft: &'w Weft,
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
    may_fail: bool,
}

impl RequestBuilder<'_> {
    /// Adds a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// `If-Match`.
    pub fn if_match(self, etag: &str) -> Self {
        self.header("if-match", etag)
    }

    /// `If-None-Match`.
    pub fn if_none_match(self, etag: &str) -> Self {
        self.header("if-none-match", etag)
    }

    /// A JSON body.
    pub fn json(self, body: impl Into<Value>) -> Self {
        self.header("content-type", "application/json").bytes(body.into().to_string())
    }

    /// Any body.
    pub fn bytes(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// Permits a 5xx response, which otherwise fails the test.
    pub fn may_fail(mut self) -> Self {
        self.may_fail = true;
        self
    }

    /// Sends the request, and checks the properties of every response.
    #[track_caller]
    pub fn send(self) -> Answer {
        let (head, body) = (self.head(), self.body.unwrap_or_default());
        let received = self.weft.exchange(&head, &body, self.method == "HEAD");
        let shown =
            format!("{}\n\n{}", head.trim_end(), String::from_utf8_lossy(&body[..body.len().min(2000)]));
        let answer = Answer::new(shown.trim_end().to_owned(), received);
        answer.check(self.may_fail);
        answer
    }

    fn head(&self) -> String {
        let is_sendable =
            self.target.starts_with('/') && self.target.bytes().all(|byte| byte.is_ascii_graphic());
        assert!(is_sendable, "{:?} is not a valid request target", self.target);
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, self.target);
        if self.headers.iter().all(|(name, _)| name != "host") {
            head.push_str(&format!("host: {}\r\n", self.weft.address()));
        }
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if let Some(body) = &self.body {
            head.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        head.push_str("\r\n");
        head
    }
}
