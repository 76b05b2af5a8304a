//! Queues as a broker lists them, and what is done to them.

use super::api::soon;
use super::node::Node;
use super::on_each;
use super::shared::broker;
use super::version::Version;
use serde_json::json;
use warren::api::Departure;
use warren::api::management::{
    Change, ChangeError, Client, History, ListQueues, ManagementError, Order, PageOf, ShowOverview,
    ShowQueue, ShowRates,
};
use warren::broker::Part;
use warren::model::broker::{Queue, QueueKey, QueueKind, Sample};
use warren::poller::broker::{Known, read};

on_each! {
    a_queue_of_any_name_is_found_purged_and_deleted
    pages_are_in_the_order_that_was_asked_for_and_end_where_they_end
    what_was_published_is_counted_with_its_rates
}

fn key(name: &str) -> QueueKey {
    QueueKey {
        vhost: "/".into(),
        name: name.into(),
    }
}

/// The queues by the counts that they keep themselves, which are exact at once.
async fn exact(node: &Node) -> Vec<Queue> {
    let ask = ListQueues::MostMessages {
        rows: 500,
        named: None,
    };
    node.client().ask(&ask).await.unwrap().value.rows.rows
}

async fn ready(node: &Node, name: &str) -> Option<u64> {
    let queues = exact(node).await.into_iter();
    let mut own = queues.filter(|queue| queue.key.name == name);
    own.next()?.depth.ready
}

async fn a_queue_of_any_name_is_found_purged_and_deleted(version: Version) {
    let Some(node) = broker(version).await else {
        return;
    };
    let client = node.client();
    let may = || Departure::new(|| true);
    for name in [
        "orders/eu",
        "50% off",
        "订单 ✓",
        "a?b&c=#d",
        "plus+and:colon",
    ] {
        node.queue(name, json!({})).await;
        node.publish(name, 3).await;
        assert_eq!(ready(&node, name).await, Some(3), "{name}");
        let queue = key(name);
        let shown = client
            .ask(&ShowQueue {
                queue: queue.clone(),
            })
            .await;
        assert_eq!(shown.unwrap().value.queue.key, queue);
        client.send(&Change::purge(&queue), &may()).await.unwrap();
        assert_eq!(ready(&node, name).await, Some(0), "{name}");
        // One that has messages is not deleted.
        node.publish(name, 1).await;
        let delete = Change::delete_queue(&queue);
        let refused = client.send(&delete, &may()).await.unwrap_err();
        match refused {
            ChangeError::Refused(ManagementError::Refused { status, reason }) => {
                assert_eq!(status, 400);
                assert!(reason.ends_with("not empty"), "{reason}");
            }
            // 4.x breaks off when it says so of such a name: whether it did it is seen by looking.
            ChangeError::Unknown(ManagementError::Server { status: 500, .. }) => {
                let breaks_off = matches!(version, Version::V4_0 | Version::V4_3);
                assert!(breaks_off && !name.is_ascii(), "{name}");
            }
            other => panic!("{name}: {other:?}"),
        }
        assert_eq!(ready(&node, name).await, Some(1), "{name}");
        client.send(&Change::purge(&queue), &may()).await.unwrap();
        client.send(&delete, &may()).await.unwrap();
        assert_eq!(ready(&node, name).await, None, "{name}");
        let gone = client.ask(&ShowQueue { queue }).await.unwrap_err();
        assert_eq!(gone, ManagementError::NotFound);
    }
}

