//! Findings from figures that are made up minute by minute.

mod broker;
mod courses;
mod queues;
mod service;

use super::*;
use crate::figures::Figures;
use crate::model::{Alarm, Instance, InstanceId, Metric, Point, Series, Status, TaskTimes};

/// The figures of a broker of three nodes, and what is known beside them.
pub struct Bench {
    pub instance: Instance,
    pub figures: Figures,
    pub watch: Watch,
    pub watch_alarms: Watch,
    /// What fires, and when that was read.
    pub alarms: Option<(EpochMs, Vec<Alarm>)>,
    /// What its broker itself said.
    pub broker: Option<Broker>,
    pub others: Option<EpochMs>,
    pub expansion: Option<Expansion>,
    pub settled: Option<EpochMs>,
    pub before: Vec<Finding>,
    pub thresholds: Thresholds,
    pub times: TaskTimes,
    pub clock: Clock,
}

/// A figure of the instance, or of the node of that number.
pub type Named = (Metric, Option<usize>);

/// A healthy broker: 100 messages a second in and out.
const HEALTHY: [(Metric, f64); 19] = [
    (Metric::Connections, 30.0),
    (Metric::Channels, 60.0),
    (Metric::Queues, 20.0),
    (Metric::Consumers, 12.0),
    (Metric::Ready, 40.0),
    (Metric::Unacknowledged, 10.0),
    (Metric::Publish, 100.0),
    (Metric::Deliver, 100.0),
    (Metric::DeliverGet, 100.0),
    (Metric::Blocked, 0.0),
    (Metric::Flow, 0.0),
    (Metric::InstanceDisk, 50.0),
    (Metric::Alive, 1.0),
    (Metric::MemoryAlarm, 0.0),
    (Metric::DiskAlarm, 0.0),
    (Metric::Memory, 20.0),
    (Metric::Cpu, 15.0),
    (Metric::NodeDisk, 50.0),
    (Metric::NodeQueues, 7.0),
];

impl Default for Bench {
    fn default() -> Self {
        let mut instance = Instance::bare(InstanceId::new("I").unwrap());
        instance.status = Some(Status::Running);
        instance.broker_num = Some(3);
        instance.created_at = Some(0);
        Self {
            instance,
            figures: Figures::default(),
            watch: Watch::Read,
            watch_alarms: Watch::NotAsked,
            alarms: None,
            broker: None,
            others: Some(i64::MAX - USABLE),
            expansion: None,
            settled: None,
            before: Vec::new(),
            thresholds: Thresholds::default(),
            times: TaskTimes::default(),
            clock: Clock::default(),
        }
    }
}

impl Bench {
    /// Takes the figures of a minute in: healthy ones, and what is otherwise; what is otherwise
    /// nothing is not measured.
    pub fn minute(&mut self, minute: i64, otherwise: &[(Named, Option<f64>)]) {
        for (metric, value) in HEALTHY {
            let parts: &[Option<usize>] = match metric.level() {
                crate::model::Level::Node => &[Some(0), Some(1), Some(2)],
                crate::model::Level::Instance | crate::model::Level::Queue => &[None],
            };
            for part in parts {
                let mut other = otherwise
                    .iter()
                    .filter(|(named, _)| *named == (metric, *part));
                if let Some(value) = other.next().map_or(Some(value), |(_, value)| *value) {
                    self.take((metric, *part), minute, value);
                }
            }
        }
        self.at(minute);
    }

    /// Takes one figure in.
    pub fn take(&mut self, (metric, part): Named, minute: i64, value: f64) {
        let series = Series {
            metric,
            instance: self.instance.id.clone(),
            part: part.map(|node| format!("dms-vm-5f0c1a2b-rabbitmq-{node}").into()),
        };
        let at = minute * MINUTE;
        self.figures.take(&series, &[Point { at, value }]);
        self.figures.asked_until(at);
    }

    /// It is so long after the end of that minute as figures are late.
    pub fn at(&mut self, minute: i64) {
        let now = minute * MINUTE + 150_000;
        self.clock = Clock {
            eye: now,
            wall: now,
        };
    }

    pub fn facts(&self) -> Facts<'_> {
        Facts {
            instance: &self.instance,
            presence: Presence::Listed,
            stale: None,
            seen: self.clock.wall,
            denied: None,
            failed_task: None,
            tasks: None,
            times: &self.times,
            expansion: self.expansion,
            connections_per_broker: Some(1000),
            figures: &self.figures,
            broker: self.broker.as_ref(),
            watch: Watches {
                alarms: self.watch_alarms,
                ..self.watch.into()
            },
            alarms: self
                .alarms
                .as_ref()
                .map(|(at, firing)| Alarms { at: *at, firing }),
            newest_of_scope: self.others,
            settled: self.settled,
            clock: self.clock,
            thresholds: &self.thresholds,
        }
    }

    /// What is found now.
    pub fn look(&mut self) -> Vec<Code> {
        let found = findings(&self.facts(), &self.before);
        self.before = found.all;
        self.codes()
    }

    pub fn codes(&self) -> Vec<Code> {
        self.before.iter().map(|finding| finding.code).collect()
    }

    /// An hour of a healthy broker.
    pub fn healthy() -> Self {
        let mut bench = Self::default();
        (1..=60).for_each(|minute| bench.minute(minute, &[]));
        bench
    }

    pub fn found(&self, code: Code) -> &Finding {
        let mut found = self.before.iter();
        found.find(|finding| finding.code == code).unwrap()
    }
}

const ALARM: (Named, Option<f64>) = ((Metric::MemoryAlarm, Some(1)), Some(1.0));

