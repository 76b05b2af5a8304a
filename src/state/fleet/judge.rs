//! What is wrong with each instance: judged when something of it changed, or time turns it.

use super::{Fleet, Now, Presence, Row, Severity};
use crate::broker::BrokerAnswer;
use crate::figures::{Figures, FiguresKind, FiguresPart};
use crate::findings::{
    self, Alarms, Clock, Code, Expansion, Facts, Findings, ThresholdRules, Thresholds, Verdict,
    Watch, Watches,
};
use crate::model::{
    Alarm, EpochMs, Instance, InstanceId, InstanceKey, Metric, Product, Scope, Task, TaskTimes,
    Usual,
};
use crate::state::figures::VALUES;
use crate::state::pulse::Flow;
use crate::transitions::Transition;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

/// ms by which Cloud Eye's clock must move against ours to be taken for another time.
const CLOCK_MOVES: u64 = 5_000;
/// Instances with figures that are judged in one step.
const MEASURED_AT_ONCE: usize = 1_000;

/// What holds for all instances of a scope.
#[derive(Clone, Debug, Default)]
pub struct Watched {
    /// How figures stand.
    pub watch: Watches,
    /// How far Cloud Eye's clock is ahead of ours, ms.
    pub ahead: i64,
    /// The newest figure of any of them.
    newest: Option<EpochMs>,
    /// The permission that is missing to list them.
    denied: Option<&'static str>,
    /// Connections for each broker, by product; nothing before the products were read.
    connections: Option<HashMap<String, u64>>,
    /// Whether an instance has so many connections that the smallest product would be near its limit.
    nears_limit: bool,
    rules: ThresholdRules,
    /// Rules of the user's that fire, by instance, and when that was read by Cloud Eye's clock.
    alarms: HashMap<InstanceId, Vec<Alarm>>,
    /// The instance whose queues were asked for last: how that went says nothing of others.
    queues_of: Option<InstanceId>,
    alarms_at: Option<EpochMs>,
}

impl Watched {
    /// Connections that the product of an instance allows for each broker.
    fn connections_per_broker(&self, instance: &Instance) -> Option<u64> {
        let product = instance.product_id.as_ref()?;
        self.connections.as_ref()?.get(product).copied()
    }

    /// The same for all its brokers.
    fn most_connections(&self, instance: &Instance) -> Option<u64> {
        let brokers = u64::from(instance.brokers()?);
        let each = self.connections_per_broker(instance)?;
        Some(each.saturating_mul(brokers))
    }

    /// What is known of an instance.
    fn facts<'a>(
        &'a self,
        row: &'a Row,
        (thresholds, times): (&'a Thresholds, &'a TaskTimes),
        now: Now,
    ) -> Facts<'a> {
        let eye = |wall: EpochMs| wall.saturating_add(self.ahead);
        Facts {
            instance: &row.instance,
            presence: row.presence,
            stale: row.is_stale(now).then(|| now.since(row.seen)),
            seen: row.seen.wall,
            denied: self.denied,
            failed_task: row.failed_task.as_ref(),
            tasks: row.tasks.as_deref(),
            times,
            expansion: row.expansion,
            connections_per_broker: self.connections_per_broker(&row.instance),
            figures: &row.figures,
            broker: row.broker.as_deref(),
            watch: Watches {
                queues: match self.watch.queues {
                    // It failed for another one.
                    Watch::Denied | Watch::Failing(_)
                        if self.queues_of.as_ref() != Some(&row.key.id) =>
                    {
                        Watch::NotAsked
                    }
                    watch => watch,
                },
                ..self.watch
            },
            alarms: self.alarms_at.map(|at| {
                let firing = self.alarms.get(&row.key.id);
                let firing = firing.map_or(&[][..], Vec::as_slice);
                Alarms { at, firing }
            }),
            newest_of_scope: self.newest,
            settled: row.settled.map(eye),
            clock: Clock {
                eye: eye(now.wall),
                wall: now.wall,
            },
            thresholds,
        }
    }

    /// Judges a row, and tells what changed of it. Says whether its place by how bad it is can be
    /// another one.
    fn judge(
        &self,
        row: &mut Row,
        times: &TaskTimes,
        now: Now,
        told: &mut Vec<Transition>,
    ) -> bool {
        let thresholds = self.rules.of(&row.instance.tags);
        let facts = self.facts(row, (&thresholds, times), now);
        let found = findings::findings(&facts, &row.before());
        let clock = facts.clock;
        let ahead = |at: EpochMs| u64::try_from(at.saturating_sub(clock.eye));
        let again = found.again.and_then(|at| ahead(at).ok());
        row.judge_at = again.map(|ms| now.uptime.saturating_add(Duration::from_millis(ms)));
        let before = row.judged.standing;
        told.extend(row.take(found, clock));
        row.flow = Flow::of(&row.figures, clock.eye);
        row.judged.standing != before
    }
}

