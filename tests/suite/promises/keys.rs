//! Keys go where the user is typing, and nowhere else.

use super::help::{DELETED_THEN_AGAIN, DELETED_THEN_QUIT};
use crate::desk::{Desk, instance};
use crate::screens::{drawn, lines};
use std::time::Duration;
use warren::effect::Effect;
use warren::event::Event;
use warren::key::{Code, Key};
use warren::keymap::Keymap;
use warren::runtime::input::Parser;
use warren::state::copied::{Copied, Route};
use warren::state::overlay::Overlay;
use warren::state::write::confirm::Guard;

/// Every key that means something somewhere, without the ones that are editing or leaving.
fn bound_letters(desk: &Desk) -> Vec<char> {
    let keys = desk
        .keymap
        .bindings()
        .iter()
        .flat_map(|binding| binding.keys.clone());
    let letters = keys.filter_map(|key| match key.code {
        Code::Char(letter) if key.is_plain() => Some(letter),
        _ => None,
    });
    letters.collect()
}

#[test]
fn while_a_filter_is_typed_every_bound_letter_is_text() {
    let mut desk = Desk::with(&["orders-01"]);
    let letters = bound_letters(&desk);
    assert!(letters.len() > 20);
    desk.press("/");
    desk.effects.clear();
    for letter in &letters {
        desk.type_text(&letter.to_string());
    }
    desk.press("delete backspace ctrl-d ctrl-l tab");
    let text = desk
        .state
        .filter_field
        .as_ref()
        .map(|field| field.text().to_owned());
    let typed: String = letters.iter().collect();
    assert_eq!(text.as_deref(), Some(&typed[..typed.len() - 1]));
    assert!(desk.state.overlay.is_none());
    let acted = desk
        .effects
        .iter()
        .any(|effect| !matches!(effect, Effect::Watch(_)));
    assert!(!acted, "{:?}", desk.effects);
}

#[test]
fn while_the_palette_is_typed_every_bound_letter_is_text() {
    let mut desk = Desk::with(&["orders-01"]);
    let letters = bound_letters(&desk);
    desk.press(":");
    desk.effects.clear();
    for letter in &letters {
        desk.type_text(&letter.to_string());
    }
    desk.press("delete ctrl-d ctrl-l");
    let Some(Overlay::Palette(palette)) = &desk.state.overlay else {
        panic!("the palette is still open");
    };
    assert_eq!(palette.field().text(), letters.iter().collect::<String>());
    assert_eq!(desk.effects, []);
}

#[test]
fn while_a_dialog_is_typed_into_every_bound_letter_is_text() {
    let mut desk = Desk::with(&["orders-01"]);
    let letters = bound_letters(&desk);
    desk.press("D");
    desk.effects.clear();
    for letter in &letters {
        desk.type_text(&letter.to_string());
    }
    let Some(Overlay::Confirm(confirm)) = &desk.state.overlay else {
        panic!("the dialog is still open");
    };
    let Guard::Typed { field, .. } = confirm.guard() else {
        panic!("it wants text");
    };
    assert_eq!(field.text(), letters.iter().collect::<String>());
    assert_eq!(desk.effects, []);
}

#[test]
fn two_hundred_characters_survive_a_refresh_after_each() {
    let text: String = ('a'..='z').cycle().take(200).collect();
    for open in ["/", "D", ":"] {
        let mut desk = Desk::with(&["orders-01", "orders-02"]);
        desk.press(open);
        for (at, letter) in text.chars().enumerate() {
            desk.type_text(&letter.to_string());
            let more = instance(&format!("new-{at}"));
            desk.list(vec![instance("orders-01"), more, instance("orders-02")]);
            desk.wait(Duration::from_millis(50));
        }
        let typed = match (&desk.state.filter_field, &desk.state.overlay) {
            (Some(field), None) => field.text().to_owned(),
            (None, Some(Overlay::Palette(palette))) => palette.field().text().to_owned(),
            (None, Some(Overlay::Confirm(confirm))) => match confirm.guard() {
                Guard::Typed { field, .. } => field.text().to_owned(),
                Guard::YesNo => String::new(),
            },
            _ => String::new(),
        };
        assert_eq!(typed, text, "opened with {open}");
    }
}

