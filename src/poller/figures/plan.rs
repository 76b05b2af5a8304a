//! What to ask Cloud Eye for next: pure, within its budget.
//!
//! Rows in sight are read every minute, the others as often as the budget allows, the one that
//! waited longest first. Beside them come, once or rarely: which nodes there are, the last hour of
//! rows in sight and the last minutes of their nodes, a day of every disk; the queues of the instance that is opened and the alarms of the
//! project, each minute.
//!
//! Values are asked for by version 1 of the batch query alone. Version 2, which ten regions have, gives
//! one metric of all instances, 1,000 points a call, and so pays only for one point a series. For
//! 10,000 instances of three nodes that is 12 x 10 + 7 x 30 calls and an empty page for each metric,
//! 349 in all, against 660 by version 1: a sweep in 84 s, not 158 s. But those 349 give one minute,
//! which must be three minutes old to be there for all, and leave about each third minute out for
//! ever; the 660 give five minutes each, so that no minute is missing and the newest is one to three
//! minutes old. Counting the wait for the sweep, both are 3 to 4 minutes old in the mean. Findings go
//! by how long something has been so without a gap: whole minutes are worth more than a faster sweep.
//! Rows in sight cannot be selected in it at all.

mod asked;
mod budget;
mod dues;
mod opened;
mod range;
mod standing;

use crate::api::ApiError;
use crate::api::cloud_eye::Period;
use crate::figures::{DISK_STEP, FiguresKind, FiguresPart, MINUTE, NODE_MINUTES, QueueNames};
use crate::model::{EpochMs, InstanceId, Series};
use asked::Asked;
use budget::Budget;
use opened::Opened;
use range::Wanted;
use standing::Standings;
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

/// How often what is in sight is read: the service has one value a minute.
const EVERY: Duration = Duration::from_secs(60);
/// How often nodes are looked for.
const NODES_EVERY: Duration = Duration::from_secs(10 * 60);
/// How often the queues of an instance that is opened are asked for by name.
const QUEUES_EVERY: Duration = Duration::from_secs(5 * 60);
/// Instances whose queues are remembered.
const MOST_OPENED: usize = 4;
/// How often a day of a disk is read.
const DISK_EVERY: Duration = Duration::from_secs(60 * 60);
/// What a call for new values asks for: the service has them one to three minutes late.
const WINDOW: i64 = 5 * MINUTE;
/// The shortest wait for something that becomes due.
const LEAST_WAIT: Duration = Duration::from_millis(100);
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Something to ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// Which nodes have figures.
    Nodes,
    /// Which queues of this instance have figures.
    Queues(InstanceId),
    /// Which rules of the user's fire.
    Alarms,
    /// Figures of these instances, in this period, for so long up to now.
    Figures {
        kind: FiguresKind,
        period: Period,
        span: i64,
        instances: Vec<(InstanceId, Vec<Series>)>,
    },
}

impl Ask {
    /// What it is a part of.
    pub(super) fn part(&self) -> FiguresPart {
        match self {
            Self::Nodes => FiguresPart::Nodes,
            Self::Queues(_) => FiguresPart::Queues,
            Self::Alarms => FiguresPart::Alarms,
            Self::Figures { kind, .. } => FiguresPart::Values(*kind),
        }
    }
}

/// Instances that one call can be for.
const MOST_OF_A_CALL: usize = 500;

/// What comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Next {
    Ask(Ask),
    /// Nothing before this time since the start.
    At(Duration),
    /// Nothing is due before this time since the start.
    Rest(Duration),
}

/// What is read of whom, and when it was read last.
#[derive(Debug)]
pub(super) struct Plan {
    all: Vec<Asked>,
    /// Where each of them is.
    places: HashMap<InstanceId, usize>,
    sight: Vec<InstanceId>,
    /// Whether one is opened: the first of `opened`.
    is_opened: bool,
    /// Those that were opened, the newest first.
    opened: VecDeque<Opened>,
    /// The range that is looked at.
    range: Option<Wanted>,
    nodes_asked: Option<Duration>,
    alarms_asked: Option<Duration>,
    budget: Budget,
    standings: Standings,
    /// Whether the newest call was for a day of disks: they take turns with the values.
    was_disk: bool,
}

