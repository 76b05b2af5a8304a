//! Alarms, from the broker to the sentence.

use super::amqp::Amqp;
use super::api::soon;
use super::node::Node;
use super::on_each;
use super::session::Session;
use super::shared::broker;
use super::version::Version;
use serde_json::json;
use std::time::Duration;
use warren::api::management::{ListConnections, Order, PageOf};
use warren::findings::Code;
use warren::lang::Lang;

on_each! {
    an_alarm_is_found_first_and_said_in_both_languages_and_goes_when_it_is_over
}

const TICK: Duration = Duration::from_secs(5);

/// Waits until the node says that its limits are the usual ones: that is late.
async fn usual(node: &Node) {
    soon("as usual", async || {
        let nodes = node.get("nodes").await?;
        let memory = nodes[0]["mem_limit"].as_u64()? > 100 << 20;
        let alarm = |of: &str| nodes[0][of].as_bool();
        let calm = alarm("mem_alarm") == Some(false) && alarm("disk_free_alarm") == Some(false);
        (memory && calm).then_some(())
    })
    .await;
}

/// How many connections there are, and the state of the first by it: of too many no others are read.
async fn first_by_state(node: &Node) -> (Option<u64>, Option<String>) {
    let order = Order {
        by: "state",
        reverse: false,
    };
    let page = PageOf {
        order: Some(order),
        ..PageOf::first(1)
    };
    let first = ListConnections {
        page,
        statistics: true,
    };
    let mut first = node.client().ask(&first).await.unwrap().value;
    let one = first.rows.rows.pop();
    (first.total, one.and_then(|one| one.state))
}

async fn an_alarm_is_found_first_and_said_in_both_languages_and_goes_when_it_is_over(
    version: Version,
) {
    let Some(node) = broker(version).await else {
        return;
    };
    for (code, on, off, english, chinese) in [
        (
            Code::MemoryAlarm,
            ["set_vm_memory_high_watermark", "absolute", "1MB"].as_slice(),
            ["set_vm_memory_high_watermark", "absolute", "1GB"].as_slice(),
            "memory alarm on warren@localhost, publishers blocked",
            "warren@localhost 内存告警，生产者被阻塞",
        ),
        (
            Code::DiskAlarm,
            ["set_disk_free_limit", "900GB"].as_slice(),
            ["set_disk_free_limit", "50MB"].as_slice(),
            "disk alarm on warren@localhost, publishers blocked",
            "warren@localhost 磁盘告警，生产者被阻塞",
        ),
    ] {
        node.clear().await;
        node.queue("waiting", json!({})).await;
        usual(&node).await;
        let mut session = Session::open(&node.url());
        session.round(TICK).await.unwrap();
        assert_eq!(session.found(), []);
        // Whoever does nothing is connected, too.
        let idle = Amqp::connect(&node, "svc-idle");
        let mut publisher = Amqp::connect(&node, "svc-orders");
        node.control(on);
        publisher.publish("waiting", 1);
        publisher.blocked();
        // Without the check, what nodes say of it comes with their statistics.
        soon("found", async || {
            session.round(TICK).await.unwrap();
            let found = session.found().contains(&code);
            assert!(found || !version.has_health_checks());
            found.then_some(())
        })
        .await;
        assert_eq!(session.found().first(), Some(&code));
        let screen = session.screen(Lang::English);
        assert!(screen.contains(english), "{screen}");
        let screen = session.screen(Lang::Chinese);
        assert!(screen.contains(chinese), "{screen}");
        // Who is blocked is known with the statistics of connections; who only consumes is not named.
        let blocked = soon("said who is blocked", async || {
            session.round(TICK).await.unwrap();
            let signs = session.broker().signs(Code::PublishersBlocked)?;
            signs.all.first().map(|one| one.subject.label())
        })
        .await;
        assert_eq!(blocked.as_deref(), Some("svc-orders"));
        assert_eq!(
            first_by_state(&node).await,
            (Some(2), Some("blocked".into()))
        );
        assert_eq!(session.found().first(), Some(&code));
        node.control(off);
        drop((publisher, idle));
        soon("over", async || {
            session.round(TICK).await.unwrap();
            session.broker().signs(code)?.clear
        })
        .await;
        // It is said for a while that it was so.
        assert_eq!(session.found().first(), Some(&code));
        session.round(Duration::from_secs(300)).await.unwrap();
        assert!(!session.found().contains(&code));
    }
}
