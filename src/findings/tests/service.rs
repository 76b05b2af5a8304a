//! What is found by what the service says.

use super::{ALARM, Bench};
use crate::figures::{MINUTE, USABLE};
use crate::findings::{
    Code, Facts, Gap, Presence, Severity, Slot, Value, Verdict, explained, findings,
};
use crate::model::{CurrentTask, FailedTask, Metric, Status, Storage, Task, TaskId, TaskStatus};
use std::time::Duration;

/// What is found where the facts are these.
fn found(facts: &Facts<'_>) -> (Severity, Vec<Code>) {
    let found = findings(facts, &[]);
    (
        found.severity,
        found.all.iter().map(|one| one.code).collect(),
    )
}

fn used(bench: &mut Bench, percent: u64) {
    bench.instance.storage = Storage {
        used: Some(percent),
        usable: Some(100),
        ..Storage::default()
    };
}

#[test]
fn storage_is_critical_from_90_and_a_warning_from_80_percent() {
    let mut bench = Bench::default();
    for (percent, severity) in [
        (79, Severity::Fine),
        (80, Severity::Warning),
        (89, Severity::Warning),
        (90, Severity::Critical),
    ] {
        used(&mut bench, percent);
        assert_eq!(found(&bench.facts()).0, severity, "{percent}");
    }
    bench.thresholds.storage_warning = 95.0;
    assert_eq!(found(&bench.facts()).0, Severity::Fine);
}

#[test]
fn what_the_service_said_is_in_doubt_when_it_is_old_and_what_is_measured_is_not() {
    let mut bench = Bench::healthy();
    used(&mut bench, 95);
    let stale = |bench: &Bench, presence| {
        let stale = Some(Duration::from_secs(60));
        let facts = bench.facts();
        found(&Facts {
            stale,
            presence,
            ..facts
        })
    };
    let codes = vec![Code::Stale, Code::StorageHigh];
    assert_eq!(stale(&bench, Presence::Listed), (Severity::Unknown, codes));
    bench.minute(61, &[ALARM]);
    let codes = vec![
        Code::MemoryAlarm,
        Code::Missing,
        Code::Stale,
        Code::StorageHigh,
    ];
    assert_eq!(
        stale(&bench, Presence::Missing),
        (Severity::Critical, codes)
    );
    let gone = (Severity::Unknown, vec![Code::Gone]);
    assert_eq!(stale(&bench, Presence::Gone), gone);
    let ordered = (Severity::Moving, vec![Code::Ordered]);
    assert_eq!(stale(&bench, Presence::Ordered), ordered);
}

#[test]
fn going_stale_changes_no_order() {
    let mut bench = Bench::default();
    used(&mut bench, 95);
    let fresh = findings(&bench.facts(), &[]).standing;
    let stale = Some(Duration::from_secs(60));
    let facts = bench.facts();
    let stale = findings(&Facts { stale, ..facts }, &[]).standing;
    assert_eq!((fresh, fresh.code), (stale, Some(Code::StorageHigh)));
}

#[test]
fn a_right_that_was_lost_is_named_beside_the_age_of_what_is_known() {
    let bench = Bench::default();
    let denied = Some("dms:instance:list");
    let facts = bench.facts();
    let stale = Some(Duration::from_secs(60));
    let codes = vec![Code::Stale, Code::Denied];
    let lost = Facts {
        denied,
        stale,
        ..facts
    };
    assert_eq!(found(&lost), (Severity::Unknown, codes));
    assert_eq!(found(&Facts { denied, ..facts }), (Severity::Fine, vec![]));
}

