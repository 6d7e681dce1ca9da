//! Pages, entries, snapshots, definitions: `/v1/content`, `/v1/snapshot`, `/v1/definitions`.
//! Mounted by the component `content`.
//!
//! The project's key (`x-inlinecms-key`) says which site, the session's token (`Authorization:
//! Bearer`) who asks; a request may bear either or both, and then they must fit. With the key alone
//! somebody is a visitor, whatever else the key may do: visitors see what is published. What
//! changes content, or shows what was never published, needs a session.

mod body;
mod endpoint;
mod snapshot;
mod view;

pub use endpoint::Endpoint;

use crate::error;
use http::header::{AUTHORIZATION, ETAG};
use http::{HeaderName, StatusCode};
use weft_domain::EntryId;
use weft_domain::Permission;
use weft_domain::entry::Visibility;
use weft_domain::shape::Shape;
use weft_http::credential::INLINE_KEY;
use weft_http::routes::{Right, Row};
use weft_http::{Api, Call, Credential, Credentials, Fault, Reply, Request, validators};
use weft_service::{App, EntryChange};

/// InlineCMS's content, over the use cases of one request.
pub struct Content<'a> {
    /// The use cases of this request.
    pub app: App<'a>,
    /// The answer to builds that ask whether to bake.
    pub is_bake_enabled: bool,
}

impl Content<'_> {
    async fn get_page(&self, call: Call<'_>, page: &str) -> Result<Reply, Fault> {
        let (visibility, shape) = sight(call);
        let reader = self.app.reader(call.ctx, visibility)?;
        let found = reader.list_page(shape, body::page_in_path(page)?).await.map_err(body::worded)?;
        Ok(ok(view::list(&found.documents)))
    }

    async fn edit(&self, call: Call<'_>, id: EntryId) -> Result<Reply, Fault> {
        let writer = self.app.writer(call.ctx)?;
        let edit = body::edit(weft_http::body::json(call.request)?)?;
        let change = EntryChange {
            data: edit.fields,
            status: edit.status,
            to_draft: edit.status.is_none(),
            promote: edit.status.is_some(),
            ..EntryChange::default()
        };
        let guard = validators::guard_for(call.request, id);
        let saved = writer.update(view::EDITORS, id, change, guard).await.map_err(body::worded)?;
        Ok(ok(view::one(&saved.document)).with_etag(&saved.etag))
    }

    async fn publish(&self, call: Call<'_>) -> Result<Reply, Fault> {
        let publisher = self.app.publisher(call.ctx)?;
        let page = body::page(weft_http::body::json(call.request)?)?;
        let published = publisher.publish_page(view::EDITORS, &page).await.map_err(body::worded)?;
        Ok(ok(view::published(&published)))
    }

    async fn history(&self, call: Call<'_>, id: EntryId) -> Result<Reply, Fault> {
        let reader = self.app.reader(call.ctx, Visibility::All)?;
        let (limit, offset) = body::part(&call.request.query)?;
        Ok(ok(view::list(&reader.publications(view::RECORD, id, limit, offset).await?)))
    }

    async fn snapshot(&self, call: Call<'_>) -> Result<Reply, Fault> {
        let reader = self.app.reader(call.ctx, Visibility::Published)?;
        let frame = snapshot::frame(call.ctx.now, self.is_bake_enabled);
        let answer = reader.snapshot(view::SNAPSHOT, (&frame.0, &frame.1)).await?;
        let (answer, version) = snapshot::with_version(answer, &frame)?;
        // Weak: the moment in the answer is another one each time.
        Ok(ok(answer).with(ETAG, format!("W/\"{version}\"")))
    }

    async fn sync(&self, call: Call<'_>) -> Result<Reply, Fault> {
        let (visibility, shape) = sight(call);
        let registrar = self.app.registrar(call.ctx, visibility)?;
        let sent = body::sync(weft_http::body::json(call.request)?)?;
        let synced = registrar.sync(shape, &sent.page, &sent.components).await.map_err(body::worded)?;
        Ok(ok(view::synced(&sent.page, sent.components.len(), synced.created, &synced.documents)))
    }

    async fn definitions(&self, call: Call<'_>, page: &str) -> Result<Reply, Fault> {
        let registrar = self.app.registrar(call.ctx, sight(call).0)?;
        let found = registrar.definitions(body::page_in_path(page)?).await.map_err(body::worded)?;
        Ok(ok(view::definitions(&found)))
    }
}

/// What whoever asks sees: the signed in see drafts.
fn sight(call: Call<'_>) -> (Visibility, Shape) {
    let is_signed_in = Credential::bearer(call.request).is_some();
    let may = call.ctx.principal().is_ok_and(|principal| principal.may(Permission::Drafts).is_ok());
    if is_signed_in && may {
        (Visibility::All, view::EDITORS)
    } else {
        (Visibility::Published, view::VISITORS)
    }
}

fn ok(text: String) -> Reply {
    Reply::json(StatusCode::OK, text)
}

impl Api for Content<'_> {
    type Endpoint = Endpoint;
    type Error = Fault;

    fn headers() -> &'static [HeaderName] {
        static READ: [HeaderName; 2] = [AUTHORIZATION, INLINE_KEY];
        &READ
    }

    fn credentials(row: &Row<Endpoint>, request: &Request) -> Credentials {
        let person = Credential::bearer(request);
        if person.is_none() && row.right != Right::May(Permission::Read) {
            return Credentials::default();
        }
        Credentials { person, site: Credential::key(request, INLINE_KEY), at: None }
    }

    async fn handle(&self, endpoint: Endpoint, call: Call<'_>) -> Result<Reply, Fault> {
        match endpoint {
            Endpoint::BulkPublish => self.publish(call).await,
            Endpoint::GetPage { id } => self.get_page(call, &id).await,
            Endpoint::EditEntry { id } => self.edit(call, id).await,
            Endpoint::History { id } => self.history(call, id).await,
            Endpoint::Snapshot => self.snapshot(call).await,
            Endpoint::SyncDefinitions => self.sync(call).await,
            Endpoint::ListDefinitions => {
                self.definitions(call, &body::asked_page(&call.request.query)?).await
            }
            Endpoint::ListDefinitionsOf { id } => self.definitions(call, &id).await,
        }
    }

    fn render(error: &Fault) -> Reply {
        error::render(error)
    }
}
