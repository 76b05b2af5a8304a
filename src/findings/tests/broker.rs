//! What is found by what the broker itself says: when it has been so for long enough and not before,
//! with which queue, node or client, and beside what Cloud Eye says of the same.

mod says;

use super::Bench;
use crate::figures::MINUTE;
use crate::findings::{
    Code, Gap, Severity, Slot, Source, Subject, Value, Variant, Verdict, findings,
};
use crate::model::broker::{Counter, Policy, QueueKind};
use crate::model::{Metric, Unit};
use proptest::prelude::*;
use says::{COURSES, Says, TICK, bench, healthy, key, lonely, one, queue, stands};

#[test]
fn nothing_is_found_of_a_healthy_broker_and_all_is_said_to_be_fine() {
    let mut bench = bench();
    assert_eq!(
        bench.verdict(Code::Partition),
        Verdict::Unknown(Gap::BrokerNotRead)
    );
    for _ in 0..=30 * MINUTE / TICK {
        bench.asked(healthy());
        assert_eq!(bench.look(), []);
        bench.pass(TICK);
    }
    for (code, ..) in COURSES {
        assert_eq!(bench.verdict(code), Verdict::Fine, "{code:?}");
    }
    // What is older than a minute says that nothing is fine.
    bench.pass(MINUTE - TICK + 1);
    for (code, ..) in COURSES {
        let gap = match code.source() {
            Source::Broker => Gap::BrokerOld,
            Source::Service | Source::CloudEye => Gap::Off,
        };
        assert_eq!(bench.verdict(code), Verdict::Unknown(gap), "{code:?}");
    }
}

#[test]
fn that_nothing_grows_is_only_said_when_it_was_watched_for_as_long_as_that_takes() {
    let growth = [
        (Code::BacklogGrowing, 10),
        (Code::UnackedPiling, 10),
        (Code::DeadLetters, 10),
        (Code::ChannelLeak, 30),
    ];
    let mut bench = bench();
    let mut known = [None; 4];
    for round in 0..=30 * MINUTE / TICK {
        bench.asked(healthy());
        bench.look();
        for ((code, _), known) in growth.iter().zip(&mut known) {
            match bench.verdict(*code) {
                Verdict::Fine => known.get_or_insert(round * TICK),
                Verdict::Unknown(Gap::Watching) if known.is_none() => continue,
                other => panic!("{code:?} in round {round}: {other:?}"),
            };
        }
        // What shows at once is known at once.
        assert_eq!(bench.verdict(Code::NoConsumers), Verdict::Fine);
        bench.pass(TICK);
    }
    assert_eq!(known, growth.map(|(_, minutes)| Some(minutes * MINUTE)));
    // After a break it is as at the beginning.
    bench.pass(5 * MINUTE);
    bench.asked(healthy());
    assert_eq!(
        bench.verdict(Code::BacklogGrowing),
        Verdict::Unknown(Gap::Watching)
    );
    let watching = bench.broker.as_ref().unwrap().watching(bench.clock.wall);
    assert_eq!(watching.len(), growth.len());
    let left = watching.iter().find(|(code, _)| *code == Code::ChannelLeak);
    assert_eq!(left, Some(&(Code::ChannelLeak, 30 * MINUTE)));
}

#[test]
fn each_is_found_when_it_has_been_so_for_long_enough_and_goes_when_it_is_over() {
    for (at, (code, severity, after, bad)) in COURSES.into_iter().enumerate() {
        let mut bench = bench();
        bench.asked(healthy());
        let begun = bench.clock.wall + TICK;
        let mut first = None;
        for round in 0..80 {
            bench.pass(TICK);
            let mut says = healthy();
            bad(&mut says, round);
            bench.asked(says);
            let found = bench.look().contains(&code);
            if found && first.is_none() {
                first = Some((bench.clock.wall - begun) / 1000);
            }
            assert_eq!(found, first.is_some(), "{code:?} of {at}, round {round}");
        }
        assert_eq!(first, Some(after), "{code:?} of {at}");
        assert_eq!(bench.codes(), [code], "{at}");
        let found = bench.found(code);
        assert_eq!((found.severity, found.over), (severity, None), "{code:?}");
        assert_eq!(found.since, Some(begun), "{code:?}");
        assert!(
            found
                .evidence
                .iter()
                .all(|seen| seen.source == Source::Broker)
        );
        bench.pass(TICK);
        bench.asked(healthy());
        bench.look();
        assert_eq!(bench.found(code).over, Some(bench.clock.eye), "{code:?}");
        bench.pass(5 * MINUTE);
        bench.asked(healthy());
        assert_eq!(bench.look(), [], "{code:?}");
    }
}

