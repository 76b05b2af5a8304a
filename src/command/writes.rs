//! From a key to a confirmed write, and what is said about it afterwards.

use super::{batch, forms, journal};
use crate::api::v2::Switch;
use crate::effect::Effect;
use crate::model::{Feature, InstanceKey, Scope, TaskStatus};
use crate::state::State;
use crate::state::notice::{About, Level, NoticeKind};
use crate::state::overlay::{Content, Overlay};
use crate::state::row::Row;
use crate::state::write::bulk::BulkAction;
use crate::state::write::can::Refusal;
use crate::state::write::confirm::Confirm;
use crate::state::write::mutation::{Mutation, PluginSwitch, RecordDeletion, Target};
use crate::state::write::pending::{Outcome, Payment, Progress, WriteId, WriteStatus};
use crate::state::write::plan::{Armed, Plan};
use crate::state::write::question::Question;
use crate::transitions::Change;

/// `D` and `X`: asks for the name of the instance, or says why it cannot be done. With marks it is
/// about the marked.
pub(crate) fn ask_act(state: &mut State, act: BulkAction) {
    match state.acts_on_marks() {
        true => batch::ask_about_marked(state, act),
        false => ask_about(state, |_, row| {
            Ok(act.to_one(row.key.clone(), row.instance.label()))
        }),
    }
}

/// `t`: asks whether to switch the plug-in under the cursor.
pub(crate) fn ask_plugin(state: &mut State) {
    ask_about(state, plugin_switch);
}

/// `D` on a task: asks for the word before its record is deleted.
pub(crate) fn ask_delete_task(state: &mut State) {
    ask_about(state, |state, row| record_deletion(state, &row.key));
}

/// Asks whether to do this to the instance that the view is about, or says why it cannot be done.
fn ask_about(state: &mut State, what: impl Fn(&State, &Row) -> Result<Mutation, Refusal>) {
    if let Some(mutation) = of_subject(state, what) {
        ask(state, mutation);
    }
}

/// What can be had of the instance that the view is about; says why it cannot.
pub(super) fn of_subject<T>(
    state: &mut State,
    what: impl Fn(&State, &Row) -> Result<T, Refusal>,
) -> Option<T> {
    let row = state.subject_row();
    let label = row.map_or("", |row| row.instance.label()).to_owned();
    let had = row.ok_or(Refusal::NothingSelected);
    let had = had.and_then(|row| what(state, row));
    had.map_err(|reason| refuse(state, &label, reason)).ok()
}

/// The text that arms what is done to one instance: its name, with the label of its profile where
/// that has one; its id where the name cannot be typed.
fn typed_name(state: &State, name: &str, key: &InstanceKey) -> String {
    let can_type = !name.is_empty() && name.chars().all(|letter| letter.is_ascii_graphic());
    let name = if can_type { name } else { key.id.as_str() };
    labelled(state, name, &[&key.scope])
}

/// What has to be typed where this happens: with `@` and every label there is, as in
/// `delete 3@PROD,STAGE`.
fn labelled(state: &State, what: &str, scopes: &[&Scope]) -> String {
    let labels = state.profiles.labels(scopes.iter().copied());
    match labels.as_slice() {
        [] => what.to_owned(),
        labels => format!("{what}@{}", labels.join(",")),
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
    let (key, plugin) = (row.key.clone(), plugin.name.clone());
    Ok(PluginSwitch { key, plugin, to }.into())
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
        Some(
            TaskStatus::Success
            | TaskStatus::Failed
            | TaskStatus::Deleted
            | TaskStatus::Cancelled
            | TaskStatus::Other(_),
        )
        | None => {
            let (key, task) = (key.clone(), task.id.clone());
            Ok(RecordDeletion { key, task }.into())
        }
    }
}

/// Sends what was confirmed, once.
pub(crate) fn send(state: &mut State, armed: Armed, effects: &mut Vec<Effect>) {
    let plan = armed.plan().clone();
    forms::sent(state, &plan);
    // Between opening the dialog and confirming it the world may have moved: the last word on
    // what may be sent is said now.
    if let Err(reason) = state.allows(&plan) {
        refuse(state, plan.name(), reason);
        return;
    }
    let armed = armed.unrecorded(state.journal.trouble.is_some());
    let mut write = WriteId::default();
    for armed in armed.by_scope() {
        write = state.pending.send(armed.plan(), state.now);
        effects.push(Effect::Write(write, armed));
    }
    if let Some(act) = plan.bulk {
        let id = state.batches.send(act, plan.targets());
        batch::tell(state, id, &WriteStatus::Sent);
        batch::show_results(state);
        return;
    }
    let what = plan.first();
    let sent = Outcome {
        write,
        action: what.mutation.action(),
        name: what.name.clone(),
        result: WriteStatus::Sent,
        request_id: None,
    };
    say(state, what, sent);
}

/// Remembers which kind of write a permission is missing for, until one of its kind is taken.
fn remember_denial(state: &mut State, what: &Target, result: &WriteStatus) {
    let kind = (what.scope().clone(), what.mutation.operation());
    match (result.progress(), result) {
        (Progress::Failed, WriteStatus::Refused(error)) if error.lacks_permission() => {
            state.denied.insert(kind);
        }
        (Progress::UnderWay, WriteStatus::Sent)
        | (Progress::Failed | Progress::HeldBack | Progress::Lost | Progress::Unseen, _) => {}
        (Progress::UnderWay | Progress::Done, _) => {
            state.denied.remove(&kind);
        }
    }
}

