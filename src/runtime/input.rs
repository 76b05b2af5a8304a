//! The keyboard: a thread that waits for the terminal and turns what comes into our own events.
//!
//! It reads the terminal itself, by level: whatever is there is read, in one piece or in many,
//! and a terminal that hung up ends the thread instead of turning it in circles, even in the
//! middle of a sequence.

mod enhanced;
mod mouse;
mod parser;
mod plain;
mod sequence;
mod unended;

pub use parser::Parser;

use super::LoopEvent;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use std::fs::File;
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

/// So much is taken as one arrival, in bytes.
const MOST_AT_ONCE: usize = 65_536;

/// Starts the thread. It ends by itself when the terminal is gone.
///
/// # Errors
/// When there is no terminal to read from, or no thread to be had.
pub fn start(pulses: Sender<LoopEvent>) -> io::Result<()> {
    let terminal = Source::open()?;
    let thread = std::thread::Builder::new().name("input".into());
    thread.spawn(move || {
        let _ = read(terminal.fd(), &pulses);
        // Whatever ended the loop, without a keyboard there is nothing left to do.
        let _ = pulses.send(LoopEvent::TerminalGone);
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

/// Reads until the terminal is gone.
fn read(terminal: BorrowedFd<'_>, pulses: &Sender<LoopEvent>) -> Result<(), Errno> {
    let clock = Instant::now();
    let mut parser = Parser::default();
    let mut bytes = [0; 4096];
    let mut arrived = Vec::new();
    loop {
        // What has arrived so far is less than the whole where so much came that it was cut.
        let wait = match arrived.is_empty() {
            true => parser.due().map(|due| due.saturating_sub(clock.elapsed())),
            false => Some(Duration::ZERO),
        };
        let wait = wait.and_then(|wait| Timespec::try_from(wait).ok());
        let mut fds = [PollFd::from_borrowed_fd(terminal, PollFlags::IN)];
        let ready = match poll(&mut fds, wait.as_ref()) {
            Ok(ready) => ready,
            Err(Errno::INTR) => continue,
            Err(error) => return Err(error),
        };
        let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
        if fds[0].revents().intersects(gone) {
            return Ok(());
        }
        if ready > 0 {
            match rustix::io::read(terminal, &mut bytes) {
                Ok(0) => return Ok(()),
                Ok(count) => {
                    arrived.extend(&bytes[..count]);
                    if count > bytes.len() / 2 && arrived.len() < MOST_AT_ONCE {
                        continue;
                    }
                }
                // Somebody else may have read first, if the terminal is shared.
                Err(Errno::INTR | Errno::AGAIN) => continue,
                Err(error) => return Err(error),
            }
        }
        let events = match arrived.is_empty() {
            true => parser.pass_time(clock.elapsed()),
            false => parser.take(&arrived, clock.elapsed()),
        };
        arrived.clear();
        for event in events {
            if pulses.send(LoopEvent::Event(event)).is_err() {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Event;
    use crate::key::{Code, Key};
    use std::os::unix::net::UnixStream;
    use std::sync::mpsc::channel;

    #[test]
    fn a_terminal_that_hangs_up_in_the_middle_of_a_paste_ends_the_reading() {
        let (mut ours, theirs) = UnixStream::pair().unwrap();
        let (pulses, taken) = channel();
        io::Write::write_all(&mut ours, b"j\x1b[200~half a pas").unwrap();
        drop(ours);
        assert_eq!(read(theirs.as_fd(), &pulses), Ok(()));
        drop(pulses);
        let keys: Vec<_> = taken.iter().collect();
        // A hang-up may be seen before what was sent: then there is nothing to take.
        let j = Key::plain(Code::Char('j'));
        let only_j =
            |pulse: &LoopEvent| matches!(pulse, LoopEvent::Event(Event::Key(key)) if *key == j);
        assert!(keys.iter().all(only_j), "{keys:?}");
    }

    #[test]
    fn an_esc_that_nothing_follows_is_the_key() {
        let (mut ours, theirs) = UnixStream::pair().unwrap();
        let (pulses, taken) = channel();
        io::Write::write_all(&mut ours, b"\x1b").unwrap();
        let reader = std::thread::spawn(move || read(theirs.as_fd(), &pulses));
        let first = taken.recv().unwrap();
        let esc = Key::plain(Code::Esc);
        assert!(
            matches!(first, LoopEvent::Event(Event::Key(key)) if key == esc),
            "{first:?}"
        );
        drop(ours);
        assert_eq!(reader.join().unwrap(), Ok(()));
    }
}
