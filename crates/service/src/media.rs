//! The media library of a site.
//!
//! There is none yet: whoever could use it is told so, and everybody else what they are told
//! everywhere.

use crate::rights::{Deleter, Reader, Writer};
use std::convert::Infallible;
use weft_domain::{Error, Result};

impl Reader<'_> {
    /// The library, to read.
    ///
    /// # Errors
    /// Always `Unsupported`.
    pub fn media(&self) -> Result<Infallible> {
        Err(none())
    }
}

impl Writer<'_> {
    /// The library, to change.
    ///
    /// # Errors
    /// Always `Unsupported`.
    pub fn media(&self) -> Result<Infallible> {
        Err(none())
    }
}

impl Deleter<'_> {
    /// The library, to delete from.
    ///
    /// # Errors
    /// Always `Unsupported`.
    pub fn media(&self) -> Result<Infallible> {
        Err(none())
    }
}

fn none() -> Error {
    Error::Unsupported("there is no media library".to_owned())
}
