//! API keys (`/api/keys`), which a site's administrators create for programs. Mounted by the
//! component `auth`.

mod endpoint;
mod keys;

pub use endpoint::Endpoint;

use crate::{api_key, error};
use http::HeaderName;
use http::header::AUTHORIZATION;
use weft_http::credential::API_KEY;
use weft_http::routes::Row;
use weft_http::{Api, Call, Credential, Credentials, Fault, Reply, Request};
use weft_service::App;

/// R3's keys, over the use cases of one request.
pub struct Accounts<'a> {
    /// The use cases of this request.
    pub app: App<'a>,
}

impl Api for Accounts<'_> {
    type Endpoint = Endpoint;
    type Error = Fault;

    fn headers() -> &'static [HeaderName] {
        static READ: [HeaderName; 2] = [API_KEY, AUTHORIZATION];
        &READ
    }

    /// A key, or a session, with which an account creates its first key.
    fn credentials(_: &Row<Endpoint>, request: &Request) -> Credentials {
        api_key(request).or_else(|| Credential::bearer(request)).into()
    }

    async fn handle(&self, endpoint: Endpoint, call: Call<'_>) -> Result<Reply, Fault> {
        let app = &self.app;
        match endpoint {
            Endpoint::ListKeys => keys::list(app, call).await,
            Endpoint::CreateKey => keys::create(app, call).await,
            Endpoint::DeleteKey { id } => keys::delete(app, call, id).await,
            Endpoint::RotateKey { id } => keys::rotate(app, call, id).await,
        }
    }

    fn render(error: &Fault) -> Reply {
        error::render(error)
    }
}
