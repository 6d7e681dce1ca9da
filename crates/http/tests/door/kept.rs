//! Kept replies: sent only after the dialect has confirmed their validator, and only to the
//! credential that they were built for.

use crate::principal;
use bytes::Bytes;
use futures_executor::block_on;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use std::cell::{Cell, RefCell};
use weft_domain::{Caller, Ctx, Error, Principal, SiteRef, Timestamp};
use weft_http::kept::KEPT_MAX;
use weft_http::quota::QuotaError;
use weft_http::routes::{Right, Row};
use weft_http::{
    Api, Call, Credential, CredentialKind, Credentials, Fault, Identity, KeptReplies, Pipeline, Principals,
    Quota, QuotaState, Reply, Request, serve, validators,
};

/// A dialect with lists at `/list`, of the length in the query, and other replies elsewhere. Counts
/// the replies that it builds.
#[derive(Default)]
struct Fake {
    changes: Cell<u32>,
    made: Cell<u32>,
    known: RefCell<Vec<Option<String>>>,
}

weft_http::endpoints! {
    /// The endpoints.
    #[derive(Debug, Clone, PartialEq, Eq)]
    enum Endpoint;
    /// Lists, which are kept.
    List => GET "/list", "list", Principal, Right::Any, 1 kept;
    /// Another list.
    ListOf { of: String } => GET "/list/:of", "list of", Principal, Right::Any, 1 kept;
    /// A change.
    Change => POST "/list", "change", Principal, Right::Any, 1;
    /// Everything else.
    Other { path: String } => GET "/:path*", "other", Principal, Right::Any, 1;
}

impl Api for Fake {
    type Endpoint = Endpoint;
    type Error = Fault;

    fn headers() -> &'static [HeaderName] {
        &[]
    }

    fn credentials(_: &Row<Endpoint>, request: &Request) -> Credentials {
        Credential::key(request, HeaderName::from_static("x-api-key")).into()
    }

    async fn handle(&self, _: Endpoint, call: Call<'_>) -> Result<Reply, Fault> {
        let Call { ctx, request, .. } = call;
        let known = validators::client_tag(request);
        self.known.borrow_mut().push(known.map(str::to_owned));
        let tag = self.changes.get().to_string();
        if known == Some(tag.as_str()) {
            return Ok(Reply::not_modified(&tag));
        }
        self.made.set(self.made.get() + 1);
        let mut body = format!("{} {} {}", ctx.principal()?.epoch, self.made.get(), request.path);
        body.extend(std::iter::repeat_n('.', request.query.parse().unwrap_or(0)));
        Ok(Reply::json(StatusCode::OK, body).with_etag(&tag))
    }

    fn render(_: &Fault) -> Reply {
        Reply::json(StatusCode::FORBIDDEN, "{}")
    }
}

/// An identity that gives each secret its own credential, in an adjustable epoch.
struct Auth(Cell<i64>);

impl Identity for Auth {
    async fn verify(&self, credential: &Credential) -> Result<Principal, Error> {
        let principal = principal(self.0.get(), None);
        let id = format!("018f3f70-1c2d-7abc-8def-00000000000{}", credential.secret);
        Ok(Principal { credential: id.parse().map_err(|_| Error::Unauthenticated)?, ..principal })
    }

    async fn visitor(&self, _: &SiteRef) -> Result<Principal, Error> {
        Err(Error::Unauthenticated)
    }

    async fn caller(&self, _: &Credential) -> Result<Caller, Error> {
        Err(Error::Unauthenticated)
    }
}

struct Unlimited;

impl Quota for Unlimited {
    async fn take(&self, _: &Ctx) -> Result<QuotaState, QuotaError> {
        Ok(QuotaState { minute: None, day: None })
    }
}

struct World {
    dialect: Fake,
    auth: Auth,
    principals: Principals,
    replies: KeptReplies,
}

impl World {
    fn new() -> Self {
        Self {
            dialect: Fake::default(),
            auth: Auth(Cell::new(1)),
            principals: Principals::new(),
            replies: KeptReplies::new(),
        }
    }

