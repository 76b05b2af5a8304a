//! The help explains what it was opened from, can be searched, and closes nothing but itself.

use super::help::{DELETED_THEN_AGAIN, DELETED_THEN_QUIT, desk};
use crate::desk::{Desk, Terminal};
use crate::screens::{drawn, drawn_in, lines};
use warren::lang::Lang;
use warren::state::overlay::Overlay;
use warren::state::sight::READ;
use warren::state::view::Pane;

fn screen(desk: &Desk) -> String {
    lines(&drawn(&desk.state).0).join("\n")
}

/// What is in front, with everything that was typed and chosen in it.
fn front(desk: &Desk) -> String {
    format!("{:?} {:?}", desk.state.overlay, desk.state.filter_field)
}

/// Ways to what can be in front, and the beginning of what its help says it is for.
const FRONTS: &[(&str, &str, &str)] = &[
    ("a j", "?", "All that can be done with this instance"),
    ("s j j", "?", "The columns to sort by."),
    ("c j", "?", "The columns of the list and their order."),
    ("g p", "?", "The profiles to show in one list"),
    ("E", "?", "What went wrong and what happened"),
    ("g j", "?", "Every change that was sent from here"),
    ("g b", "?", "A table of what the service has"),
    ("g b s j", "?", "The columns to sort by."),
    ("i j", "?", "A text about what you came from."),
    (
        "enter 4 t tab",
        "?",
        "The exact request that would be sent.",
    ),
    ("D tab", "?", "The exact request that would be sent."),
    ("D o", "f1", "The exact request that would be sent."),
    ("N o", "f1", "What is to be changed."),
    ("P o", "f1", "What is to be changed."),
    (": s", "f1", "A line that names what to do"),
    ("/ o", "f1", "The instances, those that need you on top"),
    ("enter 7 / n", "f1", "One instance as the service sent it"),
    ("enter 5 f", "f1", "The tasks to show, by when they began"),
    (DELETED_THEN_AGAIN, "?", "Why this cannot be done now"),
    (
        DELETED_THEN_QUIT,
        "?",
        "A change has not been answered yet.",
    ),
];

#[test]
fn the_help_of_what_is_in_front_says_what_it_is_for_and_gives_it_back_as_it_was() {
    for (way, key, said) in FRONTS {
        for close in ["esc", *key] {
            let mut desk = desk(80, 24);
            desk.press(way);
            desk.wait(READ);
            let before = front(&desk);
            desk.press(key);
            let shown = screen(&desk);
            assert!(shown.contains("HELP"), "{way}: {shown}");
            assert!(shown.contains(said), "{way}: {shown}");
            if close == "f1" {
                desk.press("f1");
            } else {
                desk.press("j k");
                desk.press(close);
            }
            let (now, was) = (front(&desk), before.as_str());
            // A question has to be seen once more.
            let unseen = |text: &str| text.split("Sight {").next().unwrap_or_default().to_owned();
            assert_eq!(unseen(&now), unseen(was), "{way} {close}");
        }
    }
}

#[test]
fn a_question_is_answered_only_after_it_was_seen_again() {
    let mut desk = desk(80, 24);
    desk.press("enter 4 t");
    desk.wait(READ);
    desk.press("?");
    desk.wait(READ);
    desk.effects.clear();
    desk.press("y");
    assert_eq!(desk.sent(), [""; 0], "the help is in front");
    desk.terminal = Terminal::Stalls;
    desk.press("esc");
    desk.wait(READ);
    desk.press("y");
    assert_eq!(desk.sent(), [""; 0], "no frame has shown it since");
    desk.terminal = Terminal::Takes;
    desk.wait(READ);
    desk.answer_question("y");
    assert_eq!(desk.sent().len(), 1);
}

#[test]
fn the_question_mark_is_text_where_text_is_typed() {
    for way in ["/", ":", "N", "D"] {
        let mut desk = desk(80, 24);
        desk.press(way);
        desk.type_text("?");
        let help = matches!(desk.state.overlay, Some(Overlay::Help(_)));
        assert!(!help, "{way}");
    }
}

#[test]
fn nothing_that_opens_something_else_is_done_over_what_is_explained() {
    for key in ["E", "g j", "Q", "D", ":", "a"] {
        let mut desk = desk(80, 24);
        desk.press("N o f1");
        desk.press(key);
        desk.press("esc");
        let kept = desk.state.overlay.as_ref().and_then(Overlay::form);
        assert!(kept.is_some(), "{key}");
    }
}

#[test]
fn the_help_begins_with_what_the_view_is_for_and_its_own_keys_in_both_languages() {
    for (way, pane) in [
        ("?", Pane::List),
        ("enter ?", Pane::Overview),
        ("enter 2 ?", Pane::Live),
        ("enter 4 ?", Pane::Plugins),
        ("enter 5 ?", Pane::Tasks),
        ("enter 6 ?", Pane::Tags),
        ("enter 7 ?", Pane::Json),
    ] {
        let mut desk = desk(80, 24);
        desk.press(way);
        for lang in Lang::ALL {
            let words = warren::ui::words::Words::load(lang).unwrap();
            let purpose = words.named("help.pane", pane);
            let begins: String = purpose.chars().take(20).collect();
            let shown = lines(&drawn_in(lang, &desk.state).0);
            assert!(shown[4].contains(&begins), "{shown:#?}");
        }
    }
}

#[test]
fn the_help_is_searched_and_the_match_is_in_sight() {
    let mut desk = desk(80, 24);
    desk.press("?");
    assert!(!screen(&desk).contains("quit at once"));
    desk.press("/");
    desk.type_text("QUIT AT");
    desk.press("enter");
    let shown = screen(&desk);
    assert!(shown.contains("quit at once"), "{shown}");
    assert!(shown.contains("/QUIT AT: 1 of 1"), "{shown}");
    desk.press("/");
    for _ in 0..7 {
        desk.press("backspace");
    }
    desk.type_text("page");
    desk.press("enter n N n");
    assert!(screen(&desk).contains("/page: 2 of"), "{}", screen(&desk));
    desk.press("esc");
    assert!(screen(&desk).contains("HELP"), "the search is left first");
    desk.press("esc");
    assert!(desk.state.overlay.is_none());
}

#[test]
fn a_text_of_the_help_is_found_that_goes_on_in_another_row() {
    for (way, sought, seen) in [
        ("?", "how one stands, and why", "and why."),
        ("?", "set password, resize", "resize, automatic expansion"),
        (
            "enter ?",
            "where the figures are from",
            "where the figures are",
        ),
    ] {
        let mut desk = desk(80, 24);
        desk.press(way);
        desk.press("/");
        desk.type_text(sought);
        desk.press("enter");
        let shown = screen(&desk);
        assert!(shown.contains(&format!("/{sought}: 1 of 1")), "{shown}");
        assert!(shown.contains(seen), "{shown}");
        // All of it in one row would be no match that goes on.
        let rows: Vec<&str> = shown.lines().skip(6).collect();
        assert!(!rows.iter().any(|row| row.contains(sought)), "{shown}");
    }
}
