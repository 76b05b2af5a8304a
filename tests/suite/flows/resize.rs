//! Changing the size of an instance, in each of the three ways.

use crate::live::{Live, Setup};
use serde_json::json;
use std::time::Duration;
use warren::simulator::world::instance::Instance;
use warren::state::form::resize::target;
use warren::state::form::{Field, Form};
use warren::state::overlay::Overlay;
use warren::state::write::mutation::MutationKind;
use warren::state::write::pending::{Conflict, WriteStatus};

fn form(live: &Live) -> &Form {
    match &live.state().overlay {
        Some(Overlay::Form(form)) => form,
        other => panic!("no form but {other:?}\n{}", live.dump()),
    }
}

/// Changes an instance at the service, before or behind the user's back.
fn edit(live: &Live, name: &str, change: impl FnOnce(&mut Instance)) {
    live.simulator().edit(|world| {
        let id = world.named(name).unwrap().id.clone();
        change(world.instance_mut(&id).unwrap());
    });
}

/// Opens the form and takes the way that is so many places down its list.
async fn resize(live: &mut Live, name: &str, way: usize) {
    live.select(name);
    live.press("R");
    live.until("the sizes are there", |live| {
        let key = form(live).about().unwrap().clone();
        let detail = live.state().details.get(&key);
        detail.is_some_and(|detail| detail.known.sizes().known.is_some())
    })
    .await;
    live.press("enter");
    live.press(&"down ".repeat(way));
    live.press("enter");
}

fn review(live: &mut Live) {
    for _ in 0..3 {
        if form(live).focus() != Field::Review {
            live.press("tab");
        }
    }
    live.press("enter");
    let asked = matches!(live.state().overlay, Some(Overlay::Confirm(_)));
    assert!(asked, "{}", live.dump());
}

/// Types the name that the question asks for.
fn confirm(live: &mut Live) {
    live.type_text("orders-01");
    live.press("enter");
}

fn bodies(live: &Live) -> Vec<serde_json::Value> {
    let writes = live.writes();
    let bodies = writes
        .iter()
        .map(|write| serde_json::from_str(&write.body).unwrap());
    bodies.collect()
}

#[tokio::test(start_paused = true)]
async fn a_list_without_brokers_and_users_hinders_nothing() {
    let mut live = Live::with(&["orders-01"]).await;
    live.simulator().edit(|world| world.sparse_list = true);
    live.press("r");
    live.listed().await;
    let row = live.state().fleet.get(&live.key("orders-01")).unwrap();
    let instance = &row.instance;
    assert_eq!(
        (instance.broker_num, instance.access_user.as_ref()),
        (None, None)
    );
    live.open("orders-01", "1");
    live.pass(Duration::from_secs(2)).await;
    live.press("P");
    let screen = live.screen();
    assert!(screen.contains("NEW PASSWORD for admin"), "{screen}");
    live.press("esc esc");
    resize(&mut live, "orders-01", 0).await;
    live.type_text("300");
    review(&mut live);
    confirm(&mut live);
    live.until("it is done", Live::settled).await;
    assert_eq!(live.said().last(), Some(&WriteStatus::Done));
    assert_eq!(live.writes().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_larger_disk_is_asked_for_and_followed_until_the_instance_has_it() {
    let mut live = Live::with(&["orders-01"]).await;
    resize(&mut live, "orders-01", 0).await;
    live.type_text("300");
    review(&mut live);
    confirm(&mut live);
    live.until("it is accepted", |live| {
        live.said().last() == Some(&WriteStatus::Accepted)
    })
    .await;
    live.until("it is settled", Live::settled).await;
    assert_eq!(live.said().last(), Some(&WriteStatus::Done));
    let body = json!({ "oper_type": "storage", "new_storage_space": 300 });
    assert_eq!(bodies(&live), [body]);
    let row = live.row("orders-01").unwrap();
    assert_eq!(row.instance.storage.total, Some(300));
    assert!(live.state().drafts.is_empty());
}

#[tokio::test(start_paused = true)]
async fn another_flavor_wants_the_name_typed_for_brokers_stop() {
    let mut live = Live::with(&["orders-01"]).await;
    resize(&mut live, "orders-01", 2).await;
    live.press("enter enter");
    let flavor = target(form(&live).values());
    review(&mut live);
    live.press("tab tab enter");
    assert_eq!(live.writes().len(), 0, "{}", live.dump());
    live.press("tab");
    live.type_text("orders-01");
    live.press("enter");
    live.until("it is settled", Live::settled).await;
    assert_eq!(live.said().last(), Some(&WriteStatus::Done));
    assert!(flavor.is_some());
    assert_eq!(bodies(&live).len(), 1);
    assert_eq!(bodies(&live)[0]["oper_type"], "vertical");
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_when_its_size_is_no_longer_what_was_shown() {
    let mut live = Live::with(&["orders-01"]).await;
    resize(&mut live, "orders-01", 0).await;
    live.type_text("300");
    review(&mut live);
    edit(&live, "orders-01", |instance| instance.storage_gb = 200);
    confirm(&mut live);
    live.until("it is settled", Live::settled).await;
    assert_eq!(
        live.said().last(),
        Some(&WriteStatus::NotSentChanged(Conflict::Differs(
            MutationKind::Resize
        )))
    );
    assert_eq!(live.writes().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_disk_that_was_expanded_twenty_times_cannot_be_chosen_to_grow() {
    let setup = Setup::with(&["orders-01"]);
    let mut live = setup.start().await;
    edit(&live, "orders-01", |instance| instance.expansions = 20);
    live.listed().await;
    live.pass(Duration::from_secs(6)).await;
    live.select("orders-01");
    live.press("R");
    live.pass(Duration::from_secs(1)).await;
    live.press("enter");
    live.press("enter enter");
    let fields = [Field::Way, Field::Review];
    assert_eq!(form(&live).fields(), fields);
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_settled_by_what_the_instance_has_become() {
    let mut live = Live::with(&["orders-01"]).await;
    resize(&mut live, "orders-01", 0).await;
    live.type_text("300");
    review(&mut live);
    live.set_faults(&["lost@extend_instance:first=1"]);
    confirm(&mut live);
    live.until("its answer is lost", |live| {
        live.said()
            .iter()
            .any(|ended| matches!(ended, WriteStatus::Unknown(_)))
    })
    .await;
    live.until("it is settled", Live::settled).await;
    assert_eq!(live.said().last(), Some(&WriteStatus::Done));
    assert_eq!(live.writes().len(), 1);
}
