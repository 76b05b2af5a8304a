//! The cloud view: why there is no way in to the broker, and below it what the message service tells
//! of it instead.

use super::super::Place;
use super::super::notes::{self, Note};
use super::{detail, place, table};
use crate::say;
use crate::state::State;
use crate::state::broker::SubView;
use crate::ui::area::Area as _;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::seen::PaneView;
use crate::ui::theme::Role;
use crate::ui::words::panes::Part;
use crate::ui::words::{Words, error, time};

pub(super) fn draw(canvas: &mut Canvas<'_>, state: &State, at: Place, why: &[Line]) -> PaneView {
    let w = canvas.words;
    let (rows, inside) = (state.why_rows(), at.area.inset());
    canvas.lines(inside.head(rows), why);
    place::draw(canvas, state, inside.below(rows).head(1));
    let area = at.area.below(rows + 1);
    if let Some(note) = unread(w, state) {
        return notes::fill(canvas, area, &note).into();
    }
    let at = Place { area, ..at };
    match state.broker.opened() {
        Some(opened) => detail::draw(canvas, state, at, opened),
        None => table::draw(canvas, state, at),
    }
}

/// What stands in the place of what was not read yet, or could not be.
fn unread(w: &Words, state: &State) -> Option<Note> {
    let part = match (state.broker.opened(), state.broker.shown()) {
        (Some(_), _) => Part::Queue,
        (None, SubView::CloudUsers) => Part::Users,
        (None, _) => Part::Queues,
    };
    match state.cloud_standing()? {
        (Some(_), _) => None,
        (None, None) => Some(notes::loading(w, part)),
        (None, Some(failure)) => {
            let (part, why) = (w.named("panes.part", part), error::line(w, failure));
            let failed = Note::new(say!(w, "panes.failed", part, why), Role::Critical);
            Some(failed.with(w, Some(failure)))
        }
    }
}

/// How old what is shown is, and why it is not newer where that failed.
pub(super) fn age(w: &Words, state: &State) -> Option<(String, Role)> {
    let (at, failure) = state.cloud_standing()?;
    let age = time::fine(at?.wall, state.now);
    Some(match failure {
        Some(failure) => {
            let why = error::line(w, failure);
            (say!(w, "broker.old-part", age, why), Role::Stale)
        }
        None if state.broker_rests() => (w.text("broker.rests").to_owned(), Role::Quiet),
        None if state.cloud_is_stale() => (say!(w, "broker.old", age), Role::Stale),
        None => (say!(w, "broker.ago", age), Role::Quiet),
    })
}

/// What is said below the rows: what of them was not read, or that there are none.
pub(super) fn said(w: &Words, state: &State) -> Option<Line> {
    let missing = match state.broker.shown() == SubView::CloudUsers {
        true => users(w, state),
        false => queues(w, state),
    };
    if let Some(missing) = missing {
        return Some(Line::new(format!(" {missing}"), Role::Warning));
    }
    state.broker.rows().is_empty().then(|| {
        let name = w.named("broker.view", state.broker.shown());
        Line::new(format!(" {}", say!(w, "broker.empty", name)), Role::Quiet)
    })
}

fn queues(w: &Words, state: &State) -> Option<String> {
    let list = state.cloud_queues()?.value()?;
    let mut said = Vec::new();
    if let Some(failure) = &list.missing {
        said.push(say!(
            w,
            "broker.cloud.missing",
            why = error::line(w, failure)
        ));
    }
    let read = list.queues.sent();
    if (read as u64) < list.total {
        said.push(say!(w, "broker.cloud.some", read, all = list.total));
    }
    if list.unread > 0 {
        said.push(w.count("broker.cloud.unread", list.unread));
    }
    let left = notes::left_out(w, list.queues.unidentified, &list.queues.unreadable);
    said.extend(left.map(|note| note.text));
    (!said.is_empty()).then(|| said.join(w.text("broker.cloud.between")))
}

fn users(w: &Words, state: &State) -> Option<String> {
    let page = state.cloud_users()?.value()?;
    let read = page.rows.sent();
    let all = page.total.filter(|all| (read as u64) < *all);
    let some = all.map(|all| say!(w, "broker.cloud.some-users", read, all));
    let left = || notes::left_out(w, page.rows.unidentified, &page.rows.unreadable);
    some.or_else(|| left().map(|note| note.text))
}
