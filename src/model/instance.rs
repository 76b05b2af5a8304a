//! An instance, as the list and its detail describe it (tables 4-9, 4-12, 6-6 and 6-21).

use super::{EpochMs, InstanceId, Status, Tag, TaskStatus, Zone};
use std::sync::Arc;

/// One RabbitMQ instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    /// Its identity: the only thing a selection or an action goes by.
    pub id: InstanceId,
    /// Name; unique in a project, but it can be changed.
    pub name: Option<String>,
    /// Status; `None` when the service did not say.
    pub status: Option<Status>,
    /// `single`, `cluster`, `single.professional`, `cluster.professional`: the service's word.
    pub kind: Option<String>,
    pub description: Option<String>,
    /// Engine version, such as `3.8.35` or `AMQP-0-9-1`.
    pub engine_version: Option<String>,
    /// Words of the service for the size, such as `2vCPUs 4GB`.
    pub specification: Option<String>,
    /// Number of brokers.
    pub broker_num: Option<u32>,
    /// Product (flavor) id, such as `c6.2u4g.single`; old flavors look like `00300-30109-0--0`.
    pub product_id: Option<String>,
    /// Old flavor code, such as `dms.instance.rabbitmq.single.c3.2u4g`.
    pub resource_spec_code: Option<String>,
    /// Disk.
    pub storage: Storage,
    /// Addresses and where it is attached.
    pub network: Network,
    /// Pay-per-use or yearly/monthly; `None` when the service did not say.
    pub billing: Option<Billing>,
    /// Creation time, UTC.
    pub created_at: Option<EpochMs>,
    /// Maintenance window, `HH:mm:ss`; no reference says in which zone.
    pub maintain_begin: Option<String>,
    /// End of the maintenance window, `HH:mm:ss`.
    pub maintain_end: Option<String>,
    /// Broker user the instance was created with.
    pub access_user: Option<String>,
    /// Cloud user who created it.
    pub user_name: Option<String>,
    pub user_id: Option<String>,
    /// Order it is paid by; only of a yearly/monthly one.
    pub order_id: Option<String>,
    /// Enterprise project; `0` is the default one.
    pub enterprise_project_id: Option<String>,
    /// Tags, in the service's order.
    pub tags: Vec<Tag>,
    /// What the service is doing with the instance now, when it says so.
    pub task: Option<CurrentTask>,
    /// Why it could not be created or is not well, such as `public.00.0008` (table 6-7).
    pub error_code: Option<String>,
    /// Names of the fields that were there but could not be read.
    pub unreadable: Vec<String>,
}

/// Disk of an instance; sizes in GB over all brokers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Storage {
    /// Used.
    pub used: Option<u64>,
    /// Usable for messages (`storage_space`): less than what is paid for.
    pub usable: Option<u64>,
    /// Paid for (`total_storage_space`): what a resize counts from.
    pub total: Option<u64>,
    /// I/O specification, such as `dms.physical.storage.ultra.v2`.
    pub spec_code: Option<String>,
    /// Disk expansions done; at 20 no more are allowed.
    pub extend_times: Option<u32>,
    /// Id of the disk as a resource that is paid for.
    pub resource_id: Option<String>,
    /// Whether its disk grows without a restart (`is_logical_volume`): that of an old instance does
    /// not.
    pub logical_volume: Option<bool>,
}

impl Storage {
    /// Used part of the usable space in percent, rounded down, so that 90 is not shown before it
    /// is true. `None` when either figure is missing or nothing is usable.
    pub fn percent(&self) -> Option<u64> {
        match (self.used, self.usable) {
            (Some(used), Some(usable)) if usable > 0 => Some(used.saturating_mul(100) / usable),
            _ => None,
        }
    }
}

