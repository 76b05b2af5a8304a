//! What an instance can be changed to, as pure functions (section 4.3, table 4-37). Read [`InstanceSize`]
//! first: everything starts from the size an instance has.
//!
//! Storage and brokers can only grow. Current flavors are named by their product; old ones, whose
//! product ids are only digits and hyphens, by a specification code that ends in the number of
//! brokers for a cluster.

use super::{Limits, MOST_STORAGE, Product, STORAGE_STEP, broker_counts};
use crate::model::instance::size_of_flavor;
use crate::model::{Instance, ProductKind};

/// More disk expansions than this are refused (table 4-9, `DMS.00400124`).
pub const MOST_EXPANSIONS: u32 = 20;
/// Sizes of old flavors, as their codes spell them.
const OLD_SIZES: [&str; 4] = ["2u4g", "4u8g", "8u16g", "16u32g"];

/// The size an instance has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstanceSize {
    /// Its brokers.
    pub brokers: u32,
    /// Disk paid for over all brokers, GB: what a change counts from.
    pub total: u64,
    /// Its flavor.
    pub flavor: Flavor,
    /// Whether it is one broker or a cluster.
    pub kind: ProductKind,
    /// Disk expansions done so far.
    pub expansions: u32,
    /// Whether it restarts when its disk grows (`is_logical_volume` is false, table 4-9), as far
    /// as the service says.
    pub restarts: bool,
}

/// What a size becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goal {
    /// This much disk over all brokers, GB.
    Storage(u64),
    /// So many brokers, with the disk that each has.
    Brokers(u32),
    /// This flavor, named as the present one is.
    Flavor(String),
}

/// How the service names a flavor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flavor {
    /// By its product, such as `c6.4u8g.cluster`.
    Product(String),
    /// By a code without the number of brokers, such as `dms.instance.rabbitmq.cluster.c3.2u4g`.
    Old(String),
}

impl Flavor {
    /// The name as the service writes it.
    pub fn name(&self) -> &str {
        match self {
            Self::Product(name) | Self::Old(name) => name,
        }
    }
}

/// Why a size cannot be changed in some way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Hindrance {
    /// Its disk was expanded [`MOST_EXPANSIONS`] times.
    Expansions,
    /// Its disk is as large as it can be.
    Largest,
    /// A single node stays one.
    Single,
    /// It has as many brokers as it can have.
    MostBrokers,
    /// There is no other flavor for it.
    #[default]
    NoFlavor,
}

impl InstanceSize {
    /// The size of an instance, where the service says all of it.
    pub fn of(instance: &Instance) -> Option<Self> {
        let brokers = instance.brokers()?;
        let kind = match instance.kind.as_deref()? {
            "single" => ProductKind::Single,
            "cluster" => ProductKind::Cluster,
            other => ProductKind::Other(other.to_owned()),
        };
        Some(Self {
            brokers,
            total: instance.storage.total?,
            flavor: flavor(instance)?,
            kind,
            expansions: instance.storage.extend_times.unwrap_or(0),
            restarts: instance.storage.logical_volume == Some(false),
        })
    }

    /// Disk of each broker, GB.
    pub fn each(&self) -> u64 {
        self.total / u64::from(self.brokers)
    }

