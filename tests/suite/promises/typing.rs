//! Where text is typed, the keys that are shown are the keys that act.

use super::help;
use crate::create_form;
use crate::desk::Desk;
use crate::screens::{drawn, lines};
use warren::command::typing;
use warren::event::Event;
use warren::key::typing::{EXPLAINS, InputAction, InputMode, TYPED};
use warren::key::{Code, Key};
use warren::state::form::Field;
use warren::state::input::{EDITS, Edit};

const SIZE: (u16, u16) = (160, 45);

fn in_view(keys: &str) -> Desk {
    let mut desk = help::desk(80, 24);
    desk.press(keys);
    desk
}

fn in_form(field: Field, keys: &str) -> Desk {
    let mut desk = create_form::desk(SIZE);
    desk.press("C");
    create_form::go_to(&mut desk, field);
    desk.press(keys);
    desk
}

/// Ways to a place, so that each of its keys has something to do in one of them.
fn ways(place: InputMode) -> Vec<Desk> {
    // Text with the cursor in its middle.
    let text = "o r space d left left";
    let armed = "D o r d e r s minus 2 5";
    match place {
        InputMode::Palette => {
            // With a line to come back to.
            let open = "? esc : h e l p enter esc :";
            vec![in_view(open), in_view(&format!("{open} {text}"))]
        }
        InputMode::Span => vec![in_view("enter 5 f"), in_view("enter 5 f 2 0 2 left left")],
        InputMode::Filter => vec![in_view("/"), in_view(&format!("/ {text}"))],
        InputMode::Journal => {
            let open = "g j /";
            vec![in_view(open), in_view(&format!("{open} {text}"))]
        }
        InputMode::Search => vec![in_view("enter 7 /"), in_view(&format!("enter 7 / {text}"))],
        InputMode::Password => {
            let typed = crate::broker::asked_for_a_password;
            vec![typed("enter"), typed(&format!("enter {text}"))]
        }
        InputMode::Box => vec![in_view(&format!("D {text}")), in_view(armed)],
        InputMode::Text => vec![in_form(Field::Description, text)],
        InputMode::Suggested => vec![in_form(Field::Vpc, text)],
        InputMode::One => vec![in_form(Field::Window, "right")],
        InputMode::Several => vec![in_form(Field::Zones, "")],
        InputMode::Switch => vec![in_form(Field::Tls, "")],
        InputMode::Button => vec![in_form(Field::Review, "")],
        InputMode::Choices => vec![
            in_form(Field::Window, "right enter"),
            in_form(Field::Window, &format!("enter {text}")),
        ],
        InputMode::Marks => vec![
            in_form(Field::Zones, "enter down"),
            in_form(Field::Zones, &format!("enter {text}")),
        ],
    }
}

const PLACES: [InputMode; 15] = [
    InputMode::Password,
    InputMode::Span,
    InputMode::Journal,
    InputMode::Palette,
    InputMode::Filter,
    InputMode::Search,
    InputMode::Box,
    InputMode::Text,
    InputMode::Suggested,
    InputMode::One,
    InputMode::Several,
    InputMode::Switch,
    InputMode::Button,
    InputMode::Choices,
    InputMode::Marks,
];

/// Every key without a character, with and without control, and a few with one.
fn keys() -> Vec<Key> {
    let codes = [
        Code::Enter,
        Code::Esc,
        Code::Tab,
        Code::Backspace,
        Code::Delete,
        Code::Left,
        Code::Right,
        Code::Up,
        Code::Down,
        Code::Home,
        Code::End,
        Code::PageUp,
        Code::PageDown,
        Code::F(1),
        Code::Char(' '),
        Code::Char('x'),
        Code::Char('j'),
        Code::Char('k'),
        Code::Char('?'),
    ];
    let plain = codes.into_iter().map(Key::plain);
    let mut keys: Vec<Key> = plain.collect();
    keys.extend(
        keys.clone()
            .into_iter()
            .map(|key| Key { ctrl: true, ..key }),
    );
    let letters = ('a'..='z').filter(|letter| *letter != 'c');
    keys.extend(letters.map(Key::ctrl));
    keys.push(Key {
        shift: true,
        ..Key::plain(Code::Tab)
    });
    keys
}

/// Whether a key means something by the tables.
fn is_bound(place: InputMode, key: Key) -> bool {
    let edits = match place {
        InputMode::Switch | InputMode::Button => false,
        // A character opens the list and narrows it.
        InputMode::One | InputMode::Several => matches!(Edit::of(key), Some(Edit::Insert(_))),
        InputMode::Filter
        | InputMode::Search
        | InputMode::Journal
        | InputMode::Palette
        | InputMode::Span
        | InputMode::Box
        | InputMode::Password
        | InputMode::Text
        | InputMode::Suggested
        | InputMode::Choices
        | InputMode::Marks => Edit::of(key).is_some(),
    };
    edits || key == EXPLAINS || place.meaning::<InputAction>(key).is_some()
}

fn look(desk: &Desk) -> String {
    let state = &desk.state;
    let filter = (&state.filter_field, state.fleet.filter().text());
    let search = &state.search;
    format!(
        "{:?} {filter:?} {search:?} {:?} {:?}",
        state.overlay,
        state.broker.prompt,
        desk.selected()
    )
}

fn acts(mut desk: Desk, key: Key) -> bool {
    let before = look(&desk);
    desk.effects.clear();
    desk.feed(Event::Key(key));
    look(&desk) != before || !desk.effects.is_empty()
}

#[test]
fn every_key_of_the_typing_tables_does_something_and_no_other_key_does() {
    for place in PLACES {
        for key in keys() {
            for desk in ways(place) {
                assert_eq!(typing(&desk.state), Some(place));
            }
            let acted = ways(place).into_iter().any(|desk| acts(desk, key));
            assert_eq!(acted, is_bound(place, key), "{key} in {place:?}");
        }
    }
    let rows = TYPED.iter().map(|(_, _, keys)| keys);
    for key in rows
        .chain(EDITS.iter().map(|(_, keys)| keys))
        .copied()
        .flatten()
    {
        assert!(keys().contains(key), "{key} is not pressed here");
    }
}

#[test]
fn every_key_hinted_at_where_text_is_typed_does_something_there() {
    for place in PLACES {
        let way = || ways(place).swap_remove(0);
        let last = lines(&drawn(&way().state).0).pop().unwrap();
        let hints = last.trim().split("  ");
        let hints = hints.filter(|hint| !hint.starts_with("type to"));
        let keys = hints.flat_map(|hint| hint.split(' ').next().unwrap().split('/'));
        let keys: Vec<Key> = keys.map(|key| Key::parse(key).unwrap()).collect();
        assert!(keys.len() > 1, "{place:?}: {last}");
        for key in keys {
            assert!(acts(way(), key), "{key} in {place:?}: {last}");
        }
    }
}

#[test]
fn the_first_field_hints_at_no_field_before_it() {
    let last = |desk: &Desk| lines(&drawn(&desk.state).0).pop().unwrap();
    let hints = last(&in_form(Field::Name, ""));
    assert_eq!(
        hints.trim(),
        "tab next  esc leave (kept)  pgdn five fields  f1 help"
    );
    let hints = last(&in_form(Field::Review, ""));
    assert_eq!(
        hints.trim(),
        "enter review  esc leave (kept)  shift-tab back  pgup five fields  f1 help"
    );
}
