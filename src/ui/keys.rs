//! Which keys are worth showing: those that do something here and now.

use crate::command::{self, Command, TextKeys, available, is_hinted, layers};
use crate::key::Context;
use crate::key::typing::{InputAction, InputMode};
use crate::keymap::{Keymap, spell};
use crate::state::State;
use crate::state::overlay::Overlay;
use crate::state::view::Pane;
use crate::ui::hint::KeyHint;
use crate::ui::words::{self, Words};

/// Keys that everyone knows by what they do, and that are shown where they do it.
const KNOWN: [(Command, &str); 6] = [
    (Command::Earlier, "left"),
    (Command::Later, "right"),
    (Command::Back, "esc"),
    (Command::No, "esc"),
    (Command::FocusNext, "tab"),
    (Command::FocusPrevious, "shift-tab"),
];

/// The key to show for an action where `layers` hold: the one that everyone knows, else the shortest.
pub fn key(keymap: &Keymap, layers: &[Context], action: Command) -> Option<String> {
    let keys = keymap.keys_for(layers, action);
    let is_known = |key: &&String| KNOWN.contains(&(action, key.as_str()));
    keys.iter().find(is_known).or(keys.first()).cloned()
}

/// What stands on a button that a key presses: the key, and its word.
pub fn yes(keymap: &Keymap, word: &str) -> String {
    match key(keymap, &[Context::Dialog], Command::Yes) {
        Some(key) => format!("{key} {word}"),
        None => word.to_owned(),
    }
}

/// Whether an action is worth a place in the hint line of a view: it can be done, and there is what it
/// is done to.
pub fn is_useful(state: &State, action: Command) -> bool {
    let has_subject = match action {
        Command::Menu => state.subject().is_some(),
        Command::TogglePlugin => {
            let detail = state.subject_detail();
            detail.is_some_and(|detail| detail.selected_plugin().is_some())
        }
        _ => true,
    };
    has_subject && is_hinted(state, action)
}

/// What the hint line and the bottom line of a box offer, the most useful first: each key with its
/// word.
pub fn hints(w: &Words, state: &State, keymap: &Keymap) -> Vec<KeyHint> {
    let layers = layers(state);
    let spelt = |action, word: &str| Some(KeyHint::new(key(keymap, &layers, action)?, word));
    if state.overlay.is_some() {
        let hints = command::hints(state).filter_map(|(action, hint)| match hint {
            command::Hint::Short => spelt(action, words::short(w, action)),
            command::Hint::Says(word) => spelt(action, word(w)),
        });
        return hints.collect();
    }
    let offered = failed(state).iter().chain(lost(state));
    let offered = offered.chain(of_pane(state.focused()));
    let useful = offered.filter(|action| is_useful(state, **action));
    useful
        .filter_map(|action| spelt(*action, word(w, state, *action)))
        .collect()
}

/// While a sequence is typed: how it may go on, whole, each with its word.
pub fn continued(w: &Words, state: &State, keymap: &Keymap) -> Vec<KeyHint> {
    let typed = state.chord.typed();
    let next = keymap.continuations(&layers(state), typed).into_iter();
    let acting = next.filter(|(_, action)| available(state, *action));
    acting
        .map(|(rest, action)| {
            let whole = spell(&[typed, &rest].concat());
            KeyHint::new(whole, words::short(w, action))
        })
        .collect()
}

/// What an action does in the view as it is: some do another thing in another place.
fn word<'w>(w: &'w Words, state: &State, action: Command) -> &'w str {
    let opened = state.view.opened.is_some();
    let dashboard = state.view.is_dashboard(state.size);
    // Without anything else to leave, going back leaves the filter.
    let whole = opened || state.size.fits_dashboard() && !dashboard;
    let in_list = state.focused() == Pane::List;
    let ranging = in_list && state.fleet.is_ranging();
    match action {
        Command::Back if ranging => w.text("batch.cancels-range"),
        Command::Back if in_list && !whole => w.text("command.clears"),
        Command::FocusNext if dashboard => w.text("command.next-pane"),
        Command::FocusNext => w.text("command.next-tab"),
        Command::Group if state.broker.is_grouped() => w.text("command.ungroups"),
        Command::Open if state.broker_password().is_some() => w.text("command.gives-password"),
        Command::Open if dashboard => w.text("command.zooms"),
        other => words::short(w, other),
    }
}

/// Keys that are hinted at where text is typed, the most useful first; a key and its opposite
/// share a word.
const TYPED_HINTS: [&[InputAction]; 27] = [
    &[InputAction::KeepFilter],
    &[InputAction::ClearFilter],
    &[InputAction::KeepSearch],
    &[InputAction::ClearSearch],
    &[InputAction::Run],
    &[InputAction::ClosePalette],
    &[InputAction::Complete],
    &[InputAction::Recall],
    &[InputAction::Send],
    &[InputAction::Cancel],
    &[InputAction::ToButtons],
    &[InputAction::Mark],
    &[InputAction::Take],
    &[InputAction::Done],
    &[InputAction::OpenList],
    &[InputAction::Flip],
    &[InputAction::ChangeBack, InputAction::ChangeOn],
    &[InputAction::Review],
    &[InputAction::CloseList],
    TEXT,
    &[InputAction::RowUp, InputAction::RowDown],
    &[InputAction::PageUp, InputAction::PageDown],
    &[InputAction::NextField],
    &[InputAction::Leave],
    &[InputAction::ClearForm],
    &[InputAction::PreviousField],
    &[InputAction::FieldsBack, InputAction::FieldsOn],
];
/// Stands for what typed text does.
const TEXT: &[InputAction] = &[];

