//! Samples of the last ten minutes: values that the broker keeps of what it counts.

use std::collections::BTreeMap;

use super::fields::inside;
use crate::api::Request;
use crate::api::wire::Fields;
use crate::model::EpochMs;

/// How far back, and how far apart, in seconds: a broker keeps ten minutes of everything.
const AGE: u32 = 600;
const STEP: u32 = 10;

/// The values of one field by their times.
pub(super) type Values = BTreeMap<EpochMs, u64>;

/// The same call, asking for samples of depths.
pub(super) fn with_lengths(request: Request) -> Request {
    request.with("lengths_age", AGE).with("lengths_incr", STEP)
}

/// The same call, asking for samples of counters.
pub(super) fn with_rates(request: Request) -> Request {
    request
        .with("msg_rates_age", AGE)
        .with("msg_rates_incr", STEP)
}

/// The samples of a field: `messages_ready_details.samples`.
pub(super) fn values(fields: &mut Fields<'_>, name: &str) -> Values {
    let name = format!("{name}_details");
    let read = inside(fields, &name, |details| {
        if details.raw("samples").is_none() {
            return Vec::new();
        }
        details.objects("samples", |sample| {
            Some((sample.time("timestamp")?, sample.natural("sample")?))
        })
    });
    read.unwrap_or_default().into_iter().collect()
}

/// How fast a counter went up before this time, a second; nothing where it went down.
pub(super) fn rate_at(values: &Values, at: EpochMs) -> Option<f64> {
    let now = values.get(&at)?;
    let (before, then) = values.range(..at).next_back()?;
    let gain = now.checked_sub(*then)?;
    Some(gain as f64 * 1000.0 / (at - before) as f64)
}
