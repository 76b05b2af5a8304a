//! The built-in keys are sound, and what is odd about a user's is said with its line.

use super::*;
use crate::command::Command;
use crate::key::{Chord, Code, Context, Key, Press};
use crate::state::column::Column;
use std::path::Path;
use std::time::Duration;
use strum::IntoEnumIterator as _;

fn merged(text: &str) -> (Keymap, Vec<String>) {
    let (keymap, warnings) = Keymap::merged(Path::new("k.toml"), text, None);
    (keymap, warnings.iter().map(ToString::to_string).collect())
}

fn action(keymap: &Keymap, layers: &[Context], keys: &str) -> Option<Command> {
    let mut chord = Chord::default();
    let mut last = None;
    for key in keys.split(' ') {
        let key = Key::parse(key).unwrap();
        last = match keymap.press(&mut chord, layers, key, Duration::ZERO) {
            Press::Does(action, _) => Some(action),
            Press::Waits | Press::Nothing => None,
        };
    }
    last
}

#[test]
fn nothing_is_odd_about_any_preset() {
    for (name, preset) in PRESETS {
        let (keymap, warnings) = Keymap::preset(preset);
        assert_eq!(warnings, [], "{name}");
        assert!(keymap.bindings().len() > 50, "{name}");
    }
}

#[test]
fn no_preset_clashes_with_multiplexers_flow_control_or_input_methods() {
    for (name, preset) in PRESETS {
        for binding in Keymap::preset(preset).0.bindings() {
            for key in &binding.keys {
                let taken = "absqzpnotg \\";
                let clashes = key.alt
                    || matches!(key.code, Code::Char(letter) if key.ctrl && taken.contains(letter))
                    || matches!(key.code, Code::Char(letter) if "!@#$%^&*()".contains(letter));
                assert!(!clashes, "{key} in {name}");
            }
        }
    }
}

#[test]
fn every_command_has_one_name_and_a_key_in_a_preset() {
    let keymaps = PRESETS.map(|(_, preset)| Keymap::preset(preset).0);
    for command in Command::iter() {
        assert_eq!(command.name().parse(), Ok(command));
        let mut bound = keymaps.iter().flat_map(|keymap| keymap.bindings());
        let has = bound.any(|binding| binding.action == command);
        assert!(has, "{}", command.name());
    }
}

#[test]
fn a_users_lines_are_laid_over_the_default_ones() {
    let text = "[list]\n\"w\" = \"delete\"\n\"D\" = \"\"\n\"g x\" = \"sort\"\n[view]\n\"r\" = \"none\"\n\"f5\" = \"refresh\"";
    let (keymap, warnings) = merged(text);
    assert_eq!(warnings, [""; 0]);
    let list = [Context::List, Context::View];
    for (keys, means) in [
        ("w", Some(Command::Delete)),
        ("D", None),
        ("g x", Some(Command::Sort)),
        ("g g", Some(Command::First)),
        ("r", None),
        ("f5", Some(Command::Refresh)),
        ("j", Some(Command::Down)),
    ] {
        assert_eq!(action(&keymap, &list, keys), means, "{keys}");
    }
}

#[test]
fn a_preset_is_named_at_the_top() {
    let (keymap, warnings) = merged("preset = \"k9s\"\n[list]\n\"d\" = \"sort\"");
    assert_eq!(warnings, [""; 0]);
    let list = [Context::List, Context::View];
    assert_eq!(action(&keymap, &list, "ctrl-d"), Some(Command::Delete));
    assert_eq!(action(&keymap, &list, "d"), Some(Command::Sort));
}

#[test]
fn a_preset_that_was_chosen_elsewhere_wins_over_the_one_in_the_file() {
    let list = [Context::List, Context::View];
    let keymap = |chosen| Keymap::merged(Path::new("k.toml"), "preset = \"k9s\"", chosen).0;
    let ctrl_d = |chosen| action(&keymap(chosen), &list, "ctrl-d");
    assert_eq!(ctrl_d(None), Some(Command::Delete));
    assert_eq!(ctrl_d(Some(Preset::Vim)), Some(Command::HalfPageDown));
}

