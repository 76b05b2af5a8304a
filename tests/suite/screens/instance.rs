//! One instance at 80x24: its tabs, in every state they can be in.

use super::assert_screen;
use super::fixture::reader;
use super::fixture::*;
use serde_json::{Value, json};
use warren::api::v2::{PluginList, Switch};
use warren::api::{ApiError, ErrorKind, TaskList};
use warren::model::{CurrentTask, PluginName, Status, TaskId, TaskStatus};
use warren::state::State;
use warren::state::now::Now;
use warren::state::overlay::{Content, Overlay};
use warren::state::query::{Query, QueryAnswer};
use warren::state::span::{Span, SpanBox};
use warren::state::view::{Pane, ScreenSize};
use warren::state::write::mutation::{PluginSwitch, RecordDeletion};
use warren::state::write::pending::Receipt;
use warren::state::write::plan::Plan;
use warren::timezone::TimeZone;

#[test]
fn overview_shows_everything_the_service_says() {
    assert_screen!("overview", opened(NORMAL, Pane::Overview));
}

#[test]
fn overview_scrolls() {
    let mut state = opened(NORMAL, Pane::Overview);
    state.view.scroll = usize::MAX;
    assert_screen!("overview-scrolled", state);
}

#[test]
fn overview_shows_what_the_row_knows_while_the_detail_loads() {
    let mut state = fleet(NORMAL);
    open(&mut state, FIRST, Pane::Overview);
    assert_screen!("overview-loading", state);
}

#[test]
fn overview_lists_every_reason_and_the_unreadable_fields() {
    let mut all = instances();
    all[0].status = Some(Status::Error);
    all[0].unreadable = vec!["port".into(), "ssl_enable".into(), "tags[1].key".into()];
    all[0].task = Some(CurrentTask {
        name: Some("extendInstance".into()),
        status: Some(TaskStatus::Failed),
    });
    let mut state = with(all, NORMAL);
    open(&mut state, FIRST, Pane::Overview);
    let detail = state.details.look_at(&key(FIRST));
    detail.known.take(
        1,
        at(1),
        QueryAnswer::Instance(detail.key.id.clone(), Err(error(ErrorKind::Forbidden))),
    );
    assert_screen!("overview-reasons", state);
}

#[test]
fn overview_of_an_instance_that_is_gone_says_so() {
    let mut state = opened(NORMAL, Pane::Overview);
    state.fleet.mark_gone(&key(FIRST), 9, at(1));
    assert_screen!("overview-gone", state);
}

#[test]
fn plugins_show_what_is_on_and_what_runs() {
    assert_screen!("plugins", opened(NORMAL, Pane::Plugins));
}

fn switching(state: &mut State) {
    let mutation = PluginSwitch {
        key: key(FIRST),
        plugin: PluginName::new("rabbitmq_shovel").unwrap(),
        to: Switch::Enable,
    };
    let plan = Plan::new(mutation, "orders-eu-01", |_| Some(project())).unwrap();
    let id = state.pending.send(&plan, at(1));
    let job = TaskId::new("88dd").unwrap();
    state.pending.answered(id, 5, &Ok(Receipt::Job(Some(job))));
}

#[test]
fn a_plugin_that_is_being_switched_says_how_far_that_is() {
    let mut state = opened(NORMAL, Pane::Plugins);
    switching(&mut state);
    assert_screen!("plugins-pending", state);
}

fn plugins_are(answer: Option<Result<PluginList, ApiError>>) -> State {
    let mut state = fleet(NORMAL);
    open(&mut state, FIRST, Pane::Plugins);
    let detail = state.details.look_at(&key(FIRST));
    if let Some(answer) = answer {
        detail.known.take(
            1,
            at(1),
            QueryAnswer::Plugins(detail.key.id.clone(), answer),
        );
    }
    state
}

#[test]
fn plugins_that_are_loading_denied_or_none_are_different_words() {
    assert_screen!("plugins-loading", plugins_are(None));
    let denied = error(ErrorKind::Forbidden);
    assert_screen!("plugins-denied", plugins_are(Some(Err(denied))));
    let none = PluginList::default();
    assert_screen!("plugins-none", plugins_are(Some(Ok(none))));
}

#[test]
fn plugins_say_what_was_left_out_and_that_the_service_is_switching_one() {
    let partial = PluginList {
        unidentified: 2,
        ..plugins()
    };
    assert_screen!("plugins-partial", plugins_are(Some(Ok(partial))));
    let modifying = PluginList {
        modifying: Some(true),
        ..plugins()
    };
    assert_screen!("plugins-modifying", plugins_are(Some(Ok(modifying))));
}

