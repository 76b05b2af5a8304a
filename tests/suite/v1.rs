//! A day's work where only V1.0 of the API is spoken: the same keys, V1's requests, and in the
//! place of what V1 has no call for, that it has none.

use std::time::Duration;

use crate::live::{Live, Setup};
use warren::api::ApiError;
use warren::findings::{Code, Slot, Value};
use warren::model::{ApiVersion, Feature, Status};
use warren::simulator::DEMO_PROJECT_ID;
use warren::simulator::catalogue::Kind;
use warren::simulator::world::instance::{Hardware, PublicAddress, Status as Theirs};
use warren::state::form::Field;
use warren::state::overlay::Overlay;
use warren::state::query::Query;
use warren::state::write::can::Refusal;
use warren::state::write::pending::WriteStatus;

const NO_CALL: &str = "V1.0 of the API has no call for this; use api = \"v2\".";

/// Running instances with these names, of a flavor that V1 sells, seen through V1.
async fn speaking_v1(names: &[&str]) -> Live {
    let mut setup = Setup::with(names);
    setup.api = ApiVersion::V1;
    let mut live = setup.start().await;
    live.simulator().edit(|world| {
        for name in names {
            let id = world.named(name).unwrap().id.clone();
            let instance = world.instance_mut(&id).unwrap();
            instance.flavor = Hardware::Old {
                kind: Kind::Single,
                size: "4u8g".into(),
            };
            instance.version = "3.7.17".into();
            instance.disk = "dms.physical.storage.high".into();
        }
    });
    live.listed().await;
    live
}

/// Every address that was asked, without the one of the list.
fn asked(live: &Live) -> Vec<String> {
    let mut lines: Vec<String> = live.requests().iter().map(|one| one.line()).collect();
    let list = format!("GET /v1.0/{DEMO_PROJECT_ID}/instances?");
    lines.retain(|line| !line.starts_with(&list) && !line.contains("/v3/"));
    lines
}

#[tokio::test(start_paused = true)]
async fn nothing_but_v1_is_asked_and_its_tabs_say_what_it_lacks() {
    let mut live = speaking_v1(&["orders-01"]).await;
    let id = live.service_id("orders-01").unwrap();
    for tab in ["1", "2", "3", "4", "5", "6", "7"] {
        live.open("orders-01", tab);
        live.pass(Duration::from_secs(12)).await;
        let says = live.screen().contains(NO_CALL);
        assert_eq!(says, ["4", "5", "6"].contains(&tab), "{}", live.screen());
        live.go_home();
    }
    let wants = live.state().interest().wants;
    let mut looked = wants.iter().map(|want| &want.query);
    assert!(looked.all(|query| matches!(query, Query::Instance(_))));
    let detail = format!("GET /v1.0/{DEMO_PROJECT_ID}/instances/{id}");
    let mut asked = asked(&live);
    assert!(asked.contains(&detail), "{asked:?}");
    asked.retain(|line| *line != detail);
    // What its zone is called: no answer about an instance says it.
    let catalogue = [
        "products?engine=rabbitmq",
        "availableZones",
        "instances/maintain-windows",
    ];
    assert_eq!(asked, catalogue.map(|call| format!("GET /v1.0/{call}")));
}

