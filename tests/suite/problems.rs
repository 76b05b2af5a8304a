//! `warren problems` as scripts meet it: the built program, its output and its exit code.

use serde_json::{Value, json};
use warren::secret::Secret;
use warren::simulator::{Config, KeyPair, Simulator};

use crate::program::{AK, Home, Ran, SK, profile};
use crate::scripted::{Reply, Service};

/// A fleet with nothing wrong but these incidents, and these faults of the service.
pub async fn fleet(incidents: &[&str], faults: &[&str]) -> Simulator {
    let keys = KeyPair {
        ak: AK.into(),
        sk: Secret::new(SK),
        security_token: None,
    };
    let incidents: Result<Vec<_>, _> = incidents.iter().map(|one| one.parse()).collect();
    let faults: Result<Vec<_>, _> = faults.iter().map(|rule| rule.parse()).collect();
    let config = Config {
        instances: 8,
        healthy: true,
        keys: Some(keys),
        incidents: incidents.unwrap(),
        faults: faults.unwrap(),
        ..Config::default()
    };
    Simulator::start(config).await.unwrap()
}

/// A home with a profile for each of these services.
fn home(services: &[(&str, &str)]) -> Home {
    let profiles = services.iter().map(|(name, url)| {
        let more = format!("ces_endpoint = \"{url}\"\ntimeout_s = 5");
        profile(name, url, &more)
    });
    Home::configured(&profiles.collect::<Vec<_>>())
}

fn problems(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{ran:?}"))
}

/// What is found, beside the rules of the simulated user's that fire for it.
fn codes(ran: &Ran) -> Vec<String> {
    let whole = problems(ran);
    let all = whole["problems"].as_array().unwrap().iter();
    all.map(|one| one["code"].as_str().unwrap().to_owned())
        .filter(|code| code != "CLOUD_EYE_ALARM")
        .collect()
}

#[tokio::test]
async fn nothing_is_wrong_with_a_healthy_fleet_and_the_exit_code_is_0() {
    let simulator = fleet(&[], &[]).await;
    let home = home(&[("p", &simulator.url())]);
    let ran = home.run("problems --profile p").await;
    let expected = "8 instances, nothing is wrong.\n";
    assert_eq!(
        (ran.code, ran.out.as_str(), ran.err.as_str()),
        (Some(0), expected, "")
    );
    let ran = home.run("problems --profile p --output json").await;
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let nothing = json!({ "problem_num": 0, "problems": [], "unchecked": [] });
    assert_eq!(problems(&ran), nothing);
}

#[tokio::test]
async fn what_figures_of_the_last_hour_show_is_found_in_one_reading() {
    // One by its last minute, one by the last minutes of its nodes, one by its hour, one by its day.
    for (incident, code) in [
        ("node-down", "NODE_DOWN"),
        ("cpu-hot", "CPU_HOT"),
        ("channel-leak", "CHANNEL_LEAK"),
        ("connection-limit", "CONNECTION_LIMIT"),
        ("disk-filling", "DISK_FULL_SOON"),
    ] {
        let simulator = fleet(&[incident], &[]).await;
        let home = home(&[("p", &simulator.url())]);
        let ran = home.run("problems --profile p --output json").await;
        assert_eq!(codes(&ran), [code], "{incident}: {ran:?}");
        let critical = problems(&ran)["problems"][0]["severity"] == "critical";
        let exit = if critical { 11 } else { 10 };
        assert_eq!((ran.code, ran.err.as_str()), (Some(exit), ""), "{incident}");
    }
}

