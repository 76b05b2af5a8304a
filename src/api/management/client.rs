//! Asking one broker: a kept connection, limits on time and size, and what went wrong.

use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::header::{AUTHORIZATION, HeaderValue};
use reqwest::{Url, redirect};
use rustls::ClientConfig;
use tokio::net::lookup_host;

use super::failure::{is_page, of_connecting, refusal};
use super::{Address, Answered, Ask, Login, ManagementError};
use crate::api::answer::Answer;
use crate::api::handshake::TlsProblem;
use crate::api::limit::Limit;
use crate::api::route::{TUNNEL_NOWHERE, cause, tunnel};
use crate::api::transport::proxied;
use crate::api::trust::{self, Roots};
use crate::api::{Proxies, Proxy, Request};
use crate::secret::mask::Masker;

/// Longest time to get a connection.
const CONNECT: Duration = Duration::from_secs(3);
/// Longest time for an answer, from connecting to its last byte.
const READ: Duration = Duration::from_secs(15);
/// How long a connection is kept without being used: brokers close theirs after 5.0 s.
const IDLE: Duration = Duration::from_secs(4);
/// Connections that are kept: rows are asked for four at a time.
const KEPT: usize = 4;

/// How a broker is reached.
#[derive(Clone, Debug)]
pub struct Options {
    pub address: Address,
    /// Authorities to believe beside the machine's.
    pub(crate) roots: Roots,
    pub login: Login,
    /// The proxy that calls with TLS go through. Plain http never does.
    pub proxies: Proxies,
}

impl Options {
    /// With the machine's authorities, and without a proxy.
    pub fn new(address: Address, login: Login) -> Self {
        Self {
            address,
            roots: Roots::default(),
            login,
            proxies: Proxies::default(),
        }
    }
}

/// Asks one broker as one user. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Client {
    shared: Arc<Shared>,
}

struct Shared {
    address: Address,
    http: reqwest::Client,
    authorization: HeaderValue,
    masker: Masker,
    proxy: Option<Proxy>,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.address)
    }
}

impl Client {
    /// Prepares asking; nothing is sent yet. Reads the machine's certificates, so call it where
    /// waiting for a disk is fine.
    ///
    /// # Errors
    /// What cannot be used of the options.
    pub fn new(options: Options) -> Result<Self, ManagementError> {
        let Options {
            address,
            roots,
            login,
            proxies,
        } = options;
        let proxy = match address.plain {
            true => None,
            false => {
                let through = proxies.to(&address.to_string());
                let through = through.map_err(|bad| ManagementError::Proxy(bad.to_string()))?;
                through.cloned()
            }
        };
        let tls = match address.plain {
            true => trust::no_tls(),
            false => trust::tls(&roots),
        };
        let tls = tls.map_err(ManagementError::Setup)?;
        let authorization = login.header();
        let mut authorization = HeaderValue::from_str(authorization.expose())
            .map_err(|_| ManagementError::LoginFailed)?;
        authorization.set_sensitive(true);
        let known = login.secrets();
        let through = proxy.iter().flat_map(Proxy::secrets).collect::<Vec<_>>();
        let shared = Shared {
            http: http(tls, proxy.as_ref())?,
            address,
            authorization,
            masker: Masker::new(known.iter().chain(&through)),
            proxy,
        };
        Ok(Self {
            shared: Arc::new(shared),
        })
    }

    /// The address that is asked.
    pub fn address(&self) -> &Address {
        &self.shared.address
    }

    /// Asks. A connection that was closed while nobody used it costs one more try, nothing else
    /// does.
    ///
    /// # Errors
    /// [`ManagementError`].
    pub async fn ask<A: Ask>(&self, ask: &A) -> Result<Answered<A::Reply>, ManagementError> {
        let request = ask.request();
        let started = Instant::now();
        let mut answered = self.shared.once(&request, ask.limit()).await;
        if let Err(Failed::Closed(_)) = answered {
            answered = self.shared.once(&request, ask.limit()).await;
        }
        let took = started.elapsed();
        let read = match answered {
            Ok(answer) => read(ask, &answer, &self.shared.masker),
            Err(failed) => Err(failed.into_error()),
        };
        let (path, ms) = (request.uri(), took.as_millis());
        match &read {
            Ok(_) => tracing::info!(path, ms, "broker answered"),
            Err(error) => tracing::warn!(path, ms, reason = %error, "no answer of the broker"),
        }
        read.map(|value| Answered { value, took })
    }
}

