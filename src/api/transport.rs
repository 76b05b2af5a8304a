//! Bytes out, bytes in: one HTTP client per endpoint, with limits on time and size.
//!
//! Redirects are never followed (the token would travel with them), nothing is repeated here, and
//! what is sent is checked to be exactly what was signed.

use std::cell::OnceCell;
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::header::{ACCEPT_ENCODING, HeaderName, HeaderValue};
use reqwest::{Client, ClientBuilder, StatusCode, Url, redirect};
use rustls::ClientConfig;

use super::answer::Answer;
use super::client::ConnectOptions;
use super::departure::{self, Departure, HeldBack};
use super::handshake::{self, TlsProblem};
use super::limit::Limit;
use super::route::{Route, TUNNEL_NOWHERE, TUNNEL_REFUSES, cause, metadata_route, route, tunnel};
use super::trust::{self, Roots};
use super::{ErrorKind, LATE, LOST, Method, NO_CONNECTION, PROXY_ASKS, PROXY_REFUSES, TOO_LARGE};
use super::{Proxies, Proxy, ProxyTrial};
use crate::secret::mask::KnownSecrets;

/// How long the metadata service may take to answer.
const METADATA_TIMEOUT: Duration = Duration::from_secs(3);

/// Why there is no answer, and whether the request can have reached the service.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) sent: Sent,
    pub(super) kind: ErrorKind,
    pub(super) message: String,
}

/// Whether a request left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sent {
    /// It did not.
    No,
    /// It may have.
    Maybe,
}

impl Failure {
    fn not_sent(kind: ErrorKind, message: impl Into<String>) -> Self {
        let (sent, message) = (Sent::No, message.into());
        Self {
            sent,
            kind,
            message,
        }
    }
}

/// What holds for every endpoint.
pub(super) struct Settings {
    roots: Roots,
    /// Made when it is first needed: reading the machine's authorities takes a while.
    tls: OnceCell<Result<ClientConfig, String>>,
    connect_timeout: Duration,
    timeout: Duration,
    proxies: Proxies,
    trial: Arc<ProxyTrial>,
    /// What must not come back in an answer.
    known: KnownSecrets,
}

impl Settings {
    /// Reads the further roots. The error is a text for the user.
    pub(super) fn new(options: &ConnectOptions) -> Result<Self, String> {
        let roots = match options.ca_file.as_deref() {
            None => Roots::default(),
            Some(path) => Roots::read(path).map_err(|problem| {
                format!(
                    "the certificates in {} cannot be used: {problem}",
                    path.display()
                )
            })?,
        };
        Ok(Self {
            roots,
            tls: OnceCell::new(),
            connect_timeout: options.connect_timeout,
            timeout: options.timeout,
            proxies: options.proxies.clone(),
            trial: Arc::clone(&options.proxy_trial),
            known: KnownSecrets::default(),
        })
    }

    /// The same, with secrets that are taken out of whatever comes back, the later ones too.
    pub(super) fn knowing(self, known: &KnownSecrets) -> Self {
        let known = known.clone();
        Self { known, ..self }
    }

    fn tls(&self) -> Result<ClientConfig, String> {
        self.tls.get_or_init(|| trust::tls(&self.roots)).clone()
    }
}

/// Whether a connection may serve several calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Connections {
    /// Kept open between calls.
    Kept,
    /// A new one for each call. A kept one may be dead without our knowing, and a write into it
    /// would come back as "outcome unknown" for nothing.
    Fresh,
}

/// A service at an address.
#[derive(Debug)]
pub(super) struct Endpoint {
    /// Scheme and authority, without a slash at the end.
    base: String,
    /// Host as it is sent and signed.
    pub(super) host: String,
    timeout: Duration,
    route: Route,
    known: KnownSecrets,
    http: Client,
    /// The proxy on the way to it, and what became of that.
    through: Option<(Proxy, Arc<ProxyTrial>)>,
}