#[tokio::test]
async fn the_demo_has_its_incidents_worst_first_each_with_what_it_was_seen_by() {
    let ran = Home::new().run("--demo problems --output json").await;
    assert_eq!((ran.code, ran.err.as_str()), (Some(11), ""));
    let found = codes(&ran);
    for code in [
        "MEMORY_ALARM",
        "NO_CONSUMERS",
        "DISK_FULL_SOON",
        "NODE_DOWN",
        "CHANNEL_LEAK",
        "INSTANCE_FAILED",
        "TASK_FAILED",
        "MOVING",
    ] {
        assert!(found.iter().any(|one| one == code), "{code}: {found:?}");
    }
    let whole = problems(&ran);
    let all = whole["problems"].as_array().unwrap();
    assert_eq!(whole["problem_num"], all.len());
    let worst = ["critical", "warning", "unknown", "moving", "frozen"];
    let place = |one: &Value| {
        worst
            .iter()
            .position(|word| one["severity"] == *word)
            .unwrap()
    };
    assert!(all.iter().map(place).is_sorted(), "{found:?}");
    for one in all {
        for field in ["instance_id", "name", "profile", "region", "sentence"] {
            let text = one[field].as_str();
            assert!(text.is_some_and(|text| !text.is_empty()), "{field}: {one}");
        }
        let evidence = one["evidence"].as_array().unwrap();
        assert!(!evidence.is_empty(), "{one}");
        for seen in evidence {
            let names = ["source", "metric", "value", "unit", "threshold", "at"];
            let has = |name: &&str| seen.get(name).is_some();
            assert!(names.iter().all(has), "{seen}");
        }
    }
    let alarm = &all[0];
    assert_eq!(
        alarm["evidence"][0]["metric"],
        "rabbitmq_memory_high_watermark"
    );
    assert!(
        alarm["since"].as_str().unwrap().ends_with(":00Z"),
        "{alarm}"
    );
}

#[tokio::test]
async fn figures_that_are_refused_never_pass_for_nothing_wrong() {
    let simulator = fleet(&["memory-alarm"], &["403@cloud_eye"]).await;
    let home = home(&[("p", &simulator.url())]);
    let ran = home.run("problems --profile p").await;
    assert_eq!(ran.code, Some(4), "{ran:?}");
    assert_eq!(
        ran.out,
        "8 instances, nothing is wrong as far as could be checked.\n"
    );
    let start = "warren: figures were not checked, only what the message service says: ";
    assert!(ran.err.starts_with(start), "{}", ran.err);
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    let json = home.run("problems --profile p --output json").await;
    let unchecked = &problems(&json)["unchecked"];
    assert_eq!(unchecked[0]["profile"], "p");
    assert_eq!(unchecked.as_array().unwrap().len(), 1);
    // Who does not want figures misses none.
    let off = home.run("--no-metrics problems --profile p").await;
    assert_eq!((off.code, off.err.as_str()), (Some(0), ""), "{off:?}");
}

#[tokio::test]
async fn what_the_service_says_is_found_without_figures_and_a_hiccup_of_them_is_waited_for() {
    let simulator = fleet(&["memory-alarm"], &["503@cloud_eye:first=2"]).await;
    let home = home(&[("p", &simulator.url())]);
    let ran = home.run("problems --profile p --output json").await;
    assert_eq!((ran.code, ran.err.as_str()), (Some(11), ""), "{ran:?}");
    assert_eq!(codes(&ran), ["MEMORY_ALARM"]);
    let ran = Home::new()
        .run("--demo --no-metrics problems --output json")
        .await;
    assert_eq!((ran.code, ran.err.as_str()), (Some(11), ""));
    assert!(codes(&ran).contains(&"INSTANCE_FAILED".to_owned()));
}

#[tokio::test]
async fn a_profile_that_is_away_hides_no_other_and_is_no_healthy_one() {
    let simulator = fleet(&[], &[]).await;
    let home = home(&[("here", &simulator.url()), ("away", "http://127.0.0.1:1")]);
    let ran = home.run("problems --profile here,away").await;
    assert_eq!(ran.code, Some(4), "{ran:?}");
    assert!(ran.err.starts_with("warren: away: "), "{}", ran.err);
    let ran = home.run("problems --profile away").await;
    assert_eq!(ran.code, Some(5), "{ran:?}");
    let refused = fleet(&[], &["403@list_instances"]).await;
    let home = self::home(&[("p", &refused.url())]);
    let ran = home.run("problems --profile p").await;
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let ran = Home::new().run("problems").await;
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
}

#[tokio::test]
async fn rows_that_are_missing_are_not_called_healthy() {
    let service = Service::start(move |_, seen| match seen.number("offset") {
        Some(0) => Reply::ok(json!({
            "instances": [{ "instance_id": "i1", "status": "RUNNING", "engine": "rabbitmq" }],
            "instance_num": 60,
        })),
        _ => Reply::Say(400, Vec::new(), json!({ "error_code": "X" }).to_string()),
    })
    .await;
    let home = Home::with_keys(&service.address);
    let ran = home.run("--no-metrics problems --project-id p").await;
    assert_eq!(ran.code, Some(4), "{ran:?}");
    assert!(ran.err.contains("were not checked"), "{}", ran.err);
}

