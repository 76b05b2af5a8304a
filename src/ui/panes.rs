//! What is inside the frame: one pane, or the four of the dashboard.

mod broker;
pub mod found;
pub mod json;
mod live;
mod measured;
pub mod notes;
pub mod overview;
pub mod plugins;
pub mod tags;
pub mod tasks;

use super::area::{Area as _, cells};
use super::canvas::{Canvas, Line};
use super::seen::{PaneView, Seen};
use super::theme::Role;
use super::widgets::Focus;
use super::widgets::position;
use super::{list, words};
use crate::keymap::Keymap;
use crate::state::State;
use crate::state::dashboard::{Heights, list_width};
use crate::state::span::Span;
use crate::state::view::Pane;
use ratatui::layout::Rect;

/// Where a pane is drawn, and how.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Its area, without any title.
    pub area: Rect,
    /// Whether keys go to it.
    pub focus: Focus,
    /// How much of it is shown.
    pub extent: Extent,
}

/// How much of a pane is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// It fills the screen, with everything it has.
    Full,
    /// It is one of several.
    Part,
}

/// Draws the view; gives the screen row of the cursor of the focused pane.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, keymap: &Keymap, body: Rect) -> Option<u16> {
    if state.view.is_dashboard(canvas.size()) {
        return dashboard(canvas, state, keymap, body);
    }
    let whole = Place {
        area: body,
        focus: Focus::Here,
        extent: Extent::Full,
    };
    let which = match state.view.opened {
        Some(_) => state.view.tab,
        None => Pane::List,
    };
    let drawn = pane(canvas, state, keymap, which, whole);
    let rule = above(body);
    let taken = match state.view.opened {
        Some(_) => tabs(canvas, state, rule, drawn.seen),
        None => 0,
    };
    rule_end(canvas, state, which, (rule, taken), drawn.seen);
    drawn.cursor
}

/// The row above an area.
fn above(area: Rect) -> Rect {
    let y = area.y.saturating_sub(1);
    Rect { y, ..area }.head(1)
}

fn pane(
    canvas: &mut Canvas<'_>,
    state: &State,
    keymap: &Keymap,
    pane: Pane,
    place: Place,
) -> PaneView {
    let drawn = match pane {
        Pane::List => Ok(list::draw(canvas, state, keymap, place.area, place.focus)),
        Pane::Plugins => plugins::draw(canvas, state, place),
        Pane::Tasks => Ok(tasks::draw(canvas, state, place)),
        Pane::Overview => overview::draw(canvas, state, place).map(PaneView::from),
        Pane::Broker => broker::draw(canvas, state, place),
        Pane::Live => live::draw(canvas, state, place).map(PaneView::from),
        Pane::Tags => tags::draw(canvas, state, place).map(PaneView::from),
        Pane::Json => json::draw(canvas, state, place).map(PaneView::from),
    };
    drawn.unwrap_or_else(|note| notes::fill(canvas, place.area, &note).into())
}

/// The tabs of an open instance, in the rule above it; the current one in brackets. They leave room
/// for the mark of what has more lines. Gives the cells they take.
fn tabs(canvas: &mut Canvas<'_>, state: &State, rule: Rect, seen: Seen) -> u16 {
    let w = canvas.words;
    let current = state.view.tab;
    let room = usize::from(rule.width.saturating_sub(position::width(w, seen)));
    let long = Pane::TABS.map(|pane| format!(" {}", w.named("frame.pane", pane)));
    let short = Pane::TABS.map(|pane| format!(" {}", w.named("frame.tab-short", pane)));
    let number = Pane::TABS.map(|pane| match pane == current {
        true => format!(" {}", w.named("frame.tab-short", pane)),
        false => String::new(),
    });
    let lines = [(long, " "), (short, ""), (number, "")];
    let mut lines = lines.map(|(names, pad)| tab_line(&names, pad, current));
    let fits = lines.iter().position(|line| line.width() + 2 <= room);
    let line = std::mem::take(&mut lines[fits.unwrap_or(2)]);
    canvas.line(rule.behind(1), 0, &line);
    cells(&line.text()) + 1
}

