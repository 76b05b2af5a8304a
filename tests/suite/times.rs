//! The zone of the times on screen, and of those that are typed.

use crate::desk::{Desk, instance};
use crate::screens::screen;
use warren::model::Instance;
use warren::state::span::Span;
use warren::timezone::{TimeZone, Times};

/// 2026-11-13 22:02:03 UTC.
const AT: i64 = 1_794_607_323_000;

fn dated(name: &str) -> Instance {
    let mut dated = instance(name);
    dated.created_at = Some(AT);
    dated
}

/// A desk in Shanghai that was told nothing about times, with an instance and a notice.
fn desk() -> Desk {
    let mut desk = Desk::new(120, 40);
    let shanghai = jiff::tz::TimeZone::fixed(jiff::tz::Offset::constant(8));
    desk.state.time_zone = TimeZone::new(Times::Utc, shanghai);
    desk.list(vec![dated("orders-01"), dated("orders-02")]);
    desk
}

fn run(desk: &mut Desk, line: &str) {
    desk.press(":");
    desk.type_text(line);
    desk.press("enter");
}

fn says(desk: &Desk, text: &str) -> bool {
    screen(&desk.state).contains(text)
}

#[test]
fn times_are_utc_until_they_are_asked_for_as_the_clock_on_the_wall_has_them() {
    let mut desk = desk();
    run(&mut desk, "columns +created");
    assert!(
        says(&desk, "CREATED (UTC)") && says(&desk, "2026-11-13 22:02"),
        "{}",
        screen(&desk.state)
    );
    run(&mut desk, "time local");
    assert!(
        says(&desk, "CREATED (LOCAL)") && says(&desk, "2026-11-14 06:02"),
        "{}",
        screen(&desk.state)
    );
    desk.press("enter");
    assert!(says(&desk, "2026-11-14 +08:00"), "{}", screen(&desk.state));
    run(&mut desk, "time");
    assert!(says(&desk, "2026-11-13 UTC"), "{}", screen(&desk.state));
    run(&mut desk, "time");
    assert_eq!(desk.state.time_zone.times, Times::Local);
    run(&mut desk, "time utc");
    assert_eq!(desk.state.time_zone.times, Times::Utc);
}

#[test]
fn a_span_is_read_in_the_zone_that_is_shown_and_said_with_it() {
    let mut desk = desk();
    run(&mut desk, "time local");
    desk.press("enter 5 f");
    assert!(
        says(&desk, "local time: 2026-11-20 08:00"),
        "{}",
        screen(&desk.state)
    );
    desk.type_text("2026-11-14 06:00 .. 2026-11-14 07:00");
    desk.press("enter");
    let Span::Between { begin, .. } = desk.state.view.span else {
        panic!("{:?}", desk.state.view.span)
    };
    assert_eq!(AT - begin, 123_000);
    assert!(
        says(&desk, "2026-11-14 06:00 .. 2026-11-14 07:00 +08:00"),
        "{}",
        screen(&desk.state)
    );
}
