//! Keys: to a text field first, else through the keymap to an action.

use super::{
    available, batch, columns, copy, dialogs, export, forms, layers, lost, moves, palette, records,
    search, span, writes,
};
use crate::action::Action;
use crate::effect::Effect;
use crate::keymap::typing::{Meaning, Typing};
use crate::keymap::{Code, Key, Keymap, Press};
use crate::state::State;
use crate::state::export::Format;
use crate::state::filter::{FilterLine, Turn};
use crate::state::input::Edit;
use crate::state::overlay::Overlay;
use crate::state::pick::Pick;
use crate::state::plan::Act;
use crate::state::sight::Pace;
use crate::state::view::Pane;

/// Takes one key press in.
pub(super) fn press(state: &mut State, keymap: &Keymap, key: Key, effects: &mut Vec<Effect>) {
    // Leaving is never a matter of what is in front.
    if key == Key::ctrl('c') {
        effects.push(Effect::Quit);
        return;
    }
    if let Some(sight) = state.sight_mut() {
        sight.before_key();
    }
    let begins_answer = begins_answer(state, key);
    take(state, keymap, key, effects);
    if !begins_answer {
        state.note_key();
    }
}

/// Whether a key goes to a button of a question that could be answered by now: the way to a button
/// and Enter are one answer, however fast.
fn begins_answer(state: &State, key: Key) -> bool {
    let sight = state.sight();
    let ready = sight.is_some_and(|sight| sight.judge(Pace::OneKey, state.stroke()).is_ok());
    ready && matches!(key.code, Code::Tab | Code::Left | Code::Right)
}

/// Gives a key to whatever is in front.
fn take(state: &mut State, keymap: &Keymap, key: Key, effects: &mut Vec<Effect>) {
    if matches!(state.overlay, Some(Overlay::Form(_))) {
        forms::key(state, key, effects);
        return;
    }
    if matches!(state.overlay, Some(Overlay::Palette(_))) {
        palette::key(state, key, effects);
        return;
    }
    if matches!(state.overlay, Some(Overlay::Span(_))) {
        span::key(state, key);
        return;
    }
    if records::typing(state, key) || dialogs::typing(state, key, effects) {
        return;
    }
    if state.overlay.is_none() && state.filter_field.is_some() {
        filter_key(state, key);
        return;
    }
    if search::is_typing(state) {
        search::key(state, key);
        return;
    }
    let layers = layers(state);
    let up = state.now.up;
    // An input method that is still on must not make the keys dead.
    match state.chord.press(keymap, &layers, key.half_width(), up) {
        Press::Does(action, count) => act(state, action, count, effects),
        Press::Waits | Press::Nothing => {}
    }
}

/// Takes pasted text in: into the filter or a form, and into nothing that arms a write.
pub(super) fn paste(state: &mut State, text: &str) {
    if search::is_typing(state) {
        search::paste(state, text);
        return;
    }
    match &mut state.overlay {
        Some(Overlay::Form(form)) => form.paste(text),
        Some(Overlay::Palette(_)) => palette::paste(state, text),
        Some(Overlay::Span(open)) => open.paste(text),
        Some(_) => {
            // Keys that arrive with it are no answer either.
            state.note_key();
        }
        None => {
            if let Some(mut line) = state.filter_field.take() {
                line.paste(text, &state.known());
                apply_filter(state, line);
            }
        }
    }
}

fn filter_key(state: &mut State, key: Key) {
    let Some(mut line) = state.filter_field.take() else {
        return;
    };
    match Typing::Filter.meaning(key) {
        Some(Meaning::KeepFilter) => return,
        Some(Meaning::ClearFilter) => return state.fleet.set_filter("", state.now),
        Some(Meaning::RowDown) => state.fleet.move_by(1, state.now),
        Some(Meaning::RowUp) => state.fleet.move_by(-1, state.now),
        Some(Meaning::Complete) => line.complete(Turn::On, &state.known()),
        Some(Meaning::CompleteBack) => line.complete(Turn::Back, &state.known()),
        _ => {
            if let Some(edit) = Edit::of(key) {
                line.edit(edit, &state.known());
            }
        }
    }
    apply_filter(state, line);
}

/// Filters by what stands in the line now.
fn apply_filter(state: &mut State, line: FilterLine) {
    if line.text() != state.fleet.filter().text() {
        state.fleet.set_filter(line.text(), state.now);
    }
    state.filter_field = Some(line);
}

