//! What takes time: ordering, creating, deleting, restarting, extending, switching plug-ins, binding
//! addresses.
//!
//! Each `begin_…` changes the world as far as the service does when it accepts the call, opens a
//! background task, and notes what happens when. Whether the call is allowed is decided before,
//! in `service`. Two things fail on purpose, so that clients can see failures: an
//! instance with `fail` in its name fails to be created and to be extended, and the federation
//! plug-in cannot be enabled while the instance uses TLS (the service documents that limit).

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::World;
use super::instance::{Hardware, Instance, PublicAddress, Status};
use super::task::{Task, TaskName, TaskStatus};
use crate::simulator::catalogue::old::OldProduct;

/// Time to process an order that is paid.
pub const ORDER: SignedDuration = SignedDuration::from_secs(8);
/// Time to create an instance.
pub const CREATE: SignedDuration = SignedDuration::from_secs(40);
/// Time to delete an instance; it leaves the list after half of it.
pub const DELETE: SignedDuration = SignedDuration::from_secs(10);
/// Time to extend an instance.
pub const EXTEND: SignedDuration = SignedDuration::from_secs(30);
/// Time to restart an instance.
pub const RESTART: SignedDuration = SignedDuration::from_secs(15);
/// Time to switch plug-ins.
pub const PLUGIN: SignedDuration = SignedDuration::from_secs(8);
/// Time to bind or unbind an address.
pub const BIND: SignedDuration = SignedDuration::from_secs(5);
/// How long a task waits before it executes.
const QUEUE: SignedDuration = SignedDuration::from_secs(1);

/// Something that is going to happen to an instance. If the instance is gone by then, it does not.
#[derive(Clone, Debug)]
pub struct Due {
    instance: String,
    task: String,
    step: Step,
}

#[derive(Clone, Debug)]
enum Step {
    /// The order is through: the instance is created.
    Provide,
    Execute,
    LeaveList,
    Vanish,
    Finish(Work),
}

/// What a background task changes when it ends.
#[derive(Clone, Debug)]
pub enum Work {
    /// The instance gets its addresses and runs, or failed to be created.
    Create,
    /// The instance comes to rest in this state.
    Settle(Status),
    /// The instance has its new size and runs, or keeps the old one and says so.
    Extend(Extension),
    /// The named plug-ins are on or off.
    Plugins {
        /// Names.
        names: Vec<String>,
        /// Whether they were to be enabled.
        enable: bool,
    },
    /// The instance can be reached at this address, or no longer at any.
    Bind(Option<PublicAddress>),
}

/// The size an instance is to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    pub flavor: Hardware,
    /// Number of brokers.
    pub brokers: u32,
    /// Total storage, in GB.
    pub storage_gb: u32,
    /// Whether this uses up one of the disk expansions.
    pub expansions: u32,
}

impl World {
    /// Takes an order; returns the id of the instance. Until the order is paid nothing comes of it,
    /// and no call knows the instance before the order is through.
    pub fn order(&mut self, instance: Instance) -> String {
        let id = instance.id.clone();
        self.orders.insert(id.clone(), instance);
        id
    }

    /// Pays an order, as somebody does in the console. Unknown ids change nothing.
    pub fn pay(&mut self, id: &str) {
        let due = Due {
            instance: id.to_owned(),
            task: String::new(),
            step: Step::Provide,
        };
        self.schedule(ORDER, due);
    }

    /// Starts to create an instance; returns its id.
    pub fn begin_create(&mut self, mut instance: Instance) -> String {
        instance.enter(Status::Creating, self.now);
        instance.addresses.clear();
        let id = instance.id.clone();
        let product = product_id(&instance.flavor, instance.brokers);
        let params = json!({ "name": instance.name, "product_id": product });
        self.insert(instance);
        self.begin(&id, TaskName::CreateInstance, params, CREATE, Work::Create);
        id
    }

    /// Starts to delete an instance.
    pub fn begin_delete(&mut self, id: &str) {
        self.set_status(id, Status::Deleting);
        let task = self.open_task(id, TaskName::DeleteInstance, json!({ "instance_id": id }));
        let due = |step| Due {
            instance: id.to_owned(),
            task: task.clone(),
            step,
        };
        self.schedule(DELETE / 2, due(Step::LeaveList));
        self.schedule(DELETE, due(Step::Vanish));
    }

    /// Starts to restart an instance.
    pub fn begin_restart(&mut self, id: &str) {
        self.set_status(id, Status::Restarting);
        let params = json!({ "instance_id": id });
        self.begin(
            id,
            TaskName::RestartInstance,
            params,
            RESTART,
            Work::Settle(Status::Running),
        );
    }

    /// Starts to extend an instance; returns the task's id.
    pub fn begin_extend(&mut self, id: &str, params: Value, extension: Extension) -> String {
        self.set_status(id, Status::Extending);
        self.begin(
            id,
            TaskName::ExtendInstance,
            params,
            EXTEND,
            Work::Extend(extension),
        )
    }

    /// Starts to switch plug-ins; returns the task's id.
    pub fn begin_plugins(&mut self, id: &str, names: Vec<String>, enable: bool) -> String {
        let params = json!({ "enable": enable, "plugins": names.join(",") });
        let work = Work::Plugins { names, enable };
        self.begin(id, TaskName::ModifyInstancePlugins, params, PLUGIN, work)
    }

