//! What could not be looked at, and why: it may be wrong, and nobody would know.

use crate::l10n::Words;
use crate::model::Scope;
use crate::say;
use crate::state::State;
use crate::state::figures::FiguresStanding;
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
fn figures(w: &Words, state: &State, profile: &Profile) -> Option<String> {
    let here = |row: &&crate::state::row::Row| row.key.scope == *profile.scope();
    let mut rows = state.fleet.all().iter().filter(here).peekable();
    rows.peek()?;
    match profile.figures() {
        FiguresStanding::Off => None,
        FiguresStanding::Denied(error) | FiguresStanding::Failing(error, _) => {
            let why = words::error::line(w, error);
            Some(say!(w, "problems.no-figures", why))
        }
        FiguresStanding::Loading | FiguresStanding::Read => {
            let left = rows.filter(|row| !row.figures.is_read()).count();
            (left > 0).then(|| {
                let instances = w.count("nouns.instance", left);
                say!(w, "problems.some-figures", instances)
            })
        }
    }
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
    failed.collect()
}
