//! Moving around: cursors, tabs, focus, opening and going back. Nothing here asks the service;
//! what is on screen afterwards decides what is read.

use super::entry::{Can, Motion, when};
use crate::model::InstanceKey;
use crate::state::State;
use crate::state::now::Now;
use crate::state::overlay::{Content, Overlay};
use crate::state::view::{ListRoom, Pane};

/// Moves the cursor, or the text, of the focused pane.
pub(crate) fn scroll(state: &mut State, motion: Motion, count: usize) {
    let pane = state.focused();
    let rows = state.rows(pane).max(1);
    let page = isize::try_from(rows).unwrap_or(isize::MAX);
    let count = isize::try_from(count).unwrap_or(isize::MAX);
    let delta = match motion {
        Motion::Down => count,
        Motion::Up => -count,
        Motion::PageDown => page.saturating_mul(count),
        Motion::PageUp => -page.saturating_mul(count),
        Motion::HalfPageDown => (page / 2).max(1).saturating_mul(count),
        Motion::HalfPageUp => -(page / 2).max(1).saturating_mul(count),
        Motion::First => isize::MIN + 1,
        // `5 G` goes to the fifth row, as in vi.
        Motion::Last if count > 1 && pane == Pane::List => {
            let place = usize::try_from(count - 1).unwrap_or(0);
            state.fleet.go_to(place, state.now);
            return;
        }
        Motion::Last => isize::MAX,
    };
    move_by(state, pane, delta);
}

fn move_by(state: &mut State, pane: Pane, delta: isize) {
    let (now, span) = (state.now, state.view.span);
    match pane {
        Pane::List => move_cursor(state, delta, now),
        Pane::Plugins | Pane::Tasks => {
            let Some(key) = state.subject().cloned() else {
                return;
            };
            let Some(detail) = state.details.get_mut(&key) else {
                return;
            };
            if pane == Pane::Plugins {
                let names = detail.plugin_names();
                detail.plugin.move_by(delta, &names);
            } else {
                let ids = detail.task_ids(span);
                detail.task.move_by(delta, &ids);
            }
        }
        Pane::Broker => state.broker.move_by(delta),
        Pane::Overview | Pane::Live | Pane::Tags | Pane::Json => {
            state.view.scroll = state.view.scroll.saturating_add_signed(delta);
        }
    }
}

fn move_cursor(state: &mut State, delta: isize, now: Now) {
    let before = state.fleet.selected().map(|row| row.key.clone());
    state.fleet.move_by(delta, now);
    if state.fleet.selected().map(|row| &row.key) != before.as_ref() {
        state.view.scroll = 0;
    }
}

/// Zooms the focused pane of the dashboard: the list by itself, another pane as a tab of its
/// instance. From a list that has the screen to itself it opens the instance.
/// In the tab of its tasks, opens the one under the cursor.
pub(crate) fn open(state: &mut State) {
    if let Some(key) = state.view.opened.clone() {
        super::broker::ask_password(state);
        super::broker::follow(state);
        let in_tasks = state.view.tab == Pane::Tasks;
        if let Some(task) = state.selected_task().filter(|_| in_tasks) {
            let content = Content::Task(key, task.id.clone());
            state.overlay = Some(Overlay::reader(content));
        }
        return;
    }
    if state.view.is_dashboard(state.size) && state.focused() == Pane::List {
        state.view.list = ListRoom::Whole;
        return;
    }
    let tab = match state.focused() {
        Pane::List => Pane::Overview,
        pane => pane,
    };
    open_at(state, tab);
}

/// Opens the instance at one of its tabs.
pub(crate) fn open_at(state: &mut State, tab: Pane) {
    let Some(key) = state.subject().cloned() else {
        return;
    };
    state.view.tab = tab;
    state.view.opened = Some(key);
    state.view.scroll = 0;
}

/// Whether there is something to open.
pub(crate) fn can_open(state: &State) -> Can {
    let task = || state.view.tab == Pane::Tasks && state.selected_task().is_some();
    let holds = match state.view.opened {
        Some(_) => task() || state.broker_password().is_some() || super::broker::leads(state),
        None => state.subject().is_some(),
    };
    when(state, holds)
}

