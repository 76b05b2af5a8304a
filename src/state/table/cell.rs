//! What a row of a table has under a heading.

use crate::findings::{Finding, Severity};
use crate::model::{EpochMs, Status};
use crate::state::sort::known_first;
use crate::transitions::Transition;
use std::cmp::{Ordering, Reverse};
use std::sync::Arc;

/// What a row has under a heading; nothing where the service did not say.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Text(Option<String>),
    Status(Option<Status>),
    /// The state of a connection: what is blocked comes first.
    State(Option<String>),
    /// How bad it is, worst first.
    Severity(Severity),
    /// What is wrong, without what it is wrong with.
    Finding(Arc<Finding>),
    Measured(Option<Measure>),
    /// How long ago that was.
    Since(Option<EpochMs>),
    /// How long until then.
    Until(Option<EpochMs>),
    /// That time.
    At(EpochMs),
    /// The kind of a change.
    Kind(Arc<Transition>),
    /// A change.
    Change(Arc<Transition>),
}

/// What is measured, with what it is measured in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measure {
    Count(u64),
    /// A number that is no count.
    Plain(f64),
    /// In a second.
    Rate(f64),
    /// In a minute, up or down.
    Change(f64),
    Bytes(u64),
    /// In a second.
    BytesRate(f64),
    /// 0 to 1.
    Share(f64),
    /// So many of so many.
    CountOf(u64, u64),
    BytesOf(u64, u64),
    /// So many bytes, which must stay above so many.
    BytesAbove(u64, u64),
    /// So many ms.
    Lasts(u64),
}

impl Measure {
    /// What it is ordered by.
    #[allow(clippy::cast_precision_loss, reason = "an order needs no more")]
    fn value(self) -> f64 {
        match self {
            Self::Count(value) | Self::Bytes(value) | Self::Lasts(value) => value as f64,
            Self::Plain(value)
            | Self::Rate(value)
            | Self::Change(value)
            | Self::BytesRate(value)
            | Self::Share(value) => value,
            Self::CountOf(used, all) | Self::BytesOf(used, all) | Self::BytesAbove(used, all) => {
                used as f64 / all as f64
            }
        }
    }
}

/// The place of the state of a connection: what needs a look comes first.
fn rank(state: &str) -> u8 {
    match state {
        "blocked" => 0,
        "flow" => 1,
        "blocking" => 2,
        "running" => 4,
        _ => 3,
    }
}

impl Cell {
    /// What a filter is compared with.
    pub(super) fn texts(&self) -> Vec<&str> {
        match self {
            Self::Text(text) | Self::State(text) => text.as_deref().into_iter().collect(),
            Self::Status(Some(status)) => std::iter::once(status.word())
                .chain(status.console())
                .collect(),
            Self::Change(transition) => transition.texts(),
            Self::Severity(severity) => vec![severity.name()],
            Self::Finding(finding) => vec![finding.code.name()],
            Self::Kind(transition) => vec![(&transition.change).into()],
            Self::Status(None)
            | Self::Since(_)
            | Self::Until(_)
            | Self::At(_)
            | Self::Measured(_) => Vec::new(),
        }
    }

    /// First in the alphabet, newest and soonest come first, or the other way round; what is not known
    /// comes last either way.
    pub(super) fn cmp(&self, other: &Self, flipped: bool) -> Ordering {
        match (self, other) {
            (Self::At(one), Self::At(other)) => {
                known_first(Some(Reverse(one)), Some(Reverse(other)), flipped)
            }
            (Self::Kind(_), Self::Kind(_)) | (Self::Change(_), Self::Change(_)) => {
                known_first(Some(self.texts()), Some(other.texts()), flipped)
            }
            (Self::Severity(one), Self::Severity(other)) => {
                known_first(Some(one), Some(other), flipped)
            }
            (Self::Finding(one), Self::Finding(other)) => {
                known_first(Some(one.code), Some(other.code), flipped)
            }
            (Self::Since(one), Self::Since(other)) => {
                known_first(one.map(Reverse), other.map(Reverse), flipped)
            }
            (Self::Until(one), Self::Until(other)) => known_first(*one, *other, flipped),
            (Self::State(one), Self::State(other)) => {
                let place = |state: &Option<String>| {
                    state.as_ref().map(|state| (rank(state), state.clone()))
                };
                known_first(place(one), place(other), flipped)
            }
            (Self::Measured(one), Self::Measured(other)) => {
                let value = |one: &Option<Measure>| one.map(|one| Reverse(Ordered(one.value())));
                known_first(value(one), value(other), flipped)
            }
            (Self::Text(one), Self::Text(other)) => {
                known_first(one.as_ref(), other.as_ref(), flipped)
            }
            (Self::Status(one), Self::Status(other)) => {
                let word =
                    |status: &Option<Status>| status.as_ref().map(|one| one.word().to_owned());
                known_first(word(one), word(other), flipped)
            }
            (
                Self::Text(_)
                | Self::Status(_)
                | Self::State(_)
                | Self::Severity(_)
                | Self::Finding(_)
                | Self::Measured(_)
                | Self::Since(_)
                | Self::Until(_)
                | Self::At(_)
                | Self::Kind(_)
                | Self::Change(_),
                _,
            ) => Ordering::Equal,
        }
    }
}

/// A number in its order.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Ordered(f64);

impl Eq for Ordered {}

impl PartialOrd for Ordered {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ordered {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}
