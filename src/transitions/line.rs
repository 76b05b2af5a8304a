//! Transitions as lines of a file: JSON objects, with times in UTC and words that are the same in
//! every language. What a finding was seen by is not kept.
//!
//! ```text
//! {"v":1,"at":"2026-02-03T02:14:07.120Z","profile":"ops","region":"cn-north-4","id":"…",
//!  "name":"orders","change":{"began":{"finding":{"code":"NO_CONSUMERS","severity":"critical",
//!  "since":"2026-02-03T02:11:00.000Z","says":[["value",{"figure":[1200.0,"count"]}]]}}}}
//! ```

use super::{Change, Progress, Transition};
use crate::findings::{Code, Finding, Severity, Slot, Value, Variant};
use crate::model::{EpochMs, InstanceId, Scope, Status, TaskId, TaskStatus, Unit};
use crate::secret::mask::Masker;
use crate::text;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// The version of the lines that this program writes and reads.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Line {
    v: u32,
    at: String,
    profile: String,
    region: String,
    id: String,
    name: String,
    change: What,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum What {
    Status {
        from: Option<String>,
        to: Option<String>,
    },
    Began {
        finding: Found,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        first: bool,
    },
    Worsened(Found),
    Ended {
        code: String,
        severity: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<String>,
        until: String,
    },
    TaskBegan {
        task: String,
        task_name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<String>,
    },
    TaskEnded {
        task: String,
        task_name: String,
        how: Option<String>,
    },
    Wrote {
        verb: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        object: Option<String>,
        result: String,
    },
}

