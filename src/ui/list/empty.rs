//! What stands where no row is: loading, empty, hidden by the filter, denied, offline, locked and
//! partial are different things, and each says so.

use crate::action::Action;
use crate::api::Operation;
use crate::keymap::{Context, Keymap};
use crate::state::State;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::theme::Role;
use crate::ui::truth::{self, Truth};
use crate::ui::{keys, text, words};
use ratatui::layout::Rect;

/// Draws the words for a list without rows.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, keymap: &Keymap, area: Rect) {
    let room = usize::from(area.width.saturating_sub(3));
    let mut lines = Vec::new();
    for (text, role) in sentences(state, keymap) {
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

fn sentences(state: &State, keymap: &Keymap) -> Vec<(String, Role)> {
    let key = |action| {
        let layers = [Context::List, Context::View];
        keys::key(keymap, &layers, action).unwrap_or_default()
    };
    let mut failed = state.profiles.iter();
    let failed = failed.find_map(|profile| profile.feed.listing.failure.as_ref());
    let error = failed.map(|failure| &failure.error);
    let region = words::profiles::regions(state);
    let said = error.map(|error| (words::error::line(error), Role::Plain));
    let mut lines = match Truth::of(state) {
        _ if !state.fleet.is_empty() => {
            let filter = state.fleet.filter().text();
            let none = words::list::none_match(state.fleet.len(), filter);
            let help = words::list::none_match_hint(&key(Action::Filter));
            return vec![(none, Role::Plain), (help, Role::Quiet)];
        }
        Truth::Locked => vec![
            (words::list::LOCKED.to_owned(), Role::Critical),
            (
                words::list::locked_help(&key(Action::RetryCredential)),
                Role::Plain,
            ),
        ],
        Truth::Offline(_) => vec![
            (words::list::OFFLINE.to_owned(), Role::Critical),
            (words::list::OFFLINE_HELP.to_owned(), Role::Plain),
        ],
        Truth::Denied => denied(error.map_or(Operation::ListInstances, |error| error.attempted)),
        Truth::Loading => vec![(words::list::LOADING.to_owned(), Role::Moving)],
        Truth::Failed => vec![(words::list::FAILED.to_owned(), Role::Critical)],
        Truth::Partial => partial(state),
        Truth::Mixed => return mixed(state),
        Truth::Stale(age) => vec![
            (words::list::empty(&region), Role::Stale),
            (words::frame::stale(age), Role::Warning),
        ],
        Truth::FreshBut | Truth::Fresh => {
            let empty = words::list::empty(&region);
            let mut lines = vec![(empty, Role::Plain)];
            if keys::is_useful(state, Action::Create) {
                let hint = words::list::empty_hint(&key(Action::Create));
                lines.push((hint, Role::Quiet));
            }
            lines
        }
    };
    lines.extend(said);
    lines
}

fn denied(attempted: Operation) -> Vec<(String, Role)> {
    let help = match attempted {
        Operation::ListInstances => Some(words::list::LIST_HELP),
        Operation::FindProject => Some(words::list::PROJECT_HELP),
        _ => None,
    };
    let mut lines = vec![(words::list::denied(attempted), Role::Critical)];
    lines.extend(help.map(|help| (help.to_owned(), Role::Plain)));
    lines
}

fn partial(state: &State) -> Vec<(String, Role)> {
    let coverage = &state.profiles.coverage();
    let mut lines = vec![
        (words::list::PARTIAL.to_owned(), Role::Critical),
        (words::frame::partial(coverage), Role::Warning),
    ];
    let first = coverage.missing.first();
    lines.extend(first.map(|part| (words::error::line(&part.error), Role::Plain)));
    lines
}

/// How each profile stands, and why; none of them has a row.
fn mixed(state: &State) -> Vec<(String, Role)> {
    let good = truth::good(state);
    let none = words::profiles::none_of(good, state.profiles.count());
    let mut lines = vec![(none, Role::Warning)];
    for profile in state.profiles.iter() {
        let truth = Truth::of_profile(profile, state.now);
        if truth == Truth::Fresh {
            continue;
        }
        let name = words::profiles::full_name(profile.scope());
        let told = words::profiles::truth(profile, truth);
        let role = match truth {
            Truth::Loading => Role::Moving,
            _ => Role::Critical,
        };
        lines.push((words::profiles::one(&name, &told), role));
        let failure = profile.feed.listing.failure.as_ref();
        let said = failure.map(|failure| words::error::line(&failure.error));
        lines.extend(said.map(|said| (said, Role::Plain)));
    }
    lines
}
