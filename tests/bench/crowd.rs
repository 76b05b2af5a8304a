//! A broker of very many queues to measure with.

use super::fleet::Fed;
use std::sync::Arc;
use warren::broker::{BrokerAnswer, Head, Listed, Part};
use warren::model::broker::{Counter, Depth, MessageStats, Queue, QueueKey, QueueKind};
use warren::state::broker::SubView;

/// A fleet of one, with so many queues of its broker in memory and on screen.
pub fn fed(queues: usize, width: u16, height: u16) -> Fed {
    let mut fed = Fed::new(1, width, height);
    fed.state.view.opened = Some(fed.state.fleet.all()[0].key.clone());
    fed.press("3");
    fed.broker(Part::Head, BrokerAnswer::Head(Arc::new(Head::default())));
    fed.press("]");
    fed.broker(Part::Queues, answer(queues, 0));
    assert_eq!(fed.state.broker.shown, SubView::Queues);
    assert_eq!(fed.state.broker.rows().len(), queues);
    fed
}

/// The list of so many queues; `round` changes how full they are.
pub fn answer(queues: usize, round: u64) -> BrokerAnswer {
    let queues: Vec<Queue> = (0..queues as u64).map(|at| queue(at, round)).collect();
    BrokerAnswer::Queues(Arc::new(Listed::from(queues)))
}

/// A queue like those one meets.
fn queue(at: u64, round: u64) -> Queue {
    let counter = |rate: f64| Counter {
        total: Some(at * 1_000 + round),
        rate: Some(rate),
    };
    Queue {
        key: QueueKey {
            vhost: "/".to_owned(),
            name: format!("app{}.events.{at:05}", at % 7),
        },
        kind: Some(QueueKind::Classic),
        state: Some("running".to_owned()),
        node: Some(format!("rabbit@dms-vm-ab3f243f-rabbitmq-{}", at % 3)),
        depth: Depth {
            ready: Some((at * 7919 + round * 13) % 90_000),
            unacknowledged: Some(at % 20),
        },
        growth: Some(0.5),
        consumers: Some(at % 4),
        utilisation: Some(0.9),
        messages: MessageStats {
            publish: counter(12.0),
            deliver_get: counter(11.5),
            ack: counter(11.0),
            ..MessageStats::default()
        },
        durable: Some(true),
        auto_delete: Some(false),
        exclusive: Some(false),
        policy: Some("ha-all".to_owned()),
        arguments: vec![("x-message-ttl".to_owned(), "60000".to_owned())],
        members: Vec::new(),
        online: Vec::new(),
        leader: None,
        bytes: Some(at * 512),
        head: None,
    }
}
