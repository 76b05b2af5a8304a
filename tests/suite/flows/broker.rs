//! What is done to a broker, from the key to what the broker says afterwards: over HTTP, to simulated
//! brokers.

use crate::live::{Live, Setup};
use std::time::Duration;
use warren::api::management::{BrokerSettings, ChangeError, ChangeKind, PASSWORD_VARIABLE};
use warren::broker::{BrokerAnswer, Part};
use warren::model::broker::Queue;
use warren::secret::Secret;
use warren::simulator::management::SEEDED_PASSWORD;
use warren::simulator::{Config, Management};
use warren::state::notice::NoticeKind;
use warren::state::overlay::{Content, Overlay};
use warren::state::write::broker::{
    BrokerFailure, BrokerReceipt, BrokerResult, BrokerTally, REASON,
};
use warren::state::write::can::Refusal;

const NAME: &str = "orders-eu-01";

/// The seeded fleet; in the queues of one of its brokers messages wait.
fn setup() -> Setup {
    let mut setup = Setup::with(&[]);
    setup.simulator = Config {
        instances: Config::default().instances,
        management: Some(Management::default()),
        incidents: vec![format!("consumers-gone@{NAME}").parse().unwrap()],
        ..setup.simulator
    };
    let password = (PASSWORD_VARIABLE.to_owned(), Secret::new(SEEDED_PASSWORD));
    setup.brokers.passwords.insert(password.0, password.1);
    setup
}

/// Its broker, at the view so many steps from the first, once that was read.
async fn looked_at(setup: Setup, steps: usize, part: Part) -> Live {
    let mut live = setup.start().await;
    live.listed().await;
    live.open(NAME, "3");
    live.press(&"] ".repeat(steps));
    live.until("the view was read", |live| {
        live.state().broker.part(&part).value().is_some()
    })
    .await;
    live
}

async fn queues(setup: Setup) -> Live {
    looked_at(setup, 1, Part::Queues).await
}

async fn connections() -> Live {
    looked_at(setup(), 2, Part::Connections).await
}

/// The queue under the cursor, as it was read last.
fn queue(live: &Live) -> Queue {
    live.state().broker_queue().unwrap().clone()
}

async fn until_over(live: &mut Live) {
    live.until("nothing is under way", |live| {
        live.state().broker_writes.under_way().next().is_none()
    })
    .await;
}

/// How the newest change of a broker stands, as it was told.
fn told(live: &Live) -> BrokerResult {
    let mut notices = live.state().notices.iter();
    let told = notices.find_map(|notice| match &notice.said {
        NoticeKind::BrokerChange(outcome) => Some(outcome.result.clone()),
        _ => None,
    });
    told.unwrap()
}

fn refusal(live: &mut Live, key: &str) -> Refusal {
    live.press(key);
    let Some(Overlay::Refused { reason, .. }) = &live.state().overlay else {
        panic!("not refused\n{}", live.dump());
    };
    let reason = reason.clone();
    live.press("esc");
    reason
}

#[tokio::test(start_paused = true)]
async fn a_queue_is_purged_once_its_name_is_typed_and_what_is_left_is_counted() {
    let mut live = queues(setup()).await;
    let before = queue(&live);
    let ready = before.depth.ready.unwrap();
    assert!(ready > 1000, "{ready}");
    live.press("p");
    let screen = live.screen();
    assert!(screen.contains("DELETE /api/queues/"), "{screen}");
    // Nothing leaves before its name is there in full.
    live.press("enter");
    assert!(live.state().broker_writes.under_way().next().is_none());
    live.type_text(&before.key.name);
    live.press("enter");
    until_over(&mut live).await;
    let BrokerResult::Ended(Ok(BrokerReceipt::Purged {
        before: Some(counted),
        after: Some(after),
    })) = told(&live)
    else {
        panic!("{:?}\n{}", told(&live), live.dump());
    };
    assert!(counted >= ready, "{counted} of {ready}");
    assert!(after < ready / 100, "{after}");
    // The list is read anew, and has it too.
    live.until("the list has it", |live| {
        let listed = live.state().broker.part(&Part::Queues).value();
        let Some(BrokerAnswer::Queues(listed)) = listed else {
            return false;
        };
        let own = listed.rows.iter().find(|one| one.key == before.key);
        own.is_some_and(|own| own.depth.ready.is_some_and(|now| now < ready / 100))
    })
    .await;
    let written = std::fs::read_to_string(live.home.path().join("journal.jsonl")).unwrap();
    let sent = written.lines().next().unwrap();
    assert!(sent.contains(ChangeKind::PurgeQueue.recorded()), "{sent}");
    assert!(sent.contains("http://127.0.0.1:"), "{sent}");
    assert!(written.contains("\"accepted\""), "{written}");
    assert!(!written.contains(SEEDED_PASSWORD));
}

