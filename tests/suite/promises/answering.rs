//! A question is answered by who can have read it, and by keys that were meant for it.

use crate::desk::{Desk, Terminal, instance, plugin, words_in};
use crate::screens::{drawn, drawn_in, lines};
use std::time::Duration;
use warren::effect::Effect;
use warren::event::Event;
use warren::key::Key;
use warren::lang::Lang;
use warren::state::overlay::Overlay;
use warren::state::sight::{Ignored, PAUSE, READ};
use warren::state::view::ScreenSize;

const MILLISECOND: Duration = Duration::from_millis(1);

fn screen(desk: &Desk) -> String {
    lines(&drawn(&desk.state).0).join("\n")
}

fn resize(desk: &mut Desk, width: u16, height: u16) {
    desk.feed(Event::Resize(ScreenSize { width, height }));
}

fn is_asked(desk: &Desk) -> bool {
    matches!(desk.state.overlay, Some(Overlay::Confirm(_)))
}

/// One question of each kind, and the keys that answer it with yes.
fn questions() -> Vec<(&'static str, Desk, &'static str)> {
    let mut deletion = Desk::with(&["orders-01"]);
    deletion.press("D");
    deletion.type_text("orders-01");
    let mut batch = Desk::with(&["orders-01", "orders-02"]);
    batch.press("m X");
    batch.type_text("restart 2");
    let mut change = Desk::with(&["orders-01"]);
    change.press("e tab");
    change.type_text("of the shop");
    change.press("tab tab tab tab tab enter");
    let mut password = Desk::with(&["orders-01"]);
    password.press("P");
    password.type_text("Canary-77");
    password.press("tab");
    password.type_text("Canary-77");
    password.press("tab enter");
    password.type_text("orders-01");
    vec![
        ("a deletion", deletion, "enter"),
        ("a batch", batch, "enter"),
        ("a plug-in by its letter", switching(), "y"),
        ("a plug-in by its button", on_button(switching()), "enter"),
        ("the review of a change", on_button(change), "enter"),
        ("the review of a password", password, "enter"),
    ]
}

fn on_button(mut desk: Desk) -> Desk {
    desk.press("tab");
    desk
}

/// The question whether to enable a plug-in.
fn switching() -> Desk {
    let mut desk = Desk::with(&["orders-01"]);
    desk.press("enter 4");
    desk.plugins("orders-01", vec![plugin("rabbitmq_shovel", false)]);
    desk.press("t");
    desk
}

#[test]
fn what_does_not_fit_on_the_terminal_is_not_answered_until_it_does() {
    for (what, mut desk, yes) in questions() {
        assert!(is_asked(&desk), "{what}\n{}", screen(&desk));
        for (width, height) in [(39, 24), (80, 9), (31, 8), (1, 1)] {
            resize(&mut desk, width, height);
            desk.wait(READ);
            desk.press(yes);
            assert_eq!(desk.sent(), [""; 0], "{what} at {width}x{height}");
            assert!(is_asked(&desk), "{what} stays");
        }
        resize(&mut desk, 39, 9);
        desk.press(yes);
        for lang in Lang::ALL {
            let said = lines(&drawn_in(lang, &desk.state).0).join("\n");
            let w = words_in(lang);
            assert!(
                said.contains(w.named("dialog.ignored", Ignored::Cut)),
                "{what}: {said}"
            );
        }
        resize(&mut desk, 80, 24);
        desk.wait(READ);
        desk.press(yes);
        assert_eq!(desk.sent().len(), 1, "{what}: {}", screen(&desk));
    }
}

#[test]
fn a_resize_that_is_not_drawn_yet_holds_every_answer_back() {
    for (what, mut desk, yes) in questions() {
        desk.wait(READ);
        desk.terminal = Terminal::Stalls;
        for (width, height) in [(30, 8), (100, 30)] {
            resize(&mut desk, width, height);
            desk.press(yes);
            assert_eq!(desk.sent(), [""; 0], "{what} at {width}x{height}");
        }
        assert!(is_asked(&desk), "{what} stays");
    }
}

