//! What is in front of the view, at 80x24 and at the smallest usable size.

use super::assert_screen;
use super::fixture::help;
use super::fixture::*;
use crate::desk::words;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use warren::api::v2::{CreateInstance, Switch};
use warren::api::{ErrorKind, OneOrMore};
use warren::event::{Answer, Event, Reply};
use warren::key::{Code, Key};
use warren::keymap::Keymap;
use warren::model::{InstanceId, PluginName, Status, TaskId};
use warren::secret::Secret;
use warren::state::State;
use warren::state::copied::{Copied, Route};
use warren::state::export::{Exported, Extent, NotExported};
use warren::state::interest::Interest;
use warren::state::notice::{About, Level, NoticeKind};
use warren::state::overlay::Overlay;
use warren::state::sight::{READ, Sight};
use warren::state::table::{TableSource, TableView};
use warren::state::view::{Pane, ScreenSize};
use warren::state::write::can::Refusal;
use warren::state::write::confirm::Confirm;
use warren::state::write::mutation::{Creation, Deletion, Mutation, PluginSwitch, RecordDeletion};
use warren::state::write::pending::Receipt;
use warren::state::write::plan::Plan;
use warren::ui;
use warren::update::update;

const LEAST: ScreenSize = ScreenSize {
    width: 40,
    height: 10,
};

pub fn confirming(mut state: State, confirm: Confirm) -> State {
    state.overlay = Some(Overlay::Confirm(Box::new(confirm)));
    state
}

fn plan(mutation: impl Into<Mutation>) -> Plan {
    Plan::new(mutation, "orders-eu-01", |_| Some(project())).unwrap()
}

pub fn delete(typed: &str) -> Confirm {
    let mut confirm = Confirm::typed(plan(Deletion { key: key(FIRST) }), "orders-eu-01@PROD");
    for letter in typed.chars() {
        confirm.key(Key::plain(Code::Char(letter)));
    }
    confirm
}

#[test]
fn delete_asks_for_the_name_with_the_focus_in_the_text_box() {
    assert_screen!(
        "confirm-delete",
        confirming(fleet(NORMAL), delete("orders-"))
    );
    assert_screen!(
        "confirm-delete-40x10",
        confirming(fleet(LEAST), delete("orders-"))
    );
    assert_screen!(
        "confirm-delete-60x20",
        confirming(fleet(size(60, 20)), delete("orders-eu-01@PROD"))
    );
}

#[test]
fn that_paste_is_off_is_said_for_a_name_of_any_length() {
    for name in [
        "orders",
        "orders-eu-01",
        "a-name-that-is-longer-than-the-box-is-wide",
    ] {
        let confirm = Confirm::typed(plan(Deletion { key: key(FIRST) }), name);
        let screen = super::screen(&confirming(fleet(LEAST), confirm)).to_lowercase();
        assert!(screen.contains("paste is off"), "{screen}");
    }
}

#[test]
fn delete_says_that_the_text_differs_and_shows_the_focused_button() {
    let mut confirm = delete("ordres");
    confirm.step(1);
    assert_screen!("confirm-delete-differs", confirming(fleet(NORMAL), confirm));
}

#[test]
fn delete_shows_what_became_of_the_instance_meanwhile() {
    let mut state = fleet(NORMAL);
    state.fleet.mark_gone(&key(FIRST), 9, at(1));
    assert_screen!("confirm-delete-gone", confirming(state, delete("")));
}

#[test]
fn an_instance_without_a_name_is_deleted_by_typing_its_id() {
    let mut all = instances();
    all[0].name = None;
    let mut state = with(all, NORMAL);
    press(&mut state, "D 7 d 1");
    assert_screen!("confirm-delete-nameless", state);
}

/// The terminal took the question in front, and some time has passed.
fn read(state: &mut State) {
    let keymap = Keymap::preset(warren::keymap::Preset::Vim).0;
    let mut buffer = Buffer::empty(Rect::new(0, 0, state.size.width, state.size.height));
    let frame = ui::draw(state, &keymap, words(), &mut buffer)
        .question
        .unwrap();
    for event in [Event::Drawn(frame), Event::Wake] {
        let now = state.now;
        update(state, &keymap, &mut Interest::default(), event, now);
        state.now.uptime += READ;
    }
}

pub fn press(state: &mut State, keys: &str) {
    let keymap = Keymap::preset(warren::keymap::Preset::Vim).0;
    let mut watched = Interest::default();
    for key in keys.split_whitespace() {
        let event = Event::Key(Key::parse(key).unwrap());
        let now = state.now;
        update(state, &keymap, &mut watched, event, now);
    }
}

pub fn switch() -> Confirm {
    Confirm::yes_no(plan(PluginSwitch {
        key: key(FIRST),
        plugin: PluginName::new("rabbitmq_shovel").unwrap(),
        to: Switch::Enable,
    }))
}

