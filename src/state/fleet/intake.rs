//! Answers coming in. What was asked for before a newer answer, or before the last accepted
//! write, is old news and changes nothing.

use super::{
    Arc, Coverage, Duration, Feed, Fleet, Instance, InstanceKey, Now, Presence, Row, Scope, Ticket,
    Zone,
};
use crate::api::{Listing, Operation};
use crate::figures::{FiguresKind, FiguresRead, QueueNames};
use crate::model::Status;

/// Instances whose queues are kept.
const WITH_QUEUES: usize = 4;
/// While the first list arrives, what has come is put in order this often.
const PAGES_EVERY: Duration = Duration::from_millis(250);

impl Fleet {
    /// Takes a whole list of one scope in. Gives the statuses that it changed, as they were;
    /// nothing when it was no news.
    pub fn take_listing(
        &mut self,
        feed: &mut Feed,
        scope: &Scope,
        asked: Ticket,
        now: Now,
        listing: Listing,
    ) -> Option<Vec<(InstanceKey, Status)>> {
        if !feed.is_news(asked) {
            return None;
        }
        feed.outdate(asked);
        let known = listing.instances.len() as u64;
        let complete = listing.missing.is_empty();
        let rows = listing.instances.into_iter();
        let changed = rows.filter_map(|one| self.put(scope, asked, now, one, feed.period));
        let changed = changed.collect();
        if complete {
            for row in &mut self.rows {
                let unheard = row.asked < asked && row.presence == Presence::Listed;
                if unheard && row.key.scope == *scope {
                    row.set_presence(Presence::Missing);
                }
            }
        }
        if feed.is_first() {
            self.show_at = None;
            self.start_on_top();
        }
        feed.coverage = Coverage {
            total: listing.total.or(Some(known)),
            missing: listing.missing,
            arriving: None,
            nameless: listing.unidentified,
        };
        self.changed(now);
        Some(changed)
    }

    /// Takes the rows of one page of the first list, so that there is something to see early.
    /// Pages of later lists change nothing: those lists are taken in as a whole.
    pub fn take_page(
        &mut self,
        feed: &mut Feed,
        scope: &Scope,
        asked: Ticket,
        now: Now,
        rows: Vec<Arc<Instance>>,
        total: Option<u64>,
    ) {
        if !feed.is_news(asked) || !feed.is_first() {
            return;
        }
        let came = rows.len() as u64;
        for instance in rows {
            self.put(scope, asked, now, instance, feed.period);
        }
        feed.coverage.total = total;
        feed.coverage.arriving = Some(feed.coverage.arriving.unwrap_or(0) + came);
        // Putting a long list in order after every page takes longer than reading it.
        let due = self.sorted_at.uptime.saturating_add(PAGES_EVERY);
        match self.order.is_empty() || now.uptime >= due {
            true => self.show_arrived(now),
            // The next page may be long in coming.
            false => self.show_at = Some(due),
        }
    }

    /// Puts in order what has come of the first list.
    pub(super) fn show_arrived(&mut self, now: Now) {
        self.show_at = None;
        self.start_on_top();
        self.changed(now);
    }

    /// Takes the detail of one instance in.
    pub fn take_instance(
        &mut self,
        key: &InstanceKey,
        asked: Ticket,
        now: Now,
        instance: Arc<Instance>,
    ) {
        if self.is_out(key, &instance) {
            self.mark_gone(key, asked, now);
            return;
        }
        // A detail about an instance that left the list is only news while its row is here.
        let Some(row) = self.row_at(key, asked) else {
            return;
        };
        // Missing from the list but not gone (being deleted): what the detail says is shown, and
        // the row stays missing until a list has it again or the detail is gone too.
        let presence = row.presence;
        let instance = instance.with_what_v1_only_lists(&row.instance);
        row.renew(instance, Operation::ShowInstance, now, asked);
        if presence == Presence::Missing {
            row.set_presence(Presence::Missing);
        }
        self.changed(now);
    }

    /// The row of an instance, unless what was asked then is old news of it.
    fn row_at(&mut self, key: &InstanceKey, asked: Ticket) -> Option<&mut Row> {
        let row = &mut self.rows[*self.index.get(key)?];
        (asked >= row.asked).then_some(row)
    }

    /// A row has changed.
    pub(super) fn changed(&mut self, now: Now) {
        self.judge(now);
        self.rearrange(now);
    }

