//! The keyboard: a thread that waits for the terminal and turns what comes into our own events.

use super::Pulse;
use crate::event::Event;
use crate::keymap::{Code, Key};
use crossterm::event::{self, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use rustix::event::{PollFd, PollFlags, poll};
use std::fs::File;
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::mpsc::Sender;
use std::time::Duration;

/// Starts the thread. It ends by itself when the terminal is gone.
///
/// # Errors
/// When there is no terminal to read from, or no thread to be had.
pub fn start(pulses: Sender<Pulse>) -> io::Result<()> {
    let terminal = Source::open()?;
    let thread = std::thread::Builder::new().name("input".into());
    thread.spawn(move || {
        let _ = read(&terminal, &pulses);
        // Whatever ended the loop, without a keyboard there is nothing left to do.
        let _ = pulses.send(Pulse::TerminalGone);
    })?;
    Ok(())
}

/// Where keys come from: standard input, or the terminal itself when that is something else.
enum Source {
    Stdin(io::Stdin),
    Terminal(File),
}

impl Source {
    fn open() -> io::Result<Self> {
        let stdin = io::stdin();
        if rustix::termios::isatty(&stdin) {
            return Ok(Self::Stdin(stdin));
        }
        File::open("/dev/tty").map(Self::Terminal)
    }

    fn fd(&self) -> BorrowedFd<'_> {
        match self {
            Self::Stdin(stdin) => stdin.as_fd(),
            Self::Terminal(file) => file.as_fd(),
        }
    }
}

/// Reads until the terminal is gone. The wait is ours, not the library's: it must notice a
/// terminal that hung up, and never turn in circles on one.
fn read(terminal: &Source, pulses: &Sender<Pulse>) -> io::Result<()> {
    loop {
        let mut fds = [PollFd::from_borrowed_fd(terminal.fd(), PollFlags::IN)];
        match poll(&mut fds, None) {
            Ok(_) => {}
            Err(rustix::io::Errno::INTR) => continue,
            Err(error) => return Err(error.into()),
        }
        let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
        if fds[0].revents().intersects(gone) {
            return Ok(());
        }
        while event::poll(Duration::ZERO)? {
            if let Some(event) = translate(event::read()?)
                && pulses.send(Pulse::Event(event)).is_err()
            {
                return Ok(());
            }
        }
    }
}

/// What a terminal event means to us. Releases mean nothing, and sizes come from the signal.
#[must_use]
pub fn translate(event: event::Event) -> Option<Event> {
    match event {
        event::Event::Key(key) => translate_key(key).map(Event::Key),
        event::Event::Paste(text) => Some(Event::Paste(text)),
        event::Event::Resize(..)
        | event::Event::FocusGained
        | event::Event::FocusLost
        | event::Event::Mouse(_) => None,
    }
}

fn translate_key(key: KeyEvent) -> Option<Key> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    let mut shift = key.modifiers.contains(KeyModifiers::SHIFT);
    let code = match key.code {
        KeyCode::Char(letter) => {
            // The letter itself says whether shift was held.
            shift = false;
            Code::Char(letter)
        }
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => {
            shift = true;
            Code::Tab
        }
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::F(number) => Code::F(number),
        _ => return None,
    };
    Some(Key {
        code,
        ctrl: key.modifiers.contains(KeyModifiers::CONTROL),
        alt: key.modifiers.contains(KeyModifiers::ALT),
        shift,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_released_key_means_nothing() {
        let mut key = KeyEvent::new(KeyCode::Char('D'), KeyModifiers::SHIFT);
        assert_eq!(translate_key(key), Some(Key::plain(Code::Char('D'))));
        key.kind = KeyEventKind::Release;
        assert_eq!(translate_key(key), None);
    }

    #[test]
    fn back_tab_is_shift_tab() {
        let key = translate_key(KeyEvent::new(KeyCode::BackTab, KeyModifiers::NONE));
        assert_eq!(key.map(|key| key.to_string()), Some("shift-tab".into()));
    }
}
