//! Answers that are lost while the effect comes late, or never: for every kind of write there is
//! one request and a locked target for as long as the effect may come, and then the truth.

use crate::live::{Live, Setup};
use std::time::Duration;
use warren::state::form::Field;
use warren::state::overlay::Overlay;
use warren::state::write::pending::WriteStatus;

const NAME: &str = "orders-01";
const PLUGIN: &str = "rabbitmq_shovel";
/// How an answer is lost, as the simulator says it; `late` alone cuts the connection.
const WAYS: [&str; 3] = ["reset", "500", "hang"];
/// How much later the effect comes, or never.
const DELAYS: [Option<u64>; 3] = [Some(6), Some(20), None];
/// Every kind of write, as the simulator names its call.
const KINDS: [&str; 8] = [
    "delete_instance",
    "batch_instances",
    "switch_plugins",
    "modify_instance",
    "change_tags",
    "extend_instance",
    "reset_password",
    "create_instance",
];
fn impatient() -> Setup {
    let mut setup = Setup::with(&[NAME, "orders-02"]);
    setup.timeout = Duration::from_secs(4);
    setup
}

/// Confirms what is in front, whatever that takes.
async fn confirm(live: &mut Live) {
    live.pass(Duration::from_millis(800)).await;
    let Some(Overlay::Confirm(confirm)) = &live.state().overlay else {
        panic!("no question\n{}", live.dump());
    };
    if confirm.is_typing() {
        live.type_text(NAME);
        live.press("enter");
    } else {
        live.press("tab enter");
    }
}

/// Goes on in the form until its review asks.
fn review(live: &mut Live) {
    for _ in 0..12 {
        if matches!(live.state().overlay, Some(Overlay::Confirm(_))) {
            return;
        }
        live.press("tab");
        let review = match &live.state().overlay {
            Some(Overlay::Form(form)) => form.focus() == Field::Review,
            other => panic!("no form but {other:?}"),
        };
        if review {
            live.press("enter");
        }
    }
    panic!("no question\n{}", live.dump());
}

/// Sends one write of a kind, by keys.
async fn send(live: &mut Live, kind: &str) {
    live.go_home();
    match kind {
        "delete_instance" => live.delete(NAME),
        "batch_instances" => {
            live.select(NAME);
            live.press("X");
            confirm(live).await;
        }
        "switch_plugins" => {
            live.open(NAME, "4");
            live.until("its plug-ins are there", |live| {
                live.detail().known.plugins().known.is_some()
            })
            .await;
            live.select_plugin(PLUGIN);
            live.press("t");
            live.pass(Duration::from_millis(800)).await;
            live.press("y");
        }
        "modify_instance" => {
            live.select(NAME);
            live.press("e");
            live.pass(Duration::from_secs(1)).await;
            live.press("ctrl-u");
            live.type_text("orders-99");
            review(live);
            confirm(live).await;
        }
        "change_tags" => {
            live.select(NAME);
            live.press("T");
            live.pass(Duration::from_secs(1)).await;
            live.press("ctrl-u");
            live.type_text("team=late");
            review(live);
            confirm(live).await;
        }
        "reset_password" => {
            live.select(NAME);
            live.press("P");
            live.type_text("Canary-77");
            live.press("tab");
            live.type_text("Canary-77");
            live.press("tab enter");
            confirm(live).await;
        }
        "extend_instance" => {
            live.select(NAME);
            live.press("R");
            live.pass(Duration::from_secs(1)).await;
            live.press("enter enter");
            if let Some(Overlay::Form(form)) = &live.state().overlay
                && form.focus() == Field::Way
            {
                live.press("tab");
            }
            live.type_text("300");
            review(live);
            confirm(live).await;
        }
        "create_instance" => {
            live.create_like(NAME, "orders-07", "Canary-77").await;
        }
        other => panic!("{other}"),
    }
}

/// What is said in the end: a password is never read back; a creation and a restart that left no
/// trace are ended by the user alone.
fn end(kind: &str, comes: bool) -> Option<&'static str> {
    match (kind, comes) {
        ("reset_password", _) => Some("unsure"),
        (_, true) => Some("done"),
        ("batch_instances" | "create_instance", false) => None,
        (_, false) => Some("no-trace"),
    }
}