/// Where an instance can be reached and what it is attached to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Network {
    /// Address inside the VPC.
    pub connect_address: Option<String>,
    /// AMQP port.
    pub port: Option<u16>,
    /// Management address with scheme and port.
    pub management_address: Option<String>,
    /// The same from the internet, where the service gives one.
    pub public_management_address: Option<String>,
    /// Whether TLS is on.
    pub ssl: Option<bool>,
    /// Whether it can be reached from the internet.
    pub public: Option<bool>,
    /// Public address, when there is one.
    pub public_address: Option<String>,
    /// Id of the public address, when there is one and the service gives it.
    pub public_ip_id: Option<String>,
    /// VPC id.
    pub vpc_id: Option<String>,
    /// VPC name.
    pub vpc_name: Option<String>,
    /// Subnet (network) id.
    pub subnet_id: Option<String>,
    /// Subnet name and addresses (`192.168.0.0/24`): only V1's detail says them (table 6-6).
    pub subnet_name: Option<String>,
    pub subnet_cidr: Option<String>,
    pub security_group_id: Option<String>,
    pub security_group_name: Option<String>,
    /// Ids of the availability zones, in no particular order.
    pub zone_ids: Vec<String>,
    /// Names of the availability zones, where the service gives them.
    pub zone_names: Vec<String>,
    /// Whether it has IPv6 addresses.
    pub ipv6: Option<bool>,
    /// IPv6 addresses.
    pub ipv6_addresses: Vec<String>,
}

impl Network {
    /// The availability zones by the names people know: those of the answer, else those that a list
    /// of zones has for the ids. `None` when one of the ids is in neither.
    pub fn zones_named<'a>(&'a self, known: &'a [Zone]) -> Option<Vec<&'a str>> {
        let name = |id: &String| known.iter().find(|zone| zone.id == *id)?.label();
        match self.zone_names.as_slice() {
            [] => self.zone_ids.iter().map(name).collect(),
            names => Some(names.iter().map(String::as_str).collect()),
        }
    }

    /// The availability zones, each by all that answers and a list of zones call it by.
    pub fn zone_words<'a>(&'a self, known: &'a [Zone]) -> impl Iterator<Item = Vec<&'a str>> {
        let words = self.zone_ids.iter().chain(&self.zone_names);
        words.map(move |word| {
            let mut zones = known.iter().map(Zone::words);
            let found = zones.find(|words| words.contains(&word.as_str()));
            found.unwrap_or_else(|| vec![word.as_str()])
        })
    }
}

/// How an instance is paid for (`charging_mode`: 1 is pay-per-use, 0 is yearly/monthly).
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Billing {
    /// By the hour.
    PayPerUse,
    /// Yearly/monthly; cannot be resized by API (official OpenAPI).
    Prepaid,
    /// A mode this version does not know.
    Other(i64),
}

impl Billing {
    /// The words of the service's Chinese console; none for a mode this version does not know.
    pub fn console(self) -> Option<&'static str> {
        match self {
            Self::PayPerUse => Some("按需计费"),
            Self::Prepaid => Some("包年/包月"),
            Self::Other(_) => None,
        }
    }
}

/// The job an instance is in, as some services report it beside the status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrentTask {
    /// Raw task name.
    pub name: Option<String>,
    /// Its status.
    pub status: Option<TaskStatus>,
}

impl Instance {
    /// Size of a broker, such as `4u8g`; what the service says where that cannot be read.
    pub fn size(&self) -> Option<&str> {
        let sources = [
            self.specification.as_deref(),
            self.product_id.as_deref(),
            self.resource_spec_code.as_deref(),
        ];
        let size = sources
            .into_iter()
            .flatten()
            .find_map(|text| text.split(['.', ' ']).find(|part| is_size(part)));
        size.or(self.specification.as_deref())
    }

    /// Number of its brokers: what the service says, else what its flavor's code or its
    /// specification ends in, else the one of a single node. Never 0.
    pub fn brokers(&self) -> Option<u32> {
        let after = |text: &Option<String>, sign: char| -> Option<u32> {
            let (_, rest) = text.as_deref()?.rsplit_once(sign)?;
            rest.split_whitespace().next()?.parse().ok()
        };
        let said = [
            self.broker_num,
            after(&self.resource_spec_code, '.'),
            after(&self.specification, '*'),
        ];
        let said = said.into_iter().flatten().find(|brokers| *brokers > 0);
        let is_single = |kind: &str| kind.to_ascii_lowercase().starts_with("single");
        said.or_else(|| self.kind.as_deref().is_some_and(is_single).then_some(1))
    }