#[test]
fn what_is_wrong_is_named_and_of_several_the_worst_with_how_many_more() {
    let mut bench = bench();
    let said = |name: &str, ready: u64| {
        let mut bad = queue(name);
        lonely(&mut bad);
        bad.depth.ready = Some(ready);
        bad.node = Some(format!("rabbit@{}", ["b", "c"][name.len() % 2]));
        bad
    };
    for _ in 0..40 {
        let mut says = healthy();
        says.queues.extend([said("few", 3), said("many", 3_000)]);
        // These need nobody.
        let mut stream = said("stream", 9_000);
        stream.kind = Some(QueueKind::Stream);
        let mut delay = said("delay", 9_000);
        let argument = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        delay.arguments = vec![
            argument("x-dead-letter-exchange", "\"\""),
            argument("x-dead-letter-routing-key", "\"parked\""),
            argument("x-message-ttl", "60000"),
        ];
        says.queues.extend([stream, delay, said("parked", 9_000)]);
        says.policies.push(Policy {
            vhost: "/".into(),
            definition: vec![argument("dead-letter-routing-key", "\"lost\"")],
            ..Policy::default()
        });
        says.queues.push(said("lost", 9_000));
        bench.asked(says);
        bench.look();
        bench.pass(TICK);
    }
    assert_eq!(bench.codes(), [Code::NoConsumers]);
    let found = bench.found(Code::NoConsumers);
    assert_eq!(
        found.get(Slot::Subject),
        Some(&Value::Text("many +1".into()))
    );
    assert_eq!(
        found.get(Slot::Value),
        Some(&Value::Figure(3e3, Unit::Count))
    );
    let broker = bench.broker.as_ref().unwrap();
    let rows = broker.symptoms(bench.clock.wall);
    let rows: Vec<_> = rows
        .iter()
        .map(|one| (&one.subject, one.severity))
        .collect();
    assert_eq!(
        rows,
        [
            (&Subject::Queue(key("many")), Severity::Critical),
            (&Subject::Queue(key("few")), Severity::Warning),
        ]
    );
}

#[test]
fn stuck_consumers_say_when_the_broker_cuts_them_off() {
    let mut bench = bench();
    for round in 0..=61 {
        let mut says = healthy();
        stands(one(&mut says));
        one(&mut says).depth.ready = Some(round);
        bench.asked(says);
        bench.look();
        bench.pass(TICK);
    }
    let found = bench.found(Code::StuckConsumers);
    assert_eq!(found.variant, Some(Variant::StuckUntil));
    let left = 1_800_000 - 61 * TICK;
    assert_eq!(found.get(Slot::Time), Some(&Value::Time(left)));
}

#[test]
fn what_is_not_measured_is_not_looked_at() {
    let mut bench = bench();
    let mut says = healthy();
    says.head.overview.version = Some("4.3.6".into());
    says.head.overview.messages.dropped = Counter::default();
    says.head.nodes = None;
    bench.asked(says);
    bench.look();
    for code in [Code::Partition, Code::Unroutable, Code::FdNear] {
        let gap = Verdict::Unknown(Gap::BrokerUntold);
        assert_eq!(bench.verdict(code), gap, "{code:?}");
    }
    assert_eq!(bench.verdict(Code::MemoryAlarm), Verdict::Fine);
}

fn alarmed() -> Says {
    let mut says = healthy();
    COURSES[0].3(&mut says, 0);
    says
}

