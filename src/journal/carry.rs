//! What a journal that is put aside has to take over from the one before it, which is forgotten
//! then: the lines of every write that a start would still tell of.
//!
//! They are added to the journal that is put aside, as they stand, before the one before it goes:
//! whenever the program ends, and whoever reads meanwhile, they are in one of the two.

use super::read::{read, records_of};
use super::{Entry, EntryId};
use crate::model::EpochMs;
use std::collections::HashSet;

/// For so long a write without an answer is told of at a start, in milliseconds.
const TOLD_FOR: i64 = 24 * 60 * 60 * 1000;

/// Whether a start tells of this write: it is of the last day, and nobody knows what became of it.
/// A time in the future, of a clock that was set back since, counts as now.
pub(super) fn is_told_of(entry: &Entry, now: EpochMs) -> bool {
    now.saturating_sub(entry.at) <= TOLD_FOR && !entry.open_targets().is_empty()
}

/// The lines of `old` that are still needed and not in `new`, which is read after it.
pub(super) fn needed(old: &[u8], new: &[u8], now: EpochMs) -> String {
    let entries = read(&[old, new]).entries.into_iter();
    let open = entries.filter(|entry| is_told_of(entry, now));
    let open: HashSet<EntryId> = open.map(|entry| entry.id).collect();
    let there: HashSet<String> = records_of(new, &open).into_iter().collect();
    let carried = records_of(old, &open).into_iter();
    let carried = carried.filter(|line| !there.contains(line));
    carried.map(|line| line + "\n").collect()
}
