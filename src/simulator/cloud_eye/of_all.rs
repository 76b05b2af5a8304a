//! The batch query of version 2: one metric of whatever has it, in pages of points.

use serde_json::{Value, json};

use super::place::Place;
use super::request::QueryOfAll;
use super::series::{NAMESPACE, Series};
use super::window::{Period, Window};
use crate::simulator::broker::Metric;
use crate::simulator::refusal::Refusal;
use crate::simulator::reply::Reply;
use crate::simulator::request::Call;
use crate::simulator::world::World;

/// A page of the points of all instances, nodes or queues. Who has read all gets an empty page.
pub fn query(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    if !world.cloud_eye.batch_v2 {
        return Ok(Reply::not_published());
    }
    let (limit, now) = (world.cloud_eye.queries_per_minute, world.now());
    world.flow_control.queries_of_all.admit(limit, now)?;
    let query = QueryOfAll::read(call, now)?;
    let window = Window::new(Period::RAW, query.span, 1, now, world.cloud_eye.lag());
    let metric = Metric::named(&query.metric).filter(|metric| {
        query.namespace == NAMESPACE && query.dimension == metric.dimension().names().join(",")
    });
    let points = metric
        .into_iter()
        .flat_map(|metric| points(world, metric, window));
    let page: Vec<Value> = points.skip(query.offset).take(query.limit).collect();
    Ok(Reply::ok(json!({
        "namespace": query.namespace,
        "metric_name": query.metric,
        "metric_dimension": query.dimension,
        "data_points": page,
    })))
}

/// Every point of a metric, place by place.
fn points(world: &World, metric: Metric, window: Window) -> impl Iterator<Item = Value> {
    let brokers = world.instances().filter_map(move |instance| {
        let broker = world.broker(&instance.id)?;
        Some((
            broker,
            Place::all(world, &broker, &instance.id, metric.dimension()),
        ))
    });
    let series = brokers.flat_map(move |(broker, places)| {
        let series = move |place| (Series::new(metric, broker, &place), place);
        places.into_iter().map(series)
    });
    series.flat_map(move |(series, place)| {
        let points = window.starts().filter_map(move |start| {
            let value = series.reading(start)?;
            Some(json!({
                "dimensions": dimensions(&place),
                "timestamp": start,
                "value": value,
                "unit": metric.unit().word(),
            }))
        });
        points.collect::<Vec<Value>>()
    })
}

/// The last dimension has another name where the place has one of its own there.
fn dimensions(place: &Place) -> Value {
    let last = place.dimensions.len().saturating_sub(1);
    let one = |(depth, (name, value)): (usize, &(&str, String))| {
        let origin = if depth == last { &place.origin } else { value };
        json!({ "name": name, "value": value, "origin_value": origin })
    };
    place.dimensions.iter().enumerate().map(one).collect()
}
