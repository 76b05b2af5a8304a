//! The question before a write: what it is done to, the exact request, and how to say yes. Where
//! there is little room the request is cut and scrolls; the text box and the buttons never go.

mod batch;

use super::{footer, rows};
use crate::action::Action;
use crate::keymap::typing::{Meaning, Typing};
use crate::keymap::{Context, Keymap};
use crate::state::State;
use crate::state::can::Refusal;
use crate::state::change::{Change, Public, Setting};
use crate::state::confirm::{Button, Confirm, Guard, Spot};
use crate::state::input::TextField;
use crate::state::plan::{Act, Deed, Plan};
use crate::state::row::Presence;
use crate::ui::canvas::{Canvas, Line};
use crate::ui::theme::Role;
use crate::ui::widgets::dialog::{self, Room, Wanted};
use crate::ui::widgets::{Focus, buttons, field};
use crate::ui::words::Words;
use crate::ui::{keys, text, words};
use ratatui::layout::Rect;

/// Cells inside.
const WIDTH: u16 = 74;
/// Cells of a text box at least, brackets included.
const BOX: u16 = 14;

/// Draws a confirmation; gives the text cursor's position while its text box has the focus.
pub fn draw(
    canvas: &mut Canvas<'_>,
    state: &State,
    keymap: &Keymap,
    room: Room,
    confirm: &Confirm,
) -> Option<(u16, u16)> {
    let w = canvas.words;
    let plan = confirm.plan();
    let width = dialog::widest(room.screen).min(WIDTH);
    let inner = usize::from(width);
    let ((mut facts, more), mut request) = match &plan.deed {
        Deed::Batch(several) => (
            batch::facts(w, state, keymap, (confirm, several), inner),
            batch::targets(w, state, confirm, several, inner),
        ),
        _ => (facts(w, state, plan, inner), Vec::new()),
    };
    let essential = rows(&facts);
    facts.extend(more);
    request.extend(self::request(w, plan, inner));
    let tail: u16 = match confirm.guard() {
        Guard::Typed { .. } => 3,
        Guard::YesNo { .. } | Guard::Press { .. } => 1,
    };
    // Facts, request and tail, each after an empty line.
    let wanted = Wanted {
        width,
        height: rows(&facts) + rows(&request) + tail + 2,
        least: tail + 4,
    };
    let title = title(w, state, plan);
    let place = dialog::place(room, &wanted);
    let fit = match place.height >= wanted.height.saturating_add(dialog::ENDS) {
        true => Fit::Whole,
        false => Fit::Scrolls,
    };
    let footer = footing(w, state, keymap, confirm, fit);
    let inside = dialog::frame(canvas, place, &title, &footer);
    let spare = inside.height.saturating_sub(tail);
    let gap = match fit {
        Fit::Whole => 1,
        Fit::Scrolls => 0,
    };
    let facts_height = spare.saturating_sub(2).max(essential);
    let facts_height = rows(&facts).min(facts_height).min(spare.saturating_sub(1));
    let section = |from: u16, height: u16| Rect {
        y: inside.y + from,
        height,
        ..inside
    };
    canvas.lines(section(0, facts_height), &facts);
    let from = facts_height + gap;
    let height = spare.saturating_sub(from + gap);
    canvas.scroll(section(from, height), &request, confirm.scroll);
    dialog::position(canvas, place, height, request.len(), confirm.scroll);
    let refusal = state.allows(confirm.plan()).err();
    answer(
        canvas,
        section(spare, tail.min(inside.height)),
        confirm,
        refusal,
    )
}

/// What it asks. The labels of where it happens come first, for the end of a title may be cut off.
fn title(w: &Words, state: &State, plan: &Plan) -> Line {
    let labels = words::profiles::labels(state, plan.deed.scopes());
    let asks = words::dialog::title(w, &plan.deed, &plan.name);
    let mut title = Line::default();
    if !labels.is_empty() {
        title = title.then(words::dialog::within(w, &labels), Role::Chip);
    }
    title.then(asks, Role::Title)
}

