//! The columns of the list: their names, how they order rows, and which fields they are made of.

use super::row::Row;
use crate::findings::Standing;
use crate::model::{Billing, Metric};

/// The field of a file that says when the newest figure was measured.
pub const FIGURES_AT: &str = "figures_at_ms";

/// A column of the list, in display order.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    strum::IntoStaticStr,
    strum::VariantArray,
    strum::VariantNames,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Column {
    Severity,
    Name,
    Status,
    Region,
    Profile,
    Type,
    Spec,
    Version,
    Storage,
    /// Messages that wait.
    Ready,
    /// The last hour of those.
    Trend,
    /// Messages delivered and not acknowledged.
    Unack,
    /// Messages published a second.
    In,
    /// Messages delivered a second.
    Out,
    /// Connections.
    Conn,
    /// Consumers.
    Cons,
    /// How full the fullest disk is.
    Disk,
    Address,
    Zone,
    Age,
    Tags,
    Created,
    Billing,
    Brokers,
    Enterprise,
    Id,
    Why,
}

impl Column {
    /// All columns in display order.
    pub const ALL: &[Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Columns that are there for whoever asks for them.
    pub const ON_REQUEST: [Self; 5] = [
        Self::Created,
        Self::Billing,
        Self::Brokers,
        Self::Enterprise,
        Self::Id,
    ];

    /// The column of this name, whatever its case.
    pub fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|column| column.name().eq_ignore_ascii_case(name))
    }

    /// The name that is typed and kept, the same in every language.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The letter that sorts by it where the columns to sort by are listed. It never changes, and it
    /// is none that moves a cursor, begins a sequence or leaves: not `g`, `j`, `k`, `q`.
    pub fn letter(self) -> char {
        match self {
            Self::Severity => 'w',
            Self::Name => 'n',
            Self::Status => 's',
            Self::Region => 'r',
            Self::Profile => 'p',
            Self::Type => 't',
            Self::Spec => 'f',
            Self::Version => 'v',
            Self::Storage => 'o',
            Self::Ready => 'R',
            Self::Trend => 'T',
            Self::Unack => 'U',
            Self::In => 'I',
            Self::Out => 'O',
            Self::Conn => 'C',
            Self::Cons => 'N',
            Self::Disk => 'D',
            Self::Address => 'i',
            Self::Zone => 'z',
            Self::Age => 'a',
            Self::Tags => 'l',
            Self::Created => 'c',
            Self::Billing => 'b',
            Self::Brokers => 'm',
            Self::Enterprise => 'e',
            Self::Id => 'd',
            Self::Why => 'y',
        }
    }

    /// What a file has of it: fields under the API's names (table 4-9), or under names of our own
    /// with their unit.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Severity => &["severity"],
            Self::Name => &["name"],
            Self::Status => &["status"],
            Self::Region => &["region"],
            Self::Profile => &["profile"],
            Self::Type => &["type"],
            Self::Spec => &["specification", "product_id", "broker_num"],
            Self::Version => &["engine_version"],
            Self::Storage => &[
                "storage_used_percent",
                "used_storage_space_gb",
                "storage_space_gb",
                "total_storage_space_gb",
            ],
            Self::Ready | Self::Trend => &["messages_ready", FIGURES_AT],
            Self::Unack => &["messages_unacknowledged", FIGURES_AT],
            Self::In => &["publish", FIGURES_AT],
            Self::Out => &["deliver_get", FIGURES_AT],
            Self::Conn => &["connections", FIGURES_AT],
            Self::Cons => &["consumers", FIGURES_AT],
            Self::Disk => &["instance_disk_usage", FIGURES_AT],
            Self::Address => &["connect_address", "port"],
            Self::Zone => &["available_zones", "available_zone_names"],
            Self::Age | Self::Created => &["created_at_ms"],
            Self::Tags => &["tags"],
            Self::Billing => &["charging_mode"],
            Self::Brokers => &["broker_num"],
            Self::Enterprise => &["enterprise_project_id"],
            Self::Id => &["instance_id"],
            Self::Why => &["why"],
        }
    }

    /// What Cloud Eye measures for it; none for what the message service says.
    pub fn metric(self) -> Option<Metric> {
        match self {
            Self::Ready | Self::Trend => Some(Metric::Ready),
            Self::Unack => Some(Metric::Unacknowledged),
            Self::In => Some(Metric::Publish),
            Self::Out => Some(Metric::DeliverGet),
            Self::Conn => Some(Metric::Connections),
            Self::Cons => Some(Metric::Consumers),
            Self::Disk => Some(Metric::InstanceDisk),
            Self::Severity
            | Self::Name
            | Self::Status
            | Self::Region
            | Self::Profile
            | Self::Type
            | Self::Spec
            | Self::Version
            | Self::Storage
            | Self::Address
            | Self::Zone
            | Self::Age
            | Self::Tags
            | Self::Created
            | Self::Billing
            | Self::Brokers
            | Self::Enterprise
            | Self::Id
            | Self::Why => None,
        }
    }

    /// What rows are ordered by: worst, fullest, youngest or first in the alphabet comes first.
    pub(super) fn key(self, row: &Row) -> Key<'_> {
        let instance = &row.instance;
        let text = |text: Option<&'_ str>| text.unwrap_or_default().to_lowercase();
        match self {
            Self::Severity | Self::Why => worst(row),
            Self::Name => Key::Text(instance.label().to_lowercase()),
            Self::Status => Key::Text(text(instance.status.as_ref().map(|status| status.word()))),
            Self::Region => Key::Natural(natural(Some(&row.key.scope.region))),
            Self::Profile => Key::Natural(natural(Some(&row.key.scope.profile))),
            Self::Type => Key::Text(text(instance.kind.as_deref())),
            Self::Spec => Key::Natural(natural(instance.specification.as_deref())),
            Self::Version => Key::Natural(natural(instance.engine_version.as_deref())),
            Self::Storage => {
                let percent = instance.storage.percent();
                let fullest_first =
                    percent.map_or(1, |percent| -i64::try_from(percent).unwrap_or(0));
                Key::Number(fullest_first, instance.label())
            }
            Self::Ready | Self::Trend => measured(row, Metric::Ready),
            Self::Unack => measured(row, Metric::Unacknowledged),
            Self::In => measured(row, Metric::Publish),
            Self::Out => measured(row, Metric::DeliverGet),
            Self::Conn => measured(row, Metric::Connections),
            Self::Cons => measured(row, Metric::Consumers),
            Self::Disk => measured(row, Metric::InstanceDisk),
            Self::Address => Key::Natural(natural(instance.network.connect_address.as_deref())),
            Self::Zone => {
                // By the names where they are known: they are what is shown.
                let ids = instance.network.zone_ids.iter().map(String::as_str);
                let named = instance.network.zones_named(&row.zones);
                let mut zones = named.unwrap_or_else(|| ids.collect());
                zones.sort();
                Key::Text(zones.join(","))
            }
            Self::Age | Self::Created => {
                let youngest_first = instance.created_at.map_or(i64::MAX, |time| -time);
                Key::Number(youngest_first, instance.label())
            }
            Self::Billing => {
                let mode = instance.billing.map_or(i64::MAX, billing);
                Key::Number(mode, instance.label())
            }
            Self::Brokers => {
                let most_first = instance.brokers().map_or(1, |number| -i64::from(number));
                Key::Number(most_first, instance.label())
            }
            Self::Enterprise => Key::Natural(natural(instance.enterprise_project_id.as_deref())),
            Self::Id => Key::Natural(natural(Some(row.key.id.as_str()))),
            Self::Tags => {
                let mut tags = instance.tags.clone();
                tags.sort();
                let text: Vec<String> = tags
                    .iter()
                    .map(|tag| format!("{}={}", tag.key, tag.value))
                    .collect();
                Key::Text(text.join(" ").to_lowercase())
            }
        }
    }
}

