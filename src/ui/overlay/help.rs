//! What a place is for and which keys do something in it, from the live keymap; then the keys of the
//! view behind, the filter's language, and how changes are confirmed.

use super::scrolling_below;
use crate::command::{self, Command, Explained, Hint, TextKeys, can, view_layers};
use crate::key::typing::{EXPLAINS, InputMode, TYPED};
use crate::key::{Context, Key};
use crate::keymap::{Binding, Keymap, spell};
use crate::state::State;
use crate::state::input::EDITS;
use crate::state::overlay::{Help, Overlay};
use crate::state::search::Stage;
use crate::state::write::question::Question;
use crate::text;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::hint::KeyHint;
use crate::ui::panes::found;
use crate::ui::theme::Role;
use crate::ui::widgets::dialog::{self, Room};
use crate::ui::words::Words;
use crate::ui::{keys, words};
use strum::IntoEnumIterator as _;

/// Cells of the keys.
const KEYS: usize = 13;
/// Cells from which on a column is wide enough.
const COLUMN: usize = 36;

/// Draws the help of what it is over.
pub fn draw(
    canvas: &mut Canvas<'_>,
    state: &State,
    (keymap, footer): (&Keymap, &[KeyHint]),
    room: Room,
    help: &Help,
) {
    let w = canvas.words;
    let width = usize::from(dialog::widest(room.screen));
    let lines = lines(w, state, keymap, width);
    let texts = (w.text("dialog.help-title"), footer);
    let Some(search) = &help.search else {
        return scrolling_below(canvas, room, texts, (&lines, None), help.scroll);
    };
    let found = found::mark(&lines, search);
    let mut heading = found::heading(w, search, found.matches);
    if search.stage == Stage::Typing {
        heading = heading.then("_", Role::Title);
    }
    let sought = (heading, found.row.filter(|_| search.is_sought()));
    scrolling_below(
        canvas,
        room,
        texts,
        (&found.lines, Some(&sought)),
        help.scroll,
    );
}

fn lines(w: &Words, state: &State, keymap: &Keymap, room: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Line::wrapped(purpose(w, state), room, Role::Plain).collect();
    let view = columns(&in_view(w, state, keymap, room), room);
    let behind = Line::new(w.text("help.behind"), Role::Title);
    match command::explained(state) {
        Explained::View => {}
        Explained::Text(text) => {
            let place = w.named("typing.place", text.mode).to_uppercase();
            lines.push(Line::new(place, Role::Title));
            lines.extend(columns(&typed(w, &text, room), room));
            lines.push(behind);
        }
        Explained::Commands(layers, acting) => {
            let said = acting
                .iter()
                .map(|(command, hint)| (*command, word(w, *command, *hint)));
            let said: Vec<(Command, &str)> = said.collect();
            lines.extend(columns(&bound(w, keymap, &layers, (&said, room)), room));
            lines.push(behind);
        }
    }
    lines.extend(view);
    if view_layers(state).contains(&Context::List) {
        lines.extend(filter(w, room));
    }
    lines.extend(confirmations(w, keymap, room));
    lines.extend(Line::wrapped(
        w.text("help.untranslated"),
        room,
        Role::Quiet,
    ));
    lines
}

/// What the place is for that the help was opened from.
fn purpose<'w>(w: &'w Words, state: &State) -> &'w str {
    match state.front() {
        None => w.named("help.pane", state.focused()),
        Some(Overlay::Table(table)) => w.named("help.table", table.source),
        Some(other) => w.named("help.front", other),
    }
}

/// What a command does in front.
fn word(w: &Words, command: Command, hint: Option<Hint>) -> &str {
    match hint {
        Some(Hint::Says(word)) => word(w),
        // What it does in full is to press a button.
        Some(Hint::Short) if command == Command::Enter => words::short(w, command),
        Some(Hint::Short) | None => w.named("command.full", command),
    }
}

fn in_view(w: &Words, state: &State, keymap: &Keymap, room: usize) -> Vec<Line> {
    let acting = Command::iter().filter(|command| can(state, *command).acts());
    let acting = acting.map(|command| (command, w.named("command.full", command)));
    let acting: Vec<(Command, &str)> = acting.collect();
    bound(w, keymap, &view_layers(state), (&acting, room))
}

