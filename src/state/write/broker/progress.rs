//! Changes of brokers on their way, and what came of them.

use super::{BrokerPlan, Object};
use crate::api::Rows;
use crate::api::management::{ChangeError, ChangeKind, ManagementError};
use crate::broker::BrokerError;
use crate::model::InstanceKey;
use crate::model::broker::PeekedMessage;
use crate::state::write::pending::WriteId;
use std::collections::VecDeque;
use std::sync::Arc;

/// How many are remembered.
const KEPT: usize = 20;

/// What a broker did.
#[derive(Clone, Debug, PartialEq)]
pub enum BrokerReceipt {
    /// The ready messages before and after, as far as they could be counted.
    Purged {
        before: Option<u64>,
        after: Option<u64>,
    },
    Deleted,
    Closed,
    /// It was not there any more.
    WasGone,
    /// The messages that were looked at, first one first.
    Messages(Arc<Rows<PeekedMessage>>),
}

/// Why there is no receipt.
#[derive(Clone, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum BrokerFailure {
    /// This connection can only read.
    ReadOnly,
    /// There is no way to the broker, or no password for it. Nothing was sent.
    NoWay(BrokerError),
    /// The last look before it failed. Nothing was sent.
    Unread(ManagementError),
    /// Another broker answers there. Nothing was sent.
    Another,
    /// The queue is in this state now. Nothing was sent.
    State(String),
    /// It could not be written down, for this reason. Nothing was sent.
    Unrecorded(String),
    /// What became of it is in the error.
    Failed(ChangeError),
    /// The user stopped before its turn came.
    Stopped,
    /// A defect of warren: it may have been sent.
    Defect,
}

impl BrokerFailure {
    /// Whether it may have happened all the same.
    pub fn is_unknown(&self) -> bool {
        match self {
            Self::Failed(ChangeError::Unknown(_)) | Self::Defect => true,
            Self::ReadOnly
            | Self::NoWay(_)
            | Self::Unread(_)
            | Self::Another
            | Self::State(_)
            | Self::Unrecorded(_)
            | Self::Failed(ChangeError::NotSent(_) | ChangeError::Refused(_))
            | Self::Stopped => false,
        }
    }
}

/// What is heard of a change while it is carried out.
#[derive(Clone, Debug, PartialEq)]
pub enum BrokerNews {
    /// The call with this number leaves.
    Leaves,
    /// What came of the call with this number.
    Answer(usize, Result<BrokerReceipt, BrokerFailure>),
    /// No more is sent.
    Over,
}

/// A change that was sent, and what came of each of its calls.
#[derive(Clone, Debug)]
pub struct BrokerWrite {
    pub id: WriteId,
    pub plan: BrokerPlan,
    results: Vec<Option<Result<BrokerReceipt, BrokerFailure>>>,
    /// Something of it has left.
    pub has_left: bool,
    /// The user wants no more of it sent.
    pub is_stopping: bool,
    pub is_over: bool,
}

/// How many connections of a client stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BrokerTally {
    pub all: usize,
    pub closed: usize,
    /// Not there any more when their turn came.
    pub gone: usize,
    pub failed: usize,
    /// Not sent, because the user stopped.
    pub left: usize,
    /// Nothing is known of them yet.
    pub open: usize,
}

/// How a change of a broker stands, to be told.
#[derive(Clone, Debug, PartialEq)]
pub struct BrokerOutcome {
    pub id: WriteId,
    pub kind: ChangeKind,
    /// What it is done to, by name.
    pub subject: String,
    /// The instance whose broker it is, by name.
    pub name: String,
    pub result: BrokerResult,
}

#[derive(Clone, Debug, PartialEq)]
pub enum BrokerResult {
    UnderWay,
    Ended(Result<BrokerReceipt, BrokerFailure>),
    /// Several connections of one client, and the first that failed.
    Several(BrokerTally, Option<BrokerFailure>),
}

