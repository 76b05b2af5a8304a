//! Writes whose answer was lost: what is known of each, and ending the wait for it.

use super::writes;
use crate::state::State;
use crate::state::overlay::{Overlay, Release};
use crate::state::sight::Pace;
use crate::state::write::can::Refusal;

/// `U`: asks whether to release what is locked: by a write on the instance the view is about,
/// where there is one, else by the newest.
pub(crate) fn ask(state: &mut State) {
    let subject = state.subject();
    let of_subject = |release: &&Release| subject.is_some() && release.key.as_ref() == subject;
    let all = all(state);
    match all.iter().find(of_subject).or(all.last()).cloned() {
        Some(release) => {
            let sight = state.new_question();
            state.overlay = Some(Overlay::Release(Box::new(release), sight));
        }
        None => writes::refuse(state, "", Refusal::NothingUnsettled),
    }
}

/// Goes on to the next of them.
pub(crate) fn next(state: &mut State) {
    let all = all(state);
    let Some(Overlay::Release(now, _)) = &state.overlay else {
        return;
    };
    let at = all.iter().position(|one| one == now.as_ref());
    let next = at.map_or(0, |at| (at + 1) % all.len().max(1));
    if let Some(next) = all.get(next) {
        let sight = state.new_question();
        state.overlay = Some(Overlay::Release(Box::new(next.clone()), sight));
    }
}

/// Ends the wait for the one in front, if it was not settled meanwhile.
pub(crate) fn release(state: &mut State) {
    let key = state.stroke();
    if let Some(sight) = state.sight_mut()
        && sight.answer(Pace::OneKey, key).is_err()
    {
        return;
    }
    let Some(Overlay::Release(release, _)) = state.overlay.take() else {
        return;
    };
    if let Some((what, outcome)) = state.pending.release(release.id, release.key.as_ref()) {
        writes::say(state, &what, outcome);
    }
}

fn all(state: &State) -> Vec<Release> {
    let unsettled = state.pending.unsettled();
    unsettled
        .map(|write| Release {
            id: write.id,
            key: write.what.key().cloned(),
        })
        .collect()
}
