//! Content types (`/api/content-types`) and documents (`/api/content`). Mounted by the component
//! `content`.

mod documents;
mod endpoint;
mod types;

pub use endpoint::Endpoint;

use crate::{api_key, error};
use http::HeaderName;
use weft_http::credential::API_KEY;
use weft_http::routes::Row;
use weft_http::{Api, Call, Credentials, Fault, Reply, Request};
use weft_service::App;

/// R3's content, over the use cases of one request.
pub struct Content<'a> {
    /// The use cases of this request.
    pub app: App<'a>,
}

impl Api for Content<'_> {
    type Endpoint = Endpoint;
    type Error = Fault;

    fn headers() -> &'static [HeaderName] {
        static READ: [HeaderName; 1] = [API_KEY];
        &READ
    }

    fn credentials(_: &Row<Endpoint>, request: &Request) -> Credentials {
        api_key(request).into()
    }

    async fn handle(&self, endpoint: Endpoint, call: Call<'_>) -> Result<Reply, Fault> {
        let app = &self.app;
        match endpoint {
            Endpoint::ListTypes => types::list(app, call).await,
            Endpoint::CreateType => types::create(app, call).await,
            Endpoint::FindType { name } => types::find(app, call, &name).await,
            Endpoint::UpdateType { name } => types::update(app, call, &name).await,
            Endpoint::DeleteType { name } => types::delete(app, call, &name).await,
            Endpoint::List => documents::list(app, call).await,
            Endpoint::Create => documents::create(app, call).await,
            Endpoint::FindBySlug { r#type, slug } => documents::find_by_slug(app, call, r#type, slug).await,
            Endpoint::FindById { id } => documents::find_by_id(app, call, id).await,
            Endpoint::Update { id } => documents::update(app, call, id).await,
            Endpoint::Delete { id } => documents::delete(app, call, id).await,
            Endpoint::Publish { id } => documents::publish(app, call, id).await,
            Endpoint::Unpublish { id } => documents::unpublish(app, call, id).await,
            Endpoint::Versions { id } => documents::versions(app, call, id).await,
            Endpoint::Restore { id, version } => documents::restore(app, call, id, version).await,
        }
    }

    fn render(error: &Fault) -> Reply {
        error::render(error)
    }
}
