//! The error of a dialect with errors of its own: statuses and messages that the pipeline and the
//! use cases do not know. A dialect without any uses [`Fault`] itself.

use crate::api::ApiError;
use crate::fault::Fault;
use http::StatusCode;
use weft_domain::Error;

/// An error of a dialect.
#[derive(Debug)]
pub enum Refusal<Own> {
    /// An error of the pipeline or a use case.
    Fault(Fault),
    /// An error of this API only.
    Own(Own),
}

impl<Own> From<Fault> for Refusal<Own> {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl<Own> From<Error> for Refusal<Own> {
    fn from(error: Error) -> Self {
        Self::Fault(error.into())
    }
}

impl<Own> ApiError for Refusal<Own> {
    fn fault(&self) -> Option<&Fault> {
        match self {
            Self::Fault(fault) => Some(fault),
            Self::Own(_) => None,
        }
    }
}

/// A status with the original's message: all that most dialects need for their own errors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusMessage {
    /// The status.
    pub status: StatusCode,
    /// The message for the client.
    pub message: String,
}

impl StatusMessage {
    /// A status with a message.
    #[must_use]
    pub fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into() }
    }
}

impl From<StatusMessage> for Refusal<StatusMessage> {
    fn from(own: StatusMessage) -> Self {
        Self::Own(own)
    }
}

/// A 400 with the original's message.
#[must_use]
pub fn refused(message: impl Into<String>) -> Refusal<StatusMessage> {
    StatusMessage::new(StatusCode::BAD_REQUEST, message).into()
}

/// A 404 with the original's message.
#[must_use]
pub fn absent(message: &str) -> Refusal<StatusMessage> {
    StatusMessage::new(StatusCode::NOT_FOUND, message).into()
}
