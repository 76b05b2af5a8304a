//! What a pane says about how far its content can be trusted, and rows with a cursor.

use super::Place;
use crate::model::Feature;
use crate::state::State;
use crate::state::pick::Pick;
use crate::state::remote::{Freshness, Remote};
use crate::ui::canvas::{Canvas, Line};
use crate::ui::theme::Role;
use crate::ui::words::Words;
use crate::ui::words::panes::{self, Part};
use crate::ui::{list, text};
use ratatui::layout::Rect;

/// A sentence and how it looks.
pub type Note = (String, Role);

/// The sentence for a value that is loading, failed or stale; nothing when it is fresh.
pub fn about<T>(w: &Words, state: &State, remote: &Remote<T>, part: Part) -> Option<Note> {
    let error = remote.failure.as_ref().map(|failure| &failure.error);
    let scope = state.subject().map(|key| &key.scope);
    let period = state
        .profiles
        .period(scope.unwrap_or(state.profiles.first().scope()));
    match (remote.freshness(state.now, period), error) {
        (Freshness::Loading | Freshness::Failed, None) => Some(loading(w, part)),
        (Freshness::Loading | Freshness::Failed, Some(error)) => {
            Some((panes::failed(w, part, error), Role::Critical))
        }
        (Freshness::Stale(age), error) => Some((panes::stale(w, part, age, error), Role::Warning)),
        (Freshness::Fresh, _) => None,
    }
}

/// The sentence for what the version of the API has no call for, about the subject.
pub fn no_call(w: &Words, state: &State, feature: Feature) -> Option<Note> {
    let key = state.subject()?;
    let refused = state.has(&key.scope, feature).is_err();
    refused.then(|| (w.api.no_call.clone(), Role::Quiet))
}

/// The sentence for what nobody has looked at yet.
pub fn loading(w: &Words, part: Part) -> Note {
    (panes::loading(w, part), Role::Moving)
}

/// Writes a sentence into the first rows of a pane that has nothing else to show.
pub fn fill(canvas: &mut Canvas<'_>, area: Rect, (text, role): &Note) {
    let room = usize::from(area.width.saturating_sub(2));
    let lines = text::wrap(text, room).into_iter();
    let lines: Vec<Line> = lines
        .map(|line| Line::plain(" ").then(line, *role))
        .collect();
    canvas.lines(area, &lines);
}

/// Draws the rows of a short list below its heading, with its cursor; gives the cursor's row.
pub fn rows<K: Clone + PartialEq>(
    canvas: &mut Canvas<'_>,
    place: Place,
    (pick, keys): (&Pick<K>, &[K]),
    mut row: impl FnMut(&mut Canvas<'_>, Rect, usize),
) -> Option<u16> {
    let area = place.area;
    let top = pick.top(keys, usize::from(area.height.saturating_sub(1)));
    let on = pick.place(keys);
    let mut cursor = None;
    for (y, at) in (area.y + 1..area.bottom()).zip(top..keys.len()) {
        let line = Rect {
            y,
            height: 1,
            ..area
        };
        row(canvas, line, at);
        if Some(at) == on {
            list::mark(canvas, line, place.focus);
            cursor = Some(y);
        }
    }
    cursor
}
