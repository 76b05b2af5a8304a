//! What stands where no row is: loading, empty, hidden by the filter, denied, offline, locked and
//! partial are different things, and each says so.

use crate::action::Action;
use crate::api::{ApiError, Operation};
use crate::keymap::{Context, Keymap};
use crate::state::State;
use crate::state::profiles::Acting;
use crate::text;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::theme::Role;
use crate::ui::truth::{self, Truth};
use crate::ui::words::Words;
use crate::ui::{keys, words};
use ratatui::layout::Rect;

/// Draws the words for a list without rows.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, keymap: &Keymap, area: Rect) {
    let w = canvas.words;
    let room = usize::from(area.width.saturating_sub(3));
    let mut lines = Vec::new();
    for (text, role) in sentences(w, state, keymap) {
        let wrapped = text::wrap(&text, room).into_iter();
        lines.extend(wrapped.map(|line| Line::new(line, role)));
    }
    let spare = area
        .height
        .saturating_sub(u16::try_from(lines.len()).unwrap_or(u16::MAX));
    let inside = Rect {
        x: area.x + 2,
        y: area.y + spare.min(1),
        width: area.width.saturating_sub(2),
        height: area.height - spare.min(1),
    };
    canvas.lines(inside, &lines);
}

fn sentences(w: &Words, state: &State, keymap: &Keymap) -> Vec<(String, Role)> {
    let key = |action| {
        let layers = [Context::List, Context::View];
        keys::key(keymap, &layers, action).unwrap_or_default()
    };
    let mut failed = state.profiles.iter();
    let failed = failed.find_map(|profile| profile.feed.listing.failure.as_ref());
    let error = failed.map(|failure| &failure.error);
    let region = words::profiles::regions(state);
    let said = error.map(|error| says(w, error));
    let mut lines = match Truth::of(state) {
        _ if !state.fleet.is_empty() => {
            let filter = state.fleet.filter();
            if let Some(fault) = filter.fault() {
                let nothing = w.text("filter.nothing-passes").to_owned();
                let fault = (words::filter::fault(w, fault), Role::Warning);
                return vec![(nothing, Role::Plain), fault];
            }
            let filter = filter.text();
            let none = words::list::none_match(w, state.fleet.len(), filter);
            let help = words::list::none_match_hint(w, &key(Action::Filter));
            return vec![(none, Role::Plain), (help, Role::Quiet)];
        }
        Truth::Locked => locked(w, state, error, &key(Action::RetryCredential)),
        Truth::Offline(_) => vec![
            (w.list.offline.clone(), Role::Critical),
            (w.list.offline_help.clone(), Role::Plain),
        ],
        Truth::Denied => denied(w, error),
        Truth::Loading => vec![(w.list.loading.clone(), Role::Moving)],
        Truth::Failed => vec![(w.list.failed.clone(), Role::Critical)],
        Truth::Partial => partial(w, state),
        Truth::Mixed => return mixed(w, state),
        Truth::Stale(age) => vec![
            (words::list::empty(w, &region), Role::Stale),
            (words::frame::stale(w, age), Role::Warning),
        ],
        Truth::FreshBut | Truth::Fresh => {
            let empty = words::list::empty(w, &region);
            let mut lines = vec![(empty, Role::Plain)];
            if keys::is_useful(state, Action::Create) {
                let hint = words::list::empty_hint(w, &key(Action::Create));
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
    let (what, help) = match error.is_some_and(ApiError::is_proxy) {
        true => (&w.list.proxy, words::list::proxy_help(w, key)),
        false => (
            &w.list.locked,
            words::list::locked_help(w, not_lent(state, error), key),
        ),
    };
    vec![(what.clone(), Role::Critical), (help, Role::Plain)]
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
    let help = match attempted {
        Operation::ListInstances if lacks => Some(&w.list.list_help),
        Operation::FindProject => Some(&w.list.project_help),
        _ => None,
    };
    let mut lines = vec![(words::list::denied(w, attempted), Role::Critical)];
    lines.extend(help.map(|help| (help.to_owned(), Role::Plain)));
    lines
}

fn partial(w: &Words, state: &State) -> Vec<(String, Role)> {
    let coverage = &state.profiles.coverage();
    let mut lines = vec![
        (w.list.partial.clone(), Role::Critical),
        (words::frame::partial(w, coverage), Role::Warning),
    ];
    let first = coverage.missing.first();
    lines.extend(first.into_iter().flat_map(|part| says(w, &part.error)));
    lines
}

/// How each profile stands, and why; none of them has a row.
fn mixed(w: &Words, state: &State) -> Vec<(String, Role)> {
    let good = truth::good(state);
    let none = words::profiles::none_of(w, &state.profiles, good);
    let mut lines = vec![(none, Role::Warning)];
    for profile in state.profiles.iter() {
        let truth = Truth::of_profile(profile, state.now);
        if truth == Truth::Fresh {
            continue;
        }
        let name = words::profiles::full_name(profile.scope());
        let told = words::profiles::truth(w, profile, truth);
        let role = match truth {
            Truth::Loading => Role::Moving,
            _ => Role::Critical,
        };
        lines.push((words::profiles::one(&name, &told), role));
        let failure = profile.feed.listing.failure.as_ref();
        let said = failure.map(|failure| says(w, &failure.error));
        lines.extend(said.into_iter().flatten());
    }
    lines
}

/// The agency that was refused, where it was that and not whoever takes it on.
fn not_lent<'a>(state: &'a State, error: Option<&ApiError>) -> Option<&'a Acting> {
    let status = error.and_then(|error| error.status);
    let refused = status.is_some_and(|status| matches!(status, 400 | 403 | 404));
    truth::about(state)?.acting.as_ref().filter(|_| refused)
}
