//! Forms: opening them, their keys, and what becomes of what was typed.

use super::writes::{ask, of_subject, refuse};
use crate::effect::Effect;
use crate::key::Key;
use crate::model::{Instance, InstanceKey};
use crate::state::State;
use crate::state::form::{Field, Form, Step, create};
use crate::state::notice::{About, Level, NoticeKind};
use crate::state::overlay::Overlay;
use crate::state::row::Row;
use crate::state::write::can::Refusal;
use crate::state::write::mutation::Mutation;
use crate::state::write::pending::{Progress, WriteStatus};
use crate::state::write::plan::Plan;

/// `N` and `C`: opens the form for a new instance.
pub(crate) fn create(state: &mut State, like: Option<&Instance>) {
    let scope = state.place().clone();
    let api = state.api(&scope);
    match state.can_write(&scope) {
        Ok(()) => {
            let taken = |name: &str| {
                let mut rows = state.fleet.all().iter();
                let is_there = |row: &Row| row.key.scope == scope && row.instance.label() == name;
                rows.any(is_there)
            };
            let form = create::form(scope.clone(), api, like, &taken);
            open(state, form);
        }
        Err(reason) => refuse(state, "", reason),
    }
}

/// `C`: opens the form for an instance like the one the view is about.
pub(crate) fn create_like(state: &mut State) {
    let like = state.subject_row().map(|row| state.completed(row));
    create(state, like.as_ref());
}

/// `e`, `P`, `R`, `T`: opens a form about the instance that the view is about, or says why not.
pub(crate) fn about(
    state: &mut State,
    can: impl Fn(&State, &Row) -> Result<(), Refusal>,
    form: impl Fn(InstanceKey, &Instance) -> Result<Form, Refusal>,
) {
    let form = of_subject(state, |state, row| {
        can(state, row)?;
        form(row.key.clone(), &state.completed(row))
    });
    if let Some(form) = form {
        // What the service offers for it is kept with its details.
        if let Some(key) = form.about() {
            state.details.look_at(key);
        }
        open(state, form);
    }
}

/// Shows a form, with what was typed into it before.
fn open(state: &mut State, form: Form) {
    let draft = take_draft(state, |draft| draft.continues(&form));
    let is_kept = draft.is_some();
    let mut form = draft.unwrap_or(form);
    let scope = form.scope().clone();
    let offers = state.offers(&scope);
    form.refresh_from(&offers);
    if is_kept {
        form.reopen(&offers);
    }
    state.overlay = Some(Overlay::Form(Box::new(form)));
}

/// Lets the form in front know what is known now of the instance it is about.
pub(crate) fn refresh(state: &mut State) {
    let Some(Overlay::Form(mut form)) =
        state.overlay.take_if(|one| matches!(one, Overlay::Form(_)))
    else {
        return;
    };
    let scope = form.scope().clone();
    form.refresh_from(&state.offers(&scope));
    state.overlay = Some(Overlay::Form(form));
}

/// A key for the form in front. A password that is typed is known as one before it is asked for.
pub(crate) fn key(state: &mut State, key: Key, effects: &mut Vec<Effect>) {
    let Some(Overlay::Form(mut form)) = state.overlay.take() else {
        return;
    };
    let before = form.secrets();
    let scope = form.scope().clone();
    let step = form.key(key, &state.offers(&scope));
    let mut typed = form.secrets();
    typed.retain(|secret| !before.contains(secret));
    if !typed.is_empty() {
        effects.push(Effect::Hide(typed));
    }
    match step {
        Step::Stay => state.overlay = Some(Overlay::Form(form)),
        Step::Leave if form.is_secret() || !form.is_worth_keeping() => {}
        Step::Leave => {
            say_kept(state, &form);
            keep(state, *form);
        }
        Step::Review(mutation) => {
            keep(state, *form);
            ask(state, *mutation);
        }
    }
}

/// A confirmed plan is on its way: what was typed and is a secret is forgotten.
pub(crate) fn sent(state: &mut State, plan: &Plan) {
    let asked = |form: &Form| plan.mutation().is_some_and(|one| form.asked_for(one));
    state
        .drafts
        .retain(|form| !(form.is_secret() && asked(form)));
}

/// A confirmation was left. The review of a form leads back to the form.
pub(crate) fn back_to(state: &mut State, plan: &Plan) {
    let asked = |form: &Form| plan.mutation().is_some_and(|one| form.asked_for(one));
    if let Some(mut form) = take_draft(state, asked) {
        form.show_again();
        state.overlay = Some(Overlay::Form(Box::new(form)));
    }
}

/// What was typed stays until the service took it; a refusal shows it again.
pub(crate) fn settle(state: &mut State, mutation: &Mutation, result: &WriteStatus) {
    let asked = |form: &Form| form.asked_for(mutation);
    match (result.progress(), result) {
        (Progress::Failed, WriteStatus::Partly(_, None)) | (Progress::Unseen, _) => {
            if let Some(mut form) = take_draft(state, asked) {
                form.detach();
                keep(state, form);
            }
        }
        (Progress::Failed, result) => {
            let Some(error) = result.error().cloned() else {
                return;
            };
            let Some(mut form) = take_draft(state, asked) else {
                return;
            };
            form.refuse(error);
            form.detach();
            form.show_again();
            match state.overlay {
                None => state.overlay = Some(Overlay::Form(Box::new(form))),
                Some(_) => keep(state, form),
            }
        }
        (Progress::UnderWay, WriteStatus::Sent) | (Progress::HeldBack | Progress::Lost, _) => {}
        (Progress::UnderWay | Progress::Done, _) => {
            take_draft(state, asked);
        }
    }
}

/// Says that a form which was left is kept.
fn say_kept(state: &mut State, form: &Form) {
    let row = form.about().and_then(|key| state.fleet.get(key));
    let name = match row {
        Some(row) => row.instance.label(),
        None => form.values().text(Field::Name),
    };
    let (kind, name) = (form.model().asks_for(), name.to_owned());
    let about = About::Profile(form.scope().clone());
    let kept = NoticeKind::Kept { kind, name };
    state.notices.push(Level::Info, kept, about, state.now);
}

/// How many forms are kept that were left: nobody comes back to older ones.
const KEPT: usize = 64;

fn keep(state: &mut State, mut form: Form) {
    form.leave(state.now);
    state.drafts.push(form);
    let spare = state.drafts.len().saturating_sub(KEPT);
    state.drafts.drain(..spare);
}

fn take_draft(state: &mut State, wanted: impl Fn(&Form) -> bool) -> Option<Form> {
    let place = state.drafts.iter().rposition(wanted)?;
    Some(state.drafts.remove(place))
}
