//! The charts of an instance: what is measured of it over time, with the time that is pointed at.

mod told;

use crate::desk::{Desk, error, id, instance, key, words_in};
use crate::screens::{drawn, drawn_in, lines, screen, settled};
use std::time::Duration;
use warren::api::ErrorKind;
use warren::event::Reply;
use warren::figures::{
    FiguresAnswer, FiguresKind, FiguresPart, FiguresRead, QueueNames, Range, Values,
};
use warren::lang::Lang;
use warren::model::{Metric, Point, Series};
use warren::state::context::Glyphs;

const MINUTE: i64 = 60_000;
const NODES: [&str; 3] = [
    "dms-vm-5f0c1a2b-rabbitmq-0",
    "dms-vm-5f0c1a2b-rabbitmq-1",
    "dms-vm-5f0c1a2b-rabbitmq-2",
];

/// A desk with an instance whose figures are read.
pub fn empty(width: u16, height: u16) -> Desk {
    let mut desk = Desk::new(width, height);
    let profile = desk.state.profiles.iter_mut().next().unwrap();
    profile.context.ces_endpoint = Some("ces.example.com".into());
    desk.list(vec![instance("orders-01")]);
    desk
}

/// What a figure was so many minutes after the hour began; nothing in a gap.
fn value(metric: Metric, minute: i64) -> Option<f64> {
    let up = minute as f64;
    match metric {
        Metric::Ready => (!(30..=38).contains(&minute)).then_some(up * up * 500.0),
        Metric::Unacknowledged => Some(40.0 + up % 7.0),
        Metric::Publish => Some(3100.0),
        Metric::DeliverGet => Some(if minute < 40 { 3100.0 } else { 0.0 }),
        Metric::Connections => Some(412.0),
        Metric::InstanceDisk => Some(60.0 + up / 2.0),
        Metric::Memory => Some(20.0 + up / 2.0),
        Metric::Cpu => Some(50.0),
        _ => None,
    }
}

/// An answer of Cloud Eye with the hour up to now.
pub fn answer(desk: &Desk, kind: FiguresKind) -> FiguresRead {
    let until = desk.now.wall - desk.now.wall.rem_euclid(MINUTE);
    let begin = until - 60 * MINUTE;
    let own = Metric::of(warren::model::Level::Instance).iter();
    let own = own.map(|metric| (*metric, None));
    let nodes = NODES.iter().flat_map(|node| {
        [Metric::Memory, Metric::Cpu].map(|metric| (metric, Some((*node).into())))
    });
    let values = own.chain(nodes).map(|(metric, part)| {
        // The newest minute has not come yet.
        let points = (0..59).filter_map(|minute| {
            let at = begin + minute * MINUTE;
            value(metric, minute).map(|value| Point { at, value })
        });
        let instance = id("orders-01");
        let series = Series {
            metric,
            instance,
            part,
        };
        (series, points.collect::<Vec<_>>())
    });
    FiguresRead {
        kind,
        until,
        ahead: 0,
        instances: vec![(id("orders-01"), values.collect())],
    }
}

/// Cloud Eye answers.
fn take(desk: &mut Desk, read: FiguresRead) {
    let part = FiguresPart::Values(read.kind);
    let read = Box::new(FiguresAnswer::Values(read));
    desk.answer(Reply::Figures(part, Ok(read)));
}

/// Cloud Eye does not give what was asked for.
fn fail(desk: &mut Desk, kind: FiguresKind, why: ErrorKind) {
    let part = FiguresPart::Values(kind);
    desk.answer(Reply::Figures(part, Err(error(why))));
}

/// The same where its hour has come, in the tab of the charts; it has no queue.
pub fn measured(width: u16, height: u16) -> Desk {
    let mut desk = unnamed(width, height);
    name_queues(&mut desk, &[], 0);
    desk
}

/// The same where it is not known which queues it has.
fn unnamed(width: u16, height: u16) -> Desk {
    let mut desk = empty(width, height);
    desk.now.wall -= desk.now.wall.rem_euclid(60 * MINUTE);
    for kind in [FiguresKind::Current, FiguresKind::Hour] {
        let read = answer(&desk, kind);
        take(&mut desk, read);
    }
    open(&mut desk);
    desk.press("2");
    desk
}

