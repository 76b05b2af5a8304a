//! Marks: the instances a batch will be about. A mark is a part of the instance's own row, so it
//! goes where the row goes: through refresh, sort and filter, and away with the instance.

use super::{Fleet, Presence, Row};
use crate::model::InstanceKey;

/// How many instances are marked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// All of them.
    pub all: usize,
    /// Those that the filter hides.
    pub hidden: usize,
}

impl Fleet {
    /// How many instances are marked, a range that is being marked included.
    pub fn marked(&self) -> Marked {
        self.marked
    }

    /// Whether a row is marked, or in the range that is being marked.
    pub fn is_marked(&self, row: &Row) -> bool {
        (row.marked || row.ranged) && row.presence != Presence::Gone
    }

    /// Whether a range is being marked.
    pub fn is_ranging(&self) -> bool {
        self.range.is_some()
    }

    /// The marked instances in the order of the list, those that the filter hides included.
    pub fn marked_rows(&self) -> Vec<&Row> {
        let marked = |at: &usize| self.is_marked(&self.rows[*at]);
        // Those that are shown come first: what is in order already is quickly sorted.
        let mut hidden = vec![true; self.rows.len()];
        self.order.iter().for_each(|at| hidden[*at] = false);
        let hidden = (0..self.rows.len()).filter(|at| hidden[*at]);
        let all = self.order.iter().copied().chain(hidden);
        let mut places: Vec<usize> = all.filter(marked).collect();
        let rows = &self.rows;
        self.sort.apply(&mut places, |at| &rows[at]);
        places.into_iter().map(|at| &self.rows[at]).collect()
    }

    /// The marked instances, in no order.
    pub fn any_marked(&self) -> impl Iterator<Item = &Row> {
        self.marked_places().map(|at| &self.rows[at])
    }

    pub(super) fn marked_places(&self) -> impl Iterator<Item = usize> {
        let marked = (0..self.rows.len()).filter(|at| self.is_marked(&self.rows[*at]));
        marked.take(self.marked.all)
    }

    /// Marks the row under the cursor, or takes its mark away. Ends a range instead, when one is
    /// being marked.
    pub fn toggle_mark(&mut self) {
        if self.range.is_some() {
            self.end_range();
            return;
        }
        if let Some(row) = self.under_cursor().and_then(|at| self.rows.get_mut(at))
            && row.presence != Presence::Gone
        {
            row.marked = !row.marked;
        }
        self.count_marks();
    }

    /// Begins a range at the cursor.
    pub fn begin_range(&mut self) {
        self.range.clone_from(&self.cursor);
        self.extend_range();
    }

    /// Marks what is in the range, which ends with it.
    pub fn end_range(&mut self) {
        for row in &mut self.rows {
            row.marked |= row.ranged && row.presence != Presence::Gone;
        }
        self.cancel_range();
    }

    /// Forgets the range. Says whether there was one.
    pub fn cancel_range(&mut self) -> bool {
        self.rows.iter_mut().for_each(|row| row.ranged = false);
        self.count_marks();
        self.range.take().is_some()
    }

    /// Whether a row that is shown has no mark.
    pub fn can_mark_shown(&self) -> bool {
        let mut shown = self.order.iter().map(|at| &self.rows[*at]);
        shown.any(|row| !row.marked && !self.is_ghost(row))
    }

    /// Marks every row that is shown.
    pub fn mark_shown(&mut self) {
        for at in self.order.clone() {
            let shown = !self.is_ghost(&self.rows[at]);
            self.rows[at].marked |= shown;
        }
        self.cancel_range();
    }

    /// Takes one mark away.
    pub fn unmark(&mut self, key: &InstanceKey) {
        if let Some(at) = self.index.get(key) {
            self.rows[*at].marked = false;
        }
        self.count_marks();
    }

    /// Takes all marks away, and forgets the range.
    pub fn clear_marks(&mut self) {
        self.rows.iter_mut().for_each(|row| row.marked = false);
        self.cancel_range();
    }

    /// The cursor moved: the range goes from where it began to where the cursor is.
    pub(super) fn extend_range(&mut self) {
        // An anchor that the list no longer shows leaves the range as it was.
        let Some(from) = self.range.as_ref().and_then(|anchor| self.place_of(anchor)) else {
            return;
        };
        self.rows.iter_mut().for_each(|row| row.ranged = false);
        for at in &self.order[from.min(self.cursor_at)..=from.max(self.cursor_at)] {
            self.rows[*at].ranged = true;
        }
        self.count_marks();
    }

    /// Counts afresh: something came, went, or passes the filter now.
    pub(super) fn count_marks(&mut self) {
        let mut marked = Marked::default();
        for row in &self.rows {
            if self.is_marked(row) {
                marked.all += 1;
                marked.hidden += usize::from(!self.filter.accepts(row, self.filtered_at));
            }
        }
        self.marked = marked;
    }
}
