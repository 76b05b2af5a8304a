//! What is old, and what stays as it was.

use crate::desk::{Desk, error, id, instance, key, listing, plugin, scope};
use crate::screens::{drawn, lines};
use std::time::Duration;
use warren::api::{ApiError, ErrorKind, Operation, TaskList};
use warren::effect::Effect;
use warren::event::{Event, Reply};
use warren::findings::{Code, Severity};
use warren::model::{Instance, Status};
use warren::state::column::Column;
use warren::state::notice::{About, Level, NoticeKind};
use warren::state::query::QueryAnswer;
use warren::state::remote::Freshness;
use warren::state::span::Span;
use warren::state::write::can::Refusal;

fn fail(desk: &mut Desk, kind: ErrorKind) {
    desk.answer(QueryAnswer::Listing(Err(error(kind))));
}

#[test]
fn a_day_without_network_keeps_the_data_and_its_age_and_forbids_writes() {
    let mut desk = Desk::with(&["orders-01"]);
    for _ in 0..24 * 60 {
        fail(&mut desk, ErrorKind::Unreachable);
        desk.wait(Duration::from_secs(60));
    }
    assert_eq!(desk.rows(), ["orders-01"]);
    let row = desk.state.fleet.selected().unwrap();
    let age = Duration::from_secs(24 * 60 * 60);
    let found: Vec<_> = row.findings().iter().map(|found| found.code).collect();
    assert_eq!(
        (row.severity(), found),
        (Severity::Unknown, vec![Code::Stale])
    );
    assert_eq!(desk.now.since(row.seen), age);
    assert_eq!(desk.state.can_write(&scope()), Err(Refusal::Offline));
    let toasts = desk
        .state
        .notices
        .iter()
        .filter(|notice| notice.level > Level::Info);
    assert_eq!(toasts.count(), 1, "said once, not 1,440 times");
    desk.list(vec![instance("orders-01")]);
    assert_eq!(desk.state.can_write(&scope()), Ok(()));
    assert_eq!(desk.state.fleet.count(Severity::Fine), 1);
}

#[test]
fn data_older_than_three_polls_is_marked_and_younger_is_not() {
    let mut desk = Desk::with(&["orders-01"]);
    desk.wait(Duration::from_secs(15));
    assert_eq!(desk.state.fleet.count(Severity::Fine), 1);
    desk.wait(Duration::from_secs(2));
    assert_eq!(desk.state.fleet.count(Severity::Unknown), 1);
    let freshness = desk.profile().feed.freshness(desk.now);
    assert_eq!(freshness, Freshness::Stale(Duration::from_secs(17)));
}