impl Endpoint {
    /// Checks the address. The error is a text for the user.
    pub(super) fn new(
        address: &str,
        settings: &Settings,
        connections: Connections,
    ) -> Result<Self, String> {
        Self::by(address, settings, connections, route)
    }

    /// The metadata service of this machine, which has no TLS. The error is a text for the user.
    pub(super) fn metadata(address: &str, known: &KnownSecrets) -> Result<Self, String> {
        let settings = Settings {
            roots: Roots::default(),
            tls: OnceCell::new(),
            connect_timeout: METADATA_TIMEOUT,
            timeout: METADATA_TIMEOUT,
            proxies: Proxies::default(),
            trial: Arc::default(),
            known: known.clone(),
        };
        Self::by(address, &settings, Connections::Fresh, metadata_route)
    }

    fn by(
        address: &str,
        settings: &Settings,
        connections: Connections,
        route: fn(&str, &str) -> Result<Route, &'static str>,
    ) -> Result<Self, String> {
        let problem = |what: &str| format!("the endpoint {address:?} {what}");
        let url =
            Url::parse(address).map_err(|error| problem(&format!("is no address: {error}")))?;
        let host = url.host_str().ok_or_else(|| problem("has no host"))?;
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        if !bare || !url.username().is_empty() || url.password().is_some() {
            // Not quoted: it may hold a password.
            return Err("an endpoint must be a scheme and a host only, as in https://host".into());
        }
        let route = route(url.scheme(), host).map_err(problem)?;
        let through = settings.proxies.to(address);
        let through = through.map_err(|bad| bad.to_string())?.cloned();
        let host = match url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        };
        let http = client(settings, connections, route, through.as_ref())?
            .build()
            .map_err(|error| problem(&format!("cannot be used: {}", cause(&error))))?;
        if let Some(proxy) = &through {
            settings.known.keep(&proxy.secrets());
        }
        Ok(Self {
            base: format!("{}://{host}", url.scheme()),
            host,
            timeout: settings.timeout,
            route,
            known: settings.known.clone(),
            http,
            through: through.map(|proxy| (proxy, Arc::clone(&settings.trial))),
        })
    }

    /// Sends one request, once, and reads the whole answer, without the secrets in it.
    pub(super) async fn exchange(&self, request: Outgoing) -> Result<Answer, Failure> {
        self.exchange_within(Limit::ANSWER, request).await
    }

    /// The same for a call that is answered with a secret: what is asked for is not taken out, not
    /// even when the same key comes again.
    pub(super) async fn borrow(&self, request: Outgoing) -> Result<Answer, Failure> {
        self.exchanged(Limit::ANSWER, request, Answer::is_success)
            .await
    }

    /// The same for an answer that may be only so large. The log gets a line about it, without
    /// headers and bodies.
    pub(super) async fn exchange_within(
        &self,
        limit: Limit,
        request: Outgoing,
    ) -> Result<Answer, Failure> {
        self.exchanged(limit, request, |_| false).await
    }

    /// Sends, reads, cleans what is not `whole`, and logs.
    async fn exchanged(
        &self,
        limit: Limit,
        request: Outgoing,
        whole: fn(&Answer) -> bool,
    ) -> Result<Answer, Failure> {
        let (method, path) = (request.method, request.uri.clone());
        let started = Instant::now();
        let result = self.send_through(limit, request).await;
        // What has become known meanwhile is taken out, too.
        let masker = self.known.masker();
        let result = match result {
            Ok(answer) if whole(&answer) => Ok(answer),
            Ok(answer) => Ok(answer.without(&masker)),
            Err(failure) => Err(Failure {
                message: masker.mask(failure.message),
                ..failure
            }),
        };
        let ms = started.elapsed().as_millis();
        match &result {
            Ok(answer) => {
                let (status, id) = (answer.status, answer.request_id().unwrap_or_default());
                tracing::info!(?method, path, status, ms, request_id = ?id, "answered");
            }
            Err(failure) => {
                let Failure {
                    sent,
                    kind,
                    message,
                } = failure;
                tracing::warn!(?method, path, ms, ?sent, ?kind, reason = ?message, "no answer");
            }
        }
        result
    }

    /// Sends a request unless the proxy on the way refused before; the first one goes alone.
    async fn send_through(&self, limit: Limit, request: Outgoing) -> Result<Answer, Failure> {
        let Some((proxy, trial)) = &self.through else {
            return self.send(limit, request).await;
        };
        let refused = |said| Failure::not_sent(ErrorKind::Locked, said);
        let _alone = trial.enter().await.map_err(refused)?;
        let sent = self.send(limit, request).await;
        match &sent {
            Err(failure) if failure.kind == ErrorKind::Locked => {
                tracing::warn!(%proxy, "the proxy refuses us");
                trial.refuse(failure.message.clone());
            }
            Ok(_) => trial.accepted(),
            // It let us through to somebody who did not answer, or is not there: that says nothing.
            Err(_) => {}
        }
        sent
    }

    async fn send(&self, limit: Limit, mut request: Outgoing) -> Result<Answer, Failure> {
        let departure = request.departure.take();
        let sent = self.http.execute(self.prepared(request)?);
        let response = match departure {
            Some(departure) => departure.before(sent).await,
            None => sent.await,
        };
        let mut response = response.map_err(|error| self.failure(&error))?;
        if response.status() == StatusCode::PROXY_AUTHENTICATION_REQUIRED {
            // Whoever answers so does not hand the request on.
            return Err(self.proxy_refuses());
        }
        let mut answer = Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: Vec::new(),
        };
        // A length that is announced is believed only where it is too large.
        let announced = usize::try_from(response.content_length().unwrap_or(0));
        if answer.is_success() {
            limit
                .check_bytes(announced.unwrap_or(usize::MAX))
                .map_err(too_large)?;
        }
        loop {
            match response.chunk().await {
                Ok(None) => break,
                Ok(Some(chunk)) => match answer.take(&chunk, limit) {
                    Ok(true) => {}
                    Ok(false) => return Ok(answer),
                    Err(problem) => return Err(too_large(problem)),
                },
                // The status of a refusal is worth more than the end of its text.
                Err(_) if !answer.is_success() => return Ok(answer),
                Err(error) => return Err(self.failure(&error)),
            }
        }
        if answer.is_success() {
            limit.check(&answer.body).map_err(too_large)?;
        }
        Ok(answer)
    }

    fn prepared(&self, request: Outgoing) -> Result<reqwest::Request, Failure> {
        let setup = |message: &str| Failure::not_sent(ErrorKind::Setup, message);
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Delete => reqwest::Method::DELETE,
        };
        let address = format!("{}{}", self.base, request.uri);
        let url = Url::parse(&address).map_err(|_| setup("the request has no valid address"))?;
        // An id such as `..` would be folded away here, and the call would go somewhere else.
        if url.as_str() != address {
            return Err(setup("an id in the request cannot be part of an address"));
        }
        let mut prepared = reqwest::Request::new(method, url);
        for header in request.headers {
            let mut value = HeaderValue::from_str(&header.value)
                .map_err(|_| setup("a part of the credential cannot be sent in a header"))?;
            value.set_sensitive(header.sensitive);
            let name = HeaderName::from_static(header.name);
            prepared.headers_mut().insert(name, value);
        }
        // Without this a proxy may compress what it likes; it is no part of the signature.
        let identity = HeaderValue::from_static("identity");
        prepared.headers_mut().insert(ACCEPT_ENCODING, identity);
        if !request.body.is_empty() {
            *prepared.body_mut() = Some(request.body.into());
        }
        Ok(prepared)
    }

    fn proxy_refuses(&self) -> Failure {
        let message = match &self.through {
            Some((proxy, _)) if proxy.authorization.is_some() => {
                format!("{PROXY_REFUSES}: {proxy}")
            }
            Some((proxy, _)) => format!("{PROXY_ASKS}: {proxy}"),
            None => format!("{PROXY_ASKS}: one on the way to {}", self.host),
        };
        Failure::not_sent(ErrorKind::Locked, message)
    }

    fn failure(&self, error: &reqwest::Error) -> Failure {
        if HeldBack::is_in(error) {
            return Failure::not_sent(ErrorKind::Timeout, HeldBack.to_string());
        }
        let (sent, kind, message) = if error.is_connect() {
            let through = self.through.as_ref();
            let proxy = through.map(|(proxy, _)| proxy.to_string());
            let proxy = proxy.unwrap_or_default();
            let why = match tunnel(error).as_deref() {
                Some(TUNNEL_REFUSES) => return self.proxy_refuses(),
                Some(TUNNEL_NOWHERE) => {
                    format!("the proxy {proxy} cannot be reached: {}", cause(error))
                }
                Some(_) => format!("the proxy {proxy} does not connect to it"),
                None => match TlsProblem::found(error).filter(|_| self.route == Route::Encrypted) {
                    Some((problem, detail)) => handshake::tell(problem, &detail),
                    None => cause(error),
                },
            };
            let message = format!("{NO_CONNECTION} {}: {why}", self.host);
            (Sent::No, ErrorKind::Unreachable, message)
        } else if error.is_timeout() {
            let seconds = self.timeout.as_secs_f32();
            let message = format!("{LATE} {seconds} s");
            (Sent::Maybe, ErrorKind::Timeout, message)
        } else {
            let message = format!("{LOST}: {}", cause(error));
            (Sent::Maybe, ErrorKind::Unreachable, message)
        };
        Failure {
            sent,
            kind,
            message,
        }
    }
}

