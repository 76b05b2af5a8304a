//! Which keys are worth showing: those that do something here and now.

use crate::action::Action;
use crate::keymap::typing::{Meaning, Typing};
use crate::keymap::{Context, Keymap, spell};
use crate::state::State;
use crate::state::confirm::{Confirm, Guard};
use crate::state::overlay::Overlay;
use crate::state::plan::Deed;
use crate::state::view::Pane;
use crate::ui::words::{Words, actions};
use crate::update::available;

/// The key to show for an action where `layers` hold: the shortest one, but Esc for what Esc
/// does everywhere.
#[must_use]
pub fn key(keymap: &Keymap, layers: &[Context], action: Action) -> Option<String> {
    let keys = keymap.keys_for(layers, action);
    let leaves = matches!(action, Action::Back | Action::No);
    let esc = keys.iter().find(|key| leaves && *key == "esc");
    esc.or(keys.first()).cloned()
}

/// Whether an action is worth a place in the hint line: it does what it says.
#[must_use]
pub fn is_useful(state: &State, action: Action) -> bool {
    let detail = state.subject_detail();
    let profile = state.profiles.get(state.place());
    let writes = profile.is_some_and(|profile| !profile.context.read_only);
    match action {
        Action::Create => writes,
        Action::CreateLike
        | Action::Modify
        | Action::ResetPassword
        | Action::Resize
        | Action::Delete
        | Action::Restart => writes && state.subject_row().is_some(),
        Action::TogglePlugin => writes && detail.is_some_and(|d| d.selected_plugin().is_some()),
        Action::DeleteTask => writes && state.selected_task().is_some(),
        _ => available(state, action),
    }
}

/// What the hint line and the bottom line of a box offer, the most useful first, each with its
/// word.
#[must_use]
pub fn hints<'w>(w: &'w Words, state: &State) -> Vec<(Action, &'w str)> {
    match &state.overlay {
        None => failed(state)
            .iter()
            .chain(lost(state))
            .chain(of_pane(state.focused()))
            .filter(|action| is_useful(state, **action))
            .map(|action| (*action, word(w, state, *action)))
            .collect(),
        Some(Overlay::Confirm(confirm)) => of_confirm(w, confirm),
        Some(Overlay::Release(..)) => of_release(w, state),
        Some(Overlay::Quit(_)) => vec![
            (Action::Yes, w.actions.quits.as_str()),
            (Action::No, w.actions.stays.as_str()),
        ],
        Some(Overlay::Refused { .. }) => vec![(Action::No, w.actions.closes.as_str())],
        Some(
            Overlay::Errors { .. }
            | Overlay::Notice { .. }
            | Overlay::Journal(_)
            | Overlay::Entry { .. },
        ) => of_records(w, state),
        Some(Overlay::Task { .. }) => {
            let hints = [
                (Action::Back, w.actions.closes.as_str()),
                (Action::Down, actions::full(w, Action::Down)),
                (Action::Up, actions::full(w, Action::Up)),
                (Action::Copy, actions::short(w, Action::Copy)),
            ];
            let hints = hints.into_iter();
            hints
                .filter(|(action, _)| available(state, *action))
                .collect()
        }
        Some(Overlay::Results { .. } | Overlay::Provenance { .. }) => vec![
            (Action::Back, w.actions.closes.as_str()),
            (Action::Down, actions::full(w, Action::Down)),
            (Action::Up, actions::full(w, Action::Up)),
            (Action::Copy, actions::short(w, Action::Copy)),
        ],
        Some(Overlay::Help { .. }) => vec![
            (Action::Back, w.actions.closes.as_str()),
            (Action::Down, actions::full(w, Action::Down)),
            (Action::Up, actions::full(w, Action::Up)),
        ],
        Some(Overlay::Profiles(_)) => vec![
            (
                Action::ToggleProfile,
                actions::short(w, Action::ToggleProfile),
            ),
            (Action::Enter, actions::short(w, Action::Enter)),
            (Action::Back, actions::short(w, Action::No)),
        ],
        Some(Overlay::Columns(_)) => of_columns(w, state),
        Some(Overlay::Sort { .. } | Overlay::Menu { .. }) => vec![
            (Action::Enter, actions::short(w, Action::Enter)),
            (Action::Back, actions::short(w, Action::No)),
        ],
        Some(Overlay::Form(_) | Overlay::Palette(_) | Overlay::Span(_)) => Vec::new(),
    }
}

