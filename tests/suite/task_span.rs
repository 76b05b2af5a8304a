//! Which tasks are shown, by when they began; and a task that is looked at by itself.

use crate::desk::{Desk, error, id, key};
use crate::promises::help::task;
use crate::screens::{drawn, lines};
use warren::api::{ErrorKind, TaskList};
use warren::event::Reply;
use warren::model::{TaskId, TaskStatus};
use warren::state::interest::Trigger;
use warren::state::overlay::Overlay;
use warren::state::palette::Run;
use warren::state::query::{Query, QueryAnswer};
use warren::state::span::{Span, Wrong};
use warren::state::view::ScreenSize;
use warren::timezone::TimeZone;

fn list(numbers: &[usize]) -> TaskList {
    TaskList {
        tasks: numbers.iter().map(|number| task(*number)).collect(),
        total: Some(numbers.len() as u64),
        ..TaskList::default()
    }
}

fn within(desk: &mut Desk, span: Span, numbers: &[usize]) {
    let answer = Ok(list(numbers));
    desk.answer(QueryAnswer::Tasks(id("orders-01"), span, answer));
}

fn shown(desk: &Desk) -> String {
    lines(&drawn(&desk.state).0).join("\n")
}

/// The tasks of orders-01, three of them.
fn desk() -> Desk {
    let mut desk = Desk::with(&["orders-01"]);
    desk.press("enter 5");
    desk.tasks("orders-01", list(&[1, 2, 3]));
    desk
}

/// Rows of tasks on the screen.
fn tasks(desk: &Desk) -> usize {
    shown(desk)
        .lines()
        .filter(|line| line.contains("extendInstance ") && line.contains(" SUCCESS"))
        .count()
}

#[test]
fn f_chooses_a_span_and_the_tasks_of_another_never_stand_under_its_name() {
    let mut desk = desk();
    desk.press("f up up enter");
    assert_eq!(desk.state.view.span, Span::Day);
    let asked = Query::Tasks(id("orders-01"), Span::Day);
    assert_eq!(desk.wanted(Trigger::Opening), [asked]);
    assert!(shown(&desk).contains("Only tasks that began in the last 24 hours"));
    assert!(shown(&desk).contains("loading tasks"), "{}", shown(&desk));
    within(&mut desk, Span::Day, &[1]);
    assert_eq!(tasks(&desk), 1, "{}", shown(&desk));
    desk.press("f up enter");
    assert_eq!(desk.state.view.span, Span::Hour);
    within(&mut desk, Span::Day, &[1]);
    assert!(shown(&desk).contains("loading tasks"), "{}", shown(&desk));
    within(&mut desk, Span::Hour, &[]);
    let none = "No task began in the last hour.";
    assert!(shown(&desk).contains(none), "{}", shown(&desk));
    desk.press("f down down down enter");
    assert_eq!(tasks(&desk), 3, "{}", shown(&desk));
}

#[test]
fn a_typed_span_that_is_wrong_is_explained_and_stays() {
    let mut desk = desk();
    desk.press("f");
    desk.type_text("2026-11-20 8h ..");
    desk.press("enter");
    let Some(Overlay::Span(open)) = &desk.state.overlay else {
        panic!("the box is still open");
    };
    assert_eq!(open.wrong, Some(Wrong::NoTime("2026-11-20 8h".into())));
    desk.press("esc f");
    assert_eq!(desk.state.view.span, Span::All, "esc chooses nothing");
    desk.press("down");
    desk.type_text(" ");
    assert!(shown(&desk).contains("2026-11-20 8h .."));
    for _ in 0..6 {
        desk.press("backspace");
    }
    desk.type_text(" 08:00 .. 2026-11-21");
    desk.press("enter");
    assert!(desk.state.overlay.is_none(), "{}", shown(&desk));
    let heading = "Only tasks that began 2026-11-20 08:00 .. 2026-11-21 23:59 UTC";
    assert!(shown(&desk).contains(heading), "{}", shown(&desk));
}

#[test]
fn a_write_is_followed_by_every_task_whatever_span_is_shown() {
    use warren::api::WriteError;
    use warren::state::write::pending::WriteFailure;
    let mut desk = Desk::with(&["orders-01"]);
    desk.press("enter 4");
    let plugin = crate::desk::plugin("rabbitmq_shovel", false);
    desk.plugins("orders-01", vec![plugin]);
    desk.agree_to("t");
    let write = desk.state.pending.iter().next().unwrap().id;
    let lost = WriteFailure::Failed(WriteError::Unknown(error(ErrorKind::Timeout)));
    desk.answer(Reply::Written(write, Err(lost)));
    desk.press("5 f up enter");
    let asked = Query::Tasks(id("orders-01"), Span::Week);
    assert_eq!(desk.wanted(Trigger::Opening), [asked]);
    let all = Query::Tasks(id("orders-01"), Span::All);
    assert!(desk.wanted(Trigger::Following).contains(&all));
    let open = |desk: &Desk| format!("{:?}", desk.state.pending.iter().next().unwrap().phase);
    let before = open(&desk);
    within(&mut desk, Span::Week, &[]);
    assert_eq!(open(&desk), before, "a part of the tasks settles nothing");
    desk.tasks("orders-01", TaskList::default());
    assert_ne!(open(&desk), before);
}

