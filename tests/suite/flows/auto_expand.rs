//! Letting the disks of an instance grow by themselves.

use crate::live::{Live, Setup};
use serde_json::{Value, json};
use warren::model::rules::{Limits, Problem};
use warren::simulator::Logged;
use warren::simulator::world::instance::AutoExpand;
use warren::state::form::Field;
use warren::state::overlay::Overlay;
use warren::state::write::mutation::MutationKind;
use warren::state::write::pending::{Conflict, WriteStatus};

/// How the disks of an instance grow, at the service.
fn set(live: &Live, name: &str, how: Option<AutoExpand>) {
    live.simulator().edit(|world| {
        let id = world.named(name).unwrap().id.clone();
        world.instance_mut(&id).unwrap().auto_expand = how;
    });
}

const ON: AutoExpand = AutoExpand {
    threshold: 80,
    increment: 10,
    most_gb: 1000,
};

/// The form, once what the service says is in it.
async fn open(live: &mut Live, name: &str) {
    live.select(name);
    live.press("Z");
    let key = live.key(name);
    live.until("it is known", |live| {
        let known = live.state().details.known(&key);
        known.auto_expansion().known.is_some()
    })
    .await;
}

fn bodies(live: &Live) -> Vec<Value> {
    let writes = live.writes();
    let bodies = writes.iter();
    bodies
        .map(|write| serde_json::from_str(&write.body).unwrap())
        .collect()
}

#[tokio::test(start_paused = true)]
async fn switching_it_on_takes_the_name_says_what_it_costs_and_is_followed() {
    let mut live = Live::with(&["orders-01"]).await;
    open(&mut live, "orders-01").await;
    live.go_to(Field::AutoExpand);
    live.press("space");
    live.fill(Field::Largest, "1000");
    live.review();
    let screen = live.screen();
    assert!(screen.contains("billed"), "{screen}");
    assert!(screen.contains("auto-volume-expand"), "{screen}");
    live.press("tab tab enter");
    assert_eq!(live.writes().len(), 0, "the name is not typed\n{screen}");
    live.press("tab");
    live.type_text("orders-01");
    live.press("enter");
    live.until("it is settled", Live::settled).await;
    assert_eq!(live.said().last(), Some(&WriteStatus::Done));
    let body = json!({
        "auto_volume_expand_enable": true, "expand_threshold": 80, "expand_increment": 10,
        "max_volume_size": 1000,
    });
    assert_eq!(bodies(&live), [body]);
    assert!(live.state().drafts.is_empty());
    live.open("orders-01", "1");
    live.until("the overview says so", |live| {
        let key = live.key("orders-01");
        let known = live.state().details.known(&key);
        known.auto_expansion().value().is_some_and(|now| now.on)
    })
    .await;
    let screen = live.screen();
    assert!(
        screen.contains("grows by 10% at 80% up to 1000 GB"),
        "{screen}"
    );
    live.press(":");
    live.type_text("lang zh-CN");
    live.press("enter");
    let screen = live.screen().replace(' ', "");
    assert!(
        screen.contains("使用率达80%时扩容10%，上限1000GB"),
        "{screen}"
    );
}

#[tokio::test(start_paused = true)]
async fn switching_it_off_takes_the_name_and_sends_nothing_but_that() {
    let mut live = Live::with(&["orders-01"]).await;
    set(&live, "orders-01", Some(ON));
    open(&mut live, "orders-01").await;
    live.go_to(Field::AutoExpand);
    live.press("space");
    live.review();
    assert!(!live.screen().contains("billed"), "{}", live.screen());
    live.type_text("orders-01");
    live.press("enter");
    live.until("it is settled", Live::settled).await;
    assert_eq!(live.said().last(), Some(&WriteStatus::Done));
    assert_eq!(
        bodies(&live),
        [json!({ "auto_volume_expand_enable": false })]
    );
}