/// Whether anything of a row can say something of others.
fn teaches(row: &Row) -> bool {
    !row.figures.is_unread() || row.broker.is_some()
}

/// What a row says of all of its scope: the newest figure, and whether a limit matters.
fn learn_of(watched: &mut BTreeMap<Scope, Watched>, row: &Row) {
    if !teaches(row) {
        return;
    }
    let watched = match watched.get_mut(&row.key.scope) {
        Some(watched) => watched,
        None => watched.entry(row.key.scope.clone()).or_default(),
    };
    watched.newest = watched.newest.max(row.figures.newest());
    watched.nears_limit |= nears_limit(row, &watched.rules);
}

impl Fleet {
    /// Judges what changed and what time turns, and counts afresh: of a long list as much as takes a
    /// few ms, and the rest as soon as there was time for a key.
    pub(super) fn judge(&mut self, now: Now) {
        let mut moved = false;
        self.counts = [0; Severity::ALL.len()];
        self.missing = 0;
        self.pulses.clear();
        let mut next: Option<Duration> = None;
        let mut left = MEASURED_AT_ONCE;
        let is_due = |row: &Row| row.turns_at().is_some_and(|due| due <= now.uptime);
        // Whether others report must be known of the first row as well.
        for row in self
            .rows
            .iter()
            .filter(|row| teaches(row))
            .filter(|row| is_due(row))
        {
            learn_of(&mut self.watched, row);
        }
        let none = Watched::default();
        for row in &mut self.rows {
            if is_due(row) && left > 0 {
                let watched = self.watched.get(&row.key.scope).unwrap_or(&none);
                moved |= watched.judge(row, &self.task_times, now, &mut self.transitions);
                left -= usize::from(!row.figures.is_unread());
            }
            if row.presence == Presence::Gone {
                continue;
            }
            self.counts[row.severity() as usize] += 1;
            self.missing += usize::from(row.presence == Presence::Missing);
            self.pulses.add(&row.key.scope, row.severity(), row.flow);
            next = next.into_iter().chain(row.turns_at()).min();
        }
        self.judge_at = next;
        self.unsorted |= moved;
    }

    /// Judges these rows and no other: what it costs does not grow with the fleet.
    fn judge_rows(&mut self, rows: &[usize], now: Now) {
        let mut moved = false;
        for at in rows {
            learn_of(&mut self.watched, &self.rows[*at]);
        }
        let none = Watched::default();
        for at in rows {
            let row = &mut self.rows[*at];
            let watched = self.watched.get(&row.key.scope).unwrap_or(&none);
            let (was, flowed) = (row.severity(), row.flow);
            moved |= watched.judge(row, &self.task_times, now, &mut self.transitions);
            if row.presence != Presence::Gone {
                self.counts[was as usize] -= 1;
                self.counts[row.severity() as usize] += 1;
                self.pulses.remove(&row.key.scope, was, flowed);
                self.pulses.add(&row.key.scope, row.severity(), row.flow);
                self.judge_at = self.judge_at.into_iter().chain(row.turns_at()).min();
            }
        }
        self.unsorted |= moved;
    }

    /// What is found of an instance now, and what came of each check.
    pub fn explained(
        &self,
        key: &InstanceKey,
        now: Now,
    ) -> Option<(Findings, Vec<(Code, Verdict)>)> {
        let row = self.get(key)?;
        let none = Watched::default();
        let watched = self.watched.get(&key.scope).unwrap_or(&none);
        let thresholds = watched.rules.of(&row.instance.tags);
        let facts = watched.facts(row, (&thresholds, &self.task_times), now);
        let found = findings::findings(&facts, &row.before());
        let checks = findings::explained(&facts, &found.all);
        Some((found, checks))
    }

    /// When the newest figure of a scope was measured.
    pub fn newest_figure(&self, scope: &Scope) -> Option<EpochMs> {
        self.watched.get(scope)?.newest
    }

