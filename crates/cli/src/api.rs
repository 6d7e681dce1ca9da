//! A client for the endpoints of Weft's HTTP API that the command uses.

use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};
use ureq::Agent;

/// The default number of requests per minute of a new key.
pub(super) const PER_MINUTE: u32 = 600_000;
/// The default number of requests per day of a new key.
pub(super) const PER_DAY: u32 = 100_000_000;

/// A Weft server.
pub(super) struct Api {
    agent: Agent,
    url: String,
}

/// A response.
pub(super) struct Answer {
    /// The status.
    pub(super) status: u16,
    /// The values of `Set-Cookie`.
    pub(super) cookies: Vec<String>,
    /// The body as JSON, or as a JSON string if it is not JSON.
    pub(super) body: Value,
}

/// The properties of a new key.
pub(super) struct NewKey<'a> {
    pub(super) name: &'a str,
    pub(super) scopes: &'a [String],
    pub(super) per_minute: u32,
    pub(super) per_day: u32,
}

impl Api {
    /// A client of the server at `url`.
    pub(super) fn new(url: &str) -> Self {
        let config =
            Agent::config_builder().http_status_as_error(false).timeout_global(Some(Duration::from_secs(60)));
        Self { agent: config.build().into(), url: url.trim_end_matches('/').to_owned() }
    }

    /// Creates a site with an administrator; returns `None` if a site exists already.
    pub(super) fn create_site(&self, name: &str, email: &str, password: &str) -> Result<Option<Value>> {
        let body = json!({ "name": name, "admin": { "email": email, "password": password } });
        match self.post("/v1/projects", None, &body)? {
            (403, _) => Ok(None),
            (200..=299, answer) => Ok(Some(answer)),
            (status, answer) => bail!("creating a site failed with {status}: {answer}"),
        }
    }

    /// Logs in and returns the session token.
    pub(super) fn login(&self, email: &str, password: &str) -> Result<String> {
        let (status, answer) =
            self.post("/v1/auth/login", None, &json!({ "email": email, "password": password }))?;
        let token = answer.pointer("/data/token").and_then(Value::as_str);
        match (status, token) {
            (200..=299, Some(token)) => Ok(token.to_owned()),
            _ => bail!("the login of {email} failed with {status}: {answer}"),
        }
    }

    /// Creates a key and returns its secret.
    pub(super) fn create_key(&self, token: &str, key: &NewKey<'_>) -> Result<String> {
        let plan = json!({ "perMinute": key.per_minute, "perDay": key.per_day });
        let body = json!({ "name": key.name, "scopes": key.scopes, "plan": plan });
        let (status, answer) = self.post("/api/keys", Some(token), &body)?;
        match (status, answer.get("key").and_then(Value::as_str)) {
            (200..=299, Some(secret)) => Ok(secret.to_owned()),
            _ => bail!("creating a key failed with {status}: {answer}"),
        }
    }

    /// Sends a GET with the session `token` and returns the body of a successful response.
    pub(super) fn get(&self, path: &str, token: &str) -> Result<Value> {
        let request = self.agent.get(format!("{}{path}", self.url));
        let sent = request.header("authorization", format!("Bearer {token}")).call();
        let answer = read(sent.with_context(|| format!("cannot reach {}{path}", self.url))?)?;
        match answer.status {
            200..=299 => Ok(answer.body),
            status => bail!("reading {path} failed with {status}: {}", answer.body),
        }
    }

    fn post(&self, path: &str, token: Option<&str>, body: &Value) -> Result<(u16, Value)> {
        let answer = self.send(path, token, body)?;
        Ok((answer.status, answer.body))
    }

    /// Sends a POST, with the session `token` if there is one.
    pub(super) fn send(&self, path: &str, token: Option<&str>, body: &Value) -> Result<Answer> {
        let mut request =
            self.agent.post(format!("{}{path}", self.url)).header("content-type", "application/json");
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        read(request.send(body.to_string()).with_context(|| format!("cannot reach {}{path}", self.url))?)
    }
}

fn read(mut response: ureq::http::Response<ureq::Body>) -> Result<Answer> {
    let cookies = response.headers().get_all("set-cookie").iter();
    let cookies = cookies.filter_map(|cookie| cookie.to_str().ok().map(str::to_owned)).collect();
    let text = response.body_mut().read_to_string()?;
    let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
    Ok(Answer { status: response.status().as_u16(), cookies, body })
}
