//! One frame without a terminal: the dashboard until everything on its screen was answered once.

use super::headless::{Headless, Setting};
use crate::state::State;
use crate::state::view::ScreenSize;
use ratatui::buffer::{Buffer, CellWidth as _};
use ratatui::layout::Rect;
use std::time::Duration;
use tokio::time::Instant;

/// A screen as text, and what it shows.
#[derive(Debug)]
pub struct Still {
    /// One line a row, without spaces at its end.
    pub text: String,
    /// The state that was drawn.
    pub state: State,
}

/// Reads what these profiles show until it is there, or the time is up, and draws it once.
///
/// # Errors
/// When there is no profile.
pub async fn frame(setting: Setting, size: ScreenSize, within: Duration) -> anyhow::Result<Still> {
    let deadline = Instant::now() + within;
    let mut headless = Headless::start(setting, size, |_| {})?;
    while !headless.session.state.is_answered() {
        if !headless.next(deadline).await.in_time {
            break;
        }
    }
    let mut session = headless.session;
    let mut buffer = Buffer::empty(Rect::new(0, 0, size.width, size.height));
    session.draw(&mut buffer);
    let rows = (0..size.height).map(|y| row(&buffer, y) + "\n");
    Ok(Still {
        text: rows.collect(),
        state: session.state,
    })
}

/// The text of a row. What a wide character covers is not part of it.
fn row(buffer: &Buffer, y: u16) -> String {
    let mut line = String::new();
    let mut x = 0;
    while x < buffer.area.width {
        let symbol = buffer[(x, y)].symbol();
        line.push_str(symbol);
        x += symbol.cell_width().max(1);
    }
    line.trim_end().to_owned()
}
