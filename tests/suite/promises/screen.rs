//! What every screen has to show, whatever its size and its content.

use super::help::{DELETED_THEN_AGAIN, DELETED_THEN_QUIT, VIEWS, desk};
use crate::desk::{Desk, error, instance, plugin};
use crate::screens::{broken, drawn, lines};
use proptest::prelude::*;
use std::time::Duration;
use warren::api::v2::PluginList;
use warren::api::{ApiError, ErrorKind, Listing, MissingPart, TaskList};
use warren::event::{Event, Reply};
use warren::state::query::QueryAnswer;
use warren::state::span::Span;
use warren::state::view::ScreenSize;

fn shown(desk: &Desk) -> String {
    let (buffer, _) = drawn(&desk.state);
    lines(&buffer).join("\n")
}

#[test]
fn the_focus_of_every_dialog_starts_where_enter_does_no_harm_and_is_marked() {
    for (dialog, way, focused) in [
        ("delete", "D", "[ _"),
        ("delete, on the buttons", "D tab", ">[ Cancel ]"),
        ("plug-in", "enter 4 t", ">[ Cancel ]"),
        ("task record", "enter 5 D", ">[ Cancel ]"),
        ("quit", DELETED_THEN_QUIT, ">[ Stay ]"),
        ("refusal", DELETED_THEN_AGAIN, ">[ Close ]"),
    ] {
        let mut desk = desk(80, 24);
        desk.press(way);
        let screen = shown(&desk);
        assert!(screen.contains(focused), "{dialog}:\n{screen}");
        desk.effects.clear();
        desk.press("enter");
        assert_eq!(desk.sent(), [""; 0], "{dialog}");
        desk.press("esc");
        assert!(desk.state.overlay.is_none(), "{dialog}");
    }
}

/// Has a desk read something, with this outcome.
type Tell = fn(&mut Desk, Told);

/// What was read.
enum Told {
    Nothing,
    None,
    Part,
    Failed(ErrorKind),
    All,
}

fn tell_list(desk: &mut Desk, told: Told) {
    let answer = match told {
        Told::Nothing => return,
        Told::None => Ok(Listing {
            total: Some(0),
            ..Listing::default()
        }),
        Told::Part => Ok(Listing {
            total: Some(51),
            instances: vec![instance("orders-01").into()],
            missing: vec![MissingPart {
                from: 0,
                to: 50,
                error: error(ErrorKind::Server),
            }],
            ..Listing::default()
        }),
        Told::Failed(kind) => Err(error(kind)),
        Told::All => Ok(crate::desk::listing(vec![instance("orders-01")])),
    };
    desk.answer(QueryAnswer::Listing(answer));
}

fn failed<T>(kind: ErrorKind) -> Result<T, ApiError> {
    Err(error(kind))
}

fn tell_plugins(desk: &mut Desk, told: Told) {
    desk.list(vec![instance("orders-01")]);
    desk.press("enter 4");
    let answer = match told {
        Told::Nothing => return,
        Told::None => Ok(PluginList::default()),
        Told::Part => Ok(PluginList {
            plugins: vec![plugin("rabbitmq_shovel", true)],
            unidentified: 2,
            ..PluginList::default()
        }),
        Told::Failed(kind) => failed(kind),
        Told::All => Ok(PluginList {
            plugins: vec![plugin("rabbitmq_shovel", true)],
            ..PluginList::default()
        }),
    };
    desk.answer(QueryAnswer::Plugins(crate::desk::id("orders-01"), answer));
}

fn tell_tasks(desk: &mut Desk, told: Told) {
    desk.list(vec![instance("orders-01")]);
    desk.press("enter 5");
    let tasks = vec![super::help::task(1)];
    let answer = match told {
        Told::Nothing => return,
        Told::None => Ok(TaskList::default()),
        Told::Part => Ok(TaskList {
            tasks,
            missing: Some(error(ErrorKind::Server)),
            ..TaskList::default()
        }),
        Told::Failed(kind) => failed(kind),
        Told::All => Ok(TaskList {
            tasks,
            ..TaskList::default()
        }),
    };
    desk.answer(QueryAnswer::Tasks(
        crate::desk::id("orders-01"),
        Span::All,
        answer,
    ));
}

