//! What the palette says.

use super::catalogue::{Words, fill, texts};
use super::{actions, list, span};
use crate::action::Action;
use crate::state::State;
use crate::state::palette::{Offer, Run};

texts! {
    /// The palette.
    pub struct Palettes {
        /// Its title.
        title,
        /// Nothing fits what is typed.
        nothing,
        /// ... and Enter was pressed.
        wrong,
        open,
        /// The table is written to a file of our own name, unless another follows.
        export,
        theme,
        lang,
        columns,
        profile,
        /// A profile that is shown.
        shown,
        view,
        /// Tasks of a span.
        tasks,
    }
}

/// What an offer does.
#[must_use]
pub fn means(w: &Words, state: &State, offer: &Offer) -> String {
    let t = &w.palette;
    match &offer.run {
        None => match offer.line.trim_end() {
            "filter" => actions::full(w, Action::Filter).to_owned(),
            "sort" => actions::full(w, Action::Sort).to_owned(),
            "export" => actions::full(w, Action::Export).to_owned(),
            "open" => t.open.clone(),
            "columns" => t.columns.clone(),
            "lang" => t.lang.clone(),
            "profile" => t.profile.clone(),
            _ => t.theme.clone(),
        },
        Some(Run::Act(action)) => actions::full(w, *action).to_owned(),
        Some(Run::Show(_)) => t.view.clone(),
        Some(Run::Open(key)) => {
            let row = state.fleet.get(key);
            let status = row.and_then(|row| row.instance.status.as_ref());
            format!("{} {}", key.scope.region, super::or_unknown(status))
        }
        Some(Run::Tasks(span)) => fill(&t.tasks, &[("span", &span::name(w, *span))]),
        Some(Run::Sort(sort)) => list::direction(sort.direction).to_owned(),
        Some(Run::Profiles(names)) => names.last().map_or_else(String::new, |name| {
            let known = state.choices().into_iter().find(|one| one.name == *name);
            let region = known.and_then(|one| one.region).unwrap_or_default();
            match state.scope_of(name) {
                Some(_) => format!("{region} {}", t.shown),
                None => region,
            }
        }),
        Some(Run::Filter(_) | Run::Theme(_) | Run::Lang(_) | Run::Columns(_)) => String::new(),
        Some(Run::Export(..)) => t.export.clone(),
    }
}
