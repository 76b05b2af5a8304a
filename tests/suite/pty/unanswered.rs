//! A write whose session ended before its answer came: the next start says so.

use std::path::Path;
use std::time::Duration;

use rustix::process::Signal;
use warren::journal::{file, read};
use warren::simulator::world::instance::Status;
use warren::simulator::{Clock, Config};

use super::driver::{PATIENCE, Pty, after, warren_at};
use super::service::Service;

/// A fleet that takes every write and answers none.
fn silent() -> Service {
    Service::start(Config {
        instances: 3,
        faults: vec!["hang@writes".parse().unwrap()],
        clock: Clock::manual_at(jiff::Timestamp::now()),
        ..Config::default()
    })
}

fn start(service: &Service, state: &Path) -> Pty {
    let mut command = warren_at(service, &["--refresh", "1"]);
    command.env("XDG_STATE_HOME", state);
    let mut pty = Pty::spawn(command, 100, 24);
    pty.until_list();
    pty
}

/// The words on the screen, as if no box broke their lines.
fn words(screen: &vt100::Screen) -> String {
    let text = screen.contents().replace('│', " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Presses Esc, and waits until that has taken this text away.
fn escape(pty: &mut Pty, text: &str) {
    pty.send("\x1b");
    pty.until("what esc does", |screen| !words(screen).contains(text));
}

/// The name under the cursor.
fn name(pty: &Pty) -> String {
    let text = pty.text();
    let row = text.lines().find(|line| line.starts_with('>')).unwrap();
    let mut words = row.trim_start_matches('>').split_whitespace();
    words.find(|word| word.contains('-')).unwrap().to_owned()
}

/// Restarts what is under the cursor, and waits until the request is out.
fn restart(pty: &mut Pty, service: &Service) -> String {
    let name = name(pty);
    pty.send("X");
    pty.until_text("POST ");
    pty.send(&name);
    pty.until_text("armed");
    pty.send("\r");
    let sent = pty.pump_until(PATIENCE, |_| !service.writes().is_empty());
    assert!(sent, "{}", pty.text());
    name
}

#[test]
fn however_a_session_ends_during_a_write_the_next_start_says_that_its_end_was_not_seen() {
    type End = fn(&mut Pty);
    let ends: [(&str, End); 5] = [
        ("SIGTERM", |pty| pty.signal(Signal::TERM)),
        ("SIGKILL", |pty| pty.signal(Signal::KILL)),
        ("SIGHUP", |pty| pty.signal(Signal::HUP)),
        ("Q", |pty| {
            pty.send("Q");
            pty.until_text("has not been answered");
            // A letter typed quickly does not answer.
            pty.pump(Duration::from_millis(800));
            pty.send("y");
        }),
        ("ctrl-c", |pty| pty.send("\x03")),
    ];
    for (how, end) in ends {
        let service = silent();
        let state = tempfile::tempdir().unwrap();
        let mut first = start(&service, state.path());
        let name = restart(&mut first, &service);
        end(&mut first);
        first.until_end();
        let journal = state.path().join("warren").join(file::FILE);
        let before = std::fs::read_to_string(&journal).unwrap();
        assert!(read(&[&before]).entries[0].outcome.is_none(), "{how}");
        // It may still come: nothing shows of it.
        service.edit(|world| {
            for id in super::service::ids(world) {
                world.set_status(&id, Status::Running);
            }
        });
        let mut second = start(&service, state.path());
        let told = format!("the answer to restart {name} was never seen: sent 20");
        second.until("the notice", |screen| words(screen).contains(&told));
        // It may stand elsewhere by now.
        second.send(format!("/{name}"));
        second.until_text(&format!("/{name}_"));
        second.send("\r");
        second.until_text("1 of 3");
        second.send("X");
        let why = "The answer to an earlier request was lost (restart";
        second.until("the reason", |screen| words(screen).contains(why));
        assert_eq!(service.writes().len(), 1, "{how}");
        let after = std::fs::read_to_string(&journal).unwrap();
        assert!(after.starts_with(&before), "{how}");
    }
}

#[test]
fn a_write_of_a_session_that_goes_on_is_no_news_at_another_start() {
    let service = silent();
    let state = tempfile::tempdir().unwrap();
    let mut first = start(&service, state.path());
    restart(&mut first, &service);
    let mut second = start(&service, state.path());
    second.send("gj");
    second.until_text("answer unknown");
    assert!(!second.text().contains("never seen"), "{}", second.text());
    escape(&mut second, "answer unknown");
    second.send("E");
    second.until_text("ERRORS AND EVENTS");
    assert!(!second.text().contains("never seen"), "{}", second.text());
}

#[test]
fn a_disk_that_is_full_is_said_in_the_dialog_in_a_notice_and_in_the_journal() {
    let service = Service::still(3);
    let state = tempfile::tempdir().unwrap();
    let mut command = warren_at(&service, &["--refresh", "1"]);
    command.env("XDG_STATE_HOME", state.path());
    // No file grows beyond 512 bytes: half of a line.
    let command = after("trap '' XFSZ; ulimit -f 1", &command);
    let mut pty = Pty::spawn(command, 100, 30);
    pty.until_list();
    let trouble = "New changes are not written down: File too large";
    pty.until("the notice", |screen| words(screen).contains(trouble));
    pty.send("z");
    pty.until("what z does", |screen| !words(screen).contains(trouble));
    let name = name(&pty);
    pty.send("X");
    pty.until_text("Not written down: File too large");
    pty.send(&name);
    pty.until_text("armed");
    pty.send("\r");
    // The toast of the write is in front of the lasting one.
    pty.until("the write", |_| !service.writes().is_empty());
    pty.send("gj");
    pty.until("what is missing", |screen| {
        let text = words(screen);
        text.contains("JOURNAL")
            && text.contains(trouble)
            && text.contains("about an earlier change")
    });
    assert!(
        !pty.text().contains("Nothing was changed"),
        "{}",
        pty.text()
    );
    escape(&mut pty, "JOURNAL");
    pty.send("E");
    pty.until("the notice", |screen| {
        let text = words(screen);
        text.contains("ERRORS AND EVENTS") && text.contains(&format!("X {trouble}"))
    });
}
