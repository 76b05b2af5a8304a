//! One profile that speaks V1.0 and one that speaks V2 in one list, over HTTP: the same keys, and
//! to each service the requests of its own version.

use crate::desk::words;
use crate::live::{Live, Setup, faults};
use warren::command::{Command, menu};
use warren::model::{ApiVersion, Status};
use warren::simulator::Logged;
use warren::simulator::world::World;
use warren::simulator::world::instance::Status as Theirs;
use warren::state::form::Field;
use warren::state::overlay::Overlay;
use warren::state::write::can::Refusal;
use warren::state::write::pending::WriteStatus;
use warren::ui::words::batch::as_text;

const NAMES: [&str; 2] = ["orders-01", "orders-02"];

/// `old` speaks V1.0 and is labelled PROD, `new` speaks V2.
async fn both() -> Live {
    let mut live = Setup::with(&NAMES).of("new", "cn-north-4").start().await;
    live.listed().await;
    let mut old = Setup::with(&NAMES).of("old", "eu-west-101");
    old.api = ApiVersion::V1;
    old.label = Some("PROD");
    live.offer(old).await;
    live.show(&["new", "old"]).await;
    live
}

fn written(live: &Live, profile: &str) -> Vec<String> {
    live.writes_at(profile).iter().map(Logged::line).collect()
}

fn address(profile: &str) -> String {
    let (version, digits) = match profile {
        "old" => ("v1.0", "6f6c64"),
        _ => ("v2", "6e6577"),
    };
    format!("/{version}/{digits:0<32}/instances")
}

/// How the newest batch stands: profile, name, result.
fn stands(live: &Live) -> Vec<(String, String, WriteStatus)> {
    let batch = live.state().batches.newest().unwrap();
    let item = |item: &warren::state::write::batches::Item| {
        let scope = item.target.scope();
        let (profile, name) = (scope.profile.to_string(), item.target.name.clone());
        (profile, name, item.result.clone())
    };
    batch.items.iter().map(item).collect()
}

fn confirmed(live: &Live) -> bool {
    !matches!(live.state().overlay, Some(Overlay::Confirm(_)))
}

/// Goes to a field of the form about an instance, by keys.
fn go_to(live: &mut Live, field: Field) {
    let focus = |live: &Live| match &live.state().overlay {
        Some(Overlay::Form(form)) => Some(form.focus()),
        _ => None,
    };
    for _ in 0..16 {
        if focus(live) != Some(field) {
            live.press("tab");
        }
    }
    assert_eq!(focus(live), Some(field), "{}", live.dump());
}

