//! What stands in a cell of a table.

use super::{Words, number, time};
use crate::state::now::Now;
use crate::state::table::{Cell, Measure};

/// What stands in the cell of a table.
pub fn text(w: &Words, now: Now, cell: &Cell) -> String {
    let said = match cell {
        Cell::Text(text) | Cell::State(text) => text.clone(),
        Cell::Measured(value) => value.map(measure),
        Cell::Severity(severity) => Some(severity.letter().to_string()),
        Cell::Finding(finding) => Some(super::finding::sentence_alone(w, finding)),
        Cell::Status(status) => return super::instance_status(w, status.as_ref()),
        Cell::Since(at) => at.and_then(|at| time::age_of(at, now)),
        Cell::Until(at) => at.map(|at| time::left(at, now)),
        Cell::At(at) => Some(time::recent(w, *at)),
        Cell::Kind(one) => Some(super::transition::kind(w, &one.change).to_owned()),
        Cell::Change(one) => Some(super::transition::what(w, one)),
    };
    said.unwrap_or_else(|| super::UNKNOWN.to_owned())
}

/// What is measured, in a few cells.
fn measure(measure: Measure) -> String {
    let of = |used: u64, all: u64, unit: &str| {
        let (used, all) = (short(used), short(all));
        format!("{used}{unit}/{all}{unit}")
    };
    match measure {
        Measure::Count(count) => short(count),
        Measure::Plain(value) | Measure::Rate(value) => number::short(value),
        Measure::Change(value) if value > 0.0 => format!("+{}", number::short(value)),
        Measure::Change(value) => number::short(value),
        Measure::Bytes(bytes) => format!("{}B", short(bytes)),
        Measure::BytesRate(bytes) => format!("{}B", number::short(bytes)),
        Measure::Share(share) => format!("{:.0}%", share * 100.0),
        Measure::CountOf(used, all) => of(used, all, ""),
        Measure::BytesOf(used, all) => of(used, all, "B"),
        Measure::BytesAbove(free, least) => format!("{}B >{}B", short(free), short(least)),
        Measure::Lasts(ms) => time::age(std::time::Duration::from_millis(ms)),
    }
}

#[allow(clippy::cast_precision_loss, reason = "a number for people")]
fn short(count: u64) -> String {
    number::short(count as f64)
}
