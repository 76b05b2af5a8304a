//! What is found of simulated brokers: the right thing soon when something is wrong with one, and
//! nothing when nothing is.

mod data;

use data::Data;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::sync::Arc;
use warren::figures::{DISK_STEP, Figures, MINUTE, QueueNames};
use warren::findings::{
    Clock, Code, Facts, Finding, Presence, Severity, Thresholds, Watch, findings,
};
use warren::model::{self, InstanceId, Level, Point, Series, Status, TaskTimes};
use warren::simulator::World;
use warren::simulator::broker::incident::{ALL, Kind, Placed};
use warren::simulator::broker::{Broker, Metric, Resource};
use warren::simulator::world::fleet;
use warren::simulator::world::instance::{Hardware, Instance, Status as Theirs};
use warren::simulator::world::task::{Task, TaskName, TaskStatus};

/// 2026-06-01T08:00:00Z.
const START: Timestamp = Timestamp::constant(1_780_300_800, 0);
/// From the begin of a minute until its figures are there and are read, ms: the agent is late by
/// one to three minutes, and figures are asked for once a minute.
const LATE: i64 = 180_000;

/// What is known of one simulated instance.
struct Watched<'a> {
    broker: Broker<'a>,
    instance: model::Instance,
    connections: Option<u64>,
    figures: Figures,
    found: Vec<Finding>,
    settled: Option<i64>,
    /// Whether it is open, so that its queues are read.
    open: bool,
    /// From when to when it is restarted, as its task says.
    restart: Option<[Timestamp; 2]>,
}

/// Whether a poll is lost.
type Lost<'a> = &'a dyn Fn(i64) -> bool;

impl<'a> Watched<'a> {
    fn new(world: &'a World, theirs: &'a Instance) -> Self {
        let id = InstanceId::new(&theirs.id).unwrap();
        let mut instance = model::Instance::bare(id);
        instance.status = Some(Status::Running);
        instance.broker_num = Some(theirs.brokers);
        instance.created_at = Some(theirs.created.as_millisecond());
        instance.storage.usable = Some(u64::from(theirs.usable_gb()));
        let connections = match &theirs.flavor {
            Hardware::Current(product) => Some(u64::from(product.connections)),
            Hardware::Old { .. } => None,
        };
        Self {
            broker: world.broker(&theirs.id).unwrap(),
            instance,
            connections,
            figures: Figures::default(),
            found: Vec::new(),
            settled: None,
            open: false,
            restart: restart(theirs),
        }
    }

    /// Takes what the listing says at a time in: its status, and when it last had a passing one.
    fn list(&mut self, now: i64) {
        let restarts = self.restart.is_some_and(|[begin, end]| {
            (begin.as_millisecond()..end.as_millisecond()).contains(&now)
        });
        let status = match restarts {
            true => Status::Restarting,
            false => Status::Running,
        };
        let before = self.instance.status.replace(status);
        if before != self.instance.status && before.as_ref().is_some_and(Status::is_passing) {
            self.settled = Some(now);
        }
    }

    fn read(&self, metric: model::Metric, of: Resource, minute: i64) -> Option<Point> {
        let at = Timestamp::from_millisecond(minute * MINUTE).unwrap();
        let value = self.broker.reading(Metric::named(metric.name())?, of, at)?;
        let at = minute * MINUTE;
        Some(Point { at, value })
    }

    /// A day of the disk before a minute.
    fn disk(&mut self, minute: i64) {
        let steps = (0..72).filter_map(|step| {
            let at = (minute - step * 20) / 20 * 20;
            self.read(model::Metric::InstanceDisk, Resource::Instance, at)
        });
        let points: Vec<Point> = steps.collect();
        assert!(points.iter().all(|point| point.at % DISK_STEP == 0));
        self.figures.take_disk(&points);
    }

