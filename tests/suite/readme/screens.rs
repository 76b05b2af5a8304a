//! The screens of the README: each is what the program draws at 80x24. The list at its top is
//! compared in `frame`, because it is the one that `warren --demo` begins with.

use super::README;
use crate::charts;
use crate::create_form;
use crate::screens::fixture::{NORMAL, fleet, instances, listing, opened, take};
use crate::screens::overlays::press;
use crate::screens::{drawn_in, lines, records};
use warren::figures::Range;
use warren::lang::Lang;
use warren::state::State;
use warren::state::form::Field;
use warren::state::view::Pane;

/// A screen: what the README calls it, its language, how one gets there.
type Shown = (&'static str, Lang, fn() -> State);

/// Every screen, in the README's order.
const SHOWN: [Shown; 12] = [
    ("overview", Lang::English, || opened(NORMAL, Pane::Overview)),
    ("live", Lang::English, charts),
    ("plug-ins", Lang::English, || opened(NORMAL, Pane::Plugins)),
    ("tasks", Lang::English, || opened(NORMAL, Pane::Tasks)),
    ("actions", Lang::English, || {
        pressed(opened(NORMAL, Pane::Overview), "a")
    }),
    ("delete", Lang::English, || {
        pressed(fleet(NORMAL), "D o r d e r s -")
    }),
    ("batch", Lang::English, || {
        pressed(fleet(NORMAL), "space j space j space D d e l")
    }),
    ("create", Lang::English, create),
    ("palette", Lang::English, || {
        pressed(fleet(NORMAL), ": o r d")
    }),
    ("error", Lang::English, || {
        pressed(fresh(records::troubled(fleet(NORMAL))), "E enter")
    }),
    ("journal", Lang::English, || fresh(records::journal(NORMAL))),
    ("list in Chinese", Lang::Chinese, || fleet(NORMAL)),
];

fn pressed(mut state: State, keys: &str) -> State {
    press(&mut state, keys);
    state
}

/// The list has just been read again.
fn fresh(mut state: State) -> State {
    take(&mut state, listing(instances()));
    state
}

/// The charts of an instance, with a time that is pointed at.
fn charts() -> State {
    let mut desk = charts::measured(NORMAL.width, NORMAL.height);
    charts::read_range(&mut desk, Range::Hour);
    desk.press("left left");
    desk.state
}

fn create() -> State {
    let mut desk = create_form::ready((NORMAL.width, NORMAL.height));
    create_form::fill(&mut desk, Field::Name, "orders-02");
    desk.state
}

/// A screen as it stands in the README.
fn block((name, lang, state): &Shown) -> String {
    let (buffer, _) = drawn_in(*lang, &state());
    let text = lines(&buffer).join("\n");
    format!("<!-- screen {name} -->\n```text\n{text}\n```\n<!-- /screen -->\n")
}

/// The screens that stand in the README, each with its marks.
fn written() -> Vec<String> {
    let end = "<!-- /screen -->\n";
    let starts = README.match_indices("<!-- screen ");
    let texts = starts.map(|(start, _)| &README[start..]);
    // The list at the top has no name.
    let named = texts.filter(|text| !text.starts_with("<!-- screen -->"));
    let blocks = named.map(|text| text.split_once(end).unwrap().0.to_owned() + end);
    blocks.collect()
}

#[test]
fn every_screen_is_what_the_program_draws() {
    let drawn: Vec<String> = SHOWN.iter().map(block).collect();
    let written = written();
    let missing: Vec<&str> = drawn
        .iter()
        .filter(|want| !written.contains(want))
        .map(String::as_str)
        .collect();
    assert!(
        missing.is_empty(),
        "README.md must have:\n\n{}",
        missing.concat()
    );
    assert_eq!(written, drawn, "in this order, and no other");
}
