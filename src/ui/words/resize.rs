//! The size of an instance, and what a change does to it.

use super::{Words, modify};
use crate::model::rules::resize::{Flavor, Goal, Size};
use crate::say;

/// So many GB.
#[must_use]
pub fn gb(w: &Words, number: u64) -> String {
    say!(w, "form.resize.gb", n = number)
}

/// The name of a flavor.
#[must_use]
pub fn flavor(flavor: &Flavor) -> &str {
    match flavor {
        Flavor::Product(name) | Flavor::Old(name) => name,
    }
}

/// What is different afterwards, one figure a line.
#[must_use]
pub fn changes(w: &Words, from: &Size, to: &Goal) -> Vec<String> {
    let after = from.after(to);
    let figures = |size: &Size| {
        [
            flavor(&size.flavor).to_owned(),
            size.brokers.to_string(),
            gb(w, size.total),
            gb(w, size.each()),
        ]
    };
    let labels = [
        w.text("form.label.flavor"),
        w.text("form.label.brokers"),
        w.text("form.label.storage"),
        w.text("form.label.each"),
    ];
    let pairs = figures(from).into_iter().zip(figures(&after));
    let changed = labels
        .into_iter()
        .zip(pairs)
        .filter(|(_, (from, to))| from != to);
    let lines = changed.map(|(label, (from, to))| modify::from_to(w, label, &from, &to));
    lines.collect()
}

/// What happens to clients meanwhile.
#[must_use]
pub fn effect<'w>(w: &'w Words, from: &Size, to: &Goal) -> &'w str {
    match to {
        Goal::Storage(_) => w.text("form.resize.effect.storage"),
        Goal::Brokers(_) => w.text("form.resize.effect.brokers"),
        Goal::Flavor(_) if from.is_single() => w.text("form.resize.effect.single"),
        Goal::Flavor(_) => w.text("form.resize.effect.cluster"),
    }
}
