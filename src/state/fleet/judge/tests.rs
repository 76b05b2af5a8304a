mod since;

use super::*;
use crate::findings::Slot;
use crate::model::{
    CurrentTask, Instance, InstanceId, Metric, Point, ProductKind, Series, Status, Stock, Storage,
    TaskStatus,
};
use crate::state::figures::VALUES;
use crate::state::pulse::Pulse;
use crate::transitions::Change;

const PERIOD: Duration = Duration::from_secs(5);

fn at(seconds: u64) -> Now {
    Now {
        uptime: Duration::from_secs(seconds),
        wall: i64::try_from(seconds).unwrap() * 1000,
    }
}

fn scope() -> Scope {
    Scope::new("p", "r")
}

fn key(id: &str) -> InstanceKey {
    scope().instance(&InstanceId::new(id).unwrap())
}

fn add(fleet: &mut Fleet, id: &str, change: impl FnOnce(&mut Instance)) {
    let key = key(id);
    let mut instance = Instance::bare(key.id.clone());
    instance.status = Some(Status::Running);
    change(&mut instance);
    let listed = (Presence::Listed, Arc::new(instance));
    fleet.announce(key, 1, at(100), listed, PERIOD);
}

/// A fleet of one instance, which was read at 100 s.
fn one(change: impl FnOnce(&mut Instance)) -> Fleet {
    let mut fleet = Fleet::default();
    add(&mut fleet, "i-1", change);
    fleet
}

fn row(fleet: &Fleet) -> &Row {
    fleet.get(&key("i-1")).unwrap()
}

fn codes(fleet: &Fleet) -> Vec<Code> {
    row(fleet)
        .findings()
        .iter()
        .map(|found| found.code)
        .collect()
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
    let severity = |percent| row(&one(used(percent))).severity();
    assert_eq!(severity(79), Severity::Fine);
    assert_eq!(severity(80), Severity::Warning);
    assert_eq!(severity(89), Severity::Warning);
    assert_eq!(severity(90), Severity::Critical);
}

#[test]
fn every_status_has_the_severity_of_the_key() {
    let severity = |word: &str| {
        let status = Status::from_word(word);
        row(&one(|instance| instance.status = Some(status))).severity()
    };
    let said: String = "CREATEFAILED ERROR EXTENDEDFAILED CREATING STARTING \
        RESTARTING EXTENDING UPGRADING ROLLINGBACK FREEZING DELETING FROZEN RECYCLE RUNNING NEW"
        .split_whitespace()
        .map(|word| severity(word).letter())
        .collect();
    assert_eq!(said, "XXX~~~~~~~~##.?");
}

#[test]
fn a_row_turns_unknown_after_three_polls_and_keeps_its_other_reasons() {
    let mut fleet = one(used(95));
    assert_eq!(fleet.next_judgement(), Some(Duration::from_millis(116_001)));
    fleet.pass_time(at(116));
    assert_eq!(row(&fleet).severity(), Severity::Critical);
    fleet.pass_time(at(117));
    assert_eq!(row(&fleet).severity(), Severity::Unknown);
    assert_eq!(codes(&fleet), [Code::Stale, Code::StorageHigh]);
    assert_eq!(fleet.next_judgement(), None);
}

#[test]
fn a_failed_task_and_unreadable_fields_are_warnings() {
    let failed = one(|instance| {
        instance.task = Some(CurrentTask {
            name: Some("extend".into()),
            status: Some(TaskStatus::Failed),
        });
        instance.unreadable = vec!["port".into()];
    });
    assert_eq!(row(&failed).severity(), Severity::Warning);
    assert_eq!(codes(&failed), [Code::TaskFailed, Code::PartlyUnreadable]);
}

#[test]
fn a_status_is_as_bad_as_what_it_says_and_not_as_its_row() {
    let mut full = one(used(95));
    assert_eq!(row(&full).severity(), Severity::Critical);
    assert_eq!(row(&full).status_severity(), Severity::Fine);
    full.pass_time(at(117));
    assert_eq!(row(&full).status_severity(), Severity::Unknown);
    let failed = one(|instance| instance.status = Some(Status::Error));
    assert_eq!(row(&failed).status_severity(), Severity::Critical);
    let mut ordered = Fleet::default();
    let bare = Instance::bare(key("i-1").id);
    let there = (Presence::Ordered, Arc::new(bare));
    ordered.announce(key("i-1"), 1, at(100), there, PERIOD);
    assert_eq!(row(&ordered).status_severity(), Severity::Moving);
}

