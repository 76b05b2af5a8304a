//! Several profiles on one screen: what they are called and how they stand.

use super::catalogue::{Words, fill, texts};
use super::{frame, notice};
use crate::model::{ApiVersion, Scope};
use crate::state::State;
use crate::state::choice::Kept;
use crate::state::context::Context;
use crate::state::notice::Notice;
use crate::state::profiles::{self, Profile, ToldBy};
use crate::ui::truth::Truth;

texts! {
    /// Several profiles on one screen.
    pub struct Profiles {
        /// How many of them are as they should be.
        standing,
        none_of,
        /// What they are counted as where each has a region of its own ...
        regions,
        /// ... and where some share one.
        profiles,
        /// Title of the choice.
        title,
        /// It is not known yet where it is.
        opening,
        /// Why a profile stays: a write in it is not settled.
        unsettled,
        /// ... or it is the last one.
        last,
        from,
    }
}

/// A region where there is little room: `cn-n4`, `ap-se3`. Only the point of the compass is
/// shortened, so that it is still the service's own name.
#[must_use]
pub fn short_region(region: &str) -> String {
    let parts = region.split('-').map(|part| match part {
        "north" => "n",
        "south" => "s",
        "east" => "e",
        "west" => "w",
        "northeast" => "ne",
        "northwest" => "nw",
        "southeast" => "se",
        "southwest" => "sw",
        other => other,
    });
    let parts: Vec<&str> = parts.collect();
    match parts.as_slice() {
        [head @ .., point, number] if point.len() <= 2 && !head.is_empty() => {
            format!("{}-{point}{number}", head.join("-"))
        }
        parts => parts.join("-"),
    }
}

/// Their names where each has room.
#[must_use]
pub fn names(scopes: &[&Scope]) -> String {
    let names: Vec<&str> = scopes.iter().map(|scope| &*scope.profile).collect();
    names.join("+")
}

/// What these are labelled, without saying anything twice; empty when none of them is.
#[must_use]
pub fn labels<'a>(state: &State, scopes: impl IntoIterator<Item = &'a Scope>) -> String {
    state.profiles.labels(scopes).join("+")
}

/// What happened, with the profile it happened in where there are several.
#[must_use]
pub fn told(w: &Words, state: &State, notice: &Notice) -> String {
    let told = notice::told(w, notice);
    match (state.profiles.only(), notice.about.scope()) {
        (None, Some(scope)) => format!("{}{}{told}", scope.profile, w.colon),
        (Some(_), _) | (None, None) => told,
    }
}

/// Whether a profile would be shown.
#[must_use]
pub fn tick(shown: bool) -> &'static str {
    if shown { "[x]" } else { "[ ]" }
}

/// Why a profile stays as it is.
#[must_use]
pub fn kept(w: &Words, kept: Kept) -> &str {
    match kept {
        Kept::Unsettled => &w.profiles.unsettled,
        Kept::Last => &w.profiles.last,
    }
}

/// Whose key it uses, and where.
#[must_use]
pub fn from(w: &Words, context: &Context) -> String {
    let Context {
        source,
        endpoint,
        api,
        ..
    } = context;
    let api = match api {
        ApiVersion::V1 => "v1",
        ApiVersion::V2 => "v2",
    };
    match endpoint.as_str() {
        "" => source.clone(),
        _ => fill(
            &w.profiles.from,
            &[("source", source), ("endpoint", endpoint), ("api", &api)],
        ),
    }
}

/// How many there are.
#[must_use]
pub fn number(w: &Words, number: usize) -> String {
    w.nouns.profile.of(number)
}

/// How many of them are as they should be.
#[must_use]
pub fn standing(w: &Words, profiles: &profiles::Profiles, good: usize) -> String {
    counted(w, &w.profiles.standing, profiles, good)
}

/// So many of all: regions, unless some profiles share one.
fn counted(w: &Words, template: &str, all: &profiles::Profiles, good: usize) -> String {
    let places = match all.told_by() {
        ToldBy::Profile => &w.profiles.profiles,
        ToldBy::Region | ToldBy::Nothing => &w.profiles.regions,
    };
    let of = all.count();
    fill(
        template,
        &[("good", &good), ("of", &of), ("places", places)],
    )
}

/// The regions that are shown.
#[must_use]
pub fn regions(state: &State) -> String {
    let mut regions: Vec<&str> = Vec::new();
    for profile in state.profiles.iter() {
        let region = &*profile.scope().region;
        if !regions.contains(&region) {
            regions.push(region);
        }
    }
    regions.join(", ")
}

/// A profile in a word: its region, unless another one has the same.
#[must_use]
pub fn short_name(state: &State, scope: &Scope) -> String {
    let same = |profile: &&Profile| profile.scope().region == scope.region;
    match state.profiles.iter().filter(same).count() {
        0 | 1 => short_region(&scope.region),
        _ => scope.profile.to_string(),
    }
}

/// A profile with its region.
#[must_use]
pub fn full_name(scope: &Scope) -> String {
    format!("{} / {}", scope.profile, scope.region)
}

/// How one of them stands, in a word or two.
#[must_use]
pub fn truth(w: &Words, profile: &Profile, truth: Truth) -> String {
    match truth {
        Truth::Locked if profile.sign_in.retrying => w.frame.retrying.clone(),
        Truth::Locked => w.frame.locked.clone(),
        Truth::Offline(since) => frame::offline(w, since),
        Truth::Denied => w.frame.denied.clone(),
        Truth::Loading => frame::loading(w, &profile.feed.coverage),
        Truth::Failed => w.frame.failed.clone(),
        Truth::Stale(age) => frame::stale(w, age),
        Truth::Partial => w.frame.partial_short.clone(),
        Truth::FreshBut => w.frame.fresh_but.clone(),
        Truth::Fresh => w.frame.fresh.clone(),
        // One profile stands in one way.
        Truth::Mixed => String::new(),
    }
}

/// A profile and how it stands.
#[must_use]
pub fn one(name: &str, truth: &str) -> String {
    format!("{name} {truth}")
}

/// There is nothing to show, and not every list is there.
#[must_use]
pub fn none_of(w: &Words, profiles: &profiles::Profiles, good: usize) -> String {
    counted(w, &w.profiles.none_of, profiles, good)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_shortened_at_its_point_of_the_compass() {
        let short = [
            "cn-north-4",
            "eu-west-101",
            "ap-southeast-3",
            "na-mexico-1",
            "ae-ad-1",
            "local",
            "",
        ];
        assert_eq!(
            short.map(short_region),
            [
                "cn-n4",
                "eu-w101",
                "ap-se3",
                "na-mexico-1",
                "ae-ad1",
                "local",
                ""
            ]
        );
    }
}
