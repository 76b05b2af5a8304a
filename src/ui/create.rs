//! The form for a new instance.

use super::canvas::Canvas;
use crate::keymap::Keymap;
use crate::state::State;
use crate::state::create::Form;

/// Draws the form over the whole view; gives the text cursor's position, if any.
pub fn draw(
    _canvas: &mut Canvas<'_>,
    _state: &State,
    _keymap: &Keymap,
    _form: &Form,
) -> Option<(u16, u16)> {
    None
}