#[tokio::test(start_paused = true)]
async fn a_batch_over_two_versions_is_one_request_a_scope_and_asks_for_the_label() {
    let mut live = both().await;
    live.press("m D");
    let dialog = live.screen();
    for said in ["PROD", "delete 4@PROD", "new / cn-north-4"] {
        assert!(dialog.contains(said), "{said}\n{dialog}");
    }
    live.type_text("delete 4");
    live.press("enter");
    assert!(!confirmed(&live), "without the label nothing is armed");
    live.type_text("@PROD");
    live.press("enter");
    assert!(confirmed(&live));
    live.until("all is settled", Live::settled).await;
    for profile in ["new", "old"] {
        let request = format!("POST {}/action", address(profile));
        assert_eq!(written(&live, profile), [request]);
        let there = live
            .service(profile)
            .edit(|world| world.instances().count());
        assert_eq!(there, 0);
    }
    let done = stands(&live);
    assert_eq!(done.len(), 4);
    assert!(
        done.iter().all(|one| one.2 == WriteStatus::Done),
        "{done:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_scope_that_fails_as_a_whole_stops_nothing_in_the_other() {
    for (failing, other) in [("old", "new"), ("new", "old")] {
        let mut live = both().await;
        live.service(failing)
            .set_faults(faults(&["403@batch_instances"]));
        live.press("m X");
        live.type_text("restart 4@PROD");
        live.press("enter");
        live.until("all is settled", Live::settled).await;
        for (profile, name, result) in stands(&live) {
            match result {
                WriteStatus::Refused(_) => assert_eq!(profile, failing, "{name}"),
                WriteStatus::Done => assert_eq!(profile, other, "{name}"),
                result => panic!("{profile} {name}: {result:?}"),
            }
        }
        let marked = live.state().fleet.marked_rows();
        let marked: Vec<&str> = marked.iter().map(|row| &*row.key.scope.profile).collect();
        assert_eq!(marked, [failing; 2], "what failed stays marked");
        let results = live.screen();
        assert!(results.contains(failing), "{results}");
        assert_eq!(written(&live, other).len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn one_instance_of_each_version_is_deleted_restarted_and_changed_by_its_own_calls() {
    let mut live = both().await;
    for (profile, label) in [("old", "@PROD"), ("new", "")] {
        let key = live.select_in(profile, "orders-01");
        live.press("X");
        live.type_text(&format!("orders-01{label}"));
        live.press("enter");
        live.until("it is settled", Live::settled).await;

        live.press("esc esc");
        live.select_in(profile, "orders-01");
        live.press("e");
        go_to(&mut live, Field::Description);
        live.type_text("of the shop");
        go_to(&mut live, Field::Review);
        live.press("enter");
        let dialog = live.screen();
        assert!(dialog.contains("of the shop"), "{dialog}");
        live.answer_question("tab enter").await;
        live.until("it is settled", Live::settled).await;

        live.press("esc esc");
        live.select_in(profile, "orders-01");
        live.press("D");
        live.type_text(&format!("orders-01{label}"));
        live.press("enter");
        live.until("it is settled", Live::settled).await;
        let (address, id) = (address(profile), &key.id);
        assert_eq!(
            written(&live, profile),
            [
                format!("POST {address}/action"),
                format!("PUT {address}/{id}"),
                format!("DELETE {address}/{id}"),
            ]
        );
        assert!(live.said().iter().all(|one| matches!(
            one,
            WriteStatus::Sent | WriteStatus::Accepted | WriteStatus::Done
        )));
        live.press("esc esc");
    }
    for profile in ["old", "new"] {
        let names = |world: &mut World| world.instances().map(|one| one.name.clone()).collect();
        let left: Vec<String> = live.service(profile).edit(names);
        assert_eq!(left, ["orders-02"], "{profile}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_menu_says_what_v1_has_no_call_for_and_only_there() {
    let mut live = both().await;
    let lacking = [
        Command::ResetPassword,
        Command::Resize,
        Command::EditTags,
        Command::TogglePlugin,
    ];
    let both = [Command::Modify, Command::Restart, Command::Delete];
    for (profile, said) in [("old", Some(Refusal::ApiVersion)), ("new", None)] {
        live.select_in(profile, "orders-01");
        for choice in lacking {
            assert_eq!(
                menu::refusal(live.state(), choice),
                said,
                "{profile}: {choice:?}"
            );
        }
        for choice in both {
            assert_eq!(
                menu::refusal(live.state(), choice),
                None,
                "{profile}: {choice:?}"
            );
        }
        live.press("a");
        let menu = live.screen();
        assert_eq!(menu.contains("V1.0"), profile == "old", "{menu}");
        live.press("esc");
    }
}

#[tokio::test(start_paused = true)]
async fn instances_of_one_name_in_two_profiles_are_told_apart_before_and_after() {
    let mut live = both().await;
    let id = live.place("old").simulator.edit(|world| {
        let id = world.named("orders-02").unwrap().id.clone();
        world.set_status(&id, Theirs::CreateFailed);
        id
    });
    live.until("the list says so", |live| {
        let rows = live.state().fleet.all().iter();
        let mut failed = rows.filter(|row| row.instance.status == Some(Status::CreateFailed));
        failed.any(|row| row.key.id.as_str() == id)
    })
    .await;
    live.press("m X");
    let dialog = live.screen();
    let line = |text: &str, start: &str, more: &str| {
        let mut lines = text.lines().map(|line| line.replace("  ", " "));
        lines.any(|line| line.contains(start) && line.contains(more))
    };
    assert!(
        line(&dialog, "orders-02", "PROD old / eu-west-101 left out"),
        "{dialog}"
    );
    live.service("old")
        .set_faults(faults(&["403@batch_instances"]));
    live.type_text("restart 3@PROD");
    live.press("enter");
    live.until("all is settled", Live::settled).await;
    live.press("g r");
    let results = live.screen();
    assert!(line(&results, "orders-01 old", "refused"), "{results}");
    assert!(line(&results, "orders-01 new", "done"), "{results}");
    let copied = as_text(words(), live.state().batches.newest().unwrap());
    assert!(copied.contains("  new / cn-north-4  done"), "{copied}");
}
