//! What the service offers for a new instance: products, availability zones, maintenance windows.

/// Everything a creation form chooses from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalogue {
    /// Engine versions on offer, in the service's order (table 4-62).
    pub versions: Vec<String>,
    /// Products on offer.
    pub products: Vec<Product>,
    /// Availability zones of the region.
    pub zones: Vec<Zone>,
    /// Maintenance windows.
    pub windows: Vec<Window>,
}

/// Whether a product is one broker or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProductKind {
    /// One broker.
    Single,
    /// Several brokers.
    Cluster,
    /// A word this version does not know.
    Other(String),
}

/// A flavor that can be bought (tables 4-63 to 4-65). Limits are per broker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// Product id, such as `c6.4u8g.cluster`, in V1 `00300-30209-0--0`.
    pub id: String,
    /// Single or cluster.
    pub kind: ProductKind,
    /// Words of the service for a broker's machine, such as `2vCPUs 4GB`: V1 has them, whose ids
    /// say nothing.
    pub specification: Option<String>,
    /// Whether it can be had pay-per-use (`hourly`).
    pub hourly: bool,
    /// Whether it can be had by the month or year (`monthly`).
    pub monthly: bool,
    /// Fewest brokers.
    pub min_broker: Option<u32>,
    /// Most brokers.
    pub max_broker: Option<u32>,
    /// Step between allowed broker counts; 0 for a single node.
    pub broker_step: Option<u32>,
    /// Smallest disk per broker, GB.
    pub min_storage: Option<u64>,
    /// Largest disk per broker, GB.
    pub max_storage: Option<u64>,
    /// Most connections per broker.
    pub max_connections: Option<u64>,
    /// Most queues per broker (a recommendation).
    pub max_queues: Option<u64>,
    /// Disk types it can have.
    pub storage_types: Vec<StorageType>,
}

/// A disk type of a product (table 4-64).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StorageType {
    /// I/O specification, such as `dms.physical.storage.ultra.v2`.
    pub spec: String,
    /// Zones that have it.
    pub zones: Vec<String>,
    /// Zones that are sold out.
    pub sold_out_zones: Vec<String>,
}

/// An availability zone (table 4-59).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    /// What requests name it by.
    pub id: String,
    /// Short code, such as `cn-north-4a`.
    pub code: Option<String>,
    /// Name for people.
    pub name: Option<String>,
    /// Sold out, or without resources.
    pub sold_out: bool,
    /// Whether the service proposes it.
    pub default: bool,
}

/// A maintenance window (table 4-57). The service answers hours (`22`), requests want `22:00`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// Start hour as the service gives it.
    pub begin: String,
    /// End hour.
    pub end: String,
    /// Whether the service proposes it.
    pub default: bool,
}
