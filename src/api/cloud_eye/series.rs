//! What Cloud Eye has figures of: `GET /V1.0/{project}/metrics`.

use super::{INSTANCE, NAMESPACE};
use crate::api::operation::DecodeError;
use crate::api::wire::{self, Fields};
use crate::api::{Method, Operation, Read, Request};
use crate::model::{InstanceId, Metric, ProjectId, Series};

/// Most series of a page (API reference: 1 to 1000).
const PAGE: usize = 1000;

/// The series of one metric in the whole project, or of one instance, a page of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListSeries {
    pub metric: Metric,
    pub instance: Option<InstanceId>,
    /// Where the page before ended.
    pub marker: Option<String>,
}

/// A page of series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesPage {
    /// Those of RabbitMQ.
    pub series: Vec<Series>,
    /// Where the next page begins; none after the last one.
    pub marker: Option<String>,
}

impl Read for ListSeries {
    type Reply = SeriesPage;
    const OPERATION: Operation = Operation::ListSeries;

    fn request(&self, project: &ProjectId) -> Request {
        let path = ["V1.0", project.as_str(), "metrics"];
        let request = Request::new(Method::Get, &path)
            .with("namespace", NAMESPACE)
            .with("metric_name", self.metric.name())
            .with("limit", PAGE);
        let request = match &self.instance {
            Some(id) => request.with("dim.0", format!("{INSTANCE},{id}")),
            None => request,
        };
        match &self.marker {
            Some(marker) => request.with("start", marker),
            None => request,
        }
    }

    fn decode(&self, body: &[u8]) -> Result<SeriesPage, DecodeError> {
        let body = wire::object(body)?;
        let rows = wire::rows(&body, "metrics", |fields| Some(self.series(fields)))?;
        let sent = rows.sent();
        let marker = Fields::new(&body).nested("meta_data", |meta| meta.text("marker"));
        Ok(SeriesPage {
            series: rows.rows.into_iter().flatten().collect(),
            // A page that is empty is the last one, whatever it says.
            marker: marker.flatten().filter(|_| sent > 0),
        })
    }
}

impl ListSeries {
    /// A series of RabbitMQ by this metric; none for what belongs to another engine.
    fn series(&self, fields: &mut Fields<'_>) -> Option<Series> {
        let metric = fields.id("metric_name")?;
        let dimensions = fields.objects("dimensions", |one| {
            Some((one.id("name")?, one.id("value")?))
        });
        let value = |name: &str| {
            let mut found = dimensions.iter().filter(|(known, _)| known == name);
            found.next().map(|(_, value)| value.as_str())
        };
        let part = match self.metric.level().dimension() {
            Some(name) => Some(value(name)?.into()),
            None => None,
        };
        (metric == self.metric.name()).then_some(())?;
        Some(Series {
            metric: self.metric,
            instance: InstanceId::new(value(INSTANCE)?).ok()?,
            part,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn nodes_are_named_by_their_series_and_other_engines_are_left_out() {
        let list = ListSeries {
            metric: Metric::Alive,
            instance: None,
            marker: Some("m".into()),
        };
        let request = list.request(&ProjectId::new("P").unwrap());
        assert_eq!(
            request.uri(),
            "/V1.0/P/metrics?limit=1000&metric_name=rabbitmq_alive&namespace=SYS.DMS&start=m"
        );
        let of_one = ListSeries {
            instance: InstanceId::new("I").ok(),
            ..list.clone()
        };
        let request = of_one.request(&ProjectId::new("P").unwrap());
        assert!(
            request.uri().contains("dim.0=rabbitmq_instance_id%2CI&"),
            "{}",
            request.uri()
        );
        let page = json!({"metrics": [
            {"metric_name": "rabbitmq_alive", "namespace": "SYS.DMS", "unit": "Count", "dimensions": [
                {"name": "rabbitmq_instance_id", "value": "I"}, {"name": "rabbitmq_node", "value": "n-0"}]},
            {"metric_name": "rabbitmq_alive", "dimensions": [{"name": "kafka_instance_id", "value": "K"}]},
            {"metric_name": "broker_alive", "dimensions": [
                {"name": "rabbitmq_instance_id", "value": "I"}, {"name": "rabbitmq_node", "value": "n-1"}]}],
            "meta_data": {"count": 3, "marker": "x", "total": 3}});
        let read = list.decode(page.to_string().as_bytes()).unwrap();
        let one = Series {
            metric: Metric::Alive,
            instance: InstanceId::new("I").unwrap(),
            part: Some("n-0".into()),
        };
        assert_eq!(
            (read.series, read.marker.as_deref()),
            (vec![one], Some("x"))
        );
        let end = json!({"metrics": [], "meta_data": {"count": 0, "marker": "x", "total": 3}});
        let end = list.decode(end.to_string().as_bytes()).unwrap();
        assert_eq!((end.series.len(), end.marker), (0, None));
    }
}