/// The keys of these commands, by the place that gives them.
fn bound(
    w: &Words,
    keymap: &Keymap,
    layers: &[Context],
    (said, room): (&[(Command, &str)], usize),
) -> Vec<Line> {
    let mut lines = Vec::new();
    for (depth, layer) in layers.iter().enumerate() {
        let title = Line::new(w.named("command.place", *layer), Role::Title);
        let keys_of = |command: Command| {
            let bound = keymap.bindings().iter();
            let mut bound: Vec<String> = bound
                .filter(|binding| binding.context == *layer && binding.action == command)
                .filter(|binding| !is_shadowed(keymap, &layers[..depth], binding))
                .map(|binding| spell(&binding.keys))
                .collect();
            bound.sort_by_key(|keys| (keys.chars().count(), keys.clone()));
            bound.join(" ")
        };
        let mut known = Vec::new();
        let mut own = said.iter().filter_map(|(command, word)| {
            let new = !known.contains(command);
            known.push(*command);
            let keys = keys_of(*command);
            (new && !keys.is_empty()).then(|| row(&keys, word, room))
        });
        if let Some(first) = own.next() {
            lines.push(title);
            lines.extend(first.into_iter().chain(own.flatten()));
        }
    }
    lines
}

/// Keys, and what they do, on as many lines of a column as that takes.
fn row(keys: &str, word: &str, room: usize) -> Vec<Line> {
    let wide = KEYS.max(text::width(keys) + 1);
    let lead = Line::plain(text::pad(keys, wide));
    let lines = lead.beside(word, column(room).saturating_sub(wide), Role::Plain);
    lines.collect()
}

/// Cells of a column where there is so much room.
fn column(room: usize) -> usize {
    if room < 2 * COLUMN {
        room
    } else {
        room / 2 - 1
    }
}

/// Whether a more specific place gives the same keys another meaning.
fn is_shadowed(keymap: &Keymap, specific: &[Context], binding: &Binding) -> bool {
    let mut others = keymap.bindings().iter();
    others.any(|other| specific.contains(&other.context) && other.keys == binding.keys)
}

/// The keys where text is typed.
fn typed(w: &Words, text: &TextKeys, room: usize) -> Vec<Line> {
    let spelt = |keys: &[Key]| {
        let keys: Vec<String> = keys.iter().map(Key::to_string).collect();
        keys.join(" ")
    };
    let here = TYPED.iter().filter(|(at, ..)| at.contains(&text.mode));
    let here = here.map(|(_, meaning, keys)| (*keys, w.named("typing.full", meaning)));
    let help = (&[EXPLAINS][..], w.named("command.full", Command::Help));
    let is_text = w.find(&["typing.text"], text.mode).is_some();
    let edits = EDITS.iter().filter(|_| is_text);
    let edits = edits.map(|(edit, keys)| (*keys, w.named("typing.edit", edit)));
    let all = here.chain([help]).chain(edits);
    all.flat_map(|(keys, word)| row(&spelt(keys), word, room))
        .collect()
}

/// The language of the filter, and its keys.
fn filter(w: &Words, room: usize) -> Vec<Line> {
    let mut lines = vec![Line::new(w.text("command.filter"), Role::Title)];
    for (typed, means) in words::filter::language(w) {
        lines.push(Line::plain(text::pad(typed, KEYS)).then(means, Role::Plain));
    }
    let typed = TYPED.iter();
    for (_, meaning, bound) in typed.filter(|(at, ..)| at.contains(&InputMode::Filter)) {
        let bound: Vec<String> = bound.iter().map(Key::to_string).collect();
        lines.extend(row(&bound.join(" "), w.named("typing.full", meaning), room));
    }
    lines
}

/// What has to be done before each change.
fn confirmations(w: &Words, keymap: &Keymap, room: usize) -> Vec<Line> {
    let mut lines = vec![Line::new(w.text("dialog.asks.title"), Role::Title)];
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

/// Lines in two columns, where there is room for two.
fn columns(entries: &[Line], room: usize) -> Vec<Line> {
    if room < 2 * COLUMN {
        return entries.to_vec();
    }
    let half = entries.len().div_ceil(2);
    let (left, right) = entries.split_at(half);
    let lines = left.iter().enumerate().map(|(at, left)| {
        let left = left.clone().padded(room / 2);
        match right.get(at) {
            Some(right) => left.and(right),
            None => left,
        }
    });
    lines.collect()
}
