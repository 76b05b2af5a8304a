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
    History, ListConnections, ListConsumers, ListQueues, ManagementError, PageOf, ShowOverview,
};
use warren::broker::{BrokerError, Part};
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
    let mut publisher = Amqp::connect(&node, "svc-counted");
    publisher.publish("counted", 12);
    let client = node.client();
    let whole = client
        .ask(&ShowOverview {
            history: History::TenMinutes,
        })
        .await;
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
    let queue = soon("counted", async || {
        let rows = client.ask(&most).await.unwrap().value.rows.rows;
        let mut own = rows.into_iter();
        own.find(|queue| queue.depth.ready == Some(12))
    })
    .await;
    assert_eq!(queue.consumers, None);
    let connections = ListConnections {
        page: PageOf::first(500),
        statistics: false,
    };
    soon("connected", async || {
        let whole = ShowOverview {
            history: History::None,
        };
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
    // That nobody is listed does not say that nobody is there.
    session.desk.press("] ]");
    session.round(TICK).await.unwrap();
    let read = session.desk.state.broker.part(&Part::Connections);
    let off = BrokerError::Management(ManagementError::StatisticsOff);
    let failed = read.failure.as_ref().map(|failure| &failure.error);
    assert_eq!(failed, (names == 0).then_some(&off));
    // Nodes have no flags then: the check alone tells.
    if version.has_health_checks() {
        node.control(&["set_vm_memory_high_watermark", "absolute", "1MB"]);
        soon("found", async || {
            session.round(TICK).await.unwrap();
            session.found().first().copied()
        })
        .await;
        assert_eq!(session.found(), [Code::MemoryAlarm]);
    }
}
