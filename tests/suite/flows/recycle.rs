//! The recycle bin: what a deletion comes to, what is in the bin, restoring, and its policy.

use crate::live::{Live, Setup};
use std::time::Duration;
use warren::effect::Clip;
use warren::export::sheet;
use warren::model::{ApiVersion, Status};
use warren::runtime::session::TerminalEffect;
use warren::state::export::Format;
use warren::state::overlay::Overlay;
use warren::state::write::can::Refusal;
use warren::state::write::pending::WriteStatus;

/// A session over these running instances, whose project's bin is on or off.
async fn with(names: &[&str], on: bool) -> Live {
    let live = Live::with(names).await;
    live.simulator().edit(|world| world.bin.on = on);
    live
}

/// Puts an instance into the bin, and gives its id.
fn bin(live: &Live, name: &str) -> String {
    live.simulator().edit(|world| {
        let id = world.insert_sample(name);
        let on = std::mem::replace(&mut world.bin.on, true);
        world.delete(&id, false);
        world.bin.on = on;
        id
    })
}

/// Opens the bin, and waits until it was read.
async fn open(live: &mut Live) {
    live.press("g b");
    live.until("it was read", |live| {
        live.profile().known.recycle_bin().is_answered()
    })
    .await;
}

async fn read(live: &mut Live) {
    live.pass(Duration::from_secs(6)).await;
}

/// The id under the cursor of the table in front.
fn under(live: &Live) -> String {
    match &live.state().overlay {
        Some(Overlay::Table(table)) => table.on(live.state()).unwrap(),
        other => panic!("no table but {other:?}"),
    }
}

fn speak_chinese(live: &mut Live) {
    live.press("esc esc :");
    live.type_text("lang zh-CN");
    live.press("enter");
}

