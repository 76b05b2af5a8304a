//! One queue: what it is and has, and the rates of one that is looked at.

use super::Ask;
use super::ask::columns;
use super::consumers::consumer;
use super::fields::{STATS, counter, pairs, word};
use super::queues::{COLUMNS, queue};
use super::samples::{self, History, samples};
use crate::api::operation::DecodeError;
use crate::api::wire::{self, Fields};
use crate::api::{Method, Request};
use crate::model::broker::{Queue, QueueDetail, QueueKey};

/// One queue with its consumers, its policy in effect and ten minutes of samples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShowQueue {
    pub queue: QueueKey,
}

impl Ask for ShowQueue {
    type Reply = QueueDetail;

    fn request(&self) -> Request {
        samples::with_samples(asked(&self.queue), History::TenMinutes)
    }

    fn decode(&self, _status: u16, body: &[u8]) -> Result<QueueDetail, DecodeError> {
        let body = wire::object(body)?;
        let mut fields = Fields::new(&body);
        let queue = queue(&mut fields).ok_or_else(|| DecodeError::new("name", "missing"))?;
        let depths = samples::depths(&mut fields);
        Ok(QueueDetail {
            queue,
            consumers: fields.objects("consumer_details", consumer),
            effective_policy: pairs(&mut fields, "effective_policy_definition"),
            operator_policy: word(&mut fields, "operator_policy"),
            samples: samples(&mut fields, &depths),
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
