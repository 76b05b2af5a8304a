//! From a key to a confirmed write, and what is said about it afterwards.

use super::forms;
use crate::api::v2::Switch;
use crate::effect::Effect;
use crate::model::{Feature, InstanceKey, TaskStatus};
use crate::state::State;
use crate::state::can::Refusal;
use crate::state::confirm::Confirm;
use crate::state::notice::{About, Level, Said};
use crate::state::overlay::Overlay;
use crate::state::pending::{Ended, Outcome};
use crate::state::plan::{Armed, Deed, Plan};
use crate::state::row::Row;

/// What has to be typed before the record of a task is deleted.
pub const DELETE_TOKEN: &str = "delete";

/// `D`: asks for the name of the instance, or says why it cannot be deleted.
pub(super) fn ask_delete(state: &mut State) {
    let Some(row) = state.subject_row() else {
        refuse(state, "", Refusal::NothingSelected);
        return;
    };
    let label = row.instance.label().to_owned();
    let key = row.key.clone();
    match state.can_delete(row) {
        Ok(()) => ask(state, Deed::Delete(key), &label, |plan| {
            let token = token(&plan);
            Confirm::typed(plan, &token)
        }),
        Err(reason) => refuse(state, &label, reason),
    }
}

/// The text that arms a deletion: the name; the id where the name cannot be typed.
pub(super) fn token(plan: &Plan) -> String {
    let typed =
        |name: &str| !name.is_empty() && name.chars().all(|letter| letter.is_ascii_graphic());
    match plan.deed.key() {
        Some(key) if !typed(&plan.name) => key.id.as_str().to_owned(),
        _ => plan.name.clone(),
    }
}

/// `t`: asks whether to switch the plug-in under the cursor.
pub(super) fn ask_plugin(state: &mut State) {
    let Some(row) = state.subject_row() else {
        refuse(state, "", Refusal::NothingSelected);
        return;
    };
    let label = row.instance.label().to_owned();
    match plugin_deed(state, row) {
        Ok(deed) => ask(state, deed, &label, Confirm::yes_no),
        Err(reason) => refuse(state, &label, reason),
    }
}

fn plugin_deed(state: &State, row: &Row) -> Result<Deed, Refusal> {
    state.can_switch_plugins(row)?;
    let detail = state.details.get(&row.key).ok_or(Refusal::NoPlugin)?;
    let plugin = detail.selected_plugin().ok_or(Refusal::NoPlugin)?;
    let to = match plugin.enabled {
        Some(true) => Switch::Disable,
        Some(false) => Switch::Enable,
        None => return Err(Refusal::PluginUnknown),
    };
    Ok(Deed::SetPlugin {
        key: row.key.clone(),
        plugin: plugin.name.clone(),
        to,
    })
}

/// `D` on a task: asks for the word before its record is deleted.
pub(super) fn ask_delete_task(state: &mut State) {
    let Some(key) = state.subject().cloned() else {
        refuse(state, "", Refusal::NothingSelected);
        return;
    };
    let label = label(state, &key);
    match task_deed(state, &key) {
        Ok(deed) => ask(state, deed, &label, |plan| {
            Confirm::typed(plan, DELETE_TOKEN)
        }),
        Err(reason) => refuse(state, &label, reason),
    }
}

fn task_deed(state: &State, key: &InstanceKey) -> Result<Deed, Refusal> {
    state.has(&key.scope, Feature::Tasks)?;
    state.can_write(&key.scope)?;
    let detail = state.details.get(key).ok_or(Refusal::NoTask)?;
    let task = detail.selected_task().ok_or(Refusal::NoTask)?;
    if state.pending.deletes_task(key, &task.id) {
        return Err(Refusal::Pending);
    }
    match &task.status {
        Some(TaskStatus::Created | TaskStatus::Executing) => Err(Refusal::TaskRunning),
        _ => Ok(Deed::DeleteTask {
            key: key.clone(),
            task: task.id.clone(),
        }),
    }
}

/// Sends what was confirmed, once.
pub(super) fn send(state: &mut State, armed: Armed, effects: &mut Vec<Effect>) {
    let plan = armed.plan().clone();
    forms::sent(state, &plan);
    // Between opening the dialog and confirming it the world may have moved: the last word on
    // what may be sent is said now.
    if let Err(reason) = state.allows(&plan) {
        refuse(state, &plan.name, reason);
        return;
    }
    let now = state.now;
    let id = state.pending.send(plan.clone(), now);
    let sent = Outcome {
        verb: plan.verb(),
        name: plan.name.clone(),
        result: Ended::Sent,
    };
    say(state, &plan, sent);
    effects.push(Effect::Write(id, armed));
}

/// Says how a write stands.
pub(super) fn say(state: &mut State, plan: &Plan, outcome: Outcome) {
    let level = match &outcome.result {
        Ended::Sent | Ended::Accepted | Ended::Done => Level::Info,
        Ended::NotSentChanged(_)
        | Ended::NotTaken
        | Ended::Unknown(_)
        | Ended::Unsure(_)
        | Ended::GaveUp => Level::Warning,
        Ended::Failed(_) | Ended::Refused(_) | Ended::NotSent(_) | Ended::Partly(..) => {
            Level::Critical
        }
    };
    forms::settle(state, &plan.deed, &outcome.result);
    let about = match plan.deed.key() {
        Some(key) => About::Instance(key.clone()),
        None => About::Profile(plan.deed.scope().clone()),
    };
    let now = state.now;
    // What was said about the same write before is no longer how it stands.
    state.notices.replace(|notice| match &notice.said {
        Said::Write(earlier) => {
            let same = earlier.verb == outcome.verb && earlier.name == outcome.name;
            same && notice.about.scope() == about.scope()
        }
        _ => false,
    });
    state.notices.say(level, Said::Write(outcome), about, now);
}

pub(super) fn ask(state: &mut State, deed: Deed, name: &str, dialog: impl FnOnce(Plan) -> Confirm) {
    let unknown = state.home_of(deed.scope()).is_none();
    let Some(plan) = Plan::new(deed, name, |scope| state.home_of(scope)) else {
        let reason = match unknown {
            true => Refusal::NotConnected,
            false => Refusal::ApiVersion,
        };
        refuse(state, name, reason);
        return;
    };
    state.overlay = Some(Overlay::Confirm(Box::new(dialog(plan))));
}

pub(super) fn refuse(state: &mut State, name: &str, reason: Refusal) {
    state.overlay = Some(Overlay::Refused {
        name: name.to_owned(),
        reason,
    });
}

fn label(state: &State, key: &InstanceKey) -> String {
    let row = state.fleet.get(key);
    row.map_or_else(|| key.id.to_string(), |row| row.instance.label().to_owned())
}