/// Before what a lost answer locks is released.
fn of_release<'w>(w: &'w Words, state: &State) -> Vec<(Action, &'w str)> {
    let hints = [
        (Action::Yes, w.text("lost.release")),
        (Action::No, w.text("lost.keep")),
        (Action::Next, w.text("lost.next")),
    ];
    let hints = hints.into_iter();
    hints
        .filter(|(action, _)| available(state, *action))
        .collect()
}

/// In the columns picker.
fn of_columns<'w>(w: &'w Words, state: &State) -> Vec<(Action, &'w str)> {
    let hints = [Action::Enter, Action::No, Action::ToggleColumn];
    let more = [Action::ColumnDown, Action::ColumnUp];
    let all = hints.into_iter().chain(more);
    let acting = all.filter(|action| *action == Action::No || available(state, *action));
    acting
        .map(|action| match action {
            Action::No => (Action::Back, actions::short(w, Action::No)),
            _ => (action, actions::short(w, action)),
        })
        .collect()
}

/// In the lists of what happened.
fn of_records<'w>(w: &'w Words, state: &State) -> Vec<(Action, &'w str)> {
    let hints = [
        (Action::Back, w.actions.closes.as_str()),
        (Action::Enter, w.actions.short.open.as_str()),
        (Action::Dismiss, w.actions.short.dismiss.as_str()),
        (Action::Filter, w.actions.short.filter.as_str()),
        (Action::Copy, actions::short(w, Action::Copy)),
    ];
    let in_full = matches!(
        &state.overlay,
        Some(Overlay::Notice { .. } | Overlay::Entry { .. })
    );
    let hints = hints.into_iter();
    hints
        .filter(|(action, _)| available(state, *action) && !(in_full && *action == Action::Enter))
        .collect()
}

/// While a sequence is typed: how it may go on, whole, each with its word.
#[must_use]
pub fn continued(w: &Words, state: &State, keymap: &Keymap, layers: &[Context]) -> Vec<String> {
    let typed = state.chord.typed();
    let next = keymap.continuations(layers, typed).into_iter();
    let acting = next.filter(|(_, action)| available(state, *action));
    acting
        .map(|(rest, action)| {
            let whole = spell(&[typed, &rest].concat());
            format!("{whole} {}", actions::short(w, action))
        })
        .collect()
}

/// What an action does in the view as it is: some do another thing in another place.
fn word<'w>(w: &'w Words, state: &State, action: Action) -> &'w str {
    let opened = state.view.opened.is_some();
    let dashboard = state.view.is_dashboard(state.size);
    // Without anything else to leave, going back leaves the filter.
    let whole = opened || state.size.fits_dashboard() && !dashboard;
    match action {
        Action::Back if state.fleet.is_ranging() && state.focused() == Pane::List => {
            w.text("batch.cancels-range")
        }
        Action::Back if state.notices.toast().is_some() => &w.notice.dismiss,
        Action::Back if !whole && state.focused() == Pane::List => &w.actions.clears,
        Action::FocusNext if dashboard => &w.actions.next_pane,
        Action::FocusNext => &w.actions.next_tab,
        Action::Open if dashboard => &w.actions.zooms,
        _ => actions::short(w, action),
    }
}

/// Keys that are hinted at where text is typed, the most useful first; a key and its opposite
/// share a word.
const TYPED_HINTS: [&[Meaning]; 26] = [
    &[Meaning::KeepFilter],
    &[Meaning::ClearFilter],
    &[Meaning::KeepSearch],
    &[Meaning::ClearSearch],
    &[Meaning::Run],
    &[Meaning::ClosePalette],
    &[Meaning::Complete],
    &[Meaning::Recall],
    &[Meaning::Send],
    &[Meaning::Cancel],
    &[Meaning::ToButtons],
    &[Meaning::Mark],
    &[Meaning::Take],
    &[Meaning::Done],
    &[Meaning::OpenList],
    &[Meaning::Flip],
    &[Meaning::ChangeBack, Meaning::ChangeOn],
    &[Meaning::Review],
    &[Meaning::CloseList],
    TEXT,
    &[Meaning::RowUp, Meaning::RowDown],
    &[Meaning::PageUp, Meaning::PageDown],
    &[Meaning::NextField],
    &[Meaning::Leave],
    &[Meaning::PreviousField],
    &[Meaning::FieldsBack, Meaning::FieldsOn],
];
/// Stands for what typed text does.
const TEXT: &[Meaning] = &[];

