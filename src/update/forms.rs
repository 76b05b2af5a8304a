//! Forms: opening them, their keys, and what becomes of what was typed.

use super::writes::{ask, refuse};
use crate::keymap::Key;
use crate::model::Instance;
use crate::state::State;
use crate::state::can::Refusal;
use crate::state::confirm::Confirm;
use crate::state::create;
use crate::state::form::{Form, Open, Step};
use crate::state::overlay::Overlay;
use crate::state::pending::Ended;
use crate::state::plan::{Deed, Plan};

/// `N` and `C`: opens the form for a new instance.
pub(super) fn create(state: &mut State, like: Option<&Instance>) {
    let scope = state.place().clone();
    let api = state.api(&scope);
    if let Err(reason) = state.can_write(&scope) {
        refuse(state, "", reason);
        return;
    }
    let draft = create::Draft::new(scope, api, like);
    let form = Form::new(draft, create::Field::Name);
    open(state, Open::Create(Box::new(form)));
}

/// Shows a form, with what was typed into it before.
fn open(state: &mut State, form: Open) {
    let draft = take_draft(state, |draft| draft.continues(&form));
    state.overlay = Some(Overlay::Form(draft.unwrap_or(form)));
}

/// A key for the form in front.
pub(super) fn key(state: &mut State, key: Key) {
    let Some(Overlay::Form(mut form)) = state.overlay.take() else {
        return;
    };
    let step = form.key(key, &state.offers(form.scope()));
    match step {
        Step::Stay => state.overlay = Some(Overlay::Form(form)),
        Step::Leave => state.drafts.push(form),
        Step::Review(deed) => {
            state.drafts.push(form);
            review(state, *deed);
        }
    }
}

/// Asks whether to do what a form asks for.
fn review(state: &mut State, deed: Deed) {
    let name = match &deed {
        Deed::Create { instance, .. } => instance.name.clone(),
        Deed::Delete(_) | Deed::SetPlugin { .. } | Deed::DeleteTask { .. } => return,
    };
    if state.pending.creates(deed.scope(), &name).is_some() {
        refuse(state, &name, Refusal::Unsettled);
        return;
    }
    ask(state, deed, &name, Confirm::press);
}

/// A confirmation was left. The review of a form leads back to the form.
pub(super) fn back_to(state: &mut State, plan: &Plan) {
    if let Some(form) = take_draft(state, |form| form.asked_for(&plan.deed)) {
        state.overlay = Some(Overlay::Form(form));
    }
}

/// What was typed stays until the service took it; a refusal shows it again.
pub(super) fn settle(state: &mut State, deed: &Deed, result: &Ended) {
    let asked = |form: &Open| form.asked_for(deed);
    match result {
        Ended::Refused(error) | Ended::NotSent(error) => {
            let Some(mut form) = take_draft(state, asked) else {
                return;
            };
            form.refuse(error.clone());
            if state.overlay.is_none() {
                state.overlay = Some(Overlay::Form(form));
            } else {
                state.drafts.push(form);
            }
        }
        Ended::NotTaken => {
            if let Some(mut form) = take_draft(state, asked) {
                form.detach();
                state.drafts.push(form);
            }
        }
        Ended::Accepted | Ended::Done => {
            take_draft(state, asked);
        }
        _ => {}
    }
}

fn take_draft(state: &mut State, wanted: impl Fn(&Open) -> bool) -> Option<Open> {
    let place = state.drafts.iter().rposition(wanted)?;
    Some(state.drafts.remove(place))
}
