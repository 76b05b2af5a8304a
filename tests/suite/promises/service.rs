//! With the service itself on the other side: what is refused, gone, slow, frozen,
//! in parts.

use crate::live::{Live, Setup};
use std::time::Duration;
use warren::api::{Credential, ErrorKind};
use warren::findings::Severity;
use warren::secret::Secret;
use warren::simulator::Login;
use warren::state::notice::{Level, NoticeKind};
use warren::state::remote::Freshness;
use warren::state::write::can::Refusal;
use warren::state::write::pending::{Conflict, WriteStatus};

/// A session that signs in as a user with a password.
fn signed_in(names: &[&str]) -> Setup {
    let mut setup = Setup::with(names);
    setup.simulator.keys = None;
    setup.simulator.login = Some(Login {
        user: "ops".into(),
        password: Secret::new("made-up-password-of-ops"),
    });
    setup.credential = Credential::Password {
        user: "ops".into(),
        password: Secret::new("made-up-password-of-ops"),
        domain: "acme".into(),
    };
    setup
}

fn failure(live: &Live) -> Option<ErrorKind> {
    let failure = live.profile().feed.listing.failure.as_ref();
    failure.map(|failure| failure.error.kind)
}

fn freshness(live: &Live) -> Freshness {
    let state = live.state();
    state.profiles.first().feed.freshness(live.now())
}

fn numbered(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("orders-{n:03}")).collect()
}

/// Lets time pass in which little or nothing is asked.
async fn idle(live: &mut Live, seconds: u64) {
    live.pass_by(Duration::from_secs(seconds), Duration::from_millis(500))
        .await;
}

#[tokio::test(start_paused = true)]
async fn a_void_token_is_renewed_once_and_nobody_notices() {
    let mut live = signed_in(&["orders-01"]).start().await;
    live.listed().await;
    live.simulator().revoke_tokens();
    idle(&mut live, 60).await;
    assert_eq!((failure(&live), freshness(&live)), (None, Freshness::Fresh));
    let requests = live.requests();
    let refused = requests.iter().filter(|one| one.status == Some(401));
    let signed_in = requests.iter().filter(|one| one.path == "/v3/auth/tokens");
    assert_eq!((refused.count(), signed_in.count()), (1, 2));
}

#[tokio::test(start_paused = true)]
async fn a_revoked_sign_in_is_said_and_a_brings_it_back_with_everything_in_place() {
    let mut live = signed_in(&["mail-01", "orders-01", "orders-02"])
        .start()
        .await;
    live.listed().await;
    live.press("/");
    live.type_text("orders");
    live.press("enter j");
    assert_eq!(live.selected().as_deref(), Some("orders-02"));
    // Tokens are void, and no new ones are to be had: the password no longer holds.
    live.simulator().revoke_tokens();
    live.set_faults(&["401@issue_token"]);
    live.until("it is refused", |live| {
        failure(live) == Some(ErrorKind::Unauthorized)
    })
    .await;
    assert_eq!(
        live.state().can_write(live.profile().scope()),
        Err(Refusal::Locked)
    );
    let toast = live.state().notices.toast().unwrap();
    assert_eq!(toast.level, Level::Critical);
    assert!(matches!(toast.said, NoticeKind::ReadFailed(_)));
    assert!(live.screen().contains("sign-in"), "{}", live.screen());
    idle(&mut live, 600).await;
    live.set_faults(&[]);
    live.press("A");
    let pressed = live.now();
    live.until("it is fresh", |live| freshness(live) == Freshness::Fresh)
        .await;
    assert!(
        live.now().since(pressed) < Duration::from_secs(5),
        "within a poll"
    );
    assert_eq!(failure(&live), None);
    assert_eq!(live.state().can_write(live.profile().scope()), Ok(()));
    assert_eq!(live.selected().as_deref(), Some("orders-02"));
    assert_eq!(live.state().fleet.filter().text(), "orders");
}

