//! What every component of content does: it reads the request, opens the instance's database, takes principals from the auth component, and
//! hands the request to its dialect.

use crate::identity::AuthComponent;
use crate::{ErrorCode, HostRequest, HostResponse, Leased, circumstances, database, log, read, respond};
use weft_http::pipeline::BODY_LIMIT;
use weft_http::front_page;
use weft_http::{Dialect, Door, Fault, Principals, Replies, Reply, Request, serve, unserved};
use weft_service::{App, Leases, Schemas};
use weft_storage::Store;

/// What an instance remembers from request to request; for a `static`.
pub struct Memory {
    principals: Principals,
    replies: Replies,
    schemas: Schemas,
    leases: Leases,
}

impl Memory {
    /// Nothing yet.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "a static needs a constant")]
    pub const fn new() -> Self {
        Self {
            principals: Principals::new(),
            replies: Replies::new(),
            schemas: Schemas::new(),
            leases: Leases::new(),
        }
    }
}

/// The dialect of a component.
pub trait Mounted {
    /// Its API over a request's use cases.
    type Dialect<'a>: Dialect;

    /// The dialect, over these use cases.
    fn over(app: App<'_>) -> Self::Dialect<'_>;

    /// A fault in its words, when there is nothing that the dialect could stand on.
    fn render(fault: &Fault) -> Reply;
}

/// Answers a request.
///
/// # Errors
/// When the host refuses the answer's headers or its status.
pub async fn answer<M: Mounted>(
    request: HostRequest,
    memory: &'static Memory,
) -> Result<HostResponse, ErrorCode> {
    let request = read(request, BODY_LIMIT).await;
    respond(reply::<M>(request, memory).await)
}

/// The same where a person may come: the root is a page for browsers.
///
/// # Errors
/// As for [`answer`].
pub async fn answer_at_the_root<M: Mounted>(
    request: HostRequest,
    memory: &'static Memory,
) -> Result<HostResponse, ErrorCode> {
    let request = read(request, BODY_LIMIT).await;
    let page = front_page::answer(&request, &circumstances(&request));
    if let Some(page) = page {
        return respond(page);
    }
    let root = front_page::is_root(&request);
    let reply = reply::<M>(request, memory).await;
    respond(if root { front_page::instead(reply) } else { reply })
}

async fn reply<M: Mounted>(request: Request, memory: &'static Memory) -> Reply {
    let ctx = circumstances(&request);
    let shared = match database().await {
        Ok(shared) => shared,
        Err(error) => return unserved(M::render, &request, ctx, error, log),
    };
    let db = shared.counting_anew();
    let app = App::new(Store::new(&db), &memory.schemas);
    let door = Door {
        identity: &AuthComponent,
        quota: &Leased { db: shared, leases: &memory.leases },
        principals: &memory.principals,
        replies: &memory.replies,
        body_limit: BODY_LIMIT,
        round_trips: &|| u32::try_from(db.round_trips()).unwrap_or(u32::MAX),
        log,
    };
    serve(&M::over(app), &door, request, ctx).await
}
