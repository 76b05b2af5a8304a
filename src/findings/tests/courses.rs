//! Each finding of figures by a course: it is found when it has been so for long enough and not
//! before, and goes when it is over.

use super::{Bench, Named};
use crate::figures::{MINUTE, USABLE};
use crate::findings::{Code, Expansion, Severity, Slot, Value, Variant, findings};
use crate::model::{Metric, Point, Unit};
use proptest::prelude::*;

type Otherwise = Vec<(Named, Option<f64>)>;

/// What is otherwise when it has gone on for so many minutes.
struct Course {
    code: Code,
    severity: Severity,
    /// Minutes from the first bad one to the one by which it is found.
    after: i64,
    bad: fn(i64) -> Otherwise,
}

fn own(metric: Metric, value: f64) -> (Named, Option<f64>) {
    ((metric, None), Some(value))
}

fn node(metric: Metric, number: usize, value: f64) -> (Named, Option<f64>) {
    ((metric, Some(number)), Some(value))
}

fn everywhere(metric: Metric, value: f64) -> Otherwise {
    (0..3).map(|number| node(metric, number, value)).collect()
}

fn course(code: Code, severity: Severity, after: i64, bad: fn(i64) -> Otherwise) -> Course {
    Course {
        code,
        severity,
        after,
        bad,
    }
}

fn courses() -> Vec<Course> {
    of_nodes().into_iter().chain(of_clients()).collect()
}

fn of_nodes() -> Vec<Course> {
    use Severity::{Critical, Warning};
    vec![
        course(Code::MemoryAlarm, Critical, 0, |_| {
            vec![
                node(Metric::MemoryAlarm, 1, 1.0),
                node(Metric::Memory, 1, 41.0),
            ]
        }),
        course(Code::DiskAlarm, Critical, 0, |_| {
            vec![node(Metric::DiskAlarm, 2, 1.0), own(Metric::Publish, 0.0)]
        }),
        course(Code::NoMajority, Critical, 1, |_| {
            vec![node(Metric::Alive, 0, 0.0), node(Metric::Alive, 2, 0.0)]
        }),
        course(Code::NodeDown, Critical, 1, |_| {
            vec![
                node(Metric::Alive, 0, 0.0),
                ((Metric::Cpu, Some(0)), None),
                ((Metric::NodeQueues, Some(0)), None),
            ]
        }),
        course(Code::MemoryNear, Warning, 3, |_| {
            everywhere(Metric::Memory, 36.5)
        }),
        course(Code::CpuHot, Warning, 5, |_| everywhere(Metric::Cpu, 91.0)),
        course(Code::UnevenNodes, Warning, 10, |_| {
            let leads = [0, 1, 2].map(|number| {
                node(
                    Metric::NodeQueues,
                    number,
                    if number == 1 { 16.0 } else { 2.0 },
                )
            });
            leads
                .into_iter()
                .chain([node(Metric::Cpu, 1, 60.0)])
                .collect()
        }),
    ]
}

fn of_clients() -> Vec<Course> {
    use Severity::{Critical, Warning};
    vec![
        course(Code::PublishersBlocked, Critical, 1, |_| {
            vec![own(Metric::Blocked, 3.0), own(Metric::Publish, 0.0)]
        }),
        course(Code::NoConsumers, Critical, 2, |minute| {
            vec![
                own(Metric::Consumers, 0.0),
                own(Metric::Ready, 100.0 * minute as f64 + 1.0),
                own(Metric::DeliverGet, 0.0),
                own(Metric::Unacknowledged, 0.0),
            ]
        }),
        course(Code::PublishersGone, Warning, 5, |_| {
            vec![
                own(Metric::Publish, 0.0),
                own(Metric::DeliverGet, 0.0),
                own(Metric::Ready, 0.0),
            ]
        }),
        course(Code::StuckConsumers, Critical, 5, |minute| {
            vec![
                own(Metric::DeliverGet, 0.0),
                own(Metric::Unacknowledged, 400.0),
                own(Metric::Ready, 100.0 * minute as f64 + 1.0),
            ]
        }),
        course(Code::BacklogGrowing, Warning, 9, |minute| {
            vec![own(Metric::Ready, 200.0 * minute as f64)]
        }),
        course(Code::UnackedPiling, Warning, 9, |minute| {
            vec![own(Metric::Unacknowledged, 60.0 * minute as f64)]
        }),
        course(Code::ConnectionLimit, Critical, 2, |_| {
            vec![own(Metric::Connections, 2900.0)]
        }),
        course(Code::Flow, Warning, 3, |_| vec![own(Metric::Flow, 2.0)]),
    ]
}