/// Opens the instance: where there are panes beside the list, that is larger first.
fn open(desk: &mut Desk) {
    while desk.state.view.opened.is_none() {
        desk.press("enter");
    }
}

fn shown(desk: &mut Desk) -> String {
    settled(&mut desk.state).join("\n")
}

#[test]
fn charts_are_drawn_in_two_columns_at_any_size_and_in_one_where_it_is_narrow() {
    for (width, height) in [(80, 24), (120, 40), (160, 45), (40, 10)] {
        let desk = measured(width, height);
        insta::assert_snapshot!(format!("live-{width}x{height}"), screen(&desk.state));
    }
    let mut desk = measured(80, 24);
    desk.state.look.glyphs = Glyphs::Blocks;
    insta::assert_snapshot!("live-blocks", lines(&drawn(&desk.state).0).join("\n"));
    desk.state.look.glyphs = Glyphs::Ascii;
    desk.press("left left");
    let ascii = lines(&drawn(&desk.state).0).join("\n");
    assert!(ascii.is_ascii(), "{ascii}");
    insta::assert_snapshot!("live-ascii", ascii);
    let chinese = lines(&drawn_in(Lang::Chinese, &desk.state).0).join("\n");
    insta::assert_snapshot!("zh-live", chinese);
}

#[test]
fn the_nodes_are_further_down() {
    let mut desk = measured(80, 24);
    assert!(!shown(&mut desk).contains("rabbitmq-2"));
    desk.press("j");
    assert!(shown(&mut desk).contains("rabbitmq-0 memory 49%  watermark 40%"));
    desk.press("G");
    let screen = shown(&mut desk);
    assert!(screen.contains("rabbitmq-2 CPU 50%"), "{screen}");
    assert!(screen.contains("4-7 of 7"), "{screen}");
    desk.press("k");
    assert!(shown(&mut desk).contains("3-6 of 7"));
    desk.press("g g");
    assert!(shown(&mut desk).contains("Ready"));
}

#[test]
fn the_cursor_shows_each_value_of_its_time_until_escape() {
    let mut desk = measured(120, 40);
    let begin = desk.now.wall - 60 * MINUTE;
    let clock = |minute: i64| {
        warren::ui::words::time::clock(words_in(Lang::English), begin + minute * MINUTE)
    };
    let now = shown(&mut desk);
    assert!(now.contains("Ready 1.6M "), "{now}");
    // The first key brings it, to the newest value.
    desk.press("left");
    assert!(shown(&mut desk).contains(&format!("at {} UTC", clock(58))));
    desk.press("left left");
    let screen = shown(&mut desk);
    assert!(
        screen.contains(&format!("at {} UTC", clock(56))),
        "{screen}"
    );
    assert!(screen.contains("Ready 1.5M "), "{screen}");
    desk.press("home");
    let screen = shown(&mut desk);
    assert!(
        screen.contains("Ready 0 ") && screen.contains("Delivered 3.1k/s"),
        "{screen}"
    );
    desk.press("left");
    assert!(shown(&mut desk).contains(&format!("at {} UTC", clock(0))));
    for _ in 0..33 {
        desk.press("l");
    }
    let gap = shown(&mut desk);
    assert!(
        gap.contains("Ready no data") && gap.contains("Connections 412"),
        "{gap}"
    );
    desk.press("end");
    assert!(shown(&mut desk).contains("Delivered 0/s"));
    desk.press("esc");
    assert_eq!(shown(&mut desk), now);
    assert!(desk.state.view.opened.is_some());
}

#[test]
fn the_cursor_stays_at_its_time_while_the_charts_go_on() {
    let mut desk = measured(80, 24);
    desk.press("left left left left");
    let at = |desk: &Desk| {
        let row = desk.state.fleet.get(&key("orders-01")).unwrap();
        desk.state.pointed(row)
    };
    let before = at(&desk);
    desk.wait(Duration::from_secs(180));
    let read = answer(&desk, FiguresKind::Current);
    take(&mut desk, read);
    assert_eq!(at(&desk), before);
    desk.wait(Duration::from_secs(3600));
    let read = answer(&desk, FiguresKind::Current);
    take(&mut desk, read);
    assert!(at(&desk) > before, "it is never outside of what is shown");
    desk.press("esc esc enter 2");
    assert_eq!(at(&desk), None);
}

