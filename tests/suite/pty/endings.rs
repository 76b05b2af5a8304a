//! P26, P27: however it ends, it ends, and the terminal is as it was.

use std::time::Duration;

use rustix::process::Signal;

use super::driver::{Pty, after, warren, warren_at};
use super::service::Service;

/// The terminal is as the program found it.
fn assert_given_back(pty: &Pty) {
    assert_eq!(pty.modes(), pty.found);
    let screen = pty.screen.screen();
    assert_eq!(
        (
            screen.alternate_screen(),
            screen.hide_cursor(),
            screen.bracketed_paste()
        ),
        (false, false, false),
        "{}",
        pty.text()
    );
    assert_eq!(screen.bgcolor(), vt100::Color::Default);
    assert_eq!(screen.fgcolor(), vt100::Color::Default);
}

fn ends_by(what: impl FnOnce(&mut Pty)) -> u32 {
    let mut pty = Pty::spawn(warren(&["--demo"]), 80, 24);
    pty.until_list();
    assert_ne!(pty.modes(), pty.found);
    what(&mut pty);
    let (code, took) = pty.until_end();
    assert!(took < Duration::from_secs(2), "{took:?}");
    assert_given_back(&pty);
    code
}

#[test]
fn p27_quitting_gives_the_terminal_back() {
    assert_eq!(ends_by(|pty| pty.send("Q")), 0);
    assert_eq!(ends_by(|pty| pty.send("\x03")), 0);
}

#[test]
fn p27_signals_give_the_terminal_back() {
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        ends_by(|pty| pty.signal(signal));
    }
}

/// Closes the terminal five times; gives the slowest end.
fn closes(before: Option<&str>, keys: &str) -> Duration {
    let ends = (0..5).map(|_| {
        let service = Service::still(5);
        let command = warren_at(&service, &["--refresh", "1"]);
        let command = match before {
            Some(before) => after(before, &command),
            None => command,
        };
        let mut pty = Pty::spawn(command, 80, 24);
        pty.until_list();
        pty.send(keys);
        pty.hang_up().until_end()
    });
    ends.max().unwrap()
}

#[test]
fn p26_it_ends_when_its_terminal_is_closed() {
    let slowest = closes(None, "");
    println!("closed: slowest end {slowest:?}");
    assert!(slowest < Duration::from_secs(2), "{slowest:?}");
}

#[test]
fn p26_it_ends_when_its_terminal_is_closed_even_if_sighup_is_ignored() {
    let slowest = closes(Some("trap '' HUP"), "");
    println!("closed with SIGHUP ignored: slowest end {slowest:?}");
    assert!(slowest < Duration::from_secs(2), "{slowest:?}");
}
