//! The figures of an instance: of its row and its overview (tables 4-9, 4-12, 6-6 and 6-21).

use super::{Said, Source, figure, measured};
use crate::api::Operation;
use crate::api::v2::InstanceDetail;
use crate::list::{self, ListField};
use crate::model::{ApiVersion, InstanceKey};
use crate::say;
use crate::state::State;
use crate::state::column::Column;
use crate::state::row::Row;
use crate::ui::figures::{self, Figure, MadeOf, STORAGE};
use crate::ui::words::Words;

/// The calls an instance's figures can be from, and what they said.
struct Answers<'a> {
    row: &'a Row,
    detail: Option<(&'a InstanceDetail, Source)>,
    /// Where what V1 says in its list alone is from, when the row was read otherwise last.
    listed: Option<Source>,
}

/// Fields that V1 has in its list alone.
const V1_LISTS: [&str; 2] = ["total_storage_space", "storage_spec_code"];

/// The answer that a row is from.
fn own(row: &Row) -> Source {
    let (call, at) = (row.source, row.seen);
    Source { call, at }
}

impl<'a> Answers<'a> {
    fn of(state: &'a State, row: &'a Row) -> Self {
        let detail = state.details.known(&row.key).instance().known.as_ref();
        let feed = state.profiles.get(&row.key.scope);
        let listing = feed.and_then(|profile| profile.feed.listing.known.as_ref());
        let other =
            state.api(&row.key.scope) == ApiVersion::V1 && row.source == Operation::ShowInstance;
        Self {
            row,
            detail: detail.map(|known| {
                let source = Source {
                    call: Operation::ShowInstance,
                    at: known.at,
                };
                (&*known.value, source)
            }),
            listed: listing.filter(|_| other).map(|known| Source {
                call: Operation::ListInstances,
                at: known.at,
            }),
        }
    }

    /// A field's exact value with its unit, and the answer it is from.
    fn field(&self, name: &str) -> Option<(String, Source)> {
        let value = |instance| {
            let text = list::text(list::named(instance, name)?);
            (!text.is_empty()).then(|| format!("{text}{}", unit(name)))
        };
        let listed = self.listed.filter(|_| V1_LISTS.contains(&name));
        let in_row = value(&self.row.instance).map(|text| (text, listed.unwrap_or(own(self.row))));
        in_row.or_else(|| {
            let (detail, source) = self.detail?;
            Some((value(&detail.instance)?, source))
        })
    }

    /// Whether a field that says nothing is there: in the row, and in the last whole answer.
    fn is_there(&self, name: &str) -> Option<bool> {
        let in_row = match list::named(&self.row.instance, name) {
            Some(ListField::Text(Some(_))) => Some(true),
            // Of these the row does not keep whether they came.
            Some(ListField::Texts(_) | ListField::Tags(_)) => None,
            _ => Some(false),
        };
        let whole = self.detail.map(|(detail, _)| &detail.raw);
        let there = whole.map(|raw| raw.get(name).is_some_and(|value| !value.is_null()));
        match (in_row, there) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), _) | (None, Some(false)) => Some(false),
            (None, None) => None,
        }
    }
}

/// The unit of a field's value.
fn unit(field: &str) -> &'static str {
    match field {
        "storage_space" | "used_storage_space" | "total_storage_space" => " GB",
        "created_at" => " ms",
        _ => "",
    }
}

/// The answers that were used so far; the one of the row is the first.
struct Sources(Vec<Source>);

impl Sources {
    /// What a field's name gets when it is not from the first answer.
    fn mark(&mut self, source: Source) -> String {
        let known = self.0.iter().position(|one| one.call == source.call);
        let place = known.unwrap_or_else(|| {
            self.0.push(source);
            self.0.len() - 1
        });
        match place {
            0 => String::new(),
            _ => format!("({}) ", place + 1),
        }
    }
}

pub(super) fn figures(w: &Words, state: &State, key: &InstanceKey) -> super::Known {
    let row = state.fleet.get(key)?;
    let known = Answers::of(state, row);
    let mut sources = Sources(vec![own(row)]);
    let name = row.instance.label();
    let name = made_of(w, &known, &mut sources, (name, &["name"]));
    let mut said: Vec<Said> = vec![(w.named("list.heading", Column::Name).to_owned(), name)];
    for Figure { fact, made_of: of } in figures::of(w, state, row) {
        let shown = fact.value.as_str();
        let figure_of = |from: &str| say!(w, "provenance.figure", shown, from);
        let from = match of {
            MadeOf::Fields(fields) => made_of(w, &known, &mut sources, (shown, fields)),
            MadeOf::Storage => storage(w, &known, &mut sources, shown),
            MadeOf::Zones => zones(w, (state, &known), &mut sources, shown),
            MadeOf::Named(name) => figure_of(name),
            MadeOf::Judgement => figure_of(w.text("provenance.judged")),
            MadeOf::Profile => figure_of(w.text("provenance.configured")),
        };
        said.push((fact.label.to_owned(), from));
    }
    said.extend(measured::said(w, state, row));
    Some((sources.0, said))
}

