//! The service's state, and how it changes with time.
//!
//! A pure state machine: no clock and no IO. Operations ([`lifecycle`]) change it and note what
//! follows later; [`World::advance`] is told the time and lets everything happen that is due.
//! Read [`instance::Instance`] first, then [`World`].

pub mod bin;
mod deleted;
pub mod fleet;
pub mod instance;
pub mod lifecycle;
pub mod task;

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use jiff::{SignedDuration, Timestamp};

use super::cloud_eye::CloudEye;
use super::cloud_eye::flow::FlowControl;
use super::dice::Dice;
use bin::Bin;
use deleted::Deleted;
use instance::{Fill, Instance, Status};
use lifecycle::Due;

/// How many instances of an engine a project may have unless somebody applied for more.
pub const DEFAULT_QUOTA: u32 = 100;

/// Sort key of the list: newest first.
type SortKey = Reverse<(Timestamp, u64)>;

/// All instances of one project, and what is going to happen to them.
#[derive(Debug)]
pub struct World {
    started: Timestamp,
    now: Timestamp,
    speed: f64,
    dice: Dice,
    instances: BTreeMap<SortKey, Instance>,
    places: HashMap<String, SortKey>,
    /// What is ordered and not there yet, by id.
    orders: BTreeMap<String, Instance>,
    due: BTreeMap<(Timestamp, u64), Due>,
    sequence: u64,
    quota: u32,
    /// The recycle bin.
    pub bin: Bin,
    /// What was deleted lately.
    deleted: Deleted,
    /// Instances with which something came to an end since somebody looked.
    moved: Vec<String>,
    /// Whether rows of the list lack what those of the reference's example lack.
    pub sparse_list: bool,
    /// How Cloud Eye shows it.
    pub cloud_eye: CloudEye,
    pub flow_control: FlowControl,
}

impl World {
    /// An empty world. `speed` divides every duration; `seed` decides all ids to come.
    pub fn new(now: Timestamp, speed: f64, seed: u64) -> Self {
        Self {
            started: now,
            now,
            speed: if speed.is_finite() && speed > 0.0 {
                speed
            } else {
                1.0
            },
            dice: Dice::new(seed),
            instances: BTreeMap::new(),
            places: HashMap::new(),
            orders: BTreeMap::new(),
            due: BTreeMap::new(),
            sequence: 0,
            quota: DEFAULT_QUOTA,
            bin: Bin::default(),
            deleted: Deleted::default(),
            moved: Vec::new(),
            sparse_list: false,
            cloud_eye: CloudEye::default(),
            flow_control: FlowControl::default(),
        }
    }

    /// The time the world has reached.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The time at which the world began.
    pub fn started(&self) -> Timestamp {
        self.started
    }

    /// What every duration is divided by.
    pub fn speed(&self) -> f64 {
        self.speed
    }

    /// The world's own randomness, for ids of what is inserted.
    pub fn dice(&mut self) -> &mut Dice {
        &mut self.dice
    }

    /// Lets everything happen that is due at or before `now`. A clock that went back changes
    /// nothing.
    pub fn advance(&mut self, now: Timestamp) {
        while let Some(entry) = self.due.first_entry() {
            if entry.key().0 > now {
                break;
            }
            let ((moment, _), due) = entry.remove_entry();
            self.now = self.now.max(moment);
            self.happen(due);
        }
        self.now = self.now.max(now);
        self.bin.expire(self.now);
        self.deleted.expire(self.now);
    }

    /// The instances with which something came to an end since this was asked: they may run now, or
    /// be gone.
    pub fn take_moved(&mut self) -> Vec<String> {
        std::mem::take(&mut self.moved)
    }

    /// All instances, newest first: also those the list does not show, but none in the recycle bin.
    pub fn instances(&self) -> impl Iterator<Item = &Instance> {
        self.instances.values()
    }

    /// The instance with this id, also if it is in the recycle bin.
    pub fn instance(&self, id: &str) -> Option<&Instance> {
        match self.places.get(id) {
            Some(place) => self.instances.get(place),
            None => self.bin.instance(id),
        }
    }

