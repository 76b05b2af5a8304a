//! What is told of charts beside their drawing: where a value is from, how old it is, and what is
//! copied of it.

use super::{MINUTE, NODES, fail, measured, name_queues, read_range, shown, take};
use crate::charts::answer;
use crate::desk::{Desk, id, words, words_in};
use std::time::Duration;
use warren::api::ErrorKind;
use warren::effect::Effect;
use warren::figures::{FiguresKind, Range, Values};
use warren::lang::Lang;
use warren::model::{Metric, Point, Series};
use warren::ui::copied;
use warren::ui::provenance;

/// What the box about the sources says.
fn sources(desk: &Desk) -> String {
    let about = desk.state.about().unwrap();
    provenance::as_text(words(), &desk.state, &about)
}

/// What is copied by a key, as text.
fn copy(desk: &mut Desk, key: &str) -> String {
    desk.effects.clear();
    desk.press(key);
    match desk.effects.as_slice() {
        [Effect::Copy(clip)] => copied::text_of(words(), &desk.state, clip),
        other => panic!("{other:?}"),
    }
}

fn has(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(text.lines().any(|one| one == *line), "{line}\n{text}");
    }
}

#[test]
fn the_sources_of_charts_name_each_value_with_its_metric_dimension_period_time_and_age() {
    let mut desk = measured(120, 40);
    let now = sources(&desk);
    has(
        &now,
        &[
            "Source: POST /V1.0/{project_id}/batch-query-metric-data; read <1m ago, \
             2026-09-21 14:00:00 UTC; asked every 1m",
            "rabbitmq_instance_id: id-orders-01",
            "Cursor: none: the newest values",
            "messages_ready: 1682000, of rabbitmq_instance_id, average of one minute, \
             measured 2m ago, 2026-09-21 13:58:00 UTC; Cloud Eye",
            "publish: 3100/s, of rabbitmq_instance_id, average of one minute, \
             measured 2m ago, 2026-09-21 13:58:00 UTC; Cloud Eye",
            "consumers: no data, of rabbitmq_instance_id; Cloud Eye",
            "rabbitmq_memory_usage: 49%, of rabbitmq_node dms-vm-5f0c1a2b-rabbitmq-0, \
             average of one minute, measured 2m ago, 2026-09-21 13:58:00 UTC; Cloud Eye",
        ],
    );
    desk.press("left left left");
    let earlier = sources(&desk);
    has(
        &earlier,
        &[
            "Cursor: 2026-09-21 13:56:00 UTC",
            "messages_ready: 1568000, of rabbitmq_instance_id, average of one minute, \
             measured 2m ago, 2026-09-21 13:56:00 UTC; Cloud Eye",
            "rabbitmq_memory_usage: 48%, of rabbitmq_node dms-vm-5f0c1a2b-rabbitmq-2, \
             average of one minute, measured 2m ago, 2026-09-21 13:56:00 UTC; Cloud Eye",
        ],
    );
    // It stays with the time that was pointed at, and is copied.
    desk.press("i");
    assert_eq!(copy(&mut desk, "c"), earlier);
    let chinese = provenance::as_text(
        words_in(Lang::Chinese),
        &desk.state,
        &desk.state.about().unwrap(),
    );
    assert!(
        chinese.contains("维度rabbitmq_node dms-vm-5f0c1a2b-rabbitmq-2，一分钟平均值"),
        "{chinese}"
    );
}

#[test]
fn the_sources_of_a_longer_range_name_its_period_and_when_it_was_read() {
    let mut desk = measured(120, 40);
    desk.press("]");
    read_range(&mut desk, Range::SixHours);
    desk.wait(Duration::from_secs(130));
    desk.press("home");
    has(
        &sources(&desk),
        &[
            "Source: POST /V1.0/{project_id}/batch-query-metric-data; read 2m ago, \
             2026-09-21 14:00:00 UTC; asked every 5m",
            "Cursor: 2026-09-21 08:00:00 UTC",
            "messages_ready: 0, of rabbitmq_instance_id, average of 5 minutes, \
             measured 6h ago, 2026-09-21 08:00:00 UTC; Cloud Eye",
            "publish: no data, of rabbitmq_instance_id; Cloud Eye",
        ],
    );
    // What is true now is no mean of five minutes.
    desk.press("esc");
    let now = sources(&desk);
    assert!(
        now.contains("messages_ready: 1682000, of rabbitmq_instance_id, average of one minute")
    );
}