impl BrokerWrite {
    /// How it stands.
    pub fn outcome(&self) -> BrokerOutcome {
        let result = match (&self.plan.client, self.results.as_slice()) {
            (Some(_), results) => {
                let failures = results.iter().flatten();
                let mut failures = failures.filter_map(|result| result.as_ref().err());
                let first = failures.find(|failure| **failure != BrokerFailure::Stopped);
                BrokerResult::Several(self.tally(), first.cloned())
            }
            (None, [Some(result), ..]) => BrokerResult::Ended(result.clone()),
            (None, _) => BrokerResult::UnderWay,
        };
        BrokerOutcome {
            id: self.id,
            kind: self.plan.kind(),
            subject: self.plan.subject().to_owned(),
            name: self.plan.name.clone(),
            result,
        }
    }

    /// No more is sent: of what nothing was heard it is not known what became of it, if anything of
    /// it has left; what comes behind it was not sent.
    fn end(&mut self) {
        self.is_over = true;
        let failed = self
            .results
            .iter()
            .flatten()
            .find_map(|result| match result {
                Err(failure @ (BrokerFailure::ReadOnly | BrokerFailure::NoWay(_))) => {
                    Some(failure.clone())
                }
                Ok(_) | Err(_) => None,
            });
        let mut unheard = failed.clone().unwrap_or(BrokerFailure::Defect);
        for result in self.results.iter_mut().filter(|result| result.is_none()) {
            *result = Some(Err(unheard));
            unheard = failed.clone().unwrap_or(BrokerFailure::Stopped);
        }
    }

    fn tally(&self) -> BrokerTally {
        let mut tally = BrokerTally {
            all: self.results.len(),
            ..BrokerTally::default()
        };
        for result in &self.results {
            *match result {
                None => &mut tally.open,
                Some(Ok(BrokerReceipt::WasGone)) => &mut tally.gone,
                Some(Ok(_)) => &mut tally.closed,
                Some(Err(BrokerFailure::Stopped)) => &mut tally.left,
                Some(Err(_)) => &mut tally.failed,
            } += 1;
        }
        tally
    }

    /// The messages that were looked at.
    pub fn messages(&self) -> Option<&Rows<PeekedMessage>> {
        match self.results.first()? {
            Some(Ok(BrokerReceipt::Messages(messages))) => Some(messages),
            Some(_) | None => None,
        }
    }
}

/// Changes of brokers, newest first.
#[derive(Clone, Debug, Default)]
pub struct BrokerWrites {
    list: VecDeque<BrokerWrite>,
}

impl BrokerWrites {
    /// Notes that a plan is being carried out under this number.
    pub fn send(&mut self, id: WriteId, plan: &BrokerPlan) {
        self.list.push_front(BrokerWrite {
            id,
            results: vec![None; plan.calls().len()],
            plan: plan.clone(),
            has_left: false,
            is_stopping: false,
            is_over: false,
        });
        let over = |list: &VecDeque<BrokerWrite>| list.back().is_some_and(|last| last.is_over);
        while self.list.len() > KEPT && over(&self.list) {
            self.list.pop_back();
        }
    }

    pub fn get(&self, id: WriteId) -> Option<&BrokerWrite> {
        self.list.iter().find(|write| write.id == id)
    }

    /// Those that are under way, newest first.
    pub fn under_way(&self) -> impl Iterator<Item = &BrokerWrite> {
        self.list.iter().filter(|write| !write.is_over)
    }

    /// Whether something is being done to this.
    pub fn under_way_on(&self, of: &InstanceKey, object: &Object) -> bool {
        self.under_way().any(|write| {
            let mut calls = write.plan.calls().iter();
            write.plan.of == *of && calls.any(|call| call.object == *object)
        })
    }

    /// Takes in what was heard of one; gives it where it is known.
    pub fn hear(&mut self, id: WriteId, news: BrokerNews) -> Option<&BrokerWrite> {
        let write = self.list.iter_mut().find(|write| write.id == id)?;
        match news {
            BrokerNews::Leaves => write.has_left = true,
            BrokerNews::Answer(number, result) => {
                if let Some(place) = write.results.get_mut(number) {
                    *place = Some(result);
                }
            }
            BrokerNews::Over => write.end(),
        }
        Some(write)
    }

    /// No more of the newest that is under way is to be sent, where more of it would be. Gives its
    /// number.
    pub fn stop(&mut self) -> Option<WriteId> {
        let mut list = self.list.iter_mut();
        let write = list.find(|write| !write.is_over && write.plan.calls().len() > 1)?;
        write.is_stopping = true;
        Some(write.id)
    }
}