#[test]
fn the_palette_knows_the_spans_and_times_that_are_typed() {
    for (line, span) in [
        ("tasks 24h", Span::Day),
        ("tasks 1h", Span::Hour),
        ("tasks all", Span::All),
    ] {
        let mut desk = Desk::with(&["orders-01"]);
        desk.press(":");
        desk.type_text(line);
        desk.press("enter");
        assert_eq!(desk.state.view.span, span, "{line}");
        assert_eq!(desk.state.view.opened, Some(key("orders-01")), "{line}");
    }
    let mut desk = Desk::with(&["orders-01"]);
    desk.press(":");
    desk.type_text("tasks 2026-11-20 ..");
    let Some(Overlay::Palette(palette)) = &desk.state.overlay else {
        panic!("the palette is open");
    };
    let typed = Span::parse("2026-11-20 ..", &TimeZone::default()).unwrap();
    let exact = palette.exact.as_ref().and_then(|offer| offer.run.clone());
    assert_eq!(exact, Some(Run::Tasks(typed)));
}

fn one(desk: &mut Desk, status: TaskStatus) {
    let mut read = task(2);
    read.status = Some(status);
    desk.answer(QueryAnswer::Task(
        id("orders-01"),
        read.id.clone(),
        Ok(Some(read)),
    ));
}

#[test]
fn an_open_task_is_read_by_itself_and_stays_when_the_list_loses_it() {
    let mut desk = desk();
    desk.press("j enter");
    let asked = Query::Task(id("orders-01"), TaskId::new("task-2").unwrap());
    assert!(desk.wanted(Trigger::Opening).contains(&asked));
    assert!(shown(&desk).contains("TASK of orders-01, being read"));
    assert!(shown(&desk).contains("SUCCESS"), "the list's word stands");
    one(&mut desk, TaskStatus::Executing);
    assert!(!shown(&desk).contains("being read"));
    desk.tasks("orders-01", TaskList::default());
    assert!(shown(&desk).contains("EXECUTING"), "{}", shown(&desk));
    assert!(!shown(&desk).contains("gone"), "{}", shown(&desk));
    desk.press("esc");
    assert!(!desk.wanted(Trigger::Opening).contains(&asked));
}

#[test]
fn an_open_task_tells_a_failed_read_from_one_that_is_gone() {
    let mut desk = desk();
    desk.press("j enter");
    let fail = |desk: &mut Desk, kind| {
        let id = id("orders-01");
        let task = TaskId::new("task-2").unwrap();
        desk.answer(QueryAnswer::Task(id, task, Err(error(kind))));
    };
    fail(&mut desk, ErrorKind::Forbidden);
    assert!(shown(&desk).contains("could not read the task"));
    assert!(shown(&desk).contains("SUCCESS"), "the list's word stands");
    fail(&mut desk, ErrorKind::NotFound);
    assert!(
        shown(&desk).contains("The task is gone"),
        "{}",
        shown(&desk)
    );
    one(&mut desk, TaskStatus::Failed);
    assert!(!shown(&desk).contains("gone"), "{}", shown(&desk));
    assert!(shown(&desk).contains("FAILED"), "{}", shown(&desk));
}

#[test]
fn a_task_that_goes_on_says_how_long_such_tasks_take_where_that_is_known() {
    let minutes = |number: i64| number * 60_000;
    let mut desk = Desk::with(&["orders-01", "other-01"]);
    let begun = desk.now.wall - minutes(10) - 30_000;
    let going_on = |name: &str| {
        let mut list = list(&[1]);
        let task = &mut list.tasks[0];
        (task.name, task.status) = (name.to_owned(), Some(TaskStatus::Executing));
        (task.created_at, task.updated_at) = (Some(begun), Some(begun));
        list
    };
    desk.press("enter 5");
    for (name, said) in [
        ("extendInstance", "10m of at most 50m"),
        ("restartInstance", "10m, usual time not known"),
    ] {
        desk.tasks("orders-01", going_on(name));
        assert!(shown_at(&mut desk, 120).contains(said), "{}", shown(&desk));
    }
    // Tasks of another instance, by whatever they were read.
    let mut ended = list(&[11, 12, 13, 14, 15]);
    for (took, task) in (10..).zip(&mut ended.tasks) {
        (task.name, task.status) = ("restartInstance".to_owned(), Some(TaskStatus::Success));
        (task.created_at, task.updated_at) = (Some(0), Some(minutes(took)));
    }
    desk.tasks("other-01", ended);
    let wide = shown_at(&mut desk, 120);
    assert!(wide.contains("10m of ~12m (p95 14m)"), "{wide}");
    let narrow = shown_at(&mut desk, 80);
    assert!(narrow.contains("10m of ~12m "), "{narrow}");
    desk.press("enter");
    assert!(
        shown(&desk).contains("10m of ~12m (p95 14m)"),
        "{}",
        shown(&desk)
    );
}

fn shown_at(desk: &mut Desk, width: u16) -> String {
    desk.state.resize(ScreenSize { width, height: 24 });
    shown(desk)
}