impl Plan {
    pub(super) fn new() -> Self {
        Self {
            all: Vec::new(),
            places: HashMap::new(),
            sight: Vec::new(),
            is_opened: false,
            opened: VecDeque::new(),
            range: None,
            nodes_asked: None,
            alarms_asked: None,
            budget: Budget::new(),
            standings: Standings::default(),
            was_disk: false,
        }
    }

    /// These instances there are.
    pub(super) fn list(&mut self, all: Vec<InstanceId>, now: Duration) {
        let mut known: HashMap<InstanceId, Asked> = std::mem::take(&mut self.all)
            .into_iter()
            .map(|asked| (asked.id.clone(), asked))
            .collect();
        let each = all
            .into_iter()
            .map(|id| known.remove(&id).unwrap_or_else(|| Asked::nothing(id, now)));
        self.all = each.collect();
        let ids = self.all.iter().map(|asked| asked.id.clone());
        self.places = ids.zip(0..).collect();
    }

    /// These are in sight.
    pub(super) fn see(&mut self, sight: Vec<InstanceId>) {
        self.sight = sight;
    }

    /// This one is opened, or none is. Gives its queues, if it was opened not long ago.
    pub(super) fn open(&mut self, id: Option<InstanceId>) -> Option<QueueNames> {
        let was = self.is_opened;
        self.is_opened = id.is_some();
        let id = id?;
        if was && self.opened.front().is_some_and(|one| one.id == id) {
            return None;
        }
        let known = self.opened.iter().position(|one| one.id == id);
        let one = known.and_then(|at| self.opened.remove(at));
        let one = one.unwrap_or_else(|| Opened::new(id));
        let names = one.names();
        self.opened.push_front(one);
        self.opened.truncate(MOST_OPENED);
        names
    }

    /// The one that is opened.
    fn on_screen(&mut self) -> Option<&mut Opened> {
        self.opened.front_mut().filter(|_| self.is_opened)
    }

    /// These queues of an instance have figures. Gives those that are read.
    pub(super) fn queues(&mut self, id: &InstanceId, names: &[Arc<str>]) -> Option<QueueNames> {
        let one = self.opened.iter_mut().find(|one| one.id == *id)?;
        one.name(names);
        one.names()
    }

    /// So many profiles share the budget of the region.
    pub(super) fn share(&mut self, profiles: u32) {
        self.budget.share(profiles);
    }

    /// The user wants everything read now, also what was refused.
    pub(super) fn refresh(&mut self) {
        self.standings.reopen();
        self.range.iter_mut().for_each(Wanted::forget);
        for place in self.seen() {
            self.all[place].current = None;
        }
    }

    /// These nodes have figures.
    pub(super) fn nodes(&mut self, nodes: &[Series]) {
        let mut without = Vec::new();
        for asked in &mut self.all {
            without.push(asked.nodes.is_empty());
            asked.nodes.clear();
        }
        for series in nodes {
            if let (Some(name), Some(place)) = (&series.part, self.places.get(&series.instance)) {
                self.all[*place].nodes.push(Arc::clone(name));
                // What was read of it before was read without its nodes.
                if without[*place] {
                    self.all[*place].current = None;
                    let mut range = self.range.iter_mut();
                    range
                        .find(|range| range.instance == series.instance)
                        .map(Wanted::forget);
                }
            }
        }
    }

    /// What was asked for was answered, in so many calls: all of them are part of the budget.
    pub(super) fn answered(&mut self, ask: &Ask, calls: usize) {
        self.budget.spend(calls.saturating_sub(1));
        self.standings.answered(ask.part());
    }

    /// A call failed: what it asked for is asked for again, as soon as that makes sense.
    pub(super) fn failed(&mut self, ask: &Ask, error: &ApiError, jitter: f64, now: Duration) {
        self.forget(ask);
        self.standings.failed(ask.part(), error, jitter, now);
    }

