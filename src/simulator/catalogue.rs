//! What the service has on offer: zones, products, disks, versions, maintenance windows, plug-ins.
//!
//! Shapes and numbers follow sections 4.3 and 4.6 of the V2 reference. One zone and one product
//! are sold out, so that a client meets both.

pub mod old;

/// An availability zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone {
    /// The opaque id that instances carry.
    pub id: &'static str,
    /// What follows the region in the zone's code, such as `a` in `cn-north-4a`.
    pub suffix: &'static str,
    /// The name people see.
    pub name: &'static str,
    /// Whether nothing can be created in it.
    pub sold_out: bool,
}

/// All zones of the region.
pub static ZONES: [Zone; 4] = [
    zone("effdcbc7d4d64a02aa1fa26b42f56533", "a", "AZ1", false),
    zone("d539378ec1314c85b76fefa3f7071458", "b", "AZ2", false),
    zone("9f1c5806706d4c1fb0eb72f0a9b18c77", "c", "AZ3", false),
    zone("42cc37d5e4404ee5bbbd1a8ab6da2f4b", "g", "AZ7", true),
];

const fn zone(id: &'static str, suffix: &'static str, name: &'static str, sold_out: bool) -> Zone {
    Zone {
        id,
        suffix,
        name,
        sold_out,
    }
}

/// How a product is deployed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One broker.
    Single,
    /// 3, 5 or 7 brokers.
    Cluster,
    /// One broker of the AMQP-0-9-1 edition.
    SingleProfessional,
}

impl Kind {
    /// The service's word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Cluster => "cluster",
            Self::SingleProfessional => "single.professional",
        }
    }

    /// Whether it is one broker and stays so.
    pub fn is_single(self) -> bool {
        match self {
            Self::Single | Self::SingleProfessional => true,
            Self::Cluster => false,
        }
    }

    /// Whether this can be the storage over so many brokers, in GB (table 4-2).
    pub fn can_have(self, storage_gb: u32, brokers: u32) -> bool {
        let in_steps = self.is_single() || storage_gb.is_multiple_of(STORAGE_STEP * brokers);
        let each = storage_gb / brokers.max(1);
        in_steps && storage_gb <= MOST_STORAGE && self.storage_per_broker().contains(&each)
    }

    /// The smallest and largest storage of one broker, in GB: of a single node as table 4-2 has it,
    /// whatever its product says.
    pub fn storage_per_broker(self) -> std::ops::RangeInclusive<u32> {
        match self {
            Self::Single | Self::SingleProfessional => 100..=MOST_STORAGE,
            Self::Cluster => STORAGE_PER_BROKER,
        }
    }

    /// How many brokers an instance may have.
    pub fn broker_numbers(self) -> &'static [u32] {
        match self {
            Self::Single | Self::SingleProfessional => &[1],
            Self::Cluster => &[3, 5, 7],
        }
    }
}

/// A flavor of instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Product {
    /// The product id, such as `c6.2u4g.single`.
    pub id: &'static str,
    /// Deployment.
    pub kind: Kind,
    /// CPU and memory, such as `2u4g`.
    pub size: &'static str,
    /// The machine under each broker.
    pub machine: &'static str,
    /// Connections per broker.
    pub connections: u32,
    /// Recommended queues per broker.
    pub queues: u32,
    /// Messages per second and broker.
    pub tps: u32,
    /// Whether no zone has any left.
    pub sold_out: bool,
}

const fn product(
    id: &'static str,
    kind: Kind,
    size: &'static str,
    machine: &'static str,
    limits: [u32; 3],
) -> Product {
    let [connections, queues, tps] = limits;
    Product {
        id,
        kind,
        size,
        machine,
        connections,
        queues,
        tps,
        sold_out: false,
    }
}

/// All products.
#[rustfmt::skip]
pub static PRODUCTS: [Product; 13] = [
    product("c6.2u4g.single",    Kind::Single,  "2u4g",   "c6.large.2",    [2000, 100, 1000]),
    product("c6.4u8g.single",    Kind::Single,  "4u8g",   "c6.xlarge.2",   [3000, 200, 2000]),
    product("c6.8u16g.single",   Kind::Single,  "8u16g",  "c6.2xlarge.2",  [8000, 400, 5000]),
    product("c6.16u32g.single",  Kind::Single,  "16u32g", "c6.4xlarge.2",  [16000, 800, 16000]),
    product("c6.24u48g.single",  Kind::Single,  "24u48g", "c6.6xlarge.2",  [20000, 1000, 20000]),
    product("c6.2u4g.cluster",   Kind::Cluster, "2u4g",   "c6.large.2",    [1000, 100, 1000]),
    product("c6.4u8g.cluster",   Kind::Cluster, "4u8g",   "c6.xlarge.2",   [4500, 400, 2000]),
    product("c6.8u16g.cluster",  Kind::Cluster, "8u16g",  "c6.2xlarge.2",  [8000, 400, 5000]),
    product("c6.12u24g.cluster", Kind::Cluster, "12u24g", "c6.3xlarge.2",  [12000, 600, 8000]),
    product("c6.16u32g.cluster", Kind::Cluster, "16u32g", "c6.4xlarge.2",  [16000, 800, 16000]),
    product("c6.24u48g.cluster", Kind::Cluster, "24u48g", "c6.6xlarge.2",  [20000, 1000, 20000]),
    Product { sold_out: true,
        ..product("c6.32u64g.cluster", Kind::Cluster, "32u64g", "c6.8xlarge.2", [24000, 1200, 24000]) },
    product("amqp.b1.large.1", Kind::SingleProfessional, "2u4g", "c6.large.2", [1000, 1000, 1000]),
];