#[tokio::test(start_paused = true)]
async fn a_deletion_says_whether_it_can_be_restored() {
    for (on, days, said, chinese) in [
        (true, 3, "restorable for 3 days", "3天内可恢复"),
        (true, 1, "restorable for 1 day", "1天内可恢复"),
        (
            false,
            3,
            "final: the recycle bin is off",
            "无法恢复：回收站已关闭",
        ),
    ] {
        let mut live = with(&["orders-01", "orders-02"], on).await;
        live.simulator().edit(|world| world.bin.days = days);
        live.select("orders-01");
        live.press("D");
        let unknown = "not known whether the recycle bin keeps it";
        assert!(live.screen().contains(unknown), "{}", live.screen());
        live.until("it was read", |live| {
            live.profile().known.recycle_bin().is_answered()
        })
        .await;
        assert!(live.screen().contains(said), "{}", live.screen());
        let id = live.service_id("orders-01").unwrap();
        let screen = live.screen();
        assert!(
            screen.contains("DELETE /v2/") && screen.contains(&id),
            "{screen}"
        );
        live.press("esc space j space D");
        assert!(live.screen().contains(said), "a batch: {}", live.screen());
        speak_chinese(&mut live);
        live.press("D");
        let screen = live.screen().replace(' ', "");
        assert!(screen.contains(chinese), "{screen}");
        assert!(live.writes().is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn a_policy_that_cannot_be_read_leaves_a_deletion_as_it_was() {
    for fault in ["404@show_recycle", "403@show_recycle"] {
        let mut live = Setup::with(&["orders-01"]).faults(&[fault]).start().await;
        live.listed().await;
        live.select("orders-01");
        live.press("D");
        read(&mut live).await;
        let unknown = "not known whether the recycle bin keeps it";
        assert!(live.screen().contains(unknown), "{}", live.screen());
        live.type_text("orders-01");
        live.answer_question("enter").await;
        assert_eq!(live.writes().len(), 0, "it is sent after a look");
        live.until("it is sent", |live| live.writes().len() == 1)
            .await;
        assert!(live.profile().known.recycle_bin().value().is_none());
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_frozen_may_go_past_the_bin() {
    let mut live = with(&["orders-01"], true).await;
    let id = live.service_id("orders-01").unwrap();
    live.simulator().edit(|world| {
        world.set_status(&id, warren::simulator::world::instance::Status::Frozen);
    });
    read(&mut live).await;
    live.select("orders-01");
    live.press("D");
    read(&mut live).await;
    let unknown = "not known whether the recycle bin keeps it";
    assert!(live.screen().contains(unknown), "{}", live.screen());
}

#[tokio::test(start_paused = true)]
async fn the_bin_is_a_table_of_one_project() {
    let mut live = with(&["orders-01"], true).await;
    live.press("g b");
    assert!(live.screen().contains("reading"), "{}", live.screen());
    open(&mut live).await;
    let empty = "Nothing that was deleted can be restored.";
    assert!(live.screen().contains(empty), "{}", live.screen());
    let (first, second) = (bin(&live, "zebra"), bin(&live, "ant"));
    live.simulator().edit(|world| {
        let mut foreign = world.bin.inside[0].clone();
        (foreign.instance.id, foreign.instance.engine) = ("k-1".into(), "kafka");
        foreign.instance.name = "somebody-elses".into();
        world.bin.inside.push(foreign);
    });
    read(&mut live).await;
    let screen = live.screen();
    for text in [
        "recycle bin  flow",
        "restorable for 3 days",
        "NAME ↓",
        "RECYCLE",
        "<1m",
        "2d",
    ] {
        assert!(screen.contains(text), "{text}: {screen}");
    }
    assert!(!screen.contains("somebody-elses"), "{screen}");
    let place = |screen: &str, name: &str| screen.find(name).unwrap();
    assert!(place(&screen, "ant") < place(&screen, "zebra"), "{screen}");
    // The cursor stays on its instance when the order is turned.
    live.press("S");
    let screen = live.screen();
    assert!(place(&screen, "zebra") < place(&screen, "ant"), "{screen}");
    assert_eq!(under(&live), first);
    live.press("j");
    assert_eq!(under(&live), second);
    live.press("S s a");
    assert_eq!(under(&live), second);
    assert!(live.screen().contains("DELETED ↓"), "{}", live.screen());
    live.press("/");
    live.type_text("zeb");
    live.press("enter");
    let screen = live.screen();
    assert!(
        screen.contains("filter: zeb") && !screen.contains("ant "),
        "{screen}"
    );
    live.press("g g");
    let effects = live.outward.len();
    live.press("y");
    let copied = &live.outward[effects..];
    assert_eq!(copied, [TerminalEffect::Copy(Clip::Text("zebra".into()))]);
    let table = live.state().table().unwrap();
    let text = sheet(crate::desk::words(), live.state(), &table).print(Format::Json);
    let rows: serde_json::Value = serde_json::from_str(&text).unwrap();
    let row = &rows.as_array().unwrap()[0];
    assert_eq!(
        (rows.as_array().unwrap().len(), &row["name"]),
        (1, &"zebra".into())
    );
    assert_eq!(
        (&row["instance_id"], &row["freshness"]),
        (&first.into(), &"fresh".into())
    );
    let stays = row["auto_delete_time_utc"].as_str().unwrap()
        > row["in_recycle_time_utc"].as_str().unwrap();
    assert!(stays, "{row}");
    live.press("/");
    live.type_text("!");
    assert!(live.screen().contains("No row has all of these words."));
    live.press("esc q");
    assert!(live.state().overlay.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_bin_that_cannot_be_read_says_why() {
    for (fault, said, chinese) in [
        (
            "403@show_recycle",
            "could not show the recycle bin",
            "查询回收站",
        ),
        (
            "404@show_recycle",
            "could not show the recycle bin",
            "查询回收站",
        ),
    ] {
        let mut live = Setup::with(&["orders-01"]).faults(&[fault]).start().await;
        live.listed().await;
        open(&mut live).await;
        assert!(live.screen().contains(said), "{}", live.screen());
        live.press("R t + -");
        assert!(matches!(live.state().overlay, Some(Overlay::Table(_))));
        speak_chinese(&mut live);
        live.press("g b");
        let screen = live.screen().replace(' ', "");
        assert!(screen.contains(chinese), "{screen}");
    }
    let mut live = with(&["orders-01"], true).await;
    bin(&live, "orders-02");
    open(&mut live).await;
    live.set_faults(&["500@show_recycle"]);
    live.until("it fails", |live| {
        live.profile().known.recycle_bin().failure.is_some()
    })
    .await;
    let screen = live.screen();
    assert!(
        screen.contains("the last answer, older") && screen.contains("orders-02"),
        "{screen}"
    );
}

#[tokio::test(start_paused = true)]
async fn v1_has_no_bin() {
    let mut setup = Setup::with(&["orders-01"]);
    setup.api = ApiVersion::V1;
    let mut live = setup.start().await;
    live.listed().await;
    live.press("g b");
    assert!(live.state().overlay.is_none());
    let can = warren::command::can(live.state(), warren::command::Command::RecycleBin);
    assert_eq!(can.refusal(), Some(Refusal::ApiVersion));
    live.select("orders-01");
    live.press("D");
    read(&mut live).await;
    let unknown = "not known whether the recycle bin keeps it";
    assert!(live.screen().contains(unknown), "{}", live.screen());
    assert!(
        live.requests()
            .iter()
            .all(|one| !one.path.contains("recycle"))
    );
}

#[tokio::test(start_paused = true)]
async fn an_instance_is_restored_once_and_followed_until_it_runs() {
    let mut live = with(&["orders-01"], true).await;
    let id = bin(&live, "orders-02");
    open(&mut live).await;
    live.press("R");
    let screen = live.screen();
    for text in ["RESTORE orders-02", "/recycle", &id] {
        assert!(screen.contains(text), "{text}: {screen}");
    }
    assert!(!screen.contains("gone"), "{screen}");
    live.answer_question("y").await;
    live.until("it is taken", |live| {
        live.said().last() == Some(&WriteStatus::Accepted)
    })
    .await;
    live.pass(Duration::from_secs(10)).await;
    assert!(!live.settled(), "{}", live.dump());
    live.until("it is back", |live| live.settled()).await;
    assert_eq!(live.said().last(), Some(&WriteStatus::Done));
    assert_eq!(live.status("orders-02"), Some(Status::Running));
    let writes = live.writes();
    assert_eq!(writes.len(), 1, "{writes:?}");
    let asked = live.requests();
    let tasks = format!("/instances/{id}/tasks/");
    assert!(
        asked.iter().any(|one| one.path.contains(&tasks)),
        "its task is followed"
    );
    live.press("esc esc g j");
    live.until("it is there", |live| {
        live.state().journal.shown("").next().is_some()
    })
    .await;
    let screen = live.screen();
    assert!(
        screen.contains("restore the instance orders-02"),
        "{screen}"
    );
}

#[tokio::test(start_paused = true)]
async fn marked_instances_are_restored_in_one_request_and_each_has_its_result() {
    for marks in [
        "space space space",
        "3 space",
        "G k space k k space k k space",
    ] {
        let mut live = with(&["orders-01"], true).await;
        // The service refuses the second: its name is taken.
        let ids = ["orders-02", "orders-01", "orders-03"].map(|name| bin(&live, name));
        bin(&live, "orders-04");
        open(&mut live).await;
        live.press(marks);
        live.press("R");
        let screen = live.screen();
        for text in ["RESTORE 3 instances", "orders-01", "orders-02", "orders-03"] {
            assert!(screen.contains(text), "{text}: {screen}");
        }
        assert!(!screen.contains("gone"), "{screen}");
        assert!(!screen.contains("orders-04"), "{screen}");
        live.answer_question("y").await;
        live.until("all are settled", Live::settled).await;
        let writes = live.writes();
        assert_eq!(writes.len(), 1, "{writes:?}");
        for id in &ids {
            assert!(writes[0].body.contains(id.as_str()), "{writes:?}");
        }
        let screen = live.screen();
        let of = |name: &str| {
            let mut lines = screen
                .lines()
                .filter(|line| line.contains(&format!("│ {name}")));
            lines
                .next()
                .unwrap_or_else(|| panic!("{name}: {screen}"))
                .to_owned()
        };
        assert!(of("orders-01").contains("refused"), "{screen}");
        for name in ["orders-02", "orders-03"] {
            assert!(of(name).contains("done"), "{screen}");
            assert_eq!(live.status(name), Some(Status::Running));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_restoration_that_is_refused_says_why() {
    let mut live = with(&["orders-01"], true).await;
    bin(&live, "orders-01");
    open(&mut live).await;
    live.press("R");
    live.answer_question("y").await;
    live.until("it is answered", |live| live.settled()).await;
    let said = live.said();
    let Some(WriteStatus::Refused(why)) = said.last() else {
        panic!("{said:?}");
    };
    assert!(why.message.contains("name"), "{why:?}");
    assert_eq!(live.writes().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_left_the_bin_meanwhile_is_not_restored() {
    let mut live = with(&["orders-01"], true).await;
    let id = bin(&live, "orders-02");
    open(&mut live).await;
    live.press("R");
    live.simulator()
        .edit(|world| world.bin.inside.retain(|one| one.instance.id != id));
    live.answer_question("y").await;
    live.until("it is held back", |live| {
        live.settled() || !live.said().is_empty()
    })
    .await;
    assert!(live.writes().is_empty(), "{}", live.dump());
}

#[tokio::test(start_paused = true)]
async fn the_policy_takes_a_word_and_says_what_it_means() {
    let mut live = with(&["orders-01"], true).await;
    open(&mut live).await;
    live.press("t");
    let screen = live.screen();
    for text in [
        "For every DMS engine in the project",
        "is gone",
        "\"default_use_recycle\": false",
        "\"retention_days\": 3",
        "final",
    ] {
        assert!(screen.contains(text), "{text}: {screen}");
    }
    live.type_text("final");
    live.answer_question("enter").await;
    live.until("it is off", |live| {
        live.said().last() == Some(&WriteStatus::Done)
    })
    .await;
    assert!(!live.simulator().edit(|world| world.bin.on));
    // More days, and on again, each asked by itself, from the table that is in front again.
    read(&mut live).await;
    assert!(
        live.screen().contains("final: the recycle bin is off"),
        "{}",
        live.screen()
    );
    live.press("9 +");
    let screen = live.screen();
    assert!(screen.contains("\"retention_days\": 7"), "{screen}");
    live.press("esc");
    assert!(matches!(live.state().overlay, Some(Overlay::Table(_))));
    speak_chinese(&mut live);
    live.press("g b");
    live.press("t");
    let screen = live.screen().replace(' ', "");
    assert!(screen.contains("对项目中所有DMS引擎生效"), "{screen}");
    live.type_text("keep");
    live.answer_question("enter").await;
    live.until("it is on", |live| {
        live.simulator().edit(|world| world.bin.on)
    })
    .await;
    assert_eq!(live.writes().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_policy_that_changed_meanwhile_is_left_alone() {
    let mut live = with(&["orders-01"], true).await;
    open(&mut live).await;
    live.press("-");
    live.simulator().edit(|world| world.bin.days = 7);
    live.type_text("keep");
    live.answer_question("enter").await;
    live.until("it is held back", |live| live.settled()).await;
    assert!(live.writes().is_empty(), "{}", live.dump());
}

#[tokio::test(start_paused = true)]
async fn nothing_in_the_bin_is_changed_read_only() {
    let mut setup = Setup::with(&["orders-01"]);
    setup.read_only = true;
    let mut live = setup.start().await;
    live.listed().await;
    bin(&live, "orders-02");
    open(&mut live).await;
    for key in ["R", "t"] {
        live.press(key);
        let refused = matches!(
            live.state().overlay,
            Some(Overlay::Refused {
                reason: Refusal::ReadOnly,
                ..
            })
        );
        assert!(refused, "{key}: {}", live.dump());
        live.press("esc g b");
    }
}
