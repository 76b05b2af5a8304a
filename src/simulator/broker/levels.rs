//! What is with each queue at a moment, in whole messages, and what has passed through it since the
//! broker began to run: what is counted one by one where Cloud Eye has one figure.

use jiff::{SignedDuration, Timestamp};

use super::connection::whole;
use super::traffic::Traffic;
use super::{Broker, Now};

/// Seconds on the clock between two statistics of a broker, which its rates are means of.
pub const STATISTICS: i64 = 5;
/// The most steps in which an incident is looked through for what it kept back.
const STEPS: f64 = 120.0;

/// What is with one queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Level {
    pub ready: usize,
    pub unacked: usize,
    pub consumers: usize,
}

/// Messages since the broker began to run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    pub publish: f64,
    /// Deliveries of all kinds, those again included.
    pub deliver: f64,
    pub ack: f64,
    pub redeliver: f64,
}

impl Counts {
    pub fn less(&self, other: &Self) -> Self {
        Self {
            publish: self.publish - other.publish,
            deliver: self.deliver - other.deliver,
            ack: self.ack - other.ack,
            redeliver: self.redeliver - other.redeliver,
        }
    }

    pub fn plus(&self, other: &Self) -> Self {
        let none = Self::default();
        self.less(&none.less(other))
    }
}

/// When a broker last told its statistics: what is counted and not looked up is of then.
pub fn told(at: Timestamp) -> Timestamp {
    let second = at.as_second().div_euclid(STATISTICS) * STATISTICS;
    Timestamp::from_second(second).unwrap_or(at)
}