/// The largest storage over all brokers, in GB (table 4-2).
pub const MOST_STORAGE: u32 = 90_000;
/// The smallest and largest storage of one broker, in GB, as products say.
pub const STORAGE_PER_BROKER: std::ops::RangeInclusive<u32> = 100..=30_000;
/// Storage grows by this many GB a broker at least, that of a cluster in such steps.
pub const STORAGE_STEP: u32 = 100;
/// How many times an instance's disks can be expanded.
pub const MAX_EXPANSIONS: u32 = 20;
/// How many tags an instance can have.
pub const MAX_TAGS: usize = 20;

/// Disk types that new instances can have.
pub const DISKS: [&str; 4] = [
    "dms.physical.storage.high.v2",
    "dms.physical.storage.ultra.v2",
    "dms.physical.storage.high.dss.v2",
    "dms.physical.storage.ultra.dss.v2",
];

/// Engine versions that new instances can have.
pub const VERSIONS: [&str; 4] = ["3.8.35", "3.12.13", "3.13.7", AMQP_EDITION];
/// The edition without plug-ins, management pages and password reset.
pub const AMQP_EDITION: &str = "AMQP-0-9-1";

/// Begin and end hours of the maintenance windows, UTC, in the service's order.
pub const WINDOWS: [(&str, &str); 6] = [
    ("22", "02"),
    ("02", "06"),
    ("06", "10"),
    ("10", "14"),
    ("14", "18"),
    ("18", "22"),
];
/// The window an instance gets that asked for none.
pub const DEFAULT_WINDOW: (&str, &str) = WINDOWS[1];

/// Plug-ins of current versions.
const PLUGINS: [&str; 3] = [
    "rabbitmq_consistent_hash_exchange",
    "rabbitmq_federation",
    "rabbitmq_shovel",
];
/// Plug-ins that only version 3.8 still has.
const OLD_PLUGINS: [&str; 8] = [
    "rabbitmq_amqp1_0",
    "rabbitmq_delayed_message_exchange",
    "rabbitmq_mqtt",
    "rabbitmq_sharding",
    "rabbitmq_stomp",
    "rabbitmq_tracing",
    "rabbitmq_web_mqtt",
    "rabbitmq_web_stomp",
];

/// Plug-ins an instance of this version lists, by name; none for the AMQP-0-9-1 edition.
pub fn plugins(version: &str) -> impl Iterator<Item = &'static str> {
    let old: &[&str] = if version.starts_with("3.8") {
        &OLD_PLUGINS
    } else {
        &[]
    };
    let current: &[&str] = if version == AMQP_EDITION {
        &[]
    } else {
        &PLUGINS
    };
    let mut names: Vec<_> = old.iter().chain(current).copied().collect();
    names.sort_unstable();
    names.into_iter()
}

/// The version a plug-in reports on an engine of this version.
pub fn plugin_version(plugin: &str, version: &str) -> String {
    match plugin {
        "rabbitmq_delayed_message_exchange" => "3.8.0".to_owned(),
        _ => version.to_owned(),
    }
}

impl Product {
    /// The product with this id.
    pub fn find(id: &str) -> Option<&'static Self> {
        PRODUCTS.iter().find(|product| product.id == id)
    }

    /// The versions it can be created with.
    pub fn versions(&self) -> &'static [&'static str] {
        let (rabbitmq, amqp) = VERSIONS.split_at(3);
        match self.kind {
            Kind::Single | Kind::Cluster => rabbitmq,
            Kind::SingleProfessional => amqp,
        }
    }

    /// Ids of the zones that have it, and of those that do not.
    pub fn zones(&self) -> (Vec<&'static str>, Vec<&'static str>) {
        let (sold_out, available): (Vec<_>, Vec<_>) = ZONES
            .iter()
            .partition(|zone| zone.sold_out || self.sold_out);
        let ids = |zones: Vec<&'static Zone>| zones.iter().map(|zone| zone.id).collect();
        (ids(available), ids(sold_out))
    }
}

impl Zone {
    /// The zone with this id.
    pub fn find(id: &str) -> Option<&'static Self> {
        ZONES.iter().find(|zone| zone.id == id)
    }
}
