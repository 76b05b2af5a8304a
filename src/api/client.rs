//! The two clients and how to get them: [`connect`].

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::model::{Catalogue, EpochMs, InstanceId, ProjectId};

use super::{
    ApiError, Credential, ErrorKind, Gate, ListProgress, Listing, Read, TaskList, Write,
    WriteError, retry,
};

/// Tells the time; a test's clock may stand still or be wrong.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> EpochMs + Send + Sync>);

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        Self::new(|| jiff::Timestamp::now().as_millisecond())
    }

    /// A clock of one's own.
    #[must_use]
    pub fn new(now: impl Fn() -> EpochMs + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// Epoch milliseconds, UTC.
    #[must_use]
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
    /// The project; looked up once at IAM when not given.
    pub project_id: Option<ProjectId>,
    /// Name to look the project up by; the region's name when not given.
    pub project_name: Option<String>,
    /// Who we are.
    pub credential: Credential,
    /// Shared by every connection with the same credential, so that one refusal stops them all.
    pub gate: Arc<Gate>,
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
    /// The usual patience, a gate of its own, the machine's clock, and both ways of access.
    #[must_use]
    pub fn new(
        region: impl Into<String>,
        endpoint: impl Into<String>,
        iam_endpoint: impl Into<String>,
        credential: Credential,
    ) -> Self {
        Self {
            region: region.into(),
            endpoint: endpoint.into(),
            iam_endpoint: iam_endpoint.into(),
            project_id: None,
            project_name: None,
            credential,
            gate: Arc::default(),
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
    #[must_use]
    pub fn reader(&self) -> &ReadClient {
        match self {
            Self::Read(client) | Self::Full(client, _) => client,
        }
    }
}

/// Prepares a connection; nothing is sent yet. Reads `ca_file` and the machine's certificates, so
/// call it where waiting for a disk is fine.
///
/// # Errors
/// [`ErrorKind::Setup`] when an endpoint is not a plain `https` address (`http` only to loopback)
/// or `ca_file` cannot be used.
pub fn connect(options: ConnectOptions) -> Result<Access, ApiError> {
    let core = Arc::new(Core { options });
    let reader = ReadClient {
        core: Arc::clone(&core),
    };
    Ok(if core.options.read_only {
        Access::Read(reader)
    } else {
        Access::Full(reader, WriteClient { core })
    })
}

#[derive(Debug)]
struct Core {
    options: ConnectOptions,
}

/// Sends reads, and repeats them where that can help. It has no way to write. Cheap to clone.
#[derive(Clone, Debug)]
pub struct ReadClient {
    core: Arc<Core>,
}

impl ReadClient {
    /// Sends one read.
    ///
    /// # Errors
    /// [`ApiError`] after the last try, or at once when another try cannot help.
    pub async fn read<O: Read>(&self, _op: &O) -> Result<O::Reply, ApiError> {
        Err(self.todo(O::NAME))
    }

    /// Every instance: the first page alone, the rest at most 8 at a time.
    ///
    /// # Errors
    /// Only when the first page fails; later failures are in [`Listing::missing`].
    pub async fn list_instances(
        &self,
        _on_page: impl FnMut(&ListProgress<'_>),
    ) -> Result<Listing, ApiError> {
        Err(self.todo("list instances"))
    }

    /// Every task of an instance, newest first.
    ///
    /// # Errors
    /// Only when the first page fails; a later failure is in [`TaskList::missing`].
    pub async fn list_tasks(&self, _instance: &InstanceId) -> Result<TaskList, ApiError> {
        Err(self.todo("list tasks"))
    }

    /// Everything a creation form chooses from.
    ///
    /// # Errors
    /// [`ApiError`] when any part of it cannot be read.
    pub async fn catalogue(&self) -> Result<Catalogue, ApiError> {
        Err(self.todo("list products"))
    }

    /// The project: as given, or looked up once however many ask.
    ///
    /// # Errors
    /// [`ErrorKind::Setup`] when there is none of that name, or several; they are listed.
    pub async fn project(&self) -> Result<ProjectId, ApiError> {
        Err(self.todo("find the project"))
    }

    /// The user asked to try a refused credential again: opens the gate.
    pub fn retry_credential(&self) {}

    fn todo(&self, name: &'static str) -> ApiError {
        ApiError::local(name, ErrorKind::Setup, &self.core.options.region)
    }
}

/// Sends writes, each exactly once. Cheap to clone; only what may write should hold one.
#[derive(Clone, Debug)]
pub struct WriteClient {
    core: Arc<Core>,
}

impl WriteClient {
    /// Sends one write, never twice.
    ///
    /// # Errors
    /// [`WriteError`] says whether it can have had an effect.
    pub async fn send<O: Write>(&self, _op: &O) -> Result<O::Reply, WriteError> {
        Err(WriteError::NotSent(ApiError::local(
            O::NAME,
            ErrorKind::Setup,
            &self.core.options.region,
        )))
    }
}
