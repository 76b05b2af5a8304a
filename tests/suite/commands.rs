//! The commands that need no service: `config`, `completions`, `man`, as scripts meet them.

use crate::desk::words;
use std::process::Stdio;

use clap::CommandFactory as _;
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;
use warren::keymap::{Keymap, spell};
use warren::manual::keys::rows;
use warren::ui::words::filter::language;

use crate::program::Home;

/// A home with this configuration file in the usual place.
fn configured(text: &str) -> Home {
    let home = Home::new();
    std::fs::create_dir_all(home.path(".config/warren")).unwrap();
    std::fs::write(home.path(".config/warren/config.toml"), text).unwrap();
    home
}

#[tokio::test]
async fn config_check_prints_every_problem_with_file_and_line_and_exits_1() {
    let home = Home::new();
    let text = "current = \"prod-nc\"\nthem = \"dark\"\n\n[profile.prod-cn]\nregion = \"cn-nroth-4\"\n\
                timeout = 7\nrefresh = 0\ncredentials = { env = true }\n\n[profile.other]\n\
                endpoint = \"http://10.0.0.1\"\nca_file = \"none.pem\"\nrefrsh = 3\n\
                regoin = \"x\"\n";
    std::fs::write(home.path("c.toml"), text).unwrap();
    let ran = home.run("config check --config c.toml").await;
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(
        lines,
        [
            "c.toml:1: no profile named prod-nc in c.toml; did you mean prod-cn?",
            "c.toml:2: unknown key them in the file is ignored; did you mean theme?",
            "c.toml:5: region cn-nroth-4 is not a known one; did you mean cn-north-4?",
            "c.toml:6: timeout is written timeout_s now; it is understood, but please change it",
            "c.toml:7: refresh takes whole seconds, 1 or more, not 0",
            "c.toml:10: profile other has no credentials; write one of { env = true }, \
             { sdk_profile = true }, { hcloud = \"default\" }, { command = \"pass show dms\" }, \
             { ak = \"…\", sk = \"…\" }, { ecs = true }",
            "c.toml:11: plain http is for addresses of this machine only (127.0.0.1, ::1, localhost); \
             use https",
            "c.toml:12: cannot read none.pem: No such file or directory (os error 2)",
            "c.toml:13: unknown key refrsh in [profile.other] is ignored; did you mean refresh?",
            "c.toml:14: unknown key regoin in [profile.other]; did you mean region?",
        ]
    );
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""));
}

#[tokio::test]
async fn the_file_of_keys_is_checked_too() {
    let home = configured("current = 3\n");
    std::fs::write(
        home.path(".config/warren/keymap.toml"),
        "[list]\n\"x\" = \"delte\"\n",
    )
    .unwrap();
    let ran = home.run("config check").await;
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!((ran.code, lines.len()), (Some(1), 2), "{ran:?}");
    assert!(lines[0].contains("config.toml:1: current"), "{ran:?}");
    assert!(lines[1].contains("keymap.toml:2: "), "{ran:?}");
    assert!(lines[1].contains("delete"), "{ran:?}");
}

#[tokio::test]
async fn a_file_without_a_problem_is_ok_and_so_is_none() {
    let home = configured("[profile.p]\nregion = \"cn-north-4\"\ncredentials = { env = true }\n");
    let ran = home.run("config check").await;
    let path = home.path(".config/warren/config.toml");
    let expected = format!("ok: {}\n", path.display());
    assert_eq!((ran.code, ran.out), (Some(0), expected));

    let lent = "agency = { name = \"ops\", domain_name = \"acme\" }";
    let home = configured(&format!(
        "[profile.p]\nregion = \"cn-north-4\"\ncredentials = {{ env = true, {lent} }}\n"
    ));
    let ran = home.run("config check").await;
    let second = ran.out.lines().nth(1);
    let expected = "profile p takes on agency ops of account acme, with keys for 3600 s at a time";
    assert_eq!((ran.code, second), (Some(0), Some(expected)));

    let home = Home::new();
    let ran = home.run("config check").await;
    let path = home.path(".config/warren/config.toml");
    let expected = format!("ok: there is no {}, and none is needed\n", path.display());
    assert_eq!((ran.code, ran.out), (Some(0), expected));

    let ran = home.run("config check --config gone.toml").await;
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(
        ran.err.contains("gone.toml: it does not exist"),
        "{}",
        ran.err
    );
}

