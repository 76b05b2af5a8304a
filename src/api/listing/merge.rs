//! Pages put together by id, in whatever order they come, and whether they fit together. Pure.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::api::v2::InstancePage;
use crate::api::{ApiError, ListProgress, Operation};
use crate::model::{Instance, InstanceId};

use super::{Listing, MOST_ROWS, MissingPart, moved};

/// Everything that the pages of one reading say.
#[derive(Debug, Default)]
pub(super) struct Merge {
    /// Each with the row it came from, to put them in order at the end.
    rows: Vec<Arc<Instance>>,
    places: Vec<u64>,
    known: HashMap<InstanceId, usize>,
    /// Rows of other engines: they are only counted, but one that comes again is nothing new.
    foreign: HashMap<InstanceId, u64>,
    unidentified: u64,
    /// Rows that a page has twice.
    doubles: u64,
    /// The newest count of the service.
    pub(super) total: Option<u64>,
    /// Counts differ from page to page, or a row came from two places.
    moved: bool,
    missing: Vec<MissingPart>,
}

/// What a page brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Brought {
    /// Rows on it.
    pub(super) received: u64,
    /// Whether there is an id among them that was not known.
    pub(super) is_new: bool,
}

impl Merge {
    /// Takes a page in that begins with the row `from`. What is on it from the row `until` on has
    /// been read before.
    pub(super) fn page(&mut self, from: u64, until: u64, page: InstancePage) -> Brought {
        let received = page.sent() as u64;
        let here = from..from.saturating_add(received).min(until);
        let before = self.known.len() + self.foreign.len();
        if let (Some(old), Some(new)) = (self.total, page.total) {
            self.moved |= old != new;
        }
        self.total = page.total.or(self.total);
        if self.rows.is_empty() {
            let expected = self.total.unwrap_or(0).min(MOST_ROWS);
            self.rows.reserve(usize::try_from(expected).unwrap_or(0));
        }
        self.unidentified = self.unidentified.saturating_add(page.unidentified as u64);
        for (place, id) in (from..).zip(page.foreign) {
            if let Some(old) = self.foreign.insert(id, place) {
                self.came_again(old, place, &here);
            }
        }
        for (place, instance) in (from..).zip(page.instances) {
            match self.known.get(&instance.id).copied() {
                // Rows move while pages are read: what came later is newer.
                Some(index) => {
                    self.came_again(self.places[index], place, &here);
                    self.rows[index] = instance;
                }
                None => {
                    self.known.insert(instance.id.clone(), self.rows.len());
                    self.rows.push(instance);
                    self.places.push(place);
                }
            }
        }
        Brought {
            received,
            is_new: self.known.len() + self.foreign.len() > before,
        }
    }

    /// A row is here twice: on one page it is a double, at another place of the list it moved.
    fn came_again(&mut self, old: u64, place: u64, here: &Range<u64>) {
        match (here.contains(&place), here.contains(&old)) {
            (true, true) => self.doubles += 1,
            (true, false) => self.moved |= old != place,
            (false, _) => {}
        }
    }

    /// Notes a part that could not be read; none when the range is empty.
    pub(super) fn missing(&mut self, range: Range<u64>, error: ApiError) {
        if !range.is_empty() {
            let (from, to) = (range.start, range.end);
            self.missing.push(MissingPart { from, to, error });
        }
    }

    pub(super) fn progress(&self) -> ListProgress<'_> {
        ListProgress {
            instances: &self.rows,
            total: self.total,
        }
    }

    /// Rows that are here, each once, those included that are not shown.
    fn counted(&self) -> u64 {
        let shown = (self.rows.len() + self.foreign.len()) as u64;
        shown + self.unidentified + self.doubles
    }

    pub(super) fn listing(mut self, requests: u32) -> Listing {
        let more_than_said = self.total.is_some_and(|total| self.counted() > total);
        if self.missing.is_empty() && (self.moved || more_than_said) {
            let all = self.total.unwrap_or(0).max(self.counted());
            self.missing(0..all, moved(Operation::ListInstances));
        }
        let place =
            |instance: &Arc<Instance>| self.known.get(&instance.id).map(|at| self.places[*at]);
        self.rows.sort_by_cached_key(place);
        self.missing.sort_by_key(|part| part.from);
        let mut missing: Vec<MissingPart> = Vec::new();
        for part in self.missing {
            match missing.last_mut() {
                Some(last) if last.to == part.from && last.error == part.error => last.to = part.to,
                Some(_) | None => missing.push(part),
            }
        }
        Listing {
            instances: self.rows,
            total: self.total,
            foreign: self.foreign.len(),
            unidentified: usize::try_from(self.unidentified).unwrap_or(usize::MAX),
            missing,
            requests,
        }
    }
}