/// Takes a figure of an instance in, measured at that minute.
fn figure(fleet: &mut Fleet, id: &str, metric: Metric, minute: i64, value: f64) {
    let node = metric.name().starts_with("rabbitmq_").then(|| "n-0".into());
    let series = Series {
        metric,
        instance: key(id).id,
        part: node,
    };
    let figures = fleet.figures_mut(&key(id)).unwrap();
    let point = Point {
        at: minute * 60_000,
        value,
    };
    figures.take(&series, &[point]);
    figures.asked_until(point.at);
}

#[test]
fn figures_change_what_is_found_when_they_come_and_when_they_get_old() {
    let mut fleet = one(|_| {});
    fleet.set_watch(&scope(), VALUES, Watch::Read, 0, at(110));
    figure(&mut fleet, "i-1", Metric::MemoryAlarm, 1, 1.0);
    assert_eq!(codes(&fleet), []);
    fleet.figures_taken(at(110));
    assert_eq!(codes(&fleet), [Code::MemoryAlarm]);
    assert_eq!(fleet.count(Severity::Critical), 1);
    fleet.pass_time(at(117));
    assert_eq!(codes(&fleet), [Code::MemoryAlarm, Code::Stale]);
    // The minute began at 60 s: after ten more it says nothing about now.
    assert_eq!(fleet.next_judgement(), Some(Duration::from_millis(660_001)));
    fleet.pass_time(at(661));
    assert_eq!(codes(&fleet), [Code::Stale]);
}

#[test]
fn a_long_list_is_judged_in_steps_between_which_there_is_time_for_a_key() {
    let mut fleet = Fleet::default();
    let ids: Vec<String> = (0..MEASURED_AT_ONCE + 5)
        .map(|at| format!("i-{at}"))
        .collect();
    for id in &ids {
        add(&mut fleet, id, |_| {});
        figure(&mut fleet, id, Metric::MemoryAlarm, 1, 1.0);
    }
    fleet.figures_taken(at(100));
    assert_eq!(fleet.count(Severity::Critical), ids.len());
    let alarms = |fleet: &Fleet| {
        let rows = fleet.all().iter();
        rows.filter(|row| row.has(Code::MemoryAlarm)).count()
    };
    // All of them get too old at once.
    fleet.set_watch(&scope(), VALUES, Watch::Read, 3_600_000, at(101));
    assert_eq!(alarms(&fleet), 5);
    assert_eq!(fleet.count(Severity::Critical), 5);
    assert_eq!(fleet.next_judgement(), Some(Duration::ZERO));
    fleet.pass_time(at(101));
    assert_eq!(alarms(&fleet), 0);
    assert_ne!(fleet.next_judgement(), Some(Duration::ZERO));
}

#[test]
fn since_when_the_most_urgent_is_so_is_told_by_our_clock_whoever_saw_it() {
    let mut fleet = one(|_| {});
    assert_eq!(row(&fleet).since(), None);
    fleet.set_watch(&scope(), VALUES, Watch::Read, 20_000, at(110));
    figure(&mut fleet, "i-1", Metric::MemoryAlarm, 1, 1.0);
    fleet.figures_taken(at(110));
    assert_eq!(row(&fleet).findings()[0].since, Some(60_000));
    assert_eq!(row(&fleet).since(), Some(40_000));
    fleet.pass_time(at(661));
    assert_eq!(codes(&fleet), [Code::Stale]);
    assert_eq!(row(&fleet).since(), Some(100_000));
}

#[test]
fn a_status_that_changed_before_our_eyes_lasts_since_then() {
    let mut fleet = one(|_| {});
    let mut moving = Instance::bare(key("i-1").id);
    moving.status = Some(Status::Restarting);
    fleet.take_instance(&key("i-1"), 2, at(103), Arc::new(moving));
    assert_eq!(codes(&fleet), [Code::Moving]);
    assert_eq!(row(&fleet).since(), Some(103_000));
}

