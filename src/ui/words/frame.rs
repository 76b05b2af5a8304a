//! The lines around every screen: how lists stand, how many instances there are, whose rights are
//! used.

use super::{Words, list, time};
use crate::api::ErrorKind;
use crate::model::Scope;
use crate::say;
use crate::state::State;
use crate::state::feed::Coverage;
use crate::state::figures::FiguresStanding;
use crate::state::health::Health;
use crate::state::now::Age;
use crate::state::profiles::Acting;
use crate::text;
use std::time::Duration;

/// How a list stands, in a word or two.
pub fn health(w: &Words, health: Health, coverage: &Coverage) -> String {
    match (health, coverage.arriving, coverage.total) {
        (Health::Offline(since), ..) if !matches!(Age::of(since), Age::Seconds) => {
            say!(w, "frame.offline-since", age = time::age(since))
        }
        (Health::Loading, Some(here), Some(total)) => say!(w, "frame.loading-of", here, total),
        (Health::Stale(age), ..) => say!(w, "frame.health" / health, age = time::age(age)),
        // Profiles that stand differently are named one by one.
        (Health::Mixed, ..) => String::new(),
        (plain, ..) => w.named("frame.health", plain).to_owned(),
    }
}

/// Parts of the list are missing; which ones nobody knows when it changed while it was read.
pub fn partial(w: &Words, coverage: &Coverage) -> String {
    let mut errors = coverage.missing.iter().map(|part| part.error.kind);
    if errors.any(|kind| kind == ErrorKind::Changed) {
        return w.text("frame.changed").to_owned();
    }
    let parts = list::missing(&coverage.missing);
    match coverage.total {
        Some(total) => say!(w, "frame.partial-of", parts, total),
        None => say!(w, "frame.partial", parts),
    }
}

/// Whose rights are used and until when, from long to short: in the end only whose.
pub fn agency(w: &Words, acting: &Acting) -> [String; 3] {
    let agency = acting.agency.to_string();
    let least = text::cut(&agency, 16);
    match acting.until.map(|until| time::zoned_clock(w, until)) {
        None => {
            let long = say!(w, "frame.agency", agency);
            [long, agency, least]
        }
        Some(until) => {
            let long = say!(w, "frame.agency-until", agency, until);
            [long, format!("{agency} {until}"), least]
        }
    }
}

/// How figures stand, from long to short: only what is out of the usual.
pub fn figures(w: &Words, state: &State) -> [String; 3] {
    let nothing = || [const { String::new() }; 3];
    let all = || state.profiles.iter();
    let denied = all().find_map(|profile| match profile.figures() {
        FiguresStanding::Denied(error) => Some(error),
        FiguresStanding::Off
        | FiguresStanding::Loading
        | FiguresStanding::Read
        | FiguresStanding::Failing(..) => None,
    });
    if let Some(error) = denied {
        let short = w.text("frame.figures.denied").to_owned();
        let permission = error.attempted.permission().unwrap_or_default();
        let long = say!(w, "frame.figures.denied-needs", permission);
        return [long, short, String::new()];
    }
    let failing = all().find_map(|profile| match profile.figures() {
        FiguresStanding::Failing(_, since) => Some(since),
        FiguresStanding::Off
        | FiguresStanding::Loading
        | FiguresStanding::Read
        | FiguresStanding::Denied(_) => None,
    });
    if let Some(since) = failing {
        let age = time::age(state.now.since(since));
        let long = say!(w, "frame.figures.failing-since", age);
        let short = w.text("frame.figures.failing").to_owned();
        return [long, short, String::new()];
    }
    let read = all().filter(|profile| profile.figures() != FiguresStanding::Off);
    let pace = read.map(|profile| profile.figures.pace).max();
    let slow = pace.filter(|pace| *pace > EVERY_MINUTE);
    slow.map_or_else(nothing, |pace| {
        // To the next whole minute.
        let period = format!("{}m", pace.as_secs().div_ceil(60));
        let said = say!(w, "frame.figures.every", period);
        [said.clone(), said, String::new()]
    })
}

/// How often figures are read where the budget allows.
const EVERY_MINUTE: Duration = Duration::from_secs(60);

/// Number of instances, if that is known, from long to short.
pub fn instances(w: &Words, number: Option<usize>) -> [String; 3] {
    let bare = super::or_unknown(number);
    let long = match number {
        Some(number) => w.count("nouns.instance", number),
        None => say!(w, "frame.instances-unknown", n = bare),
    };
    let short = say!(w, "frame.instances-short", n = bare);
    [long, short, bare]
}

/// Where something is: label, profile, region.
pub fn place(state: &State, scope: &Scope) -> String {
    let label = state.profiles.label(scope);
    let label = label.map_or_else(String::new, |label| format!("{label} "));
    format!("{label}{} / {}", scope.profile, scope.region)
}

/// How many instances changed since the time that was asked for, from long to short.
pub fn since(w: &Words, state: &State) -> Vec<String> {
    let Some(since) = state.fleet.since() else {
        return vec![String::new()];
    };
    let day = |at| time::day(w, at);
    let at = match day(since) == day(state.now.wall) {
        true => time::clock(w, since),
        false => time::date(w, since),
    };
    let n = state.fleet.count_changed();
    vec![
        say!(w, "frame.since", at, n),
        say!(w, "frame.since-short", n),
        String::new(),
    ]
}
