//! Changing an instance: its settings, its public address, its password.

use crate::live::{Live, Setup};
use serde_json::json;
use std::time::Duration;
use warren::state::form::Field;
use warren::state::form::modify::wanted;
use warren::state::overlay::Overlay;
use warren::state::write::change::Setting;
use warren::state::write::pending::{Conflict, WriteStatus};

fn focus(live: &Live) -> Option<Field> {
    match &live.state().overlay {
        Some(Overlay::Form(form)) => Some(form.focus()),
        _ => None,
    }
}

/// Opens the form about an instance and goes to a field of it.
async fn change(live: &mut Live, name: &str, field: Field) {
    live.select(name);
    live.press("e");
    live.pass(Duration::from_secs(1)).await;
    go_to(live, field);
}

fn go_to(live: &mut Live, field: Field) {
    live.press("pgup pgup");
    for _ in 0..8 {
        if focus(live) != Some(field) {
            live.press("tab");
        }
    }
    assert_eq!(focus(live), Some(field), "{}", live.dump());
}

fn type_anew(live: &mut Live, text: &str) {
    live.press("ctrl-u");
    live.type_text(text);
}

fn review(live: &mut Live) {
    go_to(live, Field::Review);
    live.press("enter");
    let asked = matches!(live.state().overlay, Some(Overlay::Confirm(_)));
    assert!(asked, "{}", live.dump());
}

/// Sends the form behind the button of its review.
async fn send(live: &mut Live) {
    review(live);
    live.answer_question("tab enter").await;
}

/// Sends the form behind the typed name of `orders-01`.
fn send_by_name(live: &mut Live) {
    review(live);
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
async fn a_changed_description_is_sent_alone_and_read_back() {
    let mut live = Live::with(&["orders-01"]).await;
    change(&mut live, "orders-01", Field::Description).await;
    type_anew(&mut live, "orders of the shop");
    send(&mut live).await;
    live.until("it is settled", Live::settled).await;
    assert_eq!(live.said().last(), Some(&WriteStatus::Done));
    assert_eq!(
        bodies(&live),
        [json!({ "description": "orders of the shop" })]
    );
    let row = live.row("orders-01").unwrap();
    let now = row.instance.description.as_deref();
    assert_eq!(now, Some("orders of the shop"));
    assert!(live.state().drafts.is_empty());
}

#[tokio::test(start_paused = true)]
async fn an_address_is_bound_and_unbound_when_its_background_task_has_ended() {
    let mut live = Live::with(&["orders-01"]).await;
    change(&mut live, "orders-01", Field::Public).await;
    live.press("space tab");
    live.type_text("eip-4711");
    send_by_name(&mut live);
    live.until("it is accepted", |live| {
        live.said().last() == Some(&WriteStatus::Accepted)
    })
    .await;
    assert_eq!(
        live.row("orders-01").unwrap().instance.network.public,
        Some(false)
    );
    live.until("it is settled", Live::settled).await;
    assert_eq!(live.said().last(), Some(&WriteStatus::Done));
    change(&mut live, "orders-01", Field::Public).await;
    live.press("space");
    send_by_name(&mut live);
    live.until("it is settled", Live::settled).await;
    assert_eq!(live.said().last(), Some(&WriteStatus::Done));
    assert_eq!(
        bodies(&live),
        [
            json!({ "enable_publicip": true, "publicip_id": "eip-4711" }),
            json!({ "enable_publicip": false }),
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_change_is_not_sent_when_somebody_else_was_faster() {
    let mut live = Live::with(&["orders-01"]).await;
    change(&mut live, "orders-01", Field::Description).await;
    type_anew(&mut live, "mine");
    go_to(&mut live, Field::Review);
    live.press("enter");
    live.simulator().edit(|world| {
        let id = world.named("orders-01").unwrap().id.clone();
        world.instance_mut(&id).unwrap().description = "theirs".into();
    });
    live.answer_question("tab enter").await;
    live.until("it is settled", Live::settled).await;
    let theirs = Setting::Description("theirs".into());
    let expected = WriteStatus::NotSentChanged(Conflict::Setting(theirs));
    assert_eq!(live.said().last(), Some(&expected));
    assert_eq!(live.writes().len(), 0);
    assert_eq!(live.state().drafts.len(), 1, "what was typed is kept");
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_to_a_change_is_settled_by_reading() {
    for (fault, last) in [("lost", "done"), ("reset", "no-trace")] {
        let mut live = Setup::with(&["orders-01"]).start().await;
        live.listed().await;
        live.set_faults(&[&format!("{fault}@modify_instance:first=1")]);
        change(&mut live, "orders-01", Field::Name).await;
        type_anew(&mut live, "orders-99");
        send(&mut live).await;
        live.until_settled().await;
        assert_eq!(live.said().last().map(<&str>::from), Some(last), "{fault}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_refused_change_comes_back_with_what_was_typed() {
    let mut live = Live::with(&["orders-01"]).await;
    live.set_faults(&["403@modify_instance:first=1"]);
    change(&mut live, "orders-01", Field::Name).await;
    type_anew(&mut live, "orders-99");
    send(&mut live).await;
    live.until("it is settled", Live::settled).await;
    let Some(Overlay::Form(form)) = &live.state().overlay else {
        panic!("{}", live.dump());
    };
    assert!(form.refused().is_some());
    let name = wanted(Field::Name, form.values());
    assert_eq!(name, Some(Setting::Name("orders-99".into())));
}

/// Types a new password twice, reviews it, and presses the button.
fn reset(live: &mut Live, name: &str, password: &str) {
    live.select(name);
    live.press("P");
    live.type_text(password);
    live.press("tab");
    live.type_text(password);
    live.press("tab enter");
    let asked = matches!(live.state().overlay, Some(Overlay::Confirm(_)));
    assert!(asked, "{}", live.dump());
    live.type_text(name);
    live.press("enter");
}

#[tokio::test(start_paused = true)]
async fn a_new_password_is_set_and_forgotten() {
    let mut live = Live::with(&["orders-01"]).await;
    reset(&mut live, "orders-01", "Canary-77");
    assert!(live.state().drafts.is_empty(), "forgotten when it is sent");
    live.until("it is settled", Live::settled).await;
    assert_eq!(live.said().last(), Some(&WriteStatus::Done));
    assert_eq!(bodies(&live), [json!({ "new_password": "Canary-77" })]);
    live.press("P");
    live.type_text("Canary-78");
    live.press("esc");
    assert!(live.state().drafts.is_empty(), "forgotten when it is left");
}

#[tokio::test(start_paused = true)]
async fn a_password_whose_answer_is_lost_is_said_to_be_unsure() {
    let mut live = Live::with(&["orders-01"]).await;
    live.set_faults(&["lost@reset_password:first=1"]);
    reset(&mut live, "orders-01", "Canary-77");
    live.until_settled().await;
    assert_eq!(live.said().last().map(<&str>::from), Some("unsure"));
}
