//! Marks, and what is done to the marked.

use super::entry::{Can, when};
use super::writes;
use crate::findings::Presence;
use crate::model::Scope;
use crate::state::State;
use crate::state::notice::{About, Level, NoticeKind};
use crate::state::overlay::{Content, Overlay};
use crate::state::write::batches::{BatchId, Tally};
use crate::state::write::bulk::BulkAction;
use crate::state::write::can::Refusal;
use crate::state::write::confirm::LeftOut;
use crate::state::write::mutation::Target;
use crate::state::write::pending::{Outcome, WriteStatus};
use crate::state::write::plan::Plan;

/// What the filter of those that failed to be created looks for.
const FAILED_CREATIONS: &str = "status=CREATEFAILED";
/// The filter that shows the marked and nothing else.
const MARKED: &str = "marked";

/// Whether there is a row to mark, or a range to end.
pub(crate) fn can_mark(state: &State) -> Can {
    let row = state.fleet.selected();
    let there = row.is_some_and(|row| row.presence != Presence::Gone);
    when(state, state.fleet.is_ranging() || there)
}

/// `space`: marks the row under the cursor, or takes its mark away, and goes on to the next, so
/// many times.
pub(crate) fn mark(state: &mut State, count: usize) {
    if state.fleet.is_ranging() {
        state.fleet.end_range();
        return;
    }
    for _ in 0..count.min(state.fleet.shown()) {
        state.fleet.toggle_mark();
        state.fleet.move_by(1, state.now);
    }
}

/// `V`: begins a range, or marks what is in it.
pub(crate) fn range(state: &mut State) {
    if state.fleet.is_ranging() {
        state.fleet.end_range();
    } else {
        state.fleet.begin_range();
    }
}

/// Filters the list by those that failed to be created, and marks them all: a filter and marks,
/// nothing the user cannot see.
pub(crate) fn mark_failed_creations(state: &mut State) {
    state.fleet.set_filter(FAILED_CREATIONS, state.now);
    state.fleet.mark_shown();
}

/// Leaves the dialog for a list of the marked and nothing else.
pub(crate) fn show_marked(state: &mut State) {
    state.overlay = None;
    state.fleet.set_filter(MARKED, state.now);
}

/// `D` and `X` with marks: asks about every marked instance of the list.
pub(crate) fn ask_about_marked(state: &mut State, act: BulkAction) {
    state.fleet.end_range();
    let marked = state.fleet.marked_rows().into_iter();
    let targets = marked.map(|row| {
        let (label, seen) = (row.instance.label(), row.instance.status.clone());
        act.target(row.key.clone(), label, seen)
    });
    let judged = judge(state, targets);
    ask(state, act, judged);
}

/// Which of these can be a part of a batch now, and which cannot.
pub(super) fn judge(
    state: &State,
    all: impl IntoIterator<Item = Target>,
) -> (Vec<Target>, Vec<LeftOut>) {
    let (mut targets, mut left_out) = (Vec::new(), Vec::new());
    for target in all {
        match target.mutation.allowed(state) {
            Ok(()) => targets.push(target),
            Err(why) => left_out.push(LeftOut { target, why }),
        }
    }
    (targets, left_out)
}

/// Asks about those that can be a part of it, and says which cannot.
pub(super) fn ask(
    state: &mut State,
    act: BulkAction,
    (targets, left_out): (Vec<Target>, Vec<LeftOut>),
) {
    match targets.is_empty() {
        true => writes::refuse(state, "", none_of(&left_out)),
        false => ask_about(state, act, targets, left_out),
    }
}

/// Asks whether to do this to all of these.
pub(super) fn ask_about(
    state: &mut State,
    act: BulkAction,
    targets: Vec<Target>,
    left_out: Vec<LeftOut>,
) {
    let mut scopes: Vec<&Scope> = targets.iter().map(Target::scope).collect();
    scopes.dedup();
    let homeless = scopes.iter().find(|scope| state.home_of(scope).is_none());
    let homeless = homeless.or(scopes.first()).map(|scope| (*scope).clone());
    match (
        Plan::bulk(act, targets, |scope| state.home_of(scope)),
        homeless,
    ) {
        (Some(plan), _) => {
            let confirm = writes::question(state, plan);
            writes::open(state, confirm.leaving_out(left_out));
        }
        (None, Some(scope)) => {
            let reason = writes::no_plan(state, &scope);
            writes::refuse(state, "", reason);
        }
        (None, None) => {}
    }
}

/// Why none of the marked instances can be a part of it: the reason, when they share one.
fn none_of(left_out: &[LeftOut]) -> Refusal {
    let Some(first) = left_out.first() else {
        return Refusal::NothingSelected;
    };
    if left_out.iter().all(|one| one.why == first.why) {
        return first.why.clone();
    }
    Refusal::NoneOfThem {
        number: left_out.len(),
        name: first.target.name.clone(),
        why: Box::new(first.why.clone()),
    }
}

/// Notes how one instance of a batch stands. Says whether it was one of a batch.
pub(crate) fn observe(state: &mut State, what: &Target, outcome: &Outcome) -> bool {
    let (Some(act), Some(key)) = (what.mutation.kind().facts().bulk, what.key()) else {
        return false;
    };
    let Some(batch) = state.batches.observe(key, act, &outcome.result) else {
        return false;
    };
    if matches!(outcome.result, WriteStatus::Accepted | WriteStatus::Done) {
        state.fleet.unmark(key);
    }
    tell(state, batch, &outcome.result);
    true
}

/// Says how a batch stands: when it was sent, when all of it was answered, when it ended, and
/// when something goes wrong; not at every step between.
pub(crate) fn tell(state: &mut State, id: BatchId, news: &WriteStatus) {
    let Some(batch) = state.batches.get(id) else {
        return;
    };
    let waiting = batch
        .items
        .iter()
        .any(|item| item.result == WriteStatus::Sent);
    let tally = batch.tally();
    let progress = *news == WriteStatus::Done && tally.under_way > 0;
    if (waiting && *news != WriteStatus::Sent) || progress {
        return;
    }
    let level = match tally {
        Tally { failed: 1.., .. } => Level::Critical,
        Tally { unknown: 1.., .. } => Level::Warning,
        _ => Level::Info,
    };
    let act = batch.act;
    state
        .notices
        .drop_old(|said| matches!(said, NoticeKind::Batch { id: earlier, .. } if *earlier == id));
    let said = NoticeKind::Batch { id, act, tally };
    state.say(level, said, About::Session);
}

/// Shows how the newest batch stands.
pub(crate) fn show_results(state: &mut State) {
    if let Some(batch) = state.batches.newest() {
        let batch = batch.id;
        state.overlay = Some(Overlay::reader(Content::Results(batch)));
    }
}
