//! One instance and the parts it is made of.

use jiff::{SignedDuration, Timestamp};

use super::task::Task;
use crate::secret::Secret;
use crate::simulator::broker::done::Done;
use crate::simulator::broker::incident::{Disk, Placed};
use crate::simulator::catalogue::{self, Kind, Product};
use crate::simulator::dice::Dice;

/// An instance's state, in the service's words (V2 reference 7.3, and those real services add).
#[derive(Clone, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "UPPERCASE")]
pub enum Status {
    Creating,
    CreateFailed,
    Running,
    Error,
    Restarting,
    Starting,
    Stopping,
    Extending,
    ExtendedFailed,
    Freezing,
    Frozen,
    Upgrading,
    RollingBack,
    Deleting,
    /// In the recycle bin: shown by its detail, never listed.
    Recycle,
    /// A word no reference knows, to see what a client makes of it.
    Other(&'static str),
}

impl Status {
    /// The word on the wire.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Other(word) => word,
            known => known.into(),
        }
    }
}

/// How an instance is paid for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Charging {
    /// Pay-per-use.
    PayPerUse,
    /// Yearly or monthly, by this order.
    Prepaid {
        /// The order's id.
        order_id: String,
    },
}

/// The hardware an instance runs on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hardware {
    /// A product of the current list.
    Current(&'static Product),
    /// A flavor of the generation before, which has a specification code instead.
    Old {
        /// Single or cluster.
        kind: Kind,
        /// CPU and memory, such as `2u4g`.
        size: String,
    },
}

impl Hardware {
    /// Deployment.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Current(product) => product.kind,
            Self::Old { kind, .. } => *kind,
        }
    }

    /// CPU and memory, such as `2u4g`.
    pub fn size(&self) -> &str {
        match self {
            Self::Current(product) => product.size,
            Self::Old { size, .. } => size,
        }
    }
}

/// How full the disks are, as a curve: it rises from `low` to `high`, then is drained fast.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fill {
    /// Lowest share of the usable storage, in percent.
    pub low: f64,
    /// Highest share of the usable storage, in percent.
    pub high: f64,
    /// How long one rise and drain takes; zero for storage that does not change.
    pub period: SignedDuration,
    /// A moment at which the rise starts.
    pub start: Timestamp,
}

impl Fill {
    /// Storage that stays at `percent` of what is usable.
    pub fn steady(percent: f64) -> Self {
        Self {
            low: percent,
            high: percent,
            period: SignedDuration::ZERO,
            start: Timestamp::UNIX_EPOCH,
        }
    }

    /// The share in use at `now`, in percent.
    pub fn percent(&self, now: Timestamp) -> f64 {
        if self.period.is_zero() {
            return self.low;
        }
        let elapsed = now.duration_since(self.start).as_secs_f64();
        let phase = (elapsed / self.period.as_secs_f64()).rem_euclid(1.0);
        // Nine tenths of the period it fills, in the last tenth consumers catch up.
        let height = if phase < 0.9 {
            phase / 0.9
        } else {
            (1.0 - phase) / 0.1
        };
        self.low + (self.high - self.low) * height
    }
}

/// When disks grow by themselves, by how much, and up to where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AutoExpand {
    /// Share of the usable storage in use that starts it, in percent.
    pub threshold: u32,
    /// What is added, in percent of the total.
    pub increment: u32,
    /// The largest total storage, in GB.
    pub most_gb: u32,
}

/// A plug-in of an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plugin {
    pub name: &'static str,
    /// Its version.
    pub version: String,
    /// Whether it is enabled, and so running.
    pub enabled: bool,
}

/// The address an instance has on the internet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicAddress {
    /// The id of the elastic IP.
    pub id: String,
    /// The IP itself.
    pub ip: String,
}

/// Where an instance is attached: ids that no call of this service lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// VPC id.
    pub vpc_id: String,
    /// VPC name.
    pub vpc_name: String,
    /// Subnet id.
    pub subnet_id: String,
    pub security_group_id: String,
    pub security_group_name: String,
}

