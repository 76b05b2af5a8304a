//! What a place is for and which keys do something in it, from the live keymap; then the keys of the
//! view behind, the filter's language, and how changes are confirmed.

mod columns;

use self::columns::Group;
use super::scrolling_below;
use crate::command::{self, Command, Explained, Hint, TextKeys, can, view_layers};
use crate::key::typing::{EXPLAINS, InputMode, TYPED};
use crate::key::{Context, Key};
use crate::keymap::{Binding, Keymap, spell};
use crate::state::State;
use crate::state::input::EDITS;
use crate::state::overlay::{Help, Overlay};
use crate::state::search::{Search, Stage};
use crate::state::write::question::Question;
use crate::text;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::hint::KeyHint;
use crate::ui::panes::found::{self, Passage};
use crate::ui::theme::Role;
use crate::ui::widgets::dialog::{self, Room};
use crate::ui::words::Words;
use crate::ui::{keys, words};
use strum::IntoEnumIterator as _;

/// Cells of the keys.
const KEYS: usize = 13;
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
    let mut groups = groups(w, state, keymap, width);
    let texts = (w.text("dialog.help-title"), footer);
    let head = help.search.as_ref().map(|search| {
        let passages = groups.iter_mut().flat_map(Group::passages);
        let heading = found::heading(w, search, found::mark(passages, search));
        match search.stage {
            Stage::Typing => heading.then("_", Role::Title),
            Stage::Kept => heading,
        }
    });
    let (lines, row) = columns::laid_out(&groups, width);
    let is_sought = help.search.as_ref().is_some_and(Search::is_sought);
    let head = head.map(|heading| (heading, row.filter(|_| is_sought)));
    scrolling_below(canvas, room, texts, (&lines, head.as_ref()), help.scroll);
}

fn groups(w: &Words, state: &State, keymap: &Keymap, room: usize) -> Vec<Group> {
    let mut groups = vec![Group::Below(vec![wrapped(
        purpose(w, state),
        room,
        Role::Plain,
    )])];
    let behind = || Group::Below(vec![title(w.text("help.behind"))]);
    match command::explained(state) {
        Explained::View => {}
        Explained::Text(text) => {
            let place = w.named("typing.place", text.mode).to_uppercase();
            groups.push(Group::Below(vec![title(&place)]));
            groups.push(Group::Beside(typed(w, &text, room)));
            groups.push(behind());
        }
        Explained::Commands(layers, acting) => {
            let said = acting
                .iter()
                .map(|(command, hint)| (*command, word(w, *command, *hint)));
            let said: Vec<(Command, &str)> = said.collect();
            groups.push(Group::Beside(bound(w, keymap, &layers, (&said, room))));
            groups.push(behind());
        }
    }
    groups.push(Group::Beside(in_view(w, state, keymap, room)));
    if view_layers(state).contains(&Context::List) {
        groups.push(Group::Below(filter(w, room)));
    }
    groups.push(Group::Below(lines(w, room)));
    groups.push(Group::Below(confirmations(w, keymap, room)));
    let untranslated = wrapped(w.text("help.untranslated"), room, Role::Quiet);
    groups.push(Group::Below(vec![untranslated]));
    groups
}

fn wrapped(text: &str, room: usize, role: Role) -> Passage {
    Passage {
        text: text.to_owned(),
        rows: Line::wrapped(text, room, role).collect(),
        at: None,
    }
}

fn title(text: &str) -> Passage {
    Passage::line(Line::new(text, Role::Title))
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

fn in_view(w: &Words, state: &State, keymap: &Keymap, room: usize) -> Vec<Passage> {
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
) -> Vec<Passage> {
    let mut passages = Vec::new();
    for (depth, layer) in layers.iter().enumerate() {
        let title = title(w.named("command.place", *layer));
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
            (new && !keys.is_empty()).then(|| row(&keys, word, columns::width(room)))
        });
        if let Some(first) = own.next() {
            passages.push(title.above(first));
            passages.extend(own);
        }
    }
    passages
}

/// Keys, and what they do, on as many rows of this width as that takes.
fn row(keys: &str, word: &str, room: usize) -> Passage {
    let wide = KEYS.max(text::width(keys) + 1);
    let lead = Line::plain(text::pad(keys, wide));
    let rows = lead.beside(word, room.saturating_sub(wide), Role::Plain);
    Passage {
        text: format!("{keys} {word}"),
        rows: rows.collect(),
        at: None,
    }
}

/// Whether a more specific place gives the same keys another meaning.
fn is_shadowed(keymap: &Keymap, specific: &[Context], binding: &Binding) -> bool {
    let mut others = keymap.bindings().iter();
    others.any(|other| specific.contains(&other.context) && other.keys == binding.keys)
}

/// The keys where text is typed.
fn typed(w: &Words, text: &TextKeys, room: usize) -> Vec<Passage> {
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
    all.map(|(keys, word)| row(&spelt(keys), word, columns::width(room)))
        .collect()
}

/// The language of the filter, and its keys.
fn filter(w: &Words, room: usize) -> Vec<Passage> {
    let language = words::filter::language(w).into_iter();
    let language = language.map(|(typed, means)| row(typed, means, room));
    let keys = TYPED.iter();
    let keys = keys.filter(|(at, ..)| at.contains(&InputMode::Filter));
    let keys = keys.map(|(_, meaning, bound)| {
        let bound: Vec<String> = bound.iter().map(Key::to_string).collect();
        row(&bound.join(" "), w.named("typing.full", meaning), room)
    });
    let title = title(w.text("command.filter"));
    [title].into_iter().chain(language).chain(keys).collect()
}

/// What is typed in the palette and has no key.
fn lines(w: &Words, room: usize) -> Vec<Passage> {
    let lines = words::palette::lines(w).into_iter();
    let lines = lines.map(|(typed, means)| row(typed, means, room));
    let title = title(w.text("help.lines"));
    [title].into_iter().chain(lines).collect()
}

/// What has to be done before each change.
fn confirmations(w: &Words, keymap: &Keymap, room: usize) -> Vec<Passage> {
    let title = title(w.text("dialog.asks.title"));
    let asks = Question::iter().rev().map(|question| {
        let key = keys::key(keymap, &[Context::Dialog], Command::Yes);
        let how = match question {
            Question::Typed => None,
            Question::YesNo => key,
        };
        let how = how.unwrap_or_else(|| w.named("dialog.asks.how", question).to_owned());
        row(&how, &words::asked_by(w, question), room)
    });
    [title].into_iter().chain(asks).collect()
}
