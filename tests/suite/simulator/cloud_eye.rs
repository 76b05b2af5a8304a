//! Cloud Eye over the simulator's socket.

mod alarms;
mod hierarchy;
mod listing;
mod metrics;
mod of_all;
mod single;
mod templates;

use serde_json::{Value, json};
use warren::simulator::Config;

use super::client::{Client, still};

/// Twenty seconds after the begin of the clock, in milliseconds: there is history.
const NOW: i64 = 1_780_300_820_000;
const MINUTE: i64 = 60_000;

/// A simulator with one instance of three brokers, which is two days old, and its id.
async fn with_instance(config: Config) -> (Client, String) {
    let client = Client::start(config).await;
    let id = client.simulator.edit(|world| {
        let id = world.insert_sample("orders-01");
        let mut instance = world.remove(&id).unwrap();
        instance.brokers = 3;
        instance.created -= jiff::SignedDuration::from_hours(48);
        world.insert(instance);
        id
    });
    client.seconds(20);
    (client, id)
}

/// A series of an instance, or of a part of it.
fn series(metric: &str, id: &str, part: Option<(&str, &str)>) -> Value {
    let mut dimensions = vec![json!({ "name": "rabbitmq_instance_id", "value": id })];
    dimensions.extend(part.map(|(name, value)| json!({ "name": name, "value": value })));
    json!({ "namespace": "SYS.DMS", "metric_name": metric, "dimensions": dimensions })
}

/// A batch query of version 1 over the minutes before now.
fn query(series: Vec<Value>, minutes: i64) -> Value {
    json!({
        "metrics": series,
        "from": NOW - minutes * MINUTE,
        "to": NOW,
        "period": "1",
        "filter": "average",
    })
}
