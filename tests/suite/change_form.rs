//! The forms for the settings and the password of an instance, on screen.

use crate::create_form::desk;
use crate::desk::Desk;
use crate::screens::{assert_screen, screen};

const SIZES: [(u16, u16); 2] = [(80, 24), (60, 20)];

fn snapshots(name: &str, at: impl Fn((u16, u16)) -> Desk) {
    for (width, height) in SIZES {
        let name = format!("{name}-{width}x{height}");
        assert_screen!(name, at((width, height)).state);
    }
}

#[test]
fn the_form_begins_as_the_instance_is() {
    snapshots("modify", |size| {
        let mut desk = desk(size);
        desk.press("e");
        desk
    });
}

#[test]
fn a_changed_field_says_what_it_is_now_and_a_wrong_one_what_is_wrong() {
    snapshots("modify-wrong", |size| {
        let mut desk = desk(size);
        desk.press("e ctrl-u");
        desk.type_text("orders_09");
        desk.press("tab");
        desk.type_text("bills");
        desk.press("tab tab tab space tab");
        desk
    });
}

/// The review of three changes.
fn reviewed(size: (u16, u16)) -> Desk {
    let mut desk = desk(size);
    desk.press("e ctrl-u");
    desk.type_text("orders-09");
    desk.press("tab");
    desk.type_text("orders and bills");
    desk.press("tab tab tab space tab");
    desk.type_text("32685c2b-0c8e-4a4f-86c6-a1902359f2d1");
    desk.press("tab tab enter");
    desk
}

#[test]
fn the_review_shows_before_and_after_and_the_exact_request() {
    snapshots("modify-review", reviewed);
    let mut desk = reviewed((80, 24));
    desk.answer_question("y enter");
    assert!(desk.sent().is_empty(), "its name was not typed");
}

#[test]
fn rules_of_a_password_are_said_while_it_is_typed_and_it_is_never_shown() {
    snapshots("password-wrong", |size| {
        let mut desk = desk(size);
        desk.press("P");
        desk.type_text("canary77");
        desk
    });
    snapshots("password-review", |size| {
        let mut desk = desk(size);
        desk.press("P");
        desk.type_text("Canary-77");
        desk.press("tab");
        desk.type_text("Canary-77");
        assert!(!screen(&desk.state).contains("Canary"));
        desk.press("tab enter");
        desk
    });
}
