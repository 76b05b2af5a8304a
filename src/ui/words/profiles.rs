//! Several profiles on one screen: what they are called and how they stand.

use super::{frame, time};
use crate::model::Scope;
use crate::state::State;
use crate::state::profiles::Profile;
use crate::ui::truth::Truth;

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

/// How many there are.
#[must_use]
pub fn number(number: usize) -> String {
    super::count(number, "profile")
}

/// How many of them are as they should be.
#[must_use]
pub fn standing(good: usize, of: usize) -> String {
    format!("{good}/{of} regions")
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
pub fn truth(profile: &Profile, truth: Truth) -> String {
    match truth {
        Truth::Locked if profile.sign_in.retrying => frame::RETRYING.to_owned(),
        Truth::Locked => frame::LOCKED.to_owned(),
        Truth::Offline(since) => frame::offline(since),
        Truth::Denied => frame::DENIED.to_owned(),
        Truth::Loading => frame::loading(&profile.feed.coverage),
        Truth::Failed => frame::FAILED.to_owned(),
        Truth::Stale(age) => format!("STALE {}", time::age(age)),
        Truth::Partial => frame::PARTIAL_SHORT.to_owned(),
        Truth::FreshBut => frame::FRESH_BUT.to_owned(),
        Truth::Fresh => frame::FRESH.to_owned(),
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
pub fn none_of(good: usize, of: usize) -> String {
    format!("No instances in {good} of {of} regions; the others could not be read:")
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