#[test]
fn an_instance_is_silent_only_where_others_report() {
    let mut fleet = one(|_| {});
    add(&mut fleet, "i-2", |_| {});
    fleet.set_watch(&scope(), VALUES, Watch::Read, 0, at(100));
    figure(&mut fleet, "i-1", Metric::Ready, 1, 7.0);
    figure(&mut fleet, "i-2", Metric::Ready, 1, 7.0);
    fleet.figures_taken(at(100));
    figure(&mut fleet, "i-2", Metric::Ready, 11, 7.0);
    fleet.figures_taken(at(661));
    assert!(row(&fleet).has(Code::MetricsSilent));
    fleet.pass_time(at(1262));
    assert!(!row(&fleet).has(Code::MetricsSilent));
}

#[test]
fn worse_and_more_urgent_and_newer_comes_first() {
    let mut fleet = Fleet::default();
    add(&mut fleet, "a-full", used(95));
    add(&mut fleet, "b-failed", |one| {
        one.status = Some(Status::Error)
    });
    add(&mut fleet, "c-fuller", used(99));
    add(&mut fleet, "d-alarm", |_| {});
    add(&mut fleet, "e-newer", |_| {});
    add(&mut fleet, "f-fine", |_| {});
    for (id, minute) in [("d-alarm", 1), ("e-newer", 2)] {
        figure(&mut fleet, id, Metric::MemoryAlarm, minute, 1.0);
    }
    fleet.figures_taken(at(200));
    fleet.pass_time(at(300));
    let ids = fleet.arranged().map(|row| row.key.id.as_str());
    let ids: Vec<&str> = ids.collect();
    assert_eq!(
        ids,
        [
            "e-newer", "d-alarm", "b-failed", "c-fuller", "a-full", "f-fine"
        ]
    );
}

#[test]
fn what_a_product_allows_is_known_of_all_that_have_it() {
    let mut fleet = one(|instance| {
        instance.product_id = Some("c6.4u8g".into());
        instance.broker_num = Some(3);
    });
    let product = Product {
        id: "c6.4u8g".into(),
        kind: ProductKind::Cluster,
        specification: None,
        hourly: true,
        monthly: true,
        min_broker: None,
        max_broker: None,
        broker_step: None,
        min_storage: None,
        max_storage: None,
        max_connections: Some(1000),
        max_queues: None,
        max_consumers: None,
        max_tps: None,
        stock: Stock::default(),
        storage_types: Vec::new(),
    };
    fleet.set_products(&scope(), &[product], at(100));
    for minute in 1..=4 {
        figure(&mut fleet, "i-1", Metric::Connections, minute, 2960.0);
    }
    fleet.figures_taken(at(110));
    assert_eq!(codes(&fleet), [Code::ConnectionLimit]);
    let limit = row(&fleet).findings()[0].get(Slot::Limit).cloned();
    let most = crate::findings::Value::Figure(3000.0, crate::model::Unit::Count);
    assert_eq!(limit, Some(most));
}

fn told(fleet: &mut Fleet) -> Vec<String> {
    let told = fleet.take_transitions().into_iter();
    let told = told.map(|one| match one.change {
        Change::Status { from, to } => format!("{from:?} -> {to:?}"),
        Change::Began { finding, first } => {
            format!("+{} {:?} {first}", finding.code.name(), finding.since)
        }
        Change::Worsened(finding) => format!("!{}", finding.code.name()),
        Change::Ended { code, .. } => format!("-{}", code.name()),
        Change::TaskBegan { task, .. } => format!("+{task}"),
        Change::TaskEnded { task, .. } => format!("-{task}"),
        Change::Wrote { verb, .. } => verb,
    });
    told.collect()
}

#[test]
fn what_another_run_told_is_not_told_again_and_keeps_its_time() {
    let mut first = one(|_| {});
    first.set_watch(&scope(), VALUES, Watch::Read, 0, at(110));
    figure(&mut first, "i-1", Metric::MemoryAlarm, 1, 1.0);
    first.figures_taken(at(110));
    let kept = first.take_transitions();
    let mut next = Fleet::default();
    next.remember(&kept);
    add(&mut next, "i-1", |_| {});
    // Nothing was measured yet: it has not ended.
    next.figures_taken(at(4000));
    assert_eq!(told(&mut next), [""; 0]);
    next.set_watch(&scope(), VALUES, Watch::Read, 0, at(4000));
    figure(&mut next, "i-1", Metric::MemoryAlarm, 66, 1.0);
    next.figures_taken(at(4010));
    assert_eq!(told(&mut next), [""; 0]);
    let found = row(&next).findings();
    let of = found.iter().find(|one| one.code == Code::MemoryAlarm);
    assert_eq!(of.unwrap().since, Some(60_000));
    figure(&mut next, "i-1", Metric::MemoryAlarm, 67, 0.0);
    next.figures_taken(at(4070));
    assert_eq!(told(&mut next), [""; 0], "it lingers");
    next.pass_time(at(4400));
    assert_eq!(told(&mut next), ["-MEMORY_ALARM"]);
}

