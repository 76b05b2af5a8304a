//! Publishers that are gone: nothing is published, and before it was.

use super::{Sight, Signs, Subject};
use crate::figures::MINUTE;
use crate::findings::{Evidence, Slot, Value};
use crate::model::Unit;
use crate::model::broker::Sample;

/// Share of what was published before, up to which it is as good as nothing.
const HARDLY: f64 = 0.01;
/// Samples that are enough to tell what is usual.
const ENOUGH: u32 = 5;

/// What was published before is in the samples of ten minutes, and is remembered from then on.
pub fn gone(sight: &Sight<'_>) -> Option<Signs> {
    let (at, overview) = sight.overview()?;
    let now = overview.messages.publish.rate?;
    let before = sight.before(at, &Subject::Broker);
    let usual = match before {
        Some(before) => before.first,
        None => mean(&overview.samples)?,
    };
    let each = |value| Value::Figure(value, Unit::PerSecond);
    let is_gone = usual >= sight.thresholds.busy && now <= usual * HARDLY;
    let symptom = is_gone.then(|| {
        let seen = Evidence::broker("publish_rate", each(now), at);
        let symptom = sight.symptom(at, Subject::Broker, usual);
        let symptom = symptom.says(Slot::Was, each(usual));
        symptom.seen(seen.against(each(usual)))
    });
    Some(sight.signs(at, symptom))
}

/// How much was published in a second, in the mean of those samples that are not of the last minute:
/// by then it may be less.
fn mean(samples: &[Sample]) -> Option<f64> {
    let newest = samples.last()?.at;
    let earlier = samples.iter().filter(|one| one.at <= newest - MINUTE);
    let (mut sum, mut number) = (0.0, 0);
    for rate in earlier.filter_map(|one| one.publish) {
        sum += rate;
        number += 1;
    }
    (number >= ENOUGH).then(|| sum / f64::from(number))
}
