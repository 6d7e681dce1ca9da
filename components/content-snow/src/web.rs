//! The web, as the host lets this component ask it.

use weft_dialect_snow::rendering::{Answer, Web};
use weft_guest::{Target, fetch};

/// The most bytes of an answer.
const LIMIT: usize = 1024 * 1024;
/// As the original does: who it is, and that nobody meant it, which stops circles.
const HEADERS: [(&str, &str); 2] =
    [("user-agent", "SnowCMS/0.0.0"), ("x-snowcms-unsafe-source", "remote-data")];

/// Asks through the host.
pub(crate) struct Host;

impl Web for Host {
    async fn get(&self, address: &url::Url) -> Option<Answer> {
        let path = address
            .query()
            .map_or_else(|| address.path().to_owned(), |query| format!("{}?{query}", address.path()));
        let host = address.host_str()?;
        let authority = address.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let target =
            Target { is_secure: address.scheme() == "https", authority: &authority, path_and_query: &path };
        let fetched = fetch(&target, &HEADERS, LIMIT).await?;
        Some(Answer { status: fetched.status, content_type: fetched.content_type, body: fetched.body })
    }
}
