//! The columns of the list, one line each in the table of `table`: what it is called, what it puts on
//! top, which fields it has in a file, how it orders rows. One that tells a figure is sorted by, filtered by, exported and
//! shown by what it reads, and needs no more than its line here, its place in
//! `src/ui/list/column.rs` and its heading in both locales.

mod key;
mod table;

pub(super) use key::Key;
use table::By;
pub use table::{Column, Exact, Quantity, Reading};

use super::row::Row;
use crate::l10n::Words;
use crate::lang::Lang;
use crate::model::Metric;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The field of a file that says when the newest figure was measured.
pub const FIGURES_AT: &str = "figures_at_ms";

/// What an order puts on top, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum First {
    Worst,
    Best,
    Fullest,
    Emptiest,
    Newest,
    Oldest,
    Soonest,
    Latest,
    Most,
    Fewest,
    Lowest,
    Highest,
    A,
    Z,
}

/// What the columns are called in Chinese, as their headings.
static CHINESE: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let words = Words::load(Lang::Chinese);
    words.map_or_else(|_| HashMap::new(), |words| words.group("list.heading"))
});

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

    /// What it is called in Chinese.
    pub fn chinese(self) -> &'static str {
        CHINESE.get(self.name()).map_or("", String::as_str)
    }

    /// The columns that a filter can ask for as figures, in display order.
    pub fn asked() -> impl Iterator<Item = Self> {
        let all = Self::ALL.iter().copied();
        all.filter(|column| column.sign().is_some())
    }

    /// The figure it tells, if it tells one.
    pub fn reading(self) -> Option<Reading> {
        match self.by() {
            By::Figure(reading) => Some(reading),
            By::Key(_) => None,
        }
    }

    /// What Cloud Eye measures for it; none for what the message service says.
    pub fn metric(self) -> Option<Metric> {
        self.reading()?.metric()
    }

    /// What rows are ordered by: worst, fullest, youngest or first in the alphabet comes first.
    /// Nothing where it is not known of a row.
    pub(super) fn key(self, row: &Row) -> Option<Key<'_>> {
        match self.by() {
            By::Key(key) => key(row),
            By::Figure(reading) => Some(Key::Number(reading.order(row)?, row.instance.label())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_columns_share_a_letter() {
        let letters = Column::ALL.iter().map(|column| column.letter());
        let different: BTreeSet<char> = letters.collect();
        assert_eq!(different.len(), Column::ALL.len());
    }

    #[test]
    fn a_figure_is_exported_under_the_name_that_cloud_eye_has_for_it() {
        for column in Column::ALL {
            let metric = column.fields()[0].parse().ok().map(Reading::Metric);
            let reading = column.reading().filter(|reading| !reading.is_time());
            assert_eq!(reading, metric, "{column:?}");
        }
    }

    #[test]
    fn every_column_is_called_something_in_chinese_and_no_two_figures_the_same() {
        assert!(
            Column::ALL
                .iter()
                .all(|column| !column.chinese().is_empty())
        );
        let figures: BTreeSet<&str> = Column::asked().map(Column::chinese).collect();
        assert_eq!(figures.len(), Column::asked().count());
    }
}
