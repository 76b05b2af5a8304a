//! What clients make and never give back: channels and queues become more and more.

use super::{Sight, Signs, Subject, Symptom, clients};
use crate::findings::{Evidence, Slot, Value};
use crate::model::{EpochMs, Unit};

/// Growth that is worth saying, in number, within the time that its code says.
const LEAST: f64 = 20.0;
/// ... and as a share of what there was.
const SHARE: f64 = 0.05;
const HOUR: f64 = 3_600_000.0;

/// Queues that become more.
pub fn queues(sight: &Sight<'_>) -> Option<Signs> {
    let (at, overview) = sight.overview()?;
    let queues = number(overview.counts.queues?);
    let symptom = sight.steady(at, Subject::Broker, queues, LEAST);
    let holds = symptom.holds && symptom.more() >= symptom.first * SHARE;
    let symptom = Symptom { holds, ..symptom };
    let seen = Evidence::broker("object_totals.queues", count(queues), at);
    let symptom = hourly(symptom, queues, 1.0, at).seen(seen);
    Some(sight.growth(at, [symptom]))
}

/// Channels that become more while connections do not, and connections with more channels than a
/// client has use for.
pub fn channels(sight: &Sight<'_>) -> Option<Signs> {
    let whole = of_all(sight);
    let each = clients::channels(sight);
    let at = whole.iter().map(|(at, _)| *at);
    let at = at.chain(each.iter().map(|(at, _)| *at)).max()?;
    let whole = whole.into_iter().map(|(_, symptom)| symptom);
    let each = each.into_iter().flat_map(|(_, each)| each);
    Some(sight.growth(at, whole.chain(each)))
}

fn of_all(sight: &Sight<'_>) -> Option<(EpochMs, Symptom)> {
    let (at, overview) = sight.overview()?;
    let counts = &overview.counts;
    let (channels, connections) = (number(counts.channels?), number(counts.connections?));
    if connections < 1.0 {
        return None;
    }
    // More of both is no leak.
    let much = LEAST / connections;
    let symptom = sight.steady(at, Subject::Broker, channels / connections, much);
    let holds = symptom.holds && symptom.more() >= symptom.first * SHARE;
    let symptom = Symptom { holds, ..symptom };
    let seen = Evidence::broker("object_totals.channels", count(channels), at);
    let symptom = hourly(symptom, channels, connections, at).seen(seen);
    let open = Evidence::broker("object_totals.connections", count(connections), at);
    Some((at, symptom.seen(open)))
}

/// How many there are, and how many more that makes in an hour.
fn hourly(symptom: Symptom, there: f64, of: f64, at: EpochMs) -> Symptom {
    #[allow(clippy::cast_precision_loss, reason = "some hours at most")]
    let lasted = at.saturating_sub(symptom.since).max(1) as f64;
    let more = (symptom.more() * of * HOUR / lasted).round();
    let symptom = symptom.says(Slot::Value, count(there));
    symptom.says(Slot::Slope, count(more))
}

fn count(value: f64) -> Value {
    Value::Figure(value, Unit::Count)
}

#[allow(clippy::cast_precision_loss, reason = "a number for people")]
fn number(count: u64) -> f64 {
    count as f64
}
