//! Over the real HTTP path: several profiles, each with a service of its own.

use crate::live::{Live, Setup, faults};
use std::sync::Arc;
use std::time::Duration;
use warren::api::ErrorKind;
use warren::model::ApiVersion;
use warren::simulator::Logged;
use warren::state::overlay::Overlay;
use warren::state::view::ScreenSize;
use warren::state::write::can::Refusal;
use warren::state::write::pending::WriteStatus;

const HERE: &str = "cn-north-4";
const ELSEWHERE: &str = "eu-west-101";

fn names(number: usize) -> Vec<String> {
    (0..number).map(|n| format!("orders-{n:03}")).collect()
}

/// So many running instances. Every service has the same names and ids.
fn holding(number: usize) -> Setup {
    let names = names(number);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    Setup::with(&names)
}

fn labelled(label: &'static str, setup: Setup) -> Setup {
    Setup {
        label: Some(label),
        ..setup
    }
}

/// Confirms a deletion. Gives the request its dialog printed, and where the dialog said it goes.
fn delete(live: &mut Live, profile: &str, name: &str) -> (String, String) {
    live.press("esc esc esc");
    let key = live.select_in(profile, name);
    live.press("D");
    let Some(Overlay::Confirm(confirm)) = &live.state().overlay else {
        panic!("no dialog\n{}", live.dump());
    };
    let printed = confirm.plan().shown();
    let label = live.state().profiles.label(&key.scope).map(str::to_owned);
    let screen = live.screen();
    let place = format!("{} / {}", key.scope.profile, key.scope.region);
    assert!(screen.contains(&place), "{screen}");
    let token = match label {
        Some(label) => {
            assert!(screen.contains(&format!("{label} {place}")), "{screen}");
            format!("{name}@{label}")
        }
        None => name.to_owned(),
    };
    live.type_text(&token);
    live.press("enter");
    (profile.to_owned(), printed)
}

fn unanswered(live: &Live, profile: &str) -> usize {
    let requests = live.service(profile).requests();
    requests.iter().filter(|one| one.status.is_none()).count()
}

#[tokio::test(start_paused = true)]
async fn another_set_of_profiles_with_every_place_for_a_request_taken() {
    let first = Setup {
        size: ScreenSize {
            width: 120,
            height: 30,
        },
        ..holding(450).of("alpha", HERE)
    };
    let mut live = first.start().await;
    live.listed().await;
    live.offer(labelled("PROD", holding(450).of("beta", HERE)))
        .await;
    live.offer(holding(3).of("gamma", ELSEWHERE)).await;
    live.show(&["alpha", "beta"]).await;
    let mut printed = vec![delete(&mut live, "alpha", "orders-000")];
    live.until("it is settled", Live::settled).await;

    // The first page of each list passes; what is asked for then is held.
    let held = [
        "hang@list_instances:after=1",
        "hang@show_instance",
        "hang@list_tasks",
    ];
    live.service("alpha").set_faults(faults(&held));
    let held = ["hang@list_instances:after=1", "hang@writes"];
    live.service("beta").set_faults(faults(&held));
    live.press("esc esc esc r");
    printed.push(delete(&mut live, "beta", "orders-000"));
    live.until("it is sent", |live| live.writes_at("beta").len() == 1)
        .await;
    printed.push(delete(&mut live, "beta", "orders-001"));
    live.press("esc esc esc m");
    live.select_in("alpha", "orders-002");
    live.press("enter 1");
    live.until("they are held", |live| {
        live.writes_at("beta").len() == 2 && unanswered(live, "alpha") >= 4
    })
    .await;
    assert!(unanswered(&live, "beta") >= 4, "{}", live.dump());

    // The answers of the old context are here, and nobody has looked at them yet.
    live.service("alpha").set_faults(Vec::new());
    for _ in 0..4 {
        live.hop().await;
    }
    let asked = live.service("alpha").requests().len();
    assert!(live.state().fleet.marked().all > 0);
    live.press("esc esc esc");
    live.choose(&["beta", "gamma"]);
    let of_alpha = |live: &Live| {
        let rows = live.state().fleet.all().iter();
        let rows = rows.filter(|row| *row.key.scope.profile == *"alpha");
        rows.count()
    };
    assert!(live.shown("alpha").is_none());
    assert_eq!(live.state().fleet.marked().all, 0);
    live.pass(Duration::from_secs(1)).await;
    assert_eq!(of_alpha(&live), 0, "late answers draw nothing");
    live.opened();
    live.until("the new one is listed", |live| {
        live.shown("gamma")
            .is_some_and(|one| one.feed.listing.known.is_some())
    })
    .await;

    printed.push(delete(&mut live, "gamma", "orders-000"));
    printed.push(delete(&mut live, "beta", "orders-003"));
    live.service("beta").set_faults(Vec::new());
    live.until("all is settled", Live::settled).await;
    assert_eq!(of_alpha(&live), 0);
    assert!(!live.screen().contains("alpha"), "{}", live.screen());
    assert_eq!(live.service("alpha").requests().len(), asked);
    for profile in ["alpha", "beta", "gamma"] {
        let seen: Vec<String> = live.writes_at(profile).iter().map(Logged::line).collect();
        let here = printed.iter().filter(|(place, _)| place == profile);
        let printed: Vec<String> = here.map(|(_, request)| request.clone()).collect();
        assert_eq!(seen, printed, "{profile}");
    }
}

