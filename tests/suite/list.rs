//! `warren list` as scripts meet it: the built program, its output and its exit code.

use std::collections::BTreeSet;
use std::sync::Mutex;

use serde_json::{Value, json};
use warren::simulator::Simulator;

use crate::program::{Home, Ran, profile, service};
use crate::scripted::{Reply, Service};

fn home(simulator: &Simulator) -> Home {
    Home::with_keys(&simulator.url())
}

fn json_of(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap()
}

fn texts<'a>(list: &'a Value, field: &str) -> Vec<&'a str> {
    let rows = list["instances"].as_array().unwrap().iter();
    rows.map(|row| row[field].as_str().unwrap()).collect()
}

#[tokio::test]
async fn all_150_instances_of_three_pages_are_listed_in_every_form_in_the_same_order() {
    let simulator = service(150, &[]).await;
    let home = home(&simulator);
    let json = home.run("list --output json").await;
    assert_eq!((json.code, json.err.as_str()), (Some(0), ""));
    let list = json_of(&json);
    let (ids, names) = (texts(&list, "instance_id"), texts(&list, "name"));
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 150);
    assert_eq!(list["instance_num"], 150);
    assert!(names.is_sorted(), "{names:?}");

    let csv = home.run("list --output csv").await;
    assert_eq!((csv.code, csv.err.as_str()), (Some(0), ""));
    let first = |line: &str| line.split(',').next().unwrap().to_owned();
    assert_eq!(csv.out.lines().skip(1).map(first).collect::<Vec<_>>(), ids);

    let table = home.run("list").await;
    assert_eq!((table.code, table.err.as_str()), (Some(0), ""));
    let first = |line: &str| line.split("  ").next().unwrap().to_owned();
    assert_eq!(
        table.out.lines().skip(1).map(first).collect::<Vec<_>>(),
        names
    );
}

#[tokio::test]
async fn zones_that_the_list_has_by_their_ids_alone_are_named_by_the_list_of_zones() {
    for (faults, named) in [(&[][..], true), (&["403@list_zones"][..], false)] {
        let simulator = service(3, faults).await;
        let home = home(&simulator);
        let ran = home.run("--api-version v1 list --output json").await;
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{faults:?}");
        for row in json_of(&ran)["instances"].as_array().unwrap() {
            let names = row["available_zone_names"].as_array().unwrap();
            let ids = row["available_zones"].as_array().unwrap();
            assert_eq!(names.len() == ids.len(), named, "{row}");
            let is_name = |name: &Value| name.as_str().unwrap().starts_with("AZ");
            assert!(names.iter().all(is_name), "{names:?}");
        }
    }
}

#[tokio::test]
async fn the_demo_lists_without_any_credentials() {
    let ran = Home::new().run("--demo list --output json").await;
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    assert_eq!(json_of(&ran)["instance_num"], 24);
}

#[tokio::test]
async fn without_credentials_the_exit_code_is_2_and_says_where_they_were_looked_for() {
    let home = Home::new();
    let ran = home.run("list").await;
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    let err = ran
        .err
        .replace(&home.directory().display().to_string(), "~");
    for words in [
        "warren: no credentials found",
        "~/.config/warren/config.toml: does not exist",
        "HUAWEICLOUD_SDK_AK",
        "HW_ACCESS_KEY",
        "~/.huaweicloud/credentials",
        "~/.hcloud/config.json",
        "`warren --demo` needs none",
    ] {
        assert!(err.contains(words), "{words}: {err}");
    }
}

#[tokio::test]
async fn what_is_set_up_wrongly_is_exit_code_2() {
    let simulator = service(1, &[]).await;
    for (home, arguments, says) in [
        (
            home(&simulator).var("HW_PROJECT_NAME", "elsewhere"),
            "list",
            "elsewhere",
        ),
        (
            home(&simulator),
            "list --profile nowhere",
            "no profile named nowhere",
        ),
        (
            home(&simulator),
            "list --output yaml",
            "possible values: table, json, csv",
        ),
        (
            home(&simulator).var("HW_SECRET_KEY", ""),
            "list",
            "HW_SECRET_KEY is missing",
        ),
    ] {
        let ran = home.run(arguments).await;
        assert!(ran.err.contains(says), "{arguments}: {ran:?}");
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.err);
    }
}