    fn forget(&mut self, ask: &Ask) {
        match ask {
            Ask::Nodes => self.nodes_asked = None,
            Ask::Alarms => self.alarms_asked = None,
            Ask::Queues(id) => {
                let one = self.opened.iter_mut().find(|one| one.id == *id);
                one.into_iter().for_each(|one| one.named = None);
            }
            Ask::Figures {
                kind: FiguresKind::Queues,
                instances,
                ..
            } => {
                for (id, series) in instances {
                    let one = self.opened.iter_mut().find(|one| one.id == *id);
                    one.into_iter().for_each(|one| one.forget(series));
                }
            }
            Ask::Figures {
                kind: FiguresKind::Range(_),
                ..
            } => {
                let failed = self.range.iter_mut();
                let failed = failed.filter(|range| range.part() == ask.part());
                failed.for_each(Wanted::forget);
            }
            Ask::Figures {
                kind, instances, ..
            } => {
                for (id, _) in instances {
                    if let Some(place) = self.places.get(id) {
                        self.all[*place].ask(*kind, None);
                    }
                }
            }
        }
    }

    /// How often every instance is read: each minute, or as seldom as the budget demands.
    pub(super) fn pace(&self) -> Duration {
        let each: usize = self.all.iter().map(Asked::current_size).sum();
        let calls = usize::div_ceil(each, fit(Period::Raw, WINDOW));
        EVERY.max(self.budget.time_of(calls))
    }

    /// What to ask for now, or when to look again. What it gives counts as asked.
    pub(super) fn next(&mut self, now: Duration) -> Next {
        if self.all.is_empty() {
            return Next::At(Duration::MAX);
        }
        let ready = self.standings.all_from().max(self.budget.next(now));
        if ready > now {
            return Next::At(ready);
        }
        let Some(ask) = self.due(now) else {
            let soonest = self.soonest(now);
            return match self.awaits(now) {
                true => Next::At(soonest),
                false => Next::Rest(soonest),
            };
        };
        self.budget.spend(1);
        self.was_disk = ask.part() == FiguresPart::Values(FiguresKind::Disk);
        Next::Ask(ask)
    }

    /// What is due and can be asked for, the most useful first.
    fn due(&mut self, now: Duration) -> Option<Ask> {
        if self.nodes_due(now) <= now && self.is_open(FiguresPart::Nodes, now) {
            self.nodes_asked = Some(now);
            return Some(Ask::Nodes);
        }
        let seen = self.seen();
        let is_open = |kind| self.is_open(FiguresPart::Values(kind), now);
        let rest = match is_open(FiguresKind::Current) {
            true => self.rest(now),
            false => Vec::new(),
        };
        let mut current = seen.clone();
        current.retain(|at| is_due(self.all[*at].current, EVERY, now));
        if !current.is_empty() && is_open(FiguresKind::Current) {
            // A call that is made for some takes others along.
            current.extend(rest);
            return self.ask(FiguresKind::Current, &current, now);
        }
        if let Some(ask) = self.range_due(now) {
            return Some(ask);
        }
        if let Some(ask) = self.queues_due(now) {
            return Some(ask);
        }
        let alarms = self.is_open(FiguresPart::Alarms, now);
        if alarms && is_due(self.alarms_asked, EVERY, now) {
            self.alarms_asked = Some(now);
            return Some(Ask::Alarms);
        }
        let hour = seen.iter().copied().filter(|at| !self.all[*at].hour);
        let is_open = |kind| self.is_open(FiguresPart::Values(kind), now);
        let hour: Vec<usize> = hour.filter(|_| is_open(FiguresKind::Hour)).collect();
        if !hour.is_empty() {
            return self.ask(FiguresKind::Hour, &hour, now);
        }
        let is_open = |kind| self.is_open(FiguresPart::Values(kind), now);
        let nodes = seen.iter().copied();
        let nodes = nodes.filter(|at| self.all[*at].lacks_node_minutes());
        let nodes: Vec<usize> = nodes
            .filter(|_| is_open(FiguresKind::NodeMinutes))
            .collect();
        if !nodes.is_empty() {
            return self.ask(FiguresKind::NodeMinutes, &nodes, now);
        }
        let is_open = |kind| self.is_open(FiguresPart::Values(kind), now);
        let mut disk: Vec<usize> = Vec::new();
        if is_open(FiguresKind::Disk) {
            let all = seen.iter().copied().chain(0..self.all.len());
            let due = all.filter(|at| is_due(self.all[*at].disk, DISK_EVERY, now));
            disk.extend(due.take(MOST_OF_A_CALL));
        }
        match (disk.is_empty(), rest.is_empty()) {
            (true, true) => None,
            (false, true) => self.ask(FiguresKind::Disk, &disk, now),
            (false, false) if !self.was_disk => self.ask(FiguresKind::Disk, &disk, now),
            (_, false) => self.ask(FiguresKind::Current, &rest, now),
        }
    }

