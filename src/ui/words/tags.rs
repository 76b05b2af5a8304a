//! The editor of an instance's tags, and what an edit does.

use super::{Words, error, explained};
use crate::api::ApiError;
use crate::api::v2::TagVerb;
use crate::say;
use crate::state::form::TagsStanding;
use crate::state::form::tags::{Mark, typed};
use crate::state::tag_edit::Step;

/// What a line was before it was changed or emptied.
#[must_use]
pub fn was(w: &Words, mark: Mark<'_>) -> Option<String> {
    match mark {
        Mark::Changed(tag) | Mark::Removed(tag) => Some(say!(w, "form.tags.was", tag = typed(tag))),
        Mark::Empty | Mark::Same | Mark::Added => None,
    }
}

/// How far the tags of the project are known, where that has to be said: with what a refusal
/// wants for them to be read.
#[must_use]
pub fn standing(w: &Words, standing: TagsStanding<'_>) -> Option<String> {
    let why = |error: &ApiError| match explained::brief(w, error) {
        Some(why) => say!(
            w,
            "form.tags.project.needs",
            what = error::short(w, error),
            why
        ),
        None => error::line(w, error),
    };
    match standing {
        TagsStanding::Known => None,
        TagsStanding::Loading => Some(w.text("form.tags.project.loading").to_owned()),
        TagsStanding::Failed(error) => Some(say!(w, "form.tags.project.failed", why = why(error))),
        TagsStanding::Old(error) => Some(say!(w, "form.tags.project.old", why = why(error))),
    }
}

/// What happens to one tag.
#[must_use]
pub fn step(w: &Words, step: Step<'_>) -> String {
    match step {
        Step::Added(tag) => say!(w, "form.tags.step.added", tag = typed(tag)),
        Step::Changed { from, to } => {
            let (key, from, to) = (&to.key, &from.value, &to.value);
            say!(w, "form.tags.step.changed", key, from, to)
        }
        Step::Removed(tag) => say!(w, "form.tags.step.removed", tag = typed(tag)),
    }
}

/// What was done of an edit and what was not, and why.
#[must_use]
pub fn half(w: &Words, done: TagVerb, error: Option<&ApiError>) -> String {
    let half = match done {
        TagVerb::Create => w.text("form.tags.done.set"),
        TagVerb::Delete => w.text("form.tags.done.removed"),
    };
    let lost = || w.text("form.tags.done.lost").to_owned();
    let why = error.map_or_else(lost, |error| error::line(w, error));
    format!("{half}{}{why}", w.text("colon"))
}
