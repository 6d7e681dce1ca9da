//! `wasi:http/client@0.3.0` and `wasi:http/outgoing-handler@0.2`, restricted to the hosts that the
//! manifest allows.
//!
//! `http://<component>.spin.internal` is another component of the application, called in process;
//! it must be allowed like any other host. A request without a host is one to the application
//! itself. All other requests use the network (`dial`), which checks addresses. A request to the
//! application itself also goes through the network, so the rules for private addresses apply to
//! it.

use std::sync::{Arc, LazyLock, Weak};

use http::uri::{Authority, Scheme};
use http::{HeaderName, Request, Response, Uri};
use wasmtime_wasi_http::{
    DEFAULT_FORBIDDEN_HEADERS, Error, ForbiddenHeaderFilter, RequestOptions, WasiBody, WasiHttpHooks,
};

use super::dial::Network;
use crate::network::AllowedHosts;
use crate::server::Site;

/// The domain of calls between components.
const INTERNAL: &str = ".spin.internal";

/// Header names that a guest can neither read nor set. This is a `static` because the constant is
/// constructed again at each use.
static FORBIDDEN_NAMES: [HeaderName; 9] = DEFAULT_FORBIDDEN_HEADERS;

static FORBIDDEN: LazyLock<ForbiddenHeaderFilter> =
    LazyLock::new(|| Arc::new(|name: &HeaderName| FORBIDDEN_NAMES.contains(name)));

/// Completes when a request has been sent, with the error if sending failed.
pub(super) type Transmission = Box<dyn Future<Output = Result<(), Error>> + Send>;
/// A response whose body is still a stream.
pub(super) type Answer = Result<(Response<WasiBody>, Transmission), Error>;

/// Sends the outbound requests of one instance.
#[derive(Clone)]
pub(crate) struct Outbound {
    allowed: Arc<AllowedHosts>,
    network: Arc<Network>,
    site: Weak<Site>,
}

/// The destination of a request.
enum Target {
    /// Another component of the application.
    Component(String),
    /// The network, at this address.
    Network(Uri),
}

impl Outbound {
    /// Creates the sender: `allowed` and `network` restrict destinations, `site` finds components.
    pub(crate) fn new(allowed: Arc<AllowedHosts>, network: Arc<Network>, site: Weak<Site>) -> Self {
        Self { allowed, network, site }
    }

    fn target(&self, uri: &Uri) -> Result<Target, Error> {
        if uri.host().is_none_or(|host| host.is_empty() || host == "self") {
            return if self.allowed.allow_self() { self.to_self(uri) } else { Err(Error::HttpRequestDenied) };
        }
        if !self.allowed.allow(uri) {
            return Err(Error::HttpRequestDenied);
        }
        match uri.host().and_then(|host| host.strip_suffix(INTERNAL)) {
            Some(component) => Ok(Target::Component(component.to_owned())),
            None => Ok(Target::Network(uri.clone())),
        }
    }

    fn to_self(&self, uri: &Uri) -> Result<Target, Error> {
        let site = self.site.upgrade().ok_or(Error::ConnectionTerminated)?;
        let mut parts = uri.clone().into_parts();
        parts.scheme = Some(Scheme::HTTP);
        parts.authority =
            Some(Authority::try_from(site.address().to_string()).map_err(|_| Error::HttpRequestUriInvalid)?);
        Uri::from_parts(parts).map(Target::Network).map_err(|_| Error::HttpRequestUriInvalid)
    }
}

impl WasiHttpHooks for Outbound {
    fn forbidden_header_filter(&mut self) -> ForbiddenHeaderFilter {
        FORBIDDEN.clone()
    }

    fn is_forbidden_header(&mut self, name: &HeaderName) -> bool {
        FORBIDDEN_NAMES.contains(name)
    }

    fn default_scheme(&mut self) -> Option<Scheme> {
        Some(Scheme::HTTP)
    }

    fn send_request(
        &mut self,
        mut request: Request<WasiBody>,
        options: Option<RequestOptions>,
        _: Transmission,
    ) -> Box<dyn Future<Output = Answer> + Send> {
        let target = self.target(request.uri());
        let (site, network) = (self.site.clone(), self.network.clone());
        Box::new(async move {
            match target? {
                Target::Component(component) => {
                    let site = site.upgrade().ok_or(Error::ConnectionTerminated)?;
                    let response = site.call_chained(&component, request).await?;
                    Ok((response, Box::new(std::future::ready(Ok(()))) as Transmission))
                }
                Target::Network(uri) => {
                    *request.uri_mut() = uri;
                    network.send(request, options).await
                }
            }
        })
    }
}
