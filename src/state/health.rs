//! How far the screen can be believed, in one word of data: the top line and an empty list both
//! speak from it, so that they never contradict each other.

use super::State;
use super::now::Now;
use super::overlay::Overlay;
use super::profiles::Profile;
use super::remote::Freshness;
use crate::api::Barrier;
use std::time::Duration;

/// How the list stands, the loudest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Health {
    /// The sign-in was refused; nothing is sent until the user asks.
    Locked,
    /// The service has not been reached for this long.
    Offline(Duration),
    /// The credential may not list.
    Denied,
    /// The first answer is awaited.
    Loading,
    /// Something else failed, and nothing is known.
    Failed,
    /// What is known is this old.
    Stale(Duration),
    /// Parts of the list are missing.
    Partial,
    /// What is known is new enough, but the newest attempt failed.
    FreshBut,
    /// The profiles stand differently; each has to be named.
    Mixed,
    /// All is well.
    Fresh,
}

impl Health {
    /// How the screen stands now: as every profile does, or mixed.
    pub fn of(state: &State) -> Self {
        let now = state.now;
        if let Some(profile) = about(state) {
            return Self::of_profile(profile, now);
        }
        let all = state.profiles.iter();
        let all = all.map(|profile| Self::of_profile(profile, now));
        all.reduce(Self::both).unwrap_or(Self::Mixed)
    }

    /// What can be said of two that stand like this. How incomplete a list is belongs to that
    /// list alone.
    fn both(self, other: Self) -> Self {
        match (self, other) {
            (Self::Offline(one), Self::Offline(other)) => Self::Offline(one.max(other)),
            (Self::Stale(one), Self::Stale(other)) => Self::Stale(one.max(other)),
            (Self::Locked, Self::Locked)
            | (Self::Denied, Self::Denied)
            | (Self::Loading, Self::Loading)
            | (Self::Fresh, Self::Fresh) => self,
            _ => Self::Mixed,
        }
    }

    /// How the list of one profile stands.
    pub fn of_profile(profile: &Profile, now: Now) -> Self {
        let feed = &profile.feed;
        let listing = &feed.listing;
        if let Some(failure) = &listing.failure {
            match failure.error.kind.barrier() {
                Barrier::SignIn => return Self::Locked,
                Barrier::Reach => return Self::Offline(now.since(failure.since)),
                Barrier::Right => return Self::Denied,
                Barrier::Nothing => {}
            }
        }
        match feed.freshness(now) {
            Freshness::Loading => Self::Loading,
            Freshness::Failed => Self::Failed,
            Freshness::Stale(age) => Self::Stale(age),
            Freshness::Fresh if !feed.coverage.missing.is_empty() => Self::Partial,
            Freshness::Fresh if listing.failure.is_some() => Self::FreshBut,
            Freshness::Fresh => Self::Fresh,
        }
    }
}

/// How many instances there are, as far as that is known: none is something else than no answer.
pub fn number(state: &State) -> Option<usize> {
    let answered = state.profiles.iter().all(|profile| {
        let coverage = &profile.feed.coverage;
        coverage.total.is_some() && coverage.missing.is_empty()
    });
    (answered || !state.fleet.is_empty()).then(|| state.fleet.len())
}

/// How many profiles have nothing wrong with them.
pub fn good(state: &State) -> usize {
    let fresh = |profile: &&Profile| Health::of_profile(profile, state.now) == Health::Fresh;
    state.profiles.iter().filter(fresh).count()
}

/// The profile that everything in front belongs to, if it all belongs to one: a form, a dialog
/// and an opened instance do.
pub fn about(state: &State) -> Option<&Profile> {
    let scope = match (state.front(), &state.view.opened) {
        (Some(Overlay::Form(form)), _) => Some(form.scope()),
        (Some(Overlay::Confirm(confirm)), _) => match confirm.plan().scopes()[..] {
            [scope] => Some(scope),
            _ => None,
        },
        (Some(Overlay::ConfirmChange(confirm)), _) => Some(&confirm.plan().of.scope),
        (_, Some(key)) => Some(&key.scope),
        (_, None) => None,
    };
    match scope {
        Some(scope) => state.profiles.get(scope),
        None => state.profiles.only(),
    }
}
