//! Every fault the simulator knows, against every call the dashboard makes: what is known stays,
//! what is said is true, and it ends when the fault does.

use crate::live::{Live, Setup};
use std::time::Duration;
use warren::api::ErrorKind;
use warren::findings::{Presence, Severity};
use warren::simulator::world::instance::Status;
use warren::state::notice::NoticeKind;
use warren::state::span::Span;
use warren::state::write::pending::WriteStatus;

const PASSWORD: &str = "Canary-77";
const PLUGIN: &str = "rabbitmq_shovel";

/// How a read can fail, and as what it shows; `None` when it only takes longer.
const READS: [(&str, Option<ErrorKind>); 16] = [
    ("latency=1s", None),
    ("hang", Some(ErrorKind::Timeout)),
    ("reset", Some(ErrorKind::Unreachable)),
    ("lost", Some(ErrorKind::Unreachable)),
    ("truncate", Some(ErrorKind::Unreachable)),
    ("401", Some(ErrorKind::Unauthorized)),
    ("403", Some(ErrorKind::Forbidden)),
    ("403=frozen", Some(ErrorKind::Refused)),
    ("404", Some(ErrorKind::NotFound)),
    ("408", Some(ErrorKind::Server)),
    ("429", Some(ErrorKind::Throttled)),
    ("429=40", Some(ErrorKind::Throttled)),
    ("500", Some(ErrorKind::Server)),
    ("503", Some(ErrorKind::Server)),
    ("html", Some(ErrorKind::Server)),
    ("html=200", Some(ErrorKind::Undecodable)),
];

/// A short patience, so that what hangs is given up soon; and shorter than a refresh, so that no
/// read begins in the moment in which a write is given up: it would be open which came first.
fn impatient() -> Setup {
    let mut setup = Setup::with(&["orders-01", "orders-02"]);
    setup.timeout = Duration::from_secs(4);
    setup
}

/// What is known of one part of what is on screen, and how reading it fails now.
fn part(live: &Live, call: &str) -> (bool, Option<ErrorKind>) {
    fn of<T>(remote: &warren::state::remote::Remote<T>) -> (bool, Option<ErrorKind>) {
        let failure = remote.failure.as_ref();
        (
            remote.known.is_some(),
            failure.map(|failure| failure.error.kind),
        )
    }
    match call {
        "list_instances" => of(&live.profile().feed.listing),
        "show_instance" => of(live.detail().known.instance()),
        "list_plugins" => of(live.detail().known.plugins()),
        "list_tasks" => of(live.detail().known.tasks(&Span::All)),
        other => panic!("{other} is on no screen"),
    }
}

/// Opens orders-01 where `call` is read, lets it fail, looks, and lets it be.
async fn read_through(call: &str, tab: &str, fault: &str, expected: Option<ErrorKind>) {
    let mut live = impatient().start().await;
    live.listed().await;
    live.open("orders-01", tab);
    live.until("it is known", |live| part(live, call).0).await;
    live.set_faults(&[&format!("{fault}@{call}")]);
    live.press("r");
    let what = format!("{call} under {fault} fails as {expected:?}");
    match expected {
        Some(_) => {
            live.until(&what, |live| part(live, call).1 == expected)
                .await
        }
        None => live.pass(Duration::from_secs(3)).await,
    }
    assert_eq!(part(&live, call), (true, expected), "{what}");
    let names: Vec<String> = live.names();
    assert_eq!(names.len(), 2, "{what}: no row is lost");
    assert_eq!(live.writes(), [], "{what}");
    live.set_faults(&[]);
    live.press(if fault == "401" { "A" } else { "r" });
    live.until(&format!("{call} recovers from {fault}"), |live| {
        part(live, call) == (true, None)
    })
    .await;
    live.until("both are fine", |live| {
        live.state().fleet.count(Severity::Fine) == 2
    })
    .await;
    let listed = live.state().fleet.all().iter();
    assert!(
        listed.clone().all(|row| row.presence == Presence::Listed),
        "{what}"
    );
}

