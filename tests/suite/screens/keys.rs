//! The hint line shows no key that does nothing, and the help leaves out none that does
//! something.

use super::fixture::help;
use super::fixture::*;
use super::{drawn, lines};
use crate::desk::{Desk, error};
use warren::api::ErrorKind;
use warren::api::v2::Switch;
use warren::command::layers;
use warren::effect::Effect;
use warren::event::Event;
use warren::key::{Code, Key};
use warren::keymap::{Binding, Keymap};
use warren::model::PluginName;
use warren::state::State;
use warren::state::interest::Interest;
use warren::state::overlay::Overlay;
use warren::state::query::QueryAnswer;
use warren::state::sight::Sight;
use warren::state::table::{TableSource, TableView};
use warren::state::view::Pane;
use warren::state::write::confirm::Confirm;
use warren::state::write::mutation::PluginSwitch;
use warren::state::write::plan::Plan;
use warren::update::update;

/// One state for each set of keys; `None` past the last.
fn view(number: usize) -> Option<State> {
    let wide = size(200, 60);
    let mut state = match number {
        0 => fleet(wide),
        1 => opened(size(120, 60), Pane::Overview),
        2 => opened(wide, Pane::Plugins),
        3 => opened(wide, Pane::Tasks),
        4 => opened(wide, Pane::Json),
        5 => fleet(size(120, 40)),
        6 => with(Vec::new(), NORMAL),
        7..=9 => {
            let mut state = fleet(wide);
            look_into(&mut state, FIRST);
            state.view.focus = Pane::DASHBOARD[number - 6];
            state
        }
        10 => {
            let mut state = fleet(wide);
            state.profiles.iter_mut().next().unwrap().context.read_only = true;
            state.fleet.set_filter("orders", at(1));
            state
        }
        _ => return None,
    };
    wake(&mut state);
    Some(state)
}

fn wake(state: &mut State) -> Interest {
    let keymap = Keymap::preset(warren::keymap::Preset::Vim).0;
    let mut watched = Interest::default();
    let now = state.now;
    update(state, &keymap, &mut watched, Event::Wake, now);
    // That a key was pressed at all is remembered.
    let unbound = Event::Key(Key::plain(Code::F(9)));
    update(state, &keymap, &mut watched, unbound, now);
    watched
}

/// Whether keys change anything or ask for anything.
fn acts(mut state: State, keys: &[Key]) -> bool {
    let keymap = Keymap::preset(warren::keymap::Preset::Vim).0;
    let mut watched = wake(&mut state);
    let before = format!("{state:?}");
    let mut effects: Vec<Effect> = Vec::new();
    for key in keys {
        let now = state.now;
        let event = Event::Key(*key);
        effects.extend(update(&mut state, &keymap, &mut watched, event, now));
    }
    !effects.is_empty() || format!("{state:?}") != before
}

fn hinted(state: &State) -> Vec<Key> {
    let (buffer, _) = drawn(state);
    let last = lines(&buffer).pop().unwrap();
    let hints = last.split("  ").map(str::trim);
    let keys = hints.filter(|hint| !hint.is_empty());
    keys.map(|hint| Key::parse(hint.split(' ').next().unwrap()).unwrap())
        .collect()
}

#[test]
fn every_key_of_the_hint_line_does_something_in_its_view() {
    for number in 0.. {
        let Some(state) = view(number) else { break };
        let keys = hinted(&state);
        assert!(keys.len() > 3, "view {number} hints at {keys:?}");
        for key in keys {
            assert!(acts(view(number).unwrap(), &[key]), "view {number}: {key}");
        }
    }
}

#[test]
fn what_the_service_would_have_to_do_is_not_hinted_at_while_it_is_gone() {
    let mut desk = Desk::with(&["orders-01"]);
    let line = |desk: &Desk| lines(&drawn(&desk.state).0).pop().unwrap();
    let there = line(&desk);
    assert!(
        there.contains("D delete") && there.contains("a actions"),
        "{there}"
    );
    desk.answer(QueryAnswer::Listing(Err(error(ErrorKind::Unreachable))));
    let gone = line(&desk);
    assert!(
        !gone.contains("delete") && gone.contains("a actions"),
        "{gone}"
    );
    desk.press("D");
    let refused = lines(&drawn(&desk.state).0).join("\n");
    assert!(refused.contains("NOT NOW"), "its key says why: {refused}");
}

fn overlay(number: usize) -> Option<State> {
    let mut state = view(0)?;
    let mutation = PluginSwitch {
        key: key(FIRST),
        plugin: PluginName::new("rabbitmq_shovel").unwrap(),
        to: Switch::Enable,
    };
    let plan = Plan::new(mutation, "orders-eu-01", |_| Some(project())).unwrap();
    state.overlay = Some(match number {
        0 => help(1),
        1 => Overlay::Table(Box::new(TableView::new(TableSource::Errors, scope()))),
        2 => Overlay::Quit(Sight::default()),
        3 => Overlay::Confirm(Box::new(Confirm::yes_no(plan))),
        4 => {
            let mut confirm = Confirm::typed(plan, "delete");
            confirm.step(1);
            Overlay::Confirm(Box::new(confirm))
        }
        _ => return None,
    });
    Some(state)
}

#[test]
fn every_key_hinted_at_in_front_of_the_view_does_something_there() {
    for number in 0.. {
        let Some(state) = overlay(number) else { break };
        for key in hinted(&state) {
            assert!(acts(overlay(number).unwrap(), &[key]), "{number}: {key}");
        }
    }
}

/// Whether the help of a view has these keys at the beginning of an entry or in a list of keys.
fn helps(state: &State, binding: &Binding) -> bool {
    let (buffer, _) = drawn(state);
    let spelt = warren::keymap::spell(&binding.keys);
    let text = lines(&buffer).join("\n");
    text.contains(&format!(" {spelt} "))
}

#[test]
fn every_key_that_does_something_is_in_the_help_of_its_view() {
    let keymap = Keymap::preset(warren::keymap::Preset::Vim).0;
    for number in 0.. {
        let Some(mut state) = view(number) else { break };
        let layers = layers(&state);
        let mut helps_at = |scroll, binding: &Binding| {
            state.overlay = Some(help(scroll));
            helps(&state, binding)
        };
        for binding in keymap.bindings() {
            let holds = layers.contains(&binding.context);
            if holds && acts(view(number).unwrap(), &binding.keys) {
                let helped = (0..30).any(|scroll| helps_at(scroll, binding));
                assert!(helped, "view {number}: {binding:?}");
            }
        }
    }
}

#[test]
fn the_hint_line_says_what_esc_tab_and_enter_do_where_one_is() {
    let hints = |state: &State| lines(&drawn(state).0).pop().unwrap();
    let mut list = fleet(NORMAL);
    assert!(!hints(&list).contains("esc"));
    list.fleet.set_filter("orders", at(1));
    assert!(hints(&list).contains("esc clear filter"));
    let said = warren::state::notice::NoticeKind::Recovered;
    let level = warren::state::notice::Level::Warning;
    list.notices.push(
        level,
        said,
        warren::state::notice::About::Profile(scope()),
        at(1),
    );
    assert!(
        hints(&list).contains("esc clear filter"),
        "a notice takes no key"
    );
    let mut dashboard = fleet(size(160, 45));
    look_into(&mut dashboard, FIRST);
    dashboard.view.focus = Pane::Tasks;
    assert!(hints(&dashboard).contains("enter zoom  esc back  tab next pane"));
}