/// What the hint line offers where text is typed.
#[must_use]
pub fn typed_hints(w: &Words, state: &State, place: Typing) -> Vec<String> {
    let offered = TYPED_HINTS.iter().filter_map(|meanings| {
        let acts = |meaning: &&Meaning| place.key(**meaning).is_some() && does(state, **meaning);
        let mut acting = meanings.iter().filter(acts).copied().peekable();
        if *meanings == TEXT {
            return w.find(&["typing.text"], place).map(str::to_owned);
        }
        acting.peek()?;
        let word = match meanings.first()? {
            Meaning::Leave if is_forgotten(state) => w.text("typing.leave-forgotten"),
            meaning => w.find(&["typing.short", "typing.full"], meaning)?,
        };
        let keys: Vec<String> = acting.map(|meaning| typed(place, meaning)).collect();
        Some(format!("{} {word}", keys.join("/")))
    });
    offered.collect()
}

/// Whether what is typed now is gone once it is left.
fn is_forgotten(state: &State) -> bool {
    matches!(&state.overlay, Some(Overlay::Form(form)) if form.is_secret())
}

/// The key to show for a meaning where text is typed.
#[must_use]
pub fn typed(place: Typing, meaning: Meaning) -> String {
    let key = place.key(meaning);
    key.map_or_else(String::new, |key| key.to_string())
}

/// Whether a key that is bound where text is typed does something now.
fn does(state: &State, meaning: Meaning) -> bool {
    match (&state.overlay, meaning) {
        (Some(Overlay::Confirm(confirm)), Meaning::Send) => confirm.is_armed(),
        (Some(Overlay::Form(form)), Meaning::PreviousField | Meaning::FieldsBack) => {
            form.can_go_back()
        }
        (Some(Overlay::Palette(palette)), Meaning::Complete) => !palette.offers.is_empty(),
        (Some(Overlay::Palette(_)), Meaning::Recall) => !state.history.is_empty(),
        (None, Meaning::Complete | Meaning::CompleteBack) => {
            let line = state.filter_field.as_ref();
            line.is_some_and(|line| !line.offers().0.is_empty())
        }
        _ => true,
    }
}

fn of_confirm<'w>(w: &'w Words, confirm: &Confirm) -> Vec<(Action, &'w str)> {
    let yes = match confirm.guard() {
        Guard::YesNo { .. } => Some(Action::Yes),
        Guard::Typed { .. } | Guard::Press { .. } => None,
    };
    let rest = [Action::No, Action::Next, Action::Copy];
    let several = matches!(confirm.plan().deed, Deed::Batch(_));
    let marked = several.then_some(Action::ShowMarked);
    let all = yes.into_iter().chain(rest).chain(marked);
    all.map(|action| match action {
        Action::Copy => (action, w.dialog.copy_request.as_str()),
        _ => (action, actions::short(w, action)),
    })
    .collect()
}

/// What leads to the rest of an error, where the pane shows one.
fn failed(state: &State) -> &'static [Action] {
    let detail = state.subject_detail();
    let failure = detail.and_then(|detail| match state.focused() {
        Pane::Overview | Pane::Json => detail.instance.failure.as_ref(),
        Pane::Plugins => detail.plugins.failure.as_ref(),
        Pane::Tasks => detail.listed(state.view.span)?.failure.as_ref(),
        Pane::List | Pane::Tags => None,
    });
    match failure {
        Some(_) => &[Action::Errors],
        None => &[],
    }
}

/// What leads to the writes whose answer was lost, while there are any.
fn lost(state: &State) -> &'static [Action] {
    match state.pending.unsettled().next() {
        Some(_) => &[Action::Unsettled],
        None => &[],
    }
}

fn of_pane(pane: Pane) -> &'static [Action] {
    match pane {
        Pane::List => &[
            Action::RetryCredential,
            Action::Back,
            Action::Open,
            Action::Menu,
            Action::Filter,
            Action::Mark,
            Action::Delete,
            Action::Sort,
            Action::Create,
            Action::FocusNext,
            Action::ClearMarks,
            Action::Refresh,
            Action::Profiles,
            Action::Restart,
            Action::Modify,
            Action::CreateLike,
            Action::Columns,
            Action::AskQuit,
        ],
        Pane::Tags => &[
            Action::RetryCredential,
            Action::EditTags,
            Action::Back,
            Action::FocusNext,
            Action::Menu,
            Action::NextInstance,
            Action::Delete,
            Action::Refresh,
            Action::AskQuit,
        ],
        Pane::Overview | Pane::Plugins | Pane::Tasks | Pane::Json => &[
            Action::RetryCredential,
            Action::TogglePlugin,
            Action::DeleteTask,
            Action::TaskSpan,
            Action::NextMatch,
            Action::Search,
            Action::Open,
            Action::Back,
            Action::FocusNext,
            Action::Menu,
            Action::NextInstance,
            Action::Delete,
            Action::Modify,
            Action::Refresh,
            Action::AskQuit,
        ],
    }
}
