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
mod text;
mod theme;
mod truth;
mod widgets;
pub mod words;

use crate::keymap::Keymap;
use crate::state::State;
use crate::state::overlay::Overlay;
use canvas::Canvas;
use ratatui::buffer::Buffer;
use theme::Theme;
use widgets::Focus;

/// What only drawing can find out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    /// Where the text cursor goes, if there is one.
    pub cursor: Option<(u16, u16)>,
    /// How far the text that can be scrolled now can be scrolled, in lines.
    pub scroll_end: usize,
}

/// Draws the whole screen.
pub fn draw(state: &State, keymap: &Keymap, buffer: &mut Buffer) -> Drawn {
    let theme = Theme::new(state.context.look);
    let mut canvas = Canvas::new(buffer, theme);
    let screen = canvas.area();
    canvas.clear(screen);
    if screen.height < 10 || screen.width < 40 {
        return Drawn::default();
    }
    let cursor = frame::draw(&mut canvas, state, keymap);
    let body = frame::body(screen);
    if let Some(Overlay::Create(form)) = &state.overlay {
        return Drawn {
            cursor: create::draw(&mut canvas, state, body, form),
            ..Drawn::default()
        };
    }
    list::draw(&mut canvas, state, keymap, body, Focus::Here);
    Drawn {
        cursor,
        scroll_end: usize::MAX,
    }
}
