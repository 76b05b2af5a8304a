//! The form that changes the size of an instance, and what the change does to it.

use super::catalogue::{Words, fill, texts};
use super::{UNKNOWN, error, modify};
use crate::api::ApiError;
use crate::model::Scope;
use crate::model::rules::resize::{Flavor, Goal, Hindrance, MOST_EXPANSIONS, Size};
use crate::state::form::Offers;
use crate::state::resize::{Draft, Field, Way};
use std::fmt::Display;

texts! {
    /// The form that changes the size of an instance.
    pub struct Resize {
        title,
        refused,
        refused_id,
        each,
        total,
        now,
        gb,
        label: Labels,
        help: Help,
        way: Ways,
        effect: Effects,
        hindrance: Hindrances,
    }
}

texts! {
    /// Labels of the fields.
    pub struct Labels {
        way, storage, brokers, flavor, each,
    }
}

texts! {
    /// What a field takes.
    pub struct Help {
        way, storage, storage_range, brokers, flavor,
    }
}

texts! {
    /// What changes in which way.
    pub struct Ways {
        storage, brokers, flavor,
    }
}

texts! {
    /// What a change does while it goes on.
    pub struct Effects {
        storage, brokers, single, cluster,
    }
}

texts! {
    /// Why a size cannot be changed so.
    pub struct Hindrances {
        fixed_disk, expansions, largest, single, most_brokers, no_flavor,
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
    fill(&w.resize.title, &values)
}

/// The service did not take it.
#[must_use]
pub fn refused(w: &Words, failure: &ApiError) -> String {
    error::refused(w, (&w.resize.refused, &w.resize.refused_id), failure)
}

/// The label of a field.
#[must_use]
pub fn label(w: &Words, field: Field) -> &str {
    let t = &w.resize.label;
    match field {
        Field::Way => &t.way,
        Field::Storage => &t.storage,
        Field::Brokers => &t.brokers,
        Field::Flavor => &t.flavor,
        Field::Review => &w.create.label.review,
    }
}

/// What a field takes; for the disk, also how much of it is paid for, usable and used.
#[must_use]
pub fn help(w: &Words, field: Field, draft: &Draft, offers: &Offers<'_>) -> String {
    let t = &w.resize.help;
    match field {
        Field::Way => t.way.clone(),
        Field::Storage => storage_help(w, draft, offers),
        Field::Brokers => t.brokers.clone(),
        Field::Flavor => t.flavor.clone(),
        Field::Review => w.create.help.review.clone(),
    }
}

fn storage_help(w: &Words, draft: &Draft, offers: &Offers<'_>) -> String {
    let t = &w.resize.help;
    let storage = &draft.seen().storage;
    let gb = |value: Option<u64>| value.map_or(UNKNOWN.to_owned(), |gb| gb.to_string());
    let values: [(&str, &dyn Display); 5] = [
        ("total", &draft.size().total),
        ("usable", &gb(storage.usable)),
        ("used", &gb(storage.used)),
        ("times", &draft.size().expansions),
        ("most", &MOST_EXPANSIONS),
    ];
    let known = fill(&t.storage, &values);
    match draft.limits(offers) {
        Ok(limits) => {
            let values: [(&str, &dyn Display); 4] = [
                ("least", &limits.least),
                ("most", &limits.most),
                ("step", &limits.step),
                ("known", &known),
            ];
            fill(&t.storage_range, &values)
        }
        Err(_) => known,
    }
}

/// What each broker has of the disk.
#[must_use]
pub fn each(w: &Words, size: &Size) -> String {
    let values: [(&str, &dyn Display); 2] = [("brokers", &size.brokers), ("gb", &size.each())];
    fill(&w.resize.each, &values)
}

/// The disk over all brokers.
#[must_use]
pub fn total(w: &Words, size: &Size) -> String {
    fill(&w.resize.total, &[("gb", &size.total)])
}

/// How it is now.
#[must_use]
pub fn now(w: &Words, field: Field, size: &Size) -> String {
    let value = match field {
        Field::Storage => gb(w, size.total),
        Field::Brokers => size.brokers.to_string(),
        Field::Flavor => flavor(&size.flavor).to_owned(),
        Field::Way | Field::Review => String::new(),
    };
    fill(&w.resize.now, &[("value", &value)])
}

fn gb(w: &Words, number: u64) -> String {
    fill(&w.resize.gb, &[("n", &number)])
}

fn flavor(flavor: &Flavor) -> &str {
    match flavor {
        Flavor::Product(name) | Flavor::Old(name) => name,
    }
}

/// What changes in which way.
#[must_use]
pub fn way(w: &Words, way: Way) -> &str {
    let t = &w.resize.way;
    match way {
        Way::Storage => &t.storage,
        Way::Brokers => &t.brokers,
        Way::Flavor => &t.flavor,
    }
}

/// What is different afterwards, one figure a line.
#[must_use]
pub fn changes(w: &Words, from: &Size, to: &Goal) -> Vec<String> {
    let t = &w.resize.label;
    let after = from.after(to);
    let figures = [
        (
            &t.flavor,
            flavor(&from.flavor).to_owned(),
            flavor(&after.flavor).to_owned(),
        ),
        (
            &t.brokers,
            from.brokers.to_string(),
            after.brokers.to_string(),
        ),
        (&t.storage, gb(w, from.total), gb(w, after.total)),
        (&t.each, gb(w, from.each()), gb(w, after.each())),
    ];
    let changed = figures.into_iter().filter(|(_, from, to)| from != to);
    changed
        .map(|(what, from, to)| modify::from_to(w, what, &from, &to))
        .collect()
}

/// What happens to clients meanwhile.
#[must_use]
pub fn effect<'w>(w: &'w Words, from: &Size, to: &Goal) -> &'w String {
    let t = &w.resize.effect;
    match to {
        Goal::Storage(_) => &t.storage,
        Goal::Brokers(_) => &t.brokers,
        Goal::Flavor(_) if from.is_single() => &t.single,
        Goal::Flavor(_) => &t.cluster,
    }
}

/// Why a size cannot be changed so.
#[must_use]
pub fn hindrance(w: &Words, hindrance: Hindrance) -> &str {
    let t = &w.resize.hindrance;
    match hindrance {
        Hindrance::FixedDisk => &t.fixed_disk,
        Hindrance::Expansions => &t.expansions,
        Hindrance::Largest => &t.largest,
        Hindrance::Single => &t.single,
        Hindrance::MostBrokers => &t.most_brokers,
        Hindrance::NoFlavor => &t.no_flavor,
    }
}