/// What stands at the end of the rule above a pane, behind what is `taken` of it: which of its lines
/// can be seen, and where there is room, that the detail is awaited.
fn rule_end(
    canvas: &mut Canvas<'_>,
    state: &State,
    pane: Pane,
    (rule, taken): (Rect, u16),
    seen: Seen,
) {
    let w = canvas.words;
    position::draw(canvas, rule, seen);
    let Some(note) = overview::loading(w, state).filter(|_| pane == Pane::Overview) else {
        return;
    };
    let text = format!(" {} ", note.text);
    let (width, used) = (cells(&text), position::width(w, seen).max(1));
    if taken + width + used < rule.width {
        let x = rule.right().saturating_sub(width + used);
        canvas.put(x, rule.y, width, &text, note.role);
    }
}

/// The tabs, each with this padding; neighbours are at least a space apart.
fn tab_line(names: &[String; Pane::TABS.len()], pad: &str, current: Pane) -> Line {
    let mut line = Line::plain(pad);
    for (number, (pane, name)) in (1..).zip(Pane::TABS.into_iter().zip(names)) {
        line = match pane == current {
            true => line.then(format!("[{number}{name}]"), Role::Title),
            false => line.then(format!("{pad}{number}{name}{pad}"), Role::Plain),
        };
        if pad.is_empty() || Pane::TABS.last() == Some(&pane) {
            line = line.then(" ", Role::Plain);
        }
    }
    line
}

/// List on the left; detail, tasks and plug-ins of the selected instance on the right.
fn dashboard(canvas: &mut Canvas<'_>, state: &State, keymap: &Keymap, body: Rect) -> Option<u16> {
    let left = list_width(body.width);
    let Heights {
        detail,
        tasks,
        plugins,
    } = state.dashboard();
    let right = body.behind(left + 2);
    canvas.column(body.x + left, body.y, body.height);
    let stacked = |from: u16, height: u16| right.below(from).head(height);
    // The titles of the list and of the detail are in the frame's rule.
    let width = left;
    let areas = [
        (Pane::List, Rect { width, ..body }),
        (Pane::Overview, stacked(0, detail)),
        (Pane::Tasks, stacked(detail + 1, tasks.saturating_sub(1))),
        (
            Pane::Plugins,
            stacked(detail + tasks + 1, plugins.saturating_sub(1)),
        ),
    ];
    let mut cursor = None;
    for (which, area) in areas {
        let focus = Focus::at(&which, &state.view.focus);
        let place = Place {
            area,
            focus,
            extent: Extent::Part,
        };
        let drawn = pane(canvas, state, keymap, which, place);
        title(canvas, state, which, (area, focus), drawn.seen);
        if focus == Focus::Here || which == Pane::List {
            cursor = drawn.cursor.or(cursor);
        }
    }
    cursor
}

/// The title of a pane, in the row above its area.
fn title(
    canvas: &mut Canvas<'_>,
    state: &State,
    pane: Pane,
    (area, focus): (Rect, Focus),
    seen: Seen,
) {
    let w = canvas.words;
    let name = w.named("frame.pane", pane);
    let name = match (pane, state.subject_row()) {
        (Pane::Overview, Some(row)) => format!("{name}{}{}", w.text("colon"), row.instance.label()),
        (Pane::Tasks, _) if state.view.span != Span::All => {
            let shown = words::panes::span(w, state.view.span);
            format!("{name}{}{shown}", w.text("colon"))
        }
        _ => name.to_owned(),
    };
    let rule = above(area);
    let room = area.width.saturating_sub(6 + position::width(w, seen));
    let name = crate::text::cut(&name, usize::from(room));
    let (text, role) = match focus {
        Focus::Here => (format!("[{name}]"), Role::Cursor),
        Focus::Elsewhere => (format!(" {name} "), Role::Plain),
    };
    canvas.rule(rule.x, rule.y, rule.width);
    canvas.put(
        rule.x + 1,
        rule.y,
        rule.width.saturating_sub(2),
        &text,
        role,
    );
    rule_end(canvas, state, pane, (rule, cells(&text) + 2), seen);
}
