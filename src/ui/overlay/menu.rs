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
/// Lines that say of the action under the cursor what has no room beside it.
const NOTE: u16 = 2;

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
            .then(note(w, state, *choice).unwrap_or_default(), role)
    };
    let lines: Vec<Line> = choices.iter().zip(&keys).map(line).collect();
    let mut wanted = Wanted::of(dialog::widest(room.screen), rows(&lines) + NOTE + 1);
    wanted.least = NOTE + 2;
    let texts = (title(w, state), footer(w, state, keymap));
    let (place, inside) = dialog::open(canvas, room, &wanted, (&texts.0, &texts.1));
    let list = inside.head(inside.height.saturating_sub(NOTE + 1).min(rows(&lines)));
    let seen = entries(canvas, list, MARK, (&lines, on));
    dialog::position(canvas, place, seen);
    let said = on.and_then(|at| note(w, state, choices[at]));
    let said = said.unwrap_or_default();
    let below = text::wrap_into(&said, usize::from(inside.width), usize::from(NOTE));
    let below: Vec<Line> = below.into_iter().map(Line::plain).collect();
    canvas.lines(inside.tail(NOTE), &below);
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
                key(&plugins, Command::Tab2),
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

/// Why an action cannot be done now, or what stood in its way before.
fn note(w: &Words, state: &State, choice: Command) -> Option<String> {
    if let Some(reason) = menu::refusal(state, choice) {
        return Some(words::refusal::why(w, &reason));
    }
    let operation = choice.operation()?;
    let before = menu::was_denied(state, choice).then(|| operation.permission())??;
    Some(say!(w, "batch.refused-before", permission = before))
}