    /// The same, to be changed. Its creation time must stay.
    pub fn instance_mut(&mut self, id: &str) -> Option<&mut Instance> {
        match self.places.get(id) {
            Some(place) => self.instances.get_mut(place),
            None => self.bin.instance_mut(id),
        }
    }

    /// The instance with this name.
    pub fn named(&self, name: &str) -> Option<&Instance> {
        self.instances().find(|instance| instance.name == name)
    }

    /// The instance of this name or id, if it has a broker that can be asked.
    pub fn broker_mut(&mut self, named: &str) -> Option<&mut Instance> {
        let mut all = self.instances.values_mut();
        all.find(|each| each.has_management() && (each.name == named || each.id == named))
    }

    /// The id of the instance of this name that is ordered and not there yet.
    pub fn ordered(&self, name: &str) -> Option<&str> {
        let mut orders = self.orders.values();
        let order = orders.find(|instance| instance.name == name)?;
        Some(&order.id)
    }

    /// How many RabbitMQ instances there may be.
    pub fn quota(&self) -> u32 {
        self.quota
    }

    /// Grants another quota. What is beyond it stays.
    pub fn set_quota(&mut self, quota: u32) {
        self.quota = quota;
    }

    /// How many instances of an engine there are: also those the list does not show, until they
    /// are gone. An order is none yet, and what is in the recycle bin none any more: it counts again
    /// when it is restored.
    pub fn used(&self, engine: &str) -> u32 {
        let count = self.instances().filter(|each| each.engine == engine);
        u32::try_from(count.count()).unwrap_or(u32::MAX)
    }

    /// Puts an instance in, in place of one with the same id.
    pub fn insert(&mut self, instance: Instance) {
        self.remove(&instance.id);
        let place = Reverse((instance.created, self.next_number()));
        self.places.insert(instance.id.clone(), place);
        self.instances.insert(place, instance);
    }

    /// Inserts a small running instance with this name and returns its id.
    pub fn insert_sample(&mut self, name: &str) -> String {
        let instance = Instance::sample(name, self.now, &mut self.dice);
        let id = instance.id.clone();
        self.insert(instance);
        id
    }

    /// Takes an instance out at once, as if it had never been.
    pub fn remove(&mut self, id: &str) -> Option<Instance> {
        match self.places.remove(id) {
            Some(place) => self.instances.remove(&place),
            None => self.bin.take(id),
        }
    }

    /// Gives an instance another name. Unknown ids change nothing.
    pub fn rename(&mut self, id: &str, name: &str) {
        if let Some(instance) = self.instance_mut(id) {
            name.clone_into(&mut instance.name);
        }
    }

    /// Puts an instance into a state; what was going to happen to it still happens. Unknown ids
    /// change nothing.
    pub fn set_status(&mut self, id: &str, status: Status) {
        let now = self.now;
        if let Some(instance) = self.instance_mut(id) {
            instance.enter(status, now);
        }
    }

    /// Fills an instance's storage to `percent` of what is usable. Unknown ids change nothing.
    pub fn set_fill(&mut self, id: &str, percent: f64) {
        if let Some(instance) = self.instance_mut(id) {
            instance.fill = Fill::steady(percent);
        }
    }

    /// How long this much time at speed 1 takes.
    pub fn on_the_clock(&self, simulated: SignedDuration) -> SignedDuration {
        let time = SignedDuration::try_from_secs_f64(simulated.as_secs_f64() / self.speed);
        time.unwrap_or(SignedDuration::MAX)
    }

    /// Notes that something happens `after` this long at speed 1.
    fn schedule(&mut self, after: SignedDuration, due: Due) {
        let moment = self.now.checked_add(self.on_the_clock(after)).ok();
        let number = self.next_number();
        self.due
            .insert((moment.unwrap_or(Timestamp::MAX), number), due);
    }

    fn next_number(&mut self) -> u64 {
        self.sequence += 1;
        self.sequence
    }
}

#[cfg(test)]
mod tests;
