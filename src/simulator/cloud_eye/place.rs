//! Places: what of the world has series, under the names that Cloud Eye has for it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::simulator::broker::{Broker, Dimension, Metric, Resource};
use crate::simulator::world::World;
use crate::simulator::world::instance::Instance;

/// An instance, a node or a queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Names and values of its dimensions, parent first.
    pub dimensions: Vec<(&'static str, String)>,
    /// What the last of them is called where it is.
    pub origin: String,
    /// Whose figures it shows: two queues that Cloud Eye cannot tell apart share a place.
    pub of: Vec<Resource>,
}

impl Place {
    /// The places of a kind that an instance has, in the order of their values.
    pub fn all(
        world: &World,
        broker: &Broker<'_>,
        instance: &str,
        dimension: Dimension,
    ) -> Vec<Self> {
        let named = |value: String, origin: String, of: Vec<Resource>| {
            let values = [instance.to_owned(), value];
            let names = dimension.names().iter().copied();
            Self {
                dimensions: names.zip(values).collect(),
                origin,
                of,
            }
        };
        match dimension {
            Dimension::Instance => {
                vec![named(
                    String::new(),
                    instance.to_owned(),
                    vec![Resource::Instance],
                )]
            }
            Dimension::Node => {
                let nodes = broker.nodes().into_iter().enumerate();
                let node = |(index, name): (usize, String)| {
                    named(name.clone(), name, vec![Resource::Node(index)])
                };
                nodes.map(node).collect()
            }
            Dimension::Queue => {
                let mut shared: BTreeMap<String, (String, Vec<Resource>)> = BTreeMap::new();
                for queue in broker.queues(world.now()) {
                    if let Some(series) = queue.series_name() {
                        let place = shared.entry(series).or_insert((queue.name, Vec::new()));
                        place.1.push(Resource::Queue(queue.index));
                    }
                }
                let queue = |(series, (name, of))| named(series, name, of);
                shared.into_iter().map(queue).collect()
            }
        }
    }

    /// The values of its dimensions, parent first.
    pub fn values(&self) -> impl Iterator<Item = &str> {
        self.dimensions.iter().map(|(_, value)| value.as_str())
    }
}

/// Whether an instance is of those that report a metric at all.
pub fn has_metric(instance: &Instance, metric: Metric) -> bool {
    metric.since().is_none_or(|since| bought(instance) >= since)
}

/// The day an instance was bought.
pub fn bought(instance: &Instance) -> Date {
    instance.created.to_zoned(TimeZone::UTC).date()
}