/// Does what the user meant.
pub(super) fn act(state: &mut State, action: Action, count: usize, effects: &mut Vec<Effect>) {
    if !available(state, action) {
        return;
    }
    if state.overlay.is_some() {
        dialogs::act(state, action, count, effects);
        return;
    }
    act_in_view(state, action, count, effects);
}

/// Does what the user meant in the view, with nothing in front of it.
fn act_in_view(state: &mut State, action: Action, count: usize, effects: &mut Vec<Effect>) {
    match action {
        Action::Down
        | Action::Up
        | Action::PageDown
        | Action::PageUp
        | Action::HalfPageDown
        | Action::HalfPageUp
        | Action::First
        | Action::Last => moves::scroll(state, action, count),
        Action::NextInstance => moves::step_instance(state, 1),
        Action::PreviousInstance => moves::step_instance(state, -1),
        Action::Open => moves::open(state),
        Action::Back => moves::back(state),
        Action::FocusNext => moves::focus(state, 1),
        Action::FocusPrevious => moves::focus(state, -1),
        Action::Tab1 | Action::Tab2 | Action::Tab3 | Action::Tab4 | Action::Tab5 => {
            moves::tab(state, action);
        }
        Action::Filter => start_filter(state),
        Action::Profiles => state.overlay = Some(Overlay::Profiles(state.choose())),
        Action::Sort => open_sort(state),
        Action::Columns => columns::open(state),
        Action::FlipSort => flip_sort(state),
        Action::Palette | Action::Help | Action::Menu | Action::TaskSpan | Action::Provenance => {
            bring(state, action)
        }
        Action::Errors => records::open_errors(state),
        Action::Journal => records::open_journal(state, effects),
        Action::Search => search::start(state),
        Action::NextMatch => search::step(state, 1),
        Action::PreviousMatch => search::step(state, -1),
        Action::Json => palette::show_pane(state, Pane::Json),
        Action::CopyValue => copy::copy(copy::value(state), effects),
        Action::CopyWhole => copy::copy(copy::whole(state), effects),
        Action::Export => export::start(state, Format::Csv, None, effects),
        Action::Refresh => effects.push(Effect::Refresh),
        Action::RetryCredential => dialogs::retry_credential(state, effects),
        Action::Redraw => effects.push(Effect::Redraw),
        Action::AskQuit => dialogs::ask_quit(state, effects),
        Action::Quit => effects.push(Effect::Quit),
        _ => act_on_instances(state, action, count),
    }
}

/// Does to instances what the user meant. Actions of what stands in front mean nothing here.
fn act_on_instances(state: &mut State, action: Action, count: usize) {
    match action {
        Action::Create => forms::create(state, None),
        Action::CreateLike => forms::create_like(state),
        Action::Modify => forms::modify(state),
        Action::ResetPassword => forms::password(state),
        Action::Resize => forms::resize(state),
        Action::EditTags => forms::tags(state),
        Action::Delete => writes::ask_act(state, Act::Delete),
        Action::Restart => writes::ask_act(state, Act::Restart),
        Action::Mark
        | Action::MarkRange
        | Action::MarkShown
        | Action::MarkFailedCreations
        | Action::ClearMarks
        | Action::Results => batch::act(state, action, count),
        Action::Unsettled => lost::ask(state),
        Action::DeleteTask => writes::ask_delete_task(state),
        Action::TogglePlugin => writes::ask_plugin(state),
        _ => {}
    }
}

/// Brings something in front of the view.
fn bring(state: &mut State, action: Action) {
    match action {
        Action::Palette => palette::open(state),
        Action::Help => state.overlay = Some(Overlay::Help { scroll: 0 }),
        Action::Menu => dialogs::open_menu(state),
        Action::TaskSpan => span::open(state),
        Action::Provenance => {
            let about = state.about().map(Box::new);
            let scroll = 0;
            state.overlay = about.map(|about| Overlay::Provenance { about, scroll });
        }
        _ => {}
    }
}

fn start_filter(state: &mut State) {
    let text = state.fleet.filter().text().to_owned();
    state.filter_field = Some(FilterLine::new(&text, &state.known()));
}

fn flip_sort(state: &mut State) {
    let flipped = state.fleet.sort().flipped();
    state.fleet.set_sort(flipped, state.now);
}

fn open_sort(state: &mut State) {
    let mut pick = Pick::default();
    let columns = state.profiles.told_by().columns();
    let now = state.fleet.sort().column;
    let place = columns.iter().position(|column| *column == now);
    pick.go_to(place.unwrap_or(0), &columns);
    state.overlay = Some(Overlay::Sort { pick });
}