    /// The product it is, where the service lists it.
    pub fn product<'a>(&self, products: &'a [Product]) -> Option<&'a Product> {
        match &self.flavor {
            Flavor::Product(id) => products.iter().find(|one| one.id == *id),
            Flavor::Old(_) => None,
        }
    }

    /// What its disk over all brokers can become, with the brokers it has.
    ///
    /// # Errors
    /// Why it cannot grow.
    pub fn storage(&self, products: &[Product]) -> Result<Limits, Hindrance> {
        if self.expansions >= MOST_EXPANSIONS {
            return Err(Hindrance::Expansions);
        }
        let product = self.product(products);
        let most = product.and_then(|product| product.max_storage);
        let most = super::most_storage(&self.kind, most);
        let brokers = u64::from(self.brokers);
        let step = super::storage_step(&self.kind, self.brokers);
        // At least 100 GB more for each broker (table 4-37).
        let least = self.total.saturating_add(STORAGE_STEP * brokers);
        let most = most.saturating_mul(brokers).min(MOST_STORAGE);
        let limits = Limits {
            least: least.next_multiple_of(step),
            most: most / step * step,
            step,
        };
        match limits.least <= limits.most {
            true => Ok(limits),
            false => Err(Hindrance::Largest),
        }
    }

    /// The numbers of brokers it can get.
    ///
    /// # Errors
    /// Why it cannot get more.
    pub fn brokers(&self, products: &[Product]) -> Result<Vec<u32>, Hindrance> {
        if self.is_single() {
            return Err(Hindrance::Single);
        }
        let counts = match self.product(products) {
            Some(product) => broker_counts(product),
            None => super::CLUSTER_BROKERS.to_vec(),
        };
        let more = counts.into_iter().filter(|count| *count > self.brokers);
        let more: Vec<u32> = more.collect();
        match more.is_empty() {
            true => Err(Hindrance::MostBrokers),
            false => Ok(more),
        }
    }

    /// The flavors it can get, as they are named: those of the same kind that are larger, and
    /// those whose names do not say how large they are.
    ///
    /// # Errors
    /// [`Hindrance::NoFlavor`] when there is none.
    pub fn flavors(&self, products: &[Product]) -> Result<Vec<String>, Hindrance> {
        let present = size_of_flavor(self.flavor.name());
        let is_larger = |name: &String| match (size_of_flavor(name), present) {
            (Some(size), Some(present)) => size > present,
            (_, _) => true,
        };
        let mut others: Vec<String> = match &self.flavor {
            Flavor::Product(id) => {
                let same = |one: &&Product| one.kind == self.kind && one.id != *id;
                let same = products.iter().filter(same);
                same.map(|one| one.id.clone()).collect()
            }
            Flavor::Old(code) => {
                let (stem, size) = code.rsplit_once('.').unwrap_or((code, ""));
                let others = OLD_SIZES.into_iter().filter(|one| *one != size);
                others.map(|one| format!("{stem}.{one}")).collect()
            }
        };
        others.retain(is_larger);
        match others.is_empty() {
            true => Err(Hindrance::NoFlavor),
            false => Ok(others),
        }
    }

    /// Whether it is one broker and stays so.
    pub fn is_single(&self) -> bool {
        self.kind.is_single()
    }

    /// The size after a change.
    pub fn after(&self, target: &Goal) -> Self {
        let mut after = self.clone();
        match target {
            Goal::Storage(total) => after.total = *total,
            Goal::Brokers(brokers) => {
                after.total = self.each() * u64::from(*brokers);
                after.brokers = *brokers;
            }
            Goal::Flavor(name) => {
                after.flavor = match self.flavor {
                    Flavor::Product(_) => Flavor::Product(name.clone()),
                    Flavor::Old(_) => Flavor::Old(name.clone()),
                }
            }
        }
        after
    }

    /// Whether the instance has this size: what was used up on the way does not count.
    pub fn is_of(&self, instance: &Instance) -> bool {
        Self::of(instance).is_some_and(|now| {
            (now.brokers, now.total, &now.flavor) == (self.brokers, self.total, &self.flavor)
        })
    }

    /// The code of an old flavor with this many brokers, as requests want it.
    pub fn spec_code(&self, code: &str, brokers: u32) -> String {
        match self.is_single() {
            true => code.to_owned(),
            false => format!("{code}.{brokers}"),
        }
    }
}

