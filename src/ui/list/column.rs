//! Each column of the list on the screen: how wide it is, and what stands in it.

use super::cells::Shown;
use super::slots::Slot;
use crate::state::column::Column;
use crate::state::profiles::ToldBy;
use crate::text;
use crate::ui::theme::{Role, Strokes};
use crate::ui::words::{self, Words};

/// Storage as percent alone.
pub(super) const PERCENT: u16 = 5;
/// ... as a short bar with used and usable GB.
pub(super) const FIGURES: u16 = 17;
/// ... as a bar with both and the percentage.
pub(super) const WHOLE: u16 = 24;

/// What stays at any width.
const LEAST: [(Column, u16); 3] = [
    (Column::Name, 12),
    (Column::Status, 8),
    (Column::Storage, PERCENT),
];

/// A column at a width, which it gets as long as WHY keeps so many cells, and from 80 cells on is
/// the widest of all.
type Step = (Column, u16, u16);

/// What is added first as width allows, the most useful first.
const NAMED: [Step; 2] = [(Column::Name, 16, 12), (Column::Status, 10, 12)];

/// What is added once rows of several profiles are told apart.
const SIZED: [Step; 3] = [
    (Column::Storage, FIGURES, 18),
    (Column::Status, 14, 18),
    (Column::Spec, 10, 18),
];

/// What is added once what tells them apart is whole.
const ROOMY: [Step; 11] = [
    (Column::Name, 20, 18),
    (Column::Version, 10, 28),
    (Column::Age, 5, 28),
    (Column::Storage, WHOLE, 28),
    (Column::Address, 15, 25),
    (Column::Type, 11, 25),
    (Column::Zone, 8, 25),
    (Column::Tags, 24, 25),
    (Column::Status, 15, 26),
    (Column::Zone, 12, 26),
    (Column::Name, 24, 30),
];

/// Columns that the user asked for: they come before all others that are not there at any width.
pub(super) const ASKED: [Step; 7] = [
    (Column::Brokers, 7, 12),
    (Column::Billing, 14, 12),
    (Column::Created, 16, 12),
    (Column::Enterprise, 18, 12),
    (Column::Id, 13, 12),
    (Column::Id, 36, 22),
    (Column::Enterprise, 36, 22),
];

/// Cells of a shortened region: `ap-se3`, `eu-w101`.
const SHORT_REGION: u16 = 7;

/// What stays at any width. Where a row is from is needed more than how full it is: that has a
/// letter, too.
pub(super) fn least(told: ToldBy) -> Vec<(Column, u16)> {
    let origin = match told {
        ToldBy::Nothing => return LEAST.into(),
        ToldBy::Region => (Column::Region, SHORT_REGION),
        ToldBy::Profile => (Column::Profile, 8),
    };
    vec![(Column::Name, 12), (Column::Status, 8), origin]
}

/// What is added, where rows of several profiles have to be told apart, too.
pub(super) fn more(told: ToldBy) -> Vec<Step> {
    let percent = (Column::Storage, PERCENT, 8);
    let profile = (Column::Profile, 12, 12);
    let [percent, profile, region] = match told {
        ToldBy::Nothing => [None; 3],
        ToldBy::Region => [percent, profile, (Column::Region, 14, 18)].map(Some),
        ToldBy::Profile => [percent, profile, (Column::Region, SHORT_REGION, 12)].map(Some),
    };
    let named = percent.into_iter().chain(NAMED).chain(profile);
    let sized = named.chain(SIZED).chain(region);
    sized.chain(ROOMY).collect()
}

/// Who gets what WHY does not need, in this order, up to a width.
pub(super) const REST: [(Column, u16); 3] =
    [(Column::Tags, 56), (Column::Zone, 20), (Column::Name, 64)];

/// Whether it stands at the right of its column, as numbers do.
pub(super) fn is_number(column: Column) -> bool {
    matches!(column, Column::Storage | Column::Age | Column::Brokers)
}

impl Shown<'_> {
    /// The text of a cell, padded to its slot, and how it looks.
    pub(super) fn cell(&self, w: &Words, slot: &Slot, strokes: Strokes) -> (String, Role) {
        let (text, role) = self.value(w, slot, strokes);
        let room = usize::from(slot.width);
        let text = match slot.column {
            // Blanks behind it would have its look.
            Column::Why => text::cut(&text, room),
            // It fills its slot by itself.
            Column::Storage => text,
            column if is_number(column) => text::pad_left(&text, room),
            _ => text::pad(&text, room),
        };
        (text, role)
    }

    fn value(&self, w: &Words, slot: &Slot, strokes: Strokes) -> (String, Role) {
        let instance = &self.row.instance;
        let scope = &self.row.key.scope;
        let unknown = |value: Option<&str>| words::or_unknown(value);
        let value = match slot.column {
            Column::Severity => String::new(),
            Column::Name => instance.label().to_owned(),
            Column::Status => {
                let severity = self.row.status_severity(self.state.now);
                return (self.status(w, slot.width), severity.into());
            }
            Column::Region => words::profiles::region(&scope.region, usize::from(slot.width)),
            Column::Profile => scope.profile.to_string(),
            Column::Type => words::or_unknown(instance.kind.as_deref().map(words::list::kind)),
            Column::Spec => words::or_unknown(instance.size_and_number()),
            Column::Version => unknown(instance.engine_version.as_deref()),
            Column::Storage => return (self.storage(slot.width, strokes), self.storage_role()),
            Column::Address => unknown(instance.network.connect_address.as_deref()),
            Column::Zone => self.zones(w),
            Column::Age => {
                let created = instance.created_at;
                words::or_unknown(created.and_then(|at| words::time::age_of(at, self.state.now)))
            }
            Column::Tags => words::list::tags(instance),
            Column::Created => {
                words::or_unknown(instance.created_at.map(|at| words::time::date(w, at)))
            }
            Column::Billing => {
                let billing = instance.billing;
                words::or_unknown(billing.map(|billing| words::panes::billing(w, billing)))
            }
            Column::Brokers => words::or_unknown(instance.brokers()),
            Column::Enterprise => {
                let id = instance.enterprise_project_id.as_deref();
                unknown(id.map(|id| words::panes::enterprise(w, id)))
            }
            Column::Id => self.row.key.id.to_string(),
            Column::Why => {
                let role = self.pending.map_or(self.role, |_| Role::Moving);
                return (self.why(w), role);
            }
        };
        (value, self.plain())
    }
}
