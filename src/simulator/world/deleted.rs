//! What was deleted lately: the message service has forgotten it, Cloud Eye has not yet.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};

use super::World;
use super::instance::Instance;

/// How long Cloud Eye goes on to list what was deleted, by the calendar at any speed.
const LISTED: SignedDuration = SignedDuration::from_hours(3);
/// The most instances that are remembered; the oldest are forgotten first.
const MOST: usize = 1_000;

/// Instances that are gone, each with when it went, the oldest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Deleted(VecDeque<(Timestamp, Instance)>);

impl Deleted {
    /// Remembers an instance that goes now.
    pub(super) fn put(&mut self, instance: Instance, now: Timestamp) {
        if self.0.len() >= MOST {
            self.0.pop_front();
        }
        self.0.push_back((now, instance));
    }

    /// Forgets what went too long ago.
    pub(super) fn expire(&mut self, now: Timestamp) {
        let gone = self.0.partition_point(|(since, _)| !is_listed(*since, now));
        self.0.drain(..gone);
    }
}

impl World {
    /// What was deleted so lately that Cloud Eye still lists it: for good, or into the recycle bin.
    pub fn lately_deleted(&self) -> impl Iterator<Item = &Instance> {
        let recycled = self.bin.inside.iter();
        let recycled = recycled.filter(|each| is_listed(each.since, self.now));
        let recycled = recycled.map(|each| &each.instance);
        recycled.chain(self.deleted.0.iter().map(|(_, instance)| instance))
    }
}

fn is_listed(since: Timestamp, now: Timestamp) -> bool {
    now.duration_since(since) < LISTED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_of_too_many_is_forgotten_first() {
        let mut world = World::new("2026-06-01T08:00:00Z".parse().unwrap(), 1.0, 1);
        let ids: Vec<String> = (0..=MOST).map(|_| world.insert_sample("x")).collect();
        for id in &ids {
            let (instance, now) = (world.remove(id).unwrap(), world.now());
            world.deleted.put(instance, now);
        }
        let left: Vec<&str> = world.lately_deleted().map(|one| &*one.id).collect();
        assert_eq!((left.len(), left[0]), (MOST, &*ids[1]));
    }
}