    /// How the figures of a scope stand.
    pub fn watched(&self, scope: &Scope) -> Watch {
        self.watched
            .get(scope)
            .map(|watched| watched.watch.values)
            .unwrap_or_default()
    }

    /// A part of the figures of a scope stands so from now on, by a clock that is so far ahead of
    /// ours (ms).
    pub fn set_watch(
        &mut self,
        scope: &Scope,
        part: FiguresPart,
        watch: Watch,
        ahead: i64,
        now: Now,
    ) {
        let watched = self.watched.entry(scope.clone()).or_default();
        let known = match part {
            FiguresPart::Values(FiguresKind::Current) => &mut watched.watch.values,
            FiguresPart::Nodes => &mut watched.watch.nodes,
            FiguresPart::Values(FiguresKind::Disk) => &mut watched.watch.disk,
            // What follows from an hour is said as far as it reaches.
            FiguresPart::Values(
                FiguresKind::Hour
                | FiguresKind::NodeMinutes
                | FiguresKind::Queues
                | FiguresKind::Range(_),
            ) => return,
            FiguresPart::Queues => &mut watched.watch.queues,
            FiguresPart::Alarms => &mut watched.watch.alarms,
        };
        // An answer takes its time: clocks that seem to differ a little more do not.
        let same_clock = watched.ahead.abs_diff(ahead) < CLOCK_MOVES;
        let changed = std::mem::replace(known, watch) != watch;
        // How the other parts stand says why something is not known, and finds nothing.
        if changed && part == VALUES || !same_clock {
            watched.ahead = ahead;
            self.outdate(scope, now);
        }
    }

    /// The queues of this instance were asked for.
    pub fn set_queues_of(&mut self, key: &InstanceKey) {
        let watched = self.watched.entry(key.scope.clone()).or_default();
        watched.queues_of = Some(key.id.clone());
    }

    /// The figures of an instance, to be added to; [`Fleet::figures_taken`] follows when all are.
    pub fn figures_mut(&mut self, key: &InstanceKey) -> Option<&mut Figures> {
        let at = *self.index.get(key)?;
        self.measured.push((at, self.passes(&self.rows[at])));
        let row = &mut self.rows[at];
        row.outdate();
        Some(&mut row.figures)
    }

    /// Figures were taken in: judges their instances.
    pub fn figures_taken(&mut self, now: Now) {
        let measured = std::mem::take(&mut self.measured);
        let rows: Vec<usize> = measured.iter().map(|(at, _)| *at).collect();
        // Rows that came and are not shown yet are not counted either.
        let all = self.show_at.is_some() || self.judge_at.is_some_and(|due| due <= now.uptime);
        match all {
            true => self.judge(now),
            false => self.judge_rows(&rows, now),
        }
        self.unsorted |= self.sort.column.reading().is_some();
        let turned = |&(at, passed): &(usize, bool)| self.passes(&self.rows[at]) != passed;
        if self.cursor.is_none() || measured.iter().any(turned) {
            self.rearrange(now);
        }
    }

    /// Takes in what the broker of an instance itself said: no other is judged.
    pub fn take_broker(&mut self, key: &InstanceKey, answer: &BrokerAnswer, now: Now) {
        let Some(at) = self.index.get(key).copied() else {
            return;
        };
        let watched = self.watched.get(&key.scope);
        let row = &mut self.rows[at];
        let thresholds = watched.map(|watched| watched.rules.of(&row.instance.tags));
        let thresholds = thresholds.unwrap_or_default();
        let connections = watched.and_then(|watched| watched.most_connections(&row.instance));
        let broker = row.broker.get_or_insert_default();
        broker.allows(connections);
        if broker.take(answer, now.wall, &thresholds) {
            self.figures_mut(key);
            self.figures_taken(now);
        }
    }

    /// Takes in which rules of the user's fire in a scope: no other does.
    pub fn set_alarms(&mut self, scope: &Scope, alarms: Vec<Alarm>, now: Now) {
        let watched = self.watched.entry(scope.clone()).or_default();
        let mut changed: Vec<InstanceId> = watched.alarms.drain().map(|(id, _)| id).collect();
        watched.alarms_at = Some(now.wall.saturating_add(watched.ahead));
        for alarm in alarms {
            let id = alarm.instance.clone();
            watched.alarms.entry(id).or_default().push(alarm);
        }
        changed.extend(watched.alarms.keys().cloned());
        for id in changed {
            self.figures_mut(&scope.instance(&id));
        }
        self.figures_taken(now);
    }

