//! `…/media`: the files of a website.
//!
//! There is no media library yet. With the right, every endpoint answers as the original does on an
//! instance without one; without it, the usual errors.

use crate::error::Refusal;
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
    app.reader(call.ctx, Visibility::Published)?;
    Err(Error::Unsupported(DISABLED.to_owned()).into())
}

/// Rejects a write.
///
/// # Errors
/// As for [`refuse_read`].
pub(crate) fn refuse_write(app: &App<'_>, call: Call<'_>) -> Result<Reply, Refusal> {
    app.writer(call.ctx)?;
    Err(Error::Unsupported(DISABLED.to_owned()).into())
}

/// Refuses a deletion.
///
/// # Errors
/// As for [`refuse_read`].
pub(crate) fn refuse_deletion(app: &App<'_>, call: Call<'_>) -> Result<Reply, Refusal> {
    app.deleter(call.ctx)?;
    Err(Error::Unsupported(DISABLED.to_owned()).into())
}
