//! What was read for the charts of the instance that is open, by range, and when.

use crate::figures::{FiguresKind, FiguresRead, Range, Stretch, Values};
use crate::model::{InstanceId, InstanceKey, Scope};
use crate::state::now::Now;

/// All ranges that were read of one instance.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// The instance that is open.
    of: Option<InstanceKey>,
    read: Vec<Reading>,
}

/// One range.
#[derive(Clone, Debug)]
pub struct Reading {
    range: Range,
    pub stretch: Stretch,
    /// When its newest answer came.
    pub at: Now,
}

impl Kept {
    /// Keeps nothing of another instance than this one. Says whether it was another one.
    pub fn keep(&mut self, opened: Option<&InstanceKey>) -> bool {
        let is_other = self.of.as_ref() != opened;
        if is_other {
            self.of = opened.cloned();
            self.read.clear();
        }
        is_other
    }

    /// Takes in what was read of the instance: a range, or the newest minutes, with which its hour
    /// goes on.
    pub fn take(&mut self, scope: &Scope, read: &FiguresRead, now: Now) {
        let own = |(id, _): &&(InstanceId, Values)| {
            let of = self.of.as_ref();
            of.is_some_and(|of| of.scope == *scope && of.id == *id)
        };
        let Some((_, values)) = read.instances.iter().find(own) else {
            return;
        };
        let known = |of: Range| self.read.iter().position(|one| one.range == of);
        let place = match read.kind {
            FiguresKind::Current => known(Range::Hour),
            FiguresKind::Range(range) => known(range).or_else(|| {
                self.read.push(Reading {
                    range,
                    stretch: Stretch::new(range),
                    at: now,
                });
                Some(self.read.len() - 1)
            }),
            FiguresKind::Hour
            | FiguresKind::NodeMinutes
            | FiguresKind::Disk
            | FiguresKind::Queues => None,
        };
        if let Some(place) = place {
            let kept = &mut self.read[place];
            kept.stretch.take(read.until, values);
            kept.at = now;
        }
    }

    /// What was read of a range.
    pub fn get(&self, range: Range) -> Option<&Reading> {
        self.read.iter().find(|one| one.range == range)
    }
}