    /// These thresholds hold in a scope.
    pub fn set_rules(&mut self, scope: &Scope, rules: &ThresholdRules) {
        let watched = self.watched.entry(scope.clone()).or_default();
        if watched.rules != *rules {
            watched.rules.clone_from(rules);
            let rows = self.rows.iter_mut();
            rows.filter(|row| row.key.scope == *scope)
                .for_each(Row::outdate);
        }
    }

    /// The list of a scope can be read, or cannot for lack of this permission.
    pub fn set_denied(&mut self, scope: &Scope, denied: Option<&'static str>, now: Now) {
        let watched = self.watched.entry(scope.clone()).or_default();
        if watched.denied != denied {
            watched.denied = denied;
            self.outdate(scope, now);
        }
    }

    /// Takes in what the products of a scope allow.
    pub fn set_products(&mut self, scope: &Scope, products: &[Product], now: Now) {
        let limit = |one: &Product| Some((one.id.clone(), one.max_connections?));
        let watched = self.watched.entry(scope.clone()).or_default();
        watched.connections = Some(products.iter().filter_map(limit).collect());
        self.outdate(scope, now);
    }

    /// Whether what products allow is needed to judge an instance of a scope, and was not read.
    pub fn lacks_limits(&self, scope: &Scope) -> bool {
        let watched = self.watched.get(scope);
        watched.is_some_and(|watched| watched.nears_limit && watched.connections.is_none())
    }

    /// How long a kind of task takes, by the tasks of all instances that were read.
    pub fn usual_time(&self, name: &str) -> Option<Usual> {
        self.task_times.usual(name)
    }

    /// Takes in how long tasks took.
    pub fn note_task_times(&mut self, tasks: &[Task]) {
        self.task_times.take(tasks);
    }

    /// Takes the tasks of an instance in, newest first.
    pub fn set_tasks(&mut self, key: &InstanceKey, tasks: &[Task], now: Now) {
        let failed = tasks.first().and_then(Task::failed);
        self.tell_tasks(key, tasks, now);
        let under_way = tasks.iter().any(Task::is_under_way);
        let ended = tasks.iter().filter(|task| task.took_brokers_down());
        let ended = ended.filter_map(|task| task.updated_at).max();
        let kept: Arc<[Task]> = if under_way {
            tasks.into()
        } else {
            Arc::default()
        };
        self.change(key, now, |row| {
            let settled = row.settled.max(ended);
            let changed = row.failed_task != failed || row.tasks.as_ref() != Some(&kept);
            let changed = changed || row.settled != settled;
            (row.failed_task, row.tasks, row.settled) = (failed, Some(kept), settled);
            changed
        });
    }

    /// Takes in how the disks of an instance grow by themselves.
    pub fn set_expansion(&mut self, key: &InstanceKey, expansion: Expansion, now: Now) {
        self.change(key, now, |row| {
            row.expansion.replace(expansion) != Some(expansion)
        });
    }

    fn change(&mut self, key: &InstanceKey, now: Now, change: impl FnOnce(&mut Row) -> bool) {
        let Some(at) = self.index.get(key).copied() else {
            return;
        };
        if change(&mut self.rows[at]) {
            self.rows[at].outdate();
            self.changed(now);
        }
    }

    /// Something changed that holds for all instances of a scope.
    pub(super) fn outdate(&mut self, scope: &Scope, now: Now) {
        let mut rows = self.rows.iter_mut();
        rows.by_ref()
            .filter(|row| row.key.scope == *scope)
            .for_each(Row::outdate);
        self.changed(now);
    }
}

/// Connections for each broker that the smallest product allows (2u4g; limits of the service's
/// products, edition of Kuala Lumpur).
const LEAST_LIMIT: f64 = 1_000.0;

/// Whether an instance of the smallest product would be half way to a finding of its connections.
fn nears_limit(row: &Row, rules: &ThresholdRules) -> bool {
    let said = row.broker.as_ref().and_then(|broker| broker.connections());
    let measured = row.figures.known(Metric::Connections);
    let Some(open) = said.into_iter().chain(measured).reduce(f64::max) else {
        return false;
    };
    let warning = rules.of(&row.instance.tags).connections_warning / 100.0;
    let nears = |brokers: u32| open >= LEAST_LIMIT * f64::from(brokers) * warning / 2.0;
    nears(1) && nears(row.instance.brokers().unwrap_or(1))
}

#[cfg(test)]
mod tests;