#[test]
fn a_profile_that_is_shown_again_tells_only_what_is_new() {
    let mut fleet = one(used(95));
    let said = told(&mut fleet);
    assert_eq!(said, ["+STORAGE_HIGH None true"]);
    fleet.leave(&scope(), at(110));
    add(&mut fleet, "i-1", used(95));
    assert_eq!(told(&mut fleet), [""; 0]);
    fleet.leave(&scope(), at(120));
    add(&mut fleet, "i-1", |one| {
        used(10)(one);
        one.status = Some(Status::Error);
    });
    assert_eq!(
        told(&mut fleet),
        [
            "Some(Running) -> Some(Error)",
            "+INSTANCE_FAILED None true",
            "-STORAGE_HIGH"
        ]
    );
}

#[test]
fn what_a_cause_hides_has_not_ended() {
    let mut fleet = one(|one| one.broker_num = Some(2));
    fleet.set_watch(&scope(), VALUES, Watch::Read, 0, at(100));
    for minute in 1..=6 {
        for (metric, value) in [(Metric::Consumers, 0.0), (Metric::Ready, 7e3)] {
            figure(&mut fleet, "i-1", metric, minute, value);
        }
    }
    fleet.figures_taken(at(400));
    let stuck = told(&mut fleet);
    assert_eq!(stuck, ["+NO_CONSUMERS Some(60000) true"]);
    figure(&mut fleet, "i-1", Metric::Alive, 6, 0.0);
    figure(&mut fleet, "i-1", Metric::Alive, 7, 0.0);
    fleet.figures_taken(at(430));
    assert!(codes(&fleet).contains(&Code::NoMajority));
    assert!(!codes(&fleet).contains(&Code::NoConsumers));
    assert_eq!(told(&mut fleet), ["+NO_MAJORITY Some(360000) true"]);
}

#[test]
fn what_all_come_to_is_kept_as_rows_are_judged_and_says_of_how_many_it_is_known() {
    let mut fleet = Fleet::default();
    for id in ["a", "b", "c"] {
        add(&mut fleet, id, |_| {});
    }
    fleet.set_watch(&scope(), VALUES, Watch::Read, 0, at(100));
    let sums = |fleet: &Fleet| {
        let pulse = fleet.pulse(&scope());
        assert_eq!(pulse.instances(), 3);
        pulse.sums.map(|sum| (sum.value(), sum.known))
    };
    assert_eq!(sums(&fleet), [(0.0, 0); 3]);
    figure(&mut fleet, "a", Metric::Ready, 1, 7.0);
    figure(&mut fleet, "b", Metric::Ready, 1, 2.5);
    figure(&mut fleet, "b", Metric::DeliverGet, 1, 3.0);
    fleet.figures_taken(at(110));
    assert_eq!(sums(&fleet), [(9.5, 2), (0.0, 0), (3.0, 1)]);
    // One after the other, without the rest of the fleet.
    figure(&mut fleet, "a", Metric::Ready, 2, 1.0);
    figure(&mut fleet, "a", Metric::MemoryAlarm, 2, 1.0);
    fleet.figures_taken(at(111));
    assert_eq!(sums(&fleet), [(3.5, 2), (0.0, 0), (3.0, 1)]);
    assert_eq!(fleet.pulse(&scope()).counts, [1, 0, 0, 0, 0, 2]);
    // What is too old says nothing about now.
    fleet.pass_time(at(661));
    assert_eq!(sums(&fleet), [(1.0, 1), (0.0, 0), (0.0, 0)]);
    fleet.leave(&scope(), at(662));
    assert_eq!(fleet.pulse(&scope()), Pulse::default());
}
