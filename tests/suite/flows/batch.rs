//! Several instances at once, over the real HTTP path.

use crate::live::{Live, Setup};
use std::time::Duration;
use warren::model::Status;
use warren::state::notice::{Level, NoticeKind};
use warren::state::overlay::{Content, Overlay};
use warren::state::write::pending::{Conflict, WriteStatus};

fn names(number: usize) -> Vec<String> {
    (0..number).map(|n| format!("orders-{n:02}")).collect()
}

async fn with(number: usize) -> Live {
    let names = names(number);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut setup = Setup::with(&names);
    setup.timeout = Duration::from_secs(5);
    let mut live = setup.start().await;
    live.listed().await;
    live
}

/// Marks all that is shown, and asks for it; `what` is what has to be typed.
fn all(live: &mut Live, key: &str, what: &str) {
    live.press("m");
    live.press(key);
    live.type_text(what);
    live.press("enter");
}

/// The ids of each batch request the service saw.
fn batches(live: &Live) -> Vec<Vec<String>> {
    let writes = live.writes();
    let bodies = writes.iter().map(|one| {
        let body: serde_json::Value = serde_json::from_str(&one.body).unwrap();
        let ids = body["instances"].as_array().unwrap().iter();
        ids.map(|id| id.as_str().unwrap().to_owned()).collect()
    });
    bodies.collect()
}

/// How the newest batch stands, by name.
fn stands(live: &Live) -> Vec<(String, WriteStatus)> {
    let batch = live.state().batches.newest().unwrap();
    let items = batch.items.iter();
    items
        .map(|item| (item.target.name.clone(), item.result.clone()))
        .collect()
}

fn marked(live: &Live) -> Vec<String> {
    let rows = live.state().fleet.marked_rows();
    rows.iter()
        .map(|row| row.instance.label().to_owned())
        .collect()
}

#[tokio::test(start_paused = true)]
async fn more_than_fifty_are_split_and_followed_until_all_run_again() {
    let mut live = with(53).await;
    all(&mut live, "X", "restart 53");
    live.until("they restart", |live| {
        live.status("orders-52") == Some(Status::Restarting)
    })
    .await;
    let sent: Vec<usize> = batches(&live).iter().map(Vec::len).collect();
    assert_eq!(sent, [50, 3]);
    let mut ids = batches(&live).concat();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 53, "each once");
    live.until("all is settled", Live::settled).await;
    assert!(
        stands(&live)
            .iter()
            .all(|(_, result)| *result == WriteStatus::Done)
    );
    assert_eq!(marked(&live), Vec::<String>::new());
    let runs = |name: &String| live.status(name) == Some(Status::Running);
    assert!(names(53).iter().all(runs));
    assert_eq!(batches(&live).len(), 2, "nothing is sent twice");
}

#[tokio::test(start_paused = true)]
async fn what_the_service_declines_stays_marked_and_is_said_and_the_rest_is_followed() {
    let mut live = with(3).await;
    // Somebody else switches a plug-in there; its status does not say so.
    let busy = live.service_id("orders-01").unwrap();
    live.simulator().edit(|world| {
        world.begin_plugins(&busy, vec!["rabbitmq_shovel".into()], true);
    });
    all(&mut live, "D", "delete 3");
    live.until("the batch is answered", |live| {
        stands(live)
            .iter()
            .all(|(_, result)| *result != WriteStatus::Sent)
    })
    .await;
    let declined = ("orders-01".to_owned(), WriteStatus::Declined);
    assert!(stands(&live).contains(&declined), "{:?}", stands(&live));
    assert_eq!(marked(&live), ["orders-01"]);
    let content = live.state().overlay.as_ref().and_then(Overlay::content);
    assert!(matches!(content, Some(Content::Results(_))));
    assert!(live.screen().contains("refused by the service"));
    live.until("all is settled", Live::settled).await;
    let done = |name: &str| (name.to_owned(), WriteStatus::Done);
    let mut ended = stands(&live);
    ended.sort_by(|one, other| one.0.cmp(&other.0));
    assert_eq!(ended, [done("orders-00"), declined, done("orders-02")]);
    let told: Vec<Level> = live
        .state()
        .notices
        .iter()
        .filter(|notice| matches!(notice.said, NoticeKind::Batch { .. }))
        .map(|notice| notice.level)
        .collect();
    assert_eq!(told, [Level::Critical], "one notice for all of it");
    let gone = live.state().notices.iter();
    assert!(
        !gone
            .into_iter()
            .any(|one| matches!(one.said, NoticeKind::Gone { .. }))
    );
}