    fn send(&self, method: Method, path: &str, query: &str, headers: &[(&'static str, &str)]) -> Reply {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, HeaderValue::from_str(value).unwrap());
        }
        let request =
            Request { method, path: path.into(), query: query.into(), headers: map, body: Bytes::new() };
        let pipeline = Pipeline {
            identity: &self.auth,
            quota: &Unlimited,
            principals: &self.principals,
            replies: &self.replies,
            body_limit: 10,
            round_trips: &|| 1,
            log: |_| {},
        };
        let ctx = Ctx::new(Timestamp::from_millis(1_774_432_800_000), |bytes| bytes.fill(7));
        block_on(serve(&self.dialect, &pipeline, request, ctx))
    }

    /// The body of a list that credential 1 asks for.
    fn list(&self, path: &str) -> String {
        let reply = self.send(Method::GET, path, "", &[("x-api-key", "1")]);
        assert_eq!(reply.status, StatusCode::OK);
        assert_eq!(reply.headers["content-length"], reply.body.len().to_string());
        String::from_utf8(reply.body.to_vec()).unwrap()
    }
}

#[test]
fn an_unchanged_list_is_not_built_again() {
    let world = World::new();
    assert_eq!(world.list("/list"), "1 1 /list");
    assert_eq!(world.list("/list"), "1 2 /list", "the second request stores the reply");
    assert_eq!(world.list("/list"), "1 2 /list");
    assert_eq!(
        *world.dialect.known.borrow(),
        [None, None, Some("0".into())],
        "the validator is confirmed for every request"
    );
    world.dialect.changes.set(1);
    assert_eq!(world.list("/list"), "1 3 /list");
    assert_eq!(world.list("/list"), "1 3 /list");
    assert_eq!(world.list("/list/b"), "1 4 /list/b", "another path is another list");
}

#[test]
fn a_kept_reply_has_all_headers() {
    let world = World::new();
    let headers = |reply: Reply| reply.headers;
    let ask = |method| world.send(method, "/list", "", &[("x-api-key", "1")]);
    let first = headers(ask(Method::GET));
    for _ in 0..2 {
        assert_eq!(headers(ask(Method::GET)), first);
    }
    let head = ask(Method::HEAD);
    assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
    assert_eq!(head.headers, first);
}

#[test]
fn a_kept_reply_is_sent_to_its_own_credential_only() {
    let world = World::new();
    for made in [1, 2, 2] {
        assert_eq!(world.list("/list"), format!("1 {made} /list"));
    }
    for made in [3, 4, 4] {
        let other = world.send(Method::GET, "/list", "", &[("x-api-key", "2")]);
        assert_eq!(other.body, format!("1 {made} /list"));
    }
    world.auth.0.set(2);
    world.principals.forget(&Credential::new(CredentialKind::ApiKey, "1").unwrap());
    assert_eq!(world.list("/list"), "2 5 /list", "the rights of the credential may have changed");
}

#[test]
fn the_validators_of_the_client_are_respected() {
    let world = World::new();
    world.list("/list");
    world.list("/list");
    let asks = |tag| world.send(Method::GET, "/list", "", &[("x-api-key", "1"), ("if-none-match", tag)]);
    assert_eq!(asks("\"0\"").status, StatusCode::NOT_MODIFIED);
    let stale = asks("\"9\"");
    assert_eq!((stale.status, stale.body), (StatusCode::OK, Bytes::from_static(b"1 3 /list")));
    assert_eq!(asks("*").status, StatusCode::NOT_MODIFIED);
}

#[test]
fn only_reads_of_lists_are_kept() {
    let world = World::new();
    assert_eq!(world.list("/item"), "1 1 /item");
    assert_eq!(world.list("/item"), "1 2 /item");
    world.list("/list");
    world.list("/list");
    for made in [5, 6] {
        let saved = world.send(Method::POST, "/list", "", &[("x-api-key", "1")]);
        assert_eq!(saved.body, format!("1 {made} /list"));
    }
}

#[test]
fn kept_replies_have_a_size_limit() {
    let world = World::new();
    let is_kept = |path: &str, bytes: usize| {
        let made = world.dialect.made.get();
        world.send(Method::GET, path, &bytes.to_string(), &[("x-api-key", "1")]);
        world.dialect.made.get() == made
    };
    let large = KEPT_MAX / 16;
    assert!(
        [(); 4].iter().all(|()| !is_kept("/list/large", large)),
        "a reply of a sixteenth of the limit is not kept"
    );
    let each = KEPT_MAX / 32;
    assert!(!is_kept("/list/often", each) && !is_kept("/list/often", each));
    for n in 0..64 {
        let path = format!("/list/{n}");
        assert!(!is_kept(&path, each) && !is_kept(&path, each));
        assert!(is_kept("/list/often", each), "a recently requested reply stays: {n}");
    }
    assert!(is_kept("/list/63", each));
    assert!(!is_kept("/list/0", each), "the other replies are dropped");
}