#[tokio::test(start_paused = true)]
async fn zones_that_answers_give_by_id_alone_are_called_as_in_the_list_of_zones() {
    let mut setup = Setup::with(&["orders-01", "orders-02"]);
    setup.api = ApiVersion::V1;
    setup.size.width = 160;
    let mut live = setup.start().await;
    live.pass(Duration::from_secs(12)).await;
    let list = live.screen();
    assert!(list.contains(" AZ1"), "{list}");
    live.type_text("/zone=cn-north-4a");
    live.press("enter");
    assert_eq!(live.state().fleet.shown(), 2, "{}", live.screen());
    live.open("orders-01", "1");
    live.pass(Duration::from_secs(60)).await;
    let overview = live.screen();
    assert!(overview.contains(" AZ1"), "{overview}");
    let zones = "GET /v1.0/availableZones";
    let asked = asked(&live).into_iter();
    assert_eq!(asked.filter(|line| line.starts_with(zones)).count(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_screen_says_that_v1_is_spoken() {
    let mut live = speaking_v1(&["orders-01"]).await;
    let top = live.screen().lines().next().unwrap().to_owned();
    assert!(top.contains("cn-north-4 V1"), "{top}");
    live.open("orders-01", "1");
    live.pass(Duration::from_secs(1)).await;
    let overview = live.screen();
    let line = "V1.0: no plug-ins, tasks, tags, passwords; resize not described";
    assert!(overview.contains(line), "{overview}");
}

#[tokio::test(start_paused = true)]
async fn a_failed_instance_says_why_by_the_references_table() {
    let mut live = speaking_v1(&["orders-01"]).await;
    let id = live.service_id("orders-01").unwrap();
    live.simulator()
        .edit(|world| world.set_status(&id, Theirs::CreateFailed));
    live.pass(Duration::from_secs(6)).await;
    assert_eq!(live.status("orders-01"), Some(Status::CreateFailed));
    let [found] = live.row("orders-01").unwrap().findings() else {
        panic!("one thing is wrong with it");
    };
    let code = Value::FailureCode("public.00.0018".into());
    assert_eq!(found.code, Code::InstanceFailed);
    assert_eq!(found.get(Slot::Value), Some(&code));
    live.open("orders-01", "1");
    live.pass(Duration::from_secs(1)).await;
    let overview = live.screen();
    let words = "X creation failed; public.00.0018: Failed to create the ECS because the ECS";
    assert!(overview.contains(words), "{overview}");
}

#[tokio::test(start_paused = true)]
async fn the_chinese_tables_words_for_a_status_are_the_users_one_word() {
    let mut live = speaking_v1(&["orders-01"]).await;
    let id = live.service_id("orders-01").unwrap();
    for (theirs, ours) in [
        (Theirs::Error, Status::Error),
        (Theirs::Extending, Status::Extending),
        (Theirs::ExtendedFailed, Status::ExtendedFailed),
    ] {
        live.simulator()
            .edit(|world| world.set_status(&id, theirs.clone()));
        live.pass(Duration::from_secs(6)).await;
        assert_eq!(live.status("orders-01"), Some(ours));
    }
}

#[tokio::test(start_paused = true)]
async fn deleting_shows_and_sends_the_request_of_v1() {
    let mut live = speaking_v1(&["orders-01"]).await;
    let id = live.service_id("orders-01").unwrap();
    let line = format!("DELETE /v1.0/{DEMO_PROJECT_ID}/instances/{id}");
    live.select("orders-01");
    live.press("D");
    let dialog = live.screen();
    assert!(dialog.contains("/v1.0/"), "{dialog}");
    live.press("esc");
    live.delete("orders-01");
    live.until("it is settled", Live::settled).await;
    let written: Vec<String> = live.writes().iter().map(|one| one.line()).collect();
    assert_eq!(written, [line]);
    assert_eq!(
        live.said(),
        [WriteStatus::Sent, WriteStatus::Accepted, WriteStatus::Done]
    );
}

#[tokio::test(start_paused = true)]
async fn keys_for_what_v1_lacks_are_not_shown_and_do_nothing() {
    let mut live = speaking_v1(&["orders-01"]).await;
    for (tab, key) in [("4", "t"), ("5", "D")] {
        live.open("orders-01", tab);
        let before = live.screen();
        let hints = before.lines().last().unwrap();
        assert!(!hints.contains(&format!(" {key} ")), "{hints}");
        live.press(key);
        // But for the line that says that the key means nothing.
        let view = |screen: &str| screen.lines().take(22).collect::<Vec<_>>().join("\n");
        assert_eq!(view(&live.screen()), view(&before));
        live.go_home();
    }
    let key = live.key("orders-01");
    let refused = live.state().has(&key.scope, Feature::Tasks);
    assert_eq!(refused, Err(Refusal::ApiVersion));
    assert_eq!(live.writes(), []);
}

#[tokio::test(start_paused = true)]
async fn the_form_has_v1s_fields_and_creates_by_v1() {
    let mut live = speaking_v1(&["orders-01"]).await;
    live.select("orders-01");
    live.press("C");
    live.until("the choices are there", |live| {
        live.profile().known.catalogue().known.is_some()
    })
    .await;
    let fields = live.form().fields();
    assert!(!fields.contains(&Field::Tags) && !fields.contains(&Field::Brokers));
    live.fill(Field::Name, "orders_2");
    let form = live.screen();
    assert!(form.contains("_ is not allowed"), "{form}");
    live.fill(Field::Name, "orders-02");
    let form = live.screen();
    assert!(form.contains("4 to 64 letters, digits and -;"), "{form}");
    live.fill(Field::User, "ops_1");
    let form = live.screen();
    assert!(form.contains("_ is not allowed"), "{form}");
    assert!(
        form.contains("4 to 64 letters, digits and -; no _"),
        "{form}"
    );
    live.fill(Field::User, "2nd-ops");
    live.fill(Field::Password, "Canary-77");
    live.fill(Field::Repeat, "Canary-77");
    live.review();
    let dialog = live.screen();
    assert!(dialog.contains("/v1.0/"), "{dialog}");
    live.answer_question("tab enter").await;
    live.until("it runs", |live| {
        live.settled() && live.status("orders-02") == Some(Status::Running)
    })
    .await;
    let [created] = &live.writes()[..] else {
        panic!("{:?}", live.writes());
    };
    assert_eq!(
        created.line(),
        format!("POST /v1.0/{DEMO_PROJECT_ID}/instances")
    );
    let body: serde_json::Value = serde_json::from_str(&created.body).unwrap();
    assert_eq!(body["product_id"], "00300-30111-0--0");
    assert_eq!(body["access_user"], "2nd-ops");
    assert_eq!(
        (&body["tags"], &body["broker_num"]),
        (&().into(), &().into())
    );
}

/// A change of this field that is reviewed, and for which `orders-01` is typed if it must be.
async fn change(live: &mut Live, keys: &str, text: &str) {
    live.select("orders-01");
    live.press(&format!("e {keys}"));
    live.pass(Duration::from_secs(1)).await;
    live.type_text(text);
    live.press("pgdn pgdn enter");
    let asked = matches!(live.state().overlay, Some(Overlay::Confirm(_)));
    assert!(asked, "{}", live.dump());
}

fn refused_at(live: &Live) -> (Field, &ApiError) {
    match &live.state().overlay {
        Some(Overlay::Form(form)) => (form.focus(), form.refused().unwrap()),
        _ => panic!("{}", live.dump()),
    }
}

#[tokio::test(start_paused = true)]
async fn a_refused_change_comes_back_to_the_field_that_v1s_code_is_about() {
    let mut live = speaking_v1(&["orders-01", "orders-02"]).await;
    change(&mut live, "ctrl-u", "orders-03").await;
    // Somebody else takes the name between the look and the request.
    live.simulator().edit(|world| {
        let id = world.named("orders-02").unwrap().id.clone();
        world.instance_mut(&id).unwrap().name = "orders-03".into();
    });
    live.answer_question("tab enter").await;
    live.until("it is settled", Live::settled).await;
    let (field, error) = refused_at(&live);
    assert_eq!(field, Field::Name);
    assert_eq!(error.code.as_deref(), Some("111400060"));
    let form = live.screen();
    assert!(form.contains("111400060"), "{form}");
    assert!(
        form.contains("> Name") || form.contains("orders-03"),
        "{form}"
    );
    let [refused] = &live.writes()[..] else {
        panic!("{:?}", live.writes());
    };
    assert!(refused.line().starts_with("PUT /v1.0/"), "{refused:?}");
}

#[tokio::test(start_paused = true)]
async fn a_refused_change_comes_back_to_the_field_that_v1_names_in_its_words() {
    let mut live = speaking_v1(&["orders-01", "orders-02"]).await;
    change(&mut live, "tab tab tab tab space tab", "eip-4711").await;
    live.simulator().edit(|world| {
        let id = world.named("orders-02").unwrap().id.clone();
        world.instance_mut(&id).unwrap().public = Some(PublicAddress {
            id: "eip-4711".into(),
            ip: "203.0.113.7".into(),
        });
    });
    live.type_text("orders-01");
    live.press("enter");
    live.until("it is settled", Live::settled).await;
    let (field, error) = refused_at(&live);
    assert_eq!(field, Field::PublicIp);
    assert_eq!(error.code.as_deref(), Some("111400066"));
    assert!(live.screen().contains("publicip_id"), "{}", live.screen());
}
