//! What changes as objects, one a line.

use super::{Event, Heard};
use crate::findings::Severity;
use crate::l10n::Words;
use crate::list::spell_out;
use crate::problems::{Problems, seen, time};
use crate::state::State;
use crate::transitions::{Change, Transition};
use crate::ui::words;
use serde_json::{Value, json};

/// What is said of it to programs, without a line break.
pub fn object(w: &Words, state: &State, event: &Event) -> String {
    let object = match event {
        Event::Begun => begun(w, state),
        Event::Changed(transition) => changed(w, transition),
        Event::Heard(heard) => of_stream(w, state, heard),
    };
    spell_out(&object.to_string())
}

fn begun(w: &Words, state: &State) -> Value {
    let problems = Problems::of(state, w);
    let number = |severity: Severity| {
        let all = problems.all.iter();
        all.filter(|one| one.finding.severity == severity).count()
    };
    let profiles = state.profiles.iter().map(|profile| {
        let scope = profile.scope();
        json!({ "profile": &*scope.profile, "region": &*scope.region })
    });
    json!({
        "at": time(state.now.wall),
        "kind": "watching",
        "profiles": profiles.collect::<Vec<Value>>(),
        "instances": state.fleet.all().len(),
        "critical": number(Severity::Critical),
        "warning": number(Severity::Warning),
    })
}

fn changed(w: &Words, transition: &Transition) -> Value {
    let Transition {
        at,
        key,
        name,
        change,
    } = transition;
    let kind: &'static str = change.into();
    let mut object = json!({
        "at": time(*at),
        "kind": kind,
        "instance_id": key.id.as_str(),
        "name": name,
        "profile": &*key.scope.profile,
        "region": &*key.scope.region,
        "sentence": words::transition::what(w, transition),
    });
    let more = match change {
        Change::Began { finding, .. } | Change::Worsened(finding) => json!({
            "code": finding.code.name(),
            "severity": finding.severity.name(),
            "since": finding.since.and_then(time),
            "evidence": finding.evidence.iter().map(seen).collect::<Vec<Value>>(),
        }),
        Change::Ended {
            code,
            severity,
            since,
            until,
        } => json!({
            "code": code.name(),
            "severity": severity.name(),
            "since": since.and_then(time),
            "until": time(*until),
        }),
        Change::Status { from, to } => {
            let word = |status: &Option<crate::model::Status>| {
                status.as_ref().map(|one| one.word().to_owned())
            };
            json!({ "from": word(from), "to": word(to) })
        }
        Change::TaskBegan { id, task, since } => {
            json!({ "task_id": id.as_str(), "task": task, "since": since.and_then(time) })
        }
        Change::TaskEnded { id, task, how } => {
            let how = how.as_ref().map(|how| how.word().to_owned());
            json!({ "task_id": id.as_str(), "task": task, "status": how })
        }
        Change::Wrote { verb, object, .. } => json!({ "verb": verb, "object": object }),
    };
    if let (Some(object), Value::Object(more)) = (object.as_object_mut(), more) {
        object.extend(more);
    }
    object
}

fn of_stream(w: &Words, state: &State, heard: &Heard) -> Value {
    let stream: &'static str = heard.stream.into();
    json!({
        "at": time(state.now.wall),
        "kind": if heard.lost.is_some() { "lost" } else { "back" },
        "stream": stream,
        "profile": &*heard.scope.profile,
        "region": &*heard.scope.region,
        "sentence": heard.said(w),
    })
}
