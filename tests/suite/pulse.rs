//! The line of all instances together: a letter each by region, and what flows through them.

use crate::desk::{Desk, error, instance, listing, scope};
use crate::screens::{drawn, lines};
use std::time::Duration;
use warren::api::ErrorKind;
use warren::event::{Answer, Event, Reply};
use warren::figures::{FiguresAnswer, FiguresKind, FiguresPart, FiguresRead, MINUTE, Values};
use warren::model::{InstanceId, Metric, Point, Scope, Series};
use warren::state::context::{Glyphs, ProfileContext};
use warren::state::query::QueryAnswer;

fn other() -> Scope {
    Scope::new("prod", "eu-west-101")
}

/// Two regions whose figures are read, at 160x45; nothing is listed yet.
fn two() -> Desk {
    let mut desk = Desk::new(160, 45);
    let first = desk.state.profiles.iter_mut().next().unwrap();
    first.context.ces_endpoint = Some("ces.example.com".into());
    let context = ProfileContext {
        brokers: Default::default(),
        scope: other(),
        ..first.context.clone()
    };
    desk.state.profiles.add(context);
    desk
}

fn list(desk: &mut Desk, scope: &Scope, names: &[&str]) {
    let rows = names.iter().map(|name| instance(name)).collect();
    let reply = QueryAnswer::Listing(Ok(listing(rows))).into();
    answer(desk, scope, reply);
}

fn answer(desk: &mut Desk, scope: &Scope, reply: Reply) {
    let asked = desk.ask();
    desk.feed(Event::Answer(Box::new(Answer {
        scope: scope.clone(),
        asked,
        reply,
    })));
}

/// Each instance has so many messages that wait, as of the last minute.
fn measure(desk: &mut Desk, scope: &Scope, ready: &[(&str, f64)]) {
    let until = desk.now.wall - desk.now.wall.rem_euclid(MINUTE);
    let instances = ready.iter().map(|(name, value)| {
        let instance = InstanceId::new(format!("id-{name}")).unwrap();
        let series = Series {
            metric: Metric::Ready,
            instance: instance.clone(),
            part: None,
        };
        let at = until - MINUTE;
        (
            instance,
            Values::from_iter([(series, [Point { at, value: *value }])]),
        )
    });
    let read = FiguresRead {
        kind: FiguresKind::Current,
        until,
        ahead: 0,
        instances: instances.collect(),
    };
    let part = FiguresPart::Values(read.kind);
    let values = Box::new(FiguresAnswer::Values(read));
    answer(desk, scope, Reply::Figures(part, Ok(values)));
}

/// The line, without its name.
fn pulse(desk: &Desk) -> String {
    let all = lines(&drawn(&desk.state).0);
    let line = all.iter().find_map(|line| line.strip_prefix(" Pulse  "));
    line.unwrap_or_default().trim_end().to_owned()
}

#[test]
fn a_region_that_is_not_read_has_a_mark_for_its_own_and_the_sum_says_of_how_many_it_is() {
    let mut desk = two();
    list(&mut desk, &scope(), &["a", "b"]);
    let line = pulse(&desk);
    assert!(line.starts_with("cn-n4 .. 2   eu-w101 ?  "), "{line}");
    assert!(
        line.ends_with("ready --          in --/s          out --/s"),
        "{line}"
    );
    list(&mut desk, &other(), &["c", "d"]);
    measure(&mut desk, &scope(), &[("a", 70.0), ("b", 30.0)]);
    let line = pulse(&desk);
    assert!(line.starts_with("cn-n4 .. 2   eu-w101 .. 2  "), "{line}");
    // What is not known is no 0.
    assert!(
        line.contains("ready 100 ") && line.ends_with("of 0-2 of 4"),
        "{line}"
    );
    measure(&mut desk, &other(), &[("c", 0.0)]);
    assert!(pulse(&desk).contains("ready 100 ") && pulse(&desk).ends_with("of 0-3 of 4"));
    // One region answers no more: after five minutes its part of the sum is old, after ten it is in it
    // no more, and the sum is new.
    for _ in 0..6 {
        desk.wait(Duration::from_secs(60));
        list(&mut desk, &scope(), &["a", "b"]);
        let refused = QueryAnswer::Listing(Err(error(ErrorKind::Server)));
        answer(&mut desk, &other(), refused.into());
        measure(&mut desk, &scope(), &[("a", 70.0), ("b", 30.0)]);
    }
    let line = pulse(&desk);
    assert!(line.starts_with("cn-n4 .. 2   eu-w101 ?? 2  "), "{line}");
    assert!(
        line.contains("ready 100? ") && line.ends_with("of 0-3 of 4"),
        "{line}"
    );
    for _ in 0..6 {
        desk.wait(Duration::from_secs(60));
        list(&mut desk, &scope(), &["a", "b"]);
        measure(&mut desk, &scope(), &[("a", 70.0), ("b", 30.0)]);
    }
    let line = pulse(&desk);
    assert!(
        line.contains("ready 100 ") && line.ends_with("of 0-2 of 4"),
        "{line}"
    );
}

#[test]
fn beside_a_sum_stands_its_hour_where_there_is_room_and_gaps_are_gaps() {
    let mut desk = two();
    desk.state.profiles.remove(&other());
    for minute in 0..60 {
        list(&mut desk, &scope(), &["a", "b"]);
        if !(20..36).contains(&minute) {
            let ready = f64::from(minute) * 10.0;
            measure(&mut desk, &scope(), &[("a", ready), ("b", ready)]);
        }
        desk.wait(Duration::from_secs(60));
    }
    list(&mut desk, &scope(), &["a", "b"]);
    desk.state.look.glyphs = Glyphs::Ascii;
    let line = pulse(&desk);
    assert!(line.contains("ready 1.1k 124 689  in --/s"), "{line}");
    // With a hundred instances at 120 cells letters keep 40, and the trends the rest.
    desk.state.size.width = 120;
    let many: Vec<String> = (0..100).map(|at| format!("x-{at:02}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    list(&mut desk, &scope(), &many);
    let line = pulse(&desk);
    let letters = line.split_once("ready").unwrap().0.trim_end();
    assert!((35..60).contains(&letters.len()), "{line}");
}
