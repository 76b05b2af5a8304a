//! What an operation is: a small value that knows its request and how to read its answer.
//!
//! [`Read`] and [`Write`] are two traits on purpose: a read client cannot be handed a write.
//! [`Operation`] is what both are called, whichever version of the API carries them: errors,
//! permissions and the journal speak of operations.
//!
//! The operations of [`super::v2`] are what the rest of the program asks for. One that V1 has a
//! call for says so in `in_v1`; the clients send that when they speak V1, and refuse the others.

use crate::model::{ApiVersion, Home, ProjectId};

use super::{Limit, Prepared, Request, WriteReply, wire};

macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident: $words:literal $(, $permission:literal)?;)*) => {
        /// Something that is attempted at the service.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, strum::IntoStaticStr, strum::VariantNames,
        )]
        #[strum(serialize_all = "kebab-case")]
        pub enum Operation {
            $($(#[$doc])* $name,)*
        }

        impl Operation {
            /// Every operation, in the order of the references.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// In English words that follow "could not": for logs, plain output and the journal.
            /// What a screen says comes from its catalogue.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $words,)*
                }
            }

            /// The IAM action it needs, such as `dms:instance:delete`: English reference, table
            /// 5-1; for restarting, which that table leaves out, the Chinese reference, table 7-1;
            /// for Cloud Eye, the permissions of its API reference; for vhosts and queues, the
            /// pages of their calls.
            /// Nothing for what neither table has a row for.
            pub fn permission(self) -> Option<&'static str> {
                let permission: &[&str] = match self {
                    $(Self::$name => &[$($permission)?],)*
                };
                permission.first().copied()
            }
        }
    };
}

operations! {
    /// Getting ready to send anything.
    Connect: "connect";
    SignIn: "sign in";
    /// Getting the keys or the token of an agency.
    TakeOnAgency: "take on the agency";
    /// Getting the keys of the machine's own agency.
    AskMachine: "get the keys of this machine";
    FindProject: "find the project";
    CreateInstance: "create the instance", "dms:instance:create";
    ListInstances: "list instances", "dms:instance:list";
    ShowInstance: "show the instance", "dms:instance:get";
    ModifyInstance: "change the instance", "dms:instance:modify";
    DeleteInstance: "delete the instance", "dms:instance:delete";
    DeleteInstances: "delete the instances", "dms:instance:delete";
    RestartInstances: "restart the instances", "dms:instance:modifyStatus";
    ResetPassword: "reset the password", "dms:instance:resetAuthInfo";
    ListPlugins: "list plug-ins", "dms:instance:list";
    SwitchPlugins: "switch the plug-in", "dms:instance:modify";
    /// What an instance can be resized to.
    ListSizes: "list the sizes of the instance";
    Resize: "resize the instance", "dms:instance:scale";
    ShowAutoExpansion: "show the automatic disk expansion";
    ChangeAutoExpansion: "change the automatic disk expansion";
    ListTasks: "list tasks", "dms:instance:getBackgroundTask";
    ShowTask: "show the task", "dms:instance:getBackgroundTask";
    DeleteTask: "delete the task record", "dms:instance:deleteBackgroundTask";
    ChangeTags: "change the tags", "dms:instance:modify";
    ListTags: "list the tags of the instance", "dms:instance:get";
    ListProjectTags: "list the tags of the project", "dms:instance:get";
    ListProducts: "list products";
    ListQuotas: "list the quotas of the project";
    ShowRecycle: "show the recycle bin";
    Restore: "restore the instance", "dms:instance:restore";
    SetRecyclePolicy: "change what the recycle bin keeps", "dms:instance:modify";
    ListZones: "list availability zones";
    ListWindows: "list maintenance windows";
    /// Figures of Cloud Eye.
    ReadFigures: "read figures", "ces:metricData:list";
    /// What Cloud Eye has figures of.
    ListSeries: "list what Cloud Eye measures", "ces:metrics:list";
    /// Which rules of the user's fire in Cloud Eye.
    ListAlarms: "list alarms of Cloud Eye", "ces:alarmHistory:list";
    /// Which queues of an instance have figures: the message service answers it.
    ShowHierarchy: "list the queues that Cloud Eye measures";
    ListVhosts: "list the virtual hosts", "dms:vhost:list";
    ListQueues: "list the queues", "dms:amqpQueue:list";
    ShowQueue: "show the queue", "dms:amqpQueue:get";
    PurgeQueue: "purge the queue", "dms:amqpQueue:purge";
    /// The users of a broker of the engine AMQP-0-9-1.
    ListUsers: "list the users of the broker";
    /// Any write, on a connection that can only read.
    ChangeAnything: "change anything";
}

/// Who answers an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Service {
    Dms,
    Iam,
    /// What gives a machine the keys of its agency.
    Metadata,
    CloudEye,
}

