//! Bytes out, bytes in: one HTTP client per endpoint, with limits on time and size.
//!
//! Redirects are never followed (the token would travel with them), nothing is repeated here, and
//! what is sent is checked to be exactly what was signed.

use std::error::Error as _;
use std::net::IpAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use reqwest::header::{HeaderName, HeaderValue};
use reqwest::{Certificate, Client, ClientBuilder, Url, redirect};

use super::answer::Answer;
use super::{ErrorKind, LATE, LOST, Method, NO_CONNECTION};

/// The largest answer that is read, in bytes.
const LARGEST_ANSWER: usize = 16 * 1024 * 1024;

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

/// Limits and roots that hold for every endpoint.
pub(super) struct Settings {
    roots: Vec<Certificate>,
    connect_timeout: Duration,
    timeout: Duration,
}

impl Settings {
    /// Reads the further roots. The error is a text for the user.
    pub(super) fn new(
        ca_file: Option<&Path>,
        connect_timeout: Duration,
        timeout: Duration,
    ) -> Result<Self, String> {
        let roots = match ca_file {
            None => Vec::new(),
            Some(path) => {
                let problem = |error: &dyn std::fmt::Display| {
                    format!(
                        "the certificates in {} cannot be used: {error}",
                        path.display()
                    )
                };
                let pem = std::fs::read(path).map_err(|error| problem(&error))?;
                let roots = Certificate::from_pem_bundle(&pem).map_err(|error| problem(&error))?;
                if roots.is_empty() {
                    return Err(problem(&"there is none in PEM form"));
                }
                roots
            }
        };
        Ok(Self {
            roots,
            connect_timeout,
            timeout,
        })
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
    http: Client,
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
    pub(super) fn metadata(address: &str) -> Result<Self, String> {
        let settings = Settings {
            roots: Vec::new(),
            connect_timeout: METADATA_TIMEOUT,
            timeout: METADATA_TIMEOUT,
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
        let host = match url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        };
        let http = client(settings, connections, route)
            .build()
            .map_err(|error| problem(&format!("cannot be used: {}", cause(&error))))?;
        Ok(Self {
            base: format!("{}://{host}", url.scheme()),
            host,
            timeout: settings.timeout,
            http,
        })
    }

    /// Sends one request, once, and reads the whole answer. The log gets a line about it, without
    /// headers and bodies.
    pub(super) async fn exchange(&self, request: Outgoing) -> Result<Answer, Failure> {
        let (method, path) = (request.method, request.uri.clone());
        let started = Instant::now();
        let result = self.send(request).await;
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

    async fn send(&self, request: Outgoing) -> Result<Answer, Failure> {
        let request = self.prepared(request)?;
        let mut response = match self.http.execute(request).await {
            Ok(response) => response,
            Err(error) => return Err(self.failure(&error)),
        };
        let mut answer = Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: Vec::new(),
        };
        loop {
            let failure = match response.chunk().await {
                Ok(None) => return Ok(answer),
                Ok(Some(chunk)) if answer.body.len() + chunk.len() <= LARGEST_ANSWER => {
                    answer.body.extend_from_slice(&chunk);
                    continue;
                }
                Ok(Some(_)) => Failure {
                    sent: Sent::Maybe,
                    kind: ErrorKind::TooLarge,
                    message: "the answer is larger than 16 MiB".into(),
                },
                Err(error) => self.failure(&error),
            };
            // The status of a refusal is worth more than the end of its text.
            return if answer.is_success() {
                Err(failure)
            } else {
                Ok(answer)
            };
        }
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
        if !request.body.is_empty() {
            *prepared.body_mut() = Some(request.body.into());
        }
        Ok(prepared)
    }

    fn failure(&self, error: &reqwest::Error) -> Failure {
        let (sent, kind, message) = if error.is_connect() {
            let message = format!("{NO_CONNECTION} {}: {}", self.host, cause(error));
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

/// A request with its credential on. Not printable.
pub(super) struct Outgoing {
    pub(super) method: Method,
    /// Path and query, exactly as signed.
    pub(super) uri: String,
    pub(super) headers: Vec<Header>,
    pub(super) body: Vec<u8>,
}

/// One header.
pub(super) struct Header {
    /// In lower case.
    pub(super) name: &'static str,
    pub(super) value: String,
    /// Kept out of traces and header compression.
    pub(super) sensitive: bool,
}

/// How the service at this scheme and host is reached.
fn route(scheme: &str, host: &str) -> Result<Route, &'static str> {
    match (scheme, is_loopback(host)) {
        ("https", false) => Ok(Route::Outside),
        ("https", true) => Ok(Route::Loopback),
        ("http", true) => Ok(Route::Plain),
        ("http", false) => Err("must use https: http is for loopback only"),
        _ => Err("must start with https://"),
    }
}

/// How the metadata service is reached: it is on the machine's own link.
fn metadata_route(scheme: &str, host: &str) -> Result<Route, &'static str> {
    match scheme {
        "http" if is_loopback(host) || is_link_local(host) => Ok(Route::Plain),
        _ => Err("must be http://169.254.169.254, or be on this machine"),
    }
}

/// How the bytes travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Route {
    /// TLS, through the environment's HTTPS_PROXY unless NO_PROXY names the host.
    Outside,
    /// TLS to this machine, never through a proxy.
    Loopback,
    /// No TLS, to this machine or on its own link, never through a proxy.
    Plain,
}

fn client(settings: &Settings, connections: Connections, route: Route) -> ClientBuilder {
    let builder = Client::builder()
        .user_agent(concat!("warren/", env!("CARGO_PKG_VERSION")))
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .connect_timeout(settings.connect_timeout)
        .timeout(settings.timeout);
    let roots = settings.roots.iter().cloned();
    let builder = match route {
        Route::Outside => builder.tls_certs_merge(roots),
        Route::Loopback => builder.tls_certs_merge(roots).no_proxy(),
        // Reading the machine's roots takes a while, and nobody would look at them.
        Route::Plain => builder.tls_certs_only([]).no_proxy(),
    };
    match connections {
        Connections::Kept => builder,
        Connections::Fresh => builder.pool_max_idle_per_host(0),
    }
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || address
            .parse()
            .is_ok_and(|address: IpAddr| address.is_loopback())
}

/// 169.254.0.0/16 and fe80::/10: packets for it leave through no router.
fn is_link_local(host: &str) -> bool {
    match host.trim_start_matches('[').trim_end_matches(']').parse() {
        Ok(IpAddr::V4(address)) => address.is_link_local(),
        Ok(IpAddr::V6(address)) => address.is_unicast_link_local(),
        Err(_) => false,
    }
}

/// The innermost reason, which is the one that says something ("Connection refused").
fn cause(error: &reqwest::Error) -> String {
    let mut innermost: &dyn std::error::Error = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    // The outermost would quote the address with its query.
    match error.source() {
        Some(_) => innermost.to_string(),
        None => "the request failed".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(address: &str) -> Result<Endpoint, String> {
        let second = Duration::from_secs(1);
        Endpoint::new(
            address,
            &Settings::new(None, second, second)?,
            Connections::Kept,
        )
    }

    #[test]
    fn plain_http_goes_to_loopback_only() {
        for good in [
            "http://127.0.0.1:1",
            "http://[::1]:1",
            "http://localhost:1",
            "https://a.b/",
        ] {
            assert!(endpoint(good).is_ok(), "{good}");
        }
        for bad in [
            "http://a.b",
            "http://127.0.0.1.evil.example",
            "ftp://127.0.0.1",
            "a.b",
            "",
        ] {
            assert!(endpoint(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_metadata_service_is_on_the_machines_own_link() {
        for good in [
            "http://169.254.169.254",
            "http://127.0.0.1:1",
            "http://[fe80::1]",
        ] {
            assert!(Endpoint::metadata(good).is_ok(), "{good}");
        }
        for bad in ["http://10.0.0.1", "https://169.254.169.254", "http://a.b"] {
            assert!(Endpoint::metadata(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_endpoint_is_a_scheme_and_a_host_and_a_password_in_it_is_not_repeated() {
        assert!(endpoint("https://a.b/v2").is_err());
        let error = endpoint("https://me:canary@a.b").unwrap_err();
        assert!(!error.contains("canary"));
    }

    #[test]
    fn the_signed_host_has_the_port_unless_it_is_the_schemes_own() {
        assert_eq!(endpoint("https://A.b:443").unwrap().host, "a.b");
        assert_eq!(endpoint("https://a.b:8443/").unwrap().host, "a.b:8443");
        assert_eq!(endpoint("http://[::1]:80").unwrap().host, "[::1]");
    }

    #[test]
    fn an_id_that_would_change_the_address_is_not_sent() {
        let request = Outgoing {
            method: Method::Get,
            uri: "/v2/p/instances/..".into(),
            headers: Vec::new(),
            body: Vec::new(),
        };
        let failure = endpoint("https://a.b")
            .unwrap()
            .prepared(request)
            .unwrap_err();
        assert_eq!((failure.sent, failure.kind), (Sent::No, ErrorKind::Setup));
    }

    #[test]
    fn a_missing_or_empty_certificate_file_is_named() {
        let second = Duration::from_secs(1);
        let file = tempfile::NamedTempFile::new().unwrap();
        let problem = |path: &Path| Settings::new(Some(path), second, second).err().unwrap();
        assert!(problem(file.path()).contains(&file.path().display().to_string()));
        assert!(problem(Path::new("/nowhere/ca.pem")).contains("/nowhere/ca.pem"));
    }
}
