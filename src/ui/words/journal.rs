//! The journal.

use super::catalogue::{Plural, Words, fill, texts};
use super::{explained, notice, time};
use crate::api::Operation;
use crate::explain;
use crate::journal::{Entry, Outcome, Settled, Verdict};
use crate::state::pending::Earlier;
use std::fmt::Display;
use std::time::Duration;

texts! {
    /// The journal.
    pub struct Journal {
        title, loading, failed, empty, none_readable, none_match, unanswered, later,
        unreadable: Plural,
        unwritten: Plural,
        trouble, filter, entry, more, when, what, target, place, project, result: Results, settled: Settlements,
        service, code, call, took, request, gone, outcome, created,
    }
}

texts! {
    /// How a write ended.
    pub struct Results {
        accepted, refused, not_sent, unknown,
    }
}

texts! {
    /// What became of a write whose answer was lost.
    pub struct Settlements {
        taken, done, failed, no_trace, untold, released,
    }
}

/// What became of a write whose answer was lost, as it was learned later.
#[must_use]
pub fn settled(w: &Words, result: Settled) -> &str {
    let t = &w.journal.settled;
    match result {
        Settled::Taken => &t.taken,
        Settled::Done => &t.done,
        Settled::Failed => &t.failed,
        Settled::NoTrace => &t.no_trace,
        Settled::Untold => &t.untold,
        Settled::Released => &t.released,
    }
}

/// New changes are not written down, and how many lines of earlier ones are missing.
#[must_use]
pub fn unwritten(w: &Words, why: &str, lines: usize) -> String {
    let trouble = trouble(w, why);
    match lines {
        0 => trouble,
        _ => format!(
            "{trouble}{}{}",
            w.text("semicolon"),
            w.journal.unwritten.of(lines)
        ),
    }
}

/// The answer to a write of an earlier run was never seen.
#[must_use]
pub fn unanswered(w: &Words, entry: &Entry) -> String {
    let targets = &entry.attempt.targets;
    let first = targets.first();
    let earlier = first.and_then(|target| Earlier::of(entry, target));
    let what = match earlier {
        Some(earlier) => {
            let more = match targets.len() {
                0 | 1 => String::new(),
                several => fill(&w.journal.more, &[("n", &(several - 1))]),
            };
            format!("{}{more}", notice::verb(w, &earlier.verb, &earlier.name))
        }
        None => line(w, entry),
    };
    let at = time::date(entry.at);
    let values: [(&str, &dyn Display); 3] = [
        ("what", &what),
        ("at", &at),
        ("profile", &entry.attempt.profile),
    ];
    fill(&w.journal.unanswered, &values)
}

/// How a write ended; one whose end nobody saw is unknown.
#[must_use]
pub fn result<'w>(w: &'w Words, entry: &Entry) -> &'w str {
    verdict(w, entry.outcome.as_ref().map(|outcome| outcome.result))
}

fn verdict(w: &Words, result: Option<Verdict>) -> &str {
    let t = &w.journal.result;
    match result {
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

/// What a write did. The file has the English words, whatever the language; words that this
/// version does not know stay as they are.
fn action<'a>(w: &'a Words, entry: &'a Entry) -> &'a str {
    let action = &entry.attempt.action;
    let mut known = Operation::ALL.into_iter();
    let known = known.find(|operation| operation.as_str() == action);
    known.map_or(action, |operation| w.named("error.operation", operation))
}

/// What a write did, and to what, in a line.
#[must_use]
pub fn line(w: &Words, entry: &Entry) -> String {
    let targets = &entry.attempt.targets;
    let first = targets.first().map_or("", |target| target.name.as_str());
    let mut line = fill(
        &w.journal.entry,
        &[("action", &action(w, entry)), ("target", &first)],
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
        (t.what.as_str(), action(w, entry).to_owned()),
    ];
    for target in &attempt.targets {
        let id = target.id.as_deref().unwrap_or_default();
        let name = format!("{} {id}", target.name).trim_end().to_owned();
        let each = entry.outcome.iter().flat_map(|outcome| &outcome.each);
        let own = each.into_iter().find(|each| each.id == id);
        let name = own.map_or(name.clone(), |each| {
            format!("{name}  {}", verdict(w, Some(each.result)))
        });
        facts.push((t.target.as_str(), name));
    }
    let place = format!("{} / {}", attempt.profile, attempt.region);
    facts.push((t.place.as_str(), place));
    facts.push((t.project.as_str(), attempt.project.clone()));
    facts.push((t.outcome.as_str(), result(w, entry).to_owned()));
    if let Some(outcome) = &entry.outcome {
        let created = outcome.created.clone();
        facts.extend(created.map(|id| (t.created.as_str(), id)));
        let status = outcome.status.map(|status| status.to_string());
        let code: Vec<String> = status.into_iter().chain(outcome.code.clone()).collect();
        if !code.is_empty() {
            facts.push((t.code.as_str(), code.join(" ")));
        }
        let message = outcome.message.clone();
        facts.extend(message.map(|message| (t.service.as_str(), message)));
        facts.extend(table(w, outcome));
        let id = outcome.request_id.clone();
        facts.extend(id.map(|id| (t.call.as_str(), id)));
        let took = format!("{:?}", Duration::from_millis(outcome.ms));
        facts.push((t.took.as_str(), took));
    }
    for known in &entry.settled {
        let said = format!("{}  {}", known.target.name, settled(w, known.result));
        facts.push((t.later.as_str(), said));
    }
    facts
}

/// What the table says about a write that failed.
fn table<'w>(w: &'w Words, outcome: &Outcome) -> Vec<(&'w str, String)> {
    let code = outcome.code.as_deref();
    let message = outcome.message.as_deref().unwrap_or_default();
    let table = code.and_then(|code| explain::by_code(code, message));
    table.map_or_else(Vec::new, |table| explained::table(w, &table))
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
    let facts = facts.map(|(label, text)| format!("{label}{}{text}", w.text("colon")));
    let mut lines: Vec<String> = facts.collect();
    lines.extend(request(entry));
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::read;
    use crate::lang::Lang;

    #[test]
    fn what_was_done_is_said_in_the_language_of_the_screen_and_unknown_words_as_they_are() {
        let w = Words::load(Lang::Chinese).unwrap();
        let said = |action: &str| {
            let line = format!(
                r#"{{"v":1,"id":"1","at":"2026-02-03T02:14:07.120Z","what":"send","profile":"p","region":"r","project":"p","action":"{action}","targets":[{{"id":"i-1","name":"orders"}}],"request":{{"method":"DELETE","path":"/"}}}}"#
            );
            line_of(&w, &line)
        };
        assert_eq!(said("delete the instance"), "删除实例 orders");
        assert_eq!(said("fly away"), "fly away orders");
    }

    fn line_of(w: &Words, text: &str) -> String {
        let pages = read(&[text]);
        line(w, &pages.entries[0])
    }
}
