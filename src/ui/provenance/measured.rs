//! Where what was measured is from: metric, dimension, period, exact value, time and age.

use super::Said;
use crate::figures::Range;
use crate::findings::Value;
use crate::model::{EpochMs, Unit};
use crate::say;
use crate::state::State;
use crate::state::column::Column;
use crate::state::figures::FiguresStanding;
use crate::state::row::Row;
use crate::ui::words::{Words, finding, live, time};
use std::time::Duration;

/// The dimension of what is measured of an instance as a whole.
pub(super) const INSTANCE: &str = "rabbitmq_instance_id";

/// Each figure of an instance that is read, and since when the most urgent of what is wrong with it is
/// so.
pub(super) fn said(w: &Words, state: &State, row: &Row) -> Vec<Said> {
    let Some(profile) = state.profiles.get(&row.key.scope) else {
        return Vec::new();
    };
    let since = heading(w, Column::Since, since(w, state, row));
    if profile.figures() == FiguresStanding::Off {
        return vec![since];
    }
    let now = profile.figures.time(state.now);
    let each = crate::figures::Figures::watched().map(|metric| {
        let said = match row.figures.last(metric) {
            None => w.text("provenance.not-measured").to_owned(),
            Some(point) => {
                let value = live::exact(metric, point.value);
                measured(w, (&value, INSTANCE), Range::Hour, point.at, now)
            }
        };
        (metric.name().to_owned(), said)
    });
    let full = heading(w, Column::FullIn, full_in(w, row));
    each.chain([full, since]).collect()
}

fn heading(w: &Words, column: Column, said: String) -> Said {
    (w.named("list.heading", column).to_owned(), said)
}

/// When its disks are full, and by what.
fn full_in(w: &Words, row: &Row) -> String {
    let Some(full) = row.full_in() else {
        return w.text("provenance.no-full-in").to_owned();
    };
    let percent = |value| finding::value(w, &Value::Figure(value, Unit::Percent));
    let said = say!(
        w,
        "provenance.full-in",
        level = percent(full.level),
        limit = percent(full.full),
        time = finding::span(full.ms),
        at = time::exact(w, full.at.saturating_add(full.ms)),
        window = finding::span(full.window),
        fit = finding::value(w, &Value::Share(full.fit))
    );
    match full.grows {
        true => say!(w, "provenance.full-in-grows", full = said),
        false => said,
    }
}

/// Since when the most urgent of what is wrong with it is so.
fn since(w: &Words, state: &State, row: &Row) -> String {
    let Some(first) = row.findings().first() else {
        return w.text("provenance.since-nothing").to_owned();
    };
    let name = finding::name(w, first.code);
    let age = |since| time::said_since(w, since, state.now);
    match row.since().and_then(|since| Some((since, age(since)?))) {
        Some((since, age)) => {
            say!(
                w,
                "provenance.since-finding",
                name,
                age,
                at = time::exact(w, since)
            )
        }
        None => say!(w, "provenance.since-unknown", name),
    }
}

/// A value: of what, over which time, and how long before now, by the clock of Cloud Eye.
pub(super) fn measured(
    w: &Words,
    (value, of): (&str, &str),
    range: Range,
    at: EpochMs,
    now: EpochMs,
) -> String {
    let age = u64::try_from(now.saturating_sub(at)).unwrap_or(0);
    say!(
        w,
        "provenance.measured",
        value,
        of,
        mean = w.named("provenance.mean", range),
        age = time::said(w, Duration::from_millis(age)),
        at = time::exact(w, at)
    )
}
