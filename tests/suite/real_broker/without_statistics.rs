//! A broker whose statistics are switched off.

use super::amqp::Amqp;
use super::api::soon;
use super::node::{Node, Setup};
use super::on_each;
use super::session::Session;
use super::version::Version;
use serde_json::json;
use std::time::Duration;
use warren::api::management::{
    ListConnections, ListConsumers, ListQueues, ManagementError, PageOf, ShowOverview,
};
use warren::findings::Code;

on_each! {
    without_statistics_what_is_known_is_told_and_nothing_is_made_up
}

const TICK: Duration = Duration::from_secs(5);

async fn without_statistics_what_is_known_is_told_and_nothing_is_made_up(version: Version) {
    let setup = Setup {
        lines: vec!["management_agent.disable_metrics_collector = true".to_owned()],
        tls: None,
    };
    let Some(node) = Node::start(version, setup).await else {
        return;
    };
    node.queue("counted", json!({})).await;
    node.publish("counted", 12).await;
    let mut consumer = Amqp::connect(&node, "svc-counted");
    consumer.channel();
    let client = node.client();
    let whole = client.ask(&ShowOverview { samples: true }).await;
    let whole = whole.unwrap().value;
    assert!(!whole.has_statistics);
    assert_eq!(
        (whole.depth.ready, whole.messages.publish.rate),
        (None, None)
    );
    let most = ListQueues::MostMessages {
        rows: 50,
        named: None,
    };
    let queues = client.ask(&most).await.unwrap().value.rows.rows;
    assert_eq!(queues[0].depth.ready, Some(12));
    assert_eq!(queues[0].consumers, None);
    let connections = ListConnections {
        page: PageOf::first(500),
        statistics: false,
    };
    soon("connected", async || {
        let whole = ShowOverview { samples: false };
        let whole = client.ask(&whole).await.unwrap().value;
        (whole.counts.connections == Some(1)).then_some(())
    })
    .await;
    let listed = client.ask(&connections).await.unwrap().value.rows.rows;
    // 4.3 lists nobody then, whichever way it is asked.
    let names = usize::from(version != Version::V4_3);
    assert_eq!(listed.len(), names);
    let consumers = client.ask(&ListConsumers).await;
    assert_eq!(consumers.unwrap_err(), ManagementError::StatisticsOff);
    let mut session = Session::open(&node.url());
    session.round(TICK).await.unwrap();
    assert_eq!(session.found(), []);
    // Nodes have no flags then: the check alone tells.
    node.control(&["set_vm_memory_high_watermark", "absolute", "1MB"]);
    if version.has_health_checks() {
        soon("found", async || {
            session.round(TICK).await.unwrap();
            session.found().first().copied()
        })
        .await;
        assert_eq!(session.found(), [Code::MemoryAlarm]);
    }
}
