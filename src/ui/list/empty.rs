//! What stands where no row is: loading, empty, hidden by the filter, denied, offline, locked and
//! partial are different things, and each says so.

use crate::api::{Agency, ApiError, Operation, Service};
use crate::command::Command;
use crate::key::Context;
use crate::keymap::Keymap;
use crate::say;
use crate::state::State;
use crate::state::health::{self, Health};
use crate::state::now::Now;
use crate::state::profiles::Profile;
use crate::ui::area::{Area as _, rows};
use crate::ui::canvas::{Canvas, Line};
use crate::ui::seen::Seen;
use crate::ui::theme::Role;
use crate::ui::words::Words;
use crate::ui::{keys, words};
use ratatui::layout::Rect;

/// Draws the words for a list without rows.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, keymap: &Keymap, area: Rect) -> Seen {
    let w = canvas.words;
    let room = usize::from(area.width.saturating_sub(3));
    let said = sentences(w, state, keymap).into_iter();
    let lines = said.flat_map(|(text, role)| Line::wrapped(&text, room, role));
    let lines: Vec<Line> = lines.collect();
    let spare = area.height.saturating_sub(rows(&lines));
    let inside = area.behind(2).below(spare.min(1));
    canvas.lines(inside, &lines);
    Seen::of(lines.len(), 0, inside.height)
}

fn sentences(w: &Words, state: &State, keymap: &Keymap) -> Vec<(String, Role)> {
    let key = |action| {
        let layers = [Context::List, Context::View];
        keymap.way(&layers, action)
    };
    let mut failed = state.profiles.iter();
    let failed = failed.find_map(|profile| profile.feed.listing.failure.as_ref());
    let error = failed.map(|failure| &failure.error);
    let region = words::profiles::regions(state);
    let said = error.map(|error| says(w, error));
    let mut lines = match Health::of(state) {
        _ if !state.fleet.is_empty() => {
            let filter = state.fleet.filter();
            if let Some(fault) = filter.fault() {
                let nothing = w.text("filter.nothing-passes").to_owned();
                let fault = (words::filter::fault(w, fault), Role::Warning);
                return vec![(nothing, Role::Plain), fault];
            }
            let filter = filter.text();
            let instances = w.count("nouns.instance", state.fleet.len());
            let none = say!(w, "list.none-match", instances, filter);
            let help = say!(w, "list.none-match-hint", key = key(Command::Filter));
            return vec![(none, Role::Plain), (help, Role::Quiet)];
        }
        Health::Locked => locked(w, state, error, &key(Command::RetryCredential)),
        Health::Offline(_) => vec![
            (w.text("list.offline").to_owned(), Role::Critical),
            (w.text("list.offline-help").to_owned(), Role::Plain),
        ],
        Health::Denied => denied(w, error),
        Health::Loading => {
            let asked = state
                .profiles
                .iter()
                .flat_map(|profile| asked(w, profile, state.now));
            let loading = (w.text("list.loading").to_owned(), Role::Moving);
            std::iter::once(loading).chain(asked).collect()
        }
        Health::Failed => vec![(w.text("list.failed").to_owned(), Role::Critical)],
        Health::Partial => partial(w, state),
        Health::Mixed => return mixed(w, state),
        stale @ Health::Stale(age) => vec![
            (say!(w, "list.empty", region), Role::Stale),
            (
                say!(w, "frame.health" / stale, age = words::time::age(age)),
                Role::Warning,
            ),
        ],
        Health::FreshBut | Health::Fresh => {
            let empty = say!(w, "list.empty", region);
            let mut lines = vec![(empty, Role::Plain)];
            if keys::is_useful(state, Command::Create) {
                let hint = say!(w, "list.empty-hint", key = key(Command::Create));
                lines.push((hint, Role::Quiet));
            }
            lines
        }
    };
    lines.extend(said.into_iter().flatten());
    lines
}

/// That nothing is sent any more, and what the key does about it.
fn locked(w: &Words, state: &State, error: Option<&ApiError>, key: &str) -> Vec<(String, Role)> {
    let (what, help) = match (
        error.is_some_and(ApiError::is_proxy),
        not_lent(state, error),
    ) {
        (true, _) => (w.text("list.proxy"), say!(w, "list.proxy-help", key)),
        (false, None) => (w.text("list.locked"), say!(w, "list.locked-help", key)),
        (false, Some(Agency { name, account, .. })) => (
            w.text("list.locked"),
            say!(w, "list.not-lent-help", agency = name, account, key),
        ),
    };
    vec![(what.to_owned(), Role::Critical), (help, Role::Plain)]
}

