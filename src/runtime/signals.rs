//! Signals, as pulses of the loop: whatever can end the process gives the terminal back first.
//!
//! SIGKILL, and the signals of a program that went wrong in itself (SIGSEGV, SIGBUS, SIGILL,
//! SIGFPE), leave no chance to.

use super::LoopEvent;
use rustix::process::Signal;
use std::io;
use std::sync::mpsc::Sender;
use tokio::signal::unix::{SignalKind, signal};

/// Signals that end a process that does not know them, beside those that ask it to end.
const DEADLY: [Signal; 12] = [
    Signal::QUIT,
    Signal::TRAP,
    Signal::ABORT,
    Signal::USR1,
    Signal::USR2,
    Signal::PIPE,
    Signal::ALARM,
    Signal::XCPU,
    Signal::XFSZ,
    Signal::VTALARM,
    Signal::PROF,
    Signal::SYS,
];
/// More of them, without a name everywhere: stack fault, input, power, and the real-time signals.
#[cfg(target_os = "linux")]
const UNNAMED: &[std::ops::RangeInclusive<i32>] = &[16..=16, 29..=30, 34..=64];
#[cfg(not(target_os = "linux"))]
const UNNAMED: &[std::ops::RangeInclusive<i32>] = &[];

/// Listens until the loop is gone. Must be called on the tokio runtime.
///
/// # Errors
/// When a signal cannot be listened to.
pub fn listen(pulses: Sender<LoopEvent>) -> io::Result<()> {
    listen_for_death(&pulses)?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    let mut resized = signal(SignalKind::window_change())?;
    let mut stop = signal(SignalKind::from_raw(Signal::TSTP.as_raw()))?;
    let mut resumed = signal(SignalKind::from_raw(Signal::CONT.as_raw()))?;
    tokio::spawn(async move {
        loop {
            let pulse = tokio::select! {
                _ = terminate.recv() => LoopEvent::Terminate,
                _ = interrupt.recv() => LoopEvent::Terminate,
                _ = hang_up.recv() => LoopEvent::TerminalGone,
                _ = resized.recv() => LoopEvent::Resized,
                _ = stop.recv() => LoopEvent::Suspend,
                _ = resumed.recv() => LoopEvent::Resumed,
            };
            if pulses.send(pulse).is_err() {
                return;
            }
        }
    });
    Ok(())
}

fn listen_for_death(pulses: &Sender<LoopEvent>) -> io::Result<()> {
    let ignored = ignored();
    let named = DEADLY.iter().map(|signal| signal.as_raw());
    for number in named.chain(UNNAMED.iter().cloned().flatten()) {
        // Whoever started us wants it ignored; the standard library does of SIGPIPE.
        if ignored & (1 << (number - 1)) != 0 {
            continue;
        }
        let mut arrivals = signal(SignalKind::from_raw(number))?;
        let pulses = pulses.clone();
        tokio::spawn(async move {
            if arrivals.recv().await.is_some() {
                let _ = pulses.send(LoopEvent::Killed(number));
            }
        });
    }
    Ok(())
}

/// The signals that are ignored, a bit each from that of signal 1 on; as far as it can be told,
/// SIGPIPE.
fn ignored() -> u64 {
    let pipe = 1 << (Signal::PIPE.as_raw() - 1);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.unwrap_or(pipe) | pipe
}

/// Ends the process by this signal, as it would have ended without us, so that whoever waits for it
/// knows why. Comes back, with the reason for the user, only for a signal that cannot be raised so:
/// one without a name.
pub(super) fn die_of(number: i32) -> anyhow::Error {
    let _ = signal_hook::low_level::emulate_default_handler(number);
    anyhow::anyhow!("ended by signal {number}")
}