    /// The same, with what its detail says of its make where its row in the list says nothing
    /// (the list of the reference's own example has neither brokers nor user).
    #[must_use]
    pub fn completed(&self, detail: &Self) -> Self {
        fn or<T: Clone>(own: &Option<T>, other: &Option<T>) -> Option<T> {
            own.as_ref().or(other.as_ref()).cloned()
        }
        Self {
            kind: or(&self.kind, &detail.kind),
            engine_version: or(&self.engine_version, &detail.engine_version),
            specification: or(&self.specification, &detail.specification),
            broker_num: or(&self.broker_num, &detail.broker_num),
            product_id: or(&self.product_id, &detail.product_id),
            resource_spec_code: or(&self.resource_spec_code, &detail.resource_spec_code),
            access_user: or(&self.access_user, &detail.access_user),
            billing: self.billing.or(detail.billing),
            storage: Storage {
                total: self.storage.total.or(detail.storage.total),
                spec_code: or(&self.storage.spec_code, &detail.storage.spec_code),
                extend_times: self.storage.extend_times.or(detail.storage.extend_times),
                logical_volume: self
                    .storage
                    .logical_volume
                    .or(detail.storage.logical_volume),
                ..self.storage.clone()
            },
            ..self.clone()
        }
    }

    /// Size of the brokers and their number, `4u8g x3`.
    pub fn size_and_number(&self) -> Option<String> {
        match (self.size()?, self.brokers()) {
            (size, Some(number)) if number > 1 => Some(format!("{size} x{number}")),
            (size, _) => Some(size.to_owned()),
        }
    }

    /// An instance of which nothing but its id is known.
    pub fn bare(id: InstanceId) -> Self {
        Self {
            id,
            name: None,
            status: None,
            kind: None,
            description: None,
            engine_version: None,
            specification: None,
            broker_num: None,
            product_id: None,
            resource_spec_code: None,
            storage: Storage::default(),
            network: Network::default(),
            billing: None,
            created_at: None,
            maintain_begin: None,
            maintain_end: None,
            access_user: None,
            user_name: None,
            user_id: None,
            order_id: None,
            enterprise_project_id: None,
            tags: Vec::new(),
            task: None,
            error_code: None,
            unreadable: Vec::new(),
        }
    }

    /// The same with what V1 says in the list but not in the detail (table 6-6 and its example):
    /// the storage that is paid for, and its type. They do not come and go with what was read last.
    #[must_use]
    pub fn with_what_v1_only_lists(self: Arc<Self>, listed: &Self) -> Arc<Self> {
        let storage = Storage {
            total: self.storage.total.or(listed.storage.total),
            spec_code: self
                .storage
                .spec_code
                .clone()
                .or_else(|| listed.storage.spec_code.clone()),
            ..self.storage.clone()
        };
        if storage == self.storage {
            return self;
        }
        let mut whole = Arc::unwrap_or_clone(self);
        whole.storage = storage;
        Arc::new(whole)
    }

    /// What the user knows it by: the name, or the id while there is none.
    pub fn label(&self) -> &str {
        self.name.as_deref().unwrap_or(self.id.as_str())
    }

    /// The word of the service's Chinese console for its type.
    pub fn console_kind(&self) -> Option<&'static str> {
        let kind = self.kind.as_deref()?;
        let known = [("single", "单机"), ("cluster", "集群")];
        let found = known.into_iter().find(|(word, _)| kind.starts_with(word));
        found.map(|(_, console)| console)
    }

    /// Whether this engine version has plug-ins at all: `AMQP-0-9-1` has none.
    pub fn has_plugins(&self) -> bool {
        !self.is_amqp()
    }

    /// Whether Cloud Eye measures each queue of this engine version, as far as is known: what it
    /// measures of `AMQP-0-9-1`, by vhost, is not documented.
    pub fn has_queue_figures(&self) -> bool {
        !self.is_amqp()
    }

    fn is_amqp(&self) -> bool {
        let version = self.engine_version.as_deref();
        version.is_some_and(|version| version.eq_ignore_ascii_case("AMQP-0-9-1"))
    }
}

/// Whether a word is a size such as `4u8g`: processors and memory.
fn is_size(word: &str) -> bool {
    read_size(word).is_some()
}