/// What a key does to the state.
type StepBack = fn(&mut State);

/// One step back, if there is something to leave: the cursor of the charts, a range, a search, a
/// place in the broker, the instance, a list that fills a screen which fits the dashboard, another
/// pane, the filter. Never quits.
fn way_back(state: &State) -> Option<StepBack> {
    let focused = state.focused();
    let zoomed = state.view.list == ListRoom::Whole && state.size.fits_dashboard();
    let steps: [(bool, StepBack); 8] = [
        (focused == Pane::Live && state.live.has_cursor(), |s| {
            s.live.drop_cursor();
        }),
        (focused == Pane::List && state.fleet.is_ranging(), |s| {
            s.fleet.cancel_range();
        }),
        (state.search.is_some(), |s| s.search = None),
        (
            focused == Pane::Broker && state.broker.has_way_back(),
            |s| {
                s.broker.back();
            },
        ),
        (state.view.opened.is_some(), |s| {
            s.view.opened = None;
            s.view.scroll = 0;
        }),
        (zoomed, |s| s.view.list = ListRoom::Shared),
        (focused != Pane::List, |s| s.view.focus = Pane::List),
        (!state.fleet.filter().is_empty(), |s| {
            s.fleet.set_filter("", s.now)
        }),
    ];
    steps
        .into_iter()
        .find_map(|(holds, step)| holds.then_some(step))
}

pub(crate) fn can_go_back(state: &State) -> Can {
    when(state, way_back(state).is_some())
}

/// Whether there is another pane or tab.
pub(crate) fn can_focus(state: &State) -> Can {
    let opened = state.view.opened.is_some();
    when(state, opened || state.view.is_dashboard(state.size))
}

pub(crate) fn back(state: &mut State) {
    if let Some(step) = way_back(state) {
        step(state);
    }
}

/// Moves the focus among the panes of the dashboard, or among the tabs of an open instance.
pub(crate) fn focus(state: &mut State, step: isize) {
    if state.view.opened.is_some() {
        let next = ring(&Pane::TABS, state.view.tab, step);
        show_tab(state, next);
    } else if state.view.is_dashboard(state.size) {
        state.view.focus = ring(&Pane::DASHBOARD, state.view.focus, step);
        state.view.scroll = 0;
    }
}

fn ring(panes: &[Pane], from: Pane, step: isize) -> Pane {
    let at = panes.iter().position(|pane| *pane == from).unwrap_or(0);
    let length = panes.len();
    let next = at.wrapping_add_signed(step).wrapping_add(length) % length;
    panes[next]
}

/// Whether the open instance shows another tab.
pub(crate) fn can_tab(state: &State, tab: Pane) -> Can {
    when(state, state.view.opened.is_some() && state.view.tab != tab)
}

pub(crate) fn show_tab(state: &mut State, tab: Pane) {
    if state.view.tab != tab {
        state.view.tab = tab;
        state.view.scroll = 0;
    }
}

/// From inside an instance, goes to the next or previous one of the list.
pub(crate) fn step_instance(state: &mut State, step: isize) {
    if state.view.opened.is_none() {
        return;
    }
    state.fleet.move_by(step, state.now);
    let key = state.fleet.selected().map(|row| row.key.clone());
    if key.is_some() && key != state.view.opened {
        state.view.opened = key;
        state.view.scroll = 0;
    }
}

/// `i`: where the figures are from.
pub(crate) fn open_provenance(state: &mut State) {
    let about = state.about().map(Box::new);
    state.overlay = about.map(|about| Overlay::reader(Content::Provenance(about)));
}

/// Says what is wrong with the instance that the view is about.
pub(crate) fn open_findings(state: &mut State) {
    let key = state.subject_row().map(|row| row.key.clone());
    state.overlay = key.map(|key| Overlay::reader(Content::Findings(key)));
}

/// Opens an instance that is in the list.
pub(crate) fn open_instance(state: &mut State, key: InstanceKey) {
    state.fleet.seek(&key, state.now);
    state.view.opened = Some(key);
    state.view.tab = Pane::Overview;
    state.view.scroll = 0;
}