/// One instance.
#[derive(Clone, Debug, PartialEq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "independent yes/no facts of the API"
)]
pub struct Instance {
    /// Its id, of the form 8-4-4-4-12.
    pub id: String,
    /// Its name, unique in the project.
    pub name: String,
    pub description: String,
    /// `rabbitmq`, or another engine's word for the rows that other services put in the list.
    pub engine: &'static str,
    /// Engine version.
    pub version: String,
    /// Its state.
    pub status: Status,
    /// When it came into its state.
    pub since: Timestamp,
    pub flavor: Hardware,
    /// Number of brokers.
    pub brokers: u32,
    /// Total storage of all brokers, in GB.
    pub storage_gb: u32,
    /// How its disks grow by themselves, if they do.
    pub auto_expand: Option<AutoExpand>,
    /// How full the usable part of the storage is, if nothing goes wrong.
    pub fill: Fill,
    /// What goes wrong with its broker.
    pub incidents: Vec<Placed>,
    /// What was done to its broker by hand.
    pub done: Done,
    pub disk: String,
    /// Private addresses of the brokers.
    pub addresses: Vec<String>,
    /// Whether clients must use TLS.
    pub ssl: bool,
    /// Its address on the internet, if it has one.
    pub public: Option<PublicAddress>,
    /// Where its management API really is; without one its addresses lead nowhere.
    pub management: Option<String>,
    /// How it is paid for.
    pub charging: Charging,
    /// When it was created.
    pub created: Timestamp,
    /// Begin and end hour of its maintenance window.
    pub window: (&'static str, &'static str),
    /// Where it is attached.
    pub network: Network,
    /// Ids of its zones.
    pub zones: Vec<String>,
    /// Who created it.
    pub user_name: String,
    /// The user name its clients log in with.
    pub access_user: String,
    /// Their password, if one was given.
    pub password: Option<Secret>,
    /// Its enterprise project, `0` being the default one.
    pub enterprise_project: String,
    /// Tags, keys unique.
    pub tags: Vec<(String, String)>,
    /// How often its disks were expanded.
    pub expansions: u32,
    /// Whether its disks can grow without a restart.
    pub logical_volume: bool,
    /// Its plug-ins.
    pub plugins: Vec<Plugin>,
    /// Its background tasks, oldest first.
    pub tasks: Vec<Task>,
    /// Whether the list still shows it; a deleting instance leaves the list before it is gone.
    pub listed: bool,
}

impl Instance {
    /// A small, running, pay-per-use instance with a name, for building fleets and for tests.
    /// Everything else is decided by `dice`.
    pub fn sample(name: &str, created: Timestamp, dice: &mut Dice) -> Self {
        let version = catalogue::VERSIONS[0];
        let mut instance = Self {
            id: dice.uuid(),
            name: name.to_owned(),
            description: String::new(),
            engine: "rabbitmq",
            version: version.to_owned(),
            status: Status::Running,
            since: created,
            flavor: Hardware::Current(&catalogue::PRODUCTS[0]),
            brokers: 1,
            storage_gb: 100,
            auto_expand: None,
            fill: Fill::steady(5.0),
            incidents: Vec::new(),
            done: Done::default(),
            disk: catalogue::DISKS[0].to_owned(),
            addresses: Vec::new(),
            ssl: false,
            public: None,
            management: None,
            charging: Charging::PayPerUse,
            created,
            window: catalogue::DEFAULT_WINDOW,
            network: Network {
                vpc_id: "40a6501e-85ca-4449-a0db-b8bc7f0cec28".to_owned(),
                vpc_name: "vpc-a400".to_owned(),
                subnet_id: "a7f9a564-30dd-4059-8124-364ca6554578".to_owned(),
                security_group_id: "bfd68e26-f8ef-4a91-a373-0a8f5c198601".to_owned(),
                security_group_name: "Sys-default".to_owned(),
            },
            zones: vec![catalogue::ZONES[0].id.to_owned()],
            user_name: "ops".to_owned(),
            access_user: "admin".to_owned(),
            password: None,
            enterprise_project: "0".to_owned(),
            tags: Vec::new(),
            expansions: 0,
            logical_volume: true,
            plugins: Vec::new(),
            tasks: Vec::new(),
            listed: true,
        };
        instance.list_plugins();
        instance.give_addresses(dice);
        instance
    }

