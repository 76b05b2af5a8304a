//! Messages: how many wait, how many are with consumers, and how fast they pass.
//!
//! Levels are functions of a moment, and so is what was published since ever. What is delivered
//! follows: what was published and is not waiting any more. So the figures always agree. All is
//! told of the first so many queues together; a single queue is a difference, and the queues add up
//! to the instance.

use super::Broker;

/// What is with the queues at a moment.
#[derive(Clone, Copy, Debug, Default)]
pub struct Traffic {
    /// Share of what is published in all that goes to these queues.
    pub share: f64,
    pub consumers: f64,
    pub ready: f64,
    pub unacked: f64,
    /// Messages a second that are published beside the usual ones.
    pub more: f64,
    /// Messages a second that are delivered again.
    pub redelivered: f64,
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

impl Broker<'_> {
    /// What is with the first `first` queues.
    pub(super) fn traffic(&self, moment: f64, first: usize) -> Traffic {
        let shape = &self.shape;
        let index = first.min(shape.queues);
        let share = shape.shares[index];
        let usual = shape.rhythm.rate(moment) * share;
        let burst = shape.rhythm.burst(moment).powi(2) * (shape.rhythm.mean * 4.0).min(1500.0);
        Traffic {
            share,
            consumers: shape.subscribed[index],
            ready: usual * shape.waits[0] + burst * share,
            unacked: (usual * shape.waits[1]).min(shape.subscribed[index] * shape.prefetch),
            more: 0.0,
            redelivered: 0.0,
        }
    }

    /// How fast messages pass between two moments.
    pub(super) fn rates(&self, [from, to]: [f64; 2], queues: std::ops::Range<usize>) -> Rates {
        let of = |moment| {
            let (all, others) = (
                self.traffic(moment, queues.end),
                self.traffic(moment, queues.start),
            );
            all.less(&others)
        };
        let (before, after, seconds) = (of(from), of(to), to - from);
        let rhythm = &self.shape.rhythm;
        let published = rhythm.total(to) - rhythm.total(from);
        let publish = published * after.share / seconds + after.more;
        let deliver = publish + after.redelivered - (after.ready - before.ready) / seconds;
        let ack = deliver - after.redelivered - (after.unacked - before.unacked) / seconds;
        Rates {
            publish,
            deliver: deliver.max(0.0),
            ack: ack.max(0.0),
            redeliver: after.redelivered,
        }
    }
}

impl Traffic {
    fn less(&self, other: &Self) -> Self {
        Self {
            share: self.share - other.share,
            consumers: self.consumers - other.consumers,
            ready: self.ready - other.ready,
            unacked: self.unacked - other.unacked,
            more: self.more - other.more,
            redelivered: self.redelivered - other.redelivered,
        }
    }
}