/// Whether all of it can be seen at once.
#[derive(Clone, Copy)]
enum Fit {
    Whole,
    Scrolls,
}

/// What it is done to: name and status now, where; and what gives way where there is little room,
/// such as the id, which the request names as well.
fn facts(w: &Words, state: &State, plan: &Plan, room: usize) -> (Vec<Line>, Vec<Line>) {
    let place = words::frame::place(state, plan.deed.scope());
    let (mut lines, mut more) = (Vec::new(), Vec::new());
    if let Some(key) = plan.deed.key() {
        let row = state.fleet.get(key);
        let row = row.filter(|row| row.presence != Presence::Gone);
        let (now, role) = match row {
            Some(row) => {
                let severity = row.severity(state.now);
                let status = words::or_unknown(row.instance.status.as_ref());
                (words::dialog::status_now(w, &status), Role::from(severity))
            }
            None => (w.list.gone.clone(), Role::Warning),
        };
        let name = text::cut(&plan.name, room.saturating_sub(text::width(&now) + 2));
        lines.push(Line::new(name, Role::Title).then(format!("  {now}"), role));
        let renamed = row.map(|row| row.instance.label());
        if let Some(name) = renamed.filter(|name| *name != plan.name) {
            let renamed = text::cut(&words::dialog::renamed(w, name), room);
            lines.push(Line::new(renamed, Role::Warning));
        }
        let ids = text::wrap(key.id.as_str(), room);
        more.extend(ids.into_iter().map(Line::plain));
    } else {
        lines.push(Line::new(text::cut(&plan.name, room), Role::Title));
    }
    let note = match &plan.deed {
        Deed::Delete(_) => Some(words::batch::effect(w, Act::Delete, 1)),
        Deed::Restart(_) => Some(words::batch::effect(w, Act::Restart, 1)),
        Deed::DeleteTask { .. } => Some(w.dialog.record_only.as_str()),
        Deed::ResetPassword { .. } => Some(w.dialog.clients.as_str()),
        Deed::Modify { changes, .. } => {
            opens(changes.as_slice()).then_some(w.dialog.internet.as_str())
        }
        Deed::Resize { from, to, .. } => Some(words::resize::effect(w, from, to).as_str()),
        Deed::Create { instance, .. } => instance.prepaid.map(|_| w.dialog.order.as_str()),
        Deed::SetPlugin { .. } | Deed::Tags { .. } | Deed::Batch(_) => None,
    };
    lines.push(Line::plain(text::cut(&place, room)));
    if let Some(why) = &state.journal.trouble {
        let warning = words::dialog::no_journal(w, why);
        lines.push(Line::new(text::cut(&warning, room), Role::Warning));
    }
    let note = note.map(|note| text::wrap(note, room)).unwrap_or_default();
    let note = note.into_iter();
    more.extend(note.map(|line| Line::new(line, Role::Warning)));
    (lines, more)
}

/// Whether a modification lets the internet in.
fn opens(changes: &[Change]) -> bool {
    let to = |change: &Change| matches!(change.to, Setting::Public(Public::On(_)));
    changes.iter().any(to)
}

/// The exact request; before it what is different afterwards, one setting after the other.
fn request(w: &Words, plan: &Plan, room: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Deed::Modify { changes, .. } = &plan.deed {
        for change in changes.as_slice() {
            let wrapped = text::wrap_indented(&words::modify::change(w, change), room);
            lines.extend(wrapped.into_iter().map(|line| Line::new(line, Role::Title)));
        }
        lines.push(Line::plain(""));
    }
    if let Deed::Resize { from, to, .. } = &plan.deed {
        for change in words::resize::changes(w, from, to) {
            let wrapped = text::wrap_indented(&change, room);
            lines.extend(wrapped.into_iter().map(|line| Line::new(line, Role::Title)));
        }
        lines.push(Line::plain(""));
    }
    if let Deed::Tags { edit, .. } = &plan.deed {
        for step in edit.steps() {
            let wrapped = text::wrap_indented(&words::tags::step(w, step), room);
            lines.extend(wrapped.into_iter().map(|line| Line::new(line, Role::Title)));
        }
        lines.push(Line::plain(""));
    }
    let shown = plan.shown();
    for line in shown.lines().filter(|line| !line.is_empty()) {
        let wrapped = text::wrap_indented(line, room).into_iter();
        lines.extend(wrapped.map(Line::plain));
    }
    lines
}

