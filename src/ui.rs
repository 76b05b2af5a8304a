//! The screen: [`draw`] turns the state into cells. Pure: no IO, no clock, no change of state.
//!
//! `frame` draws the lines around every view, `panes` what is inside, `overlay` what is in front.
//! Everything is written through a `canvas`, which cleans and clips text; every word comes from
//! `words`, every colour from `theme`.

mod area;
mod canvas;
mod chart;
pub mod copied;
mod figures;
mod form;
mod frame;
mod hint;
mod keys;
pub(crate) mod list;
mod overlay;
mod panes;
pub mod provenance;
mod seen;
mod syntax;
mod theme;
mod tiny;
mod toast;
mod trend;
mod widgets;
pub mod words;

use crate::keymap::Keymap;
use crate::state::State;
use crate::state::sight::{Frame, Shown};
use canvas::Canvas;
use ratatui::buffer::Buffer;
use theme::Theme;
use widgets::dialog::Room;
use words::Words;

/// What only drawing can find out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    /// Where the text cursor goes, if there is one.
    pub cursor: Option<(u16, u16)>,
    /// How far the text that can be scrolled now can be scrolled, in lines.
    pub scroll_end: usize,
    /// How far the text was scrolled to show what was looked for, in lines.
    pub sought: Option<usize>,
    /// What the user can see of the question in front, once this is on the terminal.
    pub question: Option<Frame>,
}

/// Draws the whole screen.
pub fn draw(state: &State, keymap: &Keymap, words: &Words, buffer: &mut Buffer) -> Drawn {
    let words = words.in_zone(&state.time_zone);
    let mut canvas = Canvas::new(buffer, Theme::new(state.look), &words);
    let cursor = draw_on(&mut canvas, state, keymap);
    let question = state.sight().map(|sight| Frame {
        question: sight.question(),
        size: canvas.size(),
        shown: canvas.shown.unwrap_or(Shown::Cut),
    });
    Drawn {
        question,
        cursor,
        scroll_end: canvas.scroll_end().unwrap_or(usize::MAX),
        sought: canvas.sought,
    }
}

fn draw_on(canvas: &mut Canvas<'_>, state: &State, keymap: &Keymap) -> Option<(u16, u16)> {
    let screen = canvas.area();
    canvas.clear(screen);
    if !canvas.size().is_usable() {
        tiny::draw(canvas, state);
        return None;
    }
    let typing = frame::draw(canvas, state, keymap);
    let body = frame::body(state, screen);
    let cursor = panes::draw(canvas, state, keymap, body);
    let room = Room {
        screen,
        body,
        cursor,
    };
    if state.overlay.is_some() {
        frame::event(canvas, state, keymap, None);
        // What is looked for in the view behind is not scrolled to now.
        canvas.sought = None;
        return overlay::draw(canvas, state, keymap, room);
    }
    let boxed = toast::draw(canvas, state, keymap, room);
    frame::event(canvas, state, keymap, boxed);
    typing
}