#[test]
fn the_k9s_preset_has_the_keys_of_k9s() {
    let keymap = Keymap::preset(Preset::K9s).0;
    let list = [Context::List, Context::View];
    for (keys, means) in [
        (":", Command::Palette),
        ("/", Command::Filter),
        ("?", Command::Help),
        ("esc", Command::Back),
        ("enter", Command::Open),
        ("d", Command::Open),
        ("e", Command::Modify),
        ("y", Command::Json),
        ("c", Command::CopyValue),
        ("space", Command::Mark),
        ("ctrl-d", Command::Delete),
        ("ctrl-k", Command::Delete),
        ("ctrl-w", Command::Columns),
        ("ctrl-r", Command::Refresh),
        ("0", Command::Profiles),
        ("N", Command::SortName),
        ("A", Command::SortAge),
        ("S", Command::SortStatus),
        ("P", Command::SortProfile),
        ("T", Command::SortType),
        ("C", Command::SortStorage),
        ("I", Command::SortAddress),
        ("R", Command::SortSeverity),
    ] {
        assert_eq!(action(&keymap, &list, keys), Some(means), "{keys}");
    }
}

#[test]
fn no_letter_of_a_column_moves_in_its_list_or_leaves_it_or_begins_a_sequence() {
    for (name, preset) in PRESETS {
        let keymap = Keymap::preset(preset).0;
        for column in Column::ALL {
            let letter = column.letter().to_string();
            let means = action(&keymap, &[Context::Popup, Context::View], &letter);
            let stays = |command: Command| {
                let leaves = matches!(command, Command::Back | Command::Enter | Command::Help);
                command.motion().is_none() && !leaves
            };
            assert!(means.is_none_or(stays), "{letter} in {name}");
            let key = Key::parse(&letter).unwrap();
            let begins = |binding: &Binding| binding.keys.len() > 1 && binding.keys[0] == key;
            let in_list = |one: &&Binding| [Context::Popup, Context::View].contains(&one.context);
            let mut here = keymap.bindings().iter().filter(in_list);
            assert!(!here.any(begins), "{letter} in {name}");
        }
    }
}

#[test]
fn a_count_goes_on_with_a_digit_that_is_bound() {
    let keymap = Keymap::preset(Preset::K9s).0;
    let list = [Context::List, Context::View];
    let mut chord = Chord::default();
    let mut press = |key| keymap.press(&mut chord, &list, Key::parse(key).unwrap(), Duration::ZERO);
    assert_eq!(press("0"), Press::Does(Command::Profiles, 1));
    assert_eq!((press("1"), press("0")), (Press::Waits, Press::Waits));
    assert_eq!(press("j"), Press::Does(Command::Down, 10));
}

/// What is written, and what is said about it.
const SLIPS: [(&str, &str); 17] = [
    (
        "[instance]\n\"9\" = \"tab-3\"",
        "k.toml:2: no action \"tab-3\" is known; did you mean tab-tasks?",
    ),
    (
        "[lst]\n\"x\" = \"sort\"",
        "k.toml:1: no context \"lst\" for keys is known; did you mean list?",
    ),
    (
        "\n[list]\n\"x\" = \"delet\"",
        "k.toml:3: no action \"delet\" is known; did you mean delete?",
    ),
    (
        "[list]\n\"x\" = \"explode\"",
        "k.toml:2: no action \"explode\" is known; the line is ignored",
    ),
    (
        "[list]\n\"ctlr-d\" = \"sort\"",
        "k.toml:2: \"ctlr-d\" is no key; did you mean ctrl-d?",
    ),
    (
        "[list]\n\"C-D\" = \"sort\"",
        "k.toml:2: \"C-D\" is no key; did you mean ctrl-d?",
    ),
    (
        "[list]\n\"g Return\" = \"sort\"",
        "k.toml:2: \"Return\" is no key; did you mean enter?",
    ),
    (
        "[list]\n\"shift-4\" = \"sort\"",
        "k.toml:2: \"shift-4\" is no key; the line is ignored",
    ),
    (
        "[list]\n\"f13\" = \"sort\"",
        "k.toml:2: \"f13\" is no key; the line is ignored",
    ),
    (
        "[list]\n\"\" = \"sort\"",
        "k.toml:2: \"\" is no key; the line is ignored",
    ),
    ("[list]\n\"x\" = 3", "k.toml:2: x takes an action in quotes"),
    ("list = 3", "k.toml:1: list takes lines of keys"),
    (
        "preset = \"k9\"",
        "k.toml:1: no preset \"k9\" is known; did you mean k9s?",
    ),
    (
        "[view]\n\"ctrl-c\" = \"refresh\"",
        "k.toml:2: ctrl-c cannot be bound: it always quits",
    ),
    (
        "[view]\n\"ctrl-i\" = \"refresh\"",
        "k.toml:2: ctrl-i cannot be bound: terminals send tab for it",
    ),
    (
        "[dialog]\n\"esc\" = \"yes\"",
        "k.toml:2: esc cannot be bound: in a dialog it always cancels",
    ),
    (
        "[view]\n\"alt-x\" = \"refresh\"",
        "k.toml:2: alt-x cannot be bound: over a slow link it cannot be told from esc and the key, and esc must leave",
    ),
];

