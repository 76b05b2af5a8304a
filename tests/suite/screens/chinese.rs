//! The screen in Simplified Chinese: every pane, dialog, form and list in front at 80x24 and at
//! 60x20. What is wrong with any other screen in Chinese is found where it is asserted.

use super::bin::recycle_bin;
use super::fixture::*;
use super::fixture::{help, reader};
use super::overlays::{confirming, create, delete, noted, switch};
use super::records;
use super::{broken, drawn_in, lines};
use crate::create_form;
use warren::api::{ErrorKind, TaskList};
use warren::lang::Lang;
use warren::model::{Status, TaskId};
use warren::state::State;
use warren::state::context::{Glyphs, ThemeName};
use warren::state::export::{Extent, NotExported};
use warren::state::filter::FilterLine;
use warren::state::form::Field;
use warren::state::overlay::{Content, Overlay};
use warren::state::query::{Query, QueryAnswer};
use warren::state::sight::Sight;
use warren::state::span::{Span, SpanBox};
use warren::state::table::{TableSource, TableView};
use warren::state::view::{Pane, ScreenSize};
use warren::state::write::can::Refusal;
use warren::timezone::TimeZone;

/// A state in Chinese: its rows and its cursor, once nothing is wrong with them.
pub fn chinese(state: &State) -> String {
    let (buffer, cursor) = drawn_in(Lang::Chinese, state);
    assert_eq!(broken(&buffer, cursor), None);
    let mut text = lines(&buffer).join("\n");
    if let Some((x, y)) = cursor {
        text.push_str(&format!("\ncursor {x},{y}"));
    }
    text
}

/// Asserts a view at both sizes against its stored picture.
fn assert_both(name: &str, at: impl Fn(ScreenSize) -> State) {
    let pictures = [NORMAL, size(60, 20)].map(|size| {
        let mut state = at(size);
        state.size = size;
        chinese(&state)
    });
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/snapshots");
    insta::with_settings!({snapshot_path => path, prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!(format!("zh-{name}"), pictures.join("\n\n"));
    });
}

fn in_front(size: ScreenSize, overlay: Overlay) -> State {
    let mut state = fleet(size);
    state.overlay = Some(overlay);
    state
}

#[test]
fn the_recycle_bin() {
    assert_both("recycle-bin", recycle_bin);
    assert_both("sort-recycle-bin", |size| {
        let mut state = recycle_bin(size);
        super::overlays::press(&mut state, "s");
        state
    });
}

#[test]
fn what_changed() {
    assert_both("transitions", super::transitions::of_all);
}

#[test]
fn the_list() {
    assert_both("list", fleet);
    assert_both("list-worst", |size| {
        let mut state = fleet(size);
        state
            .pending
            .send(&super::overlays::plan_to_delete(), at(1));
        wait(&mut state, 4000);
        fail(&mut state, error(ErrorKind::Unreachable));
        state
    });
    assert_both("list-filter", |size| {
        let mut state = fleet(size);
        state.fleet.set_filter("订单 tag:环境=生产", at(1));
        let known = state.known();
        state.filter_field = Some(FilterLine::new("订单 tag:环境=生产", &known));
        state
    });
    assert_both("list-denied", |size| {
        let mut state = blank(size);
        state.now = at(200);
        fail(&mut state, error(ErrorKind::Forbidden));
        state
    });
    assert_both("list-locked", |size| {
        let mut state = fleet(size);
        fail(&mut state, error(ErrorKind::Unauthorized));
        state
    });
    assert_both("list-none", |size| with(Vec::new(), size));
}

#[test]
fn the_panes_of_an_instance() {
    let tabs = [
        ("overview", Pane::Overview),
        ("plugins", Pane::Plugins),
        ("tasks", Pane::Tasks),
        ("tags", Pane::Tags),
        ("json", Pane::Json),
    ];
    for (name, tab) in tabs {
        assert_both(name, |size| opened(size, tab));
    }
    // Where there is room every status has both words.
    let screen = chinese(&opened(size(120, 40), Pane::Tasks));
    for both in ["执行中 EXECUTING", "失败 FAILED", "成功 SUCCESS"] {
        assert!(screen.contains(both), "{both}: {screen}");
    }
    assert_both("overview-old", |size| {
        let mut state = opened(size, Pane::Overview);
        wait(&mut state, 4000);
        state
    });
}

