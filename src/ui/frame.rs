//! The lines around every view: how far the screen can be believed, and where it is, on top; the
//! newest event and the keys below.

mod place;
mod pulse;
mod top;

use super::area::{Area as _, cells};
use super::canvas::{Canvas, Line};
use super::hint::{self, KeyHint};
use super::theme::Role;
use super::{keys, words};
use crate::command::{self, Command, layers};
use crate::key::typing::EXPLAINS;
use crate::keymap::Keymap;
use crate::say;
use crate::state::State;
use crate::state::filter::FilterLine;
use crate::state::health::Health;
use crate::state::notice::{Level, Notice, NoticeKind};
use crate::text;
use crate::ui::words::Words;
use ratatui::layout::Rect;

/// Rows of the frame above the view: two lines and a rule. The pulse is one more.
const TOP_ROWS: u16 = 3;

/// What the frame leaves for the view.
pub fn body(state: &State, screen: Rect) -> Rect {
    let pulse = u16::from(state.has_pulse());
    screen.below(TOP_ROWS + pulse).head(state.body_rows())
}

/// Draws all but the event line. Gives the position of the text cursor while the filter is typed.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, keymap: &Keymap) -> Option<(u16, u16)> {
    let screen = canvas.area();
    let body = body(state, screen);
    top::draw(canvas, state, keymap, row(screen, 0));
    let cursor = place::draw(canvas, state, row(screen, 1));
    if state.has_pulse() {
        pulse::draw(canvas, state, row(screen, 2));
    }
    canvas.rule(screen.x, body.y - 1, screen.width);
    canvas.rule(screen.x, body.bottom(), screen.width);
    hints(canvas, state, keymap, row(screen, screen.height - 1));
    cursor
}

fn row(screen: Rect, row: u16) -> Rect {
    screen.below(row).head(1)
}

/// A notice's level as a role.
pub fn role(level: Level) -> Role {
    match level {
        Level::Info => Role::Plain,
        Level::Warning => Role::Warning,
        Level::Critical => Role::Critical,
    }
}

/// Draws the event line: the newest notice, or the loudest one that is up and not `boxed`
/// already, with the key that leads to more.
pub fn event(canvas: &mut Canvas<'_>, state: &State, keymap: &Keymap, boxed: Option<&Notice>) {
    let w = canvas.words;
    let screen = canvas.area();
    let area = row(screen, screen.height - 2);
    let toast = match boxed {
        Some(_) => None,
        None => state.notices.toast(),
    };
    if let (None, Some(line), None) = (&state.overlay, &state.filter_field, toast)
        && offers(canvas, area, line)
    {
        return;
    }
    // The newest thing that happened, for as long as it is news; never an older one again.
    let newest = state.notices.iter().next().filter(|notice| {
        let known = boxed.is_some_and(|boxed| std::ptr::eq(boxed, *notice));
        !known && !notice.dismissed
    });
    let Some(notice) = newest.or(toast) else {
        return lost_key(canvas, state, keymap, area);
    };
    let more = hint(w, state, keymap, Command::Errors);
    let more = more.map_or_else(Line::default, |hint| hint.line());
    let width = cells(&more.text()) + 1;
    let left = Rect {
        width: area.width.saturating_sub(width + 1),
        ..area
    };
    canvas.line(left, 0, &line(w, state, notice, usize::from(left.width)));
    let x = area.right().saturating_sub(width);
    canvas.line(Rect { x, width, ..area }, 0, &more);
}

/// Says after a key that means nothing which one tells them all.
fn lost_key(canvas: &mut Canvas<'_>, state: &State, keymap: &Keymap, area: Rect) {
    let w = canvas.words;
    let key = keys::key(keymap, &layers(state), Command::Help);
    if let Some(key) = key.filter(|_| state.lost_key.is_said(state.now)) {
        let said = say!(w, "frame.lost-key", key);
        canvas.put(area.x + 1, area.y, area.width - 1, &said, Role::Quiet);
    }
}

/// Draws what the filter's word could become, in place of the event line. Says whether there is
/// anything to draw: then the user is typing, and events can wait.
fn offers(canvas: &mut Canvas<'_>, area: Rect, line: &FilterLine) -> bool {
    let (offers, taken) = line.offers();
    let room = usize::from(area.width.saturating_sub(2));
    let mut first = taken.unwrap_or(0);
    let width = |offer: &String| text::width(offer) + 2;
    // As many as fit before the one that was taken, so that one sees where one is.
    let mut used = offers.get(first).map_or(0, width);
    while first > 0 && used + width(&offers[first - 1]) <= room {
        first -= 1;
        used += width(&offers[first]);
    }
    let mut x = area.x + 1;
    for (at, offer) in offers.iter().enumerate().skip(first) {
        let role = match taken == Some(at) {
            true => Role::Title,
            false => Role::Quiet,
        };
        x = canvas.put(x, area.y, area.right().saturating_sub(x), offer, role) + 2;
    }
    !offers.is_empty()
}

