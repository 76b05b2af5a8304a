//! Values of many series at once: `batch-query-metric-data`.

use super::{INSTANCE, NAMESPACE};
use crate::api::operation::DecodeError;
use crate::api::wire::{self, Fields};
use crate::api::{Body, Limit, Method, Operation, Read, Request};
use crate::model::{EpochMs, Point, ProjectId, Series};
use serde_json::{Value, json};
use std::collections::HashMap;

/// Most series of a call (API reference: 1 to 500).
const MOST_SERIES: usize = 500;
/// Most points of a call: series x span / period. Above it the beginning of the span is moved
/// without a word, so that is never asked.
const MOST_POINTS: i64 = 3000;

/// How much time one value stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::VariantArray)]
pub enum Period {
    /// As it was measured: one minute.
    Raw,
    FiveMinutes,
    TwentyMinutes,
    Hour,
}

impl Period {
    /// How long it is, in ms.
    pub fn ms(self) -> i64 {
        match self {
            Self::Raw => 60_000,
            Self::FiveMinutes => 300_000,
            Self::TwentyMinutes => 1_200_000,
            Self::Hour => 3_600_000,
        }
    }

    /// The longest span of one call, in ms.
    fn longest(self) -> i64 {
        let hours = match self {
            Self::Raw => 4,
            Self::FiveMinutes => 24,
            Self::TwentyMinutes => 3 * 24,
            Self::Hour => 10 * 24,
        };
        hours * 3_600_000
    }

    fn word(self) -> &'static str {
        match self {
            Self::Raw => "1",
            Self::FiveMinutes => "300",
            Self::TwentyMinutes => "1200",
            Self::Hour => "3600",
        }
    }

    /// How many series one call can give for a span of this many ms, without being cut.
    ///
    /// # Errors
    /// [`SpanTooLong`] when no call gives so long a span in this period.
    pub fn series_in(self, span: i64) -> Result<usize, SpanTooLong> {
        if span > self.longest() {
            return Err(SpanTooLong);
        }
        // The beginning is rounded down to a whole period.
        let points = span.max(1).div_euclid(self.ms()) + 1;
        let fit = usize::try_from(MOST_POINTS / points).unwrap_or(0);
        Ok(fit.clamp(1, MOST_SERIES))
    }
}

/// More time than one call can give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the span is longer than one call gives in this period")]
pub struct SpanTooLong;

/// The values of some series from one time to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadFigures {
    /// At most what [`Period::series_in`] says.
    pub series: Vec<Series>,
    pub from: EpochMs,
    pub to: EpochMs,
    pub period: Period,
}

/// The values that there are, for each series that was asked for in its order. None where nothing
/// was measured: that is no zero.
pub type Figures = Vec<Vec<Point>>;

impl Read for ReadFigures {
    type Reply = Figures;
    const OPERATION: Operation = Operation::ReadFigures;

    fn request(&self, project: &ProjectId) -> Request {
        let metrics: Vec<Value> = self.series.iter().map(wanted).collect();
        let body = Body::new()
            .with("metrics", metrics)
            .with("from", self.from)
            .with("to", self.to)
            .with("period", self.period.word())
            .with("filter", "average");
        let path = ["V1.0", project.as_str(), "batch-query-metric-data"];
        Request::new(Method::Post, &path).carrying(body)
    }

    fn limit(&self) -> Limit {
        Limit::ANSWER
    }

    fn decode(&self, body: &[u8]) -> Result<Figures, DecodeError> {
        let body = wire::object(body)?;
        let read = |fields: &mut Fields<'_>| {
            let points = fields.objects("datapoints", |point| {
                let (at, value) = (point.integer("timestamp")?, point.number("average")?);
                Some(Point { at, value })
            });
            Some((name_of(fields)?, points))
        };
        let answered = wire::rows(&body, "metrics", read)?.rows;
        let mut answered: HashMap<Vec<String>, Vec<Point>> = answered.into_iter().collect();
        let mut points = |one: &Series| {
            let mut points = answered.remove(&key_of(one)).unwrap_or_default();
            points.sort_by_key(|point| point.at);
            points
        };
        Ok(self.series.iter().map(&mut points).collect())
    }
}

/// A series as a request names it, its dimensions parent first.
fn wanted(series: &Series) -> Value {
    let mut dimensions = vec![json!({ "name": INSTANCE, "value": series.instance.as_str() })];
    if let (Some(name), Some(part)) = (series.metric.level().dimension(), &series.part) {
        dimensions.push(json!({ "name": name, "value": &**part }));
    }
    json!({
        "namespace": NAMESPACE,
        "metric_name": series.metric.name(),
        "dimensions": dimensions,
    })
}

