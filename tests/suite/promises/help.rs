//! The keys that are shown are the keys that act.

use crate::desk::{Desk, error, instance, plugin, scope, words};
use warren::api::{ErrorKind, TaskList};
use warren::command::available;
use warren::command::layers;
use warren::command::letter;
use warren::effect::{Clip, Effect};
use warren::event::Event;
use warren::key::{Code, Key};
use warren::keymap::spell;
use warren::model::{Task, TaskId, TaskStatus};
use warren::state::overlay::{Content, Overlay};
use warren::state::query::QueryAnswer;
use warren::state::sight::READ;

pub fn task(n: usize) -> Task {
    Task {
        id: TaskId::new(format!("task-{n}")).unwrap(),
        name: "extendInstance".into(),
        user_name: None,
        params: None,
        status: Some(TaskStatus::Success),
        created_at: None,
        updated_at: None,
    }
}

/// A fleet with the cursor in its middle, and everything about the selected instance read.
pub fn desk(width: u16, height: u16) -> Desk {
    let mut desk = Desk::new(width, height);
    let names: Vec<String> = (0..50).map(|n| format!("orders-{n:02}")).collect();
    desk.list(names.iter().map(|name| instance(name)).collect());
    // Opening it once makes room for what is read about it.
    desk.press("2 5 j enter");
    let plugins = (0..30)
        .map(|n| plugin(&format!("plugin_{n:02}"), false))
        .collect();
    desk.plugins("orders-25", plugins);
    let tasks = TaskList {
        tasks: (0..30).map(task).collect(),
        total: Some(30),
        ..TaskList::default()
    };
    desk.tasks("orders-25", tasks);
    desk.press("esc");
    desk
}

/// What a key may change, without the memory of the key itself.
fn fingerprint(desk: &Desk) -> String {
    let state = &desk.state;
    let detail = state.subject_detail();
    let overlay = match &state.overlay {
        Some(Overlay::Confirm(confirm)) => format!(
            "{:?} {:?} {}",
            confirm.guard(),
            confirm.focus(),
            confirm.scroll
        ),
        other => format!("{other:?}"),
    };
    format!(
        "{:?} {:?} {:?} {:?} {:?} {overlay} {:?} {:?} {:?} {:?} {} {:?}",
        state.view,
        desk.selected(),
        state.fleet.sort(),
        state.columns,
        state.fleet.filter(),
        detail.map(|detail| &detail.plugin),
        detail.map(|detail| &detail.task),
        state.filter_field,
        state.search,
        state.notices.up(),
        (state.fleet.marked(), state.fleet.is_ranging()),
    )
}

pub const DELETED_THEN_QUIT: &str = "D o r d e r s minus 2 5 enter Q";
pub const BATCH_SENT: &str = "space space D d e l e t e space 2 enter j j";
pub const DELETED_THEN_AGAIN: &str = "D o r d e r s minus 2 5 enter D";

/// Ways to the views, each with the text it scrolls in the middle.
pub const VIEWS: &[(&str, u16, u16, &str)] = &[
    ("list", 80, 24, ""),
    ("overview", 80, 24, "enter 9 j"),
    ("live", 80, 24, "enter 2 j j j"),
    ("plug-ins", 80, 24, "enter 4 j j j j j j j j j j"),
    ("tasks", 80, 24, "enter 5 j j j j j j j j j j"),
    ("tags", 80, 24, "enter 6 j j j"),
    ("json", 80, 24, "enter 7 j j j"),
    ("json searched", 80, 24, "enter 7 / n a enter j"),
    ("dashboard list", 160, 45, ""),
    ("dashboard detail", 160, 45, "tab j j j"),
    ("dashboard plug-ins", 160, 45, "tab tab j j j j j j j"),
    ("dashboard tasks", 160, 45, "tab tab tab j j j j j j j"),
    ("help", 80, 24, "? j j j"),
    ("errors", 80, 24, "E j j j"),
    ("journal", 80, 24, "g j"),
    ("sort", 80, 24, "s j j j j j"),
    ("sort of a table in front", 80, 24, "g b s j"),
    ("columns", 80, 24, "c j j j"),
    ("columns on the name", 80, 24, "c"),
    ("task", 80, 24, "enter 5 j enter j j j"),
    ("plug-in dialog", 80, 24, "enter 4 t down down"),
    ("plug-in dialog on its button", 80, 24, "enter 4 t tab down"),
    ("delete dialog", 80, 24, "D o"),
    ("delete dialog on Cancel", 80, 24, "D tab down down"),
    ("delete dialog on its button", 80, 24, "D tab tab down down"),
    ("marked list", 80, 24, "space space"),
    ("range", 80, 24, "V j j"),
    ("restart dialog", 80, 24, "X o"),
    ("batch dialog", 80, 24, "space space D tab down down"),
    ("batch dialog on its button", 80, 24, "V j j X tab tab down"),
    ("menu", 80, 24, "a j"),
    ("sources", 80, 24, "i j j j"),
    ("menu of the marked", 80, 24, "space space a j"),
    ("results", 80, 24, BATCH_SENT),
    ("create form", 80, 24, "N"),
    ("quit question", 80, 24, DELETED_THEN_QUIT),
    ("refusal", 80, 24, DELETED_THEN_AGAIN),
];

