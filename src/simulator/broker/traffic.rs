//! Messages: how many wait, how many are with consumers, and how fast they pass.
//!
//! Levels are functions of a moment, and so is what was published since ever. What is delivered
//! follows: what was published and is not waiting any more. So the figures always agree. All is
//! told of the first so many queues together; a single queue is a difference, and the queues add up
//! to the instance.

use std::ops::Range;

use super::incident::Queues;
use super::{Broker, Now};

/// What is with some queues at a moment.
#[derive(Clone, Copy, Debug, Default)]
pub struct Traffic {
    /// What is published to them, as a share of what is usually published to all.
    pub published: f64,
    pub consumers: f64,
    pub ready: f64,
    pub unacked: f64,
    /// Messages a second that are published beside the usual ones.
    pub more: f64,
    /// Messages a second that are delivered again.
    pub redelivered: f64,
    /// Messages that were thrown away since ever.
    pub dropped: f64,
}

/// Messages a second, in the mean of some time.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rates {
    pub publish: f64,
    /// Deliveries of all kinds, those again included.
    pub deliver: f64,
    pub ack: f64,
    pub redeliver: f64,
}

impl Traffic {
    /// Lets only this share be published, from when on there is less to wait for.
    pub fn publish(&mut self, share: f64) {
        self.published *= share;
        self.ready *= share;
        self.unacked *= share;
    }

    pub fn less(&self, other: &Self) -> Self {
        Self {
            published: self.published - other.published,
            consumers: self.consumers - other.consumers,
            ready: self.ready - other.ready,
            unacked: self.unacked - other.unacked,
            more: self.more - other.more,
            redelivered: self.redelivered - other.redelivered,
            dropped: self.dropped - other.dropped,
        }
    }
}

impl Broker<'_> {
    /// What is with the first `first` queues.
    pub(super) fn traffic(&self, now: Now, first: usize) -> Traffic {
        self.traffic_when(now, first, self.alarmed(now))
    }

    /// The same, if it is known whether an alarm blocks publishers: finding out takes longer than
    /// all the rest.
    pub(super) fn traffic_when(&self, now: Now, first: usize, alarmed: bool) -> Traffic {
        let first = first.min(self.shape.queues);
        let mut traffic = self.undisturbed_when(now, first, alarmed);
        self.undo(now, first, &mut traffic);
        traffic
    }

    /// The same as if nothing had been done by hand.
    pub(super) fn undisturbed(&self, now: Now, first: usize) -> Traffic {
        self.undisturbed_when(now, first, self.alarmed(now))
    }

    pub(super) fn undisturbed_when(&self, now: Now, first: usize, alarmed: bool) -> Traffic {
        let shape = &self.shape;
        let first = first.min(shape.queues);
        let share = shape.shares[first];
        let usual = shape.rhythm.rate(now.moment) * share;
        let burst = shape.rhythm.burst(now.moment).powi(2) * (shape.rhythm.mean * 4.0).min(1500.0);
        let most = shape.subscribed[first] * shape.prefetch;
        let mut traffic = Traffic {
            published: share,
            consumers: shape.subscribed[first],
            ready: usual * shape.waits[0] + burst * share,
            unacked: (usual * shape.waits[1]).min(most),
            more: 0.0,
            redelivered: 0.0,
            dropped: 0.0,
        };
        for (kind, course) in self.courses(now) {
            kind.traffic(&Queues { shape, first }, &course, &mut traffic);
        }
        if alarmed {
            traffic.publish(0.0);
        }
        traffic
    }

    /// How fast messages pass through some queues from one moment to another.
    pub(super) fn rates(&self, [from, to]: [Now; 2], queues: Range<usize>) -> Rates {
        let of = |now| {
            let all = self.traffic(now, queues.end);
            match queues.start {
                0 => all,
                start => all.less(&self.traffic(now, start)),
            }
        };
        self.rates_of([from, to], [of(from), of(to)])
    }

    /// The same, by what is with them at each of the two.
    pub(super) fn rates_of(&self, [from, to]: [Now; 2], [before, after]: [Traffic; 2]) -> Rates {
        let seconds = to.moment - from.moment;
        let rhythm = &self.shape.rhythm;
        let published = rhythm.total(to.moment) - rhythm.total(from.moment);
        let publish = published * after.published / seconds + after.more;
        let left = after.ready - before.ready + after.dropped - before.dropped;
        let deliver = publish + after.redelivered - left / seconds;
        let ack = deliver - after.redelivered - (after.unacked - before.unacked) / seconds;
        Rates {
            publish,
            deliver: deliver.max(0.0),
            ack: ack.max(0.0),
            redeliver: after.redelivered,
        }
    }
}
