//! Queues whose messages nobody takes: no consumer is there, those that are acknowledge nothing, or
//! have as many as they may hold.

use super::{Sight, Signs, Subject, messages};
use crate::findings::{Evidence, Severity, Slot, Value, Variant};
use crate::model::broker::{Consumer, Queue, QueueKind};
use crate::model::{EpochMs, Unit};

/// Messages that wait so many are worth a call, whether they grow or not.
const MANY: f64 = 1000.0;
/// Acknowledgements a second that are as good as none.
const HARDLY: f64 = 0.05;

/// Share of what consumers may hold that is as good as all: some acknowledgements are on their way.
const HELD: f64 = 0.95;

/// Queues with messages and without a consumer. Where messages stay, and where they leave by
/// themselves to where they are taken, there need be none.
pub fn none(sight: &Sight<'_>) -> Option<Signs> {
    let (at, queues) = sight.queues()?;
    let consumers = sight.consumers(at);
    let dead = messages::of_dead_letters(sight, &queues.rows);
    let lonely = queues.rows.iter().filter_map(|queue| {
        let ready = number(queue.depth.ready?);
        // What is fetched by `basic.get` has no consumers and needs none.
        let fetched = queue
            .messages
            .deliver_get
            .rate
            .is_some_and(|rate| rate > HARDLY);
        let nobody = consuming(queue, consumers)? == 0 && !fetched;
        let needs = !stays(queue) && !dead.contains(&&queue.key);
        if !nobody || ready < 1.0 || !needs {
            return None;
        }
        let symptom = sight.symptom(at, Subject::Queue(queue.key.clone()), ready);
        let grows = symptom.more() > 0.0 || queue.growth.is_some_and(|growth| growth > 0.0);
        let severity = match grows || ready >= MANY {
            true => Severity::Critical,
            false => Severity::Warning,
        };
        let zero = Value::Figure(0.0, Unit::Count);
        let seen = Evidence::broker("consumers", zero.clone(), at);
        let symptom = symptom
            .severe(severity)
            .variant(Variant::NeverConsumed)
            .says(Slot::Value, count(ready))
            .seen(seen.against(Value::Figure(1.0, Unit::Count)));
        let waits = Evidence::broker("messages_ready", count(ready), at);
        Some(symptom.seen(waits.against(zero)))
    });
    Some(sight.signs(at, lonely))
}

/// Whether messages of a queue are not there to be consumed now: a stream keeps them, and a queue
/// that delays them sends them on when their time is over.
pub(super) fn stays(queue: &Queue) -> bool {
    let has = |wanted: &str| queue.arguments.iter().any(|(name, _)| name == wanted);
    let delays = has("x-message-ttl") && has("x-dead-letter-exchange");
    queue.kind == Some(QueueKind::Stream) || delays
}

/// How many consume from a queue: as it says, else by the consumers there are.
fn consuming(queue: &Queue, consumers: Option<&[Consumer]>) -> Option<u64> {
    let counted = || {
        let own = consumers?.iter().filter(|one| one.queue == queue.key);
        u64::try_from(own.count()).ok()
    };
    queue.consumers.or_else(counted)
}

/// Consumers that hold messages and acknowledge none.
pub fn stuck(sight: &Sight<'_>) -> Option<Signs> {
    let (at, queues) = sight.queues()?;
    let consumers = sight.consumers(at);
    let stuck = queues.rows.iter().filter_map(|queue| {
        let unacked = number(queue.depth.unacknowledged?);
        let takes = consuming(queue, consumers)? > 0;
        let acked = queue.messages.ack;
        // What nothing was ever delivered from acknowledges nothing either.
        let rate = acked.rate.or(acked.total.map(|_| 0.0));
        let stands = rate.is_some_and(|rate| rate <= HARDLY);
        // Those that take messages and give them back are not stuck.
        let delivered = queue.messages.deliver_get.rate.unwrap_or(0.0);
        let stands = stands && delivered <= HARDLY;
        if unacked < 1.0 || !takes || !stands {
            return None;
        }
        let ready = number(queue.depth.ready.unwrap_or(0));
        let subject = Subject::Queue(queue.key.clone());
        let symptom = sight.symptom(at, subject, unacked + ready);
        // One slow job that others wait for is no outage.
        let grows = ready > 0.0 && (symptom.more() > 0.0 || queue.growth > Some(0.0));
        let severity = match grows {
            true => Severity::Critical,
            false => Severity::Warning,
        };
        let left = timeout(queue, consumers, symptom.since, at);
        let none = Value::Figure(0.0, Unit::PerSecond);
        let symptom = symptom
            .severe(severity)
            .says(Slot::Value, count(unacked))
            .says(Slot::Limit, count(ready))
            .seen(Evidence::broker("ack_rate", none, at))
            .seen(unacked_of(unacked, at));
        Some(match left {
            Some((left, limit)) => {
                let seen = Evidence::broker("consumer_timeout", Value::Time(limit), at);
                let symptom = symptom.variant(Variant::StuckUntil).seen(seen);
                symptom.says(Slot::Time, Value::Time(left))
            }
            None => symptom,
        })
    });
    Some(sight.signs(at, stuck))
}

