//! Searching in the JSON of an instance.

use crate::desk::{Desk, instance, words};
use crate::screens::lines;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::sync::Arc;
use warren::api::v2::InstanceDetail;
use warren::event::Event;
use warren::state::query::QueryAnswer;
use warren::state::view::Pane;

/// An instance with forty long fields, its JSON in front.
fn desk() -> Desk {
    let mut desk = Desk::new(80, 24);
    let orders = instance("orders");
    desk.list(vec![orders.clone()]);
    desk.press("v");
    let fields = (0..40).map(|n| (format!("field_{n:02}"), format!("Value {n}").into()));
    let raw = serde_json::Value::Object(fields.collect());
    let id = orders.id.clone();
    let detail = Arc::new(InstanceDetail {
        instance: orders,
        raw,
    });
    desk.answer(QueryAnswer::Instance(id, Ok(detail)));
    desk
}

/// What is on screen; the state learns what drawing found out, as in a session.
fn screen(desk: &mut Desk) -> Vec<String> {
    let size = desk.state.size;
    let mut buffer = Buffer::empty(Rect::new(0, 0, size.width, size.height));
    let drawn = warren::ui::draw(&desk.state, &desk.keymap, words(), &mut buffer);
    desk.state.settle_scroll(drawn.scroll_end, drawn.sought);
    lines(&buffer)
}

fn shows(desk: &mut Desk, text: &str) -> bool {
    screen(desk).iter().any(|line| line.contains(text))
}

#[test]
fn v_shows_the_json_and_typing_goes_to_the_first_match_whatever_its_case() {
    let mut desk = desk();
    assert_eq!(desk.state.focused(), Pane::Json);
    assert!(!shows(&mut desk, "Value 33"));
    desk.press("/");
    desk.type_text("value 33");
    assert!(shows(&mut desk, "/value 33: 1 of 1"));
    assert!(shows(&mut desk, "\"field_33\": \"Value 33\""));
}

#[test]
fn n_and_b_go_round_the_matches_and_the_title_counts_them() {
    let mut desk = desk();
    desk.press("/ V a l u e enter");
    for (keys, at, shown) in [
        ("n", "2 of 40", "Value 1\""),
        ("b", "1 of 40", "Value 0\""),
        ("b", "40 of 40", "Value 39\""),
        ("n", "1 of 40", "Value 0\""),
        ("n n", "3 of 40", "Value 2\""),
    ] {
        desk.press(keys);
        let screen = screen(&mut desk).join("\n");
        assert!(screen.contains(at) && screen.contains(shown), "{screen}");
    }
    // Scrolling by hand stays where the hand put it.
    desk.press("G");
    assert!(shows(&mut desk, "Value 39"));
    assert!(shows(&mut desk, "3 of 40"));
}

#[test]
fn esc_clears_the_search_first_and_leaving_the_json_does_too() {
    let mut desk = desk();
    desk.press("/ V a l enter esc");
    assert!(desk.state.search.is_none());
    assert_eq!(desk.state.focused(), Pane::Json);
    desk.press("/ V a l esc");
    assert!(desk.state.search.is_none());
    desk.press("/ V a l enter 1");
    assert!(desk.state.search.is_none());
}

#[test]
fn what_is_not_there_is_said_and_what_was_typed_is_kept() {
    let mut desk = desk();
    desk.press("/");
    desk.feed(Event::Paste("nowhere".into()));
    assert!(shows(&mut desk, "/nowhere: not found"));
    desk.press("enter /");
    assert_eq!(desk.state.search.as_ref().unwrap().needle(), "nowhere");
}
