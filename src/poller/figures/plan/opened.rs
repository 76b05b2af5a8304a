//! The queues of the instance that is opened: which there are, and when each was read.

use super::{EVERY, QUEUES_EVERY, fit, is_due};
use crate::api::cloud_eye::Period;
use crate::figures::{MINUTE, QueueNames};
use crate::model::{InstanceId, Level, Metric, Series, is_for_dead_letters};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// Queues that are read of one instance: six figures each, in six calls a minute of the budget.
pub(in crate::poller::figures) const MOST_QUEUES: usize = 498;
/// What is read of a queue at first, in ms: what grows, and whether it goes on, can be told at once.
const FIRST_SPAN: i64 = 30 * MINUTE;
/// What is read of it later.
const SPAN: i64 = super::WINDOW;
/// It was closed for longer than this: it is read as at first.
const GAP: Duration = Duration::from_secs(4 * 60);

/// An instance that is opened, or was.
#[derive(Clone, Debug)]
pub(super) struct Opened {
    pub(super) id: InstanceId,
    /// When its queues were asked for by name.
    pub(super) named: Option<Duration>,
    queues: Vec<Queue>,
    /// How many there are, once that was read.
    of: Option<usize>,
}

#[derive(Clone, Debug)]
struct Queue {
    name: Arc<str>,
    /// When its figures were asked for.
    asked: Option<Duration>,
}

impl Opened {
    pub(super) fn new(id: InstanceId) -> Self {
        Self {
            id,
            named: None,
            queues: Vec::new(),
            of: None,
        }
    }

    /// When its queues are asked for by name next.
    pub(super) fn names_due(&self) -> Duration {
        self.named
            .map_or(Duration::ZERO, |then| then.saturating_add(QUEUES_EVERY))
    }

    /// When the figures of one of its queues are due.
    pub(super) fn values_due(&self) -> Option<Duration> {
        let each = self.queues.iter();
        let due = each.map(|queue| {
            queue
                .asked
                .map_or(Duration::ZERO, |then| then.saturating_add(EVERY))
        });
        due.min()
    }

    /// Takes in which queues there are. Where there are too many, those for dead letters come
    /// first: the others are shown as they come.
    pub(super) fn name(&mut self, names: &[Arc<str>]) {
        let mut known: HashMap<Arc<str>, Queue> = std::mem::take(&mut self.queues)
            .into_iter()
            .map(|queue| (Arc::clone(&queue.name), queue))
            .collect();
        let mut first: Vec<&Arc<str>> = names.iter().collect();
        first.sort_by_key(|name| !is_for_dead_letters(name));
        let read = first.into_iter().take(MOST_QUEUES).map(|name| {
            known.remove(name).unwrap_or(Queue {
                name: Arc::clone(name),
                asked: None,
            })
        });
        (self.queues, self.of) = (read.collect(), Some(names.len()));
    }

    /// Its queues, once they were read.
    pub(super) fn names(&self) -> Option<QueueNames> {
        self.of.map(|of| QueueNames {
            instance: self.id.clone(),
            read: self
                .queues
                .iter()
                .map(|one| Arc::clone(&one.name))
                .collect(),
            of,
        })
    }

    /// As many of its queues as fit into a call, of those that are due, with how far back to ask.
    /// They count as asked.
    pub(super) fn ask(&mut self, now: Duration) -> Option<(i64, Vec<Series>)> {
        let is_due = |queue: &&mut Queue| is_due(queue.asked, EVERY, now);
        // Whether what is known of it reaches up to what is asked for.
        let goes_on = |queue: &Queue| !super::is_due(queue.asked, GAP, now);
        let known = goes_on(self.queues.iter_mut().find(is_due)?);
        let span = if known { SPAN } else { FIRST_SPAN };
        let most = fit(Period::Raw, span) / Metric::of(Level::Queue).len();
        let due = self.queues.iter_mut().filter(is_due);
        let mut series = Vec::new();
        for queue in due.filter(|queue| goes_on(queue) == known).take(most) {
            queue.asked = Some(now);
            series.extend(Metric::of(Level::Queue).iter().map(|metric| Series {
                metric: *metric,
                instance: self.id.clone(),
                part: Some(Arc::clone(&queue.name)),
            }));
        }
        Some((span, series))
    }

    /// What was asked for in vain is due again.
    pub(super) fn forget(&mut self, series: &[Series]) {
        for queue in &mut self.queues {
            if series
                .iter()
                .any(|one| one.part.as_ref() == Some(&queue.name))
            {
                queue.asked = None;
            }
        }
    }
}
