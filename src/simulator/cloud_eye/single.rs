//! The query of one series, and the number of alarm rules.

use serde_json::{Value, json};

use super::refusal;
use super::request::{Asked, Filter, dimensions, is_time};
use super::series::Series;
use super::window::{Period, Window};
use crate::simulator::refusal::Refusal;
use crate::simulator::reply::Reply;
use crate::simulator::request::Call;
use crate::simulator::world::World;

/// How many alarm rules an account may have.
const ALARM_QUOTA: usize = 100;

/// The points of one series, each with its unit. What is not there has none.
pub fn show(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let needed = |key| call.parameter(key).ok_or(refusal::PARAMETER);
    let asked = Asked {
        namespace: needed("namespace")?.to_owned(),
        metric: needed("metric_name")?.to_owned(),
        dimensions: dimensions(call)?,
    };
    needed("dim.0")?;
    let filter: Filter = needed("filter")?.parse().map_err(|_| refusal::PARAMETER)?;
    let period = Period::named(needed("period")?).ok_or(refusal::PARAMETER)?;
    let time = |key| {
        let time = needed(key)?.parse().ok().filter(is_time);
        time.ok_or(refusal::PARAMETER)
    };
    let span: (i64, i64) = (time("from")?, time("to")?);
    refusal::PARAMETER.unless(span.0 < span.1)?;
    let window = Window::new(period, span, 1, world.now(), world.cloud_eye.lag());
    let series = Series::find(world, &asked);
    let points = series.iter().flat_map(|series| {
        let unit = series.metric.unit().word();
        window.starts().filter_map(move |start| {
            let value = series.point(start, period.step, filter)?;
            Some(json!({ (filter.word()): value, "timestamp": start, "unit": unit }))
        })
    });
    let points: Vec<Value> = points.collect();
    Ok(Reply::ok(
        json!({ "metric_name": asked.metric, "datapoints": points }),
    ))
}

/// How many alarm rules there are, and may be.
pub fn quotas(rules: usize) -> Reply {
    let alarm = json!({ "type": "alarm", "used": rules, "unit": "", "quota": ALARM_QUOTA });
    Reply::ok(json!({ "quotas": { "resources": [alarm] } }))
}
