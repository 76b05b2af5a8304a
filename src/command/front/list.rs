//! What boxes over the view have in common: how their lists and texts move, and what holds in front
//! of the view as well.

use super::{Handler, Hint, Keys, Run, does};
use crate::command::{Command, Motion, can, export};
use crate::effect::Effect;
use crate::key::Context;
use crate::state::State;
use crate::state::export::Format;
use crate::state::list_cursor::ListCursor;
use crate::state::view::{FRAME_ROWS, ScreenSize};
use strum::IntoEnumIterator as _;

/// The page of a list that is no longer than the screen.
pub(super) const WHOLE: usize = usize::MAX;

pub(super) const CANCELS: Hint = Hint::Says(|w| w.text("command.short.no"));
pub(super) const CLOSES: Hint = Hint::Says(|w| w.text("command.closes"));
pub(super) const OPENS: Hint = Hint::Says(|w| w.text("command.short.open"));

/// A box over the view, which is left by going back and does what holds anywhere.
pub(super) fn popup(
    state: &State,
    contexts: Vec<Context>,
    handlers: impl IntoIterator<Item = Handler>,
    moves: impl IntoIterator<Item = Handler>,
) -> Keys {
    let view: Run = |state, command, _, effects| (command.entry().run)(state, 1, effects);
    let anywhere = Command::iter().filter(|command| command.entry().anywhere);
    let anywhere = anywhere.map(|one| does(one, view).when(can(state, one).acts()));
    let handlers = handlers.into_iter().chain(moves).chain(anywhere);
    Keys::Commands {
        contexts,
        handlers: handlers.chain([does(Command::Back, close)]).collect(),
    }
}

pub(super) fn close(state: &mut State, _: Command, _: usize, _: &mut Vec<Effect>) {
    state.overlay = None;
}

/// What moves a cursor or a text.
pub(super) fn moves(run: Run) -> impl Iterator<Item = Handler> {
    let moves = Command::iter().filter(|one| one.motion().is_some_and(|motion| !motion.is_half()));
    moves.map(move |command| does(command, run))
}

/// A move of the cursor of a list, which does nothing where that is at the end.
pub(super) fn where_it_can<K: Clone + PartialEq>(
    moves: Handler,
    pick: &ListCursor<K>,
    ids: &[K],
) -> Handler {
    let last = ids.len().saturating_sub(1);
    let to = moved(pick.start(ids), (moves.command, 1), 1).min(last);
    // On nothing, as after what it was on has gone, it can come to any.
    moves.when(!ids.is_empty() && pick.place(ids) != Some(to))
}

/// Writes the table in front to a file.
pub(super) fn export(state: &mut State, _: Command, _: usize, effects: &mut Vec<Effect>) {
    export::start(state, Format::Csv, None, effects);
}

/// Moves the cursor of a list.
pub(super) fn step<K: Clone + PartialEq>(
    pick: &mut ListCursor<K>,
    ids: &[K],
    moves: (Command, usize),
    page: usize,
) {
    pick.go_to(moved(pick.start(ids), moves, page), ids);
}

/// Where a cursor or a text gets to, if there is so much.
pub(super) fn moved(from: usize, (command, count): (Command, usize), page: usize) -> usize {
    match command.motion() {
        Some(Motion::Down) => from.saturating_add(count),
        Some(Motion::Up) => from.saturating_sub(count),
        Some(Motion::PageDown) => from.saturating_add(page.saturating_mul(count)),
        Some(Motion::PageUp) => from.saturating_sub(page.saturating_mul(count)),
        Some(Motion::First) => 0,
        Some(Motion::Last) => usize::MAX,
        Some(Motion::HalfPageDown | Motion::HalfPageUp) | None => from,
    }
}

/// Lines a box shows at least: it lies over the body, or over nearly all of a small screen. A page
/// is no more than that, so that paging leaves no line out.
pub(super) fn page(size: ScreenSize) -> usize {
    usize::from(size.height.saturating_sub(FRAME_ROWS + 2)).max(3)
}
