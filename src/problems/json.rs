//! Problems as an object: `{"problems": [...], "problem_num": N, "unchecked": [...]}`.

use super::{Problem, Problems, Unchecked};
use crate::findings::{Evidence, Value as Seen};
use crate::l10n::Words;
use crate::list::spell_out;
use crate::model::EpochMs;
use crate::state::State;
use crate::state::notify::Notification;
use crate::transitions::Transition;
use crate::ui::words;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::io::{self, Write};

pub(super) fn print(w: &Words, problems: &Problems<'_>, to: &mut impl Write) -> io::Result<()> {
    let all = problems.all.iter();
    let all: Vec<Value> = all.map(|one| object(w, problems.state, one)).collect();
    let unchecked: Vec<Value> = problems.unchecked.iter().map(not_checked).collect();
    let whole = json!({
        "problem_num": all.len(),
        "problems": all,
        "unchecked": unchecked,
    });
    writeln!(to, "{}", spell_out(&format!("{whole:#}")))
}

/// What is told beyond the screen, as an object.
pub(super) fn notification(w: &Words, told: &Notification) -> String {
    let object = match told {
        Notification::One(one) => transition(w, one),
        Notification::Several(number, named) => {
            let named: Vec<Value> = named.iter().map(|one| transition(w, one)).collect();
            json!({ "more_num": number, "more": named })
        }
    };
    spell_out(&object.to_string())
}

fn transition(w: &Words, told: &Transition) -> Value {
    let finding = told.finding();
    let evidence = finding.into_iter().flat_map(|finding| &finding.evidence);
    let evidence: Vec<Value> = evidence.map(seen).collect();
    json!({
        "instance_id": told.key.id.as_str(),
        "name": told.name,
        "profile": &*told.key.scope.profile,
        "region": &*told.key.scope.region,
        "code": finding.map(|finding| finding.code.name()),
        "severity": finding.map(|finding| finding.severity.name()),
        "since": finding.and_then(|finding| finding.since).and_then(time),
        "sentence": words::transition::what(w, told),
        "evidence": evidence,
        "at": time(told.at),
    })
}

/// One problem with what it was seen by.
fn object(w: &Words, state: &State, problem: &Problem<'_>) -> Value {
    let Problem { row, finding } = problem;
    let evidence: Vec<Value> = finding.evidence.iter().map(seen).collect();
    json!({
        "instance_id": row.key.id.as_str(),
        "name": row.instance.name,
        "profile": &*row.key.scope.profile,
        "region": &*row.key.scope.region,
        "code": finding.code.name(),
        "severity": finding.severity.name(),
        "since": finding.since.and_then(time),
        "sentence": problem.sentence(w, state),
        "evidence": evidence,
    })
}

fn not_checked(unchecked: &Unchecked) -> Value {
    json!({
        "profile": &*unchecked.scope.profile,
        "region": &*unchecked.scope.region,
        "sentence": unchecked.says,
    })
}

/// A value that something was seen by.
pub(crate) fn seen(evidence: &Evidence) -> Value {
    let source: &'static str = evidence.source.into();
    let (value, unit) = valued(&evidence.value);
    let threshold = evidence.threshold.as_ref().map(|limit| valued(limit).0);
    json!({
        "source": source,
        "metric": evidence.name,
        "node": evidence.part.as_deref(),
        "value": value,
        "unit": unit,
        "threshold": threshold,
        "at": evidence.at.and_then(time),
    })
}

/// A value and what it is counted in; texts are counted in nothing.
fn valued(value: &Seen) -> (Value, Option<&'static str>) {
    match value {
        Seen::Figure(number, unit) => (json!(number), Some((*unit).into())),
        Seen::Share(share) => (json!(share), Some("share")),
        Seen::Time(ms) => (json!(ms), Some("ms")),
        Seen::Text(text) => (json!(text), None),
        Seen::Node(name) => (json!(&**name), None),
        Seen::Nodes(number) => (json!(number), Some("nodes")),
        Seen::Fields(number) => (json!(number), Some("fields")),
        Seen::Status(status) => (json!(status.word()), None),
        Seen::FailureCode(code) => (json!(code), None),
        Seen::Code(code) => (json!(code.name()), None),
    }
}

/// A moment as RFC 3339 has it, in UTC; nothing for one beyond all calendars.
pub(crate) fn time(at: EpochMs) -> Option<String> {
    let moment = Timestamp::from_millisecond(at).ok()?;
    Some(moment.to_string())
}