#[test]
fn each_status_says_what_it_is() {
    let mut bench = Bench::default();
    for (status, code) in [
        (Some(Status::Error), Some(Code::InstanceFailed)),
        (Some(Status::CreateFailed), Some(Code::InstanceFailed)),
        (Some(Status::Restarting), Some(Code::Moving)),
        (Some(Status::Frozen), Some(Code::Frozen)),
        (Some(Status::Recycle), Some(Code::Frozen)),
        (Some(Status::Other("NEW".into())), Some(Code::UnknownStatus)),
        (Some(Status::Deleted), Some(Code::UnknownStatus)),
        (None, Some(Code::UnknownStatus)),
        (Some(Status::Running), None),
    ] {
        bench.instance.status.clone_from(&status);
        assert_eq!(found(&bench.facts()).1.first(), code.as_ref(), "{status:?}");
    }
}

#[test]
fn an_instance_that_failed_has_its_code_in_the_same_finding() {
    let mut bench = Bench::default();
    bench.instance.status = Some(Status::CreateFailed);
    bench.instance.error_code = Some("public.00.0008".into());
    assert_eq!(bench.look(), [Code::InstanceFailed]);
    let code = Value::FailureCode("public.00.0008".into());
    assert_eq!(
        bench.found(Code::InstanceFailed).get(Slot::Value),
        Some(&code)
    );
}

#[test]
fn a_failed_task_and_unreadable_fields_are_warnings() {
    let mut bench = Bench::default();
    bench.instance.task = Some(CurrentTask {
        name: Some("extend".into()),
        status: Some(TaskStatus::Failed),
    });
    bench.instance.unreadable = vec!["port".into()];
    let codes = vec![Code::TaskFailed, Code::PartlyUnreadable];
    assert_eq!(found(&bench.facts()), (Severity::Warning, codes));
}

#[test]
fn a_failed_task_is_as_old_as_it_says_and_the_next_one_is_no_older_than_itself() {
    let mut bench = Bench::default();
    let failed = |name: &str, minute: i64| FailedTask {
        name: name.into(),
        at: Some(minute * MINUTE),
    };
    let since = |bench: &mut Bench, task: Option<&FailedTask>| {
        let facts = Facts {
            failed_task: task,
            ..bench.facts()
        };
        let found = findings(&facts, &bench.before);
        bench.before = found.all;
        bench.found(Code::TaskFailed).since.map(|at| at / MINUTE)
    };
    let listed = |bench: &mut Bench, name: Option<&str>| {
        let name = name.map(str::to_owned);
        let status = Some(TaskStatus::Failed);
        bench.instance.task = Some(CurrentTask { name, status });
    };
    assert_eq!(since(&mut bench, Some(&failed("extend", 7))), Some(7));
    assert_eq!(since(&mut bench, Some(&failed("restart", 9))), Some(9));
    bench.before.clear();
    // The list says that one failed, its tasks say when.
    listed(&mut bench, Some("restart"));
    assert_eq!(since(&mut bench, None), None);
    assert_eq!(since(&mut bench, Some(&failed("extend", 7))), None);
    assert_eq!(since(&mut bench, Some(&failed("restart", 9))), Some(9));
    listed(&mut bench, None);
    bench.before.clear();
    assert_eq!(since(&mut bench, Some(&failed("extend", 7))), Some(7));
    let name = bench.found(Code::TaskFailed).get(Slot::Name);
    assert_eq!(name, Some(&Value::Text("extend".into())));
}

fn task(name: &str, status: TaskStatus, begun: i64, took: i64) -> Task {
    Task {
        id: TaskId::new(format!("{name}-{begun}-{took}")).unwrap(),
        name: name.into(),
        user_name: None,
        params: None,
        status: Some(status),
        created_at: Some(begun * MINUTE),
        updated_at: Some((begun + took) * MINUTE),
    }
}

