//! Several profiles on one screen: what they are called and how they stand.

use super::{Words, frame, notice};
use crate::model::{ApiVersion, Scope};
use crate::say;
use crate::state::State;
use crate::state::context::ProfileContext;
use crate::state::health::Health;
use crate::state::notice::Notice;
use crate::state::profiles::{self, Profile, ToldBy};
use crate::text;

/// Cells of a label at most, wherever one stands.
pub const LABEL: usize = 12;

/// A label, cut where it is longer than [`LABEL`].
pub fn label(label: &str) -> String {
    text::cut(label, LABEL)
}

/// A region: whole where it fits into so many cells, else short.
pub fn region(region: &str, room: usize) -> String {
    match text::width(region) <= room {
        true => region.to_owned(),
        false => short_region(region),
    }
}

/// A region where there is little room: `cn-n4`, `ap-se3`. Only the point of the compass is
/// shortened, so that it is still the service's own name.
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

/// What these are labelled, without saying anything twice; empty when none of them is.
pub fn labels<'a>(state: &State, scopes: impl IntoIterator<Item = &'a Scope>) -> String {
    state.profiles.labels(scopes).join("+")
}

/// What happened, with the profile it happened in where there are several.
pub fn told(w: &Words, state: &State, notice: &Notice) -> String {
    let told = notice::told(w, notice);
    match (state.profiles.only(), notice.about.scope()) {
        (None, Some(scope)) => format!("{}{}{told}", scope.profile, w.text("colon")),
        (Some(_), _) | (None, None) => told,
    }
}

/// Whose key it uses, and where.
pub fn from(w: &Words, context: &ProfileContext) -> String {
    let ProfileContext {
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
        _ => say!(w, "profiles.from", source, endpoint, api),
    }
}

/// What profiles are counted as: regions, unless some share one.
pub fn places<'w>(w: &'w Words, all: &profiles::Profiles) -> &'w str {
    match all.told_by() {
        ToldBy::Profile => w.text("profiles.profiles"),
        ToldBy::Region | ToldBy::Nothing => w.text("profiles.regions"),
    }
}

/// The regions that are shown.
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
pub fn short_name(state: &State, scope: &Scope) -> String {
    let same = |profile: &&Profile| profile.scope().region == scope.region;
    match state.profiles.iter().filter(same).count() {
        0 | 1 => short_region(&scope.region),
        _ => scope.profile.to_string(),
    }
}

/// A profile with its region.
pub fn full_name(scope: &Scope) -> String {
    format!("{} / {}", scope.profile, scope.region)
}

/// How one of them stands, in a word or two.
pub fn health(w: &Words, profile: &Profile, health: Health) -> String {
    match health {
        Health::Locked if profile.sign_in.retrying => w.text("frame.retrying").to_owned(),
        other => frame::health(w, other, &profile.feed.coverage),
    }
}

/// How many profiles have nothing wrong with them, of how many.
pub fn standing(w: &Words, state: &State) -> String {
    let places = places(w, &state.profiles);
    let of = state.profiles.count();
    say!(
        w,
        "profiles.standing",
        good = crate::state::health::good(state),
        of,
        places
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_whole_where_it_fits() {
        let [whole, short] = [14, 13].map(|room| region("ap-southeast-3", room));
        assert_eq!(
            (whole.as_str(), short.as_str()),
            ("ap-southeast-3", "ap-se3")
        );
    }

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
