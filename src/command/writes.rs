//! From a key to a confirmed write, and what is said about it afterwards.

use super::{batch, forms, journal};
use crate::api::v2::Switch;
use crate::effect::Effect;
use crate::model::{Feature, InstanceKey, Scope, TaskStatus};
use crate::state::State;
use crate::state::notice::{About, Level, NoticeKind};
use crate::state::overlay::{Content, Overlay};
use crate::state::row::Row;
use crate::state::write::can::Refusal;
use crate::state::write::confirm::Confirm;
use crate::state::write::pending::{
    MutationKind, Outcome, Payment, Receipt, What, WriteFailure, WriteStatus,
};
use crate::state::write::plan::{Armed, Batch, BulkAction, Mutation, Plan, Target};

/// What has to be typed, beside a label, before the record of a task is deleted.
const DELETE_TOKEN: &str = "delete";

/// `D` and `X`: asks for the name of the instance, or says why it cannot be done. With marks it is
/// about the marked.
pub(crate) fn ask_act(state: &mut State, act: BulkAction) {
    if state.acts_on_marks() {
        batch::ask(state, act);
        return;
    }
    let Some(row) = state.subject_row() else {
        refuse(state, "", Refusal::NothingSelected);
        return;
    };
    let label = row.instance.label().to_owned();
    let key = row.key.clone();
    let token = typed_name(state, &label, &key);
    match state.can_act(act, row) {
        Ok(()) => ask(state, act.to_one(key), &label, |plan| {
            Confirm::typed(plan, &token)
        }),
        Err(reason) => refuse(state, &label, reason),
    }
}

/// The text that arms what is done to one instance: its name, with the label of its profile where
/// that has one; its id where the name cannot be typed.
pub(crate) fn typed_name(state: &State, name: &str, key: &InstanceKey) -> String {
    let can_type = !name.is_empty() && name.chars().all(|letter| letter.is_ascii_graphic());
    let name = if can_type { name } else { key.id.as_str() };
    labelled(state, name, &[&key.scope])
}

/// What has to be typed where this happens: with `@` and every label there is, as in
/// `delete 3@PROD,STAGE`.
pub(crate) fn labelled(state: &State, what: &str, scopes: &[&Scope]) -> String {
    let labels = state.profiles.labels(scopes.iter().copied());
    match labels.as_slice() {
        [] => what.to_owned(),
        labels => format!("{what}@{}", labels.join(",")),
    }
}

/// `t`: asks whether to switch the plug-in under the cursor.
pub(crate) fn ask_plugin(state: &mut State) {
    let Some(row) = state.subject_row() else {
        refuse(state, "", Refusal::NothingSelected);
        return;
    };
    let label = row.instance.label().to_owned();
    match plugin_switch(state, row) {
        Ok(mutation) => ask(state, mutation, &label, Confirm::yes_no),
        Err(reason) => refuse(state, &label, reason),
    }
}

fn plugin_switch(state: &State, row: &Row) -> Result<Mutation, Refusal> {
    state.can_switch_plugins(row)?;
    let detail = state.details.get(&row.key).ok_or(Refusal::NoPlugin)?;
    let plugin = detail.selected_plugin().ok_or(Refusal::NoPlugin)?;
    let to = match plugin.enabled {
        Some(true) => Switch::Disable,
        Some(false) => Switch::Enable,
        None => return Err(Refusal::PluginUnknown),
    };
    Ok(Mutation::SetPlugin {
        key: row.key.clone(),
        plugin: plugin.name.clone(),
        to,
    })
}

/// `D` on a task: asks for the word before its record is deleted.
pub(crate) fn ask_delete_task(state: &mut State) {
    let Some(key) = state.subject().cloned() else {
        refuse(state, "", Refusal::NothingSelected);
        return;
    };
    let label = label(state, &key);
    let token = labelled(state, DELETE_TOKEN, &[&key.scope]);
    match record_deletion(state, &key) {
        Ok(mutation) => ask(state, mutation, &label, |plan| Confirm::typed(plan, &token)),
        Err(reason) => refuse(state, &label, reason),
    }
}

