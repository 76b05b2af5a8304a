//! Forms that are left and opened again, cleared and brought back.

use crate::create_form::{desk, fill, form, go_to};
use crate::desk::Desk;
use crate::screens::screen;
use std::time::Duration;
use warren::state::form::Field;

const SIZE: (u16, u16) = (80, 24);

/// The form for an instance like orders-01, described, and left.
fn left() -> Desk {
    let mut desk = desk(SIZE);
    desk.press("C");
    fill(&mut desk, Field::Description, "for the load tests");
    desk.press("esc");
    desk
}

fn says(desk: &Desk, text: &str) -> bool {
    screen(&desk.state).contains(text)
}

#[test]
fn a_form_that_is_left_says_that_it_is_kept_and_since_when_it_was() {
    let mut desk = left();
    assert!(
        says(&desk, "kept as filled in: create orders-02"),
        "{}",
        screen(&desk.state)
    );
    desk.wait(Duration::from_secs(12 * 60));
    desk.press("C");
    assert!(
        says(&desk, "kept from 10m ago; ctrl-x clears it"),
        "{}",
        screen(&desk.state)
    );
    assert_eq!(
        form(&desk).values().text(Field::Description),
        "for the load tests"
    );
    desk.wait(Duration::from_secs(10 * 60));
    assert!(says(&desk, "kept from 20m ago"), "it grows older on screen");
}

#[test]
fn a_kept_form_opens_at_the_first_field_that_needs_something() {
    let mut desk = left();
    desk.press("C");
    assert_eq!(form(&desk).focus(), Field::Password);
    desk.type_text("Canary-77");
    desk.press("tab");
    desk.type_text("Canary-77");
    desk.press("esc C");
    assert_eq!(form(&desk).focus(), Field::Review, "it needs nothing");
}

#[test]
fn a_form_in_which_nothing_was_filled_in_is_not_kept() {
    let mut desk = desk(SIZE);
    desk.press("C esc");
    assert!(desk.state.drafts.is_empty());
    assert!(!says(&desk, "kept as"), "{}", screen(&desk.state));
    desk.press("C");
    assert!(!says(&desk, "kept from"), "{}", screen(&desk.state));
    assert_eq!(form(&desk).focus(), Field::Name);
}

#[test]
fn a_cleared_form_is_as_it_was_opened_and_the_same_key_brings_it_back() {
    let mut desk = left();
    desk.press("C ctrl-x");
    let text = |desk: &Desk| form(desk).values().text(Field::Description).to_owned();
    assert_eq!(text(&desk), "");
    assert_eq!(form(&desk).values().text(Field::Name), "orders-02");
    assert_eq!(form(&desk).focus(), Field::Name);
    assert!(says(
        &desk,
        "cleared; ctrl-x brings back what was filled in"
    ));
    desk.press("ctrl-x");
    assert_eq!(text(&desk), "for the load tests");
    desk.press("ctrl-x");
    fill(&mut desk, Field::Description, "another one");
    desk.press("esc C");
    desk.press("ctrl-x");
    assert_eq!(text(&desk), "for the load tests", "neither is lost");
    desk.press("ctrl-x");
    assert_eq!(text(&desk), "another one");
}

#[test]
fn a_review_that_is_left_shows_the_form_where_it_was_and_calls_it_not_kept() {
    let mut desk = desk(SIZE);
    desk.press("e ctrl-u");
    desk.type_text("orders-09");
    go_to(&mut desk, Field::Review);
    desk.press("enter esc");
    assert_eq!(form(&desk).focus(), Field::Review);
    assert!(!says(&desk, "kept from"), "{}", screen(&desk.state));
}

#[test]
fn a_password_is_forgotten_and_nothing_says_that_it_is_kept() {
    let mut desk = desk(SIZE);
    desk.press("P");
    desk.type_text("Canary-77");
    desk.press("esc");
    assert!(desk.state.drafts.is_empty());
    assert!(!says(&desk, "kept as"), "{}", screen(&desk.state));
}
