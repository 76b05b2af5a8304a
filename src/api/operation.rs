//! What an operation is: a small value that knows its request and how to read its answer.
//!
//! [`Read`] and [`Write`] are two traits on purpose: a read client cannot be handed a write.

use crate::model::ProjectId;

use super::Request;

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
    /// What is attempted, in words that follow "could not".
    const NAME: &'static str;
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
    /// What is attempted, in words that follow "could not".
    const NAME: &'static str;
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

    /// The first one: there always is one.
    #[must_use]
    pub fn first(&self) -> &T {
        &self.0[0]
    }

    /// The items, in order.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        &self.0
    }
}
