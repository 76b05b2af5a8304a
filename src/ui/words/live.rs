//! What charts are called, and what is said of their values.

use super::{Words, finding, number};
use crate::model::{Metric, Unit};
use crate::say;
use crate::state::column::Quantity;
use crate::state::live::{Chart, Known, Measured};

/// What a chart is called.
pub fn name(w: &Words, chart: &Chart) -> String {
    let figure = w.named("live.figure", chart.metric);
    match &chart.node {
        Some(node) => say!(w, "live.of-node", node = finding::node_name(node), figure),
        None => figure.to_owned(),
    }
}

/// A value in its unit.
pub fn told(metric: Metric, value: f64) -> String {
    let said = on_scale(metric, value);
    match metric.unit() {
        Unit::PerSecond => format!("{said}/s"),
        Unit::Count | Unit::Percent | Unit::Flag => said,
    }
}

/// A value of a scale: what it is a rate of, the title says.
pub fn on_scale(metric: Metric, value: f64) -> String {
    number::quantity(Quantity::Number(value, metric.unit()))
}

/// What stands behind a value.
pub fn unit(metric: Metric) -> &'static str {
    match metric.unit() {
        Unit::Count | Unit::Flag => "",
        Unit::PerSecond => "/s",
        Unit::Percent => "%",
    }
}

/// A value as it was measured, with its unit; a thousandth is its finest step.
pub fn exact(metric: Metric, value: f64) -> String {
    format!("{}{}", (value * 1000.0).round() / 1000.0, unit(metric))
}

/// A value of a chart, as far as it is known.
pub fn measured(w: &Words, metric: Metric, measured: Measured) -> String {
    let value = measured.point.value;
    match measured.is_exact {
        true => exact(metric, value),
        false => {
            let value = format!("{}{}", value as f32, unit(metric));
            say!(w, "live.about", value)
        }
    }
}

/// Why there is no value.
pub fn absent<'w>(w: &'w Words, known: Known<'_>) -> &'w str {
    match known {
        Known::Awaited => w.text("live.awaited"),
        Known::Failed(_) => w.text("live.not-read"),
        Known::Measured(_) | Known::Nothing => w.text("live.no-data"),
    }
}
