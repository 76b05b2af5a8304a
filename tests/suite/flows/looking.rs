//! The last look before a request leaves: at the detail, after the journal's line, and again when
//! the request could not leave at once.

use crate::live::{Live, Setup};
use std::time::Duration;
use warren::journal::{Entry, Verdict, file, read};
use warren::model::Status as Seen;
use warren::simulator::world::instance::Status;
use warren::state::write::pending::{Conflict, WriteStatus};

/// What is in the journal, newest first.
fn entries(live: &Live) -> Vec<Entry> {
    let text = std::fs::read_to_string(live.home.path().join(file::FILE)).unwrap_or_default();
    read(&[&text]).entries
}

fn set_status(live: &Live, name: &str, status: Status) {
    let id = live.service_id(name).unwrap();
    live.simulator().edit(|world| world.set_status(&id, status));
}

/// How the instances of the newest batch stand, in the order of their names.
fn stands(live: &Live) -> Vec<WriteStatus> {
    let batch = live.state().batches.newest().unwrap();
    let mut items: Vec<_> = batch.items.iter().collect();
    items.sort_by(|one, other| one.target.name.cmp(&other.target.name));
    items.into_iter().map(|item| item.result.clone()).collect()
}

#[tokio::test(start_paused = true)]
async fn a_look_that_is_older_than_ten_seconds_when_the_request_leaves_is_made_again() {
    let mut live = Live::with(&["orders-01", "orders-02"]).await;
    let id = live.service_id("orders-01").unwrap();
    live.select("orders-01");
    live.pass(Duration::from_secs(1)).await;
    // The answer of the look takes that long; what it says is how it was before.
    live.set_faults(&["latency=12s@show_instance"]);
    live.delete("orders-01");
    live.pass(Duration::from_secs(1)).await;
    live.set_faults(&[]);
    live.simulator()
        .edit(|world| world.rename(&id, "payments-01"));
    live.until("it is held back", Live::settled).await;
    let renamed = Conflict::Renamed("payments-01".into());
    assert_eq!(
        live.said().last(),
        Some(&WriteStatus::NotSentChanged(renamed))
    );
    assert_eq!(live.writes().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn what_was_held_back_is_in_the_journal_as_not_sent_with_the_reason() {
    let mut live = Live::with(&["orders-01", "orders-02"]).await;
    let id = live.service_id("orders-01").unwrap();
    live.select("orders-01");
    live.press("D");
    live.simulator()
        .edit(|world| world.rename(&id, "payments-01"));
    live.pass(Duration::from_millis(800)).await;
    live.type_text("orders-01");
    live.press("enter");
    live.until("it is held back", Live::settled).await;
    let entries = entries(&live);
    let [entry] = entries.as_slice() else {
        panic!("{entries:?}");
    };
    let outcome = entry.outcome.as_ref().unwrap();
    assert_eq!(outcome.result, Verdict::NotSent);
    let why = outcome.message.as_deref().unwrap_or_default();
    assert!(why.contains("payments-01"), "{why}");
    assert_eq!(live.writes().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_status_that_changed_since_the_dialog_holds_back_one_and_a_batch() {
    for marks in [false, true] {
        let mut live = Live::with(&["orders-01", "orders-02"]).await;
        live.select("orders-01");
        live.press(if marks { "m D" } else { "D" });
        // A failed one can be deleted as well: it is not the one that was confirmed.
        set_status(&live, "orders-01", Status::Error);
        live.type_text(if marks { "delete 2" } else { "orders-01" });
        live.press("enter");
        live.until("it is held back", Live::settled).await;
        let held = WriteStatus::NotSentChanged(Conflict::Status(Seen::Error));
        let last = match marks {
            true => stands(&live).first().cloned(),
            false => live.said().last().cloned(),
        };
        assert_eq!(last, Some(held));
        assert_eq!(live.writes().len(), 0);
    }
}

#[tokio::test(start_paused = true)]
async fn a_batch_reads_the_detail_of_each_before_its_request_leaves() {
    let mut live = Live::with(&["orders-01", "orders-02"]).await;
    // The list is out of reach, and nobody needs it.
    live.set_faults(&["hang@list_instances"]);
    let before = live.requests().len();
    live.press("m D");
    live.type_text("delete 2");
    live.press("enter");
    live.until("it is sent", |live| live.writes().len() == 1)
        .await;
    let requests = live.requests();
    let sent = requests
        .iter()
        .position(|one| one.method == "POST")
        .unwrap();
    for name in ["orders-01", "orders-02"] {
        let id = live.service_id(name).unwrap();
        let mut looks = requests[before..sent].iter();
        assert!(looks.any(|one| one.path.ends_with(&id)), "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_journal_has_what_became_of_each_instance_of_a_batch() {
    let mut setup = Setup::with(&["orders-01", "orders-02"]);
    setup.timeout = Duration::from_secs(5);
    let mut live = setup.start().await;
    live.listed().await;
    // Somebody else switches a plug-in there; its status does not say so.
    let busy = live.service_id("orders-01").unwrap();
    let free = live.service_id("orders-02").unwrap();
    live.simulator().edit(|world| {
        world.begin_plugins(&busy, vec!["rabbitmq_shovel".into()], true);
    });
    live.press("m D");
    live.type_text("delete 2");
    live.press("enter");
    live.until("it is answered", |live| {
        !stands(live).contains(&WriteStatus::Sent)
    })
    .await;
    live.settle().await;
    let entries = entries(&live);
    let outcome = entries[0].outcome.as_ref().unwrap();
    let of = |id: &str| {
        let mut each = outcome.each.iter();
        each.find(|one| one.id == id).map(|one| one.result)
    };
    assert_eq!(of(&busy), Some(Verdict::Refused));
    assert_eq!(of(&free), Some(Verdict::Accepted));
}

/// Until a request leaves nothing says that one was sent.
#[tokio::test(start_paused = true)]
async fn a_request_is_said_to_be_sent_only_when_it_was() {
    let mut live = Live::with(&["orders-01", "orders-02"]).await;
    live.set_faults(&["hang@show_instance"]);
    live.delete("orders-01");
    live.pass(Duration::from_secs(1)).await;
    live.press("esc Q");
    let flat = |screen: String| {
        let text = screen.replace(['\n', '│'], " ");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let screen = flat(live.screen());
    assert!(screen.contains("has not been sent"), "{screen}");
    assert!(!screen.contains("was sent"), "{screen}");
    live.press("esc");
    live.set_faults(&["hang@delete_instance"]);
    live.until("it has left", |live| live.writes().len() == 1)
        .await;
    live.settle().await;
    live.press("Q");
    let screen = flat(live.screen());
    assert!(screen.contains("A request was sent"), "{screen}");
}
