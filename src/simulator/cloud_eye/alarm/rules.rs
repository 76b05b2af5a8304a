//! The rules as calls show them.

use serde_json::{Value, json};

use super::page::Page;
use super::rule::{Policy, RULES, Rule, Scope};
use crate::simulator::cloud_eye::refusal;
use crate::simulator::cloud_eye::series::NAMESPACE;
use crate::simulator::refusal::Refusal;
use crate::simulator::reply::Reply;
use crate::simulator::request::Call;
use crate::simulator::world::World;

/// Where the simulated user is told.
pub const TOPIC: &str = "urn:smn:cn-north-4:0123456789abcdef0123456789abcdef:on-call";

/// A page of the rules; ten unless the call says.
pub fn list(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let page = Page::read(call, 0..=10_000, 10)?;
    let is = |key: &str, value: &str| call.parameter(key).is_none_or(|asked| asked == value);
    let matches = |rule: &&Rule| {
        is("alarm_id", rule.id)
            && is("namespace", NAMESPACE)
            && is("enterprise_project_id", "0")
            && is("resource_level", "dimension")
            && call.parameter("product_name").is_none()
            && call
                .parameter("name")
                .is_none_or(|name| rule.name.contains(name))
            && call
                .parameter("resource_id")
                .is_none_or(|id| is_for(world, rule, id))
    };
    let found: Vec<&Rule> = RULES.iter().filter(matches).collect();
    Ok(page.of("alarms", &found, |rule| shown(rule)))
}

/// Whether a rule is for a resource, which is the values of its dimensions with commas between.
fn is_for(world: &World, rule: &Rule, resource: &str) -> bool {
    let values: Vec<&str> = resource.split(',').collect();
    let instance = values.first().and_then(|id| world.instance(id));
    let deep = |policy: &Policy| policy.subject.dimensions().len() == values.len();
    instance.is_some_and(|instance| rule.covers(instance)) && rule.policies.iter().any(deep)
}

/// The instances of a rule that were listed by hand; a rule for all has no list.
pub fn resources(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let page = Page::read(call, 0..=10_000, 10)?;
    let rule = named(call)?;
    let listed = world
        .instances()
        .filter(|instance| rule.scope == Scope::MultiInstance && rule.covers(instance));
    let mut ids: Vec<&str> = listed.map(|instance| instance.id.as_str()).collect();
    ids.sort_unstable();
    let names = rule
        .policies
        .first()
        .map_or(&[][..], |policy| policy.subject.dimensions());
    Ok(page.of("resources", &ids, |id| {
        let dimensions = names
            .iter()
            .map(|name| json!({ "name": name, "value": id }));
        dimensions.collect()
    }))
}

/// The conditions of a rule.
pub fn policies(call: &Call<'_>) -> Result<Reply, Refusal> {
    let page = Page::read(call, 0..=10_000, 10)?;
    Ok(page.of("policies", named(call)?.policies, |policy| {
        condition(policy, "level")
    }))
}

fn named(call: &Call<'_>) -> Result<&'static Rule, Refusal> {
    Rule::named(&call.names.alarm).ok_or(refusal::NOT_FOUND)
}

fn shown(rule: &Rule) -> Value {
    let scope: &str = rule.scope.into();
    let told = json!([{ "type": "notification", "notification_list": [TOPIC] }]);
    let names = rule
        .policies
        .first()
        .map_or(&[][..], |policy| policy.subject.dimensions());
    let dimensions: Vec<Value> = names.iter().map(|name| json!({ "name": name })).collect();
    json!({
        "alarm_id": rule.id,
        "name": rule.name,
        "description": rule.description,
        "namespace": NAMESPACE,
        "type": scope,
        "enabled": rule.enabled,
        "notification_enabled": true,
        "alarm_notifications": told,
        "ok_notifications": [],
        "notification_begin_time": "00:00",
        "notification_end_time": "23:59",
        "policies": rule.policies.iter().map(|policy| condition(policy, "level")).collect::<Vec<_>>(),
        "resources": [{ "dimensions": dimensions }],
        "alarm_template_id": "",
        "resource_level": "dimension",
        "enterprise_project_id": "0",
    })
}

/// A condition; with several levels their thresholds stand in place of a single one, whose level
/// has this key.
pub fn condition(policy: &Policy, key: &str) -> Value {
    let operator: &str = policy.operator.into();
    let mut condition = json!({
        "metric_name": policy.subject.metric(),
        "period": policy.seconds(),
        "filter": policy.filter.word(),
        "comparison_operator": operator,
        "unit": policy.subject.unit(),
        "count": policy.count,
        "suppress_duration": policy.suppress,
        "namespace": NAMESPACE,
        "dimension_name": policy.subject.dimensions().join(","),
    });
    match policy.levels {
        [(level, value)] => {
            condition[key] = json!(level);
            condition["value"] = json!(value);
        }
        several => {
            let threshold = |wanted: u8| several.iter().find(|(level, _)| *level == wanted);
            let threshold = |level| threshold(level).map(|(_, value)| value);
            condition["hierarchical_value"] = json!({
                "critical": threshold(1),
                "major": threshold(2),
                "minor": threshold(3),
                "info": threshold(4),
            });
        }
    }
    condition
}
