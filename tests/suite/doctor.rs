//! `warren doctor` as a user meets it: what is wrong is said in one line, with what to do, and the
//! exit code says the worst. Only loopback is ever reached.

mod figures;
mod lending;

use serde_json::Value;
use std::time::Duration;
use tokio::net::TcpListener;
use warren::secret::Secret;
use warren::simulator::{Clock, Config, KeyPair, Simulator};

use crate::program::{AK, Home, Ran, SK, profile, service};

const README: &str = include_str!("../../README.md");

/// The lines about what begins with this, without their verdict.
fn about<'a>(ran: &'a Ran, what: &str) -> &'a str {
    let starts = |line: &&str| line.get(6..).is_some_and(|line| line.starts_with(what));
    ran.out
        .lines()
        .find(starts)
        .unwrap_or_else(|| panic!("{what}: {ran:?}"))
}

/// The first word of every line.
fn verdicts(ran: &Ran) -> Vec<&str> {
    let words = ran.out.lines().map(|line| line.split(' ').next().unwrap());
    words.collect()
}

fn home(simulator: &Simulator) -> Home {
    Home::with_keys(&simulator.url())
}

#[tokio::test]
async fn a_healthy_set_up_is_ok_line_by_line_and_nothing_is_written_anywhere() {
    let simulator = service(3, &[]).await;
    let home = home(&simulator);
    let ran = home.run("doctor").await;
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.out);
    let url = simulator.url();
    let port = url.rsplit(':').next().unwrap();
    let place = |line: &str| line.replace(&url, "URL").replace(port, "PORT");
    let lines: Vec<String> = ran.out.lines().map(place).collect();
    let timed = |line: &String| {
        line.contains("DMS connection") || line.starts_with("ok    newest figure - ")
    };
    let ends = ["plain http to this machine", " min old"];
    let seen = lines.iter().filter(|line| timed(line));
    assert!(
        seen.zip(ends)
            .filter(|(line, end)| line.ends_with(end))
            .count()
            == 2,
        "{lines:#?}"
    );
    let rest: Vec<&String> = lines.iter().filter(|line| !timed(line)).collect();
    assert_eq!(
        rest,
        [
            "ok    configuration - no ~/.config/warren/config.toml, and none is needed",
            "ok    credentials - access key TEST...00, from env HW_ACCESS_KEY",
            "ok    DMS proxy - none is used",
            "ok    DMS name - 127.0.0.1 is 127.0.0.1",
            "ok    DMS answer - URL answers as the service does",
            "ok    DMS clock - the same as the service's",
            "ok    project - 0123456789abcdef0123456789abcdef, found at IAM by the name cn-north-4",
            "ok    list instances - allowed (dms:instance:list)",
            "ok    list products - allowed",
            "ok    list the tags of the project - allowed (dms:instance:get)",
            "ok    list the quotas of the project - allowed",
            "ok    show the recycle bin - allowed",
            "ok    list what Cloud Eye measures - allowed (ces:metrics:list)",
            "ok    read figures - allowed (ces:metricData:list)",
            "ok    list alarms of Cloud Eye - allowed (ces:alarmHistory:list)",
            "ok    Cloud Eye clock - the same as the service's",
            "ok    show the instance - allowed (dms:instance:get)",
            "ok    list plug-ins - allowed (dms:instance:list)",
            "ok    list the tags of the instance - allowed (dms:instance:get)",
            "ok    show the automatic disk expansion - allowed",
            "ok    list the sizes of the instance - allowed",
            "ok    list tasks - allowed (dms:instance:getBackgroundTask)",
        ]
    );
    // Figures are read by a POST, which changes nothing.
    let requests = simulator.requests().into_iter();
    let others = requests.filter(|one| one.method != "GET");
    let others: Vec<String> = others
        .map(|one| format!("{} {}", one.method, one.path))
        .collect();
    let project = "0123456789abcdef0123456789abcdef";
    let figures = format!("POST /V1.0/{project}/batch-query-metric-data");
    assert_eq!(others, [figures]);
    assert!(!home.path(".config").exists());
}

#[tokio::test]
async fn the_json_form_says_the_same() {
    let simulator = service(3, &["403@list_tasks"]).await;
    let ran = home(&simulator).run("doctor --output json").await;
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    let profile = &report["profiles"][0];
    assert_eq!(
        (&profile["profile"], &profile["exit_code"]),
        (&"env".into(), &3.into())
    );
    let checks = profile["checks"].as_array().unwrap();
    let failed: Vec<&Value> = checks
        .iter()
        .filter(|check| check["verdict"] == "fail")
        .collect();
    assert_eq!(failed.len(), 1, "{failed:?}");
    assert_eq!(failed[0]["what"], "list tasks");
    let advice = "ask for the permission dms:instance:getBackgroundTask";
    assert_eq!(failed[0]["advice"], advice);
}

