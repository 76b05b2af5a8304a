//! A paste, or an answer of the terminal, that has no end.

use std::time::Duration;

use super::driver::{Pty, warren_at};
use super::service::Service;

const HINT: &str = "in a paste; esc ends it";

fn pasting(service: &Service, args: &[&str]) -> Pty {
    let mut pty = Pty::spawn(warren_at(service, args), 80, 24);
    pty.until_list();
    pty.send("\x1b[200~half a pas");
    pty
}

#[test]
fn a_paste_without_its_end_is_left_by_esc_and_runs_no_command_until_then() {
    let service = Service::still(5);
    let mut pty = pasting(&service, &["--refresh", "60"]);
    pty.until_text(HINT);
    // One of them would be a dialog, another the end.
    pty.send("DXtQ\r");
    pty.send("\x1b[A\x1b[99;5:3u");
    pty.pump(Duration::from_millis(300));
    assert!(pty.text().contains(HINT), "{}", pty.text());
    pty.send("\x1b");
    pty.until("the keys", |screen| !screen.contents().contains(HINT));
    pty.key_to_text("/orders", "/orders_");
    assert_eq!(service.writes(), Vec::<String>::new());
}

#[test]
fn a_paste_that_goes_on_late_ends_at_its_end() {
    let service = Service::still(5);
    let mut pty = Pty::spawn(warren_at(&service, &["--refresh", "60"]), 80, 24);
    pty.until_list();
    pty.key_to_text("/", "/_");
    pty.send("\x1b[200~ord");
    pty.until_text(HINT);
    pty.key_to_text("ers\x1b[201~-", "/orders-_");
    assert!(!pty.text().contains(HINT), "{}", pty.text());
}

#[test]
fn ctrl_c_leaves_a_paste_without_its_end_in_every_form() {
    let service = Service::still(5);
    for form in ["\x03", "\x1b[99;5u", "\x1b[27;5;99~"] {
        let mut pty = pasting(&service, &[]);
        pty.until_text(HINT);
        pty.send(form);
        assert_eq!(pty.until_end().0, 0, "{form:?}");
    }
}

#[test]
fn ctrl_c_held_down_leaves_a_paste_without_its_end() {
    let service = Service::still(5);
    let mut pty = pasting(&service, &[]);
    let mut over = false;
    // As a key that repeats. Nobody waits for the hint.
    for _ in 0..300 {
        if pty.pump_until(Duration::from_millis(30), Pty::has_ended) {
            over = true;
            break;
        }
        pty.send("\x03");
    }
    assert!(over, "{}", pty.text());
    assert_eq!(pty.until_end().0, 0);
}

#[test]
fn an_answer_without_its_end_is_said_and_left_by_esc() {
    let service = Service::still(5);
    let mut pty = Pty::spawn(warren_at(&service, &["--lang", "zh-CN"]), 80, 24);
    pty.until_list();
    pty.send("\x1b]52;c;RERE");
    pty.until_text("终端的应答尚未结束；按 esc 结束");
    pty.send("DD\r");
    pty.pump(Duration::from_millis(100));
    pty.send("\x1b");
    pty.until("the keys", |screen| !screen.contents().contains("尚未结束"));
    pty.key_to_text("/orders", "/orders_");
}

#[test]
fn the_hint_is_there_in_a_dialog_and_on_a_tiny_screen_too() {
    let service = Service::still(5);
    let mut pty = Pty::spawn(warren_at(&service, &["--refresh", "60"]), 80, 24);
    pty.until_list();
    pty.key_to_text("D", "paste is off");
    pty.send("\x1b[200~ord");
    pty.until_text(HINT);
    pty.resize(30, 12);
    pty.until("the hint", |screen| {
        let text = screen.contents();
        text.contains("needs 40x10") && text.contains(HINT)
    });
}
