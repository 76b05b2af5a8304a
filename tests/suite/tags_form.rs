//! The editor of an instance's tags, on screen.

use crate::create_form::{desk, orders};
use crate::desk::{Desk, instance};
use crate::screens::assert_screen;
use warren::api::v2::ProjectTag;
use warren::api::{ApiError, ErrorKind, Operation, Rows};
use warren::model::{Instance, Tag};
use warren::state::query::QueryAnswer;

const SIZES: [(u16, u16); 2] = [(80, 24), (60, 20)];

fn snapshots(name: &str, at: impl Fn((u16, u16)) -> Desk) {
    for (width, height) in SIZES {
        let name = format!("{name}-{width}x{height}");
        assert_screen!(name, at((width, height)).state);
    }
}

fn tagged(mut instance: Instance, tags: &[(&str, &str)]) -> Instance {
    let tag = |(key, value): &(&str, &str)| Tag {
        key: (*key).into(),
        value: (*value).into(),
    };
    instance.tags = tags.iter().map(tag).collect();
    instance
}

/// A desk with the editor open on three tags.
fn opened(size: (u16, u16)) -> Desk {
    let mut desk = desk(size);
    let orders = tagged(orders(), &[("env", "test"), ("team", "a"), ("tier", "2")]);
    let other = tagged(instance("zoo-01"), &[("env", "prod"), ("owner", "shop")]);
    desk.list(vec![orders, other]);
    desk.press("T");
    let found = vec![ProjectTag {
        key: "owner".into(),
        values: vec!["hr".into(), "shop".into()],
    }];
    desk.answer(QueryAnswer::ProjectTags(Ok(Rows {
        rows: found,
        ..Rows::default()
    })));
    desk
}

/// The same, with one tag changed, one removed and one added.
fn edited(size: (u16, u16)) -> Desk {
    let mut desk = opened(size);
    desk.press("ctrl-u");
    desk.type_text("env=prod");
    desk.press("tab ctrl-u tab tab");
    desk.type_text("owner=shop");
    desk
}

#[test]
fn each_line_of_the_editor_says_what_becomes_of_its_tag() {
    snapshots("edit-tags", |size| {
        let mut desk = edited(size);
        desk.press("shift-tab shift-tab");
        desk
    });
}

#[test]
fn what_is_wrong_with_a_tag_is_said_while_it_is_typed() {
    snapshots("edit-tags-wrong", |size| {
        let mut desk = edited(size);
        desk.press("tab");
        desk.type_text("env=a/b");
        desk
    });
}

#[test]
fn tags_in_use_elsewhere_are_proposed() {
    snapshots("edit-tags-choices", |size| {
        let mut desk = opened(size);
        desk.press("tab tab tab enter");
        desk
    });
}

#[test]
fn what_is_proposed_says_that_tags_of_the_project_could_not_be_read() {
    let denied = || ApiError {
        status: Some(403),
        code: Some("DMS.10240311".into()),
        ..ApiError::local(Operation::ListProjectTags, ErrorKind::Forbidden, "")
    };
    for list in ["", "-list"] {
        snapshots(&format!("edit-tags-denied{list}"), |size| {
            let mut desk = desk(size);
            let orders = tagged(orders(), &[("env", "test")]);
            let other = tagged(instance("zoo-01"), &[("owner", "shop")]);
            desk.list(vec![orders, other]);
            desk.press("T tab");
            desk.answer(QueryAnswer::ProjectTags(Err(denied())));
            desk.press(if list.is_empty() { "" } else { "enter" });
            desk
        });
    }
}

#[test]
fn the_review_of_tags_shows_each_change_and_both_requests() {
    snapshots("edit-tags-review", |size| {
        let mut desk = edited(size);
        desk.press("tab tab enter");
        desk
    });
    let mut desk = edited((80, 24));
    desk.press("tab tab enter");
    desk.answer_question("enter");
    assert!(desk.sent().is_empty(), "the focus begins on Cancel");
    desk.agree_to("enter");
    assert!(!desk.sent().is_empty());
}
