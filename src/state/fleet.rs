//! The list of instances: what is known of each, in which order it is shown, where the cursor is.
//!
//! The cursor is an identity. Rows come, go, re-sort and are filtered around it; it changes only
//! when the user moves it, or when a filter the user typed hides it. An instance that vanishes
//! under the cursor stays as a ghost until the cursor leaves it.

use super::feed::{Coverage, Feed};
use super::filter::Filter;
use super::now::Now;
use super::pulse::{Pulse, Pulses};
use super::remote::Ticket;
use super::row::Row;
use super::sort::Sort;
use crate::findings::{Presence, Severity};
use crate::model::{EpochMs, Instance, InstanceKey, Scope, TaskTimes, Zone};
use crate::transitions::{Told, Transition};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

mod arrange;
mod intake;
mod judge;
mod marks;
mod telling;

use judge::Watched;
pub use marks::Marked;

/// All instances, and the list as the user arranged it.
#[derive(Debug, Default)]
pub struct Fleet {
    rows: Vec<Row>,
    index: HashMap<InstanceKey, usize, foldhash::fast::RandomState>,
    /// Every row in the order in which they were sorted last: what is in order is sorted again, and
    /// filtered, in no time.
    ranked: Vec<usize>,
    /// The rows that are shown, as they are shown.
    order: Vec<usize>,
    cursor: Option<InstanceKey>,
    cursor_at: usize,
    top: usize,
    filter: Filter,
    sort: Sort,
    sorted_at: Now,
    moved_at: Now,
    touched: bool,
    /// Where the cursor was before a filter moved it.
    anchor: Option<InstanceKey>,
    unsorted: bool,
    counts: [usize; Severity::ALL.len()],
    /// How many are missing from the newest complete list.
    missing: usize,
    /// What all of a scope come to.
    pulses: Pulses,
    judge_at: Option<Duration>,
    /// Rows whose figures are being taken in, and whether they passed the filter before.
    measured: Vec<(usize, bool)>,
    /// Where a range that is being marked was begun; [`Row::ranged`] has what is in it.
    range: Option<InstanceKey>,
    marked: Marked,
    /// Availability zones, where a list of them was read.
    zones: HashMap<Scope, Arc<[Zone]>>,
    /// What holds for all instances of a scope.
    watched: BTreeMap<Scope, Watched>,
    /// Those whose queues are kept, the one that was opened last first.
    with_queues: VecDeque<InstanceKey>,
    /// How long tasks take, by those that were read of any instance.
    task_times: TaskTimes,
    /// When the rows were filtered: whether a row passes can depend on it.
    filtered_at: Now,
    /// When the age of a row makes it pass or no longer pass the filter.
    turn_at: Option<Duration>,
    /// What was told of instances that are not shown: in other runs, or while their profile was.
    aside: HashMap<InstanceKey, Told>,
    /// Since when changes are marked, if they are.
    since: Option<EpochMs>,
    /// What changed and is not taken yet, oldest first.
    transitions: Vec<Transition>,
    /// When rows of the first list that came and are not shown yet are put in order.
    show_at: Option<Duration>,
}

impl Fleet {
    /// Every instance known, shown or not, in no order.
    pub fn all(&self) -> &[Row] {
        &self.rows
    }

    /// One instance.
    pub fn get(&self, key: &InstanceKey) -> Option<&Row> {
        self.index.get(key).map(|at| &self.rows[*at])
    }

    /// The rows on screen when `height` of them fit, top first.
    pub fn window(&self, height: usize) -> impl Iterator<Item = &Row> {
        self.in_window(height).iter().map(|at| &self.rows[*at])
    }

    fn in_window(&self, height: usize) -> &[usize] {
        let start = self.top.min(self.order.len());
        let end = (start + height).min(self.order.len());
        &self.order[start..end]
    }

    /// The instances of the rows on screen when `height` of them fit, of so many marked rows, and of so
    /// many at the top of the list: each once, in this order.
    pub fn looked_at(
        &self,
        height: usize,
        marked: usize,
        first: usize,
    ) -> impl Iterator<Item = &InstanceKey> {
        let window = self.in_window(height).iter().copied();
        let first = self.order.iter().copied().take(first);
        let all = window.chain(self.marked_places().take(marked)).chain(first);
        let mut seen = vec![false; self.rows.len()];
        let each = all.filter(move |at| !std::mem::replace(&mut seen[*at], true));
        each.map(|at| &self.rows[at].key)
    }

    /// Every row the list shows, on screen or not, first one first.
    pub fn arranged(&self) -> impl Iterator<Item = &Row> {
        self.order.iter().map(|at| &self.rows[*at])
    }

    /// How many rows the list shows, ghosts included.
    pub fn shown(&self) -> usize {
        self.order.len()
    }

    /// Position of the first row on screen.
    pub fn top(&self) -> usize {
        self.top
    }

    /// The row under the cursor.
    pub fn selected(&self) -> Option<&Row> {
        self.cursor.as_ref().and_then(|key| self.get(key))
    }

    /// Position of the cursor among the shown rows.
    pub fn cursor_at(&self) -> usize {
        self.cursor_at
    }

    /// Whether the row is only kept because the cursor is on it.
    pub fn is_ghost(&self, row: &Row) -> bool {
        row.presence == Presence::Gone || !self.passes(row)
    }

    /// Whether the filter lets a row through.
    pub fn passes(&self, row: &Row) -> bool {
        self.filter.accepts(row, self.filtered_at)
    }

    /// The filter in force.
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// The order in force.
    pub fn sort(&self) -> Sort {
        self.sort
    }

    /// How many instances have this severity, whether the filter shows them or not.
    pub fn count(&self, severity: Severity) -> usize {
        self.counts[severity as usize]
    }

    /// What all instances of a scope come to together.
    pub fn pulse(&self, scope: &Scope) -> Pulse {
        self.pulses.get(scope)
    }

    /// The same of every scope, and how it was.
    pub(super) fn pulses(&self) -> &Pulses {
        &self.pulses
    }

    /// How many instances of one scope there are, without those that are gone.
    pub fn len_of(&self, scope: &Scope) -> usize {
        let here = |row: &&Row| row.key.scope == *scope && row.presence != Presence::Gone;
        self.rows.iter().filter(here).count()
    }

    /// How many instances there are, without those that are gone.
    pub fn len(&self) -> usize {
        self.counts.iter().sum()
    }

    /// Whether no instance is known.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Instances that are missing from the newest complete list: their detail must be asked.
    pub fn missing(&self) -> impl Iterator<Item = &InstanceKey> {
        let missing = |row: &&Row| row.presence == Presence::Missing;
        let rows = self.rows.iter().filter(missing).take(self.missing);
        rows.map(|row| &row.key)
    }

    /// When what is found of a row turns, its age crosses what the filter asks for, or rows that came are
    /// shown, as time since the start; `None` when nothing of that will happen.
    pub fn next_judgement(&self) -> Option<Duration> {
        let due = [self.judge_at, self.turn_at, self.show_at];
        due.into_iter().flatten().min()
    }

    /// When a re-sort that was put off is due.
    pub fn next_sort(&self) -> Option<Duration> {
        let sorted = self.sorted_at.uptime.saturating_add(arrange::SORT_EVERY);
        let rested = self.moved_at.uptime.saturating_add(arrange::REST);
        self.unsorted.then_some(sorted.max(rested))
    }
}