#[tokio::test]
async fn a_sentence_is_in_the_language_that_is_asked_for_and_fields_are_not() {
    let ran = Home::new()
        .run("--demo --no-metrics problems --lang zh-CN --output json")
        .await;
    assert_eq!(ran.code, Some(11));
    let first = &problems(&ran)["problems"][0];
    assert_eq!(first["severity"], "critical");
    let sentence = first["sentence"].as_str().unwrap();
    assert!(!sentence.is_ascii(), "{sentence}");
}

#[tokio::test]
async fn nothing_the_service_sends_steers_the_terminal() {
    let hostile = "\u{1b}]0;owned\u{7}\u{9b}2J\u{202e}x\r\n";
    let service = Service::start(move |_, _| {
        Reply::ok(json!({
            "instances": [{ "instance_id": format!("i{hostile}"), "name": hostile,
                "status": "ERROR", "error_code": hostile, "engine": "rabbitmq",
                "task": { "name": hostile, "status": "FAILED" } }],
            "instance_num": 1,
        }))
    })
    .await;
    let home = Home::with_keys(&service.address);
    for output in ["table", "json"] {
        let ran = home
            .run(&format!(
                "--no-metrics problems --project-id p --output {output}"
            ))
            .await;
        assert!(ran.out.contains("INSTANCE_FAILED"), "{ran:?}");
        for text in [&ran.out, &ran.err, &home.state()] {
            let steering = text.chars().find(|letter| {
                letter.is_control() && *letter != '\n' || matches!(letter, '\u{202e}')
            });
            assert_eq!(steering, None, "{output}: {text:?}");
        }
    }
}

#[tokio::test]
async fn a_reader_that_has_seen_enough_ends_it_quietly() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let home = Home::new();
    let ran = home.run_into("--demo --no-metrics problems", writer).await;
    assert_eq!((ran.code, ran.err.as_str()), (Some(11), ""));
}

#[tokio::test]
async fn a_part_of_the_figures_that_is_refused_is_named_and_the_rest_is_checked() {
    let simulator = fleet(&["consumers-gone"], &["403@list_metrics"]).await;
    let home = home(&[("p", &simulator.url())]);
    let ran = home.run("problems --profile p --output json").await;
    assert_eq!(ran.code, Some(11), "{ran:?}");
    assert_eq!(codes(&ran), ["NO_CONSUMERS"]);
    let start = "warren: what nodes report was not checked: ";
    assert!(ran.err.starts_with(start), "{}", ran.err);
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
}

#[tokio::test]
async fn the_rules_of_the_user_that_fire_are_waited_for_whatever_else_is_refused() {
    for refused in ["403@list_metrics", "403@query_metrics"] {
        let faults = [refused, "latency=1500ms@list_alarm_histories"];
        let simulator = fleet(&["memory-alarm"], &faults).await;
        let home = home(&[("p", &simulator.url())]);
        let ran = home.run("problems --profile p --output json").await;
        let whole = problems(&ran);
        let all = whole["problems"].as_array().unwrap();
        let fires = all.iter().any(|one| one["code"] == "CLOUD_EYE_ALARM");
        assert!(fires, "{refused}: {ran:?}");
        assert_eq!(ran.err.lines().count(), 1, "{refused}: {}", ran.err);
    }
}

#[tokio::test]
async fn rules_of_the_user_that_cannot_be_read_are_named_and_end_it() {
    for fault in ["403", "503", "hang"] {
        let fault = format!("{fault}@list_alarm_histories");
        let simulator = fleet(&[], &["403@list_metrics", &fault]).await;
        let home = home(&[("p", &simulator.url())]);
        let ran = home.run("problems --profile p").await;
        assert_eq!(ran.code, Some(4), "{fault}: {ran:?}");
        let named = ran
            .err
            .contains("what your alarm rules say was not checked: ");
        assert!(
            named && ran.err.lines().count() == 2,
            "{fault}: {}",
            ran.err
        );
    }
}
