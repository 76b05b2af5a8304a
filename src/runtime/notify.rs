//! Notices beyond the screen: the bell, a sequence for the terminal, a command of the user's.
//!
//! What a terminal gets is made here and written by the owner of the terminal. The command gets the
//! finding as JSON on its standard input; no shell is between, it has [`LIMIT`], and nothing waits
//! for it.

use super::LoopEvent;
use crate::contained::contained_task;
use crate::event::Event;
use crate::state::notify::{NotifySequence, NotifySettings};
use crate::text;
use std::ffi::OsString;
use std::io;
use std::process::Stdio;
use std::sync::mpsc::Sender;
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// How long the command may take.
const LIMIT: Duration = Duration::from_secs(10);
/// Cells of a notice in a terminal.
const MOST: usize = 200;

/// What stands between us and the terminal, by the environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Between {
    Nothing,
    /// It passes on what is meant for the terminal where its `allow-passthrough` is on.
    Tmux,
    Screen,
}

impl Between {
    fn of(variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let is_set = |name| variable(name).is_some_and(|value| !value.is_empty());
        match (is_set("TMUX"), is_set("STY")) {
            (true, _) => Self::Tmux,
            (false, true) => Self::Screen,
            (false, false) => Self::Nothing,
        }
    }

    fn through(self, sequence: &str) -> String {
        match self {
            Self::Nothing => sequence.to_owned(),
            Self::Tmux => format!("\x1bPtmux;{}\x1b\\", sequence.replace('\x1b', "\x1b\x1b")),
            Self::Screen => format!("\x1bP{sequence}\x1b\\"),
        }
    }
}

/// Gives notices.
#[derive(Debug)]
pub struct Notifier {
    between: Between,
    hooks: UnboundedSender<(Vec<String>, String)>,
}

impl Notifier {
    /// Starts the task that runs commands, on the tokio runtime around it. That one failed is said
    /// to `pulses`, once until one does not.
    pub fn start(pulses: Sender<LoopEvent>) -> Self {
        let (hooks, orders) = unbounded_channel();
        tokio::spawn(serve(orders, pulses));
        Self {
            between: Between::of(|name| std::env::var_os(name)),
            hooks,
        }
    }

    /// Has the command of the user's run, if there is one, and gives the bytes for the terminal.
    pub fn give(&self, settings: &NotifySettings, line: &str, json: String) -> Vec<u8> {
        if !settings.command.is_empty() {
            let _ = self.hooks.send((settings.command.clone(), json));
        }
        bytes(settings, self.between, line)
    }
}

/// What the terminal is given. Nothing in a line steers it.
fn bytes(settings: &NotifySettings, between: Between, line: &str) -> Vec<u8> {
    let line = text::cut(&text::clean(line), MOST);
    let sequence = settings.terminal.map(|sequence| match sequence {
        NotifySequence::Osc9 => format!("\x1b]9;{line}\x07"),
        NotifySequence::Osc777 => format!("\x1b]777;notify;warren;{}\x07", line.replace(';', ",")),
    });
    let mut bytes = sequence.map_or_else(String::new, |one| between.through(&one));
    if settings.bell {
        bytes.push('\x07');
    }
    bytes.into_bytes()
}

async fn serve(mut orders: UnboundedReceiver<(Vec<String>, String)>, pulses: Sender<LoopEvent>) {
    let mut said = false;
    while let Some((command, json)) = orders.recv().await {
        let went = contained_task(run(command, json, LIMIT)).await;
        let went = went.unwrap_or_else(|defect| Err(io::Error::other(defect.to_string())));
        match went {
            Ok(()) => said = false,
            Err(error) if !said => {
                tracing::warn!(%error, "the command for notices failed");
                said = true;
                let failed = Event::HookFailed(error.to_string());
                if pulses.send(LoopEvent::Event(failed)).is_err() {
                    return;
                }
            }
            Err(_) => {}
        }
    }
}