#[test]
fn a_plugin_is_switched_by_yes_with_the_focus_on_cancel() {
    let state = opened(NORMAL, Pane::Plugins);
    assert_screen!("confirm-plugin", confirming(state, switch()));
    let state = opened(LEAST, Pane::Plugins);
    assert_screen!("confirm-plugin-40x10", confirming(state, switch()));
}

#[test]
fn a_task_record_is_deleted_by_yes() {
    let task = TaskId::new("66bb").unwrap();
    let mutation = RecordDeletion {
        key: key(FIRST),
        task,
    };
    let confirm = Confirm::yes_no(plan(mutation));
    let state = opened(NORMAL, Pane::Tasks);
    assert_screen!("confirm-task", confirming(state, confirm));
}

pub fn create() -> Confirm {
    let instance = CreateInstance {
        name: "orders-eu-02".into(),
        description: None,
        engine_version: "3.12.13".into(),
        storage_space: 300,
        access_user: "app".into(),
        password: Secret::new("Canary-Secret-1"),
        vpc_id: "3d7c7a62-4b0c-4d6f-8a52-4b6d0a1c5e11".into(),
        security_group_id: "c1a9f7be-1d2c-4e3f-8b5a-6d7c8e9f0a33".into(),
        subnet_id: "9b1f3c52-77aa-4f8e-9d7e-2f6b8c0d4a22".into(),
        available_zones: OneOrMore::one("9f1c5806706d4c1fb0eb72f0a9b18c77".to_owned()),
        product_id: "c6.4u8g.cluster".into(),
        broker_num: Some(3),
        window: None,
        public_ip_id: None,
        ssl: true,
        storage_spec_code: "dms.physical.storage.ultra.v2".into(),
        enterprise_project_id: None,
        tags: vec![tag("env", "prod")],
        prepaid: None,
    };
    let mutation = Creation {
        scope: scope(),
        instance: Box::new(instance),
    };
    Confirm::yes_no(Plan::new(mutation, "orders-eu-02", |_| Some(project())).unwrap())
}

#[test]
fn create_shows_the_request_without_the_password() {
    let state = confirming(fleet(NORMAL), create());
    assert!(!super::screen(&state).contains("Canary"));
    assert_screen!("confirm-create", state);
    assert_screen!("confirm-create-40x10", confirming(fleet(LEAST), create()));
}

#[test]
fn a_creation_is_pending_from_the_moment_it_is_sent() {
    let mut state = confirming(fleet(NORMAL), create());
    read(&mut state);
    press(&mut state, "tab enter");
    assert_screen!("list-creation-sent", state);
    let id = state.pending.iter().next().unwrap().id;
    let created = InstanceId::new("7d1e4c52-0c1f-4f61-9a41-6a3d2c119999").unwrap();
    let receipt = Ok(Receipt::Created(created));
    let now = state.now;
    let reply = Reply::Written(id, receipt);
    let answer = Event::Answer(Box::new(Answer {
        scope: scope(),
        asked: 9,
        reply,
    }));
    let keymap = Keymap::preset(warren::keymap::Preset::Vim).0;
    update(&mut state, &keymap, &mut Interest::default(), answer, now);
    assert_screen!("list-creation-accepted", state);
}

#[test]
fn help_shows_the_keys_of_the_view_behind_it() {
    for (name, scroll) in [("help", 0), ("help-scrolled", usize::MAX)] {
        let mut state = fleet(NORMAL);
        state.overlay = Some(help(scroll));
        match name {
            "help" => assert_screen!("help", state),
            _ => assert_screen!("help-scrolled", state),
        }
    }
    let mut state = opened(NORMAL, Pane::Tasks);
    state.overlay = Some(help(0));
    assert_screen!("help-tasks", state);
    let mut state = fleet(LEAST);
    state.overlay = Some(help(3));
    assert_screen!("help-40x10", state);
}

#[test]
fn the_error_list_keeps_what_happened_with_codes_and_request_ids() {
    let mut state = noted(NORMAL);
    state.overlay = Some(Overlay::Table(Box::new(TableView::new(
        TableSource::Errors,
        scope(),
    ))));
    assert_screen!("errors", state);
    state.size = LEAST;
    state.overlay = Some(Overlay::Table(Box::new(TableView::new(
        TableSource::Errors,
        scope(),
    ))));
    assert_screen!("errors-40x10", state);
}

/// A list and something of everything that can happen to it.
pub fn noted(size: ScreenSize) -> State {
    let mut state = fleet(size);
    for second in [1, 2, 3] {
        let said = NoticeKind::ReadFailed(error(ErrorKind::Server));
        state
            .notices
            .push(Level::Warning, said, About::Profile(scope()), at(second));
    }
    let said = NoticeKind::StatusChanged {
        name: "billing-cn-02".into(),
        from: Status::Running,
        to: Status::Error,
    };
    state
        .notices
        .push(Level::Critical, said, About::Profile(scope()), at(60));
    let said = NoticeKind::ReadFailed(error(ErrorKind::Unauthorized));
    state
        .notices
        .push(Level::Critical, said, About::Profile(scope()), at(120));
    let said = NoticeKind::Copied(Copied {
        what: "orders-eu-01".into(),
        went: Ok(Route::Tmux),
    });
    state
        .notices
        .push(Level::Info, said, About::Profile(scope()), at(180));
    state
}

