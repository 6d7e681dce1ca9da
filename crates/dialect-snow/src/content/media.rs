//! `…/media`: the files of a website.
//!
//! There is no media library yet. With the right, every endpoint answers as the original does on an
//! instance without one; without it, the usual errors.

use crate::error::Refusal;
use std::convert::Infallible;
use weft_domain::Error;
use weft_domain::entry::Visibility;
use weft_http::{Call, Reply};
use weft_service::App;

const DISABLED: &str = "Media features are disabled on this instance";

/// Rejects a read.
///
/// # Errors
/// `Unauthenticated`, `Forbidden`, else always `Unsupported`.
pub(crate) fn refuse_read(app: &App<'_>, call: Call<'_>) -> Result<Reply, Refusal> {
    answer(app.reader(call.ctx, Visibility::Published)?.media())
}

/// Rejects a write.
///
/// # Errors
/// As for [`refuse_read`].
pub(crate) fn refuse_write(app: &App<'_>, call: Call<'_>) -> Result<Reply, Refusal> {
    answer(app.writer(call.ctx)?.media())
}

/// The refusal in the original's words.
fn answer(library: Result<Infallible, Error>) -> Result<Reply, Refusal> {
    let Err(error) = library;
    Err(match error {
        Error::Unsupported(_) => Error::Unsupported(DISABLED.to_owned()).into(),
        other => other.into(),
    })
}

/// Refuses a deletion.
///
/// # Errors
/// As for [`refuse_read`].
pub(crate) fn refuse_deletion(app: &App<'_>, call: Call<'_>) -> Result<Reply, Refusal> {
    answer(app.deleter(call.ctx)?.media())
}
