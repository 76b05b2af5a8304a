//! The second line: where one is, the filter, how many rows, in which order.

use crate::say;
use crate::state::State;
use crate::state::input::TextField;
use crate::state::search::{Search, Stage};
use crate::state::view::Pane;
use crate::ui::area::cells;
use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;
use crate::ui::widgets::{Focus, field};
use crate::ui::words;
use crate::ui::words::Words;
use ratatui::layout::Rect;

/// Cells the filter has at least while it is typed.
const FIELD: u16 = 16;

/// Draws the line; gives the cursor of the filter while it is typed.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, area: Rect) -> Option<(u16, u16)> {
    let w = canvas.words;
    let crumbs = crumbs(w, state);
    let typed = typed(state);
    let filter = match typed {
        Some(_) => FIELD,
        None if state.fleet.filter().is_empty() => 0,
        None => cells(state.fleet.filter().text()) + 2,
    };
    let left = cells(&crumbs) + 2 + filter;
    let fault = state.fleet.filter().fault();
    let look = fault.map_or(Role::Plain, |_| Role::Warning);
    let mut facts = match fault {
        Some(fault) if state.view.opened.is_none() => vec![words::filter::fault(w, fault)],
        _ => facts(w, state),
    };
    // The least important fact is the last one.
    while facts.len() > 1 && left + cells(&facts.join("   ")) + 3 > area.width {
        facts.pop();
    }
    let facts = facts.join("   ");
    // What is typed needs room more than what is said about it.
    let most = match fault {
        Some(_) => area.width.saturating_sub(cells(&crumbs) + FIELD + 4),
        None => area.width,
    };
    let right = (cells(&facts) + 1).min(most);
    canvas.put(
        area.right().saturating_sub(right),
        area.y,
        right,
        &facts,
        look,
    );
    let room = area.width.saturating_sub(right + 2);
    let crumb_room = room.saturating_sub(filter.min(room.saturating_sub(10)) + 1);
    let after = canvas.put(area.x + 1, area.y, crumb_room, &crumbs, Role::Title);
    let x = after + 2;
    let room = (area.x + room).saturating_sub(x);
    match typed {
        Some(typed) => {
            let x = canvas.put(x, area.y, room, "/", Role::Title);
            field::bare(
                canvas,
                (x, area.y),
                room.saturating_sub(1),
                typed,
                Focus::Here,
            )
        }
        None if filter > 0 => {
            let filter = format!("/{}", state.fleet.filter().text());
            let role = fault.map_or(Role::Title, |_| Role::Warning);
            canvas.put(x, area.y, room, &filter, role);
            None
        }
        None => None,
    }
}

/// What is typed in this line now: the filter, or the search.
fn typed(state: &State) -> Option<&TextField> {
    let search = state.search.as_ref();
    let search = search.filter(|search| search.stage == Stage::Typing);
    let filter = state.filter_field.as_ref().map(|line| line.field());
    filter.or(search.map(Search::field))
}

fn crumbs(w: &Words, state: &State) -> String {
    let Some(key) = &state.view.opened else {
        return w.named("frame.pane", Pane::List).to_owned();
    };
    let name = state
        .fleet
        .get(key)
        .map_or(key.id.as_str(), |row| row.instance.label());
    let tab = w.named("frame.pane", state.view.tab);
    format!("{} > {name} > {tab}", w.named("frame.pane", Pane::List))
}

/// What the line says on its right, the most important first.
fn facts(w: &Words, state: &State) -> Vec<String> {
    if state.view.opened.is_some() {
        return opened_facts(w, state);
    }
    let coverage = state.profiles.coverage();
    if state.fleet.is_empty() && coverage.total.is_none() {
        return vec![String::new()];
    }
    let ghost = state
        .fleet
        .selected()
        .is_some_and(|row| state.fleet.is_ghost(row));
    let shown = state.fleet.shown() - usize::from(ghost);
    let mut facts = vec![
        say!(w, "frame.of", part = shown, whole = whole(state)),
        words::list::sort(w, state.fleet.sort()),
    ];
    let marked = state.fleet.marked();
    if marked.all > 0 {
        facts.insert(0, words::batch::marked(w, marked.all, marked.hidden));
    }
    if coverage.nameless > 0 {
        facts.insert(
            1,
            say!(
                w,
                "frame.nameless",
                rows = w.count("nouns.row", coverage.nameless)
            ),
        );
    }
    facts
}

/// How many instances there are, those included that an incomplete list lacks.
fn whole(state: &State) -> usize {
    let lacking = state.profiles.iter().map(|profile| {
        let coverage = &profile.feed.coverage;
        let total = coverage.total.and_then(|total| usize::try_from(total).ok());
        match total {
            Some(total) if !coverage.missing.is_empty() => {
                total.saturating_sub(state.fleet.len_of(profile.scope()))
            }
            Some(_) | None => 0,
        }
    });
    state.fleet.len() + lacking.sum::<usize>()
}

/// The place of the opened instance in the list. A ghost has none, for it is not counted.
fn opened_facts(w: &Words, state: &State) -> Vec<String> {
    let here = state
        .fleet
        .selected()
        .filter(|row| Some(&row.key) == state.view.opened.as_ref())
        .filter(|row| !state.fleet.is_ghost(row));
    let place = here.map(|_| {
        say!(
            w,
            "frame.nth",
            part = state.fleet.cursor_at() + 1,
            whole = state.fleet.shown()
        )
    });
    vec![place.unwrap_or_default()]
}
