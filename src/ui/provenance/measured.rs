//! Where what was measured is from: metric, dimension, period, exact value, time and age.

use super::Said;
use crate::model::{Metric, Unit};
use crate::say;
use crate::state::State;
use crate::state::figures::FiguresStanding;
use crate::state::row::Row;
use crate::ui::words::{Words, time};
use std::time::Duration;

/// Each figure of an instance that is read; nothing where none is.
pub(super) fn said(w: &Words, state: &State, row: &Row) -> Vec<Said> {
    let Some(profile) = state.profiles.get(&row.key.scope) else {
        return Vec::new();
    };
    if profile.figures() == FiguresStanding::Off {
        return Vec::new();
    }
    let now = profile.figures.time(state.now);
    let each = crate::figures::Figures::watched().map(|metric| {
        let said = match row.figures.last(metric) {
            None => w.text("provenance.not-measured").to_owned(),
            Some(point) => {
                let age = u64::try_from(now.saturating_sub(point.at)).unwrap_or(0);
                say!(
                    w,
                    "provenance.measured",
                    value = (point.value * 1000.0).round() / 1000.0,
                    unit = unit(metric),
                    at = time::exact(w, point.at),
                    age = time::said(w, Duration::from_millis(age))
                )
            }
        };
        (metric.name().to_owned(), said)
    });
    each.collect()
}

/// The unit behind a value.
fn unit(metric: Metric) -> &'static str {
    match metric.unit() {
        Unit::Count | Unit::Flag => "",
        Unit::PerSecond => "/s",
        Unit::Percent => "%",
    }
}
