//! A day with the program open, in still time and in a process of its own, so that no other
//! test is in the figure.

use crate::live::{Live, Setup};
use crate::memory::resident_kib;
use std::process::{Command, id};
use std::time::Duration;

const THIS: &str = "promises::soak::memory_after_a_day_is_what_it_was_after_an_hour";
/// Set in the process that lives through the day.
const INSIDE: &str = "WARREN_TEST_SOAK";
const HOUR: Duration = Duration::from_secs(3600);
/// How often the list is read: some thousand times in a day. Answers come at once, so time may
/// move as far in one step.
const STEP: Duration = Duration::from_secs(30);
const PASSWORD: &str = "Canary-77";

#[test]
fn memory_after_a_day_is_what_it_was_after_an_hour() {
    if std::env::var_os(INSIDE).is_some() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .start_paused(true)
            .build();
        return runtime.unwrap().block_on(live_through_a_day());
    }
    let day = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", THIS, "--nocapture"])
        .env(INSIDE, "1")
        // One heap, so that the figure is what is kept and not how threads share it out.
        .env("MALLOC_ARENA_MAX", "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&day.stdout);
    let complaint = String::from_utf8_lossy(&day.stderr);
    assert!(day.status.success(), "{said}\n{complaint}");
    assert!(said.contains("1 passed"), "the day was lived: {said}");
    println!("{said}");
}

async fn live_through_a_day() {
    let mut setup = Setup::with(&["orders-01"]);
    setup.simulator.instances = 20;
    setup.simulator.keep_requests = 50;
    setup.refresh = STEP;
    let mut live = setup.start().await;
    live.listed().await;
    let mut after = Vec::new();
    for hour in 0..24 {
        an_hour(&mut live, hour).await;
        after.push(resident_kib(id()));
    }
    println!("KiB in memory after each hour: {after:?}");
    let (first, last) = (after[0], after[23]);
    assert!(last * 100 <= first * 105, "{first} KiB, then {last} KiB");
}

/// What somebody on call does in an hour, with a service that fails for a while.
async fn an_hour(live: &mut Live, hour: usize) {
    let end = live.now().uptime + HOUR;
    for tab in ["1", "2", "3", "4", "5", "6", "v"] {
        live.open("orders-01", tab);
        live.pass_by(Duration::from_secs(60), STEP).await;
        live.screen();
        live.go_home();
    }
    for keys in ["?", "E", "g j", "a", "c", "g r", "m V j j ctrl-x"] {
        live.press(keys);
        live.settle().await;
        live.screen();
        live.go_home();
    }
    live.press("/");
    live.type_text(&format!("status=running !audit storage>{hour}"));
    live.press("enter esc");
    live.press(":");
    live.type_text(&format!("hour {hour} of the night"));
    live.press("esc");
    let name = format!("soak-{hour:02}");
    live.create_like("orders-01", &name, PASSWORD).await;
    settle(live).await;
    live.go_home();
    live.delete(&name);
    settle(live).await;
    live.set_faults(&["503@reads"]);
    live.pass_by(Duration::from_secs(300), STEP).await;
    live.set_faults(&[]);
    live.press("r");
    let mut percent = 0;
    while live.now().uptime < end {
        percent = (percent + 7) % 90;
        live.simulator().edit(|world| {
            let id = world.named("orders-01").unwrap().id.clone();
            world.set_fill(&id, f64::from(percent));
        });
        live.pass_by(Duration::from_secs(30), STEP).await;
        live.screen();
    }
    live.outward.clear();
}

/// Until nothing that was sent is open.
async fn settle(live: &mut Live) {
    let end = live.now().uptime + HOUR;
    while !live.settled() {
        assert!(live.now().uptime < end, "{}", live.dump());
        live.pass_by(STEP, STEP).await;
    }
}