/// Whether the record of the selected task can be deleted.
pub(crate) fn can_delete_task(state: &State) -> Result<(), Refusal> {
    let key = state.subject().ok_or(Refusal::NothingSelected)?;
    record_deletion(state, key).map(|_| ())
}

fn record_deletion(state: &State, key: &InstanceKey) -> Result<Mutation, Refusal> {
    state.has(&key.scope, Feature::Tasks)?;
    state.can_write(&key.scope)?;
    let detail = state.details.get(key).ok_or(Refusal::NoTask)?;
    let task = detail
        .selected_task(state.view.span)
        .ok_or(Refusal::NoTask)?;
    if let Some(write) = state.pending.on_task(key, &task.id) {
        return Err(Refusal::of(write, state.now));
    }
    match &task.status {
        Some(TaskStatus::Created | TaskStatus::Executing) => Err(Refusal::TaskRunning),
        _ => Ok(Mutation::DeleteTask {
            key: key.clone(),
            task: task.id.clone(),
        }),
    }
}

/// Sends what was confirmed, once.
pub(crate) fn send(state: &mut State, armed: Armed, effects: &mut Vec<Effect>) {
    let plan = armed.plan().clone();
    forms::sent(state, &plan);
    // Between opening the dialog and confirming it the world may have moved: the last word on
    // what may be sent is said now.
    if let Err(reason) = state.allows(&plan) {
        refuse(state, &plan.name, reason);
        return;
    }
    let armed = armed.unrecorded(state.journal.trouble.is_some());
    for armed in armed.by_scope() {
        let id = state.pending.send(armed.plan(), state.now);
        effects.push(Effect::Write(id, armed));
    }
    if let Mutation::Batch(several) = &plan.mutation {
        let id = state.batches.send(several);
        batch::tell(state, id, &WriteStatus::Sent);
        batch::show_results(state);
        return;
    }
    let sent = Outcome {
        verb: plan.verb(),
        name: plan.name.clone(),
        result: WriteStatus::Sent,
    };
    say(state, &What::Plan(Box::new(plan)), sent);
}

/// Remembers which kind of write a permission is missing for, until one of its kind is taken.
fn remember_denial(state: &mut State, what: &What, result: &WriteStatus) {
    let kind = (what.scope().clone(), what.operation());
    match result {
        WriteStatus::Refused(error) if error.lacks_permission() => {
            state.denied.insert(kind);
        }
        WriteStatus::Accepted | WriteStatus::Ordered(_) | WriteStatus::Done => {
            state.denied.remove(&kind);
        }
        _ => {}
    }
}

/// Says how a write stands.
pub(crate) fn say(state: &mut State, what: &What, outcome: Outcome) {
    remember_denial(state, what, &outcome.result);
    journal::learn(state, what, &outcome.result);
    if batch::hear(state, what, &outcome) {
        return;
    }
    let level = match &outcome.result {
        WriteStatus::Sent
        | WriteStatus::Accepted
        | WriteStatus::Ordered(Payment::ByItself)
        | WriteStatus::Done => Level::Info,
        // Without the user it does not go on.
        WriteStatus::Ordered(Payment::ByHand)
        | WriteStatus::NotSentChanged(_)
        | WriteStatus::NotSentUnrecorded(_)
        | WriteStatus::Unknown(_)
        | WriteStatus::OrderUnknown(_)
        | WriteStatus::NoTrace
        | WriteStatus::Unsure
        | WriteStatus::Released
        | WriteStatus::GaveUp
        | WriteStatus::OrderGaveUp => Level::Warning,
        WriteStatus::Failed(_)
        | WriteStatus::Refused(_)
        | WriteStatus::Declined
        | WriteStatus::NotSent(_)
        | WriteStatus::Partly(..) => Level::Critical,
    };
    if let Some(mutation) = what.mutation() {
        forms::settle(state, mutation, &outcome.result);
    }
    let about = match what.key() {
        Some(key) => About::Instance(key.clone()),
        None => About::Profile(what.scope().clone()),
    };
    let now = state.now;
    // What was said about the same write before is no longer how it stands.
    state.notices.replace(|notice| match &notice.said {
        NoticeKind::Write(earlier) => {
            let same = earlier.verb == outcome.verb && earlier.name == outcome.name;
            same && notice.about.scope() == about.scope()
        }
        _ => false,
    });
    state
        .notices
        .push(level, NoticeKind::Write(outcome), about, now);
}

