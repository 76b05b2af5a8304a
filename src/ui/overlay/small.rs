//! Boxes that say or ask one thing: the sort picker, a refusal, the question before quitting.

use super::{MARK, entries};
use crate::keymap::Keymap;
use crate::state::State;
use crate::state::overlay::Release;
use crate::state::sight::{Shown, Sight};
use crate::state::sort_picker::{SortColumn, SortPicker};
use crate::state::write::can::Refusal;
use crate::state::write::pending::{Pending, Phase};
use crate::text;
use crate::ui::area::rows;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::hint::KeyHint;
use crate::ui::seen::Seen;
use crate::ui::theme::Role;
use crate::ui::widgets::dialog::{self, Room, Wanted};
use crate::ui::widgets::{Focus, buttons};
use crate::ui::{keys, words};

/// Cells inside a box that holds sentences.
const WIDTH: u16 = 62;
/// Cells inside the sort picker.
const PICKER: u16 = 40;
/// Cells of a column's name at most.
const NAME: usize = 19;

/// The columns to sort by, each behind its letter; the one in force shows its direction.
pub fn sort(
    canvas: &mut Canvas<'_>,
    state: &State,
    footer: &[KeyHint],
    room: Room,
    picker: &SortPicker,
) {
    let w = canvas.words;
    let (columns, now) = (picker.columns(state), picker.now(state));
    let line = |column: &SortColumn| {
        let name = match *column {
            SortColumn::Instances(column) => words::list::column(w, column),
            SortColumn::InFront(column) => w.named("table.column", column.name).to_owned(),
        };
        let line = Line::new(format!("{} ", column.letter()), Role::Title);
        let line = line.then(text::pad(&text::cut(&name, NAME), NAME + 1), Role::Plain);
        match now {
            Some((now, first)) if now == *column => {
                line.then(w.named("list.first", first), Role::Title)
            }
            Some(_) | None => line,
        }
    };
    let lines: Vec<Line> = columns.iter().map(line).collect();
    let texts = (w.text("dialog.sort-title"), footer);
    let wanted = Wanted::of(PICKER, rows(&lines));
    let (place, inside) = dialog::open(canvas, room, &wanted, texts);
    let seen = entries(canvas, inside, MARK, (&lines, picker.pick.place(&columns)));
    dialog::position(canvas, place, seen);
}

/// Why something cannot be done, and what would help.
pub fn refused(
    canvas: &mut Canvas<'_>,
    keymap: &Keymap,
    footer: &[KeyHint],
    room: Room,
    (name, reason): (&str, &Refusal),
) {
    let w = canvas.words;
    let why = words::refusal::why(w, reason);
    let help = words::refusal::help(w, keymap, reason);
    let sentences: Vec<&str> = [Some(why.as_str()), help.as_deref()]
        .into_iter()
        .flatten()
        .collect();
    let title = words::refusal::title(w, name);
    let close = [(w.text("dialog.close"), Focus::Here)];
    ask(canvas, room, (&title, footer), &sentences, &close);
}

/// Asks before leaving while a write has not been answered. Enter stays.
pub fn quit(
    canvas: &mut Canvas<'_>,
    state: &State,
    (keymap, footer): (&Keymap, &[KeyHint]),
    room: Room,
    sight: &Sight,
) {
    let w = canvas.words;
    let quit = keys::yes(keymap, w.text("dialog.quit"));
    let buttons = [
        (w.text("dialog.stay"), Focus::Here),
        (quit.as_str(), Focus::Elsewhere),
    ];
    let title = w.text("dialog.quit-title");
    let mut changes = state.broker_writes.under_way();
    let has_left =
        changes.any(|change| change.has_left) || state.pending.in_flight() == Some(&Phase::Sending);
    let asked = match has_left {
        true => w.text("dialog.quit-ask"),
        false => w.text("dialog.quit-ask-early"),
    };
    let ignored = sight.ignored();
    let ignored = ignored.map(|why| w.named("dialog.ignored", why));
    let sentences = [Some(asked), ignored];
    let sentences: Vec<&str> = sentences.into_iter().flatten().collect();
    let shown = ask(canvas, room, (title, footer), &sentences, &buttons);
    canvas.shown = Some(shown);
}

/// What is known of a write whose answer was lost, and whether to release it. Enter keeps it.
pub fn release(
    canvas: &mut Canvas<'_>,
    state: &State,
    (keymap, footer): (&Keymap, &[KeyHint]),
    room: Room,
    (release, sight): (&Release, &Sight),
) {
    let w = canvas.words;
    let write = state.pending.get(release.id, release.key.as_ref());
    let known = match write {
        Some(write) => words::lost::known(w, write, state.now),
        None => vec![w.text("lost.settled").to_owned()],
    };
    let ignored = sight.ignored();
    let ignored = ignored.map(|why| w.named("dialog.ignored", why));
    let sentences: Vec<&str> = known.iter().map(String::as_str).chain(ignored).collect();
    let all = state.pending.unsettled().count();
    let is_this = |one: &Pending| one.id == release.id && one.what.key() == release.key.as_ref();
    let place = state.pending.unsettled().position(is_this).unwrap_or(0) + 1;
    let title = words::lost::title(w, place, all);
    let free = keys::yes(keymap, w.text("lost.release"));
    let buttons = [
        (w.text("lost.keep"), Focus::Here),
        (free.as_str(), Focus::Elsewhere),
    ];
    let shown = ask(canvas, room, (&title, footer), &sentences, &buttons);
    canvas.shown = Some(shown);
}

fn ask(
    canvas: &mut Canvas<'_>,
    room: Room,
    texts: (&str, &[KeyHint]),
    sentences: &[&str],
    choice: &[(&str, Focus)],
) -> Shown {
    let width = WIDTH.min(dialog::widest(room.screen));
    let wrapped = |sentence: &&str| Line::wrapped(sentence, usize::from(width), Role::Plain);
    let lines: Vec<Line> = sentences.iter().flat_map(wrapped).collect();
    let wanted = Wanted::of(width, rows(&lines) + 2);
    let (place, inside) = dialog::open(canvas, room, &wanted, texts);
    let (text, last) = dialog::split_last(inside);
    canvas.lines(text, &lines);
    dialog::position(canvas, place, Seen::of(lines.len(), 0, text.height));
    buttons::draw(canvas, last, choice);
    match rows(&lines) <= text.height {
        true => Shown::Whole,
        false => Shown::Cut,
    }
}