/// Two profiles that use one key, each at a service of its own.
async fn of_one_key() -> Live {
    let gate = Arc::default();
    let shared = |setup: Setup| Setup {
        shared: Some((0, Arc::clone(&gate))),
        ..setup
    };
    let mut live = shared(holding(1).of("alpha", HERE)).start().await;
    live.listed().await;
    live.offer(shared(holding(1).of("beta", ELSEWHERE))).await;
    live.show(&["alpha", "beta"]).await;
    live
}

fn refused(live: &Live) -> usize {
    let all = ["alpha", "beta"].map(|name| live.service(name).requests());
    let refused = all.iter().flatten().filter(|one| one.status == Some(401));
    refused.count()
}

fn failures(live: &Live) -> [Option<ErrorKind>; 2] {
    ["alpha", "beta"].map(|name| live.shown(name).unwrap().failure())
}

#[tokio::test(start_paused = true)]
async fn a_signature_refused_for_one_profile_holds_the_other_that_uses_its_key() {
    let mut live = of_one_key().await;
    live.service("alpha").set_faults(faults(&["401"]));
    live.until("both are held", |live| {
        failures(live).iter().all(Option::is_some)
    })
    .await;
    let kinds = [Some(ErrorKind::Unauthorized), Some(ErrorKind::Locked)];
    assert_eq!(failures(&live), kinds);
    let scope = live.place("beta").scope.clone();
    assert_eq!(live.state().can_write(&scope), Err(Refusal::Locked));
    let asked = |live: &Live| ["alpha", "beta"].map(|name| live.service(name).requests().len());
    let before = asked(&live);
    live.press("r j r");
    live.pass_by(Duration::from_secs(600), Duration::from_secs(1))
        .await;
    assert_eq!(asked(&live), before, "not one request in ten minutes");
    live.service("alpha").set_faults(Vec::new());
    live.press("A");
    live.until("both are well", |live| failures(live) == [None, None])
        .await;
    assert_eq!(refused(&live), 1);
}

#[tokio::test(start_paused = true)]
async fn tries_with_one_key_are_counted_together_and_the_one_that_would_lock_it_is_not_made() {
    let mut live = of_one_key().await;
    for name in ["alpha", "beta"] {
        live.service(name).set_faults(faults(&["401"]));
    }
    live.until("both are held", |live| {
        failures(live).iter().all(Option::is_some)
    })
    .await;
    // What was on its way when the first refusal came counts as well.
    let mut before = refused(&live);
    while before < 4 {
        live.press("A");
        live.pass(Duration::from_secs(2)).await;
        assert_eq!(refused(&live), before + 1, "one try for both");
        before += 1;
    }
    live.press("A");
    live.pass(Duration::from_secs(2)).await;
    assert_eq!(refused(&live), 4, "a fifth locks the key");
    let Some(Overlay::Refused { reason, .. }) = &live.state().overlay else {
        panic!("it does not say so\n{}", live.dump());
    };
    assert_eq!(*reason, Refusal::WouldLock(4));
}

