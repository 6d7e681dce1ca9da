//! A small dialect with a scripted identity and quota, and requests of it.

use crate::{ID, principal};
use bytes::Bytes;
use futures_executor::block_on;
use http::header::HOST;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use std::cell::{Cell, RefCell};
use weft_domain::{
    Caller, CredentialKind, Ctx, EntryId, Error, Kind, Permission, Principal, Role, SiteRef, Timestamp,
};
use weft_http::quota::{QuotaError, Window};
use weft_http::routes::{Right, Row};
use weft_http::{
    Api, Call, Credential, Credentials, Fault, Identity, KeptReplies, Pipeline, Principals, Quota,
    QuotaState, Reply, Request, serve,
};

weft_http::endpoints! {
    /// The endpoints.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Endpoint;
    /// Reads.
    Item => GET "/item", "item", Principal, Right::Any, 1;
    /// Writes.
    Save => PATCH "/item", "save", Principal, Right::Any, 1;
    /// Signs in.
    Login => POST "/login", "log in", Anybody, Right::Any, 1;
    /// Requires a caller above the sites.
    Above => GET "/above", "above", Caller, Right::Any, 1;
    /// Also admits visitors of a site.
    Look => GET "/look", "look", Visitor, Right::May(Permission::Read), 1;
    /// Has an id in its path.
    Version { id: EntryId } => GET "/item/:id", "version", Principal, Right::Any, 1;
}

/// A dialect with a few paths, one of them open; `faults` are the results of `handle`, in order.
#[derive(Default)]
pub(crate) struct Fake {
    pub(crate) faults: RefCell<Vec<Fault>>,
    pub(crate) seen: RefCell<Vec<Option<i64>>>,
}

impl Api for Fake {
    type Endpoint = Endpoint;
    type Error = Fault;

