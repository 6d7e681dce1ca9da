//! Everything below a website: collections, inputs, entries, drafts. Mounted by the component
//! `content`.

mod collections;
mod draft_view;
mod drafts;
mod endpoint;
mod entries;
mod inputs;
mod media;

pub use endpoint::Endpoint;

use crate::error::{self, Refusal};
use crate::rendering::Web;
use crate::{reply, session};
use http::HeaderName;
use weft_http::routes::Row;
use weft_http::{Api, Call, Credentials, Reply, Request};
use weft_service::App;

/// SnowCMS's content, over the use cases of one request.
pub struct Content<'a, W> {
    /// The use cases of this request.
    pub app: App<'a>,
    /// Fetches remote data.
    pub web: &'a W,
}

impl<W: Web> Content<'_, W> {
    async fn answer(&self, endpoint: Endpoint, call: Call<'_>) -> Result<Reply, Refusal> {
        use Endpoint as Asked;
        let (app, web) = (&self.app, self.web);
        match endpoint {
            Asked::ListCollections { website } => collections::list(app, call, website).await,
            Asked::CreateCollection { .. } => collections::create(app, call).await,
            Asked::FindCollection { website, collection } => {
                collections::find(app, call, website, collection).await
            }
            Asked::EditCollection { collection, .. } => collections::edit(app, call, collection).await,
            Asked::DeleteCollection { collection, .. } => collections::delete(app, call, collection).await,
            Asked::FindTitle { collection, .. } | Asked::FindTitleMisspelt { collection, .. } => {
                collections::find_title(app, call, collection).await
            }
            Asked::EditTitle { collection, .. } | Asked::EditTitleMisspelt { collection, .. } => {
                collections::edit_title(app, call, collection).await
            }
            Asked::ListInputs { collection, .. } => inputs::list(app, call, collection).await,
            Asked::CreateInput { collection, .. } => inputs::create(app, call, collection).await,
            Asked::EditInput { collection, input, .. } => inputs::edit(app, call, collection, &input).await,
            Asked::MoveInput { collection, input, .. } => {
                inputs::change_order(app, call, collection, &input).await
            }
            Asked::DeleteInput { collection, input, .. } => {
                inputs::delete(app, call, collection, &input).await
            }
            Asked::ListEntries { collection, .. } => entries::list(app, call, collection).await,
            Asked::CreateEntry { collection, .. } => entries::create(app, call, collection).await,
            Asked::FindEntryBySlug { website, collection, slug } => {
                entries::find_by_slug(app, web, call, (website, collection), &slug).await
            }
            Asked::FindEntry { website, collection, entry } => {
                entries::find(app, web, call, (website, collection), entry).await
            }
            Asked::EditEntry { collection, entry, .. } => entries::edit(app, call, collection, entry).await,
            Asked::DeleteEntry { collection, entry, .. } => {
                entries::delete(app, call, collection, entry).await
            }
            Asked::ListDrafts { collection, .. } => drafts::list(app, call, collection).await,
            Asked::FindDraft { collection, draft, .. } => drafts::find(app, call, collection, draft).await,
            Asked::CreateDraft { collection, .. } => drafts::create(app, call, collection).await,
            Asked::EditDraft { collection, draft, .. } => drafts::edit(app, call, collection, draft).await,
            Asked::DeleteDraft { collection, draft, .. } => {
                drafts::delete(app, call, collection, draft).await
            }
            Asked::ListFiles { .. } | Asked::FileLimits { .. } | Asked::FindFile { .. } => {
                media::refuse_read(app, call)
            }
            Asked::BeginUpload { .. } | Asked::ConfirmUpload { .. } => media::refuse_write(app, call),
            Asked::DeleteFile { .. } => media::refuse_deletion(app, call),
        }
    }
}

impl<W: Web> Api for Content<'_, W> {
    type Endpoint = Endpoint;
    type Error = Refusal;

    fn headers() -> &'static [HeaderName] {
        &session::HEADERS
    }

    /// A key or a session, requested for the website in the path: `/api/websites/:website/…`.
    fn credentials(_: &Row<Endpoint>, request: &Request) -> Credentials {
        let website = request.path.split('/').nth(3).unwrap_or_default();
        session::credential(request).map(|credential| credential.for_site(website)).into()
    }

    fn before(_: &Row<Endpoint>, request: &Request) -> Result<(), Refusal> {
        session::refuse_circles(request)
    }

    async fn handle(&self, endpoint: Endpoint, call: Call<'_>) -> Result<Reply, Refusal> {
        // The answer to a cross-site request has no details.
        session::check_origin(call.request)?;
        self.answer(endpoint, call).await.map(reply::unlisted)
    }

    fn render(error: &Refusal) -> Reply {
        error::render(error)
    }
}