#[test]
fn what_is_not_there_says_why() {
    let mut desk = Desk::with(&["orders-01"]);
    desk.press("enter 2");
    assert!(shown(&mut desk).contains("figures: not read; metrics = false"));
    let mut desk = empty(80, 24);
    desk.press("enter 2");
    assert!(shown(&mut desk).contains("figures: loading"));
    let failed = |desk: &mut Desk, kind| fail(desk, FiguresKind::Current, kind);
    failed(&mut desk, ErrorKind::Server);
    assert!(
        shown(&mut desk).contains("figures: the service failed"),
        "{}",
        shown(&mut desk)
    );
    failed(&mut desk, ErrorKind::Forbidden);
    assert!(
        shown(&mut desk).contains("figures: not allowed"),
        "{}",
        shown(&mut desk)
    );
    let mut none = answer(&desk, FiguresKind::Current);
    none.instances[0].1 = Values::default();
    take(&mut desk, none);
    assert!(shown(&mut desk).contains("figures: nothing was measured yet"));
    // Of one that is measured, a figure may be missing, or not be there yet.
    let read = answer(&desk, FiguresKind::Current);
    take(&mut desk, read);
    let screen = shown(&mut desk);
    assert!(
        screen.contains("Consumers loading") && !screen.contains("Consumers 0"),
        "{screen}"
    );
    let read = answer(&desk, FiguresKind::Hour);
    take(&mut desk, read);
    let screen = shown(&mut desk);
    assert!(screen.contains("Consumers no data"), "{screen}");
    failed(&mut desk, ErrorKind::Server);
    let screen = shown(&mut desk);
    assert!(screen.contains("Ready 1.6M"), "{screen}");
    assert!(screen.contains("the service failed"), "{screen}");
}

/// Cloud Eye names these queues of so many.
fn name_queues(desk: &mut Desk, read: &[&str], of: usize) {
    let names = QueueNames {
        instance: id("orders-01"),
        read: read.iter().map(|name| (*name).into()).collect(),
        of,
    };
    let answer = FiguresAnswer::Queues(names);
    desk.answer(Reply::Figures(FiguresPart::Queues, Ok(Box::new(answer))));
}

#[test]
fn queues_with_most_messages_stand_first_by_the_names_that_cloud_eye_has() {
    let mut desk = unnamed(80, 45);
    let queues = |desk: &mut Desk| {
        let screen = shown(desk);
        let title = screen.lines().skip_while(|line| !line.contains(" READY"));
        let half = |line: &str| line.chars().skip(40).collect::<String>().trim().to_owned();
        title.take(4).map(half).collect::<Vec<String>>()
    };
    assert_eq!(queues(&mut desk)[1], "loading");
    desk.answer(Reply::Figures(
        FiguresPart::Queues,
        Err(error(ErrorKind::Forbidden)),
    ));
    assert_eq!(queues(&mut desk)[1], "not read");
    name_queues(&mut desk, &[], 0);
    assert_eq!(queues(&mut desk)[1], "no queue is measured by Cloud Eye");
    name_queues(&mut desk, &["few", "shop__many", "silent"], 40);
    let mut read = answer(&desk, FiguresKind::Queues);
    let until = read.until;
    let of = |name: &str, metric: Metric, minutes: i64, value: f64| {
        let series = Series {
            metric,
            instance: id("orders-01"),
            part: Some(name.into()),
        };
        let at = until - minutes * MINUTE;
        (series, vec![Point { at, value }])
    };
    read.instances[0].1 = Values::from_iter([
        of("few", Metric::QueueReady, 1, 0.0),
        of("shop__many", Metric::QueueReady, 1, 18_200_000.0),
        of("shop__many", Metric::QueueUnacknowledged, 7, 12.0),
        of("silent", Metric::QueueReady, 11, 99.0),
    ]);
    take(&mut desk, read);
    let words = |line: &String| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let said: Vec<String> = queues(&mut desk).iter().map(words).collect();
    assert_eq!(
        said,
        [
            "3/40 queues (Cloud Eye) READY UNACK",
            "shop__many 18.2M 12?",
            "few 0 --",
            "silent -- --",
        ]
    );
}