    /// Takes what was measured of its queues in a minute in.
    fn queues(&mut self, minute: i64) {
        let at = Timestamp::from_millisecond(minute * MINUTE).unwrap();
        let queues = self.broker.queues(at);
        let named: Vec<(usize, Arc<str>)> = queues
            .iter()
            .enumerate()
            .filter_map(|(at, queue)| Some((at, queue.series_name()?.into())))
            .collect();
        self.figures.name_queues(&QueueNames {
            instance: self.instance.id.clone(),
            read: named.iter().map(|(_, name)| Arc::clone(name)).collect(),
            of: named.len(),
        });
        for metric in model::Metric::of(Level::Queue).iter().copied() {
            for (at, name) in &named {
                let series = Series {
                    metric,
                    instance: self.instance.id.clone(),
                    part: Some(Arc::clone(name)),
                };
                let point = self.read(metric, Resource::Queue(*at), minute);
                self.figures.take(&series, point.as_slice());
            }
        }
    }

    /// Takes the figures of a minute in, and says what is found of the instance by then.
    fn minute(&mut self, minute: i64, lost: Lost<'_>) -> Vec<Code> {
        if minute % 20 == 0 {
            self.disk(minute);
        }
        let nodes = self.broker.nodes();
        let id = self.instance.id.clone();
        let series = |metric, part: Option<&String>| Series {
            metric,
            instance: id.clone(),
            part: part.map(|name| name.as_str().into()),
        };
        if !lost(minute) {
            for metric in model::Metric::of(Level::Instance).iter().copied() {
                let point = self.read(metric, Resource::Instance, minute);
                self.figures.take(&series(metric, None), point.as_slice());
            }
            for metric in model::Metric::of(Level::Node).iter().copied() {
                for (at, name) in nodes.iter().enumerate() {
                    let point = self.read(metric, Resource::Node(at), minute);
                    self.figures
                        .take(&series(metric, Some(name)), point.as_slice());
                }
            }
            if self.open {
                self.queues(minute);
            }
            self.figures.asked_until(minute * MINUTE);
        }
        let now = minute * MINUTE + LATE;
        self.list(now);
        let thresholds = Thresholds::default();
        let facts = Facts {
            instance: &self.instance,
            presence: Presence::Listed,
            stale: None,
            seen: now,
            denied: None,
            failed_task: None,
            tasks: Some(&[]),
            times: &TaskTimes::default(),
            expansion: None,
            connections_per_broker: self.connections,
            figures: &self.figures,
            broker: None,
            watch: Watch::Read.into(),
            alarms: None,
            newest_of_scope: Some(now),
            settled: self.settled,
            clock: Clock {
                eye: now,
                wall: now,
            },
            thresholds: &thresholds,
        };
        self.found = findings(&facts, &self.found).all;
        self.found.iter().map(|found| found.code).collect()
    }
}

/// When the broker of an instance is down because it is restarted by plan.
fn restart(theirs: &Instance) -> Option<[Timestamp; 2]> {
    let mut tasks = theirs.tasks.iter().rev();
    let task = tasks.find(|task| task.name == TaskName::RestartInstance)?;
    Some([task.created, task.updated])
}

/// Restarts an instance by plan, this long after the start, for so many minutes.
fn plan_restart(world: &mut World, id: &str, after: SignedDuration, takes: i64) {
    let begin = START + after;
    let tasks = &mut world.instance_mut(id).unwrap().tasks;
    tasks.push(Task {
        id: format!("restart-{id}"),
        name: TaskName::RestartInstance,
        status: TaskStatus::Success,
        params: Value::Null,
        created: begin,
        updated: begin + minutes(takes),
    });
    let down = begin + minutes(1);
    let broker = world.broker(id).unwrap();
    let alive = broker.reading(Metric::RabbitmqAlive, Resource::Node(0), down);
    let connections = broker.reading(Metric::Connections, Resource::Instance, down);
    assert_eq!((alive, connections), (Some(0.0), None), "{id}");
}

fn minutes(number: i64) -> SignedDuration {
    SignedDuration::from_mins(number)
}

/// Instances with which nothing is wrong, and that show all there is.
fn healthy(world: &World) -> Vec<&Instance> {
    let well = |one: &&Instance| {
        let old = world.started().duration_since(one.created) > SignedDuration::from_hours(48);
        let full = world
            .broker(&one.id)
            .is_some_and(|broker| broker.nodes().is_empty());
        one.status == Theirs::Running && old && !full && one.fill.high < 75.0 && one.listed
    };
    world
        .instances()
        .filter(|one| one.engine == "rabbitmq")
        .filter(well)
        .collect()
}

