//! Taking the terminal, writing to it, and giving it back whatever happens.
//!
//! A terminal may take nothing for hours: a connection that hangs, output that was stopped. So
//! frames are written by a thread of their own ([`Output`]), and giving the terminal back waits
//! for it only so long.

use super::LoopEvent;
use crate::contained::is_contained;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::{Print, ResetColor};
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, queue};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use std::io;
use std::os::fd::BorrowedFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::{Duration, Instant};

/// Whether the terminal is ours now. Process-wide, as the terminal is: the panic hook has nothing
/// else to go by.
static TAKEN: AtomicBool = AtomicBool::new(false);
/// Held by whoever writes.
static WRITING: Mutex<()> = Mutex::new(());
/// How long a terminal that takes nothing may hold up the end.
const PATIENCE: Duration = Duration::from_millis(200);

/// What another program may have left on, switched off: reports of the mouse in every mode and
/// encoding (9 and 1000 to 1016, and the DEC locator), reports of the focus (1004), keys of the
/// cursor and the numeric keypad in application mode. It stays off: whoever set it is gone, or sets
/// it again as a shell does.
const LEFT_ON: &str = "\x1b[?9l\x1b[?1000l\x1b[?1001l\x1b[?1002l\x1b[?1003l\x1b[?1004l\x1b[?1005l\
    \x1b[?1006l\x1b[?1015l\x1b[?1016l\x1b[0'z\x1b[?1l\x1b>";
/// The plain keyboard, in both protocols of an enhanced one: kitty's keeps what it was, xterm's
/// (modifyOtherKeys) what the user has configured.
const PLAIN_KEYBOARD: &str = "\x1b[>0u\x1b[>4;0m";
/// The keyboard as it was.
const FORMER_KEYBOARD: &str = "\x1b[>4m\x1b[<1u";

/// The terminal while it is ours: raw, on its second screen. Dropping it gives it back.
#[derive(Debug)]
pub struct Terminal(());

impl Terminal {
    /// Takes the terminal until the value is dropped.
    ///
    /// # Errors
    /// When standard output is no terminal, or does not take the mode.
    pub fn guard() -> io::Result<Self> {
        if !rustix::termios::isatty(rustix::stdio::stdout()) {
            return Err(io::Error::other("standard output is no terminal"));
        }
        let terminal = Self(());
        take()?;
        Ok(terminal)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

/// Takes the terminal, for the first time or again after [`give_back`].
///
/// # Errors
/// When standard output is no terminal, or does not take the mode.
pub fn take() -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    let mut bytes = Vec::new();
    queue!(
        bytes,
        EnterAlternateScreen,
        Print(LEFT_ON),
        Print(PLAIN_KEYBOARD),
        // Some take a part of that for an underline.
        ResetColor,
        EnableBracketedPaste,
        cursor::Hide
    )?;
    let _ours = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(write_all(rustix::stdio::stdout(), &bytes)?)
}

/// Gives the terminal back if it is ours; for the panic hook and for suspending as well. What
/// fails on the way is no reason not to try the rest: the terminal may be gone, or take nothing.
pub fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut bytes = Vec::new();
    let queued = queue!(
        bytes,
        DisableBracketedPaste,
        Print(FORMER_KEYBOARD),
        ResetColor,
        LeaveAlternateScreen,
        cursor::Show
    );
    let out = rustix::stdio::stdout();
    if queued.is_ok()
        && let Some(_ours) = wait_for_frame()
        && wait_for_room(out, Some(PATIENCE)) == Ok(Room::Some)
    {
        let _ = write_all(out, &bytes);
    }
    let _ = disable_raw_mode();
}

/// Runs `elsewhere` on a panic of another thread than this one that is not made an error there, and
/// gives the terminal back on a panic of this one; both before what already happens on a panic.
pub fn watch_for_panics(elsewhere: impl Fn() + Send + Sync + 'static) {
    let here = std::thread::current().id();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if std::thread::current().id() == here {
            give_back();
        } else if !is_contained() {
            elsewhere();
        }
        before(info);
    }));
}

/// The thread that writes. It ends when this is dropped and everything is written.
#[derive(Debug)]
pub struct Output {
    writes: Sender<Vec<u8>>,
    under_way: usize,
}

