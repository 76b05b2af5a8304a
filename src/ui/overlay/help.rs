//! Every key that does something in the view behind, from the live keymap, and the filter's
//! language.

use super::{POPUP, footer, rows};
use crate::action::Action;
use crate::keymap::{ACTIONS, Binding, Context, Keymap, spell};
use crate::state::State;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::theme::Role;
use crate::ui::widgets::dialog::{self, Room, Wanted};
use crate::ui::{keys, text, words};

/// Cells of the keys.
const KEYS: usize = 15;
/// Cells of a column.
const COLUMN: usize = 46;

/// Draws the help for the view behind it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, keymap: &Keymap, room: Room, scroll: usize) {
    let margin = dialog::margin(room.screen);
    let width = room.screen.width.saturating_sub(dialog::SIDES + margin);
    let width = width.min(dialog::WIDEST);
    let lines = lines(state, keymap, usize::from(width));
    let wanted = Wanted {
        width,
        height: rows(&lines),
        least: 3,
    };
    let hints = [
        (Action::Down, words::actions::short(Action::Down)),
        (Action::Up, words::actions::short(Action::Up)),
        (Action::Back, words::actions::short(Action::Back)),
    ];
    let title = Line::new(words::dialog::HELP_TITLE, Role::Title);
    let footer = footer(keymap, &POPUP, &hints);
    let inside = dialog::frame(canvas, dialog::place(room, &wanted), &title, &footer);
    canvas.scroll(inside, &lines, scroll);
}

fn lines(state: &State, keymap: &Keymap, room: usize) -> Vec<Line> {
    let mut entries: Vec<Line> = Vec::new();
    let layers = keys::of_view(state);
    for (depth, layer) in layers.iter().enumerate() {
        entries.push(Line::new(words::actions::place(*layer), Role::Title));
        for (_, action) in ACTIONS {
            if !keys::does_something(state, action) {
                continue;
            }
            let bound = keymap.bindings().iter();
            let mut bound: Vec<String> = bound
                .filter(|binding| binding.context == *layer && binding.action == action)
                .filter(|binding| !is_shadowed(keymap, &layers[..depth], binding))
                .map(|binding| spell(&binding.keys))
                .collect();
            bound.sort_by_key(|keys| (keys.chars().count(), keys.clone()));
            if !bound.is_empty() {
                let keys = text::pad(&bound.join(" "), KEYS);
                entries.push(Line::plain(keys).then(words::actions::full(action), Role::Plain));
            }
        }
    }
    let mut lines = if room >= 2 * KEYS + COLUMN {
        in_two_columns(&entries, room / 2)
    } else {
        entries
    };
    if layers.contains(&Context::List) {
        lines.push(Line::new(words::actions::FILTER, Role::Title));
        for (typed, means) in words::actions::FILTER_LANGUAGE {
            lines.push(Line::plain(text::pad(typed, KEYS)).then(means, Role::Plain));
        }
    }
    lines
}

/// Whether a more specific place gives the same keys another meaning.
fn is_shadowed(keymap: &Keymap, specific: &[Context], binding: &Binding) -> bool {
    let mut others = keymap.bindings().iter();
    others.any(|other| specific.contains(&other.context) && other.keys == binding.keys)
}

fn in_two_columns(entries: &[Line], column: usize) -> Vec<Line> {
    let half = entries.len().div_ceil(2);
    let (left, right) = entries.split_at(half);
    let lines = left.iter().enumerate().map(|(at, left)| {
        let left = left.clone().padded(column);
        match right.get(at) {
            Some(right) => left.and(right),
            None => left,
        }
    });
    lines.collect()
}
