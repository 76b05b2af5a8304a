//! Order, filter, cursor and scrolling.

use super::{Duration, Filter, Fleet, InstanceKey, Now, Presence, Scope, Sort};

/// A list whose values keep changing is re-sorted at most this often.
pub(super) const SORT_EVERY: Duration = Duration::from_secs(5);
/// ... and never while the cursor has moved within this time.
pub(super) const REST: Duration = Duration::from_secs(1);

/// What to do with a cursor that stands on a row the list would no longer show.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Hidden {
    /// Keep the row as a ghost: the world changed, not the user's mind.
    Ghost,
    /// Go to the first row: the user asked for another list.
    Leave,
}

impl Fleet {
    /// Filters the list by what the user typed.
    pub fn set_filter(&mut self, text: &str, now: Now) {
        if self.filter.is_empty() {
            self.anchor.clone_from(&self.cursor);
        }
        self.filter = Filter::parse(text);
        self.filtered_at = now;
        // Back to where the user was, if a filter and nothing else led away from there.
        if let Some(anchor) = self.anchor.clone()
            && self.get(&anchor).is_some_and(|row| self.passes(row))
        {
            self.cursor = Some(anchor);
        }
        self.arrange(now, Hidden::Leave);
    }

    /// The filter is meant: where the cursor is now is where the user is.
    pub fn keep_filter(&mut self) {
        self.anchor = None;
    }

    /// Sorts the list as the user asked.
    pub fn set_sort(&mut self, sort: Sort, now: Now) {
        self.sort = sort;
        self.unsorted = true;
        self.arrange(now, Hidden::Ghost);
    }

    /// Forgets the rows of a scope that is no longer shown.
    pub fn leave(&mut self, scope: &Scope, now: Now) {
        self.put_aside(scope);
        self.rows.retain(|row| row.key.scope != *scope);
        self.ranked.clear();
        self.number();
        let gone = |key: &InstanceKey| key.scope == *scope;
        self.cursor.take_if(|key| gone(key));
        self.anchor.take_if(|key| gone(key));
        self.order.clear();
        self.judge(now);
        self.arrange(now, Hidden::Leave);
    }

    /// Moves the cursor by so many rows; it stops at the ends.
    pub fn move_by(&mut self, rows: isize, now: Now) {
        self.go_to(self.cursor_at.saturating_add_signed(rows), now);
    }

    /// Moves the cursor to a position among the shown rows, or to the last one.
    pub fn go_to(&mut self, position: usize, now: Now) {
        let Some(last) = self.order.len().checked_sub(1) else {
            return;
        };
        let at = self.order[position.min(last)];
        let key = self.rows[at].key.clone();
        if self.cursor.as_ref() == Some(&key) {
            return;
        }
        self.moved_at = now;
        self.touched = true;
        self.anchor = None;
        self.leave_ghost();
        self.cursor = Some(key);
        self.locate_cursor();
        self.extend_range();
    }

    /// Moves the cursor to an instance, if the list shows it.
    pub fn seek(&mut self, key: &InstanceKey, now: Now) {
        if let Some(place) = self.place_of(key) {
            self.go_to(place, now);
        }
    }

    /// Re-judges and re-sorts what time alone changes.
    pub fn pass_time(&mut self, now: Now) {
        if self.show_at.is_some_and(|due| now.uptime >= due) {
            self.show_arrived(now);
        }
        if self.judge_at.is_some_and(|due| now.uptime >= due) {
            self.judge(now);
            self.unsorted = true;
        }
        self.unsorted |= self.turn_at.is_some_and(|due| now.uptime >= due);
        if self.next_sort().is_some_and(|due| now.uptime >= due) {
            self.arrange(now, Hidden::Ghost);
        }
    }

    /// Scrolls so that the cursor is among the `height` rows on screen.
    pub fn keep_in_view(&mut self, height: usize) {
        let height = height.max(1);
        let deepest = self.order.len().saturating_sub(height);
        self.top = self.top.min(deepest).min(self.cursor_at);
        if self.cursor_at >= self.top + height {
            self.top = self.cursor_at + 1 - height;
        }
    }

    /// Until the user moves it, the cursor of a list that is still arriving stays on the first row.
    pub(super) fn start_on_top(&mut self) {
        if !self.touched {
            self.cursor = None;
            self.cursor_at = 0;
            self.top = 0;
            self.sorted_at = Now::default();
        }
    }

