//! The list of one profile as it arrives: how complete, how new, how often. Every profile has its
//! own, so that one that is down says nothing about the others.

use super::now::Now;
use super::remote::{Freshness, Remote, Ticket};
use crate::api::{ApiError, Operation};
use std::time::Duration;

/// How the list of one profile stands.
#[derive(Clone, Debug)]
pub struct Feed {
    /// How the newest attempt to read the list went.
    pub listing: Remote<()>,
    /// How complete the newest list is.
    pub coverage: Coverage,
    /// How often the list is polled now: as the user wants, or as seldom as the budget demands.
    pub period: Duration,
    /// What is asked for, until the first list is here.
    pub asked: Option<Asked>,
    barrier: Ticket,
}

/// What is asked for on the way to a first list.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    pub attempted: Operation,
    pub since: Now,
    /// Why the newest try failed, and when the next one is, as time since the start.
    pub failed: Option<(ApiError, Duration)>,
}

/// How much of the service's list is here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coverage {
    /// How many instances the service says there are; `None` before its first answer.
    pub total: Option<u64>,
    /// Parts of the newest list that could not be read.
    pub missing: Vec<crate::api::MissingPart>,
    /// While the first list is still arriving: how many rows are here.
    pub arriving: Option<u64>,
    /// Rows of the newest list that had no readable id.
    pub nameless: usize,
}

impl Feed {
    /// A list that nothing is known of, polled every `period`.
    pub fn new(period: Duration) -> Self {
        Self {
            listing: Remote::default(),
            coverage: Coverage::default(),
            period,
            asked: None,
            barrier: 0,
        }
    }

    /// How far the list can be trusted at `now`.
    pub fn freshness(&self, now: Now) -> Freshness {
        self.listing.freshness(now, self.period)
    }

    /// This is asked for at `now`.
    pub fn ask(&mut self, attempted: Operation, now: Now) {
        let is_same = |asked: &&Asked| asked.attempted == attempted;
        let goes_on = self.asked.as_ref().is_some_and(|asked| is_same(&asked));
        if self.freshness(now) != Freshness::Loading {
            self.asked = None;
        } else if !goes_on {
            self.asked = Some(Asked {
                attempted,
                since: now,
                failed: None,
            });
        }
    }

    /// A try of it failed at `now`, and the next one is after this wait. Says whether it was one.
    pub fn retry(&mut self, error: &ApiError, now: Now, wait: Duration) -> bool {
        let on_the_way = matches!(
            error.attempted,
            Operation::ListInstances
                | Operation::FindProject
                | Operation::SignIn
                | Operation::TakeOnAgency
                | Operation::AskMachine
        );
        let asked = self.asked.as_mut().filter(|_| on_the_way);
        let is_one = asked.is_some();
        if let Some(asked) = asked {
            asked.failed = Some((error.clone(), now.uptime.saturating_add(wait)));
        }
        is_one
    }

    /// Makes every list that was asked for up to `ticket` old news: a write was accepted then.
    pub fn outdate(&mut self, ticket: Ticket) {
        self.barrier = self.barrier.max(ticket);
    }

    /// Whether a list that was asked for then is still news.
    pub(super) fn is_news(&self, asked: Ticket) -> bool {
        asked > self.barrier
    }

    /// Whether no list has arrived as a whole yet.
    pub(super) fn is_first(&self) -> bool {
        self.coverage.arriving.is_some() || self.coverage.total.is_none()
    }
}
