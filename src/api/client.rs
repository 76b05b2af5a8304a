//! The two clients and how to get them: [`connect`].

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::model::{ApiVersion, Catalogue, EpochMs, Home, InstanceId, ProjectId};
use crate::secret::mask::KnownSecrets;

use super::answer::undecodable;
use super::connection::{Call, Connection, Service};
use super::gate::{Announced, Refusals, Urgency};
use super::operation::{DecodeError, RequestOf};
use super::probe::{Door, Probed, Silence};
use super::{
    Agency, ApiError, Credential, Departure, ErrorKind, Gate, Limit, ListProgress, ListedBefore,
    Listing, Operation, Prepared, Proxies, ProxyTrial, QueueList, Read, TaskList, Unsupported,
    WriteError, WriteReply, listing, retry, v2,
};

/// Tells the time; a test's clock may stand still or be wrong.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> EpochMs + Send + Sync>);

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self::new(|| jiff::Timestamp::now().as_millisecond())
    }

    /// A clock of one's own.
    pub fn new(now: impl Fn() -> EpochMs + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// Epoch milliseconds, UTC.
    pub fn now(&self) -> EpochMs {
        (self.0)()
    }
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clock")
    }
}

/// Everything a connection to one project needs to know.
#[derive(Clone, Debug)]
pub struct ConnectOptions {
    /// Region, such as `cn-north-4`.
    pub region: String,
    /// Scheme and host of the service, such as `https://dms.cn-north-4.myhuaweicloud.com`.
    pub endpoint: String,
    /// Scheme and host of IAM.
    pub iam_endpoint: String,
    /// Scheme and host of Cloud Eye.
    pub ces_endpoint: String,
    /// The version of the service's API to speak.
    pub api_version: ApiVersion,
    /// The project; looked up once at IAM when not given.
    pub project_id: Option<ProjectId>,
    /// Name to look the project up by; the region's name when not given.
    pub project_name: Option<String>,
    /// Who we are.
    pub credential: Credential,
    /// Shared by every connection with the same credential, so that one refusal stops them all.
    pub gate: Arc<Gate>,
    /// The same for whoever takes on an agency: what refuses him says nothing about the agency, and
    /// the other way round.
    pub base_gate: Arc<Gate>,
    /// The proxy that calls go through, unless to loopback.
    pub proxies: Proxies,
    /// Shared by every connection of the process, so that a proxy that refuses is asked once.
    pub proxy_trial: Arc<ProxyTrial>,
    /// PEM file with further root certificates.
    pub ca_file: Option<PathBuf>,
    /// Longest time to get a connection.
    pub connect_timeout: Duration,
    /// Longest time for one call, from connecting to the last byte.
    pub timeout: Duration,
    /// How reads are repeated.
    pub retry: retry::Policy,
    /// With this there is no write client at all.
    pub read_only: bool,
    /// For signatures and token lifetimes.
    pub clock: Clock,
}

impl ConnectOptions {
    /// V2, Cloud Eye at the endpoint, the usual patience, a gate of its own, the machine's clock,
    /// and both ways of access.
    pub fn new(
        region: impl Into<String>,
        endpoint: impl Into<String>,
        iam_endpoint: impl Into<String>,
        credential: Credential,
    ) -> Self {
        let endpoint = endpoint.into();
        Self {
            region: region.into(),
            ces_endpoint: endpoint.clone(),
            endpoint,
            iam_endpoint: iam_endpoint.into(),
            api_version: ApiVersion::default(),
            project_id: None,
            project_name: None,
            credential,
            gate: Arc::default(),
            base_gate: Arc::default(),
            proxies: Proxies::default(),
            proxy_trial: Arc::default(),
            ca_file: None,
            connect_timeout: Duration::from_secs(5),
            timeout: Duration::from_secs(30),
            retry: retry::Policy::default(),
            read_only: false,
            clock: Clock::system(),
        }
    }
}

/// What may be done with a project.
#[derive(Clone, Debug)]
pub enum Access {
    /// Look only.
    Read(ReadClient),
    /// Look and change.
    Full(ReadClient, WriteClient),
}

impl Access {
    /// The client for looking, which is always there.
    pub fn reader(&self) -> &ReadClient {
        match self {
            Self::Read(client) | Self::Full(client, _) => client,
        }
    }

    /// Has every read that is tried again told of, from now on; to the first that asks for it.
    pub fn watch_retries(&self, watch: retry::RetryWatch) {
        self.reader().connection.watch_retries(watch);
    }

    /// Takes what is known here out of every answer that comes from now on, too.
    pub fn hide(&self, known: &KnownSecrets) {
        self.reader().connection.hide(known);
    }
}

