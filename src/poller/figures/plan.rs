//! What to ask Cloud Eye for next: pure, within its budget.
//!
//! Rows in sight are read every minute, the others as often as the budget allows, the one that
//! waited longest first. Beside them come, once or rarely: which nodes there are, the last hour of
//! rows in sight and the last minutes of their nodes, a day of every disk.

use super::super::backoff;
use crate::api::cloud_eye::Period;
use crate::figures::{DISK_STEP, Figures, FiguresKind, MINUTE, NODE_MINUTES};
use crate::model::{EpochMs, InstanceId, Level, Metric, Series};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

/// Calls a minute that a region may cost: half of what the service takes, for its quota is shared
/// with others of the account.
const BUDGET: f64 = 250.0;
/// Calls that may be made at once after a rest; they are part of the budget.
const BURST: f64 = 10.0;
/// How often what is in sight is read: the service has one value a minute.
const EVERY: Duration = Duration::from_secs(60);
/// How often nodes are looked for.
const NODES_EVERY: Duration = Duration::from_secs(10 * 60);
/// How often a day of a disk is read.
const DISK_EVERY: Duration = Duration::from_secs(60 * 60);
/// What a call for new values asks for: the service has them one to three minutes late.
const WINDOW: i64 = 5 * MINUTE;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// The first wait after a failure; it doubles up to a minute, which always clears the quota.
const FIRST_WAIT: Duration = Duration::from_secs(1);

/// Something to ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// Which nodes have figures.
    Nodes,
    /// Figures of these instances, in this period, for so long up to now.
    Figures {
        kind: FiguresKind,
        period: Period,
        span: i64,
        instances: Vec<(InstanceId, Vec<Series>)>,
    },
}

/// What comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Next {
    Ask(Ask),
    /// Nothing before this time since the start.
    At(Duration),
    /// Nothing is due before this time since the start.
    Rest(Duration),
}

/// What was asked of one instance, and when.
#[derive(Clone, Debug)]
struct Asked {
    id: InstanceId,
    /// When it was there first.
    came: Duration,
    nodes: Vec<Arc<str>>,
    current: Option<Duration>,
    hour: bool,
    node_minutes: bool,
    disk: Option<Duration>,
}

/// What is read of whom, and when it was read last.
#[derive(Debug)]
pub(super) struct Plan {
    all: Vec<Asked>,
    /// Where each of them is.
    places: HashMap<InstanceId, usize>,
    sight: Vec<InstanceId>,
    nodes_asked: Option<Duration>,
    /// Calls that may be made now, and when that was counted.
    tokens: f64,
    counted: Duration,
    /// How many profiles share the budget of the region.
    sharing: u32,
    failures: u32,
    /// Nothing is asked before this.
    blocked: Duration,
    /// Cloud Eye refused: nothing is asked until the user does.
    denied: bool,
    /// Whether the newest call was for a day of disks: they take turns with the values.
    was_disk: bool,
}

