//! A defect of warren itself: the report goes to a file, one line about it to the user, and only
//! when the terminal is theirs again.

use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::path::PathBuf;
use std::sync::OnceLock;

use super::{Exit, Failure, complain};
use crate::config::NO_HOME;
use crate::log;

/// What the user is told about the first crash of this process.
static CRASH: OnceLock<String> = OnceLock::new();

/// From now on a panic, on whichever thread, prints nothing and leaves a report in this directory.
pub fn report_to(directory: impl Into<Option<PathBuf>>) {
    let directory = directory.into();
    panic::set_hook(Box::new(move |info| {
        let what = describe(info);
        tracing::error!(what, "crashed");
        let told = match &directory {
            None => format!("{what}; no report could be written: {NO_HOME}"),
            Some(directory) => match log::crash_report(directory, info) {
                Ok(path) => format!("{what}; the report is in {}", path.display()),
                Err(error) => {
                    let directory = directory.display();
                    format!("{what}; no report could be written to {directory}: {error}")
                }
            },
        };
        // Later panics are most likely consequences of the first.
        let _ = CRASH.set(told);
    }));
}

/// What became of `work`, even if it panics; and then the user hears of it.
///
/// # Errors
/// Those of `work`.
pub fn survive(work: impl FnOnce() -> Result<Exit, Failure>) -> Result<Exit, Failure> {
    let ended = panic::catch_unwind(AssertUnwindSafe(work));
    if let Some(told) = CRASH.get() {
        complain(told);
    }
    ended.unwrap_or(Ok(Exit::Failed))
}

fn describe(info: &PanicHookInfo<'_>) -> String {
    let message = info.payload_as_str().unwrap_or("no message");
    match info.location() {
        Some(location) => format!("warren crashed at {location}: {message}"),
        None => format!("warren crashed: {message}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_failed_run_and_not_the_end_of_the_program() {
        let exit = |work: fn() -> Result<Exit, Failure>| survive(work).unwrap();
        assert_eq!(exit(|| panic!("a wheel fell off")), Exit::Failed);
        assert_eq!(exit(|| Ok(Exit::Partial)), Exit::Partial);
    }
}