#[test]
fn stale_plugins_say_their_age_and_why() {
    let mut state = opened(NORMAL, Pane::Plugins);
    wait(&mut state, 300);
    let now = state.now;
    let detail = state.details.look_at(&key(FIRST));
    detail.known.take(
        9,
        now,
        QueryAnswer::Plugins(detail.key.id.clone(), Err(error(ErrorKind::Unreachable))),
    );
    assert_screen!("plugins-stale", state);
}

#[test]
fn an_engine_without_plugins_says_so() {
    let mut state = fleet(NORMAL);
    let id = instances()[7].id.to_string();
    open(&mut state, &id, Pane::Plugins);
    assert_screen!("plugins-not-offered", state);
}

#[test]
fn tasks_show_the_parameters_of_the_selected_one() {
    let mut state = opened(NORMAL, Pane::Tasks);
    let detail = state.details.look_at(&key(FIRST));
    let ids = detail.task_ids(Span::All);
    detail.task.go_to(1, &ids);
    assert_screen!("tasks", state);
}

/// The box of the first task, with many parameters.
fn boxed(at: ScreenSize) -> State {
    let mut state = opened(at, Pane::Tasks);
    let detail = state.details.look_at(&key(FIRST));
    let mut list = tasks();
    let zones = ["cn-north-4a", "cn-north-4b", "cn-north-4c"];
    let nodes: Vec<Value> = (1..=9)
        .map(|number| json!({"node": number, "zones": zones, "disk_gb": 100}))
        .collect();
    let params = json!({
        "product": "c6.4u8g.cluster",
        "new_storage_space": 600,
        "order": {"source": "console", "note": "A text that is so long that it does not fit \
            into a line of eighty cells at all"},
        "nodes": nodes,
        "inner": "{\"enable\":true}",
    });
    list.tasks[0].params = Some(params.to_string());
    detail.known.take(
        2,
        super::fixture::at(1),
        QueryAnswer::Tasks(detail.key.id.clone(), Span::All, Ok(list)),
    );
    let scroll = 0;
    let (key, task) = (key(FIRST), TaskId::new("77aa").unwrap());
    state.overlay = Some(reader(Content::Task(key, task), scroll));
    read_alone(&mut state, super::fixture::at(1), true);
    state
}

/// The task of the box was read by itself, and is there or not.
fn read_alone(state: &mut State, when: Now, there: bool) {
    let detail = state.details.look_at(&key(FIRST));
    let id = TaskId::new("77aa").unwrap();
    let task = detail.task_by_id(&id).cloned();
    let instance = detail.key.id.clone();
    detail.look_at(&Query::Task(instance.clone(), id.clone()));
    let answer = match there {
        true => Ok(task),
        false => Err(error(ErrorKind::NotFound)),
    };
    let answer = QueryAnswer::Task(instance, id, answer);
    assert!(detail.known.take(4, when, answer));
}

fn scrolled(mut state: State, to: usize) -> State {
    state.overlay = match state.overlay {
        Some(Overlay::Reader(reader)) => Some(super::fixture::reader(reader.content, to)),
        other => other,
    };
    state
}

#[test]
fn the_box_of_a_task_shows_everything_of_it() {
    assert_screen!("task", boxed(NORMAL));
    assert_screen!("task-scrolled", scrolled(boxed(NORMAL), usize::MAX));
    assert_screen!("task-40x10", scrolled(boxed(size(40, 10)), 9));
}

#[test]
fn the_box_of_a_task_that_is_gone_says_what_is_gone() {
    let mut state = boxed(NORMAL);
    let detail = state.details.look_at(&key(FIRST));
    detail.known.take(
        3,
        at(1),
        QueryAnswer::Tasks(detail.key.id.clone(), Span::All, Ok(TaskList::default())),
    );
    read_alone(&mut state, at(1), false);
    assert_screen!("task-gone", state);
    let mut state = boxed(NORMAL);
    state.fleet.mark_gone(&key(FIRST), 9, at(1));
    assert_screen!("task-of-a-gone-instance", state);
}

/// The tasks of a span, of which there are so many.
fn spanned(at: ScreenSize, span: Span, count: usize) -> State {
    let mut state = opened(at, Pane::Tasks);
    state.view.span = span;
    let detail = state.details.look_at(&key(FIRST));
    let mut list = tasks();
    list.tasks.truncate(count);
    list.total = u64::try_from(count).ok();
    let id = detail.key.id.clone();
    detail.look_at(&Query::Tasks(id.clone(), span));
    let answer = QueryAnswer::Tasks(id, span, Ok(list));
    assert!(detail.known.take(2, super::fixture::at(1), answer));
    state
}

#[test]
fn tasks_of_a_span_say_which() {
    let typed = Span::parse("2026-11-10 .. 2026-11-14 12:00", &TimeZone::default()).unwrap();
    assert_screen!("tasks-span", spanned(NORMAL, Span::Week, 2));
    assert_screen!("tasks-span-60x20", spanned(size(60, 20), typed, 2));
    assert_screen!("tasks-span-40x10", spanned(size(40, 10), typed, 2));
    assert_screen!("tasks-span-none", spanned(NORMAL, typed, 0));
}

