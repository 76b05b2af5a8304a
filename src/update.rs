//! The one place where the state changes. Synchronous and total: no IO, no clock, no spawn.
//!
//! [`update`] takes one event and gives the effects it asks for. Keys go to whatever is in front
//! (`keys`), answers to what they are about (`answers`).

mod answers;

mod keys;
mod written;

use crate::command::{copy, export, forms, journal, search, writes};
use crate::effect::Effect;
use crate::event::Event;
use crate::keymap::Keymap;
use crate::state::State;
use crate::state::interest::Interest;
use crate::state::notice::{About, Level, NoticeKind};
use crate::state::now::Now;
use crate::state::view::Pane;

/// Brings the state from one event to the next.
pub fn update(
    state: &mut State,
    keymap: &Keymap,
    watched: &mut Interest,
    event: Event,
    now: Now,
) -> Vec<Effect> {
    state.now = now;
    let mut effects = Vec::new();
    let arranged = state.arrangement();
    let was_asking = journal::is_asking(state);
    pass_time(state);
    match event {
        Event::Key(key) => keys::press(state, keymap, key, &mut effects),
        Event::Paste(text) => keys::paste(state, &text),
        Event::Unended(unended) => state.unended = unended,
        Event::Resize(size) => state.resize(size),
        Event::Resumed(size) => state.resumed(size),
        Event::Drawn(frame) => state.saw(frame),
        Event::Answer(answer) => answers::take(state, *answer, &mut effects),
        Event::Journal(news) => journal::observe(state, news),
        Event::Opened(name, context) => state.opened(&name, *context),
        Event::Copied(copied) => copy::said(state, copied),
        Event::Exported(exported) => export::said(state, exported),
        Event::NotRecorded(why) => {
            // A journal that cannot be written is worse, and shall not stand behind it.
            state.say(Level::Info, NoticeKind::NotRecorded(why), About::Session);
        }
        Event::HookFailed(why) => {
            state.say(Level::Warning, NoticeKind::HookFailed(why), About::Session);
        }
        Event::Wake => {}
    }
    forms::refresh(state);
    if state.arrangement() != arranged {
        effects.push(Effect::KeepArrangement(state.arrangement()));
    }
    effects.extend(
        state
            .broker
            .identities
            .take_changed()
            .map(Effect::KeepBrokers),
    );
    journal::ask(state, was_asking, &mut effects);
    search::leave(state);
    state.live.keep(state.view.opened.as_ref());
    state.arrange_broker();
    keep_in_view(state);
    tell(state, &mut effects);
    watch(state, watched, &mut effects);
    effects
}

fn pass_time(state: &mut State) {
    let now = state.now;
    state.chord.pass_time(now.uptime);
    state.fleet.pass_time(now);
    state.notices.fade(now);
    for (what, outcome) in state.pending.pass_time(now) {
        writes::say(state, &what, outcome);
    }
}

/// Gives out what changed of the instances.
fn tell(state: &mut State, effects: &mut Vec<Effect>) {
    let told = state.fleet.take_transitions();
    let notices = state.notify.take(&told, state.now, &state.time_zone);
    effects.extend(notices.into_iter().map(Effect::Notify));
    if !told.is_empty() {
        state.transitions.extend(told.iter().cloned());
        effects.push(Effect::Tell(told));
    }
}

fn keep_in_view(state: &mut State) {
    let rows = state.rows(Pane::List);
    state.fleet.keep_in_view(rows);
    let plugin_rows = state.rows(Pane::Plugins);
    let task_rows = state.rows(Pane::Tasks);
    let span = state.view.span;
    let Some(key) = state.subject().cloned() else {
        return;
    };
    if let Some(detail) = state.details.get_mut(&key) {
        let plugins = detail.plugin_names();
        detail.plugin.keep_in_view(&plugins, plugin_rows);
        let tasks = detail.task_ids(span);
        detail.task.keep_in_view(&tasks, task_rows);
    }
}

/// Tells the poller what to read when that is no longer what it reads.
fn watch(state: &mut State, watched: &mut Interest, effects: &mut Vec<Effect>) {
    effects.extend(state.other_interest(watched).map(Effect::Watch));
}