async fn pages_are_in_the_order_that_was_asked_for_and_end_where_they_end(version: Version) {
    let Some(node) = broker(version).await else {
        return;
    };
    let client = node.client();
    for number in 0..7 {
        let name = format!("page.{number}");
        node.queue(&name, json!({})).await;
        node.publish(&name, number).await;
    }
    let names = |queues: &[Queue]| -> Vec<String> {
        let names = queues.iter().map(|queue| queue.key.name.clone());
        names.collect()
    };
    let most = ListQueues::MostMessages {
        rows: 3,
        named: Some("PAGE.".into()),
    };
    let most = client.ask(&most).await.unwrap().value;
    assert_eq!(names(&most.rows.rows), ["page.6", "page.5", "page.4"]);
    assert_eq!(most.total, Some(7));
    let page = |number| PageOf {
        number,
        rows: 3,
        order: Some(Order {
            by: "name",
            reverse: true,
        }),
        named: None,
    };
    let mut all = Vec::new();
    for number in 1..=3 {
        let read = client.ask(&ListQueues::Full(page(number))).await.unwrap();
        assert_eq!(read.value.total, Some(7));
        all.extend(names(&read.value.rows.rows));
    }
    let expected: Vec<String> = (0..7).rev().map(|n| format!("page.{n}")).collect();
    assert_eq!(all, expected);
    let behind = client.ask(&ListQueues::Full(page(9))).await;
    match behind {
        Ok(empty) => assert!(version == Version::V3_8 && empty.value.rows.rows.is_empty()),
        Err(error) => assert_eq!(error, ManagementError::PageOutOfRange),
    }
}

async fn what_was_published_is_counted_with_its_rates(version: Version) {
    let Some(node) = broker(version).await else {
        return;
    };
    let client = node.client();
    let kinds = [
        ("load.classic", "classic", QueueKind::Classic),
        ("load.quorum", "quorum", QueueKind::Quorum),
        ("load.stream", "stream", QueueKind::Stream),
    ];
    let has = |kind: &QueueKind| version != Version::V3_8 || *kind != QueueKind::Stream;
    let kinds = || kinds.iter().filter(|(_, _, kind)| has(kind));
    for (name, kind, _) in kinds() {
        node.queue(name, json!({"x-queue-type": kind})).await;
    }
    let mut known = Known::default();
    samples_known(&client, &mut known).await;
    let mut published = 0;
    let rates = async |name: &str| {
        let queue = key(name);
        client.ask(&ShowRates { queue }).await.unwrap().value
    };
    soon("counted with their rates", async || {
        published += 5;
        for (name, ..) in kinds() {
            node.publish(name, 5).await;
        }
        for (name, _, kind) in kinds() {
            let seen = rates(name).await;
            assert_eq!(seen.kind.as_ref(), Some(kind));
            assert!(seen.messages.publish.total <= Some(published), "{name}");
            seen.messages.publish.rate.filter(|rate| *rate > 0.0)?;
            assert_eq!(seen.consumers, Some(0), "{name}");
        }
        Some(())
    })
    .await;
    soon("counted at last", async || {
        samples_known(&client, &mut known).await;
        for (name, ..) in kinds() {
            let seen = rates(name).await;
            (seen.depth.ready == Some(published)).then_some(())?;
        }
        Some(())
    })
    .await;
    soon("told in the samples of all", async || {
        let samples = samples_known(&client, &mut known).await;
        let waiting = samples.iter().any(|one| one.ready > Some(0));
        (waiting && samples.iter().any(|one| one.publish > Some(0.0))).then_some(())
    })
    .await;
    let joined = samples_known(&client, &mut known).await;
    let whole = samples(&client).await;
    // What is told of the newest times may still change.
    let settled = whole.last().unwrap().at - 20_000;
    // Of what never was there are no samples, and zeros once it was.
    let until = |samples: &[Sample]| -> Vec<_> {
        let settled = samples.iter().filter(|one| one.at <= settled);
        let counts = settled.map(|one| (one.at, one.ready, one.publish.unwrap_or_default()));
        counts.collect()
    };
    assert_eq!(until(&joined), until(&whole));
    assert!(joined.len() > 50, "{joined:?}");
}

/// Ten minutes of samples as the broker tells them.
async fn samples(client: &Client) -> Vec<Sample> {
    let whole = ShowOverview {
        history: History::TenMinutes,
    };
    client.ask(&whole).await.unwrap().value.samples
}

/// The same as they are read while somebody looks at them, from time to time.
async fn samples_known(client: &Client, known: &mut Known) -> Vec<Sample> {
    let mut samples = Vec::new();
    let read = read(client, &[Part::Head], known, |_, answer| {
        let head = answer.unwrap();
        samples.clone_from(&head.try_as_head_ref().unwrap().overview.samples);
    });
    read.await.unwrap();
    samples
}
