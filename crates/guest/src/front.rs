//! What every component with routes does: it reads the request, opens the instance's database,
//! takes principals from the identity component, and hands the request to the dialect that its path
//! belongs to.

use crate::identity::IdentityComponent;
use crate::{ErrorCode, HostRequest, HostResponse, Leased, circumstances, database, log, read, respond};
use http::HeaderName;
use weft_domain::{Ctx, Error};
use weft_http::pipeline::BODY_LIMIT;
use weft_http::{Door, Principals, Replies, Reply, Request, front_page};
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

/// The front door of a component.
pub type FrontDoor<'a> = Door<'a, IdentityComponent, Leased<'a>>;

/// The dialects of a component, in order; [`mount!`](crate::mount) makes one.
#[expect(async_fn_in_trait, reason = "guests have one thread; no caller needs Send")]
pub trait Mounted {
    /// The place of the dialect that a path belongs to.
    fn place(path: &str) -> usize;

    /// The request headers that it reads.
    fn headers(place: usize) -> &'static [HeaderName];

    /// Has it answer.
    async fn serve(place: usize, app: App<'_>, door: &FrontDoor<'_>, request: Request, ctx: Ctx) -> Reply;

    /// How it puts a failure into words, when there is nothing that it could stand on.
    fn unserved(place: usize, request: &Request, ctx: Ctx, error: Error) -> Reply;
}

/// Answers a request.
///
/// # Errors
/// When the host refuses the answer's headers or its status.
pub async fn answer<M: Mounted>(
    request: HostRequest,
    memory: &'static Memory,
) -> Result<HostResponse, ErrorCode> {
    let (place, request) = read(request, BODY_LIMIT, |path| {
        let place = M::place(path);
        (place, M::headers(place))
    })
    .await;
    let ctx = circumstances(&request);
    if !front_page::is_root(&request) {
        return respond(reply::<M>(place, request, ctx, memory).await);
    }
    // The root is a page for people who come with a browser.
    if let Some(page) = front_page::answer(&request, &ctx) {
        return respond(page);
    }
    respond(front_page::instead(reply::<M>(place, request, ctx, memory).await))
}

async fn reply<M: Mounted>(place: usize, request: Request, ctx: Ctx, memory: &'static Memory) -> Reply {
    let shared = match database().await {
        Ok(shared) => shared,
        Err(error) => return M::unserved(place, &request, ctx, error),
    };
    let db = shared.counting_anew();
    let app = App::new(Store::new(&db), &memory.schemas, &IdentityComponent);
    let door = Door {
        identity: &IdentityComponent,
        quota: &Leased { db: shared, leases: &memory.leases },
        principals: &memory.principals,
        replies: &memory.replies,
        body_limit: BODY_LIMIT,
        round_trips: &|| u32::try_from(db.round_trips()).unwrap_or(u32::MAX),
        log,
    };
    M::serve(place, app, &door, request, ctx).await
}