#[tokio::test(start_paused = true)]
async fn whatever_befalls_the_list_no_row_is_lost_and_it_recovers() {
    for (fault, expected) in READS {
        read_through("list_instances", "1", fault, expected).await;
    }
}

#[tokio::test(start_paused = true)]
async fn whatever_befalls_the_detail_it_stays_and_recovers() {
    for (fault, expected) in READS {
        read_through("show_instance", "1", fault, expected).await;
    }
}

#[tokio::test(start_paused = true)]
async fn whatever_befalls_the_plug_ins_they_stay_and_recover() {
    for (fault, expected) in READS {
        read_through("list_plugins", "4", fault, expected).await;
    }
}

#[tokio::test(start_paused = true)]
async fn whatever_befalls_the_tasks_they_stay_and_recover() {
    for (fault, expected) in READS {
        read_through("list_tasks", "5", fault, expected).await;
    }
}

/// What was said about a write, in short.
fn story(live: &Live) -> String {
    let words = live.said().into_iter().map(|said| match said {
        WriteStatus::Sent => "sent".to_owned(),
        WriteStatus::Ordered(_) => "ordered".to_owned(),
        WriteStatus::OrderUnknown(error) => format!("order unknown {:?}", error.kind),
        WriteStatus::OrderGaveUp => "order gave up".to_owned(),
        WriteStatus::Accepted => "accepted".to_owned(),
        WriteStatus::Done => "done".to_owned(),
        WriteStatus::Purged { before, after } => format!("purged {before} {after}"),
        WriteStatus::Failed(failure) => format!("failed {}", failure.status),
        WriteStatus::Refused(error) => format!("refused {:?}", error.kind),
        WriteStatus::Declined => "declined".to_owned(),
        WriteStatus::Partly(done, error) => {
            format!("partly {done:?} {:?}", error.map(|error| error.kind))
        }
        WriteStatus::NotSent(error) => format!("not sent {:?}", error.kind),
        WriteStatus::NotSentChanged(changed) => format!("not sent {changed:?}"),
        WriteStatus::Unknown(error) => format!("unknown {:?}", error.kind),
        WriteStatus::NotSentUnrecorded(why) => format!("not sent {why}"),
        WriteStatus::NoTrace(_) => "no trace".to_owned(),
        WriteStatus::Unsure(_) => "unsure".to_owned(),
        WriteStatus::Released(_) => "released".to_owned(),
        WriteStatus::GaveUp => "gave up".to_owned(),
    });
    words.collect::<Vec<_>>().join(", ")
}

/// How a write can fail, and what is said about it until it is settled.
const WRITES: [(&str, &str); 14] = [
    ("latency=1s", "sent, accepted, done"),
    ("hang", "sent, unknown Timeout, accepted, done"),
    ("reset", "sent, unknown Unreachable, no trace"),
    ("lost", "sent, unknown Unreachable, accepted, done"),
    ("truncate", "sent, unknown Unreachable, accepted, done"),
    ("401", "sent, refused Unauthorized"),
    ("403", "sent, refused Forbidden"),
    ("404", "sent, refused NotFound"),
    ("429", "sent, refused Throttled"),
    ("429=40", "sent, refused Throttled"),
    ("500", "sent, unknown Server, no trace"),
    ("503", "sent, unknown Server, no trace"),
    ("html", "sent, unknown Server, no trace"),
    ("html=200", "sent, unknown Undecodable, no trace"),
];

/// What is said about a kind of write that only the user ends when nothing is seen of it.
fn until_released(story: &str) -> &str {
    story.strip_suffix(", no trace").unwrap_or(story)
}

/// Lets the write end; one that only the user ends is as it was long after.
async fn let_end(live: &mut Live, expected: &str) {
    if expected.ends_with("done") || expected.contains("refused") {
        live.until("it is settled", Live::settled).await;
    } else {
        live.pass_by(Duration::from_secs(10 * 60), Duration::from_millis(200))
            .await;
        assert!(!live.settled(), "only the user ends it");
    }
}

