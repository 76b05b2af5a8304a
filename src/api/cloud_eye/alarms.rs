//! What fires now: `GET /v2/{project}/alarm-histories`, one call for the whole project.

use super::{INSTANCE, NAMESPACE};
use crate::api::operation::DecodeError;
use crate::api::wire::{self, Fields};
use crate::api::{Method, Operation, Read, Request};
use crate::model::{Alarm, AlarmLevel, InstanceId, ProjectId};

/// Most records of a page (API reference: 1 to 100).
const PAGE: usize = 100;

/// The alarms that fire in the project now, a page of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListAlarms {
    /// How many records come before the page.
    pub offset: usize,
}

/// A page of alarms.
#[derive(Clone, Debug, PartialEq)]
pub struct AlarmPage {
    /// Those of RabbitMQ.
    pub alarms: Vec<Alarm>,
    /// Where the next page begins; none after the last one.
    pub next: Option<usize>,
}

impl Read for ListAlarms {
    type Reply = AlarmPage;
    const OPERATION: Operation = Operation::ListAlarms;

    fn request(&self, project: &ProjectId) -> Request {
        let path = ["v2", project.as_str(), "alarm-histories"];
        Request::new(Method::Get, &path)
            .with("namespace", NAMESPACE)
            .with("status", "alarm")
            .with("offset", self.offset)
            .with("limit", PAGE)
    }

    fn decode(&self, body: &[u8]) -> Result<AlarmPage, DecodeError> {
        let body = wire::object(body)?;
        let rows = wire::rows(&body, "alarm_histories", |fields| Some(alarm(fields)))?;
        let sent = rows.sent();
        Ok(AlarmPage {
            alarms: rows.rows.into_iter().flatten().collect(),
            next: (sent >= PAGE).then(|| self.offset.saturating_add(sent)),
        })
    }
}

/// An alarm that fires for an instance of RabbitMQ; none for one that is over, or of another engine.
fn alarm(fields: &mut Fields<'_>) -> Option<Alarm> {
    let fires = fields.word("status")? == "alarm";
    let (metric, dimensions) = fields.nested("metric", |metric| {
        let dimensions = metric.objects("dimensions", |one| {
            Some((one.id("name")?, one.id("value")?))
        });
        (metric.id("metric_name"), dimensions)
    })?;
    let own = |(name, _): &&(String, String)| name == INSTANCE;
    let instance = dimensions.iter().find(own)?.1.as_str();
    let part = dimensions.iter().find(|one| !own(one));
    let values = fields.objects("data_points", |point| {
        Some((point.time("time"), point.number("value")?))
    });
    let newest = values.into_iter().max_by_key(|(at, _)| *at);
    let threshold = fields.nested("condition", |condition| condition.number("value"));
    let first = fields.time("first_alarm_time");
    let alarm = Alarm {
        instance: InstanceId::new(instance).ok()?,
        rule: fields.text("name").unwrap_or_default(),
        level: AlarmLevel::of(fields.count("level")),
        metric: metric?,
        part: part.map(|(_, value)| value.as_str().into()),
        value: newest.map(|(_, value)| value),
        threshold: threshold.flatten(),
        since: first.or_else(|| fields.time("begin_time")),
    };
    fires.then_some(alarm)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn record(status: &str, dimension: &str) -> Value {
        json!({"record_id": "ah1", "alarm_id": "al1", "name": "ready backlog", "status": status,
            "level": 2, "begin_time": "2026-02-10T10:05:46+08:00", "end_time": null,
            "first_alarm_time": "2026-02-10T10:05:46+08:00",
            "metric": {"namespace": "SYS.DMS", "metric_name": "messages_ready",
                "dimensions": [{"name": dimension, "value": "I"}]},
            "condition": {"period": 300, "comparison_operator": ">=", "value": 10000, "count": 3},
            "data_points": [{"time": "2026-02-10T10:10:00+08:00", "value": 12000.0},
                {"time": "2026-02-10T10:05:00+08:00", "value": 10420.0}]})
    }

    #[test]
    fn what_fires_is_read_with_its_rule_and_other_engines_are_left_out() {
        let list = ListAlarms { offset: 100 };
        let request = list.request(&ProjectId::new("P").unwrap());
        let uri = "/v2/P/alarm-histories?limit=100&namespace=SYS.DMS&offset=100&status=alarm";
        assert_eq!(request.uri(), uri);
        let records = [
            record("alarm", "rabbitmq_instance_id"),
            record("ok", "rabbitmq_instance_id"),
            record("alarm", "kafka_instance_id"),
            json!({"status": "alarm"}),
            Value::Null,
        ];
        let page = json!({"alarm_histories": records, "count": 105});
        let read = list.decode(page.to_string().as_bytes()).unwrap();
        let alarm = Alarm {
            instance: InstanceId::new("I").unwrap(),
            rule: "ready backlog".into(),
            level: AlarmLevel::Major,
            metric: "messages_ready".into(),
            part: None,
            value: Some(12_000.0),
            threshold: Some(10_000.0),
            since: Some(1_770_689_146_000),
        };
        assert_eq!((read.alarms, read.next), (vec![alarm], None));
        let full = vec![record("alarm", "rabbitmq_instance_id"); 100];
        let full = json!({"alarm_histories": full}).to_string();
        assert_eq!(list.decode(full.as_bytes()).unwrap().next, Some(200));
    }
}
