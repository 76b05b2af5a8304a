//! Small things panes and dialogs are made of.
//!
//! [`dialog`] places and frames a box, [`field`] draws a text field with its cursor, [`buttons`] a
//! row of buttons, [`facts`] labels with their values, [`position`] the mark of what has more than it
//! shows. Each is a function over a canvas: they keep
//! nothing between frames.

pub mod buttons;
pub mod dialog;
pub mod facts;
pub mod field;
pub mod position;

/// Whether keys go to a widget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// Keys go here.
    Here,
    /// Keys go elsewhere.
    Elsewhere,
}

impl Focus {
    /// Whether the focus, which is at `now`, is at `place`.
    pub fn at<T: PartialEq>(place: &T, now: &T) -> Self {
        if place == now {
            Self::Here
        } else {
            Self::Elsewhere
        }
    }
}
