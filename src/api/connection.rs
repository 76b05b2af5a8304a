//! What both clients stand on: one credential, one project, the endpoints, and how a single call
//! is authorised, sent and understood.
//!
//! [`Connection::once`] is the whole story of one call: pass the gate, put the credential on, send,
//! tell the gate what the answer says about the credential. What a credential is exchanged for
//! before (a token, temporary keys) is got in `lending`.

mod lending;

use std::future::Future;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::sync::oneshot;

use crate::contained::contained_task;
use crate::model::ProjectId;
use crate::secret::Secret;
use crate::secret::mask::{self, KnownSecrets};

use super::answer::{self, Answer};
use super::client::ConnectOptions;
use super::gate::{Gate, Pass, Urgency};
use super::iam;
use super::lease::Lease;
use super::probe::{Door, Probed, Silence};
use super::retry::RetryWatch;
use super::shared::Shared;
use super::sign::{UnsignedRequest, sign};
use super::transport::{Connections, Endpoint, Failure, Header, Outgoing, Sent, Settings};
use super::{
    ApiError, Credential, Departure, ErrorKind, Limit, Method, Operation, Request, WriteError,
    meaning,
};

/// One call on its way.
#[derive(Debug)]
pub(super) struct Call {
    /// In words, for errors.
    pub(super) attempted: Operation,
    pub(super) to: Service,
    pub(super) urgency: Urgency,
    pub(super) request: Request,
    /// Sent as `X-Project-Id`.
    pub(super) project: Option<ProjectId>,
    /// Asked when it leaves, with everything waited for that it had to wait for.
    pub(super) departure: Option<Departure>,
    /// How large the answer may be.
    pub(super) limit: Limit,
}

/// Where a call goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Service {
    /// DMS, for a read.
    Reading,
    /// DMS, for a write.
    Writing,
    /// IAM.
    Identity,
    /// Cloud Eye.
    Figures,
}

/// One credential at one project.
#[derive(Debug)]
pub(super) struct Connection {
    pub(super) options: ConnectOptions,
    reading: Endpoint,
    writing: Endpoint,
    identity: Endpoint,
    figures: Endpoint,
    /// The metadata service, where the credential is the machine's own.
    metadata: Option<Endpoint>,
    lease: Shared<Lease>,
    project: Shared<ProjectId>,
    /// The secrets that must not come back in an answer.
    known: KnownSecrets,
    retries: OnceLock<RetryWatch>,
    /// How far the clock of Cloud Eye is ahead of ours, in ms: exact to a second.
    ahead: AtomicI64,
}

/// What a call was sent with.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Used {
    /// The credential as it was given: a refusal is final.
    Given,
    /// A lease that was got for this very call: a refusal is final too.
    New(Lease),
    /// A lease that has been in use for a while: a change of password or rights may have ended it.
    Old(Lease),
}

impl Used {
    fn lent(&self) -> Option<&Credential> {
        match self {
            Self::Given => None,
            Self::New(lease) | Self::Old(lease) => Some(&lease.credential),
        }
    }
}

impl Connection {
    pub(super) fn new(options: ConnectOptions) -> Result<Self, ApiError> {
        let setup = |message| ApiError::local(Operation::Connect, ErrorKind::Setup, message);
        let known = KnownSecrets::default();
        let access_key = options.credential.quotable();
        let secrets = options.credential.secrets().into_iter();
        known.keep(secrets.clone().chain(&access_key));
        mask::of_the_process().keep(secrets);
        let settings = Settings::new(&options).map_err(setup)?.knowing(&known);
        let endpoint = |address: &str, connections| {
            Endpoint::new(address, &settings, connections).map_err(setup)
        };
        Ok(Self {
            reading: endpoint(&options.endpoint, Connections::Kept)?,
            writing: endpoint(&options.endpoint, Connections::Fresh)?,
            identity: endpoint(&options.iam_endpoint, Connections::Kept)?,
            figures: endpoint(&options.ces_endpoint, Connections::Kept)?,
            metadata: lending::metadata(&options.credential, &known).map_err(setup)?,
            lease: Shared::empty(),
            project: Shared::empty(),
            known,
            retries: OnceLock::new(),
            ahead: AtomicI64::new(0),
            options,
        })
    }

