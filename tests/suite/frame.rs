//! `warren --frame`: the first complete screen as text, without a terminal.

use jiff::Timestamp;
use warren::secret::Secret;
use warren::simulator::{Clock, Config, KeyPair, Simulator};

use crate::program::{AK, Home, SK, service};

const README: &str = include_str!("../../README.md");

fn home(simulator: &Simulator) -> Home {
    Home::with_keys(&simulator.url())
}

/// The fleet of the demo, on a clock that stands still: nothing in it changes.
async fn still() -> Simulator {
    let keys = KeyPair {
        ak: AK.into(),
        sk: Secret::new(SK),
        security_token: None,
    };
    let config = Config {
        keys: Some(keys),
        clock: Clock::manual_at(Timestamp::now()),
        ..Config::default()
    };
    Simulator::start(config).await.unwrap()
}

#[tokio::test]
async fn the_screen_of_the_readme_is_the_screen_of_the_demo() {
    // What goes wrong in the demo goes on, and so does what is said of it: here it is a month away.
    let later = "--demo --incident flow+719h --frame 80x24";
    let ran = Home::new().run(later).await;
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let (_, shown) = README.split_once("<!-- screen -->\n```text\n").unwrap();
    let (shown, _) = shown.split_once("```\n").unwrap();
    let (top, rest) = ran.out.split_once('\n').unwrap();
    assert!(
        top.contains("| 24 instances 4X 1! 3~ 1# | fresh |"),
        "{top}"
    );
    let (_, expected) = shown.split_once('\n').unwrap();
    assert!(!rest.contains(" .. "), "{rest}");
    assert_eq!(
        without_figures(rest),
        without_figures(expected),
        "the screen of README.md must be:\n{}",
        ran.out
    );
}

/// The lines of the screen, in no order, without what is measured, which is never twice the same:
/// figures, what is wrong by them, and how urgent that is.
fn without_figures(screen: &str) -> Vec<String> {
    let mut lines = screen.lines();
    let heading = lines.find(|line| line.contains("READY")).unwrap();
    let from = heading.find("READY").unwrap();
    let lines = screen.lines().map(|line| match line.contains("─") {
        true => line.to_owned(),
        false => line.replace('>', " ").chars().take(from).collect(),
    });
    let mut lines: Vec<String> = lines.collect();
    lines.sort();
    lines
}

#[tokio::test]
async fn a_wide_screen_waits_for_the_instance_beside_the_list() {
    let ran = home(&still().await).run("--frame 160x45").await;
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines.len(), 45);
    assert!(
        lines.iter().all(|line| *line == line.trim_end()),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("orders-eu-01"), "{}", ran.out);
    assert!(!ran.out.contains("loading"), "{}", ran.out);
}

#[tokio::test]
async fn the_demo_and_ascii_need_neither_a_terminal_nor_anything_else() {
    let ran = Home::new().run("--demo --ascii --frame 120x40").await;
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.out);
    assert!(ran.out.is_ascii(), "{}", ran.out);
    assert!(ran.out.contains("24 instances"), "{}", ran.out);
    assert!(!ran.out.contains('\u{1b}'));
}

#[tokio::test]
async fn it_ends_as_the_list_would_with_what_there_is_on_screen() {
    for (instances, fault, code, shows) in [
        (150, "503@list_instances?offset=50", 4, "100 of 150"),
        (3, "403@list_instances", 3, "dms:instance:list"),
        (3, "reset@list_instances", 5, ""),
    ] {
        let simulator = service(instances, &[fault]).await;
        let ran = home(&simulator).run("--frame 100x30").await;
        assert_eq!(ran.code, Some(code), "{fault}: {ran:?}");
        assert!(ran.out.contains(shows), "{fault}: {}", ran.out);
        assert_eq!(ran.out.lines().count(), 30, "{fault}");
    }
    let simulator = service(1, &[]).await;
    let wrong = home(&simulator).var("HW_SECRET_KEY", "another");
    let ran = wrong.run("--frame 100x30").await;
    assert_eq!(ran.code, Some(3), "{ran:?}");
}

#[tokio::test]
async fn a_service_that_never_answers_ends_it_when_the_time_is_up() {
    let simulator = service(1, &["hang@list_instances"]).await;
    let home = home(&simulator);
    let config =
        "[profile.p]\nregion = \"cn-north-4\"\ntimeout_s = 1\ncredentials = { env = true }\n";
    std::fs::write(home.path("c.toml"), config).unwrap();
    let ran = home.run("--config c.toml --profile p --frame 80x24").await;
    assert_eq!(ran.code, Some(5), "{ran:?}");
    assert_eq!(ran.out.lines().count(), 24);
}

#[tokio::test]
async fn what_goes_wrong_in_the_demo_is_on_its_first_screen() {
    let ran = Home::new().run("--demo --lang en --frame 160x45").await;
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let has = |words: &[&str]| {
        let mut lines = ran.out.lines();
        lines.any(|line| words.iter().all(|word| line.contains(word)))
    };
    for words in [
        &["X ", "memory alarm on rabbitmq-"][..],
        &["X ", "ready, no consumers"],
        &["X ", " rabbitmq-", " down"],
        &["! ", "disk full in "],
        &["! ", "channels, +"],
    ] {
        assert!(has(words), "{words:?}: {}", ran.out);
    }
}
