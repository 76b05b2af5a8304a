//! The background tasks of one instance, newest first, and the parameters of the selected one.

use super::notes::{self, Note};
use super::{Extent, Place};
use crate::api::{ApiError, TaskList};
use crate::lang::Lang;
use crate::model::{Feature, Task, TaskStatus};
use crate::say;
use crate::state::State;
use crate::state::detail::Detail;
use crate::state::span::Span;
use crate::state::view::{span_rows, task_detail_rows};
use crate::text;
use crate::ui::area::Area as _;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::seen::{PaneView, Seen};
use crate::ui::theme::Role;
use crate::ui::widgets::position;
use crate::ui::words;
use crate::ui::words::Words;
use crate::ui::words::panes::Part;
use ratatui::layout::Rect;

/// Cells of the service's word for a status.
const STATUS: usize = 10;
/// ... with the console's word before it, from the widest down.
const BOTH: [usize; 2] = [17, 13];
/// Cells that a name keeps while others get theirs, where it has them at all.
const NAME: usize = 22;
/// Cells of how long it took, or goes on with how long such tasks go on: in full, or in brief.
const TOOK: [usize; 2] = [26, 11];
const DATE: usize = 17;
/// ... with a blank before it.
const USER: usize = 13;

/// Draws the tasks of the subject.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, place: Place) -> PaneView {
    let w = canvas.words;
    let place = match place.extent {
        Extent::Full => below_span(canvas, state, place),
        Extent::Part => place,
    };
    let (detail, list) = match content(w, state) {
        Ok(content) => content,
        Err(note) => return notes::fill(canvas, place.area, &note).into(),
    };
    let below = match place.extent {
        Extent::Full => task_detail_rows(place.area.height),
        Extent::Part => 0,
    };
    let table = place.area.head(place.area.height - below);
    let columns = Columns::of(w, table.width);
    let span = state.view.span;
    let notice = notice(w, state, detail, list);
    notes::heading(canvas, table, notice, columns.heading(w));
    let ids = detail.task_ids(span);
    let picked = (&detail.task, ids.as_slice());
    let (whole, area) = (place.area, table);
    let place = Place { area, ..place };
    let drawn = notes::rows(canvas, place, picked, |canvas, line, at| {
        if let Some(task) = list.tasks.get(at) {
            canvas.line(line, 0, &columns.row(w, state, detail, task));
        }
    });
    if let Some(task) = detail.selected_task(span).filter(|_| below > 1) {
        parameters(canvas, whole.tail(below), task);
    }
    let seen = drawn.seen.among(total(list));
    PaneView { seen, ..drawn }
}

/// Says which tasks are shown, where those are not all; gives what is left for them.
fn below_span(canvas: &mut Canvas<'_>, state: &State, place: Place) -> Place {
    let above = span_rows(&state.view).min(place.area.height);
    if above > 0 && state.subject().is_some() {
        let room = usize::from(place.area.width.saturating_sub(1));
        let w = canvas.words;
        let span = words::panes::span(w, state.view.span);
        let full = say!(w, "span.shown", span);
        // Where there is no room to say so in full, the span alone.
        let shown = match text::width(&full) <= room {
            true => full,
            false => span,
        };
        let line = Line::new(format!(" {shown}"), Role::Title);
        canvas.line(place.area, 0, &line);
    }
    let area = place.area.below(above);
    Place { area, ..place }
}

/// The tasks, or what stands in their place.
fn content<'a>(w: &Words, state: &'a State) -> Result<(&'a Detail, &'a TaskList), Note> {
    let key = notes::subject(w, state, Feature::Tasks)?;
    let detail = state.details.get(key);
    let detail = detail.ok_or_else(|| notes::loading(w, Part::Tasks))?;
    let listed = (detail.known.tasks(&state.view.span), Part::Tasks);
    let none = |list: &TaskList| match (&list.missing, state.view.span) {
        _ if !list.tasks.is_empty() => None,
        (Some(error), _) => Some(older_missing(w, error)),
        (None, Span::All) => Some(notes::none(w, Part::Tasks)),
        (None, span) => {
            let span = words::panes::span(w, span);
            Some(Note::new(say!(w, "span.none", span), Role::Quiet))
        }
    };
    Ok((detail, notes::content(w, state, listed, none)?))
}

fn older_missing(w: &Words, error: &ApiError) -> Note {
    let why = words::error::line(w, error);
    Note::new(say!(w, "panes.older-missing", why), Role::Warning).with(w, Some(error))
}

/// What stands in the place of the heading when it matters more.
fn notice(w: &Words, state: &State, detail: &Detail, list: &TaskList) -> Option<Note> {
    let listed = detail.known.tasks(&state.view.span);
    let older = list.missing.as_ref();
    notes::about(w, state, listed, Part::Tasks)
        .or_else(|| older.map(|error| older_missing(w, error)))
        .or_else(|| notes::left_out(w, list.unidentified, &list.unreadable))
}

