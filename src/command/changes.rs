//! Changes of a broker: from a key to one that is confirmed, and what is said about it afterwards.

use super::entry::{Can, unless, when};
use super::writes::{self, refuse};
use crate::api::management::{ChangeError, ChangeKind};
use crate::effect::Effect;
use crate::state::State;
use crate::state::notice::{About, Level, NoticeKind};
use crate::state::overlay::{Content, Overlay};
use crate::state::view::Pane;
use crate::state::write::broker::{
    BrokerFailure, BrokerNews, BrokerOutcome, BrokerPlan, BrokerReceipt, BrokerResult,
};
use crate::state::write::can::Refusal;
use crate::state::write::confirm::Confirm;
use crate::state::write::pending::WriteId;
use crate::state::write::plan::Armed;
use crate::state::write::question::Question;
use crate::transitions::{Change, Progress};

/// Whether this can be done to what is under the cursor of the broker's view.
pub(super) fn can(state: &State, kind: ChangeKind) -> Can {
    match state.focused() == Pane::Broker {
        true => unless(state.broker_call(kind).map(|_| ())),
        false => when(state, false),
    }
}

/// Whether the queue under the cursor can be purged: by the broker, or in the cloud view by the message
/// service.
pub(super) fn can_purge(state: &State) -> Can {
    match state.cloud_view() {
        Some(_) => unless(state.cloud_purge().map(|_| ())),
        None => can(state, ChangeKind::PurgeQueue),
    }
}

/// Asks whether to purge it, or says why it cannot be done.
pub(super) fn ask_purge(state: &mut State) {
    if state.cloud_view().is_none() {
        return ask(state, ChangeKind::PurgeQueue);
    }
    match state.cloud_purge() {
        Ok(purge) => writes::ask(state, purge.into()),
        Err(reason) => {
            let queue = state.cloud_target();
            let name = queue.map_or(String::new(), |queue| queue.key.name.clone());
            refuse(state, &name, reason);
        }
    }
}

/// Whether connections of a client are under the cursor.
pub(super) fn can_close_client(state: &State) -> Can {
    let scope = state.view.opened.as_ref().map(|of| &of.scope);
    match (state.broker_client(), scope) {
        (Some(_), Some(scope)) => unless(state.can_write(scope)),
        (_, Some(_) | None) => when(state, false),
    }
}

/// Whether a connection can be closed, or those of a client that are shown as one.
pub(super) fn can_close(state: &State) -> Can {
    match state.broker.is_grouped() {
        true => can_close_client(state),
        false => can(state, ChangeKind::CloseConnection),
    }
}

/// Asks whether to close the connection under the cursor, or those that are shown as one, and to tell
/// the client this reason.
pub(super) fn ask_close(state: &mut State, reason: &str) {
    if state.broker.is_grouped() {
        return ask_client(state, reason);
    }
    let plan = state.close_plan(reason);
    open(state, plan);
}

/// Asks whether to do this to what is under the cursor, or says why it cannot be done.
pub(super) fn ask(state: &mut State, kind: ChangeKind) {
    let plan = state.broker_plan(kind);
    open(state, plan);
}

/// Asks whether to close every connection of the client under the cursor, which is told this reason.
pub(super) fn ask_client(state: &mut State, reason: &str) {
    let plan = state.close_client_plan(reason);
    open(state, plan);
}

fn open(state: &mut State, plan: Result<BrokerPlan, Refusal>) {
    let plan = match plan {
        Ok(plan) => plan,
        Err(reason) => {
            let row = state.broker.selected();
            let name = row.map_or(String::new(), |row| row.label.clone());
            return refuse(state, &name, reason);
        }
    };
    let confirm = match plan.question() {
        Question::YesNo => Confirm::yes_no(plan),
        Question::Typed => {
            let labels = state.profiles.labels([&plan.of.scope]);
            let token = match labels.as_slice() {
                [] => plan.token(),
                labels => format!("{}@{}", plan.token(), labels.join(",")),
            };
            Confirm::typed(plan, &token)
        }
    };
    let confirm = confirm.seen_by(state.new_question());
    state.overlay = Some(Overlay::ConfirmChange(Box::new(confirm)));
}

