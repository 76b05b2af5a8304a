//! The palette: the line, and what it could become.

use super::{MARK, entries};
use crate::command::{Command, menu, view_layers};
use crate::key::Context;
use crate::keymap::Keymap;
use crate::say;
use crate::state::State;
use crate::state::palette::{Offer, Palette, Run};
use crate::state::table::TableView;
use crate::text;
use crate::ui::area::Area as _;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::theme::Role;
use crate::ui::widgets::dialog::{self, Room, Wanted};
use crate::ui::widgets::{Focus, field};
use crate::ui::words::Words;
use crate::ui::{keys, words};

/// Offers that are shown at once, where there is room: the box keeps its place while one types.
const SHOWN: u16 = 10;
/// Cells of a line that is offered, before what is said about it, at most.
const LINE: u16 = 30;

/// Draws the palette; gives the position of the text cursor.
pub fn draw(
    canvas: &mut Canvas<'_>,
    state: &State,
    keymap: &Keymap,
    room: Room,
    palette: &Palette,
) -> Option<(u16, u16)> {
    let w = canvas.words;
    let wanted = Wanted::of(dialog::widest(room.screen), SHOWN + 1);
    let (place, inside) = dialog::open(canvas, room, &wanted, (w.text("palette.title"), &[]));
    if inside.height == 0 {
        return None;
    }
    let x = canvas.put(inside.x, inside.y, inside.width, ":", Role::Title);
    let width = inside.right().saturating_sub(x);
    let cursor = field::bare(canvas, (x, inside.y), width, palette.field(), Focus::Here);
    let list = inside.below(1);
    if palette.offers.is_empty() {
        let (said, role) = without_offers(w, palette);
        let width = usize::from(list.width.saturating_sub(4));
        let said: Vec<Line> = Line::wrapped(&said, width, role).collect();
        canvas.lines(list.behind(2), &said);
        return cursor;
    }
    let shown = usize::from((inside.width * 2 / 5).min(LINE));
    let lines: Vec<Line> = palette
        .offers
        .iter()
        .map(|offer| line(w, state, keymap, (offer, shown)))
        .collect();
    let seen = entries(canvas, list, MARK, (&lines, palette.chosen()));
    dialog::position(canvas, place, seen);
    cursor
}

/// What is said where there is nothing to choose from.
fn without_offers(w: &Words, palette: &Palette) -> (String, Role) {
    let role = match palette.wrong {
        true => Role::Warning,
        false => Role::Quiet,
    };
    let (text, role) = match (palette.wrong, &palette.exact) {
        (_, Some(exact)) => match &exact.blocked {
            Some(refusal) if refusal.is_of_words() => {
                return (words::refusal::why(w, refusal), role);
            }
            Some(_) | None => ("", Role::Quiet),
        },
        (_, None) if palette.foreign => (w.text("palette.foreign"), Role::Plain),
        (true, None) if palette.wants_moment => (w.text("palette.wrong-moment"), role),
        (false, None) if palette.wants_moment => (w.text("palette.moment"), role),
        (true, None) => (w.text("palette.wrong"), role),
        (false, None) => (w.text("palette.nothing"), role),
    };
    (text.to_owned(), role)
}

/// An offer: its line, its key, what it does or why it cannot be done.
fn line(w: &Words, state: &State, keymap: &Keymap, (offer, shown): (&Offer, usize)) -> Line {
    let role = match (&offer.blocked, &offer.run) {
        (Some(_), _) => Role::Quiet,
        (None, _) => Role::Plain,
    };
    let action = match offer.run {
        Some(Run::Command(name)) => name.parse().ok(),
        _ => None,
    };
    let layers: Vec<Context> = view_layers(state);
    let key = action.and_then(|action| keys::key(keymap, &layers, action));
    let said = match &offer.blocked {
        Some(refusal) => words::refusal::brief(w, refusal),
        None => denied_before(w, state, action).unwrap_or_else(|| means(w, state, offer)),
    };
    let key = text::pad(&key.unwrap_or_default(), 7);
    let line = text::cut(offer.line.trim_end(), shown.saturating_sub(1));
    Line::new(text::pad(&line, shown), role)
        .then(key, Role::Quiet)
        .then(said, role)
}

/// The permission that stood in the way of an action before.
fn denied_before(w: &Words, state: &State, action: Option<Command>) -> Option<String> {
    let command = action?;
    let operation = command.operation()?;
    let needed = menu::was_denied(state, command).then(|| operation.permission())??;
    Some(say!(w, "batch.refused-before", permission = needed))
}

/// What an offer does.
fn means(w: &Words, state: &State, offer: &Offer) -> String {
    match &offer.run {
        None => {
            let takes = offer.takes();
            let said = takes.and_then(|name| w.find(&["palette.takes", "command.full"], name));
            said.unwrap_or_default().to_owned()
        }
        Some(Run::Command(name)) => w.named("command.full", *name).to_owned(),
        Some(Run::Show(pane)) => say!(w, "palette.view", pane = w.named("frame.pane", *pane)),
        Some(Run::Open(key)) => {
            let row = state.fleet.get(key);
            let status = row.and_then(|row| row.instance.status.as_ref());
            format!("{} {}", key.scope.region, words::instance_status(w, status))
        }
        Some(Run::Tasks(span)) => say!(w, "palette.tasks", span = words::panes::span(w, *span)),
        Some(Run::Sort(sort)) => words::list::sort(w, *sort),
        Some(Run::Profiles(names)) => names.last().map_or_else(String::new, |name| {
            let known = state.choices().into_iter().find(|one| one.name == *name);
            let region = known.and_then(|one| one.region).unwrap_or_default();
            match state.scope_of(name) {
                Some(_) => format!("{region} {}", w.text("palette.shown")),
                None => region,
            }
        }),
        Some(Run::Theme(theme)) => w.named("palette.theme-name", *theme).to_owned(),
        Some(Run::Columns(_)) => {
            let column = offer.column();
            column.map_or_else(String::new, |column| words::list::column(w, column))
        }
        Some(Run::TableColumns(_)) => {
            let columns = state.pane_table().map_or(&[][..], TableView::columns);
            let column = columns.iter().find(|one| one.name == offer.last_word());
            let heading = column.map(|one| w.named("table.column", one.name));
            heading.unwrap_or_default().to_owned()
        }
        Some(Run::Close(_, reason)) => say!(w, "palette.close", reason),
        Some(Run::Broker(said)) => w.named("palette.broker", said).to_owned(),
        Some(Run::Notify(true)) => w.text("palette.notify-on").to_owned(),
        Some(Run::Notify(false)) => w.text("palette.notify-off").to_owned(),
        Some(Run::Filter(_) | Run::Lang(_) | Run::Since(_)) => String::new(),
        Some(Run::Times(times)) => {
            say!(w, "palette.times", zone = w.named("time.zone", *times))
        }
        Some(Run::Export(..)) => w.text("palette.export").to_owned(),
    }
}
