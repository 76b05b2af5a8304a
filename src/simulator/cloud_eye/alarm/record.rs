//! Records: what the rules made of the figures, the whole fleet over.
//!
//! Nothing is kept: a record follows from the world and the time. What is over is remembered for
//! an hour at most, for less in a large fleet, and of more than 300 instances only those with
//! incidents and some others are looked at, so that a call stays cheap.

use super::episode::{Episode, Point, episodes};
use super::rule::{Policy, RULES, Rule, Scope, Subject};
use crate::simulator::broker::{Broker, Metric};
use crate::simulator::cloud_eye::place::Place;
use crate::simulator::cloud_eye::series::Series;
use crate::simulator::cloud_eye::window::{DAY, HOUR, MINUTE};
use crate::simulator::dice::Dice;
use crate::simulator::world::World;
use crate::simulator::world::instance::Instance;

/// How many instances are looked at.
const INSTANCES: usize = 300;
/// How many minutes are looked at of all instances together, and the least and the most of one.
const MINUTES: i64 = 1500;
const OF_ONE: [i64; 2] = [20, 60];
/// How far back the begin of what still fires is looked for: as far as there are raw points.
const FIRING: i64 = 2 * DAY;
/// How long nothing must have come until a rule says that it has too little to go by.
const PATIENCE: i64 = 3 * HOUR;
/// From one look to the next for the last figure of a series.
const SAMPLE: i64 = 5 * MINUTE;

/// One entry of the history.
pub struct Record<'w> {
    pub rule: &'static Rule,
    pub policy: &'static Policy,
    pub instance: &'w Instance,
    pub dimensions: Vec<(&'static str, String)>,
    pub status: Status,
    pub level: u8,
    /// In milliseconds, as all times here.
    pub begin: i64,
    pub end: Option<i64>,
    /// When it was last told.
    pub told: i64,
    /// The points that made it fire.
    pub points: Vec<(i64, f64)>,
}

/// What is so since the record's last change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Status {
    Ok,
    Alarm,
    InsufficientData,
    /// No rule here was ever changed under an alarm.
    Invalid,
    /// Nobody here ends an alarm by hand.
    OkManual,
}

/// All records, in no order.
pub fn records(world: &World) -> Vec<Record<'_>> {
    let instances = looked_at(world);
    let count = i64::try_from(instances.len()).unwrap_or(i64::MAX).max(1);
    let minutes = (MINUTES / count).clamp(OF_ONE[0], OF_ONE[1]);
    let mut records = Vec::new();
    for instance in instances {
        let own = RULES
            .iter()
            .filter(|rule| rule.enabled && rule.covers(instance));
        for (rule, policy) in
            own.flat_map(|rule| rule.policies.iter().map(move |policy| (rule, policy)))
        {
            let watch = Watch {
                world,
                instance,
                rule,
                policy,
            };
            match (policy.subject, world.broker(&instance.id)) {
                (Subject::Rabbitmq(metric), Some(broker)) => {
                    watch.figures(broker, metric, minutes * MINUTE, &mut records);
                }
                (Subject::Kafka(_), _) => records.push(watch.of_another_engine()),
                (Subject::Rabbitmq(_), None) => {}
            }
        }
    }
    records
}

fn looked_at(world: &World) -> Vec<&Instance> {
    let mut instances: Vec<&Instance> = world.instances().collect();
    instances.sort_by_key(|instance| instance.incidents.is_empty());
    instances.truncate(INSTANCES);
    instances
}

/// One condition of one rule on one instance.
struct Watch<'w> {
    world: &'w World,
    instance: &'w Instance,
    rule: &'static Rule,
    policy: &'static Policy,
}

impl<'w> Watch<'w> {
    fn figures(
        &self,
        broker: Broker<'w>,
        metric: Metric,
        length: i64,
        records: &mut Vec<Record<'w>>,
    ) {
        let places = Place::all(self.world, &broker, &self.instance.id, metric.dimension());
        for place in places {
            let series = Series::new(metric, broker, &place);
            let points = self.points(&series, length);
            let silent = points.iter().all(|(_, value)| value.is_none());
            if silent && self.rule.scope == Scope::MultiInstance {
                records.extend(self.silent(&series, &place));
            }
            let found = episodes(self.policy, &points);
            records.extend(found.into_iter().map(|episode| self.fired(&place, episode)));
        }
    }