#[tokio::test]
async fn a_refusal_is_exit_code_3_and_names_the_source_of_the_credentials() {
    let simulator = service(1, &[]).await;
    let wrong = home(&simulator).var("HW_SECRET_KEY", "another");
    let ran = wrong.run("list").await;
    assert_eq!((ran.code, ran.out.as_str()), (Some(3), ""));
    assert!(ran.err.contains("HTTP 401, APIGW.0301"), "{}", ran.err);
    assert!(
        ran.err.contains("those of env HW_ACCESS_KEY"),
        "{}",
        ran.err
    );

    let simulator = service(1, &["403@list_instances"]).await;
    let ran = home(&simulator).run("list").await;
    assert_eq!((ran.code, ran.out.as_str()), (Some(3), ""));
    assert!(ran.err.contains("HTTP 403"), "{}", ran.err);
    assert!(ran.err.contains("dms:instance:list"), "{}", ran.err);
}

#[tokio::test]
async fn a_page_that_fails_is_exit_code_4_with_the_other_pages_printed() {
    // Not even a refusal of a later page is a refusal of the whole.
    let simulator = service(150, &["403@list_instances?offset=50"]).await;
    let ran = home(&simulator).run("list --output json").await;
    assert_eq!(ran.code, Some(4));
    let list = json_of(&ran);
    assert_eq!(texts(&list, "instance_id").len(), 100);
    assert_eq!(list["instance_num"], 100);
    let start = "warren: rows 51 to 100 of 150 are missing: could not list instances: ";
    assert!(ran.err.starts_with(start), "{}", ran.err);
    assert!(ran.err.contains("HTTP 403, DMS."), "{}", ran.err);
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
}

#[tokio::test]
async fn a_fleet_that_changes_while_it_is_listed_is_read_again_and_never_called_complete_wrongly() {
    // Before the second page of a reading one is deleted in front: of every reading, or of the first.
    for (readings, code) in [(usize::MAX, 4), (1, 0)] {
        let fleet: Mutex<Vec<u64>> = Mutex::new((0..120).collect());
        let service = Service::start(move |number, seen| {
            let mut fleet = fleet.lock().unwrap();
            if number % 3 == 1 && number / 3 < readings {
                fleet.remove(0);
            }
            let offset = usize::try_from(seen.number("offset").unwrap()).unwrap();
            let rows = fleet.iter().skip(offset).take(50);
            let rows: Vec<Value> = rows
                .map(|id| json!({"instance_id": format!("i{id:03}"), "engine": "rabbitmq"}))
                .collect();
            Reply::ok(json!({"instances": rows, "instance_num": fleet.len()}))
        })
        .await;
        let home = Home::with_keys(&service.address).var("HW_PROJECT_ID", "pid");
        let ran = home.run("list --output json").await;
        assert_eq!(ran.code, Some(code), "{}", ran.err);
        match code {
            4 => assert_eq!(
                ran.err,
                "warren: rows may be missing, and rows may be gone: could not list instances: the \
                 list changed while it was read\n"
            ),
            _ => {
                let list = json_of(&ran);
                let expected: Vec<String> = (1..120).map(|id| format!("i{id:03}")).collect();
                assert_eq!(texts(&list, "instance_id"), expected);
                assert_eq!(ran.err, "");
            }
        }
    }
}

#[tokio::test]
async fn several_profiles_are_one_list_and_one_that_is_away_hides_no_other() {
    let (new, old) = (service(2, &[]).await, service(3, &[]).await);
    let home = Home::configured(&[
        profile("new", &new.url(), "label = \"PROD\""),
        profile("old", &old.url(), "api = \"v1\""),
        profile("away", "http://127.0.0.1:1", ""),
    ]);
    let both = home
        .run("list --profile new --profile old --output json")
        .await;
    assert_eq!((both.code, both.err.as_str()), (Some(0), ""), "{both:?}");
    let list = json_of(&both);
    let mut profiles = texts(&list, "profile");
    profiles.sort_unstable();
    assert_eq!(profiles, ["new", "new", "old", "old", "old"]);
    assert!(texts(&list, "name").is_sorted());

    let ran = home.run("list --profile new,away,old --output csv").await;
    assert_eq!(ran.code, Some(4), "{ran:?}");
    assert_eq!(ran.out.lines().count(), 1 + 5, "{}", ran.out);
    let head = ran.out.lines().next().unwrap();
    assert!(head.ends_with("region,profile"), "{head}");
    let start = "warren: away: could not find the project: no connection to 127.0.0.1:1: ";
    assert!(ran.err.starts_with(start), "{}", ran.err);

    let ran = home.run("list --profile away").await;
    assert_eq!((ran.code, ran.out.as_str()), (Some(5), ""), "{ran:?}");
}