#[test]
fn a_released_key_has_no_effect() {
    // Only terminals that were asked to tell of releases do: 1 press, 2 repeat, 3 release.
    for (kind, means) in [("1", true), ("2", true), ("3", false)] {
        let sent = format!("\x1b[1;1:{kind}A");
        let events = Parser::default().take(sent.as_bytes(), Duration::ZERO);
        assert_eq!(!events.is_empty(), means, "{kind}");
    }
}

#[test]
fn ctrl_c_quits_from_everywhere() {
    for keys in ["", "/", ":", "D", "?", "E", "s", "N", "enter 7"] {
        let mut desk = Desk::with(&["orders-01"]);
        desk.press(keys);
        desk.feed(warren::event::Event::Key(Key::ctrl('c')));
        assert_eq!(desk.effects.last(), Some(&Effect::Quit), "after {keys:?}");
    }
}

#[test]
fn q_goes_back_and_never_quits() {
    let mut desk = Desk::with(&["orders-01"]);
    desk.press("enter 5 q q q q esc esc");
    assert_eq!(desk.state.view.opened, None);
    assert!(!desk.effects.contains(&Effect::Quit));
}

/// What a Chinese input method types for an ASCII key.
fn full_width(letter: char) -> char {
    char::from_u32(u32::from(letter) + 0xfee0).unwrap()
}

#[test]
fn a_full_width_character_is_its_ascii_key_where_no_text_is_typed() {
    for letter in ['?', '/', 's', 'E', 'N', 'D'] {
        let press = |typed: char| {
            let mut desk = Desk::with(&["orders-01", "orders-02"]);
            desk.type_text(&typed.to_string());
            format!("{:?} {:?}", desk.state.overlay, desk.state.filter_field)
        };
        assert_ne!(press(letter), "None None", "{letter}");
        assert_eq!(press(full_width(letter)), press(letter), "{letter}");
    }
    let mut desk = Desk::with(&["orders-01", "orders-02", "orders-03"]);
    desk.type_text("２ｊ");
    assert_eq!(desk.selected().as_deref(), Some("orders-03"));
    desk.type_text("、");
    assert!(desk.state.filter_field.is_some());
}

#[test]
fn a_full_width_character_is_text_where_text_is_typed_and_arms_nothing() {
    let mut desk = Desk::with(&["orders-01"]);
    desk.type_text("/ｊ：？");
    let typed = desk.state.filter_field.as_ref().map(|field| field.text());
    assert_eq!(typed, Some("ｊ：？"));
    desk.press("esc D");
    let wide: String = "orders-01".chars().map(full_width).collect();
    desk.type_text(&wide);
    desk.press("enter");
    let Some(Overlay::Confirm(confirm)) = &desk.state.overlay else {
        panic!("the dialog is gone: {:?}", desk.state.overlay);
    };
    assert!(!confirm.is_armed());
    assert_eq!(desk.sent(), Vec::<String>::new());
}

#[test]
fn a_count_repeats_a_move_and_g_g_goes_home() {
    let mut desk = Desk::with(&["a", "b", "c", "d", "e", "f"]);
    desk.press("4 j");
    assert_eq!(desk.selected().as_deref(), Some("e"));
    desk.press("g g");
    assert_eq!(desk.selected().as_deref(), Some("a"));
    desk.press("G");
    assert_eq!(desk.selected().as_deref(), Some("f"));
    desk.press("g");
    desk.wait(Duration::from_secs(3));
    desk.press("g");
    assert_eq!(
        desk.selected().as_deref(),
        Some("f"),
        "a forgotten g does not count"
    );
}

