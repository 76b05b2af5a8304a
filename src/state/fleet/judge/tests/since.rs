//! What is known of what was before: tasks that failed, brokers that were down by plan, queues of
//! another instance.

use super::*;
use crate::findings::Gap;
use crate::model::TaskId;

/// Nodes are said to be down, a few minutes before a time in seconds.
fn down(fleet: &mut Fleet, seconds: u64) {
    let minute = i64::try_from(seconds / 60).unwrap();
    let series = Series {
        metric: Metric::Alive,
        instance: key("i-1").id,
        part: Some("dms-vm-0-rabbitmq-0".into()),
    };
    let figures = fleet.figures_mut(&key("i-1")).unwrap();
    for before in 1..=4 {
        let at = (minute - before) * 60_000;
        figures.take(&series, &[Point { at, value: 0.0 }]);
    }
    figures.asked_until(minute * 60_000);
    fleet.figures_taken(at(seconds));
}

#[test]
fn who_was_restarted_by_plan_before_anybody_looked_is_not_down() {
    let begun = |ended_at: i64| Task {
        id: TaskId::new("t").unwrap(),
        name: "restartInstance".into(),
        user_name: None,
        params: None,
        status: Some(TaskStatus::Success),
        created_at: Some(0),
        updated_at: Some(ended_at),
    };
    let found = |tasks: &[Task]| {
        let mut fleet = one(|instance| instance.broker_num = Some(1));
        fleet.set_watch(&scope(), VALUES, Watch::Read, 0, at(100));
        down(&mut fleet, 6_000);
        let seen = codes(&fleet);
        assert!(seen.contains(&Code::NodeDown), "{seen:?}");
        fleet.set_tasks(&key("i-1"), tasks, at(6_000));
        codes(&fleet).contains(&Code::NodeDown)
    };
    // It ended now, or an hour ago.
    assert!(!found(&[begun(6_000_000)]));
    assert!(found(&[begun(2_400_000)]));
    let other = Task {
        name: "modifyInstanceTags".into(),
        ..begun(6_000_000)
    };
    assert!(found(&[other]));
}

#[test]
fn what_was_between_two_statuses_when_another_run_ended_has_just_settled() {
    for (last, settled) in [(Status::Restarting, Some(100_000)), (Status::Error, None)] {
        let mut fleet = Fleet::default();
        let told = Transition {
            at: 90_000,
            key: key("i-1"),
            name: "i-1".into(),
            change: Change::Status {
                from: Some(Status::Running),
                to: Some(last),
            },
        };
        fleet.remember([&told]);
        add(&mut fleet, "i-1", |_| {});
        fleet.pass_time(at(100));
        assert_eq!(row(&fleet).settled, settled);
    }
}

#[test]
fn how_the_queues_of_one_are_read_says_nothing_of_another() {
    let mut fleet = one(|_| {});
    add(&mut fleet, "i-2", |_| {});
    fleet.set_queues_of(&key("i-1"));
    let failing = Watch::Failing(0);
    fleet.set_watch(&scope(), FiguresPart::Queues, failing, 0, at(100));
    let gap = |id: &str| {
        let (_, checks) = fleet.explained(&key(id), at(100)).unwrap();
        let found = checks
            .into_iter()
            .find(|(code, _)| *code == Code::Redeliver);
        found.unwrap().1
    };
    assert_eq!(gap("i-1"), Verdict::Unknown(Gap::QueuesFailing));
    assert_eq!(gap("i-2"), Verdict::Unknown(Gap::NotOpened));
}

#[test]
fn a_task_that_failed_is_forgotten_when_another_one_is_seen() {
    let failed = Task {
        id: TaskId::new("t").unwrap(),
        name: "extendInstance".into(),
        user_name: None,
        params: None,
        status: Some(TaskStatus::Failed),
        created_at: Some(0),
        updated_at: Some(40_000),
    };
    let mut fleet = one(|_| {});
    fleet.set_tasks(&key("i-1"), std::slice::from_ref(&failed), at(100));
    assert_eq!(codes(&fleet), [Code::TaskFailed]);
    // As the service has it, and not since it was seen.
    assert_eq!(row(&fleet).since(), Some(40_000));
    let mut moving = Instance::bare(key("i-1").id);
    moving.status = Some(Status::Restarting);
    for status in [Status::Restarting, Status::Running] {
        moving.status = Some(status);
        let listed = (Presence::Listed, Arc::new(moving.clone()));
        fleet.announce(key("i-1"), 2, at(101), listed, PERIOD);
    }
    assert_eq!(codes(&fleet), []);
}