/// A deletion to be sent.
pub fn plan_to_delete() -> Plan {
    plan(Deletion { key: key(FIRST) })
}

#[test]
fn the_error_list_says_that_nothing_happened() {
    let mut state = fleet(NORMAL);
    state.overlay = Some(Overlay::Table(Box::new(TableView::new(
        TableSource::Errors,
        scope(),
    ))));
    assert_screen!("errors-none", state);
}

#[test]
fn the_sort_picker_shows_the_order_in_force() {
    let asked = |mut state, keys| {
        press(&mut state, keys);
        state
    };
    assert_screen!("sort", asked(fleet(NORMAL), "s j j j j"));
    assert_screen!("sort-40x10", asked(fleet(LEAST), "s j j j j"));
}

#[test]
fn a_refusal_says_why_and_what_would_help() {
    let mut state = fleet(NORMAL);
    state.overlay = Some(Overlay::Refused {
        name: "promo-cn-07".into(),
        reason: Refusal::Status(Status::Creating),
    });
    assert_screen!("refused", state);
    let mut state = fleet(LEAST);
    state.overlay = Some(Overlay::Refused {
        name: String::new(),
        reason: Refusal::ReadOnly,
    });
    assert_screen!("refused-40x10", state);
}

#[test]
fn quitting_while_a_write_is_on_its_way_asks() {
    let mut state = fleet(NORMAL);
    state
        .pending
        .send(&plan(Deletion { key: key(FIRST) }), at(1));
    state.overlay = Some(Overlay::Quit(Sight::default()));
    assert_screen!("quit", state);
    let mut state = fleet(LEAST);
    state.overlay = Some(Overlay::Quit(Sight::default()));
    assert_screen!("quit-40x10", state);
}

/// An export that was refused, and one that was not, said of this file.
pub fn exported(size: ScreenSize, went: Result<(usize, Extent), NotExported>) -> State {
    let mut state = fleet(size);
    let path = "/home/ops/warren-instances-20261114T143207Z.csv".into();
    let said = NoticeKind::Exported(Exported { path, went });
    let level = match &said {
        NoticeKind::Exported(Exported { went: Ok(_), .. }) => Level::Info,
        _ => Level::Warning,
    };
    let now = state.now;
    state.notices.push(level, said, About::Session, now);
    state
}

#[test]
fn sources_menu_and_exports_fit_both_sizes() {
    for (name, size) in [("", NORMAL), ("-60x20", size(60, 20))] {
        for (front, keys) in [("menu", "a"), ("sources", "i"), ("sources-end", "i G")] {
            let mut state = opened(size, Pane::Overview);
            press(&mut state, keys);
            super::settled(&mut state);
            assert_screen!(format!("{front}{name}"), state);
        }
        let state = exported(size, Ok((15, Extent::Complete)));
        assert_screen!(format!("exported{name}"), state);
        let state = exported(size, Err(NotExported::NoRight));
        assert_screen!(format!("exported-not{name}"), state);
    }
}

#[test]
fn columns_picker_and_palette_fit_the_small_sizes_too() {
    for (name, size) in [
        ("", NORMAL),
        ("-60x20", size(60, 20)),
        ("-40x10", size(40, 10)),
    ] {
        for (front, keys) in [
            ("columns", "c j space"),
            ("palette", ": d e l"),
            ("palette-all", ":"),
        ] {
            let mut state = fleet(size);
            press(&mut state, keys);
            assert_screen!(format!("{front}{name}"), state);
        }
    }
}

#[test]
fn what_does_not_end_by_waiting_says_what_helps_with_its_key() {
    use warren::model::Status;
    use warren::state::write::can::Refusal;
    for (status, says) in [
        (Status::Extending, "Wait, then try again."),
        (Status::Error, "X restarts it"),
        (
            Status::ExtendedFailed,
            "enter 5 shows why the resize failed",
        ),
        (Status::CreateFailed, "D deletes it"),
        (Status::Frozen, "D deletes it"),
        (Status::Recycle, "g b restores it"),
    ] {
        let mut desk = crate::desk::Desk::with(&["orders-01"]);
        desk.state.overlay = Some(Overlay::Refused {
            name: "orders-01".into(),
            reason: Refusal::Status(status.clone()),
        });
        let screen = crate::screens::lines(&crate::screens::drawn(&desk.state).0).join(" ");
        let words: Vec<&str> = screen
            .split(|letter: char| letter.is_whitespace() || letter == '│')
            .collect();
        let said = words
            .into_iter()
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        assert!(said.contains(says), "{status:?}: {said}");
    }
}