#[test]
fn enter_zooms_each_pane_of_the_dashboard_and_escape_leads_back() {
    use warren::state::view::Pane;
    let shown = |keys: &str| {
        let mut desk = Desk::new(160, 45);
        desk.list(vec![instance("orders-01"), instance("orders-02")]);
        desk.press(keys);
        let view = &desk.state.view;
        let dashboard = view.is_dashboard(desk.state.size);
        (dashboard, view.opened.is_some(), desk.state.focused())
    };
    assert_eq!(shown(""), (true, false, Pane::List));
    assert_eq!(shown("enter"), (false, false, Pane::List));
    assert_eq!(shown("enter enter"), (false, true, Pane::Overview));
    assert_eq!(shown("enter enter esc esc"), (true, false, Pane::List));
    assert_eq!(shown("tab enter"), (false, true, Pane::Overview));
    assert_eq!(shown("tab tab enter"), (false, true, Pane::Tasks));
    assert_eq!(shown("shift-tab enter esc"), (true, false, Pane::Plugins));
}

#[test]
fn a_key_that_is_bound_to_quitting_quits_in_front_of_everything_that_takes_keys() {
    let own =
        ["list", "view", "popup", "dialog"].map(|place| format!("[{place}]\nf9 = \"quit\"\n"));
    let path = std::path::Path::new("keymap.toml");
    let (keymap, warnings) = Keymap::merged(path, &own.concat(), None);
    assert_eq!(warnings, []);
    for way in [
        "",
        "?",
        "E",
        "s",
        "a",
        "D tab",
        DELETED_THEN_AGAIN,
        DELETED_THEN_QUIT,
    ] {
        let mut desk = super::help::desk(80, 24);
        desk.press(way);
        desk.effects.clear();
        desk.keymap = keymap.clone();
        desk.press("f9");
        assert_eq!(desk.effects, [Effect::Quit], "{way}");
    }
}

#[test]
fn a_key_that_means_nothing_is_answered_once_and_never_in_the_place_of_news() {
    let said = "This key means nothing here; ? shows those that do.";
    let says = |desk: &Desk| lines(&drawn(&desk.state).0).join("\n").contains(said);
    let mut desk = Desk::with(&["orders-01"]);
    desk.press("j k esc");
    assert!(!says(&desk), "the end of the list, and nothing to leave");
    desk.press("w");
    assert!(says(&desk));
    let due = desk.state.next_change().unwrap() - desk.state.now.uptime;
    assert!(due <= Duration::from_secs(6), "{due:?}");
    desk.wait(Duration::from_secs(6));
    assert!(!says(&desk));
    desk.press("w");
    assert!(!says(&desk), "not at each key");
    desk.wait(Duration::from_secs(120));
    desk.press("w");
    assert!(says(&desk));
    desk.press("?");
    assert!(!says(&desk), "it was followed");
    // What the user copied is news.
    let mut desk = Desk::with(&["orders-01"]);
    desk.feed(Event::Copied(Copied {
        what: "orders-01".to_owned(),
        went: Ok(Route::Tmux),
    }));
    desk.press("w");
    desk.wait(warren::state::notice::FADES_AFTER);
    assert!(!says(&desk));
}

#[test]
fn left_and_right_change_the_tab_of_an_instance_and_the_pane_of_the_dashboard() {
    use warren::state::view::Pane;
    for (left, right) in [("left", "right"), ("h", "l")] {
        let mut desk = Desk::with(&["orders-01"]);
        desk.press(&format!("enter tab tab tab {right} {left}"));
        assert_eq!(desk.state.view.tab, Pane::Plugins);
        let mut desk = Desk::new(160, 45);
        desk.list(vec![instance("orders-01")]);
        desk.press(&format!("{right} {right} {left}"));
        assert_eq!(desk.state.focused(), Pane::Overview);
    }
}
