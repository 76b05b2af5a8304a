//! The simulated service beside the program under test.

use super::driver::PATIENCE;
use jiff::{SignedDuration, Timestamp};
use std::ops::Deref;
use tokio::runtime::{Builder, Runtime};
use warren::simulator::{Clock, Config, Fault, Simulator};

/// A simulator with threads of its own; they end when this is dropped.
pub struct Service {
    simulator: Simulator,
    runtime: Runtime,
}

impl Deref for Service {
    type Target = Simulator;

    fn deref(&self) -> &Simulator {
        &self.simulator
    }
}

impl Service {
    pub fn start(config: Config) -> Self {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build();
        let runtime = runtime.unwrap();
        let simulator = runtime.block_on(Simulator::start(config)).unwrap();
        Self { simulator, runtime }
    }

    /// A fleet in which nothing changes by itself, and no age turns while a test looks.
    pub fn still(instances: usize) -> Self {
        let service = Self::start(Config {
            instances,
            clock: Clock::manual_at(Timestamp::now()),
            keep_requests: 100_000,
            ..Config::default()
        });
        // Ages this old are told in days; it is noon in all of them.
        let created = Timestamp::now() - SignedDuration::from_hours(100 * 24 + 12);
        service.edit(|world| {
            for id in ids(world) {
                world.instance_mut(&id).unwrap().created = created;
            }
        });
        service
    }

    /// A small fleet of which every answer hangs.
    pub fn hanging() -> Self {
        let faults: Vec<Fault> = vec!["hang".parse().unwrap()];
        Self::start(Config {
            faults,
            ..Config::default()
        })
    }

    /// Waits until this many requests have arrived in all.
    pub fn until_requests(&self, count: usize) {
        let reached = self.runtime.block_on(async {
            tokio::time::timeout(PATIENCE, self.simulator.requests_reach(count)).await
        });
        assert!(
            reached.is_ok(),
            "{} of {count} requests",
            self.requests().len()
        );
    }

    /// Fills every disk anew.
    pub fn shake(&self, seed: usize) {
        self.edit(|world| {
            for (at, id) in ids(world).iter().enumerate() {
                let percent = u32::try_from((seed * 31 + at * 17) % 75).unwrap();
                world.set_fill(id, f64::from(percent));
            }
        });
    }

    /// Requests that would have changed something.
    pub fn writes(&self) -> Vec<String> {
        let all = self.requests().into_iter();
        let writes = all.filter(|one| one.method != "GET");
        writes
            .map(|one| format!("{} {}", one.method, one.path))
            .collect()
    }
}

/// The ids of all instances.
pub fn ids(world: &warren::simulator::World) -> Vec<String> {
    world
        .instances()
        .map(|instance| instance.id.clone())
        .collect()
}
