//! Copying: what is under the cursor, in short and as a whole. Nothing secret is ever on screen, so
//! nothing secret is copied.
//!
//! What happened to it is known only when it has gone its way: the runtime says so with
//! [`crate::event::Event::Copied`].

use crate::effect::{Clip, Effect};
use crate::state::State;
use crate::state::copied::Copied;
use crate::state::notice::{About, Level, NoticeKind};
use crate::state::view::Pane;

/// The one value that names what is under the cursor: the instance's name in the list, its address
/// in the overview, its id above its JSON; a plug-in's name, a task's id, the tags one a line, what
/// charts show of the time that is pointed at.
pub(crate) fn value(state: &State) -> Option<Clip> {
    if state.focused() == Pane::Broker {
        let row = state.broker.selected().map(|row| row.label.clone());
        let label = row.or_else(|| state.broker.detail()?.label());
        return label.map(Clip::Text);
    }
    let row = state.subject_row()?;
    let instance = &row.instance;
    let detail = state.subject_detail();
    let text = match state.focused() {
        Pane::Live if !row.figures.is_empty() => {
            return Some(Clip::Charted(row.key.clone(), state.pointed(row)));
        }
        Pane::List | Pane::Live | Pane::Broker => instance.label().to_owned(),
        Pane::Overview => match (&instance.network.connect_address, instance.network.port) {
            (Some(address), Some(port)) => format!("{address}:{port}"),
            (Some(address), None) => address.clone(),
            (None, _) => return None,
        },
        Pane::Plugins => detail?.selected_plugin()?.name.to_string(),
        Pane::Tasks => state.selected_task()?.id.to_string(),
        Pane::Tags => {
            let tags = instance.tags.iter();
            let tags = tags.map(|tag| format!("{}={}", tag.key, tag.value));
            tags.collect::<Vec<String>>().join("\n")
        }
        Pane::Json => instance.id.to_string(),
    };
    (!text.is_empty()).then_some(Clip::Text(text))
}

/// All that is known of what is under the cursor: the instance as an object of `warren list`, its
/// detail as the service sent it above its JSON; what charts show as comma-separated values; a plug-in or
/// a task as text.
pub(crate) fn whole(state: &State) -> Option<Clip> {
    let row = state.subject_row()?;
    let key = row.key.clone();
    let detail = state.subject_detail();
    match state.focused() {
        Pane::Live if !row.figures.is_empty() => Some(Clip::Charts(key)),
        Pane::List | Pane::Overview | Pane::Live | Pane::Broker | Pane::Tags => {
            Some(Clip::Instance(key))
        }
        Pane::Plugins => {
            let plugin = detail?.selected_plugin()?;
            Some(Clip::Plugin(key, plugin.name.clone()))
        }
        Pane::Tasks => Some(Clip::Task(key, state.selected_task()?.id.clone())),
        Pane::Json => detail?.known.instance().value().map(|_| Clip::Json(key)),
    }
}

/// Copies it, if there is anything.
pub(crate) fn copy(clip: Option<Clip>, effects: &mut Vec<Effect>) {
    effects.extend(clip.map(Effect::Copy));
}

/// Says what became of it.
pub(crate) fn said(state: &mut State, copied: Copied) {
    let level = match copied.went {
        Ok(_) => Level::Info,
        Err(_) => Level::Warning,
    };
    state.say(level, NoticeKind::Copied(copied), About::Session);
}
