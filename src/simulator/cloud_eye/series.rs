//! Series: the figures of one metric of one place, found by names and read in points.

use jiff::Timestamp;

use super::place::Place;
use super::request::{Asked, Filter};
use super::window::MINUTE;
use crate::simulator::broker::{Broker, Metric, Resource};
use crate::simulator::world::World;

/// The namespace of all engines of the message service.
pub const NAMESPACE: &str = "SYS.DMS";
/// How many minutes of a period are looked at. A period of 4 hours or a day is a sample of its
/// minutes, evenly spread, so that no point costs more than 60 readings.
const LOOKED_AT: i64 = 60;

/// The figures of one metric of one place.
pub struct Series<'w> {
    pub metric: Metric,
    broker: Broker<'w>,
    of: Vec<Resource>,
}

impl<'w> Series<'w> {
    /// The series of a place of this broker.
    pub fn new(metric: Metric, broker: Broker<'w>, place: &Place) -> Self {
        let of = place.of.clone();
        Self { metric, broker, of }
    }

    /// The series that is asked for, if there is one.
    pub fn find(world: &'w World, asked: &Asked) -> Option<Self> {
        let metric = Metric::named(&asked.metric).filter(|_| asked.namespace == NAMESPACE)?;
        let dimension = metric.dimension();
        let names = asked.dimensions.iter().map(|(name, _)| name);
        if !names.eq(dimension.names()) {
            return None;
        }
        let instance = &asked.dimensions.first()?.1;
        let broker = world.broker(instance)?;
        let places = Place::all(world, &broker, instance, dimension);
        let values = || asked.dimensions.iter().map(|(_, value)| value.as_str());
        let place = places.iter().find(|place| place.values().eq(values()))?;
        Some(Self::new(metric, broker, place))
    }

    /// The value of a minute, by its begin in milliseconds.
    pub fn reading(&self, at: i64) -> Option<f64> {
        let at = Timestamp::from_millisecond(at).ok()?;
        let readings = self.of.iter();
        let readings = readings.filter_map(|of| self.broker.reading(self.metric, *of, at));
        readings.reduce(|sum, value| sum + value)
    }

    /// The point that begins at `start` and is `step` long, both in milliseconds; none where nothing
    /// was reported.
    pub fn point(&self, start: i64, step: i64, filter: Filter) -> Option<f64> {
        let minutes = step / MINUTE;
        let stride = (minutes / LOOKED_AT).max(1);
        let starts = (0..minutes / stride).map(|minute| start + minute * stride * MINUTE);
        let values: Vec<f64> = starts.filter_map(|at| self.reading(at)).collect();
        match minutes {
            1 => values.first().copied(),
            _ => combined(&values, filter, stride),
        }
    }
}

/// Values as one; each stands for `stride` of them in a sum.
fn combined(values: &[f64], filter: Filter, stride: i64) -> Option<f64> {
    let first = *values.first()?;
    #[allow(
        clippy::cast_precision_loss,
        reason = "at most 60 values, and a stride of at most 24"
    )]
    let (count, stride) = (values.len() as f64, stride as f64);
    let sum: f64 = values.iter().sum();
    let average = sum / count;
    Some(match filter {
        Filter::Average => average,
        Filter::Max => values.iter().copied().fold(first, f64::max),
        Filter::Min => values.iter().copied().fold(first, f64::min),
        Filter::Sum => sum * stride,
        Filter::Variance => {
            let squares = values.iter().map(|value| (value - average).powi(2));
            squares.sum::<f64>() / count
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_become_one_by_the_filter() {
        let of = |filter| combined(&[2.0, 4.0, 4.0, 6.0], filter, 1).unwrap();
        let filters = [
            Filter::Average,
            Filter::Max,
            Filter::Min,
            Filter::Sum,
            Filter::Variance,
        ];
        assert_eq!(filters.map(of), [4.0, 6.0, 2.0, 16.0, 2.0]);
        assert_eq!(combined(&[2.0, 4.0], Filter::Sum, 4), Some(24.0));
        assert_eq!(combined(&[], Filter::Sum, 1), None);
    }
}
