use super::*;
use crate::model::{CurrentTask, InstanceId, Scope, Storage};

const PERIOD: Duration = Duration::from_secs(5);

fn at(seconds: u64) -> Now {
    Now {
        uptime: Duration::from_secs(seconds),
        wall: 0,
    }
}

fn row(change: impl FnOnce(&mut Instance)) -> Row {
    let id = InstanceId::new("i-1").unwrap();
    let mut instance = Instance::bare(id.clone());
    instance.status = Some(Status::Running);
    change(&mut instance);
    let key = InstanceKey {
        scope: Scope::new("p", "r"),
        id,
    };
    Row::new(key, Arc::new(instance), at(100), 1, PERIOD)
}

fn used(percent: u64) -> impl FnOnce(&mut Instance) {
    move |instance| {
        instance.storage = Storage {
            used: Some(percent),
            usable: Some(100),
            ..Storage::default()
        };
    }
}

#[test]
fn storage_is_critical_from_90_and_a_warning_from_80_percent() {
    let severity = |percent| row(used(percent)).severity(at(100));
    assert_eq!(severity(79), Severity::Fine);
    assert_eq!(severity(80), Severity::Warning);
    assert_eq!(severity(89), Severity::Warning);
    assert_eq!(severity(90), Severity::Critical);
}

#[test]
fn every_status_has_the_severity_of_the_key() {
    let severity = |word: &str| {
        let status = Status::from_word(word);
        row(|instance| instance.status = Some(status)).severity(at(100))
    };
    let letters: Vec<(char, &str)> = "CREATEFAILED ERROR EXTENDEDFAILED CREATING STARTING \
        RESTARTING EXTENDING UPGRADING ROLLINGBACK FREEZING DELETING FROZEN RECYCLE RUNNING NEW"
        .split_whitespace()
        .map(|word| (severity(word).letter(), word))
        .collect();
    let said: String = letters.iter().map(|(letter, _)| *letter).collect();
    assert_eq!(said, "XXX~~~~~~~~##.?");
}

#[test]
fn a_row_turns_unknown_after_three_polls_and_keeps_its_other_reasons() {
    let row = row(used(95));
    assert_eq!(row.severity(at(116)), Severity::Critical);
    assert_eq!(row.severity(at(117)), Severity::Unknown);
    assert_eq!(
        row.reasons(at(117)),
        [
            (Severity::Critical, Why::Storage(95)),
            (Severity::Unknown, Why::Stale(Duration::from_secs(17))),
        ]
    );
}

#[test]
fn a_failed_task_and_unreadable_fields_are_warnings() {
    let failed = row(|instance| {
        instance.task = Some(CurrentTask {
            name: Some("extend".into()),
            status: Some(TaskStatus::Failed),
        });
        instance.unreadable = vec!["port".into()];
    });
    assert_eq!(
        failed.reasons(at(100)),
        [
            (Severity::Warning, Why::TaskFailed("extend".into())),
            (Severity::Warning, Why::Unreadable(1)),
        ]
    );
}

#[test]
fn a_status_is_as_bad_as_what_it_says_and_not_as_its_row() {
    let full = row(used(95));
    assert_eq!(full.severity(at(100)), Severity::Critical);
    assert_eq!(full.status_severity(at(100)), Severity::Fine);
    assert_eq!(full.status_severity(at(117)), Severity::Unknown);
    let failed = row(|instance| instance.status = Some(Status::Error));
    assert_eq!(failed.status_severity(at(100)), Severity::Critical);
    let mut ordered = row(used(95));
    ordered.presence = Presence::Ordered;
    assert_eq!(ordered.status_severity(at(100)), Severity::Moving);
}
