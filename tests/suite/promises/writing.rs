//! With the service itself on the other side: what it was really sent, and how
//! that is followed to its end.

use super::random::any_key;
use crate::live::{Live, Setup};
use std::time::Duration;
use warren::event::Event;
use warren::key::Key;
use warren::keymap::{Keymap, Preset};
use warren::model::Scope;
use warren::simulator::{DEMO_PROJECT_ID, DEMO_REGION, Logged, Project};
use warren::state::form::Field;
use warren::state::overlay::Overlay;
use warren::state::span::Span;
use warren::state::view::ScreenSize;
use warren::state::write::can::Refusal;
use warren::state::write::pending::WriteStatus;
use warren::state::write::plan::Plan;

/// The plan of the dialog that is open.
fn asked(live: &Live) -> Plan {
    match &live.state().overlay {
        Some(Overlay::Confirm(confirm)) => confirm.plan().clone(),
        other => panic!("no dialog but {other:?}"),
    }
}

fn is_destructive(request: &&Logged) -> bool {
    request.method == "DELETE" || request.path.ends_with("/action")
}

#[tokio::test(start_paused = true)]
async fn every_write_goes_where_its_dialog_said() {
    let mut setup = Setup::with(&["orders-01", "orders-02"]);
    setup.simulator.other_projects = vec![Project {
        id: "ffffffffffffffffffffffffffffffff".into(),
        name: "stage".into(),
    }];
    let mut live = setup.start().await;
    live.listed().await;
    let mut plans = Vec::new();

    live.open("orders-01", "4");
    live.until("plug-ins are there", |live| {
        live.detail().known.plugins().known.is_some()
    })
    .await;
    live.press("t");
    plans.push(asked(&live));
    live.answer_question("y").await;
    live.until("it is settled", Live::settled).await;
    live.go_home();

    live.open("orders-01", "5");
    live.until("its task is there", |live| {
        live.detail().selected_task(Span::All).is_some()
    })
    .await;
    live.press("r");
    live.until("it has ended", |live| {
        let task = live
            .detail()
            .selected_task(Span::All)
            .and_then(|task| task.status.clone());
        task.is_some_and(|status| status.is_final())
    })
    .await;
    live.press("D");
    plans.push(asked(&live));
    live.answer_question("y").await;
    live.until("it is settled", Live::settled).await;
    live.go_home();

    live.select("orders-01");
    live.press("C");
    live.until("the choices are there", |live| {
        live.profile().known.catalogue().known.is_some()
    })
    .await;
    live.fill(Field::Name, "orders-07");
    live.fill(Field::Password, "Canary-77");
    live.fill(Field::Repeat, "Canary-77");
    live.review();
    plans.push(asked(&live));
    live.answer_question("tab enter").await;
    live.until("it is settled", Live::settled).await;

    live.select("orders-02");
    live.press("D");
    plans.push(asked(&live));
    live.type_text("orders-02");
    live.press("enter");
    live.until("it is settled", Live::settled).await;

    let seen = live.writes();
    assert_eq!(seen.len(), plans.len());
    for (plan, seen) in plans.iter().zip(&seen) {
        let shown = plan.shown();
        let line = shown.lines().next().unwrap_or_default();
        assert_eq!(line, seen.line());
        assert_eq!(seen.project, DEMO_PROJECT_ID);
        assert_eq!(*plan.first().scope(), Scope::new("flow", DEMO_REGION));
    }
}

#[tokio::test(start_paused = true)]
async fn twenty_thousand_random_keys_and_pastes_delete_nothing_on_the_service() {
    let mut random = fastrand::Rng::with_seed(6);
    let names = ["orders-01", "orders-02", "delete"];
    let mut live = Live::with(&names[..2]).await;
    let (mut dialogs, mut forms) = (0, 0);
    for round in 0..20_000 {
        if round % 97 == 0 {
            let text = names[random.usize(0..3)].to_owned();
            live.feed(Event::Paste(text));
        } else {
            live.feed(Event::Key(any_key(&mut random)));
        }
        if round % 10 == 0 {
            live.pass_by(Duration::from_millis(100), Duration::from_millis(100))
                .await;
        }
        dialogs += u32::from(matches!(live.state().overlay, Some(Overlay::Confirm(_))));
        forms += u32::from(matches!(live.state().overlay, Some(Overlay::Form(_))));
    }
    live.pass(Duration::from_secs(5)).await;
    let requests = live.requests();
    assert_eq!(requests.iter().find(is_destructive), None);
    assert!(
        dialogs > 100 && forms > 100,
        "{dialogs} and {forms} reached"
    );
    assert!(
        requests.len() > 100,
        "the service was there: {}",
        requests.len()
    );
    let there = ["orders-01", "orders-02"].map(|name| live.service_id(name).is_some());
    assert_eq!(there, [true, true]);
}

