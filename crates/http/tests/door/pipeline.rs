//! The pipeline through its public interface, with a small dialect and a scripted identity and
//! quota.

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
    enum Endpoint;
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
struct Fake {
    faults: RefCell<Vec<Fault>>,
    seen: RefCell<Vec<Option<i64>>>,
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
struct Auth {
    asked: Cell<i64>,
    revoked: Cell<bool>,
    epoch: Cell<i64>,
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
struct Counter {
    left: Cell<u32>,
    epoch: Cell<i64>,
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
    static LOG: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

struct World {
    dialect: Fake,
    auth: Auth,
    counter: Counter,
    principals: Principals,
    replies: KeptReplies,
    round_trips: Cell<u32>,
}

fn world() -> World {
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
    fn send(&self, request: Request) -> Reply {
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

    fn faults(self, faults: impl IntoIterator<Item = Fault>) -> Self {
        self.dialect.faults.borrow_mut().extend(faults);
        self
    }
}

fn request(method: Method, path: &str, headers: &[(&'static str, &str)]) -> Request {
    let headers: HeaderMap = headers
        .iter()
        .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap()))
        .collect();
    Request { method, path: path.into(), query: "q=private".into(), headers, body: Bytes::new() }
}

fn get(headers: &[(&'static str, &str)]) -> Request {
    request(Method::GET, "/item", headers)
}

const GOOD: (&str, &str) = ("x-api-key", "good");
const ORIGIN: (&str, &str) = ("origin", "https://a.example");

fn header<'a>(reply: &'a Reply, name: &str) -> Option<&'a str> {
    reply.headers.get(name).map(|value| value.to_str().unwrap())
}

#[test]
fn a_read_has_all_common_headers() {
    let reply = world().send(get(&[GOOD, ("x-request-id", "mine-1")]));
    assert_eq!(reply.status, StatusCode::OK);
    for (name, value) in [
        ("content-length", "7"),
        ("content-type", "application/json"),
        ("etag", "\"v1\""),
        ("cache-control", "private, no-cache"),
        ("vary", "x-api-key, origin"),
        ("server-timing", "db;desc=\"1\""),
        ("x-request-id", "mine-1"),
        ("x-content-type-options", "nosniff"),
        ("ratelimit", "\"minute\";r=2;t=9"),
        ("x-ratelimit-remaining", "2"),
    ] {
        assert_eq!(header(&reply, name), Some(value), "{name}");
    }
}

#[test]
fn an_invalid_request_id_is_replaced() {
    for sent in ["", "a b", "ä", &"x".repeat(129)] {
        let reply = world().send(get(&[GOOD, ("x-request-id", sent)]));
        assert_eq!(header(&reply, "x-request-id").map(str::len), Some(36), "{sent:?}");
    }
}

#[test]
fn only_authenticated_reads_are_cacheable() {
    let world = world();
    let caching = |request| header(&world.send(request), "cache-control").unwrap().to_owned();
    assert_eq!(caching(request(Method::PATCH, "/item", &[GOOD])), "no-store");
    assert_eq!(caching(request(Method::POST, "/login", &[])), "no-store");
    assert_eq!(caching(get(&[])), "no-store");
    assert_eq!(caching(get(&[GOOD])), "private, no-cache");
    let world = world.faults([Error::Internal("down".into()).into()]);
    assert_eq!(header(&world.send(get(&[GOOD])), "cache-control"), Some("no-store"));
}

#[test]
fn a_preflight_lists_the_methods_without_a_call_of_identity_or_dialect() {
    let world = world();
    let ask = |path: &str| {
        world.send(request(
            Method::OPTIONS,
            path,
            &[("origin", "https://a.example"), ("access-control-request-method", "PATCH")],
        ))
    };
    let reply = ask("/item");
    assert_eq!(reply.status, StatusCode::NO_CONTENT);
    assert_eq!(header(&reply, "access-control-allow-methods"), Some("GET, HEAD, PATCH"));
    assert_eq!(header(&reply, "access-control-max-age"), Some("86400"));
    let allowed = header(&reply, "access-control-allow-headers").unwrap();
    for name in ["x-api-key", "authorization", "content-type", "if-match", "if-none-match", "x-site"] {
        assert!(allowed.contains(name), "{name}");
    }
    assert_eq!(
        header(&ask("/nowhere"), "access-control-allow-methods"),
        Some("GET, HEAD, POST, PUT, PATCH, DELETE")
    );
    assert_eq!((world.auth.asked.get(), world.dialect.seen.borrow().len()), (0, 0));
}

#[test]
fn options_without_an_origin_is_an_unsupported_method() {
    let reply = world().send(request(Method::OPTIONS, "/item", &[]));
    assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(header(&reply, "allow"), Some("GET, HEAD, PATCH"));
}

#[test]
fn errors_are_readable_across_origins() {
    let world = world();
    for (request, status) in [
        (request(Method::GET, "/nowhere", &[GOOD, ORIGIN]), StatusCode::NOT_FOUND),
        (get(&[("x-api-key", "bad"), ORIGIN]), StatusCode::UNAUTHORIZED),
        (get(&[ORIGIN]), StatusCode::UNAUTHORIZED),
    ] {
        let reply = world.send(request);
        assert_eq!(reply.status, status);
        assert_eq!(header(&reply, "access-control-allow-origin"), Some("*"));
        assert!(header(&reply, "access-control-expose-headers").unwrap().contains("X-Request-Id"));
        assert_eq!(header(&reply, "cache-control"), Some("no-store"));
    }
    assert!(LOG.with_borrow(Vec::is_empty), "client errors are not logged");
}

#[test]
fn a_matching_etag_gets_304() {
    for method in [Method::GET, Method::HEAD] {
        let reply = world().send(request(method, "/item", &[GOOD, ("if-none-match", "W/\"v1\"")]));
        assert_eq!(reply.status, StatusCode::NOT_MODIFIED);
        assert!(reply.body.is_empty());
        assert_eq!(header(&reply, "etag"), Some("\"v1\""));
        assert_eq!(header(&reply, "cache-control"), Some("private, no-cache"));
        assert_eq!(header(&reply, "content-type"), None);
    }
}

#[test]
fn head_returns_the_headers_of_get_without_a_body() {
    let reply = world().send(request(Method::HEAD, "/item", &[GOOD]));
    assert_eq!((reply.status, reply.body.len()), (StatusCode::OK, 0));
    assert_eq!(header(&reply, "content-length"), Some("7"));
    let missing = world().send(request(Method::HEAD, "/nowhere", &[]));
    assert_eq!((missing.status, missing.body.len()), (StatusCode::NOT_FOUND, 0));
    assert_eq!(header(&missing, "content-length"), Some("14"));
}

#[test]
fn an_oversized_body_is_refused_by_its_bytes_and_by_its_declared_length() {
    let world = world();
    let mut read = request(Method::PATCH, "/item", &[GOOD]);
    read.body = Bytes::from_static(b"12345678901");
    assert_eq!(world.send(read).status, StatusCode::PAYLOAD_TOO_LARGE);
    let declared = request(Method::PATCH, "/item", &[GOOD, ("content-length", "11")]);
    assert_eq!(world.send(declared).status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(world.auth.asked.get(), 0);
    let mut full = request(Method::PATCH, "/item", &[GOOD, ("content-length", "10")]);
    full.body = Bytes::from_static(b"1234567890");
    assert_eq!(world.send(full).status, StatusCode::OK);
}

#[test]
fn an_outdated_principal_is_verified_again_until_it_is_current() {
    let world = world();
    world.send(get(&[GOOD]));
    let world = world.faults([Error::Outdated.into()]);
    assert_eq!(world.send(get(&[GOOD])).status, StatusCode::OK);
    assert_eq!(*world.dialect.seen.borrow(), [Some(1), Some(1), Some(2)]);
    assert_eq!(world.counter.left.get(), 1, "the request is counted once");

    // Fifty credential changes in sequence.
    let world = world.faults(std::iter::repeat_with(|| Error::Outdated.into()).take(50));
    assert_eq!(world.send(get(&[GOOD])).status, StatusCode::OK);
    assert_eq!(world.auth.asked.get(), 52);
    assert_eq!(LOG.with_borrow(Vec::len), 0);

    let world = self::world().faults(std::iter::repeat_with(|| Error::Outdated.into()).take(1_000));
    assert_eq!(world.send(get(&[GOOD])).status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(LOG.with_borrow(Vec::len), 1);
}

#[test]
fn a_right_granted_meanwhile_applies_at_once() {
    let world = world();
    world.send(get(&[GOOD]));
    world.round_trips.set(0);
    let needs = "the role editor";
    let world = world.faults([Error::Forbidden { needs }.into()]);
    assert_eq!(world.send(get(&[GOOD])).status, StatusCode::OK);
    assert_eq!(world.counter.left.get(), 1, "the request is counted once");

    let asked = world.auth.asked.get();
    let world = world.faults([Error::Forbidden { needs }.into(), Error::Forbidden { needs }.into()]);
    assert_eq!(world.send(get(&[GOOD])).status, StatusCode::FORBIDDEN);
    assert_eq!(world.auth.asked.get(), asked + 1);
}

#[test]
fn a_revoked_key_gets_no_details() {
    for fault in
        [Error::invalid("title", "type", "must be a text").into(), Fault::Malformed("no JSON".to_owned())]
    {
        let world = world();
        world.send(get(&[GOOD]));
        world.round_trips.set(0);
        world.auth.revoked.set(true);
        let world = world.faults([fault]);
        assert_eq!(world.send(get(&[GOOD])).status, StatusCode::UNAUTHORIZED);
    }
}

#[test]
fn the_quota_also_limits_requests_without_a_round_trip() {
    let world = world();
    world.round_trips.set(0);
    for status in [200, 200, 200, 429, 429] {
        assert_eq!(world.send(get(&[GOOD])).status.as_u16(), status);
    }
}

#[test]
fn a_response_without_a_database_has_all_common_headers() {
    let ctx = Ctx::new(Timestamp::from_millis(0), |bytes| bytes.fill(7));
    let request = request(Method::HEAD, "/things", &[("x-request-id", "mine")]);
    let reply =
        weft_http::reply_to_failure::<Fake>(&request, ctx, Error::Unavailable("cause".to_owned()), |line| {
            LOG.with_borrow_mut(|log| log.push(line.to_owned()));
        });
    assert_eq!(header(&reply, "x-request-id"), Some("mine"));
    assert_eq!(header(&reply, "content-length"), Some("14"));
    assert_eq!(header(&reply, "cache-control"), Some("no-store"));
    assert_eq!(header(&reply, "retry-after"), Some("1"));
    assert!(reply.body.is_empty());
    assert!(LOG.with_borrow(|log| log.iter().any(|line| line.contains("mine") && line.contains("cause"))));
}

#[test]
fn the_quota_may_report_an_outdated_principal() {
    let world = world();
    world.send(get(&[GOOD]));
    world.counter.epoch.set(2);
    assert_eq!(world.send(get(&[GOOD])).status, StatusCode::OK);
    assert_eq!(*world.dialect.seen.borrow(), [Some(1), Some(2)]);
    assert_eq!(world.counter.left.get(), 1);
}

#[test]
fn a_revoked_key_is_refused_on_the_next_request() {
    let world = world();
    world.send(get(&[GOOD]));
    world.auth.revoked.set(true);
    let world = world.faults([Error::Outdated.into()]);
    assert_eq!(world.send(get(&[GOOD])).status, StatusCode::UNAUTHORIZED);
    assert!(world.principals.is_empty());
    assert_eq!(world.send(get(&[GOOD])).status, StatusCode::UNAUTHORIZED);
}

#[test]
fn an_open_endpoint_ignores_invalid_credentials_and_the_quota() {
    let world = world();
    for (secret, seen) in [("bad", None), ("good", Some(2))] {
        let reply = world.send(request(Method::POST, "/login", &[("x-api-key", secret)]));
        assert_eq!(reply.status, StatusCode::OK);
        assert_eq!(header(&reply, "ratelimit"), None);
        assert_eq!(world.dialect.seen.borrow().last(), Some(&seen));
    }
    assert_eq!(world.counter.left.get(), 3);
}

#[test]
fn an_exhausted_quota_names_the_retry_time() {
    let world = world();
    for _ in 0..3 {
        assert_eq!(world.send(get(&[GOOD])).status, StatusCode::OK);
    }
    let reply = world.send(get(&[GOOD]));
    assert_eq!(reply.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(header(&reply, "retry-after"), Some("9"));
    assert_eq!(header(&reply, "ratelimit"), Some("\"minute\";r=0;t=9"));
    assert_eq!(header(&reply, "ratelimit-policy"), Some("\"minute\";q=3;w=60"));
    assert_eq!(world.dialect.seen.borrow().len(), 3);
}

#[test]
fn headers_tell_the_client_what_to_do_next() {
    for (fault, retry_after) in [
        (Error::Limited { retry_after: 42 }, Some("42")),
        (Error::Unavailable(String::new()), Some("1")),
        (Error::Full(String::new()), None),
        (Error::Internal(String::new()), None),
        (Error::taken("slug"), None),
    ] {
        let told = format!("{fault:?}");
        let reply = world().faults([fault.into()]).send(get(&[GOOD]));
        assert_eq!(header(&reply, "retry-after"), retry_after, "{told}");
    }
    let reply = world().send(request(Method::DELETE, "/item", &[GOOD]));
    assert_eq!(header(&reply, "allow"), Some("GET, HEAD, PATCH"));
}

#[test]
fn a_server_error_is_logged_once_and_hidden_from_the_client() {
    let world = world().faults([Error::Internal("secret cause".into()).into()]);
    let reply = world.send(get(&[GOOD, ("x-request-id", "r1")]));
    assert_eq!(reply.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(reply.body, "{\"error\":true}");
    assert_eq!(LOG.with_borrow(Clone::clone), ["r1 GET /item: internal: secret cause"]);
    let reply = world.send(get(&[("x-api-key", "down")]));
    assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(LOG.with_borrow(Vec::len), 2);
}

#[test]
fn the_check_before_identity_makes_no_call_of_identity() {
    let world = world();
    let reply = world.send(request(Method::GET, "/item", &[("x-requested-with", "circle")]));
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
    assert_eq!(world.auth.asked.get(), 0);
}

#[test]
fn a_malformed_id_is_reported_only_with_the_right() {
    let world = world();
    assert_eq!(world.send(request(Method::GET, "/item/x", &[])).status, StatusCode::UNAUTHORIZED);
    let reply = world.send(request(Method::GET, "/item/x", &[("x-api-key", "good")]));
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
}

#[test]
fn callers_are_verified_for_every_request_and_again_when_outdated() {
    let world = world();
    assert_eq!(world.send(request(Method::GET, "/above", &[])).status, StatusCode::UNAUTHORIZED);
    for _ in 0..2 {
        assert_eq!(
            world.send(request(Method::GET, "/above", &[("x-api-key", "good")])).status,
            StatusCode::OK
        );
    }
    world.dialect.faults.borrow_mut().push(Error::Outdated.into());
    assert_eq!(world.send(request(Method::GET, "/above", &[("x-api-key", "good")])).status, StatusCode::OK);
    assert_eq!(*world.dialect.seen.borrow(), [Some(-1), Some(-2), Some(-3), Some(-4)]);
}

#[test]
fn a_credential_must_be_valid_on_the_selected_site() {
    let world = world();
    let ask = |headers: &[(&'static str, &str)]| world.send(request(Method::GET, "/item", headers)).status;
    assert_eq!(ask(&[("x-site", "good")]), StatusCode::OK, "a visitor");
    assert_eq!(ask(&[("x-site", "good"), ("x-api-key", "good")]), StatusCode::OK);
    assert_eq!(ask(&[("x-site", "good"), ("x-api-key", "elsewhere")]), StatusCode::FORBIDDEN);
    assert_eq!(ask(&[("x-site", "bad"), ("x-api-key", "good")]), StatusCode::UNAUTHORIZED);
}

#[test]
fn a_credential_is_verified_for_the_site_of_the_host() {
    let world = world();
    let ask = |host: &str| world.send(get(&[("x-api-key", "host"), ("host", host)])).status;
    assert_eq!(ask("A.example:3000"), StatusCode::OK);
    assert_eq!(ask("b.example"), StatusCode::UNAUTHORIZED);
    assert_eq!(ask("a.example"), StatusCode::OK);
    assert_eq!(world.auth.asked.get(), 2, "the first principal is cached with its host");
}

#[test]
fn requests_without_a_valid_credential_are_visitors_of_the_site() {
    let look = |headers: &[(&'static str, &str)]| request(Method::GET, "/look", headers);
    let host = ("host", "a.example");
    let world = world();
    for headers in [&[host][..], &[host, ("x-api-key", "bad")], &[host]] {
        assert_eq!(world.send(look(headers)).status, StatusCode::OK);
    }
    assert_eq!(*world.dialect.seen.borrow(), [Some(1), Some(1), Some(1)], "the visitor is looked up once");
    assert_eq!(world.send(look(&[host, GOOD])).status, StatusCode::OK);
    assert_eq!(world.dialect.seen.borrow().last(), Some(&Some(3)), "a valid credential is not a visitor");
    assert_eq!(world.send(look(&[])).status, StatusCode::UNAUTHORIZED);
    let nowhere = Request { query: "nowhere".into(), ..look(&[]) };
    assert_eq!(world.send(nowhere).status, StatusCode::NOT_FOUND);
    assert_eq!(world.send(look(&[host, ("x-api-key", "down")])).status, StatusCode::SERVICE_UNAVAILABLE);
}

#[test]
fn a_visitor_is_looked_up_again_when_the_host_has_moved() {
    let world = world();
    let look = || world.send(request(Method::GET, "/look", &[("host", "a.example")]));
    look();
    world.dialect.faults.borrow_mut().push(Error::Outdated.into());
    assert_eq!(look().status, StatusCode::OK);
    assert_eq!(*world.dialect.seen.borrow(), [Some(1), Some(1), Some(2)]);
}

#[test]
fn a_principal_of_a_site_is_verified_again_when_outdated() {
    let session = ("x-api-key", "session");
    for (headers, verified) in
        [(&[session][..], 1), (&[session, ("host", "a.example")], 1), (&[session, ("x-site", "key")], 2)]
    {
        let world = world();
        world.send(get(headers));
        assert_eq!(world.auth.asked.get(), verified, "{headers:?}");
        world.dialect.faults.borrow_mut().push(Error::Outdated.into());
        assert_eq!(world.send(get(headers)).status, StatusCode::OK);
        assert_eq!(world.auth.asked.get(), 2 * verified, "{headers:?}");
    }
}

#[test]
fn a_revoked_key_beside_a_session_of_its_site_is_refused() {
    let world = world();
    let ask = |session: &str| world.send(get(&[("x-site", "key"), ("x-api-key", session)])).status;
    assert_eq!(ask("session 1"), StatusCode::OK);
    world.auth.epoch.set(1);
    assert_eq!(ask("session 2"), StatusCode::OK, "something else has changed");
    world.auth.epoch.set(2);
    world.auth.revoked.set(true);
    assert_eq!(ask("session 3"), StatusCode::UNAUTHORIZED, "the key is cached, the session is not");
}