#[tokio::test]
async fn what_is_unknown_or_spelt_otherwise_and_closes_nothing_never_stops_a_start() {
    let home = configured("them = \"dark\"\n[profile.p]\nca-file = \"ca.pem\"\n");
    let ran = home.run("--demo list --output csv").await;
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let home = configured(
        "them = \"dark\"\ncurrent = \"p\"\n[profile.p]\ntimeout = 5\nregion = \"r\"\n\
         endpoint = \"http://127.0.0.1:1\"\ncredentials = { ak = \"A\", sk = \"S\" }\n",
    );
    let file = home.path(".config/warren/config.toml");
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(&file, mode).unwrap();
    let ran = home.run("list").await;
    let warned: Vec<&str> = ran
        .err
        .lines()
        .filter(|line| line.starts_with("warren: warning: "))
        .collect();
    assert_eq!(warned.len(), 2, "{}", ran.err);
    // It went as far as asking the service.
    assert_eq!(ran.code, Some(5), "{}", ran.err);
}

/// A key that closes something, as it is not written, and what is said of it.
const SLIPS: [(&str, &str); 32] = [
    (
        "red_only = true",
        "unknown key red_only in [profile.p]; did you mean read_only?",
    ),
    (
        "raed_olny = true",
        "unknown key raed_olny in [profile.p]; did you mean read_only?",
    ),
    (
        "readonly = true",
        "unknown key readonly in [profile.p]; did you mean read_only?",
    ),
    (
        "readOnly = true",
        "unknown key readOnly in [profile.p]; did you mean read_only?",
    ),
    (
        "READ_ONLY = true",
        "unknown key READ_ONLY in [profile.p]; did you mean read_only?",
    ),
    (
        "read-only = true",
        "unknown key read-only in [profile.p]; did you mean read_only?",
    ),
    (
        "\"read only\" = true",
        "unknown key read only in [profile.p]; did you mean read_only?",
    ),
    (
        "lable = \"PROD\"",
        "unknown key lable in [profile.p]; did you mean label?",
    ),
    (
        "Label = \"PROD\"",
        "unknown key Label in [profile.p]; did you mean label?",
    ),
    (
        "apis = \"v1\"",
        "unknown key apis in [profile.p]; did you mean api?",
    ),
    (
        "endpiont = \"https://h\"",
        "unknown key endpiont in [profile.p]; did you mean endpoint?",
    ),
    (
        "iam-endpoint = \"https://h\"",
        "unknown key iam-endpoint in [profile.p]; did you mean iam_endpoint?",
    ),
    (
        "project-id = \"x\"",
        "unknown key project-id in [profile.p]; did you mean project_id?",
    ),
    (
        "regoin = \"x\"",
        "unknown key regoin in [profile.p]; did you mean region?",
    ),
    (
        "credential = { env = true }",
        "unknown key credential in [profile.p]; did you mean credentials?",
    ),
    // Where it means nothing.
    (
        "journal = \"required\"",
        "journal means nothing in [profile.p]; it belongs at the top of the file",
    ),
    (
        "jurnal = \"required\"",
        "jurnal means nothing in [profile.p] (did you mean journal?); it belongs at the top of the file",
    ),
    (
        "safety = { read_only = true }",
        "read_only means nothing in [safety]; it belongs in a [profile.NAME]",
    ),
    (
        "safety = [{ x = { red_only = true } }]",
        "red_only means nothing in [safety.x] (did you mean read_only?); it belongs in a [profile.NAME]",
    ),
    // What they say.
    (
        "read_only = \"true\"",
        "read_only takes true or false, not a value of type string",
    ),
    (
        "read_only = 1",
        "read_only takes true or false, not a value of type integer",
    ),
    ("label = \"\"", "label is empty; give a text or remove it"),
    ("label = \" \"", "label is blank; give a text or remove it"),
    ("api = \"V1\"", "api cannot be \"V1\"; did you mean v1?"),
    ("api = \"1\"", "api cannot be \"1\"; did you mean v1?"),
    (
        "api = 1",
        "api takes a text in quotes, not a value of type integer",
    ),
    // At the top of the file: a line of its own.
    (
        "^journl = \"required\"",
        "unknown key journl in the file; did you mean journal?",
    ),
    (
        "^Journal = \"required\"",
        "unknown key Journal in the file; did you mean journal?",
    ),
    (
        "^journal = \"requierd\"",
        "journal cannot be \"requierd\"; did you mean required?",
    ),
    (
        "^read_only = true",
        "read_only means nothing in the file; it belongs in a [profile.NAME]",
    ),
    (
        "^curent = \"p\"",
        "unknown key curent in the file; did you mean current?",
    ),
    (
        "^profiles.q.read_only = true",
        "unknown key profiles in the file; did you mean profile?",
    ),
];