/// What is wrong in an incident, and how many minutes after its begin that is so, as its course has
/// it. Nothing where only the broker itself can tell.
fn verdict(kind: &Kind) -> Option<(Code, i64)> {
    let verdict = match kind.name {
        "memory-alarm" => (Code::MemoryAlarm, 0),
        "disk-alarm" => (Code::DiskAlarm, 0),
        "node-down" => (Code::NodeDown, 0),
        "no-majority" => (Code::NoMajority, 0),
        // A fit is believed for twice its length.
        "disk-filling" => (Code::DiskFullSoon, 6 * 60),
        "publishers-blocked" => (Code::PublishersBlocked, 0),
        "consumers-gone" => (Code::NoConsumers, 0),
        "publishers-gone" => (Code::PublishersGone, 0),
        "backlog-growing" => (Code::BacklogGrowing, 0),
        "unacked-piling" => (Code::UnackedPiling, 0),
        "stuck-consumer" => (Code::StuckConsumers, 0),
        // The connections come within five minutes.
        "connection-limit" => (Code::ConnectionLimit, 5),
        "channel-leak" => (Code::ChannelLeak, 30),
        "queue-leak" => (Code::QueueLeak, 30),
        "flow" => (Code::Flow, 0),
        "cpu-hot" => (Code::CpuHot, 0),
        "memory-near" => (Code::MemoryNear, 0),
        "metrics-silent" => (Code::MetricsSilent, 10),
        "uneven-nodes" => (Code::UnevenNodes, 0),
        "redeliver-storm" => (Code::Redeliver, 0),
        "dead-letters-filling" => (Code::DeadLetters, 0),
        "connection-storm" => (Code::Churn, 0),
        "poison-message" => (Code::Redeliver, 0),
        "leaking-client" => (Code::ChannelLeak, 30),
        "blocked-publisher" => (Code::PublishersBlocked, 0),
        "prefetch-full" | "quorum-no-majority" | "many-queues" => return None,
        other => panic!("what is found in {other}?"),
    };
    Some(verdict)
}

/// The minutes after its begin at which it was found first and last, and of those between in which it
/// was not; what came first in the list when it was found; and the minute in which it ended by the
/// data.
struct Course {
    found: Option<i64>,
    last: Option<i64>,
    gaps: i64,
    first: Vec<Code>,
    end: i64,
}

fn course(kind: &'static Kind, code: Code, seed: u64) -> Course {
    let mut world = World::new(START, 1.0, seed);
    fleet::populate(&mut world, 24, seed, true);
    let suits = |one: &&Instance| one.brokers >= kind.brokers && one.brokers > 1;
    let ids: Vec<String> = healthy(&world)
        .into_iter()
        .filter(suits)
        .map(|one| one.id.clone())
        .collect();
    let id = &ids[seed as usize % ids.len()];
    let begin = START + minutes(120);
    let long = i64::from(kind.minutes);
    let end = begin + minutes(long);
    let placed = Placed { kind, begin, end };
    world.instance_mut(id).unwrap().incidents.push(placed);
    let mut watched = Watched::new(&world, world.instance(id).unwrap());
    watched.open = matches!(code, Code::Redeliver | Code::DeadLetters);
    let begin = begin.as_millisecond() / MINUTE;
    let data = Data {
        broker: world.broker(id).unwrap(),
        connections: watched.connections.unwrap_or(0) as f64
            * f64::from(watched.instance.broker_num.unwrap()),
    };
    let mut course = Course {
        found: None,
        last: None,
        gaps: 0,
        first: Vec::new(),
        end: data.end(code, begin..begin + long + 60) - begin,
    };
    watched.disk(begin - 70);
    for minute in -70..long + 60 {
        let found = watched.minute(begin + minute, &|_| false);
        match minute {
            ..0 => assert_eq!(found, [], "{} at {minute}", kind.name),
            _ if found.contains(&code) => {
                if course.found.is_none() {
                    course.found = Some(minute);
                    course.first = found;
                }
                course.last = Some(minute);
            }
            _ if course.found.is_some() && minute < course.end => course.gaps += 1,
            _ => {}
        }
    }
    course
}

