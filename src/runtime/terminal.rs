//! Taking the terminal, and giving it back whatever happens.

use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, queue};
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the terminal is ours now. Process-wide, as the terminal is: the panic hook has nothing
/// else to go by.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal while it is ours: raw, on its second screen. Dropping it gives it back.
#[derive(Debug)]
pub struct Terminal(());

impl Terminal {
    /// Takes the terminal until the value is dropped.
    ///
    /// # Errors
    /// When standard output is no terminal, or does not take the mode.
    pub fn guard() -> io::Result<Self> {
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
        EnableBracketedPaste,
        cursor::Hide
    )?;
    write_all(&bytes)
}

/// Gives the terminal back if it is ours; for the panic hook and for suspending as well. What
/// fails on the way is no reason not to try the rest: the terminal may be gone.
pub fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut bytes = Vec::new();
    let queued = queue!(
        bytes,
        crossterm::style::ResetColor,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    );
    if queued.is_ok() {
        let _ = write_all(&bytes);
    }
    let _ = disable_raw_mode();
}

/// Writes to the terminal in one go.
///
/// # Errors
/// When the terminal is gone.
pub fn write_all(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}
