//! One queue: what it is and has, and the rates of one that is looked at.

use super::Ask;
use super::ask::columns;
use super::consumers::consumer;
use super::fields::{STATS, counter, pairs, word};
use super::queues::{COLUMNS, queue};
use super::samples::{self, values};
use crate::api::operation::DecodeError;
use crate::api::wire::{self, Fields};
use crate::api::{Method, Request};
use crate::model::EpochMs;
use crate::model::broker::{Depth, Queue, QueueDetail, QueueKey};

/// One queue with its consumers, its policy in effect and ten minutes of samples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShowQueue {
    pub queue: QueueKey,
}

impl Ask for ShowQueue {
    type Reply = QueueDetail;

    fn request(&self) -> Request {
        samples::with_lengths(asked(&self.queue))
    }

    fn decode(&self, _status: u16, body: &[u8]) -> Result<QueueDetail, DecodeError> {
        let body = wire::object(body)?;
        let mut fields = Fields::new(&body);
        let queue = queue(&mut fields).ok_or_else(|| DecodeError::new("name", "missing"))?;
        Ok(QueueDetail {
            queue,
            consumers: fields.objects("consumer_details", consumer),
            effective_policy: pairs(&mut fields, "effective_policy_definition"),
            operator_policy: word(&mut fields, "operator_policy"),
            samples: depths(&mut fields),
            reductions: counter(&mut fields, "reductions"),
        })
    }
}

/// What a list has of one queue, with rates: less than 2 ms of the broker, however many queues it
/// has. Asked for each row that is seen, it costs a tenth of asking for them by a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShowRates {
    pub queue: QueueKey,
}

impl Ask for ShowRates {
    type Reply = Queue;

    fn request(&self) -> Request {
        asked(&self.queue).with("columns", columns(&[COLUMNS, STATS]))
    }

    fn decode(&self, _status: u16, body: &[u8]) -> Result<Queue, DecodeError> {
        let body = wire::object(body)?;
        let queue = queue(&mut Fields::new(&body));
        queue.ok_or_else(|| DecodeError::new("name", "missing"))
    }
}

fn asked(queue: &QueueKey) -> Request {
    Request::new(Method::Get, &["api", "queues", &queue.vhost, &queue.name])
}

/// The samples of its depth, oldest first.
fn depths(fields: &mut Fields<'_>) -> Vec<(EpochMs, Depth)> {
    let ready = values(fields, "messages_ready");
    let unacknowledged = values(fields, "messages_unacknowledged");
    let mut times: Vec<EpochMs> = ready.keys().chain(unacknowledged.keys()).copied().collect();
    times.sort_unstable();
    times.dedup();
    let depth = |at: EpochMs| Depth {
        ready: ready.get(&at).copied(),
        unacknowledged: unacknowledged.get(&at).copied(),
    };
    times.into_iter().map(|at| (at, depth(at))).collect()
}