#[test]
fn what_is_not_known_is_said_with_its_line_and_the_nearest_name() {
    for (text, said) in SLIPS {
        let (keymap, warnings) = merged(text);
        assert_eq!(warnings, [said], "{text}");
        assert_eq!(keymap, Keymap::preset(Preset::Vim).0, "{text}");
    }
}

#[test]
fn a_broken_file_leaves_the_default_keys() {
    let (keymap, warnings) = merged("[list]\n\"x\" = ");
    assert_eq!(keymap, Keymap::preset(Preset::Vim).0);
    let [warning] = warnings.as_slice() else {
        panic!("{warnings:?}");
    };
    assert!(warning.starts_with("k.toml:2: "), "{warning}");
    assert!(
        warning.ends_with("; the keys are the default ones"),
        "{warning}"
    );
}

#[test]
fn keys_that_get_in_the_way_of_others_are_said() {
    for (text, said) in [
        (
            "[list]\n\"r\" = \"sort\"",
            "k.toml:2: r is sort in [list]; there [view] no longer gives refresh",
        ),
        (
            "[view]\n\"V\" = \"refresh\"",
            "k.toml:2: V is mark-range in [list]; there [view] no longer gives refresh",
        ),
        (
            "[list]\n\"s x\" = \"refresh\"",
            "k.toml:2: s x cannot be typed: s alone is sort",
        ),
        (
            "[list]\n\"w y\" = \"sort\"\n\"w  y\" = \"delete\"",
            "k.toml:3: w y is bound to sort in this context already; this line wins",
        ),
    ] {
        assert_eq!(merged(text).1.join("; "), said, "{text}");
    }
    let several = merged("[view]\n\"g\" = \"refresh\"").1;
    let lost = |last: &str| format!("k.toml:2: g {last} cannot be typed: g alone is refresh");
    assert_eq!(
        several,
        ["g", "f", "j", "r", "q", "b", "t", "T", "p"].map(lost),
        "each sequence once"
    );
    let same = merged("[list]\n\"r\" = \"refresh\"\n[dialog]\n\"s\" = \"yes\"");
    assert_eq!(same.1, [""; 0], "the same action, and a place of its own");
}

#[test]
fn a_key_that_means_something_else_here_is_not_shown_for_what_it_means_elsewhere() {
    let keymap = merged("[list]\n\"r\" = \"sort\"\n[view]\n\"g\" = \"errors\"").0;
    let list = [Context::List, Context::View];
    assert_eq!(keymap.keys_for(&list, Command::Refresh), [""; 0]);
    assert_eq!(keymap.keys_for(&list, Command::Sort), ["r", "s"]);
    assert_eq!(keymap.keys_for(&list, Command::First), ["home"]);
    assert_eq!(
        keymap.keys_for(&[Context::Text, Context::View], Command::Refresh),
        ["r"]
    );
}

#[test]
fn a_digit_that_is_bound_is_no_count() {
    let keymap = merged("[list]\n\"5\" = \"sort\"").0;
    let list = [Context::List, Context::View];
    assert_eq!(action(&keymap, &list, "5"), Some(Command::Sort));
    assert_eq!(action(&keymap, &list, "4 j"), Some(Command::Down));
}

#[test]
fn after_a_prefix_there_is_what_may_follow() {
    let keymap = merged("[list]\n\"g x\" = \"sort\"\n[view]\n\"g e\" = \"errors\"").0;
    let next = keymap.continuations(&[Context::List, Context::View], &[Key::parse("g").unwrap()]);
    let spelt: Vec<(String, Command)> = next
        .into_iter()
        .map(|(keys, a)| (spell(&keys), a))
        .collect();
    assert_eq!(
        spelt,
        [
            ("g".to_owned(), Command::First),
            ("p".to_owned(), Command::Profiles),
            ("x".to_owned(), Command::Sort),
            ("f".to_owned(), Command::MarkFailedCreations),
            ("r".to_owned(), Command::Results),
            ("q".to_owned(), Command::Quotas),
            ("b".to_owned(), Command::RecycleBin),
            ("t".to_owned(), Command::Transitions),
            ("T".to_owned(), Command::AllTransitions),
            ("e".to_owned(), Command::Errors),
            ("j".to_owned(), Command::Journal),
        ]
    );
}
