//! Which commands do something now. The hint line and the help show these and no others.

use super::{Command, Motion, can, columns, menu, reader, records};
use crate::state::State;
use crate::state::overlay::Overlay;
use crate::state::profiles::Profile;
use crate::state::write::confirm::{Confirm, Enter};

/// Whether a command does something in this state. A command that would be refused does: it says
/// why.
#[must_use]
pub fn available(state: &State, command: Command) -> bool {
    match &state.overlay {
        None => can(state, command).acts(),
        Some(Overlay::Reader(reader)) => reader::can(state, reader, command),
        Some(Overlay::Errors { pick }) => {
            records::can_in_errors(state, pick, command)
                || command == Command::Errors
                || anywhere(state, command)
        }
        Some(Overlay::Journal(browser)) => {
            records::can_in_journal(state, browser, command) || anywhere(state, command)
        }
        Some(Overlay::Menu { .. }) => {
            menu::lines(state).contains(&command)
                || moves(command)
                || command == Command::Enter
                || anywhere(state, command)
        }
        Some(Overlay::Profiles(_)) => {
            moves(command)
                || matches!(command, Command::Enter | Command::ToggleProfile)
                || anywhere(state, command)
        }
        Some(Overlay::Columns(picker)) => {
            moves(command)
                || command == Command::Enter
                || columns::available(picker, command)
                || anywhere(state, command)
        }
        Some(Overlay::Sort { .. }) => {
            moves(command) || command == Command::Enter || anywhere(state, command)
        }
        Some(Overlay::Confirm(confirm)) => in_confirm(confirm, command),
        Some(Overlay::Release(..)) => in_release(state, command),
        Some(Overlay::Quit(_)) => matches!(
            command,
            Command::Yes | Command::No | Command::Enter | Command::Quit
        ),
        Some(Overlay::Refused { .. }) => {
            matches!(command, Command::No | Command::Enter | Command::Quit)
        }
        // Every key is the form's own.
        Some(Overlay::Form(_) | Overlay::Palette(_) | Overlay::Span(_)) => false,
    }
}

/// Whether a command does something before what a lost answer locks is released.
fn in_release(state: &State, command: Command) -> bool {
    match command {
        Command::Next => state.pending.unsettled().count() > 1,
        Command::Yes | Command::No | Command::Enter | Command::Quit => true,
        _ => false,
    }
}

/// Whether a command does something in the dialog before a write.
fn in_confirm(confirm: &Confirm, command: Command) -> bool {
    match command {
        Command::Yes => confirm.yes() != Enter::Nothing,
        Command::Enter => confirm.enter() != Enter::Nothing,
        Command::ShowMarked => confirm.plan().bulk.is_some(),
        Command::No
        | Command::Next
        | Command::Previous
        | Command::Down
        | Command::Up
        | Command::PageDown
        | Command::PageUp
        | Command::Copy
        | Command::Quit => true,
        _ => false,
    }
}

/// What holds in front of a view as well.
pub(super) fn anywhere(state: &State, command: Command) -> bool {
    match command {
        Command::RetryCredential => is_locked(state),
        Command::Back
        | Command::Help
        | Command::Errors
        | Command::Journal
        | Command::Refresh
        | Command::Redraw
        | Command::AskQuit
        | Command::Quit => true,
        _ => false,
    }
}

pub(crate) fn is_locked(state: &State) -> bool {
    state.profiles.iter().any(Profile::is_locked)
}

/// Whether it moves the cursor, or the text, of what stands in front.
fn moves(command: Command) -> bool {
    match command.motion() {
        None | Some(Motion::HalfPageDown | Motion::HalfPageUp) => false,
        Some(
            Motion::Down
            | Motion::Up
            | Motion::PageDown
            | Motion::PageUp
            | Motion::First
            | Motion::Last,
        ) => true,
    }
}