#[test]
fn a_question_that_the_terminal_has_not_taken_is_not_answered() {
    let mut desk = Desk::with(&["orders-01"]);
    desk.terminal = Terminal::Stalls;
    desk.press("D");
    desk.type_text("orders-01");
    desk.wait(Duration::from_secs(10));
    desk.press("enter");
    assert_eq!(desk.sent(), [""; 0]);
    let said = screen(&desk);
    assert!(said.contains("not on screen yet"), "{said}");
    desk.terminal = Terminal::Takes;
    desk.look();
    desk.press("enter");
    assert_eq!(desk.sent().len(), 1, "a typed name needs no other pause");
}

#[test]
fn a_question_with_more_lines_than_there_is_room_for_says_so_and_is_not_answered() {
    let name = "orders-of-the-shop-in-the-north-that-nobody-could-remember-0001";
    let mut desk = Desk::with(&[name]);
    desk.press("D");
    desk.type_text(name);
    resize(&mut desk, 40, 10);
    let said = screen(&desk);
    assert!(said.contains("Not sent: too small"), "{said}");
    desk.press("enter");
    assert_eq!(desk.sent(), [""; 0], "{said}");
    resize(&mut desk, 60, 16);
    desk.press("enter");
    assert_eq!(desk.sent().len(), 1, "{}", screen(&desk));
}

#[test]
fn a_question_names_what_it_is_about_in_full_wherever_it_can_be_answered() {
    let names = ["rabbitmq_shovel_management", "orders-01"];
    for (width, height) in [(40, 10), (41, 11), (60, 12), (80, 24), (160, 45)] {
        let mut desk = Desk::with(&["orders-01"]);
        desk.press("enter 4");
        desk.plugins("orders-01", vec![plugin(names[0], false)]);
        desk.press("t");
        resize(&mut desk, width, height);
        let shown = screen(&desk);
        for name in names {
            assert!(shown.contains(name), "{name} at {width}x{height}\n{shown}");
        }
        desk.answer_question("y");
        assert_eq!(desk.sent().len(), 1, "{width}x{height}");
    }
}

#[test]
fn letters_typed_into_a_yes_no_question_do_not_answer_it() {
    for word in ["y", "ype", "ypey", "yyyyyy", "es yes", "he quick y"] {
        let mut desk = switching();
        for letter in word.chars().filter(|letter| *letter != 'n') {
            desk.wait(Duration::from_millis(60));
            desk.type_text(&letter.to_string());
        }
        assert_eq!(desk.sent(), [""; 0], "t{word}");
    }
    // Longer than the question has to stand there: it is the other keys that are too close.
    let mut desk = switching();
    for letter in "he lazy dog may stay by day".chars() {
        desk.wait(Duration::from_millis(60));
        desk.type_text(&letter.to_string());
    }
    assert_eq!(desk.sent(), [""; 0]);
    assert!(is_asked(&desk));
}

#[test]
fn y_counts_from_400_ms_after_the_question_was_drawn() {
    let mut desk = switching();
    desk.wait(READ - MILLISECOND);
    desk.press("y");
    assert_eq!(desk.sent(), [""; 0]);
    for lang in Lang::ALL {
        let said = lines(&drawn_in(lang, &desk.state).0).join("\n");
        let w = words_in(lang);
        assert!(
            said.contains(w.named("dialog.ignored", Ignored::Early)),
            "{said}"
        );
    }
    let mut desk = switching();
    desk.answer_question("y");
    assert_eq!(desk.sent().len(), 1);
    // What counts is when the terminal took it, not when it was asked.
    let mut desk = Desk::with(&["orders-01"]);
    desk.press("enter 4");
    desk.plugins("orders-01", vec![plugin("rabbitmq_shovel", false)]);
    desk.terminal = Terminal::Stalls;
    desk.press("t");
    desk.wait(Duration::from_secs(5));
    desk.terminal = Terminal::Takes;
    desk.look();
    desk.wait(READ - MILLISECOND);
    desk.press("y");
    assert_eq!(desk.sent(), [""; 0]);
    desk.answer_question("y");
    assert_eq!(desk.sent().len(), 1);
}

