use super::*;
use crate::findings::{Code, Evidence, Severity, Value};
use crate::model::TaskStatus;
use proptest::prelude::*;

const CODES: [Code; 5] = [
    Code::NoConsumers,
    Code::MemoryAlarm,
    Code::PublishersBlocked,
    Code::TaskFailed,
    Code::Stale,
];

fn finding(code: Code, severity: Severity) -> Finding {
    let seen = Evidence::field("field", Value::Text(String::new()), 0);
    Finding::new(code, severity, vec![seen])
}

fn found(all: &[(Code, Severity)]) -> Findings {
    Findings {
        all: all.iter().map(|(code, bad)| finding(*code, *bad)).collect(),
        ..Findings::default()
    }
}

fn undecided(codes: &[Code]) -> Findings {
    let mut found = Findings::default();
    codes.iter().for_each(|code| found.undecided.add(*code));
    found
}

/// An instance that is looked at again and again.
#[derive(Default)]
struct Watcher {
    told: Told,
    known: Findings,
    wall: EpochMs,
}

impl Watcher {
    fn look(&mut self, found: Findings) -> Vec<String> {
        self.look_at(found, Some(&Status::Running))
    }

    fn look_at(&mut self, mut found: Findings, status: Option<&Status>) -> Vec<String> {
        self.wall += 60_000;
        let (wall, eye) = (self.wall, self.wall + 5_000);
        let is_there = status.is_some();
        let seen = Seen {
            is_there,
            status,
            wall,
            eye,
        };
        let changes = self.told.take(&self.known, &mut found, seen);
        self.known = found;
        changes.iter().map(say).collect()
    }
}

fn say(change: &Change) -> String {
    let word: &'static str = change.into();
    match change {
        Change::Began { finding, first } => {
            format!("{word} {} {:?} {first}", finding.code.name(), finding.since)
        }
        Change::Worsened(finding) => format!("{word} {}", finding.code.name()),
        Change::Ended {
            code, since, until, ..
        } => format!("{word} {} {since:?} {until}", code.name()),
        Change::Status { from, to } => format!("{word} {from:?} {to:?}"),
        Change::TaskBegan { task, .. } => format!("{word} {task}"),
        Change::TaskEnded { task, how, .. } => format!("{word} {task} {how:?}"),
        Change::Wrote { .. } => word.to_owned(),
    }
}

use Severity::{Critical, Warning};

#[test]
fn a_finding_begins_goes_on_and_ends_once() {
    let mut one = Watcher::default();
    assert_eq!(one.look(found(&[])), [""; 0]);
    let full = || found(&[(Code::StorageHigh, Critical)]);
    // Nobody who measured it says since when: it began between two looks.
    assert_eq!(one.look(full()), ["began STORAGE_HIGH Some(120000) false"]);
    assert_eq!(one.look(full()), [""; 0]);
    assert_eq!(one.look(found(&[])), ["ended STORAGE_HIGH None 240000"]);
    assert_eq!(one.look(found(&[])), [""; 0]);
}

#[test]
fn what_is_found_at_the_first_look_can_be_old() {
    let mut one = Watcher::default();
    let said = one.look(found(&[(Code::StorageHigh, Warning)]));
    assert_eq!(said, ["began STORAGE_HIGH None true"]);
    // So can what could not be looked at before.
    one.look(undecided(&[Code::StorageHigh, Code::MemoryAlarm]));
    let said = one.look(found(&[(Code::MemoryAlarm, Critical)]));
    assert_eq!(
        said,
        [
            "began MEMORY_ALARM None true",
            "ended STORAGE_HIGH None 180000"
        ]
    );
}

#[test]
fn what_cannot_be_looked_at_or_is_hidden_has_not_ended() {
    let mut one = Watcher::default();
    one.look(found(&[(Code::MemoryAlarm, Critical)]));
    assert_eq!(one.look(undecided(&[Code::MemoryAlarm])), [""; 0]);
    assert_eq!(one.look(undecided(&[Code::MemoryAlarm])), [""; 0]);
    assert_eq!(one.look(found(&[(Code::MemoryAlarm, Critical)])), [""; 0]);
    one.look(undecided(&[Code::MemoryAlarm]));
    assert_eq!(one.look(found(&[])), ["ended MEMORY_ALARM None 365000"]);
}

#[test]
fn what_a_cause_would_hide_that_cannot_be_looked_at_is_told_only_without_it() {
    let mut one = Watcher::default();
    one.look(found(&[(Code::MemoryAlarm, Critical)]));
    let symptom = || {
        let mut found = found(&[(Code::PublishersBlocked, Critical)]);
        found.undecided.add(Code::MemoryAlarm);
        found
    };
    assert_eq!(one.look(symptom()), [""; 0]);
    assert_eq!(one.look(undecided(&[Code::MemoryAlarm])), [""; 0]);
    assert_eq!(one.look(symptom()), [""; 0]);
    let said = one.look(found(&[(Code::PublishersBlocked, Critical)]));
    assert_eq!(
        said,
        [
            "began PUBLISHERS_BLOCKED None true",
            "ended MEMORY_ALARM None 305000"
        ]
    );
    let said = one.look(found(&[]));
    assert_eq!(said, ["ended PUBLISHERS_BLOCKED None 365000"]);
}

#[test]
fn it_ended_when_it_was_no_longer_so_and_not_when_it_stopped_to_linger() {
    let mut one = Watcher::default();
    let mut full = found(&[(Code::MemoryAlarm, Critical)]);
    full.all[0].since = Some(30_000);
    one.look(full.clone());
    full.all[0].over = Some(90_000);
    assert_eq!(one.look(full), [""; 0]);
    let said = one.look(found(&[]));
    assert_eq!(said, ["ended MEMORY_ALARM Some(30000) 90000"]);
}

