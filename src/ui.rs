//! The screen: [`draw`] turns the state into cells. Pure: no IO, no clock, no change of state.
//!
//! `frame` draws the lines around every view, `panes` what is inside, `overlay` what is in front.
//! Everything is written through a `canvas`, which cleans and clips text; every word comes from
//! `words`, every colour from `theme`.

mod canvas;
mod create;
mod frame;
mod keys;
mod list;
mod overlay;
mod panes;
mod text;
mod theme;
mod tiny;
mod toast;
mod truth;
mod widgets;
mod words;

use crate::keymap::Keymap;
use crate::state::State;
use crate::state::view::Size;
use canvas::Canvas;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use theme::Theme;
use widgets::dialog::Room;

/// Draws the whole screen and gives the position of the text cursor, if there is one.
pub fn draw(state: &State, keymap: &Keymap, buffer: &mut Buffer) -> Option<(u16, u16)> {
    let mut canvas = Canvas::new(buffer, Theme::new(state.context.look));
    draw_on(&mut canvas, state, keymap)
}

/// How far what is in front, or else the focused pane, can be scrolled, in lines; `None` when it
/// is nothing that scrolls. Scroll positions beyond that draw like this one.
#[must_use]
pub fn scroll_end(state: &State, keymap: &Keymap) -> Option<usize> {
    let size = state.size;
    let mut buffer = Buffer::empty(Rect::new(0, 0, size.width, size.height));
    let mut canvas = Canvas::new(&mut buffer, Theme::new(state.context.look));
    draw_on(&mut canvas, state, keymap);
    canvas.scroll_end()
}

fn draw_on(canvas: &mut Canvas<'_>, state: &State, keymap: &Keymap) -> Option<(u16, u16)> {
    let screen = canvas.area();
    canvas.clear(screen);
    let size = Size {
        width: screen.width,
        height: screen.height,
    };
    if !size.is_usable() {
        tiny::draw(canvas, state);
        return None;
    }
    let typing = frame::draw(canvas, state, keymap);
    let body = frame::body(screen);
    let cursor = panes::draw(canvas, state, keymap, body);
    let room = Room {
        screen,
        body,
        cursor,
    };
    let boxed = toast::draw(canvas, state, keymap, room);
    frame::event(canvas, state, keymap, boxed);
    match state.overlay {
        Some(_) => overlay::draw(canvas, state, keymap, room),
        None => typing,
    }
}