#[test]
fn each_is_found_when_it_has_been_so_for_long_enough_and_goes_when_it_is_over() {
    for course in courses() {
        let code = course.code;
        let mut bench = Bench::healthy();
        for minute in 0..=course.after {
            bench.minute(61 + minute, &(course.bad)(minute));
            let found = bench.look();
            let wanted = (minute == course.after).then_some(code);
            assert_eq!(found.first(), wanted.as_ref(), "{code:?} after {minute}");
        }
        for minute in 1..=15 {
            bench.minute(
                61 + course.after + minute,
                &(course.bad)(course.after + minute),
            );
            assert_eq!(
                bench.look().first(),
                Some(&code),
                "{minute} after it was found"
            );
        }
        let found = bench.found(code);
        assert_eq!(found.severity, course.severity, "{code:?}");
        let since = found.since.unwrap() / MINUTE;
        assert!((60..=61).contains(&since), "{code:?} since {since}");
        let mut last = None;
        for minute in 1..=8 {
            bench.minute(76 + course.after + minute, &[]);
            last = bench.look().contains(&code).then_some(minute).or(last);
        }
        assert_eq!(
            last,
            Some(5),
            "{code:?}: minutes that it was seen after its end"
        );
        assert_eq!(bench.codes(), []);
    }
}

#[test]
fn a_node_that_says_nothing_while_others_do_is_down() {
    let mut bench = Bench::healthy();
    let silent: Otherwise = vec![((Metric::Alive, Some(2)), None)];
    for minute in 61..=75 {
        bench.minute(minute, &silent);
        let wanted = if minute >= 66 {
            &[Code::NodeDown][..]
        } else {
            &[]
        };
        assert_eq!(bench.look(), wanted, "{minute}");
    }
    assert_eq!(bench.found(Code::NodeDown).since, Some(61 * MINUTE));
    // It was replaced: there are as many as there should be.
    bench.instance.broker_num = Some(2);
    bench.before.clear();
    assert_eq!(bench.look(), []);
}

#[test]
fn how_many_consumed_is_known_after_the_hour_in_which_they_did() {
    let mut bench = Bench::healthy();
    for minute in 61..=150 {
        bench.minute(
            minute,
            &[
                own(Metric::Consumers, 0.0),
                own(Metric::Ready, minute as f64),
            ],
        );
        bench.look();
    }
    let found = bench.found(Code::NoConsumers);
    assert_eq!(found.since, Some(61 * MINUTE));
    assert_eq!(
        found.get(Slot::Was),
        Some(&Value::Figure(12.0, Unit::Count))
    );
    // Who looks only now sees that nobody consumes, and not since when.
    bench.before.clear();
    bench.look();
    assert_eq!(
        bench.found(Code::NoConsumers).variant,
        Some(Variant::NeverConsumed)
    );
}

#[test]
fn a_backlog_that_gets_smaller_says_when_it_is_gone_and_is_soon_none_that_grows() {
    let mut bench = Bench::healthy();
    for minute in 0..20 {
        bench.minute(61 + minute, &[own(Metric::Ready, 1000.0 * minute as f64)]);
        bench.look();
    }
    let found = bench.found(Code::BacklogGrowing);
    assert_eq!((found.variant, found.over), (None, None));
    let mut seen = Vec::new();
    for minute in 1..8 {
        bench.minute(
            80 + minute,
            &[own(Metric::Ready, 19_000.0 - 500.0 * minute as f64)],
        );
        if bench.look().is_empty() {
            continue;
        }
        seen.push(minute);
        let found = bench.found(Code::BacklogGrowing);
        assert_eq!(found.since, Some(60 * MINUTE));
        if minute == 5 {
            assert_eq!(found.variant, Some(Variant::BacklogDrains));
            // It is told by the figures alone, which are late.
            assert_eq!(found.over, Some(81 * MINUTE + 150_000));
            let Some(Value::Time(ms)) = found.get(Slot::Time) else {
                panic!("{found:?}");
            };
            assert!((30..40).contains(&(ms / MINUTE)), "{found:?}");
        }
    }
    assert_eq!(
        seen,
        [1, 2, 3, 4, 5],
        "minutes after the last that was more"
    );
}

#[test]
fn what_rose_and_stays_where_it_is_no_longer_rises_and_what_rests_a_moment_does() {
    for (metric, step, code, gone) in [
        (Metric::Ready, 1000.0, Code::BacklogGrowing, 43),
        (Metric::Unacknowledged, 100.0, Code::UnackedPiling, 43),
        // What grows slowly may rest for longer.
        (Metric::Channels, 2.0, Code::ChannelLeak, 46),
        (Metric::Queues, 2.0, Code::QueueLeak, 46),
    ] {
        let mut bench = Bench::default();
        let mut value = 0.0;
        for minute in 0..40 {
            // It rests for two minutes of ten.
            value += if minute % 10 < 8 { step } else { 0.0 };
            bench.minute(minute, &[own(metric, value)]);
            let found = bench.look();
            let held = minute > code.hold() / MINUTE;
            assert!(!held || found == [code], "{code:?} at {minute}: {found:?}");
        }
        // The last rise was at minute 37.
        for minute in 40..=gone {
            bench.minute(minute, &[own(metric, value)]);
            bench.look();
        }
        assert_eq!(bench.codes(), [], "{code:?}");
        for minute in gone + 1..=70 {
            bench.minute(minute, &[own(metric, value)]);
            assert_eq!(bench.look(), [], "{code:?} is found again at {minute}");
        }
    }
}