/// Prepares a connection; nothing is sent yet. Reads `ca_file` and the machine's certificates, so
/// call it where waiting for a disk is fine.
///
/// # Errors
/// [`super::ErrorKind::Setup`] when an endpoint is not a plain `https` address (`http` only to loopback)
/// or `ca_file` cannot be used.
pub fn connect(options: ConnectOptions) -> Result<Access, ApiError> {
    let connection = Arc::new(Connection::new(options)?);
    let reader = ReadClient {
        connection: Arc::clone(&connection),
        for_a_write: None,
    };
    Ok(if connection.options.read_only {
        Access::Read(reader)
    } else {
        Access::Full(reader, WriteClient { connection })
    })
}

/// How an answer is read.
type Decode<O> = fn(&O, &[u8]) -> Result<<O as Read>::Reply, DecodeError>;

/// Sends reads, and repeats them where that can help. It has no way to write. Cheap to clone.
#[derive(Clone, Debug)]
pub struct ReadClient {
    connection: Arc<Connection>,
    /// When what is read decides whether a write may leave.
    for_a_write: Option<Arc<Announced>>,
}

impl ReadClient {
    /// Sends one read, in the version of the API that is spoken.
    ///
    /// # Errors
    /// [`ApiError`] after the last try, or at once when another try cannot help;
    /// [`super::ErrorKind::Setup`] when the version has no call for it.
    pub async fn read<O: Read>(&self, op: &O) -> Result<O::Reply, ApiError> {
        // What V1 has no pages for comes all at once.
        let (request, limit, decode) = match self.api_version() {
            ApiVersion::V2 => (
                O::request as RequestOf<O>,
                op.limit(),
                O::decode as Decode<O>,
            ),
            ApiVersion::V1 => match op.in_v1() {
                Some(request) => (request, Limit::ANSWER, O::decode_in_v1 as Decode<O>),
                None => return Err(unsupported(O::OPERATION)),
            },
        };
        let project = self.project().await?;
        let call = Arc::new(Call {
            attempted: O::OPERATION,
            to: Service::Reading,
            urgency: self.urgency(O::OPERATION),
            request: request(op, &project),
            project: Some(project),
            departure: None,
            limit,
        });
        let answer = self.connection.send_with_retry(&call).await?;
        decode(op, &answer.body).map_err(|error| undecodable(O::OPERATION, &answer, &error))
    }