#[test]
fn a_task_is_stuck_when_others_of_its_kind_had_long_ended() {
    let mut bench = Bench::default();
    bench.at(1000);
    let stuck = |bench: &Bench, task: Task| {
        let tasks = [task];
        let tasks = Some(&tasks[..]);
        let facts = bench.facts();
        let found = findings(&Facts { tasks, ..facts }, &[]);
        let all = found
            .all
            .into_iter()
            .find(|one| one.code == Code::TaskStuck);
        (
            all.and_then(|one| one.get(Slot::Limit).cloned()),
            found.again,
        )
    };
    let going_on = |name, minutes: i64| task(name, TaskStatus::Executing, 1002 - minutes, 0);
    let extend = |minutes| going_on("extendInstance", minutes);
    let most = Some(Value::Time(50 * MINUTE));
    assert_eq!(stuck(&bench, extend(51)).0, most);
    let (none, again) = stuck(&bench, extend(49));
    assert_eq!((none, again), (None, Some(1003 * MINUTE + 1)));
    // The tasks of others count as well.
    let took = |took: i64| task("extendInstance", TaskStatus::Success, 10, took * 2);
    bench.times.take(&(1..=5).map(took).collect::<Vec<Task>>());
    let usual = Some(Value::Time(15 * MINUTE));
    assert_eq!(stuck(&bench, extend(16)).0, usual);
    let ended = task("extendInstance", TaskStatus::Success, 0, 900);
    assert_eq!(stuck(&bench, ended).0, None);
    // How long this takes nobody knows.
    assert_eq!(stuck(&bench, going_on("restartInstance", 900)).0, None);
    let tasks = [going_on("restartInstance", 900)];
    let facts = Facts {
        tasks: Some(&tasks),
        ..bench.facts()
    };
    let checks = explained(&facts, &[]);
    let check = checks
        .into_iter()
        .find(|(code, _)| *code == Code::TaskStuck);
    assert_eq!(check.unwrap().1, Verdict::Unknown(Gap::NoUsualTime));
}

#[test]
fn an_instance_is_silent_when_others_report_and_it_should() {
    let mut bench = Bench::healthy();
    bench.clock.eye = 60 * MINUTE + USABLE + 1;
    let silent = |bench: &mut Bench| bench.look() == [Code::MetricsSilent];
    assert!(silent(&mut bench));
    assert_eq!(bench.found(Code::MetricsSilent).since, Some(61 * MINUTE));
    bench.others = None;
    assert!(!silent(&mut bench));
    bench.others = Some(bench.clock.eye);
    bench.instance.status = Some(Status::Frozen);
    assert!(!silent(&mut bench));
    bench.instance.status = Some(Status::Running);
    bench.settled = Some(bench.clock.eye - MINUTE);
    assert!(!silent(&mut bench));
    bench.settled = None;
    bench.instance.created_at = Some(50 * MINUTE);
    assert!(!silent(&mut bench));
    let facts = bench.facts();
    let unread = Facts {
        watch: crate::findings::Watch::Failing(0).into(),
        ..facts
    };
    let all = explained(&unread, &[]);
    let told = all.iter().find(|(code, _)| *code == Code::MetricsSilent);
    assert_eq!(told.unwrap().1, Verdict::Unknown(Gap::Failing));
}

#[test]
fn what_a_failed_instance_says_first_does_not_depend_on_what_comes_when() {
    let mut bench = Bench::healthy();
    bench.instance.status = Some(Status::Error);
    let first = |bench: &mut Bench| bench.look()[0];
    let without = std::mem::take(&mut bench.figures);
    assert_eq!(bench.look(), [Code::InstanceFailed]);
    bench.figures = without;
    for minute in 61..=64 {
        bench.minute(minute, &[((Metric::Alive, Some(0)), Some(0.0)), ALARM]);
        assert_eq!(first(&mut bench), Code::InstanceFailed, "{minute}");
    }
    let codes = [Code::InstanceFailed, Code::MemoryAlarm, Code::NodeDown];
    assert_eq!(bench.look(), codes);
    // Among other instances it stands where the most urgent of all is.
    let found = findings(&bench.facts(), &[]);
    assert_eq!(found.standing.code, Some(Code::MemoryAlarm));
}
