//! What could not be looked at, and why: it may be wrong, and nobody would know.

use crate::figures::{FiguresKind, FiguresPart};
use crate::l10n::Words;
use crate::model::Scope;
use crate::say;
use crate::state::State;
use crate::state::figures::{FiguresStanding, VALUES};
use crate::state::interest::MOST_BESIDE;
use crate::state::profiles::Profile;
use crate::ui::words;

/// Something that could not be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unchecked {
    pub scope: Scope,
    /// In one sentence.
    pub says: String,
}

/// All of it.
pub(super) fn of(state: &State, w: &Words) -> Vec<Unchecked> {
    let profiles = state.profiles.iter();
    let each = profiles.flat_map(|profile| {
        let scope = profile.scope();
        let mut said = listing(w, profile);
        said.extend(figures(w, state, profile));
        said.extend(beside(w, state, scope));
        let unchecked = |says| Unchecked {
            scope: scope.clone(),
            says,
        };
        said.into_iter().map(unchecked).collect::<Vec<_>>()
    });
    each.collect()
}

fn listing(w: &Words, profile: &Profile) -> Vec<String> {
    let listing = &profile.feed.listing;
    let coverage = &profile.feed.coverage;
    let whole = match (&listing.known, &listing.failure) {
        (None, Some(failure)) => Some(words::error::line(w, &failure.error)),
        (None, None) => Some(w.text("problems.no-list").to_owned()),
        (Some(_), _) => None,
    };
    let missing = coverage.missing.iter().map(|part| {
        let (from, to) = (part.from + 1, part.to);
        let why = words::error::line(w, &part.error);
        say!(w, "problems.rows", from, to, why)
    });
    let nameless = (coverage.nameless > 0).then(|| {
        say!(
            w,
            "problems.nameless",
            rows = w.count("nouns.row", coverage.nameless)
        )
    });
    whole.into_iter().chain(missing).chain(nameless).collect()
}

/// Figures that are not there, of a profile whose list is.
fn figures(w: &Words, state: &State, profile: &Profile) -> Vec<String> {
    if profile.figures() == FiguresStanding::Off || profile.feed.listing.known.is_none() {
        return Vec::new();
    }
    let lost = |part| state.lost_figures(profile, part);
    if let Some(error) = lost(VALUES) {
        let why = words::error::line(w, error);
        return vec![say!(w, "problems.no-figures", why)];
    }
    let parts = [
        (FiguresPart::Nodes, w.text("problems.part.nodes")),
        (
            FiguresPart::Values(FiguresKind::NodeMinutes),
            w.text("problems.part.nodes"),
        ),
        (
            FiguresPart::Values(FiguresKind::Hour),
            w.text("problems.part.hour"),
        ),
        (
            FiguresPart::Values(FiguresKind::Disk),
            w.text("problems.part.disk"),
        ),
        (FiguresPart::Alarms, w.text("problems.part.alarms")),
    ];
    let parts = parts.into_iter().filter_map(|(part, what)| {
        let why = match lost(part) {
            Some(error) => words::error::line(w, error),
            None => never_read(w, profile, part)?,
        };
        Some(say!(w, "problems.part-of-figures", what, why))
    });
    let mut said: Vec<String> = parts.collect();
    said.dedup();
    let left = state.unmeasured(profile);
    if left > 0 {
        let instances = w.count("nouns.instance", left);
        said.push(say!(w, "problems.some-figures", instances));
    }
    said
}

/// Why there is nothing of a part that comes in one answer for all instances, though it may yet come.
fn never_read(w: &Words, profile: &Profile, part: FiguresPart) -> Option<String> {
    let feed = &profile.figures;
    match part {
        FiguresPart::Nodes | FiguresPart::Alarms if !feed.was_read(part) => {}
        FiguresPart::Nodes | FiguresPart::Alarms | FiguresPart::Queues | FiguresPart::Values(_) => {
            return None;
        }
    }
    Some(match feed.part(part) {
        FiguresStanding::Denied(error) | FiguresStanding::Failing(error, _) => {
            words::error::line(w, error)
        }
        FiguresStanding::Off | FiguresStanding::Loading | FiguresStanding::Read => {
            w.text("problems.no-answer").to_owned()
        }
    })
}

/// What was to be read of single instances.
fn beside(w: &Words, state: &State, scope: &Scope) -> Vec<String> {
    let Some(survey) = &state.survey else {
        return Vec::new();
    };
    let here = state.beside_lists().into_iter();
    let here = here.filter(|want| want.scope == *scope);
    let failed = here.filter_map(|want| {
        let error = survey.error(scope, &want.query)?;
        let row = state.fleet.get(&want.key()?)?;
        let name = crate::text::clean(row.instance.label()).into_owned();
        let why = words::error::line(w, error);
        Some(say!(w, "problems.beside", name, why))
    });
    let left_out = match state.left_out_beside(scope) {
        0 => None,
        left => {
            let instances = w.count("nouns.instance", left);
            Some(say!(w, "problems.left-out", instances, most = MOST_BESIDE))
        }
    };
    failed.chain(left_out).collect()
}
