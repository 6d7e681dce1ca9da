//! Sends a document to the server: creates it if it is missing, updates it if it differs, and does
//! nothing if it is equal.
//!
//! A retry first reads the document again, so a write whose response was lost is found and not
//! repeated. An update applies only to the revision that was compared.

use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Map, Value, json};
use ureq::http::Method;

use super::Status;
use super::client::{Answer, ApiRequest, Client};
use super::document::Document;
use super::fit::{self, DeclaredField};
use super::retry::{RequestError, Retries};
use super::summary::{Done, Outcome, Problem};

const PUBLISHED_AT: &str = "publishedAt";

/// The destination of documents.
pub(super) struct Target<'a> {
    client: &'a Client,
    retries: &'a Retries,
    type_name: &'a str,
    /// The status of documents that are not drafts.
    status: Status,
    fields: Vec<DeclaredField>,
    /// Whether the key can read drafts. True until a response of the server shows the opposite.
    sees_drafts: AtomicBool,
}

/// The desired state of a document on the server.
struct Wanted {
    slug: String,
    data: Map<String, Value>,
    status: Status,
    /// The publication time of a published document; with `None` the server sets it.
    published_at: Option<String>,
}

impl<'a> Target<'a> {
    /// Creates the destination: a content type with its fields, and the status of documents.
    pub(super) const fn new(
        client: &'a Client,
        retries: &'a Retries,
        type_name: &'a str,
        status: Status,
        fields: Vec<DeclaredField>,
    ) -> Self {
        Self { client, retries, type_name, status, fields, sees_drafts: AtomicBool::new(true) }
    }

    /// Whether the key could read drafts during the whole import.
    pub(super) fn sees_drafts(&self) -> bool {
        self.sees_drafts.load(Ordering::Relaxed)
    }

    /// Creates or updates a document.
    pub(super) fn put(&self, document: Document) -> Outcome {
        let Document { slug, data, publication } = document;
        let data = fit::fit(data, &self.fields);
        let status = if publication.draft.is_some() { Status::Draft } else { self.status };
        let published_at = publication.published_at.filter(|_| status == Status::Published);
        let wanted = Wanted { slug, data, status, published_at: published_at.map(|at| at.to_string()) };
        let mut was_sent = false;
        let done = self.retries.run(|| match self.find(&wanted.slug)? {
            Some(found) => match self.update(&found, &wanted)? {
                // The response to its creation was lost.
                Done::Unchanged if was_sent => Ok(Done::Created),
                done => Ok(done),
            },
            None => {
                was_sent = true;
                self.create(&wanted)
            }
        });
        done.map_err(|error| self.problem(&error))
    }

    fn find(&self, slug: &str) -> Result<Option<Answer>, RequestError> {
        let path = format!("/api/content/by-slug/{}/{slug}", self.type_name);
        if self.sees_drafts() {
            match self.client.ask(&ApiRequest::get(&format!("{path}?draft=true"))) {
                Err(RequestError::Refused { status: 403, .. }) => {
                    self.sees_drafts.store(false, Ordering::Relaxed)
                }
                answer => return answer,
            }
        }
        self.client.ask(&ApiRequest::get(&path))
    }

    fn create(&self, wanted: &Wanted) -> Result<Done, RequestError> {
        let Wanted { slug, data, status, published_at } = wanted;
        let mut body = json!({ "type": self.type_name, "slug": slug, "status": status.name(), "data": data });
        if let (Some(at), Some(members)) = (published_at, body.as_object_mut()) {
            members.insert(PUBLISHED_AT.to_owned(), Value::from(at.as_str()));
        }
        match self.client.ask(&ApiRequest::send(Method::POST, "/api/content", &body))? {
            Some(_) => Ok(Done::Created),
            None => Err(RequestError::Refused {
                status: 404,
                reason: "there is nothing at /api/content".to_owned(),
            }),
        }
    }

    fn update(&self, found: &Answer, wanted: &Wanted) -> Result<Done, RequestError> {
        let none = Map::new();
        let current = found.body.get("data").and_then(Value::as_object).unwrap_or(&none);
        let mut body = Map::new();
        if let Some(change) = fit::change(&wanted.data, current, &self.fields) {
            body.insert("data".to_owned(), Value::Object(change));
        }
        if found.body.get("status").and_then(Value::as_str) != Some(wanted.status.name()) {
            body.insert("status".to_owned(), Value::from(wanted.status.name()));
        }
        if let Some(at) = &wanted.published_at
            && found.body.get(PUBLISHED_AT).and_then(Value::as_str) != Some(at)
        {
            body.insert(PUBLISHED_AT.to_owned(), Value::from(at.as_str()));
        }
        if body.is_empty() {
            return Ok(Done::Unchanged);
        }
        let Some(id) = found.body.get("id").and_then(Value::as_str) else {
            return Err(RequestError::Refused {
                status: 200,
                reason: "the server's document has no id".to_owned(),
            });
        };
        let (path, body) = (format!("/api/content/{id}"), Value::Object(body));
        let ask =
            ApiRequest { if_match: found.strong_tag(), ..ApiRequest::send(Method::PATCH, &path, &body) };
        match self.client.ask(&ask)? {
            Some(_) => Ok(Done::Updated),
            None => Err(RequestError::Busy {
                reason: "the document was deleted meanwhile".to_owned(),
                after: None,
            }),
        }
    }

    /// A document that the server rejects is refused; every other error is a failure.
    fn problem(&self, error: &RequestError) -> Problem {
        match error {
            RequestError::Refused { status: 422, reason }
                if !self.sees_drafts() && reason.contains("slug") =>
            {
                Problem::refused(format!(
                    "{reason} (perhaps by a draft, which only a key with the admin scope shows)"
                ))
            }
            RequestError::Refused { status: 413 | 422, reason } => Problem::refused(reason.as_str()),
            error => Problem::failed(error.reason()),
        }
    }
}