/// Whether a story ends with success.
fn claims_success(story: &str) -> bool {
    story.ends_with("done")
}

#[tokio::test(start_paused = true)]
async fn whatever_befalls_a_deletion_what_is_said_is_what_happened() {
    for (fault, expected) in WRITES {
        let mut live = impatient().start().await;
        live.listed().await;
        live.set_faults(&[&format!("{fault}@delete_instance:first=1")]);
        live.delete("orders-01");
        live.until_settled().await;
        // The answer to a deletion has no body that could be cut short.
        let expected = match fault {
            "truncate" => "sent, accepted, done",
            _ => expected,
        };
        assert_eq!(story(&live), expected, "{fault}");
        let gone = live.service_id("orders-01").is_none();
        assert_eq!(gone, claims_success(expected), "{fault}");
        assert_eq!(live.writes().len(), 1, "{fault}: sent once");
        assert_eq!(live.row("orders-02").unwrap().presence, Presence::Listed);
    }
}

#[tokio::test(start_paused = true)]
async fn whatever_befalls_a_restart_what_is_said_is_what_happened() {
    for (fault, expected) in WRITES {
        let mut live = impatient().start().await;
        live.listed().await;
        live.set_faults(&[&format!("{fault}@batch_instances:first=1")]);
        live.select("orders-01");
        live.press("X");
        live.type_text("orders-01");
        live.press("enter");
        let expected = until_released(expected);
        let_end(&mut live, expected).await;
        assert_eq!(story(&live), expected, "{fault}");
        let restarted = live.simulator().edit(|world| {
            let tasks = &world.named("orders-01").unwrap().tasks;
            tasks
                .iter()
                .any(|task| task.name.word() == "restartInstance")
        });
        assert_eq!(restarted, claims_success(expected), "{fault}");
        assert_eq!(live.writes().len(), 1, "{fault}: sent once");
    }
}

#[tokio::test(start_paused = true)]
async fn whatever_befalls_a_creation_what_is_said_is_what_happened() {
    for (fault, expected) in WRITES {
        let mut live = impatient().start().await;
        live.listed().await;
        live.set_faults(&[&format!("{fault}@create_instance:first=1")]);
        live.create_like("orders-01", "orders-07", PASSWORD).await;
        let expected = until_released(expected);
        let_end(&mut live, expected).await;
        assert_eq!(story(&live), expected, "{fault}");
        let runs = live.simulator().edit(|world| {
            let made = world.named("orders-07");
            made.is_some_and(|instance| instance.status == Status::Running)
        });
        assert_eq!(runs, claims_success(expected), "{fault}");
        assert_eq!(live.row("orders-07").is_some(), runs, "{fault}");
        assert_eq!(live.writes().len(), 1, "{fault}: sent once");
    }
}

#[tokio::test(start_paused = true)]
async fn whatever_befalls_a_plug_in_switch_what_is_said_is_what_happened() {
    for (fault, expected) in WRITES {
        let mut live = impatient().start().await;
        live.listed().await;
        live.set_faults(&[&format!("{fault}@switch_plugins:first=1")]);
        live.switch_plugin("orders-01", PLUGIN).await;
        live.until_settled().await;
        assert_eq!(story(&live), expected, "{fault}");
        let on = live.simulator().edit(|world| {
            let plugins = &world.named("orders-01").unwrap().plugins;
            plugins.iter().any(|one| one.name == PLUGIN && one.enabled)
        });
        assert_eq!(on, claims_success(expected), "{fault}");
        assert_eq!(live.writes().len(), 1, "{fault}: sent once");
    }
}