    /// Sends a call as often as the policy allows. For calls without effect.
    pub(super) async fn send_with_retry(
        self: &Arc<Self>,
        call: &Arc<Call>,
    ) -> Result<Answer, ApiError> {
        let mut done = 0;
        loop {
            let error = match self.once(call).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error.into_error(),
            };
            done += 1;
            match self.options.retry.wait(&error, done, fastrand::f64()) {
                Some(wait) => {
                    if let Some(watch) = self.retries.get() {
                        watch.tell(error, wait);
                    }
                    tokio::time::sleep(wait).await;
                }
                None => return Err(error),
            }
        }
    }

    /// Sends a call once. A read whose cached token has ended is sent again with a new one.
    ///
    /// A read that nobody waits for any more is heard for a moment longer: a refusal counts also
    /// when nobody is there to see it. A write is always heard to its end.
    pub(super) async fn once(self: &Arc<Self>, call: &Arc<Call>) -> Result<Answer, WriteError> {
        let pass = self
            .pass(&self.options.gate, call.attempted, call.urgency)
            .await
            .map_err(WriteError::NotSent)?;
        let (connection, under_way) = (Arc::clone(self), Arc::clone(call));
        let sent = async move { connection.sent(&under_way, &pass).await };
        match heard_out(sent, call.to).await {
            Some(answer) => answer,
            None => Err(WriteError::Unknown(ApiError::defect(call.attempted))),
        }
    }

    async fn sent(self: &Arc<Self>, call: &Call, pass: &Pass) -> Result<Answer, WriteError> {
        let (mut answer, used) = self.exchange(call, pass).await?;
        if let (Service::Figures, Some(date)) = (call.to, answer.date()) {
            let ahead = date.saturating_sub(self.options.clock.now());
            self.ahead.store(ahead, Ordering::Relaxed);
        }
        if let (Some(refusal), Used::Old(lease)) = (self.refusal(call, &answer), used)
            && refusal.kind == ErrorKind::Unauthorized
        {
            // Only the lease has ended: that says nothing about what it was got with.
            pass.says_nothing();
            self.lease.drop_if(|cached| *cached == lease).await;
            match call.to {
                // Not even after a refusal is a write sent again; the next call signs in anew.
                Service::Writing => return Err(WriteError::Refused(refusal)),
                Service::Reading | Service::Identity | Service::Figures => {
                    (answer, _) = self.exchange(call, pass).await?;
                }
            }
        }
        match self.refusal(call, &answer) {
            None => {
                pass.accepted();
                Ok(answer)
            }
            Some(refusal) => Err(judged(refusal, call.to, pass)),
        }
    }

    /// Waits at the gate, but not longer than a call may take. The pages of a list wait as long as
    /// others go before them.
    async fn pass(
        &self,
        gate: &Arc<Gate>,
        attempted: Operation,
        urgency: Urgency,
    ) -> Result<Pass, ApiError> {
        let enter = gate.enter(attempted, urgency);
        if matches!(urgency, Urgency::List | Urgency::Figures) && !gate.is_trying() {
            return enter.await;
        }
        match tokio::time::timeout(self.options.timeout, enter).await {
            Ok(pass) => pass,
            Err(_) => Err(ApiError::local(
                attempted,
                ErrorKind::Timeout,
                match gate.is_trying() {
                    true => "the first call with this credential has not been answered yet",
                    false => "the calls before it with this credential have not been answered yet",
                },
            )),
        }
    }

    /// Puts the credential on and sends.
    async fn exchange(&self, call: &Call, pass: &Pass) -> Result<(Answer, Used), WriteError> {
        let endpoint = self.endpoint(call.to);
        let body = body_bytes(&call.request);
        let used = match &self.options.credential {
            Credential::Keys { .. } | Credential::Token(_) => Used::Given,
            Credential::Password { .. }
            | Credential::Machine { .. }
            | Credential::Agency { .. } => self.leased(pass).await.map_err(WriteError::NotSent)?,
        };
        let credential = used.lent().unwrap_or(&self.options.credential);
        let mut headers = plain_headers(call);
        self.put_on(credential, call, &endpoint.host, &body, &mut headers);
        let outgoing = Outgoing {
            method: call.request.method,
            uri: call.request.uri(),
            headers,
            body,
            departure: call.departure.clone(),
        };
        self.know(call, used.lent());
        match endpoint.exchange_within(call.limit, outgoing).await {
            Ok(answer) => Ok((answer, used)),
            Err(failure) => {
                if failure.sent == Sent::No {
                    pass.says_nothing();
                }
                Err(lost(call.attempted, failure))
            }
        }
    }

    /// Puts keys or a token on a call. The others are exchanged for one of these before.
    fn put_on(
        &self,
        credential: &Credential,
        call: &Call,
        host: &str,
        body: &[u8],
        headers: &mut Vec<Header>,
    ) {
        let (access_key, secret_key, security_token) = match credential {
            Credential::Keys {
                access_key,
                secret_key,
                security_token,
            } => (access_key, secret_key, security_token),
            Credential::Token(token) => return headers.push(secret_header("x-auth-token", token)),
            Credential::Password { .. }
            | Credential::Machine { .. }
            | Credential::Agency { .. } => {
                return;
            }
        };
        headers.extend(
            security_token
                .as_ref()
                .map(|token| secret_header("x-security-token", token)),
        );
        let unsigned: Vec<(&str, &str)> = headers
            .iter()
            .map(|header| (header.name, header.value.as_str()))
            .collect();
        let unsigned = UnsignedRequest {
            method: call.request.method,
            host,
            path: &call.request.path,
            query: &call.request.query,
            headers: &unsigned,
            body,
        };
        let signed = sign(&unsigned, access_key, secret_key, self.options.clock.now());
        headers.push(header("x-sdk-date", signed.sdk_date));
        let authorization = Secret::new(signed.authorization);
        headers.push(secret_header("authorization", &authorization));
    }

    /// Tells this one, and no other, of reads that are tried again.
    pub(super) fn watch_retries(&self, watch: RetryWatch) {
        let _ = self.retries.set(watch);
    }

    /// Remembers what no answer may show from now on: what a call carries, and its credential.
    pub(super) fn know(&self, call: &Call, credential: Option<&Credential>) {
        let access_key = credential.and_then(Credential::quotable);
        let secrets: Vec<&Secret> = credential.map(Credential::secrets).unwrap_or_default();
        let secrets = secrets.into_iter().chain(call.request.secrets());
        mask::of_the_process().remember(secrets.clone());
        self.known.remember(secrets.chain(&access_key));
    }

    /// Remembers what no answer may show from now on although no call has carried it.
    pub(super) fn hide(&self, known: &KnownSecrets) {
        self.known.learn(known);
    }

    fn endpoint(&self, to: Service) -> &Endpoint {
        match to {
            Service::Reading => &self.reading,
            Service::Writing => &self.writing,
            Service::Identity => &self.identity,
            Service::Figures => &self.figures,
        }
    }

    /// The error in an answer; `None` for a success.
    fn refusal(&self, call: &Call, answer: &Answer) -> Option<ApiError> {
        let now = self.options.clock.now();
        (!answer.is_success()).then(|| answer::refusal(call.attempted, answer, now))
    }

    /// Sends a call that carries no credential, once. It says nothing about one, so the gate is
    /// not asked.
    pub(super) async fn probe(&self, door: Door) -> Result<Probed, Silence> {
        let endpoint = match door {
            Door::Messages => &self.reading,
            Door::Identity => &self.identity,
            Door::Figures => &self.figures,
        };
        let outgoing = Outgoing {
            method: Method::Get,
            uri: "/".into(),
            headers: Vec::new(),
            body: Vec::new(),
            departure: None,
        };
        match endpoint.exchange(outgoing).await {
            Ok(answer) => Ok(Probed::of(&answer)),
            Err(Failure { kind, message, .. }) => Err(Silence { kind, message }),
        }
    }

    /// The project: as given, or looked up once however many ask.
    pub(super) async fn project(self: &Arc<Self>) -> Result<ProjectId, ApiError> {
        if let Some(id) = &self.options.project_id {
            return Ok(id.clone());
        }
        let find = async {
            let name = self.project_name();
            let attempted = Operation::FindProject;
            let call = Arc::new(lending::to_iam(attempted, iam::find_project(name)));
            let answer = self.send_with_retry(&call).await?;
            iam::the_project(name, &answer.body)
                .map_err(|error| answer::undecodable(attempted, &answer, &error))?
                .map_err(|words| ApiError::local(attempted, ErrorKind::Setup, words))
        };
        self.project.get(|_| true, find).await
    }

    /// How far the clock of Cloud Eye is ahead of ours, in ms, by its newest answer.
    pub(super) fn ahead(&self) -> i64 {
        self.ahead.load(Ordering::Relaxed)
    }

    fn project_name(&self) -> &str {
        let options = &self.options;
        options.project_name.as_deref().unwrap_or(&options.region)
    }
}

