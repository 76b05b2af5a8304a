//! The lines around every screen, and the screen that is too small.

use super::catalogue::{Words, fill, texts};
use super::{list, time};
use crate::api::ErrorKind;
use crate::model::Scope;
use crate::state::State;
use crate::state::feed::Coverage;
use crate::state::moment::Age;
use crate::state::profiles::Acting;
use crate::state::unended::Unended;
use crate::state::view::{Pane, Size};
use crate::text;
use std::fmt::Display;
use std::time::Duration;

texts! {
    /// The lines around every screen.
    pub struct Frame {
        /// Everything is newer than three polls.
        fresh,
        /// What is known is new enough, but the newest attempt failed.
        fresh_but,
        /// Nothing is known, and it failed.
        failed,
        /// The credential may not list.
        denied,
        /// The session cannot write.
        read_only,
        /// The sign-in was refused and is being tried again.
        retrying,
        /// The sign-in was refused, in a word.
        locked,
        /// The same where there is little room.
        partial_short,
        /// The first part of every breadcrumb.
        instances,
        /// Something is in front of a view that is too small to show it.
        hidden_dialog,
        /// What to do about a small terminal.
        resize,
        /// Keys are part of a paste that has no end.
        in_paste,
        /// Keys are part of an answer of the terminal that has no end.
        in_answer,
        loading,
        loading_of,
        stale,
        offline,
        offline_since,
        locked_key,
        proxy_key,
        locked_short,
        partial,
        partial_of,
        changed,
        pace,
        agency,
        agency_until,
        instances_unknown,
        instances_short,
        pending,
        of,
        sort,
        nameless,
        too_small,
        pane: Tabs,
        tab_short: ShortTabs,
    }
}

texts! {
    /// Heading of a pane.
    pub struct Tabs {
        overview, plugins, tasks, tags, json,
    }
}

texts! {
    /// A tab where there is little room.
    pub struct ShortTabs {
        list, plugins, tasks, tags, json,
    }
}

/// The first answer is awaited.
#[must_use]
pub fn loading(w: &Words, coverage: &Coverage) -> String {
    match (coverage.arriving, coverage.total) {
        (Some(here), Some(total)) => {
            fill(&w.frame.loading_of, &[("here", &here), ("total", &total)])
        }
        _ => w.frame.loading.clone(),
    }
}

/// The newest list is older than three polls.
#[must_use]
pub fn stale(w: &Words, age: Duration) -> String {
    fill(&w.frame.stale, &[("age", &time::age(age))])
}

/// The service has not been reached for this long.
#[must_use]
pub fn offline(w: &Words, since: Duration) -> String {
    match Age::of(since) {
        Age::Seconds => w.frame.offline.clone(),
        _ => fill(&w.frame.offline_since, &[("age", &time::age(since))]),
    }
}

/// The sign-in was refused; the key tries again.
#[must_use]
pub fn locked(w: &Words, key: &str) -> String {
    fill(&w.frame.locked_key, &[("key", &key)])
}

/// A proxy refuses us; the key asks it again.
#[must_use]
pub fn proxy(w: &Words, key: &str) -> String {
    fill(&w.frame.proxy_key, &[("key", &key)])
}

/// The same where there is little room.
#[must_use]
pub fn locked_short(w: &Words, key: &str) -> String {
    fill(&w.frame.locked_short, &[("key", &key)])
}

/// Parts of the list are missing; which ones nobody knows when it changed while it was read.
#[must_use]
pub fn partial(w: &Words, coverage: &Coverage) -> String {
    let mut errors = coverage.missing.iter().map(|part| part.error.kind);
    if errors.any(|kind| kind == ErrorKind::Changed) {
        return w.frame.changed.clone();
    }
    let parts = list::missing(&coverage.missing);
    match coverage.total {
        Some(total) => fill(&w.frame.partial_of, &[("parts", &parts), ("total", &total)]),
        None => fill(&w.frame.partial, &[("parts", &parts)]),
    }
}

