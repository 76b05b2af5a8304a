//! History: samples of counts over some minutes, beside the rates.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::answer::Answer;
use super::ask::Ask;
use super::look::Look;
use super::queues::float;
use super::stats::{Flow, rounded, whole};
use crate::simulator::broker::Queue;
use crate::simulator::broker::levels::{Counts, Level};

/// The most samples that are told.
const MOST: i64 = 500;

/// Which samples are asked for: how far back, and how far apart, in seconds.
#[derive(Clone, Copy)]
struct Span {
    age: i64,
    step: i64,
}

impl Span {
    fn asked(ask: &Ask, of: &str) -> Result<Option<Self>, Answer> {
        let number = |part: &str| ask.parameter(&format!("{of}_{part}"));
        let (Some(age), Some(step)) = (number("age"), number("incr")) else {
            return Ok(None);
        };
        let refused = || Answer::bad_request(&format!("invalid {of} range"));
        let (age, step): (i64, i64) = match (age.parse(), step.parse()) {
            (Ok(age @ 1..=86_400), Ok(step @ 1..)) => (age, step),
            _ => return Err(refused()),
        };
        match age / step <= MOST {
            true => Ok(Some(Self { age, step })),
            false => Err(refused()),
        }
    }

    /// The times of the samples, newest first.
    fn times(self, look: &Look<'_>) -> Vec<Timestamp> {
        let last = look.told.as_second().div_euclid(self.step) * self.step;
        let begun = look.broker.up_since(look.told).as_second();
        let times = (0..=self.age / self.step).map(|back| last - back * self.step);
        times
            .filter(|second| *second >= begun)
            .filter_map(|second| Timestamp::from_second(second).ok())
            .collect()
    }
}

/// Adds samples to the details of a count.
fn add(to: &mut Map<String, Value>, name: &str, times: &[Timestamp], of: &[f64]) {
    let samples: Vec<Value> = times
        .iter()
        .zip(of)
        .map(|(time, sample)| json!({ "sample": whole(*sample), "timestamp": time.as_millisecond() }))
        .collect();
    let (Some(Value::Object(details)), Some(newest), Some(oldest)) = (
        to.get_mut(&format!("{name}_details")),
        of.first(),
        of.last(),
    ) else {
        return;
    };
    let seconds = times.first().zip(times.last());
    let seconds = seconds.map_or(0.0, |(new, old)| new.duration_since(*old).as_secs_f64());
    let rate = (newest - oldest) / seconds.max(1.0);
    details.insert("samples".to_owned(), json!(samples));
    details.insert("avg_rate".to_owned(), json!(rounded(rate)));
    let mean = of.iter().sum::<f64>() / float(of.len().max(1));
    details.insert("avg".to_owned(), json!(mean));
}

/// What lengths of queues and rates of messages are told of.
trait Source {
    fn level(&self, at: Timestamp) -> Level;
    fn counts(&self, at: Timestamp) -> Counts;
}

struct All<'a>(&'a Look<'a>);

impl Source for All<'_> {
    fn level(&self, at: Timestamp) -> Level {
        self.0.broker.level_of_all(at)
    }

    fn counts(&self, at: Timestamp) -> Counts {
        self.0.broker.counts_of_all(at)
    }
}

struct One<'a>(&'a Look<'a>, usize);

impl Source for One<'_> {
    fn level(&self, at: Timestamp) -> Level {
        let queues = self.0.broker.queues(at).into_iter();
        let mut own = queues.zip(self.0.broker.levels_at(at));
        let own = own.find(|(queue, _)| queue.index == self.1);
        own.map(|(_, level)| level).unwrap_or_default()
    }

    fn counts(&self, at: Timestamp) -> Counts {
        self.0.broker.counts_of(self.1, at)
    }
}

/// Adds what is asked for to the overview's totals and statistics.
pub fn of_all(
    look: &Look<'_>,
    ask: &Ask,
    totals: &mut Map<String, Value>,
    stats: &mut Map<String, Value>,
) -> Result<(), Answer> {
    let source = All(look);
    add_lengths(look, &source, ask, totals)?;
    add_rates(look, &source, ask, stats)
}

/// Adds what is asked for to the row of a queue.
pub fn of_queue(
    look: &Look<'_>,
    queue: &Queue,
    ask: &Ask,
    row: &mut Map<String, Value>,
) -> Result<(), Answer> {
    let source = One(look, queue.index);
    add_lengths(look, &source, ask, row)?;
    match row.get_mut("message_stats") {
        Some(Value::Object(stats)) => add_rates(look, &source, ask, stats),
        _ => Ok(()),
    }
}

fn add_lengths(
    look: &Look<'_>,
    source: &dyn Source,
    ask: &Ask,
    to: &mut Map<String, Value>,
) -> Result<(), Answer> {
    let Some(span) = Span::asked(ask, "lengths")? else {
        return Ok(());
    };
    let times = span.times(look);
    let levels: Vec<Level> = times.iter().map(|at| source.level(*at)).collect();
    let of = |get: fn(&Level) -> usize| -> Vec<f64> {
        levels.iter().map(|level| float(get(level))).collect()
    };
    let all = of(|level| level.ready + level.unacked);
    add(to, "messages", &times, &all);
    add(to, "messages_ready", &times, &of(|level| level.ready));
    let unacked = of(|level| level.unacked);
    add(to, "messages_unacknowledged", &times, &unacked);
    Ok(())
}

fn add_rates(
    look: &Look<'_>,
    source: &dyn Source,
    ask: &Ask,
    to: &mut Map<String, Value>,
) -> Result<(), Answer> {
    let Some(span) = Span::asked(ask, "msg_rates")? else {
        return Ok(());
    };
    let times = span.times(look);
    let stats = |at: &Timestamp| {
        let flow = Flow {
            counts: source.counts(*at),
            without_ack: look.broker.without_ack(),
            ..Flow::default()
        };
        flow.of_all()
    };
    let stats: Vec<Map<String, Value>> = times.iter().map(stats).collect();
    let names: Vec<String> = to
        .keys()
        .filter(|name| !name.ends_with("_details"))
        .cloned()
        .collect();
    for name in names {
        let number =
            |stats: &Map<String, Value>| stats.get(&name).and_then(Value::as_f64).unwrap_or(0.0);
        let of: Vec<f64> = stats.iter().map(number).collect();
        add(to, &name, &times, &of);
    }
    Ok(())
}