    /// Gives it the plug-ins of its version, all off.
    pub fn list_plugins(&mut self) {
        let plugin = |name| Plugin {
            name,
            version: catalogue::plugin_version(name, &self.version),
            enabled: false,
        };
        self.plugins = catalogue::plugins(&self.version).map(plugin).collect();
    }

    /// Gives every broker a private address.
    pub fn give_addresses(&mut self, dice: &mut Dice) {
        while self.addresses.len() < self.brokers as usize {
            self.addresses.push(format!(
                "192.168.{}.{}",
                dice.below(64),
                2 + dice.below(250)
            ));
        }
    }

    /// The part of the storage messages can use, in GB: the rest is the system's.
    pub fn usable_gb(&self) -> u32 {
        let percent = match self.flavor {
            Hardware::Current(_) => 83,
            Hardware::Old { .. } => 88,
        };
        self.storage_gb * percent / 100
    }

    /// Whether it is one of RabbitMQ, not of another engine.
    pub fn has_broker(&self) -> bool {
        self.engine == "rabbitmq"
    }

    /// Whether its broker has a management API.
    pub fn has_management(&self) -> bool {
        self.has_broker() && self.version != catalogue::AMQP_EDITION
    }

    /// Brings it into a state.
    pub fn enter(&mut self, status: Status, now: Timestamp) {
        (self.status, self.since) = (status, now);
    }

    /// Share of the usable storage in use at `now`, in percent: by its curve, and by what goes wrong.
    pub fn disk_percent(&self, now: Timestamp) -> f64 {
        let usual = self.fill.percent(now);
        self.incidents.iter().fold(usual, |usual, incident| {
            let disk = Disk {
                usual,
                before: self.fill.percent(incident.begin),
                node_gb: f64::from(self.usable_gb()) / f64::from(self.brokers.max(1)),
            };
            incident.disk(&disk, now)
        })
    }

    /// Storage in use at `now`, in GB.
    pub fn used_gb(&self, now: Timestamp) -> u32 {
        let used = f64::from(self.usable_gb()) * self.disk_percent(now) / 100.0;
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "0 to 90,000"
        )]
        let used = used.clamp(0.0, f64::from(self.usable_gb())).round() as u32;
        used
    }

    /// The background task that has not ended.
    pub fn running_task(&self) -> Option<&Task> {
        self.tasks.iter().rev().find(|task| !task.status.is_final())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn storage_rises_for_nine_tenths_of_its_period_and_drains_in_the_last() {
        let start: Timestamp = "2026-06-01T08:00:00Z".parse().unwrap();
        let fill = Fill {
            low: 50.0,
            high: 95.0,
            period: SignedDuration::from_hours(10),
            start,
        };
        let at = |hours: i64| {
            fill.percent(start + SignedDuration::from_hours(hours))
                .round()
        };
        assert_eq!(
            [at(0), at(2), at(9), at(10), at(11)],
            [50.0, 60.0, 95.0, 50.0, 55.0]
        );
    }

    #[test]
    fn less_can_be_used_than_there_is() {
        let mut instance =
            Instance::sample("orders-eu-01", Timestamp::UNIX_EPOCH, &mut Dice::new(1));
        instance.fill = Fill::steady(91.0);
        assert_eq!(
            (
                instance.usable_gb(),
                instance.used_gb(Timestamp::UNIX_EPOCH)
            ),
            (83, 76)
        );
    }
}
