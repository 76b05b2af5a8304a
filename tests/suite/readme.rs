//! What the README says that can be checked: the keys, the commands, the exit codes.

use std::collections::{BTreeMap, BTreeSet};

use clap::CommandFactory as _;
use warren::keymap::typing::TYPED;
use warren::keymap::{ACTIONS, Context, Key, Keymap};
use warren::state::input::EDITS;
use warren::ui::words::actions::{full, place};
use warren::ui::words::typing;

const README: &str = include_str!("../../README.md");

/// The part of the README between two marks.
fn between(start: &str, end: &str) -> &'static str {
    let (_, rest) = README.split_once(start).unwrap();
    rest.split_once(end).unwrap().0
}

/// The table of keys as it must be: one row for each action and the keys that lead to it, with the
/// places where they do.
fn key_table() -> String {
    let keymap = Keymap::default_bindings().unwrap();
    let bindings = keymap.bindings().iter();
    let contexts: BTreeSet<Context> = bindings.map(|binding| binding.context).collect();
    let mut table = String::from("| keys | what they do | where |\n|---|---|---|\n");
    for (_, action) in ACTIONS {
        let mut places: BTreeMap<Vec<String>, Vec<String>> = BTreeMap::new();
        for context in &contexts {
            let keys = keymap.keys_for(&[*context], action);
            let place = place(*context).to_lowercase();
            places.entry(keys).or_default().push(place);
        }
        for (keys, places) in places {
            if !keys.is_empty() {
                let (what, places) = (full(action), places.join(", "));
                let row = format!("| `{}` | {what} | {places} |\n", keys.join("` `"));
                table.push_str(&row);
            }
        }
    }
    table + &typed_table()
}

/// The rows of the keys that are fixed, because letters are text where they hold.
fn typed_table() -> String {
    let row = |keys: &[Key], what: &str, places: &str| {
        let keys: Vec<String> = keys.iter().map(Key::to_string).collect();
        format!("| `{}` | {what} | {places} |\n", keys.join("` `"))
    };
    let typed = TYPED
        .iter()
        .map(|(places, meaning, keys)| row(keys, typing::full(*meaning), &typing::places(places)));
    let edits = EDITS.iter();
    let edits = edits.map(|(edit, keys)| row(keys, typing::edit(*edit), typing::ANY_TEXT));
    typed.chain(edits).collect()
}

#[test]
fn the_key_table_is_what_the_keys_do() {
    let table = key_table();
    let written = between("<!-- keys -->\n", "<!-- /keys -->");
    assert!(
        written == table,
        "the key table of README.md must be:\n\n{table}"
    );
}

#[test]
fn the_filter_table_is_what_the_help_says() {
    let cell = |text: &str| text.replace('|', "\\|");
    let rows = warren::ui::words::filter::LANGUAGE.iter();
    let rows = rows.map(|(typed, means)| format!("| `{}` | {} |\n", cell(typed), cell(means)));
    let table: String = ["| term | passes |\n|---|---|\n".to_owned()]
        .into_iter()
        .chain(rows)
        .collect();
    assert_eq!(between("<!-- filter -->\n", "<!-- /filter -->"), table);
}

#[test]
fn the_exit_codes_are_those_of_the_help() {
    let help = warren::cli::Args::command()
        .find_subcommand_mut("list")
        .unwrap()
        .render_help()
        .to_string();
    let (_, promised) = help.split_once("Exit codes:\n").unwrap();
    let written = between(
        "<!-- exit codes -->\n```text\n",
        "```\n<!-- /exit codes -->",
    );
    assert_eq!(written, promised);
}

#[test]
fn every_flag_that_is_mentioned_exists() {
    let mut command = warren::cli::Args::command();
    let mut known = vec![
        "--release".to_owned(),
        "--path".to_owned(),
        "--cli-auth-encrypt".to_owned(),
    ];
    let mut helps = vec![command.render_help().to_string()];
    helps.extend(
        command
            .get_subcommands_mut()
            .map(|each| each.render_help().to_string()),
    );
    for help in helps {
        known.extend(flags(&help));
    }
    let unknown: Vec<String> = flags(README)
        .into_iter()
        .filter(|flag| !known.contains(flag))
        .collect();
    assert_eq!(unknown, Vec::<String>::new());
}

/// The words in a text that are flags.
fn flags(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-');
    words
        .filter(|word| word.starts_with("--") && word.len() > 2 && !word.starts_with("---"))
        .map(str::to_owned)
        .collect()
}
