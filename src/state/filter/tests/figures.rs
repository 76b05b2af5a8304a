//! Filters by figures, and by what follows from them.

use super::*;
use crate::findings::{Code, Finding, Outlook, Slot, Value};
use crate::model::{Metric, Point, Series};

#[test]
fn what_was_measured_last_can_be_compared_and_what_was_not_is_no_number() {
    let (mut measured, nothing) = (row(), row());
    let series = |metric| Series {
        metric,
        instance: InstanceId::new("I").unwrap(),
        part: None,
    };
    for (metric, value) in [(Metric::Ready, 12_345.0), (Metric::Publish, 0.5)] {
        let at = 1_000 * crate::figures::MINUTE;
        measured
            .figures
            .take(&series(metric), &[Point { at, value }]);
        measured.figures.asked_until(at);
    }
    for (text, accepted) in [
        ("ready>10k", true),
        ("ready>12.4k", false),
        ("ready<=12345", true),
        ("READY>0.01M", true),
        ("待投递>10k", true),
        ("in<1", true),
        ("in=0", false),
        ("cons=0", false),
        ("!cons=0", true),
        ("disk<50%", false),
    ] {
        let filter = Filter::parse(text);
        assert_eq!(filter.fault(), None, "{text:?}");
        assert_eq!(filter.accepts(&measured, now()), accepted, "{text:?}");
        let negated = text.starts_with('!');
        assert_eq!(filter.accepts(&nothing, now()), negated, "{text:?}");
    }
    measured.figures.asked_until(1_011 * crate::figures::MINUTE);
    assert!(!Filter::parse("ready>10k").accepts(&measured, now()));
}

/// A row whose disks are full in 3h12m, and which is wrong since 25 minutes.
fn troubled() -> Row {
    let mut row = found(&[Code::NodeDown]);
    row.judged.since = Some(NOW - 25 * 60_000);
    row.judged.full = Some(Outlook {
        ms: 3 * HOUR + 12 * 60_000,
        at: NOW,
        level: 91.0,
        full: 100.0,
        window: 6 * HOUR,
        fit: 0.97,
        grows: false,
    });
    row
}

#[test]
fn how_long_something_takes_or_lasts_can_be_compared_and_what_is_not_known_is_no_time() {
    for (text, accepted) in [
        ("fullin<4h", true),
        ("fullin<3h12m", false),
        ("fullin<=3h12m", true),
        ("fullin>11519s", true),
        ("fullin>2d", false),
        ("距写满<4h", true),
        ("since<30m", true),
        ("SINCE<25m", false),
        ("since>1499s", true),
        ("since>=1d", false),
        ("持续<1h", true),
        ("!since<30m", false),
    ] {
        let filter = Filter::parse(text);
        assert_eq!(filter.fault(), None, "{text:?}");
        assert_eq!(filter.accepts(&troubled(), now()), accepted, "{text:?}");
        let negated = text.starts_with('!');
        assert_eq!(filter.accepts(&row(), now()), negated, "{text:?}");
    }
    let filter = Filter::parse("since<30m");
    let turns = filter.turns(&troubled(), now());
    let due = now()
        .uptime
        .saturating_add(Duration::from_millis(5 * 60_000 + 1));
    assert!(filter.follows_time() && !Filter::parse("fullin<4h").follows_time());
    assert_eq!((turns, filter.turns(&row(), now())), (Some(due), None));
}

/// A row of which these were found.
fn found(codes: &[Code]) -> Row {
    let mut row = row();
    let seen = |code: Code| Finding::new(code, code.severity(), Vec::new());
    let node = |one: Finding| one.says(Slot::Name, Value::Node("dms-vm-rabbitmq-2".into()));
    row.judged.all = codes.iter().map(|code| node(seen(*code))).collect();
    row
}

#[test]
fn what_is_wrong_can_be_asked_by_name_and_words_in_both_languages_and_is_offered() {
    let rows = [found(&[Code::NodeDown, Code::MemoryNear]), found(&[])];
    for (text, accepted) in [
        ("why=memory", true),
        ("why=NODE_DOWN", true),
        ("why=node-down|flow", false),
        ("why=flow|node_down", true),
        ("why=down", true),
        ("why=rabbitmq-2", true),
        ("why=publishers", false),
        // What is filled in has a name in the text, which is none of its words.
        ("why=limit", false),
        ("原因=内存", true),
        ("why=宕机", true),
        ("原因=磁盘", false),
    ] {
        let filter = Filter::parse(text);
        assert_eq!(filter.fault(), None, "{text:?}");
        assert_eq!(filter.accepts(&rows[0], now()), accepted, "{text:?}");
        assert!(!filter.accepts(&rows[1], now()));
    }
    assert_eq!(
        Filter::parse("why>memory").fault().unwrap().wrong,
        Wrong::Compare
    );
    for (text, offered) in [
        ("wh", vec!["why="]),
        ("why=", vec!["why=MEMORY_NEAR", "why=NODE_DOWN"]),
        ("why=n", vec!["why=NODE_DOWN"]),
        ("原因=", vec!["原因=内存", "原因=节点宕机"]),
    ] {
        assert_eq!(typed(text, &rows).offers().0, offered, "{text}");
    }
}