    /// Starts to bind an address to an instance, or to unbind the one it has.
    pub fn begin_bind(&mut self, id: &str, address: Option<PublicAddress>) {
        let name = match address {
            Some(_) => TaskName::BindInstancePublicIp,
            None => TaskName::UnbindInstancePublicIp,
        };
        let params = match &address {
            Some(address) => json!({
                "public_ip_id": address.id,
                "public_ip_address": address.ip,
                "enable_public_ip": true,
            }),
            None => json!({ "enable_public_ip": false }),
        };
        self.begin(id, name, params, BIND, Work::Bind(address));
    }

    /// Records work that was done at once.
    pub fn record_done(&mut self, id: &str, name: TaskName, params: Value) {
        let task = self.open_task(id, name, params);
        self.end_task(id, &task, TaskStatus::Success);
    }

    /// Opens a task whose work ends after `takes` at speed 1; returns its id.
    pub fn begin(
        &mut self,
        id: &str,
        name: TaskName,
        params: Value,
        takes: SignedDuration,
        work: Work,
    ) -> String {
        let task = self.open_task(id, name, params);
        let due = |step| Due {
            instance: id.to_owned(),
            task: task.clone(),
            step,
        };
        self.schedule(QUEUE, due(Step::Execute));
        self.schedule(takes, due(Step::Finish(work)));
        task
    }

    fn open_task(&mut self, id: &str, name: TaskName, params: Value) -> String {
        let (task, now) = (self.dice.hex32(), self.now);
        if let Some(instance) = self.instance_mut(id) {
            instance.tasks.push(Task {
                id: task.clone(),
                name,
                status: TaskStatus::Created,
                params,
                created: now,
                updated: now,
            });
        }
        task
    }

    fn end_task(&mut self, id: &str, task: &str, status: TaskStatus) {
        let now = self.now;
        let tasks = self.instance_mut(id).map(|instance| &mut instance.tasks);
        if let Some(task) = tasks.and_then(|tasks| tasks.iter_mut().find(|each| each.id == task)) {
            task.status = status;
            task.updated = now;
        }
    }

    /// Lets one thing happen that is due.
    pub(super) fn happen(&mut self, due: Due) {
        match due.step {
            Step::Provide => {
                if let Some(mut instance) = self.orders.remove(&due.instance) {
                    instance.created = self.now;
                    self.begin_create(instance);
                }
            }
            Step::Execute => self.end_task(&due.instance, &due.task, TaskStatus::Executing),
            Step::LeaveList => {
                if let Some(instance) = self.instance_mut(&due.instance) {
                    instance.listed = false;
                }
            }
            Step::Vanish => {
                // What comes from the bin was deleted when it went there.
                let recycled = self.bin.instance(&due.instance).is_some();
                self.moved.push(due.instance.clone());
                let gone = self.remove(&due.instance).filter(|_| !recycled);
                if let Some(instance) = gone {
                    self.deleted.put(instance, self.now);
                }
            }
            Step::Finish(work) => {
                let (now, mut dice) = (self.now, self.dice.clone());
                let status = match self.instance_mut(&due.instance) {
                    // Deleting wins over whatever else was going on.
                    Some(instance) if instance.status == Status::Deleting => TaskStatus::Failed,
                    Some(instance) => finish(instance, work, now, &mut dice),
                    None => return,
                };
                self.dice = dice;
                self.moved.push(due.instance.clone());
                self.end_task(&due.instance, &due.task, status);
            }
        }
    }
}

/// Ends a task's work; says how the task ended.
fn finish(
    instance: &mut Instance,
    work: Work,
    now: Timestamp,
    dice: &mut super::Dice,
) -> TaskStatus {
    match work {
        Work::Create if instance.name.contains("fail") => {
            instance.enter(Status::CreateFailed, now);
            return TaskStatus::Failed;
        }
        Work::Create => {
            instance.give_addresses(dice);
            instance.enter(Status::Running, now);
        }
        Work::Settle(status) => instance.enter(status, now),
        Work::Extend(_) if instance.name.contains("fail") => {
            instance.enter(Status::ExtendedFailed, now);
            return TaskStatus::Failed;
        }
        Work::Extend(extension) => {
            // The messages stay; they are a smaller share of the larger disks.
            let share = f64::from(instance.storage_gb) / f64::from(extension.storage_gb.max(1));
            instance.fill.low *= share;
            instance.fill.high *= share;
            instance.flavor = extension.flavor;
            instance.brokers = extension.brokers;
            instance.storage_gb = extension.storage_gb;
            instance.expansions += extension.expansions;
            instance.give_addresses(dice);
            instance.enter(Status::Running, now);
        }
        Work::Plugins { names, enable } => {
            let federation = names.iter().any(|name| name == "rabbitmq_federation");
            if enable && federation && instance.ssl {
                return TaskStatus::Failed;
            }
            for plugin in &mut instance.plugins {
                if names.iter().any(|name| name == plugin.name) {
                    plugin.enabled = enable;
                }
            }
        }
        Work::Bind(address) => instance.public = address,
    }
    TaskStatus::Success
}

/// The product id on the wire. An old flavor that V1 does not sell carries the one of the
/// reference's example.
pub fn product_id(flavor: &Hardware, brokers: u32) -> &str {
    match flavor {
        Hardware::Current(product) => product.id,
        Hardware::Old { kind, size } => OldProduct::of(*kind, size, brokers)
            .map_or("00300-30109-0--0", |product| product.hourly),
    }
}
