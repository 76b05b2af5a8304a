//! The editor of an instance's tags, and what an edit does.

use super::catalogue::{Words, fill, texts};
use super::{error, explained};
use crate::api::ApiError;
use crate::api::v2::TagVerb;
use crate::model::{Scope, Tag};
use crate::state::form::TagsStanding;
use crate::state::tags::{Mark, Step};
use std::fmt::Display;

texts! {
    /// The editor of tags.
    pub struct Tags {
        title,
        refused,
        refused_id,
        was,
        rule,
        both,
        project: Project,
        label: Labels,
        step: Steps,
        done: Halves,
    }
}

texts! {
    /// How far the tags of the project are known.
    pub struct Project {
        loading, failed, old, needs,
    }
}

texts! {
    /// What becomes of a line.
    pub struct Labels {
        new, same, added, changed, removed,
    }
}

texts! {
    /// What an edit does to one tag.
    pub struct Steps {
        added, changed, removed,
    }
}

texts! {
    /// Which of the two requests was taken, and what was not done.
    pub struct Halves {
        set, removed, lost,
    }
}

/// What the form is, and about which instance.
#[must_use]
pub fn title(w: &Words, scope: &Scope, name: &str) -> String {
    let values: [(&str, &dyn Display); 3] = [
        ("name", &name),
        ("profile", &scope.profile),
        ("region", &scope.region),
    ];
    fill(&w.tags.title, &values)
}

/// The service did not take it, or not all of it.
#[must_use]
pub fn refused(w: &Words, failure: &ApiError) -> String {
    error::refused(w, (&w.tags.refused, &w.tags.refused_id), failure)
}

/// What becomes of a line; nothing is a line's but the button's.
#[must_use]
pub fn label<'w>(w: &'w Words, mark: Option<Mark<'_>>) -> &'w str {
    let t = &w.tags.label;
    match mark {
        None => &w.create.label.review,
        Some(Mark::Empty) => &t.new,
        Some(Mark::Same) => &t.same,
        Some(Mark::Added) => &t.added,
        Some(Mark::Changed(_)) => &t.changed,
        Some(Mark::Removed(_)) => &t.removed,
    }
}

/// What a line takes, after what it was.
#[must_use]
pub fn help(w: &Words, mark: Option<Mark<'_>>) -> String {
    let Some(mark) = mark else {
        return w.create.help.review.clone();
    };
    match was(w, mark) {
        Some(was) => both(w, &was, &w.tags.rule),
        None => w.tags.rule.clone(),
    }
}

/// What a line was before it was changed or emptied.
#[must_use]
pub fn was(w: &Words, mark: Mark<'_>) -> Option<String> {
    match mark {
        Mark::Changed(tag) | Mark::Removed(tag) => Some(fill(&w.tags.was, &[("tag", &typed(tag))])),
        Mark::Empty | Mark::Same | Mark::Added => None,
    }
}

/// How far the tags of the project are known, where that has to be said: with what a refusal
/// wants for them to be read.
#[must_use]
pub fn standing(w: &Words, standing: TagsStanding<'_>) -> Option<String> {
    let t = &w.tags.project;
    let (template, error) = match standing {
        TagsStanding::Known => return None,
        TagsStanding::Loading => return Some(t.loading.clone()),
        TagsStanding::Failed(error) => (&t.failed, error),
        TagsStanding::Old(error) => (&t.old, error),
    };
    let why = match explained::brief(w, error) {
        Some(brief) => {
            let what = error::short(w, error);
            fill(&t.needs, &[("what", &what), ("why", &brief)])
        }
        None => error::line(w, error),
    };
    Some(fill(template, &[("why", &why)]))
}

/// Two things that are said together.
#[must_use]
pub fn both(w: &Words, first: &str, second: &str) -> String {
    fill(&w.tags.both, &[("first", &first), ("second", &second)])
}

/// What happens to one tag.
#[must_use]
pub fn step(w: &Words, step: Step<'_>) -> String {
    let t = &w.tags.step;
    match step {
        Step::Added(tag) => fill(&t.added, &[("tag", &typed(tag))]),
        Step::Changed { from, to } => {
            let values: [(&str, &dyn Display); 3] =
                [("key", &to.key), ("from", &from.value), ("to", &to.value)];
            fill(&t.changed, &values)
        }
        Step::Removed(tag) => fill(&t.removed, &[("tag", &typed(tag))]),
    }
}

/// What was done of an edit and what was not, and why.
#[must_use]
pub fn half(w: &Words, done: TagVerb, error: Option<&ApiError>) -> String {
    let t = &w.tags.done;
    let half = match done {
        TagVerb::Create => &t.set,
        TagVerb::Delete => &t.removed,
    };
    let why = error.map_or_else(|| t.lost.clone(), |error| error::line(w, error));
    format!("{half}: {why}")
}

/// A tag as it is typed.
fn typed(tag: &Tag) -> String {
    format!("{}={}", tag.key, tag.value)
}
