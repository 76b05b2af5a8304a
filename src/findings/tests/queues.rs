//! What is found by the figures of queues, by how connections change, and by the user's own rules.

use super::Bench;
use crate::figures::{MINUTE, QueueNames};
use crate::findings::{Code, Gap, Severity, Slot, Value, Variant, Verdict, Watch, explained};
use crate::model::{Alarm, AlarmLevel, Metric, Point, Series, Unit};

/// An hour of a healthy broker that is open, with two queues.
fn opened() -> Bench {
    let mut bench = Bench::healthy();
    bench.figures.name_queues(&QueueNames {
        instance: bench.instance.id.clone(),
        read: vec!["orders".into(), "orders.dlq".into()],
        of: 2,
    });
    bench
}

fn take(bench: &mut Bench, queue: &str, metric: Metric, minute: i64, value: f64) {
    let series = Series {
        metric,
        instance: bench.instance.id.clone(),
        part: Some(queue.into()),
    };
    let at = minute * MINUTE;
    bench.figures.take(&series, &[Point { at, value }]);
}

fn verdict(bench: &Bench, code: Code) -> Verdict {
    let all = explained(&bench.facts(), &bench.before);
    let found = all.into_iter().find(|(known, _)| *known == code);
    found.unwrap().1
}

#[test]
fn deliveries_that_come_again_and_again_are_found_when_they_are_a_share_of_all() {
    for (again, found) in [(30.0, true), (4.0, false), (0.4, false)] {
        let mut bench = opened();
        for minute in 61..=75 {
            take(&mut bench, "orders", Metric::QueueRedeliver, minute, again);
            take(&mut bench, "orders", Metric::QueueDeliverGet, minute, 40.0);
            take(
                &mut bench,
                "orders.dlq",
                Metric::QueueRedeliver,
                minute,
                0.0,
            );
            bench.minute(minute, &[]);
            let wanted = (found && minute >= 66).then_some(Code::Redeliver);
            assert_eq!(bench.look().first(), wanted.as_ref(), "{again} at {minute}");
        }
        if found {
            let finding = bench.found(Code::Redeliver);
            assert_eq!(finding.since, Some(61 * MINUTE));
            let name = finding.get(Slot::Name);
            assert_eq!(name, Some(&Value::Text("orders".into())));
            assert_eq!(finding.evidence[0].part.as_deref(), Some("orders"));
        }
    }
}

#[test]
fn dead_letters_are_found_while_they_gather_and_only_in_a_queue_that_is_named_for_them() {
    for (queue, more, found) in [
        ("orders.dlq", 6.0, true),
        ("orders.dlq", 1.0, false),
        ("orders", 6.0, false),
    ] {
        let mut bench = opened();
        for minute in 61..=75_i64 {
            let value = 300.0 + more * (minute - 61) as f64;
            take(&mut bench, queue, Metric::QueueReady, minute, value);
            bench.minute(minute, &[]);
            let wanted = (found && minute >= 71).then_some(Code::DeadLetters);
            assert_eq!(bench.look().first(), wanted.as_ref(), "{queue} at {minute}");
        }
        if found {
            let finding = bench.found(Code::DeadLetters);
            assert_eq!(
                finding.get(Slot::Slope),
                Some(&Value::Figure(60.0, Unit::Count))
            );
            // They were taken away.
            for minute in 76..=82 {
                take(&mut bench, queue, Metric::QueueReady, minute, 0.0);
                bench.minute(minute, &[]);
                bench.look();
            }
            assert_eq!(bench.codes(), []);
        }
    }
}

#[test]
fn connections_that_come_and_go_are_found_and_a_restart_or_a_rush_is_not() {
    let course = |each: fn(i64) -> f64| {
        let mut bench = Bench::healthy();
        let mut first = None;
        for minute in 61..=80 {
            let connections = ((Metric::Connections, None), Some(each(minute)));
            bench.minute(minute, &[connections]);
            if bench.look().contains(&Code::Churn) {
                first = first.or(Some(minute));
            }
        }
        (first, bench)
    };
    let (first, bench) = course(|minute| if minute % 2 == 0 { 30.0 } else { 50.0 });
    assert!(
        first.is_some_and(|first| (68..=71).contains(&first)),
        "{first:?}"
    );
    let finding = bench.found(Code::Churn);
    assert_eq!(
        finding.get(Slot::Slope),
        Some(&Value::Figure(20.0, Unit::Count))
    );
    assert_eq!(
        course(|minute| if minute == 70 { 2.0 } else { 30.0 }).0,
        None
    );
    assert_eq!(course(|minute| 30.0 + 10.0 * (minute - 60) as f64).0, None);
    assert_eq!(
        course(|minute| if minute % 2 == 0 { 30.0 } else { 31.0 }).0,
        None
    );
}