/// Every key that is bound anywhere, once each.
fn bound_keys() -> Vec<Key> {
    let keymap = Keymap::preset(Preset::Vim).0;
    let bindings = keymap.bindings().iter();
    let mut keys: Vec<Key> = bindings.flat_map(|one| one.keys.clone()).collect();
    keys.sort_by_key(ToString::to_string);
    keys.dedup();
    keys
}

#[tokio::test(start_paused = true)]
async fn read_only_sends_nothing_but_reads_from_every_view_with_every_key() {
    let mut setup = Setup::with(&["orders-01", "orders-02"]);
    setup.read_only = true;
    setup.simulator.keys = None;
    setup.simulator.login = Some(warren::simulator::Login {
        user: "ops".into(),
        password: warren::secret::Secret::new("made-up-password-of-ops"),
    });
    setup.credential = warren::api::Credential::Password {
        user: "ops".into(),
        password: warren::secret::Secret::new("made-up-password-of-ops"),
        domain: "acme".into(),
    };
    let mut live = setup.start().await;
    live.listed().await;
    let views = [
        "", "enter 1", "enter 2", "enter 3", "enter 4", "enter 5", "enter 6", "enter 7", "/", "?",
        "E", "s",
    ];
    let keys = bound_keys();
    assert!(keys.len() > 40);
    for (width, height) in [(80, 24), (160, 45), (40, 10)] {
        live.feed(Event::Resize(ScreenSize { width, height }));
        for view in views {
            for key in &keys {
                live.press(&format!("esc esc esc esc g g {view}"));
                live.settle().await;
                live.feed(Event::Key(*key));
                live.type_text("orders-01");
                live.press("enter y tab enter");
            }
        }
        live.pass(Duration::from_secs(6)).await;
    }
    assert!(live.settled());
    assert_eq!(live.writes(), []);
    let requests = live.requests();
    let posts = requests.iter().filter(|one| one.method != "GET");
    let posts: Vec<&str> = posts.map(|one| one.path.as_str()).collect();
    assert_eq!(posts, ["/v3/auth/tokens"]);
    assert_eq!(
        live.state().can_write(live.profile().scope()),
        Err(Refusal::ReadOnly)
    );
}

/// A write whose answer is lost cannot be armed again until it is settled.
#[tokio::test(start_paused = true)]
async fn what_is_not_known_to_have_worked_is_read_before_it_can_be_asked_again() {
    let mut live = Live::with(&["orders-01", "orders-02"]).await;
    live.set_faults(&["lost@delete_instance", "hang@show_instance:after=1"]);
    live.delete("orders-01");
    live.until("its answer is lost", |live| {
        matches!(live.said().last(), Some(WriteStatus::Unknown(_)))
    })
    .await;
    live.press("D");
    let refused = |live: &Live| match &live.state().overlay {
        Some(Overlay::Refused { reason, .. }) => Some(reason.clone()),
        _ => None,
    };
    assert!(matches!(refused(&live), Some(Refusal::Unsettled(_))));
    live.press("esc");
    live.set_faults(&[]);
    live.until("it is settled", Live::settled).await;
    assert_eq!(live.said().last(), Some(&WriteStatus::Done));
    assert_eq!(live.writes().len(), 1, "sent once");
}

#[tokio::test(start_paused = true)]
async fn an_accepted_action_shows_as_pending_at_once_and_until_its_end() {
    let mut live = Live::with(&["orders-01", "orders-02"]).await;
    live.delete("orders-01");
    let key = live.key("orders-01");
    assert!(
        live.state().pending.on_instance(&key).is_some(),
        "in this frame"
    );
    let mut waited = Duration::ZERO;
    while live.service_id("orders-01").is_some() {
        assert!(
            live.state().pending.on_instance(&key).is_some(),
            "{waited:?}"
        );
        assert!(!live.said().contains(&WriteStatus::Done), "{waited:?}");
        live.pass(Duration::from_millis(100)).await;
        waited += Duration::from_millis(100);
    }
    live.until("it is settled", Live::settled).await;
    assert!(
        waited >= Duration::from_secs(10),
        "a deletion takes its time"
    );
}
