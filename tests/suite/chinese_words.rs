//! What is found by Chinese words, in whatever language the screen is.

use crate::desk::{Desk, instance, words_in};
use warren::lang::Lang;
use warren::model::{Instance, Status};
use warren::state::overlay::Overlay;

fn with(name: &str, status: Status) -> Instance {
    let mut one = instance(name);
    one.status = Some(status);
    one.kind = Some("cluster".into());
    one
}

fn desk() -> Desk {
    let mut desk = Desk::new(120, 40);
    desk.list(vec![
        with("orders-01", Status::Running),
        with("orders-02", Status::ExtendedFailed),
        with("orders-03", Status::Error),
    ]);
    desk
}

fn filtered(text: &str) -> Vec<String> {
    let mut desk = desk();
    desk.press("/");
    desk.type_text(text);
    desk.press("enter");
    let mut rows = desk.rows();
    rows.sort();
    rows
}

#[test]
fn the_filter_knows_statuses_and_fields_by_their_chinese_words() {
    for (text, found) in [
        ("状态=运行中", vec!["orders-01"]),
        ("status=运行中", vec!["orders-01"]),
        ("状态=running|故障", vec!["orders-01", "orders-03"]),
        ("！状态＝运行中", vec!["orders-02", "orders-03"]),
        ("规格变更", vec!["orders-02"]),
        ("类型=集群 状态=故障", vec!["orders-03"]),
        ("名称=orders-03", vec!["orders-03"]),
    ] {
        assert_eq!(filtered(text), found, "{text}");
    }
}

#[test]
fn the_filter_offers_fields_and_statuses_in_the_language_in_which_they_are_typed() {
    let offered = |text: &str| {
        let mut desk = desk();
        desk.press("/");
        desk.type_text(text);
        desk.press("tab");
        let line = desk.state.filter_field.as_ref().unwrap();
        line.field().text().to_owned()
    };
    assert_eq!(offered("状"), "状态=");
    assert_eq!(offered("状态=运"), "状态=运行中");
    assert_eq!(offered("status=r"), "status=RUNNING");
}

#[test]
fn the_palette_finds_commands_by_what_they_are_called_on_screen() {
    let mut desk = desk();
    desk.state.called = words_in(Lang::Chinese).group("command.full");
    desk.press(":");
    desk.type_text("删除");
    let Some(Overlay::Palette(palette)) = &desk.state.overlay else {
        panic!("{:?}", desk.state.overlay)
    };
    let offers: Vec<&str> = palette.offers.iter().map(|one| one.line.as_str()).collect();
    assert!(offers.contains(&"delete"), "{offers:?}");
}
