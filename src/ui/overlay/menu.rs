//! What can be done with an instance, or with the marked ones, now: each action with its key, and
//! where it cannot be done, why.

use super::{MARK, entries, footer};
use crate::command::{Command, menu, view_layers};
use crate::key::Context;
use crate::keymap::Keymap;
use crate::say;
use crate::state::State;
use crate::state::list_cursor::ListCursor;
use crate::state::view::Pane;
use crate::text;
use crate::ui::area::{Area as _, rows};
use crate::ui::canvas::{Canvas, Line};
use crate::ui::keys;
use crate::ui::theme::Role;
use crate::ui::widgets::dialog::{self, Room, Wanted};
use crate::ui::words::{self, Words};

/// Cells between columns.
const LEAD: usize = 2;
/// Lines below the list that say all of the reason under the cursor, at least.
const NOTE: u16 = 2;
/// Lines of the list that stay in sight, however much there is to say below.
const LIST: u16 = 3;

/// Draws the menu.
pub fn draw(
    canvas: &mut Canvas<'_>,
    state: &State,
    keymap: &Keymap,
    room: Room,
    pick: &ListCursor<&'static str>,
) {
    let w = canvas.words;
    let choices = menu::lines(state);
    let names = menu::names(state);
    let on = pick.place(&names);
    let word = |choice: Command| w.named("command.full", choice);
    let words = choices.iter().map(|choice| text::width(word(*choice)));
    let wide = words.max().unwrap_or(0) + LEAD;
    let keys = choices.iter().map(|choice| key(state, keymap, *choice));
    let keys: Vec<String> = keys.collect();
    let column = keys.iter().map(|key| text::width(key)).max().unwrap_or(0) + 1;
    let line = |(choice, key): (&Command, &String)| {
        let role = match menu::refusal(state, *choice) {
            None => Role::Plain,
            Some(_) => Role::Quiet,
        };
        let line = Line::new(key, role).padded(column);
        line.and(&Line::new(word(*choice), role).padded(wide))
            .then(beside(w, state, *choice).unwrap_or_default(), role)
    };
    let lines: Vec<Line> = choices.iter().zip(&keys).map(line).collect();
    let width = dialog::widest(room.screen);
    let said = |choice: &Command| {
        let note = note(w, state, *choice).unwrap_or_default();
        let lines: Vec<Line> = Line::wrapped(&note, usize::from(width), Role::Plain).collect();
        lines
    };
    // As many lines as the longest reason takes: the list keeps its place.
    let most = choices.iter().map(|choice| rows(&said(choice))).max();
    let most = most.unwrap_or(0).max(NOTE);
    let mut wanted = Wanted::of(width, rows(&lines) + most + 1);
    wanted.least = most + LIST + 1;
    let texts = (title(w, state), footer(w, state, keymap));
    let (place, inside) = dialog::open(canvas, room, &wanted, (&texts.0, &texts.1));
    let note = most.min(inside.height.saturating_sub(LIST + 1));
    let list = inside.head(inside.height.saturating_sub(note + 1).min(rows(&lines)));
    let seen = entries(canvas, list, MARK, (&lines, on));
    dialog::position(canvas, place, seen);
    let below = on.map(|at| said(&choices[at])).unwrap_or_default();
    canvas.lines(inside.tail(note), &below);
}

/// The key of a line. What has its own in one pane alone is shown with the keys that lead there.
fn key(state: &State, keymap: &Keymap, choice: Command) -> String {
    let here = view_layers(state);
    let inside = [Context::Text, Context::Instance, Context::View];
    let plugins = [Context::Plugins, Context::Instance, Context::View];
    let key = |layers: &[Context], action| keys::key(keymap, layers, action);
    let way = match choice {
        Command::Search => vec![key(&inside, Command::Json), key(&inside, Command::Search)],
        Command::TogglePlugin if state.focused() != Pane::Plugins => {
            let open = (state.view.opened.is_none()).then(|| key(&here, Command::Open));
            let switch = [
                key(&plugins, Command::TabPlugins),
                key(&plugins, Command::TogglePlugin),
            ];
            open.into_iter().chain(switch).collect()
        }
        _ => vec![key(&here, choice)],
    };
    let way: Option<Vec<String>> = way.into_iter().collect();
    way.map(|keys| keys.join(" ")).unwrap_or_default()
}

/// What it is about: the marked, or the instance by name.
fn title(w: &Words, state: &State) -> String {
    if state.acts_on_marks() {
        let marked = state.fleet.marked();
        return words::batch::marked(w, marked.all, marked.hidden);
    }
    let row = state.subject_row();
    row.map_or_else(String::new, |row| row.instance.label().to_owned())
}

/// The same in the few words there is room for beside it.
fn beside(w: &Words, state: &State, choice: Command) -> Option<String> {
    match menu::refusal(state, choice) {
        Some(reason) => Some(words::refusal::brief(w, &reason)),
        None => note(w, state, choice),
    }
}

/// Why an action cannot be done now, or what stood in its way before.
fn note(w: &Words, state: &State, choice: Command) -> Option<String> {
    if let Some(reason) = menu::refusal(state, choice) {
        return Some(words::refusal::why(w, &reason));
    }
    let operation = choice.operation()?;
    let before = menu::was_denied(state, choice).then(|| operation.permission())??;
    Some(say!(w, "batch.refused-before", permission = before))
}