impl Output {
    /// Starts the thread. It answers every write with [`LoopEvent::Written`], and a terminal that is
    /// gone with [`LoopEvent::TerminalGone`].
    ///
    /// # Errors
    /// When there is no thread to be had.
    pub fn start(pulses: Sender<LoopEvent>) -> io::Result<Self> {
        let (writes, wanted) = channel::<Vec<u8>>();
        let thread = std::thread::Builder::new().name("output".into());
        thread.spawn(move || {
            for bytes in wanted {
                let ours = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
                // Whoever gave the terminal back in the meantime wants nothing more on it.
                let written = match TAKEN.load(Ordering::SeqCst) {
                    true => write_all(rustix::stdio::stdout(), &bytes),
                    false => Ok(()),
                };
                drop(ours);
                let pulse = match written {
                    Ok(()) => LoopEvent::Written,
                    Err(_) => LoopEvent::TerminalGone,
                };
                if pulses.send(pulse).is_err() {
                    return;
                }
            }
        })?;
        let under_way = 0;
        Ok(Self { writes, under_way })
    }

    /// Writes these bytes in one go, after what is under way.
    pub fn write(&mut self, bytes: Vec<u8>) {
        self.under_way += 1;
        // Without the thread there is no terminal, and it has said so.
        let _ = self.writes.send(bytes);
    }

    /// Notes one [`LoopEvent::Written`].
    pub fn written(&mut self) {
        self.under_way = self.under_way.saturating_sub(1);
    }

    /// Whether the terminal has taken everything so far.
    pub fn is_idle(&self) -> bool {
        self.under_way == 0
    }
}

/// Whether the terminal takes anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Room {
    Some,
    None,
}

/// The right to write, when the frame under way is written soon.
fn wait_for_frame() -> Option<MutexGuard<'static, ()>> {
    let begun = Instant::now();
    loop {
        match WRITING.try_lock() {
            Ok(ours) => return Some(ours),
            Err(TryLockError::Poisoned(ours)) => return Some(ours.into_inner()),
            Err(TryLockError::WouldBlock) if begun.elapsed() > PATIENCE => return None,
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(1)),
        }
    }
}

fn wait_for_room(out: BorrowedFd<'_>, time: Option<Duration>) -> Result<Room, Errno> {
    let time = time.and_then(|time| Timespec::try_from(time).ok());
    let mut fds = [PollFd::from_borrowed_fd(out, PollFlags::OUT)];
    match poll(&mut fds, time.as_ref()) {
        Ok(0) => Ok(Room::None),
        Ok(_) | Err(Errno::INTR) => Ok(Room::Some),
        Err(error) => Err(error),
    }
}

/// Writes everything, in one go as far as it is up to us.
fn write_all(out: BorrowedFd<'_>, mut bytes: &[u8]) -> Result<(), Errno> {
    while !bytes.is_empty() {
        match rustix::io::write(out, bytes) {
            Ok(count) => bytes = &bytes[count..],
            Err(Errno::INTR) => {}
            // Somebody else left the terminal in a mode in which it does not wait.
            Err(Errno::AGAIN) => {
                wait_for_room(out, None)?;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;
    use std::os::fd::AsFd as _;
    use std::os::unix::net::{UnixDatagram, UnixStream};

    #[test]
    fn a_frame_is_one_write() {
        let (ours, theirs) = UnixDatagram::pair().unwrap();
        let frame = vec![b'x'; 30_000];
        write_all(ours.as_fd(), &frame).unwrap();
        // Each write arrives as a message of its own.
        let mut message = vec![0; 65_536];
        assert_eq!(theirs.recv(&mut message).unwrap(), frame.len());
    }

    #[test]
    fn a_terminal_that_does_not_wait_gets_everything_all_the_same() {
        let (ours, mut theirs) = UnixStream::pair().unwrap();
        ours.set_nonblocking(true).unwrap();
        let frame = vec![b'x'; 4_000_000];
        let length = frame.len();
        let writer = std::thread::spawn(move || write_all(ours.as_fd(), &frame));
        let mut taken = Vec::new();
        theirs.read_to_end(&mut taken).unwrap();
        assert_eq!(writer.join().unwrap(), Ok(()));
        assert_eq!(taken.len(), length);
    }

    #[test]
    fn there_is_no_room_where_nobody_reads() {
        let (ours, _theirs) = UnixStream::pair().unwrap();
        ours.set_nonblocking(true).unwrap();
        while rustix::io::write(&ours, &[b'x'; 4096]).is_ok() {}
        let waited = wait_for_room(ours.as_fd(), Some(Duration::from_millis(5)));
        assert_eq!(waited, Ok(Room::None));
    }
}
