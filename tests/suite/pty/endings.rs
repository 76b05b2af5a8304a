//! However it ends, it ends, and the terminal is as it was.

use std::path::Path;
use std::time::Duration;

use rustix::process::Signal;
use warren::runtime::terminal::{self, Terminal};
use warren::start::crash;

use super::driver::{Pty, after, command, warren, warren_at};
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
fn quitting_gives_the_terminal_back() {
    assert_eq!(ends_by(|pty| pty.send("Q")), 0);
    assert_eq!(ends_by(|pty| pty.send("\x03")), 0);
}

#[test]
fn signals_give_the_terminal_back() {
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        ends_by(|pty| pty.signal(signal));
    }
}

#[test]
fn whatever_signal_ends_it_the_terminal_is_given_back_and_it_dies_of_that_signal() {
    for (signal, name) in [
        (Signal::QUIT, "Quit"),
        (Signal::USR1, "User defined signal 1"),
        (Signal::USR2, "User defined signal 2"),
        (Signal::ALARM, "Alarm clock"),
        (Signal::XCPU, "CPU time limit exceeded"),
        (Signal::XFSZ, "File size limit exceeded"),
        (Signal::VTALARM, "Virtual timer expired"),
        (Signal::PROF, "Profiling timer expired"),
        (Signal::ABORT, "Aborted"),
        (Signal::TRAP, "Trace/breakpoint trap"),
        (Signal::SYS, "Bad system call"),
    ] {
        let mut pty = Pty::spawn(warren(&["--demo"]), 80, 24);
        pty.until_list();
        pty.signal(signal);
        let died = pty.until_death();
        assert!(died.starts_with(name), "{signal:?}: {died}");
        assert_given_back(&pty);
    }
}

#[test]
fn a_signal_without_a_name_gives_the_terminal_back_and_is_told() {
    for number in [16, 29, 30, 34, 64] {
        let mut pty = Pty::spawn(warren(&["--demo"]), 80, 24);
        pty.until_list();
        let pid = pty.pid().to_string();
        let kill = std::process::Command::new("sh")
            .args(["-c", &format!("kill -{number} {pid}")])
            .status();
        assert!(kill.unwrap().success());
        assert_eq!(pty.until_end().0, 1);
        assert_given_back(&pty);
        let told = format!("ended by signal {number}");
        assert!(pty.text().contains(&told), "{}", pty.text());
    }
}

#[test]
fn a_limit_on_processor_time_gives_the_terminal_back() {
    let mut pty = Pty::spawn(after("ulimit -S -t 1", &warren(&["--demo"])), 80, 24);
    pty.until_list();
    // Redrawing everything is work enough.
    while !pty.pump_until(Duration::from_millis(20), Pty::has_ended) {
        pty.send("\x0c".repeat(20));
    }
    assert_eq!(pty.until_death(), "CPU time limit exceeded");
    assert_given_back(&pty);
}

#[test]
fn a_signal_that_whoever_started_it_ignores_stays_ignored() {
    let mut pty = Pty::spawn(after("trap '' USR1", &warren(&["--demo"])), 80, 24);
    pty.until_list();
    pty.signal(Signal::USR1);
    pty.key_to_text("/orders", "/orders");
}

/// Closes the terminal twenty times; gives the slowest end.
fn closes(before: Option<&str>, keys: &str) -> Duration {
    let ends = (0..20).map(|_| {
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
fn it_ends_when_its_terminal_is_closed() {
    let slowest = closes(None, "");
    println!("closed: slowest end {slowest:?}");
    assert!(slowest < Duration::from_secs(2), "{slowest:?}");
}

#[test]
fn it_ends_when_its_terminal_is_closed_even_if_sighup_is_ignored() {
    let slowest = closes(Some("trap '' HUP"), "");
    println!("closed with SIGHUP ignored: slowest end {slowest:?}");
    assert!(slowest < Duration::from_secs(2), "{slowest:?}");
}

/// A program on a terminal that takes nothing any more.
fn stuck() -> (Pty, Service) {
    let service = Service::still(50);
    let mut pty = Pty::spawn(warren_at(&service, &["--refresh", "1"]), 160, 45);
    pty.until_list();
    // Redrawing everything so often is more than a terminal holds that nobody reads.
    for _ in 0..100 {
        pty.send("\x0c");
    }
    let asked = service.requests().len();
    service.until_requests(asked + 4);
    (pty, service)
}

#[test]
fn a_terminal_that_takes_nothing_holds_up_neither_ctrl_c_nor_a_signal() {
    let (mut pty, _service) = stuck();
    pty.send("\x03");
    let took = pty.program.until_end();
    assert!(took < Duration::from_secs(2), "{took:?}");
    assert_eq!(pty.modes(), pty.found);
    let (pty, _service) = stuck();
    pty.signal(Signal::TERM);
    let took = pty.program.until_end();
    assert!(took < Duration::from_secs(2), "{took:?}");
    assert_eq!(pty.modes(), pty.found);
}

#[test]
fn a_terminal_that_was_stuck_shows_what_is_true_by_then() {
    let (mut pty, service) = stuck();
    let bytes = pty.written();
    service.edit(|world| {
        world.insert_sample("born-in-the-dark");
    });
    pty.send("/born");
    pty.until_text("born-in-the-dark");
    println!("{} bytes after it was stuck", pty.written() - bytes);
}

/// What the test below runs on a terminal; alone it does nothing.
#[test]
fn panics_if_it_is_told_to() {
    if std::env::var_os("WARREN_TEST_PANIC").is_none() {
        return;
    }
    let home = std::env::var_os("HOME").unwrap();
    crash::report_to(Path::new(&home).join("reports"));
    let ended = crash::survive(|| {
        terminal::watch_for_panics(|| {});
        let _terminal = Terminal::guard().unwrap();
        panic!("the wheel fell off");
    });
    // The end of the test program would have more to say.
    std::process::exit(ended.unwrap().code().into());
}

#[test]
fn a_panic_gives_the_terminal_back_and_the_last_line_says_where_the_report_is() {
    let itself = std::env::current_exe().unwrap();
    let test = "pty::endings::panics_if_it_is_told_to";
    let args = ["--exact", test, "--nocapture"];
    let mut panics = command(itself.to_str().unwrap(), &args);
    panics.env("WARREN_TEST_PANIC", "1");
    let mut pty = Pty::spawn(panics, 80, 24);
    assert_eq!(pty.until_end().0, 1);
    assert_given_back(&pty);
    let bytes = String::from_utf8(pty.bytes()).unwrap();
    let (_, said) = bytes.split_once("\x1b[?1049l").unwrap();
    let line = said.trim_end().lines().last().unwrap();
    let (what, path) = line.split_once("; the report is in ").unwrap();
    assert!(what.ends_with("the wheel fell off"), "{bytes:?}");
    let report = std::fs::read_to_string(path).unwrap();
    assert!(report.contains("the wheel fell off"), "{report}");
}