#[test]
fn the_dialogs() {
    assert_both("delete", |size| confirming(fleet(size), delete("orders-")));
    assert_both("delete-armed", |size| {
        confirming(fleet(size), delete("orders-eu-01@PROD"))
    });
    assert_both("plugin", |size| {
        confirming(opened(size, Pane::Plugins), switch())
    });
    assert_both("create", |size| confirming(fleet(size), create()));
    assert_both("quit", |size| {
        in_front(size, Overlay::Quit(Sight::default()))
    });
    assert_both("refused", |size| {
        let reason = Refusal::Status(Status::Creating);
        let name = "promo-cn-07".into();
        in_front(size, Overlay::Refused { name, reason })
    });
}

#[test]
fn what_is_in_front_of_the_list() {
    assert_both("help", |size| in_front(size, help(0)));
    assert_both("help-end", |size| {
        let scroll = usize::MAX;
        in_front(size, help(scroll))
    });
    assert_both("sort", |size| {
        let mut state = fleet(size);
        super::overlays::press(&mut state, "s");
        state
    });
    assert_both("palette", |size| {
        let mut state = fleet(size);
        super::overlays::press(&mut state, ":");
        state
    });
    assert_both("errors", |size| {
        let mut state = noted(size);
        state.overlay = Some(Overlay::Table(Box::new(TableView::new(
            TableSource::Errors,
            scope(),
        ))));
        state
    });
    assert_both("error", |size| {
        let mut state = records::troubled(fleet(size));
        records::press(&mut state, "E enter");
        state
    });
    assert_both("menu", |size| {
        let mut state = opened(size, Pane::Overview);
        super::overlays::press(&mut state, "a");
        state
    });
    assert_both("sources", |size| {
        let mut state = opened(size, Pane::Overview);
        super::overlays::press(&mut state, "i");
        state
    });
    assert_both("exported", |size| {
        super::overlays::exported(size, Ok((15, Extent::Complete)))
    });
    assert_both("exported-not", |size| {
        super::overlays::exported(size, Err(NotExported::Exists))
    });
    assert_both("journal", records::journal);
    assert_both("toast", noted);
    assert_both("span", |size| {
        let mut state = opened(size, Pane::Tasks);
        let mut open = SpanBox::new(Span::Day, "");
        open.field_mut().paste("2026-11-20 8点 .. 2026-11-21");
        open.take(&TimeZone::default());
        state.overlay = Some(Overlay::Span(Box::new(open)));
        state
    });
    assert_both("tasks-span", |size| {
        let mut state = opened(size, Pane::Tasks);
        state.view.span = Span::Day;
        let detail = state.details.look_at(&key(FIRST));
        let id = detail.key.id.clone();
        detail.look_at(&Query::Tasks(id.clone(), Span::Day));
        let answer = QueryAnswer::Tasks(id, Span::Day, Ok(TaskList::default()));
        assert!(detail.known.take(2, super::fixture::at(1), answer));
        state
    });
    assert_both("task", |size| {
        let mut state = opened(size, Pane::Tasks);
        let task = TaskId::new("66bb").unwrap();
        let (key, scroll) = (key(FIRST), 0);
        state.overlay = Some(reader(Content::Task(key, task), scroll));
        state
    });
}

#[test]
fn the_form() {
    let wide = |size: ScreenSize| (size.width, size.height);
    assert_both("form-empty", |size| {
        let mut desk = create_form::desk(wide(size));
        desk.press("N");
        desk.state
    });
    assert_both("form-typing", |size| {
        let mut desk = create_form::ready(wide(size));
        create_form::fill(
            &mut desk,
            Field::Description,
            "生产环境的订单队列，请勿删除abc",
        );
        desk.press("left left left left");
        desk.state
    });
    assert_both("form-flavors", |size| {
        let mut desk = create_form::ready(wide(size));
        create_form::go_to(&mut desk, Field::Product);
        desk.press("enter");
        desk.state
    });
}

#[test]
fn a_dashboard_stays_aligned() {
    let mut state = fleet(size(160, 45));
    look_into(&mut state, FIRST);
    insta::with_settings!({snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/snapshots"), prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!("zh-full-160x45", chinese(&state));
    });
}

/// With ASCII only the drawing is ASCII: words and names are what they are.
#[test]
fn ascii_mode_draws_in_ascii_and_speaks_chinese() {
    let mut state = fleet(size(160, 45));
    look_into(&mut state, FIRST);
    state.look.glyphs = Glyphs::Ascii;
    state.look.theme = ThemeName::Mono;
    let text = chinese(&state);
    let is_drawing = |letter: char| ('\u{2500}'..'\u{2600}').contains(&letter);
    assert!(!text.contains(is_drawing), "{text}");
    assert!(text.contains("实例"), "{text}");
}