#[tokio::test]
async fn one_missing_permission_is_named_and_the_others_are_still_looked_at() {
    let simulator = service(3, &["403@show_instance"]).await;
    let ran = home(&simulator).run("doctor").await;
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let line = about(&ran, "show the instance -");
    assert!(
        line.starts_with("FAIL  show the instance - denied: "),
        "{line}"
    );
    assert!(
        line.ends_with(" - ask for the permission dms:instance:get"),
        "{line}"
    );
    assert!(about(&ran, "list tasks").starts_with("ok "), "{ran:?}");
}

#[tokio::test]
async fn a_wrong_key_is_refused_once_and_nothing_more_is_tried_with_it() {
    let simulator = service(3, &[]).await;
    let home = home(&simulator).var("HW_SECRET_KEY", "another-secret-canary");
    for arguments in [
        "doctor",
        "doctor --project-id 0123456789abcdef0123456789abcdef",
    ] {
        let before = simulator.requests().len();
        let ran = home.run(arguments).await;
        assert_eq!(ran.code, Some(3), "{ran:?}");
        assert!(ran.out.contains("It is not tried again now"), "{}", ran.out);
        assert!(
            !ran.out.contains("canary") && !ran.out.contains(AK),
            "{}",
            ran.out
        );
        let requests = simulator.requests().split_off(before);
        let refused = requests.iter().filter(|one| one.status == Some(401));
        assert_eq!(refused.count(), 1, "{requests:?}");
        assert!(verdicts(&ran).contains(&"skip"), "{}", ran.out);
    }
}

/// A service whose clock is this far ahead of ours, and which lets nobody in without our keys.
async fn ahead(by: Duration) -> Simulator {
    let clock = Clock::manual_at(jiff::Timestamp::now());
    clock.advance(by);
    let keys = KeyPair {
        ak: AK.into(),
        sk: Secret::new(SK),
        security_token: None,
    };
    let config = Config {
        instances: 1,
        keys: Some(keys),
        clock,
        ..Config::default()
    };
    Simulator::start(config).await.unwrap()
}

#[tokio::test]
async fn a_clock_that_is_off_is_a_warning_or_the_reason_for_everything_after() {
    let simulator = ahead(Duration::from_secs(5 * 60 + 30)).await;
    let ran = home(&simulator).run("doctor").await;
    assert_eq!(ran.code, Some(4), "{ran:?}");
    let line = about(&ran, "DMS clock");
    let expected = "warn  DMS clock - 5 min behind the service - set this machine's clock";
    assert!(line.starts_with(expected), "{line}");

    let simulator = ahead(Duration::from_secs(20 * 60 + 30)).await;
    let ran = home(&simulator).run("doctor").await;
    // The first failure is the cause of the others.
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let line = about(&ran, "DMS clock");
    let expected =
        "FAIL  DMS clock - 20 min behind the service; signatures are refused beyond 15 min";
    assert!(line.starts_with(expected), "{line}");
    assert!(about(&ran, "project").starts_with("FAIL"), "{ran:?}");
}

#[tokio::test]
async fn where_nobody_listens_the_connection_fails_and_the_rest_is_skipped() {
    // A port that the system gives to nobody by itself.
    let ran = Home::with_keys("http://127.0.0.1:1").run("doctor").await;
    assert_eq!(ran.code, Some(5), "{ran:?}");
    let line = about(&ran, "DMS connection");
    assert!(
        line.starts_with("FAIL  DMS connection - 127.0.0.1 port 1: "),
        "{line}"
    );
    assert_eq!(
        verdicts(&ran),
        ["ok", "ok", "ok", "ok", "FAIL", "skip", "skip", "skip"]
    );
}

#[tokio::test]
async fn a_name_that_does_not_resolve_is_said_by_name() {
    // No resolver is asked about a label of more than 63 letters.
    let name = format!("https://{}.invalid", "a".repeat(64));
    let ran = Home::with_keys(&name).run("doctor").await;
    assert_eq!(ran.code, Some(5), "{ran:?}");
    let line = about(&ran, "DMS name");
    assert!(line.starts_with("FAIL  DMS name - aaaa"), "{line}");
    assert!(line.contains(".invalid has no address: "), "{line}");
}

#[tokio::test]
async fn what_answers_but_is_not_the_service_is_told_apart() {
    let simulator = service(1, &["html=502"]).await;
    let ran = home(&simulator).run("doctor").await;
    assert_eq!(ran.code, Some(5), "{ran:?}");
    assert!(
        about(&ran, "DMS answer").contains("answers HTTP 502"),
        "{ran:?}"
    );

    // Something that takes the connection and never says a word.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let silent = format!("http://{}", listener.local_addr().unwrap());
    let home = Home::with_keys(&silent);
    let config =
        "[profile.p]\nregion = \"cn-north-4\"\ntimeout_s = 1\ncredentials = { env = true }\n";
    std::fs::write(home.path("c.toml"), config).unwrap();
    let ran = home.run("doctor --config c.toml --profile p").await;
    assert_eq!(ran.code, Some(5), "{ran:?}");
    let line = about(&ran, "DMS answer");
    assert!(line.contains("no complete answer within 1 s"), "{line}");
}

