//! What changed since a time is marked in the list and counted.

use crate::desk::{Desk, instance, key};
use std::time::Duration;
use warren::model::Status;
use warren::state::overlay::Overlay;

/// Types a line into the palette.
fn typed(desk: &mut Desk, line: &str) {
    desk.press("esc :");
    desk.type_text(line);
}

fn screen(desk: &Desk) -> String {
    let (buffer, _) = crate::screens::drawn(&desk.state);
    crate::screens::lines(&buffer).join("\n")
}

/// Three instances, of which the second has failed two minutes ago and the first just now.
fn desk() -> Desk {
    let mut desk = Desk::with(&["orders-01", "billing-01", "audit-01"]);
    let failed = |name: &str| {
        let mut one = instance(name);
        one.status = Some(Status::Error);
        one
    };
    let listed = |names: [&str; 3], bad: &[&str]| {
        names.map(|name| match bad.contains(&name) {
            true => failed(name),
            false => instance(name),
        })
    };
    let names = ["orders-01", "billing-01", "audit-01"];
    desk.list(listed(names, &["billing-01"]).to_vec());
    desk.wait(Duration::from_secs(120));
    desk.list(listed(names, &["billing-01", "orders-01"]).to_vec());
    desk
}

#[test]
fn rows_that_changed_since_then_are_marked_and_counted() {
    let mut desk = desk();
    typed(&mut desk, "since 1m");
    desk.press("enter");
    assert!(desk.state.overlay.is_none());
    let text = screen(&desk);
    assert!(text.contains("1 changed"), "{text}");
    let changed = |desk: &Desk, name: &str| desk.state.fleet.get(&key(name)).unwrap().has_changed();
    let of_all =
        |desk: &Desk| ["orders-01", "billing-01", "audit-01"].map(|one| changed(desk, one));
    assert_eq!(of_all(&desk), [true, false, false]);
    assert!(
        text.lines()
            .any(|line| line.contains("X+") && line.contains("orders-01")),
        "{text}"
    );
    assert!(
        !text
            .lines()
            .any(|line| line.contains("X+") && line.contains("billing-01")),
        "{text}"
    );
    typed(&mut desk, "since 1h");
    desk.press("enter");
    assert_eq!(of_all(&desk), [true, true, false]);
    typed(&mut desk, "filter changed");
    desk.press("enter");
    assert_eq!(desk.rows().len(), 2);
    typed(&mut desk, "since off");
    desk.press("enter");
    assert_eq!(of_all(&desk), [false; 3]);
    assert!(!screen(&desk).contains("changed ("));
}

#[test]
fn what_is_no_time_is_said_and_stays_typed() {
    let mut desk = desk();
    typed(&mut desk, "since 25:99");
    desk.press("enter");
    let Some(Overlay::Palette(palette)) = &desk.state.overlay else {
        panic!("{:?}", desk.state.overlay);
    };
    assert_eq!(palette.field().text(), "since 25:99");
    let text = screen(&desk);
    assert!(text.contains("no time that was: 02:14"), "{text}");
    assert_eq!(desk.state.fleet.since(), None);
}
