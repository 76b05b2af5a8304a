//! Living with a shell and with windows that change their size.

use super::driver::{PATIENCE, Pty, command, warren};

fn shell() -> Pty {
    let mut shell = command("bash", &["--norc", "--noprofile", "--noediting", "-i"]);
    shell.env("PS1", "ready> ");
    let mut pty = Pty::spawn(shell, 80, 24);
    pty.until_text("ready>");
    pty
}

#[test]
fn ctrl_z_and_fg_leave_and_come_back_to_the_same_screen() {
    let mut pty = shell();
    pty.send(format!("{} --demo\n", env!("CARGO_BIN_EXE_warren")));
    pty.until_list();
    pty.send("jjj");
    pty.until("the cursor on the fourth row", |screen| {
        screen
            .contents()
            .lines()
            .nth(7)
            .is_some_and(|line| line.starts_with('>'))
    });
    let before: Vec<_> = pty
        .text()
        .lines()
        .skip(3)
        .take(15)
        .map(str::to_owned)
        .collect();
    for _ in 0..2 {
        pty.send("\x1a");
        pty.until("the shell", |screen| {
            !screen.alternate_screen() && screen.contents().contains("Stopped")
        });
        pty.send("echo $((6 * 7))\n");
        pty.until_text("42");
        assert!(!pty.screen.screen().bracketed_paste() && !pty.screen.screen().hide_cursor());
        pty.send("fg\n");
        pty.until("the screen as it was", |screen| {
            let now: Vec<_> = screen
                .contents()
                .lines()
                .skip(3)
                .take(15)
                .map(str::to_owned)
                .collect();
            screen.alternate_screen() && now == before
        });
    }
    pty.send("Q");
    pty.until("the shell", |screen| !screen.alternate_screen());
    pty.send("echo $((6 * 9))\n");
    pty.until_text("54");
}

#[test]
fn ctrl_z_is_ignored_where_no_shell_could_bring_it_back() {
    let mut pty = Pty::spawn(warren(&["--demo"]), 80, 24);
    pty.until_list();
    pty.send("\x1a/orders");
    pty.until_text("/orders");
}

#[test]
fn p33_every_size_is_survived_and_a_storm_of_sizes_too() {
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