impl Broker<'_> {
    /// What is with each queue at `at`, in the order of [`Broker::queues`].
    pub fn levels_at(&self, at: Timestamp) -> Vec<Level> {
        self.levels(self.now(at))
    }

    pub(super) fn levels(&self, now: Now) -> Vec<Level> {
        let all = self.up_to_each(now);
        let level = |index: usize| {
            let of = |get: fn(&Traffic) -> f64| {
                // As Cloud Eye has it, so that the sums are the same.
                whole(get(&all[index + 1]).round() - get(&all[index]).round())
            };
            Level {
                ready: of(|traffic| traffic.ready),
                unacked: of(|traffic| traffic.unacked),
                consumers: of(|traffic| traffic.consumers),
            }
        };
        let numbers = self.queue_numbers(now);
        let own = |number: usize| match number < self.shape.queues {
            true => level(number),
            false => Level::default(),
        };
        numbers.map(own).collect()
    }

    /// What is with the queues before each, and with all.
    fn up_to_each(&self, now: Now) -> Vec<Traffic> {
        let alarmed = self.alarmed(now);
        (0..=self.shape.queues)
            .map(|first| self.traffic_when(now, first, alarmed))
            .collect()
    }

    /// What is with all queues at `at`: as much as with each together.
    pub fn level_of_all(&self, at: Timestamp) -> Level {
        let all = self.traffic(self.now(at), self.shape.queues);
        Level {
            ready: whole(all.ready),
            unacked: whole(all.unacked),
            consumers: whole(all.consumers),
        }
    }

    /// What has passed through each queue by `at`, in the order of [`Broker::queues`].
    pub fn counts(&self, at: Timestamp) -> Vec<Counts> {
        let firsts: Vec<usize> = (0..=self.shape.queues).collect();
        let sums = self.sums(&firsts, at);
        let own = |number: usize| match sums.get(number..number + 2) {
            Some([before, after]) => after.less(before),
            _ => Counts::default(),
        };
        self.queue_numbers(self.now(at)).map(own).collect()
    }

    /// What has passed through all queues by `at`.
    pub fn counts_of_all(&self, at: Timestamp) -> Counts {
        let sums = self.sums(&[self.shape.queues], at);
        sums.first().copied().unwrap_or_default()
    }

    /// What has passed through one queue by `at`.
    pub fn counts_of(&self, queue: usize, at: Timestamp) -> Counts {
        if queue >= self.shape.queues {
            return Counts::default();
        }
        let sums = self.sums(&[queue, queue + 1], at);
        sums[1].less(&sums[0])
    }

    /// What has passed through the first so many queues, for each of these numbers.
    fn sums(&self, firsts: &[usize], at: Timestamp) -> Vec<Counts> {
        let now = self.now(at);
        let start = self.now(self.up_since(at));
        let kept_back = self.kept_back(firsts, [start, now]);
        let rhythm = &self.shape.rhythm;
        let published = rhythm.total(now.moment) - rhythm.total(start.moment);
        let alarmed = [start, now].map(|now| self.alarmed(now));
        let sum = |(first, more): (&usize, Counts)| {
            let before = self.traffic_when(start, *first, alarmed[0]);
            let after = self.traffic_when(now, *first, alarmed[1]);
            let publish = published * self.shape.shares[*first] + more.publish
                - self.published_to_deleted(now, *first);
            let left = after.ready - before.ready + after.dropped - before.dropped;
            let deliver = publish + more.redeliver - left;
            Counts {
                publish,
                deliver,
                ack: deliver - more.redeliver - (after.unacked - before.unacked),
                redeliver: more.redeliver,
            }
        };
        firsts.iter().zip(kept_back).map(sum).collect()
    }

    /// Messages a second through each queue, in the mean of the time from one statistics to the
    /// next.
    pub fn rates_at(&self, at: Timestamp) -> Vec<Counts> {
        let earlier = at.saturating_sub(SignedDuration::from_secs(STATISTICS));
        let earlier = earlier.unwrap_or(at);
        let span = [self.now(earlier), self.now(at)];
        let [before, after] = span.map(|now| self.up_to_each(now));
        let own = |number: usize| {
            if number >= self.shape.queues {
                return Counts::default();
            }
            let own = |all: &[Traffic]| all[number + 1].less(&all[number]);
            let rates = self.rates_of(span, [own(&before), own(&after)]);
            Counts {
                publish: rates.publish.max(0.0),
                deliver: rates.deliver,
                ack: rates.ack,
                redeliver: rates.redeliver,
            }
        };
        self.queue_numbers(span[1]).map(own).collect()
    }

    /// What was published more or less than usual, and what was delivered again, to the first so
    /// many queues: only while something went wrong.
    fn kept_back(&self, firsts: &[usize], [start, now]: [Now; 2]) -> Vec<Counts> {
        let mut sums = vec![Counts::default(); firsts.len()];
        for incident in &self.instance.incidents {
            let begin = incident.begin.max(start.at);
            let step = (incident.end.duration_since(begin).as_secs_f64() / STEPS).max(60.0);
            let step = SignedDuration::try_from_secs_f64(step).unwrap_or(SignedDuration::MAX);
            let end = incident.end.min(now.at);
            let mut from = begin;
            while from < end {
                let to = from.saturating_add(step).unwrap_or(end).min(end);
                let span = [self.now(from), self.now(to)];
                let alarmed = self.alarmed(span[1]);
                for (first, sum) in firsts.iter().zip(&mut sums) {
                    *sum = sum.plus(&self.kept_back_in(span, *first, alarmed));
                }
                from = to;
            }
        }
        sums
    }

    /// The same in a span in which nothing changes.
    fn kept_back_in(&self, [from, to]: [Now; 2], first: usize, alarmed: bool) -> Counts {
        let rhythm = &self.shape.rhythm;
        let usual = rhythm.total(to.moment) - rhythm.total(from.moment);
        let seconds = to.moment - from.moment;
        let traffic = self.undisturbed_when(to, first, alarmed);
        let less = self.shape.shares[first] - traffic.published;
        Counts {
            publish: traffic.more * seconds - usual * less,
            redeliver: traffic.redelivered * seconds,
            ..Counts::default()
        }
    }
}
