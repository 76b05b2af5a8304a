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

impl ProductKind {
    /// Whether it is one broker, of either edition.
    pub fn is_single(&self) -> bool {
        match self {
            Self::Single => true,
            Self::Cluster => false,
            Self::Other(word) => word.to_ascii_lowercase().starts_with("single"),
        }
    }
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
    /// Most consumers per broker.
    pub max_consumers: Option<u64>,
    /// Most messages a second and broker.
    pub max_tps: Option<u64>,
    /// Where it can be had with any disk (tables 4-32 and 4-63).
    pub stock: Stock,
    /// Disk types it can have.
    pub storage_types: Vec<StorageType>,
}

/// The zones of something that is sold, by whatever the service calls them: an id, a code, a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stock {
    /// Zones that have it.
    pub zones: Vec<String>,
    /// Zones where it is sold out.
    pub sold_out: Vec<String>,
}

impl Stock {
    /// Whether it says where it is sold out, and nowhere where it is not.
    pub fn is_sold_out(&self) -> bool {
        self.zones.is_empty() && !self.sold_out.is_empty()
    }

    /// Whether it is sold out in a zone that is called by any of these words.
    pub fn is_sold_out_in(&self, zone: &[&str]) -> bool {
        let named = |list: &[String]| list.iter().any(|word| zone.contains(&word.as_str()));
        named(&self.sold_out) && !named(&self.zones)
    }
}

/// A disk type of a product (table 4-64).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StorageType {
    /// I/O specification, such as `dms.physical.storage.ultra.v2`.
    pub spec: String,
    pub stock: Stock,
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

impl Zone {
    /// What people know it by.
    pub fn label(&self) -> Option<&str> {
        self.name.as_deref().or(self.code.as_deref())
    }

    /// All that answers call it by: product lists say the code, other answers the id or the name.
    pub fn words(&self) -> Vec<&str> {
        let others = [self.code.as_deref(), self.name.as_deref()];
        std::iter::once(self.id.as_str())
            .chain(others.into_iter().flatten())
            .collect()
    }
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