    /// Whether an instance that left the list is gone by what its detail says: one in the recycle
    /// bin is. While the list still has it, it is there.
    pub fn is_out(&self, key: &InstanceKey, instance: &Instance) -> bool {
        let unlisted = self
            .get(key)
            .is_none_or(|row| row.presence != Presence::Listed);
        let status = instance.status.as_ref();
        unlisted && status.is_some_and(Status::is_gone)
    }

    /// The service said that the instance is no longer there.
    pub fn mark_gone(&mut self, key: &InstanceKey, asked: Ticket, now: Now) {
        if let Some(row) = self.row_at(key, asked) {
            row.set_presence(Presence::Gone);
            row.marked = false;
            row.asked = asked;
            self.changed(now);
        }
    }

    /// Adds an instance that the service just accepted and no list has yet: one that is there, or
    /// one that is only ordered.
    pub fn announce(
        &mut self,
        key: InstanceKey,
        asked: Ticket,
        now: Now,
        (presence, instance): (Presence, Arc<Instance>),
        period: Duration,
    ) {
        let scope = key.scope.clone();
        self.put(&scope, asked, now, instance, period);
        if let Some(row) = self.row_at(&key, asked) {
            row.source = Operation::CreateInstance;
            row.set_presence(presence);
        }
        self.changed(now);
    }

    /// Takes in what the availability zones of a scope are called.
    pub fn set_zones(&mut self, scope: &Scope, zones: &[Zone], now: Now) {
        let zones: Arc<[Zone]> = zones.into();
        for row in &mut self.rows {
            if row.key.scope == *scope {
                row.zones = Arc::clone(&zones);
            }
        }
        self.zones.insert(scope.clone(), zones);
        self.changed(now);
    }

    /// Takes in what was measured of some instances of a scope. What comes for the first time
    /// decides which rows are the worst: then the cursor stays on the first row, if `on_top`, until
    /// the user moves it.
    pub fn take_figures(&mut self, scope: &Scope, read: &FiguresRead, on_top: bool, now: Now) {
        let mut first = false;
        for (id, values) in &read.instances {
            if let Some(figures) = self.figures_mut(&scope.instance(id)) {
                first |= figures.lacks(read.kind);
                figures.read(read.kind, read.until, values);
            }
        }
        if first && on_top {
            self.start_on_top();
        }
        self.figures_taken(now);
        let mut values = read.instances.iter().map(|(_, values)| values);
        if read.kind == FiguresKind::Current && values.any(|values| !values.is_empty()) {
            self.pulses.note(scope, now);
        }
    }

    /// Takes in which queues are read of an instance that is opened. Those of the instances that were
    /// opened last are kept.
    pub fn name_queues(&mut self, scope: &Scope, names: &QueueNames) {
        let key = scope.instance(&names.instance);
        let Some(figures) = self.figures_mut(&key) else {
            return;
        };
        figures.name_queues(names);
        self.with_queues.retain(|other| *other != key);
        self.with_queues.push_front(key);
        for key in self
            .with_queues
            .split_off(WITH_QUEUES.min(self.with_queues.len()))
        {
            if let Some(figures) = self.figures_mut(&key) {
                figures.forget_queues();
            }
        }
    }

    /// The list of a scope is polled at another pace from now on.
    pub fn set_period(&mut self, scope: &Scope, period: Duration, now: Now) {
        for row in &mut self.rows {
            if row.key.scope == *scope {
                row.period = period;
                row.outdate();
            }
        }
        self.judge(now);
    }

    /// Takes in one instance of a list. Gives its status as it was, when that changed.
    fn put(
        &mut self,
        scope: &Scope,
        asked: Ticket,
        now: Now,
        instance: Arc<Instance>,
        period: Duration,
    ) -> Option<(InstanceKey, Status)> {
        let key = scope.instance(&instance.id);
        let Some(at) = self.index.get(&key).copied() else {
            self.index.insert(key.clone(), self.rows.len());
            let mut row = Row::new(key, instance, now, asked, period);
            row.zones = self.zones.get(scope).cloned().unwrap_or_default();
            row.since = self.since;
            row.told = self.aside.remove(&row.key).unwrap_or_default();
            self.rows.push(row);
            return None;
        };
        let row = &mut self.rows[at];
        if asked < row.asked {
            return None;
        }
        let was = row.instance.status.clone();
        let was = was.filter(|was| instance.status.as_ref() != Some(was));
        row.renew(instance, Operation::ListInstances, now, asked);
        Some((key, was?))
    }
}
