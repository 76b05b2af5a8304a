//! `--frame`: the first screen as text, for scripts and for the README.

use std::time::Duration;

use super::exit::exit_of;
use super::{Exit, Failure, complain, on_screen, prepare, write_out};
use crate::cli::Args;
use crate::runtime;
use crate::state::State;
use crate::state::view::ScreenSize;

/// Prints the screen once the list is complete, or whatever there is when the time is up.
pub(super) fn run(args: &Args, size: ScreenSize) -> Result<Exit, Failure> {
    let mut all = prepare(args)?;
    let within = all.settings().map(|settings| settings.timeout).max();
    let within = within.unwrap_or_default();
    let setting = on_screen(&mut all)?;
    all.complain();
    let frame = runtime::frame(setting, size, within);
    let still = all.tokio.block_on(frame);
    all.end();
    let still = still?;
    write_out(&still.text)?;
    Ok(judge(&still.state, within))
}

/// How the program ends with this on screen: as `warren list` would.
fn judge(state: &State, within: Duration) -> Exit {
    let mut listed = 0;
    let mut worst = Exit::Complete;
    for profile in state.profiles.iter() {
        let listing = &profile.feed.listing;
        match (&listing.known, &listing.failure) {
            (Some(_), _) => listed += 1,
            (None, Some(failure)) => {
                complain(&failure.error.to_string());
                worst = exit_of(failure.error.kind);
            }
            (None, None) => {
                let seconds = within.as_secs();
                complain(&format!("there is no complete list after {seconds} s"));
                worst = Exit::Unreachable;
            }
        }
    }
    let coverage = state.profiles.coverage();
    let gaps = !coverage.missing.is_empty() || coverage.nameless > 0;
    match (worst, listed) {
        (Exit::Complete, _) if gaps => Exit::Partial,
        (Exit::Complete, _) => Exit::Complete,
        (worst, 0) => worst,
        // Some of the profiles are on screen.
        (_, _) => Exit::Partial,
    }
}
