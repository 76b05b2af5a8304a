//! The same thing done to several instances: what becomes of each of them.

use super::{Changes, Executor, receipt_of};
use crate::api::{WriteError, WriteReply};
use crate::model::InstanceId;
use crate::state::write::mutation::Target;
use crate::state::write::pending::{Conflict, Receipt, WriteFailure};
use crate::state::write::plan::Call;

/// What became of each instance.
type Answers = Vec<(InstanceId, Result<Receipt, WriteFailure>)>;

impl Executor<'_> {
    pub(super) async fn several(&self) -> Result<Receipt, WriteFailure> {
        let mut planned = self.plan_later().await?.into_iter();
        let mut answers = Answers::new();
        let mut calls = self.plan.calls().iter().enumerate();
        for (number, call) in calls.by_ref() {
            let entry = planned.next().flatten();
            let (sent, changes) = self.send(number, call, entry).await;
            let unsent = match sent {
                Ok(reply) => {
                    answers.extend(receipts(call, &reply));
                    continue;
                }
                Err(unsent) => unsent,
            };
            let rest = planned.flatten();
            if number == 0 && changes.is_empty() && is_whole(&unsent) {
                self.writer.never_sent(rest, &unsent).await;
                return Err(unsent);
            }
            let why = WriteFailure::Conflict(another(&changes));
            self.writer.never_sent(rest, &why).await;
            let own = |target: &Target| match changes.is_empty() {
                true => unsent.clone(),
                false => WriteFailure::Conflict(own_or_another(&changes, target)),
            };
            answers.extend(each(call, |target| Err(own(target))));
            let later = |target: &Target| WriteFailure::Conflict(own_or_another(&changes, target));
            answers.extend(calls.flat_map(|(_, call)| each(call, |target| Err(later(target)))));
            break;
        }
        Ok(Receipt::Each(answers))
    }
}

/// Whether it is about the batch as a whole: nothing of it was sent.
fn is_whole(unsent: &WriteFailure) -> bool {
    match unsent {
        WriteFailure::Failed(WriteError::NotSent(_)) | WriteFailure::Unrecorded(_) => true,
        WriteFailure::Failed(WriteError::Refused(_) | WriteError::Unknown(_))
        | WriteFailure::Second(_)
        | WriteFailure::Conflict(_)
        | WriteFailure::Declined => false,
    }
}

fn receipts(call: &Call, reply: &WriteReply) -> Answers {
    each(call, |target| receipt_of(call, target, reply))
}

fn each(call: &Call, answer: impl Fn(&Target) -> Result<Receipt, WriteFailure>) -> Answers {
    let keyed = call.targets.iter().filter_map(|target| {
        let id = target.key()?.id.clone();
        Some((id, answer(target)))
    });
    keyed.collect()
}

/// Why a target is not named any more: its own change, or that of another.
fn own_or_another(changes: &Changes, target: &Target) -> Conflict {
    let own = changes
        .iter()
        .find(|(changed, _)| changed.key() == target.key());
    own.map_or_else(|| another(changes), |(_, own)| own.clone())
}

/// The first that has changed, by its name; that an earlier call failed, where none has.
fn another(changes: &Changes) -> Conflict {
    match changes.first() {
        Some((other, _)) => Conflict::Another(other.name.clone()),
        None => Conflict::Stopped,
    }
}