/// The write of this kind whose answer is lost this way, its effect late or never.
async fn lose(way: &str, kind: &str, delay: Option<u64>) {
    let case = format!("{way}, {kind}, {delay:?}");
    let mut live = impatient().start().await;
    live.listed().await;
    // Longer than anything here lasts: `hang` alone would let it take effect at once.
    let late = delay.unwrap_or(100_000);
    live.set_faults(&[
        &format!("{way}@{kind}:first=1"),
        &format!("late={late}s@{kind}:first=1"),
    ]);
    send(&mut live, kind).await;
    live.until(&format!("{case}: its answer is lost"), |live| {
        matches!(live.said().last(), Some(WriteStatus::Unknown(_)))
    })
    .await;
    let unknown_at = live.now().uptime;
    match end(kind, delay.is_some()) {
        Some(end) => {
            live.until_settled().await;
            assert_eq!(live.said().last().map(<&str>::from), Some(end), "{case}");
            if end != "done" {
                let locked = live.now().uptime - unknown_at;
                assert!(locked >= Duration::from_secs(120), "{case}: {locked:?}");
            }
        }
        None => {
            live.pass_by(Duration::from_secs(15 * 60), Duration::from_millis(500))
                .await;
            assert!(!live.settled(), "{case}: only the user ends it");
            assert_eq!(live.writes().len(), 1, "{case}");
            live.go_home();
            live.press("U");
            live.pass(Duration::from_millis(800)).await;
            live.press("y");
            assert!(live.settled(), "{case}: released\n{}", live.dump());
            let said = live.said();
            let why = said.last().and_then(WriteStatus::error);
            assert_eq!(said.last().map(<&str>::from), Some("released"), "{case}");
            assert!(why.is_some(), "{case}");
        }
    }
    assert_eq!(live.writes().len(), 1, "{case}: sent once");
}

async fn lose_every_kind(way: &str) {
    for kind in KINDS {
        for delay in DELAYS {
            lose(way, kind, delay).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_write_whose_connection_breaks_is_sent_once_and_its_end_is_true() {
    lose_every_kind(WAYS[0]).await;
}

#[tokio::test(start_paused = true)]
async fn a_write_that_a_server_error_answers_is_sent_once_and_its_end_is_true() {
    lose_every_kind(WAYS[1]).await;
}

#[tokio::test(start_paused = true)]
async fn a_write_that_nothing_answers_is_sent_once_and_its_end_is_true() {
    lose_every_kind(WAYS[2]).await;
}

/// While it is not known, the same thing cannot be asked for again, and it is said why.
#[tokio::test(start_paused = true)]
async fn a_second_one_is_refused_with_the_reason_and_what_ends_it() {
    let mut live = impatient().start().await;
    live.listed().await;
    live.set_faults(&["reset@batch_instances:first=1"]);
    send(&mut live, "batch_instances").await;
    live.until("its answer is lost", |live| {
        matches!(live.said().last(), Some(WriteStatus::Unknown(_)))
    })
    .await;
    live.pass(Duration::from_secs(30)).await;
    live.go_home();
    live.press("X");
    let screen = live.screen();
    for text in [
        "restart orders-01",
        "was lost",
        "until you release it",
        "U shows",
    ] {
        let flat = screen.replace(['\n', '│'], " ");
        let flat: String = flat.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(text), "{text}\n{screen}");
    }
    live.press("esc U");
    let screen = live.screen();
    assert!(screen.contains("restarts twice"), "{screen}");
    live.press("esc");
    assert!(!live.settled(), "looking releases nothing");
    assert_eq!(live.writes().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_batch_that_takes_effect_late_is_never_said_to_have_left_no_trace() {
    for way in WAYS {
        let mut live = impatient().start().await;
        live.listed().await;
        live.set_faults(&[
            &format!("{way}@batch_instances:first=1"),
            "late=20s@batch_instances:first=1",
        ]);
        live.press("m D");
        live.pass(Duration::from_millis(800)).await;
        live.type_text("delete 2");
        live.press("enter");
        live.until("its answer is lost", |live| {
            let batch = live.state().batches.newest();
            batch.is_some_and(|batch| {
                let lost = |item: &warren::state::write::batches::Item| {
                    matches!(item.result, WriteStatus::Unknown(_))
                };
                batch.items.iter().all(lost)
            })
        })
        .await;
        live.until_settled().await;
        let batch = live.state().batches.newest().unwrap();
        let done = batch
            .items
            .iter()
            .all(|item| item.result == WriteStatus::Done);
        assert!(done, "{way}\n{}", live.dump());
        assert_eq!(live.writes().len(), 1, "{way}: sent once");
    }
}