#[test]
fn loading_empty_partial_denied_stale_and_offline_are_different_words() {
    let panes: [(Tell, [&str; 6]); 3] = [
        (
            tell_list,
            [
                "loading",
                "no instances",
                "partial",
                "denied",
                "stale",
                "offline",
            ],
        ),
        (
            tell_plugins,
            [
                "loading plug-ins",
                "no plug-ins",
                "left out",
                "denied",
                "stale: plug-ins",
                "cannot reach",
            ],
        ),
        (
            tell_tasks,
            [
                "loading tasks",
                "no tasks",
                "partial",
                "denied",
                "stale: tasks",
                "cannot reach",
            ],
        ),
    ];
    for (tell, words) in panes {
        let screens = [
            (Told::Nothing, 0),
            (Told::None, 0),
            (Told::Part, 0),
            (Told::Failed(ErrorKind::Forbidden), 0),
            (Told::All, 300),
            (Told::Failed(ErrorKind::Unreachable), 0),
        ]
        .map(|(told, seconds)| {
            let mut desk = Desk::new(80, 24);
            tell(&mut desk, told);
            desk.wait(Duration::from_secs(seconds));
            shown(&desk).to_lowercase()
        });
        for (at, screen) in screens.iter().enumerate() {
            let said: Vec<&str> = words
                .into_iter()
                .filter(|word| screen.contains(word))
                .collect();
            assert_eq!(said, [words[at]], "{screen}");
        }
    }
}

/// What a change of size must leave as it is: where one is, and what is in front.
fn place(desk: &Desk) -> String {
    let state = &desk.state;
    let detail = state.subject_detail();
    let overlay = format!("{:?}", state.overlay);
    format!(
        "{:?} {:?} {:?} {:?} {:?} {overlay}",
        state.view,
        desk.selected(),
        detail.and_then(|detail| detail.selected_plugin()),
        detail.and_then(|detail| detail.selected_task(Span::All)),
        state.filter_field,
    )
}

/// Small ones mostly: drawing a hundred thousand cells takes its time.
fn sizes() -> impl Strategy<Value = ScreenSize> {
    let size = |widths, heights| {
        (widths, heights).prop_map(|(width, height)| ScreenSize { width, height })
    };
    prop_oneof![
        12 => size(1u16..=100, 1u16..=40),
        4 => size(100u16..=200, 20u16..=60),
        1 => size(1u16..=500, 1u16..=200),
    ]
}

/// Views that are not among those whose keys come from the keymap.
const TYPED: [&str; 3] = ["/ o r d", "N tab tab tab enter", "C pgdn pgdn pgdn"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_change_of_size_in_any_view_keeps_the_place_and_draws_a_whole_screen(
        view in 0..VIEWS.len() + TYPED.len(), sizes in prop::collection::vec(sizes(), 1..4),
    ) {
        let all = VIEWS.iter().map(|(_, width, height, way)| (*width, *height, *way));
        let mut all = all.chain(TYPED.map(|way| (80, 24, way)));
        let (width, height, way) = all.nth(view).unwrap_or((80, 24, ""));
        let mut desk = desk(width, height);
        desk.press(way);
        let before = place(&desk);
        for size in sizes {
            desk.feed(Event::Resize(size));
            let (buffer, cursor) = drawn(&desk.state);
            prop_assert_eq!(broken(&buffer, cursor), None, "{:?} {}", size, way);
            let first = lines(&buffer).remove(0);
            let says = first.starts_with("warren needs 40x10");
            // In fewer cells the words themselves are cut.
            if size.width >= 20 {
                prop_assert_eq!(says, !size.is_usable(), "{:?} {}: {}", size, way, first);
            }
        }
        desk.feed(Event::Resize(ScreenSize { width, height }));
        prop_assert_eq!(place(&desk), before, "{}", way);
    }
}

#[test]
fn rows_that_have_come_are_shown_while_the_next_page_is_awaited() {
    let mut desk = Desk::new(80, 24);
    let asked = desk.ask();
    let page = |names: [&str; 2]| {
        let rows = names.map(|name| instance(name).into()).to_vec();
        Reply::Page(rows, Some(6))
    };
    desk.answer_to(asked, page(["orders-03", "orders-04"]));
    desk.pass(Duration::from_millis(20));
    desk.answer_to(asked, page(["orders-01", "orders-02"]));
    // The third page is tried again for seconds: nothing else arrives.
    desk.wait(Duration::from_millis(300));
    let rows = ["orders-01", "orders-02", "orders-03", "orders-04"];
    assert_eq!(desk.rows(), rows);
    assert!(shown(&desk).contains("loading 4 of 6"), "{}", shown(&desk));
    assert_eq!(desk.selected().as_deref(), Some("orders-01"));
}
