//! The man page, in roff.

use std::io;

use clap::{Arg, Command, CommandFactory as _};
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, italic, roman};
use serde_json::Value;

use super::keys;
use crate::cli::Args;
use crate::config;
use crate::keymap::{Keymap, Preset};
use crate::l10n::Words;
use crate::lang::Lang;
use crate::ui::words::{filter, palette};

/// What warren reads and writes.
const FILES: [(&str, &str); 10] = [
    (
        "~/.config/warren/config.toml",
        "Profiles, read and never written; moved by XDG_CONFIG_HOME. See warren config sample.",
    ),
    (
        "~/.config/warren/keymap.toml",
        "Your own keys, laid over the default ones; only read.",
    ),
    (
        "~/.huaweicloud/credentials",
        "Credentials of the official SDKs, section [basic]; only read.",
    ),
    (
        "~/.hcloud/config.json",
        "Credentials of KooCLI, if they are not encrypted; only read.",
    ),
    (
        "~/.local/state/warren/warren.log",
        "One line for each call, without headers, bodies or secrets; warren.log.1 is the one before \
         it. All of this directory is moved by XDG_STATE_HOME.",
    ),
    (
        "~/.local/state/warren/journal.jsonl",
        "Every change, before it is sent and after it is answered, without secrets; \
         journal.1.jsonl is the one before it.",
    ),
    (
        "~/.local/state/warren/transitions.jsonl",
        "What changed of the instances, without secrets, for 7 days and at most 16 MiB.",
    ),
    (
        "~/.local/state/warren/view.toml",
        "The columns and the order of the list.",
    ),
    (
        "~/.local/state/warren/palette_history",
        "The commands that were run from the palette.",
    ),
    (
        "~/.local/state/warren/crash-TIME.txt",
        "What happened when warren itself failed.",
    ),
];

/// The variables that are looked at.
const ENVIRONMENT: [(&str, &str); 9] = [
    (
        "HUAWEICLOUD_SDK_AK, HUAWEICLOUD_SDK_SK, HUAWEICLOUD_SDK_SECURITY_TOKEN",
        "Access key, secret key and security token as the official SDKs name them; beside them \
         HUAWEICLOUD_SDK_PROJECT_ID, HUAWEICLOUD_SDK_IAM_ENDPOINT, \
         HUAWEICLOUD_SDK_CREDENTIALS_FILE and, to move one region's service elsewhere, \
         HUAWEICLOUD_SDK_REGION_RABBITMQ_REGION.",
    ),
    (
        "HW_ACCESS_KEY, HW_SECRET_KEY, HW_SECURITY_TOKEN",
        "The same as Terraform names them; beside them HW_AUTH_TOKEN, or HW_USER_NAME with \
         HW_USER_PASSWORD and HW_DOMAIN_NAME, and HW_REGION_NAME, HW_PROJECT_ID, HW_PROJECT_NAME, \
         HW_AUTH_URL and HW_CLOUD.",
    ),
    (
        "OS_ACCESS_KEY, OS_SECRET_KEY, …",
        "The same by their OpenStack names.",
    ),
    (
        "HTTPS_PROXY, NO_PROXY",
        "The proxy to use, and the hosts that are reached without it.",
    ),
    (
        "WARREN_BROKER_PASSWORD, WARREN_BROKER_PASSWORD_NAME",
        "The password of the users of brokers, for all or for the one of this instance: its name in \
         upper case, other characters than letters and digits as _.",
    ),
    ("NO_COLOR", "If it is not empty, no colours are used."),
    ("COLORTERM, TERM", "How many colours the terminal has."),
    (
        "LC_ALL, LC_MESSAGES, LANG",
        "The language of the screen; the first that is set counts.",
    ),
    (
        "XDG_CONFIG_HOME, XDG_STATE_HOME",
        "Where the files below are, instead of ~/.config and ~/.local/state.",
    ),
];

/// The man page, with the keys of a preset.
///
/// # Errors
/// When the built-in texts cannot be read, which a test rules out.
pub fn page(preset: Preset) -> anyhow::Result<String> {
    let (keymap, _) = Keymap::preset(preset);
    let words = Words::load(Lang::English)?;
    let command = Args::command();
    let man = Man::new(command.clone()).manual("User Commands");
    let mut text = Vec::new();
    start(&man, &mut text)?;
    let mut roff = Roff::new();
    commands(&mut roff, &command);
    key_table(&mut roff, &words, &keymap);
    filter_language(&mut roff, &words);
    section(&mut roff, "PALETTE", &palette::lines(&words));
    configuration(&mut roff)?;
    section(&mut roff, "ENVIRONMENT", &ENVIRONMENT);
    section(&mut roff, "FILES", &FILES);
    Ok(String::from_utf8_lossy(&text).into_owned() + &roff.to_roff())
}