/// What an answer means.
fn read<A: Ask>(ask: &A, answer: &Answer, masker: &Masker) -> Result<A::Reply, ManagementError> {
    let status = answer.status;
    if !answer.is_success() && !ask.takes(status, &answer.body) {
        let masked = Answer {
            status,
            headers: answer.headers.clone(),
            body: answer.body.clone(),
        };
        return Err(refusal(&masked.without(masker), ask.is_everywhere()));
    }
    let read = ask.decode(status, &answer.body);
    read.map_err(|error| match is_page(&answer.body) {
        true => ManagementError::BrowserPage { status },
        false => ManagementError::Undecodable(error.to_string()),
    })
}

/// Why there is no answer.
enum Failed {
    /// The other side closed the connection instead of answering.
    Closed(ManagementError),
    Other(ManagementError),
}

impl Failed {
    fn into_error(self) -> ManagementError {
        match self {
            Self::Closed(error) | Self::Other(error) => error,
        }
    }
}

impl Shared {
    async fn once(&self, request: &Request, limit: Limit) -> Result<Answer, Failed> {
        let request = self.prepared(request).map_err(Failed::Other)?;
        let sent = self.http.execute(request).await;
        let mut response = match sent {
            Ok(response) => response,
            Err(error) => return Err(self.failed(&error).await),
        };
        let mut answer = Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: Vec::new(),
        };
        let too_large = |what| Failed::Other(ManagementError::TooLarge(what));
        loop {
            match response.chunk().await {
                Ok(None) => break,
                Ok(Some(chunk)) => match answer.take(&chunk, limit) {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(what) => return Err(too_large(what)),
                },
                Err(_) if !answer.is_success() => break,
                Err(error) => return Err(self.failed(&error).await),
            }
        }
        if answer.is_success() {
            limit.check(&answer.body).map_err(too_large)?;
        }
        Ok(answer)
    }

    fn prepared(&self, request: &Request) -> Result<reqwest::Request, ManagementError> {
        let method = reqwest::Method::from_bytes(request.method.as_str().as_bytes());
        let method = method.map_err(|error| ManagementError::Setup(error.to_string()))?;
        let address = format!("{}{}", self.address, request.uri());
        let url = Url::parse(&address).map_err(|_| ManagementError::Unaddressable)?;
        // A name such as `..` would be folded away, and something else would be asked.
        if !url.as_str().ends_with(&request.uri()) {
            return Err(ManagementError::Unaddressable);
        }
        let mut prepared = reqwest::Request::new(method, url);
        let headers = prepared.headers_mut();
        headers.insert(AUTHORIZATION, self.authorization.clone());
        Ok(prepared)
    }

    async fn failed(&self, error: &reqwest::Error) -> Failed {
        if error.is_connect() {
            return Failed::Other(self.unconnected(error).await);
        }
        if error.is_timeout() {
            return Failed::Other(ManagementError::Late);
        }
        let lost = ManagementError::Lost(self.masker.mask(cause(error)));
        match error.is_decode() || error.is_body() {
            true => Failed::Other(lost),
            false => Failed::Closed(lost),
        }
    }

    /// Why there is no connection.
    async fn unconnected(&self, error: &reqwest::Error) -> ManagementError {
        if let Some(what) = tunnel(error) {
            let proxy = self.proxy.as_ref().map(Proxy::to_string);
            let proxy = proxy.unwrap_or_default();
            let text = match what == TUNNEL_NOWHERE {
                true => format!("{proxy}: {}", cause(error)),
                false => format!("{proxy}: {what}"),
            };
            return ManagementError::Proxy(self.masker.mask(text));
        }
        if let Some(why) = of_connecting(error) {
            return why;
        }
        if let Some((problem, detail)) = TlsProblem::found(error).filter(|_| !self.address.plain) {
            return ManagementError::Tls { problem, detail };
        }
        match lookup_host(self.address.authority()).await {
            Err(_) => ManagementError::UnknownHost,
            Ok(_) => ManagementError::Lost(self.masker.mask(cause(error))),
        }
    }
}

fn http(tls: ClientConfig, proxy: Option<&Proxy>) -> Result<reqwest::Client, ManagementError> {
    let builder = reqwest::Client::builder()
        .user_agent(concat!("warren/", env!("CARGO_PKG_VERSION")))
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .http1_only()
        .connect_timeout(CONNECT)
        .timeout(READ)
        .pool_idle_timeout(IDLE)
        .pool_max_idle_per_host(KEPT)
        .no_proxy()
        .tls_backend_preconfigured(tls);
    let builder = match proxy {
        Some(proxy) => builder.proxy(proxied(proxy).map_err(ManagementError::Proxy)?),
        None => builder,
    };
    let built = builder.build();
    built.map_err(|error| ManagementError::Setup(cause(&error)))
}
