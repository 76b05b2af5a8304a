//! Asking one broker, and changing something there: a kept connection, limits on time and size.

use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue};
use reqwest::{ClientBuilder, Url, redirect};
use rustls::ClientConfig;

use super::change::{Change, ChangeError, ChangeReply};
use super::failure::{is_page, refusal};
use super::pin::PinVerifier;
use super::witness::{Shown, Witness};
use super::{Answered, Ask, Login, ManagementError, Way};
use crate::api::answer::Answer;
use crate::api::departure;
use crate::api::limit::Limit;
use crate::api::route::{TUNNEL_REFUSES, cause, tunnel};
use crate::api::transport::proxied;
use crate::api::trust::{self, Roots};
use crate::api::{Departure, Proxies, Proxy, ProxyTrial, Request};
use crate::secret::mask::Masker;

/// Longest time to get a connection.
const CONNECT: Duration = Duration::from_secs(3);
/// Longest time for an answer, from connecting to its last byte.
const READ: Duration = Duration::from_secs(15);
/// The same of a change: a cluster without majority answers after 30.0 s.
const CHANGE: Duration = Duration::from_secs(35);
/// How long a connection is kept without being used: brokers close theirs after 5.0 s.
const IDLE: Duration = Duration::from_secs(4);
/// Connections that are kept: rows are asked for four at a time.
const KEPT: usize = 4;
const REASON: HeaderName = HeaderName::from_static("x-reason");

/// How a broker is reached, and as whom.
#[derive(Clone, Debug)]
pub struct Options {
    pub way: Way,
    pub login: Login,
    /// The proxy that calls with TLS go through. Plain http never does.
    pub proxies: Proxies,
    /// Shared with whoever else goes through it.
    pub proxy_trial: Arc<ProxyTrial>,
}

impl Options {
    /// Without a proxy.
    pub fn new(way: Way, login: Login) -> Self {
        Self {
            way,
            login,
            proxies: Proxies::default(),
            proxy_trial: Arc::default(),
        }
    }
}

/// Asks one broker as one user. Cheap to clone.
#[derive(Clone)]
pub struct Client {
    pub(super) shared: Arc<Shared>,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Client({})", self.shared.way.address)
    }
}

pub(super) struct Shared {
    pub(super) way: Way,
    /// Keeps connections between questions.
    asking: reqwest::Client,
    /// Makes one for each change: a kept one may be dead without our knowing, and a change into it
    /// would be one of which nobody knows whether it happened.
    changing: reqwest::Client,
    authorization: HeaderValue,
    pub(super) masker: Masker,
    pub(super) proxy: Option<Proxy>,
    trial: Arc<ProxyTrial>,
    pub(super) shown: Shown,
}

impl Client {
    /// Prepares asking; nothing is sent yet. Reads certificates, so call it where waiting for a
    /// disk is fine.
    ///
    /// # Errors
    /// What cannot be used of the options.
    pub fn new(options: Options) -> Result<Self, ManagementError> {
        let Options {
            way,
            login,
            proxies,
            proxy_trial,
        } = options;
        let proxy = match way.address.plain {
            true => None,
            false => {
                let through = proxies.to(&way.address.to_string());
                let through = through.map_err(|bad| ManagementError::Proxy(bad.to_string()))?;
                through.cloned()
            }
        };
        let shown = Shown::default();
        let tls = tls(&way, &shown).map_err(ManagementError::Setup)?;
        let authorization = login.header();
        let mut authorization = HeaderValue::from_str(authorization.expose())
            .map_err(|_| ManagementError::LoginFailed)?;
        authorization.set_sensitive(true);
        let known = login.secrets();
        let through = proxy.iter().flat_map(Proxy::secrets).collect::<Vec<_>>();
        let client = |to_change| http(tls.clone(), proxy.as_ref(), to_change);
        let shared = Shared {
            asking: client(false)?,
            changing: client(true)?,
            way,
            authorization,
            masker: Masker::new(known.iter().chain(&through)),
            proxy,
            trial: proxy_trial,
            shown,
        };
        Ok(Self {
            shared: Arc::new(shared),
        })
    }

    /// The way that is asked by.
    pub fn way(&self) -> &Way {
        &self.shared.way
    }

