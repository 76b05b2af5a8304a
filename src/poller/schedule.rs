//! What to read when. Pure: time is passed in, nothing is sent.
//!
//! Repeated polling stays within [`BUDGET`] requests a second and region by stretching its
//! interval. The first read of anything and what the user asks for come at once. Profiles that
//! share a region have a part of its budget each: one that is large or slow takes nothing from
//! the others.

use super::backoff;
use crate::state::interest::{Interest, Trigger, Want};
use crate::state::query::Query;
use std::collections::HashMap;
use std::time::Duration;

#[cfg(test)]
mod tests;

/// Requests a second that repeated polling of one region may cost, on average.
pub const BUDGET: f64 = 2.0;
/// The cursor has to rest on an instance this long before anything of it is read.
pub const REST: Duration = Duration::from_millis(200);
/// So many reads that settle something may begin at once; more of them wait for the budget.
const BURST: u32 = 8;
/// Writes are followed at least this often, however slow the list is polled.
const FOLLOW_EVERY: Duration = Duration::from_secs(5);
/// What there is to choose from, and what a row says beside the list, changes rarely.
const RARELY: Duration = Duration::from_secs(300);

/// How a read ended, as far as it decides when to read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There was an answer; it cost this many requests.
    Answered {
        /// Pages read.
        requests: u32,
    },
    /// It failed in a way that may pass.
    Failed {
        /// How long the service asked to wait.
        retry_after: Option<Duration>,
    },
    /// The credential was refused: nothing is read until the user asks.
    Locked,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Waiting(Duration),
    Running,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    stage: Stage,
    failures: u32,
    requests: u32,
    /// A read was asked for while one was under way.
    again: bool,
}

/// What is watched, and when each of it is due.
#[derive(Debug)]
pub struct Schedule {
    refresh: Duration,
    /// Requests a second this profile may cost: its part of [`BUDGET`].
    budget: f64,
    slots: HashMap<Query, Slot>,
    followed: Vec<Query>,
    /// What only rows in sight say.
    rare: Vec<Query>,
    /// Until when the budget for new followed reads is spoken for.
    spoken_for: Duration,
    /// The credential was refused: nothing is due until the user asks.
    locked: bool,
}

impl Schedule {
    /// A schedule that reads the list at once and then every `refresh`.
    pub fn new(refresh: Duration) -> Self {
        let mut schedule = Self {
            refresh,
            budget: BUDGET,
            slots: HashMap::new(),
            followed: Vec::new(),
            rare: Vec::new(),
            spoken_for: Duration::ZERO,
            locked: false,
        };
        schedule.add(Query::Listing, Duration::ZERO);
        schedule
    }

    /// So many profiles, this one included, are read in its region from now on. What is due is due
    /// as before; the next wait is the first one of the new length.
    pub fn share(&mut self, profiles: u32) {
        self.budget = BUDGET / f64::from(profiles.max(1));
    }

    /// Watches something else. Gives the reads under way that nobody wants any more.
    pub fn watch(&mut self, interest: Interest, now: Duration) -> Vec<Query> {
        let mut wanted = vec![(Query::Listing, now)];
        self.followed.clear();
        let was_rare = std::mem::take(&mut self.rare);
        for Want { query, trigger, .. } in interest.wants {
            let due = match trigger {
                Trigger::Cursor => now.saturating_add(REST),
                Trigger::Following | Trigger::Row if !self.slots.contains_key(&query) => {
                    self.book(now)
                }
                Trigger::Opening | Trigger::Following | Trigger::Row => now,
            };
            match trigger {
                Trigger::Following => self.followed.push(query.clone()),
                // It stands last in an interest, where it may be wanted for another reason, too.
                Trigger::Row if wanted.iter().all(|(other, _)| *other != query) => {
                    self.rare.push(query.clone());
                }
                Trigger::Row | Trigger::Cursor | Trigger::Opening => {}
            }
            wanted.push((query, due));
        }
        let mut superseded = Vec::new();
        self.slots.retain(|query, slot| {
            let keep = wanted.iter().any(|(wanted, _)| wanted == query);
            if !keep && slot.stage == Stage::Running {
                superseded.push(query.clone());
            }
            keep
        });
        for (query, due) in wanted {
            match self.slots.get_mut(&query) {
                None => self.add(query, due),
                // Opened before the cursor had rested, or read rarely until now: read it at once.
                Some(slot)
                    if slot.requests == 0 && slot.failures == 0
                        || was_rare.contains(&query) && !self.rare.contains(&query) =>
                {
                    if let Stage::Waiting(at) = &mut slot.stage {
                        *at = due.min(*at);
                    }
                }
                Some(_) => {}
            }
        }
        superseded
    }

    /// What is due, now under way.
    pub fn due(&mut self, now: Duration) -> Vec<Query> {
        if self.locked {
            return Vec::new();
        }
        let mut due: Vec<Query> = Vec::new();
        for (query, slot) in &mut self.slots {
            if matches!(slot.stage, Stage::Waiting(at) if at <= now) {
                slot.stage = Stage::Running;
                due.push(query.clone());
            }
        }
        due.sort();
        due
    }