#[test]
fn channels_and_queues_that_only_grow_leak() {
    for (metric, code) in [
        (Metric::Channels, Code::ChannelLeak),
        (Metric::Queues, Code::QueueLeak),
    ] {
        let mut bench = Bench::default();
        for minute in 0..=40_i64 {
            bench.minute(minute, &[own(metric, (100 + 2 * minute) as f64)]);
            let wanted = if minute < 30 { &[][..] } else { &[code] };
            assert_eq!(bench.look(), wanted, "{code:?} after {minute}");
        }
        assert_eq!(
            bench.found(code).get(Slot::Slope),
            Some(&Value::Figure(120.0, Unit::Count))
        );
    }
    // More clients have more channels.
    let mut bench = Bench::default();
    for minute in 0..=40 {
        let more = f64::from(minute);
        let clients = own(Metric::Connections, 50.0 + more);
        bench.minute(
            i64::from(minute),
            &[own(Metric::Channels, 100.0 + 2.0 * more), clients],
        );
        assert_eq!(bench.look(), []);
    }
}

/// Channels that leak, one value a minute, and clients that came for a moment at the 48th.
const LEAK: [u16; 58] = [
    3683, 3738, 3741, 3768, 3774, 3805, 3807, 3822, 3887, 3880, 3886, 3904, 3927, 3967, 3968, 4026,
    4044, 4031, 4081, 4108, 4158, 4172, 4195, 4236, 4218, 4259, 4305, 4324, 4337, 4332, 4378, 4382,
    4395, 4462, 4460, 4473, 4482, 4529, 4577, 4575, 4638, 4656, 4654, 4692, 4730, 4789, 4828, 4929,
    5016, 4945, 4906, 4902, 4941, 4943, 4923, 4984, 4991, 5014,
];

#[test]
fn whoever_looks_first_sees_what_leaks_through_clients_that_come_for_a_moment() {
    for (metric, code) in [
        (Metric::Channels, Code::ChannelLeak),
        (Metric::Queues, Code::QueueLeak),
    ] {
        for end in 40..=LEAK.len() {
            let mut bench = Bench::default();
            for (minute, value) in (0..).zip(&LEAK[..end]) {
                bench.minute(minute, &[own(metric, f64::from(*value))]);
            }
            assert_eq!(bench.look(), [code], "after {end} minutes");
        }
    }
}

/// A day of the disk, in steps of 20 minutes; what it was so many hours ago.
fn disk(bench: &mut Bench, percent: fn(f64) -> f64) {
    let end = 60 * MINUTE;
    let points: Vec<Point> = (0..72)
        .map(|step| Point {
            at: end - step * 20 * MINUTE,
            value: percent(step as f64 / 3.0),
        })
        .collect();
    bench.figures.take_disk(&points);
    bench.minute(60, &[own(Metric::InstanceDisk, percent(0.0))]);
}

#[test]
fn a_disk_that_fills_steadily_says_when_it_is_full() {
    let mut bench = Bench::healthy();
    disk(&mut bench, |hours| 76.0 - 2.0 * hours.min(8.0));
    assert_eq!(bench.look(), [Code::DiskFullSoon]);
    let found = bench.found(Code::DiskFullSoon);
    assert_eq!(found.severity, Severity::Warning);
    let Some(Value::Time(ms)) = found.get(Slot::Time) else {
        panic!("{found:?}");
    };
    assert!((719..=720).contains(&(ms / MINUTE)), "{ms}");
    // Where the disk is small, its alarm is long before 100 %.
    bench.instance.storage.usable = Some(75);
    bench.look();
    let found = bench.found(Code::DiskFullSoon);
    assert_eq!(
        found.get(Slot::Limit),
        Some(&Value::Figure(80.0, Unit::Percent))
    );
    assert_eq!(found.severity, Severity::Critical);
    bench.expansion = Some(Expansion {
        on: true,
        threshold: Some(80),
    });
    bench.look();
    assert_eq!(bench.found(Code::DiskFullSoon).severity, Severity::Warning);
    assert_eq!(
        bench.found(Code::DiskFullSoon).variant,
        Some(Variant::DiskGrows)
    );
}

