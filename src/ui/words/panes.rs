//! Labels and sentences of the panes of one instance.

use super::catalogue::{Words, fill, texts};
use super::{error, time};
use crate::api::ApiError;
use crate::model::Billing;
use crate::state::search::Search;
use std::fmt::Display;
use std::time::Duration;

texts! {
    /// The panes of one instance.
    pub struct Panes {
        /// A task without parameters.
        no_parameters,
        /// There are no tags.
        no_tags,
        /// The default enterprise project.
        default_project,
        /// A plug-in is switched on but does not run.
        not_running,
        /// The service is switching a plug-in, and not because of us.
        modifying,
        /// A plug-in that is being switched on.
        to_on,
        /// A plug-in that is being switched off.
        to_off,
        /// The record of this task is being deleted.
        deleting_record,
        loading,
        failed,
        stale,
        stale_why,
        none,
        storage,
        storage_percent,
        extended,
        pay_per_use,
        prepaid,
        billing_mode,
        created,
        created_age,
        window,
        public,
        unreadable, json_cut,
        unidentified,
        going_on,
        older_missing,
        /// Which match of a search one is at.
        found,
        not_found,
        /// Nothing is looked for yet.
        to_search,
        part: Parts,
        label: Labels,
    }
}

texts! {
    /// A part of an instance, as the subject of a sentence.
    pub struct Parts {
        detail, plugins, task, tasks,
    }
}

texts! {
    /// Labels, headings, and sentences that several panes share.
    pub struct Labels {
        status, severity, profile, api, engine, kind, spec, product, storage, disk, address,
        management,
        public, tls, vpc, subnet, group, zones, window, billing, created, user, owner,
        enterprise, description, id, task, tags, status_heading, task_name, started, took,
        by, plugin, on, running, version, note, key, value, task_id, started_by,
        started_at, ended_at, changed_at, lasted, parameters, no_instance, gone,
    }
}

/// A part of an instance, as the subject of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each name says it")]
pub enum Part {
    Detail,
    Plugins,
    Task,
    Tasks,
}

fn part(w: &Words, part: Part) -> &str {
    let t = &w.panes.part;
    match part {
        Part::Detail => &t.detail,
        Part::Plugins => &t.plugins,
        Part::Task => &t.task,
        Part::Tasks => &t.tasks,
    }
}

/// Its first answer is awaited.
#[must_use]
pub fn loading(w: &Words, what: Part) -> String {
    fill(&w.panes.loading, &[("part", &part(w, what))])
}

/// It could not be read, and nothing is known.
#[must_use]
pub fn failed(w: &Words, what: Part, failure: &ApiError) -> String {
    let why = error::line(w, failure);
    fill(&w.panes.failed, &[("part", &part(w, what)), ("why", &why)])
}

/// It is older than three polls; why, when that is known.
#[must_use]
pub fn stale(w: &Words, what: Part, age: Duration, failure: Option<&ApiError>) -> String {
    let why = failure.map(|failure| error::line(w, failure));
    let template = match why {
        Some(_) => &w.panes.stale_why,
        None => &w.panes.stale,
    };
    let values: [(&str, &dyn Display); 3] = [
        ("part", &part(w, what)),
        ("age", &time::age(age)),
        ("why", &why.unwrap_or_default()),
    ];
    fill(template, &values)
}

/// It was read, and there are none.
#[must_use]
pub fn none(w: &Words, what: Part) -> String {
    fill(&w.panes.none, &[("part", &part(w, what))])
}

/// Used, usable and paid-for storage.
#[must_use]
pub fn storage(
    w: &Words,
    (used, usable, total): (&str, &str, &str),
    percent: Option<u64>,
) -> String {
    let template = match percent {
        Some(_) => &w.panes.storage_percent,
        None => &w.panes.storage,
    };
    let values: [(&str, &dyn Display); 4] = [
        ("used", &used),
        ("usable", &usable),
        ("percent", &percent.unwrap_or_default()),
        ("total", &total),
    ];
    fill(template, &values)
}

/// How often the disk was expanded.
#[must_use]
pub fn extended(w: &Words, times: u32) -> String {
    fill(&w.panes.extended, &[("times", &times)])
}

/// How it is paid for.
#[must_use]
pub fn billing(w: &Words, billing: Billing) -> String {
    match billing {
        Billing::PayPerUse => w.panes.pay_per_use.clone(),
        Billing::Prepaid => w.panes.prepaid.clone(),
        Billing::Other(mode) => fill(&w.panes.billing_mode, &[("mode", &mode)]),
    }
}

/// An enterprise project: its id, but a word for the default one.
#[must_use]
pub fn enterprise<'a>(w: &'a Words, id: &'a str) -> &'a str {
    match id {
        "0" => &w.panes.default_project,
        id => id,
    }
}

/// When it was created, and how long ago that is.
#[must_use]
pub fn created(w: &Words, date: &str, age: Option<&str>) -> String {
    match age {
        Some(age) => fill(&w.panes.created_age, &[("date", &date), ("age", &age)]),
        None => fill(&w.panes.created, &[("date", &date)]),
    }
}

/// The maintenance window, in the region's time.
#[must_use]
pub fn window(w: &Words, begin: &str, end: &str) -> String {
    let short = |time: &str| {
        time.strip_suffix(":00")
            .filter(|rest| rest.contains(':'))
            .unwrap_or(time)
            .to_owned()
    };
    let (begin, end) = (short(begin), short(end));
    fill(&w.panes.window, &[("begin", &begin), ("end", &end)])
}

/// Public access, with its address when there is one.
#[must_use]
pub fn public(w: &Words, on: Option<bool>, address: Option<&str>) -> String {
    match (on, address) {
        (Some(true), Some(address)) => fill(&w.panes.public, &[("address", &address)]),
        (on, _) => super::yes_no(w, on).to_owned(),
    }
}

/// Fields that could not be read, by name.
#[must_use]
pub fn unreadable(w: &Words, fields: &[String]) -> String {
    let count = w.nouns.field.of(fields.len());
    let names = fields.join(&w.comma);
    fill(
        &w.panes.unreadable,
        &[("fields", &count), ("names", &names)],
    )
}

/// Rows of an answer that could not be used.
#[must_use]
pub fn unidentified(w: &Words, rows: usize) -> String {
    fill(&w.panes.unidentified, &[("rows", &w.nouns.row.of(rows))])
}

/// A task that goes on, since about then.
#[must_use]
pub fn going_on(w: &Words, age: &str) -> String {
    fill(&w.panes.going_on, &[("age", &age)])
}

/// Older tasks are missing.
#[must_use]
pub fn older_missing(w: &Words, failure: &ApiError) -> String {
    fill(&w.panes.older_missing, &[("why", &error::line(w, failure))])
}

/// Which match of a search one is at: `/orders: 3 of 17`.
#[must_use]
pub fn found(w: &Words, search: &Search, matches: usize) -> String {
    let needle = search.field().text();
    match search.at(matches) {
        Some(at) => fill(
            &w.panes.found,
            &[("needle", &needle), ("at", &(at + 1)), ("of", &matches)],
        ),
        None if needle.is_empty() => w.panes.to_search.clone(),
        None => fill(&w.panes.not_found, &[("needle", &needle)]),
    }
}