#[tokio::test(start_paused = true)]
async fn a_service_that_is_gone_for_a_day_is_missed_and_comes_back_by_itself() {
    let mut live = Live::with(&["orders-01", "orders-02"]).await;
    live.press("j");
    let before = (live.names(), live.selected());
    let port = live.cut_off().await;
    live.until("it is unreachable", |live| {
        failure(live) == Some(ErrorKind::Unreachable)
    })
    .await;
    let day = Duration::from_secs(24 * 60 * 60);
    live.pass_by(day, Duration::from_secs(20)).await;
    assert_eq!((live.names(), live.selected()), before);
    assert!(matches!(freshness(&live), Freshness::Stale(age) if age >= day));
    assert_eq!(
        live.state().can_write(live.profile().scope()),
        Err(Refusal::Offline)
    );
    let loud = live.state().notices.iter();
    let loud = loud.filter(|notice| notice.level > Level::Info);
    assert_eq!(loud.count(), 1, "said once");
    live.come_back(Setup::with(&["orders-01", "orders-02"]))
        .await;
    drop(port);
    let back = live.now();
    live.until("it is fresh", |live| freshness(live) == Freshness::Fresh)
        .await;
    assert!(
        live.now().since(back) <= Duration::from_secs(61),
        "one back-off step"
    );
    assert_eq!((live.names(), live.selected()), before);
    assert_eq!(live.state().can_write(live.profile().scope()), Ok(()));
}

#[tokio::test(start_paused = true)]
async fn after_a_401_nothing_is_asked_until_the_user_says_so() {
    let mut live = Live::with(&["orders-01"]).await;
    live.open("orders-01", "1");
    live.pass(Duration::from_secs(1)).await;
    live.set_faults(&["401"]);
    live.until("it is refused", |live| {
        failure(live) == Some(ErrorKind::Unauthorized)
    })
    .await;
    let refused = |live: &Live| {
        let requests = live.requests();
        requests
            .iter()
            .filter(|one| one.status == Some(401))
            .count()
    };
    assert!(refused(&live) < 5, "five lock the key: {}", refused(&live));
    let asked = live.requests().len();
    live.press("esc j r enter 4 5 r");
    idle(&mut live, 600).await;
    assert_eq!(
        live.requests().len(),
        asked,
        "not one request in ten minutes"
    );
    live.press("A");
    idle(&mut live, 600).await;
    assert_eq!(
        live.requests().len(),
        asked + 1,
        "one try for one key press"
    );
    live.set_faults(&[]);
    live.press("A");
    live.until("all is well", |live| failure(live).is_none())
        .await;
}

#[tokio::test(start_paused = true)]
async fn what_retry_after_says_is_waited_for() {
    for asked in [20, 90] {
        let rule = format!("429={asked}@list_instances:first=1");
        let setup = Setup::with(&["orders-01"]).faults(&[&rule]);
        let mut live = setup.start().await;
        let lists = |live: &Live| {
            let requests = live.requests();
            let lists = requests
                .iter()
                .filter(|one| one.path.ends_with("/instances"));
            lists.count()
        };
        live.until("the first call is answered", |live| lists(live) == 1)
            .await;
        live.pass(Duration::from_secs(asked - 1)).await;
        assert_eq!(lists(&live), 1, "Retry-After: {asked}");
        live.pass(Duration::from_secs(3)).await;
        assert_eq!(lists(&live), 2, "Retry-After: {asked}");
        assert_eq!(live.names(), ["orders-01"]);
    }
}