/// How the service names the flavor of an instance: an old product id has only digits and hyphens.
fn flavor(instance: &Instance) -> Option<Flavor> {
    let product = instance.product_id.as_deref().filter(|id| !id.is_empty());
    let is_old = |id: &str| id.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    match product {
        Some(id) if !is_old(id) => Some(Flavor::Product(id.to_owned())),
        _ => {
            let code = instance.resource_spec_code.as_deref()?;
            let stem = code.trim_end_matches(|letter: char| letter.is_ascii_digit());
            let stem = stem.strip_suffix('.').unwrap_or(code);
            (!stem.is_empty()).then(|| Flavor::Old(stem.to_owned()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{InstanceId, Stock};

    fn instance(kind: &str, brokers: u32, total: u64, product: &str) -> Instance {
        let mut instance = Instance::bare(InstanceId::new("one").unwrap());
        instance.kind = Some(kind.into());
        instance.broker_num = Some(brokers);
        instance.storage.total = Some(total);
        instance.product_id = Some(product.into());
        instance
    }

    fn size(kind: &str, brokers: u32, total: u64, product: &str) -> InstanceSize {
        InstanceSize::of(&instance(kind, brokers, total, product)).unwrap()
    }

    fn product(id: &str, kind: ProductKind, brokers: (u32, u32, u32)) -> Product {
        Product {
            id: id.into(),
            kind,
            hourly: true,
            monthly: true,
            min_broker: Some(brokers.0),
            max_broker: Some(brokers.1),
            broker_step: Some(brokers.2),
            min_storage: Some(100),
            max_storage: Some(1_000),
            max_connections: None,
            max_queues: None,
            specification: None,
            max_consumers: None,
            max_tps: None,
            stock: Stock::default(),
            storage_types: Vec::new(),
        }
    }

    fn offered() -> Vec<Product> {
        vec![
            product("c6.2u4g.single", ProductKind::Single, (1, 1, 0)),
            product("c6.2u4g.cluster", ProductKind::Cluster, (3, 7, 2)),
            product("c6.4u8g.cluster", ProductKind::Cluster, (3, 7, 2)),
        ]
    }

    #[test]
    fn a_disk_grows_by_at_least_100_gb_for_each_broker_and_in_such_steps() {
        let limits = |brokers, total| {
            let size = size("cluster", brokers, total, "c6.2u4g.cluster");
            size.storage(&offered())
                .map(|one| (one.least, one.most, one.step))
        };
        assert_eq!(limits(3, 300), Ok((600, 3_000, 300)));
        assert_eq!(limits(5, 500), Ok((1_000, 5_000, 500)));
        // What is off the steps goes to the next size that is 100 GB more for each.
        assert_eq!(limits(3, 400), Ok((900, 3_000, 300)));
        assert_eq!(limits(3, 3_000), Err(Hindrance::Largest));
    }

    #[test]
    fn a_single_node_grows_by_at_least_100_gb_to_any_size_of_table_4_2() {
        for kind in ["single", "single.professional"] {
            let size = size(kind, 1, 150, "c6.2u4g.single");
            let limits = size.storage(&offered());
            let any = Limits {
                least: 250,
                most: 90_000,
                step: 1,
            };
            assert_eq!(limits, Ok(any), "{kind}");
        }
        let largest = size("single", 1, 89_950, "c6.2u4g.single");
        assert_eq!(largest.storage(&offered()), Err(Hindrance::Largest));
    }

    #[test]
    fn an_old_instance_grows_too_and_restarts_on_the_way() {
        let mut old = instance("cluster", 3, 300, "c6.2u4g.cluster");
        assert!(!InstanceSize::of(&old).unwrap().restarts, "not said");
        for (said, restarts) in [(true, false), (false, true)] {
            old.storage.logical_volume = Some(said);
            let size = InstanceSize::of(&old).unwrap();
            assert_eq!(size.restarts, restarts);
            assert!(size.storage(&offered()).is_ok());
        }
    }

    #[test]
    fn only_larger_flavors_are_offered_and_those_that_do_not_say_how_large_they_are() {
        let mut offered = offered();
        for id in [
            "c6.12u24g.cluster",
            "c7.4u16g.cluster",
            "c7.2u4g.cluster",
            "unheard.of",
        ] {
            offered.push(product(id, ProductKind::Cluster, (3, 7, 2)));
        }
        let flavors = |id: &str| size("cluster", 3, 300, id).flavors(&offered).unwrap();
        let larger = ["c6.12u24g.cluster", "c7.4u16g.cluster", "unheard.of"];
        assert_eq!(flavors("c6.4u8g.cluster"), larger);
        assert_eq!(flavors("c6.12u24g.cluster"), ["unheard.of"]);
        let mut old = instance("cluster", 3, 300, "00300-30109-0--0");
        old.resource_spec_code = Some("dms.instance.rabbitmq.cluster.c3.8u16g.3".into());
        let size = InstanceSize::of(&old).unwrap();
        assert_eq!(
            size.flavors(&[]).unwrap(),
            ["dms.instance.rabbitmq.cluster.c3.16u32g"]
        );
    }

    #[test]
    fn the_twentieth_expansion_is_the_last() {
        let mut grown = size("single", 1, 100, "c6.2u4g.single");
        grown.expansions = 19;
        assert!(grown.storage(&offered()).is_ok());
        grown.expansions = 20;
        assert_eq!(grown.storage(&offered()), Err(Hindrance::Expansions));
    }

    #[test]
    fn only_a_cluster_gets_more_brokers_and_only_more() {
        let brokers = |kind, number, product| size(kind, number, 300, product).brokers(&offered());
        assert_eq!(brokers("cluster", 3, "c6.2u4g.cluster"), Ok(vec![5, 7]));
        assert_eq!(
            brokers("cluster", 7, "c6.2u4g.cluster"),
            Err(Hindrance::MostBrokers)
        );
        assert_eq!(
            brokers("single", 1, "c6.2u4g.single"),
            Err(Hindrance::Single)
        );
    }

    #[test]
    fn another_flavor_is_a_larger_one_of_the_same_kind() {
        let flavors = |kind, number, product| size(kind, number, 300, product).flavors(&offered());
        assert_eq!(
            flavors("cluster", 3, "c6.2u4g.cluster"),
            Ok(vec!["c6.4u8g.cluster".to_owned()])
        );
        for (kind, number, flavor) in [
            ("cluster", 3, "c6.4u8g.cluster"),
            ("single", 1, "c6.2u4g.single"),
        ] {
            let none = Err(Hindrance::NoFlavor);
            assert_eq!(flavors(kind, number, flavor), none, "{flavor}");
        }
    }

    #[test]
    fn an_old_flavor_is_known_by_its_product_id_and_named_by_its_code() {
        let mut old = instance("cluster", 3, 300, "00300-30109-0--0");
        assert_eq!(InstanceSize::of(&old), None);
        for code in [
            "dms.instance.rabbitmq.cluster.c3.2u4g",
            "dms.instance.rabbitmq.cluster.c3.2u4g.3",
        ] {
            old.resource_spec_code = Some(code.into());
            let size = InstanceSize::of(&old).unwrap();
            let stem = "dms.instance.rabbitmq.cluster.c3.2u4g";
            assert_eq!(size.flavor, Flavor::Old(stem.into()));
            assert_eq!(size.spec_code(stem, 5), format!("{stem}.5"));
            let larger = size.flavors(&[]).unwrap();
            assert_eq!(larger.len(), 3, "{larger:?}");
        }
    }
}
