//! The journal.

use super::catalogue::{Plural, Words, fill, texts};
use super::time;
use crate::journal::{Entry, Verdict};
use std::time::Duration;

texts! {
    /// The journal.
    pub struct Journal {
        title, loading, failed, empty, none_match,
        unreadable: Plural,
        trouble, filter, entry, more, when, what, target, place, project, result: Results,
        service, code, call, took, request, gone, outcome,
    }
}

texts! {
    /// How a write ended.
    pub struct Results {
        accepted, refused, not_sent, unknown,
    }
}

/// How a write ended; one whose end nobody saw is unknown.
#[must_use]
pub fn result<'w>(w: &'w Words, entry: &Entry) -> &'w str {
    let t = &w.journal.result;
    match entry.outcome.as_ref().map(|outcome| outcome.result) {
        Some(Verdict::Accepted) => &t.accepted,
        Some(Verdict::Refused) => &t.refused,
        Some(Verdict::NotSent) => &t.not_sent,
        Some(Verdict::Unknown) | None => &t.unknown,
    }
}

/// The filter in force.
#[must_use]
pub fn filter(w: &Words, text: &str) -> String {
    fill(&w.journal.filter, &[("text", &text)])
}

/// The journal cannot be read.
#[must_use]
pub fn failed(w: &Words, why: &str) -> String {
    fill(&w.journal.failed, &[("why", &why)])
}

/// The journal cannot be written.
#[must_use]
pub fn trouble(w: &Words, why: &str) -> String {
    fill(&w.journal.trouble, &[("why", &why)])
}

/// The filter shows none of what is there.
#[must_use]
pub fn none_match(w: &Words, filter: &str) -> String {
    fill(&w.journal.none_match, &[("filter", &filter)])
}

/// What a write did, and to what, in a line.
#[must_use]
pub fn line(w: &Words, entry: &Entry) -> String {
    let targets = &entry.attempt.targets;
    let first = targets.first().map_or("", |target| target.name.as_str());
    let mut line = fill(
        &w.journal.entry,
        &[("action", &entry.attempt.action), ("target", &first)],
    );
    if targets.len() > 1 {
        line.push_str(&fill(&w.journal.more, &[("n", &(targets.len() - 1))]));
    }
    line
}

/// Everything about a write but its request.
#[must_use]
pub fn facts<'w>(w: &'w Words, entry: &Entry) -> Vec<(&'w str, String)> {
    let t = &w.journal;
    let attempt = &entry.attempt;
    let mut facts = vec![
        (t.when.as_str(), format!("{} UTC", time::date(entry.at))),
        (t.what.as_str(), attempt.action.clone()),
    ];
    for target in &attempt.targets {
        let id = target.id.as_deref().unwrap_or_default();
        facts.push((t.target.as_str(), format!("{} {id}", target.name)));
    }
    let place = format!("{} / {}", attempt.profile, attempt.region);
    facts.push((t.place.as_str(), place));
    facts.push((t.project.as_str(), attempt.project.clone()));
    facts.push((t.outcome.as_str(), result(w, entry).to_owned()));
    if let Some(outcome) = &entry.outcome {
        let status = outcome.status.map(|status| status.to_string());
        let code: Vec<String> = status.into_iter().chain(outcome.code.clone()).collect();
        if !code.is_empty() {
            facts.push((t.code.as_str(), code.join(" ")));
        }
        let message = outcome.message.clone();
        facts.extend(message.map(|message| (t.service.as_str(), message)));
        let id = outcome.request_id.clone();
        facts.extend(id.map(|id| (t.call.as_str(), id)));
        let took = format!("{:?}", Duration::from_millis(outcome.ms));
        facts.push((t.took.as_str(), took));
    }
    facts
}

/// The request of a write, line by line.
#[must_use]
pub fn request(entry: &Entry) -> Vec<String> {
    let request = &entry.attempt.request;
    let mut lines = vec![format!("{} {}", request.method, request.path)];
    if let Some(body) = &request.body {
        lines.extend(format!("{body:#}").lines().map(str::to_owned));
    }
    lines
}

/// Everything about a write, one fact a line: what is copied.
#[must_use]
pub fn as_text(w: &Words, entry: &Entry) -> String {
    let facts = facts(w, entry).into_iter();
    let facts = facts.map(|(label, text)| format!("{label}{}{text}", w.colon));
    let mut lines: Vec<String> = facts.collect();
    lines.extend(request(entry));
    lines.join("\n") + "\n"
}
