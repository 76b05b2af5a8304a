//! The house stands as drawn: who may know whom, and how long a file may be.

mod graph;

use graph::{Edges, Paths, circles};
use std::fs;
use std::path::{Path, PathBuf};

pub fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    assert!(!found.is_empty());
    found
}

/// Lines of a room (`src/NAME.rs` and `src/NAME/`) that are code and contain one of `words`.
fn mentions(room: &str, words: &[&str]) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    for (path, text) in sources("src") {
        let inside = path.strip_prefix(&root).unwrap();
        let is_room = inside.starts_with(room) || inside == Path::new(&format!("{room}.rs"));
        if !is_room {
            continue;
        }
        for line in text.lines().map(str::trim) {
            if !line.starts_with("//") && words.iter().any(|word| line.contains(word)) {
                found.push(format!("{}: {line}", inside.display()));
            }
        }
    }
    found
}

fn nothing() -> Vec<String> {
    Vec::new()
}

/// The circles under a module, and by which paths.
fn circles_under(under: &[&str]) -> Vec<String> {
    let edges = Paths::of_source().between(under);
    let told = |circle: &std::collections::BTreeSet<String>| {
        let inside =
            |(from, to): &(&String, &String)| circle.contains(*from) && circle.contains(*to);
        let all = edges
            .iter()
            .flat_map(|(from, to)| to.keys().map(move |to| (from, to)));
        let all = all
            .filter(inside)
            .map(|(from, to)| format!("{from} -> {to}: {:?}", edges[from][to]));
        all.collect::<Vec<String>>().join("\n")
    };
    circles(&edges).iter().map(told).collect()
}

fn edges(of: &[(&[&str], &str)]) -> Edges {
    let mut paths = Paths::new();
    for (module, text) in of {
        let module: Vec<String> = module.iter().map(|name| (*name).to_owned()).collect();
        paths.read(&module, text);
    }
    paths.between(&["state"])
}

#[test]
fn paths_are_read_wherever_they_stand() {
    let known = [
        "use super::b::X;",
        "use crate::state::{self, b::{X, Y as Z}};",
        "fn f() -> Option<crate::state::b::X> { None }",
        "fn f() { g(vec![1, super::b::X]); }",
        "mod inner { use super::super::b; }",
    ];
    for text in known {
        let edges = edges(&[
            (&["state", "a"], text),
            (&["state", "b"], "use crate::state::State;"),
        ]);
        assert_eq!(edges["a"].keys().collect::<Vec<_>>(), ["b"], "{text}");
        assert_eq!(circles(&edges), []);
    }
}

#[test]
fn a_circle_is_found_and_a_test_is_no_part_of_one() {
    let there = (&["state", "a"][..], "use super::b;");
    let back = (
        &["state", "b", "inner"][..],
        "fn f() { crate::state::c::X.g() }",
    );
    let on = (&["state", "c"][..], "use crate::{lang, state::a::Y};");
    let all: std::collections::BTreeSet<String> = ["a", "b", "c"].map(str::to_owned).into();
    assert_eq!(circles(&edges(&[there, back, on])), [all]);
    let tests = (&["state", "c"][..], "mod tests { use crate::state::a::Y; }");
    assert_eq!(circles(&edges(&[there, back, tests])), []);
}

#[test]
fn the_rooms_of_the_house_form_no_circle() {
    for under in [&[][..], &["state"], &["ui"]] {
        let circles = circles_under(under);
        assert!(
            circles.is_empty(),
            "under {under:?}:\n{}",
            circles.join("\n\n")
        );
    }
}

#[test]
fn the_search_finds_what_is_there() {
    assert!(!mentions("ui", &["ratatui"]).is_empty());
    assert!(!mentions("runtime", &["crossterm::"]).is_empty());
    assert!(!mentions("api", &["serde_json"]).is_empty());
}

#[test]
fn the_model_knows_no_wire_format_and_no_screen() {
    let words = [
        "serde",
        "crate::api",
        "crate::ui",
        "crate::state",
        "ratatui",
    ];
    assert_eq!(mentions("model", &words), nothing());
}

#[test]
fn the_client_knows_no_screen_and_no_simulator() {
    let words = [
        "crate::ui",
        "crate::state",
        "crate::update",
        "crate::simulator",
    ];
    assert_eq!(mentions("api", &words), nothing());
}

#[test]
fn the_simulator_shares_nothing_with_the_client() {
    let words = ["crate::api", "crate::model", "crate::state", "crate::ui"];
    assert_eq!(mentions("simulator", &words), nothing());
}

#[test]
fn the_state_and_the_update_know_no_colours_no_io_and_no_clock() {
    let words = [
        "ratatui",
        "crossterm",
        "tokio",
        "reqwest",
        "std::fs",
        "std::net",
        "Instant",
        "SystemTime",
        "Timestamp::now",
        "crate::ui",
        "crate::runtime",
        "ReadClient",
        "WriteClient",
    ];
    for room in ["state", "update", "keymap"] {
        assert_eq!(mentions(room, &words), nothing(), "{room}");
    }
}

#[test]
fn the_ui_does_no_io_and_never_changes_the_state() {
    let words = [
        "crossterm::",
        "tokio",
        "reqwest",
        "std::fs",
        "std::io",
        "&mut State",
        "crate::runtime",
        "ReadClient",
        "WriteClient",
        "Instant",
        "SystemTime",
        "Timestamp::now",
    ];
    assert_eq!(mentions("ui", &words), nothing());
}

#[test]
fn only_the_runtime_touches_the_terminal() {
    let rooms = [
        "api",
        "cli",
        "config",
        "keymap",
        "list",
        "model",
        "poller",
        "simulator",
        "state",
        "ui",
        "update",
    ];
    for room in rooms {
        assert_eq!(mentions(room, &["crossterm::"]), nothing(), "{room}");
    }
}

#[test]
fn only_the_client_and_the_executor_can_write() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found: Vec<String> = sources("src")
        .into_iter()
        .filter(|(_, text)| text.lines().any(|line| line.contains("writer.send(")))
        .map(|(path, _)| path.strip_prefix(&root).unwrap().display().to_string())
        .collect();
    found.sort();
    assert_eq!(
        found,
        ["runtime/executor.rs", "runtime/executor/recorded.rs"]
    );
    for room in ["poller", "list", "start"] {
        assert_eq!(mentions(room, &["WriteClient"]), nothing(), "{room}");
    }
}

#[test]
fn points_in_time_are_added_and_subtracted_without_overflow() {
    let words = [
        ".uptime + ",
        ".uptime - ",
        ".wall + ",
        ".wall - ",
        "now + ",
        "* 3 + ",
    ];
    for room in [
        "api", "poller", "state", "update", "ui", "export", "journal",
    ] {
        let mut plain = mentions(room, &words);
        // Tests panic as they like.
        plain.retain(|line| !line.contains("tests.rs") && !line.contains("assert"));
        assert_eq!(plain, nothing(), "{room}: saturating_add, saturating_sub");
    }
}

#[test]
fn a_file_reads_in_one_sitting() {
    let long: Vec<String> = ["src", "tests"]
        .into_iter()
        .flat_map(sources)
        .filter(|(_, text)| text.lines().count() > 500)
        .map(|(path, text)| format!("{} {}", path.display(), text.lines().count()))
        .collect();
    assert_eq!(long, nothing());
}