    /// Asks. A connection that was closed while nobody used it costs one more try, nothing else
    /// does.
    ///
    /// # Errors
    /// [`ManagementError`].
    pub async fn ask<A: Ask>(&self, ask: &A) -> Result<Answered<A::Reply>, ManagementError> {
        let shared = &self.shared;
        let request = ask.request();
        let started = Instant::now();
        let mut answered = shared.asked(&request, ask.limit()).await;
        if matches!(answered, Err(Failed::Closed(_))) {
            answered = shared.asked(&request, ask.limit()).await;
        }
        let took = started.elapsed();
        let read = match answered {
            Ok(answer) => read(ask, answer, &shared.masker),
            Err(failed) => Err(shared.explained(failed).await),
        };
        let (path, ms) = (request.uri(), took.as_millis());
        match &read {
            Ok(_) => tracing::info!(path, ms, "broker answered"),
            Err(error) => tracing::warn!(path, ms, reason = %error, "no answer of the broker"),
        }
        read.map(|value| Answered { value, took })
    }

    /// Sends a change, once and never again, if it may still leave when all that it has to wait for
    /// is there. Do not drop the future before it ends: what became of the change would not be
    /// known.
    ///
    /// # Errors
    /// [`ChangeError`] says whether it can have had an effect.
    pub async fn send(
        &self,
        change: &Change,
        departure: &Departure,
    ) -> Result<Answered<ChangeReply>, ChangeError> {
        let shared = &self.shared;
        let started = Instant::now();
        let answered = shared.changed(change, departure).await;
        let took = started.elapsed();
        let read = match answered {
            Ok(answer) => changed(change, answer, &shared.masker),
            Err(failed) => {
                let is_unsent = failed.is_unsent();
                let error = shared.explained(failed).await;
                Err(match is_unsent {
                    true => ChangeError::NotSent(error),
                    false => ChangeError::Unknown(error),
                })
            }
        };
        let (path, ms) = (change.request.uri(), took.as_millis());
        match &read {
            Ok(_) => tracing::info!(path, ms, "broker changed something"),
            Err(error) => tracing::warn!(path, ms, reason = %error, "not confirmed by the broker"),
        }
        read.map(|value| Answered { value, took })
    }
}

/// What an answer means.
fn read<A: Ask>(ask: &A, answer: Answer, masker: &Masker) -> Result<A::Reply, ManagementError> {
    let status = answer.status;
    if !answer.is_success() && !ask.takes(status, &answer.body) {
        return Err(refusal(&answer.without(masker), ask.is_everywhere()));
    }
    let read = ask.decode(status, &answer.body);
    read.map_err(|error| unreadable(&answer, &error))
}

/// What became of a change.
fn changed(change: &Change, answer: Answer, masker: &Masker) -> Result<ChangeReply, ChangeError> {
    if answer.is_success() {
        let read = change.decode(&answer.body);
        return read.map_err(|error| ChangeError::Unknown(unreadable(&answer, &error)));
    }
    let is_refused = (400..500).contains(&answer.status) && answer.status != 408;
    let error = refusal(&answer.without(masker), false);
    Err(match error {
        error @ ManagementError::NoMajority(_) => ChangeError::Unknown(error),
        error if is_refused => ChangeError::Refused(error),
        error => ChangeError::Unknown(error),
    })
}

fn unreadable(answer: &Answer, error: &dyn std::fmt::Display) -> ManagementError {
    let status = answer.status;
    match is_page(&answer.body) {
        true => ManagementError::BrowserPage { status },
        false => ManagementError::Undecodable(error.to_string()),
    }
}

/// Why there is no answer, as far as it is known without asking further.
pub(super) enum Failed {
    /// It did not leave.
    Unsent(ManagementError),
    /// There is no connection, and this is the library's error.
    Unconnected(reqwest::Error),
    /// The other side closed the connection instead of answering.
    Closed(String),
    /// It was sent.
    Other(ManagementError),
}

impl Failed {
    fn is_unsent(&self) -> bool {
        match self {
            Self::Unsent(_) | Self::Unconnected(_) => true,
            Self::Closed(_) | Self::Other(_) => false,
        }
    }

    fn of(error: reqwest::Error) -> Self {
        if departure::HeldBack::is_in(&error) {
            return Self::Unsent(ManagementError::HeldBack);
        }
        if error.is_connect() {
            return Self::Unconnected(error);
        }
        if error.is_timeout() {
            return Self::Other(ManagementError::Late);
        }
        match error.is_decode() || error.is_body() {
            true => Self::Other(ManagementError::Lost(cause(&error))),
            false => Self::Closed(cause(&error)),
        }
    }
}

impl Shared {
    /// Sends a question.
    async fn asked(&self, request: &Request, limit: Limit) -> Result<Answer, Failed> {
        let prepared = self.prepared(request).map_err(Failed::Unsent)?;
        self.sent(self.asking.execute(prepared), limit).await
    }