#[test]
fn worse_is_told_once_and_better_is_not() {
    let mut one = Watcher::default();
    one.look(found(&[]));
    one.look(found(&[(Code::StorageHigh, Warning)]));
    let said = one.look(found(&[(Code::StorageHigh, Critical)]));
    assert_eq!(said, ["worsened STORAGE_HIGH"]);
    assert_eq!(one.look(found(&[(Code::StorageHigh, Warning)])), [""; 0]);
    assert_eq!(one.look(found(&[(Code::StorageHigh, Critical)])), [""; 0]);
    one.look(found(&[]));
    let said = one.look(found(&[(Code::StorageHigh, Critical)]));
    assert_eq!(said, ["began STORAGE_HIGH Some(420000) false"]);
}

#[test]
fn what_repeats_the_status_is_not_told() {
    let mut one = Watcher::default();
    one.look(found(&[]));
    let moving = found(&[
        (Code::Moving, Severity::Moving),
        (Code::Stale, Severity::Unknown),
    ]);
    assert_eq!(one.look(moving), [""; 0]);
    assert_eq!(one.look(found(&[])), [""; 0]);
}

#[test]
fn a_status_is_told_when_it_changes_and_when_the_instance_is_gone() {
    let mut one = Watcher::default();
    assert_eq!(one.look_at(found(&[]), Some(&Status::Running)), [""; 0]);
    let said = one.look_at(found(&[]), Some(&Status::Deleting));
    assert_eq!(said, ["status Some(Running) Some(Deleting)"]);
    assert_eq!(one.told.status_since(), Some(120_000));
    let said = one.look_at(found(&[]), None);
    assert_eq!(said, ["status Some(Deleting) None"]);
}

#[test]
fn a_task_is_told_when_it_begins_and_when_it_ends() {
    let task = |id: &str, status: TaskStatus| Task {
        id: TaskId::new(id).unwrap(),
        name: format!("restart-{id}"),
        user_name: None,
        params: None,
        status: Some(status),
        created_at: Some(7),
        updated_at: None,
    };
    let mut told = Told::default();
    let mut look = |tasks: &[Task]| -> Vec<String> { told.tasks(tasks).iter().map(say).collect() };
    let old = task("0", TaskStatus::Failed);
    assert_eq!(look(std::slice::from_ref(&old)), [""; 0]);
    let [first, second] = ["1", "2"].map(|id| task(id, TaskStatus::Executing));
    let said = look(&[first.clone(), second, old.clone()]);
    assert_eq!(said, ["task-began restart-1", "task-began restart-2"]);
    let ended = task("1", TaskStatus::Success);
    let said = look(&[ended, old]);
    assert_eq!(
        said,
        [
            "task-ended restart-1 Some(Success)",
            "task-ended restart-2 None"
        ]
    );
}

/// What a look at an instance can give: of each code whether it is found, and how bad, or cannot be
/// looked at.
fn look() -> impl Strategy<Value = (Findings, Option<Status>)> {
    let each = prop::collection::vec(0..4_u8, CODES.len());
    let status = prop::option::of(prop_oneof![Just(Status::Running), Just(Status::Error)]);
    (each, status).prop_map(|(each, status)| {
        let mut look = Findings::default();
        for (code, how) in CODES.into_iter().zip(each) {
            match how {
                0 => {}
                1 => look.undecided.add(code),
                bad => {
                    let bad = if bad == 2 { Warning } else { Critical };
                    let bad = bad.max(code.severity());
                    look.all.push(finding(code, bad));
                }
            }
        }
        (look, status)
    })
}

proptest! {
    /// Looks before and after a start of the program: nothing is told twice, whatever is seen.
    #[test]
    fn every_beginning_has_at_most_one_end_and_no_end_is_without_one(
        looks in prop::collection::vec(look(), 0..30),
        more in prop::collection::vec(look(), 0..30),
        aside in any::<bool>(),
    ) {
        let key = crate::model::Scope::new("p", "r")
            .instance(&crate::model::InstanceId::new("i").unwrap());
        let mut one = Watcher::default();
        let mut all = Vec::new();
        let mut open = Codes::default();
        let mut status = None;
        for (run, looks) in [looks, more].into_iter().enumerate() {
            if run == 1 {
                let told = match aside {
                    true => std::mem::take(&mut one.told).put_aside(&one.known.all),
                    false => {
                        let mut told = Told::default();
                        all.iter().for_each(|one| told.remember(one));
                        told
                    }
                };
                one = Watcher { told, ..Watcher::default() };
            }
            for (mut found, seen) in looks {
                one.wall += 60_000;
                let at = one.wall;
                let is_there = seen.is_some();
                let look = Seen { is_there, status: seen.as_ref(), wall: at, eye: at };
                let changes = one.told.take(&one.known, &mut found, look);
                one.known = found;
                for change in changes {
                    match &change {
                        Change::Began { finding, .. } => {
                            prop_assert!(!open.has(finding.code));
                            open.add(finding.code);
                        }
                        Change::Worsened(finding) => prop_assert!(open.has(finding.code)),
                        Change::Ended { code, .. } => {
                            prop_assert!(open.has(*code));
                            open.remove(*code);
                        }
                        Change::Status { from, to } => {
                            prop_assert_ne!(from, to);
                            prop_assert!(status.is_none() || status.as_ref() == Some(from));
                            status = Some(to.clone());
                        }
                        Change::TaskBegan { .. }
                        | Change::TaskEnded { .. }
                        | Change::Wrote { .. } => prop_assert!(false),
                    }
                    let (key, name) = (key.clone(), "i".to_owned());
                    all.push(Transition { at, key, name, change });
                }
            }
        }
    }
}
