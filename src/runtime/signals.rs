//! Signals, as pulses of the loop.

use super::Pulse;
use std::io;
use std::sync::mpsc::Sender;
use tokio::signal::unix::{SignalKind, signal};

/// Listens until the loop is gone. Must be called on the tokio runtime.
///
/// # Errors
/// When a signal cannot be listened to.
pub fn listen(pulses: Sender<Pulse>) -> io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    let mut resized = signal(SignalKind::window_change())?;
    let mut stop = signal(SignalKind::from_raw(TSTP))?;
    let mut resumed = signal(SignalKind::from_raw(CONT))?;
    tokio::spawn(async move {
        loop {
            let pulse = tokio::select! {
                _ = terminate.recv() => Pulse::Terminate,
                _ = interrupt.recv() => Pulse::Terminate,
                _ = hang_up.recv() => Pulse::TerminalGone,
                _ = resized.recv() => Pulse::Resized,
                _ = stop.recv() => Pulse::Suspend,
                _ = resumed.recv() => Pulse::Resumed,
            };
            if pulses.send(pulse).is_err() {
                return;
            }
        }
    });
    Ok(())
}

const TSTP: i32 = rustix::process::Signal::TSTP.as_raw();
const CONT: i32 = rustix::process::Signal::CONT.as_raw();