#[test]
fn each_incident_is_found_soon_and_goes_soon_after_its_end() {
    let mut faults = Vec::new();
    for (at, kind) in ALL.into_iter().enumerate() {
        let Some((code, after)) = verdict(kind) else {
            continue;
        };
        let course = course(kind, code, at as u64 % 4);
        let hold = code.hold() / MINUTE;
        // What a minute shows is that of its end; asking takes up to one more.
        let by = after + hold + 1;
        if course.found.is_none_or(|found| found > by) || course.first.first() != Some(&code) {
            faults.push(format!(
                "{}: found {:?}, not by {by}: {:?}",
                kind.name, course.found, course.first
            ));
        }
        // It ends in the minute that the course has for it; what is gone falls back within one.
        let long = i64::from(kind.minutes);
        if !(long - 1..=long + 2).contains(&course.end) {
            faults.push(format!("{}: ends at {} of {long}", kind.name, course.end));
        }
        let gone = course.last.map(|last| last + 1 - course.end);
        if gone.is_none_or(|gone| gone > 6) || course.gaps > 0 {
            let (name, gaps) = (kind.name, course.gaps);
            faults.push(format!(
                "{name}: gone {gone:?} after its end, and {gaps} between"
            ));
        }
    }
    assert_eq!(faults, Vec::<String>::new());
}

/// Whether one of a hundred polls is lost, the same ones each time.
fn lost(instance: usize, minute: i64) -> bool {
    let mixed = (minute as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (instance as u64) << 17;
    mixed
        .wrapping_mul(0xBF58_476D_1CE4_E5B9)
        .rotate_left(31)
        .is_multiple_of(100)
}

#[test]
fn a_healthy_fleet_worries_nobody_for_a_day() {
    let mut world = World::new(START, 1.0, 7);
    fleet::populate(&mut world, 320, 7, true);
    let ids: Vec<String> = healthy(&world).iter().map(|one| one.id.clone()).collect();
    assert!(ids.len() >= 200, "{}", ids.len());
    // Over the day, and of different lengths; one of them is open.
    for (at, id) in ids.iter().take(200).step_by(35).enumerate() {
        let at = i64::try_from(at).unwrap();
        let after = SignedDuration::from_secs((at * 4 + 1) * 3600 + at * 17);
        plan_restart(&mut world, id, after, 3 + at * 2);
    }
    let well: Vec<&Instance> = ids.iter().filter_map(|id| world.instance(id)).collect();
    let begin = START.as_millisecond() / MINUTE;
    let day = |at: usize, one: &Instance| -> Vec<(String, Code, Severity)> {
        let mut watched = Watched::new(&world, one);
        // Some are open all day.
        watched.open = at.is_multiple_of(50);
        watched.disk(begin);
        let mut said: Vec<(String, Code, Severity)> = Vec::new();
        for minute in begin..begin + 24 * 60 {
            let before: Vec<Code> = watched.found.iter().map(|found| found.code).collect();
            watched.minute(minute, &|minute| lost(at, minute));
            let new = watched
                .found
                .iter()
                .filter(|found| !before.contains(&found.code));
            said.extend(new.map(|found| {
                (
                    format!("{} {:?}", one.name, found),
                    found.code,
                    found.severity,
                )
            }));
        }
        said
    };
    let instances: Vec<(usize, &Instance)> = well.into_iter().take(200).enumerate().collect();
    let said: Vec<(String, Code, Severity)> = std::thread::scope(|scope| {
        let day = &day;
        let parts = instances.chunks(100).map(|part| {
            scope.spawn(move || {
                part.iter()
                    .flat_map(|(at, one)| day(*at, one))
                    .collect::<Vec<_>>()
            })
        });
        let parts: Vec<_> = parts.collect();
        parts
            .into_iter()
            .flat_map(|part| part.join().unwrap())
            .collect()
    });
    // That it is being restarted is known, and no worry.
    let (moving, said): (Vec<_>, Vec<_>) = said
        .into_iter()
        .partition(|(_, code, _)| *code == Code::Moving);
    assert_eq!(moving.len(), 6, "{moving:#?}");
    let critical = said
        .iter()
        .filter(|(_, _, severity)| *severity == Severity::Critical);
    assert_eq!(critical.count(), 0, "{said:#?}");
    assert!(said.len() <= 3, "{} {said:#?}", said.len());
}
