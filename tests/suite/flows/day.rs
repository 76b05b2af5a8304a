//! A day's work: look, switch plug-ins, delete, create, tidy up.

use crate::live::{Live, Setup};
use std::time::Duration;
use warren::findings::Presence;
use warren::journal::{Entry, Settled, file, read};
use warren::model::{Status, TaskStatus};
use warren::simulator::DEMO_PROJECT_ID;
use warren::state::form::Field;
use warren::state::notice::Level;
use warren::state::overlay::Overlay;
use warren::state::span::Span;
use warren::state::view::Pane;
use warren::state::write::pending::{SeenFailure, WriteStatus};

const PASSWORD: &str = "Canary-77";
/// The path of all instances of the project.
fn instances() -> String {
    format!("/v2/{DEMO_PROJECT_ID}/instances")
}

/// Writes the service saw, as method and path.
fn written(live: &Live) -> Vec<String> {
    live.writes()
        .iter()
        .map(warren::simulator::Logged::line)
        .collect()
}

/// What the journal has, newest first.
fn written_down(live: &Live) -> Vec<Entry> {
    let text = std::fs::read_to_string(live.home.path().join(file::FILE)).unwrap();
    read(&[text]).entries
}

/// What was seen of a write that was accepted and failed then.
fn failed(live: &Live) -> SeenFailure {
    let said = live.said();
    match said.as_slice() {
        [
            WriteStatus::Sent,
            WriteStatus::Accepted,
            WriteStatus::Failed(failure),
        ] => failure.clone(),
        _ => panic!("{said:?}"),
    }
}

/// The plug-ins that are on, as the service has it.
fn enabled(live: &Live, name: &str) -> Vec<&'static str> {
    live.simulator().edit(|world| {
        let plugins = &world.named(name).unwrap().plugins;
        let on = plugins.iter().filter(|plugin| plugin.enabled);
        on.map(|plugin| plugin.name).collect()
    })
}

#[tokio::test(start_paused = true)]
async fn the_list_arrives_and_stays_fresh() {
    let mut live = Live::with(&["orders-01", "orders-02"]).await;
    assert_eq!(live.names(), ["orders-01", "orders-02"]);
    live.pass(Duration::from_secs(60)).await;
    let asked = live.requests();
    let lists = asked.iter().filter(|one| one.path.ends_with("/instances"));
    assert_eq!(lists.count(), 13, "one at once, one every five seconds");
    let seen = live.row("orders-01").unwrap().seen;
    assert!(live.state().now.since(seen) <= Duration::from_secs(5));
}

#[tokio::test(start_paused = true)]
async fn an_opened_instance_shows_its_detail_its_plug_ins_and_its_tasks() {
    let mut live = Live::with(&["orders-01"]).await;
    live.open("orders-01", "1");
    live.until("the detail is there", |live| {
        live.detail().known.instance().known.is_some()
    })
    .await;
    let raw = &live.detail().known.instance().value().unwrap().raw;
    assert_eq!(raw["name"], "orders-01");
    live.press("4");
    live.until("plug-ins are there", |live| {
        live.detail().known.plugins().known.is_some()
    })
    .await;
    assert_eq!(live.detail().plugin_names().len(), 11);
    live.press("5");
    live.until("tasks are there", |live| {
        live.detail().known.tasks(&Span::All).known.is_some()
    })
    .await;
    assert_eq!(live.detail().task_ids(Span::All), []);
}

