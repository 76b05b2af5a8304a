//! Without a way in to the broker: its queues as the message service tells them, and a purge by it.

use crate::live::{Live, Setup};
use std::time::Duration;
use warren::api::Operation;
use warren::simulator::{Config, Management};
use warren::state::overlay::Overlay;
use warren::state::write::pending::{Conflict, WriteStatus};

const NAME: &str = "orders-eu-01";
/// Of the edition without a management API.
const AMQP: &str = "sessions-eu-01";

/// The seeded fleet, of whose brokers no password is known; in the queues of one messages wait.
fn setup() -> Setup {
    let mut setup = Setup::with(&[]);
    setup.simulator = Config {
        instances: Config::default().instances,
        management: Some(Management::default()),
        incidents: vec![format!("consumers-gone@{NAME}").parse().unwrap()],
        ..setup.simulator
    };
    setup
}

async fn queues(setup: Setup, name: &str) -> Live {
    let mut live = setup.start().await;
    live.listed().await;
    live.open(name, "3");
    live.until("the queues were told", |live| {
        !live.state().broker.rows().is_empty()
    })
    .await;
    live
}

/// Requests of the cloud view so far.
fn asked(live: &Live) -> usize {
    let mut requests = live.requests();
    requests.retain(|one| one.path.contains("/vhosts"));
    requests.len()
}

/// Messages that are ready in the queue under the cursor.
fn ready(live: &Live) -> u64 {
    live.state().cloud_target().unwrap().depth.ready.unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_queue_is_purged_by_its_name_and_its_messages_are_counted_before_and_after() {
    let mut live = queues(setup(), NAME).await;
    let before = ready(&live);
    assert!(before > 1000, "{before}");
    let name = live.state().cloud_target().unwrap().key.name.clone();
    live.press("p");
    let screen = live.screen();
    assert!(screen.contains("PURGE"), "{screen}");
    assert!(screen.contains(&format!("Type {name}")), "{screen}");
    assert!(screen.contains("DELETE /v2/rabbitmq/"), "{screen}");
    live.press("tab tab enter");
    assert_eq!(live.writes().len(), 0, "the name is not typed");
    live.press("tab");
    live.type_text(&name);
    live.press("enter");
    live.until("it is settled", Live::settled).await;
    let Some(WriteStatus::Purged {
        before: told,
        after,
    }) = live.said().pop()
    else {
        panic!("{:?}\n{}", live.said(), live.dump());
    };
    assert_eq!(told, before);
    assert!(after < before / 10, "{before} -> {after}");
    let writes = live.writes();
    let [write] = writes.as_slice() else {
        panic!("{writes:?}");
    };
    assert_eq!((write.method.as_str(), write.status), ("DELETE", Some(204)));
    assert!(write.path.ends_with("/contents") && write.body.is_empty());
    live.pass(Duration::from_secs(3)).await;
    let row = live.state().cloud_queues().unwrap();
    let list = row.value().unwrap();
    let own = list.queues.rows.iter().find(|queue| queue.key.name == name);
    assert!(
        own.unwrap().depth.ready < Some(before),
        "the list is read anew"
    );
    let entry = live.state().journal.shown("").next().cloned();
    if let Some(entry) = entry {
        assert_eq!(entry.attempt.action, Operation::PurgeQueue.as_str());
    }
}

#[tokio::test(start_paused = true)]
async fn a_queue_that_is_gone_meanwhile_is_left_alone() {
    let mut live = queues(setup(), NAME).await;
    let name = live.state().cloud_target().unwrap().key.name.clone();
    live.press("p");
    live.set_faults(&["404@show_queue"]);
    live.type_text(&name);
    live.press("enter");
    live.until("it is settled", Live::settled).await;
    let gone = WriteStatus::NotSentChanged(Conflict::Gone);
    assert_eq!(live.said().last(), Some(&gone));
    assert_eq!(live.writes().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_followed_and_sent_once() {
    // Nothing comes into the queue for dead letters: that it is empty is seen.
    for quiet in [false, true] {
        let mut live = queues(setup(), NAME).await;
        if quiet {
            live.press("/");
            live.type_text("dead-letters");
            live.press("enter");
        }
        let name = live.state().cloud_target().unwrap().key.name.clone();
        live.press("p");
        live.set_faults(&["lost@purge_queue:first=1"]);
        live.type_text(&name);
        live.press("enter");
        live.until("it is settled", Live::settled).await;
        let said = live.said();
        let is_lost = |said: &WriteStatus| matches!(said, WriteStatus::Unknown(_));
        assert!(said.iter().any(is_lost), "{said:?}");
        // What came in meanwhile may have hidden it: then nothing tells.
        let last = said.last();
        assert!(
            matches!(last, Some(WriteStatus::Done))
                || !quiet && matches!(last, Some(WriteStatus::Unsure(_))),
            "{name}: {last:?}"
        );
        assert_eq!(live.writes().len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn the_service_is_asked_every_half_minute_and_not_behind_another_tab() {
    let mut live = queues(setup(), NAME).await;
    let once = asked(&live);
    assert!(once > 1, "{once}");
    live.pass(Duration::from_secs(25)).await;
    assert_eq!(asked(&live), once);
    live.pass(Duration::from_secs(10)).await;
    assert_eq!(asked(&live), 2 * once);
    live.press("4");
    live.pass(Duration::from_secs(120)).await;
    assert_eq!(asked(&live), 2 * once);
}

#[tokio::test(start_paused = true)]
async fn the_engine_without_a_management_api_shows_its_queues_and_its_users() {
    let mut live = queues(setup(), AMQP).await;
    let screen = live.screen();
    assert!(screen.contains("cloud view"), "{screen}");
    assert!(screen.contains("AMQP-0-9-1"), "{screen}");
    live.press("]");
    live.until("its users were told", |live| {
        let users = live.state().cloud_users();
        users.is_some_and(|users| users.value().is_some())
    })
    .await;
    let screen = live.screen();
    assert!(screen.contains("svc-") || screen.contains(".*"), "{screen}");
}

#[tokio::test(start_paused = true)]
async fn a_missing_right_is_named_and_an_enter_opens_nothing() {
    let setup = setup().faults(&["403@list_queues"]);
    let mut live = setup.start().await;
    live.listed().await;
    live.open(AMQP, "3");
    live.until("it was refused", |live| {
        let told = live.state().cloud_standing();
        told.is_some_and(|(_, failure)| failure.is_some())
    })
    .await;
    let screen = live.screen();
    assert!(screen.contains("dms:amqpQueue:list"), "{screen}");
    live.press("enter p");
    let refused = matches!(live.state().overlay, Some(Overlay::Refused { .. }));
    assert!(refused, "{}", live.dump());
}