/// The service's words, and what the table says they mean.
fn says(w: &Words, error: &ApiError) -> Vec<(String, Role)> {
    let said = (words::error::line(w, error), Role::Plain);
    let means = words::explained::meaning(w, error);
    let means = means.map(|means| (means, Role::Quiet));
    [said].into_iter().chain(means).collect()
}

fn denied(w: &Words, error: Option<&ApiError>) -> Vec<(String, Role)> {
    let attempted = error.map_or(Operation::ListInstances, |error| error.attempted);
    let lacks = error.is_some_and(ApiError::lacks_permission);
    let help = if attempted == Operation::FindProject {
        Some(w.text("list.project-help"))
    } else {
        (attempted == Operation::ListInstances && lacks).then(|| w.text("list.list-help"))
    };
    let what = w.named("error.operation", attempted);
    let mut lines = vec![(say!(w, "list.denied", what), Role::Critical)];
    lines.extend(help.map(|help| (help.to_owned(), Role::Plain)));
    lines
}

fn partial(w: &Words, state: &State) -> Vec<(String, Role)> {
    let coverage = &state.profiles.coverage();
    let mut lines = vec![
        (w.text("list.partial").to_owned(), Role::Critical),
        (words::frame::partial(w, coverage), Role::Warning),
    ];
    let first = coverage.missing.first();
    lines.extend(first.into_iter().flat_map(|part| says(w, &part.error)));
    lines
}

/// What is asked of whom and since when while the first list of a profile is awaited, and what came
/// of it so far.
fn asked(w: &Words, profile: &Profile, now: Now) -> Vec<(String, Role)> {
    let Some(asked) = &profile.feed.asked else {
        return Vec::new();
    };
    let of = match asked.attempted.service() {
        Service::Dms => profile.context.endpoint.as_str(),
        other => w.named("list.asked-of", other),
    };
    let what = w.named("error.operation", asked.attempted);
    let n = now.since(asked.since).as_secs();
    let waits = (say!(w, "list.asked", what, of, n), Role::Plain);
    let so_far = match &asked.failed {
        None => (w.text("list.unanswered").to_owned(), Role::Quiet),
        Some((error, next)) => {
            let why = words::error::line(w, error);
            let left = next.saturating_sub(now.uptime);
            let said = match left.as_millis().div_ceil(1000) {
                0 => say!(w, "list.tried-again", why),
                n => say!(w, "list.next-try", why, n),
            };
            (said, Role::Warning)
        }
    };
    vec![waits, so_far]
}

/// How each profile stands, and why; none of them has a row.
fn mixed(w: &Words, state: &State) -> Vec<(String, Role)> {
    let good = health::good(state);
    let places = words::profiles::places(w, &state.profiles);
    let none = say!(
        w,
        "profiles.none-of",
        good,
        of = state.profiles.count(),
        places
    );
    let mut lines = vec![(none, Role::Warning)];
    for profile in state.profiles.iter() {
        let health = Health::of_profile(profile, state.now);
        if health == Health::Fresh {
            continue;
        }
        let name = words::profiles::full_name(profile.scope());
        let told = words::profiles::health(w, profile, health);
        let role = if health == Health::Loading {
            Role::Moving
        } else {
            Role::Critical
        };
        lines.push((format!("{name} {told}"), role));
        lines.extend(asked(w, profile, state.now));
        let failure = profile.feed.listing.failure.as_ref();
        let said = failure.map(|failure| says(w, &failure.error));
        lines.extend(said.into_iter().flatten());
    }
    lines
}

/// The agency that was refused, where it was that and not whoever takes it on.
fn not_lent<'a>(state: &'a State, error: Option<&ApiError>) -> Option<&'a Agency> {
    let status = error.and_then(|error| error.status);
    let refused = status.is_some_and(|status| matches!(status, 400 | 403 | 404));
    let acting = health::about(state)?.acting.as_ref();
    acting.map(|acting| &acting.agency).filter(|_| refused)
}
