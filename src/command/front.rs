//! What stands in front of the view: how it takes keys. Each overlay has a file that gives its
//! [`Keys`]; what is not said there does nothing while it is in front.

pub(super) mod columns;
mod confirm;
mod form;
pub(crate) mod help;
mod list;
pub(super) mod menu;
mod profiles;
pub(super) mod quit;
pub(crate) mod reader;
mod refused;
mod release;
pub(crate) mod sort;
pub(super) mod table;

use list::close;

use super::{Command, broker, can, filter, palette, search, span};
use crate::effect::Effect;
use crate::key::typing::{InputAction, InputMode};
use crate::key::{Context, Key};
use crate::l10n::Words;
use crate::state::State;
use crate::state::overlay::Overlay;
use crate::state::view::Pane;

/// How something takes keys.
pub(crate) enum Keys {
    Text(TextKeys),
    /// Keys mean commands.
    Commands {
        /// The contexts whose bindings hold, the most specific first.
        contexts: Vec<Context>,
        /// What each command does, the first that acts; hints stand in this order. None for the
        /// view: the table of commands says what they do there.
        handlers: Vec<Handler>,
    },
}

/// Keys are text, or the fields of a form.
pub(crate) struct TextKeys {
    pub(crate) mode: InputMode,
    pub(crate) key: fn(&mut State, Key, &mut Vec<Effect>),
    pub(crate) paste: fn(&mut State, &str),
    /// Bound keys that do nothing now.
    pub(crate) idle: &'static [InputAction],
}

/// What is idle when that holds.
pub(super) fn idle(holds: bool, keys: &'static [InputAction]) -> &'static [InputAction] {
    if holds { keys } else { &[] }
}

/// What a command does to what stands in front.
pub(crate) struct Handler {
    command: Command,
    run: Run,
    acts: bool,
    hint: Option<Hint>,
}

/// Carries a command out, so many times where that means something.
pub(crate) type Run = fn(&mut State, Command, usize, &mut Vec<Effect>);

/// The word that stands beside a key.
#[derive(Clone, Copy)]
pub(crate) enum Hint {
    /// The command's own.
    Short,
    Says(fn(&Words) -> &str),
}

/// Is hinted at by that word.
fn says(command: Command, hint: Hint, run: Run) -> Handler {
    let hint = Some(hint);
    let own = does(command, run);
    Handler { hint, ..own }
}

fn does(command: Command, run: Run) -> Handler {
    let (acts, hint) = (true, None);
    Handler {
        command,
        run,
        acts,
        hint,
    }
}

impl Handler {
    fn when(self, acts: bool) -> Self {
        Self { acts, ..self }
    }
}

/// How keys are taken by what is in front.
fn keys(state: &State) -> Keys {
    keys_of(state, state.overlay.as_ref())
}

/// How keys are taken by this where it is in front; by the view itself if nothing is.
pub(super) fn keys_of(state: &State, overlay: Option<&Overlay>) -> Keys {
    let Some(overlay) = overlay else {
        return in_view(state);
    };
    match overlay {
        Overlay::Help(help) => help::keys(state, help),
        Overlay::Reader(reader) => reader::keys(state, reader),
        Overlay::Table(table) => table::keys(state, table),
        Overlay::Menu { .. } => menu::keys(state),
        Overlay::Sort(_) => sort::keys(state),
        Overlay::Profiles(_) => profiles::keys(state),
        Overlay::Columns(picker) => columns::keys(state, picker),
        Overlay::Span(_) => Keys::Text(span::KEYS),
        Overlay::Refused { .. } => refused::keys(),
        Overlay::Palette(palette) => palette::keys(state, palette),
        Overlay::Confirm(confirm) => confirm::keys(&**confirm),
        Overlay::ConfirmChange(confirm) => confirm::keys(&**confirm),
        Overlay::Form(form) => form::keys(form),
        Overlay::Release(..) => release::keys(state),
        Overlay::Quit(_) => quit::keys(),
    }
}

fn in_view(state: &State) -> Keys {
    match &state.filter_field {
        _ if search::is_typed(state.search.as_ref()) => Keys::Text(search::KEYS),
        Some(line) => Keys::Text(filter::keys(line)),
        None if state.broker.prompt.is_some() => Keys::Text(broker::PASSWORD),
        None if state.types_pane_filter() => Keys::Text(table::PANE_FILTER),
        None => Keys::Commands {
            contexts: view_layers(state),
            handlers: Vec::new(),
        },
    }
}

/// A question: nothing is done that it does not ask, but leaving is never a matter of what is in
/// front, nor is asking what its keys do.
fn question(handlers: impl IntoIterator<Item = Handler>) -> Keys {
    let quits = does(Command::Quit, |_, _, _, effects| effects.push(Effect::Quit));
    let help = does(Command::Help, |state, _, _, _| help::open(state));
    Keys::Commands {
        contexts: vec![Context::Dialog],
        handlers: handlers.into_iter().chain([quits, help]).collect(),
    }
}

/// How text is taken in, if text is typed or a form is filled in.
pub(crate) fn text(state: &State) -> Option<TextKeys> {
    match keys(state) {
        Keys::Text(text) => Some(text),
        Keys::Commands { .. } => None,
    }
}

/// Where typed keys go now, if text is typed or a form is filled in.
pub fn typing(state: &State) -> Option<InputMode> {
    text(state).map(|text| text.mode)
}

/// The contexts whose bindings hold now, the most specific first; none while text is typed.
pub fn layers(state: &State) -> Vec<Context> {
    match keys(state) {
        Keys::Text(_) => Vec::new(),
        Keys::Commands { contexts, .. } => contexts,
    }
}

/// The contexts of the view itself, whatever is in front of it.
pub fn view_layers(state: &State) -> Vec<Context> {
    let pane = match state.focused() {
        Pane::List => Context::List,
        Pane::Plugins => Context::Plugins,
        Pane::Tasks => Context::Tasks,
        Pane::Live => Context::Live,
        Pane::Broker => Context::Broker,
        Pane::Overview | Pane::Tags | Pane::Json => Context::Text,
    };
    match state.view.opened {
        Some(_) => vec![pane, Context::Instance, Context::View],
        None => vec![pane, Context::View],
    }
}

/// What acts in front of the view.
fn acting(state: &State) -> impl Iterator<Item = Handler> + use<> {
    let handlers = match keys(state) {
        Keys::Text(_) => Vec::new(),
        Keys::Commands { handlers, .. } => handlers,
    };
    handlers.into_iter().filter(|handler| handler.acts)
}

/// What a command does in front of the view, if anything.
pub(super) fn run_of(state: &State, command: Command) -> Option<Run> {
    let handler = acting(state).find(|handler| handler.command == command)?;
    Some(handler.run)
}

/// Whether a command does something in this state. A command that would be refused does: it says
/// why. The hint line and the help show these and no others.
pub fn available(state: &State, command: Command) -> bool {
    match &state.overlay {
        None => can(state, command).acts(),
        Some(_) => run_of(state, command).is_some(),
    }
}

/// What is hinted at in front of the view, the most useful first.
pub(crate) fn hints(state: &State) -> impl Iterator<Item = (Command, Hint)> {
    acting(state).filter_map(|handler| Some((handler.command, handler.hint?)))
}