#[test]
fn refresh_and_going_back_keep_filter_sort_and_scroll() {
    let names: Vec<String> = (0..60).map(|n| format!("orders-{n:02}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut desk = Desk::with(&names);
    desk.press("s j enter S /");
    desk.type_text("orders");
    desk.press("enter 4 0 j enter 4 esc");
    let before = (desk.rows(), desk.selected(), desk.state.fleet.top());
    assert_eq!(desk.state.fleet.sort().column, Column::Name);
    assert!(before.2 > 0);
    for _ in 0..5 {
        desk.wait(Duration::from_secs(5));
        let rows = names.iter().map(|name| instance(name)).collect();
        desk.list(rows);
    }
    assert_eq!(
        (desk.rows(), desk.selected(), desk.state.fleet.top()),
        before
    );
    assert_eq!(desk.state.fleet.filter().text(), "orders");
}

#[test]
fn equal_rows_keep_their_order_whatever_order_the_answer_has() {
    let mut desk = Desk::with(&["c", "a", "b"]);
    let before = desk.rows();
    assert_eq!(before, ["a", "b", "c"]);
    for order in [["b", "c", "a"], ["a", "c", "b"], ["c", "b", "a"]] {
        desk.wait(Duration::from_secs(6));
        desk.list(order.iter().map(|name| instance(name)).collect());
        assert_eq!(desk.rows(), before);
    }
}

#[test]
fn values_that_change_re_sort_only_when_the_cursor_rests() {
    let full = |name: &str, used| {
        let mut instance = instance(name);
        instance.storage.used = Some(used);
        instance
    };
    let mut desk = Desk::new(80, 24);
    desk.list(vec![full("a", 40), full("b", 30)]);
    desk.wait(Duration::from_millis(100));
    desk.list(vec![full("a", 40), full("b", 50)]);
    assert_eq!(desk.rows(), ["a", "b"], "just sorted: rows do not dance");
    desk.wait(Duration::from_secs(5));
    assert_eq!(desk.rows(), ["b", "a"], "sorted again after five seconds");
    desk.wait(Duration::from_secs(6));
    desk.press("k");
    desk.list(vec![full("a", 60), full("b", 50)]);
    assert_eq!(desk.rows(), ["b", "a"], "the cursor has just moved");
    desk.wait(Duration::from_secs(1));
    assert_eq!(desk.rows(), ["a", "b"]);
}

#[test]
fn errors_stay_until_dismissed_and_identical_ones_are_counted() {
    let mut desk = Desk::with(&["orders-01"]);
    for _ in 0..3 {
        fail(&mut desk, ErrorKind::Server);
        desk.list(vec![instance("orders-01")]);
    }
    desk.wait(Duration::from_secs(600));
    let counts: Vec<u32> = desk
        .state
        .notices
        .iter()
        .map(|notice| notice.count)
        .collect();
    assert_eq!(counts, [3, 3], "the failure, and that it is over");
    let toast = desk.state.notices.toast().unwrap();
    assert!(toast.over, "it does not pass for news");
    desk.press("z");
    assert!(desk.state.notices.toast().is_none());
    assert_eq!(desk.state.notices.len(), 2, "E still has it");
}

#[test]
fn good_news_fades_after_five_seconds() {
    let mut desk = Desk::with(&["orders-01"]);
    desk.press("enter 4");
    desk.plugins("orders-01", vec![plugin("rabbitmq_shovel", false)]);
    desk.agree_to("t");
    assert!(desk.state.notices.toast().is_some());
    desk.wait(Duration::from_secs(5));
    assert!(desk.state.notices.toast().is_none());
}

#[test]
fn a_status_that_changes_by_itself_is_said() {
    let mut desk = Desk::with(&["orders-01"]);
    let mut broken: Instance = instance("orders-01");
    broken.status = Some(Status::Error);
    desk.list(vec![broken]);
    let notice = desk.state.notices.toast().unwrap();
    assert_eq!(notice.level, Level::Critical);
    assert_eq!(
        notice.said,
        NoticeKind::StatusChanged {
            name: "orders-01".into(),
            from: Status::Running,
            to: Status::Error,
        }
    );
}

#[test]
fn an_answer_of_another_scope_changes_nothing() {
    let mut desk = Desk::with(&["orders-01"]);
    let asked = desk.ask();
    desk.feed(warren::event::Event::Answer(Box::new(
        warren::event::Answer {
            scope: warren::model::Scope::new("other", "eu-west-101"),
            asked,
            reply: QueryAnswer::Listing(Ok(listing(vec![instance("other-01")]))).into(),
        },
    )));
    assert_eq!(desk.rows(), ["orders-01"]);
}

#[test]
fn losing_the_network_does_not_shuffle_the_list() {
    let mut broken = instance("orders-02");
    broken.status = Some(Status::Error);
    let mut desk = Desk::new(80, 24);
    desk.list(vec![instance("orders-01"), broken, instance("orders-03")]);
    let before = desk.rows();
    assert_eq!(before[0], "orders-02");
    for _ in 0..20 {
        fail(&mut desk, ErrorKind::Unreachable);
        desk.wait(Duration::from_secs(10));
    }
    assert_eq!(desk.state.fleet.count(Severity::Unknown), 3);
    assert_eq!(desk.rows(), before);
}

#[test]
fn a_missing_part_of_the_list_is_said_with_its_reason_once() {
    let mut desk = Desk::new(80, 24);
    for _ in 0..3 {
        let mut part = listing(vec![instance("orders-01")]);
        part.total = Some(120);
        part.missing = vec![warren::api::MissingPart {
            from: 51,
            to: 100,
            error: error(ErrorKind::Server),
        }];
        desk.answer(QueryAnswer::Listing(Ok(part)));
    }
    let said: Vec<(Level, u32)> = desk
        .state
        .notices
        .iter()
        .map(|notice| (notice.level, notice.count))
        .collect();
    assert_eq!(said, [(Level::Warning, 1)]);
    assert_eq!(desk.profile().feed.coverage.missing.len(), 1);
}

#[test]
fn the_panes_of_an_instance_turn_stale_without_any_event() {
    let mut desk = Desk::with(&["orders-01"]);
    desk.press("enter 4");
    desk.plugins("orders-01", vec![plugin("rabbitmq_shovel", false)]);
    let stale_at = desk.now.uptime + Duration::from_secs(16);
    let mut wakes = 0;
    while desk.now.uptime <= stale_at {
        let due = desk.state.next_change().expect("something turns stale");
        desk.wait(
            due.saturating_sub(desk.now.uptime)
                .max(Duration::from_millis(1)),
        );
        wakes += 1;
    }
    assert!(wakes < 10, "{wakes} wake-ups");
    let detail = desk.state.details.get(&key("orders-01")).unwrap();
    let freshness = detail
        .known
        .plugins()
        .freshness(desk.now, desk.profile().feed.period);
    assert!(matches!(freshness, Freshness::Stale(_)), "{freshness:?}");
}

#[test]
fn an_outage_is_counted_while_it_lasts_and_comes_with_one_toast() {
    let mut desk = Desk::with(&["orders-01"]);
    fail(&mut desk, ErrorKind::Unreachable);
    desk.press("z");
    for _ in 0..7 {
        desk.wait(Duration::from_secs(60));
        fail(&mut desk, ErrorKind::Unreachable);
    }
    assert!(
        desk.state.notices.toast().is_none(),
        "dismissed is dismissed"
    );
    let kept: Vec<(u32, u64)> = desk
        .state
        .notices
        .iter()
        .map(|notice| (notice.count, desk.now.since(notice.at).as_secs()))
        .collect();
    assert_eq!(kept, [(8, 0)]);
}

#[test]
fn a_fifth_refused_sign_in_that_would_lock_the_key_is_not_tried() {
    let mut desk = Desk::with(&["orders-01"]);
    let mut refused = 0;
    let mut refuse = |desk: &mut Desk| {
        refused += 1;
        desk.answer(Reply::Refusals(refused));
        fail(desk, ErrorKind::Unauthorized);
    };
    refuse(&mut desk);
    for _ in 0..10 {
        desk.press("A esc");
        if desk.profile().sign_in.retrying {
            refuse(&mut desk);
        }
    }
    let tries = |desk: &Desk| {
        let tries = desk.effects.iter();
        tries
            .filter(|effect| **effect == Effect::RetryCredential(scope()))
            .count()
    };
    assert_eq!(tries(&desk), 3, "with the first one, four refusals");
    desk.press("A");
    let (buffer, _) = crate::screens::drawn(&desk.state);
    let screen = crate::screens::lines(&buffer).join("\n");
    assert!(screen.contains("refused 4 times in a row"), "{screen}");
    desk.press("esc");
    desk.wait(Duration::from_secs(301));
    desk.press("A");
    assert_eq!(tries(&desk), 4, "the service has forgotten a lock");
    desk.press("A A A");
    assert_eq!(tries(&desk), 4, "one try at a time");
}

#[test]
fn a_filter_that_hides_the_cursor_goes_to_the_worst_match_and_escape_leads_back() {
    let mut desk = Desk::with(&["aa-01", "bb-01", "aa-02", "bb-02", "aa-03"]);
    desk.press("G");
    assert_eq!(desk.selected().as_deref(), Some("bb-02"));
    desk.press("/");
    desk.type_text("aa");
    assert_eq!(desk.selected().as_deref(), Some("aa-01"));
    desk.press("esc");
    assert_eq!(desk.selected().as_deref(), Some("bb-02"));
    // A filter that was kept was meant: leaving it leaves the cursor where it is.
    for leave in ["esc", "q", "/ ctrl-u enter"] {
        desk.press("G / a a enter");
        assert_eq!(desk.selected().as_deref(), Some("aa-01"));
        desk.press(leave);
        assert!(desk.state.fleet.filter().is_empty(), "{leave}");
        assert_eq!(desk.selected().as_deref(), Some("aa-01"), "{leave}");
    }
}

#[test]
fn going_back_goes_back_whatever_has_just_been_said() {
    let mut desk = Desk::with(&["orders-01", "orders-02"]);
    desk.press("enter 4");
    desk.state.notices.push(
        Level::Critical,
        NoticeKind::Gone {
            name: "audit".into(),
        },
        About::Session,
        desk.state.now,
    );
    for back in ["q", "esc"] {
        desk.press("enter");
        assert!(desk.state.view.opened.is_some());
        desk.press(back);
        assert!(desk.state.view.opened.is_none(), "{back} goes back");
        assert_eq!(desk.state.notices.up(), 1, "it is still up");
    }
    desk.press("q esc q");
    assert_eq!(desk.state.notices.up(), 1);
    desk.press("z");
    assert_eq!(desk.state.notices.up(), 0);
    assert_eq!(desk.state.notices.len(), 1, "it stays in the list");
}

#[test]
fn a_failure_of_a_pane_is_over_when_that_pane_is_read_and_not_before() {
    let mut desk = Desk::with(&["orders-01"]);
    desk.press("enter 5");
    let failed = ApiError::local(Operation::ListTasks, ErrorKind::Server, "busy");
    desk.answer(QueryAnswer::Tasks(id("orders-01"), Span::All, Err(failed)));
    let over = |desk: &Desk| {
        let notices: Vec<bool> = desk
            .state
            .notices
            .iter()
            .map(|notice| notice.over)
            .collect();
        notices
    };
    desk.list(vec![instance("orders-01")]);
    desk.plugins("orders-01", vec![plugin("rabbitmq_shovel", false)]);
    assert_eq!(
        over(&desk),
        [false],
        "the list and the plug-ins say nothing about tasks"
    );
    desk.tasks("orders-01", TaskList::default());
    assert_eq!(over(&desk), [true]);
}

#[test]
fn how_long_it_has_been_so_moves_on_by_the_minute_and_not_in_between() {
    let mut desk = Desk::new(220, 24);
    desk.list(vec![instance("orders-01")]);
    let mut moving = instance("orders-01");
    moving.status = Some(Status::Restarting);
    desk.list(vec![moving.clone()]);
    let cell = |desk: &Desk| {
        let lines = lines(&drawn(&desk.state).0);
        let end = lines.iter().find_map(|line| line.find("SINCE")).unwrap() + "SINCE".len();
        let row = lines
            .iter()
            .find(|line| line.contains("orders-01"))
            .unwrap();
        let cells = row.chars().skip(end - 6).take(6);
        cells.collect::<String>().trim().to_owned()
    };
    assert_eq!(cell(&desk), "<1m");
    let mut seen = Vec::new();
    for _ in 0..30 {
        // The loop sleeps until then.
        let due = desk.state.next_change().unwrap();
        desk.pass(due.saturating_sub(desk.now.uptime));
        desk.feed(Event::Wake);
        desk.list(vec![moving.clone()]);
        seen.push((desk.now.uptime.as_secs(), cell(&desk)));
    }
    let begun = desk.state.fleet.selected().unwrap().since().unwrap();
    let minutes = (desk.now.wall - begun) / 60_000;
    let told = seen.iter().map(|(_, cell)| cell.as_str());
    let mut told: Vec<&str> = told.collect();
    told.dedup();
    let wanted: Vec<String> = (0..=minutes)
        .map(|minute| match minute {
            0 => "<1m".to_owned(),
            minute => format!("{minute}m"),
        })
        .collect();
    assert!(minutes > 0);
    assert_eq!(told, wanted, "{seen:?}");
}
