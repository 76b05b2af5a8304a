//! What is inside the frame: one pane, or the four of the dashboard.

pub mod found;
pub mod json;
pub mod notes;
pub mod overview;
pub mod plugins;
pub mod tags;
pub mod tasks;

use super::area::{Area as _, cells};
use super::canvas::{Canvas, Line};
use super::theme::Role;
use super::widgets::Focus;
use super::{list, words};
use crate::keymap::Keymap;
use crate::state::State;
use crate::state::span::Span;
use crate::state::view::{Pane, dashboard_heights};
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
    let whole = |focus| Place {
        area: body,
        focus,
        extent: Extent::Full,
    };
    match &state.view.opened {
        Some(_) => {
            tabs(canvas, state, body);
            pane(canvas, state, keymap, state.view.tab, whole(Focus::Here))
        }
        None if state.view.is_dashboard(canvas.size()) => dashboard(canvas, state, keymap, body),
        None => pane(canvas, state, keymap, Pane::List, whole(Focus::Here)),
    }
}

fn pane(
    canvas: &mut Canvas<'_>,
    state: &State,
    keymap: &Keymap,
    pane: Pane,
    place: Place,
) -> Option<u16> {
    let drawn = match pane {
        Pane::List => Ok(list::draw(canvas, state, keymap, place.area, place.focus)),
        Pane::Plugins => plugins::draw(canvas, state, place),
        Pane::Tasks => Ok(tasks::draw(canvas, state, place)),
        Pane::Overview => overview::draw(canvas, state, place).map(|()| None),
        Pane::Tags => tags::draw(canvas, state, place).map(|()| None),
        Pane::Json => json::draw(canvas, state, place).map(|()| None),
    };
    drawn.unwrap_or_else(|note| {
        notes::fill(canvas, place.area, &note);
        None
    })
}

/// The tabs of an open instance, in the rule above it; the current one in brackets.
fn tabs(canvas: &mut Canvas<'_>, state: &State, body: Rect) {
    let w = canvas.words;
    let current = state.view.tab;
    let y = body.y.saturating_sub(1);
    let long = tab_line(
        Pane::TABS.map(|pane| w.named("frame.pane", pane)),
        " ",
        current,
    );
    let line = match long.width() + 2 <= usize::from(body.width) {
        true => long,
        false => tab_line(
            Pane::TABS.map(|pane| w.named("frame.tab-short", pane)),
            "",
            current,
        ),
    };
    let row = Rect { y, ..body }.behind(1).head(1);
    canvas.line(row, 0, &line);
    if current == Pane::Overview {
        awaited(canvas, state, row, line.width());
    }
}

/// Says at the end of a rule that the detail is awaited, where what is in the rule leaves room.
fn awaited(canvas: &mut Canvas<'_>, state: &State, rule: Rect, taken: usize) {
    let w = canvas.words;
    let Some(note) = overview::loading(w, state) else {
        return;
    };
    let text = format!(" {} ", note.text);
    let width = cells(&text);
    if taken + usize::from(width) < usize::from(rule.width) {
        let x = rule.right().saturating_sub(width + 1);
        canvas.put(x, rule.y, width, &text, note.role);
    }
}

/// The tabs, each with this padding; neighbours are at least a space apart.
fn tab_line(names: [&str; 5], pad: &str, current: Pane) -> Line {
    let mut line = Line::plain(pad);
    for (number, (pane, name)) in (1..).zip(Pane::TABS.into_iter().zip(names)) {
        line = match pane == current {
            true => line.then(format!("[{number} {name}]"), Role::Title),
            false => line.then(format!("{pad}{number} {name}{pad}"), Role::Plain),
        };
        if pad.is_empty() || pane == Pane::Json {
            line = line.then(" ", Role::Plain);
        }
    }
    line
}

/// List on the left; detail, plug-ins and tasks of the selected instance on the right.
fn dashboard(canvas: &mut Canvas<'_>, state: &State, keymap: &Keymap, body: Rect) -> Option<u16> {
    let left = body.width * 3 / 5;
    let (detail, plugins, tasks) = dashboard_heights(body.height);
    let right = body.behind(left + 2);
    canvas.column(body.x + left, body.y, body.height);
    let stacked = |from: u16, height: u16| right.below(from).head(height);
    // The titles of the list and of the detail are in the frame's rule.
    let width = left;
    let (plugins_at, tasks_at) = (detail + 1, detail + plugins + 1);
    let areas = [
        (Pane::List, Rect { width, ..body }),
        (Pane::Overview, stacked(0, detail)),
        (
            Pane::Plugins,
            stacked(plugins_at, plugins.saturating_sub(1)),
        ),
        (Pane::Tasks, stacked(tasks_at, tasks.saturating_sub(1))),
    ];
    let mut cursor = None;
    for (which, area) in areas {
        let focus = Focus::at(&which, &state.view.focus);
        title(canvas, state, which, area, focus);
        let place = Place {
            area,
            focus,
            extent: Extent::Part,
        };
        let row = pane(canvas, state, keymap, which, place);
        if focus == Focus::Here || which == Pane::List {
            cursor = row.or(cursor);
        }
    }
    cursor
}

/// The title of a pane, in the row above its area.
fn title(canvas: &mut Canvas<'_>, state: &State, pane: Pane, area: Rect, focus: Focus) {
    let w = canvas.words;
    let y = area.y.saturating_sub(1);
    let name = w.named("frame.pane", pane);
    let name = match (pane, state.subject_row()) {
        (Pane::Overview, Some(row)) => format!("{name}{}{}", w.text("colon"), row.instance.label()),
        (Pane::Tasks, _) if state.view.span != Span::All => {
            let shown = words::panes::span(w, state.view.span);
            format!("{name}{}{shown}", w.text("colon"))
        }
        _ => name.to_owned(),
    };
    let name = crate::text::cut(&name, usize::from(area.width.saturating_sub(6)));
    let (text, role) = match focus {
        Focus::Here => (format!("[{name}]"), Role::Cursor),
        Focus::Elsewhere => (format!(" {name} "), Role::Plain),
    };
    canvas.rule(area.x, y, area.width);
    canvas.put(area.x + 1, y, area.width.saturating_sub(2), &text, role);
    if pane == Pane::Overview {
        let rule = Rect { y, ..area }.head(1);
        awaited(canvas, state, rule, crate::text::width(&text) + 2);
    }
}