/// How many tasks the service has in the span, by its own count.
fn total(list: &TaskList) -> usize {
    let total = list.total.and_then(|total| usize::try_from(total).ok());
    total.unwrap_or(0)
}

/// Widths of the columns; when it started, by whom and the console's word fall away.
struct Columns {
    name: usize,
    status: usize,
    started: usize,
    took: usize,
    user: usize,
}

impl Columns {
    fn of(w: &Words, width: u16) -> Self {
        let [in_full, brief] = TOOK;
        let whole = usize::from(width).saturating_sub(3 + STATUS);
        let most = BOTH[0] - STATUS;
        let took = match whole >= NAME + most + DATE + USER + in_full {
            true => in_full,
            false => brief,
        };
        let room = whole.saturating_sub(took);
        let started = if room >= 16 + DATE { DATE } else { 0 };
        let room = room - started;
        let user = if room >= NAME + USER { USER } else { 0 };
        let room = room - user;
        let more = match w.lang {
            Lang::Chinese => BOTH.map(|both| both - STATUS),
            Lang::English => [0; 2],
        };
        let more = more.into_iter().find(|more| room >= NAME + more);
        let more = more.unwrap_or(0);
        Self {
            name: room - more,
            status: STATUS + more,
            started,
            took,
            user,
        }
    }

    /// The status, in the words that there is room for.
    fn status(&self, w: &Words, status: Option<&TaskStatus>) -> String {
        let said = words::task_status(w, status);
        match text::width(&said) < self.status {
            true => said,
            false => words::or_unknown(status),
        }
    }

    fn heading(&self, w: &Words) -> Line {
        let text = format!(
            "   {}{}{}{}{}",
            text::pad(w.text("panes.label.task-name"), self.name),
            text::pad(w.text("panes.label.status-heading"), self.status),
            text::pad(
                &say!(w, "panes.label.started", zone = words::time::heading(w)),
                self.started
            ),
            text::pad(w.text("panes.label.took"), self.took),
            text::cut(&format!(" {}", w.text("panes.label.by")), self.user),
        );
        Line::new(text, Role::Title)
    }

    fn row(&self, w: &Words, state: &State, detail: &Detail, task: &Task) -> Line {
        let (letter, role) = judged(task.status.as_ref());
        let deleting = state.pending.on_task(&detail.key, &task.id).is_some();
        let (letter, role) = match deleting {
            true => ('~', Role::Moving),
            false => (letter, role),
        };
        let name = text::cut(&task.name, self.name.saturating_sub(1));
        let started = words::or_unknown(task.created_at.map(|at| words::time::date(w, at)));
        let status = match deleting {
            true => w.text("panes.deleting-record").to_owned(),
            false => self.status(w, task.status.as_ref()),
        };
        let user = words::or_unknown(task.user_name.as_deref());
        let user = format!(" {user}");
        let usual = state.fleet.usual_time(&task.name);
        let took = words::task::took(w, task, state.now, usual, self.took);
        Line::plain(" ")
            .then(letter, role)
            .then(format!(" {}", text::pad(&name, self.name)), Role::Plain)
            .then(text::pad(&status, self.status), role)
            .then(text::pad(&started, self.started), Role::Plain)
            .then(text::pad(&took, self.took), Role::Plain)
            .then(text::cut(&user, self.user), Role::Plain)
    }
}

fn judged(status: Option<&TaskStatus>) -> (char, Role) {
    match status {
        Some(TaskStatus::Failed) => ('X', Role::Critical),
        Some(TaskStatus::Created | TaskStatus::Executing) => ('~', Role::Moving),
        Some(TaskStatus::Success) => ('.', Role::Plain),
        Some(TaskStatus::Deleted | TaskStatus::Cancelled) => ('#', Role::Quiet),
        Some(TaskStatus::Other(_)) | None => ('?', Role::Stale),
    }
}

/// The selected task's parameters below the list.
fn parameters(canvas: &mut Canvas<'_>, area: Rect, task: &Task) {
    let w = canvas.words;
    canvas.rule(area.x, area.y, area.width);
    let inside = area.inset().below(1);
    let room = usize::from(inside.width);
    let said = words::task::parameters(w, task.params.as_deref());
    let said = said.iter();
    let lines = said.flat_map(|text| Line::indented(text, room, Role::Plain));
    let lines: Vec<Line> = lines.collect();
    canvas.lines(inside, &lines);
    let seen = Seen::of(lines.len(), 0, inside.height);
    let label = w.text("panes.label.task-id");
    let title = format!(" {}  {label} {} ", task.name, task.id);
    let width = area.width.saturating_sub(2 + position::width(w, seen));
    let titled = Rect { width, ..area }.behind(1);
    canvas.line(titled, 0, &Line::plain(title));
    position::draw(canvas, area, seen);
}
