//! The history of alarms: what fires now, and what fired.

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use serde_json::{Value, json};

use super::page::{Page, listed};
use super::record::{Record, Status, records};
use crate::simulator::cloud_eye::series::NAMESPACE;
use crate::simulator::cloud_eye::{metrics, refusal};
use crate::simulator::refusal::Refusal;
use crate::simulator::reply::Reply;
use crate::simulator::request::Call;
use crate::simulator::world::World;

/// The zone that Cloud Eye writes times in.
const OFFSET: Offset = jiff::tz::offset(8);

/// A page of the records that a call asks for.
pub fn list(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let page = Page::read(call, 0..=1_000_000_000, 100)?;
    let filter = Filter::read(call)?;
    let order = match call.parameter("order_by").unwrap_or("update_time") {
        "update_time" => |record: &Record<'_>| -record.updated(),
        "first_alarm_time" => |record: &Record<'_>| -record.begin,
        "alarm_level" => |record: &Record<'_>| i64::from(record.level),
        "record_id" => |_: &Record<'_>| 0,
        _ => return Err(refusal::PARAMETER),
    };
    let mut found = match filter.of_metrics_here {
        true => records(world),
        false => Vec::new(),
    };
    found.retain(|record| filter.matches(record));
    found.sort_by_cached_key(|record| (order(record), record.id()));
    Ok(page.of("alarm_histories", &found, shown))
}

/// Which records a call asks for.
struct Filter<'c> {
    rules: Vec<&'c str>,
    record: Option<&'c str>,
    name: Option<&'c str>,
    statuses: Vec<Status>,
    level: Option<usize>,
    resource: Option<&'c str>,
    updated: [i64; 2],
    created: [i64; 2],
    /// Whether records of this service's metrics are asked for at all: none is of an event, and
    /// none is masked.
    of_metrics_here: bool,
}

impl<'c> Filter<'c> {
    fn read(call: &'c Call<'_>) -> Result<Self, Refusal> {
        let statuses: Result<Vec<Status>, _> =
            listed(call, "status").into_iter().map(str::parse).collect();
        let statuses = statuses.ok().filter(|statuses| statuses.len() <= 3);
        let rules = listed(call, "alarm_id");
        refusal::PARAMETER.when(rules.len() > 50)?;
        let level = match call.parameter("level") {
            None => None,
            Some(_) => Some(
                call.number("level", 1..=4, 1)
                    .map_err(|_| refusal::PARAMETER)?,
            ),
        };
        let metrics = one_of(call, "alarm_type", ["metric", "event"])?;
        let unmasked = one_of(call, "mask_status", ["UN_MASKED", "MASKED"])?;
        let namespace = call.parameter("namespace");
        Ok(Self {
            rules,
            record: call.parameter("record_id"),
            name: call.parameter("name"),
            statuses: statuses.ok_or(refusal::PARAMETER)?,
            level,
            resource: call.parameter("resource_id"),
            updated: [time(call, "from", i64::MIN)?, time(call, "to", i64::MAX)?],
            created: [
                time(call, "create_time_from", i64::MIN)?,
                time(call, "create_time_to", i64::MAX)?,
            ],
            of_metrics_here: metrics
                && unmasked
                && namespace.is_none_or(|namespace| namespace == NAMESPACE),
        })
    }

    fn matches(&self, record: &Record<'_>) -> bool {
        let within = |[from, to]: [i64; 2], time| (from..=to).contains(&time);
        (self.rules.is_empty() || self.rules.contains(&record.rule.id))
            && self.record.is_none_or(|id| record.id() == id)
            && self.name.is_none_or(|name| record.rule.name.contains(name))
            && (self.statuses.is_empty() || self.statuses.contains(&record.status))
            && self
                .level
                .is_none_or(|level| usize::from(record.level) == level)
            && self
                .resource
                .is_none_or(|resource| record.resource() == resource)
            && within(self.updated, record.updated())
            && within(self.created, record.begin)
    }
}

/// Whether a parameter is absent or the first of two words.
fn one_of(call: &Call<'_>, key: &str, [first, second]: [&str; 2]) -> Result<bool, Refusal> {
    match call.parameter(key) {
        None => Ok(true),
        Some(word) if word == first => Ok(true),
        Some(word) if word == second => Ok(false),
        Some(_) => Err(refusal::PARAMETER),
    }
}

/// A time with an offset, in milliseconds.
fn time(call: &Call<'_>, key: &str, usual: i64) -> Result<i64, Refusal> {
    let Some(text) = call.parameter(key) else {
        return Ok(usual);
    };
    let time: Result<Timestamp, _> = text.parse();
    time.map(Timestamp::as_millisecond)
        .map_err(|_| refusal::PARAMETER)
}

/// A time the way Cloud Eye writes it.
pub fn written(at: i64) -> String {
    let at = Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH);
    let zoned = at.to_zoned(TimeZone::fixed(OFFSET));
    zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

fn shown(record: &Record<'_>) -> Value {
    let (rule, policy) = (record.rule, record.policy);
    let told = json!([{ "type": "notification", "notification_list": [super::rules::TOPIC] }]);
    let points = record.points.iter();
    let points = points.map(|(at, value)| json!({ "time": written(*at), "value": value }));
    let threshold = policy
        .levels
        .iter()
        .find(|(level, _)| *level == record.level);
    let scope: &str = rule.scope.into();
    let status: &str = record.status.into();
    let operator: &str = policy.operator.into();
    json!({
        "record_id": record.id(),
        "alarm_id": rule.id,
        "name": rule.name,
        "status": status,
        "level": record.level,
        "type": scope,
        "action_enabled": true,
        "begin_time": written(record.begin),
        "end_time": record.end.map(written),
        "first_alarm_time": written(record.begin),
        "last_alarm_time": written(record.told),
        "alarm_recovery_time": record.end.map(written),
        "mask_status": "UN_MASKED",
        "metric": {
            "namespace": NAMESPACE,
            "metric_name": policy.subject.metric(),
            "dimensions": metrics::dimensions(&record.dimensions),
        },
        "condition": {
            "period": policy.seconds(),
            "filter": policy.filter.word(),
            "comparison_operator": operator,
            "value": threshold.map(|(_, value)| value),
            "unit": policy.subject.unit(),
            "count": policy.count,
            "suppress_duration": policy.suppress,
        },
        "additional_info": {
            "resource_id": record.resource(),
            "resource_name": record.instance.name,
            "event_id": "",
        },
        "alarm_actions": told,
        "ok_actions": [],
        "data_points": points.collect::<Vec<_>>(),
    })
}