/// The part that says yes or no.
///
/// The world goes on behind the dialog: what can no longer be done says so where it asked.
fn answer(
    canvas: &mut Canvas<'_>,
    area: Rect,
    confirm: &Confirm,
    refusal: Option<Refusal>,
) -> Option<(u16, u16)> {
    let w = canvas.words;
    let go = words::dialog::go(w, &confirm.plan().deed);
    let (focus, cursor) = match confirm.guard() {
        Guard::Typed {
            token,
            field,
            focus,
        } => {
            let [long, short, last] = words::dialog::prompts(w, token);
            let fits = |prompt: &String| text::width(prompt) <= usize::from(area.width);
            let prompt = [long, short].into_iter().find(fits).unwrap_or(last);
            let prompt = match &refusal {
                Some(refusal) => Line::new(words::refusal::why(w, refusal), Role::Warning),
                None => Line::plain(prompt),
            };
            canvas.line(area, 0, &prompt);
            let row = Rect {
                y: area.y + 1,
                height: area.height.saturating_sub(1).min(1),
                ..area
            };
            let typing = Focus::at(&Spot::Text, focus);
            let cursor = typed(canvas, row, token, field, typing);
            let button = match focus {
                Spot::Text => None,
                Spot::On(button) => Some(*button),
            };
            (button, cursor)
        }
        Guard::YesNo { focus } | Guard::Press { focus } => (Some(*focus), None),
    };
    let choice = [
        (
            w.dialog.cancel.as_str(),
            Focus::at(&Some(Button::Cancel), &focus),
        ),
        (go, Focus::at(&Some(Button::Go), &focus)),
    ];
    let (_, last) = dialog::split_last(area);
    buttons::draw(canvas, last, &choice);
    cursor
}

/// The text box, and how much is missing in it.
fn typed(
    canvas: &mut Canvas<'_>,
    row: Rect,
    token: &str,
    text: &TextField,
    focus: Focus,
) -> Option<(u16, u16)> {
    let w = canvas.words;
    if row.height == 0 {
        return None;
    }
    let (note, role) = match token.strip_prefix(text.text()) {
        Some("") => (w.dialog.armed.clone(), Role::Critical),
        Some(missing) => {
            let missing = missing.chars().count();
            (w.dialog.remaining.of(missing), Role::Plain)
        }
        None => (w.dialog.differs.clone(), Role::Warning),
    };
    let wanted = text::width(token).saturating_add(1);
    let wanted = u16::try_from(wanted).unwrap_or(row.width) + field::BRACKETS;
    let noted = u16::try_from(text::width(&note)).unwrap_or(row.width) + 1;
    let room = wanted
        .max(BOX)
        .min(row.width.saturating_sub(noted).max(BOX));
    let cursor = field::draw(canvas, (row.x, row.y), room, text, focus);
    let x = row.x + room + 1;
    canvas.put(x, row.y, row.right().saturating_sub(x), &note, role);
    cursor
}

fn footing(w: &Words, state: &State, keymap: &Keymap, confirm: &Confirm, fit: Fit) -> String {
    let key = |action| keys::key(keymap, &[Context::Dialog], action).unwrap_or_default();
    let scroll = match fit {
        Fit::Whole => String::new(),
        Fit::Scrolls => words::dialog::scroll(w, &key(Action::Up), &key(Action::Down)),
    };
    if !confirm.is_typing() {
        return format!("{scroll}{}", footer(w, state, keymap));
    }
    let typed = |meaning| keys::typed(Typing::Box, meaning);
    words::dialog::typing_footer(
        w,
        &typed(Meaning::Cancel),
        &typed(Meaning::ToButtons),
        &scroll,
        &key(Action::Copy),
    )
}