#[test]
fn what_is_kept_of_a_great_number_is_said_to_be_about_it_but_for_the_newest() {
    let mut desk = measured(120, 40);
    let mut read = answer(&desk, FiguresKind::Current);
    let until = read.until;
    let point = |minutes: i64, value| Point {
        at: until - minutes * MINUTE,
        value,
    };
    let ready = Series {
        metric: Metric::Ready,
        instance: id("orders-01"),
        part: None,
    };
    let points = vec![point(4, 18_200_001.0), point(2, 18_200_003.0)];
    read.instances[0].1 = Values::from_iter([(ready, points)]);
    take(&mut desk, read);
    assert!(copy(&mut desk, "y").contains("messages_ready: 18200003, 2026-09-21 13:58"));
    desk.press("left left left");
    let earlier = copy(&mut desk, "y");
    assert!(
        earlier.contains("messages_ready: about 18200000, 2026-09-21 13:56"),
        "{earlier}"
    );
}

#[test]
fn queues_are_among_the_sources_by_the_names_that_cloud_eye_has() {
    let mut desk = measured(120, 40);
    name_queues(&mut desk, &["shop__orders"], 1);
    let mut read = answer(&desk, FiguresKind::Queues);
    let at = read.until - 3 * MINUTE;
    let series = Series {
        metric: Metric::QueueReady,
        instance: id("orders-01"),
        part: Some("shop__orders".into()),
    };
    read.instances[0].1 = Values::from_iter([(series, [Point { at, value: 7.0 }])]);
    take(&mut desk, read);
    has(
        &sources(&desk),
        &[
            "queue_messages_ready: 7, of rabbitmq_queue shop__orders, average of one minute, \
           measured 2m ago, 2026-09-21 13:57:00 UTC; Cloud Eye",
        ],
    );
}

#[test]
fn y_copies_the_value_of_each_chart_with_its_name_and_time_and_shift_y_all_of_them() {
    let mut desk = measured(120, 40);
    desk.press("left left left");
    let values = copy(&mut desk, "y");
    has(
        &values,
        &[
            "orders-01 messages_ready: 1568000, 2026-09-21 13:56:00 UTC",
            "orders-01 deliver_get: 0/s, 2026-09-21 13:56:00 UTC",
            "orders-01 consumers: no data",
            "orders-01 rabbitmq-0 rabbitmq_memory_usage: 48%, 2026-09-21 13:56:00 UTC",
        ],
    );
    assert_eq!(values.lines().count(), 7 + 2 * NODES.len());
    let series = copy(&mut desk, "Y");
    let mut lines = series.lines();
    assert_eq!(
        lines.next().unwrap().split(',').take(4).collect::<Vec<_>>(),
        [
            "time_utc",
            "messages_ready",
            "messages_unacknowledged",
            "publish"
        ]
    );
    assert_eq!(series.lines().count(), 1 + 60);
    assert!(
        series.contains("\n2026-09-21T13:56:00Z,1568000,40,3100,0,412,,88,48,50"),
        "{series}"
    );
    // A gap is no 0.
    assert!(series.contains("\n2026-09-21T13:33:00Z,,45,"), "{series}");
}

#[test]
fn a_range_that_was_read_says_when_and_that_it_is_too_old() {
    let mut desk = measured(80, 24);
    desk.press("]");
    assert!(!shown(&mut desk).contains("read "), "{}", shown(&mut desk));
    read_range(&mut desk, Range::SixHours);
    assert!(shown(&mut desk).contains("means of 5 min; read <1m ago"));
    // It is drawn again when another age is to be said.
    let next = desk.state.next_change().unwrap() - desk.state.now.uptime;
    assert!(next <= Duration::from_secs(60), "{next:?}");
    desk.wait(Duration::from_secs(300));
    let screen = shown(&mut desk);
    assert!(screen.contains("means of 5 min; read 5m ago"), "{screen}");
    desk.press("left");
    let pointed = shown(&mut desk);
    assert!(
        pointed.contains("read 5m ago") && pointed.contains("at 13:5"),
        "{pointed}"
    );
    desk.press("esc");
    fail(
        &mut desk,
        FiguresKind::Range(Range::SixHours),
        ErrorKind::Throttled,
    );
    let screen = shown(&mut desk);
    assert!(screen.contains("read 5m ago"), "{screen}");
    // Why nothing newer comes is there as well, as far as there is room, with the cursor and without.
    assert!(screen.contains("too many calls"), "{screen}");
    desk.press("left");
    let pointed = shown(&mut desk);
    assert!(
        pointed.contains("too many") && pointed.contains("at 13:5"),
        "{pointed}"
    );
    desk.press("esc");
    desk.wait(Duration::from_secs(602));
    let screen = shown(&mut desk);
    assert!(screen.contains("STALE: read 10m ago"), "{screen}");
    read_range(&mut desk, Range::SixHours);
    assert!(shown(&mut desk).contains("means of 5 min; read <1m ago"));
}