    /// A read ended.
    pub fn done(&mut self, query: &Query, outcome: Outcome, jitter: f64, now: Duration) {
        let Some(slot) = self.slots.get_mut(query) else {
            return;
        };
        match outcome {
            Outcome::Answered { requests } => {
                slot.failures = 0;
                slot.requests = requests.max(1);
            }
            Outcome::Failed { .. } => slot.failures = slot.failures.saturating_add(1),
            Outcome::Locked => slot.failures = slot.failures.saturating_add(1),
        }
        let again = std::mem::take(&mut slot.again);
        let failures = slot.failures;
        // What the user asked for since then may have opened the gate again.
        if outcome == Outcome::Locked && !again {
            self.lock(query, now);
        }
        let every = self.every(query);
        let wait = match outcome {
            _ if again => Duration::ZERO,
            Outcome::Answered { .. } | Outcome::Locked => every,
            Outcome::Failed { retry_after } => backoff::wait(failures, every, retry_after, jitter),
        };
        if let Some(slot) = self.slots.get_mut(query) {
            slot.stage = Stage::Waiting(now.saturating_add(wait));
        }
        if matches!(outcome, Outcome::Answered { .. }) {
            self.hurry_the_list(now);
        }
    }

    /// The service answers something: a list that was put off by failures need not wait.
    fn hurry_the_list(&mut self, now: Duration) {
        if let Some(listing) = self.slots.get_mut(&Query::Listing)
            && listing.failures > 0
            && let Stage::Waiting(at) = &mut listing.stage
        {
            *at = now.min(*at);
        }
    }

    /// The user wants everything read now. What is under way is read once more afterwards: it may
    /// have been asked for before what the user wants to see.
    pub fn refresh(&mut self, now: Duration) {
        for slot in self.slots.values_mut() {
            match &mut slot.stage {
                Stage::Waiting(at) => *at = now,
                Stage::Running => slot.again = true,
            }
        }
    }

    /// The user wants the credential tried again.
    pub fn retry(&mut self, now: Duration) {
        self.locked = false;
        self.refresh(now);
    }

    /// A read found the credential refused. The list is what says so on screen: it is asked once
    /// more, which costs no request while the gate is closed, and its own refusal stops the rest.
    fn lock(&mut self, refused: &Query, now: Duration) {
        if *refused == Query::Listing {
            self.locked = true;
        } else if let Some(listing) = self.slots.get_mut(&Query::Listing) {
            match &mut listing.stage {
                Stage::Waiting(at) => *at = now,
                Stage::Running => listing.again = true,
            }
        }
    }

    /// When something is due next.
    pub fn next(&self) -> Option<Duration> {
        if self.locked {
            return None;
        }
        let waiting = self.slots.values().filter_map(|slot| match slot.stage {
            Stage::Waiting(at) => Some(at),
            Stage::Running => None,
        });
        waiting.min()
    }

    /// How often the list, and what is looked at, is read: as the user wants, or as seldom as the
    /// budget demands.
    pub fn period(&self) -> Duration {
        let polled = self
            .slots
            .iter()
            .filter(|(query, _)| !self.followed.contains(query) && !self.is_rare(query));
        let requests: u32 = polled.map(|(_, slot)| slot.requests.max(1)).sum();
        // Half of the budget is for following writes, while there are any.
        let share = if self.followed.is_empty() {
            self.budget
        } else {
            self.budget / 2.0
        };
        self.refresh
            .max(Duration::from_secs_f64(f64::from(requests) / share))
    }

    /// When the next new followed read may begin: a burst at once, the others as the budget allows.
    fn book(&mut self, now: Duration) -> Duration {
        let each = Duration::from_secs_f64(1.0 / self.budget);
        self.spoken_for = self.spoken_for.max(now).saturating_add(each);
        self.spoken_for.saturating_sub(each * BURST).max(now)
    }

    fn is_rare(&self, query: &Query) -> bool {
        query.is_offer() || self.rare.contains(query)
    }

    fn every(&self, query: &Query) -> Duration {
        if self.is_rare(query) {
            return RARELY;
        }
        if self.followed.contains(query) {
            let requests = self
                .followed
                .iter()
                .filter_map(|query| self.slots.get(query));
            let requests: u32 = requests.map(|slot| slot.requests.max(1)).sum();
            let least = Duration::from_secs_f64(f64::from(requests) / (self.budget / 2.0));
            return self.refresh.min(FOLLOW_EVERY).max(least);
        }
        self.period().max(query.least())
    }

    fn add(&mut self, query: Query, due: Duration) {
        let slot = Slot {
            stage: Stage::Waiting(due),
            failures: 0,
            requests: 0,
            again: false,
        };
        self.slots.insert(query, slot);
    }
}
