//! When the screen changes by itself. The loop sleeps until then, and not a moment less.

use super::State;
use super::broker::IDLE;
use super::column::Column;
use super::live::ReadAt;
use super::now::Age;
use super::overlay::{Content, Overlay};
use super::provenance::What;
use super::remote::{Freshness, Remote};
use super::span::Span;
use super::view::Pane;
use crate::broker::Part;
use crate::figures::{FRESH, Figures};
use crate::model::{EpochMs, Metric};
use std::time::Duration;

impl State {
    /// When the screen changes next without any event, as time since the start.
    pub fn next_change(&self) -> Option<Duration> {
        let dues = [
            self.fleet.next_judgement(),
            self.fleet.next_sort(),
            self.notices.next_fade(),
            self.chord.expires(),
            self.lost_key.ends(self.now),
            self.pending.next_end(),
            self.notify.due(),
            self.next_age_of_rows(),
            self.next_age_of_lists(),
            self.next_second_of_waiting(),
            self.next_age_of_detail(),
            self.next_age_of_figures(),
            self.next_age_of_measured(),
            self.next_age_of_evidence(),
            self.next_age_of_charts(),
            self.next_age_of_broker(),
            self.next_age_of_draft(),
        ];
        dues.into_iter().flatten().min()
    }

    /// The age of what is shown of a broker, and when it is left alone.
    fn next_age_of_broker(&self) -> Option<Duration> {
        if self.focused() != Pane::Broker {
            return None;
        }
        let head = self.broker.part(&Part::Head).known.as_ref();
        let head = head
            .map(|head| head.at)
            .filter(|_| self.broker.closed().is_none());
        let read = head.or_else(|| self.cloud_read_at());
        // Ages below a minute are said in seconds, which change with those of the clock.
        let second = || {
            let left = u64::try_from(1000 - self.now.wall.rem_euclid(1000)).unwrap_or(1000);
            self.now.uptime.saturating_add(Duration::from_millis(left))
        };
        let age = read.map(|at| match self.broker_rests() {
            true => self.step_after(at.uptime),
            false => second(),
        });
        let rest = self.last_key.filter(|_| !self.broker_rests());
        let rest = rest.map(|last| last.uptime.saturating_add(IDLE));
        [age, rest].into_iter().flatten().min()
    }

    /// Ages of the rows on screen.
    fn next_age_of_rows(&self) -> Option<Duration> {
        let rows = self.rows(Pane::List);
        let ages = self.fleet.window(rows).flat_map(|row| {
            let stale = row.is_stale(self.now);
            let doubt = stale.then(|| self.step_after(row.seen.uptime));
            let created = row.instance.created_at;
            let created = created.map(|created| self.step_after_wall(created));
            let since = row.since().filter(|_| self.columns.wants(Column::Since));
            [doubt, created, since.map(|since| self.minute_after(since))]
        });
        ages.flatten().min()
    }

    /// The age of what is asked about.
    fn next_age_of_figures(&self) -> Option<Duration> {
        let Content::Provenance(about) = self.overlay.as_ref()?.content()? else {
            return None;
        };
        let row = self.fleet.get(&about.key).map(|row| row.seen);
        let known = self.details.known(&about.key);
        let read = [
            known.instance().known.as_ref().map(|known| known.at),
            known.plugins().known.as_ref().map(|known| known.at),
            known.tasks(&Span::All).known.as_ref().map(|known| known.at),
            row,
        ];
        let read = read.into_iter().flatten();
        read.map(|read| self.step_after(read.uptime)).min()
    }

    /// Ages of what findings are seen by.
    fn next_age_of_evidence(&self) -> Option<Duration> {
        let Content::Findings(key) = self.overlay.as_ref()?.content()? else {
            return None;
        };
        let (found, _) = self.fleet.explained(key, self.now)?;
        let times = found.all.iter().flat_map(|finding| {
            let seen = finding.evidence.iter().filter_map(|evidence| evidence.at);
            seen.chain(finding.since)
        });
        times.map(|at| self.step_after_wall(at)).min()
    }

    /// When the newest of what charts show turns old, and how old it is from then on; and the same of
    /// a range that was read.
    fn next_age_of_charts(&self) -> Option<Duration> {
        let row = self
            .subject_row()
            .filter(|_| self.focused() == Pane::Live)?;
        let profile = self.profiles.get(&row.key.scope)?;
        let now = profile.figures.time(self.now);
        let newest = row.figures.newest().map(|newest| match now - newest {
            age @ ..=FRESH => {
                let left = u64::try_from(FRESH + 1 - age).unwrap_or(0);
                self.now.uptime.saturating_add(Duration::from_millis(left))
            }
            _ => self.step_after_dated(newest, now),
        });
        let stale = |read: &ReadAt| Some(read.stale_from).filter(|from| *from > self.now.uptime);
        let read = self.range_read();
        let turns = read.as_ref().and_then(stale);
        let ages = read.map(|read| self.step_after(read.at.uptime));
        [newest, turns, ages].into_iter().flatten().min()
    }

