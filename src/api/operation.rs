//! What an operation is: a small value that knows its request and how to read its answer.
//!
//! [`Read`] and [`Write`] are two traits on purpose: a read client cannot be handed a write.
//! [`Operation`] is what both are called, whichever version of the API carries them: errors,
//! permissions and the journal speak of operations.

use crate::model::ProjectId;

use super::Request;

/// Something that is attempted at the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are the references' own")]
pub enum Operation {
    /// Getting ready to send anything.
    Connect,
    SignIn,
    FindProject,
    ListInstances,
    ShowInstance,
    CreateInstance,
    ModifyInstance,
    DeleteInstance,
    DeleteInstances,
    RestartInstances,
    ResetPassword,
    /// What an instance can be resized to.
    ListSizes,
    Resize,
    ListPlugins,
    SwitchPlugins,
    ListTasks,
    ShowTask,
    DeleteTask,
    ChangeTags,
    ListTags,
    ListProjectTags,
    ListProducts,
    ListZones,
    ListWindows,
    /// Any write, on a connection that can only read.
    ChangeAnything,
}

impl Operation {
    /// Every operation, in the order of the references.
    pub const ALL: [Self; 25] = [
        Self::Connect,
        Self::SignIn,
        Self::FindProject,
        Self::CreateInstance,
        Self::ListInstances,
        Self::ShowInstance,
        Self::ModifyInstance,
        Self::DeleteInstance,
        Self::DeleteInstances,
        Self::RestartInstances,
        Self::ResetPassword,
        Self::ListPlugins,
        Self::SwitchPlugins,
        Self::ListSizes,
        Self::Resize,
        Self::ListTasks,
        Self::ShowTask,
        Self::DeleteTask,
        Self::ChangeTags,
        Self::ListTags,
        Self::ListProjectTags,
        Self::ListProducts,
        Self::ListZones,
        Self::ListWindows,
        Self::ChangeAnything,
    ];

    /// In English words that follow "could not": for logs, plain output and the journal. What a
    /// screen says comes from its catalogue.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::SignIn => "sign in",
            Self::FindProject => "find the project",
            Self::ListInstances => "list instances",
            Self::ShowInstance => "show the instance",
            Self::CreateInstance => "create the instance",
            Self::ModifyInstance => "change the instance",
            Self::DeleteInstance => "delete the instance",
            Self::DeleteInstances => "delete the instances",
            Self::RestartInstances => "restart the instances",
            Self::ResetPassword => "reset the password",
            Self::ListSizes => "list the sizes of the instance",
            Self::Resize => "resize the instance",
            Self::ListPlugins => "list plug-ins",
            Self::SwitchPlugins => "switch the plug-in",
            Self::ListTasks => "list tasks",
            Self::ShowTask => "show the task",
            Self::DeleteTask => "delete the task record",
            Self::ChangeTags => "change the tags",
            Self::ListTags => "list the tags of the instance",
            Self::ListProjectTags => "list the tags of the project",
            Self::ListProducts => "list products",
            Self::ListZones => "list availability zones",
            Self::ListWindows => "list maintenance windows",
            Self::ChangeAnything => "change anything",
        }
    }
}

impl std::fmt::Display for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

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

/// An operation without effect: it may be repeated and dropped at will.
pub trait Read {
    /// What the answer means.
    type Reply;
    /// What it is called.
    const OPERATION: Operation;
    /// The call.
    fn request(&self, project: &ProjectId) -> Request;
    /// Reads the body of a successful answer.
    ///
    /// # Errors
    /// [`DecodeError`] when the answer as a whole is not what it must be; single odd fields or
    /// rows are no error.
    fn decode(&self, body: &[u8]) -> Result<Self::Reply, DecodeError>;
}

/// An operation with an effect: it is sent once and never repeated by itself.
pub trait Write {
    /// What the answer means.
    type Reply;
    /// What it is called: one call can do several things.
    fn operation(&self) -> Operation;
    /// The call.
    fn request(&self, project: &ProjectId) -> Request;
    /// Reads the body of a successful answer.
    ///
    /// # Errors
    /// [`DecodeError`] when the answer is not what it must be; the write may still have happened.
    fn decode(&self, body: &[u8]) -> Result<Self::Reply, DecodeError>;
}

/// At least one of something: an empty batch cannot be built, so it can never mean "all".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneOrMore<T>(Vec<T>);

impl<T> OneOrMore<T> {
    /// Just one.
    #[must_use]
    pub fn one(item: T) -> Self {
        Self(vec![item])
    }

    /// All of them, or nothing when there are none.
    #[must_use]
    pub fn of(items: Vec<T>) -> Option<Self> {
        (!items.is_empty()).then_some(Self(items))
    }

    /// The items, in order.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        &self.0
    }
}