/// What the hint line offers where text is typed.
pub(crate) fn typed_hints(w: &Words, state: &State, text: &TextKeys) -> Vec<KeyHint> {
    let place = text.mode;
    let offered = TYPED_HINTS.iter().filter_map(|meanings| {
        let acts = |meaning: &&InputAction| {
            place.key(**meaning).is_some() && !text.idle.contains(*meaning)
        };
        let mut acting = meanings.iter().filter(acts).copied().peekable();
        if *meanings == TEXT {
            return w.find(&["typing.text"], place).map(KeyHint::word);
        }
        acting.peek()?;
        let word = match meanings.first()? {
            InputAction::Leave if is_forgotten(state) => w.text("typing.leave-forgotten"),
            meaning => w.find(&["typing.short", "typing.full"], meaning)?,
        };
        let keys: Vec<String> = acting.map(|meaning| typed(place, meaning)).collect();
        Some(KeyHint::new(keys.join("/"), word))
    });
    offered.collect()
}

/// Whether what is typed now is gone once it is left.
fn is_forgotten(state: &State) -> bool {
    matches!(&state.overlay, Some(Overlay::Form(form)) if form.is_secret())
}

/// The key to show for a meaning where text is typed.
pub fn typed(place: InputMode, meaning: InputAction) -> String {
    let key = place.key(meaning);
    key.map_or_else(String::new, |key| key.to_string())
}

/// What leads to the rest of an error, where the pane shows one.
fn failed(state: &State) -> &'static [Command] {
    let detail = state.subject_detail();
    let failure = detail.and_then(|detail| match state.focused() {
        Pane::Overview | Pane::Json => detail.known.instance().failure.as_ref(),
        Pane::Plugins => detail.known.plugins().failure.as_ref(),
        Pane::Tasks => detail.known.tasks(&state.view.span).failure.as_ref(),
        Pane::List | Pane::Live | Pane::Broker | Pane::Tags => None,
    });
    match failure {
        Some(_) => &[Command::Errors],
        None => &[],
    }
}

/// What leads to the writes whose answer was lost, while there are any.
fn lost(state: &State) -> &'static [Command] {
    match state.pending.unsettled().next() {
        Some(_) => &[Command::Unsettled],
        None => &[],
    }
}

/// In a view of a broker: the other views, and what a table can.
const BROKER: &[Command] = &[
    Command::RetryCredential,
    Command::StopChange,
    Command::Open,
    Command::PurgeQueue,
    Command::CloseConnection,
    Command::NextView,
    Command::Back,
    Command::Group,
    Command::PeekMessages,
    Command::DeleteQueue,
    Command::CloseClient,
    Command::PreviousView,
    Command::Filter,
    Command::Sort,
    Command::FocusNext,
    Command::Menu,
    Command::CopyValue,
    Command::NextInstance,
    Command::Refresh,
    Command::AskQuit,
];

/// Over charts, time comes first.
const LIVE: &[Command] = &[
    Command::RetryCredential,
    Command::Earlier,
    Command::Later,
    Command::LongerRange,
    Command::ShorterRange,
    Command::Back,
    Command::FocusNext,
    Command::Menu,
    Command::NextInstance,
    Command::Delete,
    Command::Refresh,
    Command::AskQuit,
];

fn of_pane(pane: Pane) -> &'static [Command] {
    match pane {
        Pane::List => &[
            Command::RetryCredential,
            Command::Back,
            Command::Open,
            Command::Menu,
            Command::Filter,
            Command::Mark,
            Command::Delete,
            Command::Sort,
            Command::Create,
            Command::FocusNext,
            Command::ClearMarks,
            Command::Refresh,
            Command::Profiles,
            Command::Restart,
            Command::Modify,
            Command::CreateLike,
            Command::Columns,
            Command::AskQuit,
        ],
        Pane::Tags => &[
            Command::RetryCredential,
            Command::EditTags,
            Command::Back,
            Command::FocusNext,
            Command::Menu,
            Command::NextInstance,
            Command::Delete,
            Command::Refresh,
            Command::AskQuit,
        ],
        Pane::Live => LIVE,
        Pane::Broker => BROKER,
        Pane::Overview | Pane::Plugins | Pane::Tasks | Pane::Json => &[
            Command::RetryCredential,
            Command::TogglePlugin,
            Command::DeleteTask,
            Command::TaskSpan,
            Command::NextMatch,
            Command::Search,
            Command::Open,
            Command::Back,
            Command::FocusNext,
            Command::Menu,
            Command::NextInstance,
            Command::Delete,
            Command::Modify,
            Command::Refresh,
            Command::AskQuit,
        ],
    }
}