#[tokio::test(start_paused = true)]
async fn a_key_that_dies_while_two_long_lists_are_read_is_refused_four_times_at_most() {
    let gate = Arc::default();
    let shared = |setup: Setup| Setup {
        shared: Some((0, Arc::clone(&gate))),
        ..setup
    };
    // Long enough on their way for every place to be taken when the key dies.
    let slow = |setup: Setup| setup.faults(&["latency=200ms"]);
    let mut live = slow(shared(holding(1000).of("alpha", HERE))).start().await;
    live.listed().await;
    live.offer(slow(shared(holding(600).of("beta", ELSEWHERE))))
        .await;
    live.show(&["alpha", "beta"]).await;
    let asked = |live: &Live| {
        let all = ["alpha", "beta"].map(|name| live.service(name).requests().len());
        all.iter().sum::<usize>()
    };
    live.press("r");
    let before = asked(&live);
    live.until("the lists are being read", |live| asked(live) >= before + 8)
        .await;
    for name in ["alpha", "beta"] {
        let dead = faults(&["latency=200ms", "401"]);
        live.service(name).set_faults(dead);
    }
    live.until("both are held", |live| {
        failures(live).iter().all(Option::is_some)
    })
    .await;
    for _ in 0..6 {
        live.press("A");
        live.pass(Duration::from_secs(2)).await;
        live.press("r j r");
    }
    live.pass_by(Duration::from_secs(120), Duration::from_secs(1))
        .await;
    assert_eq!(refused(&live), 4, "a fifth would lock the key");
    live.press("A");
    let screen = live.screen();
    assert!(screen.contains("refused 4 times in a row"), "{screen}");
    // The time of a lock-out after the last refusal, one more try is risked: for both together.
    live.press("esc");
    live.pass_by(Duration::from_secs(200), Duration::from_secs(1))
        .await;
    live.press("A");
    live.pass(Duration::from_secs(2)).await;
    assert_eq!(refused(&live), 5);
    live.press("A");
    let screen = live.screen();
    assert!(screen.contains("refused 5 times in a row"), "{screen}");
    // The key is good again: one call finds out, and nothing of it is left.
    for name in ["alpha", "beta"] {
        live.service(name).set_faults(Vec::new());
    }
    live.press("esc");
    live.pass_by(Duration::from_secs(301), Duration::from_secs(1))
        .await;
    live.press("A");
    live.until("both are well", |live| failures(live) == [None, None])
        .await;
    assert_eq!(refused(&live), 5);
    let shown = ["alpha", "beta"].map(|name| live.shown(name).unwrap().sign_in);
    assert_eq!(shown.map(|sign_in| sign_in.refusals), [0, 0]);
}

/// How many requests each service has seen.
fn counts(live: &Live) -> [usize; 3] {
    ["alpha", "beta", "gamma"].map(|name| live.service(name).requests().len())
}

#[tokio::test(start_paused = true)]
async fn three_profiles_with_a_thousand_instances_stay_within_two_requests_a_second_a_region() {
    const SPAN: u64 = 120;
    let mut live = holding(500).of("alpha", HERE).start().await;
    live.listed().await;
    live.offer(holding(300).of("beta", HERE)).await;
    let mut old = holding(200).of("gamma", ELSEWHERE);
    old.api = ApiVersion::V1;
    live.offer(old).await;
    live.show(&["alpha", "beta", "gamma"]).await;
    assert_eq!(live.state().fleet.len(), 1000);
    // The wait that was running when another profile came has its old length.
    live.pass_by(Duration::from_secs(15), Duration::from_millis(250))
        .await;
    let before = counts(&live);
    live.pass_by(Duration::from_secs(SPAN), Duration::from_millis(250))
        .await;
    let spent: Vec<usize> = counts(&live)
        .iter()
        .zip(before)
        .map(|(after, before)| after - before)
        .collect();
    let [alpha, beta, gamma] = spent[..] else {
        panic!("{spent:?}");
    };
    // A list that begins at the end of the span is counted as a whole.
    let most = 2 * usize::try_from(SPAN).unwrap() + 10;
    assert!(alpha + beta <= most, "{spent:?}");
    assert!(alpha >= 80 && beta >= 80, "each has its part: {spent:?}");
    // One request lists all of V1: every five seconds, as if there were no others.
    assert!((20..=25).contains(&gamma), "{spent:?}");
    let only_lists = live.service("alpha").requests();
    let looked = only_lists
        .iter()
        .filter(|one| one.path.contains("/instances/"));
    assert_eq!(looked.count(), 0, "nothing is open");
    let top = live.screen().lines().next().unwrap().to_owned();
    assert!(top.contains("every 10s"), "{top}");
}

#[tokio::test(start_paused = true)]
async fn what_is_hidden_is_not_polled_in_any_profile() {
    let mut live = holding(2).of("alpha", HERE).start().await;
    live.listed().await;
    live.offer(holding(2).of("beta", HERE)).await;
    live.show(&["alpha", "beta"]).await;
    live.select_in("beta", "orders-001");
    live.press("enter 4");
    live.pass(Duration::from_secs(20)).await;
    let beyond = |live: &Live, name: &str| {
        let mut lines: Vec<String> = live
            .service(name)
            .requests()
            .iter()
            .map(Logged::line)
            .collect();
        lines.retain(|line| line.contains("/instances/"));
        lines.sort();
        lines.dedup();
        lines
    };
    assert_eq!(beyond(&live, "alpha"), [""; 0]);
    let [plugins] = &beyond(&live, "beta")[..] else {
        panic!("{:?}", beyond(&live, "beta"));
    };
    assert!(plugins.ends_with("/rabbitmq/plugins"), "{plugins}");
    let before = live.service("beta").requests();
    live.press("esc");
    live.pass(Duration::from_secs(20)).await;
    let after = live.service("beta").requests().split_off(before.len());
    assert!(
        after.iter().all(|one| one.path.ends_with("/instances")),
        "{after:?}"
    );
    assert_eq!(live.said(), [] as [WriteStatus; 0]);
}