    /// The points of a series up to now. Where the first of them hold, the ones before, too.
    fn points(&self, series: &Series<'_>, length: i64) -> Vec<Point> {
        let step = self.policy.step();
        let ended = self.now() - self.lag();
        let (mut points, mut holds) = (Vec::new(), false);
        let mut start = ended.div_euclid(step) * step - step;
        while ended - start <= length || (holds && ended - start <= FIRING) {
            let value = series.point(start, step, self.policy.filter);
            if let Some(value) = value {
                holds = self.policy.level(value).is_some();
            }
            points.push((start, value));
            start -= step;
        }
        points.reverse();
        points
    }

    fn fired(&self, place: &Place, episode: Episode) -> Record<'w> {
        let seen = |start: i64| start + self.policy.step() + self.lag();
        let begin = episode.points.last().map_or(0, |(start, _)| seen(*start));
        let end = episode.over.map(seen);
        let lasted = end.unwrap_or(self.now()) - begin;
        let told = match self.policy.suppress * 1000 {
            0 => begin,
            pause => begin + (lasted - 1).max(0) / pause * pause,
        };
        Record {
            status: match end {
                Some(_) => Status::Ok,
                None => Status::Alarm,
            },
            level: episode.level,
            end,
            told,
            points: episode.points,
            ..self.record(place.dimensions.clone(), begin)
        }
    }

    /// The record of a series that nothing has come from for long.
    fn silent(&self, series: &Series<'_>, place: &Place) -> Option<Record<'w>> {
        let now = self.now();
        let newest = now.div_euclid(SAMPLE) * SAMPLE;
        let mut earlier = (0..DAY / SAMPLE).map(|back| newest - back * SAMPLE);
        let last = earlier.find(|at| series.reading(*at).is_some());
        let last = last.unwrap_or(self.instance.created.as_millisecond());
        let begin = last + PATIENCE;
        let record = self.record(place.dimensions.clone(), begin);
        (begin <= now).then_some(Record {
            status: Status::InsufficientData,
            ..record
        })
    }

    /// The alarm that an instance of another engine has all day.
    fn of_another_engine(&self) -> Record<'w> {
        let begin = self.now().div_euclid(DAY) * DAY;
        let names = self.policy.subject.dimensions().iter().copied();
        let values = std::iter::repeat(self.instance.id.clone());
        Record {
            status: Status::Alarm,
            points: vec![(begin - self.policy.step(), 83.5)],
            ..self.record(names.zip(values).collect(), begin)
        }
    }

    /// A record that begins and has not ended, with the least urgent level.
    fn record(&self, dimensions: Vec<(&'static str, String)>, begin: i64) -> Record<'w> {
        Record {
            rule: self.rule,
            policy: self.policy,
            instance: self.instance,
            dimensions,
            status: Status::Ok,
            level: self.policy.levels.last().map_or(4, |(level, _)| *level),
            begin,
            end: None,
            told: begin,
            points: Vec::new(),
        }
    }

    fn now(&self) -> i64 {
        self.world.now().as_millisecond()
    }

    fn lag(&self) -> i64 {
        i64::try_from(self.world.cloud_eye.lag().as_millis()).unwrap_or(i64::MAX)
    }
}

impl Record<'_> {
    /// `ah` and 22 letters and digits, the same in every call.
    pub fn id(&self) -> String {
        let about = [self.rule.id, self.policy.subject.metric(), &self.resource()].join(" ");
        let seed = about.bytes().fold(0_u64, |seed, byte| {
            seed.wrapping_mul(31).wrapping_add(u64::from(byte))
        });
        let letters = &Dice::new(seed).hex32()[..9];
        format!("ah{:013}{letters}", self.begin)
    }

    /// The values of its dimensions, ordered by their names.
    pub fn resource(&self) -> String {
        let mut dimensions: Vec<_> = self.dimensions.iter().collect();
        dimensions.sort();
        let values = dimensions.into_iter().map(|(_, value)| value.as_str());
        values.collect::<Vec<_>>().join(",")
    }

    /// When it changed last.
    pub fn updated(&self) -> i64 {
        self.end.unwrap_or(self.told)
    }
}
