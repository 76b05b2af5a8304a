//! The journal.

use super::{Words, as_lines, explained, notice, time};
use crate::api::Operation;
use crate::api::management::ChangeKind;
use crate::explain;
use crate::journal::{Entry, Outcome, Settlement, Verdict};
use crate::say;
use crate::state::write::pending::Unanswered;
use std::time::Duration;
use strum::IntoEnumIterator as _;

/// New changes are not written down, and how many lines of earlier ones are missing.
pub fn unwritten(w: &Words, why: &str, lines: usize) -> String {
    let trouble = say!(w, "journal.trouble", why);
    let missing = w.count("journal.unwritten", lines);
    match lines {
        0 => trouble,
        _ => format!("{trouble}{}{missing}", w.text("semicolon")),
    }
}

/// The answer to a write of an earlier run was never seen.
pub fn unanswered(w: &Words, entry: &Entry) -> String {
    let targets = &entry.attempt.targets;
    let first = targets.first();
    let earlier = first.and_then(|target| Unanswered::of(entry, target));
    let what = match earlier {
        Some(Unanswered { what, .. }) => {
            notice::action(w, &what.mutation.action(), &what.name) + &more(w, entry)
        }
        None => line(w, entry),
    };
    let (at, profile) = (time::zoned(w, entry.at), &entry.attempt.profile);
    say!(w, "journal.unanswered", what, at, profile)
}

/// How many targets there are beside the first.
fn more(w: &Words, entry: &Entry) -> String {
    match entry.attempt.targets.len() {
        0 | 1 => String::new(),
        several => say!(w, "journal.more", n = several - 1),
    }
}

/// How a write ended, else what its answer says; one whose answer nobody saw is unknown.
pub fn result<'w>(w: &'w Words, entry: &Entry) -> &'w str {
    match entry.end() {
        Some(end) => w.named("journal.settled", end),
        None => answer(w, entry),
    }
}

fn answer<'w>(w: &'w Words, entry: &Entry) -> &'w str {
    let result = entry.outcome.as_ref().map(|outcome| outcome.result);
    w.named("journal.result", result.unwrap_or(Verdict::Unknown))
}

/// What a write did. The file has the English words, whatever the language; words that this
/// version does not know stay as they are.
fn action<'a>(w: &'a Words, entry: &'a Entry) -> &'a str {
    let action = &entry.attempt.action;
    let mut known = Operation::ALL.iter().copied();
    let known = known.find(|operation| operation.as_str() == action);
    if let Some(operation) = known {
        return w.named("error.operation", operation);
    }
    let mut changes = ChangeKind::iter();
    let change = changes.find(|change| change.recorded() == action);
    change.map_or(action, |change| w.named("broker.act.recorded", change))
}

/// What a write did, and to what, in a line.
pub fn line(w: &Words, entry: &Entry) -> String {
    let target = entry.attempt.targets.first();
    let target = target.map_or("", |target| target.name.as_str());
    say!(w, "journal.entry", action = action(w, entry), target) + &more(w, entry)
}

/// Everything about a write but its request.
pub fn facts<'w>(w: &'w Words, entry: &Entry) -> Vec<(&'w str, String)> {
    let attempt = &entry.attempt;
    let mut facts = vec![
        (w.text("journal.when"), time::zoned(w, entry.at)),
        (w.text("journal.what"), action(w, entry).to_owned()),
    ];
    for target in &attempt.targets {
        let id = target.id.as_deref().unwrap_or_default();
        let name = format!("{} {id}", target.name).trim_end().to_owned();
        let each = entry.outcome.iter().flat_map(|outcome| &outcome.each);
        let own = each.into_iter().find(|each| each.id == id);
        let name = own.map_or(name.clone(), |each| {
            format!("{name}  {}", w.named("journal.result", each.result))
        });
        facts.push((w.text("journal.target"), name));
    }
    let place = format!("{} / {}", attempt.profile, attempt.region);
    facts.push((w.text("journal.place"), place));
    facts.push((w.text("journal.project"), attempt.project.clone()));
    facts.push((w.text("journal.outcome"), answer(w, entry).to_owned()));
    if let Some(outcome) = &entry.outcome {
        let created = outcome.created.clone();
        facts.extend(created.map(|id| (w.text("journal.created"), id)));
        let status = outcome.status.map(|status| status.to_string());
        facts.extend(status.map(|status| (w.text("journal.status"), status)));
        let code = outcome.code.clone();
        facts.extend(code.map(|code| (w.text("journal.code"), code)));
        let message = outcome.message.clone();
        facts.extend(message.map(|message| (w.text("journal.service"), message)));
        facts.extend(table(w, outcome));
        let id = outcome.request_id.clone();
        facts.extend(id.map(|id| (w.text("journal.call"), id)));
        if outcome.result != Verdict::NotSent {
            let took = time::measured(Duration::from_millis(outcome.ms));
            facts.push((w.text("journal.took"), took));
        }
    }
    for known in &entry.settled {
        facts.extend(settled(w, known));
    }
    facts
}

/// What became of one of its targets, why, and what the table says about that.
fn settled<'w>(w: &'w Words, known: &Settlement) -> Vec<(&'w str, String)> {
    let result = w.named("journal.settled", known.result);
    let mut said = format!("{}  {result}", known.target.name);
    if let Some(why) = &known.why {
        said = format!("{said}{}{why}", w.text("colon"));
    }
    let mut facts = vec![(w.text("journal.later"), said)];
    if let Some(code) = &known.code {
        facts.push((w.text("journal.code"), explained::failed_instance(w, code)));
    }
    let id = known.request_id.clone();
    facts.extend(id.map(|id| (w.text("journal.call"), id)));
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
pub fn request(entry: &Entry) -> Vec<String> {
    let request = &entry.attempt.request;
    let mut lines = vec![format!("{} {}", request.method, request.path)];
    if let Some(body) = &request.body {
        lines.extend(format!("{body:#}").lines().map(str::to_owned));
    }
    lines
}

/// Everything about a write, one fact a line: what is copied.
pub fn as_text(w: &Words, entry: &Entry) -> String {
    as_lines(w, facts(w, entry)) + &request(entry).join("\n") + "\n"
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

    #[test]
    fn the_status_of_an_answer_is_no_error_code_and_what_was_not_sent_took_no_time() {
        let w = Words::load(Lang::Chinese).unwrap();
        let sent = r#"{"v":1,"id":"1","at":"2026-02-03T02:14:07.120Z","what":"send","profile":"p","region":"r","project":"p","action":"delete the instance","targets":[],"request":{"method":"DELETE","path":"/"}}"#;
        let told = |outcome: &str| {
            let end = format!(
                r#"{{"v":1,"id":"1","at":"2026-02-03T02:14:08.120Z","what":"answer",{outcome}}}"#
            );
            as_text(&w, &read(&[sent, &end]).entries[0])
        };
        let accepted = told(r#""result":"accepted","status":200,"ms":0"#);
        assert!(accepted.contains("HTTP状态码：200\n"), "{accepted}");
        assert!(!accepted.contains("错误码"), "{accepted}");
        assert!(accepted.contains("<1ms"), "{accepted}");
        let unsent = told(r#""result":"not-sent","ms":7"#);
        assert!(unsent.contains(w.named("journal.result", Verdict::NotSent)));
        assert!(!unsent.contains("7ms"), "{unsent}");
    }

    fn line_of(w: &Words, text: &str) -> String {
        let pages = read(&[text]);
        line(w, &pages.entries[0])
    }
}
