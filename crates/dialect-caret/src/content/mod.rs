//! Entries, schemas, commands and history: `/api/cms` and, in cloud mode, `/content`. Mounted by
//! the component `content`.

mod endpoint;
mod entries;
mod history;
mod mutate;
mod schemas;

pub use endpoint::Endpoint;

use crate::error::{self, Refusal};
use crate::session;
use http::HeaderName;
use weft_http::routes::{Row, Who};
use weft_http::{Api, Call, Credentials, Reply, Request};
use weft_service::App;

/// CaretCMS's content, over the use cases of one request.
pub struct Content<'a> {
    /// The use cases of this request.
    pub app: App<'a>,
}

impl Api for Content<'_> {
    type Endpoint = Endpoint;
    type Error = Refusal;

    fn headers() -> &'static [HeaderName] {
        &session::HEADERS
    }

    fn credentials(row: &Row<Endpoint>, request: &Request) -> Credentials {
        if row.who == Who::Visitor { session::or_token(request) } else { session::credentials(request) }
    }

    fn before(_: &Row<Endpoint>, request: &Request) -> Result<(), Refusal> {
        session::check_csrf(request)
    }

    async fn handle(&self, endpoint: Endpoint, call: Call<'_>) -> Result<Reply, Refusal> {
        use Endpoint as Asked;
        let app = &self.app;
        match endpoint {
            Asked::ListEntries | Asked::ListEntriesInCloud => entries::list(app, call).await,
            Asked::FindSchema | Asked::FindSchemaInCloud => schemas::find(app, call).await,
            Asked::ListCollections | Asked::ListCollectionsInCloud => schemas::list(app, call).await,
            Asked::DescribeMutations | Asked::DescribeMutationsInCloud => mutate::describe(call),
            Asked::Mutate | Asked::MutateInCloud => mutate::mutate(app, call).await,
            Asked::ListHistory | Asked::ListHistoryInCloud => history::list(app, call).await,
            Asked::RestoreHistory | Asked::RestoreHistoryInCloud => history::restore(app, call).await,
            Asked::ReadContent => entries::read(app, call).await,
        }
    }

    fn render(error: &Refusal) -> Reply {
        error::render(error)
    }
}