    /// What is due of the queues of the instance that is opened.
    fn queues_due(&mut self, now: Duration) -> Option<Ask> {
        let names = self.is_open(FiguresPart::Queues, now);
        let values = self.is_open(FiguresPart::Values(FiguresKind::Queues), now);
        let one = self.on_screen()?;
        if names && one.names_due() <= now {
            one.named = Some(now);
            return Some(Ask::Queues(one.id.clone()));
        }
        let id = one.id.clone();
        let (span, series) = if values { one.ask(now)? } else { return None };
        Some(Ask::Figures {
            kind: FiguresKind::Queues,
            period: Period::Raw,
            span,
            instances: vec![(id, series)],
        })
    }

    fn is_open(&self, part: FiguresPart, now: Duration) -> bool {
        self.standings.from(part) <= now
    }

    /// When nodes are looked for next: one that is new reports after some minutes.
    fn nodes_due(&self, now: Duration) -> Duration {
        let is_new = |asked: &Asked| {
            asked.nodes.is_empty() && now.saturating_sub(asked.came) < 2 * NODES_EVERY
        };
        let every = match self.all.iter().any(is_new) {
            true => EVERY,
            false => NODES_EVERY,
        };
        self.nodes_asked
            .map_or(Duration::ZERO, |then| then.saturating_add(every))
    }

    /// Where those in sight are.
    fn seen(&self) -> Vec<usize> {
        let places = self.sight.iter().filter_map(|id| self.places.get(id));
        places.copied().collect()
    }

    /// Those whose newest values are due, in sight or not, the one that waited longest first; no
    /// more than a call can take.
    fn rest(&self, now: Duration) -> Vec<usize> {
        let since = |place: &usize| (self.all[*place].current, *place);
        let due = |place: &usize| is_due(self.all[*place].current, EVERY, now);
        let mut rest: Vec<usize> = (0..self.all.len()).filter(due).collect();
        if rest.len() > MOST_OF_A_CALL {
            rest.select_nth_unstable_by_key(MOST_OF_A_CALL, since);
            rest.truncate(MOST_OF_A_CALL);
        }
        rest.sort_by_key(since);
        rest
    }

    /// A call for as many of these as fit into one. They count as asked.
    fn ask(&mut self, kind: FiguresKind, wanted: &[usize], now: Duration) -> Option<Ask> {
        let (period, span) = match kind {
            FiguresKind::Current => (Period::Raw, WINDOW),
            FiguresKind::Hour => (Period::Raw, HOUR),
            FiguresKind::NodeMinutes => (Period::Raw, NODE_MINUTES as i64 * MINUTE),
            FiguresKind::Disk => (Period::TwentyMinutes, DAY),
            FiguresKind::Queues | FiguresKind::Range(_) => return None,
        };
        let mut left = fit(period, span);
        let mut seen = HashSet::new();
        let mut instances = Vec::new();
        for place in wanted.iter().filter(|place| seen.insert(**place)) {
            let asked = &mut self.all[*place];
            let series = asked.wanted(kind);
            if series.len() > left {
                break;
            }
            left -= series.len();
            asked.ask(kind, Some(now));
            instances.push((asked.id.clone(), series));
        }
        (!instances.is_empty()).then_some(Ask::Figures {
            kind,
            period,
            span,
            instances,
        })
    }
}

/// Whether what was asked for then is due again.
fn is_due(then: Option<Duration>, every: Duration, now: Duration) -> bool {
    then.is_none_or(|then| now.saturating_sub(then) >= every)
}

/// How many series fit into one call.
fn fit(period: Period, span: i64) -> usize {
    period.series_in(span).unwrap_or(1)
}

/// From when to when is asked at this time: whole steps, so that nothing is rounded away.
pub(super) fn window(kind: FiguresKind, span: i64, now: EpochMs) -> (EpochMs, EpochMs) {
    let step = match kind {
        FiguresKind::Current
        | FiguresKind::Hour
        | FiguresKind::NodeMinutes
        | FiguresKind::Queues => MINUTE,
        FiguresKind::Disk => DISK_STEP,
        FiguresKind::Range(range) => range.step(),
    };
    let to = now - now.rem_euclid(step);
    (to - span, to)
}
