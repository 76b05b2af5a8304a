//! What a write changes of an instance, one change a line: settings, size, tags.

use super::creation;
use crate::model::rules::resize::{Goal, InstanceSize};
use crate::say;
use crate::state::State;
use crate::state::form::tags::typed;
use crate::state::write::change::Change;
use crate::state::write::mutation::{Changes, Mutation};
use crate::state::write::tag_edit::Step;
use crate::ui::canvas::Line;
use crate::ui::theme::Role;
use crate::ui::words::{Words, form};

/// What is different afterwards, or what is made; nothing where the request says it all.
pub fn lines(w: &Words, state: &State, mutation: &Mutation, room: usize) -> Vec<Line> {
    let changes: Vec<String> = match mutation.changes() {
        Changes::Told => Vec::new(),
        Changes::New(made) => return creation::lines(w, state, (mutation.scope(), made), room),
        Changes::Settings(changes) => changes.iter().map(|change| setting(w, change)).collect(),
        Changes::Size(from, to) => size(w, from, to),
        Changes::Tags(edit) => edit.steps().map(|one| step(w, one)).collect(),
    };
    let lines = changes.iter();
    let lines = lines.flat_map(|change| Line::indented(change, room, Role::Title));
    lines.collect()
}

fn setting(w: &Words, change: &Change) -> String {
    let what = w.named("form.label", &change.to);
    let (from, to) = (form::value(w, &change.from), form::value(w, &change.to));
    say!(w, "form.modify.change", what, from, to)
}

fn size(w: &Words, from: &InstanceSize, to: &Goal) -> Vec<String> {
    let after = from.after(to);
    let gb = |n: u64| form::gb(w, n);
    let figures = |size: &InstanceSize| {
        [
            size.flavor.name().to_owned(),
            size.brokers.to_string(),
            gb(size.total),
            gb(size.each()),
        ]
    };
    let labels = [
        w.text("form.label.flavor"),
        w.text("form.label.brokers"),
        w.text("form.label.storage"),
        w.text("form.label.each"),
    ];
    let pairs = figures(from).into_iter().zip(figures(&after));
    let changed = labels.into_iter().zip(pairs);
    let changed = changed.filter(|(_, (from, to))| from != to);
    let lines = changed.map(|(what, (from, to))| say!(w, "form.modify.change", what, from, to));
    lines.collect()
}

fn step(w: &Words, step: Step<'_>) -> String {
    match step {
        Step::Added(tag) => say!(w, "form.tags.step.added", tag = typed(tag)),
        Step::Changed { from, to } => {
            let (key, from, to) = (&to.key, &from.value, &to.value);
            say!(w, "form.tags.step.changed", key, from, to)
        }
        Step::Removed(tag) => say!(w, "form.tags.step.removed", tag = typed(tag)),
    }
}
