//! What the README says that can be checked: the keys, the commands, the exit codes.

use crate::desk::words;
use clap::CommandFactory as _;
use warren::cli;
use warren::keymap::Keymap;
use warren::manual::keys::rows;

const README: &str = include_str!("../../README.md");

/// The part of the README between two marks.
fn between(start: &str, end: &str) -> &'static str {
    let (_, rest) = README.split_once(start).unwrap();
    rest.split_once(end).unwrap().0
}

/// The table of keys as it must be.
fn key_table() -> String {
    let keymap = Keymap::default_bindings().unwrap();
    let mut table = String::from("| keys | what they do | where |\n|---|---|---|\n");
    for row in rows(words(), &keymap) {
        let keys = row.keys.join("` `");
        table.push_str(&format!("| `{keys}` | {} | {} |\n", row.what, row.places));
    }
    table
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
    let rows = warren::ui::words::filter::language(words()).into_iter();
    let rows = rows.map(|(typed, means)| format!("| `{}` | {} |\n", cell(typed), cell(means)));
    let table: String = ["| term | passes |\n|---|---|\n".to_owned()]
        .into_iter()
        .chain(rows)
        .collect();
    assert_eq!(between("<!-- filter -->\n", "<!-- /filter -->"), table);
}

#[test]
fn the_exit_codes_are_those_of_the_help() {
    for (codes, promised) in [
        ("exit codes", cli::LIST_EXIT_CODES),
        ("check exit codes", cli::CHECK_EXIT_CODES),
        ("doctor exit codes", cli::DOCTOR_EXIT_CODES),
    ] {
        let (_, promised) = promised.split_once("Exit codes:\n").unwrap();
        let start = format!("<!-- {codes} -->\n```text\n");
        let end = format!("\n```\n<!-- /{codes} -->");
        assert_eq!(between(&start, &end), promised, "{codes}");
    }
}

#[test]
fn every_flag_that_is_mentioned_exists() {
    let mut command = warren::cli::Args::command();
    let mut known = vec![
        "--release".to_owned(),
        "--path".to_owned(),
        "--cli-auth-encrypt".to_owned(),
    ];
    command.build();
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
