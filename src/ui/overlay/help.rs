//! Every key that does something in the view behind, from the live keymap, and the filter's
//! language.

use crate::command::{Command, can, view_layers};
use crate::key::typing::{InputMode, TYPED};
use crate::key::{Context, Key};
use crate::keymap::{Binding, Keymap, spell};
use crate::state::State;
use crate::state::write::question::Question;
use crate::text;
use crate::ui::canvas::Line;
use crate::ui::theme::Role;
use crate::ui::words::Words;
use crate::ui::{keys, words};
use strum::IntoEnumIterator as _;

/// Cells of the keys.
const KEYS: usize = 13;
/// Cells from which on a column is wide enough.
const COLUMN: usize = 36;

/// The help for the view behind it.
pub fn text(w: &Words, state: &State, keymap: &Keymap, width: usize) -> (String, Vec<Line>) {
    let title = w.text("dialog.help-title").to_owned();
    (title, lines(w, state, keymap, width))
}

fn lines(w: &Words, state: &State, keymap: &Keymap, room: usize) -> Vec<Line> {
    let mut entries: Vec<Line> = Vec::new();
    let layers = view_layers(state);
    for (depth, layer) in layers.iter().enumerate() {
        entries.push(Line::new(w.named("command.place", *layer), Role::Title));
        for command in Command::iter() {
            if !can(state, command).acts() {
                continue;
            }
            let bound = keymap.bindings().iter();
            let mut bound: Vec<String> = bound
                .filter(|binding| binding.context == *layer && binding.action == command)
                .filter(|binding| !is_shadowed(keymap, &layers[..depth], binding))
                .map(|binding| spell(&binding.keys))
                .collect();
            bound.sort_by_key(|keys| (keys.chars().count(), keys.clone()));
            if !bound.is_empty() {
                let keys = text::pad(&bound.join(" "), KEYS);
                entries.push(Line::plain(keys + w.named("command.full", command)));
            }
        }
    }
    let mut lines = if room >= 2 * COLUMN {
        in_two_columns(&entries, room / 2)
    } else {
        entries
    };
    if layers.contains(&Context::List) {
        lines.push(Line::new(w.text("command.filter"), Role::Title));
        for (typed, means) in words::filter::language(w) {
            lines.push(Line::plain(text::pad(typed, KEYS)).then(means, Role::Plain));
        }
        let typed = TYPED.iter();
        for (_, meaning, bound) in typed.filter(|(at, ..)| at.contains(&InputMode::Filter)) {
            let bound: Vec<String> = bound.iter().map(Key::to_string).collect();
            let typed = text::pad(&bound.join(" "), KEYS);
            lines.push(Line::plain(typed + w.named("typing.full", meaning)));
        }
    }
    lines.push(Line::new(w.text("dialog.asks.title"), Role::Title));
    for question in Question::iter().rev() {
        let key = keys::key(keymap, &[Context::Dialog], Command::Yes);
        let how = match question {
            Question::Typed => None,
            Question::YesNo => key,
        };
        let how = how.unwrap_or_else(|| w.named("dialog.asks.how", question).to_owned());
        let lead = Line::new(text::pad(&how, KEYS), Role::Plain);
        let what = words::asked_by(w, question);
        lines.extend(lead.beside(&what, room.saturating_sub(KEYS), Role::Plain));
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