#[test]
fn a_disk_that_fills_no_more_or_is_emptied_is_not_full_soon() {
    let soon = |percent: fn(f64) -> f64, before: fn(f64) -> f64| {
        let mut bench = Bench::healthy();
        disk(&mut bench, before);
        assert_eq!(bench.look(), [Code::DiskFullSoon]);
        disk(&mut bench, percent);
        bench.look();
        let found = bench.before.first().map(|found| found.over.is_none());
        bench.before.clear();
        // Nobody who looks only now finds it either.
        assert!(found == Some(true) || bench.look().is_empty());
        found == Some(true)
    };
    let fills = |hours: f64| 76.0 - 2.0 * hours.min(8.0);
    assert!(soon(fills, fills));
    // It fills slowly for half an hour, or it is a little emptier for a moment.
    assert!(soon(
        |hours| 76.0 - 2.0 * (hours - 0.5).clamp(0.0, 8.0),
        fills
    ));
    assert!(soon(
        |hours| 76.0 - 2.0 * hours.min(8.0) - if hours == 0.0 { 0.9 } else { 0.0 },
        fills
    ));
    assert!(!soon(
        |hours| 76.0 - 2.0 * (hours - 1.0).clamp(0.0, 8.0),
        fills
    ));
    assert!(!soon(
        |hours| 76.0 - 2.0 * hours.min(8.0) - if hours == 0.0 { 3.0 } else { 0.0 },
        fills
    ));
}

#[test]
fn when_a_disk_is_full_is_told_by_a_line_that_fits_though_that_is_not_soon() {
    let full = |percent: fn(f64) -> f64| {
        let mut bench = Bench::healthy();
        disk(&mut bench, percent);
        bench.expansion = Some(Expansion {
            on: true,
            threshold: None,
        });
        let found = findings(&bench.facts(), &[]);
        assert_eq!(found.all, []);
        let full = found.full?;
        assert!(full.fit > 0.99 && full.grows, "{full:?}");
        assert_eq!((full.level, full.full), (percent(0.0), 100.0));
        Some(full.ms / MINUTE)
    };
    let told = full(|hours| 64.0 - hours).unwrap();
    assert!((36 * 60 - 1..=36 * 60).contains(&told), "{told}");
    assert_eq!(full(|hours| 60.0 + 20.0 * (hours * 7.3).fract()), None);
    assert_eq!(full(|_| 60.0), None);
}

#[test]
fn a_disk_that_goes_up_and_down_or_slowly_is_not_full_soon() {
    let day = |hours: f64| 60.0 + 12.0 * (hours * std::f64::consts::TAU / 24.0).sin();
    let saw = |hours: f64| 60.0 + 20.0 * (hours * 7.3).fract();
    let slow = |hours: f64| 70.0 - 0.5 * hours;
    for percent in [day, saw, slow] {
        let mut bench = Bench::healthy();
        disk(&mut bench, percent);
        assert_eq!(bench.look(), []);
    }
}

#[test]
fn one_slow_job_is_a_warning_and_many_that_wait_are_critical() {
    let mut bench = Bench::healthy();
    for minute in 61..=70 {
        let slow = [
            own(Metric::DeliverGet, 0.0),
            own(Metric::Publish, 1.5),
            own(Metric::Unacknowledged, 1.0),
            own(Metric::Ready, 3.0),
        ];
        bench.minute(minute, &slow);
        bench.look();
    }
    assert_eq!(
        bench.found(Code::StuckConsumers).severity,
        Severity::Warning
    );
}

proptest! {
    #[test]
    fn nothing_is_found_without_evidence_or_by_what_is_too_old_and_the_same_facts_find_the_same(
        bad in proptest::collection::vec((0_usize..15, 0_i64..20, 1_i64..15), 0..6),
        age in 0_i64..16,
    ) {
        let courses = courses();
        let mut bench = Bench::healthy();
        for minute in 0..35 {
            let now = bad.iter().filter(|(_, from, long)| (*from..from + long).contains(&minute));
            let otherwise: Otherwise =
                now.flat_map(|(at, from, _)| (courses[*at].bad)(minute - from)).collect();
            bench.minute(61 + minute, &otherwise);
            bench.look();
        }
        bench.clock.eye += age * MINUTE;
        let found = findings(&bench.facts(), &bench.before);
        prop_assert_eq!(&found, &findings(&bench.facts(), &bench.before));
        for finding in &found.all {
            prop_assert!(!finding.evidence.is_empty(), "{:?}", finding);
            let oldest = finding.evidence.iter().filter_map(|seen| seen.at).min();
            let is_about_age = matches!(finding.code, Code::MetricsSilent);
            let usable = oldest.is_some_and(|at| bench.clock.eye - at <= USABLE);
            prop_assert!(usable || is_about_age, "{:?}", finding);
        }
    }
}