    /// Ages of what was measured of an instance, where it is asked about.
    fn next_age_of_measured(&self) -> Option<Duration> {
        let Content::Provenance(about) = self.overlay.as_ref()?.content()? else {
            return None;
        };
        let row = self.fleet.get(&about.key)?;
        let now = self.profiles.get(&about.key.scope)?.figures.time(self.now);
        let charts = |at: Option<EpochMs>| {
            let shown = self.charts(row);
            let shown = shown.filter_map(move |chart| self.measured(row, &chart, at).ok());
            let queues = row.figures.queues().iter();
            let queues = queues.filter_map(|queue| queue.last(Metric::QueueReady));
            let points = shown.map(|one| one.point).chain(queues);
            points
                .map(|point| point.at)
                .chain(row.figures.asked())
                .collect()
        };
        let times: Vec<EpochMs> = match &about.what {
            What::Instance => {
                let last = Figures::watched().filter_map(|metric| row.figures.last(metric));
                last.map(|point| point.at).collect()
            }
            What::Charts(at) => charts(*at),
            What::Plugin(_) | What::Task(_) | What::Tags | What::Json | What::Broker(_) => {
                return None;
            }
        };
        let times = times.into_iter();
        times.map(|at| self.step_after_dated(at, now)).min()
    }

    /// The age of the form in front, where that was left before.
    fn next_age_of_draft(&self) -> Option<Duration> {
        let Some(Overlay::Form(form)) = &self.overlay else {
            return None;
        };
        form.left().map(|left| self.step_after(left.uptime))
    }

    /// Ages of the lists themselves.
    fn next_age_of_lists(&self) -> Option<Duration> {
        let feeds = self.profiles.iter().map(|profile| &profile.feed);
        let ages = feeds.filter_map(|feed| self.next_age(&feed.listing, feed.period));
        ages.min()
    }

    /// While a first list is waited for, the seconds count.
    fn next_second_of_waiting(&self) -> Option<Duration> {
        let feeds = self.profiles.iter().map(|profile| &profile.feed);
        let waits = feeds.filter(|feed| feed.freshness(self.now) == Freshness::Loading);
        let asked = waits.filter_map(|feed| feed.asked.as_ref());
        let next = asked.map(|asked| {
            let waited = self.now.since(asked.since).as_secs() + 1;
            asked
                .since
                .uptime
                .saturating_add(Duration::from_secs(waited))
        });
        next.min()
    }

    /// Ages in the panes of the instance that is looked at.
    fn next_age_of_detail(&self) -> Option<Duration> {
        let detail = self.subject_detail()?;
        let period = self.profiles.period(&self.subject()?.scope);
        let known = &detail.known;
        let lists = [known.tasks(&Span::All), known.tasks(&self.view.span)];
        let tasks = lists.into_iter().filter_map(Remote::value);
        let tasks = tasks.flat_map(|list| &list.tasks);
        let alone = known.single_task();
        let alone_age = alone.and_then(|task| self.next_age(task, period));
        let alone = alone.and_then(|task| task.value()?.as_ref());
        let running = tasks.chain(alone).filter(|task| {
            let ended = task.status.as_ref().is_some_and(|status| status.is_final());
            !ended
        });
        let running = running.filter_map(|task| task.created_at);
        let dues = [
            self.next_age(known.instance(), period),
            self.next_age(known.plugins(), period),
            self.next_age(known.tasks(&Span::All), period),
            self.next_age(known.tasks(&self.view.span), period),
            alone_age,
            running.map(|since| self.step_after_wall(since)).min(),
        ];
        dues.into_iter().flatten().min()
    }

    /// When what is said about the age of a value changes next.
    fn next_age<T>(&self, remote: &Remote<T>, period: Duration) -> Option<Duration> {
        let failing = remote
            .failure
            .as_ref()
            .map(|failure| self.step_after(failure.since.uptime));
        let turning = remote.known.as_ref().map(|known| {
            let stale = remote.stale_from(period);
            match stale {
                Some(stale) if self.now.uptime < stale => stale,
                _ => self.step_after(known.at.uptime),
            }
        });
        [failing, turning].into_iter().flatten().min()
    }

    /// When the age of something since `start` is said otherwise.
    fn step_after(&self, start: Duration) -> Duration {
        start.saturating_add(Age::next_step(self.now.uptime.saturating_sub(start)))
    }

    /// When a whole minute has passed since then.
    fn minute_after(&self, start: EpochMs) -> Duration {
        const MINUTE: i64 = 60_000;
        let over = self.now.wall.saturating_sub(start).rem_euclid(MINUTE);
        let left = u64::try_from(MINUTE - over).unwrap_or(0);
        self.now.uptime.saturating_add(Duration::from_millis(left))
    }

    /// The same for something the service dated. A date in the future has no age yet.
    fn step_after_wall(&self, start: EpochMs) -> Duration {
        self.step_after_dated(start, self.now.wall)
    }

    /// The same by a clock on which it is `now`.
    fn step_after_dated(&self, start: EpochMs, now: EpochMs) -> Duration {
        let age = u64::try_from(now.saturating_sub(start)).unwrap_or(0);
        let age = Duration::from_millis(age);
        let left = Age::next_step(age).saturating_sub(age);
        self.now.uptime.saturating_add(left)
    }
}
