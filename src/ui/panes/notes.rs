//! What a pane says about how far its content can be trusted, and rows with a cursor.

use super::Place;
use crate::api::ApiError;
use crate::model::{Feature, InstanceKey};
use crate::say;
use crate::state::State;
use crate::state::list_cursor::ListCursor;
use crate::state::remote::{Freshness, Remote};
use crate::ui::area::Area as _;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::list;
use crate::ui::seen::{PaneView, Seen};
use crate::ui::theme::Role;
use crate::ui::words::panes::{self, Part};
use crate::ui::words::{self, Words, error, explained};
use ratatui::layout::Rect;

/// A sentence and how it looks, and what a failed call means beyond the service's words.
#[derive(Clone, Debug)]
pub struct Note {
    /// The sentence.
    pub text: String,
    /// How it looks.
    pub role: Role,
    below: Vec<String>,
}

impl Note {
    /// A sentence alone.
    pub fn new(text: impl Into<String>, role: Role) -> Self {
        Self {
            text: text.into(),
            role,
            below: Vec::new(),
        }
    }

    /// The sentence with what the tables say about an error below it.
    pub fn with(self, w: &Words, error: Option<&ApiError>) -> Self {
        let below = error.map(|error| explained::below(w, error));
        Self {
            below: below.unwrap_or_default(),
            ..self
        }
    }

    /// All of it, wrapped.
    pub fn lines(&self, room: usize) -> Vec<Line> {
        let below = self.below.iter();
        let below = below.flat_map(|text| Line::wrapped(text, room, Role::Plain));
        Line::wrapped(&self.text, room, self.role)
            .chain(below)
            .collect()
    }
}

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
            let (part, why) = (w.named("panes.part", part), error::line(w, error));
            let failed = Note::new(say!(w, "panes.failed", part, why), Role::Critical);
            Some(failed.with(w, Some(error)))
        }
        (Freshness::Stale(age), error) => {
            let stale = Note::new(panes::stale(w, part, age, error), Role::Warning);
            Some(stale.with(w, error))
        }
        (Freshness::Fresh, _) => None,
    }
}

/// The sentence for rows of an answer that could not be used, or for fields.
pub fn left_out(w: &Words, unidentified: usize, unreadable: &[String]) -> Option<Note> {
    let text = match (unidentified, unreadable) {
        (0, []) => return None,
        (0, fields) => panes::unreadable(w, fields),
        (rows, _) => say!(w, "panes.unidentified", rows = w.count("nouns.row", rows)),
    };
    Some(Note::new(text, Role::Warning))
}

/// The subject, where the version of its API has the call for what a pane shows.
pub fn subject<'a>(w: &Words, state: &'a State, feature: Feature) -> Result<&'a InstanceKey, Note> {
    let key = state.subject().ok_or_else(|| no_instance(w))?;
    let has = state.has(&key.scope, feature).map(|()| key);
    has.map_err(|refusal| Note::new(words::refusal::why(w, &refusal), Role::Quiet))
}

/// An answer with rows, or what stands in their place; `none` where there are none.
pub fn content<'a, T>(
    w: &Words,
    state: &State,
    (remote, part): (&'a Remote<T>, Part),
    none: impl FnOnce(&T) -> Option<Note>,
) -> Result<&'a T, Note> {
    let about = || about(w, state, remote, part);
    let value = remote.value();
    let value = value.ok_or_else(|| about().unwrap_or_else(|| loading(w, part)))?;
    match none(value) {
        Some(none) => Err(about().unwrap_or(none)),
        None => Ok(value),
    }
}

/// The sentence for an answer without rows.
pub fn none(w: &Words, part: Part) -> Note {
    let part = w.named("panes.part", part);
    Note::new(say!(w, "panes.none", part), Role::Quiet)
}

/// The sentence for a pane without a subject.
pub fn no_instance(w: &Words) -> Note {
    Note::new(w.text("panes.label.no-instance"), Role::Quiet)
}

/// The sentence for what nobody has looked at yet.
pub fn loading(w: &Words, part: Part) -> Note {
    Note::new(
        say!(w, "panes.loading", part = w.named("panes.part", part)),
        Role::Moving,
    )
}

/// Writes a sentence into the first rows of a pane that has nothing else to show.
pub fn fill(canvas: &mut Canvas<'_>, area: Rect, note: &Note) -> Seen {
    let room = usize::from(area.width.saturating_sub(2));
    let lines = note.lines(room).into_iter();
    let lines: Vec<Line> = lines.map(|line| Line::plain(" ").and(&line)).collect();
    canvas.lines(area, &lines);
    Seen::of(lines.len(), 0, area.height)
}

/// Draws the heading of a short list, or what matters more.
pub fn heading(canvas: &mut Canvas<'_>, area: Rect, notice: Option<Note>, heading: Line) {
    let notice = notice.map(|note| Line::new(format!("   {}", note.text), note.role));
    canvas.line(area, 0, &notice.unwrap_or(heading));
}

/// Draws the rows of a short list below its heading, with its cursor.
pub fn rows<K: Clone + PartialEq>(
    canvas: &mut Canvas<'_>,
    place: Place,
    list: (&ListCursor<K>, &[K]),
    row: impl FnMut(&mut Canvas<'_>, Rect, usize),
) -> PaneView {
    let area = place.area.below(1);
    bare_rows(canvas, Place { area, ..place }, list, row)
}

/// The same without a heading.
pub fn bare_rows<K: Clone + PartialEq>(
    canvas: &mut Canvas<'_>,
    place: Place,
    (pick, keys): (&ListCursor<K>, &[K]),
    mut row: impl FnMut(&mut Canvas<'_>, Rect, usize),
) -> PaneView {
    let area = place.area;
    let top = pick.top(keys, usize::from(area.height));
    let seen = Seen::of(keys.len(), top, area.height);
    let on = pick.place(keys);
    let mut cursor = None;
    for (line, at) in area.rows().zip(top..keys.len()) {
        row(canvas, line, at);
        if Some(at) == on {
            list::mark(canvas, line, Some(line.x + 1), place.focus);
            cursor = Some(line.y);
        }
    }
    PaneView { cursor, seen }
}
