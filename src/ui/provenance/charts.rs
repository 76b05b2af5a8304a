//! Where what the charts of an instance show is from: the call, the time that is pointed at, and of
//! each value its metric, dimension, period, time and age.

use super::measured::{INSTANCE, measured};
use super::{Known, Said};
use crate::api::Operation;
use crate::figures::{Part, Range};
use crate::model::{EpochMs, InstanceKey, Level, Metric};
use crate::say;
use crate::state::State;
use crate::state::live::Chart;
use crate::state::row::Row;
use crate::ui::words::{Words, live, time};
use std::time::Duration;

/// Queues that are named: those with most messages.
const QUEUES: usize = 10;
/// What is said of each.
const OF_QUEUE: [Metric; 3] = [
    Metric::QueueReady,
    Metric::QueueUnacknowledged,
    Metric::QueueConsumers,
];

/// What the charts show of a time, or of now, and where it is from.
pub(super) fn said(w: &Words, state: &State, key: &InstanceKey, at: Option<EpochMs>) -> Known {
    let row = state.fleet.get(key)?;
    let now = state.profiles.get(&key.scope)?.figures.time(state.now);
    let range = state.live.range;
    let cursor = match at {
        Some(at) => time::exact(w, at),
        None => w.text("provenance.no-cursor").to_owned(),
    };
    let mut said: Vec<Said> = Vec::new();
    said.extend(source(w, state, row, now));
    said.push((INSTANCE.to_owned(), key.id.to_string()));
    said.push((w.text("provenance.cursor").to_owned(), cursor));
    // What is true now is a minute's value in every range.
    let range = at.map_or(Range::Hour, |_| range);
    for chart in state.charts(row) {
        let value = match state.measured(row, &chart, at) {
            Ok(one) => {
                let value = live::measured(w, chart.metric, one);
                measured(w, (&value, &dimension(&chart)), range, one.point.at, now)
            }
            Err(known) => say!(
                w,
                "provenance.no-value",
                why = live::absent(w, known),
                of = dimension(&chart)
            ),
        };
        said.push((chart.metric.name().to_owned(), value));
    }
    let queues = state.queues(row);
    let queues = queues.into_iter().take(QUEUES);
    said.extend(queues.flat_map(|queue| of_queue(w, queue, now)));
    Some((Vec::new(), said))
}

/// The call, when it was answered last, and how often it is made.
fn source(w: &Words, state: &State, row: &Row, now: EpochMs) -> Option<Said> {
    let call = Operation::ReadFigures.call(state.api(&row.key.scope))?;
    let profile = state.profiles.get(&row.key.scope)?;
    let (age, at, pace) = match state.range_read() {
        Some(read) => {
            let pace = state.live.range.pace();
            (state.now.since(read.at), read.at.wall, pace)
        }
        None => {
            let asked = row.figures.asked()?;
            let age = u64::try_from(now.saturating_sub(asked)).unwrap_or(0);
            (Duration::from_millis(age), asked, profile.figures.pace)
        }
    };
    let said = say!(
        w,
        "provenance.read",
        call,
        age = time::said(w, age),
        at = time::exact(w, at),
        period = time::pace(pace)
    );
    Some((w.text("provenance.source").to_owned(), said))
}

/// What a chart is of, as Cloud Eye calls it.
fn dimension(chart: &Chart) -> String {
    part(chart.metric.level(), chart.node.as_deref())
}

fn part(level: Level, name: Option<&str>) -> String {
    match level.dimension().zip(name) {
        Some((dimension, name)) => format!("{dimension} {name}"),
        None => INSTANCE.to_owned(),
    }
}

/// The newest figures of a queue, by the name that Cloud Eye has for it.
fn of_queue<'a>(
    w: &'a Words,
    queue: &'a Part,
    now: EpochMs,
) -> impl Iterator<Item = Said> + use<'a> {
    OF_QUEUE.into_iter().filter_map(move |metric| {
        let point = queue.current(metric, now)?;
        let value = live::exact(metric, point.value);
        let of = part(Level::Queue, Some(&queue.name));
        let said = measured(w, (&value, &of), Range::Hour, point.at, now);
        Some((metric.name().to_owned(), said))
    })
}