#[tokio::test]
async fn without_settings_the_doctor_says_why_and_ends_with_2() {
    let ran = Home::new().run("doctor").await;
    assert_eq!(ran.code, Some(2), "{ran:?}");
    let line = about(&ran, "configuration");
    assert!(
        line.starts_with("FAIL  configuration - no credentials found."),
        "{line}"
    );
    assert_eq!(verdicts(&ran), ["FAIL", "skip"]);

    let home = Home::new();
    std::fs::write(home.path("c.toml"), "current = 3\n").unwrap();
    let ran = home.run("doctor --config c.toml").await;
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(
        ran.out.contains("c.toml:1: current takes a text"),
        "{ran:?}"
    );
    assert!(
        ran.out.contains("warren config check prints every problem"),
        "{ran:?}"
    );
}

#[tokio::test]
async fn the_demo_is_healthy() {
    let ran = Home::new().run("--demo doctor").await;
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.out);
}

/// The lines of each profile's section, by its name.
fn sections(ran: &Ran) -> Vec<(&str, Vec<&str>)> {
    let parts = ran.out.split("\n\n").map(|part| {
        let (first, rest) = part.split_once('\n').unwrap();
        let name = first
            .strip_prefix("profile ")
            .unwrap_or_else(|| panic!("{ran:?}"));
        (name, rest.lines().collect())
    });
    parts.collect()
}