/// Says how a write stands.
pub(crate) fn say(state: &mut State, what: &Target, outcome: Outcome) {
    remember_denial(state, what, &outcome.result);
    journal::learn(state, what, &outcome);
    tell(state, what, &outcome);
    if batch::observe(state, what, &outcome) {
        return;
    }
    let level = match outcome.result.progress() {
        // Without the user it does not go on.
        Progress::UnderWay if outcome.result == WriteStatus::Ordered(Payment::ByHand) => {
            Level::Warning
        }
        Progress::UnderWay | Progress::Done => Level::Info,
        Progress::HeldBack | Progress::Lost | Progress::Unseen => Level::Warning,
        Progress::Failed => Level::Critical,
    };
    forms::settle(state, &what.mutation, &outcome.result);
    let about = match what.key() {
        Some(key) => About::Instance(key.clone()),
        None => About::Profile(what.scope().clone()),
    };
    // What was said about the same write before is no longer how it stands.
    state.notices.replace(|notice| match &notice.said {
        NoticeKind::Write(earlier) => {
            let same = earlier.action == outcome.action && earlier.name == outcome.name;
            same && notice.about.scope() == about.scope()
        }
        _ => false,
    });
    state.say(level, NoticeKind::Write(outcome), about);
}

/// A write is a change of its instance.
fn tell(state: &mut State, what: &Target, outcome: &Outcome) {
    let Some(key) = what.key() else {
        return;
    };
    let change = Change::Wrote {
        verb: outcome.verb().to_owned(),
        object: outcome.object(),
        result: outcome.result.progress(),
    };
    state.fleet.tell(key, &outcome.name, change, state.now);
}

/// Asks whether to do this, or says why it cannot be done.
pub(crate) fn ask(state: &mut State, mutation: Mutation) {
    let row = mutation.key().and_then(|key| state.fleet.get(key));
    let name = match (mutation.new_name(), row, mutation.key()) {
        (Some(name), _, _) => name.to_owned(),
        (None, Some(row), _) => row.instance.label().to_owned(),
        (None, None, key) => key.map(|key| key.id.to_string()).unwrap_or_default(),
    };
    if let Err(reason) = mutation.allowed(state) {
        refuse(state, &name, reason);
        return;
    }
    let seen = row.and_then(|row| row.instance.status.clone());
    let scope = mutation.scope().clone();
    let Some(plan) = Plan::new(mutation, &name, |scope| state.home_of(scope)) else {
        let reason = no_plan(state, &scope);
        refuse(state, &name, reason);
        return;
    };
    let confirm = question(state, plan.seen(seen));
    open(state, confirm);
}

/// The question before a plan, as its kind of write asks it.
pub(crate) fn question(state: &State, plan: Plan) -> Confirm {
    match plan.first().mutation.question() {
        Question::YesNo => Confirm::yes_no(plan),
        Question::Typed => {
            let token = token(state, &plan);
            Confirm::typed(plan, &token)
        }
    }
}

/// The text that arms a plan: the name of its instance, else what is done and to how many, else its
/// word. The label of every labelled profile it happens in is a part of it.
fn token(state: &State, plan: &Plan) -> String {
    let first = plan.first();
    match (plan.targets(), plan.bulk) {
        ([one], _) if let Some(key) = one.key() => match one.mutation.word() {
            Some(word) => labelled(state, word, &[&key.scope]),
            None => typed_name(state, &one.name, key),
        },
        (several, Some(act)) => {
            let what = format!("{} {}", act.word(), several.len());
            labelled(state, &what, &plan.scopes())
        }
        (_, None) => {
            let word = first.mutation.word().unwrap_or(&first.name);
            labelled(state, word, &plan.scopes())
        }
    }
}

/// Why there is no plan of what would happen there.
pub(crate) fn no_plan(state: &State, scope: &Scope) -> Refusal {
    match state.home_of(scope) {
        None => Refusal::NotConnected,
        Some(_) => Refusal::ApiVersion,
    }
}

/// Opens the question before a write.
pub(crate) fn open(state: &mut State, confirm: Confirm) {
    let behind = state.overlay.take().and_then(Overlay::into_table);
    let confirm = confirm.seen_by(state.new_question()).over(behind);
    state.overlay = Some(Overlay::Confirm(Box::new(confirm)));
}

/// Asks once more what was confirmed and could not be written down, for this reason: now the
/// dialog says so. What is in front is not pushed away; the notice says it as well.
pub(crate) fn ask_again(state: &mut State, why: String, mut targets: Vec<Target>) {
    state.journal.trouble = Some(why);
    let front = state.overlay.as_ref();
    let is_free = |front: &Overlay| matches!(front.content(), Some(Content::Results(_)));
    if !front.is_none_or(is_free) {
        return;
    }
    let act = targets
        .first()
        .and_then(|one| one.mutation.kind().facts().bulk);
    match (targets.len(), act) {
        (1, _) => ask(state, targets.remove(0).mutation),
        (_, Some(act)) => batch::ask_about(state, act, targets, Vec::new()),
        (_, None) => {}
    }
}

/// Says why something cannot be done.
pub(crate) fn refuse(state: &mut State, name: &str, reason: Refusal) {
    state.overlay = Some(Overlay::Refused {
        name: name.to_owned(),
        reason,
    });
}