#[test]
fn y_counts_from_300_ms_after_any_other_key_or_paste() {
    for other in ["j", "q", "x", "down", "y", "backspace"] {
        let mut desk = switching();
        desk.wait(READ - MILLISECOND);
        desk.press(other);
        desk.wait(PAUSE - MILLISECOND);
        desk.press("y");
        assert_eq!(desk.sent(), [""; 0], "{other}");
        for lang in Lang::ALL {
            let said = lines(&drawn_in(lang, &desk.state).0).join("\n");
            let w = words_in(lang);
            assert!(
                said.contains(w.named("dialog.ignored", Ignored::Hurried)),
                "{said}"
            );
        }
        desk.wait(PAUSE);
        desk.press("y");
        assert_eq!(desk.sent().len(), 1, "{other}");
    }
    let mut desk = switching();
    desk.wait(READ);
    desk.feed(Event::Paste("abc".into()));
    desk.press("y");
    assert_eq!(desk.sent(), [""; 0]);
    desk.wait(PAUSE);
    desk.press("y");
    assert_eq!(desk.sent().len(), 1);
}

#[test]
fn what_was_said_of_an_early_answer_goes_with_the_next_key() {
    let mut desk = switching();
    desk.press("y");
    assert!(screen(&desk).contains("press it again"));
    desk.press("j");
    assert!(!screen(&desk).contains("press it again"));
    desk.press("y esc");
    assert!(desk.state.overlay.is_none(), "esc never waits");
}

#[test]
fn a_button_that_was_reached_by_typing_ahead_is_not_pressed() {
    for (what, mut desk, _) in questions().into_iter().skip(3).take(2) {
        desk.press("enter");
        assert_eq!(desk.sent(), [""; 0], "{what}");
        assert!(screen(&desk).contains("press it again"), "{what}");
        desk.wait(READ);
        desk.press("enter");
        assert_eq!(desk.sent().len(), 1, "{what}");
    }
    let mut desk = switching();
    desk.answer_question("tab enter");
    assert_eq!(desk.sent().len(), 1, "after a pause both are one answer");
    // As one finishes a word in a shell.
    let mut desk = switching();
    for key in ["h", "e", "s", "h", "o", "v", "tab", "enter"] {
        desk.wait(Duration::from_millis(60));
        desk.press(key);
    }
    assert_eq!(desk.sent(), [""; 0]);
}

#[test]
fn a_text_box_takes_every_letter_at_once() {
    let mut desk = Desk::with(&["orders-01"]);
    desk.press("D");
    desk.type_text("orders-01");
    desk.press("enter");
    assert_eq!(desk.sent().len(), 1);
}

#[test]
fn quitting_is_answered_no_faster_than_a_write() {
    let quits = |desk: &Desk| desk.effects.contains(&Effect::Quit);
    let mut desk = Desk::with(&["orders-01"]);
    desk.press("D");
    desk.type_text("orders-01");
    desk.press("enter Q");
    desk.press("y");
    assert!(!quits(&desk) && screen(&desk).contains("press it again"));
    resize(&mut desk, 30, 8);
    desk.answer_question("y");
    assert!(!quits(&desk));
    resize(&mut desk, 80, 24);
    desk.answer_question("y");
    assert!(quits(&desk));
    desk.effects.clear();
    desk.feed(Event::Key(Key::ctrl('c')));
    assert!(quits(&desk), "ctrl-c waits for nothing");
}

#[test]
fn what_the_terminal_showed_in_between_is_not_the_question() {
    let mut desk = switching();
    desk.wait(READ);
    desk.terminal = Terminal::Stalls;
    desk.feed(Event::Resumed(desk.state.size));
    desk.press("y");
    assert_eq!(desk.sent(), [""; 0]);
}

#[test]
fn what_is_billed_or_cuts_clients_off_takes_the_typed_name() {
    let mut labelled = instance("orders-01");
    labelled.name = Some("orders-01".into());
    for label in [None, Some("PROD")] {
        let token = match label {
            Some(label) => format!("orders-01@{label}"),
            None => "orders-01".to_owned(),
        };
        let mut desk = Desk::with(&["orders-01"]);
        desk.state.profiles.iter_mut().next().unwrap().context.label = label.map(str::to_owned);
        desk.press("P");
        desk.type_text("Canary-77");
        desk.press("tab");
        desk.type_text("Canary-77");
        desk.press("tab enter");
        let shown = screen(&desk);
        assert!(shown.contains(&format!("Type {token}")), "{shown}");
        desk.feed(Event::Paste(token.clone()));
        desk.answer_question("enter tab tab enter y");
        assert_eq!(desk.sent(), [""; 0], "{label:?}");
        desk.press("tab");
        desk.type_text(&token);
        desk.press("enter");
        assert_eq!(desk.sent().len(), 1, "{label:?}\n{}", screen(&desk));
    }
}