/// How long the answer to a read is waited for that nobody wants any more: a refusal comes at once.
const LINGER: Duration = Duration::from_secs(2);

/// Runs a call in a task of its own, so that it is heard out although whoever sent it has gone.
/// `None` when it panicked.
async fn heard_out<T: Send + 'static>(
    call: impl Future<Output = T> + Send + 'static,
    to: Service,
) -> Option<T> {
    let (_here, mut gone) = oneshot::channel::<()>();
    let task = tokio::spawn(async move {
        let call = contained_task(call);
        tokio::pin!(call);
        tokio::select! {
            answer = &mut call => return answer.ok(),
            _ = &mut gone => {}
        }
        match to {
            Service::Writing => call.await.ok(),
            Service::Reading | Service::Identity | Service::Figures => {
                tokio::time::timeout(LINGER, call).await.ok()?.ok()
            }
        }
    });
    task.await.ok().flatten()
}

/// What an error answer says about the write, and to the gate about the credential.
fn judged(refusal: ApiError, by: Service, pass: &Pass) -> WriteError {
    match (refusal.kind, refusal.status) {
        (ErrorKind::Unauthorized, _) if by == Service::Figures => pass.refused_elsewhere(),
        (ErrorKind::Unauthorized, _) => pass.refused(&refusal),
        // A gateway may throttle or fail before it looks at the credential: that says nothing.
        (ErrorKind::Throttled, _) => pass.says_nothing(),
        (_, Some(400..=499)) => pass.accepted(),
        _ => pass.says_nothing(),
    }
    match refusal.status {
        Some(status) if meaning::proves_no_effect(status) => WriteError::Refused(refusal),
        Some(_) | None => WriteError::Unknown(refusal),
    }
}

fn lost(attempted: Operation, failure: Failure) -> WriteError {
    let error = ApiError::local(attempted, failure.kind, failure.message);
    match failure.sent {
        Sent::No => WriteError::NotSent(error),
        Sent::Maybe => WriteError::Unknown(error),
    }
}

fn body_bytes(request: &Request) -> Vec<u8> {
    request
        .body
        .as_ref()
        .map(|body| body.bytes())
        .unwrap_or_default()
}

fn plain_headers(call: &Call) -> Vec<Header> {
    let mut headers = Vec::new();
    if call.request.body.is_some() {
        headers.push(header("content-type", "application/json".into()));
    }
    if let Some(project) = &call.project {
        headers.push(header("x-project-id", project.to_string()));
    }
    headers
}

fn header(name: &'static str, value: String) -> Header {
    Header {
        name,
        value,
        sensitive: false,
    }
}

fn secret_header(name: &'static str, value: &Secret) -> Header {
    let value = value.expose().to_owned();
    Header {
        name,
        value,
        sensitive: true,
    }
}