#[test]
fn queues_of_an_instance_that_is_not_open_are_not_looked_at() {
    let mut bench = Bench::healthy();
    bench.minute(61, &[]);
    for code in [Code::Redeliver, Code::DeadLetters] {
        assert_eq!(verdict(&bench, code), Verdict::Unknown(Gap::NotOpened));
    }
    let mut bench = opened();
    for minute in 61..=75 {
        take(&mut bench, "orders", Metric::QueueRedeliver, 61, 30.0);
        bench.minute(minute, &[]);
    }
    // It was open a quarter of an hour ago.
    let redeliver = verdict(&bench, Code::Redeliver);
    assert_eq!(redeliver, Verdict::Unknown(Gap::NotOpened));
}

#[test]
fn queues_of_an_engine_that_has_no_figures_of_them_are_not_said_to_be_read_one_day() {
    let mut bench = Bench::healthy();
    bench.instance.engine_version = Some("AMQP-0-9-1".into());
    let other = Verdict::Unknown(Gap::OtherEngine);
    assert_eq!(verdict(&bench, Code::DeadLetters), other);
}

fn alarm(rule: &str, level: AlarmLevel) -> Alarm {
    Alarm {
        instance: Bench::default().instance.id,
        rule: rule.into(),
        level,
        metric: "messages_ready".into(),
        part: None,
        value: Some(12_000.0),
        threshold: Some(10_000.0),
        since: Some(50 * MINUTE),
    }
}

#[test]
fn a_rule_of_the_users_that_fires_is_found_with_its_level_and_what_it_looks_at() {
    let mut bench = Bench::healthy();
    bench.minute(61, &[]);
    let code = Code::CloudEyeAlarm;
    assert_eq!(verdict(&bench, code), Verdict::Unknown(Gap::AlarmsNotAsked));
    let now = bench.clock.eye;
    bench.alarms = Some((now, vec![]));
    assert_eq!(verdict(&bench, code), Verdict::Fine);
    let firing = vec![
        alarm("backlog", AlarmLevel::Major),
        alarm("all is lost", AlarmLevel::Critical),
    ];
    bench.alarms = Some((now, firing));
    assert_eq!(bench.look(), [code]);
    let found = bench.found(code);
    assert_eq!(found.severity, Severity::Critical);
    assert_eq!(found.variant, Some(Variant::AlarmCritical));
    assert_eq!(found.since, Some(50 * MINUTE));
    let name = Value::Text("all is lost".into());
    assert_eq!(found.get(Slot::Name), Some(&name));
    let seen = |at: usize| (found.evidence[at].name, &found.evidence[at].value);
    assert_eq!(seen(0), ("alarm_rule", &name));
    assert_eq!(
        seen(1),
        ("messages_ready", &Value::Figure(12_000.0, Unit::Count))
    );
    assert_eq!(found.evidence.len(), 4);
    // It is over: it lingers like all that comes and goes.
    bench.alarms = Some((now, vec![]));
    for minute in 62..=67 {
        bench.minute(minute, &[]);
        bench.look();
    }
    assert_eq!(bench.codes(), []);
}

#[test]
fn alarms_that_could_not_be_read_lately_say_nothing() {
    let mut bench = Bench::healthy();
    bench.minute(61, &[]);
    bench.alarms = Some((bench.clock.eye, vec![alarm("backlog", AlarmLevel::Info)]));
    assert_eq!(bench.look(), [Code::CloudEyeAlarm]);
    assert_eq!(bench.found(Code::CloudEyeAlarm).severity, Severity::Warning);
    bench.minute(72, &[]);
    assert_eq!(bench.look(), []);
    for (watch, gap) in [
        (Watch::Denied, Gap::AlarmsDenied),
        (Watch::Failing(0), Gap::AlarmsFailing),
    ] {
        bench.watch_alarms = watch;
        assert_eq!(verdict(&bench, Code::CloudEyeAlarm), Verdict::Unknown(gap));
    }
}