#[test]
fn the_broker_knows_of_an_alarm_first_and_cloud_eye_joins_it() {
    let mut bench = Bench::healthy();
    bench.asked(alarmed());
    assert_eq!(bench.look(), [Code::MemoryAlarm]);
    let since = bench.found(Code::MemoryAlarm).since;
    assert_eq!(since, Some(bench.clock.eye));
    let node = Value::Node("rabbit@b".into());
    assert_eq!(bench.found(Code::MemoryAlarm).get(Slot::Name), Some(&node));
    for minute in 61..=64 {
        bench.minute(minute, &[((Metric::MemoryAlarm, Some(1)), Some(1.0))]);
        bench.asked(alarmed());
        assert_eq!(bench.look(), [Code::MemoryAlarm]);
    }
    let found = bench.found(Code::MemoryAlarm);
    let by = |source| {
        found
            .evidence
            .iter()
            .filter(|seen| seen.source == source)
            .count()
    };
    assert_eq!(found.variant, None);
    assert!(by(Source::Broker) == 2 && by(Source::CloudEye) == 2);
    // The broker is first to say that it is over, too.
    bench.pass(TICK);
    bench.asked(healthy());
    bench.look();
    assert!(bench.found(Code::MemoryAlarm).over.is_some());
}

#[test]
fn cloud_and_broker_that_contradict_each_other_of_the_same_time_are_shown_as_that() {
    // Cloud Eye is two and a half minutes late: that it does not say so yet is no contradiction.
    let mut bench = Bench::healthy();
    let variants = (61..=65).map(|minute| {
        bench.minute(minute, &[]);
        bench.asked(alarmed());
        bench.look();
        bench.found(Code::MemoryAlarm).variant
    });
    let denies = Some(Variant::CloudEyeDenies);
    let seen: Vec<_> = variants.collect();
    assert_eq!(seen, [None, None, None, None, denies]);
    let found = bench.found(Code::MemoryAlarm);
    assert_eq!(found.get(Slot::Time), Some(&Value::Time(150_000)));
    assert_eq!(found.get(Slot::Was), Some(&Value::Time(0)));
    let eye = found.evidence.last().unwrap();
    assert_eq!((eye.source, eye.at), (Source::CloudEye, Some(65 * MINUTE)));

    let mut bench = Bench::healthy();
    let alarm = ((Metric::MemoryAlarm, Some(1)), Some(1.0));
    let found = (61..=65).map(|minute| {
        bench.minute(minute, &[alarm]);
        bench.asked(healthy());
        bench.look();
        let mut found = bench.before.iter();
        found.next().map(|found| (found.severity, found.variant))
    });
    let found: Vec<_> = found.collect();
    let denied = Some((Severity::Warning, Some(Variant::BrokerDenies)));
    assert_eq!(found, [None, None, None, denied, denied]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn nothing_is_found_without_evidence_and_the_same_facts_find_the_same(
        bad in proptest::collection::vec((0..COURSES.len(), 0_u64..60, 1_u64..90), 0..6),
        silent in proptest::collection::vec(0_u64..90, 0..40),
        age in 0_i64..400,
    ) {
        let mut bench = bench();
        for round in 0..90 {
            bench.pass(TICK);
            if !silent.contains(&round) {
                let mut says = healthy();
                let now = bad.iter().filter(|(_, from, long)| (*from..from + long).contains(&round));
                now.for_each(|(at, from, _)| COURSES[*at].3(&mut says, round - from));
                bench.asked(says);
            }
            bench.look();
        }
        bench.pass(age * 1000);
        let found = findings(&bench.facts(), &bench.before);
        prop_assert_eq!(&found, &findings(&bench.facts(), &bench.before));
        for finding in &found.all {
            prop_assert!(!finding.evidence.is_empty(), "{:?}", finding);
            let oldest = finding.evidence.iter().filter_map(|seen| seen.at).min();
            // Without a newer answer it is no longer said to be so.
            let current = oldest.is_some_and(|at| bench.clock.wall - at <= MINUTE);
            prop_assert!(current || finding.over.is_some(), "{:?}", finding);
        }
        let old = age > 60;
        let fine = COURSES.iter().any(|(code, ..)| bench.verdict(*code) == Verdict::Fine);
        prop_assert!(!old || !fine);
    }
}
