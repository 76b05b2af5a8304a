//! Transitions: made here and nowhere else, of what is judged, of tasks and of our own writes.

use super::{Fleet, InstanceKey, Now, Presence, Row, Scope};
use crate::findings::{self, Clock, Finding, Findings};
use crate::model::{EpochMs, Task};
use crate::transitions::{Change, Seen, Transition};
use std::borrow::Cow;

impl Fleet {
    /// What changed since this was asked last, oldest first.
    pub fn take_transitions(&mut self) -> Vec<Transition> {
        std::mem::take(&mut self.transitions)
    }

    /// Takes in what other runs told, oldest first: what goes on is not told as new, and since when
    /// is not forgotten.
    pub fn remember<'a>(&mut self, told: impl IntoIterator<Item = &'a Transition>) {
        for one in told {
            match self.index.get(&one.key) {
                Some(at) => self.rows[*at].told.remember(one),
                None => self.aside.entry(one.key.clone()).or_default().remember(one),
            }
        }
    }

    /// Something changed of an instance that is not judged.
    pub fn tell(&mut self, key: &InstanceKey, name: &str, change: Change, now: Now) {
        let told = Transition {
            at: now.wall,
            key: key.clone(),
            name: name.to_owned(),
            change,
        };
        if let Some(at) = self.index.get(key) {
            self.rows[*at].told.note(&told);
        }
        self.transitions.push(told);
    }

    /// Since when changes are marked, if they are.
    pub fn since(&self) -> Option<EpochMs> {
        self.since
    }

    /// Marks what changed since then from now on, or nothing.
    pub fn set_since(&mut self, since: Option<EpochMs>, now: Now) {
        self.since = since;
        self.rows.iter_mut().for_each(|row| row.since = since);
        self.changed(now);
    }

    /// How many instances changed since then.
    pub fn count_changed(&self) -> usize {
        let there = self.rows.iter();
        there
            .filter(|row| row.presence != Presence::Gone && row.has_changed())
            .count()
    }

    pub(super) fn tell_tasks(&mut self, key: &InstanceKey, tasks: &[Task], now: Now) {
        let Some(at) = self.index.get(key) else {
            return;
        };
        let row = &mut self.rows[*at];
        let name = row.instance.label().to_owned();
        for change in row.told.tasks(tasks) {
            self.tell(key, &name, change, now);
        }
    }

    /// The rows of a scope go from the list, and may come again.
    pub(super) fn put_aside(&mut self, scope: &Scope) {
        for row in &mut self.rows {
            if row.key.scope == *scope && row.presence != Presence::Gone {
                let told = std::mem::take(&mut row.told);
                let told = told.put_aside(row.findings());
                self.aside.insert(row.key.clone(), told);
            }
        }
    }
}

impl Row {
    /// What was found of it before, and is not known to be over.
    pub(super) fn before(&self) -> Cow<'_, [Finding]> {
        self.told.before(self.findings())
    }

    /// Takes in what is found of it now. Gives what of that is to be told.
    pub(super) fn take(&mut self, mut found: Findings, clock: Clock) -> Vec<Transition> {
        let seen = Seen {
            is_there: matches!(self.presence, Presence::Listed | Presence::Missing),
            status: self.instance.status.as_ref(),
            wall: clock.wall,
            eye: clock.eye,
        };
        let changes = self.told.take(&self.judged, &mut found, seen);
        let was_passing = |change: &Change| matches!(change, Change::Status { from: Some(from), .. } if from.is_passing());
        if self.settled.is_none() && changes.iter().any(was_passing) {
            // Another run saw it change.
            self.settled = Some(clock.wall);
            self.outdate();
        }
        if changes.is_empty() {
            self.judged = found;
            return Vec::new();
        }
        // What began now may be dated now.
        found.standing = findings::standing(&found.all);
        found.since = findings::since(&found.all, clock);
        self.judged = found;
        let told = changes.into_iter().map(|change| Transition {
            at: clock.wall,
            key: self.key.clone(),
            name: self.instance.label().to_owned(),
            change,
        });
        let told: Vec<Transition> = told.collect();
        told.iter().for_each(|one| self.told.note(one));
        told
    }
}