    /// Sorts afresh, if something of the rows changed, and filters.
    pub(super) fn arrange(&mut self, now: Now, hidden: Hidden) {
        self.look(now);
        let rows = &self.rows;
        if self.unsorted || self.ranked.len() != rows.len() {
            let known = self.ranked.len();
            self.ranked.extend(known..rows.len());
            self.sort.apply(&mut self.ranked, |at| &rows[at]);
        }
        // Rows are looked at as they lie in memory, and then put in order.
        let accepted: Vec<bool> = (0..rows.len()).map(|at| self.is_accepted(at)).collect();
        let ranked = self.ranked.iter().copied();
        self.order.clear();
        self.order.extend(ranked.filter(|at| accepted[*at]));
        self.sorted_at = now;
        self.unsorted = false;
        self.settle(hidden);
    }

    /// Takes in what came and went without moving what is there, and re-sorts when that is due.
    pub(super) fn rearrange(&mut self, now: Now) {
        self.unsorted = true;
        if self.cursor.is_none() || self.next_sort().is_some_and(|due| now.uptime >= due) {
            self.arrange(now, Hidden::Ghost);
            return;
        }
        self.look(now);
        let mut is_new = vec![false; self.rows.len()];
        for (at, is_new) in is_new.iter_mut().enumerate() {
            *is_new = self.is_accepted(at);
        }
        self.order.retain(|at| std::mem::take(&mut is_new[*at]));
        let mut new: Vec<usize> = (0..self.rows.len()).filter(|at| is_new[*at]).collect();
        let rows = &self.rows;
        self.sort.apply(&mut new, |at| &rows[at]);
        self.order.extend(new);
        self.settle(Hidden::Ghost);
    }

    /// Takes this moment as the one at which rows are filtered.
    fn look(&mut self, now: Now) {
        self.filtered_at = now;
        self.turn_at = match self.filter.follows_time() {
            true => {
                let rows = self.rows.iter();
                rows.filter_map(|row| self.filter.turns(row, now)).min()
            }
            false => None,
        };
    }

    fn is_accepted(&self, at: usize) -> bool {
        let row = &self.rows[at];
        row.presence != Presence::Gone && self.passes(row)
    }

    /// Finds the cursor's row again after `order` changed; its line on the screen stays the same.
    fn settle(&mut self, hidden: Hidden) {
        let line = self.cursor_at.saturating_sub(self.top);
        match self.under_cursor() {
            Some(at) if self.order.contains(&at) => {}
            Some(at) if hidden == Hidden::Ghost => {
                let place = self.cursor_at.min(self.order.len());
                self.order.insert(place, at);
            }
            // The user asked for another list: its first row is the worst one.
            _ => {
                let first = self.order.first();
                self.cursor = first.map(|at| self.rows[*at].key.clone());
            }
        }
        self.forget_gone();
        self.locate_cursor();
        self.top = self.cursor_at.saturating_sub(line);
        self.count_marks();
    }

    fn locate_cursor(&mut self) {
        let place = self.cursor.as_ref().and_then(|key| self.place_of(key));
        self.cursor_at = place.unwrap_or(0);
    }

    /// Where the list shows an instance.
    pub(super) fn place_of(&self, key: &InstanceKey) -> Option<usize> {
        let at = self.index.get(key)?;
        self.order.iter().position(|shown| shown == at)
    }

    /// The row under the cursor.
    pub(super) fn under_cursor(&self) -> Option<usize> {
        let key = self.cursor.as_ref()?;
        self.index.get(key).copied()
    }

    fn leave_ghost(&mut self) {
        let at = self.under_cursor();
        let Some(at) = at.filter(|at| self.is_ghost(&self.rows[*at])) else {
            return;
        };
        self.order.retain(|shown| *shown != at);
        self.cursor = None;
        self.forget_gone();
    }

    /// Drops rows that are gone, but for the one under the cursor.
    fn forget_gone(&mut self) {
        let keep = |row: &super::Row, cursor: &Option<InstanceKey>| {
            row.presence != Presence::Gone || cursor.as_ref() == Some(&row.key)
        };
        if self.rows.iter().all(|row| keep(row, &self.cursor)) {
            return;
        }
        let mut moved = vec![None; self.rows.len()];
        let mut kept = Vec::with_capacity(self.rows.len());
        for (at, row) in std::mem::take(&mut self.rows).into_iter().enumerate() {
            if keep(&row, &self.cursor) {
                moved[at] = Some(kept.len());
                kept.push(row);
            }
        }
        self.rows = kept;
        self.number();
        for places in [&mut self.order, &mut self.ranked] {
            *places = places.iter().filter_map(|at| moved[*at]).collect();
        }
    }

    /// Notes where each row is now.
    fn number(&mut self) {
        let keys = self.rows.iter().enumerate();
        self.index = keys.map(|(at, row)| (row.key.clone(), at)).collect();
    }
}
