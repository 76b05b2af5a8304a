//! What charts show, as text.

use crate::list::{ListField, cell};
use crate::model::{EpochMs, InstanceKey};
use crate::state::State;
use crate::state::live::{Chart, Known};
use crate::text::clean;
use crate::timezone::TimeZone;
use crate::ui::words::{Words, finding, live, time};

/// The value of each chart at a time, or now, with its name and its time, one a line.
pub(super) fn values(w: &Words, state: &State, key: &InstanceKey, at: Option<EpochMs>) -> String {
    let Some(row) = state.fleet.get(key) else {
        return String::new();
    };
    let lines = state.charts(row).map(|chart| {
        let said = match state.measured(row, &chart, at) {
            Ok(one) => {
                let value = live::measured(w, chart.metric, one);
                format!("{value}{}{}", w.text("comma"), time::exact(w, one.point.at))
            }
            Err(known) => live::absent(w, known).to_owned(),
        };
        let (name, of) = (clean(row.instance.label()), name(&chart));
        format!("{name} {of}{}{said}\n", w.text("colon"))
    });
    lines.collect()
}

/// A line for each step of what is shown, with its time; what was not measured is an empty cell.
pub(super) fn series(state: &State, key: &InstanceKey) -> String {
    let row = state.fleet.get(key);
    let shown = row.and_then(|row| Some((row, state.window(row)?)));
    let Some((row, window)) = shown else {
        return String::new();
    };
    let charts: Vec<Chart> = state.charts(row).collect();
    let names = charts
        .iter()
        .map(|chart| cell(ListField::Text(Some(name(chart)))));
    let head = std::iter::once("time_utc".to_owned()).chain(names);
    let mut lines = vec![head.collect::<Vec<String>>().join(",")];
    let (utc, mut at) = (TimeZone::default(), window.begin);
    while at < window.end {
        let values = charts.iter().map(|chart| match state.series(row, chart) {
            Known::Measured(trace) => trace.at(at).map(|value| value.to_string()),
            Known::Awaited | Known::Failed(_) | Known::Nothing => None,
        });
        let values = values.map(Option::unwrap_or_default);
        let time = utc.format(at, "%Y-%m-%dT%H:%M:%SZ").unwrap_or_default();
        let line = std::iter::once(time).chain(values);
        lines.push(line.collect::<Vec<String>>().join(","));
        at += window.step;
    }
    lines.join("\n") + "\n"
}

/// The metric of a chart, and the node that it is of.
fn name(chart: &Chart) -> String {
    let metric = chart.metric.name();
    match &chart.node {
        Some(node) => format!("{} {metric}", clean(finding::node_name(node))),
        None => metric.to_owned(),
    }
}
