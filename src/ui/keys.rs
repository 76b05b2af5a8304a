//! Which keys are worth showing: those that do something here and now.

use crate::action::Action;
use crate::keymap::{Context, Keymap};
use crate::state::State;
use crate::state::overlay::Overlay;
use crate::state::view::Pane;
use crate::ui::truth::Truth;

/// The contexts of the view itself, whatever is in front of it.
#[must_use]
pub fn of_view(state: &State) -> Vec<Context> {
    let pane = match state.focused() {
        Pane::List => Context::List,
        Pane::Plugins => Context::Plugins,
        Pane::Tasks => Context::Tasks,
        Pane::Overview | Pane::Tags | Pane::Json => Context::Text,
    };
    match state.view.opened {
        Some(_) => vec![pane, Context::Instance, Context::View],
        None => vec![pane, Context::View],
    }
}

/// The key that leads to an action where `layers` hold: the shortest one.
#[must_use]
pub fn key(keymap: &Keymap, layers: &[Context], action: Action) -> Option<String> {
    keymap.keys_for(layers, action).into_iter().next()
}

/// Whether an action does something in the view as it is now.
#[must_use]
pub fn does_something(state: &State, action: Action) -> bool {
    let opened = state.view.opened.is_some();
    let detail = state.subject_detail();
    let writes = !state.context.read_only;
    match action {
        Action::Open => !opened && state.subject().is_some(),
        Action::Back => {
            let filtered = !state.fleet.filter().is_empty();
            opened || filtered || state.focused() != Pane::List || state.notices.up() > 0
        }
        Action::FocusNext | Action::FocusPrevious => opened || state.size.fits_dashboard(),
        Action::NextInstance | Action::PreviousInstance => opened && state.fleet.shown() > 1,
        Action::Create => writes,
        Action::CreateLike | Action::Delete => writes && state.subject_row().is_some(),
        Action::TogglePlugin => writes && detail.is_some_and(|d| d.selected_plugin().is_some()),
        Action::DeleteTask => writes && detail.is_some_and(|d| d.selected_task().is_some()),
        Action::RetryCredential => Truth::of(state) == Truth::Locked,
        // Said by the line above, beside what it is about.
        _ => true,
    }
}

/// What the hint line offers, the most useful first.
#[must_use]
pub fn hints(state: &State) -> &'static [Action] {
    match &state.overlay {
        Some(Overlay::Confirm(_)) => &[
            Action::Yes,
            Action::No,
            Action::Enter,
            Action::Next,
            Action::Copy,
        ],
        Some(Overlay::Quit) => &[Action::Yes, Action::No],
        Some(Overlay::Refused { .. }) => &[Action::No],
        Some(Overlay::Errors { .. }) => &[Action::Back, Action::Copy],
        Some(Overlay::Help { .. }) => &[Action::Back],
        Some(Overlay::Sort { .. }) => &[Action::Enter, Action::Back],
        Some(Overlay::Create(_)) => &[],
        None => match state.focused() {
            Pane::List => &[
                Action::RetryCredential,
                Action::Open,
                Action::Filter,
                Action::Sort,
                Action::Create,
                Action::Delete,
                Action::FocusNext,
                Action::Back,
                Action::Refresh,
                Action::CreateLike,
                Action::AskQuit,
            ],
            Pane::Overview | Pane::Plugins | Pane::Tasks | Pane::Tags | Pane::Json => &[
                Action::RetryCredential,
                Action::TogglePlugin,
                Action::DeleteTask,
                Action::Open,
                Action::Back,
                Action::FocusNext,
                Action::NextInstance,
                Action::Delete,
                Action::Refresh,
                Action::AskQuit,
            ],
        },
    }
}
