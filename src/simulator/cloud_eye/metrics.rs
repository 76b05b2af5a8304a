//! The batch query of version 1: values of many series over one window.

use serde_json::{Value, json};

use super::request::{Asked, Query};
use super::series::Series;
use super::window::Window;
use crate::simulator::refusal::Refusal;
use crate::simulator::reply::Reply;
use crate::simulator::request::Call;
use crate::simulator::world::World;

/// Every series that was asked for, in that order. One that is not there, or has nothing in the
/// window, has no points and an unknown unit; that is no error.
pub fn query(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let (limit, now) = (world.cloud_eye.queries_per_minute, world.now());
    world.flow_control.queries.admit(limit, now)?;
    let query = Query::read(call)?;
    let lag = world.cloud_eye.lag();
    let window = Window::new(query.period, query.span, query.series.len(), now, lag);
    let entries = query.series.iter().map(|asked| {
        let series = Series::find(world, asked);
        let points: Vec<Value> = series
            .iter()
            .flat_map(|series| window.starts().map(move |start| (series, start)))
            .filter_map(|(series, start)| {
                let value = series.point(start, query.period.step, query.filter)?;
                Some(json!({ (query.filter.word()): value, "timestamp": start }))
            })
            .collect();
        let unit = series.filter(|_| !points.is_empty());
        let unit = unit.map_or("unknown", |series| series.metric.unit().word());
        entry(asked, unit, points)
    });
    let entries: Vec<Value> = entries.collect();
    Ok(Reply::ok(json!({ "metrics": entries })))
}

fn entry(asked: &Asked, unit: &str, points: Vec<Value>) -> Value {
    json!({
        "namespace": asked.namespace,
        "metric_name": asked.metric,
        "unit": unit,
        "dimensions": dimensions(&asked.dimensions),
        "datapoints": points,
    })
}

/// Dimensions in the service's JSON.
pub fn dimensions<N: serde::Serialize>(of: &[(N, String)]) -> Value {
    let one = |(name, value): &(N, String)| json!({ "name": name, "value": value });
    of.iter().map(one).collect()
}