/// An answer that is not read to its end, or not made anything of.
fn too_large(problem: String) -> Failure {
    Failure {
        sent: Sent::Maybe,
        kind: ErrorKind::TooLarge,
        message: format!("{TOO_LARGE}: {problem}"),
    }
}

/// A request with its credential on. Not printable.
pub(super) struct Outgoing {
    pub(super) method: Method,
    /// Path and query, exactly as signed.
    pub(super) uri: String,
    pub(super) headers: Vec<Header>,
    pub(super) body: Vec<u8>,
    /// Asked when it leaves; only an endpoint of [`Connections::Fresh`] does.
    pub(super) departure: Option<Departure>,
}

/// One header.
pub(super) struct Header {
    /// In lower case.
    pub(super) name: &'static str,
    pub(super) value: String,
    /// Kept out of traces and header compression.
    pub(super) sensitive: bool,
}

fn client(
    settings: &Settings,
    connections: Connections,
    route: Route,
    through: Option<&Proxy>,
) -> Result<ClientBuilder, String> {
    let builder = Client::builder()
        .user_agent(concat!("warren/", env!("CARGO_PKG_VERSION")))
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .connect_timeout(settings.connect_timeout)
        .timeout(settings.timeout)
        // A compressed answer is no answer of the service: it is told as one.
        .no_gzip()
        // The environment is read in one place, which is not the library.
        .no_proxy();
    let builder = builder.tls_backend_preconfigured(match route {
        Route::Encrypted => settings.tls()?,
        Route::Plain => trust::no_tls()?,
    });
    let builder = match through {
        Some(proxy) => builder.proxy(proxied(proxy)?),
        None => builder,
    };
    Ok(match connections {
        Connections::Kept => builder,
        Connections::Fresh => departure::asking(builder.pool_max_idle_per_host(0)),
    })
}

/// The proxy as the library takes it.
pub(super) fn proxied(proxy: &Proxy) -> Result<reqwest::Proxy, String> {
    let unusable =
        |error: &dyn std::fmt::Display| format!("the proxy {proxy} cannot be used: {error}");
    let all = reqwest::Proxy::all(&proxy.address).map_err(|error| unusable(&cause(&error)))?;
    match &proxy.authorization {
        None => Ok(all),
        Some(authorization) => {
            let mut value =
                HeaderValue::from_str(authorization.expose()).map_err(|error| unusable(&error))?;
            value.set_sensitive(true);
            Ok(all.custom_http_auth(value))
        }
    }
}

#[cfg(test)]
mod tests;
