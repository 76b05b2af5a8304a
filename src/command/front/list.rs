//! What boxes over the view have in common: how their lists and texts move, and what holds in front
//! of the view as well.

use super::{Handler, Keys, Run, does};
use crate::command::{Command, Motion, sign_in};
use crate::effect::Effect;
use crate::key::Context;
use crate::state::State;
use crate::state::list_cursor::ListCursor;
use crate::state::view::{FRAME_ROWS, ScreenSize};

/// The page of a list that is no longer than the screen.
pub(crate) const WHOLE: usize = usize::MAX;

const MOVES: [Command; 6] = [
    Command::Down,
    Command::Up,
    Command::PageDown,
    Command::PageUp,
    Command::First,
    Command::Last,
];
const ANYWHERE: [Command; 7] = [
    Command::Help,
    Command::Errors,
    Command::Journal,
    Command::Refresh,
    Command::Redraw,
    Command::AskQuit,
    Command::Quit,
];

/// A box over the view, which is left by going back and does what holds anywhere.
pub(crate) fn popup(
    state: &State,
    contexts: Vec<Context>,
    handlers: impl IntoIterator<Item = Handler>,
    moves: impl IntoIterator<Item = Handler>,
) -> Keys {
    let view: Run = |state, command, _, effects| (command.entry().run)(state, 1, effects);
    let anywhere = ANYWHERE.into_iter().map(|command| does(command, view));
    let locked = does(Command::RetryCredential, view).when(sign_in::is_locked(state));
    let handlers = handlers.into_iter().chain(moves).chain(anywhere);
    Keys::Commands {
        contexts,
        handlers: handlers
            .chain([locked, does(Command::Back, close)])
            .collect(),
    }
}

pub(crate) fn close(state: &mut State, _: Command, _: usize, _: &mut Vec<Effect>) {
    state.overlay = None;
}

/// What moves a cursor or a text, where it can.
pub(crate) fn moves(run: Run, can: impl Fn(Motion) -> bool) -> impl Iterator<Item = Handler> {
    let acts = move |command: Command| command.motion().is_some_and(&can);
    MOVES
        .into_iter()
        .map(move |command| does(command, run).when(acts(command)))
}

/// Whether the cursor can go there.
pub(super) fn can_move<K: Clone + PartialEq>(
    pick: &ListCursor<K>,
    ids: &[K],
    motion: Motion,
) -> bool {
    let place = pick.place(ids).unwrap_or(0);
    match motion {
        Motion::Down | Motion::PageDown | Motion::Last => place + 1 < ids.len(),
        Motion::Up | Motion::PageUp | Motion::First => place > 0 && !ids.is_empty(),
        Motion::HalfPageDown | Motion::HalfPageUp => false,
    }
}

/// Moves the cursor of a list.
pub(crate) fn step<K: Clone + PartialEq>(
    pick: &mut ListCursor<K>,
    ids: &[K],
    (command, count): (Command, usize),
    page: usize,
) {
    let by = |times: usize| isize::try_from(count.saturating_mul(times)).unwrap_or(isize::MAX);
    match command.motion() {
        Some(Motion::Down) => pick.move_by(by(1), ids),
        Some(Motion::Up) => pick.move_by(-by(1), ids),
        Some(Motion::PageDown) => pick.move_by(by(page), ids),
        Some(Motion::PageUp) => pick.move_by(-by(page), ids),
        Some(Motion::First) => pick.go_to(0, ids),
        Some(Motion::Last) => pick.go_to(usize::MAX, ids),
        Some(Motion::HalfPageDown | Motion::HalfPageUp) | None => {}
    }
}

/// Where a text is scrolled to.
pub(super) fn scrolled(scroll: usize, (command, count): (Command, usize), page: usize) -> usize {
    match command.motion() {
        Some(Motion::Down) => scroll.saturating_add(count),
        Some(Motion::Up) => scroll.saturating_sub(count),
        Some(Motion::PageDown) => scroll.saturating_add(page.saturating_mul(count)),
        Some(Motion::PageUp) => scroll.saturating_sub(page.saturating_mul(count)),
        Some(Motion::First) => 0,
        Some(Motion::Last) => usize::MAX,
        Some(Motion::HalfPageDown | Motion::HalfPageUp) | None => scroll,
    }
}

/// Lines a box shows at least: it lies over the body, or over nearly all of a small screen. A page
/// is no more than that, so that paging leaves no line out.
pub(super) fn page(size: ScreenSize) -> usize {
    usize::from(size.height.saturating_sub(FRAME_ROWS + 2)).max(3)
}