#[tokio::test(start_paused = true)]
async fn every_change_takes_the_name_and_raising_it_says_that_it_is_billed() {
    for (field, value, billed) in [
        (Field::Largest, "1100", true),
        (Field::Largest, "900", false),
        (Field::Increment, "20", true),
        (Field::Threshold, "70", true),
    ] {
        let mut live = Live::with(&["orders-01"]).await;
        set(
            &live,
            "orders-01",
            Some(AutoExpand {
                threshold: 75,
                ..ON
            }),
        );
        open(&mut live, "orders-01").await;
        live.fill(field, value);
        live.review();
        let screen = live.screen();
        assert!(screen.contains("Type orders-01"), "{screen}");
        assert_eq!(
            screen.contains("billed"),
            billed,
            "{field:?} {value}\n{screen}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_number_out_of_its_range_is_said_beside_its_field_and_nothing_is_lost() {
    let mut live = Live::with(&["orders-01"]).await;
    set(&live, "orders-01", Some(ON));
    open(&mut live, "orders-01").await;
    let limits = |least, most, step| Limits { least, most, step };
    for (field, value, problem) in [
        (
            Field::Threshold,
            "81",
            Problem::OutOfRange(limits(20, 80, 1)),
        ),
        (
            Field::Increment,
            "9",
            Problem::OutOfRange(limits(10, 100, 1)),
        ),
        (
            Field::Largest,
            "1050",
            Problem::OffStep(limits(200, 29_900, 100)),
        ),
        (Field::Largest, "", Problem::Missing),
        (Field::Threshold, "80%", Problem::NotANumber),
    ] {
        let before = live.form().values().text(field).to_owned();
        live.fill(field, value);
        let scope = live.key("orders-01").scope;
        let problems = live.form().problems(&live.state().offers(&scope));
        assert!(
            problems.contains(&(field, problem)),
            "{field:?}: {problems:?}"
        );
        assert_eq!(live.form().values().text(field), value);
        live.fill(field, &before);
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_when_somebody_else_changed_it() {
    let mut live = Live::with(&["orders-01"]).await;
    set(&live, "orders-01", Some(ON));
    open(&mut live, "orders-01").await;
    live.fill(Field::Largest, "900");
    live.review();
    set(&live, "orders-01", None);
    live.type_text("orders-01");
    live.press("enter");
    live.until("it is settled", Live::settled).await;
    let changed = WriteStatus::NotSentChanged(Conflict::Differs(MutationKind::AutoExpand));
    assert_eq!(live.said().last(), Some(&changed));
    assert_eq!(live.writes().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_settled_by_reading_it_again() {
    let mut live = Live::with(&["orders-01"]).await;
    set(&live, "orders-01", Some(ON));
    open(&mut live, "orders-01").await;
    live.fill(Field::Largest, "900");
    live.review();
    live.set_faults(&["lost@change_auto_expand:first=1"]);
    live.type_text("orders-01");
    live.press("enter");
    live.until("it is settled", Live::settled).await;
    assert_eq!(live.said().last(), Some(&WriteStatus::Done));
    assert_eq!(live.writes().len(), 1);
}

fn fill(live: &Live, name: &str, percent: f64) {
    live.simulator().edit(|world| {
        let id = world.named(name).unwrap().id.clone();
        world.instance_mut(&id).unwrap().fill =
            warren::simulator::world::instance::Fill::steady(percent);
    });
}

#[tokio::test(start_paused = true)]
async fn a_full_disk_that_grows_by_itself_says_so_in_its_row_without_being_looked_at() {
    let mut live = Live::with(&["audit", "orders-01"]).await;
    set(&live, "orders-01", Some(ON));
    fill(&live, "orders-01", 85.0);
    live.listed().await;
    live.press("r");
    live.select("audit");
    live.until("it is known", |live| {
        let known = live.state().details.known(&live.key("orders-01"));
        known.auto_expansion().known.is_some()
    })
    .await;
    let screen = live.screen();
    let reason = "storage 85%, grows by";
    assert!(screen.contains(reason), "{screen}");
    let own = live.key("orders-01");
    let asked = |live: &Live| -> usize {
        let mut reads = live.requests();
        reads.retain(|one| one.path.ends_with("auto-volume-expand"));
        let about_it = |one: &Logged| one.path.contains(own.id.as_str());
        assert!(reads.iter().all(about_it), "{reads:?}");
        reads.len()
    };
    let before = asked(&live);
    live.pass(std::time::Duration::from_secs(200)).await;
    assert_eq!(asked(&live), before);
    live.open("orders-01", "1");
    live.pass(std::time::Duration::from_secs(3)).await;
    let said = live.screen();
    assert!(said.contains("grows by itself at 80%"), "{said}");
    assert!(asked(&live) > before, "what is opened is read at once");
}

#[tokio::test(start_paused = true)]
async fn a_service_without_it_costs_its_line_and_nothing_else() {
    for (fault, why) in [("404", "does not exist"), ("403", "denied")] {
        let rule = format!("{fault}@show_auto_expand");
        let mut live = Setup::with(&["orders-01"]).faults(&[&rule]).start().await;
        live.listed().await;
        live.open("orders-01", "1");
        live.pass(std::time::Duration::from_secs(20)).await;
        let screen = live.screen();
        let line = screen
            .lines()
            .find(|line| line.contains("Expansion"))
            .unwrap();
        assert!(line.contains("not known") && line.contains(why), "{screen}");
        assert!(
            screen.contains("fresh") && !screen.contains("could not"),
            "{screen}"
        );
        live.press("Z");
        live.go_to(Field::Review);
        live.press("enter");
        assert!(
            matches!(live.state().overlay, Some(Overlay::Form(_))),
            "nothing to review"
        );
    }
}
