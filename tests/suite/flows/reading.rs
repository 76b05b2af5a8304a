//! What is read when, and what is believed: the list, the detail, the cursor.

use crate::live::{Live, Setup};
use std::time::Duration;
use warren::findings::Presence;
use warren::simulator::DEMO_PROJECT_ID;
use warren::simulator::world::instance::Status;
use warren::state::notice::NoticeKind;

/// Calls about one instance so far, as `method last-part`, without the project and the id.
fn asked_about(live: &Live, name: &str) -> Vec<String> {
    let id = live.service_id(name).unwrap();
    let path = format!("/v2/{DEMO_PROJECT_ID}/instances/{id}");
    let requests = live.requests();
    let about = requests
        .iter()
        .filter_map(|one| one.path.strip_prefix(&path));
    let mut about: Vec<String> = about.map(ToOwned::to_owned).collect();
    about.sort();
    about
}

fn wide(names: &[&str]) -> Setup {
    let mut setup = Setup::with(names);
    (setup.size.width, setup.size.height) = (160, 45);
    setup
}

async fn presence(live: &mut Live, name: &str, wanted: Presence) {
    live.until(&format!("{name} is {wanted:?}"), |live| {
        live.row(name).is_some_and(|row| row.presence == wanted)
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn an_instance_the_list_leaves_out_is_not_gone_while_it_has_a_detail() {
    let mut live = Live::with(&["orders-01", "orders-02"]).await;
    let id = live.service_id("orders-02").unwrap();
    let show = |listed| {
        move |world: &mut warren::simulator::World| {
            world.instance_mut(&id).unwrap().listed = listed;
        }
    };
    live.simulator().edit(show.clone()(false));
    presence(&mut live, "orders-02", Presence::Missing).await;
    live.pass(Duration::from_secs(30)).await;
    assert_eq!(
        live.names(),
        ["orders-02", "orders-01"],
        "missing, not gone"
    );
    assert_eq!(live.row("orders-02").unwrap().presence, Presence::Missing);
    assert!(!asked_about(&live, "orders-02").is_empty());
    live.simulator().edit(show(true));
    presence(&mut live, "orders-02", Presence::Listed).await;
}

#[tokio::test(start_paused = true)]
async fn an_instance_whose_detail_is_404_or_in_the_recycle_bin_is_gone() {
    let mut live = Live::with(&["orders-01", "orders-02", "orders-03"]).await;
    live.select("orders-01");
    let binned = live.service_id("orders-02").unwrap();
    let removed = live.service_id("orders-03").unwrap();
    live.simulator().edit(|world| {
        world.set_status(&binned, Status::Recycle);
        world.instance_mut(&binned).unwrap().listed = false;
        world.remove(&removed);
    });
    live.until("both are gone", |live| live.names() == ["orders-01"])
        .await;
    let gone = live
        .state()
        .notices
        .iter()
        .filter_map(|notice| match &notice.said {
            NoticeKind::Gone { name } => Some(name.clone()),
            _ => None,
        });
    let mut gone: Vec<String> = gone.collect();
    gone.sort();
    assert_eq!(gone, ["orders-02", "orders-03"]);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_read_about_thirty_rows_the_cursor_runs_over_until_it_rests() {
    let names: Vec<String> = (1..=31).map(|n| format!("orders-{n:02}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut live = wide(&names).start().await;
    live.listed().await;
    for _ in 0..30 {
        live.press("j");
        live.pass(Duration::from_millis(40)).await;
    }
    assert_eq!(live.selected().as_deref(), Some("orders-31"));
    live.pass(Duration::from_millis(140)).await;
    for name in &names {
        assert_eq!(asked_about(&live, name), [""; 0], "{name}, before 200 ms");
    }
    live.pass(Duration::from_millis(60)).await;
    let (last, others) = names.split_last().unwrap();
    assert_eq!(
        asked_about(&live, last),
        ["", "/auto-volume-expand", "/rabbitmq/plugins", "/tasks"]
    );
    for name in others {
        assert_eq!(asked_about(&live, name), [""; 0], "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_opened_instance_is_read_at_once() {
    let mut live = Live::with(&["orders-01"]).await;
    live.open("orders-01", "1");
    live.settle().await;
    assert_eq!(
        asked_about(&live, "orders-01"),
        ["", "/auto-volume-expand", "/tasks"]
    );
}

#[tokio::test(start_paused = true)]
async fn a_detail_that_nobody_waits_for_any_more_is_dropped() {
    let setup = wide(&["orders-01", "orders-02"]).faults(&["latency=2s@show_instance:first=1"]);
    let mut live = setup.start().await;
    live.listed().await;
    live.select("orders-01");
    live.pass(Duration::from_secs(1)).await;
    assert_eq!(asked_about(&live, "orders-01").len(), 4, "under way");
    live.press("j");
    live.pass(Duration::from_secs(3)).await;
    let (first, second) = (live.key("orders-01"), live.key("orders-02"));
    let details = &live.state().details;
    assert!(details.known(&first).instance().known.is_none());
    assert!(details.known(&second).instance().known.is_some());
}

#[tokio::test(start_paused = true)]
async fn hidden_panes_are_not_read() {
    let mut live = Live::with(&["orders-01", "orders-02"]).await;
    live.pass(Duration::from_secs(60)).await;
    assert_eq!(asked_about(&live, "orders-01"), [""; 0]);
    live.open("orders-01", "4");
    live.pass(Duration::from_secs(2)).await;
    assert!(asked_about(&live, "orders-01").contains(&"/rabbitmq/plugins".to_owned()));
    live.press("esc");
    live.settle().await;
    let asked = asked_about(&live, "orders-01").len();
    live.pass(Duration::from_secs(60)).await;
    assert_eq!(asked_about(&live, "orders-01").len(), asked);
}

#[tokio::test(start_paused = true)]
async fn a_list_asked_for_before_a_write_was_accepted_does_not_undo_it() {
    // The list is answered as of the moment it was asked, two seconds late.
    let mut live = Live::with(&["orders-01", "orders-02"]).await;
    live.set_faults(&["latency=2s@list_instances"]);
    live.press("r");
    live.pass(Duration::from_millis(100)).await;
    live.create_like("orders-01", "orders-07", "Canary-77")
        .await;
    live.until("it is accepted", |live| live.said().len() == 2)
        .await;
    live.pass(Duration::from_millis(2500)).await;
    let row = live.row("orders-07").unwrap();
    assert_eq!(row.presence, Presence::Listed);
}

#[tokio::test(start_paused = true)]
async fn repeated_polling_stays_within_two_requests_a_second() {
    let names: Vec<String> = (0..400).map(|n| format!("orders-{n:03}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut setup = wide(&names);
    setup.refresh = Duration::from_secs(1);
    let mut live = setup.start().await;
    live.listed().await;
    live.pass(Duration::from_secs(10)).await;
    let before = live.requests().len();
    live.pass(Duration::from_secs(60)).await;
    let asked = live.requests().len() - before;
    assert!((60..=126).contains(&asked), "{asked} requests in a minute");
    assert_eq!(live.profile().feed.period, Duration::from_secs(6));
}

#[tokio::test(start_paused = true)]
async fn a_quiet_fleet_is_a_still_screen() {
    for (width, height) in [(80, 24), (160, 45)] {
        let mut setup = wide(&["orders-01", "orders-02"]);
        (setup.size.width, setup.size.height) = (width, height);
        let mut live = setup.start().await;
        live.listed().await;
        live.pass(Duration::from_secs(5)).await;
        let before = live.screen();
        for second in 0..50 {
            live.pass(Duration::from_secs(1)).await;
            let screen = live.screen();
            assert_eq!(screen, before, "{second} s later at {width}x{height}");
        }
    }
}
