//! The request handler of every component with routes: it reads the request, opens the instance's
//! database, and passes the request to the dialect of its path.

use crate::identity::IdentityComponent;
use crate::nudge::nudge;
use crate::{
    ErrorCode, HostRequest, HostResponse, LeasedQuota, database, log, read, request_context, respond,
};
use http::HeaderName;
use weft_domain::{Ctx, Error};
use weft_http::pipeline::BODY_LIMIT;
use weft_http::{KeptReplies, Pipeline, Principals, Reply, Request, front_page};
use weft_service::{App, Leases, Schemas};
use weft_storage::Store;

/// The caches of an instance; for a `static`.
pub struct InstanceCache {
    principals: Principals,
    replies: KeptReplies,
    schemas: Schemas,
    leases: Leases,
}

impl InstanceCache {
    /// Empty caches.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "a static needs a constant")]
    pub const fn new() -> Self {
        Self {
            principals: Principals::new(),
            replies: KeptReplies::new(),
            schemas: Schemas::new(),
            leases: Leases::new(),
        }
    }
}

/// The pipeline of a component.
pub type ComponentPipeline<'a> = Pipeline<'a, IdentityComponent, LeasedQuota<'a>>;

/// The dialects of a component, in order; implemented by [`mount!`](crate::mount).
#[expect(async_fn_in_trait, reason = "guests have one thread; no caller needs Send")]
pub trait MountedDialects {
    /// The index of the dialect that a path belongs to.
    fn index(path: &str) -> usize;

    /// The request headers that the dialect reads.
    fn headers(index: usize) -> &'static [HeaderName];

    /// Serves the request with that dialect.
    async fn serve(
        index: usize,
        app: App<'_>,
        pipeline: &ComponentPipeline<'_>,
        request: Request,
        ctx: Ctx,
    ) -> Reply;

    /// Renders a failure of the shared setup in the dialect's format.
    fn reply_to_failure(index: usize, request: &Request, ctx: Ctx, error: Error) -> Reply;
}

/// Answers a request.
///
/// # Errors
/// When the host rejects the answer's headers or its status.
pub async fn answer<M: MountedDialects>(
    request: HostRequest,
    cache: &'static InstanceCache,
) -> Result<HostResponse, ErrorCode> {
    let (index, request) = read(request, BODY_LIMIT, |path| {
        let index = M::index(path);
        (index, M::headers(index))
    })
    .await;
    let ctx = request_context(&request);
    if !front_page::is_root(&request) {
        let reply = reply::<M>(index, request, ctx, cache).await;
        if reply.nudges {
            nudge();
        }
        return respond(reply);
    }
    // A browser that opens the root gets a page.
    if let Some(page) = front_page::answer(&request, &ctx) {
        return respond(page);
    }
    respond(front_page::instead(reply::<M>(index, request, ctx, cache).await))
}

async fn reply<M: MountedDialects>(
    index: usize,
    request: Request,
    ctx: Ctx,
    cache: &'static InstanceCache,
) -> Reply {
    let shared = match database().await {
        Ok(shared) => shared,
        Err(error) => return M::reply_to_failure(index, &request, ctx, error),
    };
    let db = shared.counting_anew();
    let app = App::new(Store::new(&db), &cache.schemas, &IdentityComponent);
    let pipeline = Pipeline {
        identity: &IdentityComponent,
        quota: &LeasedQuota { db: shared, leases: &cache.leases },
        principals: &cache.principals,
        replies: &cache.replies,
        body_limit: BODY_LIMIT,
        round_trips: &|| u32::try_from(db.round_trips()).unwrap_or(u32::MAX),
        log,
    };
    M::serve(index, app, &pipeline, request, ctx).await
}