#[derive(Serialize, Deserialize)]
struct Found {
    code: String,
    severity: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    variant: Option<String>,
    says: Vec<(String, Said)>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Said {
    Figure(f64, String),
    Share(f64),
    Time(i64),
    Text(String),
    Node(String),
    Nodes(usize),
    Fields(usize),
    Status(String),
    FailureCode(String),
    Code(String),
}

/// A transition as a line with its end, without secrets and without characters that steer a
/// terminal; nothing where it cannot be one.
pub(super) fn text_of(transition: &Transition, masker: &Masker) -> Option<String> {
    let free = |text: &str| text::clean(&masker.mask_whole(text.to_owned())).into_owned();
    let scope = &transition.key.scope;
    let line = Line {
        v: VERSION,
        at: time(transition.at)?,
        profile: scope.profile.to_string(),
        region: scope.region.to_string(),
        id: transition.key.id.to_string(),
        name: free(&transition.name),
        change: what(&transition.change, &free)?,
    };
    let text = serde_json::to_string(&line).ok()?;
    Some(text + "\n")
}

fn what(change: &Change, free: &impl Fn(&str) -> String) -> Option<What> {
    let status = |one: &Option<Status>| one.as_ref().map(|one| free(one.word()));
    Some(match change {
        Change::Status { from, to } => What::Status {
            from: status(from),
            to: status(to),
        },
        Change::Began { finding, first } => What::Began {
            finding: found(finding, free),
            first: *first,
        },
        Change::Worsened(finding) => What::Worsened(found(finding, free)),
        Change::Ended {
            code,
            severity,
            since,
            until,
        } => What::Ended {
            code: code.name().to_owned(),
            severity: severity.name().to_owned(),
            since: since.and_then(time),
            until: time(*until)?,
        },
        Change::TaskBegan { id, task, since } => What::TaskBegan {
            task: id.to_string(),
            task_name: free(task),
            since: since.and_then(time),
        },
        Change::TaskEnded { id, task, how } => What::TaskEnded {
            task: id.to_string(),
            task_name: free(task),
            how: how.as_ref().map(|how| free(how.word())),
        },
        Change::Wrote {
            verb,
            object,
            result,
        } => What::Wrote {
            verb: verb.clone(),
            object: object.as_deref().map(free),
            result: <&'static str>::from(*result).to_owned(),
        },
    })
}

fn found(finding: &Finding, free: &impl Fn(&str) -> String) -> Found {
    let word = |slot: &Slot| <&'static str>::from(*slot).to_owned();
    let variant = finding
        .variant
        .map(|one| <&'static str>::from(one).to_owned());
    let says = finding.says.iter();
    Found {
        code: finding.code.name().to_owned(),
        severity: finding.severity.name().to_owned(),
        since: finding.since.and_then(time),
        variant,
        says: says
            .map(|(slot, value)| (word(slot), said(value, free)))
            .collect(),
    }
}

fn said(value: &Value, free: &impl Fn(&str) -> String) -> Said {
    match value {
        Value::Figure(number, unit) => Said::Figure(*number, <&'static str>::from(*unit).into()),
        Value::Share(share) => Said::Share(*share),
        Value::Time(ms) => Said::Time(*ms),
        Value::Text(text) => Said::Text(free(text)),
        Value::Node(node) => Said::Node(free(node)),
        Value::Nodes(number) => Said::Nodes(*number),
        Value::Fields(number) => Said::Fields(*number),
        Value::Status(status) => Said::Status(free(status.word())),
        Value::FailureCode(code) => Said::FailureCode(free(code)),
        Value::Code(code) => Said::Code(code.name().to_owned()),
    }
}

/// The transition of a line; nothing where it is damaged, or of another version.
pub(super) fn transition_of(line: &str) -> Option<Transition> {
    let line: Line = serde_json::from_str(line).ok()?;
    if line.v != VERSION {
        return None;
    }
    let id = InstanceId::new(&line.id).ok()?;
    Some(Transition {
        at: at(&line.at)?,
        key: Scope::new(&line.profile, &line.region).instance(&id),
        name: line.name,
        change: change(line.change)?,
    })
}

fn change(what: What) -> Option<Change> {
    let status = |one: Option<String>| one.map(|word| Status::from_word(&word));
    Some(match what {
        What::Status { from, to } => Change::Status {
            from: status(from),
            to: status(to),
        },
        What::Began { finding, first } => Change::Began {
            finding: Box::new(finding_of(finding)?),
            first,
        },
        What::Worsened(finding) => Change::Worsened(Box::new(finding_of(finding)?)),
        What::Ended {
            code,
            severity,
            since,
            until,
        } => Change::Ended {
            code: code_of(&code)?,
            severity: severity_of(&severity)?,
            since: since.as_deref().and_then(at),
            until: at(&until)?,
        },
        What::TaskBegan {
            task,
            task_name,
            since,
        } => Change::TaskBegan {
            id: TaskId::new(&task).ok()?,
            task: task_name,
            since: since.as_deref().and_then(at),
        },
        What::TaskEnded {
            task,
            task_name,
            how,
        } => Change::TaskEnded {
            id: TaskId::new(&task).ok()?,
            task: task_name,
            how: how.map(|word| TaskStatus::from_word(&word)),
        },
        What::Wrote {
            verb,
            object,
            result,
        } => Change::Wrote {
            verb,
            object,
            result: Progress::from_str(&result).ok()?,
        },
    })
}

fn finding_of(found: Found) -> Option<Finding> {
    let mut finding = Finding::new(
        code_of(&found.code)?,
        severity_of(&found.severity)?,
        Vec::new(),
    );
    finding.since = found.since.as_deref().and_then(at);
    finding.variant = found
        .variant
        .map(|word| Variant::from_str(&word))
        .transpose()
        .ok()?;
    let says = found.says.into_iter();
    let says = says.map(|(slot, said)| Some((Slot::from_str(&slot).ok()?, value_of(said)?)));
    finding.says = says.collect::<Option<_>>()?;
    Some(finding)
}

fn value_of(said: Said) -> Option<Value> {
    Some(match said {
        Said::Figure(number, unit) => Value::Figure(number, Unit::from_str(&unit).ok()?),
        Said::Share(share) => Value::Share(share),
        Said::Time(ms) => Value::Time(ms),
        Said::Text(text) => Value::Text(text),
        Said::Node(node) => Value::Node(node.into()),
        Said::Nodes(number) => Value::Nodes(number),
        Said::Fields(number) => Value::Fields(number),
        Said::Status(word) => Value::Status(Status::from_word(&word)),
        Said::FailureCode(code) => Value::FailureCode(code),
        Said::Code(code) => Value::Code(code_of(&code)?),
    })
}

fn code_of(name: &str) -> Option<Code> {
    let mut all = Code::ALL.iter().copied();
    all.find(|code| code.name() == name)
}

fn severity_of(name: &str) -> Option<Severity> {
    let mut all = Severity::ALL.iter().copied();
    all.find(|severity| severity.name() == name)
}

fn time(at: EpochMs) -> Option<String> {
    let time = jiff::Timestamp::from_millisecond(at).ok()?;
    Some(time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string())
}

fn at(text: &str) -> Option<EpochMs> {
    let time: jiff::Timestamp = text.parse().ok()?;
    Some(time.as_millisecond())
}

#[cfg(test)]
mod tests;
