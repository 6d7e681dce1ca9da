//! Sends outbound requests over the network.
//!
//! This module resolves the host name once, checks the addresses against the operator's rules, and
//! connects to an address that passed the check. One resolution prevents DNS rebinding: a name
//! server cannot give one address to the check and another to the connection. As on Spin with
//! `block_networks = ["private"]`, a request whose addresses are all forbidden fails with
//! `destination-IP-prohibited`.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::pin::{Pin, pin};
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::uri::{PathAndQuery, Scheme};
use http::{Request, Response, Uri};
use http_body::{Body, Frame, SizeHint};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::{Sleep, timeout};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use wasmtime_wasi_http::{Error, RequestOptions, WasiBody};

use super::outbound::{Answer, Transmission};
use crate::private_network::PrivateNetworks;

/// The timeout of each step if the guest sets none: the default of Spin and wasmtime.
const PATIENCE: Duration = Duration::from_secs(600);

/// The network access that the operator grants to guests.
#[derive(Debug, Default)]
pub(crate) struct Network {
    /// The non-public addresses that guests may connect to.
    pub(crate) private: PrivateNetworks,
    /// Names with fixed addresses, for tests; the resolver is not asked for them.
    pub(crate) names: BTreeMap<String, Vec<IpAddr>>,
}

impl Network {
    /// Sends a request to the authority of its URI and returns the response; its body is still a
    /// stream.
    pub(super) async fn send(
        &self,
        mut request: Request<WasiBody>,
        options: Option<RequestOptions>,
    ) -> Answer {
        let limit = |asked: fn(&RequestOptions) -> Option<Duration>| {
            options.as_ref().and_then(asked).unwrap_or(PATIENCE)
        };
        let connecting = self.connect(request.uri());
        let stream = timeout(limit(|asked| asked.connect_timeout), connecting)
            .await
            .map_err(|_| Error::ConnectionTimeout)??;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        let path = request.uri().path_and_query().cloned();
        *request.uri_mut() = Uri::from(path.unwrap_or_else(|| PathAndQuery::from_static("/")));

        let mut connection = Box::pin(connection);
        let mut is_open = true;
        let mut answered =
            pin!(timeout(limit(|asked| asked.first_byte_timeout), sender.send_request(request)));
        let response = loop {
            tokio::select! {
                biased;
                answered = &mut answered => break answered.map_err(|_| Error::ConnectionReadTimeout)??,
                ended = &mut connection, if is_open => {
                    ended?;
                    is_open = false;
                }
            }
        };
        let body = |incoming| {
            IdleTimeoutBody::new(incoming, limit(|asked| asked.between_bytes_timeout)).boxed_unsync()
        };
        let transmission: Transmission =
            Box::new(async move { if is_open { connection.await.map_err(Error::from) } else { Ok(()) } });
        Ok((Response::map(response, body), transmission))
    }

    async fn connect(&self, uri: &Uri) -> Result<Box<dyn Stream>, Error> {
        let host = uri.host().ok_or(Error::HttpRequestUriInvalid)?;
        let is_secure = uri.scheme() == Some(&Scheme::HTTPS);
        let port = uri.port_u16().unwrap_or(if is_secure { 443 } else { 80 });
        let host = host.trim_matches(['[', ']']);
        let stream = open(&self.destinations(host, port).await?).await?;
        if !is_secure {
            return Ok(Box::new(stream));
        }
        let name = ServerName::try_from(host).map_err(|_| Error::HttpRequestUriInvalid)?.to_owned();
        Ok(Box::new(TlsConnector::from(TLS.clone()).connect(name, stream).await.map_err(Error::Tls)?))
    }

    /// Resolves a host and returns the addresses that guests may connect to.
    async fn destinations(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, Error> {
        let found: Vec<SocketAddr> =
            match (host.parse::<IpAddr>(), self.names.get(&host.to_ascii_lowercase())) {
                (Ok(address), _) => vec![SocketAddr::new(address, port)],
                (_, Some(addresses)) => {
                    addresses.iter().map(|address| SocketAddr::new(*address, port)).collect()
                }
                _ => tokio::net::lookup_host((host, port)).await.map_err(|_| unknown_name())?.collect(),
            };
        if found.is_empty() {
            return Err(unknown_name());
        }
        let allowed: Vec<_> =
            found.into_iter().filter(|address| self.private.allow(host, *address)).collect();
        if allowed.is_empty() { Err(Error::DestinationIpProhibited) } else { Ok(allowed) }
    }
}

fn unknown_name() -> Error {
    Error::DnsError { rcode: None, info_code: None }
}

/// Connects to the first address that accepts.
async fn open(addresses: &[SocketAddr]) -> Result<TcpStream, Error> {
    let mut failure = unknown_name();
    for address in addresses {
        match TcpStream::connect(address).await {
            Ok(stream) => {
                stream.set_nodelay(true).map_err(Error::Connect)?;
                return Ok(stream);
            }
            Err(error) => failure = Error::Connect(error),
        }
    }
    Err(failure)
}

/// The root certificates of Mozilla's list.
static TLS: LazyLock<Arc<ClientConfig>> = LazyLock::new(|| {
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.into() };
    Arc::new(ClientConfig::builder().with_root_certificates(roots).with_no_client_auth())
});

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// A body that fails if no data arrives within the timeout.
struct IdleTimeoutBody {
    incoming: Incoming,
    timeout: Duration,
    alarm: Pin<Box<Sleep>>,
}

impl IdleTimeoutBody {
    fn new(incoming: Incoming, timeout: Duration) -> Self {
        Self { incoming, timeout, alarm: Box::pin(tokio::time::sleep(timeout)) }
    }
}

impl Body for IdleTimeoutBody {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.incoming).poll_frame(context) {
            let next = tokio::time::Instant::now() + self.timeout;
            self.alarm.as_mut().reset(next);
            return Poll::Ready(frame.map(|frame| frame.map_err(Error::from)));
        }
        ready!(self.alarm.as_mut().poll(context));
        Poll::Ready(Some(Err(Error::ConnectionReadTimeout)))
    }

    fn is_end_stream(&self) -> bool {
        self.incoming.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.incoming.size_hint()
    }
}
