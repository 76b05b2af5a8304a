//! Ways to a clipboard from wherever we run: a desktop's own tool, tmux, the terminal itself.
//!
//! A tool may hang, so nothing here is waited for: [`Clipboard::copy`] hands over, a task tries the
//! ways one after the other, all of them within [`LIMIT`], and what became of it comes back as a
//! pulse. The last way is the sequence OSC 52, which only the owner of the terminal may write.

use super::LoopEvent;
use crate::contained::contained_task;
use crate::state::copied::{Copied, NotCopied, Route};
use base64::Engine as _;
use std::ffi::OsString;
use std::io;
use std::process::Stdio;
use std::sync::mpsc::Sender;
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::Instant;

/// How long all tools together may take.
const LIMIT: Duration = Duration::from_secs(1);
/// Bytes of text that a tool is given.
const MOST_FOR_TOOLS: usize = 4 * 1024 * 1024;
/// Bytes of text that are sent to a terminal: coded they are 100,000, more than that few take.
const MOST_FOR_TERMINALS: usize = 75_000;
/// Characters of one string that GNU screen passes on.
const SCREEN_STRING: usize = 76;

/// A tool that takes text on its standard input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Tool {
    command: &'static [&'static str],
    route: Route,
}

const WAYLAND: Tool = Tool {
    command: &["wl-copy"],
    route: Route::Desktop("wl-copy"),
};
const XCLIP: Tool = Tool {
    command: &["xclip", "-selection", "clipboard"],
    route: Route::Desktop("xclip"),
};
const XSEL: Tool = Tool {
    command: &["xsel", "--clipboard", "--input"],
    route: Route::Desktop("xsel"),
};
const TMUX: Tool = Tool {
    command: &["tmux", "load-buffer", "-w", "-"],
    route: Route::Tmux,
};
/// What tmux before 3.2 understands.
const OLD_TMUX: Tool = Tool {
    command: &["tmux", "load-buffer", "-"],
    route: Route::TmuxBuffer,
};

/// The ways there are where we run, by the environment.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Ways {
    tools: Vec<Tool>,
    terminal: Route,
}

impl Ways {
    fn of(variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let is_set = |name| variable(name).is_some_and(|value| !value.is_empty());
        let in_tmux = is_set("TMUX");
        let tools: [(bool, &[Tool]); 3] = [
            (is_set("WAYLAND_DISPLAY"), &[WAYLAND]),
            (is_set("DISPLAY"), &[XCLIP, XSEL]),
            (in_tmux, &[TMUX, OLD_TMUX]),
        ];
        let here = tools.into_iter().filter(|(here, _)| *here);
        Self {
            tools: here.flat_map(|(_, tools)| tools.iter().copied()).collect(),
            terminal: match is_set("STY") && !in_tmux {
                true => Route::Screen,
                false => Route::Terminal,
            },
        }
    }
}

/// Something to copy.
#[derive(Debug)]
struct Wanted {
    what: String,
    text: String,
}

/// What takes text to a clipboard, in the order in which it is handed over.
#[derive(Debug)]
pub struct Clipboard {
    wanted: UnboundedSender<Wanted>,
}

impl Clipboard {
    /// Starts the task, on the tokio runtime around it. It answers everything that is handed over
    /// with [`LoopEvent::Copied`].
    pub fn start(pulses: Sender<LoopEvent>) -> Self {
        let (wanted, orders) = unbounded_channel();
        let ways = Ways::of(|name| std::env::var_os(name));
        tokio::spawn(serve(ways, orders, pulses));
        Self { wanted }
    }

    /// Hands text over; `what` says in a few words what it is.
    pub fn copy(&self, what: String, text: String) {
        // The task ends only when this end is dropped.
        let _ = self.wanted.send(Wanted { what, text });
    }
}

async fn serve(ways: Ways, mut orders: UnboundedReceiver<Wanted>, pulses: Sender<LoopEvent>) {
    while let Some(Wanted { what, text }) = orders.recv().await {
        // A tool that warren fails with has not taken it.
        let by_tool = contained_task(by_tool(&ways.tools, &text)).await;
        let (went, bytes) = match by_tool.ok().flatten() {
            Some(route) => (Ok(route), Vec::new()),
            None => by_terminal(ways.terminal, &text),
        };
        if pulses
            .send(LoopEvent::Copied(Copied { what, went }, bytes))
            .is_err()
        {
            return;
        }
    }
}

/// The first tool that takes the text in time.
async fn by_tool(tools: &[Tool], text: &str) -> Option<Route> {
    let deadline = Instant::now() + LIMIT;
    if text.len() > MOST_FOR_TOOLS {
        return None;
    }
    for tool in tools {
        match tokio::time::timeout_at(deadline, give(tool.command, text)).await {
            Ok(Ok(())) => return Some(tool.route),
            Ok(Err(error)) => tracing::warn!(tool = tool.command[0], %error, "did not copy"),
            Err(_) => tracing::warn!(tool = tool.command[0], "took too long to copy"),
        }
    }
    None
}

/// Gives a command the text on its standard input and waits for its end.
async fn give(command: &[&str], text: &str) -> io::Result<()> {
    let mut child = Command::new(command[0])
        .args(&command[1..])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(text.as_bytes()).await?;
    }
    let status = child.wait().await?;
    match status.success() {
        true => Ok(()),
        false => Err(io::Error::other(status.to_string())),
    }
}

