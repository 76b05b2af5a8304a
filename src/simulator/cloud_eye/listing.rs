//! The list of metrics: which series there are, in pages by marker.
//!
//! What was deleted stays listed for three hours, as in the real list, though nothing can be read of
//! it any more.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::metrics;
use super::place::{Place, bought};
use super::refusal;
use super::request::{Dimensions, dimensions};
use super::series::NAMESPACE;
use crate::simulator::broker::{Broker, Dimension, Metric};
use crate::simulator::refusal::Refusal;
use crate::simulator::reply::Reply;
use crate::simulator::request::Call;
use crate::simulator::world::World;
use crate::simulator::world::instance::Instance;

/// A page of the series that a call asks for, and how many there are in all.
///
/// They are ordered by their markers. The marker of a page is that of its last series, and the next
/// page begins behind it.
pub fn list(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let (limit, now) = (world.cloud_eye.lists_per_minute, world.now());
    world.flow_control.lists.admit(limit, now)?;
    let limit = call.number("limit", 1..=1000, 1000);
    let limit = limit.map_err(|_| refusal::PARAMETER)?;
    let listing = Listing::read(world, call)?;
    let page: Vec<Listed> = listing.behind().take(limit).collect();
    let marker = page.last().map(Listed::marker);
    let entries: Vec<Value> = page.iter().map(Listed::shown).collect();
    let meta_data = json!({
        "count": entries.len(),
        "marker": marker.unwrap_or(listing.start.clone()),
        "total": listing.total(),
    });
    Ok(Reply::ok(
        json!({ "metrics": entries, "meta_data": meta_data }),
    ))
}

/// An instance that has series.
struct Holder<'w> {
    id: &'w str,
    bought: Date,
    broker: Broker<'w>,
}

/// What one call asks for, in the order in which it gets it.
struct Listing<'w> {
    world: &'w World,
    metrics: Vec<Metric>,
    holders: Vec<Holder<'w>>,
    /// Dimensions that a series must have, in any place.
    wanted: Dimensions,
    descending: bool,
    /// The marker of the page before.
    start: String,
}

impl<'w> Listing<'w> {
    fn read(world: &'w World, call: &Call<'_>) -> Result<Self, Refusal> {
        let descending = match call.parameter("order") {
            None | Some("asc") => false,
            Some("desc") => true,
            Some(_) => return Err(refusal::PARAMETER),
        };
        let wanted = dimensions(call)?;
        let (namespace, name) = (call.parameter("namespace"), call.parameter("metric_name"));
        let here = namespace.is_none_or(|namespace| namespace == NAMESPACE);
        let mut metrics: Vec<Metric> = Metric::all()
            .filter(|metric| here && name.is_none_or(|name| metric.name() == name))
            .collect();
        metrics.sort_by_key(|metric| metric.name());
        let mut holders = holders(world, &wanted);
        if descending {
            metrics.reverse();
            holders.reverse();
        }
        let start = call.parameter("start").unwrap_or_default().to_owned();
        Ok(Self {
            world,
            metrics,
            holders,
            wanted,
            descending,
            start,
        })
    }

    /// Whether a text stands before another, the way this list is ordered.
    fn before(&self, one: &str, other: &str) -> bool {
        match self.descending {
            false => one < other,
            true => one > other,
        }
    }

    /// What comes behind the page before.
    fn behind(&self) -> impl Iterator<Item = Listed> {
        let metrics = self.metrics.iter().filter(|metric| {
            // What the page before was in the middle of, and all that comes behind it.
            let head = format!("{NAMESPACE}.{}.", metric.name());
            self.start.is_empty()
                || self.start.starts_with(&head)
                || self.before(&self.start, &head)
        });
        let listed = metrics.flat_map(move |metric| {
            let holders = self
                .holders
                .iter()
                .filter(move |holder| holder.has(*metric));
            holders.flat_map(move |holder| {
                let head = format!(
                    "{NAMESPACE}.{}.{}",
                    metric.name(),
                    tag(Dimension::Instance.names()[0], holder.id)
                );
                let done = !self.start.is_empty()
                    && self.before(&head, &self.start)
                    && !self.start.starts_with(&head);
                let places = if done {
                    Vec::new()
                } else {
                    self.places(holder, metric.dimension())
                };
                places.into_iter().map(|place| Listed {
                    metric: *metric,
                    place,
                })
            })
        });
        listed.filter(|listed| self.start.is_empty() || self.before(&self.start, &listed.marker()))
    }

    fn places(&self, holder: &Holder<'_>, dimension: Dimension) -> Vec<Place> {
        let mut places = Place::all(self.world, &holder.broker, holder.id, dimension);
        places.retain(|place| {
            let has = |(name, value): &(String, String)| {
                place
                    .dimensions
                    .iter()
                    .any(|(own, is)| own == name && is == value)
            };
            self.wanted.iter().all(has)
        });
        places.sort_by(|one, other| one.dimensions.cmp(&other.dimensions));
        if self.descending {
            places.reverse();
        }
        places
    }

    fn total(&self) -> usize {
        let of = |dimension| {
            let metrics = || {
                self.metrics
                    .iter()
                    .filter(|metric| metric.dimension() == dimension)
            };
            let of =
                |holder: &Holder<'_>| match metrics().filter(|metric| holder.has(**metric)).count()
                {
                    0 => 0,
                    count => count * self.places(holder, dimension).len(),
                };
            self.holders.iter().map(of).sum::<usize>()
        };
        [Dimension::Instance, Dimension::Node, Dimension::Queue]
            .map(of)
            .iter()
            .sum()
    }
}

/// The instances that may have what is wanted, ordered by their ids.
fn holders<'w>(world: &'w World, wanted: &Dimensions) -> Vec<Holder<'w>> {
    let instance = Dimension::Instance.names()[0];
    let named = wanted.iter().find(|(name, _)| name == instance);
    let instances = world.instances().chain(world.lately_deleted());
    let instances = instances.filter(|each| named.is_none_or(|(_, id)| each.id == *id));
    let holder = |instance: &'w Instance| {
        Some(Holder {
            id: &instance.id,
            bought: bought(instance),
            broker: world.broker_of(instance)?,
        })
    };
    let mut holders: Vec<Holder<'w>> = instances.filter_map(holder).collect();
    holders.sort_by_key(|holder| holder.id);
    holders
}

impl Holder<'_> {
    /// Whether it is of those that report a metric at all.
    fn has(&self, metric: Metric) -> bool {
        metric.since().is_none_or(|since| self.bought >= since)
    }
}

/// One series.
struct Listed {
    metric: Metric,
    place: Place,
}

impl Listed {
    /// `namespace.metric_name.name:value`, and further dimensions behind commas.
    fn marker(&self) -> String {
        let tags = self
            .place
            .dimensions
            .iter()
            .map(|(name, value)| tag(name, value));
        let tags = tags.collect::<Vec<_>>().join(",");
        format!("{NAMESPACE}.{}.{tags}", self.metric.name())
    }

    fn shown(&self) -> Value {
        json!({
            "namespace": NAMESPACE,
            "metric_name": self.metric.name(),
            "unit": self.metric.unit().word(),
            "dimensions": metrics::dimensions(&self.place.dimensions),
        })
    }
}

fn tag(name: &str, value: &str) -> String {
    format!("{name}:{value}")
}
