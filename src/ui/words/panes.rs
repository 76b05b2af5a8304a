//! Sentences that the panes of one instance share.

use super::{Words, error, or_unknown, time, yes_no};
use crate::api::ApiError;
use crate::model::{Billing, Plugin};
use crate::say;
use crate::state::span::Span;
use std::time::Duration;

/// A part of an instance, as the subject of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Part {
    Detail,
    Plugins,
    Task,
    Tasks,
    Queue,
    Queues,
    Users,
}

/// A part that is older than three polls; why, when that is known.
pub fn stale(w: &Words, part: Part, age: Duration, failure: Option<&ApiError>) -> String {
    let (part, age) = (w.named("panes.part", part), time::said(w, age));
    match failure.map(|failure| error::line(w, failure)) {
        Some(why) => say!(w, "panes.stale-why", part, age, why),
        None => say!(w, "panes.stale", part, age),
    }
}

/// A plug-in, under the headings of its list.
pub fn plugin<'w>(w: &'w Words, plugin: &Plugin) -> [(&'w str, String); 4] {
    let yes_no = |value| yes_no(w, value).to_owned();
    let version = or_unknown(plugin.version.as_deref());
    [
        (w.text("panes.label.plugin"), plugin.name.to_string()),
        (w.text("panes.label.on"), yes_no(plugin.enabled)),
        (w.text("panes.label.running"), yes_no(plugin.running)),
        (w.text("panes.label.version"), version),
    ]
}

/// Which tasks are shown: `in the last hour`.
pub fn span(w: &Words, span: Span) -> String {
    match span {
        Span::All | Span::Hour | Span::Day | Span::Week => w.named("span.name", span).to_owned(),
        Span::Between { begin, end: None } => {
            say!(w, "span.name.since", begin = time::zoned(w, begin))
        }
        Span::Between {
            begin,
            end: Some(end),
        } => {
            let (begin, end) = match w.time_zone.mark(begin) == w.time_zone.mark(end) {
                true => (time::date(w, begin), time::zoned(w, end)),
                false => (time::zoned(w, begin), time::zoned(w, end)),
            };
            say!(w, "span.name.between", begin, end)
        }
    }
}

/// How an instance is paid for.
pub fn billing(w: &Words, billing: Billing) -> String {
    match billing {
        Billing::Other(mode) => say!(w, "panes.billing" / billing, mode),
        Billing::PayPerUse | Billing::Prepaid => w.named("panes.billing", billing).to_owned(),
    }
}

/// An enterprise project: its id, but a word for the default one.
pub fn enterprise<'a>(w: &'a Words, id: &'a str) -> &'a str {
    match id {
        "0" => w.text("panes.default-project"),
        id => id,
    }
}

/// Fields that could not be read, by name.
pub fn unreadable(w: &Words, fields: &[String]) -> String {
    let count = w.count("nouns.field", fields.len());
    let names = fields.join(w.text("comma"));
    say!(w, "panes.unreadable", fields = count, names)
}