#[test]
fn the_span_is_chosen_or_typed_in_a_box() {
    let choosing = |at: ScreenSize, typed: &str| {
        let mut state = spanned(at, Span::Week, 2);
        let mut open = SpanBox::new(Span::Week, "");
        if !typed.is_empty() {
            open.field_mut().paste(typed);
            open.take(&TimeZone::default());
        }
        state.overlay = Some(Overlay::Span(Box::new(open)));
        state
    };
    let wrong = "2026-11-20 8h .. 2026-11-21";
    for (name, at) in [("80x24", NORMAL), ("60x20", size(60, 20))] {
        assert_screen!(format!("span-{name}"), choosing(at, ""));
        assert_screen!(format!("span-wrong-{name}"), choosing(at, wrong));
    }
    assert_screen!("span-wrong-40x10", choosing(size(40, 10), wrong));
}

#[test]
fn a_partial_list_of_tasks_says_so() {
    let mut state = opened(NORMAL, Pane::Tasks);
    let detail = state.details.look_at(&key(FIRST));
    let list = TaskList {
        missing: Some(error(ErrorKind::Server)),
        ..tasks()
    };
    detail.known.take(
        2,
        at(1),
        QueryAnswer::Tasks(detail.key.id.clone(), Span::All, Ok(list)),
    );
    assert_screen!("tasks-partial", state);
}

#[test]
fn a_task_record_that_is_being_deleted_says_so() {
    let mut state = opened(NORMAL, Pane::Tasks);
    let mutation = RecordDeletion {
        key: key(FIRST),
        task: TaskId::new("55cc").unwrap(),
    };
    let plan = Plan::new(mutation, "orders-eu-01", |_| Some(project())).unwrap();
    state.pending.send(&plan, at(1));
    assert_screen!("tasks-deleting", state);
}

#[test]
fn tasks_that_are_loading_denied_or_none_are_different_words() {
    let mut state = fleet(NORMAL);
    open(&mut state, FIRST, Pane::Tasks);
    assert_screen!("tasks-loading", state);
    let detail = state.details.look_at(&key(FIRST));
    let denied = Err(error(ErrorKind::Forbidden));
    detail.known.take(
        1,
        at(1),
        QueryAnswer::Tasks(detail.key.id.clone(), Span::All, denied),
    );
    assert_screen!("tasks-denied", state);
    let detail = state.details.look_at(&key(FIRST));
    detail.known.take(
        2,
        at(1),
        QueryAnswer::Tasks(detail.key.id.clone(), Span::All, Ok(TaskList::default())),
    );
    assert_screen!("tasks-none", state);
}

/// The service has been silent for so long that everything is old.
fn stale(tab: Pane) -> State {
    let mut state = opened(NORMAL, tab);
    wait(&mut state, 300);
    let now = state.now;
    fail(&mut state, error(ErrorKind::Server));
    let detail = state.details.look_at(&key(FIRST));
    let silent = || error(ErrorKind::Server);
    detail.known.take(
        9,
        now,
        QueryAnswer::Instance(detail.key.id.clone(), Err(silent())),
    );
    detail.known.take(
        9,
        now,
        QueryAnswer::Tasks(detail.key.id.clone(), Span::All, Err(silent())),
    );
    state
}

#[test]
fn stale_panes_say_their_age_and_why() {
    assert_screen!("overview-stale", stale(Pane::Overview));
    assert_screen!("tasks-stale", stale(Pane::Tasks));
    assert_screen!("tags-stale", stale(Pane::Tags));
    assert_screen!("json-stale", stale(Pane::Json));
}

#[test]
fn tags_are_listed() {
    assert_screen!("tags", opened(NORMAL, Pane::Tags));
}

#[test]
fn an_instance_without_tags_says_so() {
    let mut all = instances();
    all[0].tags.clear();
    let mut state = with(all, NORMAL);
    open(&mut state, FIRST, Pane::Tags);
    assert_screen!("tags-none", state);
}

#[test]
fn json_is_the_answer_as_it_came() {
    assert_screen!("json", opened(NORMAL, Pane::Json));
}

#[test]
fn json_that_is_loading_or_denied_says_so() {
    let mut state = fleet(NORMAL);
    open(&mut state, FIRST, Pane::Json);
    assert_screen!("json-loading", state);
    let detail = state.details.look_at(&key(FIRST));
    let denied = Err(error(ErrorKind::Forbidden));
    detail.known.take(
        1,
        at(1),
        QueryAnswer::Instance(detail.key.id.clone(), denied),
    );
    assert_screen!("json-denied", state);
}
