//! Below 40x10: says what is needed, and the beginning of the list.

use super::canvas::{Canvas, Line};
use super::theme::Role;
use super::truth::Truth;
use super::words;
use crate::state::State;
use crate::state::row::Severity;
use crate::state::view::Size;

/// Draws what fits, the most important first.
pub fn draw(canvas: &mut Canvas<'_>, state: &State) {
    let screen = canvas.area();
    let size = Size {
        width: screen.width,
        height: screen.height,
    };
    let mut lines = vec![Line::plain(words::frame::too_small(size)), counts(state)];
    if state.overlay.is_some() {
        lines.push(Line::new(words::frame::HIDDEN_DIALOG, Role::Warning));
    }
    let last = usize::from(screen.height).saturating_sub(lines.len() + 1);
    lines.extend(first(state, last));
    if usize::from(screen.height) > lines.len() {
        lines.push(Line::new(words::frame::RESIZE, Role::Quiet));
    }
    canvas.lines(screen, &lines);
}

fn counts(state: &State) -> Line {
    let [_, short, _] = words::frame::instances(super::truth::number(state));
    let mut line = Line::plain(short);
    for severity in Severity::ALL {
        let count = state.fleet.count(severity);
        if count > 0 && severity != Severity::Fine {
            line = line.then(format!(" {count}{}", severity.letter()), severity.into());
        }
    }
    let truth = match Truth::of(state) {
        Truth::Fresh | Truth::FreshBut => return line,
        Truth::Locked => words::frame::LOCKED.to_owned(),
        Truth::Offline(since) => words::frame::offline(since),
        Truth::Denied => words::frame::DENIED.to_owned(),
        Truth::Loading => words::frame::loading(&state.profiles.coverage()),
        Truth::Failed => words::frame::FAILED.to_owned(),
        Truth::Stale(age) => words::frame::stale(age),
        Truth::Partial => words::frame::PARTIAL_SHORT.to_owned(),
        Truth::Mixed => super::truth::standing(state),
    };
    line.then(format!(" {truth}"), Role::Warning)
}

/// The first rows of the list, in its own order.
fn first(state: &State, number: usize) -> impl Iterator<Item = Line> + '_ {
    state.fleet.window(number).map(|row| {
        let severity = row.severity(state.now);
        let reasons = row.reasons(state.now);
        let why = reasons.first().map(|(_, why)| words::list::why(why));
        let name = row.instance.label();
        let text = format!("{} {name} {}", severity.letter(), why.unwrap_or_default());
        Line::new(text, severity.into())
    })
}
