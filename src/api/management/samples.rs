//! Samples of the last ten minutes: values that the broker keeps of what it counts.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::inside;
use crate::api::Request;
use crate::api::wire::Fields;
use crate::model::EpochMs;
use crate::model::broker::Sample;

/// How far back samples are asked for. Measured on 3.10: with those of ten minutes an overview is twice
/// the work of one without, with those of a minute it is about as much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum History {
    None,
    Minute,
    /// All that a broker keeps of everything.
    TenMinutes,
}

impl History {
    /// In seconds.
    const fn age(self) -> Option<u32> {
        match self {
            Self::None => None,
            Self::Minute => Some(60),
            Self::TenMinutes => Some(600),
        }
    }
}

/// How far samples are apart, in seconds. Their times are whole multiples of it.
const STEP: u32 = 10;

/// The values of one field by their times.
type Values = BTreeMap<EpochMs, u64>;
/// Ready and unacknowledged.
type Depths = [Values; 2];
/// Published, delivered, acknowledged.
type Counters = [Values; 3];

/// The same call, asking for samples of depths and of counters.
pub(super) fn with_samples(request: Request, history: History) -> Request {
    let Some(age) = history.age() else {
        return request;
    };
    let lengths = request.with("lengths_age", age).with("lengths_incr", STEP);
    lengths
        .with("msg_rates_age", age)
        .with("msg_rates_incr", STEP)
}

/// The samples of depths.
pub(super) fn depths(fields: &mut Fields<'_>) -> Depths {
    ["messages_ready", "messages_unacknowledged"].map(|name| values(fields, name))
}

/// All samples, oldest first, with these depths and the counters of `message_stats`.
pub(super) fn samples(fields: &mut Fields<'_>, depths: &Depths) -> Vec<Sample> {
    let counters = inside(fields, "message_stats", |stats| {
        ["publish", "deliver_get", "ack"].map(|name| values(stats, name))
    });
    let counters: Counters = counters.unwrap_or_default();
    let all = depths.iter().chain(&counters).flat_map(|of| of.keys());
    let times: BTreeSet<EpochMs> = all.copied().collect();
    let sample = |at: EpochMs| Sample {
        at,
        ready: depths[0].get(&at).copied(),
        unacknowledged: depths[1].get(&at).copied(),
        publish: rate_at(&counters[0], at),
        deliver_get: rate_at(&counters[1], at),
        ack: rate_at(&counters[2], at),
    };
    times.into_iter().map(sample).collect()
}

/// The samples of a field: `messages_ready_details.samples`.
fn values(fields: &mut Fields<'_>, name: &str) -> Values {
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
fn rate_at(values: &Values, at: EpochMs) -> Option<f64> {
    let now = values.get(&at)?;
    let (before, then) = values.range(..at).next_back()?;
    let gain = now.checked_sub(*then)?;
    Some(gain as f64 * 1000.0 / (at - before) as f64)
}