/// The list is polled less often than the user asked for.
#[must_use]
pub fn pace(w: &Words, period: Duration) -> String {
    fill(&w.frame.pace, &[("period", &time::pace(period))])
}

/// Whose rights are used and until when, from long to short: in the end only whose.
#[must_use]
pub fn agency(w: &Words, acting: &Acting) -> [String; 3] {
    let agency = acting.agency.to_string();
    let least = text::cut(&agency, 16);
    match acting.until.map(time::clock) {
        None => {
            let long = fill(&w.frame.agency, &[("agency", &agency)]);
            [long, agency, least]
        }
        Some(until) => {
            let facts: [(&str, &dyn Display); 2] = [("agency", &agency), ("until", &until)];
            let long = fill(&w.frame.agency_until, &facts);
            [long, format!("{agency} {until}"), least]
        }
    }
}

/// Number of instances, if that is known, from long to short.
#[must_use]
pub fn instances(w: &Words, number: Option<usize>) -> [String; 3] {
    let bare = super::or_unknown(number);
    let long = match number {
        Some(number) => w.nouns.instance.of(number),
        None => fill(&w.frame.instances_unknown, &[("n", &bare)]),
    };
    let short = fill(&w.frame.instances_short, &[("n", &bare)]);
    [long, short, bare]
}

/// Writes that are not settled.
#[must_use]
pub fn pending(w: &Words, number: usize) -> String {
    fill(&w.frame.pending, &[("n", &number)])
}

/// Where something is: label, profile, region.
#[must_use]
pub fn place(state: &State, scope: &Scope) -> String {
    let label = state.profiles.label(scope);
    let label = label.map_or_else(String::new, |label| format!("{label} "));
    format!("{label}{} / {}", scope.profile, scope.region)
}

/// What keys are part of, and how to leave it.
#[must_use]
pub fn unended(w: &Words, unended: Unended) -> &str {
    match unended {
        Unended::Paste => &w.frame.in_paste,
        Unended::Answer => &w.frame.in_answer,
    }
}

/// Heading of a pane.
#[must_use]
pub fn pane(w: &Words, pane: Pane) -> &str {
    let t = &w.frame.pane;
    match pane {
        Pane::List => &w.frame.instances,
        Pane::Overview => &t.overview,
        Pane::Plugins => &t.plugins,
        Pane::Tasks => &t.tasks,
        Pane::Tags => &t.tags,
        Pane::Json => &t.json,
    }
}

/// A tab where there is little room.
#[must_use]
pub fn tab_short(w: &Words, pane: Pane) -> &str {
    let t = &w.frame.tab_short;
    match pane {
        Pane::List | Pane::Overview => &t.list,
        Pane::Plugins => &t.plugins,
        Pane::Tasks => &t.tasks,
        Pane::Tags => &t.tags,
        Pane::Json => &t.json,
    }
}

/// A position or a part: `17 of 47`.
#[must_use]
pub fn of(w: &Words, part: usize, whole: usize) -> String {
    fill(&w.frame.of, &[("part", &part), ("whole", &whole)])
}

/// The order of the list.
#[must_use]
pub fn sort(w: &Words, column: &str, direction: &str) -> String {
    let values: [(&str, &dyn Display); 2] = [("column", &column), ("direction", &direction)];
    fill(&w.frame.sort, &values)
}

/// Rows that have no readable id, and parts that are missing.
#[must_use]
pub fn nameless(w: &Words, number: usize) -> String {
    fill(&w.frame.nameless, &[("rows", &w.nouns.row.of(number))])
}

/// The terminal is too small.
#[must_use]
pub fn too_small(w: &Words, size: Size) -> String {
    let values: [(&str, &dyn Display); 2] = [("width", &size.width), ("height", &size.height)];
    fill(&w.frame.too_small, &values)
}