/// Runs a command with this on its standard input, for so long at most.
async fn run(command: Vec<String>, json: String, limit: Duration) -> io::Result<()> {
    let (program, arguments) = command
        .split_first()
        .ok_or_else(|| io::Error::other("no command"))?;
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    let input = child.stdin.take();
    let whole = async {
        if let Some(mut input) = input {
            // One that ends without reading has decided what it needs.
            match input.write_all(json.as_bytes()).await {
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(error),
                Ok(()) | Err(_) => {}
            }
        }
        child.wait().await
    };
    match tokio::time::timeout(limit, whole).await {
        Ok(Ok(status)) if status.success() => Ok(()),
        Ok(Ok(status)) => Err(io::Error::other(status.to_string())),
        Ok(Err(error)) => Err(error),
        Err(_) => Err(io::Error::other(format!("not done after {limit:?}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn settings(bell: bool, terminal: Option<NotifySequence>) -> NotifySettings {
        NotifySettings {
            bell,
            terminal,
            ..NotifySettings::default()
        }
    }

    #[test]
    fn a_terminal_rings_and_gets_the_line_in_the_sequence_that_was_chosen() {
        let given = |terminal, between| {
            let bytes = bytes(&settings(true, terminal), between, "orders: no; consumers");
            String::from_utf8(bytes).unwrap()
        };
        let nine = Some(NotifySequence::Osc9);
        assert_eq!(given(None, Between::Tmux), "\x07");
        assert_eq!(
            given(nine, Between::Nothing),
            "\x1b]9;orders: no; consumers\x07\x07"
        );
        let other = given(Some(NotifySequence::Osc777), Between::Nothing);
        assert_eq!(
            other,
            "\x1b]777;notify;warren;orders: no, consumers\x07\x07"
        );
        let tmux = given(nine, Between::Tmux);
        assert_eq!(
            tmux,
            "\x1bPtmux;\x1b\x1b]9;orders: no; consumers\x07\x1b\\\x07"
        );
        let screen = given(nine, Between::Screen);
        assert_eq!(screen, "\x1bP\x1b]9;orders: no; consumers\x07\x1b\\\x07");
        assert_eq!(bytes(&settings(false, None), Between::Nothing, "x"), b"");
    }

    #[test]
    fn nothing_that_a_service_says_steers_the_terminal() {
        let evil = "a\x07b\x1b]0;owned\x1b\\c\u{9c}d\ne\u{9b}2J\r\0\u{202e}".repeat(100);
        for sequence in [NotifySequence::Osc9, NotifySequence::Osc777] {
            for between in [Between::Nothing, Between::Tmux, Between::Screen] {
                let clean = bytes(&settings(false, Some(sequence)), between, "x");
                let bytes = bytes(&settings(false, Some(sequence)), between, &evil);
                let text = String::from_utf8(bytes).unwrap();
                let steers = |text: &str| text.chars().filter(|one| one.is_control()).collect();
                let (found, expected): (String, String) =
                    (steers(&text), steers(std::str::from_utf8(&clean).unwrap()));
                assert_eq!(found, expected, "{text:?}");
                assert!(!text.contains('\u{202e}') && text.len() < 400, "{text:?}");
            }
        }
    }

    #[test]
    fn what_is_around_us_says_how_a_sequence_gets_to_the_terminal() {
        let of = |set: &[&str]| Between::of(|name| set.contains(&name).then(|| "x".into()));
        assert_eq!(of(&[]), Between::Nothing);
        assert_eq!(of(&["STY"]), Between::Screen);
        assert_eq!(of(&["TMUX", "STY"]), Between::Tmux);
    }

    fn command(parts: &[&str]) -> Vec<String> {
        parts.iter().map(|part| (*part).to_owned()).collect()
    }

    #[test]
    fn a_notice_goes_to_the_terminal_and_to_the_command_where_there_is_one() {
        let (hooks, mut orders) = unbounded_channel();
        let between = Between::Nothing;
        let notifier = Notifier { between, hooks };
        let mut settings = settings(true, None);
        assert_eq!(notifier.give(&settings, "x", "{}".into()), b"\x07");
        assert!(orders.try_recv().is_err());
        settings.command = command(&["hook", "-v"]);
        assert_eq!(notifier.give(&settings, "x", "{}".into()), b"\x07");
        let order = orders.try_recv().unwrap();
        assert_eq!(order, (command(&["hook", "-v"]), "{}".to_owned()));
    }

    #[tokio::test]
    async fn a_command_gets_the_finding_and_no_shell() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("a $(b) ;c");
        let path = file.to_str().unwrap();
        run(command(&["tee", path]), "{\"code\":1}".into(), LIMIT)
            .await
            .unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "{\"code\":1}");
    }

    #[tokio::test]
    async fn a_command_that_fails_or_hangs_is_said_once() {
        let none = run(command(&["no-such-command-anywhere"]), String::new(), LIMIT);
        assert!(none.await.is_err());
        let long = "x".repeat(300_000);
        let hangs = run(
            command(&["sleep", "60"]),
            long.clone(),
            Duration::from_millis(20),
        );
        assert!(hangs.await.is_err());
        // It takes nothing and is content.
        assert!(run(command(&["true"]), long, LIMIT).await.is_ok());
        let (hooks, orders) = unbounded_channel();
        for name in ["false", "false", "true", "false"] {
            hooks.send((command(&[name]), String::new())).unwrap();
        }
        drop(hooks);
        let (pulses, wakes) = std::sync::mpsc::channel();
        serve(orders, pulses).await;
        assert_eq!(wakes.iter().count(), 2);
    }
}
