//! P24, P41: the keys that are shown are the keys that act.

use crate::desk::{Desk, error, instance, plugin};
use warren::api::{ErrorKind, TaskList};
use warren::event::{Event, Reply};
use warren::keymap::{Code, Key, spell};
use warren::model::{Task, TaskId, TaskStatus};
use warren::state::overlay::Overlay;
use warren::update::{available, layers};

fn task(n: usize) -> Task {
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
fn desk(width: u16, height: u16) -> Desk {
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
        Some(Overlay::Confirm(confirm)) => format!("{:?} {}", confirm.guard(), confirm.scroll),
        other => format!("{other:?}"),
    };
    format!(
        "{:?} {:?} {:?} {:?} {overlay} {:?} {:?} {:?} {}",
        state.view,
        desk.selected(),
        state.fleet.sort(),
        state.fleet.filter(),
        detail.map(|detail| &detail.plugin),
        detail.map(|detail| &detail.task),
        state.filter_field,
        state.notices.up(),
    )
}

/// Ways to the views, each with the text it scrolls in the middle.
const VIEWS: [(&str, u16, u16, &str); 14] = [
    ("list", 80, 24, ""),
    ("overview", 80, 24, "enter 9 j"),
    ("plug-ins", 80, 24, "enter 2 j j j j j j j j j j"),
    ("tasks", 80, 24, "enter 3 j j j j j j j j j j"),
    ("tags", 80, 24, "enter 4 j j j"),
    ("json", 80, 24, "enter 5 j j j"),
    ("dashboard list", 160, 45, ""),
    ("dashboard detail", 160, 45, "tab j j j"),
    ("dashboard plug-ins", 160, 45, "tab tab j j j j j j j"),
    ("dashboard tasks", 160, 45, "tab tab tab j j j j j j j"),
    ("help", 80, 24, "? j j j"),
    ("errors", 80, 24, "E j j j"),
    ("sort", 80, 24, "s j j j j j"),
    ("plug-in dialog", 80, 24, "enter 2 t down down"),
];

#[test]
fn p41_every_key_that_is_shown_does_something_and_no_other_key_does() {
    let mut checked = 0;
    for (view, width, height, way) in VIEWS {
        let at = || {
            let mut desk = desk(width, height);
            desk.press(way);
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
fn p41_trying_a_credential_again_is_shown_when_one_was_refused() {
    let mut desk = desk(80, 24);
    assert!(!available(
        &desk.state,
        warren::action::Action::RetryCredential
    ));
    desk.answer(Reply::Listing(Err(error(ErrorKind::Unauthorized))));
    assert!(available(
        &desk.state,
        warren::action::Action::RetryCredential
    ));
    desk.effects.clear();
    desk.press("A");
    assert_eq!(desk.effects, [warren::effect::Effect::RetryCredential]);
}

#[test]
fn p24_no_default_key_clashes_with_multiplexers_flow_control_or_input_methods() {
    let keymap = warren::keymap::Keymap::default_bindings().unwrap();
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
