//! `warren problems`: what is wrong with every instance, once, of every profile that is shown.

use super::exit::exit_of;
use super::{Exit, Failure, complain, on_screen, prepare, write_with};
use crate::cli::{Args, ReportOutput};
use crate::findings::Severity;
use crate::problems::{Problems, Unchecked};
use crate::runtime::{Headless, Setting};
use crate::state::State;
use crate::state::interest::Survey;
use crate::state::view::ScreenSize;
use std::io::{self, IsTerminal as _};
use std::time::Duration;
use tokio::time::Instant;

/// Nothing is drawn, and nothing of the list is out of sight for that.
const NO_SCREEN: ScreenSize = ScreenSize {
    width: 80,
    height: 24,
};

/// Whoever waits for so long is told what for.
const SLOW: Duration = Duration::from_secs(5);

/// Prints what is found once everything that findings need was read, or could not be.
pub(super) fn run(args: &Args, output: ReportOutput) -> Result<Exit, Failure> {
    let mut all = prepare(args)?;
    all.complain();
    let within = all.settings().map(|settings| settings.timeout).max();
    let within = within.unwrap_or_default();
    let setting = on_screen(&mut all)?;
    let read = all.tokio.block_on(read(setting, within));
    all.end();
    let headless = read?;
    let (state, w) = (&headless.session.state, headless.session.words());
    let problems = Problems::of(state, &w);
    write_with(|stdout| problems.print(&w, output, stdout))?;
    say_unchecked(state, &problems.unchecked);
    Ok(judge(state, &problems))
}

/// Reads until nothing is missing, or nothing more has come for so long.
pub(super) async fn read(setting: Setting, within: Duration) -> anyhow::Result<Headless> {
    let mut headless = Headless::start(setting, NO_SCREEN, |state| {
        state.survey = Some(Survey::default());
    })?;
    let mut left = usize::MAX;
    let mut deadline = Instant::now();
    let mut say_at = io::stderr().is_terminal().then(|| deadline + SLOW);
    loop {
        let now_left = headless.session.state.left_to_survey();
        if now_left == 0 {
            break;
        }
        if say_at.take_if(|at| *at <= Instant::now()).is_some() {
            complain("reading everything once; this takes a while");
        }
        if now_left != left {
            left = now_left;
            deadline = Instant::now() + within;
        }
        if !headless.next(deadline).await.in_time {
            break;
        }
    }
    Ok(headless)
}

/// Says on standard error what could not be looked at.
pub(super) fn say_unchecked(state: &State, unchecked: &[Unchecked]) {
    let several = state.profiles.iter().count() > 1;
    for Unchecked { scope, says } in unchecked {
        match several {
            true => complain(&format!("{}: {says}", scope.profile)),
            false => complain(says),
        }
    }
}

/// How the program ends: by the worst that is found, unless something worse may have been missed.
fn judge(state: &State, problems: &Problems<'_>) -> Exit {
    let found = match problems.worst() {
        Some(Severity::Critical) => Exit::Critical,
        Some(
            Severity::Warning
            | Severity::Unknown
            | Severity::Moving
            | Severity::Frozen
            | Severity::Fine,
        ) => Exit::Warnings,
        None => Exit::Complete,
    };
    let missed = match problems.unchecked.is_empty() {
        true => Exit::Complete,
        false => Exit::Partial,
    };
    unlisted(state).unwrap_or(found.worse(missed))
}

/// Why nothing could be looked at, where no list could be read.
pub(super) fn unlisted(state: &State) -> Option<Exit> {
    let mut worst = None;
    for profile in state.profiles.iter() {
        let listing = &profile.feed.listing;
        let exit = match (&listing.known, &listing.failure) {
            (Some(_), _) => return None,
            (None, Some(failure)) => exit_of(failure.error.kind),
            (None, None) => Exit::Unreachable,
        };
        worst = Some(worst.map_or(exit, |other: Exit| other.worse(exit)));
    }
    worst
}