#[test]
fn every_key_that_is_shown_does_something_and_no_other_key_does() {
    let mut checked = 0;
    for (view, width, height, way) in VIEWS {
        let at = || {
            let mut desk = desk(*width, *height);
            desk.press(way);
            desk.wait(READ);
            desk.effects.clear();
            desk
        };
        let keymap = at().keymap;
        let layers = layers(&at().state);
        let first = |keys: &[Key]| {
            let found = layers.iter().find_map(|layer| {
                let bindings = keymap.bindings().iter();
                let mut here = bindings.filter(|binding| binding.context == *layer);
                here.find(|binding| binding.keys == keys)
            });
            found.map(|binding| binding.action)
        };
        for binding in keymap.bindings() {
            // A key that a more specific place binds otherwise is that key there.
            if !layers.contains(&binding.context) || first(&binding.keys) != Some(binding.action) {
                continue;
            }
            let mut desk = at();
            // A letter of a column sorts by that, whatever else it means.
            if letter(&desk.state, binding.keys[0]).is_some() {
                continue;
            }
            let shown = available(&desk.state, binding.action);
            let before = fingerprint(&desk);
            for key in &binding.keys {
                desk.feed(Event::Key(*key));
            }
            let acted = fingerprint(&desk) != before || !desk.effects.is_empty();
            let keys = spell(&binding.keys);
            assert_eq!(acted, shown, "{keys} ({:?}) in {view}", binding.action);
            checked += 1;
        }
    }
    assert!(checked > 200, "{checked}");
}

#[test]
fn trying_a_credential_again_is_shown_when_one_was_refused() {
    let mut desk = desk(80, 24);
    assert!(!available(
        &desk.state,
        warren::command::Command::RetryCredential
    ));
    desk.answer(QueryAnswer::Listing(Err(error(ErrorKind::Unauthorized))));
    assert!(available(
        &desk.state,
        warren::command::Command::RetryCredential
    ));
    desk.effects.clear();
    desk.press("A");
    assert_eq!(desk.effects, [Effect::RetryCredential(scope())]);
}

#[test]
fn no_default_key_clashes_with_multiplexers_flow_control_or_input_methods() {
    let keymap = warren::keymap::Keymap::preset(warren::keymap::Preset::Vim).0;
    for binding in keymap.bindings() {
        for key in &binding.keys {
            let spelt = key.to_string();
            assert!(!key.alt, "{spelt}");
            let taken = ['a', 'b', 's', 'q', 'z', 'p', 'n', 'o', 't', 'g', ' ', '\\'];
            let clashes =
                key.ctrl && matches!(key.code, Code::Char(letter) if taken.contains(&letter));
            assert!(!clashes, "{spelt}");
        }
    }
}

fn about(desk: &Desk) -> Option<(String, String)> {
    match desk.state.overlay.as_ref()?.content()? {
        Content::Task(key, task) => Some((key.id.to_string(), task.to_string())),
        _ => None,
    }
}

#[test]
fn enter_on_a_task_shows_all_of_it_and_stays_with_it_when_the_list_moves() {
    let mut desk = desk(160, 45);
    desk.press("tab tab j j enter");
    assert_eq!(about(&desk), None, "the first enter shows the tab");
    desk.press("enter");
    let third = Some(("id-orders-25".to_owned(), "task-2".to_owned()));
    assert_eq!(about(&desk), third);
    let newer = TaskList {
        tasks: (100..103).chain(0..30).map(task).collect(),
        ..TaskList::default()
    };
    desk.tasks("orders-25", newer);
    assert_eq!(about(&desk), third);
    desk.press("esc");
    assert_eq!(about(&desk), None);
}

#[test]
fn a_task_is_copied_in_the_words_of_its_box_until_it_is_gone() {
    let mut desk = desk(80, 24);
    desk.press("enter 5 enter");
    desk.effects.clear();
    desk.press("c");
    let (instance, id) = (crate::desk::key("orders-25"), task(0).id);
    let text = warren::ui::words::task::as_text(words(), &desk.state, &instance, &id);
    assert!(
        text.contains("Task: extendInstance\nId: task-0\n"),
        "{text}"
    );
    assert_eq!(desk.effects, [Effect::Copy(Clip::Task(instance, id))]);
    desk.tasks("orders-25", TaskList::default());
    desk.effects.clear();
    desk.press("c");
    assert_eq!(desk.effects, []);
}

#[test]
fn a_page_of_a_box_leaves_no_line_out_at_any_height() {
    for height in [10, 12, 24, 60] {
        let mut desk = desk(40, height);
        let lines: Vec<String> = (0..200).map(|n| format!("line {n:03}")).collect();
        let mut long = task(0);
        long.params = Some(lines.join("\n"));
        let list = TaskList {
            tasks: vec![long],
            ..TaskList::default()
        };
        desk.press("enter 5");
        desk.tasks("orders-25", list);
        desk.press("enter");
        let mut seen = String::new();
        for _ in 0..200 {
            let (buffer, _) = crate::screens::drawn(&desk.state);
            seen += &crate::screens::lines(&buffer).join("\n");
            desk.press("pgdn");
        }
        for line in &lines {
            assert!(
                seen.contains(line),
                "{line} is never seen at height {height}"
            );
        }
    }
}

#[test]
fn the_views_of_the_keys_are_the_ones_they_are_named_after() {
    for (way, front) in [
        (DELETED_THEN_QUIT, "Quit"),
        (DELETED_THEN_AGAIN, "Refused"),
        ("D tab tab", "Confirm"),
        ("N", "Form(Form { model: Create"),
        ("enter 5 enter", "Reader(Reader { content: Task"),
    ] {
        let mut desk = desk(80, 24);
        desk.press(way);
        let overlay = format!("{:?}", desk.state.overlay);
        assert!(
            overlay.starts_with(&format!("Some({front}")),
            "{way}: {overlay}"
        );
    }
}
