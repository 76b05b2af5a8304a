//! The vendor's own thresholds: templates to make rules from, and the switch that makes them all.
//!
//! The thresholds are simulated: those that the vendor has for RabbitMQ are published nowhere but in
//! the answers of these calls.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::histories::written;
use super::page::Page;
use super::rule::{Operator, Policy, alarm, three_times};
use super::rules::condition;
use crate::simulator::broker::{Dimension, Metric};
use crate::simulator::cloud_eye::refusal;
use crate::simulator::cloud_eye::series::NAMESPACE;
use crate::simulator::refusal::Refusal;
use crate::simulator::reply::Reply;
use crate::simulator::request::Call;

/// When the vendor made the templates: 2023-03-01T02:00:00Z.
const MADE: Timestamp = Timestamp::constant(1_677_636_000, 0);
/// What can be asked for; only the first has any here.
const TYPES: [&str; 5] = [
    "system",
    "custom",
    "system_event",
    "custom_event",
    "system_custom_event",
];

/// A template.
struct Template {
    /// `at` and letters and digits.
    id: &'static str,
    name: &'static str,
    dimension: Dimension,
    policies: &'static [Policy],
}

static TEMPLATES: [Template; 2] = [
    Template {
        id: "at1677636000000RmqInstan",
        name: "DMS-RabbitMQ-instance",
        dimension: Dimension::Instance,
        policies: &[three_times(alarm(
            Metric::InstanceDiskUsage,
            Operator::AtLeast,
            &[(1, 85.0)],
        ))],
    },
    Template {
        id: "at1677636000000RmqBroker",
        name: "DMS-RabbitMQ-node",
        dimension: Dimension::Node,
        policies: &[
            alarm(Metric::RabbitmqAlive, Operator::Below, &[(1, 1.0)]),
            alarm(
                Metric::RabbitmqMemoryHighWatermark,
                Operator::AtLeast,
                &[(1, 1.0)],
            ),
            alarm(
                Metric::RabbitmqDiskInsufficient,
                Operator::AtLeast,
                &[(1, 1.0)],
            ),
            three_times(alarm(
                Metric::RabbitmqMemoryUsage,
                Operator::AtLeast,
                &[(2, 35.0)],
            )),
            three_times(alarm(
                Metric::RabbitmqCpuUsage,
                Operator::AtLeast,
                &[(2, 80.0)],
            )),
        ],
    },
];

/// A page of the templates; 100 unless the call says.
pub fn list(call: &Call<'_>) -> Result<Reply, Refusal> {
    let page = Page::read(call, 0..=10_000, 100)?;
    let of_type = call.parameter("template_type");
    refusal::PARAMETER.unless(of_type.is_none_or(|of| TYPES.contains(&of)))?;
    let is = |key: &str, value: &str| call.parameter(key).is_none_or(|asked| asked == value);
    let matches = |template: &&Template| {
        is("namespace", NAMESPACE)
            && is("template_type", TYPES[0])
            && is("dim_name", &template.dimension.names().join(","))
            && call.parameter("product_name").is_none()
            && call
                .parameter("template_name")
                .is_none_or(|name| template.name.contains(name))
    };
    let found: Vec<&Template> = TEMPLATES.iter().filter(matches).collect();
    Ok(page.of("alarm_templates", &found, |template| head(template)))
}

/// One template with its conditions.
pub fn show(call: &Call<'_>) -> Result<Reply, Refusal> {
    let named = TEMPLATES
        .iter()
        .find(|template| template.id == call.names.template);
    let template = named.ok_or(refusal::NOT_FOUND)?;
    let policies = template
        .policies
        .iter()
        .map(|policy| condition(policy, "alarm_level"));
    let mut shown = head(template);
    shown["policies"] = policies.collect();
    Ok(Reply::ok(shown))
}

/// Whether all of a namespace's templates are rules by one switch: not here.
pub fn one_click() -> Reply {
    let dms = json!({
        "one_click_alarm_id": "oc1677636000000DmsAlarms",
        "namespace": NAMESPACE,
        "description": "",
        "enabled": false,
    });
    Reply::ok(json!({ "one_click_alarms": [dms] }))
}

fn head(template: &Template) -> Value {
    json!({
        "template_id": template.id,
        "template_name": template.name,
        "template_type": TYPES[0],
        "create_time": written(MADE.as_millisecond()),
        "template_description": "",
    })
}