#[tokio::test(start_paused = true)]
async fn whatever_befalls_the_deletion_of_a_task_record_what_is_said_is_what_happened() {
    for (fault, expected) in WRITES {
        let mut live = impatient().start().await;
        live.simulator().edit(|world| {
            let id = world.named("orders-01").unwrap().id.clone();
            let name = warren::simulator::world::task::TaskName::RestartInstance;
            world.record_done(&id, name, serde_json::json!({}));
        });
        live.listed().await;
        live.open("orders-01", "5");
        live.until("its task is there", |live| {
            !live.detail().task_ids(Span::All).is_empty()
        })
        .await;
        live.set_faults(&[&format!("{fault}@delete_task:first=1")]);
        live.press("D");
        live.answer_question("y").await;
        live.until_settled().await;
        // An answer of nothing is the end of it, and so is a list of tasks without it.
        let expected = match fault {
            "truncate" => "sent, done".to_owned(),
            _ => expected.replace("accepted, ", ""),
        };
        assert_eq!(story(&live), expected, "{fault}");
        let gone = live
            .simulator()
            .edit(|world| world.named("orders-01").unwrap().tasks.is_empty());
        assert_eq!(gone, claims_success(&expected), "{fault}");
        assert_eq!(live.writes().len(), 1, "{fault}: sent once");
    }
}

#[tokio::test(start_paused = true)]
async fn while_a_write_is_followed_failing_reads_settle_nothing() {
    for fault in ["hang", "reset", "truncate", "403", "429", "500", "html=200"] {
        let mut live = impatient().start().await;
        live.listed().await;
        live.delete("orders-01");
        live.until("it is accepted", |live| story(live) == "sent, accepted")
            .await;
        live.set_faults(&[&format!("{fault}@reads")]);
        live.pass(Duration::from_secs(60)).await;
        assert_eq!(story(&live), "sent, accepted", "{fault}");
        assert!(!live.settled(), "{fault}");
        live.set_faults(&[]);
        live.press("r");
        live.until("it is settled", Live::settled).await;
        assert_eq!(story(&live), "sent, accepted, done", "{fault}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_created_instance_whose_detail_is_not_there_yet_is_not_said_to_be_gone() {
    let mut live = impatient().start().await;
    live.listed().await;
    live.set_faults(&["404@show_instance:first=3"]);
    live.create_like("orders-01", "orders-07", PASSWORD).await;
    live.until("it is settled", |live| {
        let gone = live
            .row("orders-07")
            .is_some_and(|row| row.presence == Presence::Gone);
        assert!(!gone, "it is being created");
        live.settled()
    })
    .await;
    assert_eq!(story(&live), "sent, accepted, done");
    let mut notices = live.state().notices.iter();
    assert!(!notices.any(|notice| matches!(notice.said, NoticeKind::Gone { .. })));
}

#[tokio::test(start_paused = true)]
async fn a_lost_switch_that_ends_between_two_reads_is_not_said_to_be_not_taken() {
    let mut live = impatient().start().await;
    live.listed().await;
    // The plug-ins are read while the task still runs, the tasks only after it has ended, and
    // before the plug-ins are read again.
    live.set_faults(&["lost@switch_plugins", "503@list_tasks"]);
    live.switch_plugin("orders-01", PLUGIN).await;
    live.pass(Duration::from_secs(9)).await;
    live.set_faults(&["latency=2s@list_plugins"]);
    live.press("r");
    live.until("it is settled", Live::settled).await;
    assert_eq!(story(&live), "sent, unknown Unreachable, done");
}

#[tokio::test(start_paused = true)]
async fn whatever_wait_the_service_asks_for_the_list_is_asked_for_again_within_an_hour() {
    for asked in ["429=18446744073709551615", "429=31536000"] {
        let mut live = Live::with(&["orders-01"]).await;
        live.set_faults(&[asked]);
        live.until("it is throttled", |live| {
            live.profile().failure() == Some(ErrorKind::Throttled)
        })
        .await;
        let before = live.requests().len();
        live.pass_by(Duration::from_secs(3_000), Duration::from_secs(10))
            .await;
        assert_eq!(live.requests().len(), before, "{asked}: it is waited for");
        live.pass_by(Duration::from_secs(700), Duration::from_secs(10))
            .await;
        assert!(live.requests().len() > before, "{asked}");
        live.set_faults(&[]);
        live.press("r");
        live.until("it is well again", |live| {
            live.profile().failure().is_none()
        })
        .await;
    }
}
