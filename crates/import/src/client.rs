//! Sends one request to the server and classifies the response.
//!
//! This module does not retry; `retry` does. Redirects are not followed, because the API key would
//! be sent to the target.

use std::time::Duration;

use serde_json::Value;
use ureq::http::header::{ETAG, LOCATION, RETRY_AFTER};
use ureq::http::{HeaderMap, HeaderName, Method, Request};
use ureq::{Agent, Error};

use super::retry::RequestError;

/// The limit of a response body; a document may be 1 MiB, and more with JSON escapes.
const ANSWER_MAX: u64 = 16 << 20;

/// A client with the server's URL and an API key. Threads share its connections.
pub(super) struct Client {
    agent: Agent,
    url: String,
    key: String,
}

/// What is asked.
pub(super) struct ApiRequest<'a> {
    pub(super) method: Method,
    /// Path and query.
    pub(super) path: &'a str,
    pub(super) body: Option<&'a Value>,
    /// The value of If-Match.
    pub(super) if_match: Option<&'a str>,
}

/// A successful response.
#[derive(Debug, PartialEq)]
pub(super) struct Answer {
    pub(super) body: Value,
    /// The entity tag as received, with quotes.
    pub(super) etag: Option<String>,
}

impl Answer {
    /// The entity tag for a conditional write; `None` for a weak tag, which If-Match never matches.
    pub(super) fn strong_tag(&self) -> Option<&str> {
        self.etag.as_deref().filter(|tag| tag.starts_with('"'))
    }
}

impl<'a> ApiRequest<'a> {
    /// A GET request.
    pub(super) const fn get(path: &'a str) -> Self {
        Self { method: Method::GET, path, body: None, if_match: None }
    }

    /// A request with a body.
    pub(super) const fn send(method: Method, path: &'a str, body: &'a Value) -> Self {
        Self { method, path, body: Some(body), if_match: None }
    }
}

impl Client {
    /// A client of the server at `url`, for `workers` threads.
    pub(super) fn new(url: &str, key: &str, workers: usize) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_idle_connections(workers)
            .max_idle_connections_per_host(workers)
            .timeout_connect(Some(Duration::from_secs(10)))
            .timeout_global(Some(Duration::from_secs(40)))
            .user_agent(concat!("weft/", env!("CARGO_PKG_VERSION")));
        Self { agent: config.build().into(), url: url.trim_end_matches('/').to_owned(), key: key.to_owned() }
    }

    /// Sends the request; returns `None` on 404.
    pub(super) fn ask(&self, ask: &ApiRequest<'_>) -> Result<Option<Answer>, RequestError> {
        let text = ask.body.map(Value::to_string).unwrap_or_default();
        let mut request = Request::builder()
            .method(&ask.method)
            .uri(format!("{}{}", self.url, ask.path))
            .header("x-api-key", &self.key)
            .header("accept", "application/json");
        if ask.body.is_some() {
            request = request.header("content-type", "application/json");
        }
        if let Some(tag) = ask.if_match {
            request = request.header("if-match", tag);
        }
        let result = if ask.body.is_some() {
            request.body(text).map_err(Error::from).and_then(|request| self.agent.run(request))
        } else {
            request.body(()).map_err(Error::from).and_then(|request| self.agent.run(request))
        };
        let (head, mut body) = result.map_err(|error| self.request_error(&error))?.into_parts();
        let body = body
            .with_config()
            .limit(ANSWER_MAX)
            .read_to_string()
            .map_err(|error| self.request_error(&error))?;
        let header = |name: HeaderName| head.headers.get(name).and_then(|value| value.to_str().ok());
        match head.status.as_u16() {
            404 => Ok(None),
            200..=299 => match serde_json::from_str(&body) {
                Ok(body) => Ok(Some(Answer { body, etag: header(ETAG).map(str::to_owned) })),
                Err(_) => Err(RequestError::Refused {
                    status: head.status.as_u16(),
                    reason: format!("{} answered with something that is not JSON: is it Weft?", self.url),
                }),
            },
            status => Err(refusal(status, &head.headers, &body)),
        }
    }

    fn request_error(&self, error: &Error) -> RequestError {
        let reason = format!("cannot reach {}: {error}", self.url);
        match error {
            Error::BadUri(_) | Error::Http(_) | Error::RequireHttpsOnly(_) | Error::InvalidProxyUrl => {
                RequestError::Refused { status: 0, reason }
            }
            _ => RequestError::Unreachable(reason),
        }
    }
}

/// Classifies a response that is not a success.
fn refusal(status: u16, headers: &HeaderMap, body: &str) -> RequestError {
    let header = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    let message = body.pointer("/error/message").and_then(Value::as_str);
    let reason = match (status, violations(&body), message) {
        (_, Some(violations), _) => format!("was refused: {violations}"),
        (300..=399, ..) => {
            format!("the server answered {status}, to go to {}", header(LOCATION).unwrap_or("?"))
        }
        (_, _, Some(message)) => format!("the server answered {status}: {message}"),
        _ => format!("the server answered {status}"),
    };
    let after = header(RETRY_AFTER).and_then(|text| text.trim().parse().ok()).map(Duration::from_secs);
    match (status, after) {
        (429 | 503, Some(after)) => {
            let reason = format!("{reason}; it asks to come back in {} s", after.as_secs());
            RequestError::Busy { reason, after: Some(after) }
        }
        // 412: the resource has changed since it was read.
        (412 | 429 | 502..=504, after) => RequestError::Busy { reason, after },
        _ => RequestError::Refused { status, reason },
    }
}

/// The violations in an error response, on one line.
fn violations(body: &Value) -> Option<String> {
    let details = body.pointer("/error/details")?.as_array()?;
    let told = details.iter().map(|detail| {
        let text = |name: &str| detail.get(name).and_then(Value::as_str).unwrap_or_default();
        format!("{} {}", text("path"), text("message")).trim().to_owned()
    });
    let told: Vec<_> = told.filter(|text| !text.is_empty()).collect();
    (!told.is_empty()).then(|| told.join("; "))
}

#[cfg(test)]
mod tests;