/// A value that is shown and the fields it is made of.
fn made_of(
    w: &Words,
    known: &Answers<'_>,
    sources: &mut Sources,
    (shown, fields): (&str, &[&str]),
) -> String {
    let from = answered(known, sources, fields);
    match (from.as_slice(), fields.first()) {
        ([], Some(name)) => missing(w, known, shown, name),
        _ => figure(w, shown, &from),
    }
}

/// Those of these fields that an answer has, each with its value.
fn answered(known: &Answers<'_>, sources: &mut Sources, fields: &[&str]) -> Vec<(String, String)> {
    let from = fields.iter().filter_map(|name| {
        let (value, source) = known.field(name)?;
        Some((format!("{}{name}", sources.mark(source)), value))
    });
    from.collect()
}

/// Zones: where answers have no names for their ids, the list of zones has.
fn zones(
    w: &Words,
    (state, known): (&State, &Answers<'_>),
    sources: &mut Sources,
    shown: &str,
) -> String {
    const FIELDS: [&str; 2] = ["available_zone_names", "available_zones"];
    let profile = state.profiles.get(&known.row.key.scope);
    let list = profile.and_then(|profile| profile.known.catalogue().known.as_ref());
    let list = list.filter(|_| known.field(FIELDS[0]).is_none() && !known.row.zones.is_empty());
    let (Some(list), Some(_)) = (list, known.field(FIELDS[1])) else {
        return made_of(w, known, sources, (shown, &FIELDS));
    };
    let mut from = answered(known, sources, &FIELDS);
    let call = Operation::ListZones;
    let mark = sources.mark(Source { call, at: list.at });
    from.push((format!("{mark}name"), shown.to_owned()));
    figure(w, shown, &from)
}

/// Why nothing is known of a field.
fn missing(w: &Words, known: &Answers<'_>, shown: &str, name: &str) -> String {
    let unreadable = &known.row.instance.unreadable;
    let is_unreadable = unreadable.iter().any(|field| field == name);
    let why = match is_unreadable {
        true => say!(w, "provenance.unreadable", field = name),
        false => nothing(w, known.is_there(name), name),
    };
    say!(w, "provenance.figure", shown, from = why)
}

/// What is said of a field that holds nothing, by whether it is there.
fn nothing(w: &Words, is_there: Option<bool>, field: &str) -> String {
    match is_there {
        Some(true) => say!(w, "provenance.empty", field),
        Some(false) => say!(w, "provenance.absent", field),
        None => say!(w, "provenance.no-items", field),
    }
}

/// Used and usable storage make the percentage; what is paid for does not.
fn storage(w: &Words, known: &Answers<'_>, sources: &mut Sources, shown: &str) -> String {
    let Some(percent) = known.row.instance.storage.percent() else {
        return made_of(w, known, sources, (shown, &STORAGE));
    };
    let [used, usable, total] = STORAGE.map(|name| {
        let (value, source) = known.field(name)?;
        Some(format!("{}{name} {value}", sources.mark(source)))
    });
    let used = used.unwrap_or_default();
    let mut said = say!(
        w,
        "provenance.storage",
        percent,
        used,
        usable = usable.unwrap_or_default()
    );
    said.extend(total.map(|total| say!(w, "provenance.storage-total", total)));
    said
}

pub(super) fn tags(w: &Words, state: &State, key: &InstanceKey) -> super::Known {
    let row = state.fleet.get(key)?;
    let tags = row.instance.tags.iter().enumerate();
    let tags = tags.map(|(at, tag)| {
        let from = [(format!("tags[{at}].value"), tag.value.clone())];
        (tag.key.clone(), figure(w, &tag.value, &from))
    });
    let none = row.instance.tags.is_empty().then(|| {
        let said = nothing(w, Answers::of(state, row).is_there("tags"), "tags");
        (w.text("panes.label.tags").to_owned(), said)
    });
    Some((vec![own(row)], tags.chain(none).collect()))
}