/// Each key of the configuration file with what its schema says of it.
fn configuration(roff: &mut Roff) -> anyhow::Result<()> {
    let schema: Value = serde_json::from_str(config::SCHEMA)?;
    roff.control("SH", ["CONFIGURATION"]);
    keys_of(roff, "", &schema["properties"]);
    for (table, place) in [
        ("profile", "[profile.NAME] "),
        ("thresholds", "[thresholds] "),
        ("notify", "[notify] "),
    ] {
        keys_of(roff, place, &schema["$defs"][table]["properties"]);
    }
    Ok(())
}

/// The keys of a table. One that is a table itself is described with its own keys.
fn keys_of(roff: &mut Roff, place: &str, properties: &Value) {
    for (key, property) in properties.as_object().into_iter().flatten() {
        if let Some(description) = property["description"].as_str() {
            roff.control("TP", []);
            roff.text([bold(format!("{place}{key}"))]);
            roff.text([roman(description)]);
        }
    }
}

/// What every man page begins with.
fn start(man: &Man, text: &mut Vec<u8>) -> io::Result<()> {
    man.render_title(text)?;
    man.render_name_section(text)?;
    man.render_synopsis_section(text)?;
    man.render_description_section(text)?;
    man.render_options_section(text)
}

fn commands(roff: &mut Roff, command: &Command) {
    roff.control("SH", ["COMMANDS"]);
    for command in command.get_subcommands() {
        one_command(roff, "warren", command);
    }
}

/// A command with what belongs to it alone; then the commands below it.
fn one_command(roff: &mut Roff, before: &str, command: &Command) {
    let name = format!("{before} {}", command.get_name());
    roff.control("SS", [name.as_str()]);
    let about = command.get_about().map(ToString::to_string);
    roff.text([roman(about.unwrap_or_default() + ".")]);
    let own = |arg: &&Arg| !arg.is_global_set() && !arg.is_hide_set();
    for arg in command.get_arguments().filter(own) {
        roff.control("TP", []);
        roff.text(heading(arg));
        roff.text([roman(help(arg))]);
    }
    if let Some(after) = command.get_after_help() {
        plain(roff, &after.to_string());
    }
    for command in command.get_subcommands() {
        one_command(roff, &name, command);
    }
}

/// `--flag VALUE`, or `VALUE` alone.
fn heading(arg: &Arg) -> Vec<Inline> {
    let mut heading = Vec::new();
    if let Some(long) = arg.get_long() {
        heading.push(bold(format!("--{long}")));
        heading.push(roman(" "));
    }
    if arg.get_action().takes_values() {
        let names = arg.get_value_names().unwrap_or_default();
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        heading.push(italic(names.join(" ")));
    }
    heading
}

/// What an argument means, its values and what it is when it is not given.
fn help(arg: &Arg) -> String {
    let mut help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let values = arg.get_possible_values();
    let values: Vec<&str> = values.iter().map(|value| value.get_name()).collect();
    if !values.is_empty() {
        help.push_str(&format!("; one of {}", values.join(", ")));
    }
    let defaults = arg.get_default_values().iter();
    let defaults: Vec<_> = defaults.map(|value| value.to_string_lossy()).collect();
    if !defaults.is_empty() {
        help.push_str(&format!("; {} unless given", defaults.join(", ")));
    }
    help + "."
}

/// Text whose lines stay as they are.
fn plain(roff: &mut Roff, text: &str) {
    roff.control("PP", []);
    roff.control("nf", []);
    for line in text.lines() {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
}

fn key_table(roff: &mut Roff, words: &Words, keymap: &Keymap) {
    roff.control("SH", ["KEYS"]);
    roff.text([roman(
        "Any of the keys in a row does it, in the places that are named. Where text is typed, \
         letters are text.",
    )]);
    for row in keys::rows(words, keymap) {
        roff.control("TP", []);
        roff.text([bold(row.keys.join(", "))]);
        roff.text([roman(format!("{} ({})", row.what, row.places))]);
    }
}

fn filter_language(roff: &mut Roff, words: &Words) {
    section(roff, "FILTER", &filter::language(words));
    roff.control("PP", []);
    roff.text([roman(
        "All terms must hold. What cannot be understood is named beside the filter, and nothing \
         passes.",
    )]);
}

fn section(roff: &mut Roff, title: &str, rows: &[(&str, &str)]) {
    roff.control("SH", [title]);
    for (what, meaning) in rows {
        roff.control("TP", []);
        roff.text([bold(*what)]);
        roff.text([roman(*meaning)]);
    }
}