#[tokio::test]
async fn a_key_that_closes_something_and_is_misspelt_or_misplaced_stops_the_start_with_its_line() {
    let profile = "[profile.p]\nregion = \"r\"\nendpoint = \"http://127.0.0.1:1\"\n\
                   credentials = { env = true }\n";
    for (line, expected) in SLIPS {
        let text = match line.strip_prefix('^') {
            Some(line) => format!("{line}\n{profile}"),
            None => {
                let key = line.split_whitespace().next().unwrap();
                let kept = profile
                    .lines()
                    .filter(|old| !old.starts_with(&format!("{key} ")));
                let kept: Vec<&str> = kept.collect();
                format!("{}\n{line}\n", kept.join("\n"))
            }
        };
        let at = 1 + text
            .lines()
            .position(|one| Some(one) == line.strip_prefix('^').or(Some(line)))
            .unwrap();
        let home = configured(&text)
            .var("HW_ACCESS_KEY", "A")
            .var("HW_SECRET_KEY", "S");
        let expected = format!("~/.config/warren/config.toml:{at}: {expected}\n");
        let place = |said: &str| said.replace(&home.directory().display().to_string(), "~");
        let ran = home.run("list --profile p").await;
        assert_eq!(ran.code, Some(2), "{line}: {ran:?}");
        assert_eq!(place(&ran.err), format!("warren: {expected}"), "{line}");
        let ran = home.run("config check").await;
        assert_eq!(ran.code, Some(1), "{line}: {ran:?}");
        assert!(place(&ran.out).contains(&expected), "{line}: {ran:?}");
    }
}

#[tokio::test]
async fn the_sample_is_printed_and_passes_the_check() {
    let home = Home::new();
    let sample = home.run("config sample").await;
    assert_eq!((sample.code, sample.err.as_str()), (Some(0), ""));
    // It names a file of certificates that only its user has.
    let text = sample.out.replace("ca_file = ", "# ca_file = ");
    std::fs::write(home.path("sample.toml"), text).unwrap();
    let ran = home.run("config check --config sample.toml").await;
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "ok: sample.toml\n"));
    let schema = home.run("config schema").await;
    let schema: serde_json::Value = serde_json::from_str(&schema.out).unwrap();
    assert_eq!(schema["title"], "warren configuration");
}

/// Names of commands and flags that are not hidden, at any depth.
fn names(command: &clap::Command) -> Vec<String> {
    let mut names = Vec::new();
    for arg in command.get_arguments().filter(|arg| !arg.is_hide_set()) {
        names.extend(arg.get_long().map(|long| format!("--{long}")));
    }
    for command in command.get_subcommands() {
        names.push(command.get_name().to_owned());
        names.extend(self::names(command));
    }
    names
}

