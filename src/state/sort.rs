//! The order of the list. Equal rows go by id, so that the order never depends on the answer's.

use super::column::{Column, First, Key};
use super::row::Row;
use crate::model::{InstanceId, Scope};
use std::cmp::Ordering;

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

    /// What comes first.
    pub fn first(self) -> First {
        let [natural, reversed] = self.column.first();
        match self.direction {
            Direction::Natural => natural,
            Direction::Reversed => reversed,
        }
    }

    /// Orders rows in place; what the order goes by is not known of the last ones, whichever end comes
    /// first. `rows` maps what is sorted to the row it stands for.
    pub fn apply<'a, T: Copy>(self, items: &mut [T], rows: impl Fn(T) -> &'a Row) {
        // Keys are computed once a row, not once a comparison: this runs on 10,000 rows.
        let mut keyed: Vec<(Option<Key<'a>>, Identity<'a>, T)> = items
            .iter()
            .map(|item| {
                let row = rows(*item);
                let identity = (row.instance.label(), &row.key.id, &row.key.scope);
                (self.column.key(row), identity, *item)
            })
            .collect();
        keyed.sort_by(|(one, id, _), (other, other_id, _)| {
            let flipped = self.direction == Direction::Reversed;
            known_first(one.as_ref(), other.as_ref(), flipped).then_with(|| match one {
                Some(_) => (id.1, id.2).cmp(&(other_id.1, other_id.2)),
                None => id.cmp(other_id),
            })
        });
        for (slot, (_, _, item)) in items.iter_mut().zip(keyed) {
            *slot = item;
        }
    }
}

/// What tells rows apart that are equal otherwise.
type Identity<'a> = (&'a str, &'a InstanceId, &'a Scope);

/// The order of two values by a column, or the other way round; what is not known comes last either
/// way.
pub fn known_first<T: Ord>(one: Option<T>, other: Option<T>, flipped: bool) -> Ordering {
    match (one, other) {
        (Some(one), Some(other)) if flipped => other.cmp(&one),
        (Some(one), Some(other)) => one.cmp(&other),
        (one, other) => one.is_none().cmp(&other.is_none()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Figures, MINUTE};
    use crate::findings::{Code, Finding, Outlook};
    use crate::model::{Billing, Instance, Metric, Point, Series, Status, Storage, Tag};
    use crate::state::now::Now;
    use std::sync::Arc;
    use std::time::Duration;

    fn row(id: &str, fill_in: impl FnOnce(&mut Instance)) -> Row {
        let id = InstanceId::new(id).unwrap();
        let mut instance = Instance::bare(id.clone());
        fill_in(&mut instance);
        let key = Scope::new("p", "r").instance(&id);
        Row::new(key, Arc::new(instance), Now::default(), 1, Duration::ZERO)
    }

    /// A row of which everything is known that a column can go by.
    fn whole() -> Row {
        let mut row = row("b", |one| {
            one.status = Some(Status::Running);
            one.kind = Some("cluster".into());
            one.specification = Some("rabbitmq.4u8g.cluster".into());
            one.engine_version = Some("3.12".into());
            one.network.connect_address = Some("10.0.0.1".into());
            one.network.zone_ids = vec!["z".into()];
            one.storage = Storage {
                used: Some(1),
                usable: Some(100),
                ..Storage::default()
            };
            one.created_at = Some(1);
            one.billing = Some(Billing::Prepaid);
            one.broker_num = Some(3);
            one.enterprise_project_id = Some("0".into());
            one.tags = vec![Tag {
                key: "k".into(),
                value: "v".into(),
            }];
        });
        for metric in Figures::watched() {
            let (instance, part) = (row.key.id.clone(), None);
            let series = Series {
                metric,
                instance,
                part,
            };
            let (at, value) = (MINUTE, 0.0);
            row.figures.take(&series, &[Point { at, value }]);
        }
        assert!(row.figures.last(Metric::Ready).is_some());
        let code = Code::NodeDown;
        row.judged.all = vec![Finding::new(code, code.severity(), Vec::new())];
        row.judged.since = Some(1);
        row.judged.full = Some(Outlook {
            ms: 1,
            at: 1,
            level: 1.0,
            full: 100.0,
            window: 1,
            fit: 1.0,
            grows: false,
        });
        row
    }

    #[test]
    fn what_is_not_known_comes_last_whichever_end_comes_first() {
        let rows = [row("a", |_| {}), whole(), row("c", |_| {})];
        let mut tried = 0;
        for column in Column::ALL.iter().copied() {
            if column.key(&rows[0]).is_some() {
                continue;
            }
            for direction in [Direction::Natural, Direction::Reversed] {
                let mut order = [0, 1, 2];
                Sort { column, direction }.apply(&mut order, |at| &rows[at]);
                assert_eq!(order, [1, 0, 2], "{column:?} {direction:?}");
            }
            tried += 1;
        }
        assert_eq!(
            tried,
            Column::ALL.len() - 6,
            "all but letter, WHY, NAME, ID, REGION, PROFILE"
        );
    }
}