#[test]
fn nothing_is_found_of_a_healthy_broker_and_nothing_without_figures() {
    let mut bench = Bench::healthy();
    assert_eq!(bench.look(), []);
    let mut bench = Bench::default();
    for watch in [
        Watch::Off,
        Watch::NotAsked,
        Watch::Denied,
        Watch::Failing(0),
    ] {
        bench.watch = watch;
        assert_eq!(bench.look(), [], "{watch:?}");
    }
}

#[test]
fn what_is_wrong_is_found_with_since_when_and_by_what() {
    let mut bench = Bench::healthy();
    bench.minute(61, &[ALARM]);
    bench.minute(62, &[ALARM]);
    assert_eq!(bench.look(), [Code::MemoryAlarm]);
    let found = bench.found(Code::MemoryAlarm);
    assert_eq!(found.since, Some(61 * MINUTE));
    let seen = &found.evidence[0];
    assert_eq!(seen.name, "rabbitmq_memory_high_watermark");
    assert_eq!(seen.at, Some(62 * MINUTE));
    assert_eq!(seen.part.as_deref(), Some("dms-vm-5f0c1a2b-rabbitmq-1"));
}

#[test]
fn a_cause_hides_its_symptoms() {
    let mut bench = Bench::healthy();
    let blocked = ((Metric::Blocked, None), Some(9.0));
    for minute in 61..=70 {
        bench.minute(minute, &[ALARM, blocked]);
    }
    assert_eq!(bench.look(), [Code::MemoryAlarm]);
    for code in Code::ALL {
        assert!(!code.hides().contains(code), "{code:?}");
        let cause = code.hides().iter().find(|hidden| *hidden < code);
        assert_eq!(cause, None, "{code:?} hides what is more urgent");
    }
}

#[test]
fn what_is_over_stays_for_five_minutes_so_that_nothing_flickers() {
    let mut bench = Bench::healthy();
    bench.minute(61, &[ALARM]);
    bench.look();
    let mut seen = Vec::new();
    for minute in 62..=68 {
        // It comes and goes.
        let otherwise = if minute == 63 { &[ALARM][..] } else { &[] };
        bench.minute(minute, otherwise);
        seen.push(bench.look().len());
        assert!(
            bench
                .before
                .iter()
                .all(|found| found.since == Some(61 * MINUTE))
        );
    }
    assert_eq!(seen, [1, 1, 1, 1, 1, 1, 1]);
    bench.minute(69, &[]);
    assert_eq!(bench.look(), []);
}

#[test]
fn nothing_is_found_by_a_figure_that_is_too_old() {
    let mut bench = Bench::healthy();
    bench.minute(61, &[ALARM]);
    bench.look();
    bench.clock.eye = 61 * MINUTE + USABLE;
    assert_eq!(bench.look(), [Code::MemoryAlarm]);
    bench.clock.eye += 1;
    assert_eq!(bench.look(), [Code::MetricsSilent]);
}

#[test]
fn when_to_look_again_is_known_where_time_alone_changes_something() {
    let mut bench = Bench::healthy();
    bench.minute(61, &[ALARM]);
    bench.look();
    bench.minute(62, &[]);
    let again = findings(&bench.facts(), &bench.before).again.unwrap();
    assert_eq!(again, bench.clock.eye + LINGER);
    let mut bench = Bench::healthy();
    let again = findings(&bench.facts(), &[]).again.unwrap();
    assert_eq!(again, 60 * MINUTE + USABLE + 1);
    bench.clock.eye = again;
    assert_eq!(bench.look(), [Code::MetricsSilent]);
}

#[test]
fn what_was_measured_before_a_change_says_nothing_after_it() {
    let mut bench = Bench::healthy();
    for minute in 61..=64 {
        bench.minute(minute, &[((Metric::Alive, Some(0)), Some(0.0))]);
    }
    assert_eq!(bench.look(), [Code::NodeDown]);
    bench.settled = Some(65 * MINUTE);
    assert_eq!(bench.look(), []);
    let found = findings(&bench.facts(), &[]);
    assert_eq!(found.again, Some(70 * MINUTE));
    for minute in 65..=71 {
        bench.minute(minute, &[((Metric::Alive, Some(0)), Some(0.0))]);
    }
    assert_eq!(bench.look(), [Code::NodeDown]);
}

#[test]
fn while_the_service_has_its_brokers_down_no_figure_says_that_something_is_wrong() {
    let mut bench = Bench::healthy();
    for minute in 61..=64 {
        bench.minute(minute, &[((Metric::Alive, Some(0)), Some(0.0))]);
    }
    for (status, found) in [
        (Status::Restarting, Code::Moving),
        (Status::Deleting, Code::Moving),
        (Status::Running, Code::NodeDown),
    ] {
        bench.instance.status = Some(status);
        bench.before.clear();
        assert_eq!(bench.look(), [found]);
    }
}

#[test]
fn what_was_looked_at_and_what_could_not_be_is_told() {
    let mut bench = Bench::healthy();
    let verdict = |bench: &Bench, code| {
        let all = explained(&bench.facts(), &bench.before);
        all.into_iter().find(|(known, _)| *known == code).unwrap().1
    };
    assert_eq!(verdict(&bench, Code::NodeDown), Verdict::Fine);
    assert_eq!(
        verdict(&bench, Code::DiskFullSoon),
        Verdict::Unknown(Gap::NotAsked)
    );
    assert_eq!(
        verdict(&bench, Code::TaskStuck),
        Verdict::Unknown(Gap::NoTasks)
    );
    bench.clock.eye += USABLE;
    assert_eq!(verdict(&bench, Code::NodeDown), Verdict::Unknown(Gap::Old));
    bench.figures = Figures::default();
    bench.watch = Watch::Denied;
    assert_eq!(
        verdict(&bench, Code::NodeDown),
        Verdict::Unknown(Gap::Denied)
    );
}