/// The cores and the GB of memory of a word such as `4u8g`.
fn read_size(word: &str) -> Option<(u32, u32)> {
    let (cores, memory) = word.strip_suffix('g')?.split_once('u')?;
    let number = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| text.parse().ok())?
    };
    Some((number(cores)?, number(memory)?))
}

/// The cores and the GB of memory of each broker of a flavor, by its name, such as `c6.4u8g.cluster`.
pub fn size_of_flavor(name: &str) -> Option<(u32, u32)> {
    name.split(['.', ' ']).find_map(read_size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_the_list_says_is_kept_when_the_detail_comes() {
        let bare = Instance::bare(InstanceId::new("i").unwrap());
        let mut listed = bare.clone();
        listed.storage.total = Some(100);
        listed.storage.spec_code = Some("ultra".into());
        let detail = Arc::new(bare);
        let whole = detail.with_what_v1_only_lists(&listed);
        assert_eq!(whole.storage, listed.storage);
        let mut newer = listed.clone();
        newer.storage.total = Some(200);
        let kept = Arc::new(newer.clone()).with_what_v1_only_lists(&listed);
        assert_eq!(*kept, newer);
    }

    #[test]
    fn brokers_are_told_by_the_number_the_code_the_specification_or_the_kind() {
        let mut one = Instance::bare(InstanceId::new("i").unwrap());
        assert_eq!(one.brokers(), None);
        one.kind = Some("cluster".into());
        assert_eq!(one.brokers(), None);
        one.specification = Some("rabbitmq.4u8g.cluster * 3 broker".into());
        assert_eq!(one.brokers(), Some(3));
        one.specification = Some("4vCPUs 8GB * 5".into());
        assert_eq!(one.brokers(), Some(5));
        one.resource_spec_code = Some("dms.instance.rabbitmq.cluster.c3.4u8g.7".into());
        assert_eq!(one.brokers(), Some(7));
        one.broker_num = Some(0);
        assert_eq!(one.brokers(), Some(7));
        one.broker_num = Some(3);
        assert_eq!(one.brokers(), Some(3));
        for kind in ["single", "single.professional"] {
            let mut single = Instance::bare(InstanceId::new("i").unwrap());
            single.kind = Some(kind.into());
            single.specification = Some("2vCPUs 4GB".into());
            single.resource_spec_code = Some("dms.instance.rabbitmq.single.c3.2u4g".into());
            assert_eq!(single.brokers(), Some(1), "{kind}");
        }
    }

    #[test]
    fn zones_are_called_by_a_name_or_a_code_and_found_by_every_word_for_them() {
        let zone = |id: &str, code: &str, name: Option<&str>| Zone {
            id: id.into(),
            code: Some(code.into()),
            name: name.map(Into::into),
            sold_out: false,
            default: false,
        };
        let known = [zone("9f", "cn-1a", Some("AZ1")), zone("d5", "cn-1b", None)];
        let of = |ids: &[&str], names: &[&str]| Network {
            zone_ids: ids.iter().map(|&id| id.into()).collect(),
            zone_names: names.iter().map(|&name| name.into()).collect(),
            ..Network::default()
        };
        for (ids, names, named) in [
            (&["9f", "d5"][..], &[][..], Some(vec!["AZ1", "cn-1b"])),
            (&["9f", "e0"], &[], None),
            (&["e0"], &["AZ7"], Some(vec!["AZ7"])),
            (&[], &[], Some(vec![])),
        ] {
            assert_eq!(of(ids, names).zones_named(&known), named, "{ids:?}");
        }
        let network = of(&["9f", "e0"], &["cn-1b"]);
        let words: Vec<Vec<&str>> = network.zone_words(&known).collect();
        assert_eq!(
            words,
            [vec!["9f", "cn-1a", "AZ1"], vec!["e0"], vec!["d5", "cn-1b"]]
        );
    }

    #[test]
    fn percent_is_of_the_usable_space_and_rounds_down() {
        let storage = |used, usable| Storage {
            used,
            usable,
            total: Some(100),
            ..Storage::default()
        };
        assert_eq!(storage(Some(4), Some(88)).percent(), Some(4));
        assert_eq!(storage(Some(791), Some(880)).percent(), Some(89));
        assert_eq!(storage(Some(1), Some(0)).percent(), None);
        assert_eq!(storage(None, Some(88)).percent(), None);
    }
}