/// What was read for a range: one figure of the instance, and one of a node.
pub fn read_range(desk: &mut Desk, range: Range) {
    let until = desk.now.wall - desk.now.wall.rem_euclid(range.step());
    let steps = range.span() / range.step();
    let of = |metric, part: Option<&str>, scale: f64| {
        let points = (0..steps).map(move |at| Point {
            at: until - range.span() + at * range.step(),
            value: at as f64 * scale,
        });
        let series = Series {
            metric,
            instance: id("orders-01"),
            part: part.map(Into::into),
        };
        (series, points)
    };
    let values = [
        of(Metric::Ready, None, 1000.0),
        of(Metric::Memory, Some(NODES[0]), 0.1),
    ];
    let read = FiguresRead {
        kind: FiguresKind::Range(range),
        until,
        ahead: 0,
        instances: vec![(id("orders-01"), values.into_iter().collect())],
    };
    take(desk, read);
}

fn wanted(desk: &Desk) -> Option<Range> {
    desk.state.interest().range.map(|(_, range)| range)
}

#[test]
fn a_longer_range_is_read_when_it_is_looked_at_and_never_passes_for_another() {
    let mut desk = measured(80, 24);
    assert_eq!(wanted(&desk), Some(Range::Hour));
    read_range(&mut desk, Range::Hour);
    let hour = shown(&mut desk);
    assert!(
        hour.contains("[1 h] 6 h  24 h  7 d   one value a minute") && !hour.contains("loading")
    );
    desk.press("]");
    assert_eq!(wanted(&desk), Some(Range::SixHours));
    let loading = shown(&mut desk);
    assert!(
        loading.contains(" 1 h [6 h] 24 h  7 d   means of 5 min"),
        "{loading}"
    );
    // The values of now are those of now in any range.
    assert!(
        loading.contains("Ready 1.6M") && !loading.contains("2.0M"),
        "{loading}"
    );
    assert_eq!(loading.matches("loading").count(), 9, "{loading}");
    read_range(&mut desk, Range::SixHours);
    let six = shown(&mut desk);
    assert!(six.contains("80.0k") && !six.contains("loading"), "{six}");
    assert_eq!(six.matches("no data").count(), 6 + 1, "{six}");
    desk.press("] ]");
    assert_eq!(wanted(&desk), Some(Range::Week));
    assert!(shown(&mut desk).contains("loading"));
    read_range(&mut desk, Range::Week);
    desk.press("home");
    let week = shown(&mut desk);
    assert!(
        week.contains("[7 d]  means of 1 h") && week.contains("at 09-14 1"),
        "{week}"
    );
    // There is no longer one, and back is what was read before.
    desk.press("] esc [ [");
    assert_eq!(shown(&mut desk), six);
    desk.press("esc");
    assert_eq!(wanted(&desk), None);
    desk.press("enter 2");
    assert!(shown(&mut desk).contains("loading"), "it was freed");
}

#[test]
fn a_range_that_cannot_be_read_says_so_and_what_was_read_before_says_why_it_is_not_new() {
    let mut desk = measured(80, 24);
    desk.press("]");
    let range = FiguresKind::Range(Range::SixHours);
    fail(&mut desk, range, ErrorKind::Server);
    let screen = shown(&mut desk);
    assert!(
        screen.contains("the service failed") && screen.contains("not read"),
        "{screen}"
    );
    read_range(&mut desk, Range::SixHours);
    assert!(!shown(&mut desk).contains("not read"));
    fail(&mut desk, range, ErrorKind::Server);
    let screen = shown(&mut desk);
    assert!(
        screen.contains("the service failed") && screen.contains("80.0k"),
        "{screen}"
    );
    // An answer for another instance, or for one that is no longer open, is nothing.
    desk.press("esc");
    read_range(&mut desk, Range::SixHours);
    desk.press("enter 2");
    assert!(!shown(&mut desk).contains("80.0k"));
}

#[test]
fn the_hour_of_nodes_goes_on_with_their_newest_values() {
    let mut desk = measured(80, 24);
    read_range(&mut desk, Range::Hour);
    desk.wait(Duration::from_secs(120));
    let read = answer(&desk, FiguresKind::Current);
    take(&mut desk, read);
    desk.press("j left");
    let screen = shown(&mut desk);
    assert!(screen.contains("rabbitmq-0 memory 49%"), "{screen}");
    desk.press("home");
    let screen = shown(&mut desk);
    assert!(screen.contains("rabbitmq-0 memory 20%"), "{screen}");
}
