//! Writes of which something may still be learned, as the journal knows them.

use super::{EntryId, Outcome, Settled, Settlement, Target, Verdict};
use crate::api::Operation;

/// A write whose end is not known.
#[derive(Debug)]
pub(super) struct Open {
    id: EntryId,
    /// The number under which this run sent it; nothing for one of an earlier run.
    write: Option<u64>,
    /// What it does, as it stands in the journal.
    action: String,
    /// Those of its targets whose end is not known.
    targets: Vec<Awaited>,
}

#[derive(Debug)]
struct Awaited {
    target: Target,
    /// Whether the journal says that the service took it.
    is_taken: bool,
}

impl Open {
    pub(super) fn new(
        id: EntryId,
        write: Option<u64>,
        action: String,
        targets: Vec<Target>,
    ) -> Self {
        let targets = targets.into_iter().map(|target| Awaited {
            target,
            is_taken: false,
        });
        Self {
            id,
            write,
            action,
            targets: targets.collect(),
        }
    }

    pub(super) fn id(&self) -> &EntryId {
        &self.id
    }

    /// Whether the end of all of its targets is known.
    pub(super) fn is_over(&self) -> bool {
        self.targets.is_empty()
    }

    /// Takes its answer in: what was refused or not sent has its end.
    pub(super) fn answer(&mut self, outcome: &Outcome) {
        self.targets
            .retain_mut(|awaited| match outcome.of_target(&awaited.target) {
                Verdict::Accepted => {
                    awaited.is_taken = true;
                    true
                }
                Verdict::Unknown => true,
                Verdict::Refused | Verdict::NotSent => false,
            });
    }

    /// Takes in what became of one of its targets. Says whether that is worth a line.
    pub(super) fn settle(
        &mut self,
        (write, operation): (u64, Operation),
        known: &Settlement,
    ) -> bool {
        let is_ours = match self.write {
            Some(own) => own == write,
            None => operation.is_recorded_as(&self.action),
        };
        let mut targets = self.targets.iter();
        let Some(at) = targets.position(|awaited| is_ours && awaited.target.is(&known.target))
        else {
            return false;
        };
        match known.result {
            Settled::Taken => !std::mem::replace(&mut self.targets[at].is_taken, true),
            Settled::Done
            | Settled::Released
            | Settled::Unseen
            | Settled::Untold
            | Settled::NoTrace
            | Settled::Partly
            | Settled::Failed => {
                self.targets.remove(at);
                true
            }
        }
    }
}