/// The sequence that asks the terminal to keep the text.
fn by_terminal(route: Route, text: &str) -> (Result<Route, NotCopied>, Vec<u8>) {
    if text.len() > MOST_FOR_TERMINALS {
        let too_long = NotCopied::TooLong {
            bytes: text.len(),
            most: MOST_FOR_TERMINALS,
        };
        return (Err(too_long), Vec::new());
    }
    let coded = base64::engine::general_purpose::STANDARD.encode(text);
    let sequence = format!("\x1b]52;c;{coded}\x07");
    let sequence = match route {
        Route::Screen => through_screen(&sequence),
        _ => sequence,
    };
    (Ok(route), sequence.into_bytes())
}

/// GNU screen hands on what it is told to, in short pieces, and keeps the rest to itself.
fn through_screen(sequence: &str) -> String {
    // All of it is ASCII: any byte is the start of a character.
    let pieces = sequence.as_bytes().chunks(SCREEN_STRING);
    let pieces = pieces.map(|piece| format!("\x1bP{}\x1b\\", String::from_utf8_lossy(piece)));
    pieces.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ways(set: &[&str]) -> (Vec<Route>, Route) {
        let ways = Ways::of(|name| set.contains(&name).then(|| "x".into()));
        let tools = ways.tools.iter().map(|tool| tool.route);
        (tools.collect(), ways.terminal)
    }

    #[test]
    fn the_ways_follow_from_what_is_around_us_and_the_terminal_is_the_last() {
        let tmux = [Route::Tmux, Route::TmuxBuffer];
        let x11 = [Route::Desktop("xclip"), Route::Desktop("xsel")];
        assert_eq!(ways(&[]), (vec![], Route::Terminal));
        assert_eq!(ways(&["TMUX"]), (tmux.to_vec(), Route::Terminal));
        assert_eq!(ways(&["STY"]), (vec![], Route::Screen));
        assert_eq!(ways(&["STY", "TMUX"]), (tmux.to_vec(), Route::Terminal));
        let all = ways(&["TMUX", "DISPLAY"]);
        assert_eq!(all, ([x11, tmux].concat(), Route::Terminal));
        let wayland = ways(&["WAYLAND_DISPLAY"]);
        assert_eq!(wayland, (vec![Route::Desktop("wl-copy")], Route::Terminal));
    }

    #[test]
    fn a_terminal_gets_the_text_coded_and_none_that_it_would_cut() {
        let (went, bytes) = by_terminal(Route::Terminal, "orders-eu-01");
        assert_eq!(went, Ok(Route::Terminal));
        assert_eq!(bytes, b"\x1b]52;c;b3JkZXJzLWV1LTAx\x07");
        let (went, bytes) = by_terminal(Route::Terminal, &"x".repeat(75_001));
        let (bytes_of_text, most) = (75_001, 75_000);
        let too_long = NotCopied::TooLong {
            bytes: bytes_of_text,
            most,
        };
        assert_eq!((went, bytes), (Err(too_long), Vec::new()));
    }

    #[test]
    fn screen_gets_pieces_that_it_hands_on() {
        let (_, bytes) = by_terminal(Route::Screen, &"x".repeat(200));
        let text = String::from_utf8(bytes).unwrap();
        let pieces: Vec<&str> = text.split_inclusive("\x1b\\").collect();
        let inner = pieces.iter().map(|piece| {
            let inner = piece.strip_prefix("\x1bP").unwrap();
            assert!(piece.len() <= SCREEN_STRING + 4, "{piece:?}");
            inner.strip_suffix("\x1b\\").unwrap()
        });
        let (_, plain) = by_terminal(Route::Terminal, &"x".repeat(200));
        assert_eq!(inner.collect::<String>().into_bytes(), plain);
    }

    #[tokio::test]
    async fn a_tool_that_warren_itself_fails_with_is_passed_over_and_the_next_text_is_copied() {
        let ways = Ways {
            // It has no name to be started by.
            tools: vec![Tool {
                command: &[],
                route: Route::Desktop("test"),
            }],
            terminal: Route::Terminal,
        };
        let (wanted, orders) = unbounded_channel();
        for what in ["one", "two"] {
            let wanted = wanted.send(Wanted {
                what: what.into(),
                text: "text".into(),
            });
            wanted.unwrap();
        }
        drop(wanted);
        let (pulses, wakes) = std::sync::mpsc::channel();
        serve(ways, orders, pulses).await;
        let went: Vec<_> = wakes
            .iter()
            .map(|pulse| match pulse {
                LoopEvent::Copied(copied, bytes) => (copied.what, copied.went, bytes.is_empty()),
                other => panic!("{other:?}"),
            })
            .collect();
        let by_terminal = |what: &str| (what.to_owned(), Ok(Route::Terminal), false);
        assert_eq!(went, [by_terminal("one"), by_terminal("two")]);
    }

    #[tokio::test]
    async fn a_tool_that_is_missing_fails_or_hangs_is_passed_over_in_time() {
        let tool = |command| Tool {
            command,
            route: Route::Desktop("test"),
        };
        let missing = tool(&["no-such-tool-anywhere"]);
        let works = tool(&["cat"]);
        assert_eq!(by_tool(&[missing], "text").await, None);
        assert_eq!(by_tool(&[tool(&["false"])], "text").await, None);
        assert_eq!(
            by_tool(&[missing, works], "text").await,
            Some(Route::Desktop("test"))
        );
        // It takes no input and does not end: more text than a pipe holds must not hold us up.
        let hangs = tool(&["sleep", "60"]);
        let begun = Instant::now();
        assert_eq!(by_tool(&[hangs], &"x".repeat(300_000)).await, None);
        assert!(begun.elapsed() < LIMIT * 5);
    }
}