#[tokio::test]
async fn every_profile_has_its_section_and_the_worst_of_them_is_the_exit_code() {
    let (new, old) = (service(2, &[]).await, service(2, &[]).await);
    let home = Home::configured(&[
        profile("new", &new.url(), "label = \"PROD\""),
        profile("old", &old.url(), "api = \"v1\""),
        profile("away", "http://127.0.0.1:1", ""),
    ]);
    let ran = home.run("doctor --profile new --profile old").await;
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.out);
    let ran = home.run("doctor --profile new,away,old").await;
    assert_eq!(ran.code, Some(5), "{ran:?}");
    let sections = sections(&ran);
    let names: Vec<&str> = sections.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["new", "away", "old"]);
    let failed = |lines: &[&str]| lines.iter().filter(|line| line.starts_with("FAIL")).count();
    let failed: Vec<usize> = sections.iter().map(|(_, lines)| failed(lines)).collect();
    assert_eq!(failed, [0, 1, 0], "{}", ran.out);

    let report = home
        .run("doctor --profile new,away,old --output json")
        .await;
    let report: Value = serde_json::from_str(&report.out).unwrap();
    let profiles = report["profiles"].as_array().unwrap().iter();
    let codes: Vec<(&str, u64)> = profiles
        .map(|one| {
            (
                one["profile"].as_str().unwrap(),
                one["exit_code"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(codes, [("new", 0), ("away", 5), ("old", 0)]);
}

#[tokio::test]
async fn what_v1_has_no_call_for_is_not_in_v1_and_nothing_of_it_is_asked() {
    let simulator = service(2, &[]).await;
    let home = Home::configured(&[profile("old", &simulator.url(), "api = \"v1\"")]);
    let ran = home.run("doctor --profile old").await;
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.out);
    // How old a figure is depends on the moment.
    let lines = ran.out.lines();
    let mut lines: Vec<&str> = lines
        .filter(|line| !line.contains("newest figure"))
        .collect();
    assert_eq!(
        lines.split_off(lines.len() - 15),
        [
            "ok    list instances - allowed (dms:instance:list)",
            "ok    list products - allowed",
            "skip  list the tags of the project - not in V1",
            "skip  list the quotas of the project - not in V1",
            "skip  show the recycle bin - not in V1",
            "ok    list what Cloud Eye measures - allowed (ces:metrics:list)",
            "ok    read figures - allowed (ces:metricData:list)",
            "ok    list alarms of Cloud Eye - allowed (ces:alarmHistory:list)",
            "ok    Cloud Eye clock - the same as the service's",
            "ok    show the instance - allowed (dms:instance:get)",
            "skip  list plug-ins - not in V1",
            "skip  list the tags of the instance - not in V1",
            "skip  show the automatic disk expansion - not in V1",
            "skip  list the sizes of the instance - not in V1",
            "skip  list tasks - not in V1",
        ]
    );
    let asked = simulator.requests();
    let of_v2 = asked.iter().filter(|one| {
        // Cloud Eye has one version of that, whatever the message service speaks.
        one.path.starts_with("/v2/") && !one.path.ends_with("/alarm-histories")
    });
    assert_eq!(of_v2.count(), 0, "{asked:?}");

    let simulator = service(2, &["403@show_instance"]).await;
    let home = Home::configured(&[profile("old", &simulator.url(), "api = \"v1\"")]);
    let ran = home.run("doctor --profile old").await;
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let line = about(&ran, "show the instance -");
    assert!(
        line.starts_with("FAIL  show the instance - denied: "),
        "{line}"
    );
    assert!(line.ends_with("permission dms:instance:get"), "{line}");
}

#[tokio::test]
async fn a_wrong_key_of_several_profiles_is_tried_for_one_of_them() {
    let (one, other) = (service(2, &[]).await, service(2, &[]).await);
    let home = Home::configured(&[
        profile("one", &one.url(), ""),
        profile("other", &other.url(), "api = \"v1\""),
    ]);
    let home = home.var("HW_SECRET_KEY", "another-secret-canary");
    let ran = home.run("doctor --profile one,other").await;
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let all = [one.requests(), other.requests()].concat();
    let refused = all.iter().filter(|one| one.status == Some(401));
    assert_eq!(refused.count(), 1, "{all:?}");
    for (name, lines) in sections(&ran) {
        let told = lines.iter().find(|line| line.starts_with("FAIL  project"));
        assert!(
            told.is_some_and(|line| line.contains("It is not tried again")),
            "{name}: {ran:?}"
        );
    }
    assert!(
        !ran.out.contains("canary") && !ran.out.contains(AK),
        "{}",
        ran.out
    );
}

#[tokio::test]
async fn a_profile_without_settings_hides_no_other() {
    let simulator = service(2, &[]).await;
    let home = Home::configured(&[
        profile("good", &simulator.url(), ""),
        "[profile.bare]\nregion = \"cn-north-4\"\n".to_owned(),
    ]);
    let ran = home.run("doctor --profile bare,good").await;
    assert_eq!(ran.code, Some(2), "{ran:?}");
    let sections = sections(&ran);
    let [("bare", bare), ("good", good)] = &sections[..] else {
        panic!("{ran:?}");
    };
    assert!(bare[0].starts_with("FAIL  configuration - "), "{ran:?}");
    assert_eq!(bare.len(), 2, "{ran:?}");
    assert!(
        good.last().unwrap().starts_with("ok    list tasks"),
        "{ran:?}"
    );
}

/// What was examined and how it went, for each line of a report.
fn examined(report: &str) -> Vec<String> {
    let lines = report.lines();
    let starts = lines.map(|line| line.split(" - ").next().unwrap().to_owned());
    starts.collect()
}

#[tokio::test]
async fn the_report_of_the_readme_is_what_such_a_machine_gets() {
    let simulator = ahead(Duration::from_secs(5 * 60 + 30)).await;
    simulator.set_faults(vec!["403@list_tasks".parse().unwrap()]);
    let ran = home(&simulator).run("doctor").await;
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let (_, shown) = README.split_once("<!-- doctor -->\n```text\n").unwrap();
    let (shown, _) = shown.split_once("```\n").unwrap();
    assert_eq!(examined(shown), examined(&ran.out), "{}", ran.out);
    // What depends on no address is the same to the end.
    for what in ["DMS clock", "Cloud Eye clock", "list ", "read figures"] {
        let of = |text: &str| -> Vec<String> {
            let lines = text.lines().filter(|line| line[6..].starts_with(what));
            lines.map(str::to_owned).collect()
        };
        assert_eq!(of(shown), of(&ran.out));
    }
}

#[tokio::test]
async fn a_locale_that_names_another_character_set_is_said_with_what_it_means() {
    let simulator = service(1, &[]).await;
    let chinese = home(&simulator).var("LC_ALL", "zh_CN.GB18030");
    let ran = chinese.run("doctor").await;
    assert_eq!(ran.code, Some(4), "{ran:?}");
    let line = about(&ran, "characters");
    assert!(
        line.starts_with(
            "warn  characters - LC_ALL=zh_CN.GB18030 names GB18030: the screen is drawn in ASCII"
        ),
        "{line}"
    );
    assert!(line.contains("are written in UTF-8"), "{line}");
    assert!(
        line.ends_with("for example: export LC_ALL=zh_CN.UTF-8"),
        "{line}"
    );
    // Plain C is what scripts have; nothing is wrong with it.
    let ran = home(&simulator).var("LANG", "C").run("doctor").await;
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let line = about(&ran, "characters");
    assert!(
        line.starts_with("ok    characters - LANG=C means ASCII"),
        "{line}"
    );
    let ran = home(&simulator).var("LANG", "C.UTF-8").run("doctor").await;
    assert!(!ran.out.contains("characters"), "{}", ran.out);
}