#[tokio::test]
async fn completions_know_every_command_and_flag() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = Home::new().run(&format!("completions {shell}")).await;
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{shell}");
        for name in names(&warren::cli::Args::command()) {
            let bare = name.trim_start_matches("--");
            assert!(ran.out.contains(bare), "{shell}: {name}");
        }
    }
}

#[tokio::test]
async fn bash_takes_its_completions_and_completes_a_command() {
    let home = Home::new();
    let script = home.run("completions bash").await.out;
    let ask = "\nCOMP_WORDS=(warren com); COMP_CWORD=1; _warren warren com warren\n\
               echo \"${COMPREPLY[@]}\"\n";
    let mut bash = Command::new("bash")
        .arg("--norc")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = bash.stdin.take().unwrap();
    stdin.write_all((script + ask).as_bytes()).await.unwrap();
    drop(stdin);
    let output = bash.wait_with_output().await.unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "completions\n");
}

#[tokio::test]
async fn the_man_page_names_every_key_filter_command_and_flag() {
    let ran = Home::new().run("man").await;
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    // What roff needs escaped.
    let page = ran
        .out
        .replace("\\-", "-")
        .replace("\\\\", "\\")
        .replace("\\*(Aq", "'");
    for name in names(&warren::cli::Args::command()) {
        assert!(page.contains(&name), "{name}");
    }
    let keymap = Keymap::preset(warren::keymap::Preset::Vim).0;
    for binding in keymap.bindings() {
        let keys = spell(&binding.keys);
        assert!(page.contains(&keys), "{keys}");
    }
    for row in rows(words(), &keymap) {
        let entry = format!("{} ({})", row.what, row.places);
        assert!(page.contains(&entry), "{entry}");
    }
    for (term, meaning) in language(words()) {
        let entry = format!("\\fB{term}\\fR\n{meaning}\n");
        assert!(page.contains(&entry), "{entry}");
    }
    for (line, meaning) in warren::ui::words::palette::lines(words()) {
        let entry = format!("\\fB{line}\\fR\n{meaning}\n");
        assert!(page.contains(&entry), "{entry}");
    }
    for key in [
        "current",
        "[notify] quiet",
        "[profile.NAME] read_only",
        "[thresholds] busy",
    ] {
        assert!(page.contains(&format!("\\fB{key}\\fR\n")), "{key}");
    }
    for heading in [
        "KEYS",
        "FILTER",
        "PALETTE",
        "CONFIGURATION",
        "ENVIRONMENT",
        "FILES",
        "COMMANDS",
        "OPTIONS",
    ] {
        assert!(page.contains(&format!(".SH {heading}")), "{heading}");
    }
    for promised in [
        warren::cli::LIST_EXIT_CODES,
        warren::cli::CHECK_EXIT_CODES,
        warren::cli::DOCTOR_EXIT_CODES,
    ] {
        for line in promised.lines() {
            assert!(page.contains(line.trim()), "{line}");
        }
    }
}

#[tokio::test]
async fn config_check_names_what_is_odd_about_the_keymap_beside_the_file() {
    let home = Home::new();
    std::fs::create_dir_all(home.path(".config/warren")).unwrap();
    let file = home.path(".config/warren/keymap.toml");
    let text = "[list]\n\"ctlr-x\" = \"delete\"\n\"r\" = \"sort\"\n";
    std::fs::write(&file, text).unwrap();
    let ran = home.run("config check").await;
    let file = file.display();
    let expected = format!(
        "{file}:2: \"ctlr-x\" is no key; did you mean ctrl-x?\n\
         {file}:3: r is sort in [list]; there [view] no longer gives refresh\n"
    );
    assert_eq!((ran.code, ran.out), (Some(1), expected));
}