/// What tells a series from others: its metric, then the values of its dimensions, in any order.
fn key_of(series: &Series) -> Vec<String> {
    let mut values = vec![series.instance.as_str().to_owned()];
    values.extend(series.part.as_deref().map(str::to_owned));
    key(series.metric.name().to_owned(), values)
}

fn name_of(fields: &mut Fields<'_>) -> Option<Vec<String>> {
    let metric = fields.id("metric_name")?;
    let values = fields.objects("dimensions", |dimension| dimension.id("value"));
    Some(key(metric, values))
}

fn key(metric: String, mut values: Vec<String>) -> Vec<String> {
    values.sort_unstable();
    values.insert(0, metric);
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{InstanceId, Metric};

    fn series(metric: Metric, part: Option<&str>) -> Series {
        Series {
            metric,
            instance: InstanceId::new("I").unwrap(),
            part: part.map(Into::into),
        }
    }

    fn asked() -> ReadFigures {
        ReadFigures {
            series: vec![
                series(Metric::Ready, None),
                series(Metric::Alive, Some("N")),
                series(Metric::Consumers, None),
            ],
            from: 1_785_000_000_000,
            to: 1_785_000_360_000,
            period: Period::Raw,
        }
    }

    #[test]
    fn the_request_is_the_one_of_the_reference() {
        let request = asked().request(&ProjectId::new("P").unwrap());
        assert_eq!(request.path, "/V1.0/P/batch-query-metric-data");
        assert_eq!(
            serde_json::from_slice::<Value>(&request.body.unwrap().bytes()).unwrap(),
            json!({"metrics": [
                {"namespace": "SYS.DMS", "metric_name": "messages_ready",
                 "dimensions": [{"name": "rabbitmq_instance_id", "value": "I"}]},
                {"namespace": "SYS.DMS", "metric_name": "rabbitmq_alive", "dimensions": [
                    {"name": "rabbitmq_instance_id", "value": "I"},
                    {"name": "rabbitmq_node", "value": "N"}]},
                {"namespace": "SYS.DMS", "metric_name": "consumers",
                 "dimensions": [{"name": "rabbitmq_instance_id", "value": "I"}]}],
             "from": 1_785_000_000_000_i64, "to": 1_785_000_360_000_i64,
             "period": "1", "filter": "average"})
        );
    }

    #[test]
    fn answers_are_matched_by_name_and_what_cannot_be_read_costs_a_point() {
        let answer = json!({"metrics": [
            {"metric_name": "consumers", "unit": "unknown", "datapoints": [],
             "dimensions": [{"name": "rabbitmq_instance_id", "value": "I"}]},
            {"metric_name": "rabbitmq_alive", "datapoints": [{"average": 1, "timestamp": 3}],
             "dimensions": [{"name": "rabbitmq_node", "value": "N"},
                            {"name": "rabbitmq_instance_id", "value": "I"}]},
            {"metric_name": "messages_ready", "datapoints": [
                {"average": 15.0, "timestamp": 2}, {"average": "odd", "timestamp": 4},
                {"timestamp": 5}, null, {"average": "12.5", "timestamp": "1"}],
             "dimensions": [{"name": "rabbitmq_instance_id", "value": "I"}]},
            {"metric_name": "other", "datapoints": [{"average": 1.0, "timestamp": 1}]}]});
        let figures = asked().decode(answer.to_string().as_bytes()).unwrap();
        let point = |at, value| Point { at, value };
        assert_eq!(
            figures,
            [
                vec![point(1, 12.5), point(2, 15.0)],
                vec![point(3, 1.0)],
                vec![]
            ]
        );
    }

    #[test]
    fn no_call_asks_for_more_points_than_it_is_given() {
        let minutes = |minutes: i64| minutes * 60_000;
        for (period, span, most) in [
            (Period::Raw, minutes(1), 500),
            (Period::Raw, minutes(5), 500),
            (Period::Raw, minutes(60), 49),
            (Period::TwentyMinutes, minutes(24 * 60), 41),
            (Period::FiveMinutes, minutes(60), 230),
        ] {
            let fit = period.series_in(span).unwrap();
            assert_eq!(fit, most, "{period:?} {span}");
            let points = i64::try_from(fit).unwrap() * (span / period.ms());
            assert!(points <= MOST_POINTS);
        }
        assert_eq!(Period::Raw.series_in(minutes(241)), Err(SpanTooLong));
    }
}