#[tokio::test(start_paused = true)]
async fn a_batch_whose_answer_is_lost_is_settled_instance_by_instance() {
    for (fault, expected) in [("lost", "done"), ("reset", "no-trace")] {
        let mut live = with(3).await;
        live.set_faults(&[&format!("{fault}@batch_instances:first=1")]);
        all(&mut live, "D", "delete 3");
        live.until_settled().await;
        for (name, result) in stands(&live) {
            assert_eq!(<&str>::from(&result), expected, "{fault}: {name}");
            let there = live.service_id(&name).is_some();
            assert_eq!(there, expected != "done", "{fault}: {name}");
        }
        assert_eq!(live.writes().len(), 1, "{fault}: sent once");
    }
}

#[tokio::test(start_paused = true)]
async fn the_first_request_that_fails_stops_the_rest_and_that_is_said() {
    let mut live = with(51).await;
    live.set_faults(&["403@batch_instances:first=1"]);
    all(&mut live, "D", "delete 51");
    live.until("all is settled", Live::settled).await;
    assert_eq!(live.writes().len(), 1);
    let stopped = WriteStatus::NotSentChanged(Conflict::Stopped);
    let held = stands(&live).iter().filter(|one| one.1 == stopped).count();
    let refused = stands(&live);
    let refused = refused
        .iter()
        .filter(|one| matches!(one.1, WriteStatus::Refused(_)));
    assert_eq!((refused.count(), held), (50, 1));
    assert_eq!(marked(&live).len(), 51, "what failed stays marked");
    assert_eq!(live.simulator().edit(|world| world.instances().count()), 51);
}

#[tokio::test(start_paused = true)]
async fn one_that_is_no_longer_what_was_seen_holds_the_whole_batch_back() {
    let mut live = with(3).await;
    live.press("m D");
    let id = live.service_id("orders-01").unwrap();
    live.simulator()
        .edit(|world| world.rename(&id, "do-not-delete"));
    live.type_text("delete 3");
    live.press("enter");
    live.until("it is settled", Live::settled).await;
    assert_eq!(live.writes(), Vec::new());
    let mut ended = stands(&live);
    ended.sort_by(|one, other| one.0.cmp(&other.0));
    let held = |changed| WriteStatus::NotSentChanged(changed);
    let other = held(Conflict::Another("orders-01".into()));
    let ended: Vec<WriteStatus> = ended.into_iter().map(|(_, result)| result).collect();
    let renamed = held(Conflict::Renamed("do-not-delete".into()));
    assert_eq!(ended, [other.clone(), renamed, other]);
}

#[tokio::test(start_paused = true)]
async fn all_that_failed_to_be_created_are_deleted_by_their_ids() {
    let mut live = with(4).await;
    for name in ["orders-01", "orders-03"] {
        let id = live.service_id(name).unwrap();
        live.simulator().edit(|world| {
            let failed = warren::simulator::world::instance::Status::CreateFailed;
            world.set_status(&id, failed);
        });
    }
    live.until("the list says so", |live| {
        live.status("orders-03") == Some(Status::CreateFailed)
    })
    .await;
    live.press("g f D");
    live.type_text("delete 2");
    live.press("enter");
    live.until("all is settled", Live::settled).await;
    let mut named = batches(&live).concat();
    named.sort_unstable();
    assert_eq!(named.len(), 2);
    let mut left: Vec<String> = live
        .simulator()
        .edit(|world| world.instances().map(|one| one.name.clone()).collect());
    left.sort_unstable();
    assert_eq!(left, ["orders-00", "orders-02"]);
}