impl Plan {
    pub(super) fn new() -> Self {
        Self {
            all: Vec::new(),
            places: HashMap::new(),
            sight: Vec::new(),
            nodes_asked: None,
            tokens: BURST,
            counted: Duration::ZERO,
            sharing: 1,
            failures: 0,
            blocked: Duration::ZERO,
            denied: false,
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

    /// So many profiles share the budget of the region.
    pub(super) fn share(&mut self, profiles: u32) {
        self.sharing = profiles.max(1);
    }

    /// The user wants everything read now, also what was refused.
    pub(super) fn refresh(&mut self) {
        self.denied = false;
        self.blocked = Duration::ZERO;
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
                }
            }
        }
    }

    /// A call was answered.
    pub(super) fn answered(&mut self) {
        self.failures = 0;
    }

    /// A call failed in a way that may pass: what it asked for is asked for again.
    pub(super) fn failed(
        &mut self,
        ask: &Ask,
        retry_after: Option<Duration>,
        jitter: f64,
        now: Duration,
    ) {
        self.forget(ask);
        self.failures = self.failures.saturating_add(1);
        let wait = backoff::wait(self.failures, FIRST_WAIT, retry_after, jitter);
        self.blocked = self.blocked.max(now.saturating_add(wait));
    }

    /// Cloud Eye refused.
    pub(super) fn deny(&mut self, ask: &Ask) {
        self.forget(ask);
        self.denied = true;
    }

    fn forget(&mut self, ask: &Ask) {
        match ask {
            Ask::Nodes => self.nodes_asked = None,
            Ask::Figures {
                kind, instances, ..
            } => {
                for (id, _) in instances {
                    let Some(place) = self.places.get(id) else {
                        continue;
                    };
                    let asked = &mut self.all[*place];
                    match kind {
                        FiguresKind::Current => asked.current = None,
                        FiguresKind::Hour => asked.hour = false,
                        FiguresKind::NodeMinutes => asked.node_minutes = false,
                        FiguresKind::Disk => asked.disk = None,
                    }
                }
            }
        }
    }

    /// How often every instance is read: each minute, or as seldom as the budget demands.
    pub(super) fn pace(&self) -> Duration {
        let each: usize = self.all.iter().map(Asked::current_size).sum();
        let calls = usize::div_ceil(each, fit(Period::Raw, WINDOW));
        let minutes = calls as f64 / (BUDGET / f64::from(self.sharing));
        EVERY.max(Duration::from_secs_f64(minutes * 60.0))
    }

    /// What to ask for now, or when to look again. What it gives counts as asked.
    pub(super) fn next(&mut self, now: Duration) -> Next {
        if self.denied || self.all.is_empty() {
            return Next::At(Duration::MAX);
        }
        let ready = self.blocked.max(self.token_at(now));
        if ready > now {
            return Next::At(ready);
        }
        let ask = self.due(now);
        match &ask {
            Some(ask) => {
                self.tokens -= 1.0;
                self.was_disk = matches!(
                    ask,
                    Ask::Figures {
                        kind: FiguresKind::Disk,
                        ..
                    }
                );
            }
            None => return Next::Rest(self.soonest(now)),
        }
        ask.map_or(Next::At(now), Next::Ask)
    }

    /// When the next call is within the budget.
    fn token_at(&mut self, now: Duration) -> Duration {
        let rate = (BUDGET - BURST) / 60.0 / f64::from(self.sharing);
        let passed = now.saturating_sub(self.counted).as_secs_f64();
        self.tokens = (self.tokens + passed * rate).min(BURST);
        self.counted = now;
        let missing = (1.0 - self.tokens).max(0.0);
        now.saturating_add(Duration::from_secs_f64(missing / rate))
    }

    fn due(&mut self, now: Duration) -> Option<Ask> {
        let passed = |then: Option<Duration>, every: Duration| {
            then.is_none_or(|then| now.saturating_sub(then) >= every)
        };
        // One that is new reports after some minutes.
        let is_new = |asked: &Asked| {
            asked.nodes.is_empty() && now.saturating_sub(asked.came) < 2 * NODES_EVERY
        };
        let every = match self.all.iter().any(is_new) {
            true => EVERY,
            false => NODES_EVERY,
        };
        if passed(self.nodes_asked, every) {
            self.nodes_asked = Some(now);
            return Some(Ask::Nodes);
        }
        let seen = self.seen();
        let due = |of: fn(&Asked) -> Option<Duration>, every: Duration| {
            let all = &self.all;
            move |place: &usize| passed(of(&all[*place]), every)
        };
        let is_current_due = due(|asked| asked.current, EVERY);
        let is_disk_due = due(|asked| asked.disk, DISK_EVERY);
        let mut current: Vec<usize> = seen.iter().copied().filter(is_current_due).collect();
        if !current.is_empty() {
            // A call that is made for some takes others along.
            current.extend(self.rest(now));
            return self.ask(FiguresKind::Current, &current, now);
        }
        let hour = seen.iter().copied().filter(|at| !self.all[*at].hour);
        let hour: Vec<usize> = hour.collect();
        if !hour.is_empty() {
            return self.ask(FiguresKind::Hour, &hour, now);
        }
        let nodes = seen.iter().copied().filter(|at| {
            let asked = &self.all[*at];
            !asked.node_minutes && !asked.nodes.is_empty()
        });
        let nodes: Vec<usize> = nodes.collect();
        if !nodes.is_empty() {
            return self.ask(FiguresKind::NodeMinutes, &nodes, now);
        }
        let disk = seen.iter().copied().chain(0..self.all.len());
        let disk: Vec<usize> = disk.filter(is_disk_due).take(MOST_OF_A_CALL).collect();
        let rest = self.rest(now);
        match (disk.is_empty(), rest.is_empty()) {
            (true, true) => None,
            (false, true) => self.ask(FiguresKind::Disk, &disk, now),
            (false, false) if !self.was_disk => self.ask(FiguresKind::Disk, &disk, now),
            (_, false) => self.ask(FiguresKind::Current, &rest, now),
        }
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
        let due = |place: &usize| {
            let then = self.all[*place].current;
            then.is_none_or(|then| now.saturating_sub(then) >= EVERY)
        };
        let mut rest: Vec<usize> = (0..self.all.len()).filter(due).collect();
        if rest.len() > MOST_OF_A_CALL {
            rest.select_nth_unstable_by_key(MOST_OF_A_CALL, since);
            rest.truncate(MOST_OF_A_CALL);
        }
        rest.sort_by_key(since);
        rest
    }

    /// When the first of what was read is due again.
    fn soonest(&self, now: Duration) -> Duration {
        let current = self.all.iter().filter_map(|asked| asked.current);
        let next = current.min().unwrap_or(now).saturating_add(EVERY);
        next.max(now.saturating_add(Duration::from_millis(100)))
    }

    /// A call for as many of these as fit into one. They count as asked.
    fn ask(&mut self, kind: FiguresKind, wanted: &[usize], now: Duration) -> Option<Ask> {
        let (period, span) = match kind {
            FiguresKind::Current => (Period::Raw, WINDOW),
            FiguresKind::Hour => (Period::Raw, HOUR),
            FiguresKind::NodeMinutes => (Period::Raw, NODE_MINUTES as i64 * MINUTE),
            FiguresKind::Disk => (Period::TwentyMinutes, DAY),
        };
        let mut left = fit(period, span);
        let mut seen = HashSet::new();
        let mut instances = Vec::new();
        for place in wanted.iter().filter(|place| seen.insert(**place)) {
            let asked = &mut self.all[*place];
            let series = match kind {
                FiguresKind::Current => asked.current_series(),
                FiguresKind::Hour => asked.series(Figures::watched(), &[]),
                FiguresKind::NodeMinutes => asked.series(std::iter::empty(), asked.nodes()),
                FiguresKind::Disk => asked.series([Metric::InstanceDisk].into_iter(), &[]),
            };
            if series.len() > left {
                break;
            }
            left -= series.len();
            match kind {
                FiguresKind::Current => asked.current = Some(now),
                FiguresKind::Hour => asked.hour = true,
                FiguresKind::NodeMinutes => asked.node_minutes = true,
                FiguresKind::Disk => asked.disk = Some(now),
            }
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

/// Nodes of an instance that are read: a cluster has up to 7 (V2, table 4-2).
const MOST_NODES: usize = 50;
/// Instances that one call can be for.
const MOST_OF_A_CALL: usize = 500;

impl Asked {
    /// Nothing was asked of it yet.
    fn nothing(id: InstanceId, came: Duration) -> Self {
        Self {
            id,
            came,
            nodes: Vec::new(),
            current: None,
            hour: false,
            node_minutes: false,
            disk: None,
        }
    }

    /// The nodes that are read: more than a call takes there are not.
    fn nodes(&self) -> &[Arc<str>] {
        &self.nodes[..self.nodes.len().min(MOST_NODES)]
    }

    /// How many series are read of it each minute.
    fn current_size(&self) -> usize {
        let nodes = self.nodes().len();
        Figures::watched().count() + nodes * Metric::of(Level::Node).count()
    }

    /// All that is read of it each minute.
    fn current_series(&self) -> Vec<Series> {
        self.series(Figures::watched(), self.nodes())
    }

    fn series(&self, own: impl Iterator<Item = Metric>, nodes: &[Arc<str>]) -> Vec<Series> {
        let one = |metric: Metric, part: Option<&Arc<str>>| Series {
            metric,
            instance: self.id.clone(),
            part: part.cloned(),
        };
        let mut all: Vec<Series> = own.map(|metric| one(metric, None)).collect();
        for node in nodes {
            all.extend(Metric::of(Level::Node).map(|metric| one(metric, Some(node))));
        }
        all
    }
}

/// How many series fit into one call.
fn fit(period: Period, span: i64) -> usize {
    period.series_in(span).unwrap_or(1)
}

/// From when to when is asked at this time: whole steps, so that nothing is rounded away.
pub(super) fn window(kind: FiguresKind, span: i64, now: EpochMs) -> (EpochMs, EpochMs) {
    let step = match kind {
        FiguresKind::Current | FiguresKind::Hour | FiguresKind::NodeMinutes => MINUTE,
        FiguresKind::Disk => DISK_STEP,
    };
    let to = now - now.rem_euclid(step);
    (to - span, to)
}
