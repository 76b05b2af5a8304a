//! Messages that go astray: dead letters, those that come again and again, those that no queue takes.

use super::{Sight, Signs, Subject, Symptom, consumers};
use crate::figures::MINUTE;
use crate::findings::{Evidence, Slot, Value, Variant};
use crate::model::broker::{Queue, QueueKey};
use crate::model::{EpochMs, Unit, is_for_dead_letters};

/// Where dead letters of queues go, as far as arguments of queues and policies tell without
/// bindings: to a queue of the name of a routing key for them, or of the exchange for them; and
/// where the name of a queue says so.
pub fn of_dead_letters<'a>(sight: &Sight<'_>, queues: &'a [Queue]) -> Vec<&'a QueueKey> {
    let given = queues
        .iter()
        .flat_map(|queue| targets(&queue.key.vhost, &queue.arguments));
    let set = sight
        .policies()
        .iter()
        .flat_map(|policy| targets(&policy.vhost, &policy.definition));
    let named: Vec<(String, String)> = given.chain(set).collect();
    let is_one = |key: &QueueKey| {
        let mut named = named.iter();
        is_for_dead_letters(&key.name)
            || named.any(|(vhost, name)| *vhost == key.vhost && *name == key.name)
    };
    let keys = queues.iter().map(|queue| &queue.key);
    keys.filter(|key| is_one(key)).collect()
}

/// Where the dead letters of what has these arguments go, as vhosts and names.
fn targets<'a>(
    vhost: &'a str,
    arguments: &'a [(String, String)],
) -> impl Iterator<Item = (String, String)> + 'a {
    let leads = |name: &str| {
        let name = name.strip_prefix("x-").unwrap_or(name);
        matches!(name, "dead-letter-routing-key" | "dead-letter-exchange")
    };
    let own = arguments.iter().filter(move |(name, _)| leads(name));
    own.map(|(_, value)| {
        let name = value.trim_matches('"');
        (vhost.to_owned(), name.to_owned())
    })
    .filter(|(_, name)| !name.is_empty())
}

/// Queues of dead letters that grow: one that is full and no longer grows is an old story.
pub fn dead_letters(sight: &Sight<'_>) -> Option<Signs> {
    let (at, queues) = sight.queues()?;
    let much = sight.thresholds.dead_letters_growth;
    let dead = of_dead_letters(sight, &queues.rows);
    let rows = queues
        .rows
        .iter()
        .filter(|queue| dead.contains(&&queue.key));
    let growing = rows.filter_map(|queue| {
        let ready = number(queue.depth.ready.filter(|ready| *ready > 0)?);
        let subject = Subject::Queue(queue.key.clone());
        let symptom = sight.growing(at, subject, ready, much);
        let seen = ready_of(ready, at).against(count(ready - symptom.more()));
        let symptom = symptom.variant(Variant::DeadLettersGrow);
        Some(grown(symptom, at).seen(seen))
    });
    Some(sight.growth(at, growing))
}

/// Queues that get longer and longer, and are there to be consumed.
pub fn backlog(sight: &Sight<'_>) -> Option<Signs> {
    let (at, queues) = sight.queues()?;
    let much = sight.thresholds.backlog_growth;
    let dead = of_dead_letters(sight, &queues.rows);
    let rows = queues.rows.iter();
    let rows = rows.filter(|queue| !consumers::stays(queue) && !dead.contains(&&queue.key));
    let growing = rows.filter_map(|queue| {
        let ready = number(queue.depth.ready.filter(|ready| *ready > 0)?);
        let subject = Subject::Queue(queue.key.clone());
        let symptom = sight.steady(at, subject, ready, much);
        let seen = ready_of(ready, at).against(count(ready - symptom.more()));
        let symptom = symptom.variant(Variant::QueueGrows);
        Some(grown(symptom, at).seen(seen))
    });
    Some(sight.growth(at, growing))
}

/// What is said of what grows: how much there is, how much more, and in which time.
pub(super) fn grown(symptom: Symptom, at: EpochMs) -> Symptom {
    let (level, more) = (symptom.level, symptom.more());
    let lasted = at.saturating_sub(symptom.since);
    symptom
        .says(Slot::Value, count(level))
        .says(Slot::Slope, count(more))
        .says(Slot::Time, Value::Time(lasted))
}

fn ready_of(ready: f64, at: EpochMs) -> Evidence {
    Evidence::broker("messages_ready", count(ready), at)
}

/// Queues whose messages are a share of all deliveries delivered again.
pub fn redelivered(sight: &Sight<'_>) -> Option<Signs> {
    let (at, queues) = sight.queues()?;
    let thresholds = sight.thresholds;
    let again = queues.rows.iter().filter_map(|queue| {
        let again = queue.messages.redeliver.rate?;
        let all = queue.messages.deliver_get.rate.unwrap_or(0.0);
        let least = thresholds.busy.max(all * thresholds.redeliver / 100.0);
        if again < least {
            return None;
        }
        let symptom = sight.symptom(at, Subject::Queue(queue.key.clone()), again);
        let rate = |value| Value::Figure(value, Unit::PerSecond);
        let seen = Evidence::broker("redeliver_rate", rate(again), at);
        Some(
            symptom
                .after(at, MINUTE)
                .variant(Variant::QueueRedelivers)
                .says(Slot::Value, rate(again))
                .says(Slot::Limit, rate(all))
                .seen(seen.against(rate(least)))
                .seen(Evidence::broker("deliver_get_rate", rate(all), at)),
        )
    });
    Some(sight.signs(at, again))
}

/// Messages that no queue takes: they are lost, or given back.
pub fn unroutable(sight: &Sight<'_>) -> Option<Signs> {
    let (at, overview) = sight.overview()?;
    let rate = overview.messages.unroutable_rate()?;
    let least = sight.thresholds.unroutable;
    let lost = (rate >= least).then(|| {
        let each = |value| Value::Figure(value, Unit::PerSecond);
        let symptom = sight.symptom(at, Subject::Broker, rate);
        let seen = Evidence::broker("unroutable_rate", each(rate), at);
        let symptom = symptom.says(Slot::Value, each(rate));
        symptom.seen(seen.against(each(least)))
    });
    Some(sight.signs(at, lost))
}

fn count(value: f64) -> Value {
    Value::Figure(value, Unit::Count)
}

#[allow(clippy::cast_precision_loss, reason = "a number for people")]
fn number(count: u64) -> f64 {
    count as f64
}
