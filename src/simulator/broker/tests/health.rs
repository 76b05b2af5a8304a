//! Nothing about a healthy broker is near what somebody on call would look at.

use proptest::prelude::*;

use super::*;

/// Says what is wrong with the figures of a minute.
fn worry(broker: &Broker<'_>, at: Timestamp) -> Option<String> {
    let checks = of_nodes(broker, at)
        .into_iter()
        .chain(of_instance(broker, at));
    let wrong: Vec<_> = checks.filter(|(_, _, right)| !right).collect();
    (!wrong.is_empty()).then(|| format!("{wrong:?}"))
}

/// A check: what it looks at, what it saw, and whether that is right.
type Check = (&'static str, Vec<f64>, bool);

fn of_nodes(broker: &Broker<'_>, at: Timestamp) -> Vec<Check> {
    let all = |metric| -> Vec<f64> {
        let of = |node| broker.reading(metric, Resource::Node(node), at);
        (0..broker.nodes().len())
            .map(|node| of(node).unwrap_or(-1.0))
            .collect()
    };
    let within = |metric: Metric, least: f64, most: f64| {
        let all = all(metric);
        let right = all.iter().all(|value| (least..=most).contains(value));
        (metric.name(), all, right)
    };
    let alike = |metric: Metric, most: f64| {
        let all = all(metric);
        let [highest, lowest] = [f64::max, f64::min].map(|of| all.iter().copied().reduce(of));
        let right = highest
            .zip(lowest)
            .is_some_and(|(high, low)| high - low <= most);
        (metric.name(), all, right)
    };
    vec![
        within(Metric::RabbitmqMemoryUsage, 5.0, 30.0),
        within(Metric::RabbitmqCpuUsage, 0.0, 60.0),
        within(Metric::RabbitmqCpuCoreLoad, 0.0, 1.0),
        within(Metric::RabbitmqAlive, 1.0, 1.0),
        within(Metric::RabbitmqMemoryHighWatermark, 0.0, 0.0),
        within(Metric::RabbitmqDiskInsufficient, 0.0, 0.0),
        within(Metric::RabbitmqDiskUsage, 0.0, 80.0),
        within(Metric::RabbitmqDiskWriteAwait, 0.0, 5.0),
        within(Metric::FdUsed, 1.0, 30_000.0),
        within(Metric::SocketUsed, 1.0, 25_000.0),
        within(Metric::ProcUsed, 1.0, 500_000.0),
        alike(Metric::RabbitmqCpuUsage, 5.0),
        alike(Metric::RabbitmqMemoryUsage, 3.0),
        alike(Metric::RabbitmqNodeQueues, 1.0),
    ]
}

fn of_instance(broker: &Broker<'_>, at: Timestamp) -> Vec<Check> {
    let of = |metric| {
        broker
            .reading(metric, Resource::Instance, at)
            .unwrap_or(-1.0)
    };
    let within = |metric: Metric, least: f64, most: f64| {
        let value = of(metric);
        (metric.name(), vec![value], (least..=most).contains(&value))
    };
    let publish = of(Metric::Publish);
    vec![
        within(Metric::MessagesReady, 0.0, 3000.0),
        within(Metric::MessagesUnacknowledged, 0.0, 100.0),
        within(Metric::Consumers, 1.0, 1000.0),
        within(Metric::Publish, 1.0, 100_000.0),
        within(Metric::DeliverGet, publish * 0.5, publish * 1.5),
        within(Metric::ConnectionsStatesBlock, 0.0, 0.0),
        within(Metric::ConnectionsStatesFlow, 0.0, 0.0),
        within(Metric::QueuesStatesFlow, 0.0, 0.0),
        within(
            Metric::Connections,
            5.0,
            broker.shape.connection_limit * 0.5,
        ),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_healthy_broker_worries_nobody(
        seed in any::<u64>(),
        product in 0..PRODUCTS.len() - 1,
        size in 0_usize..3,
        storage in 1_u32..6,
        minute in -43_000_i64..400_000,
    ) {
        let (mut world, id) = cluster(seed);
        let instance = world.instance_mut(&id).unwrap();
        let product = &PRODUCTS[product];
        let numbers = product.kind.broker_numbers();
        instance.flavor = Hardware::Current(product);
        instance.brokers = numbers[size % numbers.len()];
        instance.storage_gb = instance.brokers * storage * 100;
        let broker = world.broker(&id).unwrap();
        let at = START + minutes(minute);
        prop_assert_eq!(worry(&broker, at), None);
    }
}

#[test]
fn what_waits_in_a_healthy_broker_is_taken_again_within_minutes() {
    for seed in 0..20 {
        let (world, id) = cluster(seed);
        let broker = world.broker(&id).unwrap();
        let ready = |minute| {
            let at = START + minutes(minute);
            read(&broker, Metric::MessagesReady, Resource::Instance, at).unwrap()
        };
        let mut longest = 0;
        let mut waiting = 0;
        for minute in 0..3 * 24 * 60 {
            waiting = if ready(minute) > 100.0 {
                waiting + 1
            } else {
                0
            };
            longest = longest.max(waiting);
        }
        assert!((1..=6).contains(&longest), "{seed}: {longest} minutes");
    }
}

#[test]
fn a_healthy_fleet_worries_nobody() {
    for seed in 0..6 {
        let mut world = World::new(START, 1.0, seed);
        fleet::populate(&mut world, 100, seed, true);
        for instance in world.instances() {
            let Some(broker) = world.broker(&instance.id) else {
                continue;
            };
            for hour in 0..30 {
                let at = START + minutes(hour * 53);
                assert_eq!(worry(&broker, at), None, "{seed} {} {at}", instance.name);
            }
        }
    }
}
