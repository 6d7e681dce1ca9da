//! Webhooks and their deliveries (`/api/webhooks`), for a site's administrators. Mounted by the
//! component `webhooks`.

mod body;
mod deliveries;
mod endpoint;
mod subscriptions;
mod view;

pub use endpoint::Endpoint;

use crate::{api_key, error};
use http::HeaderName;
use weft_domain::webhook::InsecureHosts;
use weft_http::routes::Row;
use weft_http::{Api, Call, Credentials, Fault, Reply, Request};
use weft_service::App;

/// R3's webhooks, over the use cases of one request.
pub struct Webhooks<'a> {
    /// The use cases of this request.
    pub app: App<'a>,
    /// The hosts of receivers that the operator allows.
    pub insecure: &'a InsecureHosts,
}

impl Api for Webhooks<'_> {
    type Endpoint = Endpoint;
    type Error = Fault;

    const TABLE: &'static [Row<Endpoint>] = Endpoint::TABLE;

    fn headers() -> &'static [HeaderName] {
        static READ: [HeaderName; 1] = [crate::API_KEY];
        &READ
    }

    fn credentials(_: &Row<Endpoint>, request: &Request) -> Credentials {
        api_key(request).into()
    }

    async fn handle(&self, endpoint: Endpoint, call: Call<'_>) -> Result<Reply, Fault> {
        let (app, insecure) = (&self.app, self.insecure);
        match endpoint {
            Endpoint::ListWebhooks => subscriptions::list(app, call).await,
            Endpoint::CreateWebhook => subscriptions::create(app, call, insecure).await,
            Endpoint::FindWebhook { id } => subscriptions::find(app, call, id).await,
            Endpoint::UpdateWebhook { id } => subscriptions::update(app, call, id, insecure).await,
            Endpoint::DeleteWebhook { id } => subscriptions::delete(app, call, id).await,
            Endpoint::TestWebhook { id } => deliveries::test(app, call, id).await,
            Endpoint::ListDeliveries { id } => deliveries::list(app, call, id).await,
            Endpoint::FindDelivery { id, delivery } => deliveries::find(app, call, id, delivery).await,
            Endpoint::ReplayDelivery { id, delivery } => deliveries::replay(app, call, id, delivery).await,
        }
    }

    fn render(error: &Fault) -> Reply {
        error::render(error)
    }
}