/// How long until the broker closes the channel of a consumer that acknowledges nothing, and after
/// how long it does, ms; at the latest, as it may have begun before it was seen.
fn timeout(
    queue: &Queue,
    consumers: Option<&[Consumer]>,
    since: EpochMs,
    at: EpochMs,
) -> Option<(i64, i64)> {
    let own = consumers?.iter().filter(|one| one.queue == queue.key);
    let soonest = own.filter_map(|one| one.timeout).min()?;
    let limit = i64::try_from(soonest).ok()?;
    let left = since.saturating_add(limit).saturating_sub(at);
    Some((left.max(0), limit))
}

/// Consumers that take more and more and acknowledge less.
pub fn piling(sight: &Sight<'_>) -> Option<Signs> {
    let (at, queues) = sight.queues()?;
    let much = sight.thresholds.unacked_growth;
    let piling = queues.rows.iter().filter_map(|queue| {
        let unacked = number(queue.depth.unacknowledged.filter(|unacked| *unacked > 0)?);
        let subject = Subject::Queue(queue.key.clone());
        let symptom = sight.steady(at, subject, unacked, much);
        let seen = unacked_of(unacked, at).against(count(unacked - symptom.more()));
        let symptom = symptom.variant(Variant::UnackedPile);
        Some(messages::grown(symptom, at).seen(seen))
    });
    Some(sight.growth(at, piling))
}

/// Consumers that acknowledge, and have as many messages as they may hold while others wait.
pub fn full(sight: &Sight<'_>) -> Option<Signs> {
    let (at, queues) = sight.queues()?;
    let consumers = sight.consumers(at)?;
    let full = queues.rows.iter().filter_map(|queue| {
        let (ready, unacked) = (queue.depth.ready?, queue.depth.unacknowledged?);
        let own = consumers.iter().filter(|one| one.queue == queue.key);
        let own: Vec<&Consumer> = own.filter(|one| one.active != Some(false)).collect();
        let limited = own.iter().map(|one| one.prefetch.filter(|most| *most > 0));
        // One without a limit is never full.
        let most: u64 = limited.collect::<Option<Vec<u64>>>()?.into_iter().sum();
        let works = queue.messages.ack.rate.is_some_and(|rate| rate > HARDLY);
        // One that holds more has no limit after all.
        let held = unacked <= most && number(unacked) >= number(most) * HELD;
        if own.is_empty() || ready == 0 || !held || !works {
            return None;
        }
        let (ready, unacked) = (number(ready), number(unacked));
        let subject = Subject::Queue(queue.key.clone());
        let symptom = sight.symptom(at, subject, ready);
        let prefetch = Evidence::broker("prefetch_count", count(number(most)), at);
        Some(
            symptom
                .says(Slot::Value, count(unacked))
                .says(Slot::Limit, count(ready))
                .seen(unacked_of(unacked, at).against(count(number(most))))
                .seen(prefetch),
        )
    });
    Some(sight.signs(at, full))
}

fn unacked_of(unacked: f64, at: EpochMs) -> Evidence {
    Evidence::broker("messages_unacknowledged", count(unacked), at)
}

fn count(value: f64) -> Value {
    Value::Figure(value, Unit::Count)
}

#[allow(clippy::cast_precision_loss, reason = "a number for people")]
fn number(count: u64) -> f64 {
    count as f64
}
