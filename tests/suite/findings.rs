//! What is wrong with an instance: in the list in one sentence, and under `x` with what it is seen
//! by and what helps.

use crate::desk::{Desk, instance, key, scope, words, words_in};
use crate::screens::{drawn, drawn_in, lines, screen};
use std::time::Duration;
use warren::command::Command;
use warren::effect::{Clip, Effect};
use warren::figures::FiguresPart;
use warren::findings::{Code, Watch};
use warren::lang::Lang;
use warren::model::{Metric, Point, Series, Storage};
use warren::state::figures::VALUES;
use warren::state::overlay::Overlay;
use warren::state::view::Pane;
use warren::ui;

const MINUTE: i64 = 60_000;

/// Takes ten minutes of a figure in, the newest of them two minutes old.
fn figure(desk: &mut Desk, name: &str, metric: Metric, values: impl Fn(i64) -> f64) {
    let node = metric.name().starts_with("rabbitmq_");
    let node = node.then(|| "dms-vm-5f0c1a2b-rabbitmq-0".into());
    let series = Series {
        metric,
        instance: key(name).id,
        part: node,
    };
    let newest = desk.now.wall / MINUTE - 2;
    let points: Vec<Point> = (0..10)
        .map(|minute| Point {
            at: (newest - 9 + minute) * MINUTE,
            value: values(minute),
        })
        .collect();
    let figures = desk.state.fleet.figures_mut(&key(name)).unwrap();
    figures.take(&series, &points);
    figures.asked_until(newest * MINUTE);
}

/// Four instances: one with a memory alarm and full disks, one whose consumers went, one that is
/// well, one of which nothing is measured.
fn troubled(width: u16, height: u16) -> Desk {
    let mut desk = Desk::new(width, height);
    let mut full = instance("orders-01");
    full.storage = Storage {
        used: Some(85),
        usable: Some(100),
        ..Storage::default()
    };
    let others = ["billing-01", "search-01", "audit-01"].map(instance);
    let all = std::iter::once(full).chain(others).collect();
    desk.list(all);
    let now = desk.now;
    for part in [VALUES, FiguresPart::Nodes] {
        desk.state
            .fleet
            .set_watch(&scope(), part, Watch::Read, 0, now);
    }
    figure(&mut desk, "orders-01", Metric::MemoryAlarm, |_| 1.0);
    figure(&mut desk, "orders-01", Metric::Memory, |minute| {
        40.0 + 0.2 * minute as f64
    });
    figure(&mut desk, "orders-01", Metric::Blocked, |_| 12.0);
    figure(&mut desk, "billing-01", Metric::Consumers, |minute| {
        if minute < 3 { 7.0 } else { 0.0 }
    });
    figure(&mut desk, "billing-01", Metric::Ready, |minute| {
        400.0 * minute as f64
    });
    figure(&mut desk, "search-01", Metric::Ready, |_| 3.0);
    figure(&mut desk, "search-01", Metric::Consumers, |_| 3.0);
    desk.state.fleet.figures_taken(now);
    desk.wait(Duration::from_secs(6));
    desk
}

#[test]
fn the_list_says_the_most_urgent_and_how_much_more_there_is() {
    let desk = troubled(160, 45);
    let screen = lines(&drawn(&desk.state).0).join("\n");
    let row = |name: &str| {
        let mut rows = screen.lines().filter(|line| line.contains("RUNNING"));
        rows.find(|line| line.contains(name)).unwrap()
    };
    let more = row("orders-01").split_once('│').unwrap().0.trim_end();
    assert!(
        more.contains("memory alarm on") && more.ends_with(".. +1"),
        "{screen}"
    );
    assert!(
        row("billing-01").contains("3.6k ready, no consumers"),
        "{screen}"
    );
    let at = |name: &str| screen.find(name).unwrap();
    assert!(at("orders-01") < at("billing-01") && at("billing-01") < at("search-01"));
}

#[test]
fn x_says_by_what_it_is_seen_what_is_fine_and_what_is_not_known() {
    for (name, width, height) in [("80x24", 80, 24), ("120x40", 120, 40), ("160x45", 160, 45)] {
        let mut desk = troubled(width, height);
        desk.press("x");
        insta::assert_snapshot!(format!("findings_{name}"), screen(&desk.state));
    }
    let mut desk = troubled(120, 40);
    desk.press("x");
    let chinese = lines(&drawn_in(Lang::Chinese, &desk.state).0).join("\n");
    insta::assert_snapshot!("findings_chinese", chinese);
}

#[test]
fn what_x_says_is_copied_for_a_ticket() {
    let mut desk = troubled(80, 24);
    desk.press("x y");
    let copied = desk.effects.iter().find_map(|effect| match effect {
        Effect::Copy(clip @ Clip::Findings(_)) => Some(clip.clone()),
        _ => None,
    });
    let text = ui::copied::text_of(words(), &desk.state, &copied.unwrap());
    for part in [
        "What is wrong with orders-01",
        "X MEMORY_ALARM memory alarm on rabbitmq-0, publishers blocked",
        "rabbitmq_memory_high_watermark rabbitmq-0 1, compared with 1, by Cloud Eye",
        "rabbitmq_memory_usage rabbitmq-0 41.8%, compared with 40%",
        "! STORAGE_HIGH storage 85% used",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
}

#[test]
fn what_helps_is_done_from_there_by_its_own_key() {
    let mut desk = troubled(120, 40);
    desk.press("x Z");
    assert!(
        matches!(desk.state.overlay, Some(Overlay::Form(_))),
        "{:?}",
        desk.state.overlay
    );
    let mut desk = troubled(120, 40);
    desk.press("x X");
    assert!(
        matches!(desk.state.overlay, Some(Overlay::Confirm(_))),
        "{:?}",
        desk.state.overlay
    );
}

#[test]
fn what_is_looked_up_in_the_tasks_is_a_key_away() {
    let mut desk = Desk::new(120, 40);
    let mut failed = instance("orders-01");
    failed.status = Some(warren::model::Status::Error);
    desk.list(vec![failed]);
    desk.press("x 5");
    assert_eq!(desk.state.focused(), Pane::Tasks);
}

#[test]
fn each_next_step_is_a_command_and_each_text_is_short_enough_to_read() {
    for code in Code::ALL {
        for step in code.next() {
            assert!(step.parse::<Command>().is_ok(), "{code:?}: {step}");
        }
        for lang in Lang::ALL {
            let said = words_in(lang).named("finding.next", *code);
            assert!(warren::text::width(said) <= 160, "{said}");
        }
    }
}
