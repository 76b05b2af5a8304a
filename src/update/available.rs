//! Which actions do something now. The hint line and the help show these and no others.

use super::{columns, copy, records, span, writes};
use crate::action::Action;
use crate::model::Feature;
use crate::state::State;
use crate::state::can::Refusal;
use crate::state::confirm::{Confirm, Enter};
use crate::state::menu::Choice;
use crate::state::notice::NoticeId;
use crate::state::overlay::Overlay;
use crate::state::plan::Deed;
use crate::state::profiles::Profile;
use crate::state::row::Presence;
use crate::state::view::{ListRoom, Pane};

/// Whether an action does something in this state. An action that would be refused does: it says
/// why.
#[must_use]
pub fn available(state: &State, action: Action) -> bool {
    match &state.overlay {
        None => available_in_view(state, action),
        Some(Overlay::Help { .. }) => {
            moves(action)
                || matches!(action, Action::Enter | Action::Help)
                || anywhere(state, action)
        }
        Some(Overlay::Errors { pick }) => {
            records::can_in_errors(state, pick, action)
                || action == Action::Errors
                || anywhere(state, action)
        }
        Some(Overlay::Notice { id, .. }) => in_notice(state, *id, action),
        Some(Overlay::Journal(browser)) => {
            records::can_in_journal(state, browser, action) || anywhere(state, action)
        }
        Some(Overlay::Task { key, task, .. }) => {
            let known = state.details.get(key);
            let known = known.and_then(|detail| detail.task_by_id(task));
            moves(action)
                || action == Action::Enter
                || (action == Action::Copy && known.is_some())
                || anywhere(state, action)
        }
        Some(Overlay::Menu { .. }) => {
            let offered = state.menu().iter().any(|choice| choice.action() == action);
            offered || moves(action) || action == Action::Enter || anywhere(state, action)
        }
        Some(Overlay::Profiles(_)) => {
            moves(action)
                || matches!(action, Action::Enter | Action::ToggleProfile)
                || anywhere(state, action)
        }
        Some(Overlay::Entry { .. } | Overlay::Results { .. } | Overlay::Provenance { .. }) => {
            moves(action)
                || matches!(action, Action::Enter | Action::Copy)
                || anywhere(state, action)
        }
        Some(Overlay::Columns(picker)) => {
            moves(action)
                || action == Action::Enter
                || columns::available(picker, action)
                || anywhere(state, action)
        }
        Some(Overlay::Sort { .. }) => {
            moves(action) || action == Action::Enter || anywhere(state, action)
        }
        Some(Overlay::Confirm(confirm)) => in_confirm(confirm, action),
        Some(Overlay::Release(..)) => in_release(state, action),
        Some(Overlay::Quit(_)) => matches!(
            action,
            Action::Yes | Action::No | Action::Enter | Action::Quit
        ),
        Some(Overlay::Refused { .. }) => {
            matches!(action, Action::No | Action::Enter | Action::Quit)
        }
        // Every key is the form's own.
        Some(Overlay::Form(_) | Overlay::Palette(_) | Overlay::Span(_)) => false,
    }
}

/// Whether an action does something in an event shown in full.
fn in_notice(state: &State, id: NoticeId, action: Action) -> bool {
    let kept = state.notices.get(id).is_some();
    moves(action)
        || action == Action::Enter
        || (matches!(action, Action::Copy | Action::Dismiss) && kept)
        || anywhere(state, action)
}

/// Whether an action does something before what a lost answer locks is released.
fn in_release(state: &State, action: Action) -> bool {
    match action {
        Action::Next => state.pending.unsettled().count() > 1,
        Action::Yes | Action::No | Action::Enter | Action::Quit => true,
        _ => false,
    }
}

/// Whether an action does something in the dialog before a write.
fn in_confirm(confirm: &Confirm, action: Action) -> bool {
    match action {
        Action::Yes => confirm.yes() != Enter::Nothing,
        Action::Enter => confirm.enter() != Enter::Nothing,
        Action::ShowMarked => matches!(confirm.plan().deed, Deed::Batch(_)),
        Action::No
        | Action::Next
        | Action::Previous
        | Action::Down
        | Action::Up
        | Action::PageDown
        | Action::PageUp
        | Action::Copy
        | Action::Quit => true,
        _ => false,
    }
}

