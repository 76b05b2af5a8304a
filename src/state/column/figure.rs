//! What a column tells of an instance as a number: how it is read from a row.

use crate::model::{EpochMs, Metric, Unit};
use crate::state::row::Row;

/// A figure of an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// What Cloud Eye measures.
    Metric(Metric),
}

/// A figure with its unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Quantity {
    Number(f64, Unit),
}

impl Reading {
    /// The newest value that is known, however old.
    pub fn last(self, row: &Row) -> Option<Quantity> {
        match self {
            Self::Metric(metric) => {
                let point = row.figures.last(metric)?;
                Some(Quantity::Number(point.value, metric.unit()))
            }
        }
    }

    /// The newest value with its time, if it says something about now, by Cloud Eye's clock.
    pub fn current(self, row: &Row, now: EpochMs) -> Option<(Quantity, EpochMs)> {
        match self {
            Self::Metric(metric) => {
                let point = row.figures.current(metric, now)?;
                Some((Quantity::Number(point.value, metric.unit()), point.at))
            }
        }
    }

    /// The newest value, if it said something about the time up to which was asked last.
    pub fn known(self, row: &Row) -> Option<Quantity> {
        match self {
            Self::Metric(metric) => {
                let value = row.figures.known(metric)?;
                Some(Quantity::Number(value, metric.unit()))
            }
        }
    }

    /// What rows are ordered by, the most first; what was never measured comes last.
    pub(super) fn order(self, row: &Row) -> i64 {
        match self {
            Self::Metric(_) => self.last(row).map_or(1, |last| -last.scaled()),
        }
    }
}

impl Quantity {
    /// It as a whole number, to be compared: thousandths.
    pub fn scaled(self) -> i64 {
        match self {
            Self::Number(value, _) => (value * 1000.0).round() as i64,
        }
    }
}