    /// Asks Cloud Eye, which has one version whatever the message service speaks. It is asked
    /// once: whoever keeps to its budget decides when to ask again.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn ask_cloud_eye<O: Read>(&self, op: &O) -> Result<O::Reply, ApiError> {
        let project = self.project().await?;
        let call = Arc::new(Call {
            attempted: O::OPERATION,
            to: Service::Figures,
            urgency: Urgency::Figures,
            request: op.request(&project),
            project: Some(project),
            departure: None,
            limit: op.limit(),
        });
        let answer = self.connection.once(&call).await;
        let answer = answer.map_err(WriteError::into_error)?;
        let read = op.decode(&answer.body);
        read.map_err(|error| undecodable(O::OPERATION, &answer, &error))
    }

    /// How far the clock of Cloud Eye is ahead of [`Self::now`], in ms: 0 before its first answer.
    pub fn cloud_eye_ahead(&self) -> i64 {
        self.connection.ahead()
    }

    /// The version of the API that is spoken.
    pub fn api_version(&self) -> ApiVersion {
        self.connection.options.api_version
    }

    /// The same client for the last look before a write: its reads go before all others, and as
    /// long as it lives the others leave a place free, so that the write need not wait for them.
    pub fn for_a_write(&self) -> Self {
        Self {
            connection: Arc::clone(&self.connection),
            for_a_write: Some(Arc::new(self.connection.options.gate.announce())),
        }
    }

    fn urgency(&self, operation: Operation) -> Urgency {
        match (&self.for_a_write, operation) {
            (Some(_), _) => Urgency::Write,
            (None, Operation::ListInstances) => Urgency::List,
            (None, _) => Urgency::Look,
        }
    }

    /// Every instance: in V2 the first page alone, the rest at most 4 at a time; in V1, which has
    /// no pages, all at once. `on_page` hears after each page what there is so far.
    ///
    /// # Errors
    /// Only when the first page fails; later failures are in [`Listing::missing`].
    pub async fn list_instances(
        &self,
        on_page: impl FnMut(&ListProgress<'_>),
    ) -> Result<Listing, ApiError> {
        let nothing = ListedBefore::default();
        listing::instances(self, &nothing, on_page).await
    }

    /// The same, where they were listed before.
    ///
    /// # Errors
    /// As above.
    pub async fn list_instances_again(
        &self,
        before: &ListedBefore,
        on_page: impl FnMut(&ListProgress<'_>),
    ) -> Result<Listing, ApiError> {
        listing::instances(self, before, on_page).await
    }

    /// Every task of an instance, or those that began in a span, newest first.
    ///
    /// # Errors
    /// Only when the first page fails; a later failure is in [`TaskList::missing`].
    pub async fn list_tasks(
        &self,
        instance: &InstanceId,
        span: Option<v2::TaskSpan>,
    ) -> Result<TaskList, ApiError> {
        listing::tasks(self, instance, span).await
    }

    /// The queues of a broker, as far as a bounded number of requests goes.
    ///
    /// # Errors
    /// Only when no page of queues could be read; a later failure is in [`QueueList::missing`].
    pub async fn list_queues(&self, instance: &InstanceId) -> Result<QueueList, ApiError> {
        listing::queues(self, instance).await
    }

    /// What time it is by the clock that requests are signed with.
    pub fn now(&self) -> EpochMs {
        self.connection.options.clock.now()
    }

    /// Everything a creation form chooses from.
    ///
    /// # Errors
    /// [`ApiError`] when any part of it cannot be read.
    pub async fn catalogue(&self) -> Result<Catalogue, ApiError> {
        let (products, zones, windows) = tokio::try_join!(
            self.read(&v2::Products),
            self.read(&v2::AvailableZones),
            self.read(&v2::MaintainWindows),
        )?;
        Ok(Catalogue {
            versions: products.versions,
            products: products.products.rows,
            zones: zones.rows,
            windows: windows.rows,
        })
    }

    /// The project: as given, or looked up once however many ask.
    ///
    /// # Errors
    /// [`super::ErrorKind::Setup`] when there is none of that name, or several; they are listed.
    pub async fn project(&self) -> Result<ProjectId, ApiError> {
        self.connection.project().await
    }

    /// Asks what is at one of the addresses, without any credential.
    ///
    /// # Errors
    /// [`Silence`] when nothing answers in time.
    pub async fn probe(&self, door: Door) -> Result<Probed, Silence> {
        self.connection.probe(door).await
    }

    /// The user asked to try a refused credential, or a proxy that refused, again: opens the gate,
    /// unless one more refusal would lock the key.
    pub fn retry_credential(&self) {
        self.connection.options.base_gate.reopen();
        self.connection.options.gate.reopen();
        self.connection.options.proxy_trial.reopen();
    }

    /// When the token or the keys end that stand for the credential now; `None` when there are
    /// none, or none yet.
    pub async fn lease_ends_at(&self) -> Option<EpochMs> {
        self.connection.lease_ends_at().await
    }

    /// How often the credential was refused in a row, by whatever call of this process.
    pub fn refusals(&self) -> Refusals {
        let options = &self.connection.options;
        Refusals::new([options.gate.refusals(), options.base_gate.refusals()])
    }

    /// The agency that is taken on, if any.
    pub fn agency(&self) -> Option<&Agency> {
        self.connection.options.credential.agency()
    }
}

/// A write the service took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// What it answered.
    pub reply: WriteReply,
    /// The HTTP status, such as 204.
    pub status: u16,
    /// The service's id of the call, when it gave one.
    pub request_id: Option<String>,
}

/// Sends writes, each exactly once. Cheap to clone; only what may write should hold one.
#[derive(Clone, Debug)]
pub struct WriteClient {
    connection: Arc<Connection>,
}

impl WriteClient {
    /// Sends one write as it is, never twice, if it may still leave when all that it has to wait
    /// for is there. Do not drop the future before it ends: what became of the write would not be
    /// known.
    ///
    /// # Errors
    /// [`WriteError`] says whether it can have had an effect; [`WriteError::NotSent`] also when it
    /// was made for another project or another version of the API.
    pub async fn send(
        &self,
        write: &Prepared,
        departure: &Departure,
    ) -> Result<Accepted, WriteError> {
        let project = self.connection.project().await;
        let project = project.map_err(WriteError::NotSent)?;
        let api = self.connection.options.api_version;
        if (Home {
            project: project.clone(),
            api,
        }) != write.home
        {
            let message = "it was made for another project or another version of the API";
            let error = ApiError::local(write.operation, ErrorKind::Setup, message);
            return Err(WriteError::NotSent(error));
        }
        let call = Arc::new(Call {
            attempted: write.operation,
            to: Service::Writing,
            urgency: Urgency::Write,
            request: write.request.clone(),
            project: Some(project),
            departure: Some(departure.clone()),
            limit: Limit::ANSWER,
        });
        let answer = self.connection.once(&call).await?;
        match write.decode(&answer.body) {
            Ok(reply) => Ok(Accepted {
                reply,
                status: answer.status,
                request_id: answer.request_id(),
            }),
            Err(error) => Err(WriteError::Unknown(undecodable(
                write.operation,
                &answer,
                &error,
            ))),
        }
    }
}

/// A call that is not sent because V1 does not have it.
fn unsupported(attempted: Operation) -> ApiError {
    ApiError::local(attempted, ErrorKind::Setup, Unsupported.to_string())
}
