//! Trying a sign-in again that the service refused.

use super::writes;
use crate::api::{LOCK_OUT, MOST};
use crate::effect::Effect;
use crate::model::Scope;
use crate::state::State;
use crate::state::profiles::{Profile, SignIn};
use crate::state::write::can::Refusal;

pub(crate) fn is_locked(state: &State) -> bool {
    state.profiles.iter().any(Profile::is_locked)
}

/// `A`: tries every refused sign-in once more, unless that would lock its key.
pub(crate) fn retry(state: &mut State, effects: &mut Vec<Effect>) {
    let locked = state.profiles.iter().filter(|profile| profile.is_locked());
    let locked: Vec<Scope> = locked.map(|profile| profile.scope().clone()).collect();
    let mut would_lock = None;
    for scope in locked {
        let Some(profile) = state.profiles.get_mut(&scope) else {
            continue;
        };
        if profile.sign_in.retrying {
            continue;
        }
        let SignIn {
            refusals, refused, ..
        } = profile.sign_in;
        let since = refused.map(|refused| state.now.since(refused));
        if refusals >= MOST && since.is_some_and(|since| since < LOCK_OUT) {
            would_lock = Some(refusals);
            continue;
        }
        profile.sign_in.retrying = true;
        effects.push(Effect::RetryCredential(scope));
    }
    if let Some(refusals) = would_lock {
        writes::refuse(state, "", Refusal::WouldLock(refusals));
    }
}