impl Operation {
    /// Who answers it.
    pub fn service(self) -> Service {
        match self {
            Self::SignIn | Self::TakeOnAgency | Self::FindProject => Service::Iam,
            Self::AskMachine => Service::Metadata,
            Self::ReadFigures | Self::ListSeries | Self::ListAlarms => Service::CloudEye,
            Self::Connect
            | Self::CreateInstance
            | Self::ListInstances
            | Self::ShowInstance
            | Self::ModifyInstance
            | Self::DeleteInstance
            | Self::DeleteInstances
            | Self::RestartInstances
            | Self::ResetPassword
            | Self::ListPlugins
            | Self::SwitchPlugins
            | Self::ListSizes
            | Self::Resize
            | Self::ShowAutoExpansion
            | Self::ChangeAutoExpansion
            | Self::ListTasks
            | Self::ShowTask
            | Self::DeleteTask
            | Self::ChangeTags
            | Self::ListTags
            | Self::ListProjectTags
            | Self::ListProducts
            | Self::ListQuotas
            | Self::ShowRecycle
            | Self::Restore
            | Self::SetRecyclePolicy
            | Self::ListZones
            | Self::ListWindows
            | Self::ShowHierarchy
            | Self::ListVhosts
            | Self::ListQueues
            | Self::ShowQueue
            | Self::PurgeQueue
            | Self::ListUsers
            | Self::ChangeAnything => Service::Dms,
        }
    }

    /// Whether Cloud Eye answers it, and not the message service.
    pub fn is_of_cloud_eye(self) -> bool {
        self.service() == Service::CloudEye
    }

    /// Whether its answer is a key or a token.
    pub(super) fn gives_a_secret(self) -> bool {
        matches!(self, Self::SignIn | Self::TakeOnAgency | Self::AskMachine)
    }
}

impl Operation {
    /// Whether the journal calls it so. One of several instances at once is recorded as that of
    /// one is.
    pub fn is_recorded_as(self, action: &str) -> bool {
        let several = match self {
            Self::DeleteInstance => Self::DeleteInstances,
            other => other,
        };
        [self, several].iter().any(|one| one.as_str() == action)
    }
}

impl std::fmt::Display for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// This version of the API has no call for what was asked. Nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("V1.0 of the API has no call for this; use api = \"v2\"")]
pub struct Unsupported;

/// An answer that says "success" but cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {problem}")]
pub struct DecodeError {
    /// Where in the answer.
    pub at: &'static str,
    /// What is wrong there.
    pub problem: String,
}

impl DecodeError {
    pub(super) fn new(at: &'static str, problem: impl Into<String>) -> Self {
        Self {
            at,
            problem: problem.into(),
        }
    }
}

/// How an operation is asked for in one version of the API.
pub type RequestOf<O> = fn(&O, &ProjectId) -> Request;

/// An operation without effect: it may be repeated and dropped at will.
pub trait Read {
    /// What the answer means.
    type Reply;
    /// What it is called.
    const OPERATION: Operation;
    /// The call.
    fn request(&self, project: &ProjectId) -> Request;
    /// How large the answer may be.
    fn limit(&self) -> Limit {
        Limit::ANSWER
    }
    /// Reads the body of a successful answer.
    ///
    /// # Errors
    /// [`DecodeError`] when the answer as a whole is not what it must be; single odd fields or
    /// rows are no error.
    fn decode(&self, body: &[u8]) -> Result<Self::Reply, DecodeError>;
    /// The call in V1; `None` when that has none for it.
    fn in_v1(&self) -> Option<RequestOf<Self>> {
        None
    }
    /// Reads what V1 answers.
    ///
    /// # Errors
    /// Those of [`Self::decode`].
    fn decode_in_v1(&self, body: &[u8]) -> Result<Self::Reply, DecodeError> {
        self.decode(body)
    }
}

/// An operation with an effect: it is sent once and never repeated by itself.
pub trait Write {
    /// What it is called: one call can do several things.
    fn operation(&self) -> Operation;
    /// The call.
    fn request(&self, project: &ProjectId) -> Request;
    /// Reads the body of a successful answer; most say nothing.
    ///
    /// # Errors
    /// [`DecodeError`] when the answer is not what it must be; the write may still have happened.
    fn decode(body: &[u8]) -> Result<WriteReply, DecodeError> {
        wire::nothing(body).map(|()| WriteReply::Nothing)
    }
    /// The call in V1; `None` when that has none for it.
    fn in_v1(&self) -> Option<RequestOf<Self>> {
        None
    }

    /// The call that does it there, ready to be shown and sent.
    ///
    /// # Errors
    /// [`Unsupported`] when the version of the API there has no call for it.
    fn prepare(&self, home: &Home) -> Result<Prepared, Unsupported> {
        let request = match home.api {
            ApiVersion::V2 => Self::request,
            ApiVersion::V1 => self.in_v1().ok_or(Unsupported)?,
        };
        Ok(Prepared {
            operation: self.operation(),
            home: home.clone(),
            request: request(self, &home.project),
            decode: Self::decode,
        })
    }
}

/// At least one of something: an empty batch cannot be built, so it can never mean "all".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneOrMore<T>(Vec<T>);

impl<T> OneOrMore<T> {
    /// Just one.
    pub fn one(item: T) -> Self {
        Self(vec![item])
    }

    /// All of them, or nothing when there are none.
    pub fn of(items: Vec<T>) -> Option<Self> {
        (!items.is_empty()).then_some(Self(items))
    }

    /// The first one: there always is one.
    pub fn first(&self) -> &T {
        &self.0[0]
    }

    /// The items, in order, to change them.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.0.iter_mut()
    }

    /// The items, in order.
    pub fn as_slice(&self) -> &[T] {
        &self.0
    }
}