    /// Sends a change.
    async fn changed(&self, change: &Change, departure: &Departure) -> Result<Answer, Failed> {
        let mut prepared = self.prepared(&change.request).map_err(Failed::Unsent)?;
        if let Some(reason) = &change.reason {
            let reason = HeaderValue::from_str(reason);
            let reason = reason.map_err(|_| Failed::Unsent(ManagementError::Unaddressable))?;
            prepared.headers_mut().insert(REASON, reason);
        }
        if let Some(body) = &change.request.body {
            let json = HeaderValue::from_static("application/json");
            prepared.headers_mut().insert(CONTENT_TYPE, json);
            *prepared.body_mut() = Some(body.bytes().into());
        }
        let leaving = departure.clone().before(self.changing.execute(prepared));
        self.sent(leaving, Limit::PAGE).await
    }

    /// Waits for the whole answer; through a proxy the first call goes alone, and none after it
    /// was refused there.
    async fn sent(
        &self,
        sending: impl Future<Output = reqwest::Result<reqwest::Response>>,
        limit: Limit,
    ) -> Result<Answer, Failed> {
        let Some(proxy) = &self.proxy else {
            return received(sending.await, limit).await;
        };
        let refused = |said| Failed::Unsent(ManagementError::Proxy(said));
        let _alone = self.trial.enter().await.map_err(refused)?;
        let answered = received(sending.await, limit).await;
        match &answered {
            Ok(_) => self.trial.accepted(),
            Err(Failed::Unconnected(error)) if tunnel(error).as_deref() == Some(TUNNEL_REFUSES) => {
                let said = format!("{proxy}: {TUNNEL_REFUSES}");
                self.trial.refuse(said.clone());
                return Err(refused(said));
            }
            Err(_) => {}
        }
        answered
    }

    fn prepared(&self, request: &Request) -> Result<reqwest::Request, ManagementError> {
        let method = reqwest::Method::from_bytes(request.method.as_str().as_bytes());
        let method = method.map_err(|error| ManagementError::Setup(error.to_string()))?;
        let uri = request.uri();
        let url = Url::parse(&format!("{}{uri}", self.way.address));
        let url = url.map_err(|_| ManagementError::Unaddressable)?;
        // A name such as `..` would be folded away, and something else would be asked.
        if !url.as_str().ends_with(&uri) {
            return Err(ManagementError::Unaddressable);
        }
        let mut prepared = reqwest::Request::new(method, url);
        let headers = prepared.headers_mut();
        headers.insert(AUTHORIZATION, self.authorization.clone());
        Ok(prepared)
    }
}

/// Reads the whole answer.
async fn received(
    response: reqwest::Result<reqwest::Response>,
    limit: Limit,
) -> Result<Answer, Failed> {
    let mut response = response.map_err(Failed::of)?;
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
            // The status of a refusal is worth more than the end of its text.
            Err(_) if !answer.is_success() => break,
            Err(error) => return Err(Failed::of(error)),
        }
    }
    if answer.is_success() {
        limit.check(&answer.body).map_err(too_large)?;
    }
    Ok(answer)
}

/// TLS as the way wants it. The error is a text for the user.
fn tls(way: &Way, shown: &Shown) -> Result<ClientConfig, String> {
    if way.address.plain {
        return trust::no_tls();
    }
    let judge = match (way.pin, &way.ca_file) {
        (Some(pin), _) => Arc::new(PinVerifier::new(pin)),
        (None, None) => trust::verifier(&Roots::default())?,
        (None, Some(path)) => {
            let roots = Roots::read(path);
            let roots = roots.map_err(|problem| format!("{}: {problem}", path.display()))?;
            trust::verifier(&roots)?
        }
    };
    let shown = shown.clone();
    trust::judged_by(Arc::new(Witness { judge, shown }))
}

fn http(
    tls: ClientConfig,
    proxy: Option<&Proxy>,
    to_change: bool,
) -> Result<reqwest::Client, ManagementError> {
    let builder = ClientBuilder::new()
        .user_agent(concat!("warren/", env!("CARGO_PKG_VERSION")))
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .http1_only()
        .connect_timeout(CONNECT)
        .pool_idle_timeout(IDLE)
        .no_proxy()
        .tls_backend_preconfigured(tls);
    let builder = match proxy {
        Some(proxy) => builder.proxy(proxied(proxy).map_err(ManagementError::Proxy)?),
        None => builder,
    };
    let builder = match to_change {
        true => departure::asking(builder.timeout(CHANGE).pool_max_idle_per_host(0)),
        false => builder.timeout(READ).pool_max_idle_per_host(KEPT),
    };
    let built = builder.build();
    built.map_err(|error| ManagementError::Setup(cause(&error)))
}
