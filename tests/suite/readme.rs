//! What the README says that can be checked: keys, flags, exit codes, screens.

mod screens;

use crate::desk::words;
use clap::CommandFactory as _;
use std::collections::BTreeSet;
use warren::api::Operation;
use warren::cli;
use warren::explain::by_code;
use warren::keymap::Keymap;
use warren::manual::keys::rows;
use warren::state::write::question::Question;
use warren::ui::words::asked_by;

const README: &str = include_str!("../../README.md");
const LIB: &str = include_str!("../../src/lib.rs");

/// The part of the README between two marks.
fn between(start: &str, end: &str) -> &'static str {
    let (_, rest) = README.split_once(start).unwrap();
    rest.split_once(end).unwrap().0
}

/// The table of keys as it must be.
fn key_table() -> String {
    let keymap = Keymap::preset(warren::keymap::Preset::Vim).0;
    let mut table = String::from("| keys | what they do | where |\n|---|---|---|\n");
    for row in rows(words(), &keymap) {
        let keys = row.keys.join("` `");
        table.push_str(&format!("| `{keys}` | {} | {} |\n", row.what, row.places));
    }
    table
}

/// The commands of a block of shell lines, without what is said of them.
fn commands(block: &str) -> Vec<&str> {
    let lines = block
        .lines()
        .map(|line| line.split('#').next().unwrap().trim());
    lines.filter(|line| !line.is_empty()).collect()
}

#[test]
fn it_shows_the_program_and_then_says_the_two_commands_that_set_all_up() {
    let blocks: Vec<&str> = README.split("```").skip(1).step_by(2).collect();
    assert!(blocks[0].starts_with("text\n demo "), "{}", blocks[0]);
    let [needed, set_up] = [1, 2].map(|at| commands(blocks[at].strip_prefix("sh\n").unwrap()));
    assert_eq!(needed.len(), 2, "{needed:?}");
    assert!(needed[0].contains("apt-get install") && needed[1].contains("dnf install"));
    assert_eq!(set_up, ["cargo run --release -- --demo", "cargo test"]);
}

#[test]
fn ci_runs_the_test_command_that_it_says() {
    let script = include_str!("../../.ci/run");
    let tests: Vec<&str> = script
        .lines()
        .filter(|line| line.contains("cargo test"))
        .collect();
    assert_eq!(tests, ["step cargo test", "cargo test"]);
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
fn the_table_of_the_palette_is_what_the_help_says() {
    let rows = warren::ui::words::palette::lines(words()).into_iter();
    let rows = rows.map(|(typed, means)| format!("| `{typed}` | {means} |\n"));
    let table: String = ["| line | does |\n|---|---|\n".to_owned()]
        .into_iter()
        .chain(rows)
        .collect();
    assert_eq!(between("<!-- palette -->\n", "<!-- /palette -->"), table);
}

#[test]
fn the_table_of_confirmations_is_what_the_help_says() {
    let row = |how: &str, question| format!("| {how} | {} |\n", asked_by(words(), question));
    let table = [
        "| confirmed by | |\n|---|---|\n".to_owned(),
        row("the typed name", Question::Typed),
        row("`y`", Question::YesNo),
    ];
    let written = between("<!-- confirmations -->\n", "<!-- /confirmations -->");
    assert_eq!(written, table.concat());
}

#[test]
fn the_exit_codes_are_those_of_the_help() {
    for (codes, promised) in [
        ("exit codes", cli::LIST_EXIT_CODES),
        ("problems exit codes", cli::PROBLEMS_EXIT_CODES),
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
fn every_permission_that_an_operation_needs_is_in_the_table() {
    let table = between("### Permissions\n", "\nThe reference names no");
    let written: BTreeSet<&str> = table.split('`').filter(|cell| cell.contains(':')).collect();
    let needed: BTreeSet<&str> = Operation::ALL
        .iter()
        .filter_map(|one| one.permission())
        .collect();
    assert_eq!(written, needed);
}

#[test]
fn every_code_that_is_named_is_in_the_error_tables() {
    let text = between("## When it does not work\n", "## The simulator\n");
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '.');
    let codes: BTreeSet<&str> = words
        .filter(|word| word.starts_with("DMS.") || word.starts_with("APIGW."))
        .collect();
    let unknown: Vec<&&str> = codes
        .iter()
        .filter(|code| by_code(code, "").is_none())
        .collect();
    assert!(codes.len() > 10 && unknown.is_empty(), "{unknown:?}");
}

#[test]
fn the_tour_of_the_code_names_every_module() {
    let (tour, code) = LIB.split_once("#![cfg_attr").unwrap();
    let modules = code
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod "));
    let (_, table) = tour.split_once("# The modules").unwrap();
    let left_out: Vec<&str> = modules
        .map(|module| module.trim_end_matches(';'))
        .filter(|module| !table.contains(&format!("[`{module}`]")))
        .collect();
    assert_eq!(left_out, Vec::<&str>::new());
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
