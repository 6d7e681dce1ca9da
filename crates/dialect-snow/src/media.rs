//! `…/media`: the files of a website.
//!
//! There is no media library yet. Every endpoint answers as the original does on an instance without one, to whoever could use it if there
//! were one; the others are told what they are told everywhere.

use http::Method;
use weft_domain::entry::Visibility;
use weft_domain::{Ctx, Error};
use weft_http::{Fault, Reply, Request};
use weft_service::App;

const DISABLED: &str = "Media features are disabled on this instance";

/// Refuses.
///
/// # Errors
/// `Unauthenticated`, `Forbidden`, else always `Unsupported`.
pub(crate) fn refuse(app: &App<'_>, ctx: &Ctx, request: &Request) -> Result<Reply, Fault> {
    match request.method {
        Method::GET => drop(app.reader(ctx, Visibility::Published)?),
        _ => drop(app.writer(ctx)?),
    }
    Err(Error::Unsupported(DISABLED.to_owned()).into())
}