/// Sends what was confirmed, once.
pub(super) fn send(state: &mut State, armed: Armed<BrokerPlan>, effects: &mut Vec<Effect>) {
    let plan = armed.plan().clone();
    // Between opening the dialog and confirming it the world may have moved: the last word on
    // what may be sent is said now.
    if let Err(reason) = state.allows_on_broker(&plan) {
        return refuse(state, plan.subject(), reason);
    }
    let armed = armed.unrecorded(state.journal.trouble.is_some());
    let id = state.pending.number();
    state.broker_writes.send(id, &plan);
    effects.push(Effect::ChangeBroker(id, Box::new(armed)));
    tell(state, id);
}

/// Sends no more of what is under way.
pub(super) fn stop(state: &mut State, effects: &mut Vec<Effect>) {
    effects.extend(state.broker_writes.stop().map(Effect::StopChange));
}

/// Whether something is under way that can be stopped.
pub(super) fn can_stop(state: &State) -> Can {
    let mut under_way = state.broker_writes.under_way();
    let several = under_way.any(|write| write.plan.calls().len() > 1 && !write.is_stopping);
    super::entry::or(several, Refusal::NothingToStop)
}

/// Takes in what is heard of a change that is carried out.
pub(crate) fn heard(state: &mut State, id: WriteId, news: BrokerNews, effects: &mut Vec<Effect>) {
    let is_over = news == BrokerNews::Over;
    let Some(before) = state.broker_writes.get(id).map(|write| write.outcome()) else {
        return;
    };
    let Some(write) = state.broker_writes.hear(id, news) else {
        return;
    };
    let (plan, outcome) = (write.plan.clone(), write.outcome());
    if is_over {
        effects.push(Effect::Reread(plan.of.scope.clone()));
    }
    if outcome == before {
        return;
    }
    tell(state, id);
    match outcome.result {
        BrokerResult::Ended(Ok(BrokerReceipt::Messages(_))) if state.overlay.is_none() => {
            state.overlay = Some(Overlay::reader(Content::Messages(id)));
        }
        BrokerResult::Ended(Err(BrokerFailure::Unrecorded(why))) => {
            state.journal.trouble = Some(why);
            if state.overlay.is_none() {
                open(state, Ok(plan));
            }
        }
        BrokerResult::Ended(_) | BrokerResult::UnderWay | BrokerResult::Several(..) => {}
    }
}

/// Says how it stands, and that it is a change of its instance.
fn tell(state: &mut State, id: WriteId) {
    let Some(write) = state.broker_writes.get(id) else {
        return;
    };
    let (of, outcome) = (write.plan.of.clone(), write.outcome());
    let (progress, level) = standing(&outcome);
    let change = Change::Wrote {
        verb: <&str>::from(outcome.kind).to_owned(),
        object: Some(outcome.subject.clone()),
        result: progress,
    };
    state.fleet.tell(&of, &outcome.name, change, state.now);
    // What was said about the same change before is no longer how it stands.
    state
        .notices
        .drop_old(|said| matches!(said, NoticeKind::BrokerChange(earlier) if earlier.id == id));
    let said = NoticeKind::BrokerChange(Box::new(outcome));
    state.say(level, said, About::Instance(of));
}

/// How far it is, and how loud that is said.
fn standing(outcome: &BrokerOutcome) -> (Progress, Level) {
    match &outcome.result {
        BrokerResult::UnderWay => (Progress::UnderWay, Level::Info),
        BrokerResult::Ended(Ok(_)) => (Progress::Done, Level::Info),
        BrokerResult::Ended(Err(failure)) => failed(failure),
        BrokerResult::Several(tally, _) if tally.open > 0 => (Progress::UnderWay, Level::Info),
        BrokerResult::Several(_, Some(failure)) => failed(failure),
        BrokerResult::Several(_, None) => (Progress::Done, Level::Info),
    }
}

fn failed(failure: &BrokerFailure) -> (Progress, Level) {
    match failure {
        BrokerFailure::Failed(ChangeError::Unknown(_)) | BrokerFailure::Defect => {
            (Progress::Lost, Level::Warning)
        }
        BrokerFailure::Failed(ChangeError::Refused(_)) => (Progress::Failed, Level::Critical),
        BrokerFailure::ReadOnly
        | BrokerFailure::NoWay(_)
        | BrokerFailure::Unread(_)
        | BrokerFailure::Another
        | BrokerFailure::State(_)
        | BrokerFailure::Unrecorded(_)
        | BrokerFailure::Failed(ChangeError::NotSent(_))
        | BrokerFailure::Stopped => (Progress::HeldBack, Level::Warning),
    }
}
