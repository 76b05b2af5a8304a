//! What is found by Chinese words, in whatever language the screen is.

use crate::desk::{Desk, instance, words_in};
use warren::lang::Lang;
use warren::model::{Instance, Status};
use warren::state::called::Called;
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

/// What the palette of a Chinese screen offers for a line, or takes it to mean as it stands.
fn offered(line: &str) -> Vec<String> {
    let mut desk = desk();
    desk.state.called = Called::of(words_in(Lang::Chinese));
    desk.press(":");
    desk.type_text(line);
    let Some(Overlay::Palette(palette)) = &desk.state.overlay else {
        panic!("{:?}", desk.state.overlay)
    };
    let offers = palette.offers.iter().chain(&palette.exact);
    offers.map(|one| one.line.clone()).collect()
}

#[test]
fn the_palette_finds_what_it_knows_by_what_that_is_called_on_screen() {
    for (line, best) in [
        ("删除", "delete"),
        ("退出", "quit"),
        ("实例", "list"),
        ("概览", "overview"),
        ("插件", "plug-ins"),
        ("任务", "tasks"),
        ("后台任务", "tasks"),
        ("后台任务 7 天", "tasks 7d"),
        ("任务 全部", "tasks all"),
        ("标签", "tags"),
        ("排序", "sort "),
        ("排序 存储", "sort storage"),
        ("sort 存储", "sort storage"),
        ("sort 级别", "sort severity"),
        ("排序 最空", "sort storage reversed"),
        ("列", "columns "),
        ("列 -可用区", "columns -zone"),
        ("过滤", "filter "),
        ("过滤 状态=故障", "filter 状态=故障"),
        ("打开 orders-02", "open orders-02"),
        ("导出 json", "export json"),
        ("配色", "theme "),
        ("theme 浅色", "theme light"),
        ("语言 英文", "lang en"),
        ("时间 UTC", "time utc"),
        ("时间 本地", "time local"),
    ] {
        let offers = offered(line);
        assert_eq!(
            offers.first().map(String::as_str),
            Some(best),
            "{line}: {offers:?}"
        );
    }
    assert_eq!(offered("没有这个"), Vec::<String>::new());
}