/// Opens the dialog of a mutation; its exact requests need the project.
pub(crate) fn ask(
    state: &mut State,
    mutation: Mutation,
    name: &str,
    dialog: impl FnOnce(Plan) -> Confirm,
) {
    let unknown = state.home_of(mutation.scope()).is_none();
    let row = mutation.key().and_then(|key| state.fleet.get(key));
    let seen = row.and_then(|row| row.instance.status.clone());
    let Some(plan) = Plan::new(mutation, name, |scope| state.home_of(scope)) else {
        let reason = match unknown {
            true => Refusal::NotConnected,
            false => Refusal::ApiVersion,
        };
        refuse(state, name, reason);
        return;
    };
    let plan = Plan { seen, ..plan };
    let confirm = dialog(plan).seen_by(state.new_question());
    state.overlay = Some(Overlay::Confirm(Box::new(confirm)));
}

/// What was confirmed and could not be written down: why, and what it was, to be asked once more.
pub(crate) fn to_ask_again(
    answer: &Result<Receipt, WriteFailure>,
    said: &[(What, Outcome)],
) -> Option<(String, Mutation, String)> {
    let Err(WriteFailure::Unrecorded(why)) = answer else {
        return None;
    };
    let plans: Vec<&Plan> = said
        .iter()
        .filter_map(|(what, _)| match what {
            What::Plan(plan) => Some(plan.as_ref()),
            What::Earlier(_) => None,
        })
        .collect();
    if let [plan] = plans.as_slice() {
        return Some((why.clone(), plan.mutation.clone(), plan.name.clone()));
    }
    let act = match plans.first()?.verb() == MutationKind::Restart {
        true => BulkAction::Restart,
        false => BulkAction::Delete,
    };
    let targets = plans.iter().filter_map(|plan| {
        Some(Target {
            key: plan.mutation.key()?.clone(),
            name: plan.name.clone(),
            status: plan.seen.clone(),
        })
    });
    let batch = Batch::new(act, targets.collect())?;
    Some((why.clone(), Mutation::Batch(batch), String::new()))
}

/// Asks once more what could not be written down: now the dialog says so. What is in front is not
/// pushed away; the notice says it as well.
pub(crate) fn ask_again(state: &mut State, mutation: Mutation, name: &str) {
    let front = state.overlay.as_ref();
    let is_free = |front: &Overlay| matches!(front.content(), Some(Content::Results(_)));
    if !front.is_none_or(is_free) {
        return;
    }
    match &mutation {
        Mutation::Delete(key) | Mutation::Restart(key) => {
            let token = typed_name(state, name, key);
            ask(state, mutation, name, |plan| Confirm::typed(plan, &token));
        }
        Mutation::Batch(several) => {
            let token = batch::token(state, several);
            ask(state, mutation, "", |plan| Confirm::typed(plan, &token));
        }
        Mutation::SetPlugin { .. } => ask(state, mutation, name, Confirm::yes_no),
        Mutation::DeleteTask { key, .. } => {
            let token = labelled(state, DELETE_TOKEN, &[&key.scope]);
            ask(state, mutation, name, |plan| Confirm::typed(plan, &token));
        }
        Mutation::Modify { .. }
        | Mutation::ResetPassword { .. }
        | Mutation::Resize { .. }
        | Mutation::Tags { .. }
        | Mutation::Create { .. } => forms::review(state, mutation),
    }
}

/// Says why something cannot be done.
pub(crate) fn refuse(state: &mut State, name: &str, reason: Refusal) {
    state.overlay = Some(Overlay::Refused {
        name: name.to_owned(),
        reason,
    });
}

fn label(state: &State, key: &InstanceKey) -> String {
    let row = state.fleet.get(key);
    row.map_or_else(|| key.id.to_string(), |row| row.instance.label().to_owned())
}
