//! What is on screen, as text and styles: every pane and state at 80x24, a full and a worst case
//! at the other sizes, and what must hold for any state at any size.

mod bin;
pub mod chinese;
pub mod fixture;
mod instance;
mod keys;
mod lists;
pub mod overlays;
mod properties;
pub mod records;
mod room;
mod sizes;
mod transitions;

use crate::desk::words_in;
use ratatui::buffer::{Buffer, CellWidth as _};
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};
use std::fmt::Write as _;
use warren::keymap::Keymap;
use warren::lang::Lang;
use warren::state::State;
use warren::ui;

/// Draws a state at its own size.
pub fn drawn(state: &State) -> (Buffer, Option<(u16, u16)>) {
    drawn_in(Lang::English, state)
}

/// Draws a state at its own size in a language.
pub fn drawn_in(lang: Lang, state: &State) -> (Buffer, Option<(u16, u16)>) {
    let keymap = Keymap::preset(warren::keymap::Preset::Vim).0;
    let mut buffer = Buffer::empty(Rect::new(0, 0, state.size.width, state.size.height));
    let drawn = ui::draw(state, &keymap, words_in(lang), &mut buffer);
    (buffer, drawn.cursor)
}

/// Draws a state as the session does: only drawing knows how far what is shown scrolls.
pub fn settled(state: &mut State) -> Vec<String> {
    let keymap = Keymap::preset(warren::keymap::Preset::Vim).0;
    let mut buffer = Buffer::empty(Rect::new(0, 0, state.size.width, state.size.height));
    let drawn = ui::draw(state, &keymap, words_in(Lang::English), &mut buffer);
    state.settle_scroll(drawn.scroll_end, drawn.sought);
    lines(&buffer)
}

/// The screen as lines of text, then the runs of cells that are styled. Whatever is looked at in
/// English has nothing wrong with it in Chinese.
pub fn screen(state: &State) -> String {
    chinese::chinese(state);
    let (buffer, cursor) = drawn(state);
    let mut text = lines(&buffer).join("\n");
    text.push_str("\n\n");
    for y in 0..buffer.area.height {
        let runs = runs(&buffer, y);
        if !runs.is_empty() {
            writeln!(text, "row {y}: {}", runs.join(", ")).unwrap();
        }
    }
    if let Some((x, y)) = cursor {
        writeln!(text, "cursor {x},{y}").unwrap();
    }
    text
}

/// The text of each row, without spaces at its end.
pub fn lines(buffer: &Buffer) -> Vec<String> {
    let row = |y| {
        let mut line = String::new();
        let mut x = 0;
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += symbol.cell_width().max(1);
        }
        line.trim_end().to_owned()
    };
    (0..buffer.area.height).map(row).collect()
}

/// What is wrong with a screen, if anything is: a control character, a cell below a wide one that
/// is not empty, a row that is too long, a cursor outside.
pub fn broken(buffer: &Buffer, cursor: Option<(u16, u16)>) -> Option<String> {
    let (width, height) = (buffer.area.width, buffer.area.height);
    for y in 0..height {
        let mut x = 0;
        while x < width {
            let symbol = buffer[(x, y)].symbol();
            if symbol.chars().any(char::is_control) {
                return Some(format!("{symbol:?} at {x},{y}"));
            }
            let next = x + symbol.cell_width().max(1);
            if (x + 1..next.min(width)).any(|hidden| buffer[(hidden, y)].symbol() != " ") {
                return Some(format!("hidden below {symbol} at {x},{y}"));
            }
            x = next;
        }
        if x != width {
            return Some(format!("row {y} is {x} wide"));
        }
    }
    let outside = cursor.filter(|(x, y)| *x >= width || *y >= height);
    outside.map(|at| format!("cursor at {at:?}"))
}

fn runs(buffer: &Buffer, y: u16) -> Vec<String> {
    let mut runs: Vec<(u16, u16, String)> = Vec::new();
    for x in 0..buffer.area.width {
        let look = look(buffer[(x, y)].style());
        match runs.last_mut() {
            Some((_, to, last)) if *last == look && *to + 1 == x => *to = x,
            _ if look.is_empty() => {}
            _ => runs.push((x, x, look)),
        }
    }
    let spelt = runs.into_iter().map(|(from, to, look)| match from == to {
        true => format!("{from} {look}"),
        false => format!("{from}-{to} {look}"),
    });
    spelt.collect()
}

fn look(style: Style) -> String {
    let mut look = Vec::new();
    for (name, colour) in [("", style.fg), ("on ", style.bg)] {
        if let Some(colour) = colour.filter(|colour| *colour != Color::Reset) {
            look.push(format!("{name}{colour}").to_lowercase());
        }
    }
    if !style.add_modifier.is_empty() {
        look.push(format!("{:?}", style.add_modifier).to_lowercase());
    }
    look.join(" ")
}

/// Asserts a screen against its stored picture.
macro_rules! assert_screen {
    ($name:expr, $state:expr) => {
        insta::with_settings!({snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/snapshots"), prepend_module_to_snapshot => false, omit_expression => true}, {
            insta::assert_snapshot!($name, $crate::screens::screen(&$state));
        })
    };
}
pub(crate) use assert_screen;