/// What a notice tells; where `room` is short, the middle of a path gives way, but for `least`
/// cells of it.
pub fn told(w: &Words, state: &State, notice: &Notice, (room, least): (usize, usize)) -> String {
    let told = words::profiles::told(w, state, notice);
    match &notice.said {
        NoticeKind::Exported(exported) => text::with_short(&told, &exported.path, room, least),
        NoticeKind::Config(_) => text::with_short_path(&told, room, least),
        NoticeKind::ReadFailed(_)
        | NoticeKind::Recovered
        | NoticeKind::Partial { .. }
        | NoticeKind::StatusChanged { .. }
        | NoticeKind::Gone { .. }
        | NoticeKind::Write(_)
        | NoticeKind::BrokerChange(_)
        | NoticeKind::JournalTrouble { .. }
        | NoticeKind::JournalUnread(_)
        | NoticeKind::NotRecorded(_)
        | NoticeKind::Notifies(_)
        | NoticeKind::HookFailed(_)
        | NoticeKind::Unanswered(_)
        | NoticeKind::Batch { .. }
        | NoticeKind::Kept { .. }
        | NoticeKind::Copied(_) => told,
    }
}

fn line(w: &Words, state: &State, notice: &Notice, room: usize) -> Line {
    let times = words::notice::times(notice.count);
    let clock = words::time::zoned_clock(w, notice.at.wall);
    let lead = text::width(&clock) + 4 + text::width(&times);
    let room = (room.saturating_sub(lead), text::LEAST_PATH);
    let text = told(w, state, notice, room);
    let role = match notice.dismissed {
        true => Role::Quiet,
        false => role(notice.level),
    };
    Line::plain(format!(" {clock} "))
        .then(words::notice::letter(notice.level), role)
        .then(format!(" {text}{times}"), role)
}

fn hint(w: &Words, state: &State, keymap: &Keymap, action: Command) -> Option<KeyHint> {
    let layers = match layers(state) {
        layers if layers.is_empty() => return None,
        layers => layers,
    };
    let key = keys::key(keymap, &layers, action)?;
    Some(KeyHint::new(key, words::short(w, action)))
}

fn hints(canvas: &mut Canvas<'_>, state: &State, keymap: &Keymap, area: Rect) {
    let w = canvas.words;
    if let Some(unended) = state.unended {
        // No key does what it does otherwise.
        let text = w.named("frame.unended", unended);
        canvas.put(area.x + 1, area.y, area.width - 1, text, Role::Warning);
        return;
    }
    // What leads to everything else stands at the end, whatever has no room.
    let last = match state.overlay {
        None if state.chord.typed().is_empty() => &[Command::Help, Command::Palette][..],
        None | Some(_) => &[],
    };
    let last = last.iter();
    let last: Vec<KeyHint> = last
        .filter_map(|action| hint(w, state, keymap, *action))
        .collect();
    let room = usize::from(area.width.saturating_sub(2));
    let text = command::text(state);
    let offered: Vec<KeyHint> = match &text {
        Some(text) => keys::typed_hints(w, state, text),
        None if !state.chord.typed().is_empty() => keys::continued(w, state, keymap),
        None => keys::hints(w, state, keymap),
    };
    let mut taken = last.iter().map(KeyHint::width_behind).sum::<usize>().max(2);
    let mut shown = Vec::new();
    for hint in offered {
        let width = hint.width_behind();
        if taken + width <= room {
            taken += width;
            shown.push(hint);
        }
    }
    shown.extend(last);
    let help = KeyHint::new(EXPLAINS.to_string(), words::short(w, Command::Help));
    if text.is_some() && taken + help.width_behind() <= room + 4 {
        shown.push(help);
    }
    canvas.line(area.behind(1), 0, &hint::line(&shown));
}

/// Whether the top line has to be the loudest thing on the screen.
fn is_loud(health: Health) -> bool {
    match health {
        Health::Locked | Health::Offline(_) | Health::Denied => true,
        Health::Loading
        | Health::Failed
        | Health::Stale(_)
        | Health::Partial
        | Health::FreshBut
        | Health::Mixed
        | Health::Fresh => false,
    }
}
