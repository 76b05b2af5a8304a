//! Terminals that do not know their size, or cannot draw.

use super::driver::{PATIENCE, Pty, warren};

#[test]
fn a_terminal_that_does_not_know_its_size_is_taken_for_the_usual_one() {
    let mut pty = Pty::spawn(warren(&["--demo"]), 0, 0);
    pty.until_list();
    assert!(
        pty.text().lines().last().unwrap().contains("enter open"),
        "{}",
        pty.text()
    );
    pty.send("Q");
    assert_eq!(pty.until_end().0, 0);
}

#[test]
fn a_terminal_that_does_not_know_its_size_has_the_one_of_the_variables() {
    let mut command = warren(&["--demo"]);
    command.env("COLUMNS", "70");
    command.env("LINES", "20");
    let mut pty = Pty::spawn(command, 0, 0);
    pty.until_list();
    let last = |pty: &Pty| {
        pty.text()
            .lines()
            .position(|line| line.contains("enter open"))
    };
    assert_eq!(last(&pty), Some(19), "{}", pty.text());
    let widest = pty
        .text()
        .lines()
        .map(|line| line.trim_end().chars().count())
        .max();
    assert_eq!(widest, Some(70));
}

#[test]
fn a_size_that_becomes_unknown_draws_all_the_same() {
    let mut pty = Pty::spawn(warren(&["--demo"]), 100, 30);
    pty.until_list();
    pty.resize(0, 0);
    let usual = pty.pump_until(PATIENCE, |pty| {
        pty.text()
            .lines()
            .nth(23)
            .is_some_and(|line| line.contains("enter open"))
    });
    assert!(usual, "{}", pty.text());
    pty.resize(0, 30);
    let usual = pty.pump_until(PATIENCE, |pty| {
        pty.text()
            .lines()
            .nth(29)
            .is_some_and(|line| line.contains("enter open"))
    });
    assert!(usual, "{}", pty.text());
}

#[test]
fn a_terminal_without_a_screen_is_refused_in_words() {
    let mut command = warren(&["--demo"]);
    command.env("TERM", "dumb");
    let mut pty = Pty::spawn(command, 80, 24);
    assert_eq!(pty.until_end().0, 1);
    let text = pty.text().replace('\n', " ");
    for words in ["TERM=dumb", "warren list", "warren --frame 120x40"] {
        assert!(text.contains(words), "{text}");
    }
    assert_eq!(pty.modes(), pty.found);
    assert!(!pty.bytes().contains(&0x1b), "{text}");
}

#[test]
fn a_terminal_without_a_name_is_drawn_on() {
    let mut command = warren(&["--demo"]);
    command.env_remove("TERM");
    let mut pty = Pty::spawn(command, 80, 24);
    pty.until_list();
}
