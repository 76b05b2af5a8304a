//! The queues of a broker as the message service tells them, vhost by vhost.

use crate::desk::id;
use crate::scripted::{Reply, Seen, Service};
use serde_json::{Value, json};
use warren::api::{ErrorKind, Operation, QueueList};

/// Vhosts `v0`, `v1`, ... with so many queues each.
fn world(seen: &Seen, vhosts: u64, queues: u64) -> Value {
    let offset = seen.number("offset").unwrap();
    let limit = seen.number("limit").unwrap();
    let (prefix, total) = match seen.uri.contains("/queues?") {
        true => ("q", queues),
        false => ("v", vhosts),
    };
    let names = offset..total.min(offset + limit);
    let items: Vec<Value> = names
        .map(|number| json!({"name": format!("{prefix}{number}"), "messages": number}))
        .collect();
    json!({"size": items.len(), "total": total, "items": items})
}

async fn list(service: &Service) -> QueueList {
    service.reader().list_queues(&id("I")).await.unwrap()
}

#[tokio::test]
async fn every_page_of_every_vhost_is_read_the_first_of_each_before_the_others() {
    let service = Service::start(|_, seen| Reply::ok(world(seen, 2, 60))).await;
    let list = list(&service).await;
    assert_eq!(list.queues.rows.len(), 120);
    assert_eq!((list.total, list.unread, list.requests), (120, 0, 5));
    assert!(list.is_complete());
    let at = |vhost: &str, offset: u64| {
        let instance = id("I");
        format!("GET /v2/rabbitmq/pid/instances/{instance}/vhosts{vhost}?limit=50&offset={offset}")
    };
    let queues = [
        ("/v0/queues", 0),
        ("/v1/queues", 0),
        ("/v0/queues", 50),
        ("/v1/queues", 50),
    ];
    let queues = queues.map(|(vhost, offset)| at(vhost, offset));
    assert_eq!(service.lines()[0], at("", 0));
    assert_eq!(service.lines()[1..], queues);
}

#[tokio::test]
async fn a_reading_of_many_vhosts_or_queues_ends_after_twenty_requests_and_says_what_is_missing() {
    let service = Service::start(|_, seen| Reply::ok(world(seen, 300, 10))).await;
    let many = list(&service).await;
    assert_eq!((many.requests, service.seen().len()), (20, 20));
    assert_eq!(many.unread, 300 - 14, "after six pages of vhosts");
    assert_eq!(many.queues.rows.len(), 140);
    assert!(!many.is_complete());
    let service = Service::start(|_, seen| Reply::ok(world(seen, 1, 5047))).await;
    let long = list(&service).await;
    assert_eq!((long.requests, long.unread, long.total), (20, 0, 5047));
    assert_eq!(long.queues.rows.len(), 19 * 50);
    assert!(!long.is_complete() && long.missing.is_none());
}

#[tokio::test]
async fn what_fails_in_one_vhost_leaves_the_others_and_what_fails_in_all_is_the_answer() {
    let service = Service::start(|_, seen| match seen.uri.contains("/v1/") {
        true => Reply::status(403),
        false => Reply::ok(world(seen, 3, 2)),
    })
    .await;
    let partly = list(&service).await;
    assert_eq!((partly.queues.rows.len(), partly.unread), (4, 1));
    let why = partly.missing.unwrap();
    assert_eq!(
        (why.kind, why.attempted),
        (ErrorKind::Forbidden, Operation::ListQueues)
    );
    let service = Service::start(|_, seen| match seen.uri.contains("/queues?") {
        true => Reply::status(403),
        false => Reply::ok(world(seen, 9, 2)),
    })
    .await;
    let denied = service.reader().list_queues(&id("I")).await.unwrap_err();
    assert_eq!(denied.attempted.permission(), Some("dms:amqpQueue:list"));
    assert_eq!(service.seen().len(), 4, "three vhosts are enough");
}

#[tokio::test]
async fn a_vhost_that_is_gone_when_it_is_asked_is_no_failure() {
    let service = Service::start(|_, seen| match seen.uri.contains("/v0/") {
        true => Reply::status(404),
        false => Reply::ok(world(seen, 2, 2)),
    })
    .await;
    let list = list(&service).await;
    assert_eq!(list.queues.rows.len(), 2);
    assert!(list.is_complete());
}