    fn headers() -> &'static [HeaderName] {
        static READ: [HeaderName; 3] =
            [HeaderName::from_static("x-api-key"), HeaderName::from_static("x-site"), HOST];
        &READ
    }

    fn credentials(_: &Row<Endpoint>, request: &Request) -> Credentials {
        let key = |name| Credential::key(request, HeaderName::from_static(name));
        let at = match request.query.as_str() {
            "nowhere" => Some(SiteRef::Id("nowhere".to_owned())),
            _ => request.headers.contains_key(HOST).then(|| request.site_of_host()),
        };
        Credentials { person: key("x-api-key"), site: key("x-site"), at }
    }

    fn before(_: &Row<Endpoint>, request: &Request) -> Result<(), Fault> {
        match request.header("x-requested-with") {
            Some("circle") => Err(Error::Forbidden { needs: "a straight line" }.into()),
            _ => Ok(()),
        }
    }

    async fn handle(&self, endpoint: Endpoint, call: Call<'_>) -> Result<Reply, Fault> {
        let caller = call.caller().ok().map(|caller| caller.epoch);
        self.seen.borrow_mut().push(call.ctx.principal.as_ref().map(|p| p.epoch).or(caller));
        if !self.faults.borrow().is_empty() {
            return Err(self.faults.borrow_mut().remove(0));
        }
        if endpoint == Endpoint::Above {
            call.caller()?;
        }
        Ok(Reply::json(StatusCode::OK, "{\"a\":1}").with_etag("v1"))
    }

    fn render(fault: &Fault) -> Reply {
        let status = match fault {
            Fault::UnknownRoute => StatusCode::NOT_FOUND,
            Fault::MethodNotAllowed { .. } => StatusCode::METHOD_NOT_ALLOWED,
            Fault::Malformed(_) => StatusCode::BAD_REQUEST,
            Fault::Domain(Error::Unauthenticated) => StatusCode::UNAUTHORIZED,
            Fault::Domain(Error::Forbidden { .. }) => StatusCode::FORBIDDEN,
            Fault::Domain(Error::NotFound(_)) => StatusCode::NOT_FOUND,
            Fault::Domain(Error::TooLarge { .. }) => StatusCode::PAYLOAD_TOO_LARGE,
            Fault::Domain(Error::Limited { .. }) => StatusCode::TOO_MANY_REQUESTS,
            Fault::Domain(Error::Unavailable(_)) => StatusCode::SERVICE_UNAVAILABLE,
            Fault::Domain(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Reply::json(status, "{\"error\":true}")
    }
}

/// An identity that accepts "good" until it is revoked; counts its calls. Each verification of
/// "good" is of another epoch; "key", while it is not revoked, and sessions are of `epoch`.
#[derive(Default)]
pub(crate) struct Auth {
    pub(crate) asked: Cell<i64>,
    pub(crate) revoked: Cell<bool>,
    pub(crate) epoch: Cell<i64>,
}

impl Identity for Auth {
    async fn verify(&self, credential: &Credential) -> Result<Principal, Error> {
        self.asked.set(self.asked.get() + 1);
        match credential.secret.as_str() {
            "good" if !self.revoked.get() => Ok(principal(self.asked.get(), None)),
            "key" if !self.revoked.get() => Ok(principal(self.epoch.get(), None)),
            session if session.starts_with("session") => Ok(principal(self.epoch.get(), None)),
            "down" => Err(Error::Unavailable("secret cause".into())),
            "host" => match &credential.site {
                Some(SiteRef::Host(host)) if host == "a.example" => Ok(principal(self.asked.get(), None)),
                _ => Err(Error::Unauthenticated),
            },
            "elsewhere" if credential.site.is_some() => Err(Error::Forbidden { needs: "this site" }),
            "elsewhere" => Ok(principal(self.asked.get(), None)),
            _ => Err(Error::Unauthenticated),
        }
    }

    async fn visitor(&self, site: &SiteRef) -> Result<Principal, Error> {
        self.asked.set(self.asked.get() + 1);
        match site {
            SiteRef::Host(_) => Ok(Principal::visitor(ID.parse().unwrap(), 1, self.asked.get())),
            SiteRef::Id(_) => Err(Error::NotFound(Kind::Site)),
        }
    }

    async fn caller(&self, credential: &Credential) -> Result<Caller, Error> {
        let principal = self.verify(credential).await?;
        Ok(Caller {
            credential: principal.credential,
            kind: CredentialKind::Session,
            account: principal.account,
            email: String::new(),
            role: Role::Viewer,
            sites: Vec::new(),
            is_unrestricted: true,
            permissions: principal.permissions,
            repos: None,
            epoch: -principal.epoch,
        })
    }
}

/// A quota of `left` requests, for principals of the newest epoch.
pub(crate) struct Counter {
    pub(crate) left: Cell<u32>,
    pub(crate) epoch: Cell<i64>,
}

impl Quota for Counter {
    async fn take(&self, ctx: &Ctx) -> Result<QuotaState, QuotaError> {
        if ctx.principal()?.epoch < self.epoch.get() {
            return Err(Error::Outdated.into());
        }
        let left = self.left.get();
        let state = |remaining| QuotaState {
            minute: Some(Window { limit: 3, remaining, reset_seconds: 9 }),
            day: None,
        };
        let Some(remaining) = left.checked_sub(1) else {
            return Err(QuotaError::Spent { state: state(0), retry_after: 9 });
        };
        self.left.set(remaining);
        Ok(state(remaining))
    }
}

thread_local! {
    pub(crate) static LOG: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

pub(crate) struct World {
    pub(crate) dialect: Fake,
    pub(crate) auth: Auth,
    pub(crate) counter: Counter,
    pub(crate) principals: Principals,
    pub(crate) replies: KeptReplies,
    pub(crate) round_trips: Cell<u32>,
}

pub(crate) fn world() -> World {
    LOG.with_borrow_mut(Vec::clear);
    World {
        dialect: Fake::default(),
        auth: Auth::default(),
        counter: Counter { left: Cell::new(3), epoch: Cell::new(0) },
        principals: Principals::new(),
        replies: KeptReplies::new(),
        round_trips: Cell::new(1),
    }
}

impl World {
    pub(crate) fn send(&self, request: Request) -> Reply {
        let pipeline = Pipeline {
            identity: &self.auth,
            quota: &self.counter,
            principals: &self.principals,
            replies: &self.replies,
            body_limit: 10,
            round_trips: &|| self.round_trips.get(),
            log: |line| LOG.with_borrow_mut(|log| log.push(line.to_owned())),
        };
        let ctx = Ctx::new(Timestamp::from_millis(1_774_432_800_000), |bytes| bytes.fill(7));
        let is_cross_origin = request.headers.contains_key("origin");
        let reply = block_on(serve(&self.dialect, &pipeline, request, ctx));
        assert_eq!(header(&reply, "access-control-allow-origin"), is_cross_origin.then_some("*"));
        for name in ["x-request-id", "vary", "cache-control", "server-timing"] {
            assert!(reply.headers.contains_key(name), "{name} on every reply");
        }
        let has_no_body = [StatusCode::NO_CONTENT, StatusCode::NOT_MODIFIED].contains(&reply.status);
        assert_eq!(reply.headers.contains_key("content-length"), !has_no_body);
        reply
    }

    pub(crate) fn faults(self, faults: impl IntoIterator<Item = Fault>) -> Self {
        self.dialect.faults.borrow_mut().extend(faults);
        self
    }
}

pub(crate) fn request(method: Method, path: &str, headers: &[(&'static str, &str)]) -> Request {
    let headers: HeaderMap = headers
        .iter()
        .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap()))
        .collect();
    Request { method, path: path.into(), query: "q=private".into(), headers, body: Bytes::new() }
}

pub(crate) fn get(headers: &[(&'static str, &str)]) -> Request {
    request(Method::GET, "/item", headers)
}

pub(crate) const GOOD: (&str, &str) = ("x-api-key", "good");
pub(crate) const ORIGIN: (&str, &str) = ("origin", "https://a.example");

pub(crate) fn header<'a>(reply: &'a Reply, name: &str) -> Option<&'a str> {
    reply.headers.get(name).map(|value| value.to_str().unwrap())
}
