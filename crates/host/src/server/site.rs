//! The application on one thread: finds the component for a request, calls it, and responds itself
//! if the component fails.
//!
//! If a guest traps, times out or cannot be created, the response is a 500 without a body, as on
//! Spin; the cause is only logged. A guest gets the path as the client sent it.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use bytes::Bytes;
use http::header::{HOST, HeaderValue};
use http::uri::{Authority, PathAndQuery, Scheme};
use http::{Method, Request, Response, StatusCode, Uri};
use http_body_util::{BodyExt as _, Empty, Full};
use hyper::body::Incoming;
use wasmtime_wasi_http::handler::{ExpirationError, ProxyHandler, TrapOrPanicError};
use wasmtime_wasi_http::{Error, WasiBody};

use super::body;
use super::headers;
use super::inbound::{BodyUnread, watch};
use super::routes::{Match, Route, Routes, WELL_KNOWN};
use super::worker::Workers;
use crate::output::Output;
use crate::state::Counters;

/// The client address of a call between components, as on Spin.
const NOBODY: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 0);

/// The application on one thread.
pub(crate) struct Site {
    pub(super) routes: Arc<Routes>,
    pub(super) components: HashMap<String, ProxyHandler<Workers>>,
    pub(super) address: SocketAddr,
    pub(super) output: Output,
    pub(super) counters: Arc<Counters>,
}

/// The client of a connection.
pub(super) struct Client {
    /// The client's address.
    pub(super) address: HeaderValue,
    /// Whether a request body of the connection was left unread.
    pub(super) unread: BodyUnread,
}

impl Site {
    /// The address on which the application listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Handles a request of a client.
    pub(super) async fn answer(&self, request: Request<Incoming>, client: &Client) -> Response<WasiBody> {
        // From here on the body is read to its end, whichever response is sent.
        let mut request = watch(request, &client.unread, &self.counters);
        let path = request.uri().path();
        if let Some(name) = path.strip_prefix(WELL_KNOWN) {
            return well_known(name);
        }
        let Some(found) = self.routes.find(path) else { return status(StatusCode::NOT_FOUND) };
        let Some((uri, full_url)) = full_uri(&request) else { return status(StatusCode::BAD_REQUEST) };
        let component = found.route.component.as_str();
        let has_body = request.method() != Method::HEAD;
        headers::set(request.headers_mut(), &full_url, &found, &client.address);
        *request.uri_mut() = uri;
        let answered = match self.call(component, request).await {
            Ok(response) if has_body => body::begin(response).await,
            answered => answered,
        };
        answered.unwrap_or_else(|_| status(StatusCode::INTERNAL_SERVER_ERROR))
    }

    /// Handles a call between two components of this application. A component that the application
    /// does not have is refused as a host that the manifest does not allow is.
    pub(crate) async fn call_chained(
        &self,
        component: &str,
        mut request: Request<WasiBody>,
    ) -> Result<Response<WasiBody>, Error> {
        let route = Route::everything(component);
        let found = Match { route: &route, segments: Vec::new(), rest: request.uri().path().to_owned() };
        // As on Spin: the callee learns the path only.
        let path = request.uri().path_and_query().map_or("/", PathAndQuery::as_str);
        let full_url = format!("http://localhost{path}");
        headers::set(request.headers_mut(), &full_url, &found, &headers::client(NOBODY));
        request.headers_mut().remove(HOST);
        self.call(component, request).await
    }

    async fn call(&self, component: &str, request: Request<WasiBody>) -> Result<Response<WasiBody>, Error> {
        let Some(handler) = self.components.get(component) else { return Err(Error::HttpRequestDenied) };
        handler.handle((), request).await.map_err(|error| {
            if error.is::<ExpirationError>() {
                self.output.report(&format!("component `{component}` took too long"));
            } else if !error.is::<TrapOrPanicError>() {
                self.output.report(&format!("component `{component}` failed: {error:?}"));
            }
            Error::InternalError(None)
        })
    }
}

/// The responses at Spin's reserved paths.
fn well_known(name: &str) -> Response<WasiBody> {
    match name {
        "health" => {
            Response::new(Full::new(Bytes::from_static(b"OK")).map_err(|never| match never {}).boxed_unsync())
        }
        _ => status(StatusCode::NOT_FOUND),
    }
}

fn status(status: StatusCode) -> Response<WasiBody> {
    let mut response = Response::new(Empty::new().map_err(|never| match never {}).boxed_unsync());
    *response.status_mut() = status;
    response
}

/// The request's URI with scheme and authority, also as text. `None` if the authority is missing,
/// or if the target and the Host header contradict each other.
fn full_uri<B>(request: &Request<B>) -> Option<(Uri, String)> {
    let mut hosts = request.headers().get_all(HOST).iter();
    let host = hosts.next();
    if hosts.next().is_some() {
        return None;
    }
    let host: Option<Authority> = match host {
        Some(host) => Some(Authority::try_from(host.as_bytes()).ok()?),
        None => None,
    };
    let authority = match (host, request.uri().authority()) {
        (Some(host), None) => host,
        (Some(host), Some(authority)) if host == *authority => host,
        (None, Some(authority)) => authority.clone(),
        _ => return None,
    };
    let path = request.uri().path_and_query().cloned().unwrap_or_else(|| PathAndQuery::from_static("/"));
    let full_url = format!("http://{authority}{path}");
    let uri = Uri::builder().scheme(Scheme::HTTP).authority(authority).path_and_query(path).build().ok()?;
    Some((uri, full_url))
}
