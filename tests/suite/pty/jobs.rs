//! Living with a shell and with windows that change their size.

use rustix::process::{Pid, Signal, kill_process};

use super::driver::{PATIENCE, Pty, command, warren};

fn shell() -> Pty {
    let mut shell = command("bash", &["--norc", "--noprofile", "--noediting", "-i"]);
    shell.env("PS1", "ready> ");
    let mut pty = Pty::spawn(shell, 80, 24);
    pty.until_text("ready>");
    pty
}

fn on_the_fourth_row(screen: &vt100::Screen) -> bool {
    let text = screen.contents();
    text.lines()
        .nth(7)
        .is_some_and(|line| line.starts_with('>'))
}

#[test]
fn ctrl_z_and_fg_leave_and_come_back_to_the_same_screen() {
    let mut pty = shell();
    pty.send(format!("{} --demo\n", env!("CARGO_BIN_EXE_warren")));
    pty.until_list();
    pty.send("jjj");
    pty.until("the cursor on the fourth row", on_the_fourth_row);
    for round in 0..2 {
        pty.send("\x1a");
        until_prompt(&mut pty, 2 + 2 * round);
        assert!(pty.text().contains("Stopped"), "{}", pty.text());
        let screen = pty.screen.screen();
        assert!(!screen.bracketed_paste() && !screen.hide_cursor());
        pty.send("echo $((6 * 7))\n");
        until_prompt(&mut pty, 3 + 2 * round);
        assert!(pty.text().contains("\n42\n"), "{}", pty.text());
        pty.send("fg\n");
        pty.until("the screen as it was", |screen| {
            screen.alternate_screen() && screen.bracketed_paste() && on_the_fourth_row(screen)
        });
    }
    pty.send("Q");
    until_prompt(&mut pty, 6);
    pty.send("stty -a; echo over\n");
    pty.until_text("\nover");
    assert!(pty.text().contains(" icanon "), "{}", pty.text());
}

#[test]
fn a_stop_that_nobody_announced_is_recovered_from() {
    let mut pty = shell();
    pty.send(format!("{} --demo\n", env!("CARGO_BIN_EXE_warren")));
    pty.until_list();
    let raw = pty.modes();
    let children = format!("/proc/{0}/task/{0}/children", pty.pid());
    let child = std::fs::read_to_string(children).unwrap();
    let child = Pid::from_raw(child.trim().parse().unwrap()).unwrap();
    kill_process(child, Signal::STOP).unwrap();
    pty.until_text("Stopped");
    pty.until_text("ready>");
    assert_ne!(pty.modes(), raw);
    pty.send("fg\n");
    pty.until("the list", |screen| {
        !screen.contents().contains("ready>") && screen.contents().contains("enter open")
    });
    assert_eq!(pty.modes(), raw);
    pty.send("jjj");
    pty.until("the cursor on the fourth row", on_the_fourth_row);
}

/// Waits until the shell asks for its so many-th command.
fn until_prompt(pty: &mut Pty, number: usize) {
    pty.until(&format!("prompt {number}"), |screen| {
        !screen.alternate_screen() && screen.contents().matches("ready>").count() == number
    });
}

#[test]
fn ctrl_z_is_ignored_where_no_shell_could_bring_it_back() {
    let mut pty = Pty::spawn(warren(&["--demo"]), 80, 24);
    pty.until_list();
    pty.send("\x1a/orders");
    pty.until_text("/orders");
}

#[test]
fn every_size_is_survived_and_a_storm_of_sizes_too() {
    let mut pty = Pty::spawn(warren(&["--demo"]), 80, 24);
    pty.until_list();
    for (columns, rows) in [
        (1, 1),
        (2, 200),
        (39, 9),
        (500, 2),
        (40, 10),
        (160, 45),
        (80, 24),
    ] {
        let before = pty.log.len();
        pty.resize(columns, rows);
        let drawn = pty.pump_until(PATIENCE, |pty| pty.log.len() > before);
        assert!(drawn, "{columns}x{rows}");
    }
    pty.until_list();
    for step in 0..300 {
        pty.resize(1 + step * 7 % 200, 1 + step * 5 % 60);
    }
    pty.resize(40, 10);
    pty.until_list();
    pty.resize(160, 45);
    pty.until_list();
    pty.send("Q");
    assert_eq!(pty.until_end().0, 0);
}