#[tokio::test]
async fn no_usable_answer_is_exit_code_5() {
    // A port that the system gives to nobody by itself, and where nothing listens.
    let nobody = "http://127.0.0.1:1";
    let ran = Home::with_keys(nobody).run("list").await;
    assert_eq!((ran.code, ran.out.as_str()), (Some(5), ""));
    assert!(
        ran.err.contains("no connection to 127.0.0.1"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains(nobody), "{}", ran.err);

    for fault in [
        "503@list_instances",
        "html=200@list_instances",
        "reset@list_instances",
    ] {
        let simulator = service(1, &[fault]).await;
        let ran = home(&simulator).run("list").await;
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (Some(5), ""),
            "{fault}: {}",
            ran.err
        );
    }
}

#[tokio::test]
async fn a_service_that_never_answers_is_exit_code_5_when_the_time_is_up() {
    let simulator = service(1, &["hang@list_instances"]).await;
    let home = home(&simulator);
    let config =
        "[profile.p]\nregion = \"cn-north-4\"\ntimeout_s = 1\ncredentials = { env = true }\n";
    std::fs::write(home.path("config.toml"), config).unwrap();
    let ran = home.run("list --config config.toml --profile p").await;
    assert_eq!((ran.code, ran.out.as_str()), (Some(5), ""), "{}", ran.err);
    assert!(
        ran.err.contains("no complete answer within 1 s"),
        "{}",
        ran.err
    );
}

#[tokio::test]
async fn a_reader_that_has_seen_enough_ends_the_list_quietly() {
    let simulator = service(150, &[]).await;
    for output in ["table", "json", "csv"] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let ended = home(&simulator)
            .run_into(&format!("list --output {output}"), writer)
            .await;
        assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{output}");
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_disk_is_an_error_and_not_a_short_list() {
    let full = std::fs::File::options()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let ran = Home::new().run_into("--demo list", full).await;
    assert_eq!(ran.code, Some(1));
    let says = "warren: could not write to standard output: ";
    assert!(ran.err.starts_with(says), "{}", ran.err);
}

#[tokio::test]
async fn warnings_of_the_configuration_go_to_standard_error_and_do_not_fail_the_list() {
    let simulator = service(3, &[]).await;
    let home = home(&simulator);
    let config = "[profile.p]\nregion = \"cn-north-4\"\nrefrsh = 3\ncredentials = { env = true }\n";
    std::fs::write(home.path("config.toml"), config).unwrap();
    let ran = home
        .run("list --output json --config config.toml --profile p")
        .await;
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (
            Some(0),
            "warren: warning: config.toml:3: unknown key refrsh in [profile.p] is ignored; \
             did you mean refresh?\n"
        )
    );
    assert_eq!(json_of(&ran)["instance_num"], 3);
}

#[tokio::test]
async fn nothing_the_service_sends_steers_the_terminal() {
    let hostile = "\u{1b}]0;owned\u{7}\u{9b}2J\u{202e}x\r\n";
    let service = Service::start(move |_, seen| match seen.number("offset") {
        Some(0) => Reply::ok(json!({
            "instances": [{ "instance_id": "i1", "name": hostile, "engine": "rabbitmq",
                "description": hostile, "connect_address": hostile,
                "tags": [{ "key": hostile, "value": hostile }] }],
            "instance_num": 60,
        })),
        _ => Reply::Say(
            400,
            Vec::new(),
            json!({ "error_code": "X", "error_msg": hostile }).to_string(),
        ),
    })
    .await;
    let home = Home::with_keys(&service.address);
    for output in ["table", "json", "csv"] {
        let ran = home
            .run(&format!("list --project-id p --output {output}"))
            .await;
        assert_eq!(ran.code, Some(4), "{}", ran.err);
        for text in [&ran.out, &ran.err, &home.state()] {
            let steering = text.chars().find(|letter| {
                letter.is_control() && *letter != '\n' || matches!(letter, '\u{202e}')
            });
            assert_eq!(steering, None, "{output}: {text:?}");
        }
    }
}
