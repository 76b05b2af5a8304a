//! (being written)
use crate::keymap::Keymap;
use crate::state::State;
/// What drawing found out.
pub struct Drawn {
    /// Where the text cursor goes.
    pub cursor: Option<(u16, u16)>,
    /// How far the text that can be scrolled can be scrolled, in lines.
    pub scroll_end: usize,
}
/// Draws.
pub fn draw(_state: &State, _keymap: &Keymap, _buffer: &mut ratatui::buffer::Buffer) -> Drawn {
    Drawn {
        cursor: None,
        scroll_end: 0,
    }
}
/// Words.
pub mod words {
    use crate::state::State;
    /// All notices as text.
    pub fn notices_as_text(_state: &State) -> String {
        String::new()
    }
}