/// Whether an action does something in the view itself, whatever is in front of it.
#[must_use]
pub fn available_in_view(state: &State, action: Action) -> bool {
    let opened = state.view.opened.is_some();
    match action {
        Action::FocusNext | Action::FocusPrevious => opened || state.view.is_dashboard(state.size),
        Action::Open if opened => state.view.tab == Pane::Tasks && state.selected_task().is_some(),
        Action::Open => state.subject().is_some(),
        Action::Back => {
            opened
                || is_zoomed(state)
                || state.focused() != Pane::List
                || state.fleet.is_ranging()
                || state.notices.toast().is_some()
                || !state.fleet.filter().is_empty()
        }
        Action::Tab1 => opened && state.view.tab != Pane::TABS[0],
        Action::Tab2 => opened && state.view.tab != Pane::TABS[1],
        Action::Tab3 => opened && state.view.tab != Pane::TABS[2],
        Action::Tab4 => opened && state.view.tab != Pane::TABS[3],
        Action::Tab5 => opened && state.view.tab != Pane::TABS[4],
        Action::NextInstance | Action::PreviousInstance => opened,
        Action::Search => state.focused() == Pane::Json && state.subject().is_some(),
        Action::NextMatch | Action::PreviousMatch => state.search.is_some(),
        Action::Json => state.subject().is_some() && state.focused() != Pane::Json,
        Action::CopyValue => copy::value(state).is_some(),
        Action::CopyWhole => copy::whole(state).is_some(),
        Action::Provenance => state.about().is_some(),
        Action::Export => state.table_in_view().is_some(),
        // The pane says why not.
        Action::TogglePlugin => has(state, Feature::Plugins),
        Action::DeleteTask => has(state, Feature::Tasks),
        Action::TaskSpan => span::can_choose(state),
        Action::EditTags => has(state, Feature::Tags),
        Action::ResetPassword => has(state, Feature::Password),
        Action::Resize => has(state, Feature::Resize),
        Action::RetryCredential => is_locked(state),
        Action::Mark => state.fleet.is_ranging() || is_selected(state),
        Action::MarkRange => state.fleet.selected().is_some(),
        Action::MarkShown => state.fleet.can_mark_shown(),
        Action::ClearMarks => state.fleet.marked().all > 0,
        Action::Menu => state.subject().is_some(),
        Action::Results => state.batches.newest().is_some(),
        Action::Unsettled => state.pending.unsettled().next().is_some(),
        Action::ToggleColumn | Action::ColumnUp | Action::ColumnDown => false,
        Action::Dismiss
        | Action::ShowMarked
        | Action::Yes
        | Action::No
        | Action::Enter
        | Action::Next
        | Action::Previous
        | Action::ToggleProfile
        | Action::Copy => false,
        _ => true,
    }
}

/// Why an action cannot be done in the view now, if it cannot: for the reason the menu gives, or
/// because there is nothing that it could be done to.
pub(super) fn why_not(state: &State, action: Action) -> Option<Refusal> {
    let refused = match (Choice::of(action), action) {
        (Some(choice), _) => state.can(choice).err(),
        (None, Action::Create) => state.can_write(state.place()).err(),
        (None, Action::DeleteTask) => writes::can_delete_task(state).err(),
        (None, _) => None,
    };
    let idle = || match action {
        _ if available_in_view(state, action) => None,
        Action::ClearMarks => Some(Refusal::NothingMarked),
        Action::Results => Some(Refusal::NoBatch),
        Action::Unsettled => Some(Refusal::NothingUnsettled),
        Action::RetryCredential => Some(Refusal::NotLocked),
        _ if state.subject().is_none() => Some(Refusal::NothingSelected),
        _ => Some(Refusal::NotHere),
    };
    refused.or_else(idle)
}

/// Whether the cursor is on an instance that is there.
fn is_selected(state: &State) -> bool {
    let row = state.fleet.selected();
    row.is_some_and(|row| row.presence != Presence::Gone)
}

/// Whether the version of the API that the subject is reached by has something.
fn has(state: &State, feature: Feature) -> bool {
    let subject = state.subject();
    subject.is_none_or(|key| state.has(&key.scope, feature).is_ok())
}

/// Whether the list fills a screen that fits the dashboard.
fn is_zoomed(state: &State) -> bool {
    state.view.list == ListRoom::Whole && state.size.fits_dashboard()
}

/// What holds in front of a view as well.
fn anywhere(state: &State, action: Action) -> bool {
    match action {
        Action::RetryCredential => is_locked(state),
        Action::Back
        | Action::Help
        | Action::Errors
        | Action::Journal
        | Action::Refresh
        | Action::Redraw
        | Action::AskQuit
        | Action::Quit => true,
        _ => false,
    }
}

fn is_locked(state: &State) -> bool {
    state.profiles.iter().any(Profile::is_locked)
}

fn moves(action: Action) -> bool {
    matches!(
        action,
        Action::Down
            | Action::Up
            | Action::PageDown
            | Action::PageUp
            | Action::First
            | Action::Last
    )
}
