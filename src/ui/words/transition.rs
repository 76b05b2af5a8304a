//! What changed of an instance, in words.

use super::{Words, finding, time, with_console};
use crate::l10n::fill;
use crate::model::Status;
use crate::say;
use crate::state::write::mutation::MutationKind;
use crate::transitions::{Change, Transition};
use strum::VariantNames as _;

/// What kind of change it is, in a word or two.
pub fn kind<'w>(w: &'w Words, change: &Change) -> &'w str {
    w.named("transition.change", change)
}

/// What changed, without the instance and without what kind of change that is.
pub fn what(w: &Words, transition: &Transition) -> String {
    let status = |one: &Status| with_console(w, one.word(), one.console()).into_owned();
    match &transition.change {
        Change::Status { from, to } => {
            let [from, to] = [from, to].map(|one| one.as_ref().map(status));
            match (from, to) {
                (Some(from), Some(to)) => say!(w, "transition.status", from, to),
                (from, None) => say!(w, "transition.gone", from = super::or_unknown(from)),
                (None, Some(to)) => say!(w, "transition.there", to),
            }
        }
        Change::Began { finding, .. } | Change::Worsened(finding) => finding::sentence(w, finding),
        Change::Ended {
            code, since, until, ..
        } => match since {
            Some(since) => {
                let time = time::took(*since, *until);
                say!(w, "transition.ended", code = code.name(), time)
            }
            None => code.name().to_owned(),
        },
        Change::TaskBegan { task, .. } => task.clone(),
        Change::TaskEnded { task, how, .. } => {
            let status = super::task_status(w, how.as_ref());
            say!(w, "transition.task-ended", task, status)
        }
        Change::Wrote {
            verb,
            object,
            result,
        } => {
            let what = action(w, verb, object.as_deref(), &transition.name);
            let result = w.named("transition.progress", *result);
            say!(w, "transition.wrote", what, result)
        }
    }
}

/// A change with its time, its instance and what kind of change it is.
pub fn line(w: &Words, transition: &Transition) -> String {
    let parts = [
        time::exact(w, transition.at),
        transition.name.clone(),
        kind(w, &transition.change).to_owned(),
        what(w, transition),
    ];
    parts.join("  ")
}

/// What a write does. That of another version may do something that this one has no words for.
fn action(w: &Words, verb: &str, object: Option<&str>, name: &str) -> String {
    let known = MutationKind::VARIANTS.iter().chain(&["enable", "disable"]);
    let text = known
        .copied()
        .find(|known| *known == verb)
        .and_then(|known| w.find(&["notice.verb"], known));
    let object = object.unwrap_or_default();
    match text {
        Some(text) => fill(
            text,
            &[
                ("name", &name),
                ("plugin", &object),
                ("task", &object),
                ("queue", &object),
            ],
        ),
        None => format!("{verb} {name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::{Code, Finding, Severity, Slot, Value};
    use crate::lang::Lang;
    use crate::model::{InstanceId, Scope, TaskId, TaskStatus, Unit};
    use crate::transitions::Progress;

    /// One of each.
    fn changes() -> [Change; 10] {
        let id = TaskId::new("t-1").unwrap();
        let mut found = Finding::new(Code::NoConsumers, Severity::Critical, Vec::new());
        for (slot, number) in [(Slot::Value, 1200.0), (Slot::Was, 12.0)] {
            found = found.says(slot, Value::Figure(number, Unit::Count));
        }
        let wrote = |verb: &str, object: Option<&str>| Change::Wrote {
            verb: verb.into(),
            object: object.map(Into::into),
            result: Progress::Done,
        };
        [
            Change::Status {
                from: Some(Status::Running),
                to: Some(Status::Error),
            },
            Change::Status {
                from: Some(Status::Deleting),
                to: None,
            },
            Change::Status {
                from: None,
                to: Some(Status::Creating),
            },
            Change::Began {
                finding: Box::new(found),
                first: false,
            },
            Change::Ended {
                code: Code::NoConsumers,
                severity: Severity::Critical,
                since: Some(0),
                until: 720_000,
            },
            Change::TaskBegan {
                id: id.clone(),
                task: "restart".into(),
                since: None,
            },
            Change::TaskEnded {
                id,
                task: "restart".into(),
                how: Some(TaskStatus::Success),
            },
            wrote("restart", None),
            wrote("enable", Some("rabbitmq_shovel")),
            wrote("polish", None),
        ]
    }

    #[test]
    fn every_change_is_said_in_both_languages() {
        let said = |lang| {
            let w = Words::load(lang).unwrap();
            let key = Scope::new("p", "r").instance(&InstanceId::new("i").unwrap());
            let line = |change: &Change| {
                let (key, change) = (key.clone(), change.clone());
                let name = "orders".to_owned();
                let transition = Transition {
                    at: 0,
                    key,
                    name,
                    change,
                };
                let kind = kind(&w, &transition.change);
                format!("{kind} | {}", what(&w, &transition))
            };
            changes().iter().map(line).collect::<Vec<_>>().join("\n")
        };
        insta::assert_snapshot!(said(Lang::English));
        insta::assert_snapshot!(said(Lang::Chinese));
    }
}