#[tokio::test(start_paused = true)]
async fn a_purge_that_is_cut_off_may_have_happened_and_is_not_sent_again() {
    // Before it gets there, and when it was done.
    for (fault, happens) in [("reset", false), ("lost", true)] {
        let mut live = queues(setup()).await;
        let before = queue(&live);
        let ready = before.depth.ready.unwrap();
        live.set_faults(&[&format!("{fault}@DELETE /api/queues/*/*/contents")]);
        live.press("p");
        live.type_text(&before.key.name);
        live.press("enter");
        until_over(&mut live).await;
        let told = told(&live);
        assert!(
            matches!(
                told,
                BrokerResult::Ended(Err(BrokerFailure::Failed(ChangeError::Unknown(_))))
            ),
            "{fault}: {told:?}"
        );
        let screen = live.screen();
        assert!(screen.contains("may have happened"), "{fault}: {screen}");
        live.pass(Duration::from_secs(60)).await;
        let sent = live.writes();
        assert_eq!(sent.len(), 1, "{fault}: {sent:?}");
        // Reading goes on, and tells.
        live.until("the list has it", |live| {
            let listed = live.state().broker.part(&Part::Queues).value();
            let listed = listed.and_then(|listed| listed.try_as_queues_ref());
            let rows = listed.map(|listed| listed.rows.as_slice());
            let mut rows = rows.unwrap_or_default().iter();
            let own = rows.find(|one| one.key == before.key);
            own.and_then(|own| own.depth.ready)
                .is_some_and(|now| (now < ready / 2) == happens)
        })
        .await;
        let written = std::fs::read_to_string(live.home.path().join("journal.jsonl")).unwrap();
        let sent = written.lines().next().unwrap();
        assert!(sent.contains(ChangeKind::PurgeQueue.recorded()), "{sent}");
        assert!(written.contains("\"unknown\""), "{fault}: {written}");
        assert!(!written.contains("\"accepted\""), "{fault}: {written}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_can_only_read_sends_nothing_to_a_broker() {
    let mut read_only = setup();
    read_only.read_only = true;
    let mut live = queues(read_only).await;
    assert_eq!(refusal(&mut live, "p"), Refusal::ReadOnly);
    assert_eq!(refusal(&mut live, "X"), Refusal::NoConnection);
}

#[tokio::test(start_paused = true)]
async fn a_queue_that_is_not_empty_is_not_deleted() {
    let mut live = queues(setup()).await;
    assert!(matches!(
        refusal(&mut live, "D"),
        Refusal::QueueNotEmpty(1000..)
    ));
}

#[tokio::test(start_paused = true)]
async fn messages_are_looked_at_only_where_the_profile_allows_it() {
    let mut live = queues(setup()).await;
    assert_eq!(refusal(&mut live, "L"), Refusal::PeekOff);
    let mut allowed = setup();
    let settings = BrokerSettings {
        allow_peek: true,
        ..BrokerSettings::default()
    };
    allowed.brokers.settings = vec![(NAME.to_owned(), settings)];
    let mut live = queues(allowed).await;
    live.press("L");
    live.answer_question("y").await;
    until_over(&mut live).await;
    let shown = live.state().overlay.as_ref().and_then(Overlay::content);
    assert!(
        matches!(shown, Some(Content::Messages(_))),
        "{}",
        live.dump()
    );
    let BrokerResult::Ended(Ok(BrokerReceipt::Messages(messages))) = told(&live) else {
        panic!("{}", live.dump());
    };
    assert_eq!(messages.rows.len(), 5);
    let screen = live.screen();
    assert!(screen.contains(&messages.rows[0].routing_key), "{screen}");
}

#[tokio::test(start_paused = true)]
async fn a_connection_is_closed_after_a_yes() {
    let mut live = connections().await;
    let name = live.state().broker_connection().unwrap().name.clone();
    live.press("X");
    let screen = live.screen();
    assert!(screen.contains("X-Reason: "), "{screen}");
    live.answer_question("y").await;
    until_over(&mut live).await;
    assert_eq!(told(&live), BrokerResult::Ended(Ok(BrokerReceipt::Closed)));
    live.until("it is not in the list any more", |live| {
        match live.state().broker.part(&Part::Connections).value() {
            Some(BrokerAnswer::Connections(listed)) => {
                listed.rows.iter().all(|one| one.name != name)
            }
            _ => false,
        }
    })
    .await;
}

fn tally(live: &Live) -> BrokerTally {
    match told(live) {
        BrokerResult::Several(tally, failure) => {
            assert_eq!(failure, None);
            tally
        }
        other => panic!("{other:?}\n{}", live.dump()),
    }
}

#[tokio::test(start_paused = true)]
async fn connections_of_a_client_are_closed_one_by_one_until_it_is_stopped() {
    let mut live = connections().await;
    // To a client that has several.
    let several = |live: &Live| {
        let plan = live.state().close_client_plan(REASON).unwrap();
        plan.calls().len()
    };
    while several(&live) < 4 {
        let before = live.state().broker_connection().unwrap().name.clone();
        live.press("j");
        assert_ne!(live.state().broker_connection().unwrap().name, before);
    }
    let all = several(&live);
    live.press("ctrl-x");
    live.type_text(&all.to_string());
    live.press("enter");
    live.until("two are closed", |live| tally(live).closed >= 2)
        .await;
    live.press(".");
    until_over(&mut live).await;
    let tally = tally(&live);
    assert!((2..=3).contains(&tally.closed), "{tally:?}");
    assert_eq!((tally.left, tally.open), (all - tally.closed, 0));
}