#[tokio::test(start_paused = true)]
async fn a_plug_in_is_switched_and_its_task_reported_while_the_user_is_elsewhere() {
    let mut live = Live::with(&["orders-01", "orders-02"]).await;
    live.switch_plugin("orders-01", "rabbitmq_shovel").await;
    assert_eq!(
        live.said(),
        [WriteStatus::Sent],
        "pending within the same frame"
    );
    live.press("esc esc j");
    assert_eq!(live.selected().as_deref(), Some("orders-02"));
    live.until("it is accepted", |live| live.said().len() == 2)
        .await;
    assert_eq!(enabled(&live, "orders-01"), [""; 0], "accepted is not done");
    assert_eq!(live.said(), [WriteStatus::Sent, WriteStatus::Accepted]);
    live.until("it is settled", Live::settled).await;
    assert_eq!(enabled(&live, "orders-01"), ["rabbitmq_shovel"]);
    assert_eq!(
        live.said(),
        [WriteStatus::Sent, WriteStatus::Accepted, WriteStatus::Done]
    );
    assert_eq!(live.selected().as_deref(), Some("orders-02"));
    assert_eq!(live.state().focused(), Pane::List);
    // And off again.
    live.switch_plugin("orders-01", "rabbitmq_shovel").await;
    live.until("it is settled", Live::settled).await;
    assert_eq!(enabled(&live, "orders-01"), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn a_plug_in_task_that_fails_is_said_to_have_failed() {
    let mut live = Live::with(&["orders-01"]).await;
    let id = live.service_id("orders-01").unwrap();
    live.simulator()
        .edit(|world| world.instance_mut(&id).unwrap().ssl = true);
    live.switch_plugin("orders-01", "rabbitmq_federation").await;
    live.until("it is settled", Live::settled).await;
    let failure = failed(&live);
    let task = failure.task.unwrap();
    assert_eq!(failure.status, "FAILED");
    // Its notice and its last line in the journal have the task and the service's id of the call.
    let call = live.state().notices.toast().unwrap().said.request_id();
    let call = call.unwrap().to_owned();
    live.settle().await;
    let entries = written_down(&live);
    let entry = &entries[0];
    assert_eq!(entry.end(), Some(Settled::Failed));
    let why = format!("its task {task} became FAILED");
    let end = &entry.settled[0];
    assert_eq!(
        (end.why.as_deref(), end.request_id.as_deref()),
        (Some(why.as_str()), Some(call.as_str()))
    );
    assert_eq!(entry.outcome.as_ref().unwrap().request_id, Some(call));
    assert_eq!(enabled(&live, "orders-01"), [""; 0]);
    let toast = live.state().notices.toast().unwrap();
    assert_eq!(toast.level, Level::Critical);
}

#[tokio::test(start_paused = true)]
async fn deleting_by_typed_name_is_followed_until_the_service_says_404() {
    let mut live = Live::with(&["orders-01", "orders-02"]).await;
    let id = live.service_id("orders-01").unwrap();
    live.delete("orders-01");
    live.until("it is accepted", |live| live.said().len() == 2)
        .await;
    assert_eq!(live.said(), [WriteStatus::Sent, WriteStatus::Accepted]);
    assert_eq!(live.names(), ["orders-01", "orders-02"], "not gone yet");
    live.until("the list has it no more", |live| {
        live.row("orders-01").unwrap().presence == Presence::Missing
    })
    .await;
    assert!(live.service_id("orders-01").is_some(), "but the detail has");
    assert!(!live.settled());
    live.until("it is settled", Live::settled).await;
    assert_eq!(
        live.said(),
        [WriteStatus::Sent, WriteStatus::Accepted, WriteStatus::Done]
    );
    assert_eq!(live.service_id("orders-01"), None);
    assert_eq!(live.row("orders-01").unwrap().presence, Presence::Gone);
    live.press("j");
    live.pass(Duration::from_secs(6)).await;
    assert_eq!(
        live.names(),
        ["orders-02"],
        "the ghost goes with the cursor"
    );
    assert_eq!(written(&live), [format!("DELETE {}/{id}", instances())]);
}

#[tokio::test(start_paused = true)]
async fn an_instance_is_created_through_the_form_and_followed_until_it_runs() {
    let mut live = Live::with(&["orders-01"]).await;
    live.create_like("orders-01", "orders-07", PASSWORD).await;
    live.until("it is accepted", |live| live.said().len() == 2)
        .await;
    assert_eq!(live.status("orders-07"), Some(Status::Creating));
    live.until("it is settled", Live::settled).await;
    assert_eq!(
        live.said(),
        [WriteStatus::Sent, WriteStatus::Accepted, WriteStatus::Done]
    );
    assert_eq!(live.status("orders-07"), Some(Status::Running));
    assert!(
        live.state().drafts.is_empty(),
        "a form that was sent is done"
    );
    let writes = live.writes();
    let body: serde_json::Value = serde_json::from_str(&writes[0].body).unwrap();
    assert_eq!(
        (writes.len(), &body["name"], &body["password"]),
        (1, &"orders-07".into(), &PASSWORD.into())
    );
}

#[tokio::test(start_paused = true)]
async fn an_empty_form_is_filled_in_from_what_the_service_offers() {
    let mut live = Live::with(&["orders-01"]).await;
    live.press("N");
    live.until("the choices are there", |live| {
        live.profile().known.catalogue().known.is_some()
    })
    .await;
    live.fill(Field::Name, "mail-01");
    for chosen in [Field::Version, Field::Product, Field::Disk] {
        live.go_to(chosen);
        live.press("right");
    }
    live.fill(Field::Storage, "100");
    let listed = [
        Field::Zones,
        Field::Vpc,
        Field::Subnet,
        Field::SecurityGroup,
    ];
    for listed in listed {
        live.go_to(listed);
        live.press("enter enter");
    }
    live.fill(Field::User, "warren");
    live.fill(Field::Password, PASSWORD);
    live.fill(Field::Repeat, PASSWORD);
    live.review();
    live.press("enter");
    assert_eq!(live.writes(), [], "the focus starts on Cancel");
    live.go_to(Field::Review);
    live.press("enter");
    live.answer_question("tab enter").await;
    live.until("it is settled", Live::settled).await;
    assert_eq!(
        live.said(),
        [WriteStatus::Sent, WriteStatus::Accepted, WriteStatus::Done]
    );
    assert_eq!(live.status("mail-01"), Some(Status::Running));
}

#[tokio::test(start_paused = true)]
async fn a_creation_that_fails_is_said_to_have_failed_and_stays_listed() {
    let mut live = Live::with(&["orders-01"]).await;
    live.create_like("orders-01", "orders-fail-1", PASSWORD)
        .await;
    live.until("it is settled", Live::settled).await;
    assert_eq!(failed(&live).status, "CREATEFAILED");
    live.pass(Duration::from_secs(10)).await;
    assert_eq!(live.status("orders-fail-1"), Some(Status::CreateFailed));
    assert_eq!(
        live.row("orders-fail-1").unwrap().presence,
        Presence::Listed
    );
}

#[tokio::test(start_paused = true)]
async fn a_refused_creation_comes_back_with_everything_that_was_typed() {
    let mut live = Live::with(&["orders-01"]).await;
    // Somebody else is faster; no list has it yet.
    live.simulator()
        .edit(|world| world.insert_sample("orders-02"));
    live.create_like("orders-01", "orders-02", PASSWORD).await;
    live.until("it is settled", Live::settled).await;
    let Some(WriteStatus::Refused(error)) = live.said().pop() else {
        panic!("a name that is taken is refused: {:?}", live.said());
    };
    assert_eq!(error.code.as_deref(), Some("DMS.00400060"));
    let form = live.form();
    assert_eq!(form.refused(), Some(&error));
    assert_eq!(form.focus(), Field::Name);
    assert_eq!(form.values().secret(Field::Password).expose(), PASSWORD);
    live.fill(Field::Name, "orders-03");
    live.review();
    live.answer_question("tab enter").await;
    live.until("it is settled", Live::settled).await;
    assert_eq!(live.status("orders-03"), Some(Status::Running));
}

#[tokio::test(start_paused = true)]
async fn the_record_of_a_task_is_deleted_behind_a_typed_word() {
    let mut live = Live::with(&["orders-01"]).await;
    live.switch_plugin("orders-01", "rabbitmq_shovel").await;
    live.until("it is settled", Live::settled).await;
    live.press("5");
    live.until("its task is listed as ended", |live| {
        let task = live.detail().selected_task(Span::All);
        task.is_some_and(|task| task.status == Some(TaskStatus::Success))
    })
    .await;
    let (id, task) = (
        live.key("orders-01").id,
        live.detail().task_ids(Span::All)[0].clone(),
    );
    live.press("D");
    live.answer_question("y").await;
    live.until("it is settled", Live::settled).await;
    assert_eq!(live.said().last(), Some(&WriteStatus::Done));
    live.until("the list has it no more", |live| {
        live.detail().task_ids(Span::All).is_empty()
    })
    .await;
    let path = format!("DELETE {}/{id}/tasks/{task}", instances());
    assert_eq!(written(&live).last(), Some(&path));
}

#[tokio::test(start_paused = true)]
async fn the_panes_of_the_dashboard_fill_by_themselves_and_switch_from_there() {
    let mut setup = Setup::with(&["orders-01"]);
    (setup.size.width, setup.size.height) = (160, 45);
    let mut live = setup.start().await;
    live.listed().await;
    live.until("all of it is read", |live| {
        let detail = live.state().subject_detail();
        detail.is_some_and(|detail| {
            detail.known.instance().known.is_some()
                && detail.known.plugins().known.is_some()
                && detail.known.tasks(&Span::All).known.is_some()
        })
    })
    .await;
    live.press("tab tab tab");
    assert_eq!(live.state().focused(), Pane::Plugins);
    live.select_plugin("rabbitmq_shovel");
    live.press("t");
    assert!(matches!(live.state().overlay, Some(Overlay::Confirm(_))));
    live.answer_question("y").await;
    live.until("it is settled", Live::settled).await;
    assert_eq!(enabled(&live, "orders-01"), ["rabbitmq_shovel"]);
}