/// The worst first, and of those that stand alike the fullest.
fn worst(row: &Row) -> Key<'_> {
    let fullest_first = std::cmp::Reverse(row.instance.storage.percent().unwrap_or(0));
    Key::Standing(row.standing(), fullest_first, row.instance.label())
}

/// The most first, in thousandths; what was never measured comes last.
fn measured(row: &Row, metric: Metric) -> Key<'_> {
    let last = row.figures.last(metric);
    let most_first = last.map_or(1, |point| -((point.value * 1000.0) as i64));
    Key::Number(most_first, row.instance.label())
}

/// Pay-per-use before yearly/monthly, and what is not known last.
fn billing(mode: Billing) -> i64 {
    match mode {
        Billing::PayPerUse => 0,
        Billing::Prepaid => 1,
        Billing::Other(mode) => mode.saturating_add(2),
    }
}

/// What one row has to be ordered by; the label settles what is equal.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key<'a> {
    Standing(Standing, std::cmp::Reverse<u64>, &'a str),
    Number(i64, &'a str),
    Text(String),
    Natural(Vec<Chunk>),
}

/// A run of digits, or of anything else. Numbers come before words.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Chunk {
    Number(u64),
    Word(String),
}

/// Compares numbers as numbers: 3.8 before 3.12, 10.0.0.9 before 10.0.0.10, 4u8g before 16u32g.
fn natural(text: Option<&str>) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = Vec::new();
    for letter in text
        .unwrap_or_default()
        .chars()
        .flat_map(char::to_lowercase)
    {
        match (letter.to_digit(10), chunks.last_mut()) {
            (Some(digit), Some(Chunk::Number(number))) => {
                *number = number.saturating_mul(10).saturating_add(u64::from(digit));
            }
            (Some(digit), _) => chunks.push(Chunk::Number(u64::from(digit))),
            (None, Some(Chunk::Word(word))) => word.push(letter),
            (None, _) => chunks.push(Chunk::Word(letter.to_string())),
        }
    }
    chunks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_columns_share_a_letter() {
        let letters = Column::ALL.iter().map(|column| column.letter());
        let different: std::collections::BTreeSet<char> = letters.collect();
        assert_eq!(different.len(), Column::ALL.len());
    }

    fn sorted<const N: usize>(mut texts: [&str; N]) -> [&str; N] {
        texts.sort_by_key(|text| natural(Some(text)));
        texts
    }

    #[test]
    fn numbers_in_versions_addresses_and_sizes_compare_as_numbers() {
        assert_eq!(
            sorted(["3.12.13", "AMQP-0-9-1", "3.8.35", "3.7.17"]),
            ["3.7.17", "3.8.35", "3.12.13", "AMQP-0-9-1"]
        );
        assert_eq!(
            sorted([
                "rabbitmq.16u32g.cluster",
                "rabbitmq.4u8g.single",
                "rabbitmq.4u8g.cluster"
            ]),
            [
                "rabbitmq.4u8g.cluster",
                "rabbitmq.4u8g.single",
                "rabbitmq.16u32g.cluster"
            ]
        );
        assert_eq!(sorted(["10.0.0.10", "10.0.0.9"]), ["10.0.0.9", "10.0.0.10"]);
    }
}
