//! The order of the list. Equal rows go by id, so that the order never depends on the answer's.

use super::moment::Moment;
use super::row::Row;
use crate::model::{Billing, InstanceId, Scope};

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
}

/// Which end comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The column's natural order: worst, fullest or first in the alphabet on top.
    Natural,
    /// The other way round.
    Reversed,
}

/// The order the user asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// By what.
    pub column: Column,
    /// Which end first.
    pub direction: Direction,
}

impl Default for Sort {
    fn default() -> Self {
        Self {
            column: Column::Severity,
            direction: Direction::Natural,
        }
    }
}

impl Sort {
    /// The same column the other way round.
    #[must_use]
    pub fn flipped(self) -> Self {
        let direction = match self.direction {
            Direction::Natural => Direction::Reversed,
            Direction::Reversed => Direction::Natural,
        };
        Self { direction, ..self }
    }

    /// Orders rows in place. `rows` maps what is sorted to the row it stands for.
    pub fn apply<'a, T: Copy>(self, items: &mut [T], rows: impl Fn(T) -> &'a Row, now: Moment) {
        // Keys are computed once a row, not once a comparison: this runs on 10,000 rows.
        let mut keyed: Vec<(Key<'a>, (&'a InstanceId, &'a Scope), T)> = items
            .iter()
            .map(|item| {
                let row = rows(*item);
                let identity = (&row.key.id, &row.key.scope);
                (self.key(row, now), identity, *item)
            })
            .collect();
        keyed.sort_by(|a, b| {
            let natural = a.0.cmp(&b.0);
            let ordered = match self.direction {
                Direction::Natural => natural,
                Direction::Reversed => natural.reverse(),
            };
            ordered.then_with(|| a.1.cmp(&b.1))
        });
        for (slot, (_, _, item)) in items.iter_mut().zip(keyed) {
            *slot = item;
        }
    }

    fn key(self, row: &Row, now: Moment) -> Key<'_> {
        let instance = &row.instance;
        let text = |text: Option<&'_ str>| text.unwrap_or_default().to_lowercase();
        match self.column {
            Column::Severity | Column::Why => {
                let percent = instance.storage.percent().unwrap_or(0);
                Key::Number(
                    row.standing(now) as i64 * 1_000_000
                        - i64::try_from(percent.min(100_000)).unwrap_or(0),
                    instance.label(),
                )
            }
            Column::Name => Key::Text(instance.label().to_lowercase()),
            Column::Status => Key::Text(text(instance.status.as_ref().map(|status| status.word()))),
            Column::Region => Key::Natural(natural(Some(&row.key.scope.region))),
            Column::Profile => Key::Natural(natural(Some(&row.key.scope.profile))),
            Column::Type => Key::Text(text(instance.kind.as_deref())),
            Column::Spec => Key::Natural(natural(instance.specification.as_deref())),
            Column::Version => Key::Natural(natural(instance.engine_version.as_deref())),
            Column::Storage => {
                let percent = instance.storage.percent();
                let fullest_first =
                    percent.map_or(1, |percent| -i64::try_from(percent).unwrap_or(0));
                Key::Number(fullest_first, instance.label())
            }
            Column::Address => Key::Natural(natural(instance.network.connect_address.as_deref())),
            Column::Zone => {
                // By the names where the service gives them: they are what is shown.
                let network = &instance.network;
                let mut zones = match network.zone_names.as_slice() {
                    [] => network.zone_ids.clone(),
                    names => names.to_vec(),
                };
                zones.sort();
                Key::Text(zones.join(","))
            }
            Column::Age | Column::Created => {
                let youngest_first = instance.created_at.map_or(i64::MAX, |time| -time);
                Key::Number(youngest_first, instance.label())
            }
            Column::Billing => {
                let mode = instance.billing.map_or(i64::MAX, billing);
                Key::Number(mode, instance.label())
            }
            Column::Brokers => {
                let most_first = instance.broker_num.map_or(1, |number| -i64::from(number));
                Key::Number(most_first, instance.label())
            }
            Column::Enterprise => Key::Natural(natural(instance.enterprise_project_id.as_deref())),
            Column::Id => Key::Natural(natural(Some(row.key.id.as_str()))),
            Column::Tags => {
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

/// Pay-per-use before yearly/monthly, and what is not known last.
fn billing(mode: Billing) -> i64 {
    match mode {
        Billing::PayPerUse => 0,
        Billing::Prepaid => 1,
        Billing::Other(mode) => mode.saturating_add(2),
    }
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key<'a> {
    Number(i64, &'a str),
    Text(String),
    Natural(Vec<Chunk>),
}

/// A run of digits, or of anything else. Numbers come before words.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Chunk {
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
