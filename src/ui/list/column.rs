//! Each column of the list on the screen: how wide it is, and what stands in it.

use super::cells::Shown;
use super::slots::Slot;
use crate::model::Metric;
use crate::state::column::Column;
use crate::state::profiles::{ListShape, ToldBy};
use crate::text;
use crate::ui::theme::{Role, Strokes};
use crate::ui::trend::TREND;
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
const ROOMY: [Step; 12] = [
    (Column::Name, 20, 18),
    (Column::Version, 10, 28),
    (Column::Age, 5, 28),
    (Column::Storage, WHOLE, 28),
    (Column::Address, 15, 25),
    (Column::Type, 11, 25),
    (Column::Zone, 8, 25),
    (Column::Tags, 24, 25),
    (Column::Since, NUMBER, 25),
    (Column::Status, 15, 26),
    (Column::Zone, 12, 26),
    (Column::Name, 24, 30),
];

/// What is added where no figures are read.
const WITHOUT_FIGURES: [&[Step]; 3] = [&NAMED, &SIZED, &ROOMY];

/// What stays with figures: READY and DISK beside NAME and STATUS.
const LEAST_WITH_FIGURES: [(Column, u16); 4] = [
    (Column::Name, 12),
    (Column::Status, 8),
    (Column::Ready, NUMBER),
    (Column::Disk, 5),
];
/// ... and what is added then: what is measured before what is known anyway.
const WITH_FIGURES: [&[Step]; 3] = [
    // No status is cut to a word that means something else, such as EXTENDED for a failure.
    &[(Column::Status, 14, 18), (Column::Name, 16, 12)],
    &[
        // Beside the panes of 160 cells WHY keeps 40. A status that is old has a mark.
        (Column::Status, 15, 40),
        (Column::Since, NUMBER, 40),
        (Column::Trend, TREND, 40),
        (Column::In, NUMBER, 36),
        (Column::Out, NUMBER, 36),
        (Column::Cons, NUMBER, 36),
        (Column::Unack, NUMBER, 36),
        (Column::FullIn, 7, 36),
        (Column::Name, 20, 40),
        (Column::Conn, NUMBER, 36),
    ],
    &[
        (Column::Spec, 10, 40),
        (Column::Version, 10, 40),
        (Column::Storage, FIGURES, 40),
        (Column::Age, 5, 40),
        (Column::Storage, WHOLE, 40),
        (Column::Address, 15, 40),
        (Column::Type, 11, 40),
        (Column::Zone, 8, 40),
        (Column::Tags, 24, 40),
        (Column::Zone, 12, 40),
        (Column::Name, 24, 40),
    ],
];

/// Cells of a number that is measured, and of the mark of one that is not new.
const NUMBER: u16 = 6;

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
pub(super) fn least(shape: ListShape) -> Vec<(Column, u16)> {
    let origin = match (shape.told_by, shape.figures) {
        (ToldBy::Nothing, false) => return LEAST.into(),
        (ToldBy::Nothing, true) => return LEAST_WITH_FIGURES.into(),
        (ToldBy::Region, _) => (Column::Region, SHORT_REGION),
        (ToldBy::Profile, _) => (Column::Profile, 8),
    };
    vec![(Column::Name, 12), (Column::Status, 8), origin]
}

/// What is added, where rows of several profiles have to be told apart, too.
pub(super) fn more(shape: ListShape) -> Vec<Step> {
    // What regions tell apart already needs no more than is left.
    let keeps = |without: u16| if shape.figures { 40 } else { without };
    let profile = (Column::Profile, 12, keeps(12));
    let [profile, region] = match shape.told_by {
        ToldBy::Nothing => [None; 2],
        ToldBy::Region => [
            (Column::Profile, 12, keeps(12)),
            (Column::Region, 14, keeps(18)),
        ]
        .map(Some),
        ToldBy::Profile => [profile, (Column::Region, SHORT_REGION, keeps(12))].map(Some),
    };
    let (usual, first): (&[&[Step]; 3], &[Step]) = match shape.figures {
        true => (
            &WITH_FIGURES,
            &[(Column::Ready, NUMBER, 8), (Column::Disk, 5, 8)],
        ),
        false => (&WITHOUT_FIGURES, &[(Column::Storage, PERCENT, 8)]),
    };
    let first = profile.map_or(&[][..], |_| first);
    let [named, sized, roomy] = *usual;
    let named = first.iter().chain(named).copied().chain(profile);
    let sized = named.chain(sized.iter().copied()).chain(region);
    sized.chain(roomy.iter().copied()).collect()
}

/// Who gets what WHY does not need, in this order, up to a width.
pub(super) const REST: [(Column, u16); 3] =
    [(Column::Tags, 56), (Column::Zone, 20), (Column::Name, 64)];

/// Whether it stands at the right of its column, as numbers do.
pub(super) fn is_number(column: Column) -> bool {
    matches!(column, Column::Storage | Column::Age | Column::Brokers)
        || (column.reading().is_some() && column != Column::Trend)
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
                let severity = self.row.status_severity();
                return (self.status(w, slot.width), severity.into());
            }
            Column::Region => words::profiles::region(&scope.region, usize::from(slot.width)),
            Column::Profile => scope.profile.to_string(),
            Column::Type => words::or_unknown(instance.kind.as_deref().map(words::list::kind)),
            Column::Spec => words::or_unknown(instance.size_and_number()),
            Column::Version => unknown(instance.engine_version.as_deref()),
            Column::Storage => return (self.storage(slot.width, strokes), self.storage_role()),
            Column::Trend => self.trend(Metric::Ready, strokes),
            Column::Ready
            | Column::Unack
            | Column::In
            | Column::Out
            | Column::Conn
            | Column::Cons
            | Column::Disk
            | Column::FullIn
            | Column::Since => match slot.column.reading() {
                Some(reading) => return self.figure(reading),
                None => String::new(),
            },
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
                return (self.brief(w, usize::from(slot.width)), role);
            }
        };
        (value, self.plain())
    }
}