#[tokio::test(start_paused = true)]
async fn frozen_answers_turn_stale_within_three_polls() {
    let mut live = Live::with(&["orders-01", "orders-02"]).await;
    live.set_faults(&["hang"]);
    live.pass(Duration::from_secs(14)).await;
    assert_eq!(live.state().fleet.count(Severity::Fine), 2);
    live.pass(Duration::from_secs(3)).await;
    assert_eq!(live.state().fleet.count(Severity::Unknown), 2);
    assert!(matches!(freshness(&live), Freshness::Stale(_)));
    live.set_faults(&[]);
    live.until("they are fine again", |live| {
        live.state().fleet.count(Severity::Fine) == 2
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_write_on_a_stale_row_reads_again_first() {
    let mut live = Live::with(&["orders-01", "orders-02"]).await;
    let id = live.service_id("orders-01").unwrap();
    live.set_faults(&["hang@list_instances"]);
    live.pass(Duration::from_secs(18)).await;
    assert_eq!(live.state().fleet.count(Severity::Unknown), 2);
    live.simulator()
        .edit(|world| world.rename(&id, "payments-01"));
    live.delete("orders-01");
    live.until("it is settled", Live::settled).await;
    let renamed = Conflict::Renamed("payments-01".into());
    assert_eq!(
        live.said(),
        [WriteStatus::Sent, WriteStatus::NotSentChanged(renamed)]
    );
    assert_eq!(live.writes(), []);
    // What is as the user saw it goes, after a look.
    live.delete("orders-02");
    live.until("it is accepted", |live| {
        live.said().last() == Some(&WriteStatus::Accepted)
    })
    .await;
    let other = live.key("orders-02").id.to_string();
    let requests = live.requests();
    let about = requests.iter().filter(|one| one.path.ends_with(&other));
    let about: Vec<&str> = about.map(|one| one.method.as_str()).collect();
    assert_eq!(about[..2], ["GET", "DELETE"]);
}

#[tokio::test(start_paused = true)]
async fn loading_empty_partial_and_denied_are_four_different_things() {
    let known = |live: &Live| {
        let state = live.state();
        let missing = state.profiles.first().feed.coverage.missing.len();
        (freshness(live), failure(live), missing, state.fleet.len())
    };
    let mut live = Setup::with(&["orders-01"])
        .faults(&["hang@list_instances"])
        .start()
        .await;
    live.pass(Duration::from_secs(2)).await;
    assert_eq!(known(&live), (Freshness::Loading, None, 0, 0));

    let mut live = Live::with(&[]).await;
    live.settle().await;
    assert_eq!(known(&live), (Freshness::Fresh, None, 0, 0));

    let names = numbered(120);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let rule = "500@list_instances?offset=50";
    let mut live = Setup::with(&names).faults(&[rule]).start().await;
    live.listed().await;
    assert_eq!(known(&live), (Freshness::Fresh, None, 1, 70));

    let mut live = Setup::with(&["orders-01"])
        .faults(&["403@list_instances"])
        .start()
        .await;
    live.until("it is denied", |live| failure(live).is_some())
        .await;
    let denied = (Freshness::Failed, Some(ErrorKind::Forbidden), 0, 0);
    assert_eq!(known(&live), denied);
}

#[tokio::test(start_paused = true)]
async fn all_of_three_pages_are_there_and_a_page_that_fails_is_named() {
    let names = numbered(150);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut live = Live::with(&names).await;
    let coverage = &live.profile().feed.coverage;
    assert_eq!((coverage.total, coverage.missing.len()), (Some(150), 0));
    let mut shown = live.names();
    shown.sort();
    assert_eq!(shown, names);
    live.set_faults(&["503@list_instances?offset=50"]);
    live.until("a page is missing", |live| {
        !live.profile().feed.coverage.missing.is_empty()
    })
    .await;
    let missing = &live.profile().feed.coverage.missing;
    let part: Vec<_> = missing
        .iter()
        .map(|part| (part.from, part.to, part.error.kind, part.error.status))
        .collect();
    assert_eq!(part, [(50, 100, ErrorKind::Server, Some(503))]);
    assert_eq!(live.names().len(), 150, "no row is lost to it");
    live.set_faults(&[]);
    live.until("it is whole again", |live| {
        live.profile().feed.coverage.missing.is_empty()
    })
    .await;
}
